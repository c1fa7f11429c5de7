//! The engine: receives events, takes a step, performs the effects.
//!
//! Owns the only clock, the channels and the stages' threads. Decides nothing: `conversation::step` does. Holds the samples of the
//! utterances and clauses that events and effects name.

pub mod clock;
mod cues;
pub mod journal;
pub mod loading;
pub mod mind_progress;
pub mod output;
pub mod signals;
pub mod stages;
mod system_voice;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::audio::Samples;
use crate::audio::level::Meter;
use crate::conversation::{
    Beginning, ClockEvent, DeviceEvent, Effect, Event, Instant, Milliseconds, PersonEvent, Question,
    SpeechEvent, Stage, State, Turn, TurnEvent, TurnId, UtteranceId, step,
};

use clock::Clock;
use journal::{Journal, JournalError};
use mind_progress::MindProgress;
use output::{ClauseStore, Utterances};
use stages::listening::ListeningJob;
use stages::{HearingJob, MindJob, Parts, PlaybackJob, SpeakingJob, Stages};

/// Why the engine could not be started.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A thread could not be started.
    #[error("Cannot start another thread ({0}): close other programs or raise the limit of processes.")]
    Thread(#[from] std::io::Error),
}

/// Whether a conversation goes on after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Continuation {
    GoesOn,
    Left,
}

/// A running conversation.
pub struct Engine {
    state: State,
    clock: Arc<Clock>,
    events: Receiver<Event>,
    sender: Sender<Event>,
    stages: Stages,
    clause_store: Arc<ClauseStore>,
    utterances: Arc<Utterances>,
    meter: Arc<Meter>,
    journal: Option<Journal>,
    journal_lost: Option<JournalError>,
    usual_language: Option<String>,
    /// The answer that is awaited, and when to look at it again.
    watched: Option<(TurnId, Instant)>,
}

impl Engine {
    /// Starts a thread for each stage; each loads its model there, in parallel. The clock may have been started for an earlier
    /// conversation.
    pub fn start(parts: Parts, journal: Option<Journal>, clock: Arc<Clock>) -> Result<Self, EngineError> {
        let (sender, events) = channel();
        let clause_store = Arc::new(ClauseStore::default());
        let utterances = Arc::new(Utterances::default());
        let meter = Arc::new(Meter::default());
        let stages = Stages::start(parts, &sender, &clock, &clause_store, &utterances, &meter)?;
        Ok(Self {
            state: State::default(),
            clock,
            events,
            sender,
            stages,
            clause_store,
            utterances,
            meter,
            journal,
            journal_lost: None,
            usual_language: None,
            watched: None,
        })
    }

    /// Begins the conversation with these settings.
    pub fn begin(&mut self, beginning: Beginning) {
        self.advance(Event::Begins(Box::new(beginning)));
    }

    /// The language of typed questions and announcements; `None` if it is detected in every utterance.
    pub fn set_language(&mut self, language: Option<String>) {
        self.usual_language = language;
    }

    /// A sender of events, for faces and signal handlers.
    pub fn sender(&self) -> Sender<Event> {
        self.sender.clone()
    }

    /// The microphone's level meter; it changes too often for events.
    pub fn meter(&self) -> Arc<Meter> {
        Arc::clone(&self.meter)
    }

    /// The mind's step counter.
    pub fn progress(&self) -> Arc<MindProgress> {
        Arc::clone(&self.stages.progress)
    }

    /// The state of the conversation.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Stores a recording (mono, 16 kHz) and returns its id.
    pub fn store_recording(&mut self, utterance: Samples) -> UtteranceId {
        let id = self.utterances.next();
        self.utterances.put(id, utterance);
        id
    }

    /// Asks one question and runs until its turn has ended. `face` sees the state after every event.
    pub fn ask(&mut self, question: Question, face: &mut dyn FnMut(&State)) -> &State {
        // The engine holds a receiver itself, so the channel cannot be closed.
        let _ = self.sender.send(Event::Person(PersonEvent::Asked(question)));
        let _ = self.sender.send(Event::Person(PersonEvent::Leaving));
        self.run(&mut |state, _| face(state));
        &self.state
    }

