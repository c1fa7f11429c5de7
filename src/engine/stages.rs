//! The stages' threads: hearing, mind, speaking, playback.
//!
//! Owns one named thread and one bounded channel for each, loads each stage's model in its own thread, and drops
//! the work of turns that are over. Stages send events and know nothing of each other.

mod hearing;
pub mod listening;
mod mind;
mod playback;
mod speaking;
mod worker;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::audio::Samples;
use crate::audio::echo::Played;
use crate::audio::level::Meter;
use crate::conversation::{ClauseId, Event, Exchange, TurnId, UtteranceId};
use crate::hearing::Transcriber;
use crate::mind::Mind;
use crate::speaking::Speech;
use crate::speaking::languages::Voices;

use super::EngineError;
use super::clock::Clock;
use super::loading::Watch;
pub use super::loading::{Load, PartKind};
use super::output::{OutputConfig, Recorded, Shelf, Utterances};
use super::progress::Progress;
use listening::{ListeningConfig, ListeningThread};
use worker::Worker;

/// What a conversation is made of.
pub struct Parts {
    /// How to listen to the microphone; `None` when nobody does.
    pub listening: Option<ListeningConfig>,
    /// Speech to text; `None` when every question is typed.
    pub hearing: Option<Load<Transcriber>>,
    /// Questions to answers.
    pub mind: Load<Mind>,
    /// Text to speech; `None` to answer in writing only.
    pub voice: Option<Load<Voices>>,
    /// Where replies are heard.
    pub output: OutputConfig,
}

impl Parts {
    /// A view of how far each is loaded, in the order of a turn.
    pub fn watches(&self) -> Vec<Watch> {
        let hearing = self.hearing.as_ref().map(Load::watch);
        let voice = self.voice.as_ref().map(Load::watch);
        hearing
            .into_iter()
            .chain([self.mind.watch()])
            .chain(voice)
            .collect()
    }
}

/// An utterance (mono, 16 kHz) to be turned into words.
pub enum HearingJob {
    /// For a turn.
    Turn {
        /// Which turn.
        turn: TurnId,
        /// The sound.
        samples: Samples,
    },
    /// While it is still being said; left out when something else is waiting.
    Overhear {
        /// Which utterance.
        utterance: UtteranceId,
        /// The sound so far.
        samples: Samples,
    },
}

/// A question to be answered.
pub struct MindJob {
    /// The turn it is for.
    pub turn: TurnId,
    /// Its words.
    pub question: String,
    /// The language of the answer (`de`), where it is known.
    pub language: Option<String>,
    /// The exchanges before it.
    pub past: Vec<Exchange>,
}

/// Text to be spoken.
pub enum SpeakingJob {
    /// More text.
    Text {
        /// The turn it is for.
        turn: TurnId,
        /// The text.
        text: String,
        /// Its language (`de`), where it is known.
        language: Option<String>,
    },
    /// No more text.
    End {
        /// The turn that is complete.
        turn: TurnId,
    },
}

/// Sound to be played.
pub enum PlaybackJob {
    /// Queue a clause.
    Play {
        /// The turn it is for.
        turn: TurnId,
        /// Which clause.
        clause: ClauseId,
        /// What is to be heard.
        speech: Speech,
    },
    /// Report when all was heard.
    End {
        /// The turn that is complete.
        turn: TurnId,
    },
    /// Silence for a moment, or on from there.
    Hold(bool),
    /// Silence, now.
    Stop,
}

/// The last turn whose work is to be dropped. Turns count up, so one number says it for all before it.
#[derive(Debug, Default)]
pub(super) struct Over(AtomicU64);

impl Over {
    pub(super) fn set(&self, turn: TurnId) {
        self.0.fetch_max(turn.0, Ordering::SeqCst);
    }

    pub(super) fn includes(&self, turn: TurnId) -> bool {
        turn.0 <= self.0.load(Ordering::SeqCst)
    }
}

/// The last turn that is certain: its person has finished speaking.
#[derive(Debug, Default)]
pub(super) struct Certain {
    turn: Mutex<u64>,
    changed: Condvar,
}

