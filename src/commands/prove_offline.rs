//! `mynah prove-offline`: tries every known way out, and shows what became of it.
//!
//! Owns the processes in which the ways are tried: one that puts the layers in force and tries, one whose child tries, and one
//! for each layer that is left out. Each way is also tried without any protection, so that it is seen what was there to be
//! closed.

use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use clap::Args;

use crate::offline::ways::{Targets, WAYS, Way, World};
use crate::offline::{self, Layer, Reach};

use super::{Failure, Outcome, answer};

#[derive(Debug, Args)]
pub(super) struct ProveOffline {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Try one way, as this process is told to (the command starts itself so)
    #[arg(long, hide = true, requires = "targets")]
    attempt: Option<usize>,
    #[arg(long, hide = true)]
    targets: Option<String>,
    /// The layers to put in force before
    #[arg(long, hide = true, value_delimiter = ',')]
    layers: Vec<String>,
    /// Leave the attempt to a child
    #[arg(long, hide = true)]
    by_child: bool,
}

/// The version of Landlock that knows socket files.
const SOCKET_FILES: i32 = 9;

/// How a way is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trial {
    Unprotected,
    Itself,
    Child,
    Without(Layer),
}

const TRIALS: [Trial; 6] = [
    Trial::Unprotected,
    Trial::Itself,
    Trial::Child,
    Trial::Without(Layer::Seccomp),
    Trial::Without(Layer::Landlock),
    Trial::Without(Layer::Privileges),
];

