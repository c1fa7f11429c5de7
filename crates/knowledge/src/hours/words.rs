//! Words of opening hours: open, closed, lunch break, except, last entry.
//!
//! Owns what such a word may mean and finds it among tokens; the words themselves stand in a table for each language.
//! Days and times are values, not words.

mod chinese;
mod english;
mod russian;

use std::sync::LazyLock;

use crate::values::phrases::Phrases;
use crate::values::tokens::{Token, tokens};

/// What a word says of opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Open.
    Open,
    /// "Opening hours": says that hours follow.
    Hours,
    /// Closed.
    Closed,
    /// The time after it is when a place opens.
    Opens,
    /// The time after it is when a place closes.
    Closes,
    /// Closed for some hours within the day.
    Break,
    /// A meal: a break where hours stand before it, else something that is served.
    Meal,
    /// A meal that names a break where nothing but its hours stands beside it.
    MealOrBreak,
    /// What follows is not meant.
    Except,
    /// What an exception ends with: 外.
    ExceptEnd,
    /// Nothing else is meant.
    Only,
    /// Day and night.
    AllDay,
    /// Open day and night.
    OpenAllDay,
    /// All day long, which may be day and night or only while others are open.
    WholeDay,
    /// All days of the year, holidays too.
    AllYear,
    /// Nobody is let in after this.
    LastEntry,
    /// "Before closing" after a duration.
    BeforeClosing,
    /// As on other days.
    SameAs,
    /// The time or date after it is an end.
    Until,
    /// The time or date after it is a beginning.
    From,
    /// What is said of the hours is no sure thing: "usually", "weather permitting".
    Doubt,
    /// The hours change: "may close early", "subject to change".
    Change,
    /// The date after it is the first of a week.
    WeekOf,
    /// The days that are not named: "other days", "otherwise".
    OtherDays,
    /// A part of the day without hours: "mornings", 下午.
    PartOfDay,
    /// "No", "not".
    No,
    /// Joins the parts of a list.
    And,
    /// Closed on the dates after it: "winter break". Without dates nobody knows when.
    Closure,
    /// The date after it is the last day before a closure.
    LastDay,
    /// The date after it is the first day after a closure.
    Back,
    /// Says nothing by itself: "we", "the", "on".
    Empty,
}

static WORDS: LazyLock<Phrases<Word>> =
    LazyLock::new(|| Phrases::new(&[english::WORDS, russian::WORDS, chinese::WORDS]));

/// Whether a text is the name of a time that is closed, such as "Winter break", and nothing else.
pub(super) fn names_a_closure(text: &str) -> bool {
    let tokens = tokens(text);
    word(&tokens, 0) == Some((Word::Closure, tokens.len()))
}

/// The longest phrase at a place, and the place after it.
pub(super) fn word(tokens: &[Token], at: usize) -> Option<(Word, usize)> {
    WORDS.longest(tokens, at, Some)
}
