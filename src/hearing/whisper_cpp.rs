//! One run of a Whisper model by whisper.cpp: the reference that our own engine is compared with, and the fallback that
//! `hearing.engine` chooses.
//!
//! Owns the parameters of a run, its threads and how it is ended early. Takes at most 30 s; does not judge what it heard.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use mynah_whisper::RunOptions;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperSegment, WhisperState,
};

use super::abort::{self, ShouldEnd};
use super::error::HearingError;
use super::guards::{Evidence, Written};
use super::threads::{RunTime, Threads};

/// Capacity for the tokens of the vocabulary, more than it has bytes.
const MAX_PROMPT_TOKENS: usize = 1024;

/// A model that whisper.cpp has loaded.
pub struct WhisperCpp {
    context: WhisperContext,
    state: WhisperState,
    threads: Threads,
}

impl WhisperCpp {
    /// Loads a model file that `models::validate::speech` has passed. `threads` is at most; 0: one per processor.
    pub fn load(path: &Path, threads: u8) -> Result<Self, HearingError> {
        let refused = |reason: String| HearingError::Load {
            path: PathBuf::from(path),
            reason,
        };
        let mut parameters = WhisperContextParameters::default();
        parameters.use_gpu(false);
        let context =
            WhisperContext::new_with_params(path, parameters).map_err(|error| refused(error.to_string()))?;
        let state = context
            .create_state()
            .map_err(|error| refused(error.to_string()))?;
        Ok(Self {
            context,
            state,
            threads: Threads::new(threads),
        })
    }

    /// Divides a text into tokens, for a prompt.
    pub fn tokenize(&self, text: &str) -> Result<Vec<u32>, HearingError> {
        let tokens = self
            .context
            .tokenize(text, MAX_PROMPT_TOKENS)
            .map_err(|error| HearingError::Failed(error.to_string()))?;
        Ok(tokens
            .into_iter()
            .filter_map(|token| u32::try_from(token).ok())
            .collect())
    }

    /// Transcribes mono samples at 16 kHz; `None` if `should_end` ended the run.
    pub fn transcribe(
        &mut self,
        samples: &[f32],
        options: &RunOptions<'_>,
        should_end: &ShouldEnd<'_>,
    ) -> Result<Option<Written>, HearingError> {
        let prompt: Vec<i32> = options
            .prompt
            .iter()
            .filter_map(|&token| i32::try_from(token).ok())
            .collect();
        loop {
            match self.run(samples, options, &prompt, should_end)? {
                RunEnd::Complete => return self.written().map(Some),
                RunEnd::Ended => return Ok(None),
                // The next run has one thread, which cannot be crowded.
                RunEnd::Crowded => self.threads.was_crowded(),
            }
        }
    }

    /// One run. It gives up when other programs take its processors: a second run with one thread is quicker than its rest.
    fn run(
        &mut self,
        samples: &[f32],
        options: &RunOptions<'_>,
        prompt: &[i32],
        should_end: &ShouldEnd<'_>,
    ) -> Result<RunEnd, HearingError> {
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
        let mut parameters = self.parameters(options, threads);
        if !prompt.is_empty() {
            parameters.set_tokens(prompt);
        }
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

    fn parameters<'a>(&self, options: &RunOptions<'a>, threads: usize) -> FullParams<'a, 'a> {
        let strategy = match i32::try_from(options.beams).unwrap_or(1) {
            0 | 1 => SamplingStrategy::Greedy { best_of: 1 },
            beam_size => SamplingStrategy::BeamSearch {
                beam_size,
                patience: -1.0,
            },
        };
        let mut parameters = FullParams::new(strategy);
        parameters.set_n_threads(i32::try_from(threads).unwrap_or(1));
        parameters.set_language(Some(if self.context.is_multilingual() {
            options.language.unwrap_or("auto")
        } else {
            "en"
        }));
        parameters.set_no_context(true);
        parameters.set_no_timestamps(true);
        parameters.set_single_segment(true);
        // An immediate end is the right answer to silence; whisper's default forbids it.
        parameters.set_suppress_blank(false);
        // Repeated decoding at higher temperatures causes latency and hallucinations.
        parameters.set_temperature_inc(0.0);
        parameters.set_audio_ctx(i32::try_from(options.positions).unwrap_or(0));
        parameters.set_print_special(false);
        parameters.set_print_progress(false);
        parameters.set_print_realtime(false);
        parameters.set_print_timestamps(false);
        parameters
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
