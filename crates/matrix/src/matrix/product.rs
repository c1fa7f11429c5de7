//! Products of matrix panels and rows: the inner loops of the decoder.
//!
//! Owns two kernels. `gemv` serves few rows: it unpacks each tile once, in registers (decoding is bound by memory bandwidth).
//! `gemm` serves many rows: it unpacks two panels into the L1 cache and reuses them for every row.

#![allow(clippy::needless_range_loop, reason = "one index into several arrays")]
#![allow(clippy::large_stack_arrays, reason = "sized to fit into the L1 cache")]

use super::format::{Format, Tile, VECTORS, unpack};
use crate::inputs::{Group, Inputs, PackedWords, ROW_TILE};
use crate::kernels::{LANES, Lanes, part};

/// Panels that are computed together.
pub const PAIR: usize = 2;
/// Tiles of a panel that are unpacked at once: together with the inputs they fit into the L1 cache.
const DEPTH: usize = 16;

/// Prefetch distance, in bytes.
const PREFETCH_DISTANCE: usize = 6144;

/// Adds the products of one input group and one tile to the sums of sixteen matrix rows.
#[inline(always)]
fn add<F: Format, L: Lanes>(
    lanes: L,
    tile: &Tile<L>,
    words: &PackedWords,
    group: &Group,
    sums: L::Floats,
) -> L::Floats {
    let mut sums = sums;
    let scale = lanes.splat(group.scale);
    if F::SCALES == 2 {
        for half in 0..2 {
            let mut dots = lanes.ints(-F::OFFSET * group.sums[half]);
            for place in half * VECTORS / 2..(half + 1) * VECTORS / 2 {
                dots = dot::<F, L>(lanes, dots, tile.bytes[place], words[place]);
            }
            let values = lanes.multiply(lanes.to_floats(dots), scale);
            sums = lanes.fused(values, tile.scales[half], sums);
            if F::MINIMA {
                sums = lanes.fused(tile.minima[half], lanes.splat(group.values[half]), sums);
            }
        }
    } else {
        let mut dots = lanes.ints(-F::OFFSET * (group.sums[0] + group.sums[1]));
        for place in 0..VECTORS {
            dots = dot::<F, L>(lanes, dots, tile.bytes[place], words[place]);
        }
        let values = lanes.multiply(lanes.to_floats(dots), scale);
        sums = lanes.fused(values, tile.scales[0], sums);
        if F::MINIMA {
            let value = lanes.splat(group.values[0] + group.values[1]);
            sums = lanes.fused(tile.minima[0], value, sums);
        }
    }
    sums
}

#[inline(always)]
fn dot<F: Format, L: Lanes>(lanes: L, sums: L::Ints, bytes: L::Bytes, inputs: i32) -> L::Ints {
    if F::LOW == 8 {
        lanes.dot(sums, bytes, inputs)
    } else {
        lanes.dot_small(sums, bytes, inputs)
    }
}

/// Multiplies a panel by the first `T` rows; writes sixteen numbers for each row into `into`.
#[inline(always)]
pub fn gemv<F: Format, L: Lanes, const T: usize>(
    lanes: L,
    panel: &[u8],
    inputs: &Inputs,
    into: &mut [[f32; LANES]],
) {
    let each = inputs.words.len() / T;
    let mut sums = [lanes.splat(0.0); T];
    for (number, block) in panel.chunks_exact(F::BLOCK_BYTES).enumerate() {
        for tile in 0..F::TILES {
            let at = number * F::TILES + tile;
            for line in 0..F::TILE_BYTES.div_ceil(64) {
                lanes.prefetch(
                    block,
                    F::HEADER + tile * F::TILE_BYTES + PREFETCH_DISTANCE + 64 * line,
                );
            }
            let tile = unpack::<F, L>(lanes, block, tile);
            for (row, sums) in sums.iter_mut().enumerate() {
                let at = row * each + at;
                *sums = add::<F, L>(lanes, &tile, &inputs.words[at], &inputs.groups[at], *sums);
            }
        }
    }
    for (sums, into) in sums.iter().zip(into) {
        lanes.store(*sums, into);
    }
}

