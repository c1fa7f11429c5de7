//! `mynah-pull`: fetches public models.
//!
//! Owns everything of mynah that uses a network, in a program of its own: `mynah` neither depends on this crate nor starts it. A run
//! reads the catalogue, asks about licences, locks the folder, and fetches each file into a part beside its place; a part becomes the
//! file only when it is whole and was compared with its SHA-256.

mod address;
mod answer;
mod attempt;
mod catalogue;
mod command_line;
mod consent;
mod error;
mod folder;
mod job;
mod limits;
mod outcome;
mod part;
mod recognise;
mod report;
mod transfer;

use std::collections::HashSet;
use std::sync::Arc;

use clap::Parser;
use mynah_catalog::Entry;
use tokio::signal::unix::{SignalKind, signal};

pub use address::Source;
pub use command_line::{CommandLine, command_line};
pub use error::PullError;
pub use folder::Folder;
pub use job::Job;
pub use limits::Limits;
pub use report::{Report, Silent};
pub use transfer::{Checked, Ended, Fetched, Transfers};

/// Runs the program; returns its exit code.
pub fn main() -> u8 {
    let line = CommandLine::parse();
    match run(&line) {
        Ok(code) => code,
        Err(error) => {
            if line.json {
                report::answer(&outcome::failure(&error).to_string());
            } else {
                report::complain(&error.to_string());
            }
            error.exit_code()
        }
    }
}

fn run(line: &CommandLine) -> Result<u8, PullError> {
    let entries = catalogue::read(line.catalogue.as_deref())?;
    if line.lists() {
        if line.json {
            catalogue::print_as_json(&entries);
        } else {
            catalogue::print(&entries);
        }
        return Ok(0);
    }
    let chosen = catalogue::chosen(&entries, &line.names)?;
    let (path, source) = (line.folder()?, line.source()?);
    let jobs = Job::list(&chosen, &source, &path)?;
    let missing: Vec<Entry> = missing(&chosen, &jobs, line.force);
    if !missing.is_empty() {
        consent::ask(&missing, &path.display().to_string(), line.yes)?;
    }
    if source.is_exposed() {
        report::complain(&format!(
            "{} is asked without encryption: what comes can be read and changed on the way; only a SHA-256 of the catalogue protects against that.",
            source.host()
        ));
    }
    let folder = Folder::lock(&path)?;
    folder.has_room_for(needed(&jobs))?;
    let report: Arc<dyn Report> = if line.json {
        Arc::new(Silent)
    } else {
        report::for_people().into()
    };
    let transfers = Transfers::new(source, folder, line.limits(), report, line.force)?;
    let ended = until_a_signal(transfers.run(jobs, usize::from(line.jobs)))?;
    Ok(if line.json {
        outcome::tell_as_json(&ended)
    } else {
        outcome::tell(&ended)
    })
}

/// The models of which a file is missing, or all of them if those that differ are to be replaced.
fn missing(chosen: &[Entry], jobs: &[Job], force: bool) -> Vec<Entry> {
    let ids: HashSet<&str> = jobs
        .iter()
        .filter(|job| force || !job.target.exists())
        .map(|job| job.id.as_str())
        .collect();
    chosen
        .iter()
        .filter(|entry| ids.contains(entry.id.as_str()))
        .cloned()
        .collect()
}

/// Bytes that the missing files take beyond what is there of them.
fn needed(jobs: &[Job]) -> u64 {
    jobs.iter()
        .filter(|job| !job.target.exists())
        .map(|job| job.size.saturating_sub(part::left(&job.target)))
        .fold(0, u64::saturating_add)
}

/// Runs the transfers, and drops them when the program is told to stop. What they have fetched is in the files at every moment.
fn until_a_signal(transfers: impl Future<Output = Vec<Ended>>) -> Result<Vec<Ended>, PullError> {
    let failed = |error: std::io::Error| {
        PullError::Usage(format!(
            "This program cannot wait for the network or for signals ({error})."
        ))
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let result = runtime.block_on(async {
        let mut interrupted = signal(SignalKind::interrupt()).map_err(failed)?;
        let mut terminated = signal(SignalKind::terminate()).map_err(failed)?;
        tokio::select! {
            ended = transfers => Ok(ended),
            _ = interrupted.recv() => Err(PullError::Interrupted),
            _ = terminated.recv() => Err(PullError::Terminated),
        }
    });
    // A file of gigabytes may be on its way to the disk; it is a part until then.
    runtime.shutdown_background();
    result
}
