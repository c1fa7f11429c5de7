//! What the assistant can do, decided before any model.
//!
//! Owns the tools of the voice assistant, in English, Russian and Chinese: the time and the calendar, timers,
//! alarms, reminders, lists, sums, conversions, chance, and how it speaks. An utterance is parsed as a whole by
//! grammars that people can read (`grammars/`); what leaves words over is not for this crate, and is left to
//! the operator's documents and to the model. It has no clock, no threads and no disk of its own.

mod assistant;
mod clauses;
mod corrections;
mod dialogue;
mod grammar;
mod grammars;
mod language;
mod memory;
mod number;
mod outcome;
mod own_tools;
mod parsing;
mod permissions;
mod ringing;
mod say;
mod skills;
mod slots;
mod text;

pub use assistant::{Assistant, Context, Intent, OwnGrammar, VolumeState};
pub use grammar::GrammarError;
pub use language::Language;
pub use memory::Memory;
pub use outcome::{Announcement, Effect, Outcome};
pub use own_tools::{SlotShape, ToolRequest, ToolSentences, ToolTrouble};
pub use permissions::Permissions;
