//! A recorded wake word: any sound of about a second, in any language.
//!
//! Owns the recordings and the search for them at the beginning of an utterance, by dynamic time warping (Sakoe and Chiba 1978,
//! "Dynamic programming algorithm optimization for spoken word recognition"). The threshold is the distance of the recordings to
//! each other. Works best for the voice that recorded them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::audio::{SampleRate, Samples, sound_file};

use super::cepstrum::{self, Cepstrum, Frame, HOP};

/// Recordings needed to know how much the word varies.
pub const FEWEST: usize = 2;
/// The longest wake word, in seconds.
const MAX_DURATION: f64 = 3.0;
/// The shortest wake word, in seconds; anything shorter is noise.
const MIN_DURATION: f64 = 0.2;
/// The latest beginning of the word in an utterance, in frames of 10 ms: after a "hey".
const LATEST: usize = 60;
/// Distance between searched beginnings, in frames.
const STEP: usize = 10;
/// At each of them, the word may begin this many frames later.
const SLACK: usize = 10;
/// A remainder shorter than this, in frames, belongs to the word: its last sound.
const REMAINDER: usize = 25;
/// The allowed distance, relative to that of the recordings to each other.
const TOLERANCE: f32 = 1.5;
/// The minimum threshold, however similar the recordings are: the same voice at another pace differs this much.
const MIN_SCORE: f32 = 12.0;
/// Sound this much quieter than the loudest of a recording (-30 dB) is not part of the word.
const FAINT: f32 = 0.03;
/// Length of the searched beginning, in seconds.
const SEARCHED: usize = 4;

/// The longest recording that is read.
const MAX_READ: Duration = Duration::from_secs(60);

/// Why recordings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WakeSoundError {
    /// The folder or one of its files.
    #[error("The recordings of the wake word in {} cannot be used ({reason}): record them again with 'mynah wake-word'.", path.display())]
    Unusable {
        /// The folder or file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// The recorded wake word.
#[derive(Debug, Clone)]
pub struct WakeSound {
    recordings: Vec<Vec<Frame>>,
    threshold: f32,
}

impl WakeSound {
    /// Reads every sound file in a folder.
    pub fn load(folder: &Path) -> Result<Self, WakeSoundError> {
        let unusable = |path: &Path, reason: String| WakeSoundError::Unusable {
            path: path.to_owned(),
            reason,
        };
        let entries = std::fs::read_dir(folder).map_err(|error| unusable(folder, error.to_string()))?;
        let mut paths: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| sound_file::is_named_like_one(path))
            .collect();
        paths.sort();
        let mut recordings = Vec::new();
        for path in paths {
            let sound =
                sound_file::read(&path, MAX_READ).map_err(|error| unusable(&path, error.to_string()))?;
            recordings.push(word(&sound).map_err(|reason| unusable(&path, reason.to_owned()))?);
        }
        Self::new(&recordings).map_err(|reason| unusable(folder, reason.to_owned()))
    }

    /// Builds it from recordings of the word alone (mono, 16 kHz).
    fn new(recordings: &[Vec<f32>]) -> Result<Self, &'static str> {
        if recordings.len() < FEWEST {
            return Err("there are fewer than two");
        }
        let cepstra: Vec<Cepstrum> = recordings.iter().map(|sound| cepstrum::of(sound)).collect();
        let recordings: Vec<Vec<Frame>> = cepstra
            .iter()
            .map(|recording| recording.stretch(0, recording.len()))
            .collect();
        let nearest = |at: usize| {
            let others = recordings.iter().enumerate().filter(|(other, _)| *other != at);
            others
                .map(|(_, other)| find(other, &cepstra[at]).distance)
                .fold(f32::INFINITY, f32::min)
        };
        let widest = (0..recordings.len()).map(nearest).fold(0.0, f32::max);
        Ok(Self {
            threshold: (widest * TOLERANCE).max(MIN_SCORE),
            recordings,
        })
    }

    /// The end of the word, in samples, if an utterance (mono, 16 kHz) begins with it.
    pub fn end(&self, utterance: &[f32]) -> Option<usize> {
        let most = SEARCHED * SampleRate::SPEECH.0 as usize;
        let heard = cepstrum::of(&utterance[..utterance.len().min(most)]);
        let best = self
            .recordings
            .iter()
            .map(|word| find(word, &heard))
            .min_by(|one, other| one.distance.total_cmp(&other.distance))?;
        // A distance reveals nothing of what was said.
        tracing::debug!(best.distance, self.threshold, "wake word");
        if best.distance > self.threshold {
            return None;
        }
        let is_all = heard.loud_from(best.end) < REMAINDER;
        Some(if is_all { utterance.len() } else { best.end * HOP })
    }
}

/// The word in a recording, without the silence around it.
pub fn word(recording: &Samples) -> Result<Vec<f32>, &'static str> {
    let loud = |window: &&[f32]| window.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
    let windows: Vec<&[f32]> = recording.samples.chunks(HOP).collect();
    let most = windows.iter().map(loud).fold(0.0, f32::max);
    let is_word = |window: &&[f32]| loud(window) >= most * FAINT;
    let (Some(first), Some(last)) = (
        windows.iter().position(is_word),
        windows.iter().rposition(is_word),
    ) else {
        return Err("nothing is to be heard in it");
    };
    if most < FAINT * FAINT {
        return Err("nothing is to be heard in it");
    }
    let seconds = ((last + 1 - first) * HOP) as f64 / f64::from(SampleRate::SPEECH.0);
    if seconds < MIN_DURATION {
        return Err("it is shorter than a word");
    }
    if seconds > MAX_DURATION {
        return Err("it is longer than 3 seconds");
    }
    Ok(windows[first..=last].concat())
}

