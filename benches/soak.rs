//! `make soak`: what grows or slows down over very many turns.
//!
//! `turns`: typed turns in one conversation, through the documents, the skills and a scripted language model, 100,000 of them. `spoken`:
//! turns of the program through a sound card without hardware, 1,000 of them. `kiosk-autumn`, `kiosk-spring`: 24 hours of a kiosk by a
//! simulated clock ([`kiosk_day`]). Each tells memory, descriptors, threads and times early and late. `--short` does a part,
//! `--turns=N` so many turns or hours. Prints one JSON object.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "soak/kiosk_day.rs"]
mod kiosk_day;
#[path = "soak/visitors.rs"]
mod visitors;

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

use std::fs;

use mynah::Conversation;
use mynah::language::{
    Chat, Description, Flow, Generation, LanguageError, LanguageModel, Output, Piece, PromptPrefix, Sampling,
    StopReason, TokenCounts,
};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Map, Value, json};

use sound_card::SoundCard;

/// After one of so many turns everything has been used, and the memory that the process keeps is had.
const WARM: usize = 10;
/// Memory may grow by so many percent, and the last turns take so many times as long as the first.
const MOST_MEMORY: f64 = 2.0;
const MOST_TIME: f64 = 1.1;
/// Turns whose times are compared, early and late.
const COMPARED: usize = 100;

/// Answers every question with a sentence that is about it.
struct Scripted(Description);

impl Scripted {
    fn new() -> Self {
        Self(Description {
            name: "scripted".to_owned(),
            architecture: "none".to_owned(),
            parameters: 0,
            quantisation: "none".to_owned(),
            context_length: 1_000,
        })
    }
}

impl LanguageModel for Scripted {
    fn describe(&self) -> &Description {
        &self.0
    }

