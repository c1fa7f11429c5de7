//! What keeps everything on this machine: put in force before anything else happens, and asked of the kernel afterwards.
//!
//! Owns the layers and their order. Code without a network is the first of them (`deny.toml` and a test keep it so), an empty
//! network namespace the last (the service's unit gives it); between them each is enough against mistakes, and all together
//! are there for a process that somebody has taken over. `docs/security.md` says against what they hold, and what they leave.

mod broker;
mod files;
mod line;
mod output;
mod privileges;
pub mod probes;
mod programs;
mod raw;
mod screen;
mod separate;
mod system_calls;

use std::fs;
use std::io;
use std::os::fd::{OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

pub use broker::{AllowedSocket, Running};
pub use files::Files;
pub use line::{Line, MAX_MESSAGE_LEN, Message};
pub use output::{do_not_wait, read_within, wait_for};
pub use programs::{AllowedArguments, Program, ProgramOwner, Rights, StartError};
pub use separate::{Lifetime, Separate};
use system_calls::Part;

/// The layer that only a service's unit can give.
pub const NAMESPACE: &str = "namespace";

/// What can be put in force by the process itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// System calls are refused.
    Seccomp,
    /// Files, TCP and abstract sockets are out of reach.
    Landlock,
    /// Nothing can be gained, looked at or inherited.
    Privileges,
    /// Another process opens sockets and starts programs, of a short list each.
    Broker,
    /// Another process writes to the terminal what the terminal neither answers nor keeps; keys can only be read.
    Terminal,
}

impl Layer {
    /// All of them, in the order in which they are put in force.
    pub const ALL: [Self; 5] = [
        Self::Privileges,
        Self::Terminal,
        Self::Broker,
        Self::Landlock,
        Self::Seccomp,
    ];

    /// Its name on the command line and in the interface.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seccomp => "seccomp",
            Self::Landlock => "landlock",
            Self::Privileges => "privileges",
            Self::Broker => "broker",
            Self::Terminal => "terminal",
        }
    }
}

/// All that a process may reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    /// Files.
    pub files: Files,
    /// Sockets of other programs.
    pub sockets: Vec<AllowedSocket>,
    /// Other programs, which the broker starts.
    pub programs: Vec<Program>,
    /// Files that were made for an answer; they are removed if it does not come.
    pub made: Vec<PathBuf>,
    /// It starts processes itself, as a kiosk's supervisor does: there is no broker, and the terminal is theirs.
    pub starts: bool,
    /// It may put a text into the terminal's clipboard.
    pub clipboard: bool,
    /// It talks to sound cards: by their requests, and by memory that ALSA's programs share.
    pub devices: bool,
    /// Where it may wait for other programs: sockets that are files.
    pub places: Vec<PathBuf>,
    /// Descriptors that it was started with, beside the standard ones, and that are meant for it.
    pub inherited: Vec<RawFd>,
}

impl Grants {
    /// Nothing at all.
    pub(crate) const fn nothing() -> Self {
        Self {
            files: Files::nothing(),
            sockets: Vec::new(),
            programs: Vec::new(),
            made: Vec::new(),
            starts: false,
            clipboard: false,
            devices: false,
            places: Vec::new(),
            inherited: Vec::new(),
        }
    }
}

/// The version of Landlock that this kernel has; from 9 on, other programs' socket files are out of reach too.
pub fn landlock_version() -> i32 {
    raw::landlock_version()
}

/// Layers that the kernel refused, each with its reason.
pub type Missing = Vec<(Layer, String)>;

/// Puts layers in force, for good. No other thread may have been started. Returns the line to the part that was separated before,
/// if one was given and could be, and the layers that this kernel refused, each with its reason; the others hold.
pub fn enforce(
    grants: &Grants,
    wanted: &[Layer],
    separate: Option<&Separate<'_>>,
) -> (Option<Line>, Missing) {
    let mut missing = begin(&grants.inherited, wanted);
    if wanted.contains(&Layer::Terminal) && !grants.starts {
        match screen::start(grants.clipboard, wanted) {
            Ok(its) => missing.extend(its),
            Err(reason) => missing.push((Layer::Terminal, reason)),
        }
    }
    let mut line = None;
    if let Some(part) = separate {
        match separate::start(part, wanted) {
            Ok((ours, its)) => {
                line = Some(ours);
                missing.extend(its);
            }
            Err(reason) => missing.push((
                Layer::Broker,
                format!("{} did not start: {reason}", part.name.to_string_lossy()),
            )),
        }
    }
    missing.extend(confine(grants, wanted));
    (line, missing)
}

/// What comes before any part is separated.
fn begin(inherited: &[RawFd], wanted: &[Layer]) -> Missing {
    if !wanted.contains(&Layer::Privileges) {
        return Missing::new();
    }
    privileges::close_inherited(inherited);
    let dropped = privileges::drop_all();
    dropped
        .err()
        .map(|reason| (Layer::Privileges, reason))
        .into_iter()
        .collect()
}

/// The screen process with another task, for `prove-offline`: returns the line to it, and the layers that the kernel refused it.
/// No other thread may have been started.
pub fn start_like_screen(wanted: &[Layer], serve: &dyn Fn(&Line)) -> Result<(Line, Missing), String> {
    let mut missing = begin(&[], wanted);
    let (line, its) = separate::start(&screen::part(serve, &[]), &screen::layers(wanted))?;
    missing.extend(its);
    Ok((line, missing))
}

/// Layers by their names, as another process of this program tells them.
fn layers_of(named: Vec<(String, String)>) -> Missing {
    let layer = |name: &str| Layer::ALL.into_iter().find(|layer| layer.name() == name);
    named
        .into_iter()
        .filter_map(|(name, reason)| Some((layer(&name)?, reason)))
        .collect()
}

