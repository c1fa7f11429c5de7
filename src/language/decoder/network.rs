//! The forward pass: the hidden states of tokens through the layers.
//!
//! Owns the order of norms, attention and feed-forward networks for every family (Vaswani et al. 2017, "Attention Is All
//! You Need"; `family` holds the differences). There are no batches: one conversation is one sequence.

mod convolution;
mod mixing;

use std::ops::Range;

use mynah_matrix::{Activate, Cap, Inputs, LANES, Outputs, Processor, ThreadPool, gated, products};

use super::cache::{LayerCache, Precision};
use super::family::{MAX_HEAD_DIM, Shape};
use super::rotation::{Angles, frequencies};
use super::weights::{FeedForward, LayerWeights, Linear, Mixer, Norm, Weights};

/// A network with the state of its layers.
pub(super) struct Network {
    shape: Shape,
    weights: Weights,
    layer_states: Vec<LayerState>,
    /// Rotary frequencies of layers without a sliding window, and of those with one.
    frequencies: (Vec<f32>, Vec<f32>),
    pool: ThreadPool,
    processor: Processor,
    scratch: Scratch,
}

/// What a layer keeps of earlier tokens.
#[derive(Debug)]
enum LayerState {
    Attention(LayerCache),
    /// The gated inputs of all tokens, `[tokens, width]`.
    Convolution(Vec<f32>),
}

/// Buffers for intermediate results, reused by every layer and round.
#[derive(Debug, Default)]
struct Scratch {
    /// The residual stream, `[tokens, width]`.
    states: Vec<f32>,
    /// Normalised states: the inputs of a block's first matrices.
    inputs: Inputs,
    /// The inputs of a block's last matrix.
    inner: Inputs,
    outputs: Outputs,
    /// The results of attention.
    attended: Vec<f32>,
}

/// Positions of a round's tokens and the range that each attends to; the same in all layers with the same window.
struct AttentionSpan {
    angles: Angles,
    window: Option<usize>,
    /// Tokens in the cache before this round.
    before: usize,
    /// Tokens in this round.
    count: usize,
}

impl AttentionSpan {
    /// The tokens that token `number` of the round attends to: first and end.
    fn of(&self, number: usize) -> (usize, usize) {
        let to = self.before + number + 1;
        (self.window.map_or(0, |window| to.saturating_sub(window)), to)
    }
}

impl Network {
    pub(super) fn new(shape: Shape, weights: Weights, pool: ThreadPool) -> Self {
        // F32 models are there for comparisons: they get an exact cache.
        let precision = if weights.embedding.matrix.is_single() {
            Precision::Single
        } else {
            Precision::Half
        };
        let layer_states = weights
            .layers
            .iter()
            .map(|layer| match &layer.mixer {
                Mixer::Attention(_) => {
                    LayerState::Attention(LayerCache::new(shape.kv_heads, shape.head_dim, precision))
                }
                Mixer::Convolution(_) => LayerState::Convolution(Vec::new()),
            })
            .collect();
        let factors = weights.frequency_factors.as_deref();
        let all = frequencies(shape.rotated, shape.base.0, shape.position_scale, factors);
        let with_window = if shape.base.0.to_bits() == shape.base.1.to_bits() {
            all.clone()
        } else {
            frequencies(shape.rotated, shape.base.1, 1.0, None)
        };
        Self {
            shape,
            weights,
            layer_states,
            frequencies: (all, with_window),
            pool,
            processor: Processor::detect(),
            scratch: Scratch::default(),
        }
    }

    /// Appends the layers' state of the first `tokens` tokens to `into`.
    pub(super) fn export(&self, tokens: usize, into: &mut Vec<u8>) {
        for memory in &self.layer_states {
            match memory {
                LayerState::Attention(cache) => cache.export(tokens, into),
                LayerState::Convolution(inputs) => {
                    let numbers = inputs.iter().take(tokens * self.shape.width);
                    into.extend(numbers.flat_map(|number| number.to_le_bytes()));
                }
            }
        }
    }

    /// Reads it back; `false` if the length does not match.
    pub(super) fn import(&mut self, tokens: usize, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        for memory in &mut self.layer_states {
            let left = match memory {
                LayerState::Attention(cache) => cache.import(tokens, rest),
                LayerState::Convolution(inputs) => {
                    rest.split_at_checked(4 * tokens * self.shape.width)
                        .map(|(numbers, left)| {
                            let numbers = numbers.as_chunks().0.iter();
                            *inputs = numbers.map(|number| f32::from_le_bytes(*number)).collect();
                            left
                        })
                }
            };
            let Some(left) = left else {
                return false;
            };
            rest = left;
        }
        rest.is_empty()
    }

    /// Reads tokens after the `before` tokens in the cache; returns the scores after each of the last `wanted` of them.
    pub(super) fn forward(&mut self, tokens: &[u32], before: usize, wanted: usize) -> Vec<Vec<f32>> {
        let (shape, processor, count) = (&self.shape, self.processor, tokens.len());
        let span = |frequencies: &[f32], window| AttentionSpan {
            angles: Angles::of(frequencies, before, count),
            window,
            before,
            count,
        };
        let global = span(&self.frequencies.0, None);
        let local = shape
            .window
            .map(|(window, _)| span(&self.frequencies.1, Some(window)));
        let embedding = &self.weights.embedding.matrix;
        let scratch = &mut self.scratch;
        scratch.states.resize(count * shape.width, 0.0);
        self.pool
            .for_each_chunk(&mut scratch.states, shape.width, &|number, state| {
                embedding.row(processor, tokens[number] as usize, state);
                if shape.embedding_scale.to_bits() != 1.0_f32.to_bits() {
                    for value in state {
                        *value *= shape.embedding_scale;
                    }
                }
            });
        let mut round = Round {
            shape,
            pool: &mut self.pool,
            processor,
            scratch,
        };
        for (number, (layer, memory)) in self.weights.layers.iter().zip(&mut self.layer_states).enumerate() {
            let span = local
                .as_ref()
                .filter(|_| shape.has_window(number))
                .unwrap_or(&global);
            round.layer(layer, memory, span);
        }
        round.logits(&self.weights.norm, &self.weights.logits, count, wanted)
    }
}

