//! The first word is not lost, and a person who pauses is not cut off.

use std::time::Duration;

use serde_json::{Value, json};

use crate::sound_card::SoundCard;
use crate::stage::{sox, spoken, start, trimmed};

/// Questions that begin with a plosive or a word of one syllable.
const ABRUPT: [&str; 10] = [
    "Can I borrow books?",
    "Do you have a cafe?",
    "Where is the clinic?",
    "Tell me the time.",
    "Is the clinic open on Saturday?",
    "Please tell me where the library is.",
    "Set a timer for 5 minutes.",
    "Who is the librarian?",
    "Good morning.",
    "Stop.",
];
/// Sentences with a pause in them.
const PAUSED: [(&str, &str); 5] = [
    ("Where is the", "dinosaur exhibition?"),
    ("Who is the", "curator of the Egyptian collection?"),
    ("Set a timer for 5 minutes and", "30 seconds."),
    ("When does the library open and", "when does it close?"),
    ("Who works at the", "reception?"),
];

pub fn measure(short: bool) -> Value {
    let (abrupt, paused) = if short { (5, 3) } else { (30, 20) };
    let card = SoundCard::start();
    let conversation = start(&card);
    let (mut whole, mut misheard) = (0, Vec::new());
    for number in 0..abrupt {
        let text = ABRUPT[number % ABRUPT.len()];
        let full = spoken(&card, "full", text);
        let file = card.home().join("abrupt.wav");
        // Not one sample before the first sound.
        sox(&[
            full.to_str().unwrap(),
            file.to_str().unwrap(),
            "silence",
            "1",
            "0.001",
            "1%",
        ]);
        card.say(&file);
        let turn = conversation
            .wait_for("turn", Duration::from_secs(20))
            .unwrap_or_default();
        let heard = turn["transcript"].as_str().unwrap_or_default().to_owned();
        if plain(&heard) == plain(text) {
            whole += 1;
        } else {
            misheard.push(json!({"said": text, "heard": heard}));
        }
    }
    let (mut together, mut cut) = (0, Vec::new());
    for number in 0..paused {
        let (first, second) = PAUSED[number % PAUSED.len()];
        let (first_file, second_file) = (spoken(&card, "first", first), spoken(&card, "second", second));
        let (beginning, file) = (card.home().join("trimmed.wav"), card.home().join("paused.wav"));
        // The pause is 600 ms of silence between the sounds themselves.
        trimmed(&first_file, &beginning, "1%", 0.6);
        let start = card.home().join("start.wav");
        sox(&[
            second_file.to_str().unwrap(),
            start.to_str().unwrap(),
            "silence",
            "1",
            "0.001",
            "1%",
        ]);
        sox(&[
            beginning.to_str().unwrap(),
            start.to_str().unwrap(),
            file.to_str().unwrap(),
        ]);
        card.say(&file);
        let turn = conversation
            .wait_for("turn", Duration::from_secs(20))
            .unwrap_or_default();
        let heard = turn["transcript"].as_str().unwrap_or_default().to_owned();
        let last = plain(second)
            .split(' ')
            .next_back()
            .unwrap_or_default()
            .to_owned();
        if plain(&heard).ends_with(&last) && turn["interrupted"] == false {
            together += 1;
        } else {
            cut.push(json!({"said": format!("{first} … {second}"), "heard": heard}));
        }
        // A second turn would be the rest of a sentence that was cut.
        while conversation.wait_for("turn", Duration::from_secs(2)).is_some() {}
    }
    json!({
        "abrupt questions": abrupt,
        "transcribed whole": whole,
        "misheard": misheard,
        "sentences with a pause": paused,
        "heard as one": together,
        "cut": cut,
    })
}

fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == ' ')
        .collect()
}
