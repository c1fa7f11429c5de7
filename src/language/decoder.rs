//! The network: tokens in, scores of the next token out, and what it remembers of the tokens before.
//!
//! Owns candle's quantised Llama and its KV cache. The cache cannot be shortened, but a clone of the network shares
//! the weights and carries its own cache; so clones taken at marked places serve as points to return to. Does not
//! know what the tokens mean.

use std::fs::File;
use std::io::BufReader;

use candle_core::quantized::gguf_file::Content;
use candle_core::{Device, Tensor};
use candle_transformers::models::quantized_llama::{MAX_SEQ_LEN, ModelWeights};

/// Tokens computed at once; bounds the memory for attention scores, and for the masks that candle never drops.
const CHUNK: usize = 256;

/// A network and the tokens that it has seen.
#[derive(Clone)]
struct Seen {
    tokens: Vec<u32>,
    network: ModelWeights,
}

/// A decoder with its cache.
pub(super) struct Decoder {
    fresh: ModelWeights,
    live: Seen,
    /// Points to return to, shortest first.
    kept: Vec<Seen>,
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
    /// Loads the weights; `context` is what the model was trained for.
    pub(super) fn load(file: Content, reader: &mut BufReader<File>, context: usize) -> Result<Self, String> {
        let fresh = ModelWeights::from_gguf(file, reader, &Device::Cpu).map_err(|error| error.to_string())?;
        let live = Seen {
            tokens: Vec::new(),
            network: fresh.clone(),
        };
        Ok(Self {
            fresh,
            live,
            kept: Vec::new(),
            context: context.min(MAX_SEQ_LEN),
        })
    }

    /// Tokens of prompt and reply together.
    pub(super) fn context(&self) -> usize {
        self.context
    }

    /// Whether another token fits.
    pub(super) fn is_full(&self) -> bool {
        self.live.tokens.len() >= self.context
    }

    /// Reads a prompt of at least one token, from the longest beginning that is cached. Keeps points to return to
    /// at its end and where `marks` (counts of tokens, ascending) say.
    pub(super) fn prefill(&mut self, prompt: &[u32], marks: &[usize]) -> Result<Prefill, String> {
        // One token must be left to compute: its scores are what is asked for.
        let serves = |seen: &Seen| seen.tokens.len() < prompt.len() && prompt.starts_with(&seen.tokens);
        self.kept.retain(serves);
        if !serves(&self.live) {
            self.live = self.kept.last().cloned().unwrap_or_else(|| self.beginning());
        } else if let Some(longer) = self
            .kept
            .last()
            .filter(|kept| kept.tokens.len() > self.live.tokens.len())
        {
            self.live = longer.clone();
        }
        let reused = self.live.tokens.len();
        let places: Vec<usize> = marks
            .iter()
            .copied()
            .filter(|&mark| mark < prompt.len())
            .chain([prompt.len()])
            .collect();
        self.kept.retain(|kept| places.contains(&kept.tokens.len()));
        let mut scores = Vec::new();
        for &place in places.iter().filter(|&&place| place > reused) {
            let begun = self.live.tokens.len();
            for chunk in prompt[begun..place].chunks(CHUNK) {
                scores = self.feed(chunk)?;
            }
            self.kept.push(self.live.clone());
        }
        Ok(Prefill { scores, reused })
    }

    /// Adds tokens and gives the scores of the next one.
    pub(super) fn feed(&mut self, tokens: &[u32]) -> Result<Vec<f32>, String> {
        let position = self.live.tokens.len();
        if position + tokens.len() > self.context {
            return Err("the context is full".to_owned());
        }
        let network = &mut self.live.network;
        let computed = Device::Cpu.with_context(|| {
            let input = Tensor::new(tokens, &Device::Cpu)?.unsqueeze(0)?;
            network.forward(&input, position)?.squeeze(0)?.to_vec1::<f32>()
        });
        match computed {
            Ok(scores) => {
                self.live.tokens.extend_from_slice(tokens);
                Ok(scores)
            }
            Err(error) => {
                // Some layers may have remembered the tokens and others not.
                self.live = self.beginning();
                Err(error.to_string())
            }
        }
    }

    /// Forgets all but the shortest point to return to, which is the head of the prompt if there is one.
    pub(super) fn reset(&mut self, keep_head: bool) {
        self.live = self.beginning();
        self.kept.truncate(usize::from(keep_head));
    }

    fn beginning(&self) -> Seen {
        Seen {
            tokens: Vec::new(),
            network: self.fresh.clone(),
        }
    }
}
