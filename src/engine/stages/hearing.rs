//! The thread that turns utterances into words.

use std::sync::mpsc::Sender;

use crate::conversation::{Event, Stage};
use crate::hearing::Transcriber;

use super::worker::Worker;
use super::{HearingJob, Load};

pub(super) fn start(
    load: Option<Load<Transcriber>>,
    events: Sender<Event>,
) -> std::io::Result<Worker<HearingJob, ()>> {
    Worker::start("hearing", move |inbox| {
        let nothing = || Err("Speech recognition is not part of this command: type the question.".to_owned());
        let mut transcriber = load.map_or_else(nothing, |load| load());
        inbox.loaded();
        for HearingJob { turn, samples } in &inbox.jobs {
            let heard = match &mut transcriber {
                Ok(transcriber) => transcriber
                    .transcribe(&samples)
                    .map_err(|error| error.to_string()),
                Err(sentence) => Err(sentence.clone()),
            };
            let event = match heard {
                Ok(transcription) => Event::Transcribed {
                    turn,
                    text: transcription.text,
                    confidence: transcription.confidence,
                },
                Err(sentence) => Event::Fault {
                    turn,
                    stage: Stage::Hearing,
                    sentence,
                },
            };
            let _ = events.send(event);
        }
    })
}
