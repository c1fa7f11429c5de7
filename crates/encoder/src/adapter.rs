//! An adapter: what corrections of the search taught, as a small change of the questions' vectors.
//!
//! Owns the form of the file, its checks and the change: `q + up · (down · q)`, made length 1 again. Passages keep their
//! vectors, so an adapter leaves their cache valid. How an adapter is trained is `mynah-adapter`'s.

use std::collections::HashMap;
use std::path::Path;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::error::{EncoderError, brief};
use crate::files::read;

/// Bytes of a file.
const MOST_BYTES: u64 = 1 << 20;
/// Rows of `down`.
const MOST_RANK: usize = 64;
/// No number of a sound adapter is near this; with larger ones the sums could overflow.
const MOST: f32 = 1000.0;
const DOWN: &str = "adapter.down";
const UP: &str = "adapter.up";
/// The only key of the metadata, for the encoder's fingerprint and the number of corrections: the order of several would change
/// from file to file.
const OF: &str = "adapter.of";

/// A low-rank change of questions' vectors, for one encoder.
#[derive(Debug, Clone, PartialEq)]
pub struct Adapter {
    /// The fingerprint of the encoder that it belongs to.
    pub encoder: u64,
    /// How many corrections it learnt from, about.
    pub corrections: u64,
    /// Numbers of a vector.
    pub width: usize,
    /// A row for each direction in which a question is looked at.
    pub down: Vec<f32>,
    /// A row for each number of a vector: how far each direction moves it.
    pub up: Vec<f32>,
}

impl Adapter {
    /// Reads a file; everything in it is checked.
    ///
    /// # Errors
    /// It cannot be read, is too large, or is no adapter.
    pub fn read(file: &Path) -> Result<Self, EncoderError> {
        let bytes = read(file, MOST_BYTES)?;
        Self::parse(&bytes).map_err(|what| EncoderError::Adapter {
            file: file.to_path_buf(),
            what,
        })
    }

    /// The adapter in `file`, if it belongs to this encoder.
    ///
    /// # Errors
    /// Those of [`Adapter::read`], or it is another encoder's.
    pub fn load(file: &Path, fingerprint: u64, width: usize) -> Result<Self, EncoderError> {
        let adapter = Self::read(file)?;
        let wrong = |what: String| EncoderError::Adapter {
            file: file.to_path_buf(),
            what,
        };
        if adapter.encoder != fingerprint {
            return Err(wrong(format!(
                "it belongs to the encoder {:016x}, and this one is {fingerprint:016x}",
                adapter.encoder
            )));
        }
        if adapter.width != width {
            return Err(wrong(format!(
                "it is for vectors of {} numbers, and the encoder's have {width}",
                adapter.width
            )));
        }
        Ok(adapter)
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let told = |error: safetensors::SafeTensorError| brief(&error.to_string());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(told)?;
        let tensors = SafeTensors::deserialize(bytes).map_err(told)?;
        let of = header.metadata().as_ref().and_then(|all| all.get(OF));
        let of = of.ok_or(format!("it does not say its {OF}"))?;
        let read = of.split_once(' ').and_then(|(encoder, corrections)| {
            let encoder = u64::from_str_radix(encoder, 16).ok()?;
            Some((encoder, corrections.parse().ok()?))
        });
        let (encoder, corrections) = read.ok_or(format!(
            "'{}' is no fingerprint of an encoder with a number of corrections",
            brief(of)
        ))?;
        let ([rank, width], down) = matrix(&tensors, DOWN)?;
        let (shape, up) = matrix(&tensors, UP)?;
        if shape != [width, rank] || width == 0 || !(1..=MOST_RANK).contains(&rank) {
            return Err(format!(
                "{DOWN} is {rank} by {width} and {UP} {} by {}; the one is the other's turned, with a rank of 1 to {MOST_RANK}",
                shape[0], shape[1]
            ));
        }
        Ok(Self {
            encoder,
            corrections,
            width,
            down,
            up,
        })
    }

    /// How many directions it looks at.
    pub fn rank(&self) -> usize {
        self.down.len().checked_div(self.width).unwrap_or(0)
    }

    /// The bytes of its file: equal for equal adapters.
    ///
    /// # Errors
    /// The matrices do not fit each other.
    pub fn bytes(&self) -> Result<Vec<u8>, EncoderError> {
        let (rank, width) = (self.rank(), self.width);
        let raw = |numbers: &[f32]| numbers.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>();
        let (down, up) = (raw(&self.down), raw(&self.up));
        let of = format!("{:016x} {}", self.encoder, self.corrections);
        let metadata = HashMap::from([(OF.to_owned(), of)]);
        let failed = |error: safetensors::SafeTensorError| EncoderError::Run(error.to_string());
        let tensors = [
            (
                DOWN,
                TensorView::new(Dtype::F32, vec![rank, width], &down).map_err(failed)?,
            ),
            (
                UP,
                TensorView::new(Dtype::F32, vec![width, rank], &up).map_err(failed)?,
            ),
        ];
        safetensors::serialize(tensors, Some(metadata)).map_err(failed)
    }

    /// What a question shows in each of the directions.
    pub fn seen(&self, question: &[f32]) -> Vec<f32> {
        self.down
            .chunks_exact(self.width.max(1))
            .map(|row| row.iter().zip(question).map(|(a, b)| a * b).sum())
            .collect()
    }

    /// Changes a question's vector; one that would vanish stays as it is.
    pub fn apply(&self, question: &mut [f32]) {
        let seen = self.seen(question);
        let moved = question.iter().zip(self.up.chunks_exact(seen.len().max(1)));
        let moved = moved.map(|(x, row)| x + row.iter().zip(&seen).map(|(a, b)| a * b).sum::<f32>());
        let moved: Vec<f32> = moved.collect();
        let length = moved.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length.is_finite() && length > 1e-6 && moved.len() == question.len() {
            question.iter_mut().zip(&moved).for_each(|(x, y)| *x = y / length);
        }
    }
}

/// A matrix of a file, with its shape.
fn matrix(tensors: &SafeTensors<'_>, name: &str) -> Result<([usize; 2], Vec<f32>), String> {
    let tensor = tensors.tensor(name).map_err(|_| format!("{name} is missing"))?;
    let (&[rows, columns], Dtype::F32) = (tensor.shape(), tensor.dtype()) else {
        return Err(format!("{name} is no matrix of type F32"));
    };
    let numbers = tensor.data().as_chunks().0.iter().map(|b| f32::from_le_bytes(*b));
    let numbers: Vec<f32> = numbers.collect();
    if !numbers.iter().all(|x| x.abs() <= MOST) {
        return Err(format!("{name} holds what is no number, or one beyond {MOST}"));
    }
    Ok(([rows, columns], numbers))
}

#[cfg(test)]
#[path = "adapter_tests.rs"]
mod tests;
