//! Typed slots: what may stand in a template for a number, a time, a place.
//!
//! Owns the kinds and their values, and hands each kind to its reader. A reader is given words and a
//! position and returns every way in which its kind can be read there; which one is meant, the template
//! decides. Values are as they were said ("next Friday"): the clock comes later, in `skills`.

pub(crate) mod clock;
pub(crate) mod day;
mod day_chinese;
mod day_english;
mod day_russian;
pub(crate) mod duration;
pub(crate) mod holiday;
mod known;
pub(crate) mod money;
pub(crate) mod number;
mod number_chinese;
mod number_english;
mod number_russian;
pub(crate) mod place;
pub(crate) mod quantity;
pub(crate) mod sum;
mod sum_words;
pub(crate) mod table;
pub(crate) mod unit;
pub(crate) mod weekdays;

use self::clock::Clock;
use self::day::{DateRef, DayRef};
use self::holiday::Holidays;
pub(crate) use self::known::KnownKind;
use self::money::Money;
use self::place::{PlaceId, Places};
use self::quantity::Quantity;
use self::sum::Sum;
use self::unit::{UnitId, Units};
use crate::Language;
use crate::memory::Memory;
use crate::number::Number;
use crate::text::{self, Token};

/// What kind of thing a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SlotKind {
    /// Any number: "minus 3", "two and a half".
    Number,
    /// A whole number from 0.
    Integer,
    /// The same with nothing behind it: "twenty" of "the potatoes want twenty", and not "four" of "four chairs".
    LastInteger,
    /// "first", "2nd".
    Ordinal,
    /// Minutes and seconds, hours, days.
    Duration,
    /// A time of day.
    Clock,
    /// A day as it is said: "tomorrow", "next Friday", "1 March", "Christmas".
    Day,
    /// Only a date with day and month.
    Date,
    /// The name of a month.
    Month,
    /// A year.
    Year,
    /// Days that an alarm repeats on.
    Weekdays,
    /// A single day of the week.
    Weekday,
    /// A city or a country.
    Place,
    /// A unit of measure.
    Unit,
    /// A number with its unit.
    Quantity,
    /// Something to be worked out, with at least one operation.
    Sum,
    /// An amount of money, or a bare number.
    Money,
    /// "20 percent"
    Percent,
    /// A language by name.
    Language,
    /// Free text.
    Text,
    /// A short free text without the words that a grammar keeps out of names.
    Name,
    /// A value of the list with this number.
    Listed(u32),
    /// The name of something that the assistant keeps.
    Known(KnownKind),
}

/// What was said in a slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Number(Number),
    Duration(i64),
    Clock(Clock),
    Day(DayRef),
    Date(DateRef),
    Month(i8),
    Year(i16),
    /// Bit 0 is Monday.
    Weekdays(u8),
    Place(PlaceId),
    Unit(UnitId),
    Quantity(Quantity),
    Sum(Sum),
    Money(Money),
    Language(Language),
    Text(String),
}

impl SlotKind {
    /// As a grammar file calls it.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "number" => Self::Number,
            "integer" => Self::Integer,
            "last_integer" => Self::LastInteger,
            "ordinal" => Self::Ordinal,
            "duration" => Self::Duration,
            "clock" => Self::Clock,
            "day" => Self::Day,
            "date" => Self::Date,
            "month" => Self::Month,
            "year" => Self::Year,
            "weekdays" => Self::Weekdays,
            "weekday" => Self::Weekday,
            "place" => Self::Place,
            "unit" => Self::Unit,
            "quantity" => Self::Quantity,
            "sum" => Self::Sum,
            "money" => Self::Money,
            "percent" => Self::Percent,
            "language" => Self::Language,
            "text" => Self::Text,
            "name" => Self::Name,
            "known_timer" => Self::Known(KnownKind::Timer),
            "known_entry" => Self::Known(KnownKind::Entry),
            "known_reminder" => Self::Known(KnownKind::Reminder),
            _ => return None,
        })
    }
}

/// Reads slots of one utterance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SlotReader<'a> {
    pub(crate) language: Language,
    /// The utterance as it was written.
    pub(crate) utterance: &'a str,
    pub(crate) tables: &'a Tables,
    /// What the assistant keeps; nothing for an operator's own tools.
    pub(crate) memory: Option<&'a Memory>,
}

/// The tables of names; read once.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    pub(crate) places: Places,
    pub(crate) units: Units,
    pub(crate) holidays: Holidays,
}

impl Tables {
    pub(crate) fn read() -> Self {
        Self {
            places: Places::read(),
            units: Units::read(),
            holidays: Holidays::read(),
        }
    }
}

