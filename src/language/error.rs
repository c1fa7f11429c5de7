//! Why a language model cannot be loaded or fails to answer.
//!
//! Owns the messages. A reply that makes no sense is not an error: it is an `Output`.

use std::path::PathBuf;

/// Why a language model cannot be loaded or fails to answer: one sentence with the file and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum LanguageError {
    /// The file could not be loaded.
    #[error("The language model {} cannot be loaded ({reason}): copy it again, or use another one.", path.display())]
    Load {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// The file has a tokenizer that is not implemented, or a broken one.
    #[error("The language model {} has a tokenizer that cannot be used ({reason}): use one of those that 'mynah models' lists.", path.display())]
    Tokenizer {
        /// The file.
        path: PathBuf,
        /// What is unknown or broken.
        reason: String,
    },
    /// The model's prompt template is unknown.
    #[error("The language model {} has no prompt template that this version knows ({reason}): use an Instruct or Chat model, as 'mynah models' lists them, or use the file's own template with template = \"file\" under [models].", path.display())]
    Template {
        /// The file.
        path: PathBuf,
        /// What was looked at.
        reason: String,
    },
    /// The file's own template cannot be run.
    #[error("The language model {} contains a chat template that cannot be run ({reason}): remove template = \"file\" under [models], or use another model.", path.display())]
    OwnTemplate {
        /// The file.
        path: PathBuf,
        /// What it does wrong.
        reason: String,
    },
    /// The computation failed.
    #[error("The language model {} failed ({reason}): try again, or use another model.", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// A question alone is longer than the context.
    #[error("That question is too long for the language model: please use at most about {words} words.")]
    TooLong {
        /// How many words would fit, roughly.
        words: usize,
    },
    /// The chat does not end with a question.
    #[error("There is no question to answer: the last turn must be without a reply.")]
    NoQuestion,
}
