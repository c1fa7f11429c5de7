//! What other programs ask of a conversation, and the order in which it is done.
//!
//! Owns the rules: a request waits until there is no turn and nobody speaks; an urgent one ends the answer that is being given,
//! but never interrupts a person. How requests arrive is not known here.

use serde::{Deserialize, Serialize};

use super::turn::{begin, interrupt, notice, say};
use super::{Effect, Instant, NoticeText, Phase, Question, State, TurnId};

/// A request of another program; counts up from 1 within a conversation, 0 before the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RequestId(pub u64);

/// What another program wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RequestEvent {
    /// Something is to be announced: shown at once, said in a turn of all announcements that wait.
    Announce {
        /// What to say.
        text: String,
        /// Whether it ends the answer that is being given.
        urgent: bool,
    },
    /// A text is to be said, in a turn of its own.
    Say {
        /// What to say.
        text: String,
        /// Whether it ends the answer that is being given.
        urgent: bool,
    },
    /// A typed question is to be answered.
    Ask {
        /// The question.
        text: String,
        /// Whether it ends the answer that is being given.
        urgent: bool,
    },
    /// The microphone is to be muted or unmuted.
    Mute {
        /// Whether it is to be muted.
        on: bool,
    },
    /// The current answer is to end.
    Stop,
    /// Whoever made an earlier request is gone: it is dropped if it still waits.
    Withdraw {
        /// The earlier request.
        request: RequestId,
    },
}

/// The work of a request that waits for its turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestedTurn {
    /// Say this.
    Say(String),
    /// Answer this.
    Ask(String),
}

/// The requests of other programs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requests {
    /// The last request that has arrived.
    pub seen: RequestId,
    /// Those that wait for a turn, in their order.
    pub waiting: Vec<(RequestId, RequestedTurn)>,
    /// How many of the announcements that wait are urgent; they are the first ones.
    #[serde(default)]
    pub urgent: usize,
    /// The turn in which urgent announcements are said: no other request ends it.
    #[serde(default)]
    pub urgent_turn: Option<TurnId>,
}

impl Requests {
    fn wait(&mut self, request: RequestId, turn: RequestedTurn, urgent: bool) {
        let at = if urgent { 0 } else { self.waiting.len() };
        self.waiting.insert(at, (request, turn));
    }
}

/// Handles a request. What it wants to be said or answered is begun by [`begin_requested`].
pub(super) fn requested(
    state: &mut State,
    request: RequestId,
    event: RequestEvent,
    now: Instant,
) -> Vec<Effect> {
    state.requests.seen = request;
    match event {
        RequestEvent::Announce { text, urgent } => {
            notice(state, None, NoticeText::Sentence(text.clone()));
            let waiting = state.announcements.len();
            let at = if urgent {
                state.requests.urgent.min(waiting)
            } else {
                waiting
            };
            state.requests.urgent += usize::from(urgent);
            state.announcements.insert(at, text);
            make_way(state, urgent, now)
        }
        RequestEvent::Say { text, urgent } => {
            state.requests.wait(request, RequestedTurn::Say(text), urgent);
            make_way(state, urgent, now)
        }
        RequestEvent::Ask { text, urgent } => {
            state.requests.wait(request, RequestedTurn::Ask(text), urgent);
            make_way(state, urgent, now)
        }
        RequestEvent::Mute { on } => vec![Effect::Mute { on }],
        RequestEvent::Stop => interrupt(state, now),
        RequestEvent::Withdraw { request } => {
            state.requests.waiting.retain(|(waiting, _)| *waiting != request);
            Vec::new()
        }
    }
}

/// Ends the current answer for something urgent, unless somebody speaks.
fn make_way(state: &mut State, urgent: bool, now: Instant) -> Vec<Effect> {
    // What has just been said is still being transcribed: it is somebody's question.
    let is_asked = state.listening.is_busy() || state.is_speculative() || state.phase == Phase::Transcribing;
    let says_something_urgent = state.requests.urgent_turn == Some(state.turn.id);
    if !urgent || is_asked || says_something_urgent {
        return Vec::new();
    }
    interrupt(state, now)
}

/// Begins the turn of the request that has waited longest, if there is no other turn, nobody speaks, and the conversation goes on.
pub(super) fn begin_requested(state: &mut State, now: Instant) -> Vec<Effect> {
    let is_taken = state.phase != Phase::Idle || state.listening.is_busy() || state.leaving;
    if is_taken || state.requests.waiting.is_empty() {
        return Vec::new();
    }
    let (request, turn) = state.requests.waiting.remove(0);
    let effects = match turn {
        RequestedTurn::Ask(text) => begin(state, Question::Typed(text), now),
        RequestedTurn::Say(text) => say(state, text, now),
    };
    state.turn.request = Some(request);
    effects
}