/// One forward pass.
struct Round<'a> {
    shape: &'a Shape,
    pool: &'a mut ThreadPool,
    processor: Processor,
    scratch: &'a mut Scratch,
}

impl Round<'_> {
    fn layer(&mut self, layer: &LayerWeights, memory: &mut LayerState, span: &AttentionSpan) {
        let first = match &layer.mixer {
            Mixer::Attention(attention) => &attention.queries,
            Mixer::Convolution(convolution) => &convolution.input,
        };
        self.normalise(&layer.norm, first, 0..span.count);
        let output = match (&layer.mixer, memory) {
            (Mixer::Attention(attention), LayerState::Attention(cache)) => {
                self.attention(attention, cache, span);
                &attention.output
            }
            (Mixer::Convolution(convolution), LayerState::Convolution(inputs)) => {
                self.convolution(convolution, inputs, span);
                &convolution.output
            }
            // The states were created from the layers.
            _ => return,
        };
        self.project(output);
        self.add_residual(output, layer.post_norm.as_ref());
        if let Some(norm) = &layer.feed_forward_norm {
            self.normalise(norm, &layer.feed_forward.up, 0..span.count);
        }
        self.feed_forward(&layer.feed_forward);
        self.add_residual(&layer.feed_forward.down, layer.feed_forward_post_norm.as_ref());
    }

    /// Normalises the states of some tokens into `scratch.inputs`, for a block whose first matrix is `first`.
    fn normalise(&mut self, norm: &Norm, first: &Linear, tokens: Range<usize>) {
        let (width, processor) = (self.shape.width, self.processor);
        let states = &self.scratch.states[tokens.start * width..tokens.end * width];
        self.scratch.inputs.resize(tokens.len(), width);
        let quantised = first.matrix.is_quantised();
        self.scratch
            .inputs
            .fill(self.pool, processor, quantised, &|number, row| {
                row.copy_from_slice(&states[number * width..(number + 1) * width]);
                norm.apply(processor, row);
            });
    }

    /// Applies a block's last matrix to `scratch.inner`.
    fn project(&mut self, output: &Linear) {
        products(
            self.pool,
            self.processor,
            &[&output.matrix],
            &self.scratch.inner,
            &mut self.scratch.outputs,
        );
    }

    /// Adds the outputs of a block to the residual stream.
    fn add_residual(&mut self, output: &Linear, norm: Option<&Norm>) {
        let (processor, outputs) = (self.processor, &self.scratch.outputs);
        self.pool
            .for_each_chunk(&mut self.scratch.states, self.shape.width, &|number, state| {
                let mut row = vec![0.0; state.len()];
                outputs.read(number, 0, &mut row);
                output.bias(&mut row);
                if let Some(norm) = norm {
                    norm.apply(processor, &mut row);
                }
                mynah_matrix::add(state, Some(&row));
            });
    }

    fn feed_forward(&mut self, feed_forward: &FeedForward) {
        let (processor, activation) = (self.processor, self.shape.activation);
        let scratch = &mut *self.scratch;
        let FeedForward { gate, up, down } = feed_forward;
        if let Some(gate) = gate {
            let activate = |gate: &mut [[f32; LANES]], up: &[[f32; LANES]]| {
                processor.run(Activate {
                    activation,
                    values: gate.as_flattened_mut(),
                    by: Some(up.as_flattened()),
                });
            };
            gated(
                self.pool,
                processor,
                [&gate.matrix, &up.matrix],
                &activate,
                &scratch.inputs,
                &mut scratch.outputs,
            );
        } else {
            products(
                self.pool,
                processor,
                &[&up.matrix],
                &scratch.inputs,
                &mut scratch.outputs,
            );
        }
        let outputs = &scratch.outputs;
        scratch.inner.resize(scratch.inputs.rows, down.matrix.columns);
        let quantised = down.matrix.is_quantised();
        scratch
            .inner
            .fill(self.pool, processor, quantised, &|number, row| {
                outputs.read(number, 0, row);
                if gate.is_none() {
                    up.bias(row);
                    processor.run(Activate {
                        activation,
                        values: row,
                        by: None,
                    });
                }
            });
        self.project(down);
    }

    fn logits(&mut self, norm: &Norm, logits: &Linear, count: usize, wanted: usize) -> Vec<Vec<f32>> {
        if wanted == 0 {
            return Vec::new();
        }
        self.normalise(norm, logits, count - wanted..count);
        let (processor, scratch) = (self.processor, &mut *self.scratch);
        products(
            self.pool,
            processor,
            &[&logits.matrix],
            &scratch.inputs,
            &mut scratch.outputs,
        );
        (0..wanted)
            .map(|number| {
                let mut scores = vec![0.0; logits.matrix.rows];
                scratch.outputs.read(number, 0, &mut scores);
                logits.bias(&mut scores);
                if let Some(cap) = self.shape.logit_cap {
                    processor.run(Cap(&mut scores, cap));
                }
                scores
            })
            .collect()
    }
}
