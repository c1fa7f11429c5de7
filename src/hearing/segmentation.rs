//! Cuts a long recording where it is quietest, so that every piece fits whisper's window.
//!
//! Owns the places of the cuts; knows energy, not words.

use std::ops::Range;

/// Samples in a frame of 10 ms at 16 kHz.
const FRAME: usize = 160;
/// A piece is at most 28 s: whisper's window is 30 s.
const LONGEST: usize = 28 * 16_000;
/// A piece is not cut before 15 s.
const SHORTEST: usize = 15 * 16_000;
/// The quiet that a cut looks for: 30 frames, 0.3 s.
const QUIET_FRAMES: usize = 30;

/// The pieces of a recording at 16 kHz, in order and without gaps; each at most 28 s long.
pub fn pieces(samples: &[f32]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while samples.len() - start > LONGEST {
        let end = start + quietest(&samples[start..start + LONGEST]);
        pieces.push(start..end);
        start = end;
    }
    pieces.push(start..samples.len());
    pieces
}

/// The middle of the quietest 0.3 s after the first 15 s.
fn quietest(window: &[f32]) -> usize {
    let energies: Vec<f32> = window
        .chunks(FRAME)
        .map(|frame| frame.iter().map(|sample| sample * sample).sum())
        .collect();
    let first = SHORTEST / FRAME;
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
        samples[20 * 16_000..21 * 16_000].fill(0.0);
        let pieces = pieces(&samples);
        assert!((20 * 16_000..21 * 16_000).contains(&pieces[0].end), "{pieces:?}");
        assert!(pieces.iter().all(|piece| piece.len() <= LONGEST));
        assert!(pieces.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(pieces.last().map(|piece| piece.end), Some(samples.len()));
    }
}
