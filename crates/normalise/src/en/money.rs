//! Amounts of money: `£45.50`, `$5–10`, `£1.2m`, `20 EUR`, `50p`.

use super::quantities::{adjective, per};
use super::tables::{CURRENCIES, Currency, SCALES};
use super::words;
use crate::forms::dash;
use crate::forms::number::{Number, Style, number};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// The currency whose sign stands here, and the position after the sign. Longer signs are preferred.
fn sign(text: &Text<'_>, at: usize) -> Option<(&'static Currency, usize)> {
    let ends = |currency: &Currency| {
        currency
            .signs
            .iter()
            .filter_map(|sign| text.literal(at, sign))
            .max()
    };
    CURRENCIES
        .iter()
        .filter_map(|currency| Some((currency, ends(currency)?)))
        .max_by_key(|(_, end)| *end)
}

/// A letter or word that multiplies the amount, and the position after it.
fn scale(text: &Text<'_>, at: usize) -> Option<(&'static str, usize)> {
    let start = text.skip_space(at);
    let word = text.word(start)?;
    let found = SCALES.iter().find(|(written, _)| *written == word)?;
    (start == at || word.len() > 1).then_some((found.1, start + 1))
}

/// An amount in words with the name of its currency.
fn spoken(currency: &Currency, amount: &Number, singular: bool) -> String {
    let name = |one: bool| if one { currency.one } else { currency.many };
    let whole = words::whole(&amount.whole);
    let cents = match amount.fraction.len() {
        2 if !currency.cent.0.is_empty() => amount.fraction.parse::<u64>().ok(),
        _ => None,
    };
    let one = amount.whole == "1";
    match cents {
        Some(0) => format!("{whole} {}", name(one || singular)),
        Some(cents) if amount.whole == "0" => {
            format!(
                "{} {}",
                words::cardinal(cents),
                if cents == 1 {
                    currency.cent.0
                } else {
                    currency.cent.1
                }
            )
        }
        Some(cents) if cents < 10 || currency.cent.1 == "cents" && currency.one.ends_with("dollar") => {
            format!(
                "{whole} {} and {} {}",
                name(one || singular),
                words::cardinal(cents),
                if cents == 1 {
                    currency.cent.0
                } else {
                    currency.cent.1
                }
            )
        }
        Some(cents) => format!("{whole} {} {}", name(one || singular), words::cardinal(cents)),
        None => {
            let number = words::decimal(&amount.whole, &amount.fraction);
            let exactly_one = one && amount.fraction.is_empty();
            format!("{number} {}", name(exactly_one || singular))
        }
    }
}

/// Reads a sign with an amount after it, and a range of such.
pub(super) fn money(text: &Text<'_>, at: usize) -> Option<Reading> {
    let minus = text.is_any(at, "-−") && !text.joined_left(at);
    let (currency, after) = sign(text, at + usize::from(minus))?;
    if text.joined_left(at) || text.kind(after) == Kind::Word {
        return None;
    }
    let first = number(text, text.skip_space(after), Style::Point)?;
    let prefix = if minus { "minus " } else { "" };
    let mut reading = with_scale(text, currency, &first, adjective(text, at, first.end));
    if let Some(next) = dash(text, reading.end) {
        let same = sign(text, next).filter(|(other, _)| other.one == currency.one);
        let second = same.map_or(next, |(_, end)| end);
        if let Some(second) = number(text, second, Style::Point) {
            let upper = with_scale(text, currency, &second, false);
            let lower = match (first.fraction.as_str(), scale(text, first.end)) {
                ("", None) => words::whole(&first.whole),
                _ => reading.words.clone(),
            };
            reading = Reading::new(format!("{lower} to {}", upper.words), upper.end);
        }
    }
    if let Some((per, end)) = per(text, reading.end) {
        reading = Reading::new(format!("{} {per}", reading.words), end);
    }
    reading.words.insert_str(0, prefix);
    Some(reading)
}

/// One amount with its scale, if it has one.
fn with_scale(text: &Text<'_>, currency: &Currency, amount: &Number, singular: bool) -> Reading {
    match scale(text, amount.end) {
        Some((scale, end)) => {
            let number = words::decimal(&amount.whole, &amount.fraction);
            let name = if singular || adjective_after(text, end) {
                currency.one
            } else {
                currency.many
            };
            Reading::new(format!("{number} {scale} {name}"), end)
        }
        None => Reading::new(spoken(currency, amount, singular), amount.end),
    }
}

/// Whether a hyphenated noun follows: `£5m-project`.
fn adjective_after(text: &Text<'_>, at: usize) -> bool {
    text.is(at, "-") && text.kind(at + 1) == Kind::Word
}

/// Reads an amount with a code, a sign or a letter after it: `20 EUR`, `20 €`, `50p`.
pub(super) fn after_amount(text: &Text<'_>, at: usize) -> Option<Reading> {
    let amount = number(text, at, Style::Point)?;
    let small = match text.get(amount.end) {
        "p" => Some(("p", "p")),
        "¢" | "c" => Some(("cent", "cents")),
        _ => None,
    };
    if let Some((one, many)) = small.filter(|_| amount.value().is_some_and(|value| value < 1000)) {
        let pence = one == "p" && !text.is(amount.end + 1, ".");
        let name = match (pence, amount.whole == "1") {
            (true, true) => "penny",
            (true, false) => "pence",
            (false, true) => one,
            (false, false) => many,
        };
        let second = dash(text, amount.end + 1).and_then(|next| number(text, next, Style::Point));
        if let Some(second) = second.filter(|second| text.get(second.end) == text.get(amount.end)) {
            let words = format!(
                "{} to {} {name}",
                words::whole(&amount.whole),
                words::whole(&second.whole)
            );
            return Some(Reading::new(words, second.end + 1));
        }
        return Some(Reading::new(
            format!("{} {name}", words::whole(&amount.whole)),
            amount.end + 1,
        ));
    }
    let (currency, end) = sign(text, text.skip_space(amount.end))?;
    if text.joined(end) || text.kind(text.skip_space(end)) == Kind::Digits && end > amount.end + 1 {
        return None;
    }
    let mut reading = Reading::new(spoken(currency, &amount, false), end);
    if let Some((per, end)) = per(text, end) {
        reading = Reading::new(format!("{} {per}", reading.words), end);
    }
    Some(reading)
}
