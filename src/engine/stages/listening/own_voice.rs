//! Whether what the microphone hears is the machine's own voice, by the course of its loudness.
//!
//! The echo canceller follows a delay that changes slowly. On a busy machine it jumps, the echo passes for a while, and the machine
//! would interrupt itself. The loudness of an echo still follows what was played, at whatever delay.

use std::collections::VecDeque;

use crate::audio::level;

/// Frames of 10 ms that are compared: 600 ms.
const COMPARED: usize = 60;
/// The largest delay in frames: 1 s.
const MAX_DELAY: usize = 100;
/// Levels below this (full scale = 0 dB) are silence.
const FLOOR_DECIBELS: f32 = -60.0;
/// A course that varies by less, as a standard deviation in decibels, tells nothing.
const MIN_VARIATION: f32 = 3.0;
/// Correlation from which the two are the same voice.
const ALIKE: f32 = 0.8;

/// The loudness of both sides.
#[derive(Debug, Default)]
pub(super) struct OwnVoice {
    played: VecDeque<f32>,
    heard: VecDeque<f32>,
}

impl OwnVoice {
    /// The next 10 ms that were played.
    pub(super) fn played(&mut self, frame: &[f32]) {
        keep(&mut self.played, frame, COMPARED + MAX_DELAY);
    }

    /// The next 10 ms that the microphone heard.
    pub(super) fn heard(&mut self, frame: &[f32]) {
        keep(&mut self.heard, frame, COMPARED);
    }

    /// Whether the loudness of the last 600 ms followed what was played up to a second before.
    pub(super) fn is_heard(&self) -> bool {
        let heard: Vec<f32> = self.heard.iter().copied().collect();
        let played: Vec<f32> = self.played.iter().copied().collect();
        let Some(heard) = (heard.len() == COMPARED).then(|| varying(&heard)).flatten() else {
            return false;
        };
        played
            .windows(COMPARED)
            .filter_map(varying)
            .any(|played| correlation(&heard, &played) >= ALIKE)
    }
}

fn keep(levels: &mut VecDeque<f32>, frame: &[f32], most: usize) {
    levels.push_back(level::rms_dbfs(frame).0.max(FLOOR_DECIBELS));
    while levels.len() > most {
        levels.pop_front();
    }
}

/// The levels around their mean, with the length 1; `None` if they hardly vary.
fn varying(levels: &[f32]) -> Option<Vec<f32>> {
    let count = levels.len() as f32;
    let mean = levels.iter().sum::<f32>() / count;
    let square: f32 = levels.iter().map(|level| (level - mean).powi(2)).sum();
    ((square / count).sqrt() >= MIN_VARIATION).then(|| {
        levels
            .iter()
            .map(|level| (level - mean) / square.sqrt())
            .collect()
    })
}

fn correlation(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: usize = 160;

    /// Speech-like sound: bursts of random length and level.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths of a few frames"
    )]
    fn speech(frames: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        };
        let mut sound = Vec::new();
        while sound.len() < frames * FRAME {
            let (level, length) = (0.5 * next() * next(), FRAME * (3 + (next() * 15.0) as usize));
            sound.extend((0..length).map(|_| level * (next() - 0.5)));
            let pause = FRAME * (1 + (next() * 9.0) as usize);
            sound.extend(std::iter::repeat_n(0.0, pause));
        }
        sound.truncate(frames * FRAME);
        sound
    }

    /// Whether the machine's voice is heard at the end of this.
    fn is_heard(played: &[f32], heard: &[f32]) -> bool {
        let mut own_voice = OwnVoice::default();
        for (played, heard) in played.chunks_exact(FRAME).zip(heard.chunks_exact(FRAME)) {
            own_voice.played(played);
            own_voice.heard(heard);
        }
        own_voice.is_heard()
    }

    #[test]
    fn an_echo_is_known_at_any_delay_and_in_a_noisy_room() {
        let mut found = 0;
        for seed in 1..=20_u32 {
            let played = speech(300, seed);
            let delay = FRAME * (seed as usize * 4);
            let noise = speech(300, 99);
            let echo: Vec<f32> = (0..played.len())
                .map(|at| {
                    let echo = at.checked_sub(delay).map_or(0.0, |at| played[at]);
                    0.25 * echo + 0.004 * noise[at].signum()
                })
                .collect();
            found += usize::from(is_heard(&played, &echo));
        }
        assert!(found >= 18, "{found} of 20 echoes");
    }

    #[test]
    fn another_voice_is_not_taken_for_the_machines_own() {
        let taken = (1..=200_u32)
            .filter(|seed| is_heard(&speech(300, *seed), &speech(300, seed + 1_000)))
            .count();
        assert!(taken <= 10, "{taken} of 200 voices were taken for an echo");
    }

    #[test]
    fn silence_and_steady_noise_are_no_echo() {
        let played = speech(300, 5);
        assert!(!is_heard(&played, &vec![0.0; played.len()]));
        assert!(!is_heard(&played, &vec![0.1; played.len()]));
        assert!(!is_heard(&vec![0.0; played.len()], &played));
        assert!(!OwnVoice::default().is_heard());
    }
}
