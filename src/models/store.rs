//! Where models lie and which one is used.
//!
//! Owns the search order and the choice. Searches, in this order: the folder given by the person, the user's data
//! folder, `/usr/local/share`, `/usr/share`, each with its `starter/` subfolder, and `models/starter` beside an
//! ancestor of the running program (a build in `target/`). Never the current folder. Does not read models
//! itself: `validate` does.
//!
//! The choice: a model of the given folder wins. Then comes a model that somebody added, folder by folder, the
//! largest sound one of a folder, because larger ones answer better. Starter models come last. A file that is broken is
//! set aside, and the next best one is used: one bad file must not silence the program. Its problem is told, since the
//! person who put it there wants to know.

use std::fs;
use std::path::{Path, PathBuf};

use mynah_catalog::folders;
use mynah_encoder::Files;

use super::{Kind, ModelError, validate};

/// The subfolder, and source folder, of our own small models.
const STARTER: &str = "starter";
/// How far above the program's own folder `models/starter` is looked for.
const ANCESTORS: usize = 4;

/// Where a model comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It came with the program.
    Starter,
    /// Somebody put it there.
    Added,
}

/// A sound model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its file.
    pub path: PathBuf,
    /// Where it comes from.
    pub origin: Origin,
}

/// The models that can be used for a task, the best first, and why others cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// At least one.
    usable: Vec<Found>,
    /// Those that would have come before one of the usable ones, or stand beside them.
    pub set_aside: Vec<ModelError>,
}

impl Candidates {
    /// `None` where there is no model, not even one that cannot be used.
    fn new(usable: Vec<Found>, set_aside: Vec<ModelError>) -> Option<Result<Self, ModelError>> {
        if usable.is_empty() {
            return set_aside.into_iter().next().map(Err);
        }
        Some(Ok(Self { usable, set_aside }))
    }

    /// The best one.
    pub fn best(&self) -> &Found {
        &self.usable[0]
    }

    /// All of them, the best first.
    pub fn usable(&self) -> &[Found] {
        &self.usable
    }
}

/// A model file, sound or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its file.
    pub path: PathBuf,
    /// What it is for, by the ending of its name.
    pub kind: Kind,
    /// Its bytes.
    pub size: u64,
    /// Where it comes from.
    pub origin: Origin,
    /// What it says of itself, or why it cannot be used.
    pub described: Result<String, ModelError>,
}

