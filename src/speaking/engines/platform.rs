//! The platform's own voices (speech-dispatcher on Linux) through the `tts` crate.
//!
//! They play by themselves and hand out no samples, so what they say cannot be recorded, faded, or taken out of what the
//! microphone hears. The library blocks on a server that is gone: it lives in a thread of its own, which is given up
//! together with the server. Owns that thread and knows how much is still to be said.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tts::{Backends, Tts, UtteranceId};

use crate::audio::Samples;
use crate::offline;

use super::super::{SpeakingConfig, SpeakingError, Speech, Voice};

/// A server that starts with its first client takes a moment.
const OPENING: Duration = Duration::from_secs(5);
/// Time that a clause may take, and more for each letter.
const TIMEOUT: Duration = Duration::from_secs(8);
const PATIENCE_PER_LETTER: Duration = Duration::from_millis(200);
/// Bytes of the server's output that are read and dropped.
const MAX_GREETING_LEN: u64 = 1 << 16;

/// What the thread is told.
enum Job {
    Say(String),
    Stop,
}

/// What the thread has said.
#[derive(Default)]
struct Progress {
    /// Clauses that the thread has not looked at.
    unsent: AtomicUsize,
    /// Clauses that the server has, and has not spoken to the end.
    sent: Mutex<VecDeque<UtteranceId>>,
    /// The server does not answer.
    gone: Mutex<Option<String>>,
}

impl Progress {
    fn sent(&self) -> MutexGuard<'_, VecDeque<UtteranceId>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server speaks in order: what came before is over as well.
    fn over(&self, utterance: UtteranceId) {
        let mut sent = self.sent();
        if let Some(at) = sent.iter().position(|other| *other == utterance) {
            sent.drain(..=at);
        }
    }

    fn fail(&self, reason: String) {
        *self.gone.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason);
    }
}

/// An open connection to the platform's voices.
pub struct Platform {
    jobs: Sender<Job>,
    progress: Arc<Progress>,
    /// How long it has been speaking, and how long it may.
    waited: Duration,
    patience: Duration,
}

impl Platform {
    /// Connects; the server is started if it is not running.
    pub fn open(config: &SpeakingConfig) -> Result<Self, SpeakingError> {
        let (jobs, inbox) = channel();
        let (opened, answer) = sync_channel(1);
        let progress = Arc::new(Progress::default());
        let (shared, pace) = (Arc::clone(&progress), config.pace());
        let name = config.platform_voice.clone();
        let thread = std::thread::Builder::new().name("platform-voice".to_owned());
        let started = thread.spawn(move || match connect(pace, name.as_deref(), &shared) {
            Ok(voice) => {
                let _ = opened.send(Ok(()));
                run(voice, &inbox, &shared);
            }
            Err(error) => {
                let _ = opened.send(Err(error));
            }
        });
        started.map_err(|error| SpeakingError::NoPlatformVoice(error.to_string()))?;
        answer
            .recv_timeout(OPENING)
            .map_err(|_| SpeakingError::NoPlatformVoice("it does not answer".to_owned()))??;
        Ok(Self {
            jobs,
            progress,
            waited: Duration::ZERO,
            patience: Duration::ZERO,
        })
    }

    /// Says a clause after those before it; returns at once.
    pub fn say(&mut self, clause: &str) {
        self.patience += TIMEOUT + PATIENCE_PER_LETTER * u32::try_from(clause.len()).unwrap_or(u32::MAX);
        self.progress.unsent.fetch_add(1, Ordering::SeqCst);
        // A thread that is gone has left its reason.
        let _ = self.jobs.send(Job::Say(plain(clause)));
    }

    /// Clauses that are still to be heard, the one that is being spoken counted.
    pub fn queued(&self) -> usize {
        self.progress.unsent.load(Ordering::SeqCst) + self.progress.sent().len()
    }

    /// Silence, now.
    pub fn stop(&mut self) {
        let _ = self.jobs.send(Job::Stop);
    }

    /// Whether it still speaks. To be asked again and again, `elapsed` after the last time.
    pub fn watch(&mut self, elapsed: Duration) -> Result<(), SpeakingError> {
        if self.queued() == 0 {
            (self.waited, self.patience) = (Duration::ZERO, Duration::ZERO);
        } else {
            self.waited += elapsed;
        }
        let gone = self
            .progress
            .gone
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match gone {
            Some(reason) => Err(SpeakingError::NoPlatformVoice(reason)),
            None if self.waited > self.patience => {
                Err(SpeakingError::NoPlatformVoice("it does not answer".to_owned()))
            }
            None => Ok(()),
        }
    }
}

fn connect(pace: f32, name: Option<&str>, progress: &Arc<Progress>) -> Result<Tts, SpeakingError> {
    let failed = |error: tts::Error| SpeakingError::NoPlatformVoice(error.to_string());
    let mut voice = opened().map_err(failed)?;
    for listen in [Tts::on_utterance_end, Tts::on_utterance_stop] {
        let progress = Arc::clone(progress);
        listen(&voice, Some(Box::new(move |utterance| progress.over(utterance)))).map_err(failed)?;
    }
    let rate = ((pace - 1.0) * 100.0).clamp(voice.min_rate(), voice.max_rate());
    voice.set_rate(rate).map_err(failed)?;
    if let Some(name) = name {
        let voices = voice.voices().map_err(failed)?;
        let found = voices
            .iter()
            .find(|voice| voice.name() == name || voice.id() == name)
            .ok_or_else(|| SpeakingError::NoPlatformVoice(format!("it has no voice '{name}'")))?;
        voice.set_voice(found).map_err(failed)?;
    }
    Ok(voice)
}

/// A connection to the server. Its library would start one itself, which is not allowed to it: the broker does so.
fn opened() -> Result<Tts, tts::Error> {
    Tts::new(Backends::SpeechDispatcher).or_else(|error| {
        let arguments = ["--spawn".to_owned()];
        let Ok(server) = offline::start(Path::new("speech-dispatcher"), &arguments, false) else {
            return Err(error);
        };
        // It is ready when its first process has ended and gone into the background.
        if let Err(error) = offline::read_within(&server.output, MAX_GREETING_LEN, TIMEOUT) {
            tracing::warn!(%error, "speech-dispatcher does not go into the background");
        }
        Tts::new(Backends::SpeechDispatcher)
    })
}

fn run(mut voice: Tts, jobs: &Receiver<Job>, progress: &Progress) {
    for job in jobs {
        let done = match job {
            Job::Say(clause) => {
                let said = voice.speak(clause, false);
                if let Ok(Some(utterance)) = &said {
                    progress.sent().push_back(*utterance);
                }
                progress.unsent.fetch_sub(1, Ordering::SeqCst);
                said.map(drop)
            }
            Job::Stop => {
                let stopped = voice.stop().map(drop);
                progress.sent().clear();
                stopped
            }
        };
        if let Err(error) = done {
            progress.fail(error.to_string());
            return;
        }
    }
}

/// The library panics on NUL, and a lone letter changes its settings.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    format!("{} ", text.trim())
}

/// Leaves the words for [`Platform`]: there are no samples.
pub struct Words;

impl Voice for Words {
    fn engine(&self) -> &'static str {
        "platform"
    }

    fn name(&self) -> &'static str {
        "speech-dispatcher"
    }

    fn synthesise(&mut self, _: &str) -> Result<Samples, SpeakingError> {
        Err(SpeakingError::NoSamples)
    }

    fn speech(&mut self, clause: &str) -> Result<Speech, SpeakingError> {
        Ok(Speech::Words(clause.to_owned()))
    }
}
