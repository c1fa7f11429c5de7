//! What the separation into processes costs: the program, and the same conversation in one process without a sandbox
//! (`examples/microphone.rs`), by turns.

use std::collections::VecDeque;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::one_process::{OneProcess, example};
use crate::sound_card::SoundCard;
use crate::stage::{demo, models, program, root, start, statistics};

/// Questions of one side before it is the other's turn.
const QUESTIONS: usize = 6;
/// What one side has shown.
#[derive(Default)]
struct Side {
    /// From the end of each question to the first sound of its answer, in milliseconds; `None` where there was none.
    latency: Vec<Option<f64>>,
    /// After the questions of a round, of all its processes: the proportional set size, in MB.
    memory: Vec<Option<f64>>,
}

pub fn measure(short: bool) -> Value {
    let rounds = if short { 1 } else { 5 };
    let (mut separate, mut together) = (Side::default(), Side::default());
    for _ in 0..rounds {
        let card = SoundCard::start();
        let conversation = start(&card);
        let process = conversation.process();
        separate.ask(&card, process, &mut || {
            conversation.wait("turn");
        });
        conversation.ends();

        let card = SoundCard::start();
        let conversation = OneProcess::start(&example(&program()), root(), &models(), &card);
        together.ask(&card, conversation.process(), &mut || {
            conversation.wait(">");
        });
    }
    json!({
        "separate": separate.told(),
        "in one process, unprotected": together.told(),
        "difference for the same question, ms": differences(&separate.latency, &together.latency),
        "difference of memory, MB": differences(&separate.memory, &together.memory),
    })
}

/// Of what was measured on both sides, how much more it is on the first.
fn differences(separate: &[Option<f64>], together: &[Option<f64>]) -> Value {
    let both = separate.iter().zip(together);
    let differences: Vec<f64> = both
        .filter_map(|(separate, together)| Some((*separate)? - (*together)?))
        .collect();
    statistics(&differences)
}

impl Side {
    fn ask(&mut self, card: &SoundCard, process: u32, wait: &mut dyn FnMut()) {
        for number in 1..=QUESTIONS {
            let recording = card.record();
            card.say(&demo(number));
            wait();
            self.latency
                .push(recording.finish().latency().map(|seconds| seconds * 1000.0));
        }
        self.memory.push(Some(megabytes(process)));
    }

    fn told(&self) -> Value {
        let measured =
            |values: &[Option<f64>]| statistics(&values.iter().copied().flatten().collect::<Vec<_>>());
        json!({
            "end of question to first sound, ms": measured(&self.latency),
            "memory, MB": measured(&self.memory),
            "missed": self.latency.iter().filter(|latency| latency.is_none()).count(),
        })
    }
}

/// The proportional set size (`proc_pid_smaps(5)`: a page that several processes share counts once in their sum) of a process and
/// all that it has started. Needs the rights to look into mynah's processes, which forbid that to others of the same user: root's.
fn megabytes(process: u32) -> f64 {
    let mut kilobytes = 0.0;
    let mut open = VecDeque::from([process]);
    while let Some(process) = open.pop_front() {
        let folder = PathBuf::from(format!("/proc/{process}"));
        let told = std::fs::read_to_string(folder.join("smaps_rollup")).unwrap_or_default();
        let size = told.lines().find_map(|line| line.strip_prefix("Pss:"));
        let size = size.and_then(|size| size.trim().strip_suffix(" kB"));
        kilobytes += size.and_then(|size| size.parse::<f64>().ok()).unwrap_or(0.0);
        for thread in std::fs::read_dir(folder.join("task"))
            .into_iter()
            .flatten()
            .flatten()
        {
            let children = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            open.extend(
                children
                    .split_whitespace()
                    .filter_map(|child| child.parse::<u32>().ok()),
            );
        }
    }
    kilobytes / 1024.0
}
