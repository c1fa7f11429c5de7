//! The operator's program: merges the files of machines and reports frequent words.
//!
//! Owns its output and its exit codes; what it computes is the library's.

mod command_line;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use serde_json::json;

use super::error::UnansweredError;
use super::places::SketchKey;
use super::report::{Estimates, Frequent, candidates};
use super::sketch::Sketch;
use command_line::{Action, CommandLine, Report};

/// A list of words may be so long.
const MAX_LIST: u64 = 64 << 20;
/// The system's list of words.
const SYSTEM_WORDS: &str = "/usr/share/dict/words";

/// The command line, for the manual page and completions.
pub fn command_line() -> clap::Command {
    CommandLine::command()
}

/// Runs the program; returns its exit code.
pub fn main() -> ExitCode {
    let done = match CommandLine::parse().action {
        Action::Merge { out, files } => merge(&out, &files),
        Action::Report(report) => tell(&report),
        Action::Info { file } => info(&file),
    };
    let printed = done.and_then(|text| {
        io::stdout()
            .lock()
            .write_all(text.as_bytes())
            .map_err(Failure::Output)
    });
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let harmless: String = failure
                .to_string()
                .chars()
                .map(|letter| if letter.is_control() { '\u{fffd}' } else { letter })
                .collect();
            let _ = writeln!(io::stderr().lock(), "mynah-unanswered: {harmless}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Counts(#[from] UnansweredError),
    #[error("The output cannot be written ({0}): send it elsewhere.")]
    Output(io::Error),
}

fn merge(out: &Path, files: &[std::path::PathBuf]) -> Result<String, Failure> {
    let mut sum: Option<Sketch> = None;
    for path in files {
        let sketch = Sketch::read(path)?;
        match &mut sum {
            None => sum = Some(sketch),
            Some(sum) => sum.merge(&sketch, path)?,
        }
    }
    let Some(sum) = sum else { return Ok(String::new()) };
    sum.write(out)?;
    Ok(described(&sum))
}

fn info(path: &Path) -> Result<String, Failure> {
    Ok(described(&Sketch::read(path)?))
}

fn described(sketch: &Sketch) -> String {
    format!(
        "machines and periods: {}\nfirst day: {}\nepsilon for one conversation in one period: {}\nfingerprint of the salt: {}\n",
        sketch.parts(),
        sketch.begun(),
        sketch.epsilon(),
        sketch.fingerprint()
    )
}

fn tell(report: &Report) -> Result<String, Failure> {
    let sketch = Sketch::read(&report.file)?;
    let key = SketchKey::new(&report.salt);
    if key.fingerprint() != sketch.fingerprint() {
        return Err(UnansweredError::OtherSalt(report.file.clone()).into());
    }
    let candidates = words(report.words.as_deref())?;
    let mut estimates = Estimates::new(&sketch, &key);
    let error = estimates.standard_error();
    let (found, threshold) = estimates.frequent(&candidates, usize::from(report.top));
    if report.json {
        let found: Vec<_> = found
            .iter()
            .map(|found| json!({"words": found.words, "estimate": found.estimate.round()}))
            .collect();
        let told = json!({
            "machines_and_periods": sketch.parts(),
            "candidates": candidates.len(),
            "standard_error": error,
            "threshold": threshold,
            "found": found,
        });
        return Ok(format!("{told}\n"));
    }
    let mut text = format!(
        "{} candidates; an estimate counts from {threshold:.0}; the standard error of each is {error:.0}\n",
        candidates.len()
    );
    let line = |found: &Frequent| format!("{:>8.0} ± {error:.0}  {}\n", found.estimate, found.words);
    text.extend(found.iter().map(line));
    if found.is_empty() {
        text += "No candidate is frequent enough to be told from the noise.\n";
    }
    Ok(text)
}

fn words(named: Option<&Path>) -> Result<BTreeSet<String>, UnansweredError> {
    let path = named.unwrap_or(Path::new(SYSTEM_WORDS));
    let list = mynah_files::read_text(path, MAX_LIST).map_err(|reason| {
        let is_missing = named.is_none() && reason.is_absent();
        if is_missing {
            let sentence = format!("There is no list of words at {SYSTEM_WORDS}: name one with --words.");
            return UnansweredError::Candidates(sentence);
        }
        let path = path.to_owned();
        UnansweredError::Unreadable { path, reason }
    })?;
    let too_many = || {
        format!(
            "The list {} has more than a million words: shorten it.",
            path.display()
        )
    };
    let found = candidates(&list).ok_or_else(|| UnansweredError::Candidates(too_many()))?;
    if found.is_empty() {
        let sentence = format!(
            "The list {} has no words: write one or two on each line.",
            path.display()
        );
        return Err(UnansweredError::Candidates(sentence));
    }
    Ok(found)
}
