//! What begins an item of a list in plain text.
//!
//! Owns bullets, numbers and letters before items.

/// The beginning of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bullet {
    /// The bytes before the text.
    length: usize,
    pub(super) is_numbered: bool,
    /// Whether it is a dash, which dialogues begin with too.
    pub(super) is_dash: bool,
}

impl Bullet {
    /// The text of the item.
    pub(super) fn text<'a>(&self, line: &'a str) -> &'a str {
        line.get(self.length..).unwrap_or_default().trim_start()
    }

    /// A pictograph in the place of a bullet.
    pub(super) fn picture(line: &str) -> Self {
        Self {
            length: line.chars().next().map_or(0, char::len_utf8),
            is_numbered: false,
            is_dash: false,
        }
    }
}

/// The bullet or number that a line begins with.
pub(super) fn bullet(line: &str) -> Option<Bullet> {
    let first = line.chars().next()?;
    let found = |length: usize, is_numbered: bool| Bullet {
        length,
        is_numbered,
        is_dash: matches!(first, '—' | '–' | '―'),
    };
    let after = &line[first.len_utf8()..];
    match first {
        '-' | '*' | '+' | '—' | '–' | '―' | '~' | '>' | 'o' if after.starts_with([' ', '\t']) => {
            (first != 'o' || after.starts_with(['\t'])).then(|| found(first.len_utf8(), false))
        }
        // These are no signs of a sentence, so that the space may be missing.
        '•' | '·' | '‣' | '⁃' | '●' | '○' | '■' | '□' | '▪' | '▫' | '◦' | '◆' | '◇' | '►' | '▶' | '▸'
        | '➢' | '➤' | '→' | '⇒' | '✓' | '✔' | '※' | '☆' | '★' => {
            Some(found(first.len_utf8(), false))
        }
        // A dash right before a letter, as in hurried notes; "-5 degrees" is none.
        '-' | '*' if after.starts_with(char::is_alphabetic) && !line.ends_with('*') => Some(found(1, false)),
        '①'..='⑳' => Some(found(first.len_utf8(), true)),
        '(' | '（' => enclosed(after).map(|length| found(first.len_utf8() + length, true)),
        _ => numbered(line).map(|length| found(length, true)),
    }
}

/// "1.", "1)", "1、", "a)", "1️⃣".
fn numbered(line: &str) -> Option<usize> {
    let digits = line.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    if (1..=2).contains(&digits) {
        if let Some(after) = rest
            .strip_prefix("\u{fe0f}\u{20e3}")
            .or_else(|| rest.strip_prefix('\u{20e3}'))
        {
            return Some(line.len() - after.len());
        }
        if rest.starts_with(['、', '．']) {
            return Some(digits + 3);
        }
        let after = rest.strip_prefix(['.', ')'])?;
        // "1.5 hours" and "9.30" are numbers; "1.活动" is an item.
        return (after.starts_with([' ', '\t']) || after.starts_with(super::super::sentences::is_han))
            .then_some(digits + 1);
    }
    let letter = line.chars().next().filter(|letter| letter.is_lowercase())?;
    let after = line[letter.len_utf8()..].strip_prefix(')')?;
    after.starts_with(' ').then_some(letter.len_utf8() + 1)
}

/// The length of "1)" or "一）" after the opening bracket.
fn enclosed(text: &str) -> Option<usize> {
    let end = text.find([')', '）']).filter(|&end| end <= 6)?;
    let number = &text[..end];
    let is_number = !number.is_empty()
        && number
            .chars()
            .all(|letter| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter));
    let closing = text[end..].chars().next()?;
    is_number.then_some(end + closing.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_numbers_begin_items() {
        for (line, text) in [
            ("- one", "one"),
            ("* one", "one"),
            ("• one", "one"),
            ("•one", "one"),
            ("– one", "one"),
            ("· 一", "一"),
            ("1. one", "one"),
            ("12) one", "one"),
            ("1、一", "一"),
            ("1.一", "一"),
            ("①一", "一"),
            ("（1）一", "一"),
            ("(2) one", "one"),
            ("a) one", "one"),
            ("1️⃣ one", "one"),
            ("-one", "one"),
        ] {
            let found = bullet(line);
            assert_eq!(found.map(|found| found.text(line)), Some(text), "{line}");
        }
    }

    #[test]
    fn numbers_and_dashes_of_texts_begin_none() {
        for line in [
            "9.30 to 11",
            "1.5 hours",
            "-5 degrees",
            "2026. The year",
            "(free) entry",
            "one - two",
            "*bold*",
            "a b",
        ] {
            assert_eq!(bullet(line), None, "{line}");
        }
    }
}
