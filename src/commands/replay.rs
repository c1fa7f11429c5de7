//! `mynah replay`: shows a recorded conversation again.
//!
//! Owns the reading of a journal, with its limits, and the comparison of the state at its end. Loads no model, plays nothing.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use mynah_files::FileError;

use crate::conversation::{State, step};
use crate::engine::journal::JournalLine;
use crate::session::plain::Face;

use super::Outcome;

/// The longest line of a journal, in bytes: a reply with its sources is far below it.
const MAX_LINE_LEN: u64 = 4 << 20;

#[derive(Debug, Args)]
pub(super) struct Replay {
    /// A journal that 'mynah talk --journal FILE' has written
    #[arg(value_name = "JOURNAL")]
    journal: PathBuf,
    /// Print one JSON object a line, as 'mynah talk --json' does
    #[arg(long)]
    json: bool,
}

/// Why a journal cannot be replayed.
#[derive(Debug, thiserror::Error)]
enum ReplayError {
    #[error("The journal {} cannot be read ({source}): name a file that 'mynah talk --journal FILE' has written.", path.display())]
    Read { path: PathBuf, source: FileError },
    #[error("{}, line {line}: this is not an event of a conversation ({reason}). Journals can be replayed only by the version of mynah that wrote them.", path.display())]
    Line {
        path: PathBuf,
        line: usize,
        reason: String,
    },
    #[error("{}, line {line}: the conversation ended in another state than its replay. Journals can be replayed only by the version of mynah that wrote them.", path.display())]
    OtherEnd { path: PathBuf, line: usize },
}

impl Replay {
    pub(super) fn run(self) -> Outcome {
        let mut face = Face::new(self.json).with_typed_questions();
        replay(&self.journal, &mut face)?;
        face.finish()
    }
}

fn replay(path: &Path, face: &mut Face) -> Result<(), ReplayError> {
    let unread = |source| ReplayError::Read {
        path: path.to_owned(),
        source,
    };
    let mut reader = BufReader::new(mynah_files::open(path).map_err(unread)?);
    let mut state = State::default();
    let mut text = String::new();
    for line in 1.. {
        text.clear();
        let read = reader.by_ref().take(MAX_LINE_LEN).read_line(&mut text);
        if read.map_err(|error| unread(error.into()))? == 0 {
            break;
        }
        let parsed = serde_json::from_str(text.trim()).map_err(|error| ReplayError::Line {
            path: path.to_owned(),
            line,
            reason: error.to_string(),
        })?;
        match parsed {
            JournalLine::Event { at, event } => {
                let effects = step(&mut state, *event, at);
                face.draw(&state, &effects);
            }
            JournalLine::End { state: end } => {
                let path = path.to_owned();
                if serde_json::to_string(&end).ok() != serde_json::to_string(&state).ok() {
                    return Err(ReplayError::OtherEnd { path, line });
                }
            }
        }
    }
    Ok(())
}
