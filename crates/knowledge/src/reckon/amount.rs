//! The amount that a unit names for what is asked: the price in the right column, the price beside the right word.

use crate::index::Index;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::question::Question;
use crate::reader::{Candidate, Expansion, row_values};
use crate::say;
use crate::unit::{Body, Unit};
use crate::values::{self, Clock, Currency, Value};

/// What is compared or added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// What it costs.
    Price,
    /// How long it takes.
    Duration,
    /// The time of day until which it goes on.
    Time,
    /// The time of day at which it begins.
    Start,
    /// How many.
    Count,
}

/// An amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    /// Hundredths of the currency, seconds, minutes of the day, or hundredths of a count.
    pub value: i64,
    /// Of what.
    pub kind: Kind,
}

/// What an amount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Money.
    Money(Option<Currency>),
    /// Seconds.
    Seconds,
    /// Minutes of the day.
    Clock,
    /// Hundredths of things.
    Things,
}

impl Kind {
    /// Money without a currency in this one.
    pub fn in_currency(self, usual: Option<Currency>) -> Self {
        match self {
            Self::Money(None) => Self::Money(usual),
            Self::Money(Some(_)) | Self::Seconds | Self::Clock | Self::Things => self,
        }
    }
}

/// The currencies that a text names.
pub(crate) fn currencies(text: &str) -> Vec<Currency> {
    let found = values::values(text, Language::of(text));
    let currency = |value: &Value| match value {
        Value::Money(money) => money.currency,
        _ => None,
    };
    found.iter().filter_map(|found| currency(&found.value)).collect()
}

impl Amount {
    /// Whether it is a sum of money.
    pub fn is_money(&self) -> bool {
        matches!(self.kind, Kind::Money(_))
    }

    /// So much of the same.
    pub fn with_value(&self, value: i64) -> Self {
        Self {
            value,
            kind: self.kind,
        }
    }

    /// A part of the amount, rounded: half a fare.
    pub fn part(&self, part: f64) -> Self {
        Self {
            value: whole(self.value as f64 * part),
            kind: self.kind,
        }
    }

    /// The amount as people write it.
    pub fn said(&self, language: Language) -> String {
        match self.kind {
            Kind::Money(currency) => super::money(self.value, currency, language),
            Kind::Seconds => duration(self.value, language),
            Kind::Clock => format!("{:02}:{:02}", self.value / 60 % 24, self.value % 60),
            Kind::Things if self.value % 100 == 0 => (self.value / 100).to_string(),
            Kind::Things => format!("{:.2}", self.value as f64 / 100.0),
        }
    }
}

/// The nearest whole number.
#[allow(clippy::cast_possible_truncation, reason = "a float's conversion saturates")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

fn duration(seconds: i64, language: Language) -> String {
    let (number, units) = match seconds {
        seconds if seconds % 86_400 == 0 && seconds > 0 => (seconds / 86_400, ["days", "дн.", "天"]),
        seconds if seconds % 3_600 == 0 && seconds > 0 => (seconds / 3_600, ["hours", "ч", "小时"]),
        seconds => (seconds / 60, ["minutes", "мин", "分钟"]),
    };
    let unit = units[language as usize];
    let unit = match (language, number) {
        (Language::English, 1) => unit.trim_end_matches('s'),
        _ => unit,
    };
    if language == Language::Chinese {
        format!("{number}{unit}")
    } else {
        format!("{number} {unit}")
    }
}

/// The sum of money that a value is; `None` for any other.
pub(crate) fn price_of(value: &Value) -> Option<Amount> {
    read(value, Quantity::Price)
}

/// The amount of this quantity that a value is; `None` for any other.
pub(crate) fn read(value: &Value, quantity: Quantity) -> Option<Amount> {
    let amount = |value: i64, kind: Kind| Some(Amount { value, kind });
    match (quantity, value) {
        (Quantity::Price, Value::Money(money)) => amount(money.minor, Kind::Money(money.currency)),
        (Quantity::Duration | Quantity::Count, Value::Duration { seconds }) => {
            amount(i64::try_from(*seconds).ok()?, Kind::Seconds)
        }
        (Quantity::Duration, Value::DurationRange { to, .. }) => {
            amount(i64::try_from(*to).ok()?, Kind::Seconds)
        }
        // "19:30–21:00" lasts an hour and a half.
        (Quantity::Duration, Value::TimeRange { range, .. }) => time_between(range.from, range.to),
        (Quantity::Time | Quantity::Start, Value::Time { clock, .. }) => {
            amount(i64::from(clock.minutes()), Kind::Clock)
        }
        (Quantity::Time, Value::TimeRange { range, .. }) => {
            // A bar that closes at one closes after midnight.
            let (from, to) = (i64::from(range.from.minutes()), i64::from(range.to.minutes()));
            amount(if to < from { to + 1_440 } else { to }, Kind::Clock)
        }
        (Quantity::Start, Value::TimeRange { range, .. }) => {
            amount(i64::from(range.from.minutes()), Kind::Clock)
        }
        (Quantity::Count, Value::Number(number)) => amount(whole(number * 100.0), Kind::Things),
        _ => None,
    }
}

