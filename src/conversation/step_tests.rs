//! A scripted engine drives the rules: events in, effects out, no device and no model.

use super::super::{ClauseId, DeviceEvent, Milliseconds, Question, TokenUse, TurnId, UtteranceId};
use super::*;

fn at(milliseconds: f64) -> Instant {
    Instant(milliseconds)
}

fn asked(text: &str) -> Event {
    Event::Person(PersonEvent::Asked(Question::Typed(text.to_owned())))
}

fn finished(turn: TurnId, text: &str) -> Event {
    Event::Turn(
        turn,
        TurnEvent::ReplyFinished {
            text: text.to_owned(),
            facts: vec!["Cafe: It opens at 9 am.".to_owned()],
            sources: Vec::new(),
            tool: None,
            refused: false,
            tokens: TokenUse::default(),
        },
    )
}

fn synthesised(turn: TurnId, clause: u32, text: &str) -> Event {
    Event::Turn(
        turn,
        TurnEvent::Synthesised {
            clause: ClauseId(clause),
            text: text.to_owned(),
            length: Milliseconds::default(),
        },
    )
}

/// Plays a list of events, 10 ms apart, and returns the state and every effect.
fn play(events: impl IntoIterator<Item = Event>) -> (State, Vec<Effect>) {
    let mut state = State::default();
    let mut effects = Vec::new();
    for (index, event) in events.into_iter().enumerate() {
        effects.extend(step(&mut state, event, at(index as f64 * 10.0)));
    }
    (state, effects)
}

const FIRST: TurnId = TurnId(1);

#[test]
fn a_typed_question_goes_through_every_phase_and_is_remembered() {
    let (state, effects) = play([
        asked(" When does the cafe open? "),
        Event::Turn(FIRST, TurnEvent::FirstToken),
        Event::Turn(
            FIRST,
            TurnEvent::ReplyPiece {
                text: "The cafe opens".into(),
            },
        ),
        Event::Turn(
            FIRST,
            TurnEvent::ReplyPiece {
                text: " at 9 am.".into(),
            },
        ),
        finished(FIRST, "The cafe opens at 9 am."),
        synthesised(FIRST, 0, "The cafe opens at 9 am."),
        Event::Turn(FIRST, TurnEvent::SynthesisFinished),
        Event::Turn(
            FIRST,
            TurnEvent::ClauseStarted {
                clause: ClauseId(0),
                latency: Milliseconds(0.0),
            },
        ),
        Event::Turn(FIRST, TurnEvent::PlaybackFinished),
    ]);
    assert_eq!(
        effects,
        [
            Effect::Think {
                turn: FIRST,
                question: "When does the cafe open?".into()
            },
            Effect::Speak {
                turn: FIRST,
                text: "The cafe opens".into()
            },
            Effect::Speak {
                turn: FIRST,
                text: " at 9 am.".into()
            },
            Effect::EndSpeech { turn: FIRST },
            Effect::Play {
                turn: FIRST,
                clause: ClauseId(0)
            },
            Effect::EndPlayback { turn: FIRST },
            Effect::TurnEnded { turn: FIRST },
        ]
    );
    assert_eq!(state.phase, Phase::Idle);
    assert_eq!(state.exchanges()[0].answer.text, "The cafe opens at 9 am.");
    let timeline = &state.turn.timeline;
    assert_eq!(timeline.first_token, Some(Milliseconds(10.0)));
    assert_eq!(timeline.first_clause, Some(Milliseconds(50.0)));
    assert_eq!(timeline.first_audio, Some(Milliseconds(70.0)));
    assert_eq!(timeline.total, Some(Milliseconds(80.0)));
    assert_eq!(timeline.transcript, None);
}

#[test]
fn a_spoken_question_is_transcribed_before_it_is_thought_about() {
    let (state, effects) = play([
        Event::Person(PersonEvent::Asked(Question::Spoken(UtteranceId(7)))),
        Event::Turn(
            FIRST,
            TurnEvent::Transcribed {
                text: "What time is it?".into(),
                finished: None,
                certainty: 1.0,
                called: false,
                language: String::new(),
            },
        ),
    ]);
    assert_eq!(
        effects[0],
        Effect::Transcribe {
            turn: FIRST,
            utterance: UtteranceId(7)
        }
    );
    assert_eq!(
        effects[1],
        Effect::Think {
            turn: FIRST,
            question: "What time is it?".into()
        }
    );
    assert_eq!(state.phase, Phase::Thinking);
}

