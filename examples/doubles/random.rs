//! Random weights, and tensors made of them.
//!
//! Owns the generator and the repetition of rows: a tile of random rows is quantised and repeated, because speed does not depend
//! on the numbers. Rows that matter are given whole.

use std::collections::BTreeMap;

use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};

/// Rows that are random; the others repeat them.
const TILE_ROWS: usize = 64;

/// The same numbers everywhere (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Roughly normal, with a mean of 0 and a standard deviation of 1: the sum of twelve uniform numbers.
    pub fn normal(&mut self) -> f32 {
        let mut sum = -6.0;
        for _ in 0..12 {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            let bits = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 40;
            sum += bits as f32 / (1 << 24) as f32;
        }
        sum
    }

    /// So many numbers with this standard deviation.
    pub fn numbers(&mut self, count: usize, deviation: f32) -> Vec<f32> {
        (0..count).map(|_| deviation * self.normal()).collect()
    }

    /// The stored bytes of a matrix with this deviation, in which the rows of `fixed` have the numbers given there.
    pub fn matrix(
        &mut self,
        (rows, columns): (usize, usize),
        deviation: f32,
        fixed: &BTreeMap<usize, Vec<f32>>,
        storage: GgmlDType,
    ) -> Vec<u8> {
        let tile_rows = rows.min(TILE_ROWS);
        let tile = quantised(self.numbers(tile_rows * columns, deviation), columns, storage);
        let row_bytes = tile.len() / tile_rows;
        let mut bytes: Vec<u8> = tile.iter().copied().cycle().take(rows * row_bytes).collect();
        for (row, numbers) in fixed {
            let stored = quantised(numbers.clone(), columns, storage);
            bytes[row * row_bytes..][..row_bytes].copy_from_slice(&stored);
        }
        bytes
    }
}

/// Rows of numbers as they are stored.
pub fn quantised(numbers: Vec<f32>, columns: usize, storage: GgmlDType) -> Vec<u8> {
    let rows = numbers.len() / columns;
    let tensor = Tensor::from_vec(numbers, (rows, columns), &Device::Cpu).unwrap();
    QTensor::quantize(&tensor, storage)
        .unwrap()
        .data()
        .unwrap()
        .into_owned()
}
