//! Numbers with their units.
//!
//! Owns "5 foot 6", "half a pound", "три с половиной мили", 三斤半. What a unit is belongs to `unit`.

use super::number::{self, integer_up_to};
use super::unit::{Dimension, UnitId, Units};
use super::{number_chinese, phrase, word};
use crate::Language;
use crate::number::Number;
use crate::text::Token;

/// An amount of a unit, and a smaller one after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) amount: Number,
    pub(crate) unit: UnitId,
    /// "6" and "inches" in "5 foot 6".
    pub(crate) rest: Option<(Number, UnitId)>,
}

/// Every quantity that begins at a position.
pub(crate) fn read(units: &Units, language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Quantity)> {
    let mut found = Vec::new();
    for (end, amount) in amounts(language, tokens, at) {
        for (end, row) in units.names(language).find(tokens, end) {
            let unit = Units::id(row);
            let plain = Quantity {
                amount,
                unit,
                rest: None,
            };
            found.push((end, plain));
            found.extend(with_half(language, tokens, end, plain));
            found.extend(with_rest(units, language, tokens, end, plain));
        }
    }
    if language == Language::Russian {
        found.extend(half_word(units, tokens, at));
    }
    found
}

fn amounts(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut found = number::signed(language, tokens, at);
    let half = Number::fraction(1, 2);
    let quarter = Number::fraction(1, 4);
    let three_quarters = Number::fraction(3, 4);
    let special: &[(&str, Option<Number>)] = match language {
        Language::English => &[
            ("a", Some(Number::ONE)),
            ("an", Some(Number::ONE)),
            ("one", Some(Number::ONE)),
            ("half a", half),
            ("half an", half),
            ("half of a", half),
            ("a quarter of a", quarter),
            ("quarter of a", quarter),
            ("a quarter of an", quarter),
            ("quarter of an", quarter),
            ("a quarter", quarter),
            ("three quarters of a", three_quarters),
            ("three quarters of an", three_quarters),
            ("a couple of", Some(Number::integer(2))),
            ("a third of a", Number::fraction(1, 3)),
        ],
        Language::Russian => &[("пол", half), ("пару", Some(Number::integer(2)))],
        Language::Chinese => &[("半 个", half)],
    };
    for (words, value) in special {
        found.extend(phrase(tokens, at, words).zip(*value));
    }
    if language == Language::English {
        // "Pound and a half": the omitted number is one. If the word here is not a unit, no quantity is read.
        let is_cut = |end: usize| super::any_phrase(tokens, end, &["and a half", "and a quarter"]).is_some();
        if is_cut(at + 1) {
            found.push((at, Number::ONE));
        }
        // "three eighths of an inch"
        let fractions: Vec<(usize, Number)> = found
            .iter()
            .filter(|(_, value)| value.whole().is_none())
            .filter_map(|&(end, value)| Some((super::any_phrase(tokens, end, &["of a", "of an"])?, value)))
            .collect();
        found.extend(fractions);
    }
    if language == Language::Chinese {
        // 三个小时, 一个半小时
        let bases = found.clone();
        for (end, value) in bases {
            if word(tokens, end) == "个" {
                found.push((end + 1, value));
                let sum = half.filter(|_| word(tokens, end + 1) == "半");
                found.extend(sum.and_then(|half| Some((end + 2, value.plus(half)?))));
            }
        }
    }
    found
}

/// "a litre and a half", 三斤半
fn with_half(
    language: Language,
    tokens: &[Token],
    end: usize,
    quantity: Quantity,
) -> Option<(usize, Quantity)> {
    let tails: &[(&str, i128, i128)] = match language {
        Language::English => &[("and a half", 1, 2), ("and a quarter", 1, 4)],
        Language::Russian => &[("с половиной", 1, 2)],
        Language::Chinese => &[("半", 1, 2)],
    };
    tails.iter().find_map(|&(tail, top, bottom)| {
        let end = phrase(tokens, end, tail)?;
        let amount = quantity.amount.plus(Number::fraction(top, bottom)?)?;
        Some((end, Quantity { amount, ..quantity }))
    })
}

