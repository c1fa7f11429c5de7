//! The command line: the two sockets.
//!
//! Owns the help, which the manual page and completions are made from.

use std::path::PathBuf;

use clap::{CommandFactory, Parser};
use directories::ProjectDirs;

use crate::error::HttpError;

/// Lets programs use mynah as they use OpenAI's API: HTTP at a Unix socket, without a network
///
/// Offers /v1/audio/transcriptions, /v1/audio/speech, /v1/chat/completions and /v1/models to programs of the same user. 'mynah wyoming'
/// must be running: it has the models.
#[derive(Debug, Parser)]
#[command(name = "mynah-http", version)]
pub struct CommandLine {
    /// Unix socket to listen at, for this user alone [default: mynah/http.sock in the runtime folder]
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// Unix socket at which 'mynah wyoming' listens [default: mynah/wyoming.sock in the runtime folder]
    #[arg(long, value_name = "PATH")]
    wyoming: Option<PathBuf>,
}

impl CommandLine {
    /// Where clients connect to.
    pub(crate) fn socket(&self) -> Result<PathBuf, HttpError> {
        in_folder(self.socket.as_ref(), "http.sock")
    }

    /// Where mynah listens.
    pub(crate) fn wyoming(&self) -> Result<PathBuf, HttpError> {
        in_folder(self.wyoming.as_ref(), "wyoming.sock")
    }
}

/// A path that was named, or a file in the folder that mynah uses too.
fn in_folder(named: Option<&PathBuf>, name: &str) -> Result<PathBuf, HttpError> {
    if let Some(path) = named {
        return Ok(path.clone());
    }
    let project = ProjectDirs::from("", "", "mynah").ok_or(HttpError::NoPlace)?;
    let folder = project.runtime_dir().or_else(|| project.state_dir());
    folder.map(|folder| folder.join(name)).ok_or(HttpError::NoPlace)
}

/// The command line, for the manual page and completions.
pub fn command_line() -> clap::Command {
    CommandLine::command()
}
