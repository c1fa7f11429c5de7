//! `make bench-turn`: whole turns through a sound card without hardware, beside a sequential assistant of the same model files.
//!
//! The sequential assistant (`tests/peers/sequential.py`) is what most local assistants are: it records until 1.25 s of silence,
//! transcribes with whisper.cpp's Python package in its window of 30 s, waits for the whole answer of llama.cpp's, and then speaks it
//! with espeak-ng. Turns of the two alternate. Prints one JSON object and writes the tables of `BENCHMARKS.md`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "../tests/rig/conversation.rs"]
#[allow(dead_code, reason = "the rest is used by the tests")]
mod conversation;
#[path = "../tests/rig/sound_card.rs"]
#[allow(dead_code, reason = "the rest is used by the tests")]
mod sound_card;
#[path = "rig/stage.rs"]
#[allow(dead_code, reason = "the rest is used by the rig")]
mod stage;
#[path = "../tests/rig/terminal.rs"]
#[allow(dead_code, reason = "the rest is used by the tests")]
mod terminal;

#[path = "turn/assistants.rs"]
mod assistants;
#[path = "turn/report.rs"]
mod report;
#[path = "turn/sequential.rs"]
mod sequential;
#[path = "turn/sets.rs"]
mod sets;
#[path = "turn/usage.rs"]
mod usage;

use std::path::Path;

use serde_json::{Map, Value, json};

use assistants::{Measured, Ours};
use sequential::Sequential;
use sets::{ModelSet, SETS};
use sound_card::SoundCard;
use usage::Machine;

/// Turns of each assistant with each set.
const TURNS: usize = 30;
const FEW_TURNS: usize = 4;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let short = arguments.iter().any(|argument| argument == "--short");
    let named: Vec<&String> = arguments.iter().filter(|name| !name.starts_with("--")).collect();
    let [python, doubles] = ["PEERS", "DOUBLES"].map(|name| {
        let path = std::env::var(name).unwrap_or_else(|_| panic!("{name} is missing: run make bench-turn"));
        stage::root().join(path)
    });
    let machine = Machine::read();
    let mut results = Map::new();
    for set in SETS {
        if named.is_empty() || named.iter().any(|wanted| *wanted == set.name) {
            eprintln!("bench-turn: {}", set.name);
            let turns = if short { FEW_TURNS } else { TURNS };
            results.insert(set.name.to_owned(), compare(set, &python, &doubles, turns));
        }
    }
    let result = json!({ "machine": machine.to_json(), "sets": results });
    println!("{}", serde_json::to_string_pretty(&result).unwrap());
    // Few turns, or not all sets, are no benchmark.
    if named.is_empty() && !short {
        report::write(&stage::root().join("BENCHMARKS.md"), &result);
    }
}

/// Turns of both assistants with the same files, one after the other.
fn compare(set: ModelSet, python: &Path, doubles: &Path, turns: usize) -> Value {
    let card = SoundCard::start();
    let files = set.files(doubles);
    let mut sequential = Sequential::start(python, &card, &files);
    let ours = Ours::new(set, &card, &files);
    let (mut of_ours, mut of_theirs) = (Measured::default(), Measured::default());
    for number in 1..=turns {
        eprintln!("bench-turn: {}: turn {number} of {turns}", set.name);
        ours.turn(&mut of_ours);
        sequential.turn(&card, &mut of_theirs);
    }
    let (mynah, theirs) = (of_ours.to_json(), of_theirs.to_json());
    let ratio = |key: &str| {
        let of = |all: &Value| all["last sound to first sound, ms"][key].as_f64();
        of(&mynah)
            .zip(of(&theirs))
            .map(|(ours, theirs)| (ours / theirs * 100.0).round() / 100.0)
    };
    json!({
        "files": files.names(),
        "mynah": mynah,
        "sequential": theirs,
        "ratio of medians": ratio("median"),
        "ratio of 95th percentiles": ratio("p95"),
    })
}
