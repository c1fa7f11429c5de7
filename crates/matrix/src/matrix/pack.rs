//! Packs the blocks of a GGUF file into the panels of `format`, without changing a number.
//!
//! Owns the block layouts of the file format (ggml's `ggml-common.h` and the loops of its `ggml-quants.c`). Reading a block cannot
//! fail, but its scale may be no finite number.

use candle_core::quantized::GgmlDType;

use super::format::{Format, TILE, VECTORS};
use crate::kernels::LANES;
use crate::kernels::part;

/// One row's part of a tile.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// The numbers, offset so that none is negative.
    numbers: [u8; TILE],
    /// Sub-scales of the first and the last 16 columns; only the first where they share one.
    scales: [u8; 2],
    minima: [u8; 2],
}

const EMPTY: Group = Group {
    numbers: [0; TILE],
    scales: [0; 2],
    minima: [0; 2],
};

/// A block of the file.
#[derive(Debug)]
pub struct Block {
    /// Half precision.
    scale: [u8; 2],
    minimum: [u8; 2],
    groups: [Group; 8],
}

/// The layout of a format's blocks in a file.
pub trait FileBlock: Format {
    /// Bytes of a block.
    const FILE_BYTES: usize;
    /// Reads one.
    fn read(bytes: &[u8]) -> Block;
}

/// Packs sixteen rows (fewer at the end) of `stride` bytes each into a panel; whether all numbers are finite.
pub fn pack<F: FileBlock>(rows: &[u8], stride: usize, panel: &mut [u8]) -> bool {
    let blocks = stride / F::FILE_BYTES;
    let mut finite = true;
    for (number, into) in panel.chunks_exact_mut(F::BLOCK_BYTES).take(blocks).enumerate() {
        let (header, tiles) = into.split_at_mut(F::HEADER);
        let mut vectors = [[[0_u8; 64]; VECTORS]; 8];
        for (lane, row) in rows.chunks_exact(stride).take(LANES).enumerate() {
            let stored = row.get(number * F::FILE_BYTES..).unwrap_or_default();
            let block = F::read(stored);
            finite &= is_finite_half(block.scale) & is_finite_half(block.minimum);
            header[2 * lane..2 * lane + 2].copy_from_slice(&block.scale);
            if F::MINIMA {
                let at = 2 * (LANES + lane);
                header[at..at + 2].copy_from_slice(&block.minimum);
            }
            for (tile, group) in block.groups.iter().take(F::TILES).enumerate() {
                let sub = F::SUBHEADERS + tile * F::SUBHEADER + lane;
                for half in 0..F::SCALES {
                    header[sub + half * LANES] = group.scales[half];
                    if F::MINIMA {
                        header[sub + (F::SCALES + half) * LANES] = group.minima[half];
                    }
                }
                for (vector, four) in vectors[tile].iter_mut().zip(group.numbers.as_chunks::<4>().0) {
                    vector[4 * lane..4 * lane + 4].copy_from_slice(four);
                }
            }
        }
        for (vectors, tile) in vectors.iter().zip(tiles.chunks_exact_mut(F::TILE_BYTES)) {
            planes::<F>(vectors, tile);
        }
    }
    finite
}

/// Whether numbers of a floating-point format are finite: an exponent of ones only stands for infinity or no number at all.
pub fn are_finite(format: GgmlDType, numbers: &[u8]) -> bool {
    match format {
        GgmlDType::F32 => all::<4>(numbers, |number| {
            u32::from_le_bytes(number) & 0x7f80_0000 != 0x7f80_0000
        }),
        GgmlDType::BF16 => all::<2>(numbers, |number| u16::from_le_bytes(number) & 0x7f80 != 0x7f80),
        // The only other one.
        _ => all::<2>(numbers, is_finite_half),
    }
}

fn is_finite_half(number: [u8; 2]) -> bool {
    u16::from_le_bytes(number) & 0x7c00 != 0x7c00
}

fn all<const BYTES: usize>(numbers: &[u8], holds: impl Fn([u8; BYTES]) -> bool) -> bool {
    // Without a branch for each number, this is as fast as reading them.
    numbers
        .as_chunks()
        .0
        .iter()
        .fold(true, |all, number| all & holds(*number))
}

