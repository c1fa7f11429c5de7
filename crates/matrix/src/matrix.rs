//! The matrices of a model, packed for computing, and their products with rows.
//!
//! Owns the panels of one matrix and the choice of the loop for its format. All threads read and pack the rows of the file in
//! one pass, so nothing is held twice.

mod format;
mod pack;
mod product;

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::BytesMut;
use candle_core::quantized::GgmlDType;

use crate::arena::Arena;
use crate::inputs::{Inputs, ROW_TILE, padded};
use crate::kernels::{LANES, Lanes, Processor, Work};
use crate::thread_pool::ThreadPool;
use format::Format;
pub use format::TILE;
use pack::FileBlock;
use product::Bf16;
pub use product::{Floating, Half, PAIR, Single};

/// The number formats that a matrix may have in a file.
pub const FORMATS: &[GgmlDType] = &[
    GgmlDType::F32,
    GgmlDType::F16,
    GgmlDType::BF16,
    GgmlDType::Q4_0,
    GgmlDType::Q4_1,
    GgmlDType::Q5_0,
    GgmlDType::Q5_1,
    GgmlDType::Q8_0,
    GgmlDType::Q2K,
    GgmlDType::Q3K,
    GgmlDType::Q4K,
    GgmlDType::Q5K,
    GgmlDType::Q6K,
];

/// Why a tensor is refused that would be computed with as if it were zero.
pub const NOT_FINITE: &str = "it contains numbers that are not finite";

/// A matrix of `rows` by `columns`.
#[derive(Debug)]
pub struct Matrix {
    /// Rows.
    pub rows: usize,
    /// Numbers of a row.
    pub columns: usize,
    format: GgmlDType,
    /// Bytes of a panel of sixteen rows.
    panel: usize,
    panels: BytesMut,
}

/// Where a matrix is stored in a file.
#[derive(Debug, Clone, Copy)]
pub struct MatrixSource<'a> {
    /// The file.
    pub file: &'a File,
    /// The first byte of the first row.
    pub offset: u64,
    /// One of [`FORMATS`].
    pub format: GgmlDType,
    /// Rows.
    pub rows: usize,
    /// Numbers of a row: whole blocks of the format.
    pub columns: usize,
    /// Counts the bytes that have been read.
    pub read: &'a AtomicU64,
}

/// Chooses the type of a block format; `None` for any other format.
macro_rules! with_format {
    ($format:expr, $name:ident => $body:expr) => {
        match $format {
            GgmlDType::Q4_0 => with_format!(@ Q40, $name, $body),
            GgmlDType::Q4_1 => with_format!(@ Q41, $name, $body),
            GgmlDType::Q5_0 => with_format!(@ Q50, $name, $body),
            GgmlDType::Q5_1 => with_format!(@ Q51, $name, $body),
            GgmlDType::Q8_0 => with_format!(@ Q80, $name, $body),
            GgmlDType::Q2K => with_format!(@ Q2K, $name, $body),
            GgmlDType::Q3K => with_format!(@ Q3K, $name, $body),
            GgmlDType::Q4K => with_format!(@ Q4K, $name, $body),
            GgmlDType::Q5K => with_format!(@ Q5K, $name, $body),
            GgmlDType::Q6K => with_format!(@ Q6K, $name, $body),
            _ => None,
        }
    };
    (@ $type:ident, $name:ident, $body:expr) => {{
        type $name = format::$type;
        Some($body)
    }};
}

impl Matrix {
    /// Bytes of a panel and of a row in the file; `None` for an unsupported number format.
    fn sizes(format: GgmlDType, columns: usize) -> Option<(usize, usize)> {
        let blocks = |size: usize| columns.div_ceil(size);
        with_format!(format, F => (blocks(TILE * F::TILES) * F::BLOCK_BYTES, blocks(TILE * F::TILES) * F::FILE_BYTES))
            .or_else(|| {
                let stride = columns * floating_bytes(format)?;
                Some((stride * LANES, stride))
            })
    }

