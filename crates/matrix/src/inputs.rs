//! Inputs of the matrix products: rows of floating-point numbers, and the same rows quantised to 8 bits.
//!
//! Owns the quantisation: 32 columns of a row share a scale, so that one instruction multiplies four 8-bit numbers. This is as
//! fine as `Q8_0`, and finer than what llama.cpp uses for its K formats (256 columns).

use crate::kernels::{LANES, Lanes, Processor, Work};
use crate::matrix::TILE;
use crate::thread_pool::ThreadPool;

/// Rows that one kernel call computes together when there is more than one.
pub const ROW_TILE: usize = 6;

/// The number of rows that are computed: one, or a multiple of `ROW_TILE`.
pub fn padded(rows: usize) -> usize {
    if rows <= 1 {
        rows
    } else {
        rows.next_multiple_of(ROW_TILE)
    }
}

/// The numbers of a tile, four 8-bit numbers packed into each word.
pub type PackedWords = [i32; TILE / 4];

/// Scale and sums of 32 columns of a row.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
pub struct Group {
    /// A number's value is `scale * number`.
    pub scale: f32,
    /// Sums of the numbers of the first and the last 16.
    pub sums: [i32; 2],
    /// The same sums, times the scale.
    pub values: [f32; 2],
}

/// Rows, padded to a multiple of `ROW_TILE`.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Rows, without the padding.
    pub rows: usize,
    /// Numbers of a row.
    pub columns: usize,
    /// `[padded rows, columns]`
    pub floats: Vec<f32>,
    /// `[padded rows, columns / 32]`; empty where no matrix needs them.
    pub words: Vec<PackedWords>,
    /// As many as `words`.
    pub groups: Vec<Group>,
}

impl Inputs {
    /// Resizes the buffers; `fill` writes the rows.
    pub fn resize(&mut self, rows: usize, columns: usize) {
        let padded = padded(rows);
        self.rows = rows;
        self.columns = columns;
        self.floats.clear();
        self.floats.resize(padded * columns, 0.0);
    }

    /// Lets `write` fill each row, and quantises it if `quantised`.
    pub fn fill(
        &mut self,
        pool: &mut ThreadPool,
        processor: Processor,
        quantised: bool,
        write: &(dyn Fn(usize, &mut [f32]) + Sync),
    ) {
        let (rows, columns) = (self.rows, self.columns);
        let used = rows * columns;
        if !quantised {
            self.words.clear();
            pool.for_each_chunk(&mut self.floats[..used], columns, write);
            return;
        }
        let each = columns / TILE;
        let groups = padded(rows) * each;
        self.words.clear();
        self.words.resize(groups, PackedWords::default());
        self.groups.clear();
        self.groups.resize(groups, Group::default());
        let mut parts: Vec<Quantise<'_>> = self.floats[..used]
            .chunks_exact_mut(columns)
            .zip(self.words.chunks_exact_mut(each.max(1)))
            .zip(self.groups.chunks_exact_mut(each.max(1)))
            .map(|((floats, words), groups)| Quantise {
                floats,
                words,
                groups,
            })
            .collect();
        pool.for_each_chunk(&mut parts, 4, &|number, parts| {
            for (place, row) in parts.iter_mut().enumerate() {
                write(number * 4 + place, row.floats);
                processor.run(Quantise {
                    floats: row.floats,
                    words: row.words,
                    groups: row.groups,
                });
            }
        });
    }
}

struct Quantise<'a> {
    floats: &'a mut [f32],
    words: &'a mut [PackedWords],
    groups: &'a mut [Group],
}

impl Work for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let (zero, limit) = (lanes.splat(0.0), lanes.splat(127.0));
        for ((floats, words), group) in self
            .floats
            .as_chunks::<TILE>()
            .0
            .iter()
            .zip(self.words)
            .zip(self.groups)
        {
            let (halves, _) = floats.as_chunks::<LANES>();
            let mut most = 0.0_f32;
            for half in halves {
                let values = lanes.floats(half);
                most = most.max(lanes.largest(lanes.max(values, lanes.subtract(zero, values))));
            }
            let scale = most / 127.0;
            let by = lanes.splat(if scale > 0.0 { 1.0 / scale } else { 0.0 });
            group.scale = scale;
            for (place, half) in halves.iter().enumerate() {
                let whole = lanes.round(lanes.multiply(lanes.floats(half), by));
                let whole = lanes.max(lanes.min(whole, limit), lanes.subtract(zero, limit));
                let mut numbers = [0.0; LANES];
                lanes.store(whole, &mut numbers);
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "whole numbers between -127 and 127"
                )]
                let bytes = numbers.map(|number| (number as i8).cast_unsigned());
                for (word, four) in words[place * LANES / 4..]
                    .iter_mut()
                    .zip(bytes.as_chunks::<4>().0)
                {
                    *word = i32::from_le_bytes(*four);
                }
                let sum = lanes.sum(whole);
                #[expect(clippy::cast_possible_truncation, reason = "a whole number below 16 * 128")]
                let whole = sum as i32;
                group.sums[place] = whole;
                group.values[place] = sum * scale;
            }
        }
    }
}
