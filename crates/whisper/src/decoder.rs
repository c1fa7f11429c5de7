//! The decoder: tokens in, scores of the next token out, with the encoder's vectors in view.
//!
//! Owns the KV caches and the order of a layer. Several sequences (beams) are computed together, one row each; a prompt is computed
//! with one row for each of its tokens.

use mynah_matrix::Outputs;

use crate::attention::{KeyValues, QUERIES, Rows, scale};
use crate::encoder::{Workspace, normalised};
use crate::file::Dimensions;
use crate::weights::{AttentionWeights, DecoderWeights};

/// What the decoder reads of an utterance: the keys and values of its cross-attention, a layer each.
#[derive(Debug)]
pub(crate) struct Utterance {
    layers: Vec<KeyValues>,
    positions: usize,
}

impl Utterance {
    /// From the encoder's vectors, `[positions, width]`. `None` if `should_end` ended it.
    pub(crate) fn new(
        weights: &DecoderWeights,
        dimensions: &Dimensions,
        encoded: &[f32],
        workspace: &mut Workspace,
        should_end: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let width = dimensions.width;
        let positions = encoded.len() / width;
        let layers = weights.layers.iter().map(|layer| {
            if should_end() {
                return None;
            }
            let attention = &layer.cross_attention;
            workspace.multiply(
                &[&attention.key, &attention.value],
                (positions, width),
                &|row, into| {
                    into.copy_from_slice(&encoded[row * width..(row + 1) * width]);
                },
            );
            let mut cache = KeyValues::new(dimensions.text_heads, width / dimensions.text_heads, positions);
            cache.fill(
                &mut workspace.pool,
                &workspace.outputs,
                positions,
                (0, Outputs::first_column(&[&attention.key.matrix])),
                attention.value.bias.as_deref(),
            );
            Some(cache)
        });
        Some(Self {
            layers: layers.collect::<Option<_>>()?,
            positions,
        })
    }
}

/// The tokens read so far, as keys and values, a layer each.
#[derive(Debug, Clone)]
pub(crate) struct Sequence {
    layers: Vec<KeyValues>,
    length: usize,
}

impl Sequence {
    /// An empty sequence with room for `capacity` tokens.
    pub(crate) fn new(dimensions: &Dimensions, capacity: usize) -> Self {
        let heads = dimensions.text_heads;
        let cache = KeyValues::new(heads, dimensions.width / heads, capacity);
        Self {
            layers: vec![cache; dimensions.decoder_layers],
            length: 0,
        }
    }
}

/// A token to read: the sequence it belongs to, and its position there.
struct Row {
    sequence: usize,
    token: u32,
    position: usize,
}

/// Reads several tokens of one sequence; gives the scores of the next one after each of the tokens at `wanted`.
pub(crate) fn read_prompt(
    weights: &DecoderWeights,
    utterance: &Utterance,
    sequence: &mut Sequence,
    tokens: &[u32],
    wanted: &[usize],
    workspace: &mut Workspace,
) -> Vec<Vec<f32>> {
    let rows: Vec<Row> = (sequence.length..)
        .zip(tokens)
        .map(|(position, &token)| Row {
            sequence: 0,
            token,
            position,
        })
        .collect();
    let states = layers(
        weights,
        utterance,
        std::slice::from_mut(sequence),
        &rows,
        workspace,
    );
    sequence.length += tokens.len();
    let width = weights.width();
    let wanted: Vec<f32> = wanted
        .iter()
        .flat_map(|row| &states[row * width..(row + 1) * width])
        .copied()
        .collect();
    scores(weights, &wanted, workspace)
}

/// Reads one more token of each sequence; gives the scores of the next one of each.
pub(crate) fn read_tokens(
    weights: &DecoderWeights,
    utterance: &Utterance,
    sequences: &mut [Sequence],
    tokens: &[u32],
    workspace: &mut Workspace,
) -> Vec<Vec<f32>> {
    let rows: Vec<Row> = sequences
        .iter()
        .zip(tokens)
        .enumerate()
        .map(|(number, (sequence, &token))| Row {
            sequence: number,
            token,
            position: sequence.length,
        })
        .collect();
    let states = layers(weights, utterance, sequences, &rows, workspace);
    for sequence in sequences {
        sequence.length += 1;
    }
    scores(weights, &states, workspace)
}

impl DecoderWeights {
    fn width(&self) -> usize {
        self.tokens.columns
    }
}

/// The states of the rows after all layers, `[rows, width]`.
fn layers(
    weights: &DecoderWeights,
    utterance: &Utterance,
    sequences: &mut [Sequence],
    rows: &[Row],
    workspace: &mut Workspace,
) -> Vec<f32> {
    let width = weights.width();
    let mut states = vec![0.0; rows.len() * width];
    for (row, state) in rows.iter().zip(states.chunks_exact_mut(width)) {
        weights.tokens.row(workspace.processor, row.token as usize, state);
        let position = &weights.positions[row.position * width..(row.position + 1) * width];
        for (state, position) in state.iter_mut().zip(position) {
            *state += position;
        }
    }
    for (number, layer) in weights.layers.iter().enumerate() {
        self_attention(&layer.attention, number, sequences, rows, &mut states, workspace);
        cross_attention(
            &layer.cross_attention,
            &utterance.layers[number],
            utterance.positions,
            &mut states,
            workspace,
        );
        workspace.feed_forward(&layer.feed_forward, &mut states, width);
    }
    states
}

