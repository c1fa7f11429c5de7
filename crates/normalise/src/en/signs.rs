//! Signs that are read as words.

use super::quantities::quantity;
use super::tables::{MONTHS, PER, SIGNS, WEEKDAYS};
use super::words;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Reads the sign of a negative number.
pub(super) fn negative(text: &Text<'_>, at: usize) -> Option<Reading> {
    let hyphen = text.is_any(at, "-–");
    if !(hyphen || text.is(at, "−"))
        || text.kind(at + 1) != Kind::Digits
        || text.joined_left(at)
        || hyphen && text.is_any(at.wrapping_sub(1), "-)'\"%°")
    {
        return None;
    }
    let reading = quantity(text, at + 1)?;
    Some(Reading::new(format!("minus {}", reading.words), reading.end))
}

/// Reads `#5` as "number five".
pub(super) fn hash(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text.digits(at + 1).filter(|_| text.is(at, "#"))?;
    Some(Reading::new(format!("number {}", words::whole(digits)), at + 2))
}

/// Reads a dash between two names, dates or times as "to", one between the terms of a sum as "minus".
pub(super) fn range(text: &Text<'_>, at: usize) -> Option<Reading> {
    if !text.is_any(at, "-–—") {
        return None;
    }
    let before = text.before(at)?;
    let after = text.skip_space(at + 1);
    let spaced = after > at + 1;
    let figures = text.kind(before) == Kind::Digits && text.kind(after) == Kind::Digits;
    if figures && (after..after + 8).any(|position| text.is(position, "=")) {
        return Some(Reading::new("minus", after));
    }
    let month = |word: &str| {
        MONTHS
            .iter()
            .any(|(name, short)| word == *name || short.contains(&word))
    };
    let dated = month(text.get(before))
        || matches!(text.get(before), "am" | "pm" | "st" | "nd" | "rd" | "th" | "noon");
    let dated = dated || text.kind(before) == Kind::Digits || text.is_any(before, "%°C");
    let noon = matches!(text.get(after), "noon" | "midnight" | "midday" | "late");
    if dated && (text.kind(after) == Kind::Digits || noon) {
        return Some(Reading::new("to", after));
    }
    let day = |word: &str| {
        WEEKDAYS
            .iter()
            .any(|(name, short)| word == *name || short.contains(&word))
    };
    if text.kind(before) == Kind::Digits && (month(text.get(after)) || day(text.get(after))) {
        return Some(Reading::new("to", after));
    }
    let name = |position: usize| {
        text.word(position)
            .is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    let en = text.is(at, "–") && !spaced && name(before) && name(after);
    let letters = text.get(before).len() == 1
        && text.get(after).len() == 1
        && name(before)
        && name(after)
        && text.get(before) < text.get(after);
    (en || letters && !text.is(after + 1, "-")).then(|| Reading::new("to", after))
}

/// Reads a sign of the table, and `~` before a number.
pub(super) fn sign(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.is(at, "~") {
        return (text.kind(text.skip_space(at + 1)) == Kind::Digits).then(|| Reading::new("about", at + 1));
    }
    if text.is(at, "-") && text.kind(at.wrapping_sub(1)) == Kind::Space && text.kind(at + 1) == Kind::Digits {
        return Some(Reading::new("minus", at + 1));
    }
    if text.is(at, "/") && text.joined_left(at) && text.joined(at + 1) {
        let day = |word: &str| {
            WEEKDAYS
                .iter()
                .any(|(name, short)| word == *name || short.contains(&word))
        };
        if day(text.get(at - 1)) && day(text.get(at + 1)) {
            return Some(Reading::new("and", at + 1));
        }
        if text.get(at - 1).ends_with('s') && PER.iter().any(|(written, _)| text.is(at + 1, written)) {
            return Some(Reading::new("per", at + 1));
        }
        let figures = text.kind(at - 1) == Kind::Digits && text.kind(at + 1) == Kind::Digits;
        return figures.then(|| Reading::new("over", at + 1));
    }
    // "report.pdf"
    let lower = |position: usize| {
        text.word(position)
            .is_some_and(|word| word.starts_with(char::is_lowercase))
    };
    if text.is(at, ".") && at > 0 && lower(at - 1) && lower(at + 1) {
        return Some(Reading::new("dot", at + 1));
    }
    if text.is(at, "_") && text.joined_left(at) && text.joined(at + 1) {
        return Some(Reading::new("underscore", at + 1));
    }
    let sign = SIGNS.iter().find(|(sign, _)| text.is(at, sign))?;
    Some(Reading::new(sign.1, at + 1))
}
