//! The network: tokens in, scores of the next token out, and what it remembers of the tokens before.
//!
//! Owns which tokens are in the KV cache and how much of a prompt is found there. One decoder of our own, on candle's
//! quantised matrices, serves every family: see `decoder/family.rs`. Does not know what the tokens mean.

mod attention;
mod cache;
mod draft;
mod elementwise;
mod family;
mod inputs;
mod kernels;
mod matrix;
mod memory;
mod network;
mod rotation;
mod snapshot;
mod team;
mod weights;

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::sync::atomic::AtomicU64;

use candle_core::quantized::gguf_file::Content;

use super::gguf::Metadata;
use draft::Luck;
use family::Shape;
use network::Network;
use team::Team;
use weights::Reader;

/// Tokens of a prompt that are computed at once: many, so that weights are fetched once for them, but not more than a person
/// who interrupts can wait for.
const CHUNK: usize = 256;
/// A conversation is not longer, whatever the model was trained for: the cache of a small machine has to hold it.
const LONGEST: usize = 4_096;

/// A decoder with its cache.
pub(super) struct Decoder {
    network: Network,
    /// The tokens that are in the cache.
    tokens: Vec<u32>,
    /// Guessed tokens that are in the cache behind them, each with the scores of what follows it.
    ahead: VecDeque<(u32, Vec<f32>)>,
    luck: Luck,
    /// Guess what follows.
    guesses: bool,
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
    /// Loads the weights; the file must have passed `models::validate`. `read` counts their bytes.
    pub(super) fn load(
        content: &Content,
        metadata: &Metadata,
        file: &mut BufReader<File>,
        threads: usize,
        read: &AtomicU64,
    ) -> Result<Self, String> {
        let shape = Shape::of(content, metadata)?;
        let mut team = Team::new(threads);
        let mut reader = Reader {
            content,
            file,
            team: &mut team,
            memory: weights::memory(content),
            shape: &shape,
            read,
        };
        let weights = reader.read()?;
        let context = shape.context.min(LONGEST);
        Ok(Self {
            network: Network::new(shape, weights, team),
            tokens: Vec::new(),
            ahead: VecDeque::new(),
            luck: Luck::default(),
            guesses: true,
            context,
        })
    }

    /// Tokens of prompt and reply together.
    pub(super) fn context(&self) -> usize {
        self.context
    }

    /// Whether another token fits.
    pub(super) fn is_full(&self) -> bool {
        self.tokens.len() >= self.context
    }

    /// Reads a prompt of at least one token, from the longest beginning that is in the cache. Before each part of it
    /// `goes_on` is asked; if it does not, there is nothing to return.
    pub(super) fn prefill(
        &mut self,
        prompt: &[u32],
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Prefill>, String> {
        self.luck = Luck::default();
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
            if !goes_on() {
                return Ok(None);
            }
            // Only what follows the last of them is asked for: the matrix of the scores is the largest of all.
            let is_last = self.tokens.len() + chunk.len() == prompt.len();
            scores = self.read(chunk, usize::from(is_last))?;
        }
        let scores = scores.pop().unwrap_or_default();
        Ok(Some(Prefill { scores, reused }))
    }

    /// What is computed of these tokens, to be kept; they must be the first that were read.
    pub(super) fn snapshot(&self, model: u64, tokens: &[u32]) -> Option<Vec<u8>> {
        let read = self.tokens.starts_with(tokens);
        read.then(|| snapshot::write(&self.network, model, tokens))
    }

    /// Takes it back, in place of all that is remembered; `false` if it is of another model, of other tokens or damaged.
    pub(super) fn restore(&mut self, model: u64, tokens: &[u32], bytes: &[u8]) -> bool {
        self.truncate(0);
        let fits = tokens.len() < self.context;
        let restored = fits && snapshot::read(&mut self.network, model, tokens, bytes);
        if restored {
            self.tokens = tokens.to_vec();
        }
        restored
    }

    /// Adds tokens and gives the scores of the next one.
    pub(super) fn feed(&mut self, tokens: &[u32]) -> Result<Vec<f32>, String> {
        self.read(tokens, 1)?.pop().ok_or_else(|| "no scores".to_owned())
    }

    /// Adds tokens and gives the scores of what follows each of the last `wanted`.
    fn read(&mut self, tokens: &[u32], wanted: usize) -> Result<Vec<Vec<f32>>, String> {
        self.drop_guesses();
        let before = self.tokens.len();
        self.tokens.extend_from_slice(tokens);
        self.compute(tokens, before, wanted)
    }

    /// Adds the token that was chosen, and gives the scores of the next one. What probably follows is computed in the same
    /// round; if it does follow, the next calls cost nothing.
    pub(super) fn advance(&mut self, token: u32) -> Result<Vec<f32>, String> {
        match self.ahead.pop_front() {
            Some((guessed, scores)) if guessed == token => {
                self.luck.right += 1;
                self.tokens.push(token);
                return Ok(scores);
            }
            Some(_) => self.drop_guesses(),
            None => {}
        }
        let before = self.tokens.len();
        self.tokens.push(token);
        let room = self.context.saturating_sub(self.tokens.len());
        let guessed = if self.guesses {
            draft::guess(&self.tokens, room, self.luck).to_vec()
        } else {
            Vec::new()
        };
        self.luck.guessed += guessed.len();
        let round = [&[token], guessed.as_slice()].concat();
        let mut scores = self.compute(&round, before, round.len())?.into_iter();
        let next = scores.next().ok_or_else(|| "no scores".to_owned())?;
        self.ahead = guessed.into_iter().zip(scores).collect();
        Ok(next)
    }

    /// Tokens of this reply that were guessed right.
    pub(super) fn guessed_right(&self) -> usize {
        self.luck.right
    }

    /// Tokens through the network, behind the `before` that it remembers.
    fn compute(&mut self, tokens: &[u32], before: usize, wanted: usize) -> Result<Vec<Vec<f32>>, String> {
        if before + tokens.len() > self.context {
            self.tokens.truncate(before);
            return Err("the context is full".to_owned());
        }
        Ok(self.network.forward(tokens, before, wanted))
    }

    fn drop_guesses(&mut self) {
        self.ahead.clear();
    }

    /// Forgets all tokens but the first so many.
    pub(super) fn truncate(&mut self, tokens: usize) {
        self.tokens.truncate(tokens);
        self.drop_guesses();
    }
}

#[cfg(test)]
mod golden_tests;
