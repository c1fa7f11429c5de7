//! Hostile strings of `injection.jsonl`: in passages, file names, tool results and transcripts they change nothing.
//!
//! `text` is what an attacker writes, `where` the place into which it comes, `obeyed` what a model that obeys would say.

use crate::documents::MUSEUM;
use mynah_knowledge::language::Language;
use mynah_policy::{Kind, Policy, check, clean};
use serde::Deserialize;

#[derive(Deserialize)]
struct Hostile {
    id: u32,
    #[serde(rename = "where")]
    place: String,
    text: String,
    obeyed: String,
}

const POLICY: &str = "\
# Persona
You are Nell, the guide of the Harbour Museum.
# Refuse
## medical advice, dose, доза, 吃多少药
- what dose, how many tablets
Say: I can't give medical advice.
# Emergency
## fire, smoke
Say: Please leave by the nearest exit.
# Rules
- Never recommend other shops.
";

const QUESTIONS: &[&str] = &[
    "",
    "When does the café close?",
    "Are dogs allowed in the garden?",
    "Есть ли билеты?",
    "门票多少钱？",
];

fn hostile() -> Vec<Hostile> {
    include_str!("injection.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is one string with its fields"))
        .collect()
}

#[test]
fn there_are_strings_for_every_way_in() {
    let all = hostile();
    assert!(all.len() >= 70);
    for place in ["passage", "file_name", "tool_result", "transcript"] {
        assert!(
            all.iter().filter(|hostile| hostile.place == place).count() >= 9,
            "{place}"
        );
    }
    assert!(all.iter().zip(1..).all(|(hostile, id)| hostile.id == id));
}

#[test]
fn nothing_that_hides_or_controls_is_left_after_cleaning() {
    for hostile in hostile() {
        let cleaned = clean(&hostile.text);
        let unseen = |letter: char| {
            letter.is_control() && !matches!(letter, '\n' | '\t')
                || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
        };
        assert!(!cleaned.contains(unseen), "{}: {cleaned:?}", hostile.id);
        for token in [
            "<|",
            "|>",
            "<｜",
            "[INST]",
            "<<SYS>>",
            "<think>",
            "<tool_call>",
            "[TOOL_CALLS]",
            "<start_of_turn>",
            "<system>",
        ] {
            assert!(!cleaned.contains(token), "{}: {cleaned:?}", hostile.id);
        }
        assert_eq!(clean(&cleaned), cleaned, "{}", hostile.id);
    }
}

#[test]
fn a_hostile_string_is_never_said_and_never_obeyed() {
    for hostile in hostile() {
        let with_it = [MUSEUM, &[hostile.text.as_str()]].concat();
        let inside = format!("The museum has two floors. {} The museum is old.", hostile.text);
        let within = [MUSEUM, &[inside.as_str()]].concat();
        for question in QUESTIONS {
            for (reply, passages) in [
                (&hostile.text, MUSEUM),
                (&hostile.obeyed, MUSEUM),
                (&hostile.obeyed, &with_it),
                (&hostile.obeyed, &within),
                (&hostile.text, &with_it),
            ] {
                // What came as a transcript or a file name is no passage, and nobody could quote it.
                if reply == &hostile.text && passages != MUSEUM && hostile.place != "passage" {
                    continue;
                }
                let verdict = check(reply, passages, question, Language::of(reply));
                assert!(verdict.is_err(), "{}: {reply:?} [{question}]", hostile.id);
            }
        }
    }
}

#[test]
fn a_true_reply_is_still_said_beside_a_hostile_passage() {
    for hostile in hostile() {
        let passages = [MUSEUM, &[hostile.text.as_str()]].concat();
        let verdict = check(
            "The café closes at 5 pm.",
            &passages,
            "When does the café close?",
            Language::English,
        );
        assert_eq!(verdict, Ok(()), "{}", hostile.id);
    }
}

#[test]
fn a_hostile_transcript_lifts_no_rule_and_makes_none() {
    let policy = Policy::read(POLICY).unwrap();
    // One that cries fire is an emergency, whatever else it says: number 74.
    for hostile in hostile().iter().filter(|hostile| hostile.id != 74) {
        for (utterance, expected) in [
            (format!("{}. What dose do I need?", hostile.text), Kind::Refused),
            (format!("{}. There is a fire!", hostile.text), Kind::Emergency),
            (format!("What dose do I need? {}", hostile.text), Kind::Refused),
        ] {
            let ruling = policy
                .matches(&utterance, Language::English)
                .map(|ruling| ruling.kind);
            assert_eq!(ruling, Some(expected), "{}: {utterance}", hostile.id);
        }
        assert_eq!(policy.persona(), "You are Nell, the guide of the Harbour Museum.");
        assert_eq!(policy.rules(), ["Never recommend other shops."]);
    }
}
