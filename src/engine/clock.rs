//! The only clock: monotonic milliseconds since the first conversation began, the time of day for the mind, and how far the latter
//! was set.

use std::time;

use jiff::{Timestamp, Zoned};
use rustix::time::{ClockId, clock_gettime};

use crate::conversation::Instant;

/// A clock that starts at zero.
#[derive(Debug)]
pub struct Clock {
    start: time::Instant,
}

impl Clock {
    /// Starts counting.
    #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
    pub fn start() -> Self {
        Self {
            start: time::Instant::now(),
        }
    }

    /// The time since the start.
    pub fn now(&self) -> Instant {
        Instant(self.start.elapsed().as_secs_f64() * 1000.0)
    }

    /// The local date and time.
    pub fn time_of_day() -> Zoned {
        Zoned::now()
    }

    /// The date and time in UTC, as in `2026-11-28T14:00:00Z`.
    pub(crate) fn utc() -> String {
        let now = Self::time_of_day().timestamp();
        now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// A difference below this, in milliseconds, is not told: clocks are corrected all the time.
const SMALLEST_JUMP: i64 = 1_000;

/// Notices when somebody sets the clock on the wall, by the time since the machine was started, suspended time included.
#[derive(Debug)]
pub struct WallClock {
    /// The time of day less the time since the start of the machine, in milliseconds.
    offset: i64,
}

impl WallClock {
    /// Compares with the present time from now on.
    pub fn watch() -> Self {
        Self { offset: offset() }
    }

    /// By how many milliseconds the clock was set since the last call that told of it; `None` where it was not.
    pub fn jump(&mut self) -> Option<i64> {
        self.moved_to(offset())
    }

    fn moved_to(&mut self, offset: i64) -> Option<i64> {
        let by = offset.saturating_sub(self.offset);
        if by.saturating_abs() < SMALLEST_JUMP {
            return None;
        }
        self.offset = offset;
        Some(by)
    }
}

fn offset() -> i64 {
    let boot = clock_gettime(ClockId::Boottime);
    let since_boot = boot
        .tv_sec
        .saturating_mul(1_000)
        .saturating_add(boot.tv_nsec / 1_000_000);
    Timestamp::now().as_millisecond().saturating_sub(since_boot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_told_once_and_slow_corrections_are_told_when_they_add_up() {
        let mut clock = WallClock { offset: 5_000 };
        assert_eq!(clock.moved_to(5_400), None);
        assert_eq!(clock.moved_to(6_100), Some(1_100));
        assert_eq!(clock.moved_to(6_100), None);
        assert_eq!(clock.moved_to(-3_000_000), Some(-3_006_100));
        assert_eq!(WallClock::watch().jump(), None);
    }
}
