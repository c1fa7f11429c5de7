//! What a reply claims: its sentences, the "yes" or "no" before them, and whether they name what they speak of.
//!
//! Owns the shape of claims. Whether passages bear them out is `fit`'s.

use mynah_knowledge::language::Language;
use mynah_knowledge::values::numbers_as_digits;

use super::items::{Item, items};
use crate::lexicon::{Lexicon, Role};

/// The answer that stands before a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lead {
    /// "Yes, ..."
    Yes,
    /// "No, ..."
    No,
}

/// A sentence of a reply without its yes or no.
#[derive(Debug)]
pub(crate) struct Claim {
    /// Its items.
    pub(crate) items: Vec<Item>,
    /// Its yes or no.
    pub(crate) lead: Option<Lead>,
}

/// Reads a sentence of a reply.
pub(crate) fn claim(sentence: &str, lexicon: &Lexicon, language: Language) -> Claim {
    let (lead, rest) = lead(sentence, lexicon);
    let mut items = items(&numbers_as_digits(rest, language), lexicon, language);
    // A sentence begins with a capital letter, whatever the word, and so may what follows a colon.
    let mut begins = true;
    for item in &mut items {
        item.capital &= !begins;
        begins = item.label;
    }
    Claim { items, lead }
}

fn lead<'a>(sentence: &'a str, lexicon: &Lexicon) -> (Option<Lead>, &'a str) {
    let end = sentence
        .find([',', '.', '!', ';', ':', '，', '。', '！', '—', '–'])
        .unwrap_or(sentence.len());
    let first = sentence[..end].trim().to_lowercase().replace(' ', "-");
    let rest = sentence[end..]
        .trim_start_matches(|letter: char| !letter.is_alphanumeric() && !"£$€¥₽+".contains(letter));
    if lexicon.is_exactly("yes", &first) {
        (Some(Lead::Yes), rest)
    } else if lexicon.is_exactly("no", &first) {
        (Some(Lead::No), rest)
    } else {
        (None, sentence)
    }
}

/// Whether some items name what they speak of, so that they need no question to be understood.
pub(crate) fn names_its_subject(items: &[Item]) -> bool {
    let predicate = items
        .iter()
        .position(|item| item.role.is_predicate() && item.value.is_none());
    for (at, item) in items.iter().enumerate() {
        match item.role {
            Role::Third | Role::First | Role::You if predicate.is_none_or(|end| at < end) => return false,
            Role::Content if item.value.is_none() && !governed(items, at) => {
                return predicate.is_none_or(|end| at < end);
            }
            _ => {}
        }
    }
    false
}

/// Whether a preposition stands before a word, with at most an article and other words of its phrase between.
fn governed(items: &[Item], at: usize) -> bool {
    for item in items[..at].iter().rev() {
        match item.role {
            role if role.is_preposition() => return true,
            // A value ends its phrase: "On Sunday the museum ...".
            Role::Article | Role::Content if !item.after_mark && item.value.is_none() => {}
            _ => return false,
        }
    }
    false
}

/// The preposition that stands before an item, with at most an article between.
pub(crate) fn preposition(items: &[Item], at: usize) -> Option<Role> {
    let before = items[..at].iter().rev().find(|item| item.role != Role::Article)?;
    before.role.is_preposition().then_some(before.role)
}

/// A sentence that only is polite.
pub(crate) fn is_pleasantry(sentence: &str, lexicon: &Lexicon) -> bool {
    let bare = sentence
        .trim_matches(|letter: char| !letter.is_alphanumeric())
        .to_lowercase()
        .replace(' ', "-");
    lexicon.is_exactly("pleasantry", &bare.replace('’', "'"))
}
