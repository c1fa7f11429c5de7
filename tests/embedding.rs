//! A conversation in another program, through the public interface alone.

use std::path::Path;
use std::time::Duration;

use mynah::audio::capture::Recordings;
use mynah::audio::{SampleRate, Samples, sound_file};
use mynah::speaking::{SpeakingError, Voice};
use mynah::{Conversation, ConversationBuilder, ConversationError};

use crate::rig::root;

fn builder() -> ConversationBuilder {
    Conversation::builder()
        .models(root().join("models/starter"))
        .knowledge(root().join("assets/knowledge/harbor-house"))
}

fn recording(name: &str) -> Samples {
    let path = root().join("assets/demo").join(name);
    sound_file::read(&path, Duration::from_secs(30)).unwrap()
}

#[test]
fn recorded_and_typed_questions_are_answered_from_the_documents() {
    let mut conversation = builder().hears(true).build().unwrap();
    let response = conversation.ask_recorded(recording("02.wav")).unwrap();
    assert_eq!(response.question, "When does the library open?");
    assert!(response.text.contains("10 am"), "{}", response.text);
    assert_eq!(response.sources.len(), 1);
    assert!(response.warnings.is_empty(), "{:?}", response.warnings);
    let follow_up = conversation.ask("And the cafe?").unwrap();
    assert!(follow_up.text.contains("9 am"), "{}", follow_up.text);
    let silence = Samples {
        rate: SampleRate(16_000),
        samples: vec![0.0; 32_000],
    };
    let message = conversation.ask_recorded(silence).unwrap_err().to_string();
    assert!(message.contains("No words"), "{message}");
    assert!(conversation.ask("What is 2 plus 3?").unwrap().text.contains('5'));
    assert_eq!(conversation.finish(), None);
}

#[test]
fn a_recording_is_listened_to_at_the_pace_of_time_until_its_question_has_ended() {
    let microphone = Recordings::default();
    let mut conversation = builder().listens_to(microphone.clone()).build().unwrap();
    conversation.ask("What is 2 plus 3?").unwrap();
    microphone.play(&recording("02.wav"));
    let response = conversation.hear(Duration::from_secs(60)).unwrap();
    assert_eq!(response.question, "When does the library open?");
    assert!(response.text.contains("10 am"), "{}", response.text);
    let told = response.timeline;
    assert!(
        told.transcript.is_some() && told.end_of_turn.is_some(),
        "{told:?}"
    );
    let silent = conversation.hear(Duration::from_secs(1));
    assert!(matches!(silent, Err(ConversationError::Silence)));
}

#[test]
fn without_speech_recognition_a_recording_is_refused_and_a_missing_folder_is_named() {
    let mut conversation = builder().build().unwrap();
    let refused = conversation.ask_recorded(recording("01.wav"));
    assert!(matches!(refused, Err(ConversationError::Deaf)));
    let missing = builder().models(Path::new("/nowhere/models")).build();
    let message = missing.err().unwrap().to_string();
    assert!(message.contains("/nowhere/models does not exist"), "{message}");
}

#[test]
fn a_timer_that_rings_between_two_questions_is_not_taken_for_the_answer() {
    let mut conversation = builder().build().unwrap();
    conversation.ask("Set a timer for one second.").unwrap();
    std::thread::sleep(Duration::from_secs(2));
    let response = conversation.ask("What is 2 plus 3?").unwrap();
    assert!(response.text.contains('5'), "{}", response.text);
    assert_eq!(response.question, "What is 2 plus 3?");
}

/// Says every clause as a hundred samples.
struct Clicks;

impl Voice for Clicks {
    fn engine(&self) -> &'static str {
        "clicks"
    }

    fn name(&self) -> &'static str {
        "a hundred"
    }

    fn speaks(&self, _language: &str) -> bool {
        true
    }

    fn synthesise(&mut self, _clause: &str) -> Result<Samples, SpeakingError> {
        Ok(Samples {
            rate: SampleRate(16_000),
            samples: vec![0.5; 100],
        })
    }
}

#[test]
fn a_voice_of_ones_own_speaks_the_reply() {
    let mut conversation = builder().voice(Box::new(Clicks)).recorded().build().unwrap();
    conversation.ask("How much is a coffee?").unwrap();
    let spoken = conversation.finish().unwrap();
    let clicks = spoken.samples.iter().filter(|sample| **sample > 0.1).count();
    assert!(clicks >= 50, "{clicks} of {}", spoken.samples.len());
}
