//! Levels, in decibels relative to full scale, and the shared volume and pace.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

/// The playback volume, in percent; equal steps sound equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Volume(u8);

impl Volume {
    /// The gain: the square of the volume, because loudness is perceived logarithmically.
    pub fn gain(self) -> f32 {
        let part = f32::from(self.0) / 100.0;
        part * part
    }
}

impl Default for Volume {
    fn default() -> Self {
        Self(100)
    }
}

impl From<Volume> for u8 {
    fn from(volume: Volume) -> Self {
        volume.0
    }
}

impl TryFrom<u8> for Volume {
    type Error = String;

    fn try_from(percent: u8) -> Result<Self, String> {
        if percent <= 100 {
            Ok(Self(percent))
        } else {
            Err(format!("{percent} is out of range: use 0 to 100"))
        }
    }
}

/// A volume shared between threads; it can be changed during playback.
#[derive(Debug, Clone)]
pub struct SharedVolume(Arc<AtomicU8>);

impl Default for SharedVolume {
    fn default() -> Self {
        Self::new(Volume::default())
    }
}

impl SharedVolume {
    /// Starts at this volume.
    pub fn new(volume: Volume) -> Self {
        Self(Arc::new(AtomicU8::new(volume.0)))
    }

    /// Sets the volume.
    pub fn set(&self, volume: Volume) {
        self.0.store(volume.0, Ordering::Relaxed);
    }

    /// The current volume.
    pub fn volume(&self) -> Volume {
        Volume(self.0.load(Ordering::Relaxed))
    }
}

/// The pace of speech, in percent of the configured rate; shared between threads, it can be changed during an answer.
#[derive(Debug, Clone)]
pub struct SharedPace(Arc<AtomicU8>);

impl Default for SharedPace {
    fn default() -> Self {
        Self(Arc::new(AtomicU8::new(100)))
    }
}

impl SharedPace {
    /// The slowest and the fastest, in percent.
    const BOUNDS: (u8, u8) = (60, 180);
    /// One step, in percent.
    const STEP: u8 = 15;

    /// One step slower; returns whether it was possible.
    pub fn slower(&self) -> bool {
        self.change(self.percent().saturating_sub(Self::STEP))
    }

    /// One step faster; returns whether it was possible.
    pub fn faster(&self) -> bool {
        self.change(self.percent().saturating_add(Self::STEP))
    }

    fn change(&self, percent: u8) -> bool {
        let percent = percent.clamp(Self::BOUNDS.0, Self::BOUNDS.1);
        self.0.swap(percent, Ordering::Relaxed) != percent
    }

    /// The pace, in percent of the configured rate.
    pub fn percent(&self) -> u8 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Decibels relative to full scale: 0 is the loudest, silence is [`Decibels::SILENCE`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Decibels(pub f32);

impl Decibels {
    /// The level of digital silence.
    pub const SILENCE: Self = Self(-200.0);
}

/// A level meter; written and read without locks.
#[derive(Debug)]
pub struct Meter {
    level: AtomicU32,
    shown: AtomicU64,
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            level: AtomicU32::new(Decibels::SILENCE.0.to_bits()),
            shown: AtomicU64::new(0),
        }
    }
}

impl Meter {
    /// Sets the level.
    pub fn show(&self, level: Decibels) {
        self.level.store(level.0.to_bits(), Ordering::Relaxed);
        self.shown.fetch_add(1, Ordering::Relaxed);
    }

    /// How often the level was set: grows as long as sound arrives.
    pub fn shown(&self) -> u64 {
        self.shown.load(Ordering::Relaxed)
    }

    /// The current level.
    pub fn level(&self) -> Decibels {
        Decibels(f32::from_bits(self.level.load(Ordering::Relaxed)))
    }
}

fn decibels(amplitude: f32) -> Decibels {
    Decibels((20.0 * amplitude.log10()).max(Decibels::SILENCE.0))
}

/// The root mean square of the samples.
pub fn rms(samples: &[f32]) -> f32 {
    let sum: f32 = samples.iter().map(|sample| sample * sample).sum();
    (sum / samples.len().max(1) as f32).sqrt()
}

/// Level of the root mean square of the samples.
pub fn rms_dbfs(samples: &[f32]) -> Decibels {
    let sum: f64 = samples
        .iter()
        .map(|sample| f64::from(*sample) * f64::from(*sample))
        .sum();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "single precision is enough for a level"
    )]
    decibels((sum / samples.len().max(1) as f64).sqrt() as f32)
}

/// The largest absolute value of the samples.
pub fn peak(samples: &[f32]) -> f32 {
    samples
        .iter()
        .fold(0.0, |peak: f32, sample| peak.max(sample.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_is_a_percentage_and_half_of_it_is_a_quarter_of_the_amplitude() {
        assert!((Volume::default().gain() - 1.0).abs() < f32::EPSILON);
        assert!((Volume::try_from(50).unwrap().gain() - 0.25).abs() < 1e-6);
        assert!(Volume::try_from(101).is_err());
    }

    #[test]
    fn levels_are_relative_to_full_scale() {
        assert_eq!(rms_dbfs(&[]), Decibels::SILENCE);
        assert_eq!(rms_dbfs(&[0.0; 9]), Decibels::SILENCE);
        assert!(rms_dbfs(&[1.0, -1.0]).0.abs() < 1e-4);
        assert!((peak(&[0.1, -0.5]) - 0.5).abs() < f32::EPSILON);
    }
}
