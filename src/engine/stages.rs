//! The stages' threads: hearing, mind, speaking, playback.
//!
//! Owns one named thread and one bounded channel for each, loads each stage's model in its own thread, and drops
//! the work of turns that are over. Stages send events and know nothing of each other.

mod hearing;
mod mind;
mod playback;
mod speaking;
mod worker;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use crate::audio::Samples;
use crate::conversation::{ClauseId, Event, Exchange, TurnId};
use crate::hearing::Transcriber;
use crate::mind::Mind;
use crate::speaking::Voice;

use super::EngineError;
use super::clock::Clock;
use super::output::{OutputConfig, Recorded, Shelf};
use worker::Worker;

/// Loads a part in the thread that will use it; the error is the sentence for the person.
pub type Load<T> = Box<dyn FnOnce() -> Result<T, String> + Send>;

/// What a conversation is made of.
pub struct Parts {
    /// Speech to text; `None` when every question is typed.
    pub hearing: Option<Load<Transcriber>>,
    /// Questions to answers.
    pub mind: Load<Mind>,
    /// Text to speech; `None` to answer in writing only.
    pub voice: Option<Load<Box<dyn Voice>>>,
    /// Where replies are heard.
    pub output: OutputConfig,
}

/// An utterance (mono, 16 kHz) to be turned into words.
pub struct HearingJob {
    /// The turn it is for.
    pub turn: TurnId,
    /// The sound.
    pub samples: Samples,
}

/// A question to be answered.
pub struct MindJob {
    /// The turn it is for.
    pub turn: TurnId,
    /// Its words.
    pub question: String,
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
        /// Its sound.
        samples: Samples,
    },
    /// Report when all was heard.
    End {
        /// The turn that is complete.
        turn: TurnId,
    },
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

/// The running threads.
pub struct Stages {
    pub(super) hearing: Worker<HearingJob, ()>,
    pub(super) mind: Worker<MindJob, ()>,
    pub(super) speaking: Worker<SpeakingJob, ()>,
    pub(super) playback: Worker<PlaybackJob, Recorded>,
    thinking_over: Arc<Over>,
    speaking_over: Arc<Over>,
}

impl Stages {
    /// Starts the four threads.
    pub(super) fn start(
        parts: Parts,
        events: &Sender<Event>,
        clock: &Arc<Clock>,
        shelf: &Arc<Shelf>,
    ) -> Result<Self, EngineError> {
        let thinking_over = Arc::new(Over::default());
        let speaking_over = Arc::new(Over::default());
        Ok(Self {
            hearing: hearing::start(parts.hearing, events.clone())?,
            mind: mind::start(
                parts.mind,
                events.clone(),
                Arc::clone(clock),
                Arc::clone(&thinking_over),
            )?,
            speaking: speaking::start(
                parts.voice,
                events.clone(),
                Arc::clone(shelf),
                Arc::clone(&speaking_over),
            )?,
            playback: playback::start(parts.output, events.clone(), Arc::clone(&speaking_over))?,
            thinking_over,
            speaking_over,
        })
    }

    /// Returns when every stage has loaded its part, or failed to.
    pub(super) fn wait_until_loaded(&mut self) {
        self.hearing.wait_until_loaded();
        self.mind.wait_until_loaded();
        self.speaking.wait_until_loaded();
        self.playback.wait_until_loaded();
    }

    pub(super) fn stop_thinking(&self, turn: TurnId) {
        self.thinking_over.set(turn);
    }

    pub(super) fn stop_speaking(&self, turn: TurnId) {
        self.speaking_over.set(turn);
        self.playback.send(PlaybackJob::Stop);
    }

    /// Ends the threads in the order of a turn and hands back what was recorded.
    pub(super) fn finish(self) -> Recorded {
        self.hearing.finish();
        self.mind.finish();
        self.speaking.finish();
        self.playback.finish().flatten()
    }
}
