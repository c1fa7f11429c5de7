//! The wake word: in a room full of talk only what is said to the machine is a question.
//!
//! The words of an utterance decide, so nothing has to be trained and any phrase will do. After an answer a person may
//! go on for a while without the word. Knows words and moments only.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Milliseconds;

/// What wakes the machine, and for how long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WakeConfig {
    /// The word or words that begin a question.
    pub phrase: String,
    /// A folder of recordings of the wake word (WAV), made with `mynah wake-word`; they count beside the phrase.
    pub recordings: Option<PathBuf>,
    /// After an answer no wake word is needed for so many milliseconds.
    pub window: Milliseconds,
}

impl Default for WakeConfig {
    fn default() -> Self {
        Self {
            phrase: "mynah".to_owned(),
            recordings: None,
            window: Milliseconds(15_000.0),
        }
    }
}

/// Words that may stand before the wake word.
const CALLS: [&str; 5] = ["hey", "hi", "hello", "ok", "okay"];

/// Whether the machine is awake.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wake {
    config: WakeConfig,
    awake_until: Milliseconds,
}

/// What an utterance means to a machine that waits for its wake word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meant {
    /// Nothing: people talk to each other.
    ForOthers,
    /// The wake word alone.
    Call,
    /// A question, the wake word taken off.
    Question(String),
}

impl Wake {
    /// Asleep.
    pub fn new(config: WakeConfig) -> Self {
        Self {
            config,
            awake_until: Milliseconds(f64::NEG_INFINITY),
        }
    }

    /// Whether a question needs no wake word at this moment.
    pub fn is_awake(&self, now: Milliseconds) -> bool {
        now <= self.awake_until
    }

    /// Somebody was answered, or called.
    pub(super) fn stay_awake(&mut self, now: Milliseconds) {
        self.awake_until = Milliseconds(now.0 + self.config.window.0);
    }

    /// What these words mean; `called` tells that the recorded wake word was heard before them.
    pub(super) fn meant(&self, words: &str, called: bool, now: Milliseconds) -> Meant {
        if called && words.is_empty() {
            return Meant::Call;
        }
        if called {
            return Meant::Question(capitalised(words));
        }
        match self.without_phrase(words) {
            Some("") => Meant::Call,
            Some(question) => Meant::Question(capitalised(question)),
            None if self.is_awake(now) => Meant::Question(words.to_owned()),
            None => Meant::ForOthers,
        }
    }

    /// What follows the wake word, if it stands at the beginning.
    fn without_phrase<'a>(&self, words: &'a str) -> Option<&'a str> {
        let after = |text: &'a str, expected: &str| {
            let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
            let end = text
                .find(|letter: char| !letter.is_alphanumeric() && letter != '\'')
                .unwrap_or(text.len());
            (plain(&text[..end]) == plain(expected)).then(|| &text[end..])
        };
        let called = CALLS.iter().find_map(|call| after(words, call)).unwrap_or(words);
        let mut phrase = self.config.phrase.split_whitespace().peekable();
        phrase.peek()?;
        let rest = phrase.try_fold(called, after)?;
        Some(rest.trim_start_matches(|letter: char| !letter.is_alphanumeric()))
    }
}

fn plain(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).collect()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_begins_with_the_wake_word_is_a_question() {
        let wake = Wake::new(WakeConfig::default());
        let question = |text: &str| Meant::Question(text.to_owned());
        for (words, meant) in [
            ("Mynah, what time is it?", question("What time is it?")),
            ("hey mynah where is the cafe", question("Where is the cafe")),
            ("Mynah.", Meant::Call),
            ("Hello, Mynah!", Meant::Call),
            ("What time is it?", Meant::ForOthers),
            ("The mynah sings.", Meant::ForOthers),
            ("Hello.", Meant::ForOthers),
            ("", Meant::ForOthers),
        ] {
            assert_eq!(wake.meant(words, false, Milliseconds(0.0)), meant, "{words:?}");
        }
    }

    #[test]
    fn after_an_answer_the_wake_word_may_be_left_out_for_a_while() {
        let mut wake = Wake::new(WakeConfig {
            phrase: "good machine".to_owned(),
            window: Milliseconds(1_000.0),
            ..WakeConfig::default()
        });
        wake.stay_awake(Milliseconds(500.0));
        let meant = |text: &str, now| wake.meant(text, false, Milliseconds(now));
        assert_eq!(meant("And why?", 1_500.0), Meant::Question("And why?".into()));
        assert_eq!(
            meant("Good machine, and why?", 1_500.0),
            Meant::Question("And why?".into())
        );
        assert_eq!(meant("And why?", 1_501.0), Meant::ForOthers);
    }

    #[test]
    fn without_a_phrase_nothing_wakes() {
        let wake = Wake::new(WakeConfig {
            phrase: " ".to_owned(),
            ..WakeConfig::default()
        });
        assert_eq!(
            wake.meant("Anything?", false, Milliseconds(0.0)),
            Meant::ForOthers
        );
    }

    #[test]
    fn a_recorded_wake_word_counts_as_much_as_the_phrase() {
        let wake = Wake::new(WakeConfig::default());
        let meant = |words: &str| wake.meant(words, true, Milliseconds(0.0));
        assert_eq!(meant("where is it?"), Meant::Question("Where is it?".into()));
        assert_eq!(meant(""), Meant::Call);
    }
}
