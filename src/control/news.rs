//! What the control thread learns of the conversation.
//!
//! Owns the bounded channel between them, and what of a new state is news. The conversation never waits for the control thread:
//! if that falls behind, news is lost, and it is told so.

use tokio::sync::mpsc::Sender;

use super::turn_outcome::TurnOutcome;
use crate::conversation::{Effect, Listening, Phase, RequestId, Stage, State, Timeline, Turn, Weight};
use crate::wording;

/// News that waits for the control thread.
pub(super) const QUEUE: usize = 1_024;

/// A turn that has ended.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TurnTold {
    /// Its number.
    pub number: u64,
    /// The request that it answers.
    pub request: Option<RequestId>,
    /// The question; `None` if a text was said.
    pub question: Option<String>,
    /// The answer, as far as it was given.
    pub reply: String,
    /// Whether the question was spoken.
    pub spoken: bool,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// The sentence of a fault that ended it.
    pub failed: Option<String>,
    /// How it ended; `None` if nothing was heard.
    pub outcome: Option<TurnOutcome>,
    /// Whether the person has understood what was announced.
    pub acknowledges: bool,
    /// Its times.
    pub timeline: Timeline,
}

/// News.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Told {
    /// How far the conversation is with requests.
    Progress {
        /// The last request that has arrived.
        seen: RequestId,
        /// Announcements and requests that wait.
        waiting: usize,
    },
    /// A phase has begun.
    Phase {
        /// The turn's number.
        turn: u64,
        /// The phase.
        phase: &'static str,
    },
    /// What the microphone hears.
    Listening(&'static str),
    /// A question is known.
    Transcript {
        /// The turn's number.
        turn: u64,
        /// The question.
        text: String,
        /// Whether it was spoken.
        spoken: bool,
    },
    /// A turn has ended.
    Turn(Box<TurnTold>),
    /// What was taken for speech held no words for the machine.
    Ignored,
    /// Something failed.
    Fault {
        /// Where.
        stage: Stage,
        /// A sentence for people.
        sentence: String,
    },
    /// News was lost.
    Lost,
}

/// Tells news; keeps what was told.
#[derive(Debug)]
pub(super) struct Teller {
    news: Sender<Told>,
    progress: Option<(RequestId, usize)>,
    phase: Option<(u64, &'static str)>,
    listening: Option<&'static str>,
    transcribed: u64,
    notices: (u64, usize),
    has_lost: bool,
}

impl Teller {
    pub(super) fn new(news: Sender<Told>) -> Self {
        Self {
            news,
            progress: None,
            phase: None,
            listening: None,
            transcribed: 0,
            notices: (0, 0),
            has_lost: false,
        }
    }

    /// Tells what is new in a state after these effects.
    pub(super) fn tell(&mut self, state: &State, effects: &[Effect]) {
        self.faults(state);
        if let (true, Some(turn)) = (Effect::end_a_turn(effects), &state.ended) {
            self.send(Told::Turn(Box::new(ended(turn))));
        }
        if effects
            .iter()
            .any(|effect| matches!(effect, Effect::Forget { .. }))
        {
            self.send(Told::Ignored);
        }
        let turn = state.turn.id.0;
        // A speculative turn leaves no trace.
        if !state.is_speculative() {
            let question = state.turn.question.as_deref().unwrap_or_default();
            if self.transcribed < turn && !question.is_empty() {
                self.transcribed = turn;
                let (text, spoken) = (question.to_owned(), state.turn.spoken);
                self.send(Told::Transcript { turn, text, spoken });
            }
        }
        let phase = phase(state);
        let is_new = |(before, was): (u64, &str)| was != phase || phase != IDLE && before != turn;
        if self.phase.is_none_or(is_new) {
            self.phase = Some((turn, phase));
            self.send(Told::Phase { turn, phase });
        }
        let listening = listening(state.listening);
        if self.listening != Some(listening) {
            self.listening = Some(listening);
            self.send(Told::Listening(listening));
        }
        let waiting = state.announcements.len() + state.requests.waiting.len();
        let seen = state.requests.seen;
        if self.progress != Some((seen, waiting)) {
            self.progress = Some((seen, waiting));
            self.send(Told::Progress { seen, waiting });
        }
    }

    fn faults(&mut self, state: &State) {
        let turn = state.turn.id.0;
        if self.notices.0 != turn {
            self.notices = (turn, 0);
        }
        let new = state.notices.iter().skip(self.notices.1);
        let faults: Vec<(Stage, String)> = new
            .filter(|notice| notice.weight == Weight::Fault)
            .filter_map(|notice| Some((notice.stage?, wording::in_english(&notice.text).into_owned())))
            .collect();
        self.notices.1 = state.notices.len();
        for (stage, sentence) in faults {
            self.send(Told::Fault { stage, sentence });
        }
    }

