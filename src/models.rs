//! Models: which files are installed, and whether they are what they claim to be.
//!
//! Owns the search for model files, the validation before any library reads a byte of one, the list of recommended public models, how
//! models get into a folder and out of it, and whose signatures count.
//! Does not load or run models: `hearing` and `language` do. Uses no other module of the program and never touches the network.

pub mod bundle;
pub mod catalogue;
mod digest;
mod error;
mod folder_error;
pub mod memory;
pub mod model_files;
pub mod model_folder;
mod pinned;
#[cfg(test)]
mod samples;
pub mod store;
mod trust;
pub mod validate;

pub use digest::sha256;
pub use error::ModelError;
pub(crate) use error::megabytes;
pub use pinned::Pinned;
pub use trust::{SIGNATURE, Trust, Vouching, signature_of};

use std::path::Path;

/// The kind of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Speech to text: a Whisper model in ggml format, `*.bin`.
    Speech,
    /// Text to text: a GGUF file, `*.gguf`.
    Language,
    /// Voice activity detection: a Silero model in ggml format, `*silero*.bin`.
    VoiceActivity,
}

impl Kind {
    /// The kind of a model by its file name. Silero's files have the same extension as Whisper's.
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

    /// The extension of such a file, without the dot.
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
