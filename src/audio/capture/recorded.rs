//! A microphone that hears recordings at the pace of time, with silence around them.
//!
//! Owns the pace: it delivers as many samples as time has passed, whoever reads and however late. For measurements and tests of whole
//! turns on machines without a microphone.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::super::{SampleRate, Samples, resample};

/// Recordings that are still to be heard; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Recordings(Arc<Mutex<VecDeque<f32>>>);

impl PartialEq for Recordings {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Recordings {
    /// Lets a recording be heard from now on, or after those before it.
    pub fn play(&self, recording: &Samples) {
        let samples = resample::to_rate(recording, SampleRate::SPEECH).samples;
        self.lock().extend(samples);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<f32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The open microphone.
pub(super) struct PacedMicrophone {
    recordings: Recordings,
    opened: Instant,
    /// Samples at 16 kHz since it was opened.
    delivered: u64,
}

impl PacedMicrophone {
    #[expect(
        clippy::disallowed_methods,
        reason = "the pace is that of time, as a device's is"
    )]
    pub(super) fn new(recordings: Recordings) -> Self {
        Self {
            recordings,
            opened: Instant::now(),
            delivered: 0,
        }
    }

    /// Appends what would have been captured since the last call.
    pub(super) fn read(&mut self, into: &mut Vec<f32>) {
        let due = due(self.opened.elapsed().as_micros());
        let new = due.saturating_sub(self.delivered);
        self.delivered = due;
        let mut waiting = self.recordings.lock();
        into.extend((0..new).map(|_| waiting.pop_front().unwrap_or_default()));
    }
}

/// Samples after this many microseconds.
fn due(microseconds: u128) -> u64 {
    let samples = microseconds.saturating_mul(u128::from(SampleRate::SPEECH.0)) / 1_000_000;
    u64::try_from(samples).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_are_heard_in_order_and_silence_follows() {
        let recordings = Recordings::default();
        for sample in [0.25, 0.5] {
            recordings.play(&Samples {
                rate: SampleRate::SPEECH,
                samples: vec![sample; 160],
            });
        }
        let mut microphone = PacedMicrophone::new(recordings);
        let mut heard = Vec::new();
        while heard.len() <= 320 {
            microphone.read(&mut heard);
        }
        assert!(
            heard[..160]
                .iter()
                .all(|sample| (*sample - 0.25).abs() < f32::EPSILON)
        );
        assert!(
            heard[160..320]
                .iter()
                .all(|sample| (*sample - 0.5).abs() < f32::EPSILON)
        );
        assert!(heard[320..].iter().all(|sample| sample.abs() < f32::EPSILON));
    }

    #[test]
    fn it_delivers_as_much_as_time_has_passed() {
        assert_eq!((due(0), due(1_000), due(1_000_000)), (0, 16, 16_000));
    }
}
