//! A running `mynah talk --json`: what it tells, and what is typed to it.
//!
//! Owns the process and its lines. Knows nothing of sound.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

use super::sound_card::SoundCard;

/// Far longer than anything takes, even on a machine that is busy with other things.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Models of real size are read and packed before it listens; a busy machine takes its time.
const LOADING: Duration = Duration::from_secs(180);

/// A conversation through a sound card.
pub struct Conversation {
    process: Child,
    home: PathBuf,
    input: Option<ChildStdin>,
    lines: Receiver<Value>,
    seen: RefCell<Vec<Value>>,
}

impl Conversation {
    /// Starts the program over the sample knowledge and waits until it listens.
    /// `settings` are `MYNAH_*` variables.
    pub fn start(program: &Path, root: &Path, card: &SoundCard, settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MYNAH_")) {
            command.env_remove(name);
        }
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env_remove(name);
        }
        let mut process = command
            .args(["-vv", "talk", "--plain", "--json", "--journal"])
            .arg(card.home().join("journal.json"))
            .envs(card.environment())
            .env("MYNAH_CONFIG", root.join("assets/demo/demo.toml"))
            .env("MYNAH_MODELS", root.join("models/starter"))
            .envs(settings.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let output = BufReader::new(process.stdout.take().unwrap());
        // Ends with the program's output.
        std::thread::Builder::new()
            .spawn(move || {
                for line in output.lines().map_while(Result::ok) {
                    if let Ok(value) = serde_json::from_str(&line) {
                        let _ = sender.send(value);
                    }
                }
            })
            .unwrap();
        let input = process.stdin.take();
        let conversation = Self {
            process,
            home: card.home().to_owned(),
            input,
            lines,
            seen: RefCell::default(),
        };
        conversation.expect("listening", LOADING);
        conversation
    }

    /// The next line of this kind; others before it are passed over.
    pub fn wait(&self, event: &str) -> Value {
        self.expect(event, TIMEOUT)
    }

    fn expect(&self, event: &str, patience: Duration) -> Value {
        self.wait_for(event, patience).unwrap_or_else(|| {
            let seen = self.seen.borrow();
            panic!("no '{event}' came after {seen:#?}; the log:\n{}", self.log())
        })
    }

    /// What the program has written to its log.
    pub fn log(&self) -> String {
        let folder = self.home.join(".local/state/mynah");
        let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        files
            .filter_map(|file| std::fs::read_to_string(file.path()).ok())
            .collect()
    }

    /// The next line of this kind within so much time.
    pub fn wait_for(&self, event: &str, patience: Duration) -> Option<Value> {
        loop {
            let line = self.lines.recv_timeout(patience).ok()?;
            self.seen.borrow_mut().push(line.clone());
            if line["event"] == event {
                return Some(line);
            }
        }
    }

    /// What was told when the microphone was opened last.
    pub fn listening(&self) -> Value {
        let seen = self.seen.borrow();
        seen.iter()
            .rfind(|line| line["event"] == "listening")
            .cloned()
            .unwrap_or_default()
    }

    /// Every line that has come and was not waited for.
    pub fn rest(&self) -> Vec<Value> {
        self.lines.try_iter().collect()
    }

    /// Types a line.
    pub fn type_line(&mut self, text: &str) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{text}").unwrap();
        input.flush().unwrap();
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// Processor time used so far, in seconds.
    pub fn processor_seconds(&self) -> f64 {
        super::terminal::processor_seconds(self.process.id())
    }

    /// Kills the programs of this name that it has started.
    pub fn kill_children(&self, name: &str) {
        // Finding none is fine.
        let _ = Command::new("pkill")
            .args(["-KILL", "-P", &self.process.id().to_string(), "-x", name])
            .status();
    }

    /// Ends the conversation; its journal must give the same turns and the same last state when it is replayed.
    pub fn end_and_replay(mut self, program: &Path) {
        self.input = None;
        assert!(self.process.wait().unwrap().success());
        let told = |line: &Value| line["event"] == "turn";
        let mut turns = self
            .seen
            .borrow()
            .iter()
            .filter(|line| told(line))
            .cloned()
            .collect::<Vec<_>>();
        turns.extend(self.rest().into_iter().filter(told));
        let replayed = Command::new(program)
            .args(["replay", "--json"])
            .arg(self.home.join("journal.json"))
            .output()
            .unwrap();
        assert!(
            replayed.status.success(),
            "{}",
            String::from_utf8_lossy(&replayed.stderr)
        );
        let lines = String::from_utf8(replayed.stdout).unwrap();
        let again = lines.lines().map(|line| serde_json::from_str(line).unwrap());
        assert_eq!(again.filter(told).collect::<Vec<Value>>(), turns);
    }

    /// Waits for its end, which must be without an error.
    pub fn ends(mut self) {
        self.input = None;
        assert!(self.process.wait().unwrap().success());
    }

    /// Whether the process is alive.
    pub fn lives(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
