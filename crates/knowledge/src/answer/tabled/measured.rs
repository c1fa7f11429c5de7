//! What a cell or an amount measures: money, a length of time, or a number with its unit.
//!
//! Owns how these are read from a cell, which of them can be compared, and how a difference is written.

use super::words::Measure;
use crate::language::Language;
use crate::reader::{is_blank, row_values};
use crate::reckon::{self, Amount, Quantity};
use crate::unit::Cell;
use crate::values::Value;

/// What a cell measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Measured {
    Amount(Amount),
    /// In hundredths, with the letters behind the number.
    Number(i64, String),
}

impl Measured {
    pub fn value(&self) -> i64 {
        match self {
            Self::Amount(amount) => amount.value,
            Self::Number(value, _) => *value,
        }
    }

    /// Whether it is what a comparison measures.
    pub fn is_of(&self, measure: Measure) -> bool {
        match (measure, self) {
            (Measure::Price, Self::Amount(amount)) => amount.is_money(),
            (Measure::Time | Measure::Nearness, Self::Amount(amount)) => !amount.is_money(),
            (Measure::Price | Measure::Time | Measure::Nearness, Self::Number(..)) => false,
            (Measure::Named, _) | (_, Self::Number(..)) => true,
            (_, Self::Amount(_)) => false,
        }
    }

    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Amount(one), Self::Amount(other)) => {
                one.kind == other.kind || one.value == 0 || other.value == 0
            }
            (Self::Number(_, one), Self::Number(_, other)) => one == other,
            _ => false,
        }
    }
}

/// What a cell measures: one amount of money or time, or one number.
pub(super) fn measured(cell: &Cell) -> Option<Measured> {
    let text = cell.text.trim();
    if is_blank(text) {
        return None;
    }
    let values = row_values(cell);
    let amount = |quantity: Quantity| {
        let mut found = values
            .iter()
            .filter_map(|value| reckon::read_amount(value, quantity));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    if values.iter().any(|value| matches!(value, Value::Money(_))) {
        return amount(Quantity::Price).map(Measured::Amount);
    }
    if values.iter().any(|value| matches!(value, Value::Duration { .. })) {
        return amount(Quantity::Duration).map(Measured::Amount);
    }
    if values.iter().any(|value| {
        matches!(
            value,
            Value::Time { .. } | Value::TimeRange { .. } | Value::Date(_) | Value::Weekdays(_)
        )
    }) {
        return None;
    }
    number(text)
}

/// "1,400,000", "5.5 m", "45%": one number and what it counts.
fn number(text: &str) -> Option<Measured> {
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    if text[..start].chars().any(char::is_alphanumeric) {
        return None;
    }
    let end = text[start..]
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',')
        .map_or(text.len(), |length| start + length);
    let rest = &text[end..];
    if rest.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let digits = text[start..end].trim_end_matches(['.', ',']);
    let grouped = digits.split(',').skip(1).all(|group| group.len() == 3);
    let plain = if grouped {
        digits.replace(',', "")
    } else {
        digits.replace(',', ".")
    };
    let value: f64 = plain.parse().ok()?;
    let unit: String = rest.trim().trim_end_matches('.').to_lowercase();
    let words = unit.split_whitespace().count();
    (value.is_finite() && value < 1e12 && words <= 2).then(|| Measured::Number(hundredths(value), unit))
}

#[allow(clippy::cast_possible_truncation, reason = "the number is below a billion")]
fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

/// How far two measures lie apart.
pub(super) fn apart(one: &Measured, other: &Measured, gap: i64, language: Language) -> String {
    let amount = match (one, other) {
        (Measured::Amount(one), Measured::Amount(other)) => Some(if one.value == 0 { other } else { one }),
        _ => None,
    };
    if let Some(amount) = amount {
        return amount.with_value(gap).said(language);
    }
    let number = if gap % 100 == 0 {
        (gap / 100).to_string()
    } else {
        let text = format!("{}.{:02}", gap / 100, gap % 100);
        text.trim_end_matches('0').to_owned()
    };
    match one {
        Measured::Number(_, unit) if !unit.is_empty() => format!("{number} {unit}"),
        _ => number,
    }
}