/// What one process gives up, after its privileges.
fn confine(grants: &Grants, wanted: &[Layer]) -> Missing {
    let has = |layer| wanted.contains(&layer);
    let mut missing = Missing::new();
    let mut note = |layer, result: Result<(), String>| {
        missing.extend(result.err().map(|reason| (layer, reason)));
    };
    let mut brokered = Ok(());
    let has_broker = has(Layer::Broker) && !grants.starts;
    // Where a layer is left out to show what the others do, the others are as they always are.
    let mut is_supervised = true;
    if has_broker {
        brokered = broker::start(grants);
    }
    if has(Layer::Privileges) {
        note(Layer::Privileges, privileges::hide());
    }
    if has(Layer::Landlock) {
        note(Layer::Landlock, files::restrict(&grants.files));
    }
    if has_broker {
        let supervised = brokered.and_then(|()| broker::supervise());
        is_supervised = supervised.is_ok();
        note(Layer::Broker, supervised);
    }
    if has(Layer::Seccomp) {
        let part = part_of(grants, wanted, is_supervised);
        note(Layer::Seccomp, system_calls::restrict(part));
    }
    missing
}

/// Which rules for system calls hold for a process with these grants.
fn part_of(grants: &Grants, wanted: &[Layer], is_supervised: bool) -> Part {
    if grants.starts {
        Part::Starter
    } else if *grants == Grants::nothing() {
        Part::Screen
    } else if grants.devices {
        Part::Sound
    } else {
        Part::Program {
            // Else the screen process does it; without a terminal to draw on, nobody needs it.
            sets_line: wanted.contains(&Layer::Terminal) && screen::is_missing(),
            connects: is_supervised,
        }
    }
}

/// Starts a program: by the broker, where there is one.
pub fn start(name: &Path, arguments: &[String], errors: bool) -> Result<Running, StartError> {
    if broker::is_there() {
        broker::start_program(name, arguments, errors)
    } else {
        broker::start_directly(name, arguments, errors)
    }
}

/// Starts a program only where the broker holds it: code of others, which nothing else would confine.
///
/// # Errors
/// Why it was not started.
pub fn start_confined(name: &Path, arguments: &[String]) -> Result<Running, StartError> {
    if broker::is_there() {
        broker::start_program(name, arguments, true)
    } else {
        Err(StartError::Refused("nothing would confine it".to_owned()))
    }
}

/// To be called when everything is done: what was made for an answer that did not come is removed.
pub fn finish() {
    broker::finish();
}

/// To be called before this process ends by itself: what it has written is on the terminal then.
pub fn show_all() {
    screen::show_all();
}

/// Has the screen process put the terminal's line into raw mode or take it out of it; `None` where there is none.
pub fn set_raw(is_raw: bool) -> Option<io::Result<()>> {
    screen::set_raw(is_raw)
}

/// The broker with another task, for `prove-offline`: returns the line to it. No other thread may have been started.
pub fn start_like_broker(
    grants: &Grants,
    wanted: &[Layer],
    serve: &dyn Fn(&Line),
) -> Result<(Line, Missing), String> {
    let missing = begin(&[], wanted);
    broker::start_with_another_task(grants, serve).map(|line| (line, missing))
}

/// Takes a descriptor that this process was started with.
pub fn adopt(descriptor: RawFd) -> io::Result<OwnedFd> {
    raw::adopt(descriptor)
}

/// Lets a write beyond the limit of a file's size (`ulimit -f`) fail with an error, as on a full disk, instead of ending the program
/// or a voice that it has started.
pub fn survive_file_limit() {
    raw::ignore(libc::SIGXFSZ);
}

/// Sets a variable of the environment, which libraries will read. No other thread may have been started.
pub fn set_variable(name: &str, value: &str) {
    raw::set_variable(name, value.as_ref());
}

/// The layers by name, and whether each holds for this process now.
pub fn layers() -> Vec<(&'static str, bool)> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let devices = fs::read_to_string("/proc/self/net/dev").ok();
    vec![
        // tests/architecture.rs and deny.toml keep it so.
        ("code", true),
        (Layer::Seccomp.name(), field(&status, "Seccomp:") == Some("2")),
        // The kernel does not tell of Landlock, but everybody else may list the root.
        (Layer::Landlock.name(), fs::read_dir("/").is_err()),
        (
            Layer::Privileges.name(),
            field(&status, "NoNewPrivs:") == Some("1"),
        ),
        // Whoever asks the kernel itself learns that nothing is there; the broker does not look.
        (
            Layer::Broker.name(),
            UnixStream::connect("/nowhere/mynah")
                .is_err_and(|error| error.raw_os_error() == Some(libc::EACCES)),
        ),
        (Layer::Terminal.name(), screen::is_apart()),
        (
            NAMESPACE,
            devices.is_some_and(|devices| has_no_interface(&devices)),
        ),
    ]
}

fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .map(str::trim)
}

/// `proc_net_dev(5)`: two lines of headings, then an interface a line. The loopback leads nowhere.
fn has_no_interface(devices: &str) -> bool {
    devices
        .lines()
        .skip(2)
        .filter_map(|line| line.split_once(':'))
        .all(|(name, _)| name.trim() == "lo")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_is_read_as_it_writes() {
        let status = "Name:\tmynah\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n";
        assert_eq!(
            (field(status, "Seccomp:"), field(status, "NoNewPrivs:")),
            (Some("2"), Some("1"))
        );
        let head = "Inter-|   Receive\n face |bytes\n";
        assert!(has_no_interface(&format!("{head}    lo: 0 0\n")));
        assert!(!has_no_interface(&format!("{head}    lo: 0 0\n  eth0: 1 2\n")));
        assert!(has_no_interface(head));
    }
}
