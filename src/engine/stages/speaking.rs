//! The thread that splits the reply into clauses and synthesises them.
//!
//! Every reply ends with one `SynthesisFinished`, whatever fails, so that a turn cannot hang on a voice.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::audio::level::SharedPace;
use crate::conversation::{ClauseId, Event, Milliseconds, Stage, TurnEvent, TurnId};
use crate::speaking::clauses::Clauses;
use crate::speaking::languages::Voices;
use crate::speaking::{Speech, reading};

use super::super::output::ClauseStore;
use super::worker::Worker;
use super::{Cancelled, Load, SpeakingJob, set_aside};

struct Speaker {
    voices: Option<Result<Voices, String>>,
    pace: SharedPace,
    events: Sender<Event>,
    clause_store: Arc<ClauseStore>,
    cancelled: Arc<Cancelled>,
    turn: TurnId,
    clauses: Clauses,
    next: u32,
    /// The language of the voice, if it is not the configured one's.
    language: Option<String>,
    /// The language of the text, if known.
    written: Option<String>,
    /// Whether the voice failed in this turn: the rest of the reply is only written.
    failed: bool,
}

pub(super) fn start(
    load: Option<Load<Voices>>,
    pace: SharedPace,
    events: Sender<Event>,
    clause_store: Arc<ClauseStore>,
    cancelled: Arc<Cancelled>,
) -> std::io::Result<Worker<SpeakingJob, ()>> {
    Worker::start("speaking", move |inbox| {
        let voices = load.map(|load| load.run(&mut set_aside(&events, Stage::Speaking)));
        inbox.loaded();
        let (turn, clauses) = (TurnId::default(), Clauses::default());
        let mut speaker = Speaker {
            voices,
            pace,
            events,
            clause_store,
            cancelled,
            turn,
            clauses,
            next: 0,
            language: None,
            written: None,
            failed: false,
        };
        for job in &inbox.jobs {
            match job {
                SpeakingJob::Text {
                    turn,
                    text,
                    language,
                    written,
                } => {
                    (speaker.language, speaker.written) = (language, written);
                    speaker.text(turn, &text);
                }
                SpeakingJob::End { turn } => speaker.end(turn),
            }
        }
    })
}

impl Speaker {
    fn text(&mut self, turn: TurnId, text: &str) {
        self.begin(turn);
        self.clauses
            .set_language(reading::language(text, self.written.as_deref()));
        for clause in self.clauses.push(text) {
            self.speak(&clause);
        }
    }

    fn end(&mut self, turn: TurnId) {
        self.begin(turn);
        if let Some(clause) = std::mem::take(&mut self.clauses).finish() {
            self.speak(&clause);
        }
        let _ = self.events.send(Event::Turn(turn, TurnEvent::SynthesisFinished));
    }

    fn begin(&mut self, turn: TurnId) {
        if turn != self.turn {
            (self.turn, self.clauses, self.next, self.failed) = (turn, Clauses::default(), 0, false);
        }
    }

    fn speak(&mut self, clause: &str) {
        let turn = self.turn;
        if self.failed || self.cancelled.includes(turn) {
            return;
        }
        let Some(voices) = &mut self.voices else { return };
        let words = reading::words(clause, reading::language(clause, self.written.as_deref()));
        if words.is_empty() {
            return;
        }
        let sound = match voices {
            Ok(voices) => voices
                .at_pace(self.pace.percent())
                .speech(&words, self.language.as_deref())
                .map_err(|error| error.to_string()),
            Err(sentence) => Err(sentence.clone()),
        };
        let event = match sound {
            Ok(mut speech) => {
                let id = ClauseId(self.next);
                if let (Speech::Sound(samples), ClauseId(0)) = (&mut speech, id) {
                    samples.trim_start();
                }
                let length = match &speech {
                    Speech::Sound(samples) => Milliseconds(samples.duration().as_secs_f64() * 1000.0),
                    Speech::Words(_) => Milliseconds::default(),
                };
                self.next += 1;
                self.clause_store.put(turn, id, speech);
                Event::Turn(
                    turn,
                    TurnEvent::Synthesised {
                        clause: id,
                        text: clause.to_owned(),
                        length,
                    },
                )
            }
            Err(sentence) => {
                self.failed = true;
                Event::Turn(
                    turn,
                    TurnEvent::Fault {
                        stage: Stage::Speaking,
                        sentence,
                    },
                )
            }
        };
        let _ = self.events.send(event);
    }
}
