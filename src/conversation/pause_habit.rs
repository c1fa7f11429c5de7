//! How long a person pauses in mid-sentence.
//!
//! Owns the distribution of these pauses and what is learned of one person's. Decides nothing.

use serde::{Deserialize, Serialize};

use super::Milliseconds;

/// The median of pauses inside a sentence that last long enough to be noticed.
const MEDIAN: f64 = 650.0;
/// How steep the log-logistic distribution is: a seventh of the pauses last longer than a second.
const STEEPNESS: f64 = 4.0;
/// The weight of what is known of all people, in pauses of this one.
const PRIOR: f64 = 4.0;
/// Pauses that are remembered: what somebody did long ago fades.
const MEMORY: f64 = 12.0;
/// Shorter and longer ones tell nothing.
const TELLING: std::ops::RangeInclusive<f64> = 150.0..=3_000.0;

/// The pauses of one person, as a log-logistic distribution.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct PauseHabit {
    /// The natural logarithm of the pauses so far, added up, older ones less.
    sum: f64,
    count: f64,
}

impl PauseHabit {
    /// Somebody went on after this much silence.
    pub fn add(&mut self, silence: Milliseconds) {
        if TELLING.contains(&silence.0) {
            let kept = 1.0 - 1.0 / MEMORY;
            self.sum = self.sum * kept + silence.0.ln();
            self.count = self.count * kept + 1.0;
        }
    }

    /// The length that this share (0 to 1) of the pauses exceeds; zero where all do.
    pub fn length_exceeded_by(&self, share: f64) -> Milliseconds {
        let median = ((PRIOR * MEDIAN.ln() + self.sum) / (PRIOR + self.count)).exp();
        // Longer pauses end the turn and are seldom seen: what is learned may only lengthen the silence.
        let median = median.max(MEDIAN);
        let odds = (1.0 / share.max(1e-9) - 1.0).max(0.0);
        Milliseconds(median * odds.powf(1.0 / STEEPNESS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_pauses_are_longer_than_the_median_and_no_share_breaks_it() {
        let habit = PauseHabit::default();
        assert!((habit.length_exceeded_by(0.5).0 - MEDIAN).abs() < 1e-6);
        assert!(habit.length_exceeded_by(0.15).0 > 950.0);
        for share in [-1.0, 0.0, 1.0, 7.0, f64::INFINITY] {
            let length = habit.length_exceeded_by(share).0;
            assert!((0.0..1e6).contains(&length), "{share}: {length}");
        }
    }

    #[test]
    fn a_persons_own_pauses_are_learned_and_noises_are_not() {
        let mut habit = PauseHabit::default();
        habit.add(Milliseconds(20.0));
        habit.add(Milliseconds(60_000.0));
        assert_eq!(habit, PauseHabit::default());
        for _ in 0..50 {
            habit.add(Milliseconds(1_100.0));
        }
        let median = habit.length_exceeded_by(0.5).0;
        assert!((900.0..1_100.0).contains(&median), "{median}");
    }
}
