//! Words in capitals: spelled (`ВДНХ`), spoken as words (`ЮНЕСКО`), or only emphasised.

use super::tables::{ACRONYM_WORDS, LETTERS, READ, SPELLED};
use crate::grammar::Reading;
use crate::text::Text;

/// The names of the letters.
pub(super) fn spelled(word: &str) -> String {
    let names: Vec<String> = word
        .chars()
        .map(|letter| {
            let name = LETTERS.iter().find(|(listed, _)| *listed == letter);
            name.map_or_else(|| letter.to_string(), |(_, name)| (*name).to_owned())
        })
        .collect();
    names.join(" ")
}

/// Whether a word is in capitals of Cyrillic.
fn capitals(word: &str) -> bool {
    word.chars().count() >= 2 && word.chars().all(|letter| matches!(letter, 'А'..='Я' | 'Ё'))
}

/// Whether the word could be pronounced: a vowel between consonants, no heap of consonants.
fn pronounceable(word: &str) -> bool {
    let vowel = |letter: &char| "АЕЁИОУЫЭЮЯ".contains(*letter);
    let letters: Vec<char> = word.chars().collect();
    let start = letters.iter().take_while(|letter| !vowel(letter)).count();
    let end = letters.iter().rev().take_while(|letter| !vowel(letter)).count();
    match letters.len() {
        0..=2 => false,
        3 => start == 1 && end == 1,
        4 => {
            start <= 1
                && end <= 1
                && start + end < 4
                && letters.iter().filter(|letter| vowel(letter)).count() <= 2
        }
        _ => start <= 3 && end <= 3 && start + end < letters.len(),
    }
}

/// Reads a word in capitals.
pub(super) fn acronym(text: &Text<'_>, at: usize) -> Option<Reading> {
    let word = text.word(at).filter(|word| capitals(word))?;
    if let Some((_, read)) = READ.iter().find(|(listed, _)| *listed == word) {
        return Some(Reading::new(*read, at + 1));
    }
    let listed = |list: &str| list.split_whitespace().any(|listed| listed == word);
    if listed(ACRONYM_WORDS) {
        return Some(Reading::new(word.to_lowercase(), at + 1));
    }
    let beside = |position: Option<usize>| {
        position
            .and_then(|position| text.word(position))
            .is_some_and(|word| capitals(word) && word.chars().count() > 3)
    };
    let shouted = beside(text.before(at)) || beside(Some(text.skip_space(at + 1)));
    let letters = listed(SPELLED) || !(pronounceable(word) || shouted && word.chars().count() <= 3);
    let words = if letters {
        spelled(word)
    } else {
        word.to_lowercase()
    };
    Some(Reading::new(words, at + 1))
}
