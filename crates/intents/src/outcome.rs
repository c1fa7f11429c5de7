//! What came of an intent.
//!
//! Owns the reply with what the caller still has to do: the volume, the voice, the disk.

use serde_json::{Map, Value};

use crate::Language;

/// Something that only the caller can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The reply is the last one again; it is not a new one to be repeated.
    RepeatReply,
    /// Speak more slowly from now on.
    Slower,
    /// Speak faster from now on.
    Faster,
    /// Give people more time to finish.
    MorePatience,
    /// Answer sooner.
    LessPatience,
    /// One step up.
    Louder,
    /// One step down.
    Quieter,
    /// To this many percent.
    Volume(u8),
    /// Be silent now.
    StopSpeaking,
    /// Listen and speak in this language from now on.
    SwitchLanguage(Language),
    /// Timers, alarms, reminders or lists have changed: keep `Assistant::memory`.
    StateChanged,
}

/// The answer to an intent.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What to say.
    pub reply: String,
    /// The name of the tool, such as `timer_set`.
    pub tool: &'static str,
    /// What was understood.
    pub arguments: Map<String, Value>,
    /// What came of it.
    pub result: Value,
    /// What the caller has to do, in this order.
    pub effects: Vec<Effect>,
}

impl Outcome {
    pub(crate) fn new(tool: &'static str, reply: String) -> Self {
        Self {
            reply,
            tool,
            arguments: Map::new(),
            result: Value::Null,
            effects: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.arguments.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn giving(mut self, result: impl Into<Value>) -> Self {
        self.result = result.into();
        self
    }

    pub(crate) fn doing(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }
}

/// Something that rings, with the sentence to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// `timer`, `alarm` or `reminder`.
    pub tool: &'static str,
    /// In the language in which it was set.
    pub language: Language,
    /// What to say.
    pub sentence: String,
}
