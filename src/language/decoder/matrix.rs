//! The matrices of a model, packed for computing, and their products with rows.
//!
//! Owns one matrix's memory and the choice of the loop for its format. A file's rows are read and packed in one go, by all
//! threads, so that nothing is held twice.

mod format;
mod pack;
mod product;

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::BytesMut;
use candle_core::quantized::GgmlDType;

use super::inputs::{Inputs, TOGETHER, padded};
use super::kernels::{LANES, Lanes, Processor, Work};
use super::memory::Memory;
use super::team::Team;
use format::Format;
pub(super) use format::TILE;
use pack::Stored;
use product::Brain;
pub(super) use product::{Floating, Half, PAIR, Single};

/// A matrix of `rows` by `columns`.
#[derive(Debug)]
pub(super) struct Matrix {
    pub rows: usize,
    pub columns: usize,
    format: GgmlDType,
    /// Bytes of a panel of sixteen rows.
    panel: usize,
    panels: BytesMut,
}

/// Where a matrix stands in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub file: &'a File,
    /// The first byte of the first row.
    pub offset: u64,
    pub format: GgmlDType,
    pub rows: usize,
    pub columns: usize,
    /// Counts the bytes that are read.
    pub read: &'a AtomicU64,
}

/// Chooses the type of a block format; `None` for another one.
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
    /// Bytes of a panel of a matrix, and of a row in the file; `None` for numbers that cannot be computed with.
    fn sizes(format: GgmlDType, columns: usize) -> Option<(usize, usize)> {
        let blocks = |size: usize| columns.div_ceil(size);
        with_format!(format, F => (blocks(TILE * F::TILES) * F::BLOCK_BYTES, blocks(TILE * F::TILES) * F::STORED))
            .or_else(|| {
                let stride = columns * floating_bytes(format)?;
                Some((stride * LANES, stride))
            })
    }

    /// Bytes that a matrix takes of the memory.
    pub(super) fn bytes(format: GgmlDType, rows: usize, columns: usize) -> usize {
        let panel = Self::sizes(format, columns).map_or(0, |(panel, _)| panel);
        Memory::needed(rows.div_ceil(PAIR * LANES) * PAIR * panel)
    }

    /// Reads a matrix; its place must have been checked against the file's length.
    pub(super) fn load(team: &mut Team, memory: &mut Memory, place: Place<'_>) -> Result<Self, String> {
        let Place {
            rows,
            columns,
            format,
            ..
        } = place;
        let (panel, stride) = Self::sizes(format, columns).ok_or_else(|| format!("numbers as {format:?}"))?;
        let pairs = rows.div_ceil(PAIR * LANES);
        let mut panels = memory.take(pairs * PAIR * panel);
        let failed = std::sync::Mutex::new(None);
        let share = share(pairs, team.threads());
        team.each_part(&mut panels, share * PAIR * panel, &|number, part| {
            let mut bytes = Vec::new();
            for (place_in_part, into) in part.chunks_exact_mut(PAIR * panel).enumerate() {
                let first = (number * share + place_in_part) * PAIR * LANES;
                bytes.resize((PAIR * LANES).min(rows - first) * stride, 0);
                let offset = place.offset + (first * stride) as u64;
                if let Err(error) = place.file.read_exact_at(&mut bytes, offset) {
                    if let Ok(mut failed) = failed.lock() {
                        failed.get_or_insert(error.to_string());
                    }
                    return;
                }
                place.read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                for (rows, into) in bytes.chunks(LANES * stride).zip(into.chunks_exact_mut(panel)) {
                    if with_format!(format, F => pack::pack::<F>(rows, stride, into)).is_none() {
                        interleave(rows, stride, stride / columns, into);
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

    /// Whether it is stored in single precision.
    pub(super) fn is_single(&self) -> bool {
        self.format == GgmlDType::F32
    }

    /// Whether rows have to be quantised for it.
    pub(super) fn is_quantised(&self) -> bool {
        floating_bytes(self.format).is_none()
    }

    fn pairs(&self) -> usize {
        self.rows.div_ceil(PAIR * LANES)
    }

    /// Two panels.
    fn pair(&self, number: usize) -> [&[u8]; PAIR] {
        let from = number * PAIR * self.panel;
        let (one, other) = self.panels[from..from + PAIR * self.panel].split_at(self.panel);
        [one, other]
    }

    /// The numbers of one row.
    pub(super) fn row(&self, processor: Processor, row: usize, into: &mut [f32]) {
        let panel = self.pair(row / (PAIR * LANES))[row / LANES % PAIR];
        let lane = row % LANES;
        processor.run(Row {
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

/// Sixteen rows of numbers of `size` bytes, column by column.
fn interleave(rows: &[u8], stride: usize, size: usize, panel: &mut [u8]) {
    for (lane, row) in rows.chunks_exact(stride).enumerate() {
        for (number, into) in row.chunks_exact(size).zip(panel.chunks_exact_mut(LANES * size)) {
            into[lane * size..(lane + 1) * size].copy_from_slice(number);
        }
    }
}

/// What matrices made of some rows: sixteen numbers of each row, panel by panel.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    rows: usize,
    panels: Vec<[f32; LANES]>,
}

impl Outputs {
    fn resize(&mut self, rows: usize, pairs: usize) {
        self.rows = padded(rows);
        // Everything is written by whoever asked for the room.
        self.panels.resize(pairs * PAIR * self.rows, [0.0; LANES]);
    }

    /// Numbers of a row, from column `from` on; it begins a panel.
    pub(super) fn read(&self, row: usize, from: usize, into: &mut [f32]) {
        for (number, into) in into.chunks_mut(LANES).enumerate() {
            let panel = &self.panels[(from / LANES + number) * self.rows + row];
            into.copy_from_slice(&panel[..into.len()]);
        }
    }

    /// Numbers of a row, from any column on.
    pub(super) fn read_any(&self, row: usize, from: usize, into: &mut [f32]) {
        if from.is_multiple_of(LANES) {
            self.read(row, from, into);
            return;
        }
        for (column, into) in (from..).zip(into) {
            *into = self.panels[column / LANES * self.rows + row][column % LANES];
        }
    }

    /// Where the columns of a matrix behind others begin.
    pub(super) fn beginning(before: &[&Matrix]) -> usize {
        before.iter().map(|matrix| matrix.pairs() * PAIR * LANES).sum()
    }
}

/// How many pairs of panels a thread takes at once: enough that taking them costs nothing, few enough that all are done at the
/// same time.
fn share(pairs: usize, threads: usize) -> usize {
    (pairs / (threads * 8)).clamp(1, 16)
}

/// All matrices times the same rows, their columns behind each other.
pub(super) fn products(
    team: &mut Team,
    processor: Processor,
    matrices: &[&Matrix],
    inputs: &Inputs,
    outputs: &mut Outputs,
) {
    let pairs = matrices.iter().map(|matrix| matrix.pairs()).sum();
    outputs.resize(inputs.rows, pairs);
    let size = PAIR * outputs.rows;
    let share = share(pairs, team.threads());
    team.each_part(&mut outputs.panels, share * size, &|number, part| {
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

/// Changes the first by the second.
type Join<'a> = &'a (dyn Fn(&mut [[f32; LANES]], &[[f32; LANES]]) + Sync);

/// `activate(gate * rows) * (up * rows)`, for matrices of the same size.
pub(super) fn gated(
    team: &mut Team,
    processor: Processor,
    [gate, up]: [&Matrix; 2],
    activate: Join<'_>,
    inputs: &Inputs,
    outputs: &mut Outputs,
) {
    let pairs = gate.pairs();
    outputs.resize(inputs.rows, pairs);
    let size = PAIR * outputs.rows;
    let share = share(pairs, team.threads());
    team.each_part(&mut outputs.panels, share * size, &|number, part| {
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
            GgmlDType::BF16 => floating::<Brain, L>(lanes, panels, inputs, into),
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
    if rows > TOGETHER {
        product::many::<F, L>(lanes, panels, inputs, into);
        return;
    }
    for (panel, into) in panels.into_iter().zip(into.chunks_exact_mut(rows)) {
        if rows == 1 {
            product::few::<F, L, 1>(lanes, panel, inputs, into);
        } else {
            product::few::<F, L, TOGETHER>(lanes, panel, inputs, into);
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
            for (number, into) in into.chunks_exact_mut(TOGETHER).enumerate() {
                product::floating::<F, L, TOGETHER>(lanes, panel, inputs, number * TOGETHER, into);
            }
        }
    }
}

/// One row of a panel.
struct Row<'a> {
    format: GgmlDType,
    panel: &'a [u8],
    lane: usize,
    into: &'a mut [f32],
}

impl Work for Row<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        match self.format {
            GgmlDType::F32 => floating_row::<Single, L>(lanes, &mut self),
            GgmlDType::F16 => floating_row::<Half, L>(lanes, &mut self),
            GgmlDType::BF16 => floating_row::<Brain, L>(lanes, &mut self),
            format => {
                with_format!(format, F => quantised_row::<F, L>(lanes, &mut self));
            }
        }
    }
}

#[inline(always)]
fn floating_row<F: Floating, L: Lanes>(lanes: L, row: &mut Row<'_>) {
    for (column, into) in row.into.iter_mut().enumerate() {
        let mut all = [0.0; LANES];
        lanes.store(F::read(lanes, row.panel, column * LANES * F::BYTES), &mut all);
        *into = all[row.lane];
    }
}

#[inline(always)]
fn quantised_row<F: Format, L: Lanes>(lanes: L, row: &mut Row<'_>) {
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
