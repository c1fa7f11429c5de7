//! The language model of a machine that has none: nothing is worded, and no tool is called.
//!
//! What the skills and the documents answer needs no language model.

use super::model::{
    Description, Flow, Generation, LanguageModel, Output, Piece, Sampling, StopReason, TokenCounts,
};
use super::{Chat, LanguageError, PromptPrefix};

/// Says nothing.
pub struct AbsentModel(Description);

impl Default for AbsentModel {
    fn default() -> Self {
        Self(Description {
            name: "none".to_owned(),
            architecture: "none".to_owned(),
            parameters: 0,
            quantisation: "none".to_owned(),
            context_length: 0,
        })
    }
}

impl LanguageModel for AbsentModel {
    fn describe(&self) -> &Description {
        &self.0
    }

    fn generate(
        &mut self,
        _chat: &Chat,
        _options: &Sampling,
        _on_event: &mut dyn FnMut(Piece<'_>) -> Flow,
    ) -> Result<Generation, LanguageError> {
        Ok(Generation {
            output: Output::Text(String::new()),
            stop: StopReason::End,
            tokens: TokenCounts::default(),
            dropped_turns: 0,
        })
    }

    fn prepare(&mut self, _prefix: &PromptPrefix) -> Result<(), LanguageError> {
        Ok(())
    }

    fn reset(&mut self) {}
}
