//! Speech to text.
//!
//! Owns how a recording is passed to the speech model: without the wake word, in pieces, its pauses shortened or its parts one
//! by one. Takes mono samples at 16 kHz; accepts only what [`guards`] accept. Does not open unchecked model files: the path must
//! have passed `models::validate::speech`.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::abort::ShouldEnd;
use super::certainty;
use super::config::HearingConfig;
use super::error::HearingError;
use super::guards;
use super::guards::{Evidence, Written};
use super::silero::Silero;
use super::wake_sound::WakeSound;
use super::whisper::Whisper;
use super::window::Window;
use super::{pauses, segmentation};
use crate::audio::{SampleRate, Samples, level};
use serde::Serialize;

/// Below this level (full scale = 0 dB), there is nothing to transcribe.
const SILENCE_DECIBELS: f32 = -62.0;

/// Parts between pauses are believed instead of the whole where their tokens' mean logarithmic probability is higher by this.
/// Measured on sentences with a pause in the middle, which are heard best whole, and on replies of several sentences.
const MORE_PROBABLE: f32 = 0.05;

/// A segment of a recording with its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// Seconds from the start of the recording.
    pub start: f64,
    /// Seconds from the start of the recording.
    pub end: f64,
    /// The words.
    pub text: String,
    /// The pauses between the words, in seconds from the start of the recording.
    #[serde(skip)]
    pub pauses: Vec<Range<f64>>,
}

/// A transcript.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Transcription {
    /// All words; empty if nothing was said.
    pub text: String,
    /// Language code.
    pub language: String,
    /// The segments that contain words.
    pub segments: Vec<Segment>,
    /// Geometric mean of the tokens' probabilities, 0 to 1; 0 if nothing was said.
    pub confidence: f32,
    /// Probability that all words are right, 0 to 1; 0 if nothing was said.
    pub certainty: f32,
    /// Whether the recorded wake word came first; it is not part of the text.
    #[serde(skip)]
    pub called: bool,
}

/// A loaded speech model.
pub struct Transcriber {
    whisper: Whisper,
    silero: Option<Silero>,
    wake: Option<WakeSound>,
    language: String,
}

impl Transcriber {
    /// Loads a model file that `models::validate::speech` has passed.
    /// `read` counts the bytes that are read.
    pub fn load(
        path: &Path,
        window: Window,
        config: &HearingConfig,
        read: &AtomicU64,
    ) -> Result<Self, HearingError> {
        Ok(Self {
            whisper: Whisper::load(path, window, config, read)?,
            silero: None,
            wake: None,
            language: config.language.clone(),
        })
    }

    /// Rejects utterances in which Silero's model finds no voice; the file must have passed
    /// `models::validate::voice_activity`.
    pub fn add_silero(&mut self, path: &Path) -> Result<(), HearingError> {
        self.silero = Some(Silero::load(path)?);
        Ok(())
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
        self.transcribe_telling(recording, &mut |_| ())
    }

    /// As [`transcribe`](Self::transcribe); tells now and then how much of the recording is done.
    pub fn transcribe_telling(
        &mut self,
        recording: &Samples,
        tell: &mut dyn FnMut(Duration),
    ) -> Result<Transcription, HearingError> {
        let heard = self.transcribe_pieces(recording, &|| false, tell)?;
        heard.ok_or_else(|| HearingError::Failed("it ended early".to_owned()))
    }

    /// As [`transcribe`](Self::transcribe); gives `None` within a step of the model once `should_end` says so.
    pub fn transcribe_unless(
        &mut self,
        recording: &Samples,
        should_end: &ShouldEnd<'_>,
    ) -> Result<Option<Transcription>, HearingError> {
        self.transcribe_pieces(recording, should_end, &mut |_| ())
    }

