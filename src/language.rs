//! Language: a chat in, a reply or a tool call out.
//!
//! Owns the language model: its file's metadata, the tokenizer, the prompt templates, the decoder and the sampling. This is the
//! only part that knows candle. It does not know what the facts are, how a tool works, what was heard or how a reply is spoken;
//! it reads no clock, and starts no threads but the decoder's pool. [`LanguageModel`] is the interface: any implementation can
//! replace this one.

mod absent;
mod chat;
mod chat_model;
mod constraint;
mod decoder;
mod error;
#[cfg(test)]
pub(crate) mod fixture;
pub mod gguf;
pub mod measure;
mod model;
mod output;
mod prefix_cache;
mod sample;
pub mod template;
mod threads;
pub mod tiny;
pub mod tokenizer;

use std::path::Path;

pub use absent::AbsentModel;
pub use chat::{Chat, ChatTurn, PromptPrefix, Reply, ToolCall, ToolDescription};
pub use error::LanguageError;
pub use model::{
    Description, Flow, Generation, LanguageModel, LoadOptions, Output, Piece, Sampling, StopReason,
    TokenCounts,
};

use crate::models::validate::LanguageModelInfo;

/// Loads the model file `path`, of which `models::validate::language` said `validated`.
///
/// # Errors
/// Names the file if it cannot be read, if its tokenizer or template is unknown, or if the decoder refuses it.
pub fn load(
    path: &Path,
    validated: &LanguageModelInfo,
    options: &LoadOptions,
) -> Result<Box<dyn LanguageModel>, LanguageError> {
    // A validated file gives candle no known way to panic; this is the safety net.
    let loading = std::panic::AssertUnwindSafe(|| chat_model::ChatModel::load(path, validated, options));
    match std::panic::catch_unwind(loading) {
        Ok(loaded) => Ok(Box::new(loaded?)),
        Err(_) => Err(LanguageError::Load {
            path: path.to_owned(),
            reason: "the loader panicked".to_owned(),
        }),
    }
}

#[cfg(test)]
mod starter_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod upstream_tests;