/// An unpacked tile.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Unpacked {
    bytes: [[u8; 64]; VECTORS],
    scales: [[f32; LANES]; 2],
    minima: [[f32; LANES]; 2],
}

const EMPTY: Unpacked = Unpacked {
    bytes: [[0; 64]; VECTORS],
    scales: [[0.0; LANES]; 2],
    minima: [[0.0; LANES]; 2],
};

/// Multiplies two panels by all rows; writes sixteen numbers for each row into `into`, panel by panel.
#[inline(always)]
pub fn gemm<F: Format, L: Lanes>(
    lanes: L,
    panels: [&[u8]; PAIR],
    inputs: &Inputs,
    into: &mut [[f32; LANES]],
) {
    let rows = into.len() / PAIR;
    let each = inputs.words.len() / rows.max(1);
    let mut scratch = [[EMPTY; DEPTH]; PAIR];
    let blocks = DEPTH / F::TILES;
    let (first, second) = into.split_at_mut(rows);
    let mut start = 0;
    while start < each {
        let tiles = DEPTH.min(each - start);
        for (panel, scratch) in panels.iter().zip(&mut scratch) {
            let from = start / F::TILES;
            for (number, block) in panel
                .chunks_exact(F::BLOCK_BYTES)
                .skip(from)
                .take(blocks)
                .enumerate()
            {
                for tile in 0..F::TILES {
                    let into = &mut scratch[number * F::TILES + tile];
                    let tile = unpack::<F, L>(lanes, block, tile);
                    for (bytes, into) in tile.bytes.iter().zip(&mut into.bytes) {
                        lanes.store_bytes(*bytes, into);
                    }
                    for half in 0..2 {
                        lanes.store(tile.scales[half], &mut into.scales[half]);
                        if F::MINIMA {
                            lanes.store(tile.minima[half], &mut into.minima[half]);
                        }
                    }
                }
            }
        }
        let [one, other] = &scratch;
        for row in (0..rows).step_by(ROW_TILE) {
            let from = row * each + start;
            let mut sums = [[lanes.splat(0.0); ROW_TILE]; PAIR];
            if start > 0 {
                for at in 0..ROW_TILE {
                    sums[0][at] = lanes.floats(&first[row + at]);
                    sums[1][at] = lanes.floats(&second[row + at]);
                }
            }
            for tile in 0..tiles {
                let words: [&PackedWords; ROW_TILE] =
                    std::array::from_fn(|at| &inputs.words[from + tile + at * each]);
                let groups: [&Group; ROW_TILE] =
                    std::array::from_fn(|at| &inputs.groups[from + tile + at * each]);
                block::<F, L>(lanes, [&one[tile], &other[tile]], words, groups, &mut sums);
            }
            for at in 0..ROW_TILE {
                lanes.store(sums[0][at], &mut first[row + at]);
                lanes.store(sums[1][at], &mut second[row + at]);
            }
        }
        start += DEPTH;
    }
}

/// Multiplies two tiles by the groups of `ROW_TILE` rows.
#[inline(always)]
fn block<F: Format, L: Lanes>(
    lanes: L,
    tiles: [&Unpacked; PAIR],
    words: [&PackedWords; ROW_TILE],
    groups: [&Group; ROW_TILE],
    sums: &mut [[L::Floats; ROW_TILE]; PAIR],
) {
    let parts = if F::SCALES == 2 { 2 } else { 1 };
    for part in 0..parts {
        let mut dots = [[lanes.ints(0); ROW_TILE]; PAIR];
        if F::OFFSET != 0 {
            for at in 0..ROW_TILE {
                let sum = if parts == 2 {
                    groups[at].sums[part]
                } else {
                    groups[at].sums[0] + groups[at].sums[1]
                };
                dots[0][at] = lanes.ints(-F::OFFSET * sum);
                dots[1][at] = dots[0][at];
            }
        }
        for place in part * VECTORS / parts..(part + 1) * VECTORS / parts {
            let bytes = [
                lanes.bytes(&tiles[0].bytes[place]),
                lanes.bytes(&tiles[1].bytes[place]),
            ];
            for at in 0..ROW_TILE {
                let word = words[at][place];
                dots[0][at] = dot::<F, L>(lanes, dots[0][at], bytes[0], word);
                dots[1][at] = dot::<F, L>(lanes, dots[1][at], bytes[1], word);
            }
        }
        for panel in 0..PAIR {
            let scales = lanes.floats(&tiles[panel].scales[part]);
            for at in 0..ROW_TILE {
                let scale = lanes.splat(groups[at].scale);
                let values = lanes.multiply(lanes.to_floats(dots[panel][at]), scale);
                sums[panel][at] = lanes.fused(values, scales, sums[panel][at]);
            }
            if F::MINIMA {
                let minima = lanes.floats(&tiles[panel].minima[part]);
                for at in 0..ROW_TILE {
                    let value = if parts == 2 {
                        groups[at].values[part]
                    } else {
                        groups[at].values[0] + groups[at].values[1]
                    };
                    sums[panel][at] = lanes.fused(minima, lanes.splat(value), sums[panel][at]);
                }
            }
        }
    }
}

