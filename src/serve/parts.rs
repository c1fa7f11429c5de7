//! Hearing, mind and voice, each loaded once, on a thread of its own, and used by all clients.
//!
//! Owns the queues of what is waiting: each bounded, answered in order of arrival, and each answer awaited for a bounded time. What
//! nobody waits for any more is left out. A client asks one thing at a time, so none can fill a queue.

mod held;
mod histories;
mod workers;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::{ServeConfig, ServeError};
use crate::assembly;
use crate::audio::Samples;
use crate::audio::level::SharedVolume;
use crate::config::Settings;
use crate::engine::output::OutputConfig;
use crate::hearing::Transcription;
use crate::hearing::languages::LANGUAGES;
use crate::models::Kind;
use crate::speaking::VoiceEngine;
use crate::speaking::clauses::Clauses;
use crate::speaking::engines::espeak;
use crate::speaking::reading;
pub(super) use held::{HeldSamples, TooManyHeld};
pub(super) use histories::Asker;
use workers::{HearingRequest, MindRequest, VoiceRequest};

/// Requests that wait for one part; with more clients than that, the last ones are told so.
const MAX_WAITING: usize = 64;
/// A question is answered, a clause spoken and a short recording transcribed within this time.
const PATIENCE: Duration = Duration::from_secs(120);
/// The longest text that is spoken, in bytes; about a quarter of an hour.
pub(super) const MAX_SPOKEN_LEN: usize = 20_000;
/// The longest question, in bytes.
pub(super) const MAX_QUESTION_LEN: usize = 8_000;
/// The longest recording: as for `mynah transcribe`.
pub(super) const MAX_RECORDING: Duration = Duration::from_secs(30 * 60);

/// Why a request got no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PartError {
    /// Too many wait.
    #[error("{MAX_WAITING} requests wait for {0} already: try again later.")]
    Busy(&'static str),
    /// It takes too long.
    #[error(
        "There was no answer from {part} within {seconds} seconds: ask for less at once, or use a smaller model."
    )]
    Late {
        /// Which part.
        part: &'static str,
        /// How long it was awaited.
        seconds: u64,
    },
    /// Its thread is gone.
    #[error(
        "The thread of {0} has stopped, which is a bug in mynah: start mynah again; the log has the details."
    )]
    Ended(&'static str),
    /// The part's own sentence.
    #[error("{0}")]
    Failed(String),
}

impl PartError {
    /// For programs.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Busy(_) => "busy",
            Self::Late { .. } => "late",
            Self::Ended(_) => "ended",
            Self::Failed(_) => "failed",
        }
    }
}

/// What was answered to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ServedAnswer {
    /// The text.
    pub(super) text: String,
    /// Whether nothing was known, or the policy does not want it answered.
    pub(super) refused: bool,
}

/// A question, and what it may refer to.
#[derive(Debug)]
pub(super) struct ServedQuestion {
    /// Whose it is.
    pub(super) asker: Asker,
    /// Its words.
    pub(super) text: String,
    /// The questions and answers before it; `None`: those of the asker.
    pub(super) past: Option<Vec<(String, String)>>,
}

/// What is offered, by name.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    /// The speech model, and the languages that it is to recognise.
    pub(super) speech: (String, Vec<String>),
    /// The language model.
    pub(super) language: String,
    /// The languages of questions.
    pub(super) languages: Vec<String>,
    /// Each voice and its language, the configured one first.
    pub(super) voices: Vec<(String, String)>,
}

/// A voice that was asked for and is not there.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("There is no voice \"{0}\": leave it out, or use one of those that are listed.")]
pub(super) struct UnknownVoice(String);

/// The parts.
pub(super) struct ServedParts {
    hearing: SyncSender<HearingRequest>,
    mind: SyncSender<MindRequest>,
    voice: SyncSender<VoiceRequest>,
    /// Samples of all recordings that are in memory.
    held: Arc<AtomicUsize>,
    offer: Offer,
    /// The language of texts without one.
    language: Option<String>,
}

impl ServedParts {
    /// Starts the threads, which load the models; requests wait for that.
    pub(super) fn start(config: &ServeConfig) -> Result<Self, ServeError> {
        let mut settings = config.settings.clone();
        if settings.speaking.engine == VoiceEngine::Platform {
            // That voice plays by itself and gives no samples.
            settings.speaking.engine = VoiceEngine::EspeakNg;
        }
        let offer = Offer::of(&settings);
        let language = settings.spoken_language().map(str::to_owned);
        let output = OutputConfig {
            loudspeaker: true,
            device: settings.playback.device.clone(),
            volume: SharedVolume::new(settings.playback.volume),
            voice: settings.speaking.clone(),
            ..OutputConfig::default()
        };
        Ok(Self {
            hearing: workers::hearing(assembly::hearing(&settings)?, config.tell)?,
            voice: workers::voice(assembly::voice(&settings), output)?,
            mind: workers::mind(settings, config.tell)?,
            held: Arc::new(AtomicUsize::new(0)),
            offer,
            language,
        })
    }

    /// What is offered.
    pub(super) fn offer(&self) -> &Offer {
        &self.offer
    }

    /// Counts the samples of a new recording.
    pub(super) fn held(&self) -> HeldSamples {
        HeldSamples::none(&self.held)
    }

    /// The words of a recording: mono, 16 kHz.
    pub(super) async fn transcribe(
        &self,
        recording: Samples,
        held: HeldSamples,
    ) -> Result<Transcription, PartError> {
        let patience = PATIENCE + recording.duration();
        let (reply, answer) = oneshot::channel();
        let request = HearingRequest {
            recording,
            held,
            reply,
        };
        awaited(
            "the speech model",
            patience,
            self.hearing.try_send(request),
            answer,
        )
        .await
    }

