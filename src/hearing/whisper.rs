//! A loaded Whisper model, and one run of it.
//!
//! Owns which engine runs the model, its window, beams and prompt. Takes at most 30 s; knows nothing of pauses, pieces or wake
//! words, and does not judge what it heard. The inference is `crates/whisper`'s; `whisper_cpp` is its reference.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use mynah_whisper::{Hypothesis, RunOptions, WhisperModel};

use super::abort::ShouldEnd;
use super::config::{HearingConfig, SpeechEngine};
use super::error::HearingError;
use super::guards::{Evidence, Written};
use super::whisper_cpp::WhisperCpp;
use super::window::Window;
use super::{threads, vocabulary};

/// Encoder positions per second of sound: one for every 320 samples.
const SAMPLES_PER_POSITION: usize = 320;
/// Beam size with the starter model.
const STARTER_BEAMS: usize = 4;
/// The largest beam size.
const MAX_BEAMS: usize = 8;
/// Whisper's whole window of 30 s.
const WHOLE_WINDOW: usize = 1500;
/// The shortest sound: 0.5 s, the silence that the starter model was trained to see. whisper.cpp refuses less than 0.1 s.
const MIN_SAMPLES: usize = 8_000;

/// What runs the model.
enum Engine {
    Mynah(Box<WhisperModel>),
    WhisperCpp(Box<WhisperCpp>),
}

/// A loaded model.
pub struct Whisper {
    engine: Engine,
    window: Window,
    /// The initial prompt: names that are likely to follow.
    prompt: Vec<u32>,
    beams: usize,
    /// `None`: the model decides.
    language: Option<&'static str>,
}

impl Whisper {
    /// Loads a model file that `models::validate::speech` has passed.
    /// Our own engine adds to `read` the bytes that it has read.
    pub fn load(
        path: &Path,
        window: Window,
        config: &HearingConfig,
        read: &AtomicU64,
    ) -> Result<Self, HearingError> {
        let language = match config.language.as_str() {
            "auto" => None,
            code => Some(
                mynah_whisper::language_code(code)
                    .ok_or_else(|| HearingError::Language(config.language.clone()))?,
            ),
        };
        let engine = match config.engine {
            SpeechEngine::Mynah => Engine::Mynah(Box::new(own(path, config.threads, read)?)),
            SpeechEngine::WhisperCpp => Engine::WhisperCpp(Box::new(WhisperCpp::load(path, config.threads)?)),
        };
        if let (Engine::Mynah(model), Some(code)) = (&engine, language)
            && model.is_multilingual()
            && !model.languages().contains(&code)
        {
            return Err(HearingError::Language(config.language.clone()));
        }
        let names = match window {
            Window::Utterance => String::new(),
            Window::Margin => vocabulary::prompt(&config.vocabulary),
        };
        let prompt = match &engine {
            Engine::Mynah(model) => model.tokenize(&names),
            Engine::WhisperCpp(model) => model.tokenize(&names)?,
        };
        let beams = match (config.beams, window) {
            (0, Window::Margin) => 1,
            (0, Window::Utterance) => STARTER_BEAMS,
            (beams, _) => usize::from(beams).min(MAX_BEAMS),
        };
        Ok(Self {
            engine,
            window,
            prompt,
            beams,
            language,
        })
    }

    /// How the encoder's window follows the sound.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Transcribes at most 30 s of mono samples at 16 kHz; `None` if `should_end` ended the run.
    pub fn transcribe(
        &mut self,
        mut samples: Vec<f32>,
        should_end: &ShouldEnd<'_>,
    ) -> Result<Option<Written>, HearingError> {
        samples.resize(samples.len().max(MIN_SAMPLES), 0.0);
        let options = RunOptions {
            positions: self.encoder_positions(samples.len()),
            language: self.language,
            prompt: &self.prompt,
            beams: self.beams,
        };
        match &mut self.engine {
            Engine::Mynah(model) if options.positions > model.audio_context() => Err(HearingError::Failed(
                format!("it hears at most {} s", model.audio_context() / 50),
            )),
            Engine::Mynah(model) => Ok(model.recognize(&samples, &options, should_end).map(written)),
            Engine::WhisperCpp(model) => model.transcribe(&samples, &options, should_end),
        }
    }

    /// Encoder positions for this many samples: a multiple of 32, at most the whole window.
    fn encoder_positions(&self, samples: usize) -> usize {
        let own = samples / SAMPLES_PER_POSITION + 1;
        let wanted = match self.window {
            Window::Utterance => own,
            Window::Margin => (own + 128).max(512),
        };
        wanted.next_multiple_of(32).min(WHOLE_WINDOW)
    }
}

/// Loads a model for our own engine.
fn own(path: &Path, threads: u8, read: &AtomicU64) -> Result<WhisperModel, HearingError> {
    let refused = |reason: String| HearingError::Load {
        path: PathBuf::from(path),
        reason,
    };
    let file = File::open(path).map_err(|error| refused(error.to_string()))?;
    WhisperModel::load(file, threads::most(threads), read).map_err(|error| refused(error.to_string()))
}

fn written(hypothesis: Hypothesis) -> Written {
    let count = hypothesis.tokens.len().max(1) as f32;
    let logarithms = hypothesis
        .tokens
        .iter()
        .map(|token| token.probability.max(f32::MIN_POSITIVE).ln());
    Written {
        language: hypothesis.language.to_owned(),
        evidence: Evidence {
            no_speech: hypothesis.no_speech,
            mean_log_probability: logarithms.sum::<f32>() / count,
        },
        text: hypothesis.text,
    }
}
