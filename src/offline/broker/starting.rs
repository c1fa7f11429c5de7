//! Programs are started, and held.
//!
//! Owns what happens between the fork and the program: its descriptors, its environment, its own rules. A program for words or
//! for the sound server becomes itself once and can become nothing else: the broker is asked about `execveat`, lets the first
//! one through, which is ours, and then listens no more, so that the kernel refuses all others.

use std::ffi::CString;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, set_parent_process_death_signal, waitpid};

use super::super::Grants;
use super::super::line::{Line, wait_for_input};
use super::super::programs::{Program, Rights, StartError};
use super::super::raw::notices::{Notice, ask_about};
use super::super::system_calls::{self, Part};
use super::super::{files, raw};
use super::{Leash, Running};

/// Variables that a program is given of ours: what it is asked is in its arguments.
const ENVIRONMENT: [&str; 18] = [
    "HOME",
    "PATH",
    "USER",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "PULSE_SERVER",
    "PULSE_COOKIE",
    "PULSE_RUNTIME_PATH",
    "PULSE_SINK",
    "PULSE_SOURCE",
    "ALSA_CONFIG_PATH",
    "SPEECHD_ADDRESS",
];
/// A program is expected to have become itself by then.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Where its line to the broker is kept until then.
const LINE: i32 = 3;
const FILE: i32 = 4;

/// A program that the broker has started.
pub(super) struct Started {
    pub(super) process: Pid,
    /// How it ended, once somebody has asked; its number may be another process's since then.
    ended: Option<i32>,
    /// Closed at the other end when nobody needs it any more.
    pub(super) leash: OwnedFd,
}

impl Started {
    pub(super) fn end(&self) {
        if self.ended.is_some() {
            return;
        }
        let _ = kill_process(self.process, Signal::KILL);
        let _ = waitpid(Some(self.process), WaitOptions::empty());
    }

    /// Its exit code, or 128 and the number of the signal that ended it, as shells count; `None` while it runs.
    pub(super) fn ended(&mut self) -> Option<i32> {
        if self.ended.is_none()
            && let Ok(Some((_, status))) = waitpid(Some(self.process), WaitOptions::NOHANG)
        {
            let by_signal = || status.terminating_signal().map(|signal| 128 + signal);
            self.ended = status.exit_status().or_else(by_signal);
        }
        self.ended
    }
}

/// The ends of a program's descriptors that it keeps itself.
struct Inside {
    input: OwnedFd,
    output: OwnedFd,
    errors: OwnedFd,
}

/// Starts a program of the list; returns it, and the ends of its descriptors for who asked.
pub(super) fn start(
    grants: &Grants,
    name: &Path,
    arguments: &[String],
    errors: bool,
) -> Result<(Started, [OwnedFd; 4]), StartError> {
    let program = grants
        .programs
        .iter()
        .find(|program| program.name == name && program.allows(arguments))
        .ok_or(StartError::Unlisted)?;
    let file = program.open(&grants.files.write)?;
    let (input, our_input) = pipe_with(PipeFlags::CLOEXEC)?;
    let (our_output, output) = pipe_with(PipeFlags::CLOEXEC)?;
    let (our_errors, complaints) = pipe_with(PipeFlags::CLOEXEC)?;
    let (leash, our_leash) = pipe_with(PipeFlags::CLOEXEC)?;
    let (line, their_line) = Line::pair()?;
    let complaints = if errors {
        complaints
    } else {
        File::options().write(true).open("/dev/null")?.into()
    };
    let inside = Inside {
        input,
        output,
        errors: complaints,
    };
    let Some(process) = raw::fork()? else {
        // Returns only where it failed; the broker learns it by the end of the line.
        let _ = become_it(program, file, arguments, inside, their_line.into());
        raw::leave(127);
    };
    drop((inside, their_line));
    let process = Pid::from_raw(process).ok_or(StartError::Unlisted)?;
    let started = Started {
        process,
        ended: None,
        leash,
    };
    if program.rights != Rights::Service
        && let Err(error) = let_through(&line)
    {
        started.end();
        return Err(error.into());
    }
    let ends = [our_input, our_output, our_errors, our_leash];
    Ok((started, ends))
}

