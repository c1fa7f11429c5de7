//! The encoder: a spectrogram in, one vector for every 20 ms out.
//!
//! Owns the two convolutions, the layers and the scratch memory between them. The window is as long as the caller says, not always
//! 30 seconds: the time of a run follows it.

use mynah_matrix::{Activate, Activation, Inputs, Matrix, Outputs, Processor, ThreadPool, products};

use crate::attention::{KeyValues, QUERIES, Rows, scale};
use crate::weights::{AttentionWeights, EncoderWeights, FeedForwardWeights, LayerNorm, Projection};

/// Queries of a task of the attention.
const QUERIES_OF_A_TASK: usize = 4 * QUERIES;

/// What a forward pass needs beside weights, kept between passes.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub pool: ThreadPool,
    pub processor: Processor,
    pub inputs: Inputs,
    pub outputs: Outputs,
}

impl Workspace {
    /// With a pool of `threads` threads.
    pub(crate) fn new(threads: usize) -> Self {
        Self {
            pool: ThreadPool::new(threads),
            processor: Processor::detect(),
            inputs: Inputs::default(),
            outputs: Outputs::default(),
        }
    }

    /// Multiplies the matrices of projections by `rows` rows of `columns` numbers that `write` gives.
    pub(crate) fn multiply(
        &mut self,
        projections: &[&Projection],
        shape: (usize, usize),
        write: &(dyn Fn(usize, &mut [f32]) + Sync),
    ) {
        let matrices: Vec<_> = projections.iter().map(|projection| &projection.matrix).collect();
        self.multiply_matrices(&matrices, shape, write);
    }

    /// The same for matrices without a bias.
    pub(crate) fn multiply_matrices(
        &mut self,
        matrices: &[&Matrix],
        (rows, columns): (usize, usize),
        write: &(dyn Fn(usize, &mut [f32]) + Sync),
    ) {
        let is_quantised = matrices.iter().any(|matrix| matrix.is_quantised());
        self.inputs.resize(rows, columns);
        self.inputs
            .fill(&mut self.pool, self.processor, is_quantised, write);
        products(
            &mut self.pool,
            self.processor,
            matrices,
            &self.inputs,
            &mut self.outputs,
        );
    }

    /// Adds the last product and its bias to the rows of `states`.
    pub(crate) fn add_to(&mut self, states: &mut [f32], width: usize, projection: &Projection) {
        let outputs = &self.outputs;
        self.pool.for_each_chunk(states, width, &|row, state| {
            let mut change = vec![0.0; width];
            outputs.read(row, 0, &mut change);
            projection.add_bias(&mut change);
            for (state, change) in state.iter_mut().zip(change) {
                *state += change;
            }
        });
    }

    /// Runs a feed-forward block over `rows` rows.
    pub(crate) fn feed_forward(&mut self, weights: &FeedForwardWeights, states: &mut [f32], width: usize) {
        let rows = states.len() / width;
        let processor = self.processor;
        self.multiply(&[&weights.wide], (rows, width), &|row, into| {
            normalised(processor, &weights.norm, states, row, into);
        });
        let wide = std::mem::take(&mut self.outputs);
        self.multiply(&[&weights.narrow], (rows, 4 * width), &|row, into| {
            wide.read(row, 0, into);
            weights.wide.add_bias(into);
            gelu(processor, into);
        });
        self.add_to(states, width, &weights.narrow);
    }
}

/// Writes a row of `states`, normalised.
pub(crate) fn normalised(
    processor: Processor,
    norm: &LayerNorm,
    states: &[f32],
    row: usize,
    into: &mut [f32],
) {
    let width = into.len();
    into.copy_from_slice(&states[row * width..(row + 1) * width]);
    norm.apply(processor, into);
}

fn gelu(processor: Processor, values: &mut [f32]) {
    processor.run(Activate {
        activation: Activation::Gelu,
        values,
        by: None,
    });
}

