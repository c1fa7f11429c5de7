//! `mynah models verify`: whether every installed file is still what it was, is sound, and is signed.
//!
//! Owns the comparison with what was recorded and with the catalogue, and the table.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::assembly;
use crate::models::model_files::ModelPart;
use crate::models::model_folder::{ModelRecord, Records};
use crate::models::{Pinned, Trust, Vouching, catalogue, sha256};

use super::super::{Failure, Global, Outcome, answer};
use super::installed::{self, Installed};

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Names, as 'mynah models list' prints them; default: all models
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What a model was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// As it was recorded when it was added.
    Recorded,
    /// As the catalogue knows it.
    Published,
    /// Sound; there is nothing to compare it with.
    Sound,
    /// Not as it was recorded, or as the catalogue knows it.
    Differs,
    /// No sound model.
    Damaged,
    /// Recorded, and not there.
    Missing,
}

impl State {
    fn told(self) -> &'static str {
        match self {
            Self::Recorded => "as added",
            Self::Published => "as published",
            Self::Sound => "sound",
            Self::Differs => "DIFFERS",
            Self::Damaged => "DAMAGED",
            Self::Missing => "MISSING",
        }
    }

    fn is_good(self) -> bool {
        matches!(self, Self::Recorded | Self::Published | Self::Sound)
    }
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    task: String,
    path: PathBuf,
    state: State,
    /// `none`, `package`, `good`, `unknown`, `wrong`, `unusable`.
    signature: &'static str,
    /// Whose it is, where it is good.
    key: Option<String>,
    problem: Option<String>,
    #[serde(skip)]
    vouching: String,
    is_good: bool,
}

impl Verify {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let trust = assembly::trust(&settings).map_err(Failure::Sentence)?;
        let models = if self.names.is_empty() {
            installed::all(&settings)
        } else {
            installed::named(&settings, &self.names).or_else(|failure| {
                let missing = missing(&[], &settings, &self.names);
                if missing.is_ok_and(|rows| rows.len() == self.names.len()) {
                    Ok(Vec::new())
                } else {
                    Err(failure)
                }
            })?
        };
        let mut rows = Vec::new();
        let mut lists = BTreeMap::new();
        for model in &models {
            if !lists.contains_key(&model.folder) {
                lists.insert(model.folder.clone(), Records::read(&model.folder)?);
            }
            rows.push(row(model, &lists[&model.folder], &trust));
        }
        rows.extend(missing(&models, &settings, &self.names)?);
        let is_good = rows.iter().all(|row| row.is_good);
        if self.json {
            let report = serde_json::json!({ "models": rows, "good": is_good });
            answer(&report.to_string())?;
        } else {
            table(&rows)?;
        }
        if is_good { Ok(()) } else { Err(Failure::Reported) }
    }
}

fn table(rows: &[Row]) -> Outcome {
    if rows.is_empty() {
        answer("There are no models.")?;
    }
    for row in rows {
        answer(&format!(
            "{:14} {:12} {}  ({})",
            row.task,
            row.state.told(),
            row.path.display(),
            row.vouching
        ))?;
        if let Some(problem) = &row.problem {
            answer(&format!("{:28}{problem}", ""))?;
        }
    }
    Ok(())
}

fn row(model: &Installed, records: &Records, trust: &Trust) -> Row {
    let model_files = &model.model_files;
    let record = records.find(&model_files.name);
    let (Finding { state, problem }, vouching) = finding(model, record, trust);
    let is_vouched = matches!(vouching, Vouching::Signed(_) | Vouching::Packaged);
    let is_refused = trust.is_required() && !is_vouched || matches!(vouching, Vouching::Wrong);
    Row {
        name: model_files.name.clone(),
        task: model_files.task.to_string(),
        path: model.path.clone(),
        is_good: state.is_good() && !is_refused,
        state,
        signature: word(&vouching),
        key: match &vouching {
            Vouching::Signed(key) => Some(key.clone()),
            _ => None,
        },
        problem,
        vouching: match vouching {
            Vouching::Unknown if !trust.has_keys() => {
                "its signature is not checked, no key is trusted".to_owned()
            }
            found => found.to_string(),
        },
    }
}

/// The worst that was found, and the first reason.
struct Finding {
    state: State,
    problem: Option<String>,
}

impl Finding {
    fn worsen(&mut self, state: State, told: String) {
        self.state = state;
        self.problem.get_or_insert(told);
    }
}