/// "5 foot 6", "11 stone 4 pounds", 一米七五
fn with_rest(
    units: &Units,
    language: Language,
    tokens: &[Token],
    end: usize,
    quantity: Quantity,
) -> Vec<(usize, Quantity)> {
    let mut found = Vec::new();
    let joins: &[&str] = match language {
        Language::English => &["and"],
        Language::Russian => &["и"],
        Language::Chinese => &["零", "又"],
    };
    let from = end + usize::from(joins.contains(&word(tokens, end)));
    let is_metric = matches!(
        units.dimension(quantity.unit),
        Dimension::Temperature | Dimension::Fuel
    );
    if is_metric {
        return found;
    }
    for (end, amount) in number::numbers(language, tokens, from) {
        for (end, row) in units.names(language).find(tokens, end) {
            let smaller = Units::id(row);
            let fits = units.dimension(smaller) == units.dimension(quantity.unit)
                && units.size(smaller).as_f64() < units.size(quantity.unit).as_f64();
            if fits {
                let rest = Some((amount, smaller));
                found.push((end, Quantity { rest, ..quantity }));
            }
        }
    }
    let bare = match units.key(quantity.unit) {
        "foot" => Some(("inch", 11)),
        "stone" => Some(("pound", 13)),
        _ => None,
    };
    if let Some((smaller, most)) = bare
        && let Some(smaller) = units.by_key(smaller)
        && let Some((end, amount)) = integer_up_to(language, tokens, end, most)
    {
        let rest = Some((Number::integer(amount), smaller));
        found.push((end, Quantity { rest, ..quantity }));
    }
    if language == Language::Chinese && units.key(quantity.unit) == "m" {
        for length in 1..=2 {
            let digits = number_chinese::digit_run(tokens, end, length);
            let bottom = if length == 1 { 10 } else { 100 };
            let more =
                digits.and_then(|(end, value)| Some((end, Number::fraction(i128::from(value), bottom)?)));
            let sum = more.and_then(|(end, more)| Some((end, quantity.amount.plus(more)?)));
            found.extend(sum.map(|(end, amount)| (end, Quantity { amount, ..quantity })));
        }
    }
    found
}

/// "поллитра", "полкило"
fn half_word(units: &Units, tokens: &[Token], at: usize) -> Option<(usize, Quantity)> {
    let rest = word(tokens, at).strip_prefix("пол")?;
    let token = Token {
        word: rest.to_owned(),
        span: 0..0,
        is_last: false,
    };
    let (_, row) = units
        .names(Language::Russian)
        .find(&[token], 0)
        .into_iter()
        .next()?;
    let quantity = Quantity {
        amount: Number::fraction(1, 2)?,
        unit: Units::id(row),
        rest: None,
    };
    Some((at + 1, quantity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn quantities_are_read_with_their_units() {
        let units = Units::read();
        for (language, said, expected) in [
            (Language::English, "5 foot 6", "5 foot 6 inch"),
            (Language::English, "a litre", "1 l"),
            (Language::English, "minus 10 celsius", "-10 celsius"),
            (Language::English, "11 stone 4 pounds", "11 stone 4 pound"),
            (Language::English, "half a pound", "0.5 pound"),
            (Language::English, "40 miles per gallon", "40 mpg"),
            (Language::Russian, "три с половиной мили", "3.5 mile"),
            (Language::Russian, "поллитра", "0.5 l"),
            (Language::Russian, "20 градусов по Цельсию", "20 celsius"),
            (Language::Chinese, "三斤半", "3.5 jin"),
            (Language::Chinese, "两公里", "2 km"),
            (Language::Chinese, "一米七五", "1.75 m"),
            (Language::Chinese, "一亩地", "1 mu"),
        ] {
            let tokens = text::tokens(said, language).unwrap();
            let found = read(&units, language, &tokens, 0);
            let quantity = found.into_iter().find(|found| found.0 == tokens.len()).unwrap().1;
            let mut text = format!("{} {}", quantity.amount.as_f64(), units.key(quantity.unit));
            if let Some((amount, unit)) = quantity.rest {
                text = format!("{text} {} {}", amount.as_f64(), units.key(unit));
            }
            assert_eq!(text, expected, "{said}");
        }
    }
}
