//! How far the mind has come with what it does: a count that anybody may read, and that stands still when the mind does.
//!
//! Owns the count alone. What a standstill means, a kiosk's visit decides.

use std::sync::atomic::{AtomicU64, Ordering};

/// Steps of the mind: a piece of the prompt was read, a token was chosen.
#[derive(Debug, Default)]
pub struct Progress(AtomicU64);

impl Progress {
    /// One step further.
    pub fn step(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// The steps so far.
    pub fn steps(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
