//! Records events, one JSON object a line, so that a conversation can be replayed.
//!
//! A journal contains what people said: it is written only on request, into a file that only its owner can read, if it is new.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use mynah_files::FileError;
use serde::{Deserialize, Serialize};

use crate::conversation::{Event, Instant, State};

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum JournalLine {
    /// An event.
    Event {
        /// When, on the engine's clock.
        at: Instant,
        /// What.
        event: Box<Event>,
    },
    /// The conversation has ended in this state.
    End {
        /// The state.
        state: Box<State>,
    },
}

/// Why there is no journal, or only a part of one.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// It cannot be created.
    #[error("The journal {} cannot be created ({source}): choose another file with --journal.", path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: FileError,
    },
    /// It cannot be continued.
    #[error("The journal {} ends here ({source}): free space on the disk, or choose another file with --journal.", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Journal {
    /// Begins a new journal; an existing file is replaced.
    pub fn create(path: &Path) -> Result<Self, JournalError> {
        let file = mynah_files::begin(path).map_err(|source| JournalError::Create {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
        })
    }

    /// Writes an event.
    ///
    /// # Errors
    /// The system's; what follows would not continue the journal, so nothing more is to be written.
    pub fn record(&mut self, at: Instant, event: &Event) -> Result<(), JournalError> {
        self.write(&JournalLine::Event {
            at,
            event: Box::new(event.clone()),
        })
    }

    /// Writes the state in which the conversation has ended, for comparison with a replay.
    ///
    /// # Errors
    /// The system's.
    pub fn end(&mut self, state: &State) -> Result<(), JournalError> {
        self.write(&JournalLine::End {
            state: Box::new(state.clone()),
        })
    }

    fn write(&mut self, line: &JournalLine) -> Result<(), JournalError> {
        serde_json::to_writer(&mut self.file, line)
            .map_err(std::io::Error::from)
            .and_then(|()| self.file.write_all(b"\n"))
            .and_then(|()| self.file.flush())
            .map_err(|source| JournalError::Write {
                path: self.path.clone(),
                source,
            })
    }
}
