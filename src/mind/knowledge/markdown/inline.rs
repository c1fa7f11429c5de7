//! A line of Markdown without its markup.
//!
//! Owns emphasis, links, code, HTML tags and entities. One pass, linear in the line's length.

use super::clean;

/// A link's address, or a tag, is at most so many letters long.
const LONGEST_SKIPPED: usize = 500;
/// Entities that people write by hand.
const ENTITIES: [(&str, char); 10] = [
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&#39;", '\''),
    ("&apos;", '\''),
    ("&nbsp;", ' '),
    ("&ndash;", '–'),
    ("&mdash;", '—'),
    ("&euro;", '€'),
];

/// The text of a line, clean.
pub(super) fn plain(line: &str) -> String {
    let mut reader = Inline {
        letters: line.chars().collect(),
        at: 0,
        out: Vec::new(),
        brackets: Vec::new(),
    };
    while reader.at < reader.letters.len() {
        reader.step();
    }
    clean(&reader.out.iter().collect::<String>())
}

struct Inline {
    letters: Vec<char>,
    at: usize,
    out: Vec<char>,
    /// Where in `out` brackets are open.
    brackets: Vec<usize>,
}

impl Inline {
    fn step(&mut self) {
        let letter = self.letters[self.at];
        let next = self.peek(1);
        match letter {
            '\\' if next.is_ascii_punctuation() => {
                self.out.push(next);
                self.at += 1;
            }
            '`' => {}
            '!' if next == '[' => {}
            '[' => {
                self.brackets.push(self.out.len());
                self.out.push('[');
            }
            ']' => self.close_bracket(),
            '<' => self.tag(),
            '*' | '~' => self.emphasis(letter),
            '_' => {
                let is_inside_word = self.before().is_alphanumeric() && next.is_alphanumeric();
                self.out.extend(is_inside_word.then_some('_'));
            }
            '&' => self.entity(),
            _ => self.out.push(letter),
        }
        self.at += 1;
    }

    fn peek(&self, ahead: usize) -> char {
        self.letters.get(self.at + ahead).copied().unwrap_or(' ')
    }

    fn before(&self) -> char {
        self.at.checked_sub(1).map_or(' ', |index| self.letters[index])
    }

    /// `[text](address)`, `[text][name]` and `[^note]` lose all but the text; other brackets stay.
    fn close_bracket(&mut self) {
        let Some(open) = self.brackets.pop() else {
            return self.out.push(']');
        };
        if self.out.get(open + 1) == Some(&'^') {
            self.out.truncate(open);
            return;
        }
        let end = match self.peek(1) {
            '(' => self.find(')'),
            '[' => self.find(']'),
            _ => None,
        };
        match end {
            Some(end) => {
                // Cleaned away in the end; the places of other brackets stay as they are.
                self.out[open] = '\u{0}';
                self.at = end;
            }
            None => self.out.push(']'),
        }
    }

    /// HTML tags vanish; addresses in angle brackets stay without them.
    fn tag(&mut self) {
        let is_tag = self.peek(1).is_alphabetic() || matches!(self.peek(1), '/' | '!');
        let end = self
            .find('>')
            .filter(|&end| is_tag && !self.letters[self.at + 1..end].contains(&'<'));
        let Some(end) = end else { return self.out.push('<') };
        let inside = &self.letters[self.at + 1..end];
        if inside.contains(&':') || inside.contains(&'@') && !inside.contains(&' ') {
            self.out.extend_from_slice(inside);
        } else {
            self.out.push(' ');
        }
        self.at = end;
    }

    fn emphasis(&mut self, sign: char) {
        let (before, after) = (self.before(), self.peek(1));
        let is_apart = before.is_whitespace() && after.is_whitespace();
        let is_product = before.is_ascii_digit() && after.is_ascii_digit();
        let is_lone_tilde = sign == '~' && before != '~' && after != '~';
        if is_apart || is_product || is_lone_tilde {
            self.out.push(sign);
        }
    }

    fn entity(&mut self) {
        let ahead: String = self.letters[self.at..].iter().take(8).collect();
        match ENTITIES.iter().find(|(name, _)| ahead.starts_with(name)) {
            Some((name, letter)) => {
                self.out.push(*letter);
                self.at += name.len() - 1;
            }
            None => self.out.push('&'),
        }
    }

    /// Where the next `sign` is, if it is near.
    fn find(&self, sign: char) -> Option<usize> {
        let ahead = self.letters[self.at + 1..].iter().take(LONGEST_SKIPPED);
        ahead
            .into_iter()
            .position(|&letter| letter == sign)
            .map(|distance| self.at + 1 + distance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_removed() {
        for (line, expected) in [
            ("The **cafe** is _very_ `small`.", "The cafe is very small."),
            ("***Both*** ~~gone~~", "Both gone"),
            (
                "[The map](https://example.com/map \"Map\") is here",
                "The map is here",
            ),
            ("[The map][map] and [brackets]", "The map and [brackets]"),
            ("[![badge](a.png)](b.html) text", "badge text"),
            ("![A picture](a.png)", "A picture"),
            ("A note[^1].", "A note."),
            ("<b>bold</b><br>line", "bold line"),
            (
                "<https://example.com> or <me@example.com>",
                "https://example.com or me@example.com",
            ),
            ("Fish &amp; chips &lt;3", "Fish & chips <3"),
            ("2 * 3 is 2*3", "2 * 3 is 2*3"),
            (
                "snake_case stays, \\*stars\\* too",
                "snake_case stays, *stars* too",
            ),
            ("a < b and b > c", "a < b and b > c"),
            ("[ unclosed ( and ] ( too", "[ unclosed ( and ] ( too"),
            ("say \u{202e}<|end|>", "say end"),
        ] {
            assert_eq!(plain(line), expected);
        }
    }

    #[test]
    fn endless_signs_take_no_endless_time() {
        for sign in ["[", "](", "<a", "*", "_", "&", "\\", "![", "`", "~"] {
            let line = sign.repeat(100_000);
            assert!(plain(&line).len() <= line.len());
        }
    }
}
