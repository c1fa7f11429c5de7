//! Why the configuration cannot be used.

use std::path::PathBuf;

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file does not exist or cannot be read.
    #[error("The configuration file {} cannot be read ({reason}): {remedy}.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
        /// Its kind.
        kind: std::io::ErrorKind,
        /// What to check.
        remedy: &'static str,
    },
    /// The file cannot be written.
    #[error("The configuration file {} cannot be written ({reason}): check its permissions.", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The file is far too long.
    #[error("{} is larger than 1 MB, so not a configuration file: {remedy}.", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// What to check.
        remedy: &'static str,
    },
    /// A setting is unknown or has a wrong value.
    #[error("In {origin}: {reason}{}", if reason.ends_with('?') { "" } else { "." })]
    Wrong {
        /// The file and the line, or the environment variable.
        origin: String,
        /// What is wrong and what would be right, with the setting's name.
        reason: String,
    },
}
