//! Splits a recording at its pauses, and at its quietest points, into pieces that fit whisper's window.
//!
//! Owns the positions of the splits; knows energy, not words.

use std::ops::Range;

/// Samples in a frame of 10 ms at 16 kHz.
const FRAME: usize = 160;
/// A piece is at most 28 s: whisper's window is 30 s.
const MAX_LEN: usize = 28 * 16_000;
/// The earliest split: after 15 s.
const MIN_LEN: usize = 15 * 16_000;
/// The length of the quiet that a split looks for: 30 frames, 0.3 s.
const QUIET_FRAMES: usize = 30;

/// A pause of this many frames, 1.6 s, separates utterances: a turn may hold pauses of up to 1.5 s.
const PAUSE_FRAMES: usize = 160;
/// A frame is quiet when its energy is this much below the loudest: 40 dB.
const QUIET_RATIO: f32 = 1e-4;

/// Quiet that is kept before and after the sound: 30 frames, 0.3 s.
const MARGIN_FRAMES: usize = 30;

/// The pieces of a recording at 16 kHz that contain sound, in order; each at most 28 s long.
pub fn pieces(samples: &[f32]) -> Vec<Range<usize>> {
    let energies = energies(samples);
    let quiet = energies.iter().copied().fold(0.0, f32::max) * QUIET_RATIO;
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in pauses(&energies, quiet).into_iter().chain([samples.len()]) {
        let sound = trimmed(start..end, &energies, quiet);
        start = sound.start;
        while sound.end - start > MAX_LEN {
            let cut = start + quietest(&samples[start..start + MAX_LEN]);
            pieces.push(start..cut);
            start = cut;
        }
        pieces.push(start..sound.end);
        start = end;
    }
    pieces
}

/// Trims the quiet at both ends of a piece to a margin.
fn trimmed(stretch: Range<usize>, energies: &[f32], quiet: f32) -> Range<usize> {
    let frames = stretch.start / FRAME..stretch.end.div_ceil(FRAME);
    let loud = |frame: &usize| energies[*frame] > quiet;
    let (Some(first), Some(last)) = (frames.clone().find(loud), frames.rev().find(loud)) else {
        return stretch;
    };
    let start = (first.saturating_sub(MARGIN_FRAMES) * FRAME).max(stretch.start);
    start..((last + 1 + MARGIN_FRAMES) * FRAME).min(stretch.end)
}

fn energies(samples: &[f32]) -> Vec<f32> {
    samples
        .chunks(FRAME)
        .map(|frame| frame.iter().map(|sample| sample * sample).sum())
        .collect()
}

/// The middles of the long pauses between sounds.
fn pauses(energies: &[f32], quiet: f32) -> Vec<usize> {
    let mut middles = Vec::new();
    let mut run = 0;
    for (frame, energy) in energies.iter().enumerate() {
        if *energy <= quiet {
            run += 1;
            continue;
        }
        // A pause before the first sound separates nothing.
        if run >= PAUSE_FRAMES && run < frame {
            middles.push((frame - run / 2) * FRAME);
        }
        run = 0;
    }
    middles
}

/// The middle of the quietest 0.3 s after the first 15 s.
fn quietest(window: &[f32]) -> usize {
    let energies: Vec<f32> = window
        .chunks(FRAME)
        .map(|frame| frame.iter().map(|sample| sample * sample).sum())
        .collect();
    let first = MIN_LEN / FRAME;
    let mut sum: f32 = energies[first..first + QUIET_FRAMES].iter().sum();
    let (mut best, mut best_sum) = (first, sum);
    for start in first + 1..=energies.len() - QUIET_FRAMES {
        sum += energies[start + QUIET_FRAMES - 1] - energies[start - 1];
        if sum < best_sum {
            (best, best_sum) = (start, sum);
        }
    }
    (best + QUIET_FRAMES / 2) * FRAME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_recording_is_one_piece() {
        assert_eq!(pieces(&[0.1; 1000]), vec![0..1000]);
        assert_eq!(pieces(&[]), vec![0..0]);
    }

    #[test]
    fn a_long_recording_is_cut_in_its_pause() {
        let mut samples = vec![0.3; 60 * 16_000];
        // Quieter, but not a pause.
        samples[20 * 16_000..21 * 16_000].fill(0.02);
        let pieces = pieces(&samples);
        assert!((20 * 16_000..21 * 16_000).contains(&pieces[0].end), "{pieces:?}");
        assert!(pieces.iter().all(|piece| piece.len() <= MAX_LEN));
        assert!(pieces.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(pieces.last().map(|piece| piece.end), Some(samples.len()));
    }

    #[test]
    fn long_pauses_separate_utterances_and_those_inside_a_turn_do_not() {
        let second = 16_000;
        let mut samples = vec![0.0; 14 * second];
        for (from, to) in [(2, 3), (5, 6), (9, 10)] {
            samples[from * second..to * second].fill(0.3);
        }
        samples[23 * second / 2..12 * second].fill(0.3);
        let tenths: Vec<(usize, usize)> = pieces(&samples)
            .iter()
            .map(|piece| (piece.start / 1_600, piece.end / 1_600))
            .collect();
        assert_eq!(tenths, [(17, 33), (47, 63), (87, 123)]);
        assert_eq!(pieces(&vec![0.0; second * 3]).len(), 1);
    }
}
