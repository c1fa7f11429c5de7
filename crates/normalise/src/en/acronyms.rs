//! Words in capitals: spelled (`NHS`), spoken as words (`NASA`), or only emphasised (`OPEN DAILY`).

use super::tables::{ACRONYM_WORDS, SHOUTED, SPELLED, listed};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Letters one by one.
pub(super) fn spelled(word: &str) -> String {
    let letters: Vec<String> = word
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .map(String::from)
        .collect();
    letters.join(" ")
}

/// Whether the word could be pronounced: it has a vowel, and no heap of consonants at either end.
fn pronounceable(word: &str) -> bool {
    let vowel = |letter: char| "AEIOUY".contains(letter);
    let start = word.chars().take_while(|letter| !vowel(*letter)).count();
    let end = word.chars().rev().take_while(|letter| !vowel(*letter)).count();
    let cluster = [
        "CH", "SH", "TH", "ST", "TR", "PR", "CR", "BR", "DR", "GR", "FR", "PL", "CL", "BL", "FL", "GL", "SL",
        "SP", "SC", "SK", "SM", "SN", "SW", "TW", "WH", "QU", "PH", "KN", "WR",
    ];
    let start_fits = start <= 1 || cluster.iter().any(|cluster| word.starts_with(cluster)) && start <= 3;
    start < word.len() && start_fits && end <= 3
}

/// Whether other words beside this one are in capitals, as in a shouted sentence.
fn shouted(text: &Text<'_>, at: usize) -> bool {
    let long = |position: usize| {
        text.word(position).is_some_and(|word| {
            word.len() >= 2 && word.chars().all(char::is_uppercase) && !listed(SPELLED, word)
        })
    };
    let before = text.before(at).is_some_and(long);
    let after = long(text.skip_space(at + 1));
    before || after
}

/// Reads a word in capitals. Words with other letters pass unchanged.
pub(super) fn acronym(text: &Text<'_>, at: usize) -> Option<Reading> {
    let word = text.word(at)?;
    if let Some(reading) = dotted(text, at) {
        return Some(reading);
    }
    if word == "π" {
        return Some(Reading::new("pi", at + 1));
    }
    let (stem, plural) = match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 => (stem, true),
        _ => match word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
            Some(stem) => (stem, true),
            None => (word, false),
        },
    };
    let capitals = stem.len() >= 2 && stem.chars().all(|letter| letter.is_ascii_uppercase());
    if !capitals {
        return None;
    }
    // "AT&T"
    let company = text.is(at + 1, "&") && text.joined(at + 2)
        || at > 1 && text.is(at - 1, "&") && text.joined_left(at - 1);
    if company && !plural {
        return Some(Reading::new(spelled(stem), at + 1));
    }
    let suffix = if plural { "s" } else { "" };
    if listed(ACRONYM_WORDS, stem) || stem.len() == 1 {
        return Some(Reading::new(capitalised(stem) + suffix, at + 1));
    }
    if listed(SHOUTED, stem) && !listed(SPELLED, stem) || (listed(SHOUTED, stem) && shouted(text, at)) {
        return Some(Reading::new(word.to_lowercase(), at + 1));
    }
    let spell = listed(SPELLED, stem)
        || stem.len() <= 3 && !(shouted(text, at) && pronounceable(stem))
        || !pronounceable(stem)
        || stem.len() == 4 && !shouted(text, at) && plural;
    if spell {
        return Some(Reading::new(spelled(stem) + suffix, at + 1));
    }
    Some(Reading::new(capitalised(stem) + suffix, at + 1))
}

/// Only the first letter a capital.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    first + &letters.as_str().to_lowercase()
}

/// Reads `U.S.A.`, `J. R. R.` as letters.
fn dotted(text: &Text<'_>, at: usize) -> Option<Reading> {
    let letter = |position: usize| {
        text.word(position)
            .filter(|word| word.chars().count() == 1 && word.chars().all(char::is_uppercase))
    };
    let mut letters = vec![letter(at)?];
    let mut end = at + 1;
    while let Some(next) = letter(end + 1).filter(|_| text.is(end, ".") && letters.len() < 10) {
        letters.push(next);
        end += 2;
    }
    if letters.len() < 2 {
        // The initial of a name: its point is no end of a sentence.
        let name = text.is(at + 1, ".")
            && text.kind(at + 2) == Kind::Space
            && text.next_word(at + 2).starts_with(char::is_uppercase);
        let initials = text.previous_word(at).chars().count() == 1;
        let named =
            initials || text.adjacent_word(at).starts_with(char::is_uppercase) || text.before(at).is_none();
        return (name && named && letters != ["I"]).then(|| Reading::new(letters.join(""), at + 2));
    }
    let stop = text.is(end, ".") && !text.at_end(end + 1);
    Some(Reading::new(letters.join(" "), end + usize::from(stop)))
}