/// Examines the files of a model: the worst of them, and what vouches least.
fn finding(model: &Installed, record: Option<&ModelRecord>, trust: &Trust) -> (Finding, Vouching) {
    let model_files = &model.model_files;
    let mut finding = Finding {
        state: if record.is_some() {
            State::Recorded
        } else {
            State::Sound
        },
        problem: None,
    };
    let mut vouching = None;
    for part in model_files.parts.iter().filter(|part| !part.is_signature()) {
        match examined(part, model_files.name.as_str(), record, trust) {
            Ok((compared, found)) => {
                match compared {
                    Compared::Differs(told) => finding.worsen(State::Differs, told),
                    Compared::Published if finding.state == State::Sound => finding.state = State::Published,
                    Compared::Published | Compared::Same | Compared::Alone => {}
                }
                let is_less = !matches!(found, Vouching::Signed(_) | Vouching::Packaged);
                if vouching.is_none() || is_less {
                    vouching = Some(found);
                }
            }
            Err(told) => finding.worsen(State::Damaged, told),
        }
    }
    let mut gone = record.into_iter().flat_map(|record| &record.files);
    if let Some(file) = gone.find(|file| !model.folder.join(&file.path).is_file()) {
        finding.worsen(State::Differs, format!("{} is missing", file.path));
    }
    if let Err(told) = assembly::describe(model_files.task, &model.path) {
        finding.worsen(State::Damaged, told);
    }
    (finding, vouching.unwrap_or(Vouching::Unsigned))
}

/// What a file was compared with.
enum Compared {
    Same,
    Published,
    Alone,
    Differs(String),
}

/// Compares a file with its record, else with the catalogue.
fn examined(
    part: &ModelPart,
    name: &str,
    record: Option<&ModelRecord>,
    trust: &Trust,
) -> Result<(Compared, Vouching), String> {
    let pinned = Pinned::open(&part.source).map_err(|error| error.to_string())?;
    let found = sha256(pinned.file()).map_err(|error| format!("{} ({error})", part.target))?;
    let recorded = record.and_then(|record| record.files.iter().find(|file| file.path == part.target));
    let entry = catalogue::entries().iter().find(|entry| match &entry.folder {
        Some(folder) => folder == name,
        None => entry.file() == name,
    });
    let file = part.target.rsplit('/').next().unwrap_or_default();
    let published = entry
        .and_then(|entry| entry.files.iter().find(|published| published.name() == file))
        .and_then(|published| published.sha256.as_deref());
    let compared = match (recorded, published) {
        (Some(recorded), _) if recorded.sha256 != found => {
            Compared::Differs(format!("{} has changed since it was added", part.target))
        }
        (Some(_), _) => Compared::Same,
        (None, _) if record.is_some() => Compared::Differs(format!("{} was not added with it", part.target)),
        (None, Some(published)) if published != found => Compared::Differs(format!(
            "{} is not the file of that name in the catalogue",
            part.target
        )),
        (None, Some(_)) => Compared::Published,
        (None, None) => Compared::Alone,
    };
    Ok((compared, trust.vouching(&pinned)))
}

/// Models that are recorded and not there.
fn missing(
    models: &[Installed],
    settings: &crate::config::Settings,
    names: &[String],
) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for folder in assembly::store(settings).places() {
        for record in Records::read(folder)?.all() {
            let is_there = models
                .iter()
                .any(|model| &model.folder == folder && model.model_files.name == record.name)
                || folder.join(&record.name).exists();
            let is_asked = names.is_empty() || names.contains(&record.name);
            if is_asked && !is_there {
                rows.push(Row {
                    name: record.name.clone(),
                    task: record.task.clone(),
                    path: folder.join(&record.name),
                    state: State::Missing,
                    signature: "none",
                    key: None,
                    problem: Some(format!("'mynah models remove {}' forgets it", record.name)),
                    vouching: format!("added {}", record.added),
                    is_good: false,
                });
            }
        }
    }
    Ok(rows)
}

fn word(vouching: &Vouching) -> &'static str {
    match vouching {
        Vouching::Packaged => "package",
        Vouching::Signed(_) => "good",
        Vouching::Unsigned => "none",
        Vouching::Unknown => "unknown",
        Vouching::Wrong => "wrong",
        Vouching::Unusable(_) => "unusable",
    }
}
