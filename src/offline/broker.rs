//! The one process that may start programs and open sockets for this one.
//!
//! Owns that process, which is forked before anything else happens, and the line to it. It parses nothing that a stranger wrote:
//! requests of ours, and addresses of sockets. What it does for us is a short list: the programs of it are started
//! (`starting`), the [`AllowedSocket`]s of it are opened and sockets are made where others may be waited for (`sockets`), files that
//! were made for an answer and stayed empty are removed.
//! When this process ends, so does the broker, and all that it has started for words.

mod sockets;
mod starting;

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use rustix::event::{PollFd, PollFlags, poll};
use serde::{Deserialize, Serialize};

pub use sockets::AllowedSocket;
pub(super) use starting::start_directly;

use super::line::{Line, MAX_DESCRIPTORS, Message};
use super::programs::{Rights, StartError};
use super::raw::notices::{Notice, ask_about};
use super::system_calls::{self, Part};
use super::{Files, Grants, files, privileges, raw};
use starting::Started;

/// Programs that run at once: voices and tools.
const MAX_STARTED: usize = 16;
/// The answer to what was only to be done.
const DONE: Result<(), StartError> = Ok(());

/// What this process asks for.
#[derive(Debug, Serialize, Deserialize)]
enum Request {
    /// The descriptor that comes with it is asked about `connect`.
    Listen,
    /// A program is to be started.
    Start {
        name: PathBuf,
        arguments: Vec<String>,
        errors: bool,
    },
    /// How the program with this number has ended, if it has.
    Ended { process: i32 },
    /// Nothing more will be asked.
    Finish,
}

/// A program that runs: its standard descriptors. It ends when this is dropped.
#[derive(Debug)]
pub struct Running {
    /// What it reads.
    pub input: Option<File>,
    /// What it writes.
    pub output: File,
    /// What it complains; nothing unless that was asked for.
    pub errors: File,
    leash: Leash,
}

impl Running {
    /// Its exit code, or 128 and the number of the signal that ended it, as shells count; `None` while it runs.
    ///
    /// # Errors
    /// The system's, where the broker does not answer.
    pub fn ended(&mut self) -> io::Result<Option<i32>> {
        match &mut self.leash {
            Leash::Broker { process, .. } => {
                let (answer, _) = ask(&Request::Ended { process: *process }, None)?;
                Ok(serde_json::from_slice(&answer)?)
            }
            Leash::Own(child) => {
                let ended = child.try_wait()?;
                Ok(ended.map(|status| status.code().unwrap_or(128)))
            }
        }
    }
}

/// What ends a program.
#[derive(Debug)]
enum Leash {
    /// The broker ends it when this is closed.
    Broker { process: i32, _end: OwnedFd },
    /// There is no broker: this process has started it.
    Own(std::process::Child),
}

