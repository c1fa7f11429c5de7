//! The stages' threads: hearing, mind, speaking, playback.
//!
//! Owns one named thread and one bounded channel for each stage, loads each model in its stage's thread, and drops the work of
//! cancelled turns. Stages send events and know nothing of each other.

mod hearing;
pub mod listening;
mod mind;
mod playback;
mod speaking;
mod worker;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::audio::Samples;
use crate::audio::echo::PlaybackTap;
use crate::audio::level::Meter;
use crate::conversation::{ClauseId, Cue, DeviceEvent, Event, Exchange, Stage, TurnId, UtteranceId};
use crate::hearing::Transcriber;
use crate::mind::Mind;
use crate::speaking::Speech;
use crate::speaking::languages::Voices;

use super::EngineError;
use super::clock::Clock;
use super::loading::LoadMonitor;
pub use super::loading::{Load, PartKind, Tell};
use super::mind_progress::MindProgress;
use super::output::{ClauseStore, OutputConfig, Recorded, Utterances};
use listening::{ListeningConfig, ListeningThread};
use worker::Worker;

/// The parts of a conversation.
pub struct Parts {
    /// How to listen to the microphone; `None` without one.
    pub listening: Option<ListeningConfig>,
    /// Speech to text; `None` if every question is typed.
    pub hearing: Option<Load<Transcriber>>,
    /// Answers questions.
    pub mind: Load<Mind>,
    /// Text to speech; `None` if answers are only written.
    pub voice: Option<Load<Voices>>,
    /// The output of replies.
    pub output: OutputConfig,
}

impl Parts {
    /// Monitors of the loading of each part, in the order of a turn.
    pub fn watches(&self) -> Vec<LoadMonitor> {
        let hearing = self.hearing.as_ref().map(Load::watch);
        let voice = self.voice.as_ref().map(Load::watch);
        hearing
            .into_iter()
            .chain([self.mind.watch()])
            .chain(voice)
            .collect()
    }
}

/// An utterance (mono, 16 kHz) to be transcribed.
pub enum HearingJob {
    /// For a turn.
    Turn {
        /// Which turn.
        turn: TurnId,
        /// The sound.
        samples: Samples,
    },
    /// A partial transcript of an unfinished utterance; skipped when something else is waiting.
    Partial {
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
    /// The language of the answer (`de`), if known.
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
        /// The language of the voice (`de`), if it is not the configured voice's.
        language: Option<String>,
        /// The language of the text (`de`), if known.
        written: Option<String>,
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
        /// Its sound or words.
        speech: Speech,
    },
    /// Report when everything has been played.
    End {
        /// The turn that is complete.
        turn: TurnId,
    },
    /// Play a cue, unless something is being played.
    Cue(Cue),
    /// Hold or resume playback.
    Hold(bool),
    /// Stop at once.
    Stop,
}

/// The last cancelled turn. Turns count up, so this covers all earlier turns.
#[derive(Debug, Default)]
pub(super) struct Cancelled(AtomicU64);

impl Cancelled {
    pub(super) fn set(&self, turn: TurnId) {
        self.0.fetch_max(turn.0, Ordering::SeqCst);
    }

    pub(super) fn includes(&self, turn: TurnId) -> bool {
        turn.0 <= self.0.load(Ordering::SeqCst)
    }
}

/// The last committed turn: its person has finished speaking.
#[derive(Debug, Default)]
pub(super) struct Committed {
    last: Mutex<LastCommitted>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct LastCommitted {
    turn: u64,
    /// The turn that it replaces, until what that one did is taken back.
    replaced: Option<TurnId>,
}

impl Committed {
    pub(super) fn set(&self, turn: TurnId, replaced: Option<TurnId>) {
        let mut last = self.lock();
        last.turn = last.turn.max(turn.0);
        last.replaced = replaced.or(last.replaced);
        self.changed.notify_all();
    }