    /// Bytes that a matrix takes from the arena.
    pub fn bytes(format: GgmlDType, rows: usize, columns: usize) -> usize {
        let panel = Self::sizes(format, columns).map_or(0, |(panel, _)| panel);
        Arena::needed(rows.div_ceil(PAIR * LANES) * PAIR * panel)
    }

    /// Reads a matrix; its extent must have been checked against the file's length.
    pub fn load(pool: &mut ThreadPool, arena: &mut Arena, source: MatrixSource<'_>) -> Result<Self, String> {
        let MatrixSource {
            rows,
            columns,
            format,
            ..
        } = source;
        let (panel, stride) =
            Self::sizes(format, columns).ok_or_else(|| format!("unsupported number format {format:?}"))?;
        let pairs = rows.div_ceil(PAIR * LANES);
        let mut panels = arena.take(pairs * PAIR * panel);
        let failed = std::sync::Mutex::new(None);
        let fail = |reason: String| {
            if let Ok(mut failed) = failed.lock() {
                failed.get_or_insert(reason);
            }
        };
        let share = share(pairs, pool.threads());
        pool.for_each_chunk(&mut panels, share * PAIR * panel, &|number, part| {
            let mut bytes = Vec::new();
            for (place_in_part, into) in part.chunks_exact_mut(PAIR * panel).enumerate() {
                let first = (number * share + place_in_part) * PAIR * LANES;
                bytes.resize((PAIR * LANES).min(rows - first) * stride, 0);
                let offset = source.offset + (first * stride) as u64;
                if let Err(error) = source.file.read_exact_at(&mut bytes, offset) {
                    fail(error.to_string());
                    return;
                }
                source.read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                for (rows, into) in bytes.chunks(LANES * stride).zip(into.chunks_exact_mut(panel)) {
                    let packed = with_format!(format, F => pack::pack::<F>(rows, stride, into));
                    let finite = packed.unwrap_or_else(|| {
                        interleave(rows, stride, stride / columns, into);
                        pack::are_finite(format, rows)
                    });
                    if !finite {
                        fail(NOT_FINITE.to_owned());
                    }
                }
            }
        });
        if let Ok(Some(error)) = failed.into_inner() {
            return Err(error);
        }
        Ok(Self {
            rows,
            columns,
            format,
            panel,
            panels,
        })
    }

    /// Whether the matrix is stored in single precision.
    pub fn is_single(&self) -> bool {
        self.format == GgmlDType::F32
    }

    /// Whether the inputs have to be quantised for it.
    pub fn is_quantised(&self) -> bool {
        floating_bytes(self.format).is_none()
    }

    fn pairs(&self) -> usize {
        self.rows.div_ceil(PAIR * LANES)
    }

    /// The two panels of a pair.
    fn pair(&self, number: usize) -> [&[u8]; PAIR] {
        let from = number * PAIR * self.panel;
        let (one, other) = self.panels[from..from + PAIR * self.panel].split_at(self.panel);
        [one, other]
    }

    /// Unpacks one row.
    pub fn row(&self, processor: Processor, row: usize, into: &mut [f32]) {
        let panel = self.pair(row / (PAIR * LANES))[row / LANES % PAIR];
        let lane = row % LANES;
        processor.run(UnpackRow {
            format: self.format,
            panel,
            lane,
            into,
        });
    }
}

/// Bytes of a floating-point number; `None` for a block format.
fn floating_bytes(format: GgmlDType) -> Option<usize> {
    match format {
        GgmlDType::F32 => Some(4),
        GgmlDType::F16 | GgmlDType::BF16 => Some(2),
        _ => None,
    }
}

/// Interleaves sixteen rows of numbers of `size` bytes column by column.
fn interleave(rows: &[u8], stride: usize, size: usize, panel: &mut [u8]) {
    for (lane, row) in rows.chunks_exact(stride).enumerate() {
        for (number, into) in row.chunks_exact(size).zip(panel.chunks_exact_mut(LANES * size)) {
            into[lane * size..(lane + 1) * size].copy_from_slice(number);
        }
    }
}

