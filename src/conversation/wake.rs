//! The wake word: in a room where people talk, only an utterance that begins with it is a question.
//!
//! The wake word is matched in the transcript, so any phrase works without training. For a while after an answer it may be left
//! out. Knows words and times only.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Instant, Milliseconds};

/// The wake word, and how long it lasts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WakeConfig {
    /// The word or words that begin a question.
    pub phrase: String,
    /// A folder of recordings of the wake word (WAV), made with `mynah wake-word`; used in addition to the phrase.
    pub recordings: Option<PathBuf>,
    /// Time after an answer, in milliseconds, in which no wake word is needed.
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

/// Greetings that may precede the wake word.
const GREETINGS: [&str; 5] = ["hey", "hi", "hello", "ok", "okay"];

/// The wake word's state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wake {
    config: WakeConfig,
    awake_until: Instant,
}

/// How an utterance relates to the wake word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WakeMatch {
    /// Without the wake word: people talk to each other.
    NotAddressed,
    /// The wake word alone.
    WakeWordOnly,
    /// A question, without the wake word.
    Question(String),
}

impl Wake {
    /// Asleep.
    pub fn new(config: WakeConfig) -> Self {
        Self {
            config,
            awake_until: Instant(f64::NEG_INFINITY),
        }
    }

    /// Whether a question needs no wake word at the moment.
    pub fn is_awake(&self, now: Instant) -> bool {
        now <= self.awake_until
    }

    /// Restarts the time in which no wake word is needed.
    pub(super) fn stay_awake(&mut self, now: Instant) {
        self.awake_until = now + self.config.window;
    }

    /// Matches a transcript; `called` tells that the recorded wake word came before it.
    pub(super) fn meant(&self, words: &str, called: bool, now: Instant) -> WakeMatch {
        if called && words.is_empty() {
            return WakeMatch::WakeWordOnly;
        }
        if called {
            return WakeMatch::Question(capitalised(words));
        }
        match self.without_phrase(words) {
            Some("") => WakeMatch::WakeWordOnly,
            Some(question) => WakeMatch::Question(capitalised(question)),
            None if self.is_awake(now) => WakeMatch::Question(words.to_owned()),
            None => WakeMatch::NotAddressed,
        }
    }

    /// The text after the wake word, if the utterance begins with it.
    fn without_phrase<'a>(&self, words: &'a str) -> Option<&'a str> {
        let after = |text: &'a str, expected: &str| {
            let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
            let end = text
                .find(|letter: char| !letter.is_alphanumeric() && letter != '\'')
                .unwrap_or(text.len());
            (plain(&text[..end]) == plain(expected)).then(|| &text[end..])
        };
        let called = GREETINGS
            .iter()
            .find_map(|call| after(words, call))
            .unwrap_or(words);
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
        let question = |text: &str| WakeMatch::Question(text.to_owned());
        for (words, meant) in [
            ("Mynah, what time is it?", question("What time is it?")),
            ("hey mynah where is the cafe", question("Where is the cafe")),
            ("Mynah.", WakeMatch::WakeWordOnly),
            ("Hello, Mynah!", WakeMatch::WakeWordOnly),
            ("What time is it?", WakeMatch::NotAddressed),
            ("The mynah sings.", WakeMatch::NotAddressed),
            ("Hello.", WakeMatch::NotAddressed),
            ("", WakeMatch::NotAddressed),
        ] {
            assert_eq!(wake.meant(words, false, Instant(0.0)), meant, "{words:?}");
        }
    }

    #[test]
    fn after_an_answer_the_wake_word_may_be_left_out_for_a_while() {
        let mut wake = Wake::new(WakeConfig {
            phrase: "good machine".to_owned(),
            window: Milliseconds(1_000.0),
            ..WakeConfig::default()
        });
        wake.stay_awake(Instant(500.0));
        let meant = |text: &str, now| wake.meant(text, false, Instant(now));
        assert_eq!(meant("And why?", 1_500.0), WakeMatch::Question("And why?".into()));
        assert_eq!(
            meant("Good machine, and why?", 1_500.0),
            WakeMatch::Question("And why?".into())
        );
        assert_eq!(meant("And why?", 1_501.0), WakeMatch::NotAddressed);
    }

    #[test]
    fn without_a_phrase_nothing_wakes() {
        let wake = Wake::new(WakeConfig {
            phrase: " ".to_owned(),
            ..WakeConfig::default()
        });
        assert_eq!(
            wake.meant("Anything?", false, Instant(0.0)),
            WakeMatch::NotAddressed
        );
    }

    #[test]
    fn a_recorded_wake_word_counts_as_much_as_the_phrase() {
        let wake = Wake::new(WakeConfig::default());
        let meant = |words: &str| wake.meant(words, true, Instant(0.0));
        assert_eq!(meant("where is it?"), WakeMatch::Question("Where is it?".into()));
        assert_eq!(meant(""), WakeMatch::WakeWordOnly);
    }
}
