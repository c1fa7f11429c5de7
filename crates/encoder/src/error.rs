//! What can go wrong with an encoder, each with the file it concerns and what to do about it.
//!
//! Owns the error type; where an error arises is the other modules' affair.

use std::path::PathBuf;

/// Why an encoder could not be loaded or run.
#[derive(Debug, thiserror::Error)]
pub enum EncoderError {
    /// The file cannot be opened or read.
    #[error("{}: cannot be read ({source}); check that it is there and may be read", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is larger than its limit; nothing of it was used.
    #[error("{}: larger than {most} bytes, the most that is taken; use a smaller encoder", file.display())]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// The limit.
        most: u64,
    },
    /// The configuration is broken, out of bounds, or of a kind that cannot be run.
    #[error("{}: {what}; use the configuration that came with a BERT or DistilBERT encoder", file.display())]
    Config {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The weights are broken or do not belong to the configuration.
    #[error("{}: {what}; fetch the file again, together with its configuration", file.display())]
    Weights {
        /// The file.
        file: PathBuf,
        /// What is wrong with them.
        what: String,
    },
    /// The tokenizer is broken or does not belong to the configuration.
    #[error("{}: {what}; use the tokenizer.json that came with the encoder", file.display())]
    Tokenizer {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The adapter is broken or belongs to another encoder.
    #[error("{}: {what}; remove the adapter, or train it again for this encoder", file.display())]
    Adapter {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The encoder has no reader's head: it can compare texts but not judge answers.
    #[error("this encoder cannot read passages; the starter encoder can")]
    NoReader,
    /// The threads in which it computes cannot be started.
    #[error(
        "the encoder cannot start its threads ({0}); close other programs or raise the limit of processes"
    )]
    Threads(String),
    /// Running the model failed.
    #[error("the encoder failed: {0}")]
    Run(String),
}

/// What a file holds, as a sentence quotes it.
pub(crate) fn brief(text: &str) -> String {
    mynah_files::brief(text, 120)
}

impl From<candle_core::Error> for EncoderError {
    fn from(error: candle_core::Error) -> Self {
        Self::Run(error.to_string())
    }
}
