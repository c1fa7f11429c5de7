//! The thread that answers questions and reports timers that are due.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::time::Duration;

use crate::audio::level::{SharedPace, SharedVolume, Volume};
use crate::conversation::{
    Citation, ClockEvent, Event, Exchange, Instant, PersonEvent, Stage, TokenUse, ToolUse, TurnEvent, TurnId,
};
use crate::language::Flow;
use crate::mind::{Answered, Effect, Mind, Past, Skills, Thought};

use super::super::clock::{Clock, WallClock};
use super::super::mind_progress::MindProgress;
use super::worker::{Inbox, Worker};
use super::{Cancelled, Committed, Load, MindJob, set_aside};

/// The resolution of timers.
const TICK: Duration = Duration::from_millis(250);

/// Shared state of the turn that is being answered.
pub(super) struct TurnControl {
    /// Cancelled turns.
    pub cancelled: Arc<Cancelled>,
    /// Committed turns.
    pub committed: Arc<Committed>,
    /// The step counter.
    pub progress: Arc<MindProgress>,
}

/// What "louder" and "slower" change.
pub(super) struct Controls {
    /// How loud the voice is.
    pub volume: SharedVolume,
    /// How fast it speaks.
    pub pace: SharedPace,
}

/// The step of "louder", in percent.
const VOLUME_STEP: u8 = 15;

impl Controls {
    fn volume(&self) -> mynah_intents::VolumeState {
        mynah_intents::VolumeState {
            percent: self.volume.volume().into(),
            step: VOLUME_STEP,
        }
    }

    fn perform(&self, effect: Effect, events: &Sender<Event>) {
        let percent = u8::from(self.volume.volume());
        let turn = |percent: u8| {
            if let Ok(volume) = Volume::try_from(percent.min(100)) {
                self.volume.set(volume);
            }
        };
        match effect {
            Effect::Louder => turn(percent.saturating_add(VOLUME_STEP)),
            Effect::Quieter => turn(percent.saturating_sub(VOLUME_STEP)),
            Effect::Volume(percent) => turn(percent),
            Effect::Slower => {
                self.pace.slower();
            }
            Effect::Faster => {
                self.pace.faster();
            }
            Effect::MorePatience | Effect::LessPatience => {
                let more = effect == Effect::MorePatience;
                let _ = events.send(Event::Person(PersonEvent::Patience { more }));
            }
            // The reply, the interruption or the skills have done it.
            Effect::RepeatReply | Effect::StopSpeaking | Effect::SwitchLanguage(_) | Effect::StateChanged => {
            }
        }
    }
}

/// The last turn that changed something, and how that is taken back.
struct Done<'a> {
    turn: Option<TurnId>,
    skills: Option<Skills>,
    committed: &'a Committed,
}

impl<'a> Done<'a> {
    fn new(skills: Option<Skills>, committed: &'a Committed) -> Self {
        Self {
            turn: None,
            skills,
            committed,
        }
    }

    /// The person went on speaking after the answer: its timer was only the first half.
    fn take_back_what_was_replaced(&mut self) {
        let replaced = self.committed.take_replaced();
        if let Some(skills) = &self.skills
            && replaced.is_some()
            && replaced == self.turn
        {
            skills.take_back();
            self.turn = None;
        }
    }
}

