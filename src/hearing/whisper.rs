//! A loaded Whisper model, and one run of it.
//!
//! Owns the model, the parameters of a run, its threads and how it is ended early. Takes at most 30 s; knows nothing of pauses,
//! pieces or wake words, and does not judge what it heard.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperSegment, WhisperState,
};

use super::abort::{self, ShouldEnd};
use super::guards::Evidence;
use super::threads::{RunTime, Threads};
use super::transcribe::{HearingConfig, HearingError};
use super::vocabulary;

/// Encoder positions per second of sound: one for every 320 samples.
const SAMPLES_PER_POSITION: usize = 320;
/// Beam size with the starter model.
const STARTER_BEAMS: i32 = 4;
/// Capacity for the tokens of the vocabulary, more than it has bytes.
const MAX_PROMPT_TOKENS: usize = 1024;
/// Whisper's whole window of 30 s.
const WHOLE_WINDOW: usize = 1500;
/// whisper.cpp refuses less than 0.1 s; 0.5 s also gives the model the silence it was trained to see.
const MIN_SAMPLES: usize = 8_000;

/// Whether a model was trained on windows of the utterance's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The starter models: the encoder processes only the utterance.
    Utterance,
    /// Public models know only windows of 30 s: the encoder processes the utterance and a margin, at least 10 s.
    Margin,
}

/// What a run has written.
#[derive(Debug)]
pub struct Written {
    /// The text as the model wrote it, annotations included.
    pub text: String,
    /// Language code.
    pub language: String,
    /// The model's own evidence for it.
    pub evidence: Evidence,
}

/// A loaded model.
pub struct Whisper {
    context: WhisperContext,
    state: WhisperState,
    window: Window,
    threads: Threads,
    /// The initial prompt: names that are likely to follow.
    prompt: Vec<i32>,
    beams: u8,
    language: String,
}

impl Whisper {
    /// Loads a model file that `models::validate::speech` has passed.
    pub fn load(path: &Path, window: Window, config: &HearingConfig) -> Result<Self, HearingError> {
        let refused = |reason: String| HearingError::Load {
            path: PathBuf::from(path),
            reason,
        };
        if config.language != "auto" && whisper_rs::get_lang_id(&config.language).is_none() {
            return Err(HearingError::Language(config.language.clone()));
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
                    .tokenize(&names, MAX_PROMPT_TOKENS)
                    .map_err(|error| refused(error.to_string()))?
            }
        };
        Ok(Self {
            context,
            state,
            window,
            threads: Threads::new(config.threads),
            prompt,
            beams: config.beams,
            language: config.language.clone(),
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
        loop {
            match self.run(&samples, should_end)? {
                RunEnd::Complete => return self.written().map(Some),
                RunEnd::Ended => return Ok(None),
                // The next run has one thread, which cannot be crowded.
                RunEnd::Crowded => self.threads.was_crowded(),
            }
        }
    }

    /// One run. It gives up when other programs take its processors: a second run with one thread is quicker than its rest.
    fn run(&mut self, samples: &[f32], should_end: &ShouldEnd<'_>) -> Result<RunEnd, HearingError> {
        let threads = self.threads.for_next_run();
        let time = RunTime::start(threads);
        let end = Cell::new(RunEnd::Complete);
        let ends = || {
            if should_end() {
                end.set(RunEnd::Ended);
            } else if time.is_crowded() {
                end.set(RunEnd::Crowded);
            }
            end.get() != RunEnd::Complete
        };
        let (language, prompt) = (self.language.clone(), self.prompt.clone());
        let parameters = self.parameters(&language, &prompt, samples.len(), threads);
        let result = abort::run(&mut self.state, parameters, samples, &ends);
        match (end.get(), result) {
            (RunEnd::Complete, Err(error)) => Err(HearingError::Failed(error.to_string())),
            (end, _) => Ok(end),
        }
    }

    fn written(&self) -> Result<Written, HearingError> {
        let end_of_text = self.context.token_eot();
        let mut text = String::new();
        let mut log_probabilities = Vec::new();
        let mut no_speech = 0.0_f32;
        for segment in self.state.as_iter() {
            let piece = segment.to_str_lossy();
            text.push_str(&piece.map_err(|error| HearingError::Failed(error.to_string()))?);
            no_speech = no_speech.max(segment.no_speech_probability());
            log_probabilities.extend(token_log_probabilities(&segment, end_of_text));
        }
        let count = log_probabilities.len().max(1) as f32;
        Ok(Written {
            text,
            language: self.spoken_language(),
            evidence: Evidence {
                no_speech,
                mean_log_probability: log_probabilities.iter().sum::<f32>() / count,
            },
        })
    }

    fn parameters<'a>(
        &self,
        language: &'a str,
        prompt: &'a [i32],
        samples: usize,
        threads: usize,
    ) -> FullParams<'a, 'a> {
        let strategy = match (self.beams, self.window) {
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
        parameters.set_n_threads(i32::try_from(threads).unwrap_or(1));
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
        parameters.set_audio_ctx(i32::try_from(self.encoder_positions(samples)).unwrap_or(0));
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

    fn spoken_language(&self) -> String {
        if !self.context.is_multilingual() {
            return "en".to_owned();
        }
        whisper_rs::get_lang_str(self.state.full_lang_id_from_state())
            .unwrap_or("en")
            .to_owned()
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunEnd {
    /// All was transcribed.
    Complete,
    /// The caller ended it.
    Ended,
    /// Other programs took its processors.
    Crowded,
}

fn token_log_probabilities(segment: &WhisperSegment<'_>, end_of_text: i32) -> Vec<f32> {
    (0..segment.n_tokens())
        .filter_map(|index| segment.get_token(index))
        .filter(|token| token.token_id() < end_of_text)
        .map(|token| token.token_probability().max(f32::MIN_POSITIVE).ln())
        .collect()
}