fn self_attention(
    weights: &AttentionWeights,
    layer: usize,
    sequences: &mut [Sequence],
    rows: &[Row],
    states: &mut [f32],
    workspace: &mut Workspace,
) {
    let width = states.len() / rows.len();
    let processor = workspace.processor;
    workspace.multiply(
        &[&weights.query, &weights.key, &weights.value],
        (rows.len(), width),
        &|row, into| normalised(processor, &weights.norm, states, row, into),
    );
    let key_column = Outputs::first_column(&[&weights.query.matrix]);
    let value_column = Outputs::first_column(&[&weights.query.matrix, &weights.key.matrix]);
    let (mut key, mut value) = (vec![0.0; width], vec![0.0; width]);
    for (number, row) in rows.iter().enumerate() {
        workspace.outputs.read(number, key_column, &mut key);
        workspace.outputs.read(number, value_column, &mut value);
        weights.value.add_bias(&mut value);
        sequences[row.sequence].layers[layer].write(row.position, &key, &value);
    }
    let sequences = &*sequences;
    let heads = sequences[0].layers[layer].heads();
    let attended = attend_by_head(
        weights,
        heads,
        rows.len(),
        workspace,
        |head, queries, attended, size| {
            let each = queries.chunks_exact(size).zip(attended.chunks_exact_mut(size));
            for (row, (query, attended)) in rows.iter().zip(each) {
                sequences[row.sequence].layers[layer].attend(
                    processor,
                    head,
                    &[row.position + 1],
                    Rows {
                        numbers: query,
                        stride: size,
                    },
                    Rows {
                        numbers: attended,
                        stride: size,
                    },
                );
            }
        },
    );
    project(weights, heads, &attended, states, workspace);
}

fn cross_attention(
    weights: &AttentionWeights,
    cache: &KeyValues,
    positions: usize,
    states: &mut [f32],
    workspace: &mut Workspace,
) {
    let width = cache.heads() * cache.head_size();
    let rows = states.len() / width;
    let processor = workspace.processor;
    workspace.multiply(&[&weights.query], (rows, width), &|row, into| {
        normalised(processor, &weights.norm, states, row, into);
    });
    let attended = attend_by_head(
        weights,
        cache.heads(),
        rows,
        workspace,
        |head, queries, attended, size| {
            let several = queries
                .chunks(QUERIES * size)
                .zip(attended.chunks_mut(QUERIES * size));
            for (queries, attended) in several {
                cache.attend(
                    processor,
                    head,
                    &[positions; QUERIES][..queries.len() / size],
                    Rows {
                        numbers: queries,
                        stride: size,
                    },
                    Rows {
                        numbers: attended,
                        stride: size,
                    },
                );
            }
        },
    );
    project(weights, cache.heads(), &attended, states, workspace);
}

/// Lets `attend` compute each head from its queries, `[rows, size]`, which stand first in the outputs; gives `[heads, rows, size]`.
fn attend_by_head(
    weights: &AttentionWeights,
    heads: usize,
    rows: usize,
    workspace: &mut Workspace,
    attend: impl Fn(usize, &[f32], &mut [f32], usize) + Sync,
) -> Vec<f32> {
    let width = weights.query.matrix.rows;
    let size = width / heads;
    let mut attended = vec![0.0; rows * width];
    let outputs = &workspace.outputs;
    workspace
        .pool
        .for_each_chunk(&mut attended, rows * size, &|head, attended| {
            let mut queries = vec![0.0; rows * size];
            let bias = weights
                .query
                .bias
                .as_deref()
                .map(|bias| &bias[head * size..(head + 1) * size]);
            for (row, query) in queries.chunks_exact_mut(size).enumerate() {
                outputs.read_any(row, head * size, query);
                mynah_matrix::add(query, bias);
                for number in query {
                    *number *= scale(size);
                }
            }
            attend(head, &queries, attended, size);
        });
    attended
}

/// Multiplies what the heads attended to, `[heads, rows, size]`, by the output matrix and adds it to the states.
fn project(
    weights: &AttentionWeights,
    heads: usize,
    attended: &[f32],
    states: &mut [f32],
    workspace: &mut Workspace,
) {
    let width = weights.out.matrix.rows;
    let (rows, size) = (states.len() / width, width / heads);
    workspace.multiply(&[&weights.out], (rows, width), &|row, into| {
        for (head, into) in into.chunks_exact_mut(size).enumerate() {
            let from = (head * rows + row) * size;
            into.copy_from_slice(&attended[from..from + size]);
        }
    });
    workspace.add_to(states, width, &weights.out);
}

/// The scores of all tokens after each of the states.
fn scores(weights: &DecoderWeights, states: &[f32], workspace: &mut Workspace) -> Vec<Vec<f32>> {
    let width = weights.width();
    let rows = states.len() / width;
    let processor = workspace.processor;
    workspace.multiply_matrices(&[&weights.tokens], (rows, width), &|row, into| {
        normalised(processor, &weights.norm, states, row, into);
    });
    (0..rows)
        .map(|row| {
            let mut scores = vec![0.0; weights.tokens.rows];
            workspace.outputs.read(row, 0, &mut scores);
            scores
        })
        .collect()
}
