//! `mynah models`: lists, describes, recommends, adds, chooses, verifies, removes, exports and evaluates models.
//!
//! Owns the lists and the descriptions. Fetches nothing: it names the command of `mynah-pull` that does.

mod add;
mod choose;
mod evaluate;
mod export;
mod installed;
mod machine;
mod recommend;
mod remove;
mod verify;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::assembly;
use crate::config::{Settings, paths};
use crate::grants::Named;
use crate::models::store::Origin;
use crate::models::{Kind, catalogue, megabytes, validate};

use super::{Failure, Global, Outcome, OutputError};

#[derive(Debug, Args)]
pub(super) struct Models {
    #[command(subcommand)]
    command: Option<ModelsCommand>,
}

#[derive(Debug, Subcommand)]
enum ModelsCommand {
    /// List installed and recommended models (default)
    List(List),
    /// Measure this machine, and name a set of models for it with the command that fetches them
    Recommend,
    /// Tell everything that is known of a model of the catalogue
    Info {
        /// Its short name, as 'mynah models list --all' prints it
        name: String,
    },
    /// Add models: files, folders of a voice or an encoder, bundles
    Add(add::Add),
    /// Use a model for its task from now on
    Use(choose::Use),
    /// Compare all models with what was added and published, and check their signatures
    Verify(verify::Verify),
    /// Remove models that were added
    Remove(remove::Remove),
    /// Write models into one file, for a machine without a network
    Export(export::Export),
    /// Check a model file without running it
    Check {
        /// The file
        file: PathBuf,
    },
    /// Ask a suite of questions through the normal path, and count right answers
    Evaluate(evaluate::Evaluate),
}

#[derive(Debug, Default, Args)]
struct List {
    /// List every model of the catalogue, not only the recommended ones
    #[arg(long)]
    all: bool,
}

impl Models {
    /// Files that it names.
    pub(super) fn named(&self, named: Named, settings: Option<&Settings>) -> Named {
        match &self.command {
            Some(ModelsCommand::Add(add)) => add.named(named),
            Some(ModelsCommand::Export(export)) => export.named(named),
            Some(ModelsCommand::Remove(_)) => remove::Remove::named(named, settings),
            Some(ModelsCommand::Evaluate(evaluate)) => named.inputs(evaluate.recordings()),
            _ => named,
        }
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        match self
            .command
            .unwrap_or_else(|| ModelsCommand::List(List::default()))
        {
            ModelsCommand::List(List { all }) => list(global, all),
            ModelsCommand::Recommend => recommend::run(global),
            ModelsCommand::Info { name } => info(global, &name),
            ModelsCommand::Add(add) => add.run(global),
            ModelsCommand::Use(choice) => choice.run(global),
            ModelsCommand::Verify(verify) => verify.run(global),
            ModelsCommand::Remove(remove) => remove.run(global),
            ModelsCommand::Export(export) => export.run(global),
            ModelsCommand::Check { file } => check(&file),
            ModelsCommand::Evaluate(evaluate) => evaluate.run(global),
        }
    }
}

fn list(global: &Global, all: bool) -> Outcome {
    let settings = global.settings()?;
    super::answer("Installed:")?;
    let listed = assembly::store(&settings).list();
    if listed.is_empty() {
        super::answer("  none")?;
    }
    for model in &listed {
        let origin = match model.origin {
            Origin::Starter => "starter",
            Origin::Added => "added",
        };
        let used = assembly::find(&settings, model.kind).is_ok_and(|found| found.path == model.path);
        let mark = if used { "*" } else { " " };
        super::answer(&format!(
            "{mark} {:14} {:7} {:>10}  {}",
            model.kind.to_string(),
            origin,
            megabytes(model.size),
            model.path.display()
        ))?;
        if let Err(problem) = &model.described {
            super::answer(&format!("                 {problem}"))?;
        }
    }
    if all {
        super::answer("\nThe catalogue, largest last ('*': recommended; the best one found is used):")?;
    } else {
        super::answer("\nRecommended (the best one found is used; 'mynah models list --all' lists more):")?;
    }
    for task in catalogue::Task::ALL {
        let mut entries: Vec<_> = catalogue::entries()
            .iter()
            .filter(|entry| entry.task == task && (all || entry.recommended))
            .collect();
        entries.sort_by_key(|entry| entry.size());
        for entry in entries {
            row(entry, all)?;
        }
    }
    super::answer(&format!(
        "\n'mynah-pull NAME' fetches them into {}; 'mynah models add FILE' takes files from elsewhere.",
        folder()
    ))?;
    Ok(())
}

