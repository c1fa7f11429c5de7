//! Wraps text to a width in terminal columns: wide and combining characters included.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use textwrap::{Options, WordSplitter};
use unicode_width::UnicodeWidthStr;

/// The width of a text in columns.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Wraps a text to lines of at most this width.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let options = Options::new(columns.max(1)).word_splitter(WordSplitter::NoHyphenation);
    text.split('\n')
        .flat_map(|line| textwrap::wrap(line, &options))
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// Truncates a text to a width, with an ellipsis.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        let mut longer = kept.clone();
        longer.push(letter);
        if width(&longer) + 1 > columns {
            break;
        }
        kept = longer;
    }
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// A line whose first letters (white space not counted) have another style; returns how many letters are left.
pub fn marked(text: &str, letters: usize, marked: Style, rest: Style) -> (Vec<Span<'static>>, usize) {
    let mut left = letters;
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        if left == 0 {
            break;
        }
        left -= usize::from(!letter.is_whitespace());
        end = at + letter.len_utf8();
    }
    let (before, after) = text.split_at(end);
    let spans = [(before, marked), (after, rest)];
    let spans = spans
        .into_iter()
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, style)| Span::styled(text.to_owned(), style))
        .collect();
    (spans, left)
}

/// Positions of the text in a line, ignoring case.
pub fn matches(line: &str, text: &str) -> Vec<Range<usize>> {
    let text = text.to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let starts: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in starts {
        if found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let mut lowered = String::new();
        for (at, letter) in line[start..].char_indices() {
            lowered.extend(letter.to_lowercase());
            if lowered == text {
                found.push(start..start + at + letter.len_utf8());
            }
            if lowered.len() >= text.len() {
                break;
            }
        }
    }
    found
}

/// The same line with the matches in another style.
pub fn highlighted(line: Line<'static>, text: &str, style: Style) -> Line<'static> {
    let mut spans = Vec::new();
    for span in line.spans {
        let content = span.content.into_owned();
        let mut done = 0;
        for range in matches(&content, text) {
            spans.push(Span::styled(content[done..range.start].to_owned(), span.style));
            spans.push(Span::styled(content[range.clone()].to_owned(), style));
            done = range.end;
        }
        spans.push(Span::styled(content[done..].to_owned(), span.style));
    }
    Line::from(spans).style(line.style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_the_terminal_counts_them() {
        assert_eq!(wrap("你好你好你好", 5), ["你好", "你好", "你好"]);
        assert_eq!(wrap("one two\nthree", 7), ["one two", "three"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("abc", 0), ["a", "b", "c"]);
        assert_eq!(cut("你好你好", 5), "你好…");
        assert_eq!((cut("abc", 3), cut("abcd", 3)), ("abc".into(), "ab…".into()));
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn letters_are_counted_without_white_space() {
        let style = Style::new();
        let texts = |text, letters| {
            let (spans, left) = marked(text, letters, style, style);
            let texts: Vec<String> = spans.into_iter().map(|span| span.content.into_owned()).collect();
            (texts, left)
        };
        assert_eq!(texts("ab cd", 3), (vec!["ab c".into(), "d".into()], 0));
        assert_eq!(texts("ab", 5), (vec!["ab".into()], 3));
        assert_eq!(texts("ab", 0), (vec!["ab".into()], 0));
    }

    #[test]
    fn matches_are_found_whatever_their_case() {
        assert_eq!(matches("Ähre ähre", "äh"), [0..3, 6..9]);
        assert_eq!(matches("aaa", "aa").first(), Some(&(0..2)));
        assert!(matches("abc", "").is_empty() && matches("", "a").is_empty());
    }
}
