//! Tests of a visit's policy, second by second.

use super::*;
use crate::conversation::{Clause, ClauseId, Milliseconds, TurnId, UtteranceId};

fn at(seconds: f64) -> Instant {
    Instant(seconds * 1000.0)
}

fn liveness(seconds: f64) -> Liveness {
    Liveness {
        at: at(seconds),
        ..Liveness::default()
    }
}

#[test]
fn a_visitor_who_has_gone_is_asked_once_and_then_the_visit_is_over() {
    let mut visit = Visit::new(KioskSettings::default());
    let mut state = State::default();
    assert_eq!(
        visit.pass(at(500.0), &state),
        Passed::Nothing,
        "nobody has come yet"
    );
    visit.touch(at(500.0));
    assert_eq!(visit.pass(at(559.0), &state), Passed::Nothing);
    assert_eq!(visit.pass(at(560.0), &state), Passed::Warning);
    assert_eq!(visit.pass(at(561.0), &state), Passed::Nothing);
    visit.touch(at(570.0));
    assert_eq!(visit.pass(at(630.0), &state), Passed::Warning);
    // A question is being answered: the timeout begins after the answer.
    state.phase = Phase::Thinking;
    state.turn.question = Some("When?".to_owned());
    assert_eq!(visit.pass(at(659.0), &state), Passed::Nothing);
    state.phase = Phase::Idle;
    assert_eq!(visit.pass(at(718.0), &state), Passed::Nothing);
    assert_eq!(visit.pass(at(719.5), &state), Passed::Warning);
    assert_eq!(visit.pass(at(749.5), &state), Passed::Over);
}

#[test]
fn words_that_were_said_long_ago_do_not_keep_a_visit_open() {
    let mut visit = Visit::new(KioskSettings::default());
    let mut state = State::default();
    "How much".clone_into(&mut state.partial.text);
    state.listening = Listening::Speech {
        utterance: UtteranceId(1),
    };
    assert_eq!(visit.pass(at(5.0), &state), Passed::Nothing);
    state.listening = Listening::Waiting;
    assert_eq!(visit.pass(at(66.0), &state), Passed::Warning);
    assert_eq!(visit.pass(at(96.0), &state), Passed::Over);
}

#[test]
fn a_visit_has_so_many_answers_and_ends_after_the_last_of_them() {
    let mut visit = Visit::new(KioskSettings {
        answers: 2,
        ..KioskSettings::default()
    });
    let mut state = State::default();
    for turn in 1..=2 {
        state.phase = Phase::Thinking;
        state.turn.id = TurnId(turn);
        state.turn.question = Some("When?".to_owned());
        assert_eq!(visit.pass(at(5.0), &state), Passed::Nothing);
        assert_eq!(visit.pass(at(6.0), &state), Passed::Nothing);
    }
    state.phase = Phase::Idle;
    assert_eq!(visit.pass(at(8.0), &state), Passed::Nothing);
    assert_eq!(visit.pass(at(9.5), &state), Passed::Over);
}

#[test]
fn an_answer_that_does_not_move_is_a_hang() {
    let mut visit = Visit::new(KioskSettings::default());
    let mut state = State::default();
    assert!(visit.is_alive(liveness(0.0), &state) && visit.is_alive(liveness(900.0), &state));
    state.phase = Phase::Thinking;
    assert!(visit.is_alive(liveness(901.0), &state) && visit.is_alive(liveness(919.0), &state));
    state.turn.reply.push_str("Yes");
    assert!(visit.is_alive(liveness(920.0), &state) && visit.is_alive(liveness(939.0), &state));
    // A long prompt is being read: the mind counts its steps.
    let read = |seconds, thoughts| Liveness {
        thoughts,
        ..liveness(seconds)
    };
    assert!(visit.is_alive(read(939.5, 4), &state) && visit.is_alive(read(958.0, 4), &state));
    assert!(!visit.is_alive(read(960.0, 4), &state));
    // A clause of half a minute shows no other progress.
    state.phase = Phase::Speaking { all_queued: true };
    state.turn.clauses.push(Clause {
        text: "Yes".to_owned(),
        length: Milliseconds(30_000.0),
    });
    state.turn.heard = Some(ClauseId(0));
    assert!(visit.is_alive(read(961.0, 4), &state) && visit.is_alive(read(1_010.0, 4), &state));
    assert!(!visit.is_alive(read(1_012.0, 4), &state));
}

#[test]
fn a_microphone_without_sound_unread_keys_an_unheard_question_and_models_that_do_not_load_are_hangs() {
    let alive = |change: &dyn Fn(&mut Liveness, &mut State, &mut Visit), seconds: f64| {
        let mut visit = Visit::new(KioskSettings::default());
        let mut state = State::default();
        assert!(visit.is_alive(liveness(0.0), &state));
        let mut late = liveness(seconds);
        change(&mut late, &mut state, &mut visit);
        visit.is_alive(late, &state)
    };
    let deaf = |_: &mut Liveness, state: &mut State, _: &mut Visit| state.listening = Listening::Waiting;
    assert!(alive(&deaf, 19.0) && !alive(&deaf, 21.0));
    let unread = |liveness: &mut Liveness, _: &mut State, _: &mut Visit| liveness.unread = true;
    assert!(alive(&unread, 19.0) && !alive(&unread, 21.0));
    let asked = |_: &mut Liveness, _: &mut State, visit: &mut Visit| visit.ask();
    assert!(alive(&asked, 19.0) && !alive(&asked, 21.0));
    let loads = |liveness: &mut Liveness, _: &mut State, _: &mut Visit| liveness.loads = true;
    assert!(alive(&loads, 119.0) && !alive(&loads, 121.0));
}
