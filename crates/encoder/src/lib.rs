//! Sentence vectors and a reader of passages, from small BERT models run on the processor.
//!
//! Owns how an encoder's files are checked and loaded, how texts become vectors of length 1, how likely a passage
//! answers a question, and how passage vectors are kept on disk and searched. Does not know documents, units or
//! words: it is handed texts. The models run in candle-transformers; nothing here opens a connection.
//!
//! ```text
//! let encoder = Encoder::load(&Files::starter(models), &Limits::default())?;
//! let mut cache = Cache::open(&path, &encoder, 200_000);
//! let rows = cache.rows(&encoder, &passages, |_, _| true)?;
//! let question = encoder.encode_questions(&["where is the loo"])?;
//! let nearest = search(&rows, &question[0], 12);
//! ```

mod adapter;
mod cache;
mod config;
mod encoder;
mod error;
mod files;
mod network;
mod passages;
mod pieces;
mod reader;
mod rows;
#[cfg(test)]
mod testing;
mod weights;

pub use adapter::Adapter;
pub use cache::Cache;
pub use encoder::Encoder;
pub use error::EncoderError;
pub use files::{Additions, Files, Limits};
pub use passages::Passages;
pub use rows::{Hit, Rows, search};
