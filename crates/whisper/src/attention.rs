//! Scaled dot-product attention (Vaswani et al. 2017) over keys and values in single precision.
//!
//! Owns the layout of keys and values and the inner loop. The keys of a head are transposed, because a query is compared with
//! sixteen keys at once; several queries read them together. Serves the encoder, the decoder and the cross-attention alike.

use mynah_matrix::{LANES, Lanes, Outputs, Processor, ThreadPool, Work, add, exponential};

/// Queries that read keys and values together.
pub(crate) const QUERIES: usize = 6;
/// Keys that are compared at once; capacities and widths are multiples of it.
const STEP: usize = 2 * LANES;

/// What the queries of heads with `size` numbers have to be multiplied by.
pub(crate) fn scale(size: usize) -> f32 {
    1.0 / (size as f32).sqrt()
}

/// The keys and values of some positions.
#[derive(Debug, Clone)]
pub(crate) struct KeyValues {
    heads: usize,
    /// Numbers of a head.
    size: usize,
    /// The same, padded.
    padded: usize,
    capacity: usize,
    /// `[heads, size, capacity]`
    keys: Vec<f32>,
    /// `[heads, capacity, padded]`
    values: Vec<f32>,
}

impl KeyValues {
    /// Room for `capacity` positions of `heads` heads with `size` numbers each.
    pub(crate) fn new(heads: usize, size: usize, capacity: usize) -> Self {
        let capacity = capacity.next_multiple_of(STEP);
        let padded = size.next_multiple_of(STEP);
        Self {
            heads,
            size,
            padded,
            capacity,
            keys: vec![0.0; heads * size * capacity],
            values: vec![0.0; heads * capacity * padded],
        }
    }

    /// Takes the keys and values of the first `rows` rows from the outputs of two matrices, which begin at these columns.
    pub(crate) fn fill(
        &mut self,
        pool: &mut ThreadPool,
        outputs: &Outputs,
        rows: usize,
        (key_column, value_column): (usize, usize),
        value_bias: Option<&[f32]>,
    ) {
        let (size, padded, capacity) = (self.size, self.padded, self.capacity);
        pool.for_each_chunk(&mut self.keys, size * capacity, &|head, keys| {
            let mut row = vec![0.0; size];
            for position in 0..rows {
                outputs.read_any(position, key_column + head * size, &mut row);
                for (place, number) in row.iter().enumerate() {
                    keys[place * capacity + position] = *number;
                }
            }
        });
        pool.for_each_chunk(&mut self.values, padded * capacity, &|head, values| {
            let bias = value_bias.map(|bias| &bias[head * size..(head + 1) * size]);
            for (position, into) in values.chunks_exact_mut(padded).take(rows).enumerate() {
                let into = &mut into[..size];
                outputs.read_any(position, value_column + head * size, into);
                add(into, bias);
            }
        });
    }

    /// Writes the key and the value of one position, `[heads * size]` each.
    pub(crate) fn write(&mut self, position: usize, key: &[f32], value: &[f32]) {
        let (size, capacity, padded) = (self.size, self.capacity, self.padded);
        for (at, number) in key.iter().enumerate() {
            self.keys[at * capacity + position] = *number;
        }
        for (head, value) in value.chunks_exact(size).enumerate() {
            let from = (head * capacity + position) * padded;
            self.values[from..from + size].copy_from_slice(value);
        }
    }

    /// The number of heads.
    pub(crate) fn heads(&self) -> usize {
        self.heads
    }

    /// Numbers of a head.
    pub(crate) fn head_size(&self) -> usize {
        self.size
    }

    /// Lets at most [`QUERIES`] queries attend to the positions before `lengths` in one head.
    pub(crate) fn attend(
        &self,
        processor: Processor,
        head: usize,
        lengths: &[usize],
        queries: Rows<&[f32]>,
        attended: Rows<&mut [f32]>,
    ) {
        processor.run(HeadAttention {
            cache: self,
            head,
            lengths,
            queries,
            attended,
        });
    }
}

/// Rows within a buffer: the first begins at its start, the next ones `stride` numbers later each.
pub(crate) struct Rows<T> {
    pub numbers: T,
    pub stride: usize,
}

struct HeadAttention<'a> {
    cache: &'a KeyValues,
    head: usize,
    /// For each query, how many positions it sees.
    lengths: &'a [usize],
    /// Already scaled.
    queries: Rows<&'a [f32]>,
    attended: Rows<&'a mut [f32]>,
}

impl Work for HeadAttention<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        if self.lengths.len() == 1 {
            attend::<L, 1>(lanes, &mut self);
        } else {
            attend::<L, QUERIES>(lanes, &mut self);
        }
    }
}

