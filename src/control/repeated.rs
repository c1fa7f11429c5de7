//! Announcements that are said again until somebody acknowledges them.
//!
//! Owns their times and limits; the control thread waits for the next one. They end with the conversation.

use std::time::Duration;

use tokio::time::Instant;

/// Most of them at a time.
const MAX_REPEATED: usize = 8;
/// One is said at most so often: a day, every minute and a half.
const MAX_TIMES: u16 = 1_000;

/// While something else waits to be said, one that is due is tried again after this time at most.
const PUT_OFF: Duration = Duration::from_secs(10);

/// One of them.
#[derive(Debug)]
struct Repeated {
    text: String,
    urgent: bool,
    every: Duration,
    next: Instant,
    left: u16,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct RepeatedAnnouncements(Vec<Repeated>);

impl RepeatedAnnouncements {
    /// Whether there is room for another one.
    pub(super) fn has_room(&self) -> bool {
        self.0.len() < MAX_REPEATED
    }

    /// How many are not acknowledged.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Adds one that was said at `now`.
    pub(super) fn add(&mut self, (text, urgent): (String, bool), every: Duration, now: Instant) {
        self.0.push(Repeated {
            text,
            urgent,
            every,
            next: now + every,
            left: MAX_TIMES,
        });
    }

    /// When the next one is due.
    pub(super) fn next(&self) -> Option<Instant> {
        self.0.iter().map(|repeated| repeated.next).min()
    }

    /// Those that are due, in their order. While something waits to be said they are put off: `is_busy`.
    pub(super) fn due(&mut self, now: Instant, is_busy: bool) -> Vec<(String, bool)> {
        let mut due = Vec::new();
        for repeated in self.0.iter_mut().filter(|repeated| repeated.next <= now) {
            let wait = if is_busy {
                repeated.every.min(PUT_OFF)
            } else {
                repeated.every
            };
            repeated.next = now + wait;
            if !is_busy {
                repeated.left = repeated.left.saturating_sub(1);
                due.push((repeated.text.clone(), repeated.urgent));
            }
        }
        self.0.retain(|repeated| repeated.left > 0);
        due
    }

    /// Somebody has acknowledged all of them; how many there were.
    pub(super) fn acknowledge(&mut self) -> usize {
        std::mem::take(&mut self.0).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_said_again_in_its_time_until_it_is_acknowledged() {
        let now = Instant::now();
        let at = |seconds| now + Duration::from_secs(seconds);
        let mut all = RepeatedAnnouncements::default();
        assert_eq!(all.next(), None);
        all.add(("Leave.".to_owned(), true), Duration::from_secs(10), now);
        all.add(("Doors.".to_owned(), false), Duration::from_secs(15), now);
        assert_eq!(all.next(), Some(at(10)));
        assert_eq!(all.due(at(9), false), []);
        assert_eq!(all.due(at(10), false), [("Leave.".to_owned(), true)]);
        assert_eq!(all.due(at(15), true), [], "something waits already");
        assert_eq!(all.next(), Some(at(20)));
        assert_eq!(all.acknowledge(), 2);
        assert_eq!((all.next(), all.count()), (None, 0));
    }

    #[test]
    fn there_are_few_of_them_and_none_is_said_for_ever() {
        let now = Instant::now();
        let mut all = RepeatedAnnouncements::default();
        while all.has_room() {
            all.add((String::new(), false), Duration::from_secs(10), now);
        }
        assert_eq!(all.count(), MAX_REPEATED);
        let said: usize = (1..=2_000_u64)
            .map(|turn| all.due(now + Duration::from_secs(turn * 10), false).len())
            .sum();
        assert_eq!(said, MAX_REPEATED * usize::from(MAX_TIMES));
        assert_eq!(all.count(), 0);
    }
}
