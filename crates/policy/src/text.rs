//! Words made comparable: cut out of a text, folded and stemmed.
//!
//! Owns how words are cut and which two are the same word. What a word does in a sentence is `lexicon`'s.

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// A word or one Chinese character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// In small letters, without accents, with one kind of apostrophe.
    pub(crate) folded: String,
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    /// It begins with a capital letter.
    pub(crate) capital: bool,
}

/// Whether a letter is a Chinese character.
pub(crate) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{3007}')
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let mut end = start + letter.len_utf8();
        if !is_han(letter) {
            if !letter.is_alphanumeric() {
                continue;
            }
            let mut previous = letter;
            while let Some(&(at, next)) = letters.peek() {
                let after = text[at + next.len_utf8()..].chars().next();
                if !joins(previous, next, after) {
                    break;
                }
                previous = next;
                end = at + next.len_utf8();
                letters.next();
            }
        }
        let written = &text[start..end];
        words.push(Word {
            folded: fold(written),
            range: start..end,
            capital: letter.is_uppercase(),
        });
    }
    words
}

/// Whether a character goes on with the word before it.
fn joins(previous: char, next: char, after: Option<char>) -> bool {
    match next {
        '\'' | '’' | 'ʼ' => previous.is_alphabetic() && after.is_some_and(char::is_alphabetic),
        '.' | ',' | ':' => previous.is_ascii_digit() && after.is_some_and(|letter| letter.is_ascii_digit()),
        // "B-204" and "10-B" are one name; "10-4" is a span of numbers, "check-up" two words.
        '-' => {
            let digits =
                u8::from(previous.is_ascii_digit()) + after.map_or(0, |l| u8::from(l.is_ascii_digit()));
            digits == 1 && previous.is_alphanumeric() && after.is_some_and(char::is_alphanumeric)
        }
        '\u{300}'..='\u{36f}' => true,
        _ => next.is_alphanumeric() && !is_han(next),
    }
}

/// One form for spellings that mean the same.
pub(crate) fn fold(written: &str) -> String {
    let mut folded = String::with_capacity(written.len());
    for letter in written.nfkc().flat_map(char::to_lowercase) {
        match letter {
            '’' | 'ʼ' => folded.push('\''),
            'ё' => folded.push('е'),
            // "й" is a letter of its own and must not lose its mark.
            'й' => folded.push('й'),
            other => folded.extend(
                std::iter::once(other)
                    .nfd()
                    .filter(|l| !matches!(l, '\u{300}'..='\u{36f}')),
            ),
        }
    }
    folded
}

/// Stems words by their script.
pub(crate) struct Stems {
    english: Stemmer,
    russian: Stemmer,
}

impl Stems {
    pub(crate) fn new() -> Self {
        Self {
            english: Stemmer::create(Algorithm::English),
            russian: Stemmer::create(Algorithm::Russian),
        }
    }

    /// The stem of a folded word; a word with a digit is its own.
    pub(crate) fn stem(&self, folded: &str) -> String {
        let bare = folded.strip_suffix("'s").unwrap_or(folded);
        if bare.chars().any(|letter| letter.is_ascii_digit()) {
            return bare.to_owned();
        }
        match bare.chars().next() {
            Some('\u{400}'..='\u{52f}') => self.russian.stem(bare).into_owned(),
            Some(first) if first.is_ascii() => self.english.stem(&bare.replace('\'', "")).into_owned(),
            _ => bare.to_owned(),
        }
    }
}

/// The first and the last part of a text that is longer than `most` bytes: what is done to a text stays bounded.
pub(crate) fn head_and_tail(text: &str, most: usize) -> std::borrow::Cow<'_, str> {
    if text.len() <= most {
        return text.into();
    }
    let mut tail = text.len() - most / 2;
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    format!("{} . {}", up_to(text, most / 2), &text[tail..]).into()
}

/// The beginning of a text, at most so many bytes.
pub(crate) fn up_to(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_cut_and_folded() {
        for (text, expected) in [
            ("The Café’s open", vec!["the", "cafe's", "open"]),
            (
                "room B-204, 10-4, check-up",
                vec!["room", "b-204", "10", "4", "check", "up"],
            ),
            ("WiFi密码", vec!["wifi", "密", "码"]),
            ("Ёлка, музей", vec!["елка", "музей"]),
            ("at 5:30, £6.80", vec!["at", "5:30", "6.80"]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_text_keeps_its_beginning_and_its_end() {
        let long = format!("first {} last", "й".repeat(100_000));
        let kept = head_and_tail(&long, 1000);
        assert!(kept.len() < 1100 && kept.starts_with("first") && kept.ends_with("last"));
    }
}
