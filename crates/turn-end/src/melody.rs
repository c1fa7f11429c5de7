//! What the voice does before a pause: its pitch, its loudness and its pace, as numbers that do not depend on the language.
//!
//! Owns the features and where the last sound ends. Decides nothing.

use crate::pitch;

/// Samples of a frame at 16 kHz: 10 ms.
const FRAME: usize = 160;
/// Frames that are analysed at most, counted from the last sound: 4 s.
const ANALYSED: usize = 400;
/// Frames at the end of a recording that are taken for the room: 100 ms.
const ROOM: usize = 10;
/// A sound is this much louder than the room (10 dB), and at most this much quieter than the loudest frame (-32 dB).
const ABOVE_ROOM: f32 = 3.2;
const BELOW_VOICE: f32 = 0.025;
/// A silence of this many frames between sounds is a pause: 150 ms.
const PAUSE: usize = 15;

/// The number of features.
pub const FEATURES: usize = PITCH + LOUDNESS + PACE;
const PITCH: usize = 10 + BLOCKS;
const LOUDNESS: usize = 5;
const PACE: usize = 6;
/// Parts of the last voiced frames, of five frames each.
const BLOCKS: usize = 8;
const BLOCK: usize = 5;

/// What the voice did before the silence at the end of `samples` (mono, 16 kHz). All zero where there is no sound.
pub fn features(samples: &[f32]) -> [f32; FEATURES] {
    let levels: Vec<f32> = samples.chunks_exact(FRAME).map(rms).collect();
    let Some(spoken) = Spoken::find(&levels) else {
        return [0.0; FEATURES];
    };
    let from = spoken.end.saturating_sub(ANALYSED).max(spoken.start);
    // A window reaches beyond its frame; what is after the last sound is silent, and has no pitch.
    let until = ((spoken.end + 6) * FRAME).min(samples.len());
    let mut pitches = pitch::semitones(&samples[from * FRAME..until]);
    pitches.resize(spoken.end - from, None);
    let decibels: Vec<f32> = levels[from..spoken.end]
        .iter()
        .map(|level| 20.0 * level.max(1e-5).log10())
        .collect();
    let mut features = [0.0; FEATURES];
    features[..PITCH].copy_from_slice(&pitch_features(&pitches));
    features[PITCH..PITCH + LOUDNESS].copy_from_slice(&loudness_features(&decibels));
    features[PITCH + LOUDNESS..].copy_from_slice(&pace_features(
        &pitches,
        &levels[spoken.start..spoken.end],
        spoken.audible,
    ));
    features
}

/// The frames from the first sound to the last.
struct Spoken {
    start: usize,
    end: usize,
    /// The level from which a frame is a sound.
    audible: f32,
}

impl Spoken {
    fn find(levels: &[f32]) -> Option<Self> {
        let last = levels.len().checked_sub(ROOM)?;
        let room = levels[last..].iter().sum::<f32>() / ROOM as f32;
        let voice = levels.iter().fold(0.0_f32, |most, level| most.max(*level));
        let audible = (room * ABOVE_ROOM).max(voice * BELOW_VOICE).max(1e-5);
        let start = levels.iter().position(|level| *level >= audible)?;
        let end = levels.iter().rposition(|level| *level >= audible)? + 1;
        Some(Self { start, end, audible })
    }
}

fn rms(frame: &[f32]) -> f32 {
    (frame.iter().map(|sample| sample * sample).sum::<f32>() / frame.len().max(1) as f32).sqrt()
}

/// The value below which this share (0 to 1) of the values lies; 0 of nothing.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among the values: not negative, and a float's conversion saturates"
)]
fn quantile(values: &[f32], share: f32) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let place = (sorted.len().saturating_sub(1) as f32 * share).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

/// The slope of a line through points (frame, value), per 100 ms; 0 through fewer than three.
fn slope(points: &[(f32, f32)]) -> f32 {
    if points.len() < 3 {
        return 0.0;
    }
    let count = points.len() as f32;
    let x = points.iter().map(|point| point.0).sum::<f32>() / count;
    let y = points.iter().map(|point| point.1).sum::<f32>() / count;
    let both: f32 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let square: f32 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    10.0 * both / square.max(f32::MIN_POSITIVE)
}

