//! Mel-frequency cepstral coefficients: the spectral shape of sound, independent of its level.
//!
//! Twelve coefficients every 10 ms (Davis and Mermelstein 1980, "Comparison of parametric representations for monosyllabic word
//! recognition"), with the mean of a segment subtracted to reduce the influence of room and microphone. Knows no words.

use std::f32::consts::{PI, TAU};

use crate::audio::SampleRate;

/// Samples between two frames: 10 ms at 16 kHz.
pub const HOP: usize = 160;
/// Samples of a frame: 25 ms.
const WINDOW: usize = 400;
const TRANSFORM: usize = 512;
const BANDS: usize = 24;
const COEFFICIENTS: usize = 12;
/// The range of frequencies, in hertz.
const LOWEST: f32 = 120.0;
const HIGHEST: f32 = 6_800.0;
/// Energies below this count as silence.
const FLOOR: f32 = 1e-6;

/// A frame is loud if it is within this range of the loudest (natural logarithm of the energy: 30 dB).
const LOUD: f32 = 7.0;

/// The coefficients of one frame.
pub type Frame = [f32; COEFFICIENTS];

/// Frames in order, with their levels (natural logarithm of the energy).
#[derive(Debug, Clone, Default)]
pub struct Cepstrum {
    frames: Vec<Frame>,
    levels: Vec<f32>,
}

impl Cepstrum {
    /// The number of frames.
    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// Whether there are no frames.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// The first frame that is not silence.
    pub fn onset(&self) -> Option<usize> {
        let loudest = self.levels.iter().copied().fold(f32::MIN, f32::max);
        self.levels.iter().position(|level| *level > loudest - LOUD)
    }

    /// The number of frames from there on that are not silence.
    pub fn loud_from(&self, start: usize) -> usize {
        let loudest = self.levels.iter().copied().fold(f32::MIN, f32::max);
        let rest = self.levels.iter().skip(start);
        rest.filter(|level| **level > loudest - LOUD).count()
    }

    /// The frames of a segment, with the mean of its loud frames subtracted.
    pub fn stretch(&self, start: usize, length: usize) -> Vec<Frame> {
        let start = start.min(self.len());
        let end = start.saturating_add(length).min(self.len());
        let mut frames = self.frames[start..end].to_vec();
        without_mean(&mut frames, &self.levels[start..end]);
        frames
    }
}

/// The frames of mono samples at 16 kHz; none for less than 25 ms.
pub fn of(samples: &[f32]) -> Cepstrum {
    let transform = mynah_whisper::real_fft(TRANSFORM);
    let (mut input, mut spectrum) = (transform.make_input_vec(), transform.make_output_vec());
    let bands = bands();
    let (mut frames, mut levels): (Vec<Frame>, Vec<f32>) = (Vec::new(), Vec::new());
    for window in samples.windows(WINDOW).step_by(HOP) {
        input.fill(0.0);
        for (at, (input, sample)) in input.iter_mut().zip(window).enumerate() {
            *input = sample * (0.54 - 0.46 * (TAU * at as f32 / WINDOW as f32).cos());
        }
        if transform.process(&mut input, &mut spectrum).is_err() {
            return Cepstrum::default();
        }
        let energies: Vec<f32> = bands
            .iter()
            .map(|band| {
                let energy: f32 = band
                    .iter()
                    .map(|(bin, weight)| spectrum[*bin].norm_sqr() * weight)
                    .sum();
                (energy + FLOOR).ln()
            })
            .collect();
        levels.push(energies.iter().copied().fold(f32::MIN, f32::max));
        frames.push(std::array::from_fn(|order| {
            let turns = PI * (order + 1) as f32 / BANDS as f32;
            energies
                .iter()
                .enumerate()
                .map(|(band, energy)| energy * (turns * (band as f32 + 0.5)).cos())
                .sum()
        }));
    }
    Cepstrum { frames, levels }
}

/// The distance between two frames.
pub fn distance(one: &Frame, other: &Frame) -> f32 {
    one.iter()
        .zip(other)
        .map(|(one, other)| (one - other).powi(2))
        .sum::<f32>()
        .sqrt()
}

fn without_mean(frames: &mut [Frame], levels: &[f32]) {
    let loudest = levels.iter().copied().fold(f32::MIN, f32::max);
    let loud: Vec<&Frame> = frames
        .iter()
        .zip(levels)
        .filter(|(_, level)| **level > loudest - LOUD)
        .map(|(frame, _)| frame)
        .collect();
    let count = loud.len().max(1) as f32;
    let mean: Frame = std::array::from_fn(|order| loud.iter().map(|frame| frame[order]).sum::<f32>() / count);
    for frame in frames {
        frame
            .iter_mut()
            .zip(mean)
            .for_each(|(value, mean)| *value -= mean);
    }
}

/// The mel filter bank: overlapping triangles of equal width on the mel scale, as bins of the spectrum with weights.
fn bands() -> Vec<Vec<(usize, f32)>> {
    let mel = |hertz: f32| 1127.0 * (1.0 + hertz / 700.0).ln();
    let step = (mel(HIGHEST) - mel(LOWEST)) / (BANDS + 1) as f32;
    let per_bin = SampleRate::SPEECH.0 as f32 / TRANSFORM as f32;
    (0..BANDS)
        .map(|band| {
            let middle = mel(LOWEST) + step * (band + 1) as f32;
            (1..TRANSFORM / 2)
                .map(|bin| (bin, 1.0 - (mel(bin as f32 * per_bin) - middle).abs() / step))
                .filter(|(_, weight)| *weight > 0.0)
                .collect()
        })
        .collect()
}