/// The folders that hold models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// The person's choice: it must exist and goes first.
    given: Option<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Store {
    /// Exactly these folders, each with its `starter/` subfolder; one that does not exist counts as empty.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self { given: None, folders }
    }

    /// The standard folders, `given` before them.
    pub fn standard(given: Option<&Path>) -> Self {
        let mut folders: Vec<PathBuf> = folders::user().into_iter().collect();
        folders.extend(folders::SYSTEM.map(PathBuf::from));
        folders.extend(Self::beside_program());
        folders.retain(|folder| Some(folder.as_path()) != given);
        Self {
            given: given.map(Path::to_owned),
            folders,
        }
    }

    /// The folders of starter models beside the program and above it.
    pub fn beside_program() -> Vec<PathBuf> {
        let Ok(program) = std::env::current_exe() else {
            return Vec::new();
        };
        let above = program.ancestors().skip(1).take(ANCESTORS + 1);
        above
            .map(|folder| folder.join("models").join(STARTER))
            .filter(|folder| folder.is_dir())
            .collect()
    }

    /// Every model file there is, in search order; a file that several folders lead to is listed once.
    pub fn list(&self) -> Vec<Listed> {
        let kinds = [Kind::Speech, Kind::Language, Kind::VoiceActivity];
        let mut seen = Vec::new();
        let mut all: Vec<Listed> = self
            .folders()
            .flat_map(|folder| kinds.into_iter().flat_map(move |kind| listed(folder, kind)))
            .collect();
        all.retain(|model| {
            let real = model.path.canonicalize().unwrap_or_else(|_| model.path.clone());
            let is_new = !seen.contains(&real);
            seen.push(real);
            is_new
        });
        all
    }

    /// The models of this kind that can be used: the choice is told at the head of this file.
    ///
    /// # Errors
    /// The given folder is missing, or no model can be used: why the first one cannot, or that there is none.
    pub fn candidates(&self, kind: Kind) -> Result<Candidates, ModelError> {
        self.check_given()?;
        let (mut added, mut starters, mut set_aside) = (Vec::new(), Vec::new(), Vec::new());
        for folder in self.folders() {
            let is_given = self.given.as_ref() == Some(folder);
            let mut models = listed(folder, kind);
            models.sort_by_key(|model| (model.origin == Origin::Starter, std::cmp::Reverse(model.size)));
            for model in models {
                let found = Found {
                    path: model.path,
                    origin: model.origin,
                };
                match (model.described, model.origin) {
                    (Err(error), _) => set_aside.push(error),
                    (Ok(_), Origin::Starter) if !is_given => starters.push(found),
                    (Ok(_), Origin::Added | Origin::Starter) => added.push(found),
                }
            }
        }
        added.append(&mut starters);
        let missing = || self.missing(kind);
        Candidates::new(added, set_aside).unwrap_or_else(|| Err(missing()))
    }

    /// The same with the model that is configured by its path, or by its file name with or without the ending, before all others.
    ///
    /// # Errors
    /// As [`Self::candidates`].
    pub fn candidates_after(&self, kind: Kind, name: &str) -> Result<Candidates, ModelError> {
        self.check_given()?;
        let (named, others) = (self.find_named(kind, name), self.candidates(kind));
        match (named, others) {
            (Ok(found), Ok(mut others)) => {
                others.usable.retain(|other| *other != found);
                // What is wrong with models that nobody asked for is not told.
                others.set_aside.clear();
                others.usable.insert(0, found);
                Ok(others)
            }
            (Ok(found), Err(_)) => Ok(Candidates {
                usable: vec![found],
                set_aside: Vec::new(),
            }),
            (Err(error), Ok(mut others)) => {
                others.set_aside = vec![error];
                Ok(others)
            }
            (Err(error), Err(_)) => Err(error),
        }
    }

    fn find_named(&self, kind: Kind, name: &str) -> Result<Found, ModelError> {
        let path = Path::new(name);
        let is_path = path.components().count() > 1;
        let missing = || ModelError::NoSuchName {
            kind,
            name: name.to_owned(),
            folders: self.folders().cloned().collect(),
        };
        let path = if is_path {
            if path.is_file() {
                path.to_owned()
            } else {
                return Err(missing());
            }
        } else {
            let with_ending = format!("{name}.{}", kind.extension());
            let places = self
                .folders()
                .flat_map(|folder| [folder.clone(), folder.join(STARTER)]);
            places
                .flat_map(|folder| [folder.join(name), folder.join(&with_ending)])
                .find(|path| path.is_file())
                .ok_or_else(missing)?
        };
        validate::describe(kind, &path)?;
        let origin = origin(&path);
        Ok(Found { path, origin })
    }

    /// The Piper voice of this name, or the first one that is there: `NAME.onnx` with `NAME.onnx.json` beside it.
    pub fn voice(&self, name: Option<&Path>) -> Option<PathBuf> {
        if let Some(path) = name.filter(|path| path.components().count() > 1) {
            return Some(path.to_owned());
        }
        self.voices().into_iter().find(|path| {
            name.is_none_or(|name| {
                path.file_name() == Some(name.as_os_str()) || path.file_stem() == name.file_name()
            })
        })
    }

    /// Every Piper voice that is there.
    pub fn voices(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = Vec::new();
        for folder in self.folders() {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            let mut voices: Vec<PathBuf> = entries
                .map(|entry| entry.path())
                .filter(|path| path.extension().is_some_and(|ending| ending == "onnx"))
                .filter(|path| path.with_extension("onnx.json").is_file())
                .collect();
            voices.sort();
            found.extend(voices);
        }
        found
    }

    /// The folders that are searched, in this order.
    pub fn places(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders()
    }

    fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.given.iter().chain(&self.folders)
    }

    /// The files of the encoders that are there, in the order in which they are to be tried: the configured one, by its folder's name
    /// or path, then public ones in folders of their own, then the starter. They are checked when they are loaded. One that has an
    /// adapter comes twice, with it and then without, so that a broken adapter does not take the encoder away.
    pub fn encoders(&self, name: Option<&str>) -> Vec<Files> {
        let mut added: Vec<PathBuf> = self
            .folders()
            .flat_map(|folder| {
                let entries = fs::read_dir(folder).into_iter().flatten().flatten();
                let mut folders: Vec<PathBuf> = entries
                    .map(|entry| entry.path())
                    .filter(|path| path.is_dir() && !is_hidden(path))
                    .collect();
                folders.sort();
                folders
            })
            .collect();
        if let Some(name) = name {
            let is_named = |path: &PathBuf| path.file_name() == Some(name.as_ref());
            match added.iter().position(is_named) {
                Some(at) => added[..=at].rotate_right(1),
                None => added.insert(0, PathBuf::from(name)),
            }
        }
        let starter = self
            .folders()
            .flat_map(|folder| [folder.clone(), folder.join(STARTER)])
            .map(|folder| Files {
                adapter: self.adapter(),
                ..Files::starter(folder)
            });
        let is_whole =
            |files: &Files| files.config.is_file() && files.weights.is_file() && files.tokenizer.is_file();
        let all = added.into_iter().map(Files::in_folder).chain(starter);
        all.filter(is_whole).flat_map(with_and_without_adapter).collect()
    }

    /// The adapter of the starter encoder: the first in the folders. The encoder itself may be in another one.
    pub fn adapter(&self) -> Option<PathBuf> {
        self.folders()
            .map(|folder| folder.join(Files::STARTER_ADAPTER))
            .find(|file| file.symlink_metadata().is_ok())
    }

    /// Why there is no model: a folder that cannot be read, or none has one.
    fn missing(&self, kind: Kind) -> ModelError {
        let unreadable = self.folders().find_map(|folder| {
            let error = fs::read_dir(folder).err()?;
            (error.kind() != std::io::ErrorKind::NotFound).then(|| ModelError::UnreadableFolder {
                folder: folder.clone(),
                reason: error.to_string(),
            })
        });
        unreadable.unwrap_or_else(|| ModelError::Missing {
            kind,
            folders: self.folders().cloned().collect(),
        })
    }

    fn check_given(&self) -> Result<(), ModelError> {
        match &self.given {
            Some(folder) if !folder.is_dir() => Err(ModelError::NoFolder(folder.clone())),
            _ => Ok(()),
        }
    }
}