/// Products of matrices and rows: sixteen numbers of each row, panel by panel.
#[derive(Debug, Default)]
pub struct Outputs {
    rows: usize,
    panels: Vec<[f32; LANES]>,
}

impl Outputs {
    fn resize(&mut self, rows: usize, pairs: usize) {
        self.rows = padded(rows);
        // The caller overwrites every element.
        self.panels.resize(pairs * PAIR * self.rows, [0.0; LANES]);
    }

    /// Reads numbers of a row from column `from`, the first column of a panel.
    pub fn read(&self, row: usize, from: usize, into: &mut [f32]) {
        for (number, into) in into.chunks_mut(LANES).enumerate() {
            let panel = &self.panels[(from / LANES + number) * self.rows + row];
            into.copy_from_slice(&panel[..into.len()]);
        }
    }

    /// Reads numbers of a row from any column.
    pub fn read_any(&self, row: usize, from: usize, into: &mut [f32]) {
        if from.is_multiple_of(LANES) {
            self.read(row, from, into);
            return;
        }
        for (column, into) in (from..).zip(into) {
            *into = self.panels[column / LANES * self.rows + row][column % LANES];
        }
    }

    /// The first column of a matrix that follows the matrices `before`.
    pub fn first_column(before: &[&Matrix]) -> usize {
        before.iter().map(|matrix| matrix.pairs() * PAIR * LANES).sum()
    }
}

/// How many pairs of panels a thread takes at once: enough to make the hand-out cheap, few enough that all threads finish
/// together.
fn share(pairs: usize, threads: usize) -> usize {
    (pairs / (threads * 8)).clamp(1, 16)
}

/// Multiplies all matrices by the same rows; the outputs stand one after the other.
pub fn products(
    pool: &mut ThreadPool,
    processor: Processor,
    matrices: &[&Matrix],
    inputs: &Inputs,
    outputs: &mut Outputs,
) {
    let pairs = matrices.iter().map(|matrix| matrix.pairs()).sum();
    outputs.resize(inputs.rows, pairs);
    let size = PAIR * outputs.rows;
    let share = share(pairs, pool.threads());
    pool.for_each_chunk(&mut outputs.panels, share * size, &|number, part| {
        for (place, into) in part.chunks_exact_mut(size).enumerate() {
            let mut pair = number * share + place;
            for matrix in matrices {
                if pair < matrix.pairs() {
                    processor.run(Product {
                        matrix,
                        pair,
                        inputs,
                        into,
                    });
                    break;
                }
                pair -= matrix.pairs();
            }
        }
    });
}

/// Combines the first slice with the second, in place.
type Combine<'a> = &'a (dyn Fn(&mut [[f32; LANES]], &[[f32; LANES]]) + Sync);

/// `activate(gate * rows) * (up * rows)`, for matrices of the same size.
pub fn gated(
    pool: &mut ThreadPool,
    processor: Processor,
    [gate, up]: [&Matrix; 2],
    activate: Combine<'_>,
    inputs: &Inputs,
    outputs: &mut Outputs,
) {
    let pairs = gate.pairs();
    outputs.resize(inputs.rows, pairs);
    let size = PAIR * outputs.rows;
    let share = share(pairs, pool.threads());
    pool.for_each_chunk(&mut outputs.panels, share * size, &|number, part| {
        let mut other = vec![[0.0; LANES]; size];
        for (place, into) in part.chunks_exact_mut(size).enumerate() {
            let pair = number * share + place;
            for (matrix, into) in [(up, &mut other[..]), (gate, &mut *into)] {
                processor.run(Product {
                    matrix,
                    pair,
                    inputs,
                    into,
                });
            }
            activate(into, &other);
        }
    });
}

/// Two panels times all rows.
struct Product<'a> {
    matrix: &'a Matrix,
    pair: usize,
    inputs: &'a Inputs,
    into: &'a mut [[f32; LANES]],
}

