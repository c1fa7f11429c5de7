//! The mind's step counter: it stands still when the mind hangs.
//!
//! Owns the count alone; a kiosk's visit decides what a standstill means.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the steps of the mind: chunks of the prompt read, tokens chosen.
#[derive(Debug, Default)]
pub struct MindProgress(AtomicU64);

impl MindProgress {
    /// Counts a step.
    pub fn step(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// The number of steps so far.
    pub fn steps(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
