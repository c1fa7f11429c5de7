//! Makes text from models, files and transcripts harmless for a terminal.

/// Whether a character could move the cursor, change colours or reverse text.
pub fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// Replaces control and bidirectional characters; keeps line breaks, turns tabs into spaces.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => cleaned.push('\n'),
            '\t' => cleaned.push_str("    "),
            '\r' => {}
            _ if is_harmful(letter) => cleaned.push('\u{fffd}'),
            _ => cleaned.push(letter),
        }
    }
    cleaned
}

/// The same, on one line.
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_a_cursor_or_turns_a_line_round_is_left() {
        assert_eq!(
            clean("a\u{1b}[2J\tb\r\nc\u{202e}d\u{9b}e"),
            "a\u{fffd}[2J    b\nc\u{fffd}d\u{fffd}e"
        );
        assert_eq!(line("a\n\n  b\u{7}"), "a b\u{fffd}");
        assert_eq!(clean("שלום é 你好"), "שלום é 你好");
    }
}
