//! Silero's voice activity detector, through whisper.cpp, if its model is installed: a second opinion on a whole utterance.
//!
//! Owns the loaded model. whisper.cpp resets the detector's state with every call, so it cannot follow a stream: the built-in
//! detector finds the utterances, and this one checks that a person speaks in them before they are transcribed. Silero VAD:
//! <https://github.com/snakers4/silero-vad>.

use std::path::Path;

use whisper_rs::{WhisperVadContext, WhisperVadContextParams};

use super::HearingError;

/// A window of 32 ms contains a voice above this probability.
const VOICE: f32 = 0.5;
/// This many windows with a voice (96 ms) are speech: the shortest words are longer.
const WINDOWS: usize = 3;

/// The loaded detector.
pub struct Silero(WhisperVadContext);

impl Silero {
    /// Loads a model file that `models::validate::voice_activity` has passed.
    pub fn load(path: &Path) -> Result<Self, HearingError> {
        let refused = |reason: &str| HearingError::Load {
            path: path.to_owned(),
            reason: reason.to_owned(),
        };
        // The library would panic at a NUL, which no file path contains.
        let name = path
            .to_str()
            .ok_or_else(|| refused("its path is no Unicode text"))?;
        let mut parameters = WhisperVadContextParams::new();
        parameters.set_n_threads(1);
        let context =
            WhisperVadContext::new(name, parameters).map_err(|error| refused(&error.to_string()))?;
        Ok(Self(context))
    }

    /// Whether somebody speaks in these samples (mono, 16 kHz).
    pub fn hears_a_voice(&mut self, samples: &[f32]) -> Result<bool, HearingError> {
        if samples.is_empty() {
            return Ok(false);
        }
        self.0
            .detect_speech(samples)
            .map_err(|error| HearingError::Failed(error.to_string()))?;
        let voiced = self.0.probabilities().iter().filter(|&&voice| voice > VOICE);
        Ok(voiced.count() >= WINDOWS)
    }
}

#[cfg(test)]
#[expect(clippy::duplicate_mod, reason = "hearing may not import models")]
#[path = "../models/samples/silero.rs"]
mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(frequency: f32) -> Vec<f32> {
        (0..8_000)
            .map(|sample| 0.5 * (std::f32::consts::TAU * frequency * sample as f32 / 16_000.0).sin())
            .collect()
    }

    #[test]
    fn the_models_own_opinion_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ggml-silero.bin");
        std::fs::write(&path, sample::silero()).unwrap();
        let mut silero = Silero::load(&path).unwrap();
        for (sound, expected) in [
            (tone(1_000.0), true),
            (tone(2_500.0), false),
            (vec![0.0; 8_000], false),
            (tone(1_000.0)[..512].to_vec(), false),
            (Vec::new(), false),
        ] {
            assert_eq!(silero.hears_a_voice(&sound).unwrap(), expected);
        }
    }
}
