//! One way, tried in processes of their own: with which layers, and in which part of the program.
//!
//! Owns those processes and the patience with them. A process that the kernel ended did not get out.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rustix::process::WaitOptions;

use crate::offline::probes::Targets;

use crate::offline::{self, Grants, Layer, Line, Missing, Program, ProgramOwner, Rights};

use super::super::{Failure, Outcome};
use crate::grants::servers;

/// How a way is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trial {
    Unprotected,
    /// By the program that hears and thinks.
    Itself,
    /// By a program that the broker starts for words.
    Child,
    /// By a program that the broker starts as a tool.
    Tool,
    /// By the broker.
    Broker,
    /// By the sound process.
    Sound,
    /// By the process that writes to the terminal.
    Screen,
    Without(Layer),
}

pub(super) const TRIALS: [Trial; 12] = [
    Trial::Unprotected,
    Trial::Itself,
    Trial::Child,
    Trial::Tool,
    Trial::Broker,
    Trial::Sound,
    Trial::Screen,
    Trial::Without(Layer::Seccomp),
    Trial::Without(Layer::Landlock),
    Trial::Without(Layer::Privileges),
    Trial::Without(Layer::Broker),
    Trial::Without(Layer::Terminal),
];

impl Trial {
    /// Its key in JSON, and its column with how wide that is.
    pub(super) fn names(self) -> (&'static str, &'static str, usize) {
        match self {
            Self::Unprotected => ("unprotected", "unprotected", 12),
            Self::Itself => ("itself", "itself", 8),
            Self::Child => ("child", "helper", 8),
            Self::Tool => ("tool", "tool", 8),
            Self::Broker => ("broker", "broker", 8),
            Self::Sound => ("sound", "sound", 8),
            Self::Screen => ("screen", "screen", 8),
            Self::Without(Layer::Seccomp) => ("without_seccomp", "w/o seccomp", 13),
            Self::Without(Layer::Landlock) => ("without_landlock", "w/o Landlock", 14),
            Self::Without(Layer::Privileges) => ("without_privileges", "w/o the rest", 14),
            Self::Without(Layer::Broker) => ("without_broker", "w/o broker", 12),
            Self::Without(Layer::Terminal) => ("without_terminal", "w/o terminal", 14),
        }
    }

    /// The part to which the attempt is left, as the command line names it.
    fn part(self) -> Option<&'static str> {
        match self {
            Self::Child => Some("child"),
            Self::Tool => Some("tool"),
            Self::Broker => Some("broker"),
            Self::Sound => Some("sound"),
            Self::Screen => Some("screen"),
            Self::Unprotected | Self::Itself | Self::Without(_) => None,
        }
    }

    fn layers(self) -> Vec<Layer> {
        match self {
            Self::Unprotected => Vec::new(),
            Self::Itself | Self::Child | Self::Tool | Self::Broker | Self::Sound | Self::Screen => {
                Layer::ALL.to_vec()
            }
            Self::Without(left_out) => Layer::ALL
                .into_iter()
                .filter(|layer| *layer != left_out)
                .collect(),
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Open,
    Closed,
}

/// A process that tried a way ends so when it was open, and so when it could not be tried.
pub(super) const OPEN: i32 = 42;
pub(super) const NOT_TRIED: i32 = 43;
/// A program that the broker has started says so.
pub(super) const SAYS_OPEN: &str = "open";
/// By these names this program starts itself, for words and as a tool.
pub(super) const HELPER: &str = "mynah-proof";
pub(super) const TOOL: &str = "mynah-proof-tool";
/// An attempt may take so long; how often it is looked for its end.
const MAX_DURATION: Duration = Duration::from_secs(10);
const POLL_INTERVAL: Duration = Duration::from_millis(2);
/// What a program says is not longer.
const MAX_SAID: u64 = 4_096;

/// Every way in every trial; `None` where it was not tried.
pub(super) fn all(
    ways: usize,
    targets: &[Targets],
    alone: bool,
    kiosk: bool,
) -> Result<Vec<Vec<Option<Fate>>>, Failure> {
    let next = AtomicUsize::new(0);
    let told = Mutex::new(vec![vec![None; TRIALS.len()]; ways]);
    let failed = Mutex::new(None);
    let work = |targets: &Targets| {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let (way, trial) = (number / TRIALS.len(), number % TRIALS.len());
            if way >= ways {
                return;
            }
            if TRIALS[trial] == Trial::Unprotected && !alone {
                continue;
            }
            match fate(way, targets, TRIALS[trial], kiosk) {
                Ok(fate) => {
                    if let Ok(mut told) = told.lock() {
                        told[way][trial] = fate;
                    }
                }
                Err(failure) => {
                    if let Ok(mut failed) = failed.lock() {
                        *failed = Some(failure);
                    }
                    return;
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for own in targets {
            scope.spawn(|| work(own));
        }
    });
    match failed.into_inner() {
        Ok(Some(failure)) => Err(failure),
        _ => Ok(told.into_inner().unwrap_or_default()),
    }
}

/// Tries a way in a process of its own.
fn fate(way: usize, targets: &Targets, trial: Trial, kiosk: bool) -> Result<Option<Fate>, Failure> {
    let names: Vec<&str> = trial.layers().iter().map(|layer| layer.name()).collect();
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["prove-offline", "--attempt", &way.to_string()])
        .args(["--targets", &serde_json::to_string(targets)?])
        .args(["--layers", &names.join(",")])
        .args(kiosk.then_some("--kiosk"))
        .args(trial.part().map(|part| ["--by", part]).into_iter().flatten())
        .current_dir(&targets.work)
        .env("HOME", &targets.home)
        .env("XDG_RUNTIME_DIR", &targets.runtime)
        .stdin(File::options().read(true).write(true).open(&targets.terminal)?)
        .stdout(File::options().write(true).open(&targets.terminal)?)
        .stderr(Stdio::piped());
    for name in [
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
    ] {
        command.env_remove(name);
    }
    let output = ended(command.spawn()?)?;
    match output.status.code() {
        Some(OPEN) => Ok(Some(Fate::Open)),
        Some(NOT_TRIED) => Ok(None),
        Some(0) | None => Ok(Some(Fate::Closed)),
        Some(_) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let sentence = said.trim().trim_start_matches("mynah: ");
            Err(Failure::Sentence(sentence.to_owned()))
        }
    }
}

