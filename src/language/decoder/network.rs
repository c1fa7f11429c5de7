//! The decoder's computation: states of tokens through the layers.
//!
//! Owns the order of norms, attention and feed-forward networks for every family (Vaswani et al. 2017, "Attention Is All
//! You Need"; the differences stand in `family`). Batches are not needed: one conversation, one sequence.

use candle_core::{D, Device, Result, Tensor};

use super::cache::LayerCache;
use super::family::{Activation, Shape};
use super::rotation::{Angles, frequencies};
use super::weights::{Layer, Projection, Weights, Wide, side_by_side};

/// Queries that look at the same keys together.
const QUERIES: usize = 64;

/// A network with what it remembers.
pub(super) struct Network {
    shape: Shape,
    weights: Weights,
    caches: Vec<LayerCache>,
    /// The rotation's frequencies in layers without a window, and in those with one.
    frequencies: (Vec<f32>, Vec<f32>),
}

/// What the tokens of a round see, the same in every layer of a kind.
struct Sight {
    angles: Angles,
    blocks: Vec<Block>,
}

/// Queries that look at the same keys together.
struct Block {
    /// The first of them in the round, and how many they are.
    start: usize,
    length: usize,
    /// The first key that they see, and how many.
    from: usize,
    seen: usize,
    /// What not every one of them may look at.
    mask: Option<Tensor>,
}

