//! The thread that finds answers, and tells when timers run out.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::time::Duration;

use crate::conversation::{Event, Exchange, Milliseconds, Source, Stage, TokenUse, ToolUse};
use crate::language::Flow;
use crate::mind::{Answered, Mind, Past, Thought};

use super::super::clock::Clock;
use super::super::progress::Progress;
use super::worker::{Inbox, Worker};
use super::{Certain, Load, MindJob, Over};

/// How exactly timers ring.
const TICK: Duration = Duration::from_millis(250);

pub(super) fn start(
    load: Load<Mind>,
    events: Sender<Event>,
    clock: Arc<Clock>,
    over: Arc<Over>,
    certain: Arc<Certain>,
    progress: Arc<Progress>,
) -> std::io::Result<Worker<MindJob, ()>> {
    Worker::start("mind", move |inbox: Inbox<MindJob>| {
        let mut mind = load.run();
        inbox.loaded();
        loop {
            match inbox.jobs.recv_timeout(TICK) {
                Ok(job) if over.includes(job.turn) => {}
                Ok(job) => {
                    let turn = job.turn;
                    let answered = match &mut mind {
                        Ok(mind) => answer(mind, job, &events, &clock, (&over, &certain), &progress),
                        Err(sentence) => Err(sentence.clone()),
                    };
                    let _ = events.send(answered.unwrap_or_else(|sentence| Event::Fault {
                        turn,
                        stage: Stage::Mind,
                        sentence,
                    }));
                }
                Err(RecvTimeoutError::Timeout) => {
                    let due = mind
                        .as_mut()
                        .map(|mind| mind.due(&Clock::time_of_day()))
                        .unwrap_or_default();
                    for announcement in due {
                        let _ = events.send(Event::TimerDue { announcement });
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
    events: &Sender<Event>,
    clock: &Clock,
    (over, certain): (&Over, &Certain),
    progress: &Progress,
) -> Result<Event, String> {
    let turn = job.turn;
    let past: Vec<Past> = job.past.into_iter().map(past).collect();
    let mut first_token = None;
    let answered = mind
        .answer(
            &job.question,
            job.language.as_deref(),
            &past,
            &Clock::time_of_day(),
            &mut |thought| {
                progress.step();
                if thought == Thought::ToolCall {
                    // What a tool does cannot be undone, so it waits until the person has really finished.
                    return if certain.wait(turn, over) {
                        Flow::Continue
                    } else {
                        Flow::Stop
                    };
                }
                let event = match thought {
                    Thought::FirstToken => {
                        first_token = Some(clock.now());
                        Some(Event::FirstToken { turn })
                    }
                    Thought::Piece("") | Thought::Reading | Thought::ToolCall => None,
                    Thought::Piece(text) => Some(Event::ReplyPiece {
                        turn,
                        text: text.to_owned(),
                    }),
                };
                if let Some(event) = event {
                    let _ = events.send(event);
                }
                if over.includes(turn) {
                    Flow::Stop
                } else {
                    Flow::Continue
                }
            },
        )
        .map_err(|error| error.to_string())?;
    let tokens = token_use(&answered, first_token, clock.now());
    Ok(Event::ReplyFinished {
        turn,
        text: answered.text,
        facts: answered.facts,
        sources: answered
            .sources
            .into_iter()
            .map(|source| Source {
                file: source.file,
                heading: source.heading,
            })
            .collect(),
        tool: answered.tool.map(|run| ToolUse {
            name: run.name,
            arguments: run.arguments,
            result: run.result,
        }),
        tokens,
    })
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

/// Decoding speed is measured from the first token on, so that reading the prompt does not blur it.
fn token_use(answered: &Answered, first_token: Option<Milliseconds>, end: Milliseconds) -> TokenUse {
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
