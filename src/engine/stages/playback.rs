//! The thread that plays clauses in order and reports when they are heard.
//!
//! Every reply ends with one `PlaybackFinished`, whatever fails, so that a turn cannot hang on a loudspeaker.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::time::Duration;

use crate::audio::echo::PlaybackTap;
use crate::conversation::{ClauseId, Event, Milliseconds, Stage, TurnEvent, TurnId};

use super::super::cues;
use super::super::output::{OutputConfig, OutputError, Recorded, ReplyOutput};
use super::worker::{Inbox, Worker};
use super::{Cancelled, PlaybackJob};

/// How often playback is checked.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// A queued clause that has not begun to play.
struct Upcoming {
    turn: TurnId,
    clause: ClauseId,
    /// Its own length: it begins when no more than this, plus the clauses after it, is left.
    length: Duration,
}

/// The first clause that has begun, given how much is still queued.
fn begun(upcoming: &mut VecDeque<Upcoming>, queued: Duration) -> Option<Upcoming> {
    let left: Duration = upcoming.iter().map(|clause| clause.length).sum();
    if queued <= left {
        upcoming.pop_front()
    } else {
        None
    }
}

pub(super) fn start(
    config: OutputConfig,
    events: Sender<Event>,
    cancelled: Arc<Cancelled>,
    played: PlaybackTap,
) -> std::io::Result<Worker<PlaybackJob, Recorded>> {
    Worker::start("playback", move |inbox: Inbox<PlaybackJob>| {
        let mut output = ReplyOutput::open(&config, &played);
        inbox.loaded();
        let mut broken: Option<OutputError> = None;
        let (mut current, mut ending) = (TurnId::default(), None::<TurnId>);
        let mut upcoming: VecDeque<Upcoming> = VecDeque::new();
        loop {
            // Nothing is polled while nothing plays: an idle conversation costs nothing.
            let job = if ending.is_some() || !upcoming.is_empty() {
                inbox.jobs.recv_timeout(POLL_INTERVAL)
            } else {
                inbox.jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match job {
                Ok(PlaybackJob::Play { turn, .. }) if cancelled.includes(turn) => {}
                Ok(PlaybackJob::Play { turn, clause, speech }) => {
                    if std::mem::replace(&mut current, turn) != turn {
                        output.try_again();
                    }
                    let ahead = output.queued();
                    broken = output.play(&speech).err();
                    if broken.is_none() && output.is_heard() {
                        upcoming.push_back(Upcoming {
                            turn,
                            clause,
                            length: output.queued().saturating_sub(ahead),
                        });
                    }
                }
                Ok(PlaybackJob::End { turn }) => (ending, current) = (Some(turn), turn),
                Ok(PlaybackJob::Stop) => {
                    output.stop();
                    upcoming.clear();
                    ending = None;
                }
                Ok(PlaybackJob::Hold(on)) => output.hold(on),
                Ok(PlaybackJob::Cue(cue)) => output.cue(&cues::sound(cue)),
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(error) = output.watch(POLL_INTERVAL) {
                        upcoming.clear();
                        broken = Some(error);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return output.into_recording(),
            }
            if let Some(error) = broken.take() {
                let _ = events.send(Event::Turn(
                    current,
                    TurnEvent::Fault {
                        stage: Stage::Playback,
                        sentence: error.to_string(),
                    },
                ));
            }
            while let Some(next) = begun(&mut upcoming, output.queued()) {
                let _ = events.send(Event::Turn(
                    next.turn,
                    TurnEvent::ClauseStarted {
                        clause: next.clause,
                        latency: Milliseconds(output.latency().as_secs_f64() * 1000.0),
                    },
                ));
            }
            if let Some(turn) = ending.filter(|_| output.queued().is_zero()) {
                ending = None;
                let _ = events.send(Event::Turn(turn, TurnEvent::PlaybackFinished));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_begins_when_what_is_before_it_has_been_heard() {
        let clause = |number, milliseconds| Upcoming {
            turn: TurnId(1),
            clause: ClauseId(number),
            length: Duration::from_millis(milliseconds),
        };
        let mut upcoming = VecDeque::from([clause(0, 900), clause(1, 500)]);
        let mut begins =
            |queued| begun(&mut upcoming, Duration::from_millis(queued)).map(|next| next.clause.0);
        assert_eq!(begins(1_450), None);
        assert_eq!(begins(1_400), Some(0));
        assert_eq!(begins(1_399), None);
        assert_eq!(begins(501), None);
        assert_eq!(begins(500), Some(1));
        assert_eq!(begins(0), None);
    }
}
