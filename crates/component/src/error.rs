//! Why a component does not answer, each as one sentence.
//!
//! Owns the sentences. Where they are written to is decided by who calls.

use std::path::PathBuf;

/// Why a component was not loaded or a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ComponentError {
    /// Its file cannot be read.
    #[error("cannot read {}: {reason}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// It is no component, or one that this program cannot run.
    #[error("{} is not a component that can be run: {reason}", .path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A folder cannot be granted.
    #[error("cannot grant the folder {}: {reason}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// What it tells of its tools is wrong.
    #[error("the component describes its tools wrongly: {0}")]
    Description(String),
    /// There is no such tool.
    #[error("the component has no tool {0}")]
    NoTool(String),
    /// An argument does not fit.
    #[error("{0}")]
    Argument(String),
    /// It has used up its instructions.
    #[error("the component was stopped: it had used {0} million instructions (--fuel)")]
    Fuel(u64),
    /// It wanted more memory than it may have.
    #[error("the component was stopped: it wanted more than {0} MB of memory (--memory)")]
    Memory(usize),
    /// It took too long.
    #[error("the component was stopped: it had not answered after {0} seconds (--seconds)")]
    Late(u8),
    /// It failed by itself.
    #[error("the component failed: {0}")]
    Failed(String),
    /// The engine cannot be set up.
    #[error("WebAssembly cannot be run here: {0}")]
    Engine(String),
}
