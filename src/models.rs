//! Models: which files there are, and whether they are what they claim to be.
//!
//! Owns the search for model files, the check that comes before any library sees a byte of one, and the list of
//! public models worth adding. Does not load or run a model: `hearing` and `language` do. Knows no other module of
//! the program and never touches the network.

pub mod catalogue;
mod error;
mod pinned;
#[cfg(test)]
mod samples;
pub mod store;
pub mod validate;

pub use error::ModelError;
pub use pinned::Pinned;

use std::path::Path;

use serde::Deserialize;

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Speech to text: a Whisper model in ggml format, `*.bin`.
    Speech,
    /// Text to text: a GGUF file, `*.gguf`.
    Language,
    /// Voice or not: a Silero model in ggml format, `*silero*.bin`.
    VoiceActivity,
}

impl Kind {
    /// What a file of this name is for, if it is a model. Silero's files end as Whisper's do.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        if ending.eq_ignore_ascii_case(Self::Language.extension()) {
            return Some(Self::Language);
        }
        let is_silero = name.contains("silero");
        ending
            .eq_ignore_ascii_case(Self::Speech.extension())
            .then_some(if is_silero {
                Self::VoiceActivity
            } else {
                Self::Speech
            })
    }

    /// The ending of such a model's file name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Speech | Self::VoiceActivity => "bin",
            Self::Language => "gguf",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Speech => "speech",
            Self::Language => "language",
            Self::VoiceActivity => "voice activity",
        })
    }
}
