//! Scaled dot-product attention over the KV cache (Vaswani et al. 2017).
//!
//! Owns scores, softmax and the weighted sum of the values. Several queries read the cache together: those of several tokens
//! while a prompt is read, those of the query heads that share a key/value head while decoding.

use mynah_matrix::{Floating, Half, LANES, Lanes, Single, Work, capped, exponential};

use super::cache::{LayerCache, PAGE, Precision};

/// Queries that read the cache together.
pub(super) const QUERIES: usize = 6;
/// Keys that are compared at once.
const KEYS: usize = 2 * LANES;

/// Some queries and the key/value head that they attend to.
pub(super) struct Attend<'a> {
    pub cache: &'a LayerCache,
    /// The key/value head.
    pub head: usize,
    /// `[queries, head]`, already scaled.
    pub queries: &'a [f32],
    /// For each query, the tokens that it attends to: first and end.
    pub spans: &'a [(usize, usize)],
    /// Soft cap of the scores.
    pub cap: Option<f32>,
    /// The result, `[queries, width]`.
    pub attended: &'a mut [f32],
}

impl Work for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        match (self.cache.precision, self.spans.len()) {
            (Precision::Single, 0..=2) => attend::<Single, L, 2>(lanes, &mut self),
            (Precision::Single, _) => attend::<Single, L, QUERIES>(lanes, &mut self),
            (Precision::Half, 1) => attend::<Half, L, 1>(lanes, &mut self),
            (Precision::Half, 0..=2) => attend::<Half, L, 2>(lanes, &mut self),
            (Precision::Half, 3..=4) => attend::<Half, L, 4>(lanes, &mut self),
            (Precision::Half, _) => attend::<Half, L, QUERIES>(lanes, &mut self),
        }
    }
}

#[inline(always)]
fn attend<F: Floating, L: Lanes, const Q: usize>(lanes: L, work: &mut Attend<'_>) {
    let (cache, head) = (work.cache, work.head);
    let size = cache.head_dim;
    let mut queries = [&work.queries[..size]; Q];
    for (query, numbers) in queries.iter_mut().zip(work.queries.chunks_exact(size)) {
        *query = numbers;
    }
    let start = work.spans.iter().map(|span| span.0).min().unwrap_or_default() / KEYS * KEYS;
    let end = work.spans.iter().map(|span| span.1).max().unwrap_or_default();
    let length = (end - start).next_multiple_of(KEYS);
    let mut scores = vec![0.0_f32; Q * length];
    let (key_bytes, value_bytes) = cache.sizes();

    for token in (start..end).step_by(KEYS) {
        let page = &cache.pages[token / PAGE].keys[head * key_bytes..(head + 1) * key_bytes];
        let block = size * LANES * F::BYTES;
        let at = token % PAGE / LANES * block;
        let (one, other) = page[at..at + 2 * block].split_at(block);
        let mut sums = [[lanes.splat(0.0); 2]; Q];
        for place in 0..size {
            let keys = [
                F::read(lanes, one, place * LANES * F::BYTES),
                F::read(lanes, other, place * LANES * F::BYTES),
            ];
            for (sums, query) in sums.iter_mut().zip(queries) {
                let number = lanes.splat(query[place]);
                sums[0] = lanes.fused(number, keys[0], sums[0]);
                sums[1] = lanes.fused(number, keys[1], sums[1]);
            }
        }
        for (number, sums) in sums.iter().enumerate() {
            let into = number * length + token - start;
            for (into, sum) in scores[into..into + KEYS]
                .as_chunks_mut::<LANES>()
                .0
                .iter_mut()
                .zip(sums)
            {
                let sum = match work.cap {
                    Some(cap) => capped(lanes, *sum, cap),
                    None => *sum,
                };
                lanes.store(sum, into);
            }
        }
    }

    let mut weights = [0.0_f32; Q];
    for ((scores, span), weight) in scores.chunks_exact_mut(length).zip(work.spans).zip(&mut weights) {
        *weight = 1.0 / softmax(lanes, scores, span.0 - start, span.1 - start);
    }

    let width = cache.width();
    for column in (0..width).step_by(2 * LANES) {
        let mut sums = [[lanes.splat(0.0); 2]; Q];
        let mut token = start;
        while token < end {
            let page = &cache.pages[token / PAGE].values[head * value_bytes..(head + 1) * value_bytes];
            let until = end.min((token / PAGE + 1) * PAGE);
            for token in token..until {
                let at = (token % PAGE * width + column) * F::BYTES;
                let values = [
                    F::read(lanes, page, at),
                    F::read(lanes, page, at + LANES * F::BYTES),
                ];
                for (number, sums) in sums.iter_mut().enumerate() {
                    let score = lanes.splat(scores[number * length + token - start]);
                    sums[0] = lanes.fused(score, values[0], sums[0]);
                    sums[1] = lanes.fused(score, values[1], sums[1]);
                }
            }
            token = until;
        }
        for ((attended, sums), weight) in work.attended.chunks_exact_mut(width).zip(&sums).zip(weights) {
            let weight = lanes.splat(weight);
            for (into, sum) in attended[column..column + 2 * LANES]
                .as_chunks_mut::<LANES>()
                .0
                .iter_mut()
                .zip(sums)
            {
                lanes.store(lanes.multiply(*sum, weight), into);
            }
        }
    }
}

/// Replaces scores `from..to` by `exp(score - max)` and the others by 0; returns the sum.
#[inline(always)]
fn softmax<L: Lanes>(lanes: L, scores: &mut [f32], from: usize, to: usize) -> f32 {
    scores[..from].fill(f32::NEG_INFINITY);
    scores[to..].fill(f32::NEG_INFINITY);
    let (chunks, _) = scores.as_chunks_mut::<LANES>();
    let mut most = lanes.splat(f32::NEG_INFINITY);
    for chunk in &*chunks {
        most = lanes.max(most, lanes.floats(chunk));
    }
    let most = lanes.splat(lanes.largest(most));
    let mut sum = lanes.splat(0.0);
    for chunk in chunks {
        let power = exponential(lanes, lanes.subtract(lanes.floats(chunk), most));
        sum = lanes.add(sum, power);
        lanes.store(power, chunk);
    }
    // Masked scores came out as e^-87: negligible in the sum, but not when multiplied by large values.
    scores[..from].fill(0.0);
    scores[to..].fill(0.0);
    lanes.sum(sum)
}
