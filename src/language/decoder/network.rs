//! The decoder's computation: states of tokens through the layers.
//!
//! Owns the order of norms, attention and feed-forward networks for every family (Vaswani et al. 2017, "Attention Is All
//! You Need"; the differences stand in `family`). Batches are not needed: one conversation, one sequence.

mod convolution;
mod mixing;

use std::ops::Range;

use super::cache::{LayerCache, Precision};
use super::elementwise::{Activate, Cap};
use super::family::Shape;
use super::inputs::Inputs;
use super::kernels::{LANES, Processor};
use super::matrix::{Outputs, gated, products};
use super::rotation::{Angles, frequencies};
use super::team::Team;
use super::weights::{Layer, Linear, Mixer, Norm, Weights, Wide};

/// Numbers of a head at most (`Shape::checked`).
pub(super) const MOST: usize = 512;

/// A network with what it remembers.
pub(super) struct Network {
    shape: Shape,
    weights: Weights,
    memories: Vec<Memory>,
    /// The rotation's frequencies in layers without a window, and in those with one.
    frequencies: (Vec<f32>, Vec<f32>),
    team: Team,
    processor: Processor,
    rooms: Rooms,
}

/// What a layer remembers of the tokens before.
#[derive(Debug)]
enum Memory {
    Attention(LayerCache),
    /// The gated inputs of all tokens, `[tokens, width]`.
    Convolution(Vec<f32>),
}

/// Room for intermediate results, used again and again.
#[derive(Debug, Default)]
struct Rooms {
    /// `[tokens, width]`
    states: Vec<f32>,
    /// What a layer's parts read.
    read: Inputs,
    /// What the second matrix of a part reads.
    second: Inputs,
    made: Outputs,
    /// What the queries found.
    found: Vec<f32>,
}

/// What the tokens of a round see, the same in every layer of a kind.
struct Sight {
    angles: Angles,
    window: Option<usize>,
    /// Tokens that are remembered before them.
    before: usize,
    /// How many they are.
    count: usize,
}

impl Sight {
    /// The tokens that token `number` of the round may see.
    fn of(&self, number: usize) -> (usize, usize) {
        let to = self.before + number + 1;
        (self.window.map_or(0, |window| to.saturating_sub(window)), to)
    }
}

