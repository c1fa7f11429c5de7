//! Scripted microphones: what is heard, what is prepared, what is dropped.

use super::super::scene::{FIRST, SAID, SECOND, Scene, plays};
use super::super::wake::{Wake, WakeConfig};
use super::super::{
    ClauseId, ClockEvent, DeviceEvent, Event, PersonEvent, Question, SpeechEvent, TurnEvent, TurnId,
    UtteranceId,
};
use super::*;

#[test]
fn an_answer_is_ready_before_the_turn_is_certain_and_is_heard_only_then() {
    let mut scene = Scene::listening();
    scene
        .began()
        .silence(200.0)
        .transcribed(FIRST, "What time is it?");
    scene.answered(FIRST, "It is noon.");
    assert!(!plays(&scene.take()) && scene.state.is_speculative());
    scene.silence(660.0);
    assert!(scene.take().is_empty());
    scene.silence(760.0);
    assert_eq!(
        scene.take(),
        [
            Effect::EndOfTurn {
                turn: FIRST,
                utterance: SAID
            },
            Effect::Play {
                turn: FIRST,
                clause: ClauseId(0)
            },
            Effect::EndPlayback { turn: FIRST },
        ]
    );
    scene.event(Event::Turn(FIRST, TurnEvent::PlaybackFinished));
    assert_eq!(scene.state.exchanges().len(), 1);
    let timeline = &scene.state.turn.timeline;
    // Counted from the end of the speech, 200 ms before the first pause was told at 30 ms.
    assert_eq!(timeline.transcript, Some(Milliseconds(210.0)));
    assert!(timeline.end_of_turn > timeline.first_clause);
}

#[test]
fn a_person_who_goes_on_drops_what_was_prepared_without_a_trace() {
    let mut scene = Scene::listening();
    scene.began().silence(200.0).transcribed(FIRST, "Set a timer.");
    scene.answered(FIRST, "For how long?");
    scene.take();
    scene.event(Event::Speech(SAID, SpeechEvent::Resumed));
    assert_eq!(
        scene.take(),
        [
            Effect::StopThinking { turn: FIRST },
            Effect::StopSpeaking { turn: FIRST },
            Effect::Dropped { turn: FIRST },
        ]
    );
    scene
        .silence(200.0)
        .transcribed(SECOND, "Set a timer for 5 minutes.");
    scene
        .answered(SECOND, "The timer is set for 5 minutes.")
        .silence(760.0);
    assert!(plays(&scene.take()));
    scene.event(Event::Turn(SECOND, TurnEvent::PlaybackFinished));
    let questions: Vec<&str> = scene
        .state
        .exchanges()
        .iter()
        .map(|past| past.question.as_str())
        .collect();
    assert_eq!(questions, ["Set a timer for 5 minutes."]);
}

#[test]
fn an_unfinished_sentence_is_waited_for() {
    let mut scene = Scene::listening();
    scene.began().silence(200.0).transcribed(FIRST, "Where is the");
    scene.silence(800.0).silence(1400.0);
    assert!(scene.state.is_speculative());
    scene.silence(1500.0);
    assert!(!scene.state.is_speculative());
}

#[test]
fn a_slow_transcript_leaves_time_to_go_on_until_it_is_there() {
    let mut scene = Scene::listening();
    scene.began().silence(200.0).silence(900.0);
    assert!(scene.state.is_speculative());
    scene.transcribed(FIRST, "What time is it?").silence(916.0);
    assert!(!scene.state.is_speculative());
    scene.take();
    scene.answered(FIRST, "It is noon.");
    assert!(plays(&scene.take()));
}

#[test]
fn a_sound_without_words_is_no_turn() {
    let mut scene = Scene::listening();
    scene.began().silence(200.0).transcribed(FIRST, "");
    assert!(scene.effects.contains(&Effect::Forget { utterance: SAID }));
    scene.silence(216.0).silence(760.0).silence(1400.0);
    let transcribed = scene
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Transcribe { .. }))
        .count();
    assert_eq!(transcribed, 1);
    assert_eq!(
        (scene.state.phase.clone(), scene.state.listening),
        (Phase::Idle, Listening::Waiting)
    );
    assert!(scene.state.notices.is_empty() && scene.state.exchanges().is_empty());
}