pub(super) fn start(
    load: Load<Mind>,
    events: Sender<Event>,
    clock: Arc<Clock>,
    control: TurnControl,
    controls: Option<Controls>,
) -> std::io::Result<Worker<MindJob, ()>> {
    Worker::start("mind", move |inbox: Inbox<MindJob>| {
        let mut wall_clock = WallClock::watch();
        let mut mind = load.run(&mut set_aside(&events, Stage::Mind));
        inbox.loaded();
        let mut done = Done::new(
            mind.as_ref().ok().map(|mind| mind.skills().clone()),
            &control.committed,
        );
        loop {
            let job = inbox.jobs.recv_timeout(TICK);
            done.take_back_what_was_replaced();
            if let (Some(by), Ok(mind)) = (wall_clock.jump(), &mind) {
                tracing::info!(milliseconds = by, "the clock was set: timers go on as before");
                mind.skills().clock_was_set(by);
            }
            match job {
                Ok(job) if control.cancelled.includes(job.turn) => {}
                Ok(job) => {
                    let turn = job.turn;
                    let answered = match &mut mind {
                        Ok(mind) => answer(
                            mind,
                            job,
                            (&events, &clock),
                            &control,
                            controls.as_ref(),
                            &mut done,
                        ),
                        Err(sentence) => Err(sentence.clone()),
                    };
                    let _ = events.send(answered.unwrap_or_else(|sentence| {
                        Event::Turn(
                            turn,
                            TurnEvent::Fault {
                                stage: Stage::Mind,
                                sentence,
                            },
                        )
                    }));
                }
                Err(RecvTimeoutError::Timeout) => {
                    let due = mind
                        .as_mut()
                        .map(|mind| mind.tick(&Clock::time_of_day()))
                        .unwrap_or_default();
                    for announcement in due {
                        let _ = events.send(Event::Clock(ClockEvent::TimerDue { announcement }));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    })
}

fn answer(
    mind: &mut Mind,
    job: MindJob,
    (events, clock): (&Sender<Event>, &Clock),
    control: &TurnControl,
    controls: Option<&Controls>,
    done: &mut Done<'_>,
) -> Result<Event, String> {
    let TurnControl {
        cancelled,
        committed,
        progress,
    } = control;
    let turn = job.turn;
    let past: Vec<Past> = job.past.into_iter().map(past).collect();
    let mut first_token = None;
    let answered = mind
        .answer(
            &job.question,
            job.language.as_deref(),
            &past,
            (&Clock::time_of_day(), controls.map(Controls::volume)),
            &mut |thought| {
                progress.step();
                if thought == Thought::ToolCall {
                    // A tool cannot be undone, so it waits until the turn is committed.
                    return if committed.wait(turn, cancelled) {
                        done.take_back_what_was_replaced();
                        Flow::Continue
                    } else {
                        Flow::Stop
                    };
                }
                let event = match thought {
                    Thought::FirstToken => {
                        first_token = Some(clock.now());
                        Some(Event::Turn(turn, TurnEvent::FirstToken))
                    }
                    Thought::Piece("") | Thought::Reading | Thought::ToolCall => None,
                    Thought::Piece(text) => Some(Event::Turn(
                        turn,
                        TurnEvent::ReplyPiece {
                            text: text.to_owned(),
                        },
                    )),
                };
                if let Some(event) = event {
                    let _ = events.send(event);
                }
                if cancelled.includes(turn) {
                    Flow::Stop
                } else {
                    Flow::Continue
                }
            },
        )
        .map_err(|error| error.to_string())?;
    if let Some(controls) = controls {
        answered
            .effects
            .iter()
            .for_each(|effect| controls.perform(*effect, events));
    }
    if answered.effects.contains(&Effect::StateChanged) {
        done.turn = Some(turn);
    }
    let tokens = token_use(&answered, first_token, clock.now());
    let refused = answered.is_refused();
    Ok(Event::Turn(
        turn,
        TurnEvent::ReplyFinished {
            text: answered.text,
            facts: answered.facts,
            sources: answered
                .sources
                .into_iter()
                .map(|source| Citation {
                    file: source.file,
                    heading: source.heading,
                })
                .collect(),
            tool: answered.tool.map(|run| ToolUse {
                name: run.name,
                arguments: run.arguments,
                result: run.result,
            }),
            refused,
            tokens,
        },
    ))
}

fn past(exchange: Exchange) -> Past {
    Past {
        question: exchange.question,
        facts: exchange.facts,
        reply: exchange.answer.text,
        tool: exchange
            .answer
            .tool
            .map(|tool| (tool.name, tool.arguments.into_iter().collect())),
    }
}

/// Decoding speed is measured from the first token on, so that it does not include the prefill.
fn token_use(answered: &Answered, first_token: Option<Instant>, end: Instant) -> TokenUse {
    let generated = answered.tokens.generated;
    let seconds = first_token.map_or(0.0, |first| end.since(first).0 / 1000.0);
    let per_second = if generated > 1 && seconds > 0.0 {
        (generated - 1) as f64 / seconds
    } else {
        0.0
    };
    TokenUse {
        prompt: answered.tokens.prompt,
        reused: answered.tokens.reused,
        generated,
        per_second,
        dropped_turns: answered.dropped_turns,
    }
}
