//! Running timers.
//!
//! Owns their ends and what is said about them. Has no clock: who rings them asks with the time of now. They outlive the
//! conversation in which they were set, if the next one is given them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
#[derive(Debug, Default)]
pub struct Timers {
    shared: Arc<Mutex<Shared>>,
    holder: u32,
}

#[derive(Debug, Default)]
struct Shared {
    running: Vec<Timer>,
    /// Who may tell that they have ended.
    holder: u32,
}

impl Timers {
    /// The same timers for the next conversation. What is left of the one before it, until it has ended, tells of none.
    #[must_use]
    pub fn hand_over(&self) -> Self {
        let mut shared = self.lock();
        shared.holder += 1;
        Self {
            shared: Arc::clone(&self.shared),
            holder: shared.holder,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set(&self, length: Duration, now: &Zoned) -> Result<Timer, ToolError> {
        let running = &mut self.lock().running;
        if running.len() >= MOST {
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
        let place = running.partition_point(|other| other.ends <= ends);
        running.insert(place, timer.clone());
        Ok(timer)
    }

    /// How many were cancelled.
    pub(super) fn cancel(&self) -> usize {
        self.lock().running.drain(..).count()
    }

    /// The ones that have ended at `now`, the earliest first; they are told only once.
    pub(super) fn due(&self, now: &Zoned) -> Vec<Timer> {
        let mut shared = self.lock();
        if shared.holder != self.holder {
            return Vec::new();
        }
        let ended = shared
            .running
            .partition_point(|timer| timer.ends <= now.timestamp());
        shared.running.drain(..ended).collect()
    }

    /// The seconds that each has left, the next one first.
    pub(super) fn seconds_left(&self, now: &Zoned) -> Vec<u64> {
        let shared = self.lock();
        shared
            .running
            .iter()
            .map(|timer| timer.left(now).as_secs())
            .collect()
    }

    /// What is said about the time that is left.
    pub(super) fn told(&self, now: &Zoned) -> String {
        match self.lock().running.as_slice() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_outlive_a_conversation_and_only_the_last_one_tells_of_them() {
        let now: Zoned = "2026-03-02T10:00[UTC]".parse().unwrap();
        let later: Zoned = "2026-03-02T10:05[UTC]".parse().unwrap();
        let first = Timers::default();
        first.set(Duration::from_secs(300), &now).unwrap();
        let second = first.hand_over();
        assert_eq!(second.seconds_left(&now), [300]);
        assert!(first.due(&later).is_empty());
        assert_eq!(second.due(&later).len(), 1);
        assert!(second.due(&later).is_empty());
    }
}
