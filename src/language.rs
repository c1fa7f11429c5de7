//! Language: a chat in, a reply or a tool call out.
//!
//! Owns the language model: its file's metadata, the tokenizer, the prompt templates, the decoder and the sampling.
//! Is the only part that knows candle. Does not know what the facts are, how a tool works, what was heard or how a
//! reply is spoken; takes no time and starts no thread. [`LanguageModel`] is the only door: what runs behind it can
//! be replaced.

mod chat;
mod constraint;
mod decoder;
mod dialogue;
mod error;
#[cfg(test)]
pub(crate) mod fixture;
pub mod gguf;
mod head_store;
pub mod measure;
mod model;
mod output;
mod sample;
pub mod template;
mod threads;
pub mod tiny;
pub mod tokenizer;

use std::path::Path;

pub use chat::{Chat, ChatTurn, Head, Reply, ToolCall, ToolDescription};
pub use error::LanguageError;
pub use model::{
    Description, Flow, Generation, LanguageModel, LoadOptions, Output, Piece, Sampling, StopReason,
    TokenCounts,
};

use crate::models::validate::LanguageModelInfo;

/// Loads the model file `path`, of which `models::validate::language` said `validated`.
///
/// # Errors
/// Names the file when it cannot be read, or its tokenizer or template is unknown, or candle refuses it.
pub fn load(
    path: &Path,
    validated: &LanguageModelInfo,
    options: &LoadOptions,
) -> Result<Box<dyn LanguageModel>, LanguageError> {
    // The checked envelope leaves candle no known way to panic; this is the net under it.
    let loading = std::panic::AssertUnwindSafe(|| dialogue::Dialogue::load(path, validated, options));
    match std::panic::catch_unwind(loading) {
        Ok(loaded) => Ok(Box::new(loaded?)),
        Err(_) => Err(LanguageError::Load {
            path: path.to_owned(),
            reason: "the loader gave up".to_owned(),
        }),
    }
}

#[cfg(test)]
mod starter_tests;
#[cfg(test)]
mod tests;
