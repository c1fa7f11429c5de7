//! The layout of a quantised matrix in memory, made for computing sixteen rows at once.
//!
//! Sixteen rows form a panel; 32 columns of a panel form a tile. A tile is eight vectors of 64 bytes; each holds four columns of
//! all rows, so that one instruction multiplies them by the same four inputs. Every block format of GGUF maps onto this layout
//! exactly: the bits are only reordered. The scales and minima of a block precede its tiles.

use crate::kernels::{LANES, Lanes, part};

/// Columns of a tile.
pub const TILE: usize = 32;
/// Vectors of a tile.
pub const VECTORS: usize = TILE / 4;

/// A block format. A number's value is `scale * (number - OFFSET) + minimum`.
pub trait Format {
    /// Tiles that share a header.
    const TILES: usize;
    /// Sub-scales of a tile, relative to the scale of its block: none, one, or one for each 16 columns.
    const SCALES: usize;
    /// Whether the sub-scales are signed.
    const SIGNED: bool = false;
    /// Whether the scale and each sub-scale come with a minimum.
    const MINIMA: bool;
    /// Bits of a number that are stored together (the low bits), and bits that are stored separately (the high bits).
    const LOW: u32;
    const HIGH: u32;
    const OFFSET: i32 = 0;

    /// Bytes of a block: header and tiles.
    const HEADER: usize = {
        let all = 2 * LANES * (1 + Self::MINIMA as usize) + Self::TILES * Self::SUBHEADER;
        if Self::TILES == 1 {
            all
        } else {
            all.next_multiple_of(64)
        }
    };
    /// Bytes of one tile's sub-scales and minima in the header.
    const SUBHEADER: usize = LANES * Self::SCALES * (1 + Self::MINIMA as usize);
    /// Offset of the first tile's sub-scales.
    const SUBHEADERS: usize = 2 * LANES * (1 + Self::MINIMA as usize);
    const TILE_BYTES: usize = (TILE * LANES) * (Self::LOW + Self::HIGH) as usize / 8;
    const BLOCK_BYTES: usize = Self::HEADER + Self::TILES * Self::TILE_BYTES;
}

/// The block formats of GGUF, one type each.
macro_rules! formats {
    ($($name:ident: $($constant:ident = $value:expr),+;)+) => {
        $(
            #[derive(Debug)]
            pub struct $name;
            impl Format for $name {
                $(const $constant: formats!(@type $constant) = $value;)+
            }
        )+
    };
    (@type TILES) => { usize };
    (@type SCALES) => { usize };
    (@type SIGNED) => { bool };
    (@type MINIMA) => { bool };
    (@type LOW) => { u32 };
    (@type HIGH) => { u32 };
    (@type OFFSET) => { i32 };
}

formats! {
    Q40: TILES = 1, SCALES = 0, MINIMA = false, LOW = 4, HIGH = 0, OFFSET = 8;
    Q41: TILES = 1, SCALES = 0, MINIMA = true, LOW = 4, HIGH = 0;
    Q50: TILES = 1, SCALES = 0, MINIMA = false, LOW = 4, HIGH = 1, OFFSET = 16;
    Q51: TILES = 1, SCALES = 0, MINIMA = true, LOW = 4, HIGH = 1;
    Q80: TILES = 1, SCALES = 0, MINIMA = false, LOW = 8, HIGH = 0, OFFSET = 128;
    Q2K: TILES = 8, SCALES = 2, MINIMA = true, LOW = 2, HIGH = 0;
    Q3K: TILES = 8, SCALES = 2, SIGNED = true, MINIMA = false, LOW = 2, HIGH = 1, OFFSET = 4;
    Q4K: TILES = 8, SCALES = 1, MINIMA = true, LOW = 4, HIGH = 0;
    Q5K: TILES = 8, SCALES = 1, MINIMA = true, LOW = 4, HIGH = 1;
    Q6K: TILES = 8, SCALES = 2, SIGNED = true, MINIMA = false, LOW = 4, HIGH = 2, OFFSET = 32;
}

/// A tile in registers.
pub struct Tile<L: Lanes> {
    pub bytes: [L::Bytes; VECTORS],
    /// Of the first and the last 16 columns; the same where they share one.
    pub scales: [L::Floats; 2],
    pub minima: [L::Floats; 2],
}

