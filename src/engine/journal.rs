//! Records events, one JSON object a line, so that a conversation can be replayed.
//!
//! A journal contains what people said: it is written only on request, into a file that only its owner can read.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::conversation::{Event, Milliseconds, State};

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum JournalLine {
    /// An event.
    Event {
        /// When, on the engine's clock.
        at: Milliseconds,
        /// What.
        event: Box<Event>,
    },
    /// The conversation has ended in this state.
    End {
        /// The state.
        state: Box<State>,
    },
}

/// Why a journal cannot be created.
#[derive(Debug, thiserror::Error)]
#[error("The journal {} cannot be created ({source}): choose another file with --journal.", path.display())]
pub struct JournalError {
    /// The file.
    path: PathBuf,
    /// The system's reason.
    source: std::io::Error,
}

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    file: BufWriter<File>,
}

impl Journal {
    /// Begins a new journal; an existing file is replaced.
    pub fn create(path: &Path) -> Result<Self, JournalError> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)
            .map_err(|source| JournalError {
                path: path.to_owned(),
                source,
            })?;
        Ok(Self {
            file: BufWriter::new(file),
        })
    }

    /// Writes an event; a full disk is noted in the log and does not disturb the conversation.
    pub fn record(&mut self, at: Milliseconds, event: &Event) {
        self.write(&JournalLine::Event {
            at,
            event: Box::new(event.clone()),
        });
    }

    /// Writes the state in which the conversation has ended, for comparison with a replay.
    pub fn end(&mut self, state: &State) {
        self.write(&JournalLine::End {
            state: Box::new(state.clone()),
        });
    }

    fn write(&mut self, line: &JournalLine) {
        let written = serde_json::to_writer(&mut self.file, line)
            .map_err(std::io::Error::from)
            .and_then(|()| self.file.write_all(b"\n"))
            .and_then(|()| self.file.flush());
        if let Err(error) = written {
            tracing::warn!(%error, "an event could not be written to the journal");
        }
    }
}