    /// Asks one question and runs until its turn has ended; the conversation goes on. `None` when the conversation ended instead.
    pub fn converse(&mut self, question: Question, face: &mut dyn FnMut(&State)) -> Option<&Turn> {
        let before = self.state.ended.as_ref().map(|turn| turn.id);
        let _ = self.sender.send(Event::Person(PersonEvent::Asked(question)));
        self.stages.wait_until_loaded();
        self.run_turn(before, None, face)
    }

    /// Waits for a question from the microphone, and runs until its turn has ended; the conversation goes on. `None` when there was
    /// no such turn `within` this time, or the conversation ended instead.
    pub fn hear(&mut self, within: Duration, face: &mut dyn FnMut(&State)) -> Option<&Turn> {
        self.stages.wait_until_loaded();
        let before = self.state.ended.as_ref().map(|turn| turn.id);
        let deadline = self.clock.now() + Milliseconds(within.as_secs_f64() * 1000.0);
        self.run_turn(before, Some(deadline), face)
    }

    /// Runs until a turn with a question has ended after `before`.
    fn run_turn(
        &mut self,
        before: Option<TurnId>,
        deadline: Option<Instant>,
        face: &mut dyn FnMut(&State),
    ) -> Option<&Turn> {
        // A timer may ring meanwhile, in a turn of its own without a question.
        let is_answered = |turn: &Turn| Some(turn.id) > before && (turn.spoken || turn.question.is_some());
        while !self.state.ended.as_ref().is_some_and(is_answered) {
            if self.handle_event(deadline, &mut |state, _| face(state)) == Continuation::Left {
                return None;
            }
        }
        self.state.ended.as_ref()
    }

    /// Receives, records, steps and performs until the conversation ends. `face` sees the state after every event, and the
    /// effects.
    pub fn run(&mut self, face: &mut dyn FnMut(&State, &[Effect])) {
        self.stages.wait_until_loaded();
        while self.handle_event(None, face) == Continuation::GoesOn {}
    }

    /// Waits for the next event, no longer than until `deadline`, steps, and performs the effects.
    fn handle_event(
        &mut self,
        deadline: Option<Instant>,
        face: &mut dyn FnMut(&State, &[Effect]),
    ) -> Continuation {
        let Some(event) = self.next_event(deadline) else {
            return Continuation::Left;
        };
        let effects = self.advance(event);
        face(&self.state, &effects);
        for effect in effects {
            if effect == Effect::Leave {
                let ended = self.journal.as_mut().map(|journal| journal.end(&self.state));
                self.check_journal(ended);
                return Continuation::Left;
            }
            self.perform(effect);
        }
        Continuation::GoesOn
    }