    fn generate(
        &mut self,
        chat: &Chat,
        _options: &Sampling,
        on_event: &mut dyn FnMut(Piece<'_>) -> Flow,
    ) -> Result<Generation, LanguageError> {
        let question = chat.turns.last().map_or("", |turn| turn.user.as_str());
        let text = format!("I am glad that you ask: {question}");
        on_event(Piece::Prefilled);
        on_event(Piece::Text(&text));
        Ok(Generation {
            output: Output::Text(text),
            stop: StopReason::End,
            tokens: TokenCounts::default(),
            dropped_turns: 0,
        })
    }

    fn prepare(&mut self, _prefix: &PromptPrefix) -> Result<(), LanguageError> {
        Ok(())
    }

    fn reset(&mut self) {}
}

/// What a process holds.
struct Held {
    memory_kb: u64,
    descriptors: usize,
    threads: usize,
}

impl Held {
    fn by(process: u32) -> Self {
        let of = |folder: &str| fs::read_dir(format!("/proc/{process}/{folder}")).unwrap().count();
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap();
        Self {
            memory_kb: line.split_whitespace().next().unwrap().parse().unwrap(),
            descriptors: of("fd"),
            threads: of("task"),
        }
    }
}

/// What was held and how long turns took, early and late.
fn compared(turns: usize, early: &Held, late: &Held, times: &[f64]) -> Value {
    let median = |times: &[f64]| {
        let mut sorted = times.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    };
    let compared = COMPARED.min(times.len() / 2);
    let first = median(&times[..compared]);
    let last = median(&times[times.len() - compared..]);
    json!({
        "turns": turns,
        "memory, kB": [early.memory_kb, late.memory_kb],
        "memory grew by, %": hundredths((late.memory_kb as f64 / early.memory_kb as f64 - 1.0) * 100.0),
        "descriptors": [early.descriptors, late.descriptors],
        "threads": [early.threads, late.threads],
        "turns compared": compared,
        "median, ms": [hundredths(first), hundredths(last)],
        "last to first": hundredths(last / first),
    })
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The processor time of this process so far, in milliseconds: what else the machine does is not in it.
fn worked() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1_000.0 + time.tv_nsec as f64 / 1_000_000.0
}

const QUESTIONS: [&str; 10] = [
    "What time is it?",
    "When does the library open?",
    "What is twelve times seven?",
    "Tell me something nice.",
    "How much is a coffee?",
    "How many days are there until the first of March?",
    "Is there a lift?",
    "Do you like music?",
    "And on Sunday?",
    "Roll a dice.",
];

fn turns(count: Option<usize>) -> Value {
    let count = count.unwrap_or(100_000);
    let root = stage::root();
    let mut conversation = Conversation::builder()
        .models(root.join("models/starter"))
        .knowledge(root.join("assets/knowledge/harbor-house"))
        .language_model(Box::new(Scripted::new()))
        .build()
        .unwrap();
    let mut ask = |number: usize| {
        let start = worked();
        let response = conversation.ask(QUESTIONS[number % QUESTIONS.len()]).unwrap();
        assert!(!response.text.is_empty());
        worked() - start
    };
    for number in 0..count / WARM {
        ask(number);
    }
    // The times themselves take memory: it is had before.
    let mut times = vec![f64::NAN; count];
    let early = Held::by(std::process::id());
    for (number, time) in times.iter_mut().enumerate() {
        *time = ask(number);
        if number % 10_000 == 0 && number > 0 {
            eprintln!(
                "soak: {number} turns, {} kB",
                Held::by(std::process::id()).memory_kb
            );
        }
    }
    let late = Held::by(std::process::id());
    compared(count, &early, &late, &times)
}

fn spoken(count: Option<usize>) -> Value {
    let count = count.unwrap_or(1_000);
    let warm = (count / 5).clamp(2, 20);
    let card = SoundCard::start();
    let mut conversation = stage::start(&card);
    let process = conversation.process();
    let (mut times, mut missed, mut early) = (Vec::new(), 0, None);
    for number in 1..=count + warm {
        card.say(&stage::demo(number));
        let turn = conversation.wait("turn");
        let Some(latency) = turn["timings"]["first_audio"].as_f64() else {
            missed += 1;
            continue;
        };
        if number >= warm && early.is_none() {
            early = Some(Held::by(process));
        }
        if number > warm {
            times.push(latency);
        }
        if number % 100 == 0 {
            eprintln!("soak: {number} spoken turns, {} kB", Held::by(process).memory_kb);
        }
    }
    let late = Held::by(process);
    assert!(conversation.lives());
    let early = early.expect("no question was answered");
    let mut result = compared(times.len(), &early, &late, &times);
    result["turns without an answer"] = missed.into();
    result
}

/// A measurement: its name, what measures it in so many turns, and how many `--short` asks for.
type Soak = (&'static str, fn(Option<usize>) -> Value, usize);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let short = arguments.iter().any(|argument| argument == "--short");
    let asked = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix("--turns=")?.parse().ok());
    let named: Vec<&String> = arguments.iter().filter(|name| !name.starts_with("--")).collect();
    let mut results = Map::new();
    let all: [Soak; 4] = [
        ("turns", turns, 1_000),
        ("spoken", spoken, 10),
        ("kiosk-autumn", kiosk_day::back_from_daylight_saving, 8),
        ("kiosk-spring", kiosk_day::to_daylight_saving, 8),
    ];
    for (name, measure, few) in all {
        if named.is_empty() || named.iter().any(|wanted| *wanted == name) {
            eprintln!("soak: {name}");
            results.insert(name.to_owned(), measure(asked.or_else(|| short.then_some(few))));
        }
    }
    println!("{}", serde_json::to_string_pretty(&results).unwrap());
    if results.values().any(grows) {
        eprintln!("soak: something grows or becomes slower");
        std::process::exit(1);
    }
}

/// Whether memory, descriptors, threads or times grew by more than they may.
fn grows(result: &Value) -> bool {
    let pair = |key: &str| (result[key][0].as_f64(), result[key][1].as_f64());
    let counts = ["descriptors", "threads"].map(pair);
    result["memory grew by, %"].as_f64() > Some(MOST_MEMORY)
        || result["last to first"].as_f64() > Some(MOST_TIME)
        || counts.iter().any(|(early, late)| late > early)
        || result["faults"]
            .as_array()
            .is_some_and(|faults| !faults.is_empty())
}