impl Sight {
    /// Of so many tokens behind the `before` that are remembered.
    fn of(frequencies: &[f32], before: usize, count: usize, window: Option<usize>) -> Result<Self> {
        let blocks = (0..count)
            .step_by(QUERIES)
            .map(|start| {
                let length = QUERIES.min(count - start);
                let first = before + start;
                let from = window.map_or(0, |window| (first + 1).saturating_sub(window));
                let seen = first + length - from;
                Ok(Block {
                    start,
                    length,
                    from,
                    seen,
                    mask: mask(first, length, from, seen, window)?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            angles: Angles::of(frequencies, before, count)?,
            blocks,
        })
    }
}

impl Network {
    pub(super) fn new(shape: Shape, weights: Weights) -> Result<Self> {
        let caches = weights
            .layers
            .iter()
            .map(|_| LayerCache::new(shape.shared_heads, shape.head))
            .collect::<Result<_>>()?;
        let factors = weights.frequency_factors.as_deref();
        let all = frequencies(shape.rotated, shape.base.0, shape.position_scale, factors);
        let with_window = if shape.base.0.to_bits() == shape.base.1.to_bits() {
            all.clone()
        } else {
            frequencies(shape.rotated, shape.base.1, 1.0, None)
        };
        Ok(Self {
            shape,
            weights,
            caches,
            frequencies: (all, with_window),
        })
    }

    /// Forgets all tokens but the first so many.
    pub(super) fn truncate(&mut self, tokens: usize) {
        for cache in &mut self.caches {
            cache.truncate(tokens);
        }
    }

    /// Reads tokens behind the `before` that are remembered; returns the scores of what follows each of the last `wanted`.
    pub(super) fn forward(&mut self, tokens: &[u32], before: usize, wanted: usize) -> Result<Vec<Vec<f32>>> {
        let far = Sight::of(&self.frequencies.0, before, tokens.len(), None)?;
        let near = self
            .shape
            .window
            .map(|(window, _)| Sight::of(&self.frequencies.1, before, tokens.len(), Some(window)))
            .transpose()?;
        let mut states = self.weights.embed(tokens)?;
        if (self.shape.embedding_scale - 1.0).abs() > f64::EPSILON {
            states = (states * self.shape.embedding_scale)?;
        }
        for (number, layer) in self.weights.layers.iter().enumerate() {
            let cache = &mut self.caches[number];
            let sight = near
                .as_ref()
                .filter(|_| self.shape.has_window(number))
                .unwrap_or(&far);
            states = through(&self.shape, layer, cache, sight, &states)?;
        }
        let last = states.narrow(0, tokens.len() - wanted, wanted)?;
        let logits = self.weights.logits.forward(&self.weights.norm.forward(&last)?)?;
        let logits = match self.shape.logit_cap {
            Some(cap) => capped(&logits, cap)?,
            None => logits,
        };
        logits.to_vec2::<f32>()
    }
}

/// States (`[tokens, width]`) through one layer.
fn through(
    shape: &Shape,
    layer: &Layer,
    cache: &mut LayerCache,
    sight: &Sight,
    states: &Tensor,
) -> Result<Tensor> {
    let read = layer.attention_norm.forward(states)?;
    let mut written = attention(shape, layer, cache, sight, &read)?;
    if let Some(norm) = &layer.attention_post_norm {
        written = norm.forward(&written)?;
    }
    let states = (states + written)?;
    let read = match &layer.wide_norm {
        Some(norm) => norm.forward(&states)?,
        None => read,
    };
    let mut written = wide(shape, &layer.wide, &read)?;
    if let Some(norm) = &layer.wide_post_norm {
        written = norm.forward(&written)?;
    }
    states + written
}

fn attention(
    shape: &Shape,
    layer: &Layer,
    cache: &mut LayerCache,
    sight: &Sight,
    read: &Tensor,
) -> Result<Tensor> {
    let count = read.dim(0)?;
    let (asking, asked) = (shape.heads * shape.head, shape.shared_heads * shape.head);
    let [queries, keys, values] = match &layer.projection {
        Projection::Apart(each) => {
            let [queries, keys, values] = each.as_ref();
            side_by_side([queries, keys, values], read)?
        }
        Projection::Together(all) => {
            let all = all.forward(read)?;
            [
                all.narrow(1, 0, asking)?,
                all.narrow(1, asking, asked)?,
                all.narrow(1, asking + asked, asked)?,
            ]
        }
    };
    let by_head = |states: &Tensor, heads: usize| states.reshape((count, heads, shape.head))?.transpose(0, 1);
    let (mut queries, mut keys) = (
        by_head(&queries, shape.heads)?,
        by_head(&keys, shape.shared_heads)?,
    );
    let values = by_head(&values, shape.shared_heads)?;
    if let Some(norm) = &layer.query_norm {
        queries = norm.forward(&queries)?;
    }
    if let Some(norm) = &layer.key_norm {
        keys = norm.forward(&keys)?;
    }
    let angles = &sight.angles;
    let queries = angles.rotate(&queries, shape.rotated, shape.pairing)?;
    let keys = angles.rotate(&keys, shape.rotated, shape.pairing)?;
    let (keys, values) = cache.append(&keys, &values)?;

    let mixed = mix(shape, &sight.blocks, &queries, &keys, &values)?;
    let mixed = mixed.transpose(0, 1)?.reshape((count, asking))?;
    layer.output.forward(&mixed.contiguous()?)
}

/// What the heads (`[heads, tokens, head]`) find: values mixed by the likeness of queries and keys.
///
/// A block of queries looks only at the keys that it may see, so that half of the scores of a long prompt, and with a window
/// most of them, are never computed.
fn mix(shape: &Shape, blocks: &[Block], queries: &Tensor, keys: &Tensor, values: &Tensor) -> Result<Tensor> {
    let sharing = shape.heads / shape.shared_heads;
    let queries = (queries * f64::from(shape.score_scale))?;
    let mut found = Vec::with_capacity(blocks.len());
    for block in blocks {
        let &Block {
            start,
            length,
            from,
            seen,
            ref mask,
        } = block;
        let (keys, values) = (keys.narrow(1, from, seen)?, values.narrow(1, from, seen)?);
        // The heads that share keys and values stand together: no copy of these is made for each.
        let together = (shape.shared_heads, sharing * length, shape.head);
        let queries = queries
            .narrow(1, start, length)?
            .contiguous()?
            .reshape(together)?;
        let mut scores = queries.matmul(&keys.transpose(1, 2)?)?;
        if let Some(cap) = shape.score_cap {
            scores = capped(&scores, cap)?;
        }
        if let Some(mask) = mask {
            let apart = (shape.shared_heads, sharing, length, seen);
            let together = (shape.shared_heads, sharing * length, seen);
            scores = scores.reshape(apart)?.broadcast_add(mask)?.reshape(together)?;
        }
        let mixed = candle_nn::ops::softmax_last_dim(&scores)?.matmul(&values)?;
        found.push(mixed.reshape((shape.heads, length, shape.head))?);
    }
    match found.as_slice() {
        [only] => Ok(only.clone()),
        several => Tensor::cat(several, 1),
    }
}

/// What so many tokens from `first` on may not look at, among the `seen` from `from` on: those behind them, and those before
/// their window. `None` where they may look at all.
fn mask(
    first: usize,
    count: usize,
    from: usize,
    seen: usize,
    window: Option<usize>,
) -> Result<Option<Tensor>> {
    if count == 1 {
        return Ok(None);
    }
    let reaches = |at: usize, other: usize| other <= at && window.is_none_or(|window| at < other + window);
    let mask: Vec<f32> = (first..first + count)
        .flat_map(|at| {
            (from..from + seen).map(move |other| {
                if reaches(at, other) {
                    0.0
                } else {
                    f32::NEG_INFINITY
                }
            })
        })
        .collect();
    Tensor::from_vec(mask, (count, seen), &Device::Cpu).map(Some)
}

fn wide(shape: &Shape, network: &Wide, read: &Tensor) -> Result<Tensor> {
    let activated = |states: &Tensor| match shape.activation {
        Activation::Silu => candle_nn::ops::silu(states),
        Activation::Gelu => states.gelu(),
    };
    match network {
        Wide::Gated { gate, up, down } => {
            let [gate, up] = side_by_side([gate, up], read)?;
            down.forward(&(activated(&gate)? * up)?)
        }
        Wide::GatedTogether { both, down } => {
            let both = both.forward(read)?;
            let size = both.dim(D::Minus1)? / 2;
            let gate = activated(&both.narrow(1, 0, size)?.contiguous()?)?;
            down.forward(&(gate * both.narrow(1, size, size)?)?)
        }
        Wide::Plain { up, down } => down.forward(&activated(&up.forward(read)?)?),
    }
}

/// `cap * tanh(x / cap)`.
fn capped(states: &Tensor, cap: f32) -> Result<Tensor> {
    let cap = f64::from(cap);
    (states / cap)?.tanh()? * cap
}