/// A format of floating-point numbers.
pub trait Floating {
    /// Bytes of a number.
    const BYTES: usize;
    /// Reads sixteen numbers from byte `at`.
    fn read<L: Lanes>(lanes: L, from: &[u8], at: usize) -> L::Floats;
}

/// IEEE single precision.
#[derive(Debug)]
pub struct Single;
/// IEEE half precision.
#[derive(Debug)]
pub struct Half;
/// bfloat16.
#[derive(Debug)]
pub struct Bf16;

impl Floating for Single {
    const BYTES: usize = 4;
    #[inline(always)]
    fn read<L: Lanes>(lanes: L, from: &[u8], at: usize) -> L::Floats {
        let numbers = part::<64>(from, at).as_chunks::<4>().0;
        let mut floats = [0.0; LANES];
        for (float, bytes) in floats.iter_mut().zip(numbers) {
            *float = f32::from_le_bytes(*bytes);
        }
        lanes.floats(&floats)
    }
}

impl Floating for Half {
    const BYTES: usize = 2;
    #[inline(always)]
    fn read<L: Lanes>(lanes: L, from: &[u8], at: usize) -> L::Floats {
        lanes.halves(part(from, at))
    }
}

impl Floating for Bf16 {
    const BYTES: usize = 2;
    #[inline(always)]
    fn read<L: Lanes>(lanes: L, from: &[u8], at: usize) -> L::Floats {
        lanes.bf16s(part(from, at))
    }
}

/// Multiplies a panel of floating-point numbers by `T` rows, from `row` on. Four independent sums hide the latency of the
/// additions.
#[inline(always)]
pub fn floating<F: Floating, L: Lanes, const T: usize>(
    lanes: L,
    panel: &[u8],
    inputs: &Inputs,
    row: usize,
    into: &mut [[f32; LANES]],
) {
    const SUMS: usize = 4;
    let columns = inputs.columns;
    let width = LANES * F::BYTES;
    let mut sums = [[lanes.splat(0.0); T]; SUMS];
    let rows: [&[f32]; T] = std::array::from_fn(|at| {
        let from = (row + at) * columns;
        inputs.floats.get(from..from + columns).unwrap_or_default()
    });
    let whole = columns / SUMS * SUMS;
    for column in (0..whole).step_by(SUMS) {
        for (place, sums) in sums.iter_mut().enumerate() {
            let weights = F::read(lanes, panel, (column + place) * width);
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum = lanes.fused(weights, lanes.splat(row[column + place]), *sum);
            }
        }
    }
    for column in whole..columns {
        let weights = F::read(lanes, panel, column * width);
        for (sum, row) in sums[0].iter_mut().zip(rows) {
            *sum = lanes.fused(weights, lanes.splat(row[column]), *sum);
        }
    }
    for (at, into) in into.iter_mut().take(T).enumerate() {
        let one = lanes.add(sums[0][at], sums[1][at]);
        let other = lanes.add(sums[2][at], sums[3][at]);
        lanes.store(lanes.add(one, other), into);
    }
}
