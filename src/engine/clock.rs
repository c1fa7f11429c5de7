//! The only clock: monotonic milliseconds since the first conversation began, and the time of day for the mind.

use std::time::Instant;

use jiff::Zoned;

use crate::conversation::Milliseconds;

/// A clock that starts at zero.
#[derive(Debug)]
pub struct Clock {
    start: Instant,
}

impl Clock {
    /// Starts counting.
    #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
    pub fn start() -> Self {
        Self {
            start: Instant::now(),
        }
    }

    /// The time since the start.
    pub fn now(&self) -> Milliseconds {
        Milliseconds(self.start.elapsed().as_secs_f64() * 1000.0)
    }

    /// The local date and time.
    pub fn time_of_day() -> Zoned {
        Zoned::now()
    }
}
