//! Running timers.
//!
//! Owns their ends and what is said about them. Has no clock: who rings them asks with the time of now.

use std::time::Duration;

use jiff::{Timestamp, Zoned};

use super::ToolError;
use super::duration;

/// So many may run at once.
const MOST: usize = 16;
/// Of so many the rest is told, the next ones first.
const MOST_TOLD: usize = 3;

/// A timer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// What it is called: how long it was set for, as in "5 minutes".
    pub label: String,
    /// How long it runs in all: 1 second to 7 days.
    pub duration: Duration,
    /// When it ends.
    pub ends: Timestamp,
}

impl Timer {
    /// What is said when it ends.
    pub fn announcement(&self) -> String {
        format!("The timer for {} has ended.", self.label)
    }

    /// The time until it ends, rounded up to a second; nothing when it has ended.
    fn left(&self, now: &Zoned) -> Duration {
        let left = Duration::try_from(self.ends.duration_since(now.timestamp())).unwrap_or_default();
        Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }
}

/// The timers that have not been announced yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Timers {
    running: Vec<Timer>,
}

impl Timers {
    pub(super) fn set(&mut self, length: Duration, now: &Zoned) -> Result<&Timer, ToolError> {
        if self.running.len() >= MOST {
            return Err(ToolError::TooManyTimers);
        }
        let ends = now
            .timestamp()
            .checked_add(length)
            .map_err(|_| ToolError::TooLongATime)?;
        let timer = Timer {
            label: duration::spoken(length),
            duration: length,
            ends,
        };
        let place = self.running.partition_point(|other| other.ends <= ends);
        self.running.insert(place, timer);
        Ok(&self.running[place])
    }

    /// How many were cancelled.
    pub(super) fn cancel(&mut self) -> usize {
        self.running.drain(..).count()
    }

    /// The ones that have ended at `now`, the earliest first; they are told only once.
    pub(super) fn due(&mut self, now: &Zoned) -> Vec<Timer> {
        let ended = self
            .running
            .partition_point(|timer| timer.ends <= now.timestamp());
        self.running.drain(..ended).collect()
    }

    /// The seconds that each has left, the next one first.
    pub(super) fn seconds_left(&self, now: &Zoned) -> Vec<u64> {
        self.running
            .iter()
            .map(|timer| timer.left(now).as_secs())
            .collect()
    }

    /// What is said about the time that is left.
    pub(super) fn told(&self, now: &Zoned) -> String {
        match self.running.as_slice() {
            [] => "No timer is running.".to_owned(),
            [only] => format!("The timer has {} left.", duration::spoken(only.left(now))),
            several => {
                let mut sentences: Vec<String> = several
                    .iter()
                    .take(MOST_TOLD)
                    .map(|timer| {
                        format!(
                            "The timer for {} has {} left.",
                            timer.label,
                            duration::spoken(timer.left(now))
                        )
                    })
                    .collect();
                match several.len().saturating_sub(MOST_TOLD) {
                    0 => {}
                    1 => sentences.push("1 more timer is running.".to_owned()),
                    more => sentences.push(format!("{more} more timers are running.")),
                }
                sentences.join(" ")
            }
        }
    }
}
