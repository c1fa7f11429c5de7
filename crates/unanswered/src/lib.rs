//! Private counts of questions that were not answered: which words are frequent in them, and no question itself.
//!
//! Owns the sketch of counters with its noise (`sketch`, `noise`), the file of one machine and its period (`counter`, `file`), the
//! merging of several machines' files, and the report that finds frequent words in them (`report`). Knows neither how a question was
//! asked nor why there was no answer. The guarantee is stated in docs/src/operator/unanswered.md. The operator's program is behind the
//! feature `program`, so that mynah links none of it.

mod counter;
mod error;
mod file;
mod noise;
mod places;
#[cfg(feature = "program")]
mod program;
#[cfg(feature = "program")]
mod report;
mod sketch;
mod words;

pub use counter::UnansweredCounter;
pub use error::UnansweredError;
pub use noise::{Draw, KernelDraw, Scale};
pub use places::SketchKey;
#[cfg(feature = "program")]
pub use program::{command_line, main};
#[cfg(feature = "program")]
pub use report::{Estimates, Frequent};
pub use sketch::Sketch;
pub use words::grams;
