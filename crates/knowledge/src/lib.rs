//! Answers found in an operator's own documents.
//!
//! In reading order: `documents` reads files into `unit`s, `values` finds times, prices and days in them and `hours`
//! reads opening hours; `text` and `lexicon` make words comparable, `index` makes units searchable; `frames` and
//! `question` take a question apart, `reader` finds the unit that answers it, `say` says it, and `answer` is the
//! whole way from a question to its answer.

pub mod answer;
pub mod documents;
mod frames;
pub mod hours;
mod index;
pub mod language;
mod lexicon;
mod opening;
mod question;
mod reader;
mod reckon;
mod say;
pub mod similarity;
mod text;
pub mod unit;
pub mod values;
mod vocabulary;

pub use vocabulary::vocabulary;