impl Certain {
    pub(super) fn set(&self, turn: TurnId) {
        let mut last = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        *last = (*last).max(turn.0);
        self.changed.notify_all();
    }

    fn wake(&self) {
        self.changed.notify_all();
    }

    /// Waits until the turn is certain, and says so, or until it is over.
    pub(super) fn wait(&self, turn: TurnId, over: &Over) -> bool {
        let mut last = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        while *last < turn.0 && !over.includes(turn) {
            // The time is a net for a wake-up that came between the two questions.
            let waited = self.changed.wait_timeout(last, Duration::from_millis(20));
            last = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        !over.includes(turn)
    }
}

/// The running threads.
pub struct Stages {
    pub(super) listening: Option<ListeningThread>,
    pub(super) hearing: Worker<HearingJob, ()>,
    pub(super) mind: Worker<MindJob, ()>,
    pub(super) speaking: Worker<SpeakingJob, ()>,
    pub(super) playback: Worker<PlaybackJob, Recorded>,
    pub(super) progress: Arc<Progress>,
    thinking_over: Arc<Over>,
    speaking_over: Arc<Over>,
    certain: Arc<Certain>,
}

impl Stages {
    /// Starts the four threads.
    pub(super) fn start(
        parts: Parts,
        events: &Sender<Event>,
        clock: &Arc<Clock>,
        shelf: &Arc<Shelf>,
        utterances: &Arc<Utterances>,
        meter: &Arc<Meter>,
    ) -> Result<Self, EngineError> {
        let played = Played::default();
        let certain = Arc::new(Certain::default());
        let progress = Arc::new(Progress::default());
        let thinking_over = Arc::new(Over::default());
        let speaking_over = Arc::new(Over::default());
        let listening = parts
            .listening
            .map(|config| {
                ListeningThread::start(
                    config,
                    events.clone(),
                    Arc::clone(utterances),
                    Arc::clone(meter),
                    played.clone(),
                )
            })
            .transpose()?;
        Ok(Self {
            listening,
            hearing: hearing::start(parts.hearing, events.clone())?,
            mind: mind::start(
                parts.mind,
                events.clone(),
                Arc::clone(clock),
                mind::Watched {
                    over: Arc::clone(&thinking_over),
                    certain: Arc::clone(&certain),
                    progress: Arc::clone(&progress),
                },
                parts.voice.is_some().then(|| mind::Controls {
                    volume: parts.output.volume.clone(),
                    pace: parts.output.pace.clone(),
                }),
            )?,
            speaking: speaking::start(
                parts.voice,
                parts.output.pace.clone(),
                events.clone(),
                Arc::clone(shelf),
                Arc::clone(&speaking_over),
            )?,
            playback: playback::start(parts.output, events.clone(), Arc::clone(&speaking_over), played)?,
            progress,
            thinking_over,
            speaking_over,
            certain,
        })
    }

    /// Returns when every stage has loaded its part, or failed to.
    pub(super) fn wait_until_loaded(&mut self) {
        self.hearing.wait_until_loaded();
        self.mind.wait_until_loaded();
        self.speaking.wait_until_loaded();
        self.playback.wait_until_loaded();
    }

    /// The person has finished: tools of the turn may run.
    pub(super) fn make_certain(&self, turn: TurnId) {
        self.certain.set(turn);
    }

    pub(super) fn stop_thinking(&self, turn: TurnId) {
        self.thinking_over.set(turn);
        // Whoever waits for certainty is to look up.
        self.certain.wake();
    }

    pub(super) fn stop_speaking(&self, turn: TurnId) {
        self.speaking_over.set(turn);
        self.playback.send(PlaybackJob::Stop);
    }

    /// Ends the threads in the order of a turn and hands back what was recorded.
    pub(super) fn finish(self) -> Recorded {
        if let Some(listening) = self.listening {
            listening.finish();
        }
        self.hearing.finish();
        self.mind.finish();
        self.speaking.finish();
        self.playback.finish().flatten()
    }
}
