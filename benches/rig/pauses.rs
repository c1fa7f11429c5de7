//! Pauses in mid-sentence: how often mynah answers before the person has finished, whether it mends that, and how long it waits after
//! the end.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::conversation::Conversation;
use crate::sound_card::SoundCard;
use crate::stage::{sox, spoken_by, start, statistics, trimmed};

/// Beginning, rest, and words that only the answer to the whole holds; nothing where the transcript alone is looked at. The first half
/// of them looks complete after its beginning.
const SENTENCES: [(&str, &str, &str); 20] = [
    ("Set a timer for 5 minutes", "and 30 seconds", "30 seconds"),
    ("What is 25 plus 17", "plus 8", "50"),
    ("What time is it", "in Tokyo", "Tokyo"),
    ("Is the clinic open", "on Saturday", "Saturday"),
    ("Set a timer for 2 minutes", "called tea", "tea"),
    ("When does the library open", "on Sunday", "Sunday"),
    ("How much is a ticket", "for 2 adults", ""),
    ("What is 12 times 12", "minus 4", "140"),
    ("Set a timer for 1 hour", "and 10 minutes", "10 minutes"),
    ("How many minutes are in an hour", "and a half", "90"),
    ("Where is the", "dinosaur exhibition", ""),
    ("When does the", "library open", ""),
    ("How much is a", "coffee", ""),
    ("Who is the curator of", "the Egyptian collection", ""),
    ("Set a timer for", "5 minutes", "5 minutes"),
    ("What is 25 plus", "17", "42"),
    ("Is the clinic open on", "Saturday", "Saturday"),
    ("Where is the swimming", "pool", ""),
    ("How much does a family", "ticket cost", ""),
    ("Tell me what the", "time is", ""),
];
/// Voices that no recipe trains with.
const VOICES: [&str; 6] = [
    "en-us+m3",
    "en-us+f4",
    "en-gb+Andrea",
    "en-gb-scotland+Michael",
    "en-us+john",
    "en-gb-x-rp+klatt4",
];
/// Lengths of the pauses in milliseconds.
const PAUSES: [u32; 7] = [300, 400, 500, 600, 750, 900, 1_100];
/// Pauses up to this length, and up to the next, are counted together.
const BANDS: [(&str, u32); 3] = [
    ("up to 600 ms", 600),
    ("up to 1000 ms", 1_000),
    ("longer", u32::MAX),
];
/// What came of one pause.
struct Outcome {
    looks_complete: bool,
    pause: u32,
    is_early: bool,
    is_mended: bool,
    /// From the last sound of the sentence to the end of the turn, in milliseconds.
    wait: Option<f64>,
}

pub fn measure(short: bool) -> Value {
    let count = if short { 20 } else { 420 };
    let card = SoundCard::start();
    let mut conversation = start(&card);
    let outcomes: Vec<Outcome> = (0..count)
        .map(|number| pause(&card, &mut conversation, number))
        .collect();
    let mut result = Map::new();
    let mut shortest = 0;
    for (band, longest) in BANDS {
        for (kind, looks_complete) in [("looks complete", true), ("cut", false)] {
            let of_band: Vec<&Outcome> = outcomes
                .iter()
                .filter(|outcome| outcome.looks_complete == looks_complete)
                .filter(|outcome| outcome.pause > shortest && outcome.pause <= longest)
                .collect();
            let early = of_band.iter().filter(|outcome| outcome.is_early).count();
            let mended = of_band
                .iter()
                .filter(|outcome| outcome.is_early && outcome.is_mended)
                .count();
            let name = format!("pauses {band}, beginning {kind}");
            result.insert(
                name,
                json!({"count": of_band.len(), "answered too early": early, "of these mended": mended}),
            );
        }
        shortest = longest;
    }
    let waits: Vec<f64> = outcomes.iter().filter_map(|outcome| outcome.wait).collect();
    result.insert(
        "end of sentence to end of turn, ms".to_owned(),
        statistics(&waits),
    );
    Value::Object(result)
}

/// Says a sentence with a pause in it, and looks at the turns.
fn pause(card: &SoundCard, conversation: &mut Conversation, number: usize) -> Outcome {
    let place = number % SENTENCES.len();
    let (beginning, rest, sign) = SENTENCES[place];
    let pause = PAUSES[number % PAUSES.len()];
    let voice = VOICES[(number / SENTENCES.len()) % VOICES.len()];
    let home = card.home();
    let seconds = f64::from(pause) / 1_000.0;
    let parts = [
        ("first", format!("{beginning},"), seconds),
        ("second", format!("{rest}."), 0.0),
    ];
    let [first, second] = parts.map(|(name, text, pause)| {
        let (said, cut) = (
            spoken_by(voice, card, name, &text),
            home.join(format!("{name}-cut.wav")),
        );
        trimmed(&said, &cut, "0.3%", pause);
        cut
    });
    let file = home.join("paused.wav");
    sox(&[&first, &second, &file].map(|path| path.to_str().unwrap()));
    card.say(&file);
    let mut turn = next_turn(conversation);
    // The beginning was answered, or taken for nothing.
    let is_early = words(&turn["transcript"]) <= beginning.split_whitespace().count();
    if is_early {
        turn = next_turn(conversation);
    }
    let outcome = Outcome {
        looks_complete: place < 10,
        pause,
        is_early,
        is_mended: turn["reply"].as_str().is_some_and(|reply| reply.contains(sign))
            && words(&turn["transcript"]) > rest.split_whitespace().count(),
        wait: turn["timings"]["end_of_turn"].as_f64(),
    };
    eprintln!(
        "{voice}, {pause} ms: {beginning} … {rest}: {}{} {} {}",
        if outcome.is_early { "early, " } else { "" },
        turn["transcript"],
        turn["reply"],
        turn["timings"]["end_of_turn"]
    );
    conversation.type_line("cancel all timers");
    next_turn(conversation);
    outcome
}

fn next_turn(conversation: &Conversation) -> Value {
    conversation
        .wait_for("turn", Duration::from_secs(12))
        .unwrap_or_default()
}

fn words(text: &Value) -> usize {
    text.as_str().unwrap_or_default().split_whitespace().count()
}