/// Lets a new process become its program, once.
fn let_through(line: &Line) -> io::Result<()> {
    let failed = || io::Error::other("it could not be confined");
    if !line.wait(TIMEOUT) {
        return Err(io::ErrorKind::TimedOut.into());
    }
    let listener = line
        .receive()?
        .descriptors
        .into_iter()
        .next()
        .ok_or_else(failed)?;
    if !wait_for_input(&listener, TIMEOUT) {
        return Err(io::ErrorKind::TimedOut.into());
    }
    Notice::receive(&listener)?.go_on(&listener)
    // The listener is closed here: whoever asks from now on is refused.
}

/// In the new process: gives up what the program does not need, and becomes it.
fn become_it(
    program: &Program,
    file: OwnedFd,
    arguments: &[String],
    inside: Inside,
    line: OwnedFd,
) -> Result<std::convert::Infallible, String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let is_service = program.rights == Rights::Service;
    if !is_service {
        set_parent_process_death_signal(Some(Signal::KILL)).map_err(|error| told(&error))?;
    }
    rustix::stdio::dup2_stdin(&inside.input).map_err(|error| told(&error))?;
    rustix::stdio::dup2_stdout(&inside.output).map_err(|error| told(&error))?;
    rustix::stdio::dup2_stderr(&inside.errors).map_err(|error| told(&error))?;
    let (line, file) = places(line, file).map_err(|error| told(&error))?;
    // Closed with all the others.
    std::mem::forget(inside);
    raw::close_all_but(&[LINE, FILE]);
    files::restrict(&program.files)?;
    let part = match program.rights {
        Rights::Words => Part::Helper { connects: false },
        Rights::Sound => Part::Helper { connects: true },
        Rights::Service => Part::Starter,
        Rights::Tool => Part::Tool,
    };
    let string = |bytes: &[u8]| CString::new(bytes).map_err(|error| told(&error));
    let called = program.called.as_ref().map(String::as_bytes);
    let mut all = vec![string(called.unwrap_or(program.file.as_os_str().as_bytes()))?];
    for argument in program.before.iter().chain(arguments) {
        all.push(string(argument.as_bytes())?);
    }
    let mut environment = Vec::new();
    for name in ENVIRONMENT {
        if let Some(value) = std::env::var_os(name) {
            environment.push(string(&[name.as_bytes(), b"=", value.as_bytes()].concat())?);
        }
    }
    // First: the others allow no more filters.
    let listener = if is_service {
        None
    } else {
        Some(ask_about(&[libc::SYS_execveat]).map_err(|error| told(&error))?)
    };
    system_calls::restrict(part)?;
    if let Some(listener) = listener {
        Line::from(line)
            .send(b"x", &[listener.as_fd()])
            .map_err(|error| told(&error))?;
        drop(listener);
    }
    raw::become_program(&file, &all, &environment).map_err(|error| told(&error))
}

/// Puts the two descriptors where nothing else will be.
fn places(line: OwnedFd, file: OwnedFd) -> io::Result<(OwnedFd, OwnedFd)> {
    // Out of the way first: each may lie where the other one belongs.
    let above = |descriptor: OwnedFd| rustix::io::fcntl_dupfd_cloexec(&descriptor, 64);
    let (line, file) = (above(line)?, above(file)?);
    raw::move_to(&line, LINE)?;
    raw::move_to(&file, FILE)?;
    Ok((raw::adopt(LINE)?, raw::adopt(FILE)?))
}

/// Starts a program where there is no broker, because nothing is protected: what embeds the library, and tests.
pub(in crate::offline) fn start_directly(
    name: &Path,
    arguments: &[String],
    errors: bool,
) -> Result<Running, StartError> {
    let mut child = Command::new(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(if errors { Stdio::piped() } else { Stdio::null() })
        .spawn()?;
    let missing = || StartError::Refused("it has no pipes".to_owned());
    let input = child.stdin.take().ok_or_else(missing)?;
    let output = child.stdout.take().ok_or_else(missing)?;
    let complaints: OwnedFd = match child.stderr.take() {
        Some(stderr) => stderr.into(),
        None => File::open("/dev/null")?.into(),
    };
    Ok(Running {
        input: Some(OwnedFd::from(input).into()),
        output: OwnedFd::from(output).into(),
        errors: complaints.into(),
        leash: Leash::Own(child),
    })
}
