//! Speech to text with whisper.cpp.
//!
//! Owns the loaded speech model and how an utterance is passed to it. Takes mono samples at 16 kHz; accepts only what
//! [`guards`](super::guards) accept. Does not open unchecked model files: the path must have passed
//! `models::validate::speech`.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperSegment, WhisperState,
};

use super::guards::{self, Evidence};
use super::silero::Silero;
use super::wake_sound::WakeSound;
use super::{segmentation, vocabulary};
use crate::audio::{SampleRate, Samples, level};

/// Encoder positions per second of sound: one for every 320 samples.
const SAMPLES_PER_POSITION: usize = 320;
/// Beam size with the starter model.
const STARTER_BEAMS: i32 = 4;
/// Capacity for the tokens of the vocabulary, more than it has bytes.
const MOST_PROMPT_TOKENS: usize = 1024;
/// Whisper's whole window of 30 s.
const WHOLE_WINDOW: usize = 1500;
/// whisper.cpp refuses less than 0.1 s; 0.5 s also gives the model the silence it was trained to see.
const SHORTEST_SAMPLES: usize = 8_000;
/// Below this level (full scale = 0 dB), there is nothing to transcribe.
const SILENCE_DECIBELS: f32 = -62.0;

/// Speech recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HearingConfig {
    /// Language code (`en`, `de`, …) or `auto`; English-only models ignore it.
    pub language: String,
    /// Whether the language was chosen for this run, by `--lang` or by a visitor, over the configured one. Not a setting.
    #[serde(skip)]
    pub is_chosen: bool,
    /// Beam size, 1 to 8; 1 is greedy and fastest. 0 suits the model: 4 for the starter, whose decoder costs next to nothing,
    /// else 1.
    pub beams: u8,
    /// Names that are likely to be said, in addition to names from the documents; for public models.
    pub vocabulary: Vec<String>,
    /// Threads for whisper.cpp; 0: one per processor, at most 4.
    pub threads: u8,
}

impl Default for HearingConfig {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            is_chosen: false,
            beams: 0,
            vocabulary: Vec::new(),
            threads: 0,
        }
    }
}

/// Why speech could not be recognised.
#[derive(Debug, thiserror::Error)]
pub enum HearingError {
    /// whisper.cpp refused the file.
    #[error("The speech model {} cannot be loaded ({reason}): replace the file, or remove it to use the starter model.", path.display())]
    Load {
        /// The file.
        path: PathBuf,
        /// What whisper.cpp says.
        reason: String,
    },
    /// whisper.cpp failed on an utterance.
    #[error("The speech model failed on this recording ({0}): try another model; the log has the details.")]
    Failed(String),
    /// The language is unknown to whisper.
    #[error("The language '{0}' is unknown to the speech model: use a code such as 'en' or 'de', or 'auto'.")]
    Language(String),
}

/// A segment of a recording with its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// Seconds from the start of the recording.
    pub start: f64,
    /// Seconds from the start of the recording.
    pub end: f64,
    /// The words.
    pub text: String,
}

/// A transcript.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Transcription {
    /// All words; empty if nothing was said.
    pub text: String,
    /// Language code.
    pub language: String,
    /// The segments that contain words.
    pub segments: Vec<Segment>,
    /// Geometric mean of the tokens' probabilities, 0 to 1; 0 if nothing was said.
    pub confidence: f32,
    /// Whether the recorded wake word came first; it is not part of the text.
    #[serde(skip)]
    pub called: bool,
}

/// Whether a model was trained on windows of the utterance's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The starter models: the encoder processes only the utterance.
    Utterance,
    /// Public models know only windows of 30 s: the encoder processes the utterance and a margin, at least 10 s.
    Margin,
}

/// A loaded speech model.
pub struct Transcriber {
    context: WhisperContext,
    state: WhisperState,
    window: Window,
    threads: i32,
    /// The initial prompt: names that are likely to follow.
    prompt: Vec<i32>,
    silero: Option<Silero>,
    wake: Option<WakeSound>,
    config: HearingConfig,
}

impl Transcriber {
    /// Loads a model file that `models::validate::speech` has passed.
    pub fn load(path: &Path, window: Window, config: HearingConfig) -> Result<Self, HearingError> {
        let refused = |reason: String| HearingError::Load {
            path: path.to_owned(),
            reason,
        };
        if config.language != "auto" && whisper_rs::get_lang_id(&config.language).is_none() {
            return Err(HearingError::Language(config.language));
        }
        let mut parameters = WhisperContextParameters::default();
        parameters.use_gpu(false);
        let context =
            WhisperContext::new_with_params(path, parameters).map_err(|error| refused(error.to_string()))?;
        let state = context
            .create_state()
            .map_err(|error| refused(error.to_string()))?;
        let prompt = match window {
            Window::Utterance => Vec::new(),
            Window::Margin => {
                let names = vocabulary::prompt(&config.vocabulary);
                context
                    .tokenize(&names, MOST_PROMPT_TOKENS)
                    .map_err(|error| refused(error.to_string()))?
            }
        };
        let available = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let threads = if config.threads == 0 {
            available
        } else {
            usize::from(config.threads)
        };
        Ok(Self {
            context,
            state,
            window,
            threads: i32::try_from(threads).unwrap_or(1),
            prompt,
            silero: None,
            wake: None,
            config,
        })
    }

    /// Rejects utterances in which Silero's model finds no voice; the file must have passed
    /// `models::validate::voice_activity`.
    pub fn with_silero(mut self, path: &Path) -> Result<Self, HearingError> {
        self.silero = Some(Silero::load(path)?);
        Ok(self)
    }