impl SlotReader<'_> {
    /// All readings of a kind from a position on, each with the position behind it.
    pub(crate) fn read(&self, kind: SlotKind, tokens: &[Token], at: usize) -> Vec<(usize, Value)> {
        if at >= tokens.len() {
            return Vec::new();
        }
        let language = self.language;
        match kind {
            SlotKind::Number => values(number::signed(language, tokens, at), Value::Number),
            SlotKind::Integer => number::integers(language, tokens, at)
                .into_iter()
                .map(|(end, value)| (end, Value::Number(Number::integer(value))))
                .collect(),
            SlotKind::LastInteger => number::integers(language, tokens, at)
                .into_iter()
                .filter(|&(end, _)| end == tokens.len() || tokens[end - 1].is_last)
                .map(|(end, value)| (end, Value::Number(Number::integer(value))))
                .collect(),
            SlotKind::Ordinal => number::ordinals(language, tokens, at)
                .into_iter()
                .map(|(end, value)| (end, Value::Number(Number::integer(value))))
                .collect(),
            SlotKind::Duration => values(duration::read(language, tokens, at), Value::Duration),
            SlotKind::Clock => values(clock::read(language, tokens, at), Value::Clock),
            SlotKind::Day => values(day::days(self.tables, language, tokens, at), Value::Day),
            SlotKind::Date => values(day::dates(language, tokens, at), Value::Date),
            SlotKind::Month => values(day::months(language, tokens, at), Value::Month),
            SlotKind::Year => values(day::years(language, tokens, at), Value::Year),
            SlotKind::Weekdays => values(weekdays::read(language, tokens, at), Value::Weekdays),
            SlotKind::Weekday => values(weekdays::one(language, tokens, at), |day| {
                Value::Weekdays(1 << day)
            }),
            SlotKind::Place => self
                .tables
                .places
                .names(language)
                .find(tokens, at)
                .into_iter()
                .map(|(end, row)| (end, Value::Place(Places::id(row))))
                .collect(),
            SlotKind::Unit => self
                .tables
                .units
                .names(language)
                .find(tokens, at)
                .into_iter()
                .map(|(end, row)| (end, Value::Unit(Units::id(row))))
                .collect(),
            SlotKind::Quantity => values(
                quantity::read(&self.tables.units, language, tokens, at),
                Value::Quantity,
            ),
            SlotKind::Sum => values(sum::read(language, tokens, at), Value::Sum),
            SlotKind::Money => values(money::read(language, tokens, at), Value::Money),
            SlotKind::Percent => values(money::percent(language, tokens, at), Value::Number),
            SlotKind::Language => values(language_name(language, tokens, at), Value::Language),
            SlotKind::Known(kind) => self.memory.map_or_else(Vec::new, |memory| {
                values(known::read(kind, memory, language, (tokens, at)), Value::Text)
            }),
            // These are the matcher's.
            SlotKind::Text | SlotKind::Name | SlotKind::Listed(_) => Vec::new(),
        }
    }

    /// The words as they were written.
    pub(crate) fn surface(&self, tokens: &[Token]) -> String {
        text::surface(self.utterance, tokens).to_owned()
    }
}

fn values<T>(readings: Vec<(usize, T)>, value: impl Fn(T) -> Value) -> Vec<(usize, Value)> {
    let readings = readings.into_iter();
    readings.map(|(end, reading)| (end, value(reading))).collect()
}

/// The words from a position on, as they are compared.
pub(crate) fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.word.as_str())
}

/// The position behind a phrase, when it stands there.
pub(crate) fn phrase(tokens: &[Token], at: usize, phrase: &str) -> Option<usize> {
    let mut end = at;
    for expected in phrase.split(' ') {
        if word(tokens, end) != expected {
            return None;
        }
        end += 1;
    }
    Some(end)
}

/// The position behind the longest of some phrases.
pub(crate) fn any_phrase(tokens: &[Token], at: usize, phrases: &[&str]) -> Option<usize> {
    let ends = phrases.iter().filter_map(|known| phrase(tokens, at, known));
    ends.max()
}

fn language_name(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Language)> {
    const NAMES: [(&str, Language); 26] = [
        ("english", Language::English),
        ("russian", Language::Russian),
        ("chinese", Language::Chinese),
        ("mandarin", Language::Chinese),
        ("по английски", Language::English),
        ("на английском", Language::English),
        ("на английский", Language::English),
        ("английский", Language::English),
        ("на английском языке", Language::English),
        ("на английский язык", Language::English),
        ("по русски", Language::Russian),
        ("на русском", Language::Russian),
        ("на русский", Language::Russian),
        ("русский", Language::Russian),
        ("на русском языке", Language::Russian),
        ("на русский язык", Language::Russian),
        ("по китайски", Language::Chinese),
        ("на китайском", Language::Chinese),
        ("на китайский", Language::Chinese),
        ("китайский", Language::Chinese),
        ("на китайском языке", Language::Chinese),
        ("英 语", Language::English),
        ("英 文", Language::English),
        ("俄 语", Language::Russian),
        ("中 文", Language::Chinese),
        ("русском", Language::Russian),
    ];
    const CHINESE: [(&str, Language); 6] = [
        ("俄 文", Language::Russian),
        ("汉 语", Language::Chinese),
        ("普 通 话", Language::Chinese),
        ("国 语", Language::Chinese),
        ("华 语", Language::Chinese),
        ("英 国 话", Language::English),
    ];
    let extra: &[(&str, Language)] = if language == Language::Chinese {
        &CHINESE
    } else {
        &[]
    };
    NAMES
        .iter()
        .chain(extra)
        .filter_map(|&(name, meant)| Some((phrase(tokens, at, name)?, meant)))
        .collect()
}
