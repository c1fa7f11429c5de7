//! How long a transfer waits and how often it tries again.
//!
//! Owns the numbers and the delay before the next attempt. Tests use smaller ones.

use std::time::Duration;

/// The bounds of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Attempts that may fail one after the other without progress; any progress of [`PROGRESS`] bytes starts the count anew.
    pub retries: u32,
    /// The delay before the second attempt; it doubles with each one.
    pub delay: Duration,
    /// The longest delay that is chosen here.
    pub longest_delay: Duration,
    /// The longest delay that a server may ask for (`Retry-After`).
    pub longest_wait: Duration,
    /// The time in which a connection must be made.
    pub connect: Duration,
    /// The time in which at least [`Limits::stall_bytes`] must arrive.
    pub stall: Duration,
    /// Bytes that must arrive in [`Limits::stall`].
    pub stall_bytes: u64,
    /// Redirects that are followed in one attempt.
    pub redirects: usize,
}

/// Bytes after which an attempt counts as progress.
pub const PROGRESS: u64 = 1 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            retries: 5,
            delay: Duration::from_secs(1),
            longest_delay: Duration::from_secs(60),
            longest_wait: Duration::from_secs(600),
            connect: Duration::from_secs(30),
            stall: Duration::from_secs(30),
            stall_bytes: 4096,
            redirects: 5,
        }
    }
}

impl Limits {
    /// The delay after the `failures`-th failure in a row: exponential, of which `chance` (0 to 1) decides the second half, so that
    /// many clients that failed together do not come back together (M. Brooker 2015, "Exponential Backoff and Jitter").
    pub fn delay_after(&self, failures: u32, chance: f64) -> Duration {
        let doublings = failures.saturating_sub(1).min(16);
        let whole = self.delay.saturating_mul(1 << doublings).min(self.longest_delay);
        whole.mul_f64(0.5 + 0.5 * chance.clamp(0.0, 1.0))
    }

    /// The most bytes that a file may have of which the catalogue says that it has about `size`.
    pub fn longest_file(size: u64) -> u64 {
        size.saturating_mul(2).saturating_add(1 << 20)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_longest_and_differ_by_chance() {
        let limits = Limits::default();
        let seconds = |failures, chance| limits.delay_after(failures, chance).as_secs_f64();
        assert!((seconds(1, 1.0) - 1.0).abs() < 1e-9);
        assert!((seconds(1, 0.0) - 0.5).abs() < 1e-9);
        assert!((seconds(4, 1.0) - 8.0).abs() < 1e-9);
        assert!((seconds(40, 1.0) - 60.0).abs() < 1e-9);
    }

    #[test]
    fn a_file_may_be_larger_than_the_catalogue_says_but_not_without_bound() {
        assert_eq!(Limits::longest_file(10 << 20), 21 << 20);
        assert_eq!(Limits::longest_file(u64::MAX), u64::MAX);
    }
}
