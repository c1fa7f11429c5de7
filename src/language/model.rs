//! The interface of a language model.
//!
//! Owns the trait and its data. Does not know what implements it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde::{Deserialize, Serialize};

use super::{Chat, LanguageError, PromptPrefix, ToolCall};

/// A loaded language model with its KV cache.
pub trait LanguageModel: Send {
    /// Name, architecture, size and format of the model.
    fn describe(&self) -> &Description;

    /// Answers the last turn of `chat`. `on_event` gets the answer piece by piece and can stop it after any of them.
    ///
    /// Tokens in the KV cache are not computed again, so a chat that only grows is cheapest. Turns that do not fit into the
    /// context are left out, oldest first.
    fn generate(
        &mut self,
        chat: &Chat,
        options: &Sampling,
        on_event: &mut dyn FnMut(Piece<'_>) -> Flow,
    ) -> Result<Generation, LanguageError>;

    /// Reads the prompt prefix of the conversations to come, so that the first question need not wait for it. If
    /// [`LoadOptions::prefix_cache`] names a folder, the result is kept there for the next start.
    fn prepare(&mut self, prefix: &PromptPrefix) -> Result<(), LanguageError>;

    /// Forgets the conversation but keeps the prompt prefix in the KV cache.
    fn reset(&mut self);
}

/// What a loaded model is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// Its architecture, such as `llama`.
    pub architecture: String,
    /// Number of parameters.
    pub parameters: u64,
    /// Quantisation of the parameters, such as `Q4_K_M`.
    pub quantisation: String,
    /// Context length as run here: prompt and reply together, in tokens.
    pub context_length: usize,
}

/// How a model is loaded.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Threads to compute with; 0 takes one for each physical core, which is quickest.
    pub threads: usize,
    /// Use the chat template in the file instead of one of ours.
    pub own_template: bool,
    /// Folder for the KV cache of prompt prefixes between two starts; `None` keeps nothing.
    pub prefix_cache: Option<PathBuf>,
    /// Counts the bytes of weights that have been read.
    pub read: Arc<AtomicU64>,
}

/// How tokens are chosen. The default is greedy: the likeliest token, always the same reply.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sampling {
    /// 0 is greedy; 1 draws from the model's own distribution.
    pub temperature: f32,
    /// Draws from this many likeliest tokens; 0 from all.
    pub top_k: usize,
    /// Draws from the likeliest tokens that together have this probability; 1 from all.
    pub top_p: f32,
    /// Leaves out tokens less likely than this part of the likeliest; 0 none.
    pub min_p: f32,
    /// Divides the scores of the reply's last 64 tokens; 1 is off.
    pub repetition_penalty: f32,
    /// Lowers the scores of tokens that would continue a repetition in the reply: by this, times 1.75 for each repeated token
    /// beyond two ("DRY", don't repeat yourself); 0 is off.
    pub dry_penalty: f32,
    /// Seed of the random numbers; the same seed gives the same reply.
    pub seed: u64,
    /// The reply ends after this many tokens.
    pub max_tokens: usize,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            temperature: 0.0,
            top_k: 0,
            top_p: 1.0,
            min_p: 0.0,
            repetition_penalty: 1.0,
            dry_penalty: 0.0,
            seed: 0,
            max_tokens: 256,
        }
    }
}

/// What comes out while a reply is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A part of the prompt is about to be read.
    Prefilling,
    /// The prompt has been read; decoding begins.
    Prefilled,
    /// The next words of the reply: whole characters, no control tokens, nothing of a tool call. All of them
    /// together are the text of [`Output::Text`].
    Text(&'a str),
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Generate the next token.
    Continue,
    /// Stop here.
    Stop,
}

/// A finished reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Generation {
    /// What the model said.
    pub output: Output,
    /// Why it ended.
    pub stop: StopReason,
    /// What was counted.
    pub tokens: TokenCounts,
    /// How many of the oldest turns did not fit into the context.
    pub dropped_turns: usize,
}

/// What a model said.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Words, without spaces around them.
    Text(String),
    /// A call of a tool, which may not exist.
    Tool(ToolCall),
    /// Something that began as a tool call but is not one; it was not streamed.
    Malformed(String),
}

/// Why a reply ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// The model ended it.
    End,
    /// It grew to the length allowed, or to the end of the context.
    Length,
    /// The caller stopped it.
    Cancelled,
}

/// Tokens of a generation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenCounts {
    /// Of the prompt.
    pub prompt: usize,
    /// Of these, found in the KV cache.
    pub reused: usize,
    /// Chosen by the model, its end token among them.
    pub generated: usize,
    /// Of these, accepted from a draft: they cost no round of their own.
    pub drafted: usize,
}
