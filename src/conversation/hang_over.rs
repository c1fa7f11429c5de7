//! The silence that ends a turn: short after a finished sentence, long after a trailing "and".
//!
//! Knows words and durations only. The bounds come from the configuration.

use serde::{Deserialize, Serialize};

use super::Milliseconds;

/// Silence that ends a turn, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HangOver {
    /// After a sentence that is certainly finished; the minimum.
    pub finished: Milliseconds,
    /// After an uncertain transcript, or one that is not a whole sentence.
    pub usual: Milliseconds,
    /// After a trailing word such as "and" or "the"; the maximum.
    pub unfinished: Milliseconds,
}

/// People pause for 600 ms in mid-sentence, and the recogniser tends to complete half sentences: even after a finished sentence
/// the wait is a little longer than that. Whoever pauses for longer can go on after the answer (`repair`).
impl Default for HangOver {
    fn default() -> Self {
        Self {
            finished: Milliseconds(680.0),
            usual: Milliseconds(900.0),
            unfinished: Milliseconds(1500.0),
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

/// Minimum confidence of a certain transcript.
const CONFIDENT: f32 = 0.85;

impl HangOver {
    /// The silences for somebody with this patience.
    #[must_use]
    pub fn with(self, patience: Patience) -> Self {
        let scaled = |silence: Milliseconds| Milliseconds(patience.scale(silence.0));
        Self {
            finished: scaled(self.finished),
            usual: scaled(self.usual),
            unfinished: scaled(self.unfinished),
        }
    }

    /// The silence that ends a turn with this transcript and confidence. The recogniser is less confident of half sentences that
    /// it completed.
    pub fn after(&self, words: &str, confidence: f32) -> Milliseconds {
        let last: String = words
            .split_whitespace()
            .next_back()
            .unwrap_or_default()
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let trails = TRAILING
            .split_whitespace()
            .any(|word| word.eq_ignore_ascii_case(&last));
        if trails || words.trim_end().ends_with([',', '-', '…']) {
            self.unfinished
        } else if confidence >= CONFIDENT && words.trim_end().ends_with(['.', '?', '!', '。', '？', '！'])
        {
            self.finished
        } else {
            self.usual
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hang_over_follows_the_words() {
        let hang_over = HangOver::default();
        for (words, expected) in [
            ("When does the library open?", hang_over.finished),
            ("Where is the", hang_over.unfinished),
            ("Where is the?", hang_over.unfinished),
            ("Set a timer for 5 minutes and.", hang_over.unfinished),
            ("Well,", hang_over.unfinished),
            ("the library", hang_over.usual),
            ("", hang_over.usual),
        ] {
            assert_eq!(hang_over.after(words, 0.95), expected, "{words:?}");
        }
        let slow = hang_over.with(Patience(200));
        assert_eq!(slow.after("Where is the", 0.95), Milliseconds(3_000.0));
        let doubtful = hang_over.after("How much is a day?", 0.7);
        assert_eq!(doubtful, hang_over.usual);
    }
}