#[test]
fn speech_during_an_answer_ends_it_and_only_what_was_heard_is_remembered() {
    let mut scene = Scene::listening();
    scene.event(Event::Person(PersonEvent::Asked(Question::Typed(
        "What is there?".into(),
    ))));
    scene.answered(FIRST, "There is a cafe.");
    scene.event(Event::Turn(
        FIRST,
        TurnEvent::ClauseStarted {
            clause: ClauseId(0),
            latency: Milliseconds(0.0),
        },
    ));
    scene.take();
    scene.began();
    assert_eq!(
        scene.take()[..2],
        [
            Effect::StopThinking { turn: FIRST },
            Effect::StopSpeaking { turn: FIRST }
        ]
    );
    assert!(scene.state.turn.interrupted);
    assert_eq!(scene.state.exchanges()[0].answer.text, "There is a cafe.");
}

#[test]
fn what_may_be_speech_holds_the_answer_back_until_it_is_known() {
    let mut scene = Scene::listening();
    let suspected = |suspected| Event::Device(DeviceEvent::VoiceSuspected { suspected });
    scene.event(suspected(true));
    assert!(scene.take().is_empty(), "nothing is being said");
    scene.event(Event::Person(PersonEvent::Asked(Question::Typed(
        "What is there?".into(),
    ))));
    scene.answered(FIRST, "There is a cafe.");
    scene.take();
    scene
        .event(suspected(true))
        .event(suspected(true))
        .event(suspected(false));
    assert_eq!(
        scene.take(),
        [
            Effect::HoldPlayback { on: true },
            Effect::HoldPlayback { on: false }
        ]
    );
    scene
        .event(suspected(true))
        .event(Event::Device(DeviceEvent::Microphone {
            open: false,
            sentence: None,
        }));
    assert_eq!(scene.take()[1..], [Effect::HoldPlayback { on: false }]);
    scene.event(suspected(true)).began();
    assert_eq!(scene.take().last(), Some(&Effect::HoldPlayback { on: false }));
    assert!(scene.state.turn.interrupted);
}

#[test]
fn people_who_talk_to_each_other_are_left_alone_until_the_wake_word() {
    let mut scene = Scene::listening();
    scene.state.wake = Some(Wake::new(WakeConfig::default()));
    scene.began().silence(200.0);
    scene.take();
    scene.transcribed(FIRST, "Shall we have lunch?");
    assert!(scene.state.phase == Phase::Idle && scene.state.partial.text.is_empty());
    assert!(
        !scene
            .take()
            .iter()
            .any(|effect| matches!(effect, Effect::Think { .. }))
    );
    let again = UtteranceId(8);
    let silence = Milliseconds(200.0);
    scene
        .event(Event::Speech(again, SpeechEvent::Began))
        .event(Event::Speech(again, SpeechEvent::Paused { silence }))
        .transcribed(SECOND, "Mynah.");
    let turn = SECOND;
    let text = phrases::called(None).to_owned();
    assert!(scene.take().contains(&Effect::Speak { turn, text }));
    assert!(scene.state.is_speculative(), "the question may follow at once");
    scene
        .event(Event::Speech(again, SpeechEvent::Over))
        .event(Event::Turn(turn, TurnEvent::PlaybackFinished));
    assert!(scene.state.exchanges().is_empty());
    let third = UtteranceId(9);
    scene
        .event(Event::Speech(third, SpeechEvent::Began))
        .event(Event::Speech(third, SpeechEvent::Paused { silence }))
        .transcribed(TurnId(3), "What time is it?");
    assert_eq!(scene.state.turn.question.as_deref(), Some("What time is it?"));
}