#[test]
fn a_recording_without_words_ends_the_turn_with_a_notice_and_no_history() {
    let (state, effects) = play([
        Event::Person(PersonEvent::Asked(Question::Spoken(UtteranceId(0)))),
        Event::Turn(
            FIRST,
            TurnEvent::Transcribed {
                text: "  ".into(),
                finished: None,
                certainty: 1.0,
                called: false,
                language: String::new(),
            },
        ),
    ]);
    assert_eq!(effects.last(), Some(&Effect::TurnEnded { turn: FIRST }));
    assert_eq!(state.notices[0].text, NoticeText::NothingHeard);
    assert!(state.exchanges().is_empty());
}

#[test]
fn an_interruption_stops_voice_and_thought_and_keeps_only_what_was_heard() {
    let (state, effects) = play([
        asked("Tell me everything."),
        Event::Turn(
            FIRST,
            TurnEvent::ReplyPiece {
                text: "One thing. Another thing.".into(),
            },
        ),
        synthesised(FIRST, 0, "One thing."),
        synthesised(FIRST, 1, "Another thing."),
        Event::Turn(
            FIRST,
            TurnEvent::ClauseStarted {
                clause: ClauseId(0),
                latency: Milliseconds(0.0),
            },
        ),
        Event::Person(PersonEvent::Interrupted),
    ]);
    let expected = [
        Effect::StopThinking { turn: FIRST },
        Effect::StopSpeaking { turn: FIRST },
        Effect::TurnEnded { turn: FIRST },
    ];
    assert_eq!(effects[effects.len() - 3..], expected);
    assert_eq!(state.exchanges()[0].answer.text, "One thing.");
}

#[test]
fn nothing_of_an_interrupted_turn_is_played_afterwards() {
    let (mut state, _) = play([
        asked("Tell me everything."),
        Event::Person(PersonEvent::Interrupted),
    ]);
    for late in [
        Event::Turn(FIRST, TurnEvent::ReplyPiece { text: "late".into() }),
        finished(FIRST, "late"),
        synthesised(FIRST, 0, "late"),
        Event::Turn(FIRST, TurnEvent::SynthesisFinished),
    ] {
        let before = state.clone();
        assert_eq!(step(&mut state, late, at(99.0)), []);
        assert_eq!(state, before);
    }
}

#[test]
fn a_new_question_ends_the_old_turn_first() {
    let (state, effects) = play([asked("First?"), asked("Second?")]);
    assert_eq!(
        effects[1..],
        [
            Effect::StopThinking { turn: FIRST },
            Effect::StopSpeaking { turn: FIRST },
            Effect::TurnEnded { turn: FIRST },
            Effect::Think {
                turn: TurnId(2),
                question: "Second?".into()
            },
        ]
    );
    assert_eq!(state.turn.id, TurnId(2));
}

#[test]
fn a_voice_that_fails_leaves_the_answer_to_be_read() {
    let (state, effects) = play([
        asked("When?"),
        Event::Turn(
            FIRST,
            TurnEvent::Fault {
                stage: Stage::Speaking,
                sentence: "espeak-ng is not installed.".into(),
            },
        ),
        finished(FIRST, "At 9 am."),
        Event::Turn(FIRST, TurnEvent::SynthesisFinished),
        Event::Turn(FIRST, TurnEvent::PlaybackFinished),
    ]);
    assert_eq!(effects.last(), Some(&Effect::TurnEnded { turn: FIRST }));
    assert_eq!(state.turn.reply, "At 9 am.");
    assert_eq!(state.notices[0].stage, Some(Stage::Speaking));
}

#[test]
fn a_mind_that_fails_ends_the_turn() {
    let fault = Event::Turn(
        FIRST,
        TurnEvent::Fault {
            stage: Stage::Mind,
            sentence: "The model is broken.".into(),
        },
    );
    let (state, effects) = play([asked("When?"), fault]);
    assert_eq!(effects.last(), Some(&Effect::TurnEnded { turn: FIRST }));
    assert!(state.exchanges().is_empty());
}

#[test]
fn only_the_unspoken_rest_of_a_finished_reply_goes_to_the_voice() {
    let (_, effects) = play([
        asked("When?"),
        Event::Turn(FIRST, TurnEvent::ReplyPiece { text: "At 9".into() }),
        finished(FIRST, "At 9 am."),
    ]);
    assert_eq!(
        effects[2],
        Effect::Speak {
            turn: FIRST,
            text: " am.".into()
        }
    );
}

