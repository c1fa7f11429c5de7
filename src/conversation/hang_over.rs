//! How long a silence ends a turn: short after a finished sentence, long after a trailing "and".
//!
//! Knows words and durations only. The bounds come from the configuration.

use serde::{Deserialize, Serialize};

use super::Milliseconds;

/// Silence that ends a turn, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HangOver {
    /// After words that certainly make a finished sentence, and at the least.
    pub finished: Milliseconds,
    /// While the words are doubtful, or make no sentence yet.
    pub usual: Milliseconds,
    /// After words that go on, such as "and" or "the", and at the most.
    pub unfinished: Milliseconds,
}

/// People pause for 600 ms in mid-sentence, and a recogniser that knows whole sentences finishes half ones by itself:
/// even a finished sentence is waited for a little longer than that.
impl Default for HangOver {
    fn default() -> Self {
        Self {
            finished: Milliseconds(750.0),
            usual: Milliseconds(900.0),
            unfinished: Milliseconds(1500.0),
        }
    }
}

/// Words after which an English sentence goes on.
const TRAILING: &str = "a about and are at because but by can could did do does for from had has have his how i if \
    in into is my of on or our please so than that the their then there to was were what when where which who why \
    will with would your um uh";

/// A transcript is certain from this confidence on.
const SURE: f32 = 0.85;

impl HangOver {
    /// The silence that ends a turn with these words, of which the recogniser is so sure. A recogniser that finishes a
    /// half sentence by itself is less sure of it.
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
        } else if confidence >= SURE && words.trim_end().ends_with(['.', '?', '!', '。', '？', '！']) {
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
        let doubtful = hang_over.after("How much is a day?", 0.7);
        assert_eq!(doubtful, hang_over.usual);
    }
}
