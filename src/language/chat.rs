//! The input of a language model: persona, tools, and the turns so far.
//!
//! Owns these data and the compact spelling of a tool call. Does not know how a model's prompt is written: see `template`.

use serde_json::{Map, Value};

/// A conversation up to a question that is to be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Chat {
    /// What stays the same in every turn.
    pub prefix: PromptPrefix,
    /// The turns, oldest first; all but the last have a reply.
    pub turns: Vec<ChatTurn>,
}

/// The prompt prefix: persona and tools. Its bytes never change within a conversation, so its keys and values are computed once.
#[derive(Debug, Clone, PartialEq)]
pub struct PromptPrefix {
    /// Who the assistant is and how it speaks.
    pub persona: String,
    /// What it can call.
    pub tools: Vec<ToolDescription>,
}

/// A tool as described to a model.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolDescription {
    /// The name it is called by.
    pub name: String,
    /// What it does, in a sentence.
    pub description: String,
    /// Its arguments, as a JSON schema.
    pub parameters: Value,
}

/// A question and its reply.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatTurn {
    /// Facts from the documents that this turn adds, best first.
    pub facts: Vec<String>,
    /// The question.
    pub user: String,
    /// The reply; `None` in the last turn.
    pub reply: Option<Reply>,
}

/// How a question was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// In words.
    Text(String),
    /// By a tool.
    Tool {
        /// What was called.
        call: ToolCall,
        /// What was said about it.
        result: String,
    },
}

/// A tool's name and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolCall {
    /// The tool.
    pub name: String,
    /// The arguments by name.
    pub arguments: Map<String, Value>,
}

impl ToolCall {
    /// `{"name":"timer","arguments":{"action":"left"}}`, without spaces, the name first.
    pub fn to_json(&self) -> String {
        let name = Value::String(self.name.clone());
        let arguments = Value::Object(self.arguments.clone());
        format!("{{\"name\":{name},\"arguments\":{arguments}}}")
    }

    /// Reads a call from its JSON; models of the Llama 3 family say `parameters` for `arguments`.
    pub(super) fn from_json(value: &Value) -> Option<Self> {
        let name = value.get("name")?.as_str().filter(|name| !name.is_empty())?;
        let arguments = match value.get("arguments").or_else(|| value.get("parameters")) {
            Some(Value::Object(arguments)) => arguments.clone(),
            Some(_) => return None,
            None => Map::new(),
        };
        Some(Self {
            name: name.to_owned(),
            arguments,
        })
    }
}
