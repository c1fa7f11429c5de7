//! What a file holds, as a sentence about it quotes it.

/// The beginning of a text, at most so many letters, without control characters.
pub fn brief(text: &str, letters: usize) -> String {
    let mut seen = text.chars().filter(|letter| !letter.is_control());
    let mut quoted: String = seen.by_ref().take(letters).collect();
    if seen.next().is_some() {
        quoted.push('…');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_control_characters_are_left_out() {
        assert_eq!(brief("abc", 3), "abc");
        assert_eq!(brief("a\u{1b}bcd", 3), "abc…");
        assert_eq!(brief("Йод", 2), "Йо…");
    }
}
