//! The mind: what to answer.
//!
//! Owns the order in which a question is dealt with: what the assistant can do, the operator's rules, the documents, and
//! last the language model. What it can do is `mynah_intents`, what the documents say is `mynah_knowledge`, what may be
//! said is `mynah_policy`. Does not know how the question was heard or how the answer is spoken, and has no clock: the
//! time is an argument. Imports `language` and `tools`, and nothing else of the program.

mod answer;
mod answered;
mod asked;
mod calls;
mod chat;
mod config;
mod counting;
mod documents;
mod grammars;
mod policy;
mod similarity;
mod skills;
mod tools;
mod unanswered;

pub use answer::Mind;
pub use answered::{Answered, Source, Thought, ToolRun};
pub use asked::Past;
pub use config::{MindConfig, Wording};
pub use documents::{Documents, Loaded};
pub use similarity::Meaning;
pub use skills::Skills;

/// Something that only the engine can do after an answer: the volume, the pace of the voice.
pub use mynah_intents::Effect;

#[cfg(test)]
mod trust_tests;