impl Drop for Leash {
    fn drop(&mut self) {
        if let Self::Own(child) = self {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The line to the broker of this process.
static LINE: OnceLock<Mutex<Line>> = OnceLock::new();

/// Forks the broker. No other thread may run yet.
pub(super) fn start(grants: &Grants) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    // It is opened here, because nobody else may look into this process later, not even the broker.
    let memory = File::open("/proc/self/mem").map_err(|error| told(&error))?;
    let (ours, theirs) = Line::pair().map_err(|error| told(&error))?;
    if raw::fork().map_err(|error| told(&error))?.is_none() {
        raw::close_all_but(&[theirs.as_fd().as_raw_fd(), memory.as_raw_fd()]);
        let code = i32::from(serve(theirs, memory, grants).is_err());
        raw::leave(code);
    }
    LINE.set(Mutex::new(ours))
        .map_err(|_| "there is a broker already".to_owned())
}

/// Forks a process that is confined as a broker is and does something else, for `prove-offline`; returns the line to it.
pub(super) fn start_with_another_task(grants: &Grants, serve: &dyn Fn(&Line)) -> Result<Line, String> {
    let (ours, theirs) = Line::pair().map_err(|error| error.to_string())?;
    if raw::fork().map_err(|error| error.to_string())?.is_none() {
        raw::close_all_but(&[theirs.as_fd().as_raw_fd()]);
        let confined = confine(grants);
        if confined.is_ok() && theirs.send(b"!", &[]).is_ok() {
            serve(&theirs);
        }
        raw::leave(confined.is_err().into());
    }
    if ours.receive().map_or(true, |message| message.bytes != b"!") {
        return Err("the broker could not be confined".to_owned());
    }
    Ok(ours)
}

/// From now on this process connects to nothing by itself, and waits for nobody but where it may.
pub(super) fn supervise() -> Result<(), String> {
    let listener = ask_about(&[libc::SYS_connect, libc::SYS_bind])
        .map_err(|error| format!("this kernel asks nobody about a call ({error})"))?;
    ask(&Request::Listen, Some(&listener))
        .map(drop)
        .map_err(|error| error.to_string())
}

/// Whether there is a broker for this process.
pub(super) fn is_there() -> bool {
    LINE.get().is_some()
}

/// Starts a program of the list.
pub(super) fn start_program(
    name: &std::path::Path,
    arguments: &[String],
    errors: bool,
) -> Result<Running, StartError> {
    let request = Request::Start {
        name: name.to_owned(),
        arguments: arguments.to_vec(),
        errors,
    };
    let (answer, descriptors) = ask(&request, None)?;
    let started: Result<i32, StartError> =
        serde_json::from_slice(&answer).map_err(|error| StartError::Refused(error.to_string()))?;
    let process = started?;
    let descriptors: Result<[OwnedFd; MAX_DESCRIPTORS], _> = descriptors.try_into();
    let [input, output, complaints, leash] =
        descriptors.map_err(|_| StartError::Refused("the broker does not answer".to_owned()))?;
    Ok(Running {
        input: Some(input.into()),
        output: output.into(),
        errors: complaints.into(),
        leash: Leash::Broker { process, _end: leash },
    })
}

/// Waits until the broker has done all that it had to do.
pub(super) fn finish() {
    // Without a broker there was nothing to do.
    let _ = ask(&Request::Finish, None);
}

fn ask(request: &Request, descriptor: Option<&OwnedFd>) -> io::Result<(Vec<u8>, Vec<OwnedFd>)> {
    let line = LINE.get().ok_or(io::ErrorKind::NotConnected)?;
    let line = line.lock().unwrap_or_else(PoisonError::into_inner);
    let descriptors: Vec<BorrowedFd<'_>> = descriptor.into_iter().map(AsFd::as_fd).collect();
    line.send(&serde_json::to_vec(request)?, &descriptors)?;
    let Message { bytes, descriptors } = line.receive()?;
    if bytes.is_empty() {
        return Err(io::ErrorKind::BrokenPipe.into());
    }
    Ok((bytes, descriptors))
}

/// The broker itself.
struct Broker<'a> {
    line: Line,
    /// The memory of the process that it serves.
    memory: File,
    grants: &'a Grants,
    listener: Option<OwnedFd>,
    started: Vec<Started>,
    /// Files that were made for an answer, by their inodes.
    made: Vec<(PathBuf, u64)>,
}

fn serve(line: Line, memory: File, grants: &Grants) -> Result<(), String> {
    confine(grants)?;
    let made = grants.made.iter().filter_map(|path| {
        let inode = std::fs::metadata(path).ok()?.ino();
        Some((path.clone(), inode))
    });
    let mut broker = Broker {
        line,
        memory,
        grants,
        listener: None,
        started: Vec::new(),
        made: made.collect(),
    };
    let served = loop {
        match broker.step() {
            Ok(true) => {}
            other => break other,
        }
    };
    // Nobody waits for their leashes any more.
    broker.started.iter().for_each(Started::end);
    broker.tidy();
    served.map(drop).map_err(|error| error.to_string())
}

/// What the broker gives up: its terminal, its signals, all files and calls but those of what it starts.
fn confine(grants: &Grants) -> Result<(), String> {
    let told = |error: rustix::io::Errno| error.to_string();
    let _ = rustix::process::setsid();
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL)).map_err(told)?;
    let _ = rustix::thread::set_name(c"mynah-broker");
    privileges::hide()?;
    let nothing = File::options()
        .read(true)
        .write(true)
        .open("/dev/null")
        .map_err(|error| error.to_string())?;
    rustix::stdio::dup2_stdin(&nothing).map_err(told)?;
    rustix::stdio::dup2_stdout(&nothing).map_err(told)?;
    rustix::stdio::dup2_stderr(&nothing).map_err(told)?;
    let mut own = Files {
        sockets: true,
        ..Files::default()
    };
    for program in &grants.programs {
        own.extend(&program.files);
    }
    let made = grants.made.iter();
    own.remove
        .extend(made.filter_map(|path| path.parent().map(PathBuf::from)));
    // For the descriptors of its children.
    own.write.push("/dev/null".into());
    let places = grants.places.iter();
    own.make_sockets
        .extend(places.filter_map(|path| path.parent().map(PathBuf::from)));
    files::restrict(&own)?;
    let has_service = grants
        .programs
        .iter()
        .any(|program| program.rights == Rights::Service);
    system_calls::restrict(if has_service { Part::Starter } else { Part::Broker })
}