/// The end of the melody against the whole of it, in semitones; nothing of it depends on how high the voice is.
fn pitch_features(pitches: &[Option<f32>]) -> [f32; PITCH] {
    let voiced: Vec<(f32, f32)> = pitches
        .iter()
        .enumerate()
        .filter_map(|(frame, pitch)| pitch.map(|pitch| (frame as f32, pitch)))
        .collect();
    if voiced.len() < 5 {
        return [0.0; PITCH];
    }
    let all: Vec<f32> = voiced.iter().map(|point| point.1).collect();
    let median = quantile(&all, 0.5);
    let spread = (quantile(&all, 0.9) - quantile(&all, 0.1)).max(0.5);
    let last = voiced[voiced.len() - 1].0;
    let limit = |value: f32, most: f32| value.clamp(-most, most);
    let within = |frames: f32| -> Vec<(f32, f32)> {
        let is_near = |point: &(f32, f32)| point.0 > last - frames;
        voiced.iter().copied().filter(is_near).collect()
    };
    let block = |back: usize| {
        let end = all.len().saturating_sub((back - 1) * BLOCK).max(1);
        quantile(&all[end.saturating_sub(BLOCK)..end], 0.5)
    };
    let end = block(1);
    let blocks: [f32; BLOCKS] = std::array::from_fn(|place| block(BLOCKS - place));
    let highest = blocks
        .iter()
        .fold(f32::NEG_INFINITY, |most, pitch| most.max(*pitch));
    let lowest = blocks
        .iter()
        .fold(f32::INFINITY, |least, pitch| least.min(*pitch));
    let mut features = [0.0; PITCH];
    features[..10].copy_from_slice(&[
        1.0,
        limit(end - median, 12.0),
        limit(end - quantile(&all, 0.1), 12.0),
        limit(end - quantile(&all, 0.9), 12.0),
        limit(slope(&within(12.0)), 8.0),
        limit(slope(&within(25.0)), 8.0),
        limit(slope(&within(50.0)), 8.0),
        limit(highest - end, 12.0),
        limit(end - lowest, 12.0),
        limit(spread, 15.0),
    ]);
    for (feature, pitch) in features[10..].iter_mut().zip(blocks) {
        *feature = limit(pitch - median, 12.0);
    }
    features
}

/// How the sound ends, in decibels.
fn loudness_features(decibels: &[f32]) -> [f32; LOUDNESS] {
    let loud = quantile(decibels, 0.9);
    let mean = |part: &[f32]| part.iter().sum::<f32>() / part.len().max(1) as f32;
    let last = |from: usize, to: usize| {
        let end = decibels.len().saturating_sub(to);
        mean(&decibels[decibels.len().saturating_sub(from).min(end)..end])
    };
    let points: Vec<(f32, f32)> = decibels
        .iter()
        .enumerate()
        .skip(decibels.len().saturating_sub(30))
        .map(|(frame, level)| (frame as f32, *level))
        .collect();
    [
        last(10, 0) - loud,
        last(20, 10) - loud,
        last(40, 20) - loud,
        mean(decibels) - loud,
        slope(&points),
    ]
}

/// How long the last sounds last, and how the speaker has paused so far.
fn pace_features(pitches: &[Option<f32>], levels: &[f32], audible: f32) -> [f32; PACE] {
    let mut runs = Vec::new();
    let mut length = 0_usize;
    for pitch in pitches.iter().chain([&None]) {
        if pitch.is_some() {
            length += 1;
        } else if length > 0 {
            runs.push(length as f32);
            length = 0;
        }
    }
    let unvoiced = pitches.iter().rev().take_while(|pitch| pitch.is_none()).count();
    let usual = quantile(&runs, 0.5).max(1.0);
    let last = runs.last().copied().unwrap_or_default();
    let (mut pauses, mut paused, mut silent) = (0_usize, 0_usize, 0_usize);
    for level in levels {
        if *level < audible {
            silent += 1;
        } else {
            if silent >= PAUSE {
                pauses += 1;
                paused += silent;
            }
            silent = 0;
        }
    }
    [
        (levels.len().max(1) as f32).ln(),
        last.min(60.0) / 10.0,
        (last / usual).clamp(0.1, 10.0).ln(),
        unvoiced.min(60) as f32 / 10.0,
        pauses.min(5) as f32,
        (paused as f32 / pauses.max(1) as f32).min(150.0) / 10.0,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A voice whose pitch goes from one frequency to another in a second, then 200 ms of a quiet room.
    fn glide(from: f32, to: f32, room: f32) -> Vec<f32> {
        let mut phase = 0.0_f32;
        let voice = (0..16_000).map(|at| {
            phase += (from + (to - from) * at as f32 / 16_000.0) / 16_000.0;
            (1..8)
                .map(|harmonic| (std::f32::consts::TAU * phase * harmonic as f32).sin() / harmonic as f32)
                .sum::<f32>()
                * 0.1
        });
        let mut sound: Vec<f32> = voice.collect();
        sound.extend((0..3_200).map(|at| if at % 2 == 0 { room } else { -room }));
        sound
    }

    #[test]
    fn a_falling_voice_ends_below_its_median_and_a_rising_one_above_whoever_speaks() {
        for (from, to) in [(120.0, 90.0), (240.0, 180.0)] {
            for room in [0.0, 0.002] {
                let [fall, rise] =
                    [glide(from, to, room), glide(to, from, room)].map(|sound| features(&sound));
                assert!(fall[1] < -1.5 && fall[5] < -0.3, "{fall:?}");
                assert!(rise[1] > 1.5 && rise[5] > 0.3, "{rise:?}");
            }
        }
    }

    #[test]
    fn the_features_of_anything_are_finite() {
        let sounds = [
            Vec::new(),
            vec![0.0; 100],
            vec![0.0; 16_000],
            vec![1.0; 16_000],
            vec![f32::MIN_POSITIVE; 9_000],
        ];
        for sound in sounds {
            assert!(features(&sound).iter().all(|feature| feature.is_finite()));
        }
    }
}
