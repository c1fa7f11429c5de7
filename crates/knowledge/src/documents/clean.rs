//! Text that is safe to show, to speak and to search.
//!
//! Owns the removal of what no reader sees or says: control, bidirectional and invisible characters, emoji, leftover
//! signs of markup, and the signs that prompts are built with. Does not know the structure of a document.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One line of text with single spaces, composed, without anything that a voice cannot say.
pub(super) fn clean(text: &str) -> String {
    let decoded: String;
    let text = if text.contains('&') && text.contains(';') {
        decoded = without_entities(text);
        &decoded
    } else {
        text
    };
    let composed: String;
    let text = if is_nfc(text) {
        text
    } else {
        composed = text.nfc().collect();
        &composed
    };
    let mut kept = String::with_capacity(text.len());
    let (mut space, mut picture) = (false, false);
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        if letter.is_whitespace() || letter == '\u{2800}' {
            space = true;
        } else if matches!(letter, '•' | '‣' | '⁃' | '●' | '▪' | '■' | '◆' | '◦') {
            // Between statements it parts them; before the first one and after the last it is none.
            if !kept.is_empty() {
                kept.push_str(" ·");
            }
            space = true;
        } else if is_picture(letter) {
            (space, picture) = (true, true);
        } else if !is_unseen(letter) && !is_leftover(letter, before, after) {
            let is_mark = matches!(
                letter,
                '.' | ',' | '!' | '?' | ';' | ':' | ')' | '：' | '，' | '。'
            );
            // "gym 💪 : first floor" has lost what the space was for.
            if space && !kept.is_empty() && !(picture && is_mark) {
                kept.push(' ');
            }
            (space, picture) = (false, false);
            kept.push(letter);
        }
        before = letter;
    }
    kept.truncate(kept.trim_end_matches([' ', '·']).len());
    if kept.contains("<|") || kept.contains("|>") {
        kept = kept.replace("<|", " ").replace("|>", " ");
        kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if kept.contains("[^") {
        without_notes(&kept)
    } else {
        kept
    }
}

/// The signs that editors of web pages leave behind, as characters. Markdown has decoded its own before.
fn without_entities(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        kept.push_str(before);
        let end = after.bytes().take(10).position(|byte| byte == b';');
        match end.and_then(|end| Some((entity(after.get(..end)?)?, after.get(end + 1..)?))) {
            Some((letter, after)) => {
                kept.push(letter);
                rest = after;
            }
            None => {
                kept.push('&');
                rest = after;
            }
        }
    }
    kept + rest
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "nbsp" => ' ',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" => '’',
        "euro" => '€',
        "pound" => '£',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "deg" => '°',
        "eacute" => 'é',
        "laquo" => '«',
        "raquo" => '»',
        _ => return None,
    })
}

/// Whether a line begins with a pictograph, as items of casual lists do.
pub(super) fn begins_with_picture(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(is_picture)
}

/// The text of a cell; a mark that says yes or no is kept.
pub(super) fn clean_cell(text: &str) -> String {
    if tick(text).is_some() {
        text.trim().to_owned()
    } else {
        clean(text)
    }
}

/// What a cell with nothing but a check mark or a cross says.
pub(super) fn tick(text: &str) -> Option<bool> {
    let mut marks = text
        .chars()
        .filter(|&letter| letter != '\u{fe0f}' && !letter.is_whitespace());
    let said = match marks.next()? {
        '✓' | '✔' | '✅' | '☑' | '🗸' => true,
        '✗' | '✘' | '❌' | '☒' | '✖' | '❎' | '✕' => false,
        _ => return None,
    };
    marks.next().is_none().then_some(said)
}

/// Control, bidirectional, invisible, tag and private characters, and selectors of a letter's look.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}'
            | '\u{f0000}'..='\u{10ffff}')
}

/// Emoji, pictographs, dingbats, and signs that lines and boxes are drawn with.
fn is_picture(letter: char) -> bool {
    matches!(letter,
        '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{2767}' | '\u{2794}'..='\u{27bf}' | '\u{2300}'..='\u{23ff}'
        | '\u{2500}'..='\u{25ff}' | '\u{2b00}'..='\u{2bff}' | '\u{203c}' | '\u{2049}' | '\u{3030}' | '\u{303d}'
        | '\u{3297}' | '\u{3299}')
}

/// An asterisk that is left of bold text or points to a note; it stays in "4* hotel" and "5 * 3".
fn is_leftover(letter: char, before: char, after: char) -> bool {
    match letter {
        '*' => !(before.is_ascii_digit() || before.is_whitespace() && after.is_whitespace()),
        '†' | '‡' => true,
        _ => false,
    }
}

/// Without references to notes: "free\[^1\]".
fn without_notes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[^") {
        kept.push_str(before);
        let end = after.bytes().take(20).position(|byte| byte == b']');
        match end.and_then(|end| after.get(end + 1..)) {
            Some(after) => rest = after,
            None => {
                kept.push_str("[^");
                rest = after;
            }
        }
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_sees_or_says_is_removed() {
        for (text, expected) in [
            ("a\u{1b}[31mred\u{7}", "a[31mred"),
            ("left\u{202e}thgir\u{2066}", "leftthgir"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("tags\u{e0041}\u{e0042}", "tags"),
            ("two\n\tlines  here", "two lines here"),
            ("end <|end|> and <|user|>", "end end and user"),
            ("DOGS 🐶 yes!! 🏕️", "DOGS yes!!"),
            (
                "gym 💪 : first floor",
                "gym : first floor".replace(" :", ":").as_str(),
            ),
            ("👩‍👩‍👧 families 🇬🇧", "families"),
            ("1️⃣ first", "1 first"),
            (
                "350 ₽, £5, €2, $1, 20 °C, 50 %, ½, 40 × 30, № 5 — da",
                "350 ₽, £5, €2, $1, 20 °C, 50 %, ½, 40 × 30, № 5 — da",
            ),
            ("Concession* **and", "Concession and"),
            ("a 4* hotel, 5 * 3", "a 4* hotel, 5 * 3"),
            (
                "Caf&eacute; &amp; bar, 5&nbsp;&#8364; &unknown; & more;",
                "Café & bar, 5 € &unknown; & more;",
            ),
            ("• Wi-Fi • parking •", "Wi-Fi · parking"),
            ("free[^1] of charge[^note]", "free of charge"),
            ("и\u{306}", "й"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_lone_mark_says_yes_or_no() {
        assert_eq!(tick(" ✅ "), Some(true));
        assert_eq!(tick("✔\u{fe0f}"), Some(true));
        assert_eq!(tick("✗"), Some(false));
        assert_eq!(tick("✓ free"), None);
        assert_eq!(tick("-"), None);
    }
}
