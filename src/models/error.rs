//! Why a model cannot be found or used: one sentence that names the file and the remedy.
//!
//! Owns the messages. `store` and `validate` decide what is wrong.

use std::fmt::Write;
use std::path::PathBuf;

use super::{Kind, Vouching};

/// Why a model cannot be found or used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The file cannot be opened or read.
    #[error("The model file {} cannot be read ({reason}): check the path and its permissions.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The models folder does not exist.
    #[error("The models folder {} does not exist: correct --models, MYNAH_MODELS or models.folder in the configuration.", .0.display())]
    NoFolder(PathBuf),
    /// A models folder is there and cannot be read.
    #[error("The models folder {} cannot be read ({reason}): check its permissions, and the limits of this program.", folder.display())]
    UnreadableFolder {
        /// The folder.
        folder: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// No model of this kind is installed.
    #[error("No {kind} model was found in {}: put one (*.{}) into one of these folders; 'mynah models' lists good ones, 'mynah-pull' fetches them.", places(folders), kind.extension())]
    Missing {
        /// The kind looked for.
        kind: Kind,
        /// Where it was looked for.
        folders: Vec<PathBuf>,
    },
    /// The configured model is not installed.
    #[error(
        "There is no {kind} model '{name}' in {}: correct the name or path in the configuration; 'mynah models' lists installed ones.",
        places(folders)
    )]
    NoSuchName {
        /// The kind looked for.
        kind: Kind,
        /// The name or path as configured.
        name: String,
        /// Where it was looked for.
        folders: Vec<PathBuf>,
    },
    /// The file is something else.
    #[error("{} is {what}, not a {kind} model: {remedy}.", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What should have been there.
        kind: Kind,
        /// What it seems to be, with its article.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// The file is truncated.
    #[error("{} is cut short: {} there; copy it again.", path.display(), amount(*present, *whole))]
    CutShort {
        /// The file.
        path: PathBuf,
        /// Bytes that are there.
        present: u64,
        /// Bytes that should be, where the header tells.
        whole: Option<u64>,
    },
    /// The file is inconsistent.
    #[error("The {kind} model {} is damaged ({what}): copy it again, or use another one.", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What it should have been.
        kind: Kind,
        /// The first contradiction found.
        what: String,
    },
    /// The file is larger than any model that can be run.
    #[error("{} has {}, more than the {} that a {kind} model may have: use a smaller one.", path.display(), megabytes(*size), megabytes(*limit))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What it should have been.
        kind: Kind,
        /// Its bytes.
        size: u64,
        /// The bytes allowed.
        limit: u64,
    },
    /// There is too little memory for it.
    #[error("The {kind} model {} needs about {} of {what}, and {} are left: close other programs, raise the limit, or use a smaller model.", path.display(), megabytes(*needed), megabytes(*free))]
    Memory {
        /// The file.
        path: PathBuf,
        /// The kind of model.
        kind: Kind,
        /// Memory, or the process's address space.
        what: &'static str,
        /// The bytes that it takes, roughly.
        needed: u64,
        /// The bytes that are left.
        free: u64,
    },
    /// Somebody must vouch for it, and nobody does.
    #[error("The model {} is not used, because {found}: get it with its signature (*.minisig) beside it, or set models.require_signature to false.", path.display())]
    Untrusted {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        found: Vouching,
    },
    /// The architecture is not supported.
    #[error("The language model {} has the architecture '{architecture}', which this version cannot run: use one of: {supported}.", path.display())]
    Architecture {
        /// The file.
        path: PathBuf,
        /// The architecture it names.
        architecture: String,
        /// The ones that work.
        supported: String,
    },
    /// The file needs something that is not supported.
    #[error("The {kind} model {} needs {what}, which this version cannot run: use one of those that 'mynah models' lists.", path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// The kind of model.
        kind: Kind,
        /// What it needs.
        what: String,
    },
}

fn places(folders: &[PathBuf]) -> String {
    let mut text = String::new();
    for (index, folder) in folders.iter().enumerate() {
        let before = match index {
            0 => "",
            _ if index + 1 == folders.len() => " or ",
            _ => ", ",
        };
        let _ = write!(text, "{before}{}", folder.display());
    }
    if text.is_empty() {
        "any folder".to_owned()
    } else {
        text
    }
}

/// `11.1 MB`.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn amount(present: u64, whole: Option<u64>) -> String {
    match whole {
        Some(whole) => format!("{:.1} of {} are", present as f64 / 1e6, megabytes(whole)),
        None => format!("only {} are", megabytes(present)),
    }
}