impl Broker<'_> {
    /// Waits for what comes next; `false` when nobody needs it any more.
    fn step(&mut self) -> io::Result<bool> {
        let mut waiting = vec![PollFd::new(&self.line, PollFlags::IN)];
        waiting.extend(
            self.listener
                .iter()
                .map(|listener| PollFd::new(listener, PollFlags::IN)),
        );
        waiting.extend(
            self.started
                .iter()
                .map(|started| PollFd::new(&started.leash, PollFlags::empty())),
        );
        match poll(&mut waiting, None) {
            Err(rustix::io::Errno::INTR) => return Ok(true),
            other => other?,
        };
        let mut ready = waiting
            .iter()
            .map(PollFd::revents)
            .collect::<Vec<_>>()
            .into_iter();
        let asked = ready.next().is_some_and(|ready| !ready.is_empty());
        let connecting = self.listener.is_some().then(|| ready.next()).flatten();
        let mut let_go = ready.map(|ready| !ready.is_empty());
        self.started.retain(|started| {
            let ends = let_go.next().unwrap_or_default();
            if ends {
                started.end();
            }
            !ends
        });
        if connecting.is_some_and(|ready| ready.contains(PollFlags::IN)) {
            self.connect();
        }
        if asked { self.request() } else { Ok(true) }
    }

    fn request(&mut self) -> io::Result<bool> {
        let Message { bytes, descriptors } = self.line.receive()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        match serde_json::from_slice(&bytes) {
            Ok(Request::Listen) if self.listener.is_none() => {
                self.listener = descriptors.into_iter().next();
                self.answer(&DONE, &[])?;
            }
            Ok(Request::Start {
                name,
                arguments,
                errors,
            }) if self.started.len() < MAX_STARTED => {
                match starting::start(self.grants, &name, &arguments, errors) {
                    Ok((started, ends)) => {
                        let process = started.process.as_raw_nonzero().get();
                        self.answer::<Result<_, StartError>>(&Ok(process), &ends)?;
                        self.started.push(started);
                    }
                    Err(error) => self.answer::<Result<i32, _>>(&Err(error), &[])?,
                }
            }
            Ok(Request::Ended { process }) => {
                let mut all = self.started.iter_mut();
                let asked = all.find(|started| started.process.as_raw_nonzero().get() == process);
                let ended = asked.and_then(Started::ended);
                self.answer(&ended, &[])?;
            }
            Ok(Request::Finish) => {
                self.tidy();
                self.answer(&DONE, &[])?;
            }
            Ok(Request::Start { .. }) => {
                let many = StartError::Refused("too many programs run already".to_owned());
                self.answer::<Result<i32, _>>(&Err(many), &[])?;
            }
            Ok(Request::Listen) | Err(_) => {
                let senseless = StartError::Refused("it makes no sense".to_owned());
                self.answer(&Err::<(), _>(senseless), &[])?;
            }
        }
        Ok(true)
    }

    fn answer<T: Serialize>(&self, answer: &T, descriptors: &[OwnedFd]) -> io::Result<()> {
        let descriptors: Vec<BorrowedFd<'_>> = descriptors.iter().map(AsFd::as_fd).collect();
        self.line.send(&serde_json::to_vec(answer)?, &descriptors)
    }

    /// Connects for the other process, or makes a socket where it may wait for others; it gets a descriptor of what is open.
    fn connect(&self) {
        let Some(listener) = &self.listener else { return };
        // Whoever asked may be gone.
        let Ok(notice) = Notice::receive(listener) else {
            return;
        };
        let [socket, address, length, ..] = notice.arguments;
        let mut bytes = vec![
            0;
            usize::try_from(length)
                .unwrap_or(usize::MAX)
                .min(sockets::MAX_ADDRESS_LEN)
        ];
        let opened = match self.memory.read_exact_at(&mut bytes, address) {
            Ok(()) if notice.number == libc::SYS_bind => sockets::bind(&self.grants.places, &bytes),
            Ok(()) => sockets::open(&self.grants.sockets, &bytes),
            Err(_) => Err(libc::EFAULT),
        };
        let number = u32::try_from(socket).map_err(|_| libc::EBADF);
        let error = opened
            .and_then(|open| {
                let handed = notice.hand_over(listener, &open, number?);
                handed.map_err(|error| error.raw_os_error().unwrap_or(libc::EBADF))
            })
            .err()
            .unwrap_or_default();
        let _ = notice.refuse(listener, error);
    }

    /// Removes files that were made for an answer that did not come.
    fn tidy(&mut self) {
        for (path, inode) in self.made.drain(..) {
            let empty = std::fs::symlink_metadata(&path)
                .is_ok_and(|status| status.is_file() && status.ino() == inode && status.len() == 0);
            if empty {
                let _ = std::fs::remove_file(path);
            }
        }
    }
}