    /// Waits for the next event, or until an awaited answer is to be looked at. `None` when no more can come, or `deadline` has passed.
    fn next_event(&mut self, deadline: Option<Instant>) -> Option<Event> {
        let watched = self
            .watched
            .filter(|(_, at)| deadline.is_none_or(|deadline| *at <= deadline));
        let Some(at) = watched.map(|(_, at)| at).or(deadline) else {
            return self.events.recv().ok();
        };
        let left = at.since(self.clock.now()).0 / 1000.0;
        match self.events.recv_timeout(Duration::from_secs_f64(left)) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => {
                let (turn, _) = watched?;
                self.watched = None;
                Some(Event::Clock(ClockEvent::AnswerAwaited { turn }))
            }
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Records and steps.
    fn advance(&mut self, event: Event) -> Vec<Effect> {
        let now = self.clock.now();
        let recorded = self.journal.as_mut().map(|journal| journal.record(now, &event));
        self.check_journal(recorded);
        step(&mut self.state, event, now)
    }

    /// Gives the journal up when it cannot be written: with a gap it could not be replayed.
    fn check_journal(&mut self, written: Option<Result<(), JournalError>>) {
        if let Some(Err(error)) = written {
            let sentence = error.to_string();
            tracing::error!("{sentence}");
            let _ = self.sender.send(Event::Device(DeviceEvent::Degraded {
                stage: Stage::Record,
                sentence,
            }));
            self.journal = None;
            self.journal_lost = Some(error);
        }
    }

    /// Whether the journal holds the whole conversation.
    ///
    /// # Errors
    /// Why it does not.
    pub fn journal_is_whole(&mut self) -> Result<(), JournalError> {
        self.journal_lost.take().map_or(Ok(()), Err)
    }

    fn transcribe(&mut self, turn: TurnId, samples: Option<Samples>) {
        match samples {
            Some(samples) => self.stages.hearing.send(HearingJob::Turn { turn, samples }),
            None => self.fault(turn, Stage::Hearing, "The recording was lost: say it again."),
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Transcribe { turn, utterance } => {
                self.transcribe(turn, self.utterances.copy(utterance));
            }
            Effect::TranscribeTogether { turn, first, second } => {
                let together = self.utterances.together(first, second);
                self.transcribe(turn, together.or_else(|| self.utterances.copy(second)));
            }
            Effect::TranscribePartial { utterance } => match self.utterances.copy(utterance) {
                Some(samples) => self
                    .stages
                    .hearing
                    .send(HearingJob::Partial { utterance, samples }),
                None => self.no_partial_transcript(utterance),
            },
            Effect::Think { turn, question } => {
                if self.state.turn.speculative.is_none() {
                    self.stages.commit(turn, None);
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
                // A configured language is spoken with the configured voice; a detected one with a voice of its own.
                let found = self.state.turn.language.clone();
                let language = found.filter(|_| self.usual_language.is_none());
                let written = self.language();
                self.stages.speaking.send(SpeakingJob::Text {
                    turn,
                    text,
                    language,
                    written,
                });
            }
            Effect::EndSpeech { turn } => self.stages.speaking.send(SpeakingJob::End { turn }),
            Effect::Play { turn, clause } => {
                if let Some(speech) = self.clause_store.take(turn, clause) {
                    self.stages
                        .playback
                        .send(PlaybackJob::Play { turn, clause, speech });
                }
            }
            Effect::EndPlayback { turn } => self.stages.playback.send(PlaybackJob::End { turn }),
            Effect::HoldPlayback { on } => self.stages.playback.send(PlaybackJob::Hold(on)),
            Effect::StopSpeaking { turn } => self.stages.stop_speaking(turn),
            Effect::EndOfTurn { turn, utterance } => {
                self.stages.commit(turn, self.state.turn.replaces);
                self.listening(ListeningJob::Taken(utterance));
            }
            Effect::Cue { cue } => self.stages.playback.send(PlaybackJob::Cue(cue)),
            Effect::WatchAnswer { turn, at } => self.watched = Some((turn, at)),
            Effect::Forget { utterance } => self.listening(ListeningJob::Taken(utterance)),
            Effect::Mute { on } => self.listening(ListeningJob::Mute(on)),
            Effect::Talk { held } => self.listening(ListeningJob::Talk(held)),
            Effect::TurnEnded { turn } | Effect::Dropped { turn } => self.clause_store.clear(turn),
            Effect::Leave => {}
        }
    }

    /// The language of the turn: the detected one, else the configured one.
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

    fn no_partial_transcript(&self, utterance: UtteranceId) {
        let text = String::new();
        let _ = self
            .sender
            .send(Event::Speech(utterance, SpeechEvent::PartialTranscript { text }));
    }

    fn fault(&self, turn: TurnId, stage: Stage, sentence: &str) {
        let _ = self.sender.send(Event::Turn(
            turn,
            TurnEvent::Fault {
                stage,
                sentence: sentence.to_owned(),
            },
        ));
    }

    /// Stops the stages and returns the recording of the replies, if there is one.
    pub fn finish(self) -> output::Recorded {
        self.stages.finish()
    }
}