    /// Looks for a recorded wake word at the beginning of every utterance.
    #[must_use]
    pub fn with_wake_sound(mut self, wake: WakeSound) -> Self {
        self.wake = Some(wake);
        self
    }

    /// Transcribes mono samples at 16 kHz, of any length.
    ///
    /// # Panics
    /// Never; samples at another rate are an error of the caller and give [`HearingError::Failed`].
    pub fn transcribe(&mut self, recording: &Samples) -> Result<Transcription, HearingError> {
        if recording.rate != SampleRate::SPEECH {
            return Err(HearingError::Failed(format!(
                "{} Hz instead of 16,000",
                recording.rate.0
            )));
        }
        let mut heard = Transcription {
            text: String::new(),
            language: self.config.language.clone(),
            segments: Vec::new(),
            confidence: 0.0,
            called: false,
        };
        let end_of_call = self.wake.as_ref().and_then(|wake| wake.end(&recording.samples));
        heard.called = end_of_call.is_some();
        let samples_after = end_of_call.unwrap_or_default().min(recording.samples.len());
        let spoken = &recording.samples[samples_after..];
        let mut probabilities = Vec::new();
        for piece in segmentation::pieces(spoken) {
            let samples = &spoken[piece.clone()];
            if level::rms_dbfs(samples).0 < SILENCE_DECIBELS {
                continue;
            }
            if let Some(silero) = &mut self.silero
                && !silero.hears_a_voice(samples)?
            {
                continue;
            }
            let Some((text, evidence)) = self.piece(samples)? else {
                continue;
            };
            heard.language = self.language();
            probabilities.push(evidence.mean_log_probability);
            let seconds =
                |position: usize| (samples_after + position) as f64 / f64::from(SampleRate::SPEECH.0);
            heard.segments.push(Segment {
                start: seconds(piece.start),
                end: seconds(piece.end),
                text,
            });
        }
        heard.text = heard
            .segments
            .iter()
            .map(|segment| segment.text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        if !probabilities.is_empty() {
            heard.confidence = (probabilities.iter().sum::<f32>() / probabilities.len() as f32).exp();
        }
        Ok(heard)
    }

    /// At most 28 s: the accepted words, if any.
    fn piece(&mut self, samples: &[f32]) -> Result<Option<(String, Evidence)>, HearingError> {
        let failed = |error: whisper_rs::WhisperError| HearingError::Failed(error.to_string());
        let mut padded = samples.to_vec();
        padded.resize(samples.len().max(SHORTEST_SAMPLES), 0.0);
        let positions = self.encoder_positions(padded.len());
        let end_of_text = self.context.token_eot();
        let prompt = self.prompt.clone();
        let language = self.config.language.clone();
        self.state
            .full(self.parameters(&language, &prompt, positions), &padded)
            .map_err(failed)?;

        let mut text = String::new();
        let mut log_probabilities = Vec::new();
        let mut no_speech = 0.0_f32;
        for segment in self.state.as_iter() {
            text.push_str(&segment.to_str_lossy().map_err(failed)?);
            no_speech = no_speech.max(segment.no_speech_probability());
            log_probabilities.extend(token_log_probabilities(&segment, end_of_text));
        }
        let words = guards::words(&text);
        let mean = log_probabilities.iter().sum::<f32>() / log_probabilities.len().max(1) as f32;
        let evidence = Evidence {
            no_speech,
            mean_log_probability: mean,
        };
        // What was said is private, also in the log.
        tracing::debug!(letters = text.len(), ?evidence, positions, "transcribed");
        Ok((!words.is_empty() && guards::believable(&words, evidence)).then_some((words, evidence)))
    }

    fn parameters<'a>(&self, language: &'a str, prompt: &'a [i32], positions: usize) -> FullParams<'a, 'a> {
        let strategy = match (self.config.beams, self.window) {
            (0, Window::Margin) | (1, _) => SamplingStrategy::Greedy { best_of: 1 },
            (beams, _) => SamplingStrategy::BeamSearch {
                beam_size: if beams == 0 {
                    STARTER_BEAMS
                } else {
                    i32::from(beams.min(8))
                },
                patience: -1.0,
            },
        };
        let mut parameters = FullParams::new(strategy);
        parameters.set_n_threads(self.threads);
        parameters.set_language(Some(if self.context.is_multilingual() {
            language
        } else {
            "en"
        }));
        parameters.set_no_context(true);
        if !prompt.is_empty() {
            parameters.set_tokens(prompt);
        }
        parameters.set_no_timestamps(true);
        parameters.set_single_segment(true);
        // An immediate end is the right answer to silence; whisper's default forbids it.
        parameters.set_suppress_blank(false);
        // Repeated decoding at higher temperatures causes latency and hallucinations.
        parameters.set_temperature_inc(0.0);
        parameters.set_audio_ctx(i32::try_from(positions).unwrap_or(0));
        parameters.set_print_special(false);
        parameters.set_print_progress(false);
        parameters.set_print_realtime(false);
        parameters.set_print_timestamps(false);
        parameters
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

    fn language(&self) -> String {
        if !self.context.is_multilingual() {
            return "en".to_owned();
        }
        whisper_rs::get_lang_str(self.state.full_lang_id_from_state())
            .unwrap_or("en")
            .to_owned()
    }
}

/// Redirects the output of whisper.cpp and ggml from the terminal to the log.
pub fn log_quietly() {
    whisper_rs::install_logging_hooks();
}

fn token_log_probabilities(segment: &WhisperSegment<'_>, end_of_text: i32) -> Vec<f32> {
    (0..segment.n_tokens())
        .filter_map(|index| segment.get_token(index))
        .filter(|token| token.token_id() < end_of_text)
        .map(|token| token.token_probability().max(f32::MIN_POSITIVE).ln())
        .collect()
}
