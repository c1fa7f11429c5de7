//! `mynah prove-offline`: tries every known way out, and shows what became of it.
//!
//! Owns the trials of a way, and what they show. Nothing is sent: everything happens in a network namespace with nothing in it but
//! stand-ins; where the kernel gives none, nothing is tried without protection. How a trial is run: `trials`.

mod trials;

use clap::Args;

use crate::offline::probes::{self, Probe, World};
use crate::offline::{self, Grants, Layer, Lifetime, Line, Separate};

use super::{Failure, Outcome, OutputError, answer};
use trials::{Fate, TRIALS, Trial};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(super) struct ProveOffline {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// With what a kiosk's visits may reach, instead of a person's commands
    #[arg(long)]
    kiosk: bool,
    /// Try one way, as this process is told to (the command starts itself so)
    #[arg(long, hide = true, requires = "targets")]
    attempt: Option<usize>,
    #[arg(long, hide = true)]
    targets: Option<String>,
    /// The layers to put in force before
    #[arg(long, hide = true, value_delimiter = ',')]
    layers: Vec<String>,
    /// Leave the attempt to a program that the broker starts
    #[arg(long, hide = true)]
    by_child: bool,
    /// This is that program
    #[arg(long, hide = true)]
    inside: bool,
    /// Leave the attempt to the sound process
    #[arg(long, hide = true, conflicts_with = "by_child")]
    by_sound: bool,
    /// Leave the attempt to the screen process
    #[arg(long, hide = true, conflicts_with_all = ["by_child", "by_sound"])]
    by_screen: bool,
}

/// The version of Landlock that knows socket files.
const SOCKET_FILES: i32 = 9;

/// A way with what became of it in each trial.
struct Row {
    way: &'static Probe,
    fates: Vec<Option<Fate>>,
}

impl Row {
    /// Whether it was open in a trial in which it had to be closed.
    fn is_open(&self) -> bool {
        let mut trials = TRIALS.iter().zip(&self.fates);
        trials.any(|(trial, fate)| *fate == Some(Fate::Open) && is_claimed(self.way, *trial))
    }

    fn json(&self) -> serde_json::Value {
        let layers: Vec<_> = self.way.claimed().iter().map(|layer| layer.name()).collect();
        let mut object = serde_json::json!({
            "way": self.way.name,
            "name": self.way.name,
            "group": self.way.group,
            "layers": layers,
            "claimed_by": layers,
            "result": if self.is_open() { "open" } else { "closed" },
            "granted_to_sound": self.way.is_for_sound,
        });
        for (trial, fate) in TRIALS.iter().zip(&self.fates) {
            object[trial.names().0] = fate.map(|fate| fate == Fate::Open).into();
        }
        object
    }
}

impl ProveOffline {
    /// It is to be one of those.
    pub(super) fn is_kiosk(&self) -> bool {
        self.kiosk
    }

    /// What is to be done before another thread is started: leaving the network, or the one attempt that was asked for.
    /// `grants` are what any other command could reach.
    pub(super) fn prepare(&self, grants: &Grants) -> Result<bool, Outcome> {
        let attempt = self.attempt.and_then(|number| probes::all().get(number).copied());
        match (attempt, &self.targets) {
            (Some(way), Some(targets)) => Err(self.attempt(way, targets, grants)),
            _ => Ok(probes::isolate()),
        }
    }

