//! How loud it is, in decibels relative to full scale.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

/// How loud replies are played, in percent; a step is as large to the ear wherever it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Volume(u8);

impl Volume {
    /// What samples are multiplied by: the square, because loudness is heard by its logarithm.
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
            Err(format!("a volume is between 0 and 100, not {percent}"))
        }
    }
}

/// A volume that can be turned while something plays.
#[derive(Debug, Clone)]
pub struct Knob(Arc<AtomicU8>);

impl Default for Knob {
    fn default() -> Self {
        Self::new(Volume::default())
    }
}

impl Knob {
    /// Set to this.
    pub fn new(volume: Volume) -> Self {
        Self(Arc::new(AtomicU8::new(volume.0)))
    }

    /// Turns it.
    pub fn turn(&self, volume: Volume) {
        self.0.store(volume.0, Ordering::Relaxed);
    }

    /// Where it stands.
    pub fn volume(&self) -> Volume {
        Volume(self.0.load(Ordering::Relaxed))
    }
}

/// How fast a voice speaks, in percent of the pace that is configured; it can be changed while something is said.
#[derive(Debug, Clone)]
pub struct Pace(Arc<AtomicU8>);

impl Default for Pace {
    fn default() -> Self {
        Self(Arc::new(AtomicU8::new(100)))
    }
}

impl Pace {
    /// The slowest and the fastest, in percent.
    const BOUNDS: (u8, u8) = (60, 180);
    /// What one step is, in percent.
    const STEP: u8 = 15;

    /// One step slower; whether that was possible.
    pub fn slower(&self) -> bool {
        self.change(self.percent().saturating_sub(Self::STEP))
    }

    /// One step faster; whether that was possible.
    pub fn faster(&self) -> bool {
        self.change(self.percent().saturating_add(Self::STEP))
    }

    fn change(&self, percent: u8) -> bool {
        let percent = percent.clamp(Self::BOUNDS.0, Self::BOUNDS.1);
        self.0.swap(percent, Ordering::Relaxed) != percent
    }

    /// In percent of the pace that is configured.
    pub fn percent(&self) -> u8 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Decibels relative to full scale: 0 is the loudest, silence is [`Decibels::SILENCE`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Decibels(pub f32);

impl Decibels {
    /// What all-zero samples have.
    pub const SILENCE: Self = Self(-200.0);
}

/// The level of the last moment, for whoever wants to draw it. Written and read without waiting.
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
    /// Shows this level.
    pub fn show(&self, level: Decibels) {
        self.level.store(level.0.to_bits(), Ordering::Relaxed);
        self.shown.fetch_add(1, Ordering::Relaxed);
    }

    /// How often a level was shown: it grows as long as sound arrives.
    pub fn shown(&self) -> u64 {
        self.shown.load(Ordering::Relaxed)
    }

    /// The level that is shown.
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
    #[expect(clippy::cast_possible_truncation, reason = "a level needs no more")]
    decibels((sum / samples.len().max(1) as f64).sqrt() as f32)
}

/// The loudest sample, without its sign.
pub fn peak(samples: &[f32]) -> f32 {
    samples
        .iter()
        .fold(0.0, |peak: f32, sample| peak.max(sample.abs()))
}

/// Level of the loudest sample.
pub fn peak_dbfs(samples: &[f32]) -> Decibels {
    decibels(peak(samples))
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
        assert!((peak_dbfs(&[0.1, -0.5]).0 + 6.02).abs() < 0.01);
    }
}
