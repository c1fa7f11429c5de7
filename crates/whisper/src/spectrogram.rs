//! The log-mel spectrogram that the encoder reads.
//!
//! Owns the frames, the transform and the scaling, as whisper.cpp computes them (`log_mel_spectrogram`): 100 frames a second of 400
//! samples each, the beginning mirrored, the end padded with silence.

use std::sync::Arc;

use realfft::{RealFftPlanner, RealToComplex};

use crate::file::FREQUENCIES;

/// Samples of a frame.
const FRAME: usize = 400;
/// Samples between the beginnings of two frames.
const HOP: usize = 160;
/// Mirrored samples before the first.
const MIRRORED: usize = FRAME / 2;
/// Below this power everything is silence.
const FLOOR: f32 = 1e-10;
/// Powers more than this much below the loudest are raised to that, in units of `log10`.
const RANGE: f32 = 8.0;

/// The forward transform of so many real numbers. Every crate that plans one compiles a megabyte of transforms: all of mynah takes
/// them from here.
pub fn real_fft(length: usize) -> Arc<dyn RealToComplex<f32>> {
    RealFftPlanner::new().plan_fft_forward(length)
}

/// The mel filter bank of a model, each filter without its zeros.
#[derive(Debug)]
pub(crate) struct MelFilters {
    /// The first frequency of each filter, and its weights.
    bands: Vec<(usize, Vec<f32>)>,
    window: Vec<f32>,
}

impl MelFilters {
    /// From the filters of a file, `[mels, FREQUENCIES]`.
    pub(crate) fn new(filters: &[f32]) -> Self {
        let bands = filters
            .chunks_exact(FREQUENCIES)
            .map(|filter| {
                let first = filter.iter().position(|&weight| weight != 0.0).unwrap_or(0);
                let end = filter
                    .iter()
                    .rposition(|&weight| weight != 0.0)
                    .map_or(0, |last| last + 1);
                (first, filter[first..end.max(first)].to_vec())
            })
            .collect();
        // Hann's window over one period.
        let window = (0..FRAME)
            .map(|at| {
                let angle = 2.0 * std::f64::consts::PI * at as f64 / FRAME as f64;
                #[expect(clippy::cast_possible_truncation, reason = "whisper.cpp's precision")]
                let weight = (0.5 * (1.0 - angle.cos())) as f32;
                weight
            })
            .collect();
        Self { bands, window }
    }

    /// The number of mel bands.
    pub(crate) fn bands(&self) -> usize {
        self.bands.len()
    }

    /// The spectrogram of `frames` frames from the first sample on, `[frames, bands]`.
    pub(crate) fn spectrogram(&self, samples: &[f32], frames: usize) -> Vec<f32> {
        let bands = self.bands();
        let mut spectrogram = vec![FLOOR.log10(); frames * bands];
        let fft = real_fft(FRAME);
        let (mut frame, mut spectrum, mut scratch) = (
            fft.make_input_vec(),
            fft.make_output_vec(),
            fft.make_scratch_vec(),
        );
        for (number, into) in spectrogram.chunks_exact_mut(bands).enumerate() {
            let start = number * HOP;
            if start >= samples.len() + MIRRORED {
                break;
            }
            for (at, (sample, weight)) in frame.iter_mut().zip(&self.window).enumerate() {
                *sample = weight * sample_at(samples, start + at);
            }
            // Its only error is a buffer of the wrong size, and these are its own.
            let _ = fft.process_with_scratch(&mut frame, &mut spectrum, &mut scratch);
            for ((first, weights), into) in self.bands.iter().zip(into) {
                let power: f64 = spectrum[*first..]
                    .iter()
                    .zip(weights)
                    .map(|(bin, &weight)| f64::from(bin.norm_sqr()) * f64::from(weight))
                    .sum();
                #[expect(clippy::cast_possible_truncation, reason = "whisper.cpp's precision")]
                let power = power.max(f64::from(FLOOR)).log10() as f32;
                *into = power;
            }
        }
        scale(&mut spectrogram);
        spectrogram
    }
}

/// A sample by its place in the padded recording.
fn sample_at(samples: &[f32], place: usize) -> f32 {
    let at = place.abs_diff(MIRRORED);
    samples.get(at).copied().unwrap_or(0.0)
}

fn scale(spectrogram: &mut [f32]) {
    let loudest = spectrogram.iter().copied().fold(f32::MIN, f32::max);
    for value in spectrogram {
        *value = (value.max(loudest - RANGE) + 4.0) / 4.0;
    }
}
