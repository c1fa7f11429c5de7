//! Why a sound file cannot be read, as one sentence with a remedy.
//!
//! Decoding does not know the file's name: it gives a [`Reason`], which becomes the sentence.

use std::path::{Path, PathBuf};
use std::time::Duration;

use mynah_files::Kind;

/// Why a sound file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SoundFileError {
    /// The system refuses to open or read it.
    #[error("The recording {} cannot be read ({reason}): check the path.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// It is no regular file.
    #[error("The recording {} is {kind}, not a file: save the sound to a file, and name that.", path.display())]
    NoFile {
        /// What was named.
        path: PathBuf,
        /// What it is.
        kind: Kind,
    },
    /// It holds nothing.
    #[error("The recording {} is empty: record it again.", .0.display())]
    Empty(PathBuf),
    /// It has more bytes than are read.
    #[error("The recording {} has {} MB; at most {} MB are read: make it smaller with: ffmpeg -i {} smaller.flac", path.display(), length >> 20, super::MAX_FILE_BYTES >> 20, path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its bytes.
        length: u64,
    },
    /// It is something else.
    #[error("{} is not a sound file that can be read ({reason}): convert it with: ffmpeg -i {} converted.wav", path.display(), path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// It ends before it should.
    #[error("The recording {} is cut short ({there}): copy or record it again.", path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// How much of it there is.
        there: String,
    },
    /// It is too long.
    #[error("The recording {} is {} long; at most {} are taken here: cut it with: ffmpeg -i {} -t {} cut.wav", path.display(), length_text(*length, *limit), limit_text(*limit), path.display(), limit.as_secs())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// How long it is, if that is known.
        length: Option<Duration>,
        /// How long it may be.
        limit: Duration,
    },
}

fn length_text(length: Option<Duration>, limit: Duration) -> String {
    match length {
        Some(length) => format!("{:.0} minutes", length.as_secs_f64() / 60.0),
        None => format!("more than {:.0} minutes", limit.as_secs_f64() / 60.0),
    }
}

fn limit_text(limit: Duration) -> String {
    match limit.as_secs() {
        seconds if seconds >= 120 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    }
}

/// What is wrong with a file that is open.
#[derive(Debug)]
pub(super) enum Reason {
    /// The system does not read on.
    Unreadable(String),
    /// It holds no sound.
    Empty,
    /// It is something else, or damaged.
    Foreign(String),
    /// How much of it there is.
    Truncated(String),
    /// It is longer than the second duration; the first is its length, if that is known.
    TooLong(Option<Duration>, Duration),
}

impl Reason {
    /// It is something else, or damaged.
    pub(super) fn foreign(reason: &str) -> Self {
        Self::Foreign(reason.to_owned())
    }

    /// The error of a file.
    pub(super) fn of(self, path: &Path) -> SoundFileError {
        let path = path.to_owned();
        match self {
            Self::Unreadable(reason) => SoundFileError::Unreadable { path, reason },
            Self::Empty => SoundFileError::Empty(path),
            Self::Foreign(reason) => SoundFileError::Foreign { path, reason },
            Self::Truncated(there) => SoundFileError::Truncated { path, there },
            Self::TooLong(length, limit) => SoundFileError::TooLong { path, length, limit },
        }
    }
}

impl From<std::io::Error> for Reason {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}
