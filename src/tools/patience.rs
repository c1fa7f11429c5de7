//! How long a tool is waited for, and what it writes meanwhile.
//!
//! Owns the deadline and the pieces in which pipes are read. Between them it asks whether anybody still waits.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use super::{Fault, ToolCaller};
use crate::offline::{Running, wait_for};

/// The time between two checks whether anybody still waits.
const SLICE: Duration = Duration::from_millis(50);
/// The time between two checks whether a program that has closed its output has ended.
const PAUSE: Duration = Duration::from_millis(5);
/// What is kept of a complaint, in bytes.
const MAX_COMPLAINT_LEN: usize = 2 * 1024;
/// What is read at once.
const CHUNK: usize = 8 * 1024;

/// A deadline, and who may give up before.
pub(super) struct Patience<'a> {
    deadline: Instant,
    caller: &'a mut dyn ToolCaller,
}

impl<'a> Patience<'a> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a deadline for another process, no part of a turn"
    )]
    pub(super) fn new(seconds: u8, caller: &'a mut dyn ToolCaller) -> Self {
        Self {
            deadline: Instant::now() + Duration::from_secs(seconds.into()),
            caller,
        }
    }

    /// Whether somebody still waits.
    pub(super) fn check(&mut self) -> Result<(), Fault> {
        self.slice().map(drop)
    }

    /// Waits a moment, if somebody still waits.
    pub(super) fn rest(&mut self) -> Result<(), Fault> {
        std::thread::sleep(self.slice()?.min(PAUSE));
        Ok(())
    }

    /// What the language model writes after a prompt, until the deadline.
    #[expect(
        clippy::disallowed_methods,
        reason = "a deadline for another process, no part of a turn"
    )]
    pub(super) fn generate(&mut self, prompt: &str, max_tokens: usize) -> Option<String> {
        let deadline = self.deadline;
        self.caller
            .generate(prompt, max_tokens, &mut || Instant::now() >= deadline)
    }

    /// How long to wait before asking again.
    #[expect(
        clippy::disallowed_methods,
        reason = "a deadline for another process, no part of a turn"
    )]
    fn slice(&mut self) -> Result<Duration, Fault> {
        if !self.caller.goes_on() {
            return Err(Fault::Stopped);
        }
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Fault::Late);
        }
        Ok(left.min(SLICE))
    }
}

/// What a running tool writes: its output in pieces, and the beginning of its complaints.
#[derive(Debug, Default)]
pub(super) struct Pipes {
    complaint: Vec<u8>,
    has_ended: bool,
}

impl Pipes {
    /// The next piece of its output; an empty one is the end.
    pub(super) fn next(&mut self, running: &Running, patience: &mut Patience<'_>) -> Result<Vec<u8>, Fault> {
        loop {
            let slice = patience.slice()?;
            let (has_output, has_errors) = if self.has_ended {
                let [output] = wait_for([&running.output], slice)?;
                (output, false)
            } else {
                let [output, errors] = wait_for([&running.output, &running.errors], slice)?;
                (output, errors)
            };
            if has_errors {
                self.complain(&running.errors)?;
            }
            if has_output {
                return piece(&running.output);
            }
        }
    }

    /// Waits until it has ended after its output has; its exit code.
    pub(super) fn end(&mut self, running: &mut Running, patience: &mut Patience<'_>) -> Result<i32, Fault> {
        loop {
            let slice = patience.slice()?.min(PAUSE);
            if !self.has_ended {
                let [has_errors] = wait_for([&running.errors], slice)?;
                if has_errors {
                    self.complain(&running.errors)?;
                    continue;
                }
            }
            if let Some(code) = running.ended()? {
                return Ok(code);
            }
            if self.has_ended {
                std::thread::sleep(slice);
            }
        }
    }

    fn complain(&mut self, errors: &File) -> Result<(), Fault> {
        let piece = piece(errors)?;
        self.has_ended |= piece.is_empty();
        let left = MAX_COMPLAINT_LEN.saturating_sub(self.complaint.len());
        self.complaint.extend(piece.iter().take(left));
        Ok(())
    }

    /// Writes the complaint into the log, at the level for looking closely only: it may quote what was said.
    pub(super) fn log(&mut self, tool: &str) {
        if !self.complaint.is_empty() {
            let complaint = String::from_utf8_lossy(&self.complaint);
            let complaint: String = complaint.escape_debug().collect();
            tracing::debug!(tool, complaint, "a tool complained");
            self.complaint.clear();
        }
    }
}

fn piece(mut pipe: &File) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![0; CHUNK];
    loop {
        match pipe.read(&mut bytes) {
            Ok(read) => {
                bytes.truncate(read);
                return Ok(bytes);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
}
