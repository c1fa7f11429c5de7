//! How many samples of recordings are in memory, of all clients together.
//!
//! Owns the limit. A guard goes with its recording, also into the queue of the speech model, and gives its samples free when the
//! recording is gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most samples at 16 kHz: two of the longest recordings, 230 MB.
const MAX_HELD: usize = 2 * 30 * 60 * 16_000;

/// There are too many samples in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Too many long recordings are waiting to be transcribed: try again later.")]
pub(in crate::serve) struct TooManyHeld;

/// The samples of one recording, counted until this is dropped.
#[derive(Debug)]
pub(in crate::serve) struct HeldSamples {
    all: Arc<AtomicUsize>,
    own: usize,
}

impl HeldSamples {
    /// None yet, counted with the others of `all`.
    pub(super) fn none(all: &Arc<AtomicUsize>) -> Self {
        Self {
            all: Arc::clone(all),
            own: 0,
        }
    }

    /// Counts so many more, if they are within the limit.
    pub(in crate::serve) fn add(&mut self, samples: usize) -> Result<(), TooManyHeld> {
        let more = |all: usize| all.checked_add(samples).filter(|all| *all <= MAX_HELD);
        self.all
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)
            .map_err(|_| TooManyHeld)?;
        self.own += samples;
        Ok(())
    }
}

impl Drop for HeldSamples {
    fn drop(&mut self) {
        self.all.fetch_sub(self.own, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn recordings_that_wait_in_a_queue_are_counted_until_they_are_taken_out_and_dropped() {
        let all = Arc::new(AtomicUsize::new(0));
        let (sender, queue) = sync_channel(2);
        for _ in 0..2 {
            let mut held = HeldSamples::none(&all);
            held.add(MAX_HELD / 2).unwrap();
            sender.send(held).unwrap();
        }
        let mut late = HeldSamples::none(&all);
        assert_eq!(late.add(1), Err(TooManyHeld));
        assert_eq!(late.add(usize::MAX), Err(TooManyHeld));
        drop(queue.recv().unwrap());
        late.add(MAX_HELD / 2).unwrap();
        drop((late, queue.recv().unwrap()));
        assert_eq!(all.load(Ordering::Relaxed), 0);
    }
}
