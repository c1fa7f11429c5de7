//! A question with everything that its answer depends on.

use jiff::Zoned;
use mynah_intents::{Context, VolumeState};
use mynah_knowledge::language::Language;
use serde_json::{Map, Value};

/// An earlier question of the conversation and how it was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The question's words.
    pub question: String,
    /// The lines of knowledge that it added to the prompt.
    pub facts: Vec<String>,
    /// The words of the answer.
    pub reply: String,
    /// The tool that was called for it: name and arguments.
    pub tool: Option<(String, Map<String, Value>)>,
}

/// A question and what belongs to it.
pub(super) struct Asked<'a> {
    pub question: &'a str,
    pub language: Language,
    /// The language as it was given, for the model.
    pub tag: Option<&'a str>,
    pub past: &'a [Past],
    pub now: &'a Zoned,
    pub volume: Option<VolumeState>,
}

impl Asked<'_> {
    pub fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            last_reply: self.past.last().map(|turn| turn.reply.as_str()),
            volume: self.volume,
        }
    }
}