impl Network {
    pub(super) fn new(shape: Shape, weights: Weights, team: Team) -> Self {
        // Models in single precision are there to be compared.
        let precision = if weights.embedding.matrix.is_single() {
            Precision::Single
        } else {
            Precision::Half
        };
        let memories = weights
            .layers
            .iter()
            .map(|layer| match &layer.mixer {
                Mixer::Attention(_) => {
                    Memory::Attention(LayerCache::new(shape.shared_heads, shape.head, precision))
                }
                Mixer::Convolution(_) => Memory::Convolution(Vec::new()),
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
            memories,
            frequencies: (all, with_window),
            team,
            processor: Processor::detect(),
            rooms: Rooms::default(),
        }
    }

    /// Appends what is remembered of the first so many tokens.
    pub(super) fn export(&self, tokens: usize, into: &mut Vec<u8>) {
        for memory in &self.memories {
            match memory {
                Memory::Attention(cache) => cache.export(tokens, into),
                Memory::Convolution(inputs) => {
                    let numbers = inputs.iter().take(tokens * self.shape.width);
                    into.extend(numbers.flat_map(|number| number.to_le_bytes()));
                }
            }
        }
    }

    /// Takes it back; `false` if it is not of that length.
    pub(super) fn import(&mut self, tokens: usize, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        for memory in &mut self.memories {
            let left = match memory {
                Memory::Attention(cache) => cache.import(tokens, rest),
                Memory::Convolution(inputs) => {
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

    /// Reads tokens behind the `before` that are remembered; returns the scores of what follows each of the last `wanted`.
    pub(super) fn forward(&mut self, tokens: &[u32], before: usize, wanted: usize) -> Vec<Vec<f32>> {
        let (shape, processor, count) = (&self.shape, self.processor, tokens.len());
        let sight = |frequencies: &[f32], window| Sight {
            angles: Angles::of(frequencies, before, count),
            window,
            before,
            count,
        };
        let far = sight(&self.frequencies.0, None);
        let near = shape
            .window
            .map(|(window, _)| sight(&self.frequencies.1, Some(window)));
        let embedding = &self.weights.embedding.matrix;
        let rooms = &mut self.rooms;
        rooms.states.resize(count * shape.width, 0.0);
        self.team
            .each_part(&mut rooms.states, shape.width, &|number, state| {
                embedding.row(processor, tokens[number] as usize, state);
                if shape.embedding_scale.to_bits() != 1.0_f32.to_bits() {
                    for value in state {
                        *value *= shape.embedding_scale;
                    }
                }
            });
        let mut round = Round {
            shape,
            team: &mut self.team,
            processor,
            rooms,
        };
        for (number, (layer, memory)) in self.weights.layers.iter().zip(&mut self.memories).enumerate() {
            let sight = near.as_ref().filter(|_| shape.has_window(number)).unwrap_or(&far);
            round.layer(layer, memory, sight);
        }
        round.logits(&self.weights.norm, &self.weights.logits, count, wanted)
    }
}

/// What a round of tokens is computed with.
struct Round<'a> {
    shape: &'a Shape,
    team: &'a mut Team,
    processor: Processor,
    rooms: &'a mut Rooms,
}

impl Round<'_> {
    fn layer(&mut self, layer: &Layer, memory: &mut Memory, sight: &Sight) {
        let first = match &layer.mixer {
            Mixer::Attention(attention) => &attention.queries,
            Mixer::Convolution(convolution) => &convolution.input,
        };
        self.normed(&layer.norm, first, 0..sight.count);
        let output = match (&layer.mixer, memory) {
            (Mixer::Attention(attention), Memory::Attention(cache)) => {
                self.attention(attention, cache, sight);
                &attention.output
            }
            (Mixer::Convolution(convolution), Memory::Convolution(inputs)) => {
                self.convolution(convolution, inputs, sight);
                &convolution.output
            }
            // They are made from each other.
            _ => return,
        };
        self.second(output);
        self.join(output, layer.post_norm.as_ref());
        if let Some(norm) = &layer.wide_norm {
            self.normed(norm, &layer.wide.up, 0..sight.count);
        }
        self.wide(&layer.wide);
        self.join(&layer.wide.down, layer.wide_post_norm.as_ref());
    }

    /// The states of some tokens, normed for a part of a layer that begins with matrix `first`.
    fn normed(&mut self, norm: &Norm, first: &Linear, tokens: Range<usize>) {
        let (width, processor) = (self.shape.width, self.processor);
        let states = &self.rooms.states[tokens.start * width..tokens.end * width];
        self.rooms.read.resize(tokens.len(), width);
        let quantised = first.matrix.is_quantised();
        self.rooms
            .read
            .fill(self.team, processor, quantised, &|number, row| {
                row.copy_from_slice(&states[number * width..(number + 1) * width]);
                norm.apply(processor, row);
            });
    }

    /// The second matrix of a part.
    fn second(&mut self, output: &Linear) {
        products(
            self.team,
            self.processor,
            &[&output.matrix],
            &self.rooms.second,
            &mut self.rooms.made,
        );
    }

    /// Adds what a part made to the states.
    fn join(&mut self, output: &Linear, norm: Option<&Norm>) {
        let (processor, made) = (self.processor, &self.rooms.made);
        self.team
            .each_part(&mut self.rooms.states, self.shape.width, &|number, state| {
                let mut row = vec![0.0; state.len()];
                made.read(number, 0, &mut row);
                output.bias(&mut row);
                if let Some(norm) = norm {
                    norm.apply(processor, &mut row);
                }
                super::elementwise::add(state, Some(&row));
            });
    }

    fn wide(&mut self, wide: &Wide) {
        let (processor, activation) = (self.processor, self.shape.activation);
        let rooms = &mut *self.rooms;
        let Wide { gate, up, down } = wide;
        if let Some(gate) = gate {
            let activate = |gate: &mut [[f32; LANES]], up: &[[f32; LANES]]| {
                processor.run(Activate {
                    activation,
                    values: gate.as_flattened_mut(),
                    by: Some(up.as_flattened()),
                });
            };
            gated(
                self.team,
                processor,
                [&gate.matrix, &up.matrix],
                &activate,
                &rooms.read,
                &mut rooms.made,
            );
        } else {
            products(self.team, processor, &[&up.matrix], &rooms.read, &mut rooms.made);
        }
        let made = &rooms.made;
        rooms.second.resize(rooms.read.rows, down.matrix.columns);
        let quantised = down.matrix.is_quantised();
        rooms
            .second
            .fill(self.team, processor, quantised, &|number, row| {
                made.read(number, 0, row);
                if gate.is_none() {
                    up.bias(row);
                    processor.run(Activate {
                        activation,
                        values: row,
                        by: None,
                    });
                }
            });
        self.second(down);
    }

    fn logits(&mut self, norm: &Norm, logits: &Linear, count: usize, wanted: usize) -> Vec<Vec<f32>> {
        if wanted == 0 {
            return Vec::new();
        }
        self.normed(norm, logits, count - wanted..count);
        let (processor, rooms) = (self.processor, &mut *self.rooms);
        products(
            self.team,
            processor,
            &[&logits.matrix],
            &rooms.read,
            &mut rooms.made,
        );
        (0..wanted)
            .map(|number| {
                let mut scores = vec![0.0; logits.matrix.rows];
                rooms.made.read(number, 0, &mut scores);
                logits.bias(&mut scores);
                if let Some(cap) = self.shape.logit_cap {
                    processor.run(Cap(&mut scores, cap));
                }
                scores
            })
            .collect()
    }
}
