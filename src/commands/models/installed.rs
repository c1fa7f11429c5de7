//! The models that are there, of every task, for the commands that name one.
//!
//! Owns how a model is named: as `mynah models list` prints its file, with or without the ending, or as in the catalogue.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::assembly;
use crate::config::Settings;
use crate::models::catalogue::{self, Task};
use crate::models::model_files::ModelFiles;
use crate::models::store::Origin;

use super::super::Failure;

/// A model that is there.
#[derive(Debug, Clone)]
pub(super) struct Installed {
    /// Its files.
    pub(super) model_files: ModelFiles,
    /// Its main file, or the folder of an encoder.
    pub(super) path: PathBuf,
    /// The models folder in which it lies.
    pub(super) folder: PathBuf,
    /// Whether it came with mynah.
    pub(super) is_starter: bool,
}

impl Installed {
    fn new(task: Task, path: &Path, is_starter: bool) -> Option<Self> {
        let model_files = ModelFiles::installed(task, path)?;
        let is_folder = task == Task::Embedding && !is_starter;
        let path = if is_folder { path.parent()? } else { path };
        Some(Self {
            folder: path.parent()?.to_owned(),
            path: path.to_owned(),
            model_files,
            is_starter,
        })
    }

    /// Whether a person means it by this name.
    fn is_called(&self, name: &str) -> bool {
        let own = self.model_files.name.as_str();
        let stem = Path::new(own).file_stem().and_then(|stem| stem.to_str());
        let published = catalogue::find(name).is_some_and(|entry| match &entry.folder {
            Some(folder) => folder == own,
            None => entry.file() == own,
        });
        own == name || stem == Some(name) || published
    }
}

/// All of them, in the order in which the folders are searched.
pub(super) fn all(settings: &Settings) -> Vec<Installed> {
    let store = assembly::store(settings);
    let listed = store.list();
    let models = listed.iter().filter_map(|model| {
        let is_starter = model.origin == Origin::Starter;
        Installed::new(model.kind.task(), &model.path, is_starter)
    });
    let voices = store.voices();
    let voices = voices
        .iter()
        .filter_map(|path| Installed::new(Task::Voice, path, false));
    let encoders = store.encoders(None);
    let encoders = encoders.iter().filter_map(|files| {
        let is_starter = files.additions.is_none();
        Installed::new(Task::Embedding, &files.weights, is_starter)
    });
    // One folder may be searched by two names.
    let mut seen = HashSet::new();
    let mut is_new = |model: &Installed| {
        let place = fs::canonicalize(&model.path);
        seen.insert(place.unwrap_or_else(|_| model.path.clone()))
    };
    let all = models.chain(voices).chain(encoders);
    all.filter(|model| is_new(model)).collect()
}

/// The first model of each of these names; without names, all.
pub(super) fn named(settings: &Settings, names: &[String]) -> Result<Vec<Installed>, Failure> {
    let all = all(settings);
    if names.is_empty() {
        return Ok(all);
    }
    let found = names.iter().map(|name| {
        let found = all.iter().find(|model| model.is_called(name)).cloned();
        found.ok_or_else(|| Failure::Sentence(absent(name)))
    });
    found.collect()
}

/// What to do about a model that is not there.
pub(super) fn absent(name: &str) -> String {
    if let Some(entry) = catalogue::find(name) {
        return format!(
            "The model '{name}' is not here: 'mynah-pull {name}' fetches it, and 'mynah models add FILE' takes {} from a stick.",
            entry.file()
        );
    }
    format!(
        "There is no model '{name}' here: 'mynah models list' prints the names, 'mynah models add FILE' adds one."
    )
}