    fn transcribe_pieces(
        &mut self,
        recording: &Samples,
        should_end: &ShouldEnd<'_>,
        tell: &mut dyn FnMut(Duration),
    ) -> Result<Option<Transcription>, HearingError> {
        if recording.rate != SampleRate::SPEECH {
            return Err(HearingError::Failed(format!(
                "{} Hz instead of 16,000",
                recording.rate.0
            )));
        }
        let mut heard = Transcription {
            text: String::new(),
            language: self.language.clone(),
            segments: Vec::new(),
            confidence: 0.0,
            certainty: 0.0,
            called: false,
        };
        let end_of_call = self.wake.as_ref().and_then(|wake| wake.end(&recording.samples));
        heard.called = end_of_call.is_some();
        let samples_after = end_of_call.unwrap_or_default().min(recording.samples.len());
        let spoken = &recording.samples[samples_after..];
        let mut probabilities = Vec::new();
        let seconds = |position: usize| (samples_after + position) as f64 / f64::from(SampleRate::SPEECH.0);
        for piece in segmentation::pieces(spoken) {
            tell(Duration::from_secs_f64(seconds(piece.start)));
            let samples = &spoken[piece.clone()];
            if level::rms_dbfs(samples).0 < SILENCE_DECIBELS {
                continue;
            }
            if let Some(silero) = &mut self.silero
                && !silero.hears_a_voice(samples)?
            {
                continue;
            }
            let pauses = pauses::between_sounds(samples);
            let written = match self.whisper.window() {
                Window::Utterance => self.whole_or_parts(samples, &pauses, should_end)?,
                Window::Margin => self.whisper.transcribe(samples.to_vec(), should_end)?,
            };
            let Some(written) = written else {
                return Ok(None);
            };
            let Some(text) = accepted(&written) else { continue };
            heard.language = written.language;
            probabilities.push(written.evidence.mean_log_probability);
            heard.segments.push(Segment {
                start: seconds(piece.start),
                end: seconds(piece.end),
                text,
                pauses: pauses
                    .into_iter()
                    .map(|pause| seconds(piece.start + pause.start)..seconds(piece.start + pause.end))
                    .collect(),
            });
        }
        heard.text = heard
            .segments
            .iter()
            .map(|segment| segment.text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        if !probabilities.is_empty() {
            let mean = probabilities.iter().sum::<f32>() / probabilities.len() as f32;
            heard.confidence = mean.exp();
            heard.certainty = certainty::certainty(self.whisper.window(), mean);
        }
        Ok(Some(heard))
    }

    /// What the starter model hears, which was trained on single sentences without long pauses: the utterance with its pauses
    /// shortened, or the parts between them one by one, whichever is more probable.
    fn whole_or_parts(
        &mut self,
        samples: &[f32],
        pauses: &[Range<usize>],
        should_end: &ShouldEnd<'_>,
    ) -> Result<Option<Written>, HearingError> {
        let whole = self
            .whisper
            .transcribe(pauses::shortened(samples, pauses), should_end)?;
        let Some(whole) = whole else { return Ok(None) };
        let (mut texts, mut no_speech) = (Vec::new(), 0.0_f32);
        let (mut sum, mut letters) = (0.0_f32, 0.0_f32);
        for part in pauses::parts(samples.len(), pauses) {
            let Some(written) = self.whisper.transcribe(samples[part].to_vec(), should_end)? else {
                return Ok(None);
            };
            let Some(words) = accepted(&written) else {
                return Ok(Some(whole));
            };
            let length = words.len() as f32;
            sum += written.evidence.mean_log_probability * length;
            letters += length;
            no_speech = no_speech.max(written.evidence.no_speech);
            texts.push(words);
        }
        let mean_log_probability = sum / letters;
        // NaN without parts, which is not greater.
        let gain = mean_log_probability - whole.evidence.mean_log_probability;
        if gain > MORE_PROBABLE {
            let evidence = Evidence {
                no_speech,
                mean_log_probability,
            };
            return Ok(Some(Written {
                text: texts.join(" "),
                evidence,
                ..whole
            }));
        }
        Ok(Some(whole))
    }
}

/// The words that were written, if they are credible.
fn accepted(written: &Written) -> Option<String> {
    let words = guards::words(&written.text);
    let evidence = written.evidence;
    // What was said is private, also in the log.
    tracing::debug!(letters = written.text.len(), ?evidence, "transcribed");
    (!words.is_empty() && guards::believable(&words, evidence)).then_some(words)
}

/// Redirects the output of whisper.cpp and ggml from the terminal to the log.
pub fn log_quietly() {
    whisper_rs::install_logging_hooks();
}