#[test]
fn a_timer_speaks_when_nobody_is_answered_and_is_shown_otherwise() {
    let due = || {
        Event::Clock(ClockEvent::TimerDue {
            announcement: "The timer is over.".into(),
        })
    };
    let (_, effects) = play([due()]);
    assert_eq!(
        effects[0],
        Effect::Speak {
            turn: FIRST,
            text: "The timer is over.".into()
        }
    );
    let (state, effects) = play([asked("When?"), due()]);
    assert_eq!(effects.len(), 1);
    assert_eq!(
        state.notices[0].text,
        NoticeText::Sentence("The timer is over.".to_owned())
    );
}

#[test]
fn a_journal_of_events_replays_to_the_same_state() {
    let events = vec![
        asked("When?"),
        Event::Turn(
            FIRST,
            TurnEvent::ReplyPiece {
                text: "At 9 am.".into(),
            },
        ),
        finished(FIRST, "At 9 am."),
        synthesised(FIRST, 0, "At 9 am."),
        Event::Person(PersonEvent::Interrupted),
    ];
    let journal = serde_json::to_string(&events).unwrap();
    let replayed: Vec<Event> = serde_json::from_str(&journal).unwrap();
    assert_eq!(play(events), play(replayed));
}

#[test]
fn leaving_waits_for_the_answer_that_is_being_spoken() {
    let (_, effects) = play([Event::Person(PersonEvent::Leaving)]);
    assert_eq!(effects, [Effect::Leave]);
    let (_, effects) = play([
        asked("When?"),
        Event::Person(PersonEvent::Leaving),
        finished(FIRST, "At 9 am."),
        Event::Turn(FIRST, TurnEvent::SynthesisFinished),
        Event::Turn(FIRST, TurnEvent::PlaybackFinished),
    ]);
    assert_eq!(
        effects[effects.len() - 2..],
        [Effect::TurnEnded { turn: FIRST }, Effect::Leave]
    );
}

#[test]
fn a_reply_that_was_corrected_at_its_end_is_spoken_whole() {
    let (state, effects) = play([
        asked("Set a timer."),
        Event::Turn(
            FIRST,
            TurnEvent::ReplyPiece {
                text: "I have set".into(),
            },
        ),
        finished(FIRST, "I can't do that."),
    ]);
    assert_eq!(
        effects[2],
        Effect::Speak {
            turn: FIRST,
            text: "I can't do that.".into()
        }
    );
    assert_eq!(state.turn.reply, "I can't do that.");
}

#[test]
fn lost_sound_is_told_once_and_counted() {
    let lost = || {
        Event::Device(DeviceEvent::SoundLost {
            length: Milliseconds(40.0),
        })
    };
    let (state, _) = play([lost(), lost()]);
    assert_eq!(
        (state.notices.len(), state.microphone.lost),
        (1, Milliseconds(80.0))
    );
}

#[test]
fn a_turn_that_another_one_follows_at_once_is_still_there_to_be_shown() {
    let (state, _) = play([
        asked("When?"),
        finished(FIRST, "At 9 am."),
        asked("And on Sundays?"),
    ]);
    let ended = state.ended.expect("the first turn has ended");
    assert_eq!((ended.id, ended.interrupted), (FIRST, true));
    assert_eq!(ended.question.as_deref(), Some("When?"));
    assert_eq!(state.turn.question.as_deref(), Some("And on Sundays?"));
}

#[test]
fn a_conversation_too_long_for_the_model_says_so_when_it_loses_more() {
    let told = |state: &State| state.notices.len();
    let mut state = State::default();
    for (number, (dropped, notices)) in [(0, 0), (2, 1), (2, 0), (5, 1)].into_iter().enumerate() {
        let turn = TurnId(number as u64 + 1);
        let mut reply = finished(turn, "Yes.");
        if let Event::Turn(_, TurnEvent::ReplyFinished { tokens, .. }) = &mut reply {
            tokens.dropped_turns = dropped;
        }
        for event in [asked("And?"), reply] {
            step(&mut state, event, at(0.0));
        }
        assert_eq!(told(&state), notices, "turn {number}");
        for event in [
            Event::Turn(turn, TurnEvent::SynthesisFinished),
            Event::Turn(turn, TurnEvent::PlaybackFinished),
        ] {
            step(&mut state, event, at(0.0));
        }
    }
}
