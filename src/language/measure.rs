//! Benchmarks of the decoder alone, on meaningless tokens.

use std::path::Path;
use std::sync::atomic::AtomicU64;

use super::LanguageError;
use super::decoder::Decoder;
use super::gguf::{self, Metadata};
use super::sample::greedy;
use super::threads;
use super::tokenizer::Tokenizer;
use crate::models::validate::LanguageModelInfo;

/// A loaded decoder.
pub struct DecoderBenchmark {
    decoder: Decoder,
    vocabulary: u32,
    next: u32,
    path: std::path::PathBuf,
}

impl DecoderBenchmark {
    /// Loads the file of which `models::validate::language` said `validated`.
    pub fn load(path: &Path, validated: &LanguageModelInfo) -> Result<Self, LanguageError> {
        let refused = |reason| LanguageError::Load {
            path: path.to_owned(),
            reason,
        };
        let (content, mut file) = gguf::open(path).map_err(refused)?;
        let metadata = Metadata::of(&content);
        // Not needed here, but part of the time that loading takes.
        if let Err(reason) = Tokenizer::from_metadata(&metadata) {
            tracing::debug!(reason, "unknown tokenizer");
        }
        Ok(Self {
            decoder: Decoder::load(
                &content,
                &metadata,
                &mut file,
                threads::count(0),
                &AtomicU64::new(0),
            )
            .map_err(refused)?,
            vocabulary: validated.vocabulary,
            next: 0,
            path: path.to_owned(),
        })
    }

    /// Tokens that the decoder can hold.
    pub fn context(&self) -> usize {
        self.decoder.context()
    }

    /// Empties the KV cache: the next prompt is read from its beginning.
    pub fn clear(&mut self) {
        self.decoder.truncate(0);
    }

    /// Reads a prompt of `tokens` tokens.
    pub fn read(&mut self, tokens: u32) -> Result<(), LanguageError> {
        let prompt: Vec<u32> = (0..tokens)
            .map(|number| (3 + number * 7919) % self.vocabulary)
            .collect();
        let scores = self
            .decoder
            .prefill(&prompt, &mut || true)
            .map_err(|reason| self.failed(reason))?
            .map(|prefill| prefill.scores)
            .unwrap_or_default();
        self.next = greedy(&scores).unwrap_or_default();
        Ok(())
    }

    /// Generates `tokens` tokens greedily.
    pub fn write(&mut self, tokens: u32) -> Result<(), LanguageError> {
        for _ in 0..tokens {
            let scores = self
                .decoder
                .feed(&[self.next])
                .map_err(|reason| self.failed(reason))?;
            self.next = greedy(&scores).unwrap_or_default();
        }
        Ok(())
    }

    fn failed(&self, reason: String) -> LanguageError {
        LanguageError::Failed {
            path: self.path.clone(),
            reason,
        }
    }
}
