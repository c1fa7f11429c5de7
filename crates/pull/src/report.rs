//! Telling a person what happens: bars on a terminal, lines in a pipe.
//!
//! Owns the words of the progress and what may be printed at all. Results are told at the end, by `outcome`.

use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::error::{PullError, megabytes};
use crate::job::Job;
use crate::transfer::Fetched;

/// Who is told what happens to a file.
pub trait Report: Send + Sync {
    /// So many bytes of it are there, of so many in all.
    fn progress(&self, job: &Job, have: u64, whole: Option<u64>);
    /// Something that the person may want to know.
    fn note(&self, job: &Job, text: &str);
    /// An attempt failed; the next one comes after `wait`.
    fn retry(&self, job: &Job, reason: &str, wait: Duration);
    /// It is there, or not.
    fn end(&self, job: &Job, result: &Result<Fetched, PullError>);
}

/// Nobody is told anything.
pub struct Silent;

impl Report for Silent {
    fn progress(&self, _: &Job, _: u64, _: Option<u64>) {}
    fn note(&self, _: &Job, _: &str) {}
    fn retry(&self, _: &Job, _: &str, _: Duration) {}
    fn end(&self, _: &Job, _: &Result<Fetched, PullError>) {}
}

/// Bars on a terminal, a line for every tenth elsewhere.
pub fn for_people() -> Box<dyn Report> {
    if std::io::stderr().is_terminal() {
        Box::new(Bars::default())
    } else {
        Box::new(Lines::default())
    }
}

/// A bar for each file.
#[derive(Default)]
struct Bars {
    all: MultiProgress,
    each: Mutex<HashMap<String, ProgressBar>>,
}

impl Bars {
    fn bar(&self, job: &Job) -> ProgressBar {
        let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
        each.entry(job.name())
            .or_insert_with(|| {
                let bar = self.all.add(ProgressBar::new(job.size));
                let template =
                    "{prefix:30!} {bar:24} {bytes:>11}/{total_bytes:11} {bytes_per_sec:>12} {eta:>4}  {msg}";
                if let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style);
                }
                bar.set_prefix(job.name());
                bar
            })
            .clone()
    }
}

impl Report for Bars {
    fn progress(&self, job: &Job, have: u64, whole: Option<u64>) {
        let bar = self.bar(job);
        if let Some(whole) = whole {
            bar.set_length(whole);
        }
        if !bar.message().is_empty() && have > bar.position() {
            bar.set_message("");
        }
        // What an earlier run fetched is no part of the speed.
        if bar.position() == 0 && have > 0 {
            bar.set_position(have);
            bar.reset_eta();
        } else {
            bar.set_position(have);
        }
    }

    fn note(&self, job: &Job, text: &str) {
        self.bar(job).set_message(text.to_owned());
    }

    fn retry(&self, job: &Job, reason: &str, wait: Duration) {
        let text = format!("{}; again in {:.0} s", printable(reason), wait.as_secs_f64());
        self.bar(job).set_message(text);
    }

    fn end(&self, job: &Job, result: &Result<Fetched, PullError>) {
        let bar = self.bar(job);
        match result {
            Ok(_) => bar.finish_with_message("done"),
            Err(_) => bar.abandon_with_message("failed"),
        }
    }
}

/// Lines on standard error.
#[derive(Default)]
struct Lines {
    /// The tenth that was told last, by file.
    told: Mutex<HashMap<String, u64>>,
}

impl Report for Lines {
    fn progress(&self, job: &Job, have: u64, whole: Option<u64>) {
        let Some(whole) = whole.filter(|&whole| whole > 0) else {
            return;
        };
        let tenth = have.saturating_mul(10) / whole;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.insert(job.name(), tenth) != Some(tenth) {
            complain(&format!(
                "{}: {} of {}",
                job.name(),
                megabytes(have),
                megabytes(whole)
            ));
        }
    }

    fn note(&self, job: &Job, text: &str) {
        complain(&format!("{}: {text}", job.name()));
    }

    fn retry(&self, job: &Job, reason: &str, wait: Duration) {
        complain(&format!(
            "{}: {reason}; again in {:.0} s",
            job.name(),
            wait.as_secs_f64()
        ));
    }

    fn end(&self, _: &Job, _: &Result<Fetched, PullError>) {}
}

/// Prints a line to standard output.
pub fn answer(text: &str) {
    // println! would panic when the pipe is closed.
    let _ = writeln!(std::io::stdout().lock(), "{}", printable(text));
}

/// Prints a line to standard error.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "mynah-pull: {}", printable(text));
}

/// Text in which a server, a catalogue or a file name cannot hide instructions for the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\n' | '\t' => letter,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            _ if letter.is_control() => '\u{fffd}',
            _ => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_for_the_terminal_are_not_printed() {
        assert_eq!(printable("a\u{1b}[2Jb\u{202e}c\nd"), "a\u{fffd}[2Jb\u{fffd}c\nd");
    }
}