/// The bit planes of a tile: the low bits, then the high bits.
fn planes<F: Format>(vectors: &[[u8; 64]; VECTORS], tile: &mut [u8]) {
    let (low, high) = tile.split_at_mut(TILE * LANES * F::LOW as usize / 8);
    plane(vectors, 0, F::LOW, low);
    if F::HIGH > 0 {
        plane(vectors, F::LOW, F::HIGH, high);
    }
}

/// `bits` bits of each number, from bit `from` on.
fn plane(vectors: &[[u8; 64]; VECTORS], from: u32, bits: u32, into: &mut [u8]) {
    let mask = u8::MAX >> (8 - bits);
    let together = (8 / bits) as usize;
    for (vectors, into) in vectors.chunks_exact(together).zip(into.as_chunks_mut::<64>().0) {
        for (shift, vector) in (0..).step_by(bits as usize).zip(vectors) {
            for (byte, number) in into.iter_mut().zip(vector) {
                // The first plane only writes: reading fresh memory first would cost a second page fault.
                let before = if shift == 0 { 0 } else { *byte };
                *byte = before | (number >> from & mask) << shift;
            }
        }
    }
}

/// Unpacks sixteen bytes: the low nibbles are the first half of the numbers, the high nibbles the second.
fn halves(nibbles: &[u8; 16]) -> [u8; TILE] {
    let mut numbers = [0; TILE];
    let (first, second) = numbers.split_at_mut(16);
    for ((first, second), byte) in first.iter_mut().zip(second).zip(nibbles) {
        *first = byte & 15;
        *second = byte >> 4;
    }
    numbers
}

/// The same, with a fifth bit for each number.
fn halves_and_bits(nibbles: &[u8; 16], bits: [u8; 4]) -> [u8; TILE] {
    let bits = u32::from_le_bytes(bits);
    let mut numbers = halves(nibbles);
    for (at, number) in numbers.iter_mut().enumerate() {
        *number |= ((bits >> at & 1) as u8) << 4;
    }
    numbers
}

fn simple(scale: [u8; 2], minimum: [u8; 2], numbers: [u8; TILE]) -> Block {
    let mut groups = [EMPTY; 8];
    groups[0].numbers = numbers;
    Block {
        scale,
        minimum,
        groups,
    }
}

impl FileBlock for super::format::Q40 {
    const FILE_BYTES: usize = 18;
    fn read(bytes: &[u8]) -> Block {
        simple(*part(bytes, 0), [0; 2], halves(part(bytes, 2)))
    }
}

impl FileBlock for super::format::Q41 {
    const FILE_BYTES: usize = 20;
    fn read(bytes: &[u8]) -> Block {
        simple(*part(bytes, 0), *part(bytes, 2), halves(part(bytes, 4)))
    }
}

impl FileBlock for super::format::Q50 {
    const FILE_BYTES: usize = 22;
    fn read(bytes: &[u8]) -> Block {
        let numbers = halves_and_bits(part(bytes, 6), *part(bytes, 2));
        simple(*part(bytes, 0), [0; 2], numbers)
    }
}

impl FileBlock for super::format::Q51 {
    const FILE_BYTES: usize = 24;
    fn read(bytes: &[u8]) -> Block {
        let numbers = halves_and_bits(part(bytes, 8), *part(bytes, 4));
        simple(*part(bytes, 0), *part(bytes, 2), numbers)
    }
}

impl FileBlock for super::format::Q80 {
    const FILE_BYTES: usize = 34;
    fn read(bytes: &[u8]) -> Block {
        let numbers = part::<TILE>(bytes, 2).map(|number| number ^ 0x80);
        simple(*part(bytes, 0), [0; 2], numbers)
    }
}

/// Unpacks two bits of each number, as `Q2_K` and `Q3_K` store them: 32 bytes hold four groups.
fn crumbs(bytes: &[u8; 64], group: usize) -> [u8; TILE] {
    let shift = 2 * (group % 4);
    part::<TILE>(bytes, 32 * (group / 4)).map(|byte| byte >> shift & 3)
}

impl FileBlock for super::format::Q2K {
    const FILE_BYTES: usize = 84;
    fn read(bytes: &[u8]) -> Block {
        let mut groups = [EMPTY; 8];
        for (number, group) in groups.iter_mut().enumerate() {
            let both = part::<2>(bytes, 2 * number);
            group.scales = both.map(|both| both & 15);
            group.minima = both.map(|both| both >> 4);
            group.numbers = crumbs(part(bytes, 16), number);
        }
        Block {
            scale: *part(bytes, 80),
            minimum: *part(bytes, 82),
            groups,
        }
    }
}

