//! A kiosk: one visit after the other, each in a process of its own, whatever becomes of them.
//!
//! Owns the supervisor: it holds the terminal, starts a visit, and when that has ended, was killed or hangs, clears the screen
//! with all that could be scrolled back to and starts the next. It opens no model and hears nothing. What a visit tells is only
//! that it moves ([`Pulse`]); the service's watchdog is fed from that, never from a timer.

mod pin;
mod pulse;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sd_notify::NotifyState;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};

use crate::config::{KioskSettings, paths};
use crate::engine::clock::Clock;
use crate::terminal::RawTerminal;

pub use pin::{Pin, hashed};
use pulse::Listener;
pub use pulse::Pulse;

/// How often the supervisor looks after its visit.
const LOOK: Duration = Duration::from_millis(100);
/// A visit that ends sooner has failed to start.
const SHORT: f64 = 2_000.0;
/// Waited after several of these, so that a fault that stays does not burn the machine.
const BREATH: Duration = Duration::from_secs(2);

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// By itself.
    Over,
    /// Its process was killed, by the kernel or by a mistake in it.
    Crashed,
    /// Nothing moved any more.
    Hung,
    /// The kiosk itself is to end: the system asks.
    Stopped,
    /// The same: the operator asks.
    Left,
}

/// With this exit code a visit ends the kiosk; the service does not start it again then.
pub const LEFT: i32 = 77;

/// Looks after visits until the system or the operator asks it to end; returns whether it was the operator. `arguments`
/// start a visit.
pub fn supervise(program: PathBuf, arguments: Vec<OsString>, settings: &KioskSettings) -> io::Result<bool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    // Keys that end or stop programs are no keys here.
    for signal in [SIGINT, SIGQUIT, SIGTSTP] {
        signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)))?;
    }
    let terminal = RawTerminal::hold()?;
    let mut supervisor = Supervisor {
        program,
        arguments,
        settings,
        terminal,
        clock: Clock::start(),
        since: Clock::time_of_day().to_string(),
        stop,
        visits: 0,
        faults: 0,
    };
    let result = supervisor.run();
    tell(&[NotifyState::Stopping]);
    result
}

struct Supervisor<'a> {
    program: PathBuf,
    arguments: Vec<OsString>,
    settings: &'a KioskSettings,
    terminal: RawTerminal,
    clock: Clock,
    /// When the kiosk was started, for the operator.
    since: String,
    stop: Arc<AtomicBool>,
    visits: u64,
    faults: u64,
}

impl Supervisor<'_> {
    /// Whether the operator ended it.
    fn run(&mut self) -> io::Result<bool> {
        let mut short = 0;
        loop {
            self.terminal.clear(&self.settings.name)?;
            let began = self.clock.now();
            let end = self.visit()?;
            let is_fault = matches!(end, End::Crashed | End::Hung);
            self.visits += 1;
            self.faults += u64::from(is_fault);
            self.record(end);
            if matches!(end, End::Stopped | End::Left) {
                self.terminal.clear("")?;
                return Ok(end == End::Left);
            }
            if is_fault {
                tracing::error!(
                    ?end,
                    visits = self.visits,
                    faults = self.faults,
                    "a visit was replaced"
                );
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

    /// Keeps for the operator how visits end, and nothing else of them. On a disk that cannot be written there is no record.
    fn record(&self, end: End) {
        let Some(path) = state_folder().map(|folder| folder.join("kiosk.json")) else {
            return;
        };
        let record = serde_json::json!({
            "since": self.since,
            "visits": self.visits,
            "broken_off": self.faults,
            "last_end": format!("{end:?}").to_lowercase(),
        });
        if let Err(error) = std::fs::write(path, format!("{record}\n")) {
            tracing::debug!(%error, "no record of visits is kept");
        }
    }

    /// One visit, from its process's start to its end.
    fn visit(&mut self) -> io::Result<End> {
        let listener = Listener::open()?;
        let mut process = Command::new(&self.program)
            .args(&self.arguments)
            .env(pulse::VARIABLE, listener.path())
            .spawn()?;
        let status = format!("{} visits, {} of them broken off", self.visits, self.faults);
        tell(&[NotifyState::Ready, NotifyState::Status(&status)]);
        let mut moved = self.clock.now();
        // A still screen beats once a second.
        let patience = f64::from(self.settings.hang_after.max(2)) * 1000.0;
        loop {
            if listener.wait(LOOK) {
                moved = self.clock.now();
                tell(&[NotifyState::Watchdog]);
            }
            if let Some(status) = process.try_wait()? {
                return Ok(match status.code() {
                    Some(LEFT) => End::Left,
                    // What a panic leaves.
                    Some(101) | None => End::Crashed,
                    Some(_) => End::Over,
                });
            }
            if self.stop.load(Ordering::SeqCst) {
                end(&mut process)?;
                return Ok(End::Stopped);
            }
            if self.clock.now().since(moved).0 > patience {
                end(&mut process)?;
                return Ok(End::Hung);
            }
        }
    }
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

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "the service manager is not told");
    }
}
