//! Names of what the assistant keeps: its timers, what is on its lists, what it reminds of.
//!
//! Owns how one is recognised in an utterance: by one of its words that mean something, in any number or case.

use super::word;
use crate::Language;
use crate::memory::Memory;
use crate::text::{self, Token};

/// Letters of an English or Russian word that means something.
const MIN_LEN: usize = 3;
/// Short words that are in many names.
const EMPTY: &[&str] = &[
    "the", "and", "for", "with", "some", "для", "над", "под", "про", "или", "при",
];

/// Whose names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum KnownKind {
    /// Running and paused timers.
    Timer,
    /// Entries of the lists.
    Entry,
    /// What there are reminders of.
    Reminder,
}

/// The known names of which a word stands at a position, each with the position behind it.
pub(super) fn read(
    kind: KnownKind,
    memory: &Memory,
    language: Language,
    (tokens, at): (&[Token], usize),
) -> Vec<(usize, String)> {
    let names: Vec<&String> = match kind {
        KnownKind::Timer => memory
            .timers
            .iter()
            .filter_map(|timer| timer.name.as_ref())
            .collect(),
        KnownKind::Entry => [&memory.shopping, &memory.to_do, &memory.notes]
            .into_iter()
            .flatten()
            .collect(),
        KnownKind::Reminder => memory.reminders.iter().map(|reminder| &reminder.text).collect(),
    };
    let mut found: Vec<(usize, String)> = Vec::new();
    for name in names {
        let words = text::words(name, language);
        let end = if language == Language::Chinese {
            chinese(&words, tokens, at)
        } else {
            words
                .iter()
                .filter(|known| known.chars().count() >= MIN_LEN && !EMPTY.contains(&known.as_str()))
                .any(|known| is_same(known, word(tokens, at), language))
                .then_some(at + 1)
        };
        if let Some(end) = end {
            found.push((end, name.clone()));
        }
    }
    found
}

/// The name, or its end: "面" for "煮面".
fn chinese(words: &[String], tokens: &[Token], at: usize) -> Option<usize> {
    let words = words.strip_suffix(&["的".to_owned()]).unwrap_or(words);
    let stands = |part: &[String]| {
        part.iter()
            .enumerate()
            .all(|(offset, expected)| word(tokens, at + offset) == expected)
    };
    let part = (0..words.len())
        .map(|skipped| &words[skipped..])
        .find(|part| stands(part))?;
    Some(at + part.len())
}

/// The same word in another number, or in another case.
fn is_same(known: &str, said: &str, language: Language) -> bool {
    if known == said {
        return true;
    }
    if language == Language::English {
        return singular(known) == singular(said);
    }
    text::common_stem(known, said).is_some_and(|common| common >= MIN_LEN)
}

fn singular(word: &str) -> &str {
    let endings = ["oes", "s"];
    let ending = endings
        .iter()
        .find(|ending| word.ends_with(**ending) && word.len() > ending.len() + 2);
    match ending {
        Some(&"oes") => &word[..word.len() - 2],
        Some(ending) => &word[..word.len() - ending.len()],
        None => word,
    }
}
