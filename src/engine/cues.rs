//! The sound of each cue: a rhythm of soft pulses.
//!
//! Owns pitches, lengths and levels. Each cue has one pitch, in the middle of a band of the voice activity detector, and no overtones:
//! a voice stands out in two bands at least, so the detector does not take a cue for one, and the recogniser never gets it.

use std::f32::consts::TAU;

use crate::audio::{SampleRate, Samples};
use crate::conversation::Cue;

const RATE: SampleRate = SampleRate(24_000);
/// A pulse rises and falls over this time, in seconds, so that it does not click.
const EDGE: f32 = 0.02;

/// Pulses of one pitch.
struct Pulses {
    hertz: f32,
    /// The largest sample.
    level: f32,
    /// The length of each pulse, in seconds.
    lengths: &'static [f32],
}

/// The silence between two pulses, in seconds.
const GAP: f32 = 0.05;

const fn pulses(hertz: f32, level: f32, lengths: &'static [f32]) -> Pulses {
    Pulses {
        hertz,
        level,
        lengths,
    }
}

const HIGH: f32 = 1_187.5;
const MIDDLE: f32 = 875.0;
const LOW: f32 = 562.5;

fn rhythm(cue: Cue) -> Pulses {
    match cue {
        Cue::Listening => pulses(MIDDLE, 0.12, &[0.06, 0.12]),
        Cue::Muted => pulses(LOW, 0.14, &[0.16]),
        Cue::Understood => pulses(MIDDLE, 0.10, &[0.07]),
        Cue::Working => pulses(LOW, 0.08, &[0.06, 0.06]),
        Cue::Fault => pulses(LOW, 0.16, &[0.08, 0.08, 0.2]),
        Cue::Timer => pulses(HIGH, 0.18, &[0.09, 0.09, 0.09, 0.09, 0.2]),
    }
}

/// The sound of a cue.
pub(super) fn sound(cue: Cue) -> Samples {
    let pulses = rhythm(cue);
    let mut samples = Vec::new();
    for seconds in pulses.lengths {
        let count = frames(*seconds);
        samples.extend((0..count).map(|at| pulses.level * pulse(pulses.hertz, at, count)));
        samples.extend(std::iter::repeat_n(0.0, frames(GAP)));
    }
    Samples { rate: RATE, samples }
}

/// One sample of a pulse of `count` samples.
fn pulse(hertz: f32, at: usize, count: usize) -> f32 {
    let seconds = at as f32 / RATE.0 as f32;
    let left = (count - at) as f32 / RATE.0 as f32;
    let edge = (seconds.min(left) / EDGE).min(1.0);
    let envelope = 0.5 - 0.5 * (edge * TAU / 2.0).cos();
    envelope * (TAU * hertz * seconds).sin()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a constant length below a second"
)]
fn frames(seconds: f32) -> usize {
    (seconds * RATE.0 as f32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hearing::endpointing::{Endpointer, EndpointingConfig};
    use crate::hearing::vad::{FRAME_LENGTH, VoiceActivity};

    #[test]
    fn every_cue_is_short_soft_and_ends_in_silence() {
        for cue in Cue::ALL {
            let sound = sound(cue);
            let loudest = sound
                .samples
                .iter()
                .fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
            assert!((0.05..0.21).contains(&loudest), "{cue:?}: {loudest}");
            let longest = if cue == Cue::Timer { 1.0 } else { 0.6 };
            assert!(sound.duration().as_secs_f64() < longest, "{cue:?}");
            assert!(
                sound.samples.last().is_some_and(|last| last.abs() < 0.01),
                "{cue:?}"
            );
        }
    }

    #[test]
    fn no_cue_is_taken_for_a_voice() {
        for cue in Cue::ALL {
            let silence = vec![0.0; 8_000];
            let heard = crate::audio::resample::to_rate(&sound(cue), SampleRate::SPEECH).samples;
            let heard = [silence.clone(), heard, silence].concat();
            let mut vad = VoiceActivity::default();
            let mut endpointer = Endpointer::new(EndpointingConfig::default());
            for frame in heard.as_chunks().0 {
                let told = endpointer.frame(vad.probability(frame), FRAME_LENGTH, false);
                assert_eq!(told, None, "{cue:?}");
            }
        }
    }
}
