//! Why a models folder is not changed: one sentence with the remedy.

use std::path::PathBuf;

use super::trust::Vouching;

/// Why a model is not added, removed or exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelFolderError {
    /// The path holds no model.
    #[error("{} is not a model: name a *.bin, *.gguf or *.onnx file, an encoder's folder (config.json, model.safetensors, tokenizer.json), or a *.mynah bundle.", .0.display())]
    NoModel(PathBuf),
    /// A folder holds several models.
    #[error("{} holds {count} models: name their files one by one.", folder.display())]
    Several {
        /// The folder.
        folder: PathBuf,
        /// How many.
        count: usize,
    },
    /// A name that a model cannot have.
    #[error(
        "'{0}' cannot be the name of this model: use letters and digits, not a path, and keep what tells its kind (*.bin, *silero*.bin, *.gguf, *.onnx); --name chooses another one."
    )]
    Name(String),
    /// A file cannot be read.
    #[error("{} cannot be read ({reason}): check the path and its permissions.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// A file of an encoder's folder is a link.
    #[error("{} is a link, which may lead anywhere: put the file itself there.", .0.display())]
    Link(PathBuf),
    /// A file became another one while it was read.
    #[error("{} changed while it was copied: try again when it is at rest.", .0.display())]
    Changed(PathBuf),
    /// It is not a sound model.
    #[error("{0}")]
    Unsound(String),
    /// Another file has its name.
    #[error("{} is already there with other content, and stays: choose another name with --name, or remove it with 'mynah models remove'.", .0.display())]
    Taken(PathBuf),
    /// Nobody whom the configuration trusts vouches for it.
    #[error("{} is not added, because {found}: get it with its signature (*.minisig) beside it, or correct models.trusted_keys.", path.display())]
    Untrusted {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        found: Vouching,
    },
    /// Another program changes the folder.
    #[error("Another mynah is changing {}: try again when it is done.", .0.display())]
    Busy(PathBuf),
    /// There is too little space.
    #[error("{} has {:.1} MB left, and {:.1} MB are needed: free some space.", folder.display(), *free as f64 / 1e6, *needed as f64 / 1e6)]
    NoSpace {
        /// The folder.
        folder: PathBuf,
        /// Bytes that are left.
        free: u64,
        /// Bytes that are needed.
        needed: u64,
    },
    /// The system refuses to write.
    #[error("{} cannot be written ({reason}): check its permissions and the space on the disk.", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The list of what was added is damaged.
    #[error("The list of added models {} is damaged ({reason}): remove it; the models stay, and 'mynah models add' lists them again.", path.display())]
    Records {
        /// The list.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A bundle that is damaged or hostile.
    #[error("The bundle cannot be used ({0}): nothing of it was added; get it again.")]
    Bundle(String),
}

impl ModelFolderError {
    /// A bundle that cannot be used, and why.
    pub(in super::super) fn bundle(reason: impl Into<String>) -> Self {
        Self::Bundle(reason.into())
    }
}
