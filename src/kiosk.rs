//! A kiosk: one visit after the other, each in a process of its own, whatever becomes of them.
//!
//! Owns the supervisor: it holds the terminal, starts a visit, and when that has ended, was killed or hangs, clears the screen
//! with all that could be scrolled back to and starts the next. It opens no model and hears nothing. What a visit tells is only
//! that it moves ([`Pulse`]); the service's watchdog is fed from that, never from a timer.

pub mod console;
mod pin;
mod pulse;
mod record;
pub(crate) mod service;

use std::ffi::OsString;
use std::io;
use std::os::fd::AsRawFd;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::process::{
    Pid, Resource, Rlimit, Signal, WaitOptions, getpid, kill_process, set_child_subreaper, setrlimit, waitpid,
};
use sd_notify::NotifyState;
use serde::{Deserialize, Serialize};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};

use crate::config::{KioskSettings, paths};
use crate::engine::clock::Clock;
use crate::terminal::RawTerminal;

pub use pin::{Moment, Pin, hashed};
use pulse::Listener;
pub use pulse::Pulse;
pub use record::{Record, record};

/// How often the supervisor looks after its visit.
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// A visit that ends sooner has failed to start.
const SHORT: f64 = 2_000.0;
/// The parts of a visit have ended by then, or are ended.
const PARTS_TIMEOUT: Duration = Duration::from_secs(1);
const PARTS_INTERVAL: Duration = Duration::from_millis(10);
/// Waited after several of these, so that a fault that stays does not burn the machine.
const BREATH: Duration = Duration::from_secs(2);

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// By itself.
    Over,
    /// Its process was killed, by the kernel or by a mistake in it.
    Crashed,
    /// Something that should move did not.
    Hung,
    /// The kiosk itself is to end: the system asks.
    Stopped,
    /// The same: the operator asks.
    Left,
    /// The machine is to start anew: the operator asks.
    Machine,
}

impl End {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Over,
        Self::Crashed,
        Self::Hung,
        Self::Stopped,
        Self::Left,
        Self::Machine,
    ];

    /// The exit code that says so, of a visit and of the kiosk; the service's unit knows it.
    pub fn code(self) -> u8 {
        match self {
            Self::Left => 77,
            Self::Machine => 78,
            Self::Over | Self::Crashed | Self::Hung | Self::Stopped => 0,
        }
    }

    /// What the exit code of a visit says; there is none where its process was killed.
    fn of(code: Option<i32>) -> Self {
        let asked = [Self::Left, Self::Machine]
            .into_iter()
            .find(|end| code == Some(i32::from(end.code())));
        match (asked, code) {
            (Some(end), _) => end,
            // What a panic leaves.
            (None, Some(101) | None) => Self::Crashed,
            (None, Some(_)) => Self::Over,
        }
    }

    /// The end of this name in a record.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|end| format!("{end:?}").eq_ignore_ascii_case(name))
    }

    fn is_fault(self) -> bool {
        matches!(self, Self::Crashed | Self::Hung)
    }
}

/// Looks after visits until the system or the operator asks it to end; returns who did. `arguments` start a visit.
///
/// # Errors
/// The terminal or a process fails, or `check` does, which is asked before every visit whether one may begin.
pub fn supervise(
    program: PathBuf,
    arguments: Vec<OsString>,
    settings: &KioskSettings,
    check: &dyn Fn() -> io::Result<()>,
) -> io::Result<End> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    // Keys that end or stop programs are no keys here.
    for signal in [SIGINT, SIGQUIT, SIGTSTP] {
        signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)))?;
    }
    if let Some(folder) = state_folder() {
        pin::begin(&folder);
    }
    let terminal = RawTerminal::hold()?;
    let mut supervisor = Supervisor {
        program,
        arguments,
        settings,
        check,
        terminal,
        clock: Clock::start(),
        stop,
        record: Record::new(now()),
    };
    let result = supervisor.run();
    tell(&[NotifyState::Stopping]);
    result
}

struct Supervisor<'a> {
    program: PathBuf,
    arguments: Vec<OsString>,
    settings: &'a KioskSettings,
    check: &'a dyn Fn() -> io::Result<()>,
    terminal: RawTerminal,
    clock: Clock,
    stop: Arc<AtomicBool>,
    record: Record,
}

