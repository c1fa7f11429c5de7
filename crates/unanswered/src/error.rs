//! Why a file of counts cannot be used.
//!
//! Each is a sentence that names the file or the value and what to do.

use std::io;
use std::path::{Path, PathBuf};

use mynah_files::FileError;

/// Why a file of counts cannot be read, written or merged.
#[derive(Debug, thiserror::Error)]
pub enum UnansweredError {
    /// The file cannot be read.
    #[error("The file {} cannot be read ({reason}): check its name and its permissions.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: FileError,
    },
    /// The file is none of ours.
    #[error("The file {} holds no counts of mynah ({reason}): copy it from the kiosk again.", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file cannot be written.
    #[error("The file {} cannot be written ({reason}): check its folder and the space on the disk.", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
    /// The files were written with different settings.
    #[error("The file {} has another {what} than the files before it: merge it separately.", path.display())]
    Different {
        /// The file.
        path: PathBuf,
        /// What differs.
        what: &'static str,
    },
    /// The counts of one machine and period would be added twice.
    #[error("The file {} holds counts that the files before it hold too: name each file once.", path.display())]
    Repeated {
        /// The file.
        path: PathBuf,
    },
    /// A sum is too large for a counter, or there are too many files.
    #[error("The file {} does not fit into the sum: merge fewer files at once.", path.display())]
    TooMany {
        /// The file.
        path: PathBuf,
    },
    /// The salt is not the one that the machines have.
    #[error("The salt is not that of the file {}: give the value of unanswered.salt.", .0.display())]
    OtherSalt(PathBuf),
    /// The kernel gives no random numbers.
    #[error("The kernel gives no random numbers ({0}): update the system.")]
    NoRandomness(io::Error),
    /// Nothing to look for.
    #[error("{0}")]
    Candidates(String),
}

impl UnansweredError {
    pub(crate) fn broken(path: &Path, reason: impl Into<String>) -> Self {
        Self::Broken {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }
}
