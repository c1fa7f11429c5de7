//! What survives a restart: timers, alarms, reminders and lists.
//!
//! Owns the data and its bounds. What is said about it belongs to `skills`; writing it to a disk, to the caller.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use crate::Language;
use crate::slots::weekdays::EVERY_DAY;

/// Timers at one time.
pub(crate) const MAX_TIMERS: usize = 20;
/// Alarms at one time.
pub(crate) const MAX_ALARMS: usize = 30;
/// Reminders at one time.
pub(crate) const MAX_REMINDERS: usize = 50;
/// Entries of one list.
pub(crate) const MAX_ENTRIES: usize = 200;
/// Characters of one entry or of what is reminded of.
pub(crate) const MAX_ENTRY_LEN: usize = 120;

/// A running or paused timer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Timer {
    pub(crate) id: u64,
    pub(crate) name: Option<String>,
    /// In seconds.
    pub(crate) length: i64,
    pub(crate) state: TimerState,
    pub(crate) language: Language,
}

/// Where a timer stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) enum TimerState {
    Running { ends: Timestamp },
    Paused { left: i64 },
}

impl Timer {
    /// Seconds to go, rounded up.
    pub(crate) fn left(&self, now: Timestamp) -> i64 {
        match self.state {
            TimerState::Paused { left } => left,
            TimerState::Running { ends } => {
                let left = ends.as_millisecond().saturating_sub(now.as_millisecond());
                left.saturating_add(999).div_euclid(1000).max(0)
            }
        }
    }

    pub(crate) fn is_paused(&self) -> bool {
        matches!(self.state, TimerState::Paused { .. })
    }
}

/// An alarm, once or on some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Alarm {
    pub(crate) id: u64,
    pub(crate) time: Time,
    /// Bit 0 is Monday; none: once.
    pub(crate) days: u8,
    pub(crate) next: Timestamp,
    pub(crate) language: Language,
}

/// Something to be reminded of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reminder {
    pub(crate) id: u64,
    pub(crate) text: String,
    pub(crate) time: Time,
    pub(crate) days: u8,
    pub(crate) next: Timestamp,
    pub(crate) language: Language,
}

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ListKind {
    Shopping,
    ToDo,
    Notes,
}

/// Everything that is kept. It is serialised as a whole; its parts are this crate's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    pub(crate) timers: Vec<Timer>,
    pub(crate) alarms: Vec<Alarm>,
    pub(crate) reminders: Vec<Reminder>,
    pub(crate) shopping: Vec<String>,
    pub(crate) to_do: Vec<String>,
    pub(crate) notes: Vec<String>,
    next_id: u64,
}

impl Memory {
    /// Within the bounds, whatever a file held.
    pub(crate) fn bounded(mut self) -> Self {
        self.timers.truncate(MAX_TIMERS);
        self.alarms.truncate(MAX_ALARMS);
        self.reminders.truncate(MAX_REMINDERS);
        for list in [&mut self.shopping, &mut self.to_do, &mut self.notes] {
            list.truncate(MAX_ENTRIES);
            for entry in list {
                *entry = shortened(entry);
            }
        }
        self
    }

    /// Moves the ends of running timers by some milliseconds. Whether there was one.
    pub(crate) fn shift_timers(&mut self, by: i64) -> bool {
        let mut is_running = false;
        for timer in &mut self.timers {
            if let TimerState::Running { ends } = &mut timer.state {
                *ends = ends
                    .saturating_add(SignedDuration::from_millis(by))
                    .unwrap_or(*ends);
                is_running = true;
            }
        }
        is_running
    }

    pub(crate) fn fresh_id(&mut self) -> u64 {
        self.next_id = self.next_id.wrapping_add(1);
        self.next_id
    }

    pub(crate) fn list(&self, kind: ListKind) -> &[String] {
        match kind {
            ListKind::Shopping => &self.shopping,
            ListKind::ToDo => &self.to_do,
            ListKind::Notes => &self.notes,
        }
    }

    pub(crate) fn list_mut(&mut self, kind: ListKind) -> &mut Vec<String> {
        match kind {
            ListKind::Shopping => &mut self.shopping,
            ListKind::ToDo => &mut self.to_do,
            ListKind::Notes => &mut self.notes,
        }
    }
}

/// At most as long as an entry may be.
pub(crate) fn shortened(text: &str) -> String {
    text.trim().chars().take(MAX_ENTRY_LEN).collect()
}

/// The next moment, after now, of a time of day on some days.
pub(crate) fn next_on(time: Time, days: u8, now: &Zoned) -> Option<Timestamp> {
    let days = if days == 0 { EVERY_DAY } else { days };
    let mut date = now.date();
    for _ in 0..8 {
        let weekday = date.weekday().to_monday_zero_offset();
        let moment = date.to_datetime(time).to_zoned(now.time_zone().clone()).ok()?;
        if days & (1 << weekday) != 0 && moment.timestamp() > now.timestamp() {
            return Some(moment.timestamp());
        }
        date = date.tomorrow().ok()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn the_next_moment_is_on_a_day_that_was_asked_for() {
        // A Wednesday.
        let now = date(2026, 11, 25)
            .at(10, 30, 0, 0)
            .in_tz("Europe/London")
            .unwrap();
        for (hour, days, expected) in [
            (11, 0, "2026-11-25T11:00:00Z"),
            (9, 0, "2026-11-26T09:00:00Z"),
            (9, 0b000_0001, "2026-11-30T09:00:00Z"),
            (11, 0b000_0100, "2026-11-25T11:00:00Z"),
            (9, 0b000_0100, "2026-12-02T09:00:00Z"),
        ] {
            let next = next_on(time(hour, 0, 0, 0), days, &now).unwrap();
            assert_eq!(next.to_string(), expected);
        }
    }

    #[test]
    fn a_file_from_elsewhere_is_cut_to_the_bounds() {
        let long = "x".repeat(1000);
        let json = serde_json::json!({ "shopping": vec![long; 500], "unknown": 1 });
        let memory: Memory = serde_json::from_value(json).unwrap();
        let memory = memory.bounded();
        assert_eq!(memory.shopping.len(), MAX_ENTRIES);
        assert_eq!(memory.shopping[0].len(), MAX_ENTRY_LEN);
    }

    #[test]
    fn what_is_left_of_a_timer_is_rounded_up() {
        let timer = Timer {
            id: 1,
            name: None,
            length: 10,
            state: TimerState::Running {
                ends: Timestamp::from_millisecond(10_000).unwrap(),
            },
            language: Language::English,
        };
        for (now, left) in [(0, 10), (1, 10), (9_001, 1), (10_000, 0), (99_000, 0)] {
            assert_eq!(timer.left(Timestamp::from_millisecond(now).unwrap()), left);
        }
    }
}
