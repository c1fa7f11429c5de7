//! `mynah prove-offline`: tries every known way out, and shows what became of it.
//!
//! Owns the trials of a way, and what they show. Nothing is sent: everything happens in a network namespace with nothing in it but
//! stand-ins; where the kernel gives none, nothing is tried without protection. How a trial is run: `trials`.

mod trials;

use clap::{Args, ValueEnum};
use trials::{Fate, TRIALS, Trial};

use crate::offline::probes::{self, GrantedPart, Probe, Targets, World};
use crate::offline::{self, Grants, Layer, Lifetime, Line, Separate};

use super::{Failure, Outcome, OutputError, answer};

#[derive(Debug, Args)]
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
    /// Leave the attempt to this part
    #[arg(long, hide = true, requires = "attempt")]
    by: Option<ProvingPart>,
    /// This is a program that the broker has started
    #[arg(long, hide = true)]
    inside: bool,
}

/// A part of the program that tries a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ProvingPart {
    /// A program that the broker starts for words.
    Child,
    /// A program that the broker starts as a tool.
    Tool,
    /// The broker.
    Broker,
    /// The sound process.
    Sound,
    /// The screen process.
    Screen,
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
            "granted_to_sound": self.way.is_granted_to(GrantedPart::Sound),
            "granted_to_broker": self.way.is_granted_to(GrantedPart::Broker),
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
        let grants = trials::with_itself(grants, self.kiosk);
        let proof = Attempt {
            way,
            number,
            targets,
            aims: serde_json::from_str(targets)?,
            wanted: &wanted,
            grants: &grants,
        };
        trials::end(proof.by(self.by)?)
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

/// One way, to be tried once.
struct Attempt<'a> {
    way: &'a Probe,
    number: usize,
    /// What there is to be reached, as another process is told it, and as it was told.
    targets: &'a str,
    aims: Targets,
    wanted: &'a [Layer],
    grants: &'a Grants,
}

impl Attempt<'_> {
    /// Tries it by this part, or by this process itself; `None` where there is no such part.
    fn by(&self, part: Option<ProvingPart>) -> Result<Option<bool>, Failure> {
        match part {
            None => {
                self.protect(None)?;
                Ok(Some(self.is_open()))
            }
            Some(ProvingPart::Child) => {
                self.protect(None)?;
                Ok(trials::by_program(trials::HELPER, self.number, self.targets))
            }
            Some(ProvingPart::Tool) => {
                self.protect(None)?;
                Ok(trials::by_program(trials::TOOL, self.number, self.targets))
            }
            Some(ProvingPart::Sound) => {
                let sound = Separate {
                    name: c"mynah-sound",
                    grants: &crate::grants::sound::grants(),
                    lifetime: Lifetime::Program,
                    keeps: &[],
                    serve: &|line| self.tell(line),
                };
                Ok(trials::by_part(self.protect(Some(&sound))?))
            }
            Some(ProvingPart::Screen) => {
                apart(offline::start_like_screen(self.wanted, &|line| self.tell(line)))
            }
            Some(ProvingPart::Broker) => {
                let broker = offline::start_like_broker(self.grants, self.wanted, &|line| self.tell(line));
                apart(broker)
            }
        }
    }

    fn protect(&self, separate: Option<&Separate<'_>>) -> Result<Option<Line>, Failure> {
        let (line, missing) = offline::enforce(self.grants, self.wanted, separate);
        trials::all_in_force(&missing)?;
        Ok(line)
    }

    fn is_open(&self) -> bool {
        self.way.attempt(&self.aims).is_ok()
    }

    /// What a process that was forked for it says.
    fn tell(&self, line: &Line) {
        let _ = line.send(&[u8::from(self.is_open())], &[]);
    }
}

/// What a process that was forked for an attempt says of it.
fn apart(started: Result<(Line, offline::Missing), String>) -> Result<Option<bool>, Failure> {
    let (line, missing) = started.map_err(Failure::Sentence)?;
    trials::all_in_force(&missing)?;
    Ok(trials::by_part(Some(line)))
}

/// Whether a way must be closed in a trial: with all layers always, with one of them left out if another one claims it.
fn is_claimed(way: &Probe, trial: Trial) -> bool {
    match trial {
        Trial::Unprotected => false,
        Trial::Itself | Trial::Child | Trial::Tool | Trial::Screen => true,
        Trial::Sound => !way.is_granted_to(GrantedPart::Sound),
        Trial::Broker => !way.is_granted_to(GrantedPart::Broker),
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
