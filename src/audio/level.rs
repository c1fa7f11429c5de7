//! How loud it is, in decibels relative to full scale.

use std::sync::atomic::{AtomicU32, Ordering};

/// Decibels relative to full scale: 0 is the loudest, silence is [`Decibels::SILENCE`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Decibels(pub f32);

impl Decibels {
    /// What all-zero samples have.
    pub const SILENCE: Self = Self(-200.0);
}

/// The level of the last moment, for whoever wants to draw it. Written and read without waiting.
#[derive(Debug)]
pub struct Meter(AtomicU32);

impl Default for Meter {
    fn default() -> Self {
        Self(AtomicU32::new(Decibels::SILENCE.0.to_bits()))
    }
}

impl Meter {
    /// Shows this level.
    pub fn show(&self, level: Decibels) {
        self.0.store(level.0.to_bits(), Ordering::Relaxed);
    }

    /// The level that is shown.
    pub fn level(&self) -> Decibels {
        Decibels(f32::from_bits(self.0.load(Ordering::Relaxed)))
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
    fn levels_are_relative_to_full_scale() {
        assert_eq!(rms_dbfs(&[]), Decibels::SILENCE);
        assert_eq!(rms_dbfs(&[0.0; 9]), Decibels::SILENCE);
        assert!(rms_dbfs(&[1.0, -1.0]).0.abs() < 1e-4);
        assert!((peak_dbfs(&[0.1, -0.5]).0 + 6.02).abs() < 0.01);
    }
}
