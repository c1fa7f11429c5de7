//! Rules of opening hours: what holds, and when.
//!
//! Owns their shape. How they are read is `clauses`, what follows from them on a day is `days`.

use super::when::When;
use crate::values::{Clock, TimeRange, WeekdaySet};

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Open at these times.
    Open(Vec<TimeRange>),
    /// Something was said that is not understood, or not exact: nobody knows.
    Unclear,
    /// Closed all day.
    Closed,
    /// Closed at these times, whatever else holds: a lunch break.
    Break(Vec<TimeRange>),
    /// As usual: the rules that are less specific hold, and the note is to be said.
    Usual,
    /// As on these days of the week.
    As(WeekdaySet),
    /// As usual, but until this time; `true` where it may be twelve hours later.
    Until(Clock, bool),
    /// As usual, but no longer than until this time.
    Cut(Clock),
    /// As usual, but from this time; `true` where it may be twelve hours later.
    From(Clock, bool),
}

/// One thing that a schedule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// On which days.
    pub when: When,
    /// What holds on them.
    pub what: What,
    /// When the last visitor is let in, if that is said for these days.
    pub last_entry: Option<Clock>,
    /// What else is said of it, as it is written.
    pub note: Option<String>,
}

impl Rule {
    /// A rule with nothing else said of it.
    pub(super) fn new(when: When, what: What) -> Self {
        Self {
            when,
            what,
            last_entry: None,
            note: None,
        }
    }

    /// The rule with a note, after what is noted already.
    pub(super) fn add_note(&mut self, note: &str) {
        let note = note
            .trim()
            .trim_matches([',', ';', '.', ' ', '，', '。', '；', '(', ')', '（', '）']);
        if note.is_empty() {
            return;
        }
        self.note = Some(match self.note.take() {
            Some(before) if before.contains(note) => before,
            Some(before) => format!("{before}; {note}"),
            None => note.to_owned(),
        });
    }
}

/// Until when somebody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastEntry {
    /// So many minutes before closing.
    Before(u16),
    /// At a time.
    At(Clock),
}
