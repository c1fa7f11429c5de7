//! The thread that plays clauses in order and tells when they are heard.
//!
//! Whatever happens, every reply ends with one `PlaybackFinished`, so that a turn cannot hang on a loudspeaker.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::time::Duration;

use crate::audio::echo::Played;
use crate::audio::playback::PlaybackError;
use crate::conversation::{Event, Stage, TurnId};

use super::super::output::{Output, OutputConfig, Recorded};
use super::worker::{Inbox, Worker};
use super::{Over, PlaybackJob};

/// How often the end of the sound is looked for.
const LOOK: Duration = Duration::from_millis(10);

pub(super) fn start(
    config: OutputConfig,
    events: Sender<Event>,
    over: Arc<Over>,
    played: Played,
) -> std::io::Result<Worker<PlaybackJob, Recorded>> {
    Worker::start("playback", move |inbox: Inbox<PlaybackJob>| {
        let opened = Output::open(&config, &played);
        inbox.loaded();
        let mut broken = opened.as_ref().err().map(PlaybackError::to_string);
        let mut output = opened.unwrap_or_else(|_| {
            let recording = OutputConfig {
                loudspeaker: false,
                ..config
            };
            Output::open(&recording, &played).unwrap_or_else(|_| Output::none())
        });
        let mut ending: Option<TurnId> = None;
        loop {
            // Nothing is looked for while nothing plays: an idle conversation costs nothing.
            let job = match ending {
                Some(_) => inbox.jobs.recv_timeout(LOOK),
                None => inbox.jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match job {
                Ok(PlaybackJob::Play { turn, .. }) if over.includes(turn) => {}
                Ok(PlaybackJob::Play {
                    turn,
                    clause,
                    samples,
                }) => {
                    if output.is_heard() {
                        let _ = events.send(Event::ClauseStarted { turn, clause });
                    }
                    if let Err(error) = output.play(&samples) {
                        broken = Some(error.to_string());
                    }
                    if let Some(sentence) = broken.take() {
                        let _ = events.send(Event::Fault {
                            turn,
                            stage: Stage::Playback,
                            sentence,
                        });
                    }
                }
                Ok(PlaybackJob::End { turn }) => ending = Some(turn),
                Ok(PlaybackJob::Stop) => {
                    output.stop();
                    ending = None;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return output.into_recording(),
            }
            if let Some(turn) = ending.filter(|_| output.queued().is_zero()) {
                ending = None;
                let _ = events.send(Event::PlaybackFinished { turn });
            }
        }
    })
}
