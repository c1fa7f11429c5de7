//! Clocks that stand still, for components that were granted none.
//!
//! Owns the time that they tell: the beginning of 1970, always.

use std::time::Duration;

use wasmtime_wasi::{HostMonotonicClock, HostWallClock};

/// A clock that tells no time.
pub(crate) struct StoppedClock;

impl HostWallClock for StoppedClock {
    fn resolution(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl HostMonotonicClock for StoppedClock {
    fn resolution(&self) -> u64 {
        1_000_000_000
    }

    fn now(&self) -> u64 {
        0
    }
}
