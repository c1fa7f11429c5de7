//! Sound as samples: files, rates, levels, devices, the microphone, the loudspeaker.
//!
//! Owns everything that knows samples and nothing that knows words; the only part that knows `cpal`, `rubato`,
//! `aec3`, `hound` and `symphonia`.

pub mod capture;
pub mod devices;
pub mod echo;
pub mod level;
pub mod playback;
pub mod process;
pub mod quiet;
pub mod resample;
pub mod sound_file;
mod stream;
pub mod wav;

use std::time::Duration;

/// Samples a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SampleRate(pub u32);

impl SampleRate {
    /// What speech recognition works at: 16 kHz.
    pub const SPEECH: Self = Self(16_000);
}

/// Mono sound: samples between -1 and 1 at a rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Samples {
    /// Samples a second, never 0.
    pub rate: SampleRate,
    /// The samples, in order.
    pub samples: Vec<f32>,
}

impl Samples {
    /// The duration.
    pub fn duration(&self) -> Duration {
        Duration::from_secs_f64(self.samples.len() as f64 / f64::from(self.rate.0.max(1)))
    }

    /// Trims the silence before the first sound to a few milliseconds.
    pub fn trim_start(&mut self) {
        let peak = level::peak(&self.samples);
        let first = self
            .samples
            .iter()
            .position(|sample| sample.abs() > peak * AUDIBLE);
        let kept = self.rate.0 as usize * KEPT_MILLISECONDS / 1000;
        self.samples.drain(..first.unwrap_or(0).saturating_sub(kept));
    }
}

/// A sample this much quieter than the loudest one (-40 dB) is silence.
const AUDIBLE: f32 = 0.01;
/// Silence that is kept before the first sound to avoid a click.
const KEPT_MILLISECONDS: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_the_start_removes_only_silence() {
        let rate = SampleRate(1_000);
        let start = |samples: Vec<f32>| {
            let mut sound = Samples { rate, samples };
            sound.trim_start();
            sound.samples
        };
        let silent = |count: usize| std::iter::repeat_n(0.001, count);
        let sound: Vec<f32> = silent(50).chain([0.5, 0.0, 0.2]).chain(silent(9)).collect();
        assert_eq!(start(sound.clone()), sound[45..]);
        assert_eq!(start(vec![0.5, 0.1]), [0.5, 0.1]);
        assert_eq!(start(vec![0.0; 4]), [0.0; 4]);
        assert!(start(Vec::new()).is_empty());
    }
}
