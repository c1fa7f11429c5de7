//! A program that is given text and answers with bytes.
//!
//! One process for each text: one that dies or hangs costs one clause. The text goes in through standard input, never
//! as an argument. Owns the patience; who starts the program, and what it may reach, `offline` knows. Knows nothing of what the
//! bytes mean.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::offline::{self, Running, StartError};

use super::super::SpeakingError;

/// An answer is at most this long, in bytes: half an hour of sound at 22 kHz.
const MAX_ANSWER_LEN: u64 = 80_000_000;
/// The same for a complaint.
const MAX_COMPLAINT_LEN: u64 = 64 * 1024;
/// Time that an answer may take, and more for each byte of text.
const TIMEOUT: Duration = Duration::from_secs(10);
const PATIENCE_PER_BYTE: Duration = Duration::from_millis(5);

/// A program with its arguments.
#[derive(Debug, Clone)]
pub(super) struct Program {
    path: PathBuf,
    arguments: Vec<String>,
}

impl Program {
    pub(super) fn new(path: &Path, arguments: &[&str]) -> Self {
        Self {
            path: path.to_owned(),
            arguments: arguments.iter().map(ToString::to_string).collect(),
        }
    }

    /// What it makes of a text. Tries twice: a process that was killed from outside is started again.
    pub(super) fn ask(&self, text: &str) -> Result<Vec<u8>, SpeakingError> {
        match self.once(text) {
            Err(error @ (SpeakingError::Hung(_) | SpeakingError::Failed { .. })) => {
                tracing::warn!(%error, "the program is started again");
                self.once(text)
            }
            done => done,
        }
    }

    /// What it prints on standard error when it is run without any text.
    pub(super) fn complaint(&self) -> Result<String, SpeakingError> {
        let mut running = self.start(true)?;
        drop(running.input.take());
        let complaint = self.read(&running.errors, MAX_COMPLAINT_LEN, TIMEOUT)?;
        Ok(String::from_utf8_lossy(&complaint).into_owned())
    }

    fn once(&self, text: &str) -> Result<Vec<u8>, SpeakingError> {
        let mut running = self.start(false)?;
        let Some(mut input) = running.input.take() else {
            return Err(self.failed("it has no pipes".to_owned()));
        };
        let words = text.to_owned();
        std::thread::Builder::new()
            .name("program-in".to_owned())
            // A program that closes its input early is judged by its answer.
            .spawn(move || drop(input.write_all(words.as_bytes())))
            .map_err(|error| self.failed(error.to_string()))?;
        let patience = TIMEOUT + PATIENCE_PER_BYTE * u32::try_from(text.len()).unwrap_or(u32::MAX);
        let answer = self.read(&running.output, MAX_ANSWER_LEN, patience)?;
        if answer.is_empty() {
            return Err(self.failed("it gave no answer".to_owned()));
        }
        Ok(answer)
    }

    fn read(&self, pipe: &File, limit: u64, patience: Duration) -> Result<Vec<u8>, SpeakingError> {
        offline::read_within(pipe, limit, patience).map_err(|error| match error.kind() {
            ErrorKind::TimedOut => SpeakingError::Hung(self.path.clone()),
            _ => self.failed(error.to_string()),
        })
    }

    /// It ends when what is returned is dropped.
    fn start(&self, errors: bool) -> Result<Running, SpeakingError> {
        offline::start(&self.path, &self.arguments, errors).map_err(|error| match error {
            StartError::Untrusted(file) => SpeakingError::Untrusted(file),
            error => SpeakingError::NotInstalled {
                program: self.path.clone(),
                reason: error.to_string(),
            },
        })
    }

    /// It answered, but not with what was asked for.
    pub(super) fn failed(&self, reason: String) -> SpeakingError {
        SpeakingError::Failed {
            program: self.path.clone(),
            reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_answers_nothing_has_failed() {
        let silent = Program::new(Path::new("/bin/true"), &[]);
        assert!(matches!(silent.ask("hello"), Err(SpeakingError::Failed { .. })));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "nobody waits")]
    fn a_program_that_is_stopped_is_not_waited_for() {
        let sleeping = Program::new(Path::new("/bin/sleep"), &["60"]);
        let began = std::time::SystemTime::now();
        assert!(matches!(sleeping.complaint(), Err(SpeakingError::Hung(_))));
        assert!(began.elapsed().unwrap() < TIMEOUT * 2);
    }

    #[test]
    fn long_text_and_long_answers_do_not_block_each_other() {
        let text = "word ".repeat(200_000);
        let answer = Program::new(Path::new("/bin/cat"), &[]).ask(&text).unwrap();
        assert_eq!(answer, text.as_bytes());
    }
}