/// Waits for a process, but not for ever: what waits so long has not got out.
fn ended(mut process: Child) -> std::io::Result<Output> {
    for _ in 0..MAX_DURATION.as_millis() / POLL_INTERVAL.as_millis() {
        if process.try_wait()?.is_some() {
            return process.wait_with_output();
        }
        std::thread::sleep(POLL_INTERVAL);
    }
    process.kill()?;
    process.wait_with_output()
}

/// The same grants, and this program itself among those that the broker starts for words, and as a tool.
pub(super) fn with_itself(grants: &Grants, is_kiosk: bool) -> Grants {
    let mut grants = grants.clone();
    let Ok(own) = std::env::current_exe() else {
        return grants;
    };
    let like = grants
        .programs
        .iter()
        .find(|program| program.rights == Rights::Words)
        .map(|program| program.files.clone());
    if let (Some(mut helper), Some(files)) = (Program::find(&own, Rights::Words), like) {
        helper.name = HELPER.into();
        helper.files = files;
        helper.files.run.push(helper.file.clone());
        grants.programs.push(helper);
    }
    if let Some(mut tool) = Program::find(&own, Rights::Tool) {
        tool.name = TOOL.into();
        if !is_kiosk {
            tool.owner = ProgramOwner::User;
        }
        grants.programs.push(servers::with_system(tool));
    }
    grants
}

/// Has a program try a way that the broker starts by this name; `None` where it starts none.
pub(super) fn by_program(name: &str, way: usize, targets: &str) -> Option<bool> {
    let way = way.to_string();
    let arguments = [
        "prove-offline",
        "--inside",
        "--attempt",
        &way,
        "--targets",
        targets,
    ];
    let mut running = offline::start(Path::new(name), &arguments.map(str::to_owned), false).ok()?;
    drop(running.input.take());
    let mut said = String::new();
    let read = Read::by_ref(&mut running.output)
        .take(MAX_SAID)
        .read_to_string(&mut said);
    Some(read.is_err() || said.contains(SAYS_OPEN))
}

/// What a process that was forked to try a way says of it; `None` where there is none. A process that the kernel ended did not get
/// out; one that became another program did.
pub(super) fn by_part(line: Option<Line>) -> Option<bool> {
    let answer = line?.receive().ok()?;
    Some(match answer.bytes.as_slice() {
        [said] => *said == 1,
        _ => became_a_shell(),
    })
}

/// Whether one of the processes that were forked has ended as a shell does that could be started, or has not ended at all.
fn became_a_shell() -> bool {
    // The attempt itself is ended after the whole of that time.
    for _ in 0..MAX_DURATION.as_millis() / 2 / POLL_INTERVAL.as_millis() {
        match rustix::process::wait(WaitOptions::NOHANG) {
            Ok(Some((_, status))) => return status.exit_status() == Some(OPEN),
            Ok(None) => std::thread::sleep(POLL_INTERVAL),
            Err(_) => return false,
        }
    }
    true
}

/// Fails where the kernel refused a layer that a trial needs.
pub(super) fn all_in_force(missing: &Missing) -> Result<(), Failure> {
    match missing.first() {
        None => Ok(()),
        Some((layer, reason)) => Err(Failure::Sentence(format!(
            "The layer {} cannot be put in force ({reason}): use a newer kernel.",
            layer.name()
        ))),
    }
}

/// Ends an attempt with what became of it.
pub(super) fn end(open: Option<bool>) -> Outcome {
    match open {
        Some(true) => std::process::exit(OPEN),
        Some(false) => Ok(()),
        None => std::process::exit(NOT_TRIED),
    }
}
