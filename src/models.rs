//! Models: which files there are, and whether they are what they claim to be.
//!
//! Owns the search for model files, the check that comes before any library sees a byte of one, and the list of
//! public models worth adding. Does not load or run a model: `hearing` and `language` do. Knows no other module of
//! the program and never touches the network.

pub mod catalogue;
mod error;
#[cfg(test)]
mod samples;
pub mod store;
pub mod validate;

pub use error::ModelError;

use serde::Deserialize;

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Speech to text: a Whisper model in ggml format, `*.bin`.
    Speech,
    /// Text to text: a GGUF file, `*.gguf`.
    Language,
}

impl Kind {
    /// The ending of such a model's file name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Speech => "bin",
            Self::Language => "gguf",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Speech => "speech",
            Self::Language => "language",
        })
    }
}
