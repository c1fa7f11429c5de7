//! What can go wrong, each as one sentence with the file and the remedy.
//!
//! Owns the error type; where an error arises is the other modules' affair.

use std::io;
use std::path::PathBuf;

use mynah_encoder::EncoderError;
use mynah_files::FileError;
use mynah_knowledge::documents::DocumentError;

/// Why nothing was trained or measured.
#[derive(Debug, thiserror::Error)]
pub enum AdapterError {
    /// The corrections cannot be read.
    #[error("{}: cannot be read ({source}); check that it is there, is a file, and may be read", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: FileError,
    },
    /// The corrections are no such table.
    #[error("{}: {what}; write a CSV file with the columns question and line, at least one row below their names", file.display())]
    Corrections {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The encoder, or an adapter.
    #[error(transparent)]
    Encoder(#[from] EncoderError),
    /// The documents.
    #[error(transparent)]
    Documents(#[from] DocumentError),
    /// Corrections that only compare with each other.
    #[error(
        "There are no lines to compare with: name the documents by --knowledge, or give corrections with at least two different lines."
    )]
    NoLines,
    /// Noise hides nothing where one correction is another's wrong line.
    #[error(
        "--noise needs --knowledge: without documents, the lines of the other corrections are compared with, and the noise would not hide them."
    )]
    NoiseWithoutKnowledge,
    /// The adapter to go on from looks in other directions.
    #[error("{}: its directions are not those of this encoder with this rank; leave --rank out, or begin without --from", .0.display())]
    Start(PathBuf),
    /// The numbers grew out of bounds.
    #[error("The training went astray: give a smaller --rate, or fewer --steps.")]
    Astray,
    /// The system has no random numbers.
    #[error("The system gives no random numbers ({0}), which --noise needs.")]
    Random(String),
    /// The adapter cannot be written.
    #[error("{}: cannot be written ({source}); check its folder and the space on the disk", file.display())]
    Unwritable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: FileError,
    },
    /// Standard output is closed.
    #[error("The output cannot be written ({0}).")]
    Output(#[from] io::Error),
}