impl Trial {
    /// Its key in JSON, and its column with how wide that is.
    fn names(self) -> (&'static str, &'static str, usize) {
        match self {
            Self::Unprotected => ("unprotected", "unprotected", 12),
            Self::Itself => ("itself", "itself", 8),
            Self::Child => ("child", "child", 8),
            Self::Without(Layer::Seccomp) => ("without_seccomp", "without seccomp", 17),
            Self::Without(Layer::Landlock) => ("without_landlock", "without Landlock", 17),
            Self::Without(Layer::Privileges) => ("without_privileges", "w/o the rest", 13),
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Open,
    Closed,
}

/// A process that tried a way ends so when it was open.
const OPEN: i32 = 42;
/// An attempt may take so long; how often it is looked for its end.
const LONGEST: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(2);

impl ProveOffline {
    /// `reach` is what any other command could reach.
    pub(super) fn run(self, reach: &Reach) -> Outcome {
        match (self.attempt.and_then(|number| WAYS.get(number)), &self.targets) {
            (Some(way), Some(targets)) => self.attempt(way, targets, reach),
            _ => self.prove(),
        }
    }

    fn attempt(&self, way: &Way, targets: &str, reach: &Reach) -> Outcome {
        let parsed: Targets = serde_json::from_str(targets)?;
        let wanted: Vec<Layer> = Layer::ALL
            .into_iter()
            .filter(|layer| self.layers.iter().any(|name| name == layer.name()))
            .collect();
        let missing = offline::enforce(reach, &wanted);
        if let Some((layer, reason)) = missing.first() {
            return Err(Failure::Sentence(format!(
                "The layer {} cannot be put in force ({reason}): use a newer kernel.",
                layer.name()
            )));
        }
        let open = if self.by_child {
            fate(self.attempt.unwrap_or_default(), targets, &[], false)? == Fate::Open
        } else {
            way.attempt(&parsed).is_ok()
        };
        if open {
            std::process::exit(OPEN);
        }
        Ok(())
    }

    fn prove(&self) -> Outcome {
        let world = World::open()?;
        let targets = serde_json::to_string(&world.targets)?;
        let mut rows = Vec::with_capacity(WAYS.len());
        for (number, way) in WAYS.iter().enumerate() {
            let row = TRIALS
                .into_iter()
                .map(|trial| tried(number, &targets, trial))
                .collect::<Result<Vec<_>, _>>()?;
            rows.push((way, row));
        }
        let failed: Vec<&str> = rows
            .iter()
            .filter(|(way, fates)| {
                TRIALS
                    .iter()
                    .zip(fates)
                    .any(|(trial, fate)| *fate == Fate::Open && is_claimed(way, *trial))
            })
            .map(|(way, _)| way.name)
            .collect();
        if self.json {
            let ways: Vec<_> = rows
                .iter()
                .map(|(way, fates)| {
                    let claimed: Vec<_> = way.claimed.iter().map(|layer| layer.name()).collect();
                    let mut object = serde_json::json!({ "way": way.name });
                    for (trial, fate) in TRIALS.iter().zip(fates) {
                        object[trial.names().0] = (*fate == Fate::Open).into();
                    }
                    object["claimed_by"] = claimed.into();
                    object
                })
                .collect();
            let landlock = offline::landlock_version();
            answer(&serde_json::json!({ "ways": ways, "open": failed, "landlock": landlock }).to_string());
        } else {
            table(&rows, failed.len());
        }
        if failed.is_empty() {
            Ok(())
        } else {
            Err(Failure::Sentence(format!(
                "{} of {} ways out are open ({}): do not rely on this machine's protection.",
                failed.len(),
                WAYS.len(),
                failed.join(", ")
            )))
        }
    }
}

/// Whether a way must be closed in a trial: with all layers always, with one of them left out if another one claims it.
fn is_claimed(way: &Way, trial: Trial) -> bool {
    match trial {
        Trial::Unprotected => false,
        Trial::Itself | Trial::Child => true,
        Trial::Without(left_out) => way.claimed.iter().any(|layer| *layer != left_out),
    }
}

fn table(rows: &[(&Way, Vec<Fate>)], failed: usize) {
    let row = |name: &str, word: &dyn Fn(usize, Trial) -> &'static str| {
        let columns = TRIALS
            .into_iter()
            .enumerate()
            .map(|(number, trial)| format!("{:>1$}", word(number, trial), trial.names().2));
        answer(&format!("{name:34}{}", columns.collect::<String>()));
    };
    row("way out", &|_, trial| trial.names().1);
    for (way, fates) in rows {
        row(
            way.name,
            &|number, trial| match (fates[number], is_claimed(way, trial)) {
                (Fate::Closed, _) => "closed",
                (Fate::Open, true) => "OPEN",
                // Nobody else claims it, or nothing was to close it.
                (Fate::Open, false) => "open",
            },
        );
    }
    answer(&format!(
        "{} ways were tried; {failed} are open. 'open' in small letters is what nothing else would have closed.",
        rows.len()
    ));
    let version = offline::landlock_version();
    if version < SOCKET_FILES {
        answer(&format!(
            "This kernel has Landlock {version}: before {SOCKET_FILES} it cannot keep a program from the socket files of others \
             on this machine, which may be on the network themselves. The kiosk's service hides them."
        ));
    }
}

fn tried(number: usize, targets: &str, trial: Trial) -> Result<Fate, Failure> {
    let layers: Vec<Layer> = match trial {
        Trial::Unprotected => Vec::new(),
        Trial::Itself | Trial::Child => Layer::ALL.to_vec(),
        Trial::Without(left_out) => Layer::ALL
            .into_iter()
            .filter(|layer| *layer != left_out)
            .collect(),
    };
    fate(number, targets, &layers, trial == Trial::Child)
}

/// Waits for a process, but not for ever: what waits so long has not got out.
fn ended(mut process: Child) -> std::io::Result<Output> {
    for _ in 0..LONGEST.as_millis() / LOOK.as_millis() {
        if process.try_wait()?.is_some() {
            return process.wait_with_output();
        }
        std::thread::sleep(LOOK);
    }
    process.kill()?;
    process.wait_with_output()
}

/// Tries a way in a process of its own. A process that the kernel ended did not get out.
fn fate(number: usize, targets: &str, layers: &[Layer], by_child: bool) -> Result<Fate, Failure> {
    let names: Vec<&str> = layers.iter().map(|layer| layer.name()).collect();
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args([
            "prove-offline",
            "--attempt",
            &number.to_string(),
            "--targets",
            targets,
        ])
        .args(["--layers", &names.join(",")])
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    if by_child {
        command.arg("--by-child");
    }
    let output = ended(command.stderr(Stdio::piped()).spawn()?)?;
    match output.status.code() {
        Some(OPEN) => Ok(Fate::Open),
        Some(0) | None => Ok(Fate::Closed),
        Some(_) => {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(Failure::Sentence(said.trim().to_owned()))
        }
    }
}
