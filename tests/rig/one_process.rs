//! A running `examples/microphone.rs`: a spoken conversation in one process, as a program that embeds mynah has it.
//!
//! Owns the process and its lines. Knows nothing of sound.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::sound_card::SoundCard;

/// Far longer than loading or a turn takes.
const TIMEOUT: Duration = Duration::from_secs(60);

pub struct OneProcess {
    process: Child,
    lines: Receiver<String>,
}

impl OneProcess {
    /// Starts it over the sample knowledge and waits until it listens.
    pub fn start(example: &Path, root: &Path, models: &Path, card: &SoundCard) -> Self {
        let mut process = Command::new(example)
            .arg(models)
            .arg(root.join("assets/knowledge/harbor-house"))
            .envs(card.environment())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", example.display()));
        let (sender, lines) = channel();
        let output = BufReader::new(process.stdout.take().unwrap());
        // Ends with the program's output.
        std::thread::Builder::new()
            .spawn(move || {
                for line in output.lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            })
            .unwrap();
        let conversation = Self { process, lines };
        conversation.wait("Listening");
        conversation
    }

    /// Waits for a line that begins so, and returns it.
    pub fn wait(&self, begin: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(TIMEOUT).unwrap();
            if line.starts_with(begin) {
                return line;
            }
        }
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for OneProcess {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where cargo puts the example: beside the program.
pub fn example(program: &Path) -> PathBuf {
    program.with_file_name("examples").join("microphone")
}
