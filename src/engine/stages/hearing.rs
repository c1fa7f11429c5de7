//! The thread that transcribes utterances.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;

use crate::audio::Samples;
use crate::conversation::{Event, Stage, TurnId};
use crate::hearing::Transcriber;

use super::worker::Worker;
use super::{HearingJob, Load};

pub(super) fn start(
    load: Option<Load<Transcriber>>,
    events: Sender<Event>,
) -> std::io::Result<Worker<HearingJob, ()>> {
    Worker::start("hearing", move |inbox| {
        let nothing = || Err("Speech recognition is not part of this command: type the question.".to_owned());
        let mut transcriber = load.map_or_else(nothing, Load::run);
        inbox.loaded();
        let mut waiting = VecDeque::new();
        loop {
            if waiting.is_empty() {
                let Ok(job) = inbox.jobs.recv() else { return };
                waiting.push_back(job);
            }
            waiting.extend(inbox.jobs.try_iter());
            let event = match waiting.pop_front() {
                Some(HearingJob::Turn { turn, samples }) => heard(&mut transcriber, turn, &samples),
                Some(HearingJob::Partial { utterance, samples }) => {
                    // A turn goes first.
                    let text = if waiting.is_empty() {
                        partial(&mut transcriber, &samples)
                    } else {
                        String::new()
                    };
                    Event::PartialTranscript { utterance, text }
                }
                None => continue,
            };
            let _ = events.send(event);
        }
    })
}

fn heard(transcriber: &mut Result<Transcriber, String>, turn: TurnId, samples: &Samples) -> Event {
    let heard = match transcriber {
        Ok(transcriber) => transcriber.transcribe(samples).map_err(|error| error.to_string()),
        Err(sentence) => Err(sentence.clone()),
    };
    match heard {
        Ok(transcription) => Event::Transcribed {
            turn,
            text: transcription.text,
            confidence: transcription.confidence,
            called: transcription.called,
            language: transcription.language,
        },
        Err(sentence) => Event::Fault {
            turn,
            stage: Stage::Hearing,
            sentence,
        },
    }
}

/// A failure here is reported when the whole utterance fails.
fn partial(transcriber: &mut Result<Transcriber, String>, samples: &Samples) -> String {
    transcriber
        .as_mut()
        .ok()
        .and_then(|transcriber| transcriber.transcribe(samples).ok())
        .map(|transcription| transcription.text)
        .unwrap_or_default()
}
