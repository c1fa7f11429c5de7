//! The attention block of a layer: projections, rotary embedding, KV cache, attention.
//!
//! Owns what happens between the matrices: biases, norms and rotation of each head, writing the cache, and which tokens attend
//! to which. The attention itself is in `attention`.

use mynah_matrix::{Outputs, Processor, ThreadPool, add, products};

use super::super::attention::{Attend, QUERIES};
use super::super::cache::{LayerCache, PAGE, write_key, write_value};
use super::super::family::Shape;
use super::super::weights::{Attention, Linear};
use super::{AttentionSpan, MAX_HEAD_DIM, Round};

/// Up to this many tokens, one thread writes the cache.
const SINGLE_THREAD_TOKENS: usize = 8;

impl Round<'_> {
    /// Runs attention; leaves the inputs of the output matrix in `scratch.inner`.
    pub(super) fn attention(&mut self, attention: &Attention, cache: &mut LayerCache, span: &AttentionSpan) {
        let (shape, processor) = (self.shape, self.processor);
        let Attention {
            queries,
            keys,
            values,
            ..
        } = attention;
        let scratch = &mut *self.scratch;
        products(
            self.pool,
            processor,
            &[&queries.matrix, &keys.matrix, &values.matrix],
            &scratch.inputs,
            &mut scratch.outputs,
        );
        let outputs = &scratch.outputs;
        append(self.pool, processor, shape, attention, cache, span, outputs);

        let group = shape.heads / shape.kv_heads;
        let (size, width) = (shape.head_dim, cache.width());
        // Queries of the same key/value head are grouped, ordered by token.
        let rows = span.count * group;
        let tiles = rows.div_ceil(QUERIES);
        scratch
            .attended
            .resize(shape.kv_heads * tiles * QUERIES * width, 0.0);
        let cache = &*cache;
        self.pool
            .for_each_chunk(&mut scratch.attended, QUERIES * width, &|number, attended| {
                let (head, first) = (number / tiles, number % tiles * QUERIES);
                let many = QUERIES.min(rows - first);
                let mut query_rows = [0.0_f32; QUERIES * MAX_HEAD_DIM];
                let mut spans = [(0, 0); QUERIES];
                for ((row, query), of_token) in (first..first + many)
                    .zip(query_rows.chunks_exact_mut(size))
                    .zip(&mut spans)
                {
                    let (token, of) = (row / group, head * group + row % group);
                    read_head(outputs, queries, 0, token, of, query);
                    if let Some(norm) = &attention.query_norm {
                        norm.apply(processor, query);
                    }
                    span.angles.rotate(token, query, shape.pairing);
                    for number in query {
                        *number *= shape.score_scale;
                    }
                    *of_token = span.of(token);
                }
                processor.run(Attend {
                    cache,
                    head,
                    queries: &query_rows[..many * size],
                    spans: &spans[..many],
                    cap: shape.score_cap,
                    attended,
                });
            });
        let attended = &scratch.attended;
        scratch.inner.resize(span.count, shape.heads * size);
        let quantised = attention.output.matrix.is_quantised();
        scratch
            .inner
            .fill(self.pool, processor, quantised, &|token, into| {
                for (of, into) in into.chunks_exact_mut(size).enumerate() {
                    let row = token * group + of % group;
                    let at = (of / group * tiles * QUERIES + row) * width;
                    into.copy_from_slice(&attended[at..at + size]);
                }
            });
    }
}

/// Reads one head of a token and adds its bias; `from` is the first column of the matrix in `outputs`.
fn read_head(outputs: &Outputs, linear: &Linear, from: usize, token: usize, head: usize, into: &mut [f32]) {
    let size = into.len();
    outputs.read_any(token, from + head * size, into);
    if let Some(bias) = &linear.bias {
        add(into, bias.get(head * size..(head + 1) * size));
    }
}

/// Appends the keys and values of a round to the cache.
fn append(
    pool: &mut ThreadPool,
    processor: Processor,
    shape: &Shape,
    attention: &Attention,
    cache: &mut LayerCache,
    span: &AttentionSpan,
    outputs: &Outputs,
) {
    let Attention {
        queries,
        keys,
        values,
        key_norm,
        ..
    } = attention;
    let (before, count) = (span.before, span.count);
    cache.reserve(before + count);
    let (key_bytes, value_bytes) = cache.sizes();
    let precision = cache.precision;
    let key_columns = Outputs::first_column(&[&queries.matrix]);
    let value_columns = Outputs::first_column(&[&queries.matrix, &keys.matrix]);
    let pages = before / PAGE..=(before + count - 1) / PAGE;
    for number in pages {
        let page = &mut cache.pages[number];
        let start = number * PAGE;
        let tokens = before.max(start)..(before + count).min(start + PAGE);
        let add_keys = |head: usize, into: &mut [u8]| {
            let mut key = [0.0; MAX_HEAD_DIM];
            let key = &mut key[..shape.head_dim];
            for token in tokens.clone() {
                read_head(outputs, keys, key_columns, token - before, head, key);
                if let Some(norm) = key_norm {
                    norm.apply(processor, key);
                }
                span.angles.rotate(token - before, key, shape.pairing);
                write_key(precision, into, token - start, key);
            }
        };
        let add_values = |head: usize, into: &mut [u8]| {
            let mut value = [0.0; MAX_HEAD_DIM];
            let value = &mut value[..shape.head_dim];
            for token in tokens.clone() {
                read_head(outputs, values, value_columns, token - before, head, value);
                write_value(processor, precision, into, token - start, value);
            }
        };
        if count <= SINGLE_THREAD_TOKENS {
            for (head, into) in page.keys.chunks_exact_mut(key_bytes).enumerate() {
                add_keys(head, into);
            }
            for (head, into) in page.values.chunks_exact_mut(value_bytes).enumerate() {
                add_values(head, into);
            }
        } else {
            pool.for_each_chunk(&mut page.keys, key_bytes, &add_keys);
            pool.for_each_chunk(&mut page.values, value_bytes, &add_values);
        }
    }
}
