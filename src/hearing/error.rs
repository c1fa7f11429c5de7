//! Why speech could not be recognised.

use std::path::PathBuf;

/// Why speech could not be recognised.
#[derive(Debug, thiserror::Error)]
pub enum HearingError {
    /// The engine refused the file.
    #[error("The speech model {} cannot be loaded ({reason}): replace the file, or remove it to use the starter model.", path.display())]
    Load {
        /// The file.
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
    /// The engine failed on an utterance.
    #[error("The speech model failed on this recording ({0}): try another model; the log has the details.")]
    Failed(String),
    /// The language is unknown to whisper.
    #[error("The language '{0}' is unknown to the speech model: use a code such as 'en' or 'de', or 'auto'.")]
    Language(String),
}
