//! The decoder: tokens in, scores of the next token out, with a KV cache.
//!
//! Owns which tokens are in the KV cache and how much of a prompt is reused from it. One implementation, on matrices of its own
//! (`decoder/matrix.rs`), serves every family: see `decoder/family.rs`. candle only reads the files. Does not know what the
//! tokens mean.

mod attention;
mod cache;
mod draft;
mod family;
mod network;
mod rotation;
mod snapshot;
mod weights;

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::sync::atomic::AtomicU64;

use candle_core::quantized::gguf_file::Content;
use mynah_matrix::ThreadPool;

use super::gguf::Metadata;
use draft::DraftStats;
use family::Shape;
use network::Network;
use weights::Reader;

/// Tokens of a prompt that are computed at once: many, so that the weights are read once for all of them, but few enough that
/// an interruption takes effect quickly.
const PREFILL_CHUNK: usize = 256;
/// Longest context, whatever the model was trained for: the KV cache has to fit into a small machine.
const MAX_CONTEXT: usize = 4_096;

/// A decoder with its cache.
pub(super) struct Decoder {
    network: Network,
    /// The tokens that are in the cache.
    tokens: Vec<u32>,
    /// Drafted tokens that follow them in the cache, each with the scores of the token after it.
    pending: VecDeque<(u32, Vec<f32>)>,
    draft_stats: DraftStats,
    /// Whether to draft tokens.
    drafts: bool,
    context: usize,
}

/// The result of reading a prompt.
pub(super) struct Prefill {
    /// The scores of the next token.
    pub scores: Vec<f32>,
    /// Tokens of the prompt that were in the cache already.
    pub reused: usize,
}

impl Decoder {
    /// Loads the weights; the file must have passed `models::validate`. `read` counts the bytes read.
    pub(super) fn load(
        content: &Content,
        metadata: &Metadata,
        file: &mut BufReader<File>,
        threads: usize,
        read: &AtomicU64,
    ) -> Result<Self, String> {
        let shape = Shape::of(content, metadata)?;
        let mut pool = ThreadPool::new(threads);
        let mut reader = Reader {
            content,
            file,
            pool: &mut pool,
            arena: weights::arena(content),
            shape: &shape,
            read,
        };
        let weights = reader.read()?;
        let context = shape.context.min(MAX_CONTEXT);
        Ok(Self {
            network: Network::new(shape, weights, pool),
            tokens: Vec::new(),
            pending: VecDeque::new(),
            draft_stats: DraftStats::default(),
            drafts: true,
            context,
        })
    }

    /// The longest prompt and reply together, in tokens.
    pub(super) fn context(&self) -> usize {
        self.context
    }

    /// Whether the context is full.
    pub(super) fn is_full(&self) -> bool {
        self.tokens.len() >= self.context
    }

    /// Reads a prompt of at least one token, reusing its longest prefix in the cache. Asks `goes_on` before each chunk;
    /// returns `None` once it says no.
    pub(super) fn prefill(
        &mut self,
        prompt: &[u32],
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Prefill>, String> {
        self.draft_stats = DraftStats::default();
        let common = self
            .tokens
            .iter()
            .zip(prompt)
            .take_while(|(one, other)| one == other)
            .count();
        // At least one token must be computed: its scores are the result.
        let reused = common.min(prompt.len().saturating_sub(1));
        self.truncate(reused);
        let mut scores = Vec::new();
        for chunk in prompt[reused..].chunks(PREFILL_CHUNK) {
            if !goes_on() {
                return Ok(None);
            }
            // Only the last chunk needs scores: the output matrix is the largest of all.
            let is_last = self.tokens.len() + chunk.len() == prompt.len();
            scores = self.read(chunk, usize::from(is_last))?;
        }
        let scores = scores.pop().unwrap_or_default();
        Ok(Some(Prefill { scores, reused }))
    }

    /// Serialises the cache of these tokens; `None` unless they are the first in the cache.
    pub(super) fn snapshot(&self, model: u64, tokens: &[u32]) -> Option<Vec<u8>> {
        let read = self.tokens.starts_with(tokens);
        read.then(|| snapshot::write(&self.network, model, tokens))
    }

    /// Replaces the cache with a snapshot; `false` if it is of another model, of other tokens or damaged.
    pub(super) fn restore(&mut self, model: u64, tokens: &[u32], bytes: &[u8]) -> bool {
        self.truncate(0);
        let fits = tokens.len() < self.context;
        let restored = fits && snapshot::read(&mut self.network, model, tokens, bytes);
        if restored {
            self.tokens = tokens.to_vec();
        }
        restored
    }

    /// Appends tokens and returns the scores of the next one.
    pub(super) fn feed(&mut self, tokens: &[u32]) -> Result<Vec<f32>, String> {
        self.read(tokens, 1)?.pop().ok_or_else(|| "no scores".to_owned())
    }

    /// Appends tokens and returns the scores after each of the last `wanted` of them.
    fn read(&mut self, tokens: &[u32], wanted: usize) -> Result<Vec<Vec<f32>>, String> {
        self.drop_drafts();
        let before = self.tokens.len();
        self.tokens.extend_from_slice(tokens);
        self.compute(tokens, before, wanted)
    }

    /// Appends the chosen token and returns the scores of the next one. A draft is computed in the same round; if its tokens
    /// are then chosen, the next calls cost nothing.
    pub(super) fn advance(&mut self, token: u32) -> Result<Vec<f32>, String> {
        match self.pending.pop_front() {
            Some((drafted, scores)) if drafted == token => {
                self.draft_stats.accepted += 1;
                self.tokens.push(token);
                return Ok(scores);
            }
            Some(_) => self.drop_drafts(),
            None => {}
        }
        let before = self.tokens.len();
        self.tokens.push(token);
        let room = self.context.saturating_sub(self.tokens.len());
        let drafted = if self.drafts {
            draft::propose(&self.tokens, room, self.draft_stats).to_vec()
        } else {
            Vec::new()
        };
        self.draft_stats.drafted += drafted.len();
        let round = [&[token], drafted.as_slice()].concat();
        let mut scores = self.compute(&round, before, round.len())?.into_iter();
        let next = scores.next().ok_or_else(|| "no scores".to_owned())?;
        self.pending = drafted.into_iter().zip(scores).collect();
        Ok(next)
    }

    /// Tokens of this reply that were accepted from a draft.
    pub(super) fn accepted_drafts(&self) -> usize {
        self.draft_stats.accepted
    }

    /// Runs tokens through the network, after the `before` tokens in the cache.
    fn compute(&mut self, tokens: &[u32], before: usize, wanted: usize) -> Result<Vec<Vec<f32>>, String> {
        if before + tokens.len() > self.context {
            self.tokens.truncate(before);
            return Err("the context is full".to_owned());
        }
        Ok(self.network.forward(tokens, before, wanted))
    }

    fn drop_drafts(&mut self) {
        self.pending.clear();
    }

    /// Drops all but the first `tokens` tokens.
    pub(super) fn truncate(&mut self, tokens: usize) {
        self.tokens.truncate(tokens);
        self.drop_drafts();
    }
}

#[cfg(test)]
mod golden_tests;
