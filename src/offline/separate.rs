//! A part of the program in a process of its own, with less to reach than the rest has.
//!
//! Owns the fork, what such a part gives up, and the line to it. What it serves is not known here. It is forked before the other
//! layers are put in force, because it reaches what the rest of the program may not.

use std::ffi::CStr;
use std::fs::File;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

use super::line::Line;
use super::{Grants, Layer, Missing, confine, raw};

/// The part has protected itself by then.
const TIMEOUT: Duration = Duration::from_secs(10);

/// What a process of its own is forked with.
pub struct Separate<'a> {
    /// As the list of processes shows it; at most 15 bytes.
    pub name: &'static CStr,
    /// What it may reach.
    pub grants: &'a Grants,
    /// When it ends.
    pub lifetime: Lifetime,
    /// The descriptors of this process that it keeps beside its line.
    pub keeps: &'a [RawFd],
    /// What it does with its end of the line, until that is closed.
    pub serve: &'a dyn Fn(&Line),
}

/// When a separate part ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// At once when the program ends.
    Program,
    /// By itself: it has something to put in order first.
    Own,
}

/// Forks it, with these layers; returns the line to it, and the layers that the kernel refused it. No other thread may run yet.
pub(super) fn start(part: &Separate<'_>, wanted: &[Layer]) -> Result<(Line, Missing), String> {
    let told = |error: std::io::Error| error.to_string();
    let (ours, theirs) = Line::pair().map_err(told)?;
    if raw::fork().map_err(told)?.is_none() {
        // Nothing that this process has open is the part's, but what it keeps: no line to another part, no pipe to a supervisor.
        let line = theirs.as_fd().as_raw_fd();
        raw::close_all_but(&[&[line], part.keeps].concat());
        let code = i32::from(run(part, &theirs, wanted).is_err());
        if code == 0 {
            (part.serve)(&theirs);
        }
        raw::leave(code);
    }
    drop(theirs);
    let failed = || format!("{} could not be confined", part.name.to_string_lossy());
    if !ours.wait(TIMEOUT) {
        return Err(failed());
    }
    let message = ours.receive().map_err(told)?;
    let missing: Vec<(String, String)> = serde_json::from_slice(&message.bytes).map_err(|_| failed())?;
    Ok((ours, super::layers_of(missing)))
}

/// In the new process: gives up the terminal, its signals and all that is not granted, and says which layers are missing.
fn run(part: &Separate<'_>, line: &Line, wanted: &[Layer]) -> std::io::Result<()> {
    let _ = rustix::process::setsid();
    if part.lifetime == Lifetime::Program {
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    }
    let _ = rustix::thread::set_name(part.name);
    // Signals are for the program, which ends its parts by itself: `pkill mynah` must not take away what restores the terminal.
    for signal in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] {
        signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)))?;
    }
    let nothing = File::options().read(true).write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdin(&nothing)?;
    rustix::stdio::dup2_stdout(&nothing)?;
    rustix::stdio::dup2_stderr(&nothing)?;
    let missing: Vec<(&str, String)> = confine(part.grants, wanted)
        .into_iter()
        .map(|(layer, reason)| (layer.name(), reason))
        .collect();
    line.send(&serde_json::to_vec(&missing)?, &[])
}
