//! The engine: receives events, takes a step, performs the effects.
//!
//! Owns the only clock, the channels and the stages' threads. Decides nothing: `conversation::step` does. Samples
//! live here, under the names that events and effects use for them.

mod aloud;
pub mod clock;
pub mod journal;
pub mod loading;
pub mod output;
pub mod progress;
pub mod stages;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::audio::Samples;
use crate::audio::level::Meter;
use crate::conversation::{
    Effect, Event, HangOver, History, Question, Stage, State, UtteranceId, Wake, WakeConfig, step,
};

use clock::Clock;
use journal::Journal;
use output::{Shelf, Utterances};
use progress::Progress;
use stages::listening::ListeningJob;
use stages::{HearingJob, MindJob, Parts, PlaybackJob, SpeakingJob, Stages};

/// Why the engine could not be started.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The system gave no thread.
    #[error("The system refuses another thread ({0}): close other programs or raise the limit of processes.")]
    Thread(#[from] std::io::Error),
}

/// A running conversation.
pub struct Engine {
    state: State,
    clock: Arc<Clock>,
    events: Receiver<Event>,
    sender: Sender<Event>,
    stages: Stages,
    shelf: Arc<Shelf>,
    utterances: Arc<Utterances>,
    meter: Arc<Meter>,
    journal: Option<Journal>,
    usual_language: Option<String>,
}

impl Engine {
    /// Starts a thread for each of the parts; models load in theirs, side by side. The clock may have run for the
    /// conversations before this one.
    pub fn start(parts: Parts, journal: Option<Journal>, clock: Arc<Clock>) -> Result<Self, EngineError> {
        let (sender, events) = channel();
        let shelf = Arc::new(Shelf::default());
        let utterances = Arc::new(Utterances::default());
        let meter = Arc::new(Meter::default());
        let stages = Stages::start(parts, &sender, &clock, &shelf, &utterances, &meter)?;
        Ok(Self {
            state: State::default(),
            clock,
            events,
            sender,
            stages,
            shelf,
            utterances,
            meter,
            journal,
            usual_language: None,
        })
    }

    /// Goes on from what was asked and answered before.
    pub fn set_history(&mut self, history: History) {
        self.state.history = history;
    }

    /// The language of questions that are typed, and of announcements; `None` where it is found in every utterance.
    pub fn set_language(&mut self, language: Option<String>) {
        self.usual_language = language;
    }

    /// A door through which a face or a signal handler sends events.
    pub fn sender(&self) -> Sender<Event> {
        self.sender.clone()
    }

    /// How loud the microphone is, to be drawn; it moves too often to be an event.
    pub fn meter(&self) -> Arc<Meter> {
        Arc::clone(&self.meter)
    }

    /// How far the mind has come.
    pub fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.stages.progress)
    }

    /// The state, to be drawn.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Sets the silence that ends a turn.
    pub fn set_hang_over(&mut self, hang_over: HangOver) {
        self.state.hang_over = hang_over;
    }

    /// Asks for a wake word before a spoken question.
    pub fn set_wake(&mut self, wake: WakeConfig) {
        self.state.wake = Some(Wake::new(wake));
    }

    /// Keeps a recording (mono, 16 kHz) and names it.
    pub fn keep(&mut self, utterance: Samples) -> UtteranceId {
        let id = self.utterances.next();
        self.utterances.put(id, utterance);
        id
    }

    /// Asks one question and runs until its turn has ended.
    pub fn ask(&mut self, question: Question) -> &State {
        // The engine holds a receiver itself, so the channel cannot be closed.
        let _ = self.sender.send(Event::Asked(question));
        let _ = self.sender.send(Event::Leaving);
        self.run(&mut |_, _| {});
        &self.state
    }

    /// Receive, record, step, perform, until the conversation is left. `face` sees the state after every event,
    /// and what is being done.
    pub fn run(&mut self, face: &mut dyn FnMut(&State, &[Effect])) {
        self.stages.wait_until_loaded();
        while let Ok(event) = self.events.recv() {
            let now = self.clock.now();
            if let Some(journal) = &mut self.journal {
                journal.record(now, &event);
            }
            let effects = step(&mut self.state, event, now);
            face(&self.state, &effects);
            for effect in effects {
                if effect == Effect::Leave {
                    return;
                }
                self.perform(effect);
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Transcribe { turn, utterance } => match self.utterances.take(utterance) {
                Some(samples) => self.stages.hearing.send(HearingJob::Turn { turn, samples }),
                None => self.fault(turn, Stage::Hearing, "The recording is gone: say it again."),
            },
            Effect::Overhear { utterance } => match self.utterances.copy(utterance) {
                Some(samples) => self
                    .stages
                    .hearing
                    .send(HearingJob::Overhear { utterance, samples }),
                None => self.overheard_nothing(utterance),
            },
            Effect::Think { turn, question } => {
                if self.state.turn.trial.is_none() {
                    self.stages.make_certain(turn);
                }
                let past = self.state.exchanges().to_vec();
                let language = self.language();
                self.stages.mind.send(MindJob {
                    turn,
                    question,
                    language,
                    past,
                });
            }
            Effect::StopThinking { turn } => self.stages.stop_thinking(turn),
            Effect::Speak { turn, text } => {
                // A language that is set has the voice that is set; one that was found has its own.
                let found = self.state.turn.language.clone();
                let language = found.filter(|_| self.usual_language.is_none());
                self.stages
                    .speaking
                    .send(SpeakingJob::Text { turn, text, language });
            }
            Effect::EndSpeech { turn } => self.stages.speaking.send(SpeakingJob::End { turn }),
            Effect::Play { turn, clause } => {
                if let Some(speech) = self.shelf.take(turn, clause) {
                    self.stages
                        .playback
                        .send(PlaybackJob::Play { turn, clause, speech });
                }
            }
            Effect::EndPlayback { turn } => self.stages.playback.send(PlaybackJob::End { turn }),
            Effect::HoldPlayback { on } => self.stages.playback.send(PlaybackJob::Hold(on)),
            Effect::StopSpeaking { turn } => self.stages.stop_speaking(turn),
            Effect::EndOfTurn { turn, utterance } => {
                self.stages.make_certain(turn);
                self.listening(ListeningJob::Taken(utterance));
            }
            Effect::Forget { utterance } => self.listening(ListeningJob::Taken(utterance)),
            Effect::Mute { on } => self.listening(ListeningJob::Mute(on)),
            Effect::Talk { held } => self.listening(ListeningJob::Talk(held)),
            Effect::TurnEnded { turn } | Effect::Dropped { turn } => self.shelf.clear(turn),
            Effect::Leave => {}
        }
    }

    /// The language of the turn: that of its words, else the one that is set.
    fn language(&self) -> Option<String> {
        self.state
            .turn
            .language
            .clone()
            .or_else(|| self.usual_language.clone())
    }

    fn listening(&self, job: ListeningJob) {
        if let Some(listening) = &self.stages.listening {
            listening.send(job);
        }
    }

    fn overheard_nothing(&self, utterance: UtteranceId) {
        let text = String::new();
        let _ = self.sender.send(Event::Overheard { utterance, text });
    }

    fn fault(&self, turn: crate::conversation::TurnId, stage: Stage, sentence: &str) {
        let _ = self.sender.send(Event::Fault {
            turn,
            stage,
            sentence: sentence.to_owned(),
        });
    }

    /// Ends the stages and hands back what was recorded of the replies, if that was asked for.
    pub fn finish(self) -> output::Recorded {
        self.stages.finish()
    }
}