/// An encoder with its adapter, if there is one, and without.
fn with_and_without_adapter(files: Files) -> Vec<Files> {
    let adapter = files
        .adapter
        .clone()
        .filter(|file| file.symlink_metadata().is_ok());
    let alone = Files {
        adapter: None,
        ..files
    };
    let with = adapter.map(|adapter| Files {
        adapter: Some(adapter),
        ..alone.clone()
    });
    with.into_iter().chain([alone]).collect()
}

fn origin(path: &Path) -> Origin {
    let is_starter = path
        .parent()
        .and_then(Path::file_name)
        .is_some_and(|folder| folder == STARTER);
    if is_starter {
        Origin::Starter
    } else {
        Origin::Added
    }
}

/// The model files of a folder and of its `starter/` subfolder, by name.
fn listed(folder: &Path, kind: Kind) -> Vec<Listed> {
    let files = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| is_model(path, kind))
            .collect();
        paths.sort();
        paths
    };
    files(folder)
        .into_iter()
        .chain(files(&folder.join(STARTER)))
        .map(|path| Listed {
            kind,
            size: fs::metadata(&path).map_or(0, |metadata| metadata.len()),
            origin: origin(&path),
            described: validate::describe(kind, &path),
            path,
        })
        .collect()
}

/// Whether it waits for its place, or is nobody's model.
fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_model(path: &Path, kind: Kind) -> bool {
    Kind::of(path) == Some(kind) && path.is_file()
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
