//! The sequential assistant: a process that takes one turn whenever it is told to listen.
//!
//! Owns the process. What it does stands in `tests/peers/sequential.py`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::assistants::{Measured, question};
use crate::sets::{ModelFiles, ModelSet};
use crate::sound_card::SoundCard;
use crate::stage::root;
use crate::usage::UsageMeter;

/// The running program.
pub struct Sequential {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Sequential {
    /// Starts it and waits until its models are loaded and have run once.
    pub fn start(python: &Path, card: &SoundCard, files: &ModelFiles) -> Self {
        let mut process = Command::new(python)
            .arg(root().join("tests/peers/sequential.py"))
            .args([&files.speech, &files.language])
            .envs(card.environment())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}: run make bench-turn", python.display()));
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut sequential = Self {
            process,
            input,
            output,
        };
        sequential.wait("ready");
        sequential
    }

    fn wait(&mut self, event: &str) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("the sequential assistant has ended ({error}): {line}"));
        assert_eq!(told["event"], event, "{told}");
        told
    }

    /// One turn.
    pub fn turn(&mut self, card: &SoundCard, measured: &mut Measured) {
        writeln!(self.input, "listen").unwrap();
        self.input.flush().unwrap();
        self.wait("listening");
        let meter = UsageMeter::start(self.process.id());
        let recording = card.record();
        card.say(&question());
        let turn = self.wait("turn");
        let usage = meter.finish();
        let heard = recording.finish();
        let text = |key: &str| turn[key].as_str().unwrap_or_default().trim().to_owned();
        let is_right = ModelSet::is_right(&text("transcript"), &text("reply"));
        if !is_right {
            eprintln!("bench-turn: the sequential assistant: {turn}");
        }
        measured.add(&heard, is_right, &turn["timings"], &usage);
    }
}

impl Drop for Sequential {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
