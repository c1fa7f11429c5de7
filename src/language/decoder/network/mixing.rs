//! A round's attention: queries, keys and values of its tokens, and what the queries find.
//!
//! Owns what stands between the matrices: biases, norms and rotation of each head, the cache, and which tokens see which. The
//! comparison itself is `attention`'s.

use super::super::attention::{Attend, QUERIES};
use super::super::cache::{LayerCache, PAGE, write_key, write_value};
use super::super::elementwise::add;
use super::super::family::Shape;
use super::super::kernels::Processor;
use super::super::matrix::{Outputs, products};
use super::super::team::Team;
use super::super::weights::{Attention, Linear};
use super::{MOST, Round, Sight};

/// So few tokens are done by one thread.
const FEW: usize = 8;

impl Round<'_> {
    /// Lets the tokens look at each other; what they find is to be read by the output matrix.
    pub(super) fn attention(&mut self, attention: &Attention, cache: &mut LayerCache, sight: &Sight) {
        let (shape, processor) = (self.shape, self.processor);
        let Attention {
            queries,
            keys,
            values,
            ..
        } = attention;
        let rooms = &mut *self.rooms;
        products(
            self.team,
            processor,
            &[&queries.matrix, &keys.matrix, &values.matrix],
            &rooms.read,
            &mut rooms.made,
        );
        let made = &rooms.made;
        remember(self.team, processor, shape, attention, cache, sight, made);

        let sharing = shape.heads / shape.shared_heads;
        let (size, width) = (shape.head, cache.width());
        // Queries that ask the same head stand together, by token.
        let rows = sight.count * sharing;
        let tiles = rows.div_ceil(QUERIES);
        rooms
            .found
            .resize(shape.shared_heads * tiles * QUERIES * width, 0.0);
        let cache = &*cache;
        self.team
            .each_part(&mut rooms.found, QUERIES * width, &|number, found| {
                let (head, first) = (number / tiles, number % tiles * QUERIES);
                let many = QUERIES.min(rows - first);
                let mut asking = [0.0_f32; QUERIES * MOST];
                let mut seen = [(0, 0); QUERIES];
                for ((row, query), seen) in (first..first + many)
                    .zip(asking.chunks_exact_mut(size))
                    .zip(&mut seen)
                {
                    let (token, of) = (row / sharing, head * sharing + row % sharing);
                    head_of(made, queries, 0, token, of, query);
                    if let Some(norm) = &attention.query_norm {
                        norm.apply(processor, query);
                    }
                    sight.angles.rotate(token, query, shape.pairing);
                    for number in query {
                        *number *= shape.score_scale;
                    }
                    *seen = sight.of(token);
                }
                processor.run(Attend {
                    cache,
                    head,
                    queries: &asking[..many * size],
                    sight: &seen[..many],
                    cap: shape.score_cap,
                    found,
                });
            });
        let found = &rooms.found;
        rooms.second.resize(sight.count, shape.heads * size);
        let quantised = attention.output.matrix.is_quantised();
        rooms
            .second
            .fill(self.team, processor, quantised, &|token, into| {
                for (of, into) in into.chunks_exact_mut(size).enumerate() {
                    let row = token * sharing + of % sharing;
                    let at = (of / sharing * tiles * QUERIES + row) * width;
                    into.copy_from_slice(&found[at..at + size]);
                }
            });
    }
}

/// A head's numbers of a token, with their bias; `from` is where the matrix's columns begin.
fn head_of(made: &Outputs, linear: &Linear, from: usize, token: usize, head: usize, into: &mut [f32]) {
    let size = into.len();
    made.read_any(token, from + head * size, into);
    if let Some(bias) = &linear.bias {
        add(into, bias.get(head * size..(head + 1) * size));
    }
}

/// Puts the keys and values of a round into the cache.
fn remember(
    team: &mut Team,
    processor: Processor,
    shape: &Shape,
    attention: &Attention,
    cache: &mut LayerCache,
    sight: &Sight,
    made: &Outputs,
) {
    let Attention {
        queries,
        keys,
        values,
        key_norm,
        ..
    } = attention;
    let (before, count) = (sight.before, sight.count);
    cache.reserve(before + count);
    let (key_bytes, value_bytes) = cache.sizes();
    let precision = cache.precision;
    let key_columns = Outputs::beginning(&[&queries.matrix]);
    let value_columns = Outputs::beginning(&[&queries.matrix, &keys.matrix]);
    let pages = before / PAGE..=(before + count - 1) / PAGE;
    for number in pages {
        let page = &mut cache.pages[number];
        let start = number * PAGE;
        let tokens = before.max(start)..(before + count).min(start + PAGE);
        let add_keys = |head: usize, into: &mut [u8]| {
            let mut key = [0.0; MOST];
            let key = &mut key[..shape.head];
            for token in tokens.clone() {
                head_of(made, keys, key_columns, token - before, head, key);
                if let Some(norm) = key_norm {
                    norm.apply(processor, key);
                }
                sight.angles.rotate(token - before, key, shape.pairing);
                write_key(precision, into, token - start, key);
            }
        };
        let add_values = |head: usize, into: &mut [u8]| {
            let mut value = [0.0; MOST];
            let value = &mut value[..shape.head];
            for token in tokens.clone() {
                head_of(made, values, value_columns, token - before, head, value);
                write_value(processor, precision, into, token - start, value);
            }
        };
        if count <= FEW {
            for (head, into) in page.keys.chunks_exact_mut(key_bytes).enumerate() {
                add_keys(head, into);
            }
            for (head, into) in page.values.chunks_exact_mut(value_bytes).enumerate() {
                add_values(head, into);
            }
        } else {
            team.each_part(&mut page.keys, key_bytes, &add_keys);
            team.each_part(&mut page.values, value_bytes, &add_values);
        }
    }
}