    /// The sound of a clause.
    pub(super) async fn sound(&self, words: String, language: Option<String>) -> Result<Samples, PartError> {
        let (reply, answer) = oneshot::channel();
        let request = VoiceRequest::Sound {
            words,
            language,
            reply,
        };
        awaited("the voice", PATIENCE, self.voice.try_send(request), answer).await
    }

    /// Says clauses through the loudspeaker.
    pub(super) async fn say(&self, clauses: Vec<String>) -> Result<(), PartError> {
        // Slow speech takes a tenth of a second for each byte.
        let patience =
            PATIENCE + Duration::from_millis(100) * u32::try_from(total(&clauses)).unwrap_or(u32::MAX);
        let (reply, answer) = oneshot::channel();
        let request = VoiceRequest::Aloud { clauses, reply };
        awaited("the voice", patience, self.voice.try_send(request), answer).await
    }

    /// The answer to a question.
    pub(super) async fn answer(&self, question: ServedQuestion) -> Result<ServedAnswer, PartError> {
        let (reply, answer) = oneshot::channel();
        let request = MindRequest { question, reply };
        awaited("the mind", PATIENCE, self.mind.try_send(request), answer).await
    }

    /// The language of a voice, by its name or a language: `None` is the configured voice, also for a language that is not offered.
    pub(super) fn voice_language(
        &self,
        name: Option<&str>,
        language: Option<&str>,
    ) -> Result<Option<String>, UnknownVoice> {
        match (name, language) {
            (Some(name), _) => {
                let mut voices = self.offer.voices.iter().enumerate();
                let found = voices.find(|(_, (known, _))| known == name);
                let (index, (_, language)) = found.ok_or_else(|| UnknownVoice(shortened(name)))?;
                Ok((index > 0).then(|| language.clone()))
            }
            (None, Some(language)) => Ok(self.offer.language(language)),
            (None, None) => Ok(None),
        }
    }

    /// The clauses of a text as they are spoken; empty if it holds no words.
    pub(super) fn clauses(&self, text: &str, language: Option<&str>) -> Vec<String> {
        let written = language.or(self.language.as_deref());
        let words = reading::words(text, reading::language(text, written));
        let mut clauses = Clauses::default();
        let mut all = clauses.push(&words);
        all.extend(clauses.finish());
        all.retain(|clause| clause.chars().any(char::is_alphanumeric));
        all
    }
}

impl Offer {
    /// The offered language that a tag such as `de-AT` or `de_AT` means.
    fn language(&self, tag: &str) -> Option<String> {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let mut languages = self.voices.iter().map(|(_, language)| language);
        languages
            .find(|language| primary(language) == primary(tag))
            .cloned()
    }

    fn of(settings: &Settings) -> Self {
        let name = |kind| {
            let found = assembly::find(settings, kind);
            found.map_or_else(|_| "none".to_owned(), |found| assembly::name(&found.path))
        };
        let heard = assembly::language(settings);
        let all = || LANGUAGES.iter().map(|(code, _)| (*code).to_owned()).collect();
        let own = settings.spoken_language().unwrap_or("en").to_owned();
        let mut voices = vec![(assembly::voice_label(settings), own)];
        for (tag, _) in espeak::voices(&settings.speaking.program) {
            let language = tag.split('-').next().unwrap_or_default().to_owned();
            if voices.iter().all(|(_, known)| *known != language) {
                voices.push((format!("espeak-ng:{language}"), language));
            }
        }
        Self {
            speech: (
                name(Kind::Speech),
                heard.clone().map_or_else(all, |code| vec![code]),
            ),
            language: name(Kind::Language),
            languages: heard.map_or_else(all, |code| vec![code]),
            voices,
        }
    }
}

/// Bytes of all clauses.
fn total(clauses: &[String]) -> usize {
    clauses.iter().map(String::len).sum()
}

/// The beginning of what a client sent, for a sentence about it.
pub(super) fn shortened(text: &str) -> String {
    mynah_files::brief(text, 60)
}

async fn awaited<R, T>(
    part: &'static str,
    patience: Duration,
    sent: Result<(), TrySendError<R>>,
    answer: oneshot::Receiver<Result<T, String>>,
) -> Result<T, PartError> {
    match sent {
        Ok(()) => {}
        Err(TrySendError::Full(_)) => return Err(PartError::Busy(part)),
        Err(TrySendError::Disconnected(_)) => return Err(PartError::Ended(part)),
    }
    match timeout(patience, answer).await {
        Ok(Ok(answer)) => answer.map_err(PartError::Failed),
        Ok(Err(_)) => Err(PartError::Ended(part)),
        Err(_) => Err(PartError::Late {
            part,
            seconds: patience.as_secs(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_a_voice_means_the_configured_voice() {
        let offer = Offer {
            speech: (String::new(), Vec::new()),
            language: String::new(),
            languages: Vec::new(),
            voices: vec![
                ("own".to_owned(), "en".to_owned()),
                ("espeak-ng:de".to_owned(), "de".to_owned()),
            ],
        };
        for (tag, expected) in [
            ("de", Some("de")),
            ("de-AT", Some("de")),
            ("DE_ch", Some("de")),
            ("en-US", Some("en")),
            ("d", None),
            ("", None),
            ("xx-1", None),
        ] {
            assert_eq!(offer.language(tag).as_deref(), expected, "{tag}");
        }
    }
}
