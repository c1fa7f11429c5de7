//! Abbreviations, by what stands around them.

use super::tables::{ABBREVIATIONS, MONTHS, OPENERS, Place, SAINTS, WEEKDAYS, listed};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Whether the word is a name: a capital at its beginning, and more than the beginning of a sentence.
fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().count() > 1 && !listed(OPENERS, word)
}

/// Reads `St.`: "Saint" before a name, "Street" after one.
pub(super) fn saint_or_street(text: &Text<'_>, at: usize) -> Option<Reading> {
    let plural = text.is(at, "Sts");
    if !(text.is(at, "St") || plural) || text.joined_left(at) && !text.is_any(at - 1, ".") {
        return None;
    }
    let stop = text.is(at + 1, ".");
    let after = at + 1 + usize::from(stop);
    let next = text
        .next_word(after)
        .trim_end_matches("'s")
        .trim_end_matches("’s");
    let saint = listed(SAINTS, next) || listed(SAINTS, next.trim_end_matches('s'));
    let previous = text.adjacent_word(at);
    let numbered = text.before(at).is_some_and(|before| {
        text.kind(before) == Kind::Digits || matches!(text.get(before), "st" | "nd" | "rd" | "th")
    });
    let named = is_name(previous)
        || numbered
        || matches!(previous, "High" | "New" | "Old") && !next.starts_with(char::is_uppercase);
    if next.starts_with(char::is_uppercase) && (saint || !named) {
        return Some(Reading::new(if plural { "Saints" } else { "Saint" }, after));
    }
    named.then(|| {
        let sentence = text.at_end(after) || next.starts_with(char::is_uppercase);
        let end = if stop && sentence { at + 1 } else { after };
        Reading::new(if plural { "Streets" } else { "Street" }, end)
    })
}

/// Whether a spelling of the table stands here; the first letter may be a capital. Returns the position after it.
fn stands(text: &Text<'_>, at: usize, written: &str) -> Option<usize> {
    if let Some(end) = text.literal(at, written) {
        return Some(end);
    }
    let first = written.chars().next()?;
    let token = text.word(at)?;
    if first.is_uppercase() || !token.starts_with(char::is_uppercase) {
        return None;
    }
    let lower = token.to_lowercase();
    let rest = written.strip_prefix(lower.as_str())?;
    let shouted = token.chars().count() > 1 && token.chars().all(char::is_uppercase);
    if rest.is_empty() {
        (!shouted).then_some(at + 1)
    } else {
        text.literal(at + 1, rest)
    }
}

/// Reads an abbreviation of the table where it is one.
pub(super) fn abbreviation(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) || at > 0 && text.is(at - 1, ".") && text.joined_left(at - 1) {
        return None;
    }
    ABBREVIATIONS
        .iter()
        .filter_map(|row| Some((row, stands(text, at, row.0)?)))
        .filter(|(row, end)| fits(text, at, *end, row.2))
        .max_by_key(|(_, end)| *end)
        .map(|(row, end)| Reading::new(row.1, after_stop(text, end, row.2)))
}

/// Whether the surroundings let it be an abbreviation.
fn fits(text: &Text<'_>, at: usize, end: usize, place: Place) -> bool {
    let stop = text.is(end, ".");
    let after = text.skip_space(end + usize::from(stop));
    let next = text.get(after);
    let number = text.kind(after) == Kind::Digits;
    let roman = next.chars().all(|letter| "IVX".contains(letter)) && !next.is_empty();
    if text.kind(end) == Kind::Word || text.is_any(end, "'’") || text.is(end, "-") && place != Place::Any {
        return false;
    }
    match place {
        Place::Stop => stop,
        // "No. 5", "no 5"; but "There is no 5".
        Place::Number => {
            let capital = text.get(at).starts_with(char::is_uppercase) && text.get(at).len() > 1;
            (number || roman) && (stop || capital || text.is(at, "p") || text.is(at, "pp"))
        }
        Place::Before => {
            next.starts_with(char::is_uppercase) && !is_name(text.adjacent_word(at)) && next.len() > 1
                || next.starts_with(char::is_uppercase) && text.is(after + 1, ".")
                || stop && next == "&"
        }
        Place::After => {
            let comma = text.before(at).filter(|before| text.is(*before, ","));
            let ordinal = matches!(text.adjacent_word(at), "st" | "nd" | "rd" | "th");
            ordinal
                || is_name(text.adjacent_word(at))
                || comma.is_some()
                || text.before(at).is_some_and(|before| text.is(before, "&"))
        }
        Place::Any => {
            let word = text.get(at);
            // "max" and "min" may be names or words; "ie" and "eg" are not inside others.
            let minute = matches!(text.adjacent_word(at), "st" | "nd" | "rd" | "th");
            !(word == "Max" && !stop && !number || word == "min" && minute)
        }
    }
}

/// The position after the full stop, unless it also ends the sentence.
fn after_stop(text: &Text<'_>, end: usize, place: Place) -> usize {
    if !text.is(end, ".") {
        return end;
    }
    let leads = matches!(place, Place::Before | Place::Number);
    let title = text.get(end - 1).starts_with(char::is_uppercase) && place == Place::Any;
    let capital = text.next_word(end + 1).starts_with(char::is_uppercase) && !title;
    if !leads && (text.at_end(end + 1) || capital) {
        end
    } else {
        end + 1
    }
}

/// Whether a word before a full stop is an abbreviation; `next` is the first letter after the stop and its white space.
pub(crate) fn is_abbreviation(word: &str, next: Option<char>) -> bool {
    let lower = word.to_lowercase();
    let capital = next.is_some_and(char::is_uppercase);
    let row = ABBREVIATIONS
        .iter()
        .filter(|row| row.0 == word || row.0.to_lowercase() == lower);
    let mut places = row.map(|row| row.2).peekable();
    if places.peek().is_some() {
        return places.any(|place| match place {
            Place::Before => true,
            Place::Number => next.is_none_or(|next| next.is_ascii_digit()),
            Place::After => !capital,
            Place::Stop | Place::Any => !capital || word.starts_with(char::is_uppercase),
        });
    }
    let short = |names: &[(&str, &[&str])]| names.iter().any(|(_, short)| short.contains(&word));
    let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
    word == "St" || (short(&MONTHS) || short(&WEEKDAYS) || dotted) && !capital
}