    /// The turn that a committed one replaces; told once.
    pub(super) fn take_replaced(&self) -> Option<TurnId> {
        self.lock().replaced.take()
    }

    fn lock(&self) -> MutexGuard<'_, LastCommitted> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        self.changed.notify_all();
    }

    /// Waits until the turn is committed (`true`) or cancelled (`false`).
    pub(super) fn wait(&self, turn: TurnId, cancelled: &Cancelled) -> bool {
        let mut last = self.lock();
        while last.turn < turn.0 && !cancelled.includes(turn) {
            // The timeout covers a notification between the two checks.
            let waited = self.changed.wait_timeout(last, Duration::from_millis(20));
            last = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        !cancelled.includes(turn)
    }
}

/// The running threads.
pub struct Stages {
    pub(super) listening: Option<ListeningThread>,
    pub(super) hearing: Worker<HearingJob, ()>,
    pub(super) mind: Worker<MindJob, ()>,
    pub(super) speaking: Worker<SpeakingJob, ()>,
    pub(super) playback: Worker<PlaybackJob, Recorded>,
    pub(super) progress: Arc<MindProgress>,
    thinking_cancelled: Arc<Cancelled>,
    speaking_cancelled: Arc<Cancelled>,
    committed: Arc<Committed>,
}

impl Stages {
    /// Starts the threads.
    pub(super) fn start(
        parts: Parts,
        events: &Sender<Event>,
        clock: &Arc<Clock>,
        clause_store: &Arc<ClauseStore>,
        utterances: &Arc<Utterances>,
        meter: &Arc<Meter>,
    ) -> Result<Self, EngineError> {
        let played = PlaybackTap::default();
        let committed = Arc::new(Committed::default());
        let progress = Arc::new(MindProgress::default());
        let thinking_cancelled = Arc::new(Cancelled::default());
        let speaking_cancelled = Arc::new(Cancelled::default());
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
            hearing: hearing::start(parts.hearing, events.clone(), Arc::clone(&thinking_cancelled))?,
            mind: mind::start(
                parts.mind,
                events.clone(),
                Arc::clone(clock),
                mind::TurnControl {
                    cancelled: Arc::clone(&thinking_cancelled),
                    committed: Arc::clone(&committed),
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
                Arc::clone(clause_store),
                Arc::clone(&speaking_cancelled),
            )?,
            playback: playback::start(
                parts.output,
                events.clone(),
                Arc::clone(&speaking_cancelled),
                played,
            )?,
            progress,
            thinking_cancelled,
            speaking_cancelled,
            committed,
        })
    }

    /// Returns when every stage has loaded its part, or failed to.
    pub(super) fn wait_until_loaded(&mut self) {
        self.hearing.wait_until_loaded();
        self.mind.wait_until_loaded();
        self.speaking.wait_until_loaded();
        self.playback.wait_until_loaded();
    }

    /// Commits a turn: its tools may run, and what the turn did that it replaces is taken back.
    pub(super) fn commit(&self, turn: TurnId, replaced: Option<TurnId>) {
        self.committed.set(turn, replaced);
    }

    pub(super) fn stop_thinking(&self, turn: TurnId) {
        self.thinking_cancelled.set(turn);
        // Wakes a tool call that waits for the commit.
        self.committed.wake();
    }

    pub(super) fn stop_speaking(&self, turn: TurnId) {
        self.speaking_cancelled.set(turn);
        self.playback.send(PlaybackJob::Stop);
    }

    /// Stops the threads in the order of a turn and returns the recording.
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
/// Tells the conversation what a stage has set aside while it was loaded.
fn set_aside(events: &Sender<Event>, stage: Stage) -> impl FnMut(String) {
    let events = events.clone();
    move |sentence| {
        tracing::warn!("{sentence}");
        let _ = events.send(Event::Device(DeviceEvent::Degraded { stage, sentence }));
    }
}
