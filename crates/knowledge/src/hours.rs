//! Opening hours: what documents say of them, and whether a place is open on a day or at a time.
//!
//! Owns schedules and what follows from them. Times and days in text are `values`; which schedule a question is about
//! is the caller's matter. What is not certain is to be quoted, never computed with: a wrong opening time is worse
//! than none.

mod clauses;
mod columns;
mod days;
mod exceptions;
mod gather;
mod groups;
mod labels;
mod moments;
mod notices;
mod pieces;
mod rules;
mod sentence;
mod spans;
mod statements;
mod tables;
mod tell;
mod when;
mod words;

use jiff::civil::DateTime;

use crate::language::Language;
use crate::unit::{Unit, UnitId};
use crate::values::{Clock, TimeRange};

pub use rules::{LastEntry, Rule, What};
pub use when::{Edge, When};

/// The opening hours of one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// What is said of them; of the rules that hold on a day the most specific wins.
    pub rules: Vec<Rule>,
    /// Until when somebody is let in, if it is the same on all days.
    pub last_entry: Option<LastEntry>,
    /// What may change the hours and was not understood, as it is written.
    pub unclear: Vec<String>,
    /// On days that no rule speaks of it is closed.
    pub only_these: bool,
    /// It is open on holidays too.
    pub all_year: bool,
    /// What other parts of the same file say of some dates; on these nothing is known.
    pub elsewhere: Vec<Rule>,
    /// The language it is written in, which tells whose holidays are meant.
    pub language: Language,
}

/// What holds on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Day {
    /// Closed all day.
    Closed {
        /// What is said of it.
        reason: Option<String>,
    },
    /// Open at some time of the day.
    Open {
        /// When, in order.
        ranges: Vec<TimeRange>,
        /// When the last visitor is let in.
        last_entry: Option<Clock>,
        /// What else is said of it; to be said with the hours.
        note: Option<String>,
    },
    /// Other days have hours and this one is not named: probably closed, but nobody says so.
    Unlisted,
    /// Not known.
    Unknown {
        /// What is said of it and not understood.
        note: Option<String>,
    },
}

/// What holds at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Open.
    Open {
        /// When it closes next.
        until: DateTime,
    },
    /// Closed.
    Closed {
        /// When it opens next, if that is known.
        next: Option<DateTime>,
    },
    /// Not known.
    Unknown,
}

/// A schedule and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduled {
    /// The schedule.
    pub schedule: Schedule,
    /// What it is about, nearest first: the label of the row or entry or the subject of the sentence, then the line
    /// that leads to it, then the headings from the innermost out.
    pub topic: Vec<String>,
    /// How many of `topic` name this schedule alone; where none does, it is that of the whole place or section.
    pub own: usize,
    /// The text speaks of opening, and not of a course or a bus.
    pub opening: bool,
    /// The units it comes from.
    pub units: Vec<UnitId>,
}

/// Every schedule in the units, in the order in which they stand there.
pub fn schedules(units: &[Unit], language: Language) -> Vec<Scheduled> {
    gather::schedules(units, language)
}

#[cfg(test)]
mod tests;