/// Reads tile `number` of a block.
#[inline(always)]
pub fn unpack<F: Format, L: Lanes>(lanes: L, block: &[u8], number: usize) -> Tile<L> {
    let tile = F::HEADER + number * F::TILE_BYTES;
    let zero = lanes.splat(0.0);
    let scale = lanes.halves(part(block, 0));
    let minimum = if F::MINIMA {
        lanes.halves(part(block, 2 * LANES))
    } else {
        zero
    };
    let sub = F::SUBHEADERS + number * F::SUBHEADER;
    let small = |at: usize| {
        if F::SIGNED {
            lanes.signed(part(block, at))
        } else {
            lanes.unsigned(part(block, at))
        }
    };
    let (scales, minima) = match F::SCALES {
        0 => ([scale; 2], [minimum; 2]),
        1 => {
            let scale = lanes.multiply(scale, small(sub));
            // These formats subtract the minimum.
            let minimum = if F::MINIMA {
                lanes.subtract(zero, lanes.multiply(minimum, small(sub + LANES)))
            } else {
                zero
            };
            ([scale; 2], [minimum; 2])
        }
        _ => {
            let scales = [
                lanes.multiply(scale, small(sub)),
                lanes.multiply(scale, small(sub + LANES)),
            ];
            let minima = if F::MINIMA {
                [
                    lanes.subtract(zero, lanes.multiply(minimum, small(sub + 2 * LANES))),
                    lanes.subtract(zero, lanes.multiply(minimum, small(sub + 3 * LANES))),
                ]
            } else {
                [zero; 2]
            };
            (scales, minima)
        }
    };
    let low = match F::LOW {
        2 => crumbs(lanes, block, tile),
        4 => nibbles(lanes, block, tile),
        _ => whole(lanes, block, tile),
    };
    let high = tile + TILE * LANES * F::LOW as usize / 8;
    let bytes = match (F::LOW, F::HIGH) {
        (2, 1) => with_bits::<L, 2>(lanes, low, block, high),
        (_, 1) => with_bits::<L, 4>(lanes, low, block, high),
        (_, 2) => {
            let high = crumbs(lanes, block, high);
            let mut all = low;
            for (low, high) in all.iter_mut().zip(high) {
                *low = lanes.joined::<4>(*low, high);
            }
            all
        }
        _ => low,
    };
    Tile {
        bytes,
        scales,
        minima,
    }
}

#[inline(always)]
fn whole<L: Lanes>(lanes: L, block: &[u8], at: usize) -> [L::Bytes; VECTORS] {
    let vector = |number: usize| lanes.bytes(part(block, at + 64 * number));
    [
        vector(0),
        vector(1),
        vector(2),
        vector(3),
        vector(4),
        vector(5),
        vector(6),
        vector(7),
    ]
}

#[inline(always)]
fn nibbles<L: Lanes>(lanes: L, block: &[u8], at: usize) -> [L::Bytes; VECTORS] {
    let vector = |number: usize| lanes.bytes(part(block, at + 64 * number));
    let [a, b, c, d] = [vector(0), vector(1), vector(2), vector(3)];
    [
        lanes.field::<0>(a, 15),
        lanes.field::<4>(a, 15),
        lanes.field::<0>(b, 15),
        lanes.field::<4>(b, 15),
        lanes.field::<0>(c, 15),
        lanes.field::<4>(c, 15),
        lanes.field::<0>(d, 15),
        lanes.field::<4>(d, 15),
    ]
}

#[inline(always)]
fn crumbs<L: Lanes>(lanes: L, block: &[u8], at: usize) -> [L::Bytes; VECTORS] {
    let vector = |number: usize| lanes.bytes(part(block, at + 64 * number));
    let [a, b] = [vector(0), vector(1)];
    [
        lanes.field::<0>(a, 3),
        lanes.field::<2>(a, 3),
        lanes.field::<4>(a, 3),
        lanes.field::<6>(a, 3),
        lanes.field::<0>(b, 3),
        lanes.field::<2>(b, 3),
        lanes.field::<4>(b, 3),
        lanes.field::<6>(b, 3),
    ]
}

#[inline(always)]
fn with_bits<L: Lanes, const SHIFT: u32>(
    lanes: L,
    low: [L::Bytes; VECTORS],
    block: &[u8],
    at: usize,
) -> [L::Bytes; VECTORS] {
    let bits = lanes.bytes(part(block, at));
    [
        lanes.joined::<SHIFT>(low[0], lanes.field::<0>(bits, 1)),
        lanes.joined::<SHIFT>(low[1], lanes.field::<1>(bits, 1)),
        lanes.joined::<SHIFT>(low[2], lanes.field::<2>(bits, 1)),
        lanes.joined::<SHIFT>(low[3], lanes.field::<3>(bits, 1)),
        lanes.joined::<SHIFT>(low[4], lanes.field::<4>(bits, 1)),
        lanes.joined::<SHIFT>(low[5], lanes.field::<5>(bits, 1)),
        lanes.joined::<SHIFT>(low[6], lanes.field::<6>(bits, 1)),
        lanes.joined::<SHIFT>(low[7], lanes.field::<7>(bits, 1)),
    ]
}