/// Encodes a spectrogram of `2 * positions` frames, `[frames, mels]`; gives `[positions, width]`. `None` if `should_end` ended it.
pub(crate) fn encode(
    weights: &EncoderWeights,
    heads: usize,
    spectrogram: &[f32],
    positions: usize,
    workspace: &mut Workspace,
    should_end: &dyn Fn() -> bool,
) -> Option<Vec<f32>> {
    let mut states = convolved(weights, spectrogram, positions, workspace);
    let width = states.len() / positions;
    for (state, position) in states.iter_mut().zip(&weights.positions) {
        *state += position;
    }
    let mut cache = KeyValues::new(heads, width / heads, positions);
    for (attention, feed_forward) in &weights.layers {
        if should_end() {
            return None;
        }
        self_attention(attention, &mut states, &mut cache, positions, workspace);
        workspace.feed_forward(feed_forward, &mut states, width);
    }
    let processor = workspace.processor;
    workspace.pool.for_each_chunk(&mut states, width, &|_, state| {
        weights.norm.apply(processor, state);
    });
    Some(states)
}

/// Both convolutions; each reads three neighbours, the second every other one.
fn convolved(
    weights: &EncoderWeights,
    spectrogram: &[f32],
    positions: usize,
    workspace: &mut Workspace,
) -> Vec<f32> {
    let frames = 2 * positions;
    let bands = spectrogram.len() / frames;
    let first = convolution(
        &weights.first_convolution,
        spectrogram,
        bands,
        (frames, 1),
        workspace,
    );
    let width = first.len() / frames;
    convolution(
        &weights.second_convolution,
        &first,
        width,
        (positions, 2),
        workspace,
    )
}

/// A convolution over three rows of `columns` numbers, then the activation. Row `number` of the result is around row
/// `number * stride`.
fn convolution(
    weights: &Projection,
    rows: &[f32],
    columns: usize,
    (count, stride): (usize, usize),
    workspace: &mut Workspace,
) -> Vec<f32> {
    workspace.multiply(&[weights], (count, 3 * columns), &|number, into| {
        for neighbour in 0..3 {
            let row = (number * stride + neighbour).checked_sub(1);
            let row = row.and_then(|row| rows.get(row * columns..(row + 1) * columns));
            for column in 0..columns {
                into[3 * column + neighbour] = row.map_or(0.0, |row| row[column]);
            }
        }
    });
    let width = weights.matrix.rows;
    let mut result = vec![0.0; count * width];
    let (processor, outputs) = (workspace.processor, &workspace.outputs);
    workspace.pool.for_each_chunk(&mut result, width, &|row, into| {
        outputs.read(row, 0, into);
        weights.add_bias(into);
        gelu(processor, into);
    });
    result
}

fn self_attention(
    weights: &AttentionWeights,
    states: &mut [f32],
    cache: &mut KeyValues,
    positions: usize,
    workspace: &mut Workspace,
) {
    let width = states.len() / positions;
    let processor = workspace.processor;
    workspace.multiply(
        &[&weights.query, &weights.key, &weights.value],
        (positions, width),
        &|row, into| normalised(processor, &weights.norm, states, row, into),
    );
    let key = Outputs::first_column(&[&weights.query.matrix]);
    let value = Outputs::first_column(&[&weights.query.matrix, &weights.key.matrix]);
    cache.fill(
        &mut workspace.pool,
        &workspace.outputs,
        positions,
        (key, value),
        weights.value.bias.as_deref(),
    );
    let mut attended = vec![0.0; positions * width];
    let (outputs, cache) = (&workspace.outputs, &*cache);
    let size = cache.head_size();
    workspace
        .pool
        .for_each_chunk(&mut attended, QUERIES_OF_A_TASK * width, &|task, attended| {
            let mut queries = vec![0.0; attended.len()];
            for (row, query) in queries.chunks_exact_mut(width).enumerate() {
                outputs.read(task * QUERIES_OF_A_TASK + row, 0, query);
                weights.query.add_bias(query);
                for number in query {
                    *number *= scale(size);
                }
            }
            for head in 0..cache.heads() {
                let several = queries
                    .chunks(QUERIES * width)
                    .zip(attended.chunks_mut(QUERIES * width));
                for (queries, attended) in several {
                    let lengths = [positions; QUERIES];
                    cache.attend(
                        processor,
                        head,
                        &lengths[..queries.len() / width],
                        Rows {
                            numbers: &queries[head * size..],
                            stride: width,
                        },
                        Rows {
                            numbers: &mut attended[head * size..],
                            stride: width,
                        },
                    );
                }
            }
        });
    workspace.multiply(&[&weights.out], (positions, width), &|row, into| {
        into.copy_from_slice(&attended[row * width..(row + 1) * width]);
    });
    workspace.add_to(states, width, &weights.out);
}
