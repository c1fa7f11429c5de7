//! Why something was not fetched: one sentence that says what, which file, and what to do; and the exit code.
//!
//! Owns the messages. The other modules decide what is wrong.

use std::path::PathBuf;

/// Why something was not fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PullError {
    /// The catalogue has no such name.
    #[error("There is no model '{name}' in the catalogue{}: 'mynah-pull list' prints the names.", like(nearest.as_deref()))]
    Unknown {
        /// The name as it was given.
        name: String,
        /// A name of the catalogue that is similar.
        nearest: Option<String>,
    },
    /// Nothing was asked for, or what was asked for contradicts itself.
    #[error("{0}")]
    Usage(String),
    /// Another catalogue cannot be read.
    #[error("{} cannot be used: {reason}.", path.display())]
    Catalogue {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The licences were not accepted.
    #[error("Nothing was fetched, because the licences were not accepted.")]
    Declined,
    /// The models folder cannot be used.
    #[error("The folder {} cannot be used ({reason}): choose another one with --to.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// Another run fetches into the same folder.
    #[error("Another mynah-pull is fetching into {}: wait until it ends, or choose another folder with --to.", .0.display())]
    Busy(PathBuf),
    /// There is too little space.
    #[error("{} has {} free, and {} are needed: make room, or choose another folder with --to.", folder.display(), megabytes(*free), megabytes(*needed))]
    NoSpace {
        /// The folder.
        folder: PathBuf,
        /// Bytes that are free.
        free: u64,
        /// Bytes that are needed.
        needed: u64,
    },
    /// A file cannot be written.
    #[error("{} cannot be written ({reason}): make room or correct the permissions; the next run continues what is there.", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// A file is there already and is another one.
    #[error("{} is there already and is not the file of the catalogue: rename or remove it, or replace it with --force.", .0.display())]
    Differs(PathBuf),
    /// The server has no such file.
    #[error("{host} has no {file} (HTTP status {status}): the catalogue may be out of date; look at {page}.")]
    Missing {
        /// The file.
        file: String,
        /// The server.
        host: String,
        /// 404, 410, or another one that trying again does not change.
        status: u16,
        /// Where people read about the model.
        page: String,
    },
    /// The server wants to know who asks.
    #[error("{host} gives {file} only to those who accepted its licence (HTTP status {status}): accept it at {page}, and set HF_TOKEN to a token of your account{}.", sent(*token_sent))]
    Token {
        /// The file.
        file: String,
        /// The server.
        host: String,
        /// 401 or 403.
        status: u16,
        /// Where the licence is accepted.
        page: String,
        /// Whether a token was sent.
        token_sent: bool,
    },
    /// A redirect leads where no redirect may lead.
    #[error(
        "{file} was not fetched, because {host} leads {reason}: use another network or another --mirror."
    )]
    Redirect {
        /// The file.
        file: String,
        /// The server.
        host: String,
        /// Where it leads.
        reason: String,
    },
    /// The server asks for a longer wait than is waited.
    #[error(
        "{host} asks to come back for {file} in {seconds} s: run the same command then; it continues what is there."
    )]
    Later {
        /// The file.
        file: String,
        /// The server.
        host: String,
        /// Seconds.
        seconds: u64,
    },
    /// The server cannot show that it is the one that was asked for.
    #[error(
        "{host} cannot be trusted with {file} ({reason}): check this machine's clock and certificates (the package ca-certificates), or use another network."
    )]
    Certificate {
        /// The file.
        file: String,
        /// The server.
        host: String,
        /// What is wrong with its certificate.
        reason: String,
    },
    /// Every attempt failed.
    #[error(
        "{file} could not be fetched from {host} in {attempts} attempts ({reason}): run the same command again; it continues what is there."
    )]
    GaveUp {
        /// The file.
        file: String,
        /// The server.
        host: String,
        /// Attempts since the last progress.
        attempts: u32,
        /// Why the last one failed.
        reason: String,
    },
    /// A web page came instead.
    #[error(
        "{host} sent a web page instead of {file}: this network may ask for a login in a browser first, or the mirror is none."
    )]
    WebPage {
        /// The file.
        file: String,
        /// The server.
        host: String,
    },
    /// Something else came instead.
    #[error("What {host} sent as {file} is not {expected}: use another --mirror, or look at {page}.")]
    Foreign {
        /// The file.
        file: String,
        /// The server.
        host: String,
        /// What should have come.
        expected: &'static str,
        /// Where people read about the model.
        page: String,
    },
    /// The length is wrong.
    #[error("{host} sends {} as {file}, where {expected} were expected: use another --mirror, or look at {page}.", megabytes(*found))]
    Length {
        /// The file.
        file: String,
        /// The server.
        host: String,
        /// What was expected, with its unit.
        expected: String,
        /// Bytes that the server sends or announces.
        found: u64,
        /// Where people read about the model.
        page: String,
    },
    /// The SHA-256 is wrong.
    #[error(
        "{file} has the SHA-256 {found}, and {whose} says {expected}: it was discarded; use another --mirror, or look at {page}."
    )]
    Digest {
        /// The file.
        file: String,
        /// Who says what it should be.
        whose: &'static str,
        /// The digest that it should have.
        expected: String,
        /// The digest that it has.
        found: String,
        /// Where people read about the model.
        page: String,
    },
    /// The program was told to stop.
    #[error("Interrupted: the next run of the same command continues what is there.")]
    Interrupted,
    /// The program was terminated.
    #[error("Terminated: the next run of the same command continues what is there.")]
    Terminated,
}

impl PullError {
    /// The exit code, as `mynah-pull --help` tells it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Missing { .. }
            | Self::Certificate { .. }
            | Self::Redirect { .. }
            | Self::Later { .. }
            | Self::GaveUp { .. } => 1,
            Self::Unknown { .. } | Self::Usage(_) | Self::Catalogue { .. } => 2,
            Self::Declined => 3,
            Self::Folder { .. } | Self::NoSpace { .. } | Self::Write { .. } => 4,
            Self::Differs(_)
            | Self::WebPage { .. }
            | Self::Foreign { .. }
            | Self::Length { .. }
            | Self::Digest { .. } => 5,
            Self::Token { .. } => 6,
            Self::Busy(_) => 7,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

fn like(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(" ('{name}' is similar)"))
}

fn sent(token_sent: bool) -> &'static str {
    if token_sent {
        " (the one that is set was refused)"
    } else {
        ""
    }
}

/// `11.1 MB`, `2.50 GB`.
pub fn megabytes(bytes: u64) -> String {
    if bytes >= 1_000_000_000 {
        format!("{:.2} GB", bytes as f64 / 1e9)
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}