/// How long it is from one time of day to another, which may be the next day's.
pub(crate) fn time_between(from: Clock, to: Clock) -> Option<Amount> {
    let minutes = (i64::from(to.minutes()) - i64::from(from.minutes())).rem_euclid(1_440);
    (minutes > 0).then_some(Amount {
        value: 60 * minutes,
        kind: Kind::Seconds,
    })
}

/// The amount that the candidate names for the question.
pub(crate) fn amount_of(
    index: &Index,
    lexicon: &Lexicon,
    question: &Question,
    expansion: &Expansion,
    candidate: &Candidate,
    quantity: Quantity,
) -> Option<Amount> {
    let unit = &index.units[candidate.unit];
    let line = say::own_text(unit).to_lowercase();
    // A course of four evenings lasts longer than one of them.
    if quantity == Quantity::Duration && SEVERAL_TIMES.iter().any(|word| line.contains(word)) {
        return None;
    }
    if let Body::Row(cells) = &unit.body {
        let columns = say::columns(question, candidate, cells);
        let found = columns
            .iter()
            .filter_map(|column| cells.get(*column))
            .find_map(|cell| row_values(cell).iter().find_map(|value| read(value, quantity)));
        return found.or_else(|| {
            // Not the column that was asked for, but the only one with such an amount.
            let mut all = cells.iter().skip(1).flat_map(|cell| {
                row_values(cell)
                    .into_iter()
                    .filter_map(|value| read(&value, quantity))
            });
            let first = all.next()?;
            all.next().is_none().then_some(first)
        });
    }
    let text = say::own_text(unit);
    nearest(&text, lexicon, expansion, quantity)
}

/// Words of what happens more than once.
const SEVERAL_TIMES: &[&str] = &[
    "week",
    "sessions",
    "lessons",
    "daily",
    "every",
    "hourly",
    "недел",
    "занят",
    "ежедн",
    "кажд",
    "周",
    "节课",
    "每",
];

/// The amount that stands nearest to the words that are asked about, rather after than before them.
fn nearest(text: &str, lexicon: &Lexicon, expansion: &Expansion, quantity: Quantity) -> Option<Amount> {
    let tokens = lexicon.tokenizer().tokens(text);
    let mut places: Vec<(usize, f32)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let weight = lexicon
            .number(&token.stem)
            .map_or(0.0, |phrase| expansion.weight_of(phrase));
        if weight > 0.0 {
            places.push((token.range.start, weight));
        }
        for occurrence in lexicon
            .longer_phrases(&tokens[at..])
            .into_iter()
            .filter(|found| found.start == 0)
        {
            let weight = expansion.weight_of(occurrence.phrase);
            if weight > 0.0 {
                places.push((token.range.start, weight));
            }
        }
    }
    let found: Vec<(usize, Amount)> = values::values(text, Language::of(text))
        .iter()
        .filter_map(|found| Some((found.range.start, read(&found.value, quantity)?)))
        .collect();
    let score = |at: usize| -> f32 {
        places
            .iter()
            .map(|(place, weight)| {
                let between = found
                    .iter()
                    .filter(|(other, _)| *other > (*place).min(at) && *other < (*place).max(at))
                    .count() as f32;
                let distance = at.abs_diff(*place) as f32 / 8.0;
                let behind = if at < *place { 2.5 } else { 1.0 };
                weight / (1.0 + distance * behind + 3.0 * between)
            })
            .sum()
    };
    found
        .iter()
        .max_by(|one, other| score(one.0).total_cmp(&score(other.0)).then(other.0.cmp(&one.0)))
        .map(|(_, amount)| amount.clone())
}

/// Whether the unit says that it costs nothing (0), half (0.5), or so much less, in parts of the full price.
pub(crate) fn half_or_free(unit: &Unit) -> Option<f64> {
    let text = say::own_text(unit).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&[
        "half the",
        "half price",
        "half-price",
        "half fare",
        "половин",
        "半价",
        "半票",
    ]) {
        return Some(0.5);
    }
    values::values(&text, Language::of(&text))
        .iter()
        .find_map(|found| match found.value {
            // "Gluten-free" costs something.
            Value::Money(money) if money.free => Some(0.0),
            Value::Percent(percent)
                if (0.0..=100.0).contains(&percent) && has(&["off", "discount", "скидк"]) =>
            {
                Some(1.0 - percent / 100.0)
            }
            _ => None,
        })
}