    fn attempt(&self, way: &Probe, targets: &str, grants: &Grants) -> Outcome {
        let number = self.attempt.unwrap_or_default();
        if self.inside {
            if way.attempt(&serde_json::from_str(targets)?).is_ok() {
                answer(trials::SAYS_OPEN)?;
            }
            return Ok(());
        }
        probes::settle();
        let wanted: Vec<Layer> = Layer::ALL
            .into_iter()
            .filter(|layer| self.layers.iter().any(|name| name == layer.name()))
            .collect();
        let grants = trials::with_itself(grants);
        let reached = super::grants::sound::grants();
        let try_there = |line: &Line| {
            let targets = serde_json::from_str(targets);
            let is_open = targets.is_ok_and(|targets| way.attempt(&targets).is_ok());
            let _ = line.send(&[u8::from(is_open)], &[]);
        };
        let sound = Separate {
            name: c"mynah-sound",
            grants: &reached,
            lifetime: Lifetime::Program,
            serve: &try_there,
        };
        if self.by_screen {
            let (line, missing) =
                offline::start_like_screen(&wanted, &try_there).map_err(Failure::Sentence)?;
            trials::all_in_force(&missing)?;
            return trials::end(trials::by_part(Some(line)));
        }
        let (line, missing) = offline::enforce(&grants, &wanted, self.by_sound.then_some(&sound));
        trials::all_in_force(&missing)?;
        let open = if self.by_child {
            trials::by_child(number, targets)
        } else if self.by_sound {
            trials::by_part(line)
        } else {
            Some(way.attempt(&serde_json::from_str(targets)?).is_ok())
        };
        trials::end(open)
    }

    /// `alone` tells whether nothing that is tried can leave this machine.
    pub(super) fn run(self, alone: bool) -> Outcome {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let world = World::open(workers)?;
        let all = probes::all();
        let fates = trials::all(all.len(), &world.targets(), alone, self.kiosk)?;
        let rows: Vec<Row> = all
            .into_iter()
            .zip(fates)
            .map(|(way, fates)| Row { way, fates })
            .collect();
        let open: Vec<&str> = rows
            .iter()
            .filter(|row| row.is_open())
            .map(|row| row.way.name)
            .collect();
        if self.json {
            let object = serde_json::json!({
                "ways": rows.iter().map(Row::json).collect::<Vec<_>>(),
                "open": open,
                "landlock": offline::landlock_version(),
                "isolated": alone,
                "kiosk": self.kiosk,
            });
            answer(&object.to_string())?;
        } else {
            table(&rows, open.len(), alone)?;
        }
        if open.is_empty() {
            Ok(())
        } else {
            Err(Failure::Sentence(format!(
                "{} of {} ways out are open ({}): do not rely on this machine's protection.",
                open.len(),
                rows.len(),
                open.join(", ")
            )))
        }
    }
}

/// Whether a way must be closed in a trial: with all layers always, with one of them left out if another one claims it.
fn is_claimed(way: &Probe, trial: Trial) -> bool {
    match trial {
        Trial::Unprotected => false,
        Trial::Itself | Trial::Child | Trial::Screen => true,
        Trial::Sound => !way.is_for_sound,
        Trial::Without(left_out) => way.claimed().iter().any(|layer| *layer != left_out),
    }
}

fn table(rows: &[Row], open: usize, alone: bool) -> Result<(), OutputError> {
    let line = |name: &str, word: &dyn Fn(usize, Trial) -> &'static str| {
        let columns = TRIALS
            .into_iter()
            .enumerate()
            .map(|(number, trial)| format!("{:>1$}", word(number, trial), trial.names().2));
        answer(&format!("{name:40}{}", columns.collect::<String>()))
    };
    line("way out", &|_, trial| trial.names().1)?;
    let mut group = "";
    for row in rows {
        if row.way.group != group {
            group = row.way.group;
            answer(&format!("\n{group}"))?;
        }
        line(&format!("  {}", row.way.name), &|number, trial| {
            match (row.fates[number], is_claimed(row.way, trial)) {
                (None, _) => "-",
                (Some(Fate::Closed), _) => "closed",
                (Some(Fate::Open), true) => "OPEN",
                // Nobody else claims it, or nothing was to close it.
                (Some(Fate::Open), false) => "open",
            }
        })?;
    }
    answer(&format!(
        "\n{} ways were tried; {open} are open. 'open' in small letters: no layer in force in that column claims to close it; '-': not tried.",
        rows.len()
    ))?;
    if !alone {
        answer(
            "This kernel allows no empty network namespace: to send nothing, nothing was tried without protection.",
        )?;
    }
    let version = offline::landlock_version();
    if version < SOCKET_FILES {
        answer(&format!(
            "This kernel has Landlock {version}: versions before {SOCKET_FILES} do not restrict connections to other programs' \
             socket files; only the broker does."
        ))?;
    }
    answer("What is not claimed: docs/security.md.")
}