impl Supervisor<'_> {
    fn run(&mut self) -> io::Result<End> {
        // The parts of a visit become this process's own when the visit has ended.
        if let Err(error) = set_child_subreaper(Some(getpid())) {
            tracing::warn!(%error, "the parts of a visit are not waited for");
        }
        let mut short = 0;
        loop {
            self.terminal.clear(&self.settings.name)?;
            (self.check)()?;
            let began = self.clock.now();
            let end = self.visit();
            end_parts();
            let end = end?;
            self.record.note(end, now());
            if matches!(end, End::Stopped | End::Left | End::Machine) {
                self.terminal.clear("")?;
                return Ok(end);
            }
            if end.is_fault() {
                let (visits, faults) = (self.record.visits, self.record.broken_off);
                tracing::error!(?end, visits, faults, "a visit was replaced");
            }
            short = if self.clock.now().since(began).0 < SHORT {
                short + 1
            } else {
                0
            };
            if short >= 3 {
                std::thread::sleep(BREATH);
            }
        }
    }

    /// One visit, from its process's start to its end.
    fn visit(&mut self) -> io::Result<End> {
        let (listener, theirs) = Listener::open()?;
        let mut process = Command::new(&self.program)
            .args(&self.arguments)
            .env(pulse::VARIABLE, theirs.as_raw_fd().to_string())
            .spawn()?;
        drop(theirs);
        let status = format!(
            "{} visits, {} of them broken off",
            self.record.visits, self.record.broken_off
        );
        tell(&[NotifyState::Ready, NotifyState::Status(&status)]);
        let mut moved = self.clock.now();
        // A still screen beats once a second.
        let patience = f64::from(self.settings.hang_after.max(2)) * 1000.0;
        loop {
            let sign = listener.wait(POLL_INTERVAL);
            if sign == Some(true) {
                moved = self.clock.now();
                tell(&[NotifyState::Watchdog]);
            }
            if let Some(status) = process.try_wait()? {
                return Ok(End::of(status.code()));
            }
            if self.stop.load(Ordering::SeqCst) {
                end(&mut process)?;
                return Ok(End::Stopped);
            }
            // Either its loop says that something stands still, or it says nothing any more.
            if sign == Some(false) || self.clock.now().since(moved).0 > patience {
                end(&mut process)?;
                return Ok(End::Hung);
            }
        }
    }
}

fn now() -> String {
    Clock::time_of_day().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Keeps the process that calls it from taking more than so many megabytes for itself; 0 is three quarters of the machine's.
/// Where it would, it ends, and is replaced.
pub fn bound_memory(megabytes: u32) {
    let bytes = if megabytes == 0 {
        machine_memory() / 4 * 3
    } else {
        u64::from(megabytes) * 1_000_000
    };
    let limit = Rlimit {
        current: Some(bytes),
        maximum: Some(bytes),
    };
    // Only what the process writes to counts, not what it maps of files.
    if bytes > 0
        && let Err(error) = setrlimit(Resource::Data, limit)
    {
        tracing::warn!(%error, "the memory of a visit is not bounded");
    }
}

/// All memory of the machine, in bytes; 0 where the kernel does not tell.
pub fn machine_memory() -> u64 {
    let info = rustix::system::sysinfo();
    #[allow(clippy::useless_conversion, reason = "its type depends on the architecture")]
    u64::from(info.totalram).saturating_mul(u64::from(info.mem_unit.max(1)))
}

/// Where a kiosk keeps the little that it keeps: the service's folder, else that of the user.
pub fn state_folder() -> Option<PathBuf> {
    std::env::var_os("STATE_DIRECTORY")
        .map(PathBuf::from)
        .or_else(paths::state)
}

/// At once: a visit has nothing to save.
fn end(process: &mut Child) -> io::Result<()> {
    process.kill()?;
    process.wait().map(drop)
}

/// Waits for the parts of a visit that has ended: what restores the terminal must not do so in the next visit.
fn end_parts() {
    for _ in 0..PARTS_TIMEOUT.as_millis() / PARTS_INTERVAL.as_millis() {
        while let Ok(Some(_)) = waitpid(None, WaitOptions::NOHANG) {}
        if orphans().is_empty() {
            return;
        }
        std::thread::sleep(PARTS_INTERVAL);
    }
    for process in orphans() {
        tracing::warn!("a part of a visit is ended");
        let _ = kill_process(process, Signal::KILL);
        let _ = waitpid(Some(process), WaitOptions::empty());
    }
}

/// The processes that this one has to wait for.
fn orphans() -> Vec<Pid> {
    let own = std::process::id();
    let text = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap_or_default();
    text.split_whitespace()
        .filter_map(|number| Pid::from_raw(number.parse().ok()?))
        .collect()
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "the service manager is not told");
    }
}
