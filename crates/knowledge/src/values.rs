//! Values in text: times, days, dates, prices, durations, ages and how somebody is reached.
//!
//! Owns what is read from one text and where in it. What is to be made of it (opening hours, a sum) is not its matter.

mod ages;
mod amount;
mod calendar;
mod clock;
mod contacts;
mod dates;
mod days;
mod halves;
mod han;
mod holidays;
mod lexicon;
mod measures;
mod money;
mod months;
mod numerals;
pub(crate) mod phrases;
mod plain;
mod points;
mod scan;
mod spoken;
mod times;
pub(crate) mod tokens;
mod transcript;

use std::ops::Range;

use crate::language::Language;

pub use amount::{Age, AgeUnit, Currency, Money};
pub use calendar::{DateRange, DayDate, Holiday, Nth, NthWeekday, Season, WeekdaySet};
pub use clock::{Clock, TimeRange};
pub use holidays::Falls;

/// The English names of the months, from January on.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What it is.
    pub value: Value,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// What a text can name exactly.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A time of day; `ambiguous` where it may as well be twelve hours later.
    Time {
        /// The time.
        clock: Clock,
        /// Nothing says which half of the day is meant.
        ambiguous: bool,
    },
    /// From one time of day to another.
    TimeRange {
        /// The times.
        range: TimeRange,
        /// Nothing says which half of the day is meant.
        ambiguous: bool,
    },
    /// Days of the week.
    Weekdays(WeekdaySet),
    /// "First Saturday of the month".
    NthWeekday(NthWeekday),
    /// A date.
    Date(DayDate),
    /// From one date to another.
    DateRange(DateRange),
    /// A month, 1 to 12.
    Month(i8),
    /// From one month to another, both included.
    MonthRange {
        /// The first, 1 to 12.
        from: i8,
        /// The last, 1 to 12.
        to: i8,
    },
    /// A season.
    Season(Season),
    /// A day with a name.
    Holiday(Holiday),
    /// A price.
    Money(Money),
    /// "£5–8".
    MoneyRange {
        /// The lower.
        from: Money,
        /// The higher.
        to: Money,
    },
    /// Hundredths of something.
    Percent(f64),
    /// A length of time; a night is a day, a month 30 days, a year 365.
    Duration {
        /// In seconds.
        seconds: u64,
    },
    /// "3 to 5 days".
    DurationRange {
        /// In seconds.
        from: u64,
        /// In seconds.
        to: u64,
    },
    /// A length.
    Distance {
        /// In metres.
        metres: f64,
    },
    /// A weight.
    Weight {
        /// In grams.
        grams: f64,
    },
    /// An age or a span of ages.
    Age(Age),
    /// A telephone number as it is written.
    Phone(String),
    /// A mail address.
    Email(String),
    /// An address in the web.
    Web(String),
    /// "3rd", "третий", 第三.
    Ordinal(u64),
    /// Any other number.
    Number(f64),
}

/// The values of a text from left to right, none within another.
pub fn values(text: &str, language: Language) -> Vec<Found> {
    scan::scan(
        text,
        language,
        scan::Mode {
            hours: false,
            lists: true,
        },
    )
}

/// The values of a text about opening hours, where a comma may part days that do not belong together. In one that is
/// known to tell hours, as the cell of a column "Hours" does, two bare numbers are times.
pub(crate) fn values_for_hours(text: &str, language: Language, known: bool) -> Vec<Found> {
    scan::scan(
        text,
        language,
        scan::Mode {
            hours: known,
            lists: false,
        },
    )
}

/// The text with its spoken numbers and times in digits, as a document would have them.
pub fn numbers_as_digits(text: &str, language: Language) -> String {
    transcript::in_digits(text, language)
}

#[cfg(test)]
mod tests;
