//! `mynah models remove`: removes models that somebody added.
//!
//! Owns the question before it, and what is not removed: what came with mynah or with a package.

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::assembly;
use crate::config::{Settings, paths};
use crate::grants::Named;
use crate::models::catalogue::Task;
use crate::models::model_files::ModelFiles;
use crate::models::model_folder::{ModelFolder, Records};

use super::super::{Failure, Global, Outcome, answer, remark};
use super::installed::{self, Installed};

/// Where packages put models: their tools remove them.
const PACKAGES: &str = "/usr/share/mynah/models";

#[derive(Debug, Args)]
pub(super) struct Remove {
    /// Names, as 'mynah models list' prints them
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl Remove {
    /// The folders in which it removes.
    pub(super) fn named(named: Named, settings: Option<&Settings>) -> Named {
        let Some(settings) = settings else { return named };
        let places: Vec<PathBuf> = assembly::store(settings).places().cloned().collect();
        places
            .iter()
            .filter(|place| place.is_dir() && !place.starts_with(PACKAGES))
            .fold(named, |named, place| named.folder(Some(place)))
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let mut models = Vec::new();
        for name in &self.names {
            let found = installed::named(&settings, std::slice::from_ref(name));
            match (found, recorded(&settings, name)) {
                (Ok(found), _) => models.extend(found),
                (Err(_), Some(gone)) => models.push(gone),
                (Err(failure), None) => return Err(failure),
            }
        }
        for model in &models {
            refuse(model)?;
        }
        if !self.yes {
            confirm(&models)?;
        }
        for model in &models {
            let is_removed = ModelFolder::open(&model.folder)?.remove(&model.model_files)?;
            let name = &model.model_files.name;
            answer(&if is_removed {
                format!("{name} is removed from {}.", model.folder.display())
            } else {
                format!("{name} was gone already.")
            })?;
            told_by(&settings, model);
        }
        if models
            .iter()
            .any(|model| model.model_files.task == Task::Language)
        {
            // It is made again from the models that are left.
            let heads = paths::prefix_cache().map(std::fs::remove_dir_all);
            if let Some(Err(error)) = heads.filter(
                |removed| !matches!(removed, Err(error) if error.kind() == std::io::ErrorKind::NotFound),
            ) {
                tracing::warn!(%error, "the cache of prompt prefixes is not removed");
            }
        }
        Ok(())
    }
}

/// A model that is recorded and not there any more.
fn recorded(settings: &Settings, name: &str) -> Option<Installed> {
    let store = assembly::store(settings);
    store.places().find_map(|folder| {
        let records = Records::read(folder).ok()?;
        let record = records.find(name)?;
        let task = Task::ALL
            .into_iter()
            .find(|task| task.to_string() == record.task)?;
        let path = folder.join(&record.name);
        let main = if task == Task::Embedding {
            path.join("model.safetensors")
        } else {
            path.clone()
        };
        Some(Installed {
            model_files: ModelFiles::installed(task, &main)?,
            path,
            folder: folder.clone(),
            is_starter: false,
        })
    })
}

fn refuse(model: &Installed) -> Outcome {
    let name = &model.model_files.name;
    if model.is_starter {
        return Err(Failure::Sentence(format!(
            "{name} is a starter model, which is used where no other one can be, and stays: 'mynah models use NAME' chooses another one."
        )));
    }
    if model.folder.starts_with(PACKAGES) {
        return Err(Failure::Sentence(format!(
            "{name} belongs to a package: remove it with 'apt remove'; 'dpkg -S {}' names the package.",
            model.path.display()
        )));
    }
    Ok(())
}

/// Asks at a terminal; elsewhere nobody could answer.
fn confirm(models: &[Installed]) -> Outcome {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage(
            "Nobody can be asked here: --yes removes without a question.".to_owned(),
        ));
    }
    let paths: Vec<String> = models
        .iter()
        .map(|model| model.path.display().to_string())
        .collect();
    remark(&format!("Remove {}? [y/N]", paths.join(", ")));
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    if matches!(line.trim().to_lowercase().as_str(), "y" | "yes") {
        Ok(())
    } else {
        Err(Failure::Sentence("Nothing was removed.".to_owned()))
    }
}

/// Tells of a setting that still names it.
fn told_by(settings: &Settings, model: &Installed) {
    let name = Path::new(&model.model_files.name);
    let is_named = |value: &str| {
        Path::new(value).file_name() == name.file_name() || Some(value.as_ref()) == name.file_stem()
    };
    let models = &settings.models;
    let voice = settings
        .speaking
        .piper
        .as_ref()
        .map(|path| path.display().to_string());
    let named = [
        ("models.speech", &models.speech),
        ("models.language", &models.language),
        ("models.encoder", &models.encoder),
        ("speaking.piper", &voice),
    ];
    for (key, value) in named {
        if value.as_deref().is_some_and(is_named) {
            remark(&format!(
                "{key} still names it: 'mynah models use NAME' chooses another one."
            ));
        }
    }
}
