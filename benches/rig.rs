//! `make rig`: the live conversation measured from outside, through a sound card without hardware.
//!
//! Runs the experiments named on the command line (all of them without a name; fewer repetitions with `--short`) and
//! prints one JSON object. Latency is read off sample positions: the question and the answer are two sides of one
//! recording.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "../tests/rig/conversation.rs"]
#[allow(dead_code, reason = "the rest is used by the tests")]
mod conversation;
#[path = "../tests/rig/one_process.rs"]
mod one_process;
#[path = "../tests/rig/sound_card.rs"]
#[allow(dead_code, reason = "the rest is used by the tests")]
mod sound_card;

#[path = "../tests/rig/terminal.rs"]
#[allow(dead_code, reason = "the rest is used by the tests")]
mod terminal;

#[path = "rig/barge_in.rs"]
mod barge_in;
#[path = "rig/edges.rs"]
mod edges;
#[path = "rig/faults.rs"]
mod faults;
#[path = "rig/idle.rs"]
mod idle;
#[path = "rig/interface.rs"]
mod interface;
#[path = "rig/latency.rs"]
mod latency;
#[path = "rig/pauses.rs"]
mod pauses;
#[path = "rig/quiet.rs"]
mod quiet;
#[path = "rig/separation.rs"]
mod separation;
#[path = "rig/stage.rs"]
mod stage;

use serde_json::{Map, Value};

/// An experiment: its name, and what measures it; `true` asks for few repetitions.
type Experiment = (&'static str, fn(bool) -> Value);

const EXPERIMENTS: [Experiment; 9] = [
    ("latency", latency::measure),
    ("barge-in", barge_in::measure),
    ("quiet", quiet::measure),
    ("faults", faults::measure),
    ("idle", idle::measure),
    ("edges", edges::measure),
    ("pauses", pauses::measure),
    ("interface", interface::measure),
    ("separation", separation::measure),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let short = arguments.iter().any(|argument| argument == "--short");
    let named: Vec<&String> = arguments.iter().filter(|name| !name.starts_with("--")).collect();
    let mut results = Map::new();
    for (name, measure) in EXPERIMENTS {
        if named.is_empty() || named.iter().any(|wanted| *wanted == name) {
            eprintln!("rig: {name}");
            results.insert(name.to_owned(), measure(short));
        }
    }
    results.insert("models".to_owned(), stage::models().display().to_string().into());
    println!("{}", serde_json::to_string_pretty(&results).unwrap());
}
