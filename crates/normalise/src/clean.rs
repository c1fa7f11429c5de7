//! Removes what is not read aloud: markup, emoji, control and private-use characters; unifies characters that look alike.
//!
//! In the result a line feed ends a heading, a list item, a table row or a paragraph; other line ends have become spaces. Markup
//! is Markdown, and HTML tags and entities. Whatever is unclosed is text.

mod characters;

use characters::fold;

/// The farthest, in bytes, that the end of a link or a tag is looked for.
const REACH: usize = 400;

/// Entities, and their characters.
const ENTITIES: &[(&str, char)] = &[
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&nbsp;", '\u{a0}'),
    ("&quot;", '"'),
    ("&#39;", '\''),
    ("&apos;", '\''),
    ("&ndash;", '–'),
    ("&mdash;", '—'),
    ("&pound;", '£'),
    ("&euro;", '€'),
    ("&deg;", '°'),
    ("&times;", '×'),
    ("&hellip;", '…'),
];

/// What a line is, and its text.
#[derive(Debug, PartialEq, Eq)]
enum Line<'l> {
    /// Nothing, or a rule; ends a paragraph.
    Empty,
    /// A heading, a list item or a table row: a sentence of its own.
    Alone(&'l str),
    /// A line of a paragraph.
    Flowing(&'l str),
}

/// The text without anything that is not read aloud.
pub(crate) fn clean(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut ends = false;
    for line in text.lines() {
        let line = classify(line);
        if !matches!(line, Line::Flowing(_)) {
            ends = true;
        }
        let (Line::Alone(content) | Line::Flowing(content)) = line else {
            continue;
        };
        if !plain.is_empty() {
            plain.push(if ends { '\n' } else { ' ' });
        }
        inline(content, &mut plain);
        ends = matches!(line, Line::Alone(_));
    }
    fold(&plain)
}

/// Sees what a line is and strips the marks that say so.
fn classify(line: &str) -> Line<'_> {
    let trimmed = line.trim();
    let only = |marks: &str| trimmed.chars().all(|letter| marks.contains(letter));
    if trimmed.is_empty() || (trimmed.len() >= 3 && only("-=*_|:+ ")) || trimmed.starts_with("```") {
        return Line::Empty;
    }
    let mut content = trimmed;
    while let Some(quoted) = content.strip_prefix("> ").or(content.strip_prefix(">>")) {
        content = quoted.trim_start();
    }
    let level = content.chars().take_while(|letter| *letter == '#').count();
    if level > 0
        && let Some(title) = content.get(level..).filter(|title| title.starts_with(' '))
    {
        return Line::Alone(title.trim().trim_end_matches('#').trim_end());
    }
    for bullet in ["- ", "* ", "+ ", "• ", "· ", "‣ ", "▪ ", "● "] {
        if let Some(item) = content.strip_prefix(bullet) {
            let item = item.trim_start();
            let task = ["[ ] ", "[x] ", "[X] "]
                .iter()
                .find_map(|task| item.strip_prefix(task));
            return Line::Alone(task.unwrap_or(item));
        }
    }
    let digits = content.chars().take_while(char::is_ascii_digit).count();
    let numbered = digits > 0
        && content
            .get(digits..)
            .is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "));
    if numbered || content.starts_with('|') {
        return Line::Alone(content.trim_matches('|'));
    }
    Line::Flowing(content)
}

/// Adds a line without its inline markup.
fn inline(line: &str, plain: &mut String) {
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let before = plain.chars().next_back();
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        let next = after.chars().next();
        rest = after;
        match letter {
            '[' | '!' if letter == '[' || next == Some('[') => {
                let inside = if letter == '!' {
                    after.get(1..).unwrap_or_default()
                } else {
                    after
                };
                match link(inside) {
                    Some((label, tail)) => {
                        plain.push_str(&label.replace(['*', '`'], ""));
                        rest = tail;
                    }
                    None => plain.push(letter),
                }
            }
            '<' => match tag(after) {
                Some((kept, tail)) => {
                    plain.push_str(kept);
                    rest = tail;
                }
                None => plain.push('<'),
            },
            '&' => {
                let found = ENTITIES
                    .iter()
                    .find(|(entity, _)| after.starts_with(&entity[1..]));
                match found {
                    Some((entity, character)) => {
                        plain.push(*character);
                        rest = after.get(entity.len() - 1..).unwrap_or_default();
                    }
                    None => plain.push('&'),
                }
            }
            '*' if times(plain, after) => plain.push('×'),
            '*' | '`' => {}
            '~' if next == Some('~') || before == Some('~') => rest = after.trim_start_matches('~'),
            '_' if !(before.is_some_and(joins) && next.is_some_and(joins)) => {}
            '\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => {
                let escaped = next.unwrap_or_default();
                plain.push(escaped);
                rest = after.get(1..).unwrap_or_default();
            }
            _ => plain.push(letter),
        }
    }
}

/// Whether an underscore next to the character is part of a name.
fn joins(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '@')
}

/// Whether an asterisk between these multiplies: a number stands on both sides.
fn times(before: &str, after: &str) -> bool {
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let left = before.strip_suffix(' ').unwrap_or(before);
    let right = after.strip_prefix(' ').unwrap_or(after);
    digit(left.chars().next_back()) && digit(right.chars().next())
}

/// Text up to `REACH`, cut at a character.
fn near(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// `text](address)` after an opening bracket: the text, and what follows.
fn link(inside: &str) -> Option<(&str, &str)> {
    let close = near(inside).find(']')?;
    let (label, tail) = inside.split_at(close);
    let tail = tail.strip_prefix("](")?;
    let end = near(tail).find(')')?;
    (!label.contains('[')).then(|| (label, tail.get(end + 1..).unwrap_or_default()))
}

/// A tag after its opening bracket: what of it is text (the address of `<https://…>`), and what follows.
fn tag(after: &str) -> Option<(&str, &str)> {
    let first = after.chars().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!')) {
        return None;
    }
    let end = near(after).find(['>', '<'])?;
    let (inside, tail) = after.split_at(end);
    let tail = tail.strip_prefix('>')?;
    let address = inside.contains("://") || inside.contains('@') && !inside.contains(' ');
    Some((
        if address && !inside.contains('=') {
            inside
        } else {
            " "
        },
        tail,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_emoji_and_control_characters_disappear() {
        for (written, plain) in [
            ("**The cafe** opens at _9 am_.", "The cafe opens at 9 am."),
            (
                "# Hours #\nOpen\ndaily\n\n- Monday\n* [ ] Tuesday",
                "Hours\nOpen daily\nMonday\nTuesday",
            ),
            ("See [the **map**](https://example.org/map).", "See the map."),
            ("![A plan](plan.png) of it", "A plan of it"),
            ("a\u{0}b\u{1b}c\u{202e}d\u{e000}", "a b cd"),
            ("Hello 🙂👍🏽!", "Hello !"),
            ("---\n| a | b |\n|---|---|", " a | b "),
            ("<b>5 < 6</b> &amp; <a@b.org>", " 5 < 6  & a@b.org"),
            ("[unclosed **bold <tag", "[unclosed bold <tag"),
            (
                "3 * 4, snake_case, 1½ h, 5 ㎡",
                "3 × 4, snake_case, 1 1/2 h, 5 m²",
            ),
            ("~~old~~ ~5 km, #5, \\*", "old ~5 km, #5, *"),
        ] {
            assert_eq!(clean(written), plain, "{written:?}");
        }
    }
}
