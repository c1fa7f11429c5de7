//! The network: tokens in, scores of the next token out, and what it remembers of the tokens before.
//!
//! Owns which tokens are in the KV cache and how much of a prompt is found there. One decoder of our own, on candle's
//! quantised matrices, serves every family: see `decoder/family.rs`. Does not know what the tokens mean.

mod cache;
mod family;
mod network;
mod repack;
mod rotation;
mod weights;

use std::fs::File;
use std::io::BufReader;

use candle_core::Device;
use candle_core::quantized::gguf_file::Content;

use super::gguf::Metadata;
use family::Shape;
use network::Network;
use weights::Reader;

/// Tokens computed at once; bounds the memory for attention scores.
const CHUNK: usize = 256;
/// A conversation is not longer, whatever the model was trained for: the cache of a small machine has to hold it.
const LONGEST: usize = 4_096;

/// A decoder with its cache.
pub(super) struct Decoder {
    network: Network,
    /// The tokens that are in the cache.
    tokens: Vec<u32>,
    context: usize,
}

/// A prompt that has been read.
pub(super) struct Prefill {
    /// The scores of all tokens to come next.
    pub scores: Vec<f32>,
    /// Tokens that were in the cache.
    pub reused: usize,
}

impl Decoder {
    /// Loads the weights; the file must have passed `models::validate`.
    pub(super) fn load(content: &Content, file: &mut BufReader<File>) -> Result<Self, String> {
        let shape = Shape::of(content, &Metadata::of(content))?;
        let mut reader = Reader {
            content,
            file,
            epsilon: shape.epsilon,
            centred: shape.centred,
        };
        let weights = reader
            .read(shape.layers, shape.parallel)
            .map_err(|error| error.to_string())?;
        let context = shape.context.min(LONGEST);
        let mut decoder = Self {
            network: Network::new(shape, weights).map_err(|error| error.to_string())?,
            tokens: Vec::new(),
            context,
        };
        // candle packs a matrix when it is used first: now, not in the first answer.
        decoder.feed(&[0, 0])?;
        decoder.truncate(0);
        Ok(decoder)
    }

    /// Tokens of prompt and reply together.
    pub(super) fn context(&self) -> usize {
        self.context
    }

    /// Whether another token fits.
    pub(super) fn is_full(&self) -> bool {
        self.tokens.len() >= self.context
    }

    /// Reads a prompt of at least one token, from the longest beginning that is in the cache.
    pub(super) fn prefill(&mut self, prompt: &[u32]) -> Result<Prefill, String> {
        let common = self
            .tokens
            .iter()
            .zip(prompt)
            .take_while(|(one, other)| one == other)
            .count();
        // One token must be left to compute: its scores are what is asked for.
        let reused = common.min(prompt.len().saturating_sub(1));
        self.truncate(reused);
        let mut scores = Vec::new();
        for chunk in prompt[reused..].chunks(CHUNK) {
            scores = self.feed(chunk)?;
        }
        Ok(Prefill { scores, reused })
    }

    /// Adds tokens and gives the scores of the next one.
    pub(super) fn feed(&mut self, tokens: &[u32]) -> Result<Vec<f32>, String> {
        let before = self.tokens.len();
        if before + tokens.len() > self.context {
            return Err("the context is full".to_owned());
        }
        let network = &mut self.network;
        match Device::Cpu.with_context(|| network.forward(tokens, before)) {
            Ok(scores) => {
                self.tokens.extend_from_slice(tokens);
                Ok(scores)
            }
            Err(error) => {
                // Some layers may have remembered the tokens and others not.
                self.truncate(0);
                Err(error.to_string())
            }
        }
    }

    /// Forgets all tokens but the first so many.
    pub(super) fn truncate(&mut self, tokens: usize) {
        self.tokens.truncate(tokens);
        self.network.truncate(tokens);
    }
}

#[cfg(test)]
mod golden_tests;