#[inline(always)]
fn attend<L: Lanes, const Q: usize>(lanes: L, work: &mut HeadAttention<'_>) {
    let (cache, head) = (work.cache, work.head);
    let (size, capacity, padded) = (cache.size, cache.capacity, cache.padded);
    let keys = &cache.keys[head * size * capacity..(head + 1) * size * capacity];
    let values = &cache.values[head * padded * capacity..(head + 1) * padded * capacity];
    let mut queries = [&work.queries.numbers[..size]; Q];
    for (number, query) in queries.iter_mut().enumerate().take(work.lengths.len()) {
        let from = number * work.queries.stride;
        *query = &work.queries.numbers[from..from + size];
    }
    let end = work.lengths.iter().copied().max().unwrap_or_default();
    let length = end.next_multiple_of(STEP);
    let mut scores = vec![0.0_f32; Q * length];

    for position in (0..length).step_by(STEP) {
        let mut sums = [[lanes.splat(0.0); 2]; Q];
        for place in 0..size {
            let from = place * capacity + position;
            let (sixteens, _) = keys[from..from + STEP].as_chunks::<LANES>();
            let keys = [lanes.floats(&sixteens[0]), lanes.floats(&sixteens[1])];
            for (sums, query) in sums.iter_mut().zip(queries) {
                let number = lanes.splat(query[place]);
                sums[0] = lanes.fused(number, keys[0], sums[0]);
                sums[1] = lanes.fused(number, keys[1], sums[1]);
            }
        }
        for (number, sums) in sums.iter().enumerate() {
            let from = number * length + position;
            let (sixteens, _) = scores[from..from + STEP].as_chunks_mut::<LANES>();
            lanes.store(sums[0], &mut sixteens[0]);
            lanes.store(sums[1], &mut sixteens[1]);
        }
    }

    let mut weights = [0.0_f32; Q];
    for ((scores, &seen), weight) in scores
        .chunks_exact_mut(length)
        .zip(work.lengths)
        .zip(&mut weights)
    {
        *weight = 1.0 / softmax(lanes, scores, seen);
    }

    for column in (0..padded).step_by(STEP) {
        let mut sums = [[lanes.splat(0.0); 2]; Q];
        for position in 0..end {
            let from = position * padded + column;
            let (sixteens, _) = values[from..from + STEP].as_chunks::<LANES>();
            let values = [lanes.floats(&sixteens[0]), lanes.floats(&sixteens[1])];
            for (number, sums) in sums.iter_mut().enumerate() {
                let score = lanes.splat(scores[number * length + position]);
                sums[0] = lanes.fused(score, values[0], sums[0]);
                sums[1] = lanes.fused(score, values[1], sums[1]);
            }
        }
        for (number, sums) in sums.iter().enumerate().take(work.lengths.len()) {
            let weight = lanes.splat(weights[number]);
            let mut row = [[0.0; LANES]; 2];
            lanes.store(lanes.multiply(sums[0], weight), &mut row[0]);
            lanes.store(lanes.multiply(sums[1], weight), &mut row[1]);
            let used = STEP.min(size - column);
            let from = number * work.attended.stride + column;
            work.attended.numbers[from..from + used].copy_from_slice(&row.as_flattened()[..used]);
        }
    }
}

/// Replaces the first `seen` scores by `exp(score - max)` and the others by 0; returns the sum.
#[inline(always)]
fn softmax<L: Lanes>(lanes: L, scores: &mut [f32], seen: usize) -> f32 {
    scores[seen..].fill(f32::NEG_INFINITY);
    let (sixteens, _) = scores.as_chunks_mut::<LANES>();
    let mut largest = lanes.splat(f32::NEG_INFINITY);
    for scores in &*sixteens {
        largest = lanes.max(largest, lanes.floats(scores));
    }
    let largest = lanes.splat(lanes.largest(largest));
    let mut sum = lanes.splat(0.0);
    for scores in sixteens {
        let power = exponential(lanes, lanes.subtract(lanes.floats(scores), largest));
        sum = lanes.add(sum, power);
        lanes.store(power, scores);
    }
    scores[seen..].fill(0.0);
    lanes.sum(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attention_is_the_mean_of_the_values_weighted_by_the_softmax_of_the_scores() {
        let (heads, size, positions) = (2, 24, 45);
        let number = |at: usize| ((at * 2_654_435_761) % 1000) as f32 / 250.0 - 2.0;
        let row = |seed: usize| (0..heads * size).map(|at| number(seed + at)).collect::<Vec<_>>();
        let mut cache = KeyValues::new(heads, size, positions);
        for position in 0..positions {
            cache.write(position, &row(position * 97), &row(position * 31 + 5));
        }
        for processor in Processor::all() {
            for lengths in [&[45][..], &[1, 2, 3, 44], &[7, 45, 30, 2, 9, 33]] {
                for head in 0..heads {
                    let queries: Vec<f32> = lengths.iter().flat_map(|&length| row(length * 13)).collect();
                    let mut attended = vec![0.0; lengths.len() * size];
                    cache.attend(
                        processor,
                        head,
                        lengths,
                        Rows {
                            numbers: &queries[head * size..],
                            stride: heads * size,
                        },
                        Rows {
                            numbers: &mut attended,
                            stride: size,
                        },
                    );
                    for (query, &length) in lengths.iter().enumerate() {
                        let query_row = &queries[query * heads * size + head * size..][..size];
                        let scores: Vec<f64> = (0..length)
                            .map(|position| {
                                let key = &row(position * 97)[head * size..][..size];
                                let score: f32 =
                                    query_row.iter().zip(key).map(|(one, other)| one * other).sum();
                                f64::from(score).exp()
                            })
                            .collect();
                        let sum: f64 = scores.iter().sum();
                        for place in 0..size {
                            let expected: f64 = (0..length)
                                .map(|position| {
                                    scores[position] / sum
                                        * f64::from(row(position * 31 + 5)[head * size + place])
                                })
                                .sum();
                            let found = f64::from(attended[query * size + place]);
                            assert!((found - expected).abs() < 1e-3, "{found} {expected}");
                        }
                    }
                }
            }
        }
    }
}
