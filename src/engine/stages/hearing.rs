//! The thread that transcribes utterances.
//!
//! A turn's utterance goes before a partial transcript, also before one that is being computed, which then ends.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use mynah_turn_end::{Evidence, TurnEnd};

use crate::audio::Samples;
use crate::conversation::{Event, SpeechEvent, Stage, TurnEvent, TurnId};
use crate::hearing::Transcriber;

use super::worker::Worker;
use super::{Cancelled, HearingJob, Load, set_aside};

pub(super) fn start(
    load: Option<Load<Transcriber>>,
    events: Sender<Event>,
    cancelled: Arc<Cancelled>,
) -> std::io::Result<Worker<HearingJob, ()>> {
    Worker::start("hearing", move |inbox| {
        let nothing = || Err("Speech recognition is not part of this command: type the question.".to_owned());
        let mut transcriber =
            load.map_or_else(nothing, |load| load.run(&mut set_aside(&events, Stage::Hearing)));
        let turn_end = TurnEnd::built_in();
        inbox.loaded();
        let queue = Queue::new(&inbox.jobs);
        while let Some(job) = queue.next() {
            let event = match job {
                HearingJob::Turn { turn, samples } => {
                    heard(&mut transcriber, &turn_end, turn, &samples, &cancelled)
                }
                HearingJob::Partial { utterance, samples } => Event::Speech(
                    utterance,
                    SpeechEvent::PartialTranscript {
                        text: partial(&mut transcriber, &samples, &queue),
                    },
                ),
            };
            let _ = events.send(event);
        }
    })
}

/// The jobs that wait.
struct Queue<'a> {
    jobs: &'a Receiver<HearingJob>,
    waiting: RefCell<VecDeque<HearingJob>>,
}

impl<'a> Queue<'a> {
    fn new(jobs: &'a Receiver<HearingJob>) -> Self {
        Self {
            jobs,
            waiting: RefCell::default(),
        }
    }

    /// Waits for the next job; `None` when no more can come.
    fn next(&self) -> Option<HearingJob> {
        let first = self.waiting.borrow_mut().pop_front();
        first.or_else(|| self.jobs.recv().ok())
    }

    fn is_empty(&self) -> bool {
        let mut waiting = self.waiting.borrow_mut();
        waiting.extend(self.jobs.try_iter());
        waiting.is_empty()
    }
}

/// A turn that has ended gives no words; its event is stale.
fn heard(
    transcriber: &mut Result<Transcriber, String>,
    turn_end: &TurnEnd,
    turn: TurnId,
    samples: &Samples,
    cancelled: &Cancelled,
) -> Event {
    let has_ended = || cancelled.includes(turn);
    let heard = match transcriber {
        Ok(transcriber) => transcriber
            .transcribe_unless(samples, &has_ended)
            .map_err(|error| error.to_string()),
        Err(sentence) => Err(sentence.clone()),
    };
    match heard {
        Ok(transcription) => {
            let transcription = transcription.unwrap_or_default();
            let is_said = !transcription.text.is_empty();
            let finished = is_said.then(|| {
                turn_end.probability(Evidence {
                    words: &transcription.text,
                    certainty: transcription.certainty,
                    sound: &samples.samples,
                })
            });
            Event::Turn(
                turn,
                TurnEvent::Transcribed {
                    text: transcription.text,
                    finished,
                    certainty: transcription.certainty,
                    called: transcription.called,
                    language: transcription.language,
                },
            )
        }
        Err(sentence) => Event::Turn(
            turn,
            TurnEvent::Fault {
                stage: Stage::Hearing,
                sentence,
            },
        ),
    }
}

/// Empty if something else waits. A failure here is reported when the whole utterance fails.
fn partial(transcriber: &mut Result<Transcriber, String>, samples: &Samples, queue: &Queue<'_>) -> String {
    let something_waits = || !queue.is_empty();
    if something_waits() {
        return String::new();
    }
    transcriber
        .as_mut()
        .ok()
        .and_then(|transcriber| transcriber.transcribe_unless(samples, &something_waits).ok())
        .flatten()
        .map(|transcription| transcription.text)
        .unwrap_or_default()
}
