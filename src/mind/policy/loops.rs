//! Runaway repetition.
//!
//! Owns the detection of sentences and phrases that come again and again, as small models write them when they
//! lose the thread.

use super::sentences;

/// Words of a phrase that is looked for.
const MAX_PHRASE_LEN: usize = 12;
/// A phrase that comes this often in a row is a loop: one or two words may well come three times, and digits of a
/// telephone number more often.
const REPEATS: usize = 4;
/// Words that are looked at; a reply has fewer.
const MAX_WORDS: usize = 2_000;

/// The text up to where it begins to repeat itself; sentences that have been said are left out.
pub(super) fn broken(text: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    for sentence in sentences(&without_phrase_loop(text)) {
        if !said.iter().any(|other| other.eq_ignore_ascii_case(&sentence)) {
            said.push(sentence);
        }
    }
    said.join(" ")
}

/// Cuts after the first of several equal phrases in a row.
fn without_phrase_loop(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(MAX_WORDS).collect();
    for start in 0..words.len() {
        for length in 1..=MAX_PHRASE_LEN {
            let end = start + length;
            if start + length * REPEATS > words.len() {
                break;
            }
            let repeats = words[end..]
                .chunks_exact(length)
                .take_while(|next| *next == &words[start..end])
                .count();
            let has_letters = words[start..end]
                .iter()
                .any(|word| word.contains(char::is_alphabetic));
            if has_letters && repeats + 1 >= REPEATS {
                return words[..end].join(" ");
            }
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_are_cut_and_other_text_is_not() {
        for (text, expected) in [
            ("It is open. It is open. It is open.", "It is open."),
            ("the cafe the cafe the cafe the cafe the", "the cafe"),
            ("It is very, very, very good.", "It is very, very, very good."),
            ("The number is 5 5 5 1.", "The number is 5 5 5 1."),
            ("It is here. It is open. It is here.", "It is here. It is open."),
            ("The number is 5 5 5 5 5 1.", "The number is 5 5 5 5 5 1."),
            ("", ""),
        ] {
            assert_eq!(broken(text), expected);
        }
    }
}
