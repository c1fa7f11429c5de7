//! The history of the conversation, for the next prompt.
//!
//! Keeps only what the person heard or read: an interrupted reply is cut where it stopped. Does not know how a prompt is written;
//! the mind does.

use serde::{Deserialize, Serialize};

use super::ToolUse;

/// A place in the documents that supports an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// File name relative to the knowledge folder.
    pub file: String,
    /// The heading in it.
    pub heading: String,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The text.
    pub text: String,
    /// The tool that was run for it.
    pub tool: Option<ToolUse>,
    /// The passages that support it.
    pub sources: Vec<Citation>,
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// The question's words.
    pub question: String,
    /// The facts from the documents that this turn added to the prompt.
    pub facts: Vec<String>,
    /// The answer.
    pub answer: Answer,
}

/// The exchanges of a conversation, oldest first, at most [`History::LIMIT`] of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    exchanges: Vec<Exchange>,
}

impl History {
    /// More than any prompt can hold; bounds the memory of a program that runs for months.
    pub const LIMIT: usize = 64;

    /// The exchanges, oldest first.
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// Forgets the newest exchange.
    pub fn pop(&mut self) {
        self.exchanges.pop();
    }

    /// Adds an exchange and drops the oldest beyond the limit.
    pub fn push(&mut self, exchange: Exchange) {
        self.exchanges.push(exchange);
        let surplus = self.exchanges.len().saturating_sub(Self::LIMIT);
        self.exchanges.drain(..surplus);
    }
}
