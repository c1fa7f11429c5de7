//! The mind: what to answer.
//!
//! Owns the knowledge and its search, the tools, what goes into a prompt and what may come out of one. Does not
//! know how the question was heard or how the answer is spoken, and has no clock: the time is an argument. Imports
//! `language` and nothing else of the program.

mod answer;
mod config;
pub mod knowledge;
pub mod policy;
pub mod prompt;
pub mod tools;

pub use answer::{Answered, Mind, Past, Thought, ToolRun};
pub use config::MindConfig;
