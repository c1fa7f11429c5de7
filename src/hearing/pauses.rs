//! Shortens the pauses inside an utterance before it is recognised.
//!
//! A small model that was trained on fluent sentences takes a pause of half a second for the end and drops what follows.
//! Owns where the pauses are, how much of each is kept, and what lies between them. Decides nothing about turns.

use std::ops::Range;

use crate::audio::level;

/// Samples of a frame: 10 ms at 16 kHz.
const FRAME: usize = 160;
/// A pause of at least this many frames, 250 ms, is shortened; between words and in stops speech is silent for less.
const MIN_PAUSE: usize = 25;
/// What is kept of a pause: 60 ms on either side.
const KEPT_FRAMES: usize = 6;
/// What stands between two pauses is a part of its own from this many samples on, 0.8 s.
const MIN_PART: usize = 12_800;
/// More parts than these are left together.
const MAX_PARTS: usize = 12;
/// The level of the room is that of the frame at this share of all frames, from the quietest.
const ROOM_SHARE: usize = 10;
/// A frame is quiet up to this much above the room (6 dB), or this much below the loudest frame (-40 dB).
const ABOVE_ROOM: f32 = 2.0;
const BELOW_VOICE: f32 = 0.01;
/// Where the loudest frame is less than 12 dB above the room, pauses cannot be told from speech.
const MIN_CONTRAST: f32 = 4.0;

/// The samples (mono, 16 kHz) with these pauses shortened; quiet at both ends stays as it is.
pub fn shortened(samples: &[f32], pauses: &[Range<usize>]) -> Vec<f32> {
    let margin = KEPT_FRAMES * FRAME;
    let mut kept = Vec::with_capacity(samples.len());
    let mut from = 0;
    for pause in pauses {
        kept.extend_from_slice(&samples[from..pause.start + margin]);
        from = pause.end - margin;
    }
    kept.extend_from_slice(&samples[from..]);
    kept
}

/// The parts of so many samples that pauses divide, each cut in the middle of the pause; none where there is only one part,
/// or more than twelve.
pub fn parts(length: usize, pauses: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for pause in pauses {
        let middle = pause.start + pause.len() / 2;
        if pause.start.saturating_sub(from) >= MIN_PART && length.saturating_sub(pause.end) >= MIN_PART {
            parts.push(from..middle);
            from = middle;
        }
    }
    if parts.is_empty() || parts.len() >= MAX_PARTS {
        return Vec::new();
    }
    parts.push(from..length);
    parts
}

/// The pauses of at least 250 ms between two sounds, in samples (mono, 16 kHz), in order.
pub fn between_sounds(samples: &[f32]) -> Vec<Range<usize>> {
    let levels: Vec<f32> = samples.chunks_exact(FRAME).map(level::rms).collect();
    let Some(quiet) = quiet_level(&levels) else {
        return Vec::new();
    };
    let mut pauses = Vec::new();
    let mut pause_start = None;
    for (frame, level) in levels.iter().enumerate() {
        if *level < quiet {
            pause_start.get_or_insert(frame);
        } else if let Some(start) = pause_start.take()
            && start > 0
            && frame - start >= MIN_PAUSE
        {
            pauses.push(start * FRAME..frame * FRAME);
        }
    }
    pauses
}

/// The level below which a frame is quiet; `None` where the room is too loud, or there are no frames.
fn quiet_level(levels: &[f32]) -> Option<f32> {
    let mut sorted = levels.to_vec();
    sorted.sort_by(f32::total_cmp);
    let room = *sorted.get(sorted.len() / ROOM_SHARE)?;
    let voice = *sorted.last()?;
    (room * MIN_CONTRAST < voice).then(|| (room * ABOVE_ROOM).max(voice * BELOW_VOICE))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLISECOND: usize = 16;

    /// Sounds and pauses in turn, of these lengths in milliseconds, in a room of this level.
    fn speech(lengths: &[usize], room: f32) -> Vec<f32> {
        let alternate = |at: usize, level: f32| if at.is_multiple_of(2) { level } else { -level };
        lengths
            .iter()
            .enumerate()
            .flat_map(|(part, length)| {
                let level = if part.is_multiple_of(2) { 0.3 } else { room };
                (0..length * MILLISECOND).map(move |at| alternate(at, level))
            })
            .collect()
    }

    fn without_pauses(samples: &[f32]) -> Vec<f32> {
        shortened(samples, &between_sounds(samples))
    }

    #[test]
    fn long_pauses_are_shortened_and_short_ones_stay() {
        for room in [0.0, 0.002, 0.02] {
            let said = speech(&[500, 200, 400, 800, 600, 400, 300], room);
            let kept = without_pauses(&said);
            let removed = (said.len() - kept.len()) / MILLISECOND;
            assert_eq!(removed, (800 - 120) + (400 - 120), "room of {room}");
            let loud = |samples: &[f32]| samples.iter().filter(|sample| sample.abs() > 0.2).count();
            assert_eq!(loud(&kept), loud(&said), "room of {room}");
        }
    }

    #[test]
    fn sentences_are_parts_and_single_words_are_not() {
        let said = speech(&[1_200, 400, 900, 500, 300], 0.0);
        let parts = parts(said.len(), &between_sounds(&said));
        let ends: Vec<usize> = parts.iter().map(|part| part.end / MILLISECOND).collect();
        assert_eq!(ends, [1_400, 3_300], "{parts:?}");
        assert!(super::parts(said.len(), &[]).is_empty());
    }

    #[test]
    fn quiet_before_and_after_the_words_stays() {
        let mut said = vec![0.0; 700 * MILLISECOND];
        said.extend(speech(&[500, 900], 0.0));
        assert_eq!(without_pauses(&said).len(), said.len());
    }

    #[test]
    fn steady_noise_and_nothing_are_left_alone() {
        let noise = speech(&[500, 900, 500], 0.2);
        assert_eq!(without_pauses(&noise), noise);
        assert!(without_pauses(&[]).is_empty());
        assert_eq!(without_pauses(&vec![0.0; 16_000]).len(), 16_000);
    }
}
