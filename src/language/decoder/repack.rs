//! Matrices in a form that is computed quickly: the same numbers, other blocks.
//!
//! Owns two changes when a matrix is loaded, both exact. `Q4_0` and `Q5_0` become `Q8_0`: a block of all three is one scale
//! and 32 whole numbers. Rows of `Q8_0` that are no multiple of 256 are filled up with zeros, because candle's quick kernels
//! (AVX-512 VNNI, AMX) take only such. Block layouts: ggml's `ggml-common.h`.

use std::borrow::Cow;

use candle_core::quantized::{GgmlDType, QStorage, QTensor};
use candle_core::{Device, Result};

/// Numbers of a block.
const BLOCK: usize = 32;
/// Bytes of a block: a scale of two bytes, then the numbers.
const Q4_0: usize = 2 + BLOCK / 2;
const Q5_0: usize = 2 + 4 + BLOCK / 2;
const Q8_0: usize = 2 + BLOCK;
/// What the quick kernels take at once.
const QUICK: usize = 256;

/// The matrix in its quickest form, and the columns that were added to it.
pub(super) fn quickest(matrix: QTensor) -> Result<(QTensor, usize)> {
    let matrix = match matrix.dtype() {
        GgmlDType::Q4_0 => converted(&matrix, Q4_0, from_q4_0)?,
        GgmlDType::Q5_0 => converted(&matrix, Q5_0, from_q5_0)?,
        _ => matrix,
    };
    let (rows, columns) = matrix.shape().dims2()?;
    let added = columns.next_multiple_of(QUICK) - columns;
    // More than a third of zeros would cost more than the quick kernel gains.
    if matrix.dtype() != GgmlDType::Q8_0 || added == 0 || added * 3 > columns {
        return Ok((matrix, 0));
    }
    let bytes = matrix.data()?;
    let row = columns / BLOCK * Q8_0;
    let mut filled = Vec::with_capacity(rows * (columns + added) / BLOCK * Q8_0);
    for line in bytes.chunks_exact(row) {
        filled.extend_from_slice(line);
        filled.resize(filled.len() + added / BLOCK * Q8_0, 0);
    }
    Ok((q8_0(filled, rows, columns + added)?, added))
}

fn converted(matrix: &QTensor, block: usize, convert: fn(&[u8], &mut Vec<u8>)) -> Result<QTensor> {
    let (rows, columns) = matrix.shape().dims2()?;
    let bytes = matrix.data()?;
    let mut blocks = Vec::with_capacity(rows * columns / BLOCK * Q8_0);
    for block in bytes.chunks_exact(block) {
        convert(block, &mut blocks);
    }
    q8_0(blocks, rows, columns)
}

fn q8_0(bytes: Vec<u8>, rows: usize, columns: usize) -> Result<QTensor> {
    let storage = QStorage::from_data(Cow::Owned(bytes), &Device::Cpu, GgmlDType::Q8_0)?;
    QTensor::new(storage, (rows, columns))
}

/// Sixteen bytes hold the first half of the numbers in their low four bits and the second in their high ones.
fn halves(nibbles: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let low = nibbles.iter().map(|byte| byte & 0x0f);
    low.chain(nibbles.iter().map(|byte| byte >> 4))
}

fn from_q4_0(block: &[u8], into: &mut Vec<u8>) {
    let (scale, nibbles) = block.split_at(2);
    into.extend_from_slice(scale);
    into.extend(halves(nibbles).map(|number| number.wrapping_sub(8)));
}

fn from_q5_0(block: &[u8], into: &mut Vec<u8>) {
    let (scale, rest) = block.split_at(2);
    let (high, nibbles) = rest.split_at(4);
    let high = high
        .iter()
        .rev()
        .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
    into.extend_from_slice(scale);
    into.extend(halves(nibbles).enumerate().map(|(at, number)| {
        let fifth = if high >> at & 1 == 1 { 16 } else { 0 };
        (number | fifth).wrapping_sub(16)
    }));
}

#[cfg(test)]
mod tests {
    use candle_core::Tensor;

    use super::*;

    #[test]
    fn every_number_stays_what_it_was() {
        for (storage, columns, added) in [
            (GgmlDType::Q4_0, 256, 0),
            (GgmlDType::Q5_0, 960, 64),
            (GgmlDType::Q8_0, 576, 192),
            (GgmlDType::Q8_0, 288, 0),
            (GgmlDType::Q6K, 512, 0),
        ] {
            let numbers: Vec<f32> = (0..3 * columns)
                .map(|at| ((at * 37 % 101) as f32 - 50.0) / 20.0)
                .collect();
            let tensor = Tensor::from_vec(numbers, (3, columns), &Device::Cpu).unwrap();
            let matrix = QTensor::quantize(&tensor, storage).unwrap();
            let before = matrix.dequantize(&Device::Cpu).unwrap();
            let (quick, more) = quickest(matrix).unwrap();
            assert_eq!(more, added, "{storage:?}");
            let after = quick.dequantize(&Device::Cpu).unwrap();
            let same = after.narrow(1, 0, columns).unwrap();
            assert_eq!(
                same.to_vec2::<f32>().unwrap(),
                before.to_vec2::<f32>().unwrap(),
                "{storage:?}"
            );
            if more > 0 {
                let zeros = after
                    .narrow(1, columns, more)
                    .unwrap()
                    .abs()
                    .unwrap()
                    .sum_all()
                    .unwrap();
                assert!(zeros.to_scalar::<f32>().unwrap() == 0.0);
            }
        }
    }
}
