//! The fundamental frequency of each frame, by normalised cross-correlation.
//!
//! Owns the search for the period and the choice among its multiples. Knows nothing of words or turns.

use std::ops::Range;

/// Samples per second of what is analysed: half of the speech rate, since no period is shorter than 2 ms.
const RATE: usize = 8_000;
/// Samples between frames at [`RATE`]: 10 ms.
const HOP: usize = RATE / 100;
/// Samples that are compared with those one period later: 30 ms.
const COMPARED: usize = RATE * 3 / 100;
/// Periods of 400 Hz and 60 Hz.
const SHORTEST: usize = RATE / 400;
const LONGEST: usize = RATE / 60;
/// A frame is voiced from this correlation.
const VOICED: f32 = 0.6;
/// A period is considered from this share of the best one's correlation.
const PREFERRED: f32 = 0.85;
/// Mean square below which a frame is silence: -66 dB.
const SILENCE: f32 = 2.5e-7;

/// Periods of a frame that are considered.
const CANDIDATES: usize = 4;
/// What a jump costs per semitone, in correlation, and at most: the melody of a voice is smooth, except where it stops.
const JUMP: f32 = 0.03;
const MAX_JUMP: f32 = 0.4;
/// A voice lasts for at least this many frames.
const SHORTEST_RUN: usize = 3;
/// A frame has a voice if it is at most this much quieter than the loudest (-26 dB).
const BELOW_LOUDEST: f32 = 0.0025;

/// A period that a frame may have.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    semitones: f32,
    /// 0 to 1.
    correlation: f32,
}

/// The pitch of each frame of 10 ms in semitones above 55 Hz, `None` where there is no voice.
/// `samples` are mono at 16 kHz; the last frames that are shorter than a window are left out.
pub(crate) fn semitones(samples: &[f32]) -> Vec<Option<f32>> {
    let halved: Vec<f32> = samples
        .chunks_exact(2)
        .map(|pair| f32::midpoint(pair[0], pair[1]))
        .collect();
    let windows = || halved.windows(COMPARED + LONGEST + 1).step_by(HOP);
    let loudest = windows().map(energy).fold(0.0_f32, f32::max);
    let least = (loudest * BELOW_LOUDEST).max(SILENCE * COMPARED as f32);
    let candidates: Vec<Vec<Candidate>> = windows()
        .map(|window| {
            let is_loud = energy(window) >= least;
            if is_loud { candidates(window) } else { Vec::new() }
        })
        .collect();
    without_short_runs(&smoothest(&candidates))
}

/// The energy of the part that is compared.
fn energy(window: &[f32]) -> f32 {
    window[..COMPARED].iter().map(|sample| sample * sample).sum()
}

/// The periods of a window, the best first; none without a voice.
fn candidates(window: &[f32]) -> Vec<Candidate> {
    let first = energy(window);
    let mut later = energy(&window[SHORTEST..]);
    let mut correlations = [0.0_f32; LONGEST - SHORTEST + 1];
    for (place, lag) in (SHORTEST..=LONGEST).enumerate() {
        let pairs = window[..COMPARED].iter().zip(&window[lag..]);
        let product: f32 = pairs.map(|(one, other)| one * other).sum();
        correlations[place] = product / (first * later).sqrt().max(f32::MIN_POSITIVE);
        later += window[lag + COMPARED].powi(2) - window[lag].powi(2);
    }
    let best = correlations.iter().fold(0.0_f32, |most, value| most.max(*value));
    let mut found: Vec<Candidate> = correlations
        .windows(3)
        .enumerate()
        .filter_map(|(place, near)| {
            let [before, here, after] = [near[0], near[1], near[2]];
            let is_peak = here >= before && here >= after && here >= VOICED.max(PREFERRED * best);
            let bend = before - 2.0 * here + after;
            let offset = if bend < 0.0 {
                0.5 * (before - after) / bend
            } else {
                0.0
            };
            let period = (SHORTEST + place + 1) as f32 + offset;
            is_peak.then_some(Candidate {
                semitones: 12.0 * (RATE as f32 / period / 55.0).log2(),
                correlation: here,
            })
        })
        // The shortest periods: longer ones are their multiples.
        .take(CANDIDATES)
        .collect();
    found.sort_by(|one, other| other.correlation.total_cmp(&one.correlation));
    found
}