#[test]
fn a_typed_question_takes_the_place_of_one_that_was_on_trial() {
    let mut scene = Scene::listening();
    scene.began().silence(200.0).transcribed(FIRST, "Where is");
    scene.event(Event::Person(PersonEvent::Asked(Question::Typed(
        "What time is it?".into(),
    ))));
    assert_eq!(scene.state.turn.question.as_deref(), Some("What time is it?"));
    assert!(!scene.state.is_speculative() && scene.state.exchanges().is_empty());
}

#[test]
fn a_timer_waits_until_the_person_has_finished_speaking() {
    let mut scene = Scene::listening();
    scene.began().event(Event::Clock(ClockEvent::TimerDue {
        announcement: "The timer is over.".into(),
    }));
    assert!(scene.take().is_empty());
    scene.silence(200.0).transcribed(FIRST, "");
    assert!(scene.take().contains(&Effect::Speak {
        turn: SECOND,
        text: "The timer is over.".into()
    }));
}

#[test]
fn a_timer_is_told_after_a_spoken_question_was_answered() {
    let mut scene = Scene::listening();
    scene
        .began()
        .silence(200.0)
        .transcribed(FIRST, "What time is it?")
        .answered(FIRST, "It is noon.")
        .silence(760.0)
        .event(Event::Turn(FIRST, TurnEvent::PlaybackFinished));
    scene.take();
    scene.event(Event::Clock(ClockEvent::TimerDue {
        announcement: "The timer is over.".into(),
    }));
    assert!(
        scene
            .take()
            .iter()
            .any(|effect| matches!(effect, Effect::Speak { .. }))
    );
}

#[test]
fn a_lost_microphone_drops_what_was_on_trial_and_is_told() {
    let mut scene = Scene::listening();
    scene
        .began()
        .silence(200.0)
        .event(Event::Device(DeviceEvent::Microphone {
            open: false,
            sentence: Some("The microphone is gone.".into()),
        }));
    assert_eq!(
        (scene.state.phase.clone(), scene.state.listening),
        (Phase::Idle, Listening::Off)
    );
    assert_eq!(
        scene.state.notices[0].text,
        NoticeText::Sentence("The microphone is gone.".to_owned())
    );
}

#[test]
fn a_key_that_is_let_go_ends_the_turn_at_once() {
    let mut scene = Scene::listening();
    scene.began().event(Event::Speech(SAID, SpeechEvent::Over));
    assert!(!scene.state.is_speculative());
    assert_eq!(scene.state.phase, Phase::Transcribing);
    assert_eq!(scene.state.turn.timeline.end_of_turn, Some(Milliseconds(0.0)));
}

#[test]
fn words_are_overheard_one_at_a_time_and_only_of_what_is_being_said() {
    let mut scene = Scene::listening();
    scene
        .began()
        .event(Event::Speech(SAID, SpeechEvent::Continues))
        .event(Event::Speech(SAID, SpeechEvent::Continues));
    assert_eq!(scene.take(), [Effect::TranscribePartial { utterance: SAID }]);
    let partial_transcript = |utterance, text: &str| {
        Event::Speech(
            utterance,
            SpeechEvent::PartialTranscript {
                text: text.to_owned(),
            },
        )
    };
    scene.event(partial_transcript(UtteranceId(3), "Nothing of this"));
    assert_eq!(scene.state.partial.text, "");
    scene.event(partial_transcript(SAID, "Where is"));
    assert_eq!(scene.state.partial.text, "Where is");
    scene.event(Event::Speech(UtteranceId(8), SpeechEvent::Began));
    assert_eq!(scene.state.partial, PartialTranscript::default());
}

#[test]
fn a_slow_recogniser_that_finds_no_words_leaves_no_turn_either() {
    let mut scene = Scene::listening();
    scene
        .began()
        .silence(200.0)
        .event(Event::Speech(SAID, SpeechEvent::Over))
        .transcribed(FIRST, "");
    assert!(!scene.take().contains(&Effect::TurnEnded { turn: FIRST }));
    assert_eq!(scene.state.phase, Phase::Idle);
}