impl Work for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let panels = self.matrix.pair(self.pair);
        let (inputs, into) = (self.inputs, self.into);
        match self.matrix.format {
            GgmlDType::F32 => floating::<Single, L>(lanes, panels, inputs, into),
            GgmlDType::F16 => floating::<Half, L>(lanes, panels, inputs, into),
            GgmlDType::BF16 => floating::<Bf16, L>(lanes, panels, inputs, into),
            format => {
                with_format!(format, F => quantised::<F, L>(lanes, panels, inputs, into));
            }
        }
    }
}

#[inline(always)]
fn quantised<F: Format, L: Lanes>(
    lanes: L,
    panels: [&[u8]; PAIR],
    inputs: &Inputs,
    into: &mut [[f32; LANES]],
) {
    let rows = into.len() / PAIR;
    if rows > ROW_TILE {
        product::gemm::<F, L>(lanes, panels, inputs, into);
        return;
    }
    for (panel, into) in panels.into_iter().zip(into.chunks_exact_mut(rows)) {
        if rows == 1 {
            product::gemv::<F, L, 1>(lanes, panel, inputs, into);
        } else {
            product::gemv::<F, L, ROW_TILE>(lanes, panel, inputs, into);
        }
    }
}

#[inline(always)]
fn floating<F: Floating, L: Lanes>(
    lanes: L,
    panels: [&[u8]; PAIR],
    inputs: &Inputs,
    into: &mut [[f32; LANES]],
) {
    let rows = into.len() / PAIR;
    for (panel, into) in panels.into_iter().zip(into.chunks_exact_mut(rows)) {
        if rows == 1 {
            product::floating::<F, L, 1>(lanes, panel, inputs, 0, into);
        } else {
            for (number, into) in into.chunks_exact_mut(ROW_TILE).enumerate() {
                product::floating::<F, L, ROW_TILE>(lanes, panel, inputs, number * ROW_TILE, into);
            }
        }
    }
}

/// One row of a panel.
struct UnpackRow<'a> {
    format: GgmlDType,
    panel: &'a [u8],
    lane: usize,
    into: &'a mut [f32],
}

impl Work for UnpackRow<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        match self.format {
            GgmlDType::F32 => floating_row::<Single, L>(lanes, &mut self),
            GgmlDType::F16 => floating_row::<Half, L>(lanes, &mut self),
            GgmlDType::BF16 => floating_row::<Bf16, L>(lanes, &mut self),
            format => {
                with_format!(format, F => quantised_row::<F, L>(lanes, &mut self));
            }
        }
    }
}

#[inline(always)]
fn floating_row<F: Floating, L: Lanes>(lanes: L, row: &mut UnpackRow<'_>) {
    for (column, into) in row.into.iter_mut().enumerate() {
        let mut all = [0.0; LANES];
        lanes.store(F::read(lanes, row.panel, column * LANES * F::BYTES), &mut all);
        *into = all[row.lane];
    }
}

#[inline(always)]
fn quantised_row<F: Format, L: Lanes>(lanes: L, row: &mut UnpackRow<'_>) {
    for (number, into) in row.into.chunks_mut(TILE).enumerate() {
        let block = &row.panel[number / F::TILES * F::BLOCK_BYTES..];
        let tile = format::unpack::<F, L>(lanes, block, number % F::TILES);
        let (mut scales, mut minima) = ([[0.0; LANES]; 2], [[0.0; LANES]; 2]);
        for half in 0..2 {
            lanes.store(tile.scales[half], &mut scales[half]);
            lanes.store(tile.minima[half], &mut minima[half]);
        }
        for (vector, bytes) in tile.bytes.iter().enumerate() {
            let mut all = [0; 64];
            lanes.store_bytes(*bytes, &mut all);
            for place in 0..4 {
                let column = 4 * vector + place;
                let half = column / LANES;
                let number = i32::from(all[4 * row.lane + place]) - F::OFFSET;
                if let Some(into) = into.get_mut(column) {
                    *into = scales[half][row.lane] * number as f32 + minima[half][row.lane];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