/// The melody that correlates best and jumps least (Viterbi); a shorter period is preferred to its multiples.
fn smoothest(frames: &[Vec<Candidate>]) -> Vec<Option<f32>> {
    let mut pitches = vec![None; frames.len()];
    for run in runs(frames, |candidates| !candidates.is_empty()) {
        let mut costs: Vec<f32> = Vec::new();
        let mut steps: Vec<Vec<usize>> = Vec::new();
        for (place, candidates) in frames[run.clone()].iter().enumerate() {
            let mut step = Vec::new();
            let cost = candidates.iter().map(|to| {
                let own = 1.0 - to.correlation - 0.004 * to.semitones;
                let Some(before) = place.checked_sub(1) else {
                    return own;
                };
                let from = frames[run.start + before].iter().zip(&costs).enumerate().map(
                    |(from, (candidate, cost))| {
                        let jump = (candidate.semitones - to.semitones).abs() * JUMP;
                        (cost + jump.min(MAX_JUMP), from)
                    },
                );
                let (cheapest, from) =
                    from.fold(
                        (f32::INFINITY, 0),
                        |best, next| if next.0 < best.0 { next } else { best },
                    );
                step.push(from);
                own + cheapest
            });
            let cost: Vec<f32> = cost.collect();
            costs = cost;
            steps.push(step);
        }
        let ends = costs
            .iter()
            .enumerate()
            .min_by(|one, other| one.1.total_cmp(other.1));
        let mut chosen = ends.map_or(0, |(place, _)| place);
        for place in run.clone().rev() {
            pitches[place] = Some(frames[place][chosen].semitones);
            chosen = steps[place - run.start].get(chosen).copied().unwrap_or_default();
        }
    }
    pitches
}

/// The ranges of items that follow one another and are so.
fn runs<T>(items: &[T], is_so: impl Fn(&T) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (place, item) in items.iter().enumerate() {
        if is_so(item) {
            match runs.last_mut() {
                Some(run) if run.end == place => run.end += 1,
                _ => runs.push(place..place + 1),
            }
        }
    }
    runs
}

fn without_short_runs(pitches: &[Option<f32>]) -> Vec<Option<f32>> {
    let mut kept = vec![None; pitches.len()];
    for run in runs(pitches, Option::is_some) {
        if run.len() >= SHORTEST_RUN {
            kept[run.clone()].copy_from_slice(&pitches[run]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A buzz of this frequency for half a second, with the first ten harmonics.
    fn buzz(frequency: f32) -> Vec<f32> {
        let sample = |at: usize| {
            let phase = std::f32::consts::TAU * frequency * at as f32 / 16_000.0;
            (1..=10)
                .map(|harmonic| (phase * harmonic as f32).sin() / harmonic as f32)
                .sum::<f32>()
                * 0.1
        };
        (0..8_000).map(sample).collect()
    }

    #[test]
    fn the_pitch_of_a_buzz_is_its_frequency() {
        for frequency in [70.0, 110.0, 185.0, 290.0, 380.0] {
            let expected = 12.0 * (frequency / 55.0_f32).log2();
            let pitches = semitones(&buzz(frequency));
            assert!(pitches.len() > 40);
            for pitch in pitches {
                let pitch = pitch.expect("a voice");
                assert!(
                    (pitch - expected).abs() < 0.3,
                    "{frequency} Hz: {pitch} for {expected}"
                );
            }
        }
    }

    #[test]
    fn noise_silence_and_nothing_have_no_pitch() {
        let mut state = 1_u32;
        let noise: Vec<f32> = (0..8_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 24) as f32 - 0.5
            })
            .collect();
        let voiced = semitones(&noise).iter().flatten().count();
        assert!(voiced < 3, "{voiced} frames of noise have a pitch");
        assert!(semitones(&vec![0.0; 8_000]).iter().all(Option::is_none));
        assert!(semitones(&[]).is_empty() && semitones(&[0.1]).is_empty());
    }
}
