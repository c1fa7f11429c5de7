//! Text that is safe to show, to speak and to put into a prompt.
//!
//! Owns the removal of what no reader sees: control characters, bidirectional controls, invisible and tag
//! characters, and the signs that prompts are built with.

/// One line of text without control, bidirectional and invisible characters, without `<|` and `|>`; white space
/// becomes single spaces.
pub(super) fn clean(text: &str) -> String {
    let seen: String = text
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|&letter| !is_unseen(letter))
        .collect();
    let kept = seen.replace("<|", " ").replace("|>", " ");
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control, bidirectional, invisible, tag and private characters. Joiners stay: Persian and Hindi need them.
pub(super) fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff0}'..='\u{fffd}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_sees_is_removed() {
        for (text, expected) in [
            ("a\u{1b}[31mred\u{7}", "a[31mred"),
            ("left\u{202e}thgir\u{2066}", "leftthgir"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("tags\u{e0041}\u{e0042}", "tags"),
            ("two\n\tlines  here", "two lines here"),
            ("end <|end|> and <|user|>", "end end and user"),
            ("<<||end", "< |end"),
            ("نمی\u{200c}خواهم", "نمی\u{200c}خواهم"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }
}
