//! Small talk, help, and honest answers about privacy.
//!
//! Owns the subjects. Every sentence is in the locales; nothing here has an effect.

use super::Stage;
use crate::grammar::Match;
use crate::outcome::Outcome;

pub(crate) const INTENTS: &[&str] = &[
    "help",
    "hello",
    "good_morning",
    "good_afternoon",
    "good_evening",
    "good_night",
    "bye",
    "thanks",
    "thanks_bye",
    "how_are_you",
    "who_are_you",
    "your_name",
    "are_you_human",
    "are_you_there",
    "privacy_listening",
    "privacy_recording",
    "privacy_online",
    "compliment",
    "complaint",
    "apology",
    "joke",
    "who_made_you",
    "your_age",
    "which_languages",
    "welcome",
    "agreed",
];

/// How many jokes a locale holds.
const JOKES: u64 = 4;

/// What is talked about: the intent's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subject(&'static str);

impl Subject {
    pub(crate) fn tool(self) -> &'static str {
        if self.0 == "help" { "help" } else { "talk" }
    }
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>) -> Option<Subject> {
    let known = INTENTS.iter().find(|intent| **intent == found.intent)?;
    Some(Subject(known))
}

/// Answers.
pub(crate) fn perform(subject: Subject, stage: &mut Stage<'_>) -> Outcome {
    let id = match subject.0 {
        "joke" => format!("joke-{}", (stage.random)(JOKES) % JOKES + 1),
        "hello" => {
            let part = match stage.now.hour() {
                5..=11 => "morning",
                12..=17 => "afternoon",
                _ => "evening",
            };
            format!("hello-{part}")
        }
        name => name.replace('_', "-"),
    };
    Outcome::new(subject.tool(), stage.speaker.plain(&id))
}
