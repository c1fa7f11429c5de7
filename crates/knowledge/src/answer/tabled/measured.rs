//! What a cell or an amount measures: money, a length of time, or a number with its unit.
//!
//! Owns how these are read from a cell, which of them can be compared, and how a difference is written.

use super::words::{Asks, Comparison, Measure};
use crate::language::Language;
use crate::reader::{is_blank, row_values};
use crate::reckon::{self, Amount, Quantity, time_between, verdict};
use crate::unit::Cell;
use crate::values::Value;

/// What a cell measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Measured {
    /// With the words beside it: "per day".
    Amount(Amount, String),
    /// In hundredths, with the letters behind the number.
    Number(i64, String),
    /// The year in which something was made.
    Year(i64),
}

impl Comparison {
    /// Whether the first of two different measures has it.
    pub fn prefers(&self, one: &Measured, other: &Measured) -> bool {
        (one.value() > other.value()) == self.most
    }
}

impl Measured {
    pub fn value(&self) -> i64 {
        match self {
            Self::Amount(amount, _) => amount.value,
            Self::Number(value, _) => *value,
            // What was made in an earlier year is older.
            Self::Year(year) => -*year,
        }
    }

    /// Whether it is a number of metres, kilometres or miles.
    pub fn is_a_length(&self) -> bool {
        const UNITS: &[&str] = &[
            "m", "km", "cm", "miles", "mile", "metres", "meters", "ft", "м", "км", "см", "米", "公里", "厘米",
        ];
        matches!(self, Self::Number(_, unit) if UNITS.contains(&unit.as_str()))
    }

    /// Whether it is what a comparison measures.
    pub fn is_of(&self, measure: Measure) -> bool {
        match (measure, self) {
            (Measure::Price, Self::Amount(amount, _)) => amount.is_money(),
            (Measure::Time | Measure::Nearness | Measure::Length, Self::Amount(amount, _)) => {
                !amount.is_money()
            }
            (Measure::Price | Measure::Time | Measure::Nearness, Self::Number(..)) => false,
            (_, Self::Year(_)) => measure == Measure::Age,
            (Measure::Named, _) | (_, Self::Number(..)) => true,
            (_, Self::Amount(..)) => false,
        }
    }

    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            // What costs £20 per day is not held against £8 per hour.
            (Self::Amount(one, one_per), Self::Amount(other, other_per)) => {
                one.value == 0 || other.value == 0 || one.kind == other.kind && one_per == other_per
            }
            (Self::Number(_, one), Self::Number(_, other)) => one == other,
            (Self::Year(_), Self::Year(_)) => true,
            _ => false,
        }
    }
}

/// What a cell measures for such a comparison: a year is an age, "19:30–21:00" a length of time.
pub(super) fn measured_as(cell: &Cell, measure: Measure) -> Option<Measured> {
    match measure {
        Measure::Age => year(&cell.text).map(Measured::Year),
        // How long a gate is open is not how long a trail takes.
        Measure::Time if !is_of_opening(&cell.header) => match row_values(cell)[..] {
            [Value::TimeRange { range, .. }] => time_between(range.from, range.to).map(length_of_time),
            _ => None,
        },
        _ => None,
    }
    .or_else(|| measured(cell))
}

/// Whether a header says that hours of opening or departures stand below it.
pub(in crate::answer) fn is_of_opening(header: &str) -> bool {
    const WORDS: [&str; 6] = ["open", "gate", "hours", "depart", "avail", "desk"];
    let lower = header.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// A length of time.
pub(super) fn length_of_time(amount: Amount) -> Measured {
    Measured::Amount(amount, String::new())
}

/// "1932", "1985-1997": the first of nothing but years.
fn year(text: &str) -> Option<i64> {
    const YEARS: std::ops::RangeInclusive<i64> = 1000..=2200;
    let numbers = text.split(|letter: char| !letter.is_ascii_digit());
    let mut years = numbers.filter(|digits| !digits.is_empty()).map(|digits| {
        let year = digits.parse().ok();
        year.filter(|year| YEARS.contains(year))
    });
    let first = years.next()??;
    years.all(|year| year.is_some()).then_some(first)
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
        return amount(Quantity::Price).map(|amount| Measured::Amount(amount, words_beside(text)));
    }
    if values.iter().any(|value| matches!(value, Value::Duration { .. })) {
        // "2 × 30 min" is no half hour.
        let is_multiple = text.contains(['×', '*']);
        return amount(Quantity::Duration)
            .filter(|_| !is_multiple)
            .map(|amount| Measured::Amount(amount, String::new()));
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

/// The words of a cell without its sums.
fn words_beside(text: &str) -> String {
    let letters: String = text
        .chars()
        .map(|letter| if letter.is_alphabetic() { letter } else { ' ' })
        .collect();
    let words: Vec<String> = letters.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// "1,400,000", "5.5 m", "45%": one number and what it counts.
fn number(text: &str) -> Option<Measured> {
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    let is_negative = match text[..start].trim() {
        "" => false,
        "-" | "−" | "–" => true,
        // "About 15", "<5", "2 ×": no plain number.
        before if before.eq_ignore_ascii_case("about") => false,
        _ => return None,
    };
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
    let value = if is_negative { -value } else { value };
    let unit: String = rest.trim().trim_end_matches('.').to_lowercase();
    let words = unit.split_whitespace().count();
    (value.is_finite() && value.abs() < 1e12 && words <= 2).then(|| Measured::Number(hundredths(value), unit))
}

#[allow(clippy::cast_possible_truncation, reason = "the number is below a billion")]
fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

/// What two measures with these names come to, and both as they are told; `None` where a number is too large.
pub(super) fn outcome(
    measures: [&Measured; 2],
    names: [&str; 2],
    both: &str,
    comparison: &Comparison,
    language: Language,
) -> Option<String> {
    let [one, other] = measures;
    let gap = one.value().checked_sub(other.value())?.checked_abs()?;
    if gap == 0 {
        return Some(verdict::equal(both, language));
    }
    Some(match comparison.asks {
        Asks::Difference => verdict::apart(&apart(one, other, gap, language), both, language),
        Asks::Which | Asks::Extreme => {
            let winner = names[usize::from(!comparison.prefers(one, other))];
            verdict::chosen(winner, comparison.cue, both, language)
        }
    })
}

/// How far two measures lie apart.
fn apart(one: &Measured, other: &Measured, gap: i64, language: Language) -> String {
    let amount = match (one, other) {
        (Measured::Amount(one, _), Measured::Amount(other, _)) => {
            Some(if one.value == 0 { other } else { one })
        }
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
        Measured::Year(_) => years(gap, language),
        Measured::Amount(..) | Measured::Number(..) => number,
    }
}

fn years(number: i64, language: Language) -> String {
    match language {
        Language::English if number == 1 => "1 year".to_owned(),
        Language::English => format!("{number} years"),
        Language::Russian => {
            let word = match (number % 10, number % 100) {
                (_, 11..=14) => "лет",
                (1, _) => "год",
                (2..=4, _) => "года",
                _ => "лет",
            };
            format!("{number} {word}")
        }
        Language::Chinese => format!("{number}年"),
    }
}
