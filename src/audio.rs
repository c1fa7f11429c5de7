//! Sound as samples: files, rates, levels, devices, the microphone, the loudspeaker.
//!
//! Owns everything that knows samples and nothing that knows words; the only part that knows `cpal`, `rubato`,
//! `aec3` and `hound`.

pub mod capture;
pub mod devices;
pub mod echo;
pub mod level;
pub mod playback;
pub mod quiet;
pub mod resample;
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
    /// How long it sounds.
    pub fn duration(&self) -> Duration {
        Duration::from_secs_f64(self.samples.len() as f64 / f64::from(self.rate.0.max(1)))
    }

    /// Whether there is nothing but zeros.
    pub fn is_silent(&self) -> bool {
        self.samples.iter().all(|sample| *sample == 0.0)
    }
}
