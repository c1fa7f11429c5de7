//! What an answer is, and what is told while it is being found.
//!
//! Owns the types. How an answer is found is `answer`'s.

use std::collections::BTreeMap;

use mynah_intents::Effect;
use serde_json::Value;

use super::policy;
use crate::language::TokenCounts;

/// What comes out while an answer is being found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thought<'a> {
    /// A part of the prompt is about to be read.
    Reading,
    /// The answer's first words are there, or the prompt has been read.
    FirstToken,
    /// The next piece of the reply; empty while it is not certain what the words become.
    Piece(&'a str),
    /// What cannot be undone is about to be done: a tool that changes something, or the counting of a question. Stop here, and it is
    /// not.
    ToolCall,
}

/// A tool that was run.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolRun {
    /// Its name.
    pub name: String,
    /// What was understood.
    pub arguments: BTreeMap<String, Value>,
    /// What it returned.
    pub result: Value,
}

/// A part of a document that an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's name, relative to the knowledge folder.
    pub file: String,
    /// The headings above, the document's title first.
    pub heading: String,
}

/// A whole answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answered {
    /// The words.
    pub text: String,
    /// The lines of knowledge added to the prompt.
    pub facts: Vec<String>,
    /// The parts of the documents that it comes from.
    pub sources: Vec<Source>,
    /// The tool that was run.
    pub tool: Option<ToolRun>,
    /// What the engine has to do.
    pub effects: Vec<Effect>,
    /// What the language model counted.
    pub tokens: TokenCounts,
    /// How many of the oldest turns the model could not look at any more.
    pub dropped_turns: usize,
    /// Whether the operator's policy does not want it answered.
    pub is_forbidden: bool,
}

impl Answered {
    /// Whether it says that nothing is known, or that the question was not understood.
    pub(super) fn knows_nothing(&self) -> bool {
        self.is_refused() && !self.is_forbidden && self.tool.is_none()
    }

    /// Whether it says that nothing is known, that the question was not understood, or that this is not answered.
    pub fn is_refused(&self) -> bool {
        self.is_forbidden || policy::is_refusal(&self.text) || self.text == policy::NOT_UNDERSTOOD
    }
}
