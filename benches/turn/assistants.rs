//! What is measured of an assistant, and mynah as one of the two.
//!
//! Owns the measures of a turn and their statistics. Each of mynah's turns is the first one of a conversation: an answer that stands
//! in the history already would be drafted by prompt lookup, and the answers of doubles are all alike.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::conversation::Conversation;
use crate::sets::{ModelFiles, ModelSet};
use crate::sound_card::{Heard, SoundCard};
use crate::stage::{demo, program, root, statistics};
use crate::usage::{Usage, UsageMeter, memory_mb, processor_seconds};

/// The recording in `assets/demo` with [`crate::sets::QUESTION`].
const RECORDING: usize = 2;
/// Loading and the reading of the prompt prefix are not part of a turn.
const SETTLING: Duration = Duration::from_millis(300);
const MAX_SETTLING_CHECKS: usize = 400;
/// A turn that takes longer is lost.
const LOST: Duration = Duration::from_secs(60);
/// Below this share of a processor, mynah only listens.
const LISTENING_SHARE: f64 = 0.1;

/// What is said to both assistants.
pub fn question() -> PathBuf {
    demo(RECORDING)
}

/// The measures of all turns.
#[derive(Default)]
pub struct Measured {
    latencies: Vec<f64>,
    /// When each stage was done, in milliseconds from the last sound of the question.
    stages: BTreeMap<String, Vec<f64>>,
    processor: Vec<f64>,
    joules: Vec<f64>,
    memory: f64,
    /// Turns in which nothing was heard, or other words.
    wrong: usize,
}

impl Measured {
    /// Adds a turn: what the sound card has recorded, and when the assistant says that its stages were done.
    pub fn add(&mut self, heard: &Heard, is_right: bool, stages: &Value, usage: &Usage) {
        let (Some(latency), true) = (heard.latency(), is_right) else {
            self.wrong += 1;
            return;
        };
        self.latencies.push(latency * 1000.0);
        for (stage, value) in stages.as_object().into_iter().flatten() {
            if let Some(value) = value.as_f64() {
                self.stages.entry(stage.clone()).or_default().push(value);
            }
        }
        self.processor.push(usage.processor_ms);
        self.joules.extend(usage.joules);
        self.memory = self.memory.max(usage.memory_mb);
    }

    pub fn to_json(&self) -> Value {
        let stages: Map<String, Value> = self
            .stages
            .iter()
            .map(|(stage, values)| (stage.clone(), statistics(values)))
            .collect();
        let joules = if self.joules.is_empty() {
            json!("this machine does not tell (no /sys/class/powercap)")
        } else {
            statistics(&self.joules)
        };
        json!({
            "last sound to first sound, ms": statistics(&self.latencies),
            "stages, ms after the last sound, as told": stages,
            "processor time of a turn, ms": statistics(&self.processor),
            "largest resident memory, MB": self.memory.round(),
            "energy of a turn, J": joules,
            "turns without the right words": self.wrong,
        })
    }
}

/// mynah with a set of models.
pub struct Ours<'a> {
    card: &'a SoundCard,
    configuration: PathBuf,
    models: PathBuf,
}

impl<'a> Ours<'a> {
    pub fn new(set: ModelSet, card: &'a SoundCard, files: &ModelFiles) -> Self {
        let configuration = card.home().join("turn.toml");
        std::fs::write(&configuration, set.configuration()).unwrap();
        Self {
            card,
            configuration,
            models: files.folder.clone(),
        }
    }

    /// One conversation of one turn.
    pub fn turn(&self, measured: &mut Measured) {
        let settings = [
            ("MYNAH_CONFIG", self.configuration.to_str().unwrap()),
            ("MYNAH_MODELS", self.models.to_str().unwrap()),
        ];
        let conversation = Conversation::start(&program(), root(), self.card, &settings);
        let process = conversation.process();
        settle(process);
        let meter = UsageMeter::start(process);
        let recording = self.card.record();
        self.card.say(&question());
        let turn = conversation.wait_for("turn", LOST).unwrap_or_default();
        let usage = meter.finish();
        let heard = recording.finish();
        let text = |key: &str| turn[key].as_str().unwrap_or_default().to_owned();
        let is_right = ModelSet::is_right(&text("transcript"), &text("reply"));
        if !is_right {
            eprintln!("bench-turn: mynah: {turn}");
        }
        measured.add(&heard, is_right, &turn["timings"], &usage);
    }
}

/// Waits until a process only listens.
fn settle(process: u32) {
    for _ in 0..MAX_SETTLING_CHECKS {
        let before = processor_seconds(process);
        std::thread::sleep(SETTLING);
        let used = processor_seconds(process) - before;
        if used < SETTLING.as_secs_f64() * LISTENING_SHARE {
            return;
        }
    }
    panic!(
        "mynah is still busy after two minutes, with {} MB",
        memory_mb(process)
    );
}
