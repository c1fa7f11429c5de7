//! Voice activity detection: the probability of speech in each frame.
//!
//! Owns the detector (the small neural network of the `earshot` crate, with built-in weights) and the noise gate before it: steady
//! noise is not a voice, whatever the network says. Does not decide where utterances begin or end.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use earshot::Detector;
use realfft::RealToComplex;
use realfft::num_complex::Complex;

use crate::audio::level;

/// Samples of a frame, at 16 kHz.
pub const FRAME: usize = 256;
/// The length of a frame.
pub const FRAME_LENGTH: Duration = Duration::from_millis(16);

/// Below this level (full scale = 1), a frame is silence whatever its spectrum.
const SILENCE: f32 = 0.000_3;

/// A detector for one stream of frames.
pub struct VoiceActivity {
    detector: Box<Detector>,
    noise: NoiseFloor,
}

impl Default for VoiceActivity {
    fn default() -> Self {
        Self {
            detector: Detector::default_boxed(),
            noise: NoiseFloor::default(),
        }
    }
}

impl VoiceActivity {
    /// The probability of speech in the next frame of [`FRAME`] samples, 0 to 1.
    pub fn probability(&mut self, frame: &[f32; FRAME]) -> f32 {
        let probability = self.detector.predict_f32(frame);
        let stands_out = self.noise.stands_out(frame);
        if level::rms(frame) >= SILENCE && stands_out {
            probability
        } else {
            0.0
        }
    }
}

/// The steady noise in each band, tracked as the minimum level of the last seconds (Martin 2001, "Noise power spectral
/// density estimation based on optimal smoothing and minimum statistics"). A voice falls to it between words and rises far above
/// it within them; a fan, a hum or a tone does neither.
struct NoiseFloor {
    transform: Arc<dyn RealToComplex<f32>>,
    windowed: Vec<f32>,
    spectrum: Vec<Complex<f32>>,
    bands: [Band; BANDS],
}

/// Bands of equal width from 125 Hz to 3875 Hz, where voices are.
const BANDS: usize = 12;
/// Bins of the transform in each band, 62.5 Hz each, and bins below the first band.
const BINS: usize = 5;
const FIRST_BIN: usize = 2;
/// Frames over which the level is averaged: 64 ms.
const SMOOTH_FRAMES: usize = 4;
/// Frames within which even a person who hardly pauses is silent for a moment: 2 s.
const FLOOR_FRAMES: usize = 125;
/// A voice has this many times the energy of the noise (8 dB) in some bands; chance alone does not reach that.
const STANDING_OUT: f32 = 6.0;
const BANDS_OF_A_VOICE: usize = 2;
/// Levels this far below the loudest band (-40 dB) are leakage.
const FAINT: f32 = 1e-4;

impl Default for NoiseFloor {
    fn default() -> Self {
        let transform = mynah_whisper::real_fft(FRAME);
        Self {
            windowed: transform.make_input_vec(),
            spectrum: transform.make_output_vec(),
            transform,
            bands: std::array::from_fn(|_| Band::default()),
        }
    }
}

impl NoiseFloor {
    /// Whether a frame exceeds the steady noise.
    fn stands_out(&mut self, frame: &[f32; FRAME]) -> bool {
        for (at, (windowed, sample)) in self.windowed.iter_mut().zip(frame).enumerate() {
            let hann = (std::f32::consts::PI * at as f32 / FRAME as f32).sin().powi(2);
            *windowed = sample * hann;
        }
        if let Err(error) = self.transform.process(&mut self.windowed, &mut self.spectrum) {
            tracing::error!(%error, "the noise cannot be followed");
            return true;
        }
        let mut bins = self.spectrum[FIRST_BIN..].chunks_exact(BINS);
        let energies: [f32; BANDS] = std::array::from_fn(|_| {
            bins.next()
                .map_or(0.0, |bins| bins.iter().map(Complex::norm_sqr).sum())
        });
        let faint = energies.iter().fold(0.0_f32, |most, energy| most.max(*energy)) * FAINT;
        let standing_out = self
            .bands
            .iter_mut()
            .zip(energies)
            .map(|(band, energy)| band.ratio(energy, faint))
            .filter(|ratio| *ratio >= STANDING_OUT)
            .count();
        standing_out >= BANDS_OF_A_VOICE
    }
}

/// The energies of one band.
#[derive(Default)]
struct Band {
    /// The energies of the last frames.
    frames: VecDeque<f32>,
    /// Their means over the last seconds.
    levels: VecDeque<f32>,
}

impl Band {
    /// How much more energy there is now than in the quietest recent moment; energies below `faint` are ignored.
    fn ratio(&mut self, energy: f32, faint: f32) -> f32 {
        push(&mut self.frames, energy, SMOOTH_FRAMES);
        let level = self.frames.iter().sum::<f32>() / self.frames.len() as f32;
        push(&mut self.levels, level, FLOOR_FRAMES);
        let floor = self
            .levels
            .iter()
            .fold(f32::INFINITY, |least, level| least.min(*level));
        level / floor.max(faint).max(f32::MIN_POSITIVE)
    }
}

fn push(last: &mut VecDeque<f32>, value: f32, most: usize) {
    last.push_back(value);
    if last.len() > most {
        last.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::sound_file;

    /// White noise of this peak level; always the same.
    fn noise(count: usize, peak: f32) -> Vec<f32> {
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            peak * (f32::from(u16::try_from(seed >> 16).unwrap()) / 32_768.0 - 1.0)
        };
        (0..count).map(|_| next()).collect()
    }

    /// Frames that are speech, after the first two seconds.
    fn speech(sound: &[f32]) -> usize {
        let mut vad = VoiceActivity::default();
        let frames = sound
            .chunks_exact(FRAME)
            .map(|frame| vad.probability(frame.try_into().unwrap()));
        frames
            .skip(FLOOR_FRAMES)
            .filter(|probability| *probability > 0.3)
            .count()
    }

    #[test]
    fn a_steady_noise_or_tone_is_no_voice_however_loud() {
        for peak in [0.001, 0.02, 0.1, 0.5, 1.0] {
            assert_eq!(speech(&noise(160_000, peak)), 0, "noise of {peak}");
        }
        for pitch in [50.0, 150.0, 440.0, 1_000.0] {
            let tone = |at: usize| 0.3 * (std::f32::consts::TAU * pitch * at as f32 / 16_000.0).sin();
            let tone: Vec<f32> = (0..160_000).map(tone).collect();
            assert_eq!(speech(&tone), 0, "{pitch} Hz");
        }
    }

    #[test]
    fn a_voice_is_heard_over_noise() {
        let question = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/01.wav");
        let question = sound_file::read(question.as_ref(), Duration::from_secs(60)).unwrap();
        let mut sound = vec![0.0; 48_000];
        sound.extend(question.samples);
        let quiet = speech(&sound);
        for (hiss, sample) in noise(sound.len(), 0.02).iter().zip(&mut sound) {
            *sample += hiss;
        }
        let noisy = speech(&sound);
        assert!(
            quiet > 80 && noisy * 10 > quiet * 6,
            "{quiet} frames, {noisy} with noise"
        );
    }
}