#[cfg(test)]
mod tests {
    use super::super::{Event, Listening, PersonEvent, TurnEvent, UtteranceId, step};
    use super::*;

    const NOW: Instant = Instant(0.0);

    fn request(state: &mut State, number: u64, event: RequestEvent) -> Vec<Effect> {
        step(state, Event::Request(RequestId(number), event), NOW)
    }

    fn ask(text: &str, urgent: bool) -> RequestEvent {
        let text = text.to_owned();
        RequestEvent::Ask { text, urgent }
    }

    fn finish_playing(state: &mut State) -> Vec<Effect> {
        let turn = state.turn.id;
        step(state, Event::Turn(turn, TurnEvent::PlaybackFinished), NOW)
    }

    #[test]
    fn a_programs_question_waits_for_the_answer_that_is_given_and_names_its_turn() {
        let mut state = State::default();
        let question = Question::Typed("Mine?".into());
        step(&mut state, Event::Person(PersonEvent::Asked(question)), NOW);
        assert_eq!(request(&mut state, 1, ask("Theirs?", false)), []);
        assert_eq!(state.turn.request, None);
        let effects = finish_playing(&mut state);
        let (turn, question) = (TurnId(2), "Theirs?".to_owned());
        assert!(effects.contains(&Effect::Think { turn, question }), "{effects:?}");
        assert_eq!(state.turn.request, Some(RequestId(1)));
        finish_playing(&mut state);
        assert_eq!(state.ended.unwrap().request, Some(RequestId(1)));
    }

    #[test]
    fn an_urgent_request_ends_an_answer_but_waits_for_a_person_who_speaks() {
        let mut state = State::default();
        request(&mut state, 1, ask("First?", false));
        let say = RequestEvent::Say {
            text: "Fire!".into(),
            urgent: true,
        };
        let effects = request(&mut state, 2, say.clone());
        assert!(effects.contains(&Effect::StopThinking { turn: TurnId(1) }));
        assert_eq!(
            (state.turn.request, state.turn.id),
            (Some(RequestId(2)), TurnId(2))
        );
        finish_playing(&mut state);
        state.listening = Listening::Speech {
            utterance: UtteranceId(0),
        };
        assert_eq!(request(&mut state, 3, say), []);
        assert_eq!(state.requests.waiting.len(), 1);
    }

    #[test]
    fn a_withdrawn_request_is_not_answered() {
        let mut state = State::default();
        request(&mut state, 1, ask("First?", false));
        request(&mut state, 2, ask("Second?", false));
        let request_id = RequestId(2);
        request(&mut state, 3, RequestEvent::Withdraw { request: request_id });
        assert!(
            !finish_playing(&mut state)
                .iter()
                .any(|effect| matches!(effect, Effect::Think { .. }))
        );
        assert_eq!((state.phase, state.requests.seen), (Phase::Idle, RequestId(3)));
    }

    #[test]
    fn whoever_leaves_does_not_wait_for_the_turns_of_programs() {
        let mut state = State::default();
        request(&mut state, 1, ask("First?", false));
        request(&mut state, 2, ask("Second?", false));
        step(&mut state, Event::Person(PersonEvent::Interrupted), NOW);
        assert_eq!(state.turn.request, Some(RequestId(2)));
        let effects = step(&mut state, Event::Person(PersonEvent::Leaving), NOW);
        assert_eq!(effects.last(), Some(&Effect::Leave), "{effects:?}");
    }

    #[test]
    fn an_urgent_announcement_is_said_before_those_that_wait() {
        let mut state = State::default();
        request(&mut state, 1, ask("First?", false));
        let announce = |text: &str, urgent| RequestEvent::Announce {
            text: text.to_owned(),
            urgent,
        };
        request(&mut state, 2, announce("Later.", false));
        request(&mut state, 3, announce("Now!", true));
        assert_eq!(state.turn.reply, "Now! Later.");
    }

    #[test]
    fn urgent_announcements_are_said_in_the_order_of_their_arrival_and_none_is_cut_off() {
        let mut state = State::default();
        let announce = |text: &str, urgent| RequestEvent::Announce {
            text: text.to_owned(),
            urgent,
        };
        state.listening = Listening::Speech {
            utterance: UtteranceId(0),
        };
        request(&mut state, 1, announce("Later.", false));
        request(&mut state, 2, announce("One!", true));
        request(&mut state, 3, announce("Two!", true));
        state.listening = Listening::Waiting;
        request(&mut state, 4, announce("Three!", true));
        assert_eq!(state.turn.reply, "One! Two! Three! Later.");
        assert_eq!(request(&mut state, 5, announce("Four!", true)), []);
        finish_playing(&mut state);
        assert_eq!(state.turn.reply, "Four!");
        // A person still can.
        step(&mut state, Event::Person(PersonEvent::Interrupted), NOW);
        assert_eq!(state.phase, Phase::Idle);
    }
}
