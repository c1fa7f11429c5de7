//! A time of day and the span between two.
//!
//! Owns what a clock shows. How times are written is `times`.

use std::fmt;

/// A time of day. 24:00 is the midnight that ends a day, 00:00 the one that begins it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clock {
    /// The hour, 0 to 24.
    pub hour: u8,
    /// The minute, 0 to 59.
    pub minute: u8,
}

impl Clock {
    /// The midnight that begins a day.
    pub const MIDNIGHT: Self = Self { hour: 0, minute: 0 };
    /// Twelve o'clock in the day.
    pub const NOON: Self = Self { hour: 12, minute: 0 };
    /// The midnight that ends a day.
    pub const END_OF_DAY: Self = Self { hour: 24, minute: 0 };

    /// A time that a clock can show, or 24:00.
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        let shown = minute < 60 && (hour < 24 || (hour == 24 && minute == 0));
        shown.then_some(Self { hour, minute })
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        u16::from(self.hour) * 60 + u16::from(self.minute)
    }

    /// The time so many minutes after midnight, if the day has that many.
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        Self::new(u8::try_from(minutes / 60).ok()?, u8::try_from(minutes % 60).ok()?)
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// From one time of day to another, past midnight where `to` is not after `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeRange {
    /// When it begins.
    pub from: Clock,
    /// When it ends; that moment is no longer in it.
    pub to: Clock,
}

impl TimeRange {
    /// The whole day.
    pub const ALL_DAY: Self = Self {
        from: Clock::MIDNIGHT,
        to: Clock::END_OF_DAY,
    };

    /// Whether it ends on the day after the one on which it begins.
    pub fn passes_midnight(self) -> bool {
        self.to <= self.from
    }

    /// Its end in minutes after the midnight before its beginning; over 1440 where it passes midnight.
    pub fn end_minutes(self) -> u16 {
        self.to.minutes() + if self.passes_midnight() { 24 * 60 } else { 0 }
    }
}

impl fmt::Display for TimeRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}–{}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_shows_no_more_than_a_day() {
        assert!(Clock::new(23, 59).is_some());
        assert!(Clock::new(24, 0).is_some());
        assert!(Clock::new(24, 1).is_none());
        assert!(Clock::new(9, 60).is_none());
        assert_eq!(Clock::from_minutes(1440), Some(Clock::END_OF_DAY));
        assert_eq!(Clock::from_minutes(1441), None);
    }

    #[test]
    fn a_span_into_the_next_day_ends_after_midnight() {
        let night = TimeRange {
            from: Clock { hour: 20, minute: 0 },
            to: Clock { hour: 2, minute: 0 },
        };
        assert!(night.passes_midnight());
        assert_eq!(night.end_minutes(), 26 * 60);
        assert!(!TimeRange::ALL_DAY.passes_midnight());
    }
}