    fn send(&mut self, told: Told) {
        if self.has_lost && self.news.try_send(Told::Lost).is_ok() {
            self.has_lost = false;
            // Whatever was lost may have been one of these.
            self.progress = None;
        }
        self.has_lost |= self.news.try_send(told).is_err();
    }
}

const IDLE: &str = "idle";
/// The tool of "stop" in any words.
const STOP: &str = "stop";
/// What else acknowledges an announcement, in the languages that skills know.
const ACKNOWLEDGED: [&str; 3] = ["acknowledged", "принято", "收到"];

/// The phase, for programs; a speculative turn is none.
fn phase(state: &State) -> &'static str {
    match state.phase {
        Phase::Idle => IDLE,
        _ if state.is_speculative() => IDLE,
        Phase::Transcribing => "transcribing",
        Phase::Thinking => "thinking",
        Phase::Speaking { .. } => "speaking",
    }
}

fn listening(listening: Listening) -> &'static str {
    match listening {
        Listening::Off => "off",
        Listening::Waiting => "waiting",
        Listening::Speech { .. } => "speech",
        Listening::Paused { .. } => "paused",
    }
}

fn ended(turn: &Turn) -> TurnTold {
    TurnTold {
        number: turn.id.0,
        request: turn.request,
        question: turn.question.clone(),
        reply: turn.reply.clone(),
        spoken: turn.spoken,
        interrupted: turn.interrupted,
        failed: turn.failed.clone(),
        outcome: TurnOutcome::of(turn),
        acknowledges: acknowledges(turn),
        timeline: turn.timeline.clone(),
    }
}

/// Whether a question is "stop" or "acknowledged".
fn acknowledges(turn: &Turn) -> bool {
    let stops = turn.tool.as_ref().is_some_and(|tool| tool.name == STOP);
    let words = turn.question.as_deref().unwrap_or_default();
    let words = words.trim_matches(|letter: char| !letter.is_alphanumeric());
    // Another program acknowledges by a request of its own, where it may.
    turn.request.is_none() && (stops || ACKNOWLEDGED.contains(&words.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::{Receiver, channel};

    use super::*;
    use crate::conversation::{Event, Instant, PersonEvent, Question, TurnEvent, step};

    fn all(news: &mut Receiver<Told>) -> Vec<Told> {
        std::iter::from_fn(|| news.try_recv().ok()).collect()
    }

    #[test]
    fn a_turn_is_told_from_its_question_to_its_end_and_nothing_twice() {
        let (sender, mut news) = channel(QUEUE);
        let mut teller = Teller::new(sender);
        let mut state = State::default();
        let question = Event::Person(PersonEvent::Asked(Question::Typed("Why?".into())));
        let now = Instant(0.0);
        let effects = step(&mut state, question, now);
        teller.tell(&state, &effects);
        teller.tell(&state, &[]);
        let effects = step(
            &mut state,
            Event::Turn(crate::conversation::TurnId(1), TurnEvent::PlaybackFinished),
            now,
        );
        teller.tell(&state, &effects);
        let told = all(&mut news);
        assert!(matches!(&told[0], Told::Transcript { turn: 1, text, spoken: false } if text == "Why?"));
        let phase = |turn, phase| Told::Phase { turn, phase };
        assert_eq!(told[1], phase(1, "thinking"));
        assert!(
            matches!(&told[4], Told::Turn(turn) if turn.number == 1),
            "{told:?}"
        );
        assert_eq!(told[5], phase(1, "idle"));
        assert_eq!(told.len(), 6);
    }

    #[test]
    fn an_announcement_is_acknowledged_in_every_language_and_by_nothing_else() {
        let asked = |question: &str| {
            acknowledges(&Turn {
                question: Some(question.to_owned()),
                ..Turn::default()
            })
        };
        for words in ["Acknowledged.", "Принято!", "收到。"] {
            assert!(asked(words), "{words}");
        }
        assert!(!asked("Okay.") && !asked("Have you acknowledged it?") && !acknowledges(&Turn::default()));
    }

    #[test]
    fn a_full_channel_loses_news_says_so_and_delays_nobody() {
        let (sender, mut news) = channel(2);
        let mut teller = Teller::new(sender);
        teller.tell(&State::default(), &[]);
        assert_eq!(all(&mut news).len(), 2);
        let muted = State {
            listening: Listening::Waiting,
            ..State::default()
        };
        teller.tell(&muted, &[]);
        let told = all(&mut news);
        assert_eq!(told[0], Told::Lost);
    }
}
