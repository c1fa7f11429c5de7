//! Signs that are read as words.

use super::quantities::quantity;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Signs and their words.
const SIGNS: &[(&str, &str)] = &[
    ("&", "и"),
    ("+", "плюс"),
    ("=", "равно"),
    ("≠", "не равно"),
    ("×", "умножить на"),
    ("÷", "разделить на"),
    ("±", "плюс минус"),
    ("<", "меньше"),
    (">", "больше"),
    ("≤", "меньше или равно"),
    ("≥", "больше или равно"),
    ("≈", "примерно"),
    ("−", "минус"),
    ("%", "процентов"),
    ("°", "градусов"),
    ("²", "в квадрате"),
    ("³", "в кубе"),
    ("^", "в степени"),
    ("√", "корень из"),
    ("∞", "бесконечность"),
    ("§", "параграф"),
    ("№", "номер"),
    ("@", "собака"),
    ("#", "номер"),
    ("$", "долларов"),
    ("€", "евро"),
    ("₽", "рублей"),
    ("£", "фунтов"),
    ("→", "стрелка"),
];

/// Reads the sign of a negative or positive number.
pub(super) fn negative(text: &Text<'_>, at: usize) -> Option<Reading> {
    let hyphen = text.is_any(at, "-–");
    let name = if text.is(at, "+") {
        "плюс"
    } else {
        "минус"
    };
    let signed = hyphen || text.is_any(at, "−+");
    if !signed
        || text.kind(at + 1) != Kind::Digits
        || text.joined_left(at)
        || hyphen && text.is_any(at.wrapping_sub(1), "-)'\"%°»")
    {
        return None;
    }
    let reading = quantity(text, at + 1)?;
    Some(Reading::new(format!("{name} {}", reading.words), reading.end))
}

/// Reads a dash between the terms of a sum as "минус".
pub(super) fn range(text: &Text<'_>, at: usize) -> Option<Reading> {
    let before = text.before(at).filter(|_| text.is_any(at, "-–"))?;
    let after = text.skip_space(at + 1);
    let figures = text.kind(before) == Kind::Digits && text.kind(after) == Kind::Digits;
    (figures && (after..after + 8).any(|position| text.is(position, "=")))
        .then(|| Reading::new("минус", after))
}

/// Reads a sign of the table, and `~` before a number.
pub(super) fn sign(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.is(at, "~") {
        return (text.kind(text.skip_space(at + 1)) == Kind::Digits)
            .then(|| Reading::new("примерно", at + 1));
    }
    if text.is(at, "№") && text.adjacent_word(at).is_empty() && text.is(at + 1, "№") {
        return Some(Reading::new("номера", at + 2));
    }
    if text.is(at, "/") && text.kind(at.wrapping_sub(1)) == Kind::Digits && text.kind(at + 1) == Kind::Digits
    {
        // "сезон 2023/24"
        let years = text.get(at - 1).len() == 4;
        return Some(Reading::new(if years { "" } else { "дробь" }, at + 1));
    }
    // "5 м × 3 м"
    let next = text.skip_space(at + 1);
    if text.is(at, "×")
        && text.kind(next) == Kind::Digits
        && super::quantities::unit(text, next + 1).is_some()
    {
        return Some(Reading::new("на", at + 1));
    }
    let sign = SIGNS.iter().find(|(sign, _)| text.is(at, sign))?;
    Some(Reading::new(sign.1, at + 1))
}