/// A line of the catalogue, and the address of a recommended model.
fn row(entry: &catalogue::Entry, all: bool) -> Result<(), OutputError> {
    let mark = if entry.recommended && all { "*" } else { " " };
    super::answer(&format!(
        "{mark} {:14} {:>10}  {:28} {} ({}; {}; {})",
        entry.task.to_string(),
        megabytes(entry.size()),
        entry.id,
        entry.file(),
        entry.languages,
        entry.purpose,
        entry.licence
    ))?;
    if entry.recommended || all {
        super::answer(&format!("{:29}{}", "", entry.page()))?;
    }
    Ok(())
}

/// The folder of this user's models, in words.
fn folder() -> String {
    paths::user_models().map_or_else(
        || "the models folder".to_owned(),
        |path| path.display().to_string(),
    )
}

fn info(global: &Global, name: &str) -> Outcome {
    let Some(entry) = catalogue::find(name) else {
        return Err(Failure::Usage(format!(
            "The catalogue has no model '{name}': 'mynah models list --all' prints the names."
        )));
    };
    let parameters = entry.parameters.map_or_else(
        || "not told".to_owned(),
        |count| format!("{:.0} million", count as f64 / 1e6),
    );
    let mut rows = vec![
        ("task", entry.task.to_string()),
        ("languages", entry.languages.clone()),
        ("parameters", parameters),
        (
            "quantisation",
            entry
                .quantisation
                .clone()
                .unwrap_or_else(|| "not told".to_owned()),
        ),
        ("size", megabytes(entry.size())),
        (
            "memory",
            format!("about {} while it runs", megabytes(entry.memory)),
        ),
        ("processors", format!("{} or more", entry.cores)),
        ("licence", entry.licence.clone()),
        ("for", entry.purpose.clone()),
        ("published at", entry.page()),
        ("revision", entry.revision.clone()),
    ];
    if entry.gated {
        rows.push((
            "token",
            "needed: accept the licence at the address above, and set HF_TOKEN".to_owned(),
        ));
    }
    for file in &entry.files {
        let digest = file.sha256.as_ref().map_or_else(
            || "no SHA-256 in the catalogue".to_owned(),
            |digest| format!("SHA-256 {digest}"),
        );
        rows.push((
            "file",
            format!("{}, {}, {digest}", file.name(), megabytes(file.size)),
        ));
    }
    rows.push(("installed", installed(global, entry)?));
    super::answer(&format!("{} ({})", entry.name, entry.id))?;
    for (what, value) in rows {
        super::answer(&format!("  {what:13} {value}"))?;
    }
    super::answer(&format!(
        "\n'mynah-pull {}' fetches it into {}.",
        entry.id,
        folder()
    ))?;
    Ok(())
}

/// Where the first file of a model lies, or that it lies nowhere.
fn installed(global: &Global, entry: &catalogue::Entry) -> Result<String, Failure> {
    let settings = global.settings()?;
    let inside = entry.folder.as_deref().unwrap_or_default();
    let found = assembly::store(&settings)
        .places()
        .map(|place| place.join(inside).join(entry.file()))
        .find(|path| path.is_file());
    Ok(found.map_or_else(|| "no".to_owned(), |path| path.display().to_string()))
}

fn check(file: &std::path::Path) -> Outcome {
    match validate::describe(Kind::of(file).unwrap_or(Kind::Speech), file) {
        Ok(description) => {
            super::answer(&format!("{} is valid: {description}", file.display()))?;
            Ok(())
        }
        Err(error) => Err(Failure::Sentence(error.to_string())),
    }
}
