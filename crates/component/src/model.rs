//! The language model as a component may ask it.
//!
//! Owns the bounds of what is asked and of how often. Who answers is behind [`ModelAccess`]: mynah, through the protocol.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::bindings::mynah::tool::language_model::ModelError;

/// A prompt may be this long, in bytes.
const MAX_PROMPT_LEN: usize = 8_000;
/// A model writes so many tokens at most.
const MAX_TOKENS: u32 = 256;
/// One call of a tool may ask so often.
const MAX_QUESTIONS: u8 = 4;

/// What the model wrote, later; `None` where it did not.
pub(crate) type Generated<'a> = Pin<Box<dyn Future<Output = Option<String>> + Send + 'a>>;

/// Somebody who has a language model.
pub(crate) trait ModelAccess: Send + Sync {
    /// Continues a conversation of one message.
    fn generate(&self, prompt: String, max_tokens: u32) -> Generated<'_>;
}

/// The model during one call of a tool.
#[derive(Clone)]
pub(crate) struct CallModel {
    access: Option<Arc<dyn ModelAccess>>,
    asked: u8,
}

impl CallModel {
    /// `access` is `None` where no model is granted.
    pub(crate) fn new(access: Option<Arc<dyn ModelAccess>>) -> Self {
        Self { access, asked: 0 }
    }

    /// Asks the model, within the bounds.
    pub(crate) async fn generate(&mut self, prompt: String, max_tokens: u32) -> Result<String, ModelError> {
        let Some(access) = &self.access else {
            return Err(ModelError::NotGranted);
        };
        if prompt.len() > MAX_PROMPT_LEN {
            return Err(ModelError::TooLong);
        }
        if self.asked >= MAX_QUESTIONS {
            return Err(ModelError::TooOften);
        }
        self.asked += 1;
        let written = access.generate(prompt, max_tokens.clamp(1, MAX_TOKENS)).await;
        written.ok_or(ModelError::Failed)
    }
}