/// The best match of the word.
struct Match {
    /// The mean distance of its frames.
    distance: f32,
    /// The frame after its last one.
    end: usize,
}

/// The best match of the word at the beginning of an utterance.
fn find(word: &[Frame], heard: &Cepstrum) -> Match {
    let onset = heard.onset().unwrap_or_default().saturating_sub(SLACK / 2);
    let length = word.len() + word.len() / 4 + SLACK;
    (onset..=onset + LATEST)
        .step_by(STEP)
        .map(|start| {
            let found = search(word, &heard.stretch(start, length));
            Match {
                end: start + found.end,
                ..found
            }
        })
        .min_by(|one, other| one.distance.total_cmp(&other.distance))
        .unwrap_or(Match {
            distance: f32::INFINITY,
            end: 0,
        })
}

/// Aligns the frames of the word with the utterance, at up to twice or half the pace.
fn search(word: &[Frame], heard: &[Frame]) -> Match {
    let infinite = f32::INFINITY;
    let mut before = vec![infinite; heard.len()];
    let mut before_that = before.clone();
    for (row, frame) in word.iter().enumerate() {
        let mut costs = vec![infinite; heard.len()];
        for (at, other) in heard.iter().enumerate() {
            let here = cepstrum::distance(frame, other);
            // One frame of the word for one of the utterance, two for one, or one for two.
            let come = if row == 0 {
                if at <= SLACK { 0.0 } else { infinite }
            } else {
                let back = |costs: &[f32], by: usize| at.checked_sub(by).map_or(infinite, |at| costs[at]);
                let skipped = at
                    .checked_sub(1)
                    .map_or(infinite, |at| cepstrum::distance(frame, &heard[at]));
                let twice = cepstrum::distance(&word[row - 1], other);
                back(&before, 1)
                    .min(back(&before, 2) + 0.5 * (skipped - here))
                    .min(back(&before_that, 1) + twice)
            };
            costs[at] = come + here;
        }
        before_that = std::mem::replace(&mut before, costs);
    }
    let (end, cost) = before
        .iter()
        .copied()
        .enumerate()
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .unwrap_or((0, infinite));
    Match {
        distance: cost / word.len().max(1) as f32,
        end: end + 1,
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn say(folder: &Path, name: &str, voice: &str, speed: u32, pitch: u32, text: &str) -> Samples {
        let path = folder.join(format!("{name}.wav"));
        let (speed, pitch) = (speed.to_string(), pitch.to_string());
        let said = Command::new("espeak-ng")
            .args(["-v", voice, "-s", &speed, "-p", &pitch, "-w"])
            .arg(&path)
            .arg(text)
            .status()
            .unwrap();
        assert!(said.success());
        sound_file::read(&path, MAX_READ).unwrap()
    }

    #[test]
    fn the_recorded_word_is_found_at_the_beginning_and_no_other_is() {
        let recordings = tempfile::tempdir().unwrap();
        for (speed, pitch) in [(150, 45), (175, 52), (160, 60), (190, 48)] {
            say(
                recordings.path(),
                &format!("{speed}"),
                "en",
                speed,
                pitch,
                "Computer",
            );
        }
        let wake = WakeSound::load(recordings.path()).unwrap();
        let other = tempfile::tempdir().unwrap();
        let mut wrong = Vec::new();
        for (text, expected) in [
            ("Computer", true),
            ("Computer, what time is it?", true),
            ("Computer. Where is the museum?", true),
            ("What time is it?", false),
            ("Where is the nearest station, please?", false),
            ("Commuters are late today.", false),
            ("I would like a cup of tea.", false),
            ("Tomorrow we will buy a new computer.", false),
        ] {
            for (speed, pitch) in [(165, 50), (180, 55)] {
                let sound = say(other.path(), "utterance", "en", speed, pitch, text);
                let mut utterance = vec![0.0; 4_800];
                utterance.extend(sound.samples);
                let end = wake.end(&utterance);
                if end.is_some() != expected {
                    wrong.push((text, speed, end));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn useless_recordings_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let message = |folder: &Path| WakeSound::load(folder).unwrap_err().to_string();
        assert!(message(folder.path()).contains("fewer than two"));
        say(folder.path(), "one", "en", 170, 50, "Computer");
        let long = "This is far more than a word, and nobody would say all of it to wake a machine.";
        say(folder.path(), "two", "en", 170, 50, long);
        assert!(message(folder.path()).contains("two.wav") && message(folder.path()).contains("3 seconds"));
        std::fs::write(folder.path().join("two.wav"), b"RIFF").unwrap();
        assert!(message(folder.path()).contains("two.wav"));
        assert!(message(Path::new("/nowhere/wake")).contains("/nowhere/wake"));
    }
}
