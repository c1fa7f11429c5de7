//! Every format and every processor against candle's own reading of the blocks.

use std::io::Write;

use candle_core::quantized::QTensor;
use candle_core::{Device, Tensor};

use super::*;

fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.4
        })
        .collect()
}

/// The matrix as our panels have it, and as candle reads it.
fn matrix(format: GgmlDType, rows: usize, columns: usize) -> (Matrix, Vec<Vec<f32>>) {
    let tensor = Tensor::from_vec(numbers(rows * columns, 7), (rows, columns), &Device::Cpu).unwrap();
    let stored = QTensor::quantize(&tensor, format).unwrap();
    let matrix = loaded(&stored.data().unwrap(), format, rows, columns).unwrap();
    let read = stored.dequantize(&Device::Cpu).unwrap().to_vec2::<f32>().unwrap();
    (matrix, read)
}

fn loaded(bytes: &[u8], format: GgmlDType, rows: usize, columns: usize) -> Result<Matrix, String> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&[1, 2, 3]).unwrap();
    file.write_all(bytes).unwrap();
    let place = MatrixSource {
        file: &file,
        offset: 3,
        format,
        rows,
        columns,
        read: &AtomicU64::new(0),
    };
    Matrix::load(&mut ThreadPool::new(2), &mut Arena::of(10_000), place)
}

#[test]
fn a_matrix_with_a_number_that_is_not_finite_is_refused() {
    const ROWS: usize = 37;
    const COLUMNS: usize = 512;
    for &format in FORMATS {
        let tensor = Tensor::from_vec(numbers(ROWS * COLUMNS, 7), (ROWS, COLUMNS), &Device::Cpu).unwrap();
        let stored = QTensor::quantize(&tensor, format).unwrap();
        let mut bytes = stored.data().unwrap().into_owned();
        // The scale of the last block, or the last number: NaN, then infinity.
        let size = format.type_size();
        let place = match format {
            GgmlDType::Q2K => size - 4,
            GgmlDType::Q3K | GgmlDType::Q6K => size - 2,
            _ => 0,
        };
        let at = bytes.len() - size + place;
        let special: [&[u8]; 2] = match format {
            GgmlDType::F32 => [&[0, 0, 0xc0, 0x7f], &[0, 0, 0x80, 0xff]],
            GgmlDType::BF16 => [&[0xc0, 0x7f], &[0x80, 0xff]],
            _ => [&[0x00, 0x7e], &[0x00, 0xfc]],
        };
        for special in special {
            bytes[at..at + special.len()].copy_from_slice(special);
            let refused = loaded(&bytes, format, ROWS, COLUMNS).map(drop);
            assert_eq!(refused, Err(NOT_FINITE.to_owned()), "{format:?}");
        }
    }
}

#[test]
fn every_number_of_every_format_stays_what_it_was() {
    for &format in FORMATS {
        let (matrix, expected) = matrix(format, 37, 512);
        for processor in Processor::all() {
            for (number, expected) in expected.iter().enumerate() {
                let mut row = vec![0.0; 512];
                matrix.row(processor, number, &mut row);
                for (ours, theirs) in row.iter().zip(expected) {
                    assert!(
                        (ours - theirs).abs() <= 1e-6,
                        "{format:?} {processor:?}: {ours} {theirs}"
                    );
                }
            }
        }
    }
}

#[test]
fn products_are_those_of_the_numbers_on_every_processor() {
    let mut pool = ThreadPool::new(2);
    for &format in FORMATS {
        let columns = 768;
        let (matrix, weights) = matrix(format, 70, columns);
        for processor in Processor::all() {
            for rows in [1, 2, 6, 7, 13] {
                let given = numbers(rows * columns, 99);
                let mut inputs = Inputs::default();
                inputs.resize(rows, columns);
                inputs.fill(&mut pool, processor, matrix.is_quantised(), &|row, into| {
                    into.copy_from_slice(&given[row * columns..(row + 1) * columns]);
                });
                let mut outputs = Outputs::default();
                products(&mut pool, processor, &[&matrix, &matrix], &inputs, &mut outputs);
                let second = Outputs::first_column(&[&matrix]);
                for (row, given) in given.chunks_exact(columns).enumerate() {
                    let (mut one, mut other) = (vec![0.0; 70], vec![0.0; 70]);
                    outputs.read(row, 0, &mut one);
                    outputs.read(row, second, &mut other);
                    assert_eq!(one, other);
                    for (ours, weights) in one.iter().zip(&weights) {
                        let exact: f32 = weights.iter().zip(given).map(|(one, other)| one * other).sum();
                        let size: f32 = weights
                            .iter()
                            .zip(given)
                            .map(|(one, other)| (one * other).powi(2))
                            .sum();
                        let noise = if matrix.is_quantised() { 0.02 } else { 1e-5 };
                        assert!(
                            (ours - exact).abs() <= noise * size.sqrt() + 1e-5,
                            "{format:?} {processor:?} {rows} rows: {ours} for {exact}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn processors_agree_with_the_plain_loops_to_the_last_bits() {
    let mut pool = ThreadPool::new(1);
    for &format in FORMATS {
        let (matrix, _) = matrix(format, 64, 256);
        for rows in [1, 5, 12] {
            let given = numbers(rows * 256, 3);
            let results: Vec<Vec<f32>> = Processor::all()
                .into_iter()
                .map(|processor| {
                    let mut inputs = Inputs::default();
                    inputs.resize(rows, 256);
                    inputs.fill(&mut pool, processor, matrix.is_quantised(), &|row, into| {
                        into.copy_from_slice(&given[row * 256..(row + 1) * 256]);
                    });
                    let mut outputs = Outputs::default();
                    products(&mut pool, processor, &[&matrix], &inputs, &mut outputs);
                    let mut all = vec![0.0; rows * 64];
                    for (row, into) in all.chunks_exact_mut(64).enumerate() {
                        outputs.read(row, 0, into);
                    }
                    all
                })
                .collect();
            let plain = results.last().unwrap();
            for result in &results {
                for (one, other) in result.iter().zip(plain) {
                    assert!(
                        (one - other).abs() <= 2e-5 * (1.0 + other.abs()),
                        "{format:?}: {one} {other}"
                    );
                }
            }
        }
    }
}
