//! How much is done in a span of time.
//!
//! Owns one limit, for a client or for all together: who is above it is made to wait, which slows down whoever sends.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The span in which requests are counted.
pub(super) const TICK: Duration = Duration::from_millis(100);

/// At most so many things in each span of time.
#[derive(Debug)]
pub(super) struct Pace {
    most: u32,
    span: Duration,
    done: u32,
    began: Instant,
}

impl Pace {
    /// At most so many things in each span of time; at least 1.
    pub(super) fn new(most: u32, span: Duration) -> Self {
        Self {
            most: most.max(1),
            span,
            done: 0,
            began: Instant::now(),
        }
    }

    /// Counts one more, unless there were too many in this span; whether it was counted.
    pub(super) fn try_take(&mut self) -> bool {
        let now = Instant::now();
        if now >= self.began + self.span {
            (self.began, self.done) = (now, 0);
        }
        let has_room = self.done < self.most;
        self.done += u32::from(has_room);
        has_room
    }

    /// Counts one more, and waits for the next span if there were too many in this one.
    pub(super) async fn take(&mut self) {
        while !self.try_take() {
            sleep_until(self.began + self.span).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_above_the_limit_waits_for_the_next_span() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut pace = Pace::new(2, Duration::from_secs(3_600));
            assert!(pace.try_take() && pace.try_take() && !pace.try_take());
            let mut pace = Pace::new(1, Duration::from_millis(20));
            pace.take().await;
            pace.take().await;
        });
    }
}
