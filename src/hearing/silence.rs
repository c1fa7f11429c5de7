//! The length of the silence since the last sound of an utterance.
//!
//! A voice detector lags by some frames, by more after a vowel than after a stop; the level does not. Owns the position at which the
//! sound ended. Decides nothing about turns.

use std::time::Duration;

use crate::audio::level;

/// Samples of a frame: 10 ms at 16 kHz.
const FRAME: usize = 160;
/// Frames at the end that are certainly silence and give the level of the room: 100 ms.
const ROOM_FRAMES: usize = 10;
/// Frames that contain the voice at its loudest: the last 1.5 s.
const VOICE_FRAMES: usize = 150;
/// The largest lag of the detector.
const LATEST: Duration = Duration::from_millis(160);
/// Sound is at least this much louder than the room (10 dB), and at most this much quieter than the voice (-32 dB).
const ABOVE_ROOM: f32 = 3.2;
const BELOW_VOICE: f32 = 0.025;

/// The silence at the end of `sound` (mono, 16 kHz), given the detector's estimate `detected`.
pub fn at_the_end(sound: &[f32], detected: Duration) -> Duration {
    let levels: Vec<f32> = sound
        .rchunks_exact(FRAME)
        .take(VOICE_FRAMES)
        .map(level::rms)
        .collect();
    if levels.len() <= ROOM_FRAMES {
        return detected;
    }
    let room = levels[..ROOM_FRAMES].iter().sum::<f32>() / ROOM_FRAMES as f32;
    let voice = levels.iter().fold(0.0_f32, |most, level| most.max(*level));
    let audible = (room * ABOVE_ROOM).max(voice * BELOW_VOICE);
    let silent = levels.iter().take_while(|level| **level < audible).count();
    Duration::from_millis(10 * silent as u64).min(detected + LATEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A voice of one second, then silence of this many milliseconds in a room of this level.
    fn sound(milliseconds: usize, room: f32) -> Vec<f32> {
        let alternate = |at: usize, level: f32| if at.is_multiple_of(2) { level } else { -level };
        let voice = (0..16_000).map(|at| alternate(at, 0.2));
        let silence = (0..milliseconds * 16).map(|at| alternate(at, room));
        voice.chain(silence).collect()
    }

    #[test]
    fn silence_is_counted_from_the_last_sound_and_not_from_the_detectors_word() {
        let detected = Duration::from_millis(200);
        for room in [0.0, 0.002, 0.02] {
            let silence = at_the_end(&sound(270, room), detected);
            assert_eq!(silence, Duration::from_millis(270), "room of {room}");
        }
    }

    #[test]
    fn a_detector_that_hears_what_the_level_does_not_show_is_believed() {
        let detected = Duration::from_millis(200);
        assert_eq!(at_the_end(&sound(900, 0.0), detected), detected + LATEST);
        assert_eq!(at_the_end(&[0.1; 100], detected), detected);
    }
}