impl FileBlock for super::format::Q3K {
    const FILE_BYTES: usize = 110;
    fn read(bytes: &[u8]) -> Block {
        let (bits, packed) = (part::<TILE>(bytes, 0), part::<12>(bytes, 96));
        let scale = |number: usize| {
            let low = packed[number % 8] >> (4 * (number / 8)) & 15;
            let high = packed[8 + number % 4] >> (2 * (number / 4)) & 3;
            (low | high << 4).wrapping_sub(32)
        };
        let mut groups = [EMPTY; 8];
        for (number, group) in groups.iter_mut().enumerate() {
            group.scales = [scale(2 * number), scale(2 * number + 1)];
            group.numbers = crumbs(part(bytes, 32), number);
            add_bit(&mut group.numbers, bits, number, 2);
        }
        Block {
            scale: *part(bytes, 108),
            minimum: [0; 2],
            groups,
        }
    }
}

/// Adds a separately stored bit: bit `group` of each of these bytes becomes bit `place` of each number.
fn add_bit(numbers: &mut [u8; TILE], bits: &[u8; TILE], group: usize, place: u32) {
    for (number, bits) in numbers.iter_mut().zip(bits) {
        *number |= (bits >> group & 1) << place;
    }
}

/// The scale and minimum of a group of `Q4_K` and `Q5_K`, six bits each.
fn six_bits(packed: &[u8; 12], group: usize) -> (u8, u8) {
    if group < 4 {
        (packed[group] & 63, packed[group + 4] & 63)
    } else {
        let (low, high) = (packed[group + 4], (packed[group - 4], packed[group]));
        ((low & 15) | high.0 >> 6 << 4, low >> 4 | high.1 >> 6 << 4)
    }
}

/// Unpacks four bits of each number, as `Q4_K` and `Q5_K` store them: 32 bytes hold two groups.
fn nibbles(bytes: &[u8; 128], group: usize) -> [u8; TILE] {
    let shift = 4 * (group % 2);
    part::<TILE>(bytes, 32 * (group / 2)).map(|byte| byte >> shift & 15)
}

/// Reads a block of `Q4_K` or `Q5_K`, whose four-bit numbers begin at `place`.
fn with_six_bits(bytes: &[u8], place: usize) -> Block {
    let mut groups = [EMPTY; 8];
    for (number, group) in groups.iter_mut().enumerate() {
        let (scale, minimum) = six_bits(part(bytes, 4), number);
        (group.scales[0], group.minima[0]) = (scale, minimum);
        group.numbers = nibbles(part(bytes, place), number);
    }
    Block {
        scale: *part(bytes, 0),
        minimum: *part(bytes, 2),
        groups,
    }
}

impl FileBlock for super::format::Q4K {
    const FILE_BYTES: usize = 144;
    fn read(bytes: &[u8]) -> Block {
        with_six_bits(bytes, 16)
    }
}

impl FileBlock for super::format::Q5K {
    const FILE_BYTES: usize = 176;
    fn read(bytes: &[u8]) -> Block {
        let mut block = with_six_bits(bytes, 48);
        for (number, group) in block.groups.iter_mut().enumerate() {
            add_bit(&mut group.numbers, part(bytes, 16), number, 4);
        }
        block
    }
}

impl FileBlock for super::format::Q6K {
    const FILE_BYTES: usize = 210;
    fn read(bytes: &[u8]) -> Block {
        let mut groups = [EMPTY; 8];
        for (number, group) in groups.iter_mut().enumerate() {
            let (half, quarter) = (number / 4, number % 4);
            let low = part::<TILE>(bytes, 64 * half + 32 * (quarter % 2));
            let high = part::<TILE>(bytes, 128 + 32 * half);
            for ((number, low), high) in group.numbers.iter_mut().zip(low).zip(high) {
                *number = low >> (4 * (quarter / 2)) & 15 | (high >> (2 * quarter) & 3) << 4;
            }
            group.scales = *part(bytes, 192 + 2 * number);
        }
        Block {
            scale: *part(bytes, 208),
            minimum: [0; 2],
            groups,
        }
    }
}
