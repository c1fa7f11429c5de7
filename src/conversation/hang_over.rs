//! The silence that ends a turn: short after what is certainly finished, long after a trailing "and".
//!
//! Owns the decision how long waiting is worth it, from the probability that the person has finished and from how long this person
//! pauses in mid-sentence; where nothing judges that, from the last word. The bounds come from the configuration.

use serde::{Deserialize, Serialize};

use super::Milliseconds;
use super::pause_habit::PauseHabit;

/// Silence that ends a turn, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HangOver {
    /// After what is certainly finished; the minimum.
    pub finished: Milliseconds,
    /// The maximum after what may be finished, and the silence where nothing judges it.
    pub usual: Milliseconds,
    /// The maximum after a trailing word such as "and" or "the".
    pub unfinished: Milliseconds,
    /// Answers once the probability that the person goes on is down to this, in percent, 0.1 to 50: how daring it is.
    pub daring: f64,
}

/// Less daring waits longer after every question, more daring answers more half sentences. Whoever is answered too early can go on (`repair`).
impl Default for HangOver {
    fn default() -> Self {
        Self {
            finished: Milliseconds(300.0),
            usual: Milliseconds(1100.0),
            unfinished: Milliseconds(1500.0),
            daring: 16.0,
        }
    }
}

/// How much time slow speakers are given, in percent of the usual silence: 50 to 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Patience(u16);

impl Patience {
    /// This long, for somebody with this patience.
    #[must_use]
    pub fn scale(self, milliseconds: f64) -> f64 {
        milliseconds * f64::from(self.0) / 100.0
    }

    /// Half as much time again; at most twice the usual, or what was set.
    #[must_use]
    pub fn longer(self) -> Self {
        Self((self.0 + self.0 / 2).min(200.max(self.0)))
    }

    /// A third less time; at least half the usual.
    #[must_use]
    pub fn shorter(self) -> Self {
        Self((self.0 * 2 / 3).max(50))
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self(100)
    }
}

impl From<Patience> for u16 {
    fn from(patience: Patience) -> Self {
        patience.0
    }
}

impl TryFrom<u16> for Patience {
    type Error = String;

    fn try_from(percent: u16) -> Result<Self, String> {
        if (50..=400).contains(&percent) {
            Ok(Self(percent))
        } else {
            Err(format!("{percent} is out of range: use 50 to 400"))
        }
    }
}

/// Words that do not end an English sentence.
const TRAILING: &str = "a about and are at because but by can could did do does for from had has have his how i if \
    in into is my of on or our please so than that the their then there to was were what when where which who why \
    will with would your um uh";

impl HangOver {
    /// The silence that ends a turn with these words, whose speaker has finished with this probability (0 to 1) and otherwise pauses
    /// like this.
    pub fn after(&self, words: &str, finished: Option<f32>, habit: &PauseHabit) -> Milliseconds {
        let is_unfinished = trails_off(words) && finished.is_none_or(|finished| finished < HARDLY);
        let most = if is_unfinished {
            self.unfinished
        } else {
            self.usual
        };
        let Some(finished) = finished else { return most };
        // Bayes: of those who are silent for this long, this share goes on.
        let [finished, going_on] =
            [f64::from(finished), self.daring / 100.0].map(|share| share.clamp(0.001, 0.999));
        let still_pausing = finished * going_on / ((1.0 - finished) * (1.0 - going_on));
        let silence = habit.length_exceeded_by(still_pausing);
        Milliseconds(silence.0.min(most.0).max(self.finished.0))
    }
}

/// Below this probability of the end, a trailing word is believed: "Tell me what the time is." is a sentence.
const HARDLY: f32 = 0.15;

/// Whether the words end as few sentences do.
fn trails_off(words: &str) -> bool {
    let words = words.trim_end();
    let last: String = words
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    let mut trailing = TRAILING.split_whitespace();
    trailing.any(|word| word.eq_ignore_ascii_case(&last)) || words.ends_with([',', '，', '-', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_the_end_the_shorter_the_silence() {
        let hang_over = HangOver::default();
        let after =
            |words: &str, finished: f32| hang_over.after(words, Some(finished), &PauseHabit::default());
        assert_eq!(after("When does the library open?", 0.99), hang_over.finished);
        let silences = [0.99, 0.9, 0.8, 0.6, 0.3, 0.01].map(|finished| after("the library", finished));
        assert!(silences.is_sorted_by(|one, other| one <= other), "{silences:?}");
        assert!(
            silences[2] > silences[0] && silences[3] > silences[2],
            "{silences:?}"
        );
        assert_eq!(silences[5], hang_over.usual);
        assert_eq!(after("Where is the", 0.01), hang_over.unfinished);
        assert_eq!(after("Where are you from?", 0.99), hang_over.finished);
        assert!(after("Tell me what the time is.", 0.2) <= hang_over.usual);
    }

    #[test]
    fn where_nothing_judges_the_end_the_last_word_does() {
        let hang_over = HangOver::default();
        for (words, expected) in [
            ("When does the library open?", hang_over.usual),
            ("Where is the?", hang_over.unfinished),
            ("Set a timer for 5 minutes and.", hang_over.unfinished),
            ("Well,", hang_over.unfinished),
            ("the library", hang_over.usual),
            ("", hang_over.usual),
        ] {
            assert_eq!(
                hang_over.after(words, None, &PauseHabit::default()),
                expected,
                "{words:?}"
            );
        }
    }

    #[test]
    fn a_careful_setting_and_a_slow_speaker_lengthen_the_silence() {
        let habit = PauseHabit::default();
        let usual = HangOver::default();
        let silence =
            |hang_over: HangOver, habit: &PauseHabit| hang_over.after("Set a timer", Some(0.7), habit);
        let careful = HangOver { daring: 1.0, ..usual };
        assert!(silence(careful, &habit) > silence(usual, &habit));
        let mut pausing = habit;
        for _ in 0..6 {
            pausing.add(Milliseconds(1_000.0));
        }
        assert!(silence(usual, &pausing) > silence(usual, &habit));
    }

    #[test]
    fn whoever_asks_for_more_time_gets_it_within_bounds() {
        let mut patience = Patience::default();
        for expected in [150, 200, 200] {
            patience = patience.longer();
            assert_eq!(u16::from(patience), expected);
        }
        for expected in [133, 88, 58, 50, 50] {
            patience = patience.shorter();
            assert_eq!(u16::from(patience), expected);
        }
        assert_eq!(u16::from(Patience(300).longer()), 300);
    }
}
