//! The files that make a model: one file, a voice with its description, an encoder's folder; and the signatures beside them. An
//! adapter of the starter encoder is one file, which lies in a models folder although the encoder itself may lie elsewhere.
//!
//! Owns which files belong together and how they are named in a models folder. Opens nothing; names are hostile.

use std::fs;
use std::path::{Component, Path, PathBuf};

use mynah_catalog::Task;
use mynah_encoder::{Additions, Files};

use super::folder_error::ModelFolderError;
use super::trust::{SIGNATURE, signature_of};
use super::{Kind, catalogue};

/// How a voice's file ends.
pub(super) const VOICE: &str = ".onnx";
/// Bytes of a name: file systems take 255, and a signature's name is longer.
const MAX_NAME_LEN: usize = 200;

/// A file of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelPart {
    /// Its path in the models folder, with `/` between names.
    pub target: String,
    /// Where it lies now.
    pub source: PathBuf,
}

impl ModelPart {
    /// Whether it is a signature.
    pub fn is_signature(&self) -> bool {
        self.target.ends_with(SIGNATURE)
    }
}

/// A model and its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFiles {
    /// What it is for.
    pub task: Task,
    /// Its name in the models folder: that of its main file, or of its folder.
    pub name: String,
    /// Its files, the main one last: without that, the others are no model.
    pub parts: Vec<ModelPart>,
}

impl ModelFiles {
    /// The model that a person means by a path, under the name that they choose for it.
    ///
    /// # Errors
    /// There is no model, more than one, or the name does not do.
    pub fn at(path: &Path, name: Option<&str>) -> Result<Self, ModelFolderError> {
        let path = &match path.to_string_lossy().strip_suffix(".json") {
            Some(voice) if voice.ends_with(VOICE) => PathBuf::from(voice),
            _ => path.to_owned(),
        };
        if path.is_dir() {
            return Self::in_folder(path, name);
        }
        let task = task_of(path).ok_or_else(|| ModelFolderError::NoModel(path.clone()))?;
        let own = named(path)?;
        let chosen = match name {
            Some(name) => with_ending(name, path)?,
            None => own,
        };
        if task_of(Path::new(&chosen)) != Some(task) {
            return Err(ModelFolderError::Name(chosen));
        }
        Ok(Self::of_files(task, chosen, path))
    }

    fn in_folder(folder: &Path, name: Option<&str>) -> Result<Self, ModelFolderError> {
        let files = Files::in_folder(folder);
        if files.weights.symlink_metadata().is_ok() {
            let own = named(&folder.canonicalize().unwrap_or_else(|_| folder.to_owned()))?;
            let name = name.map_or(own, str::to_owned);
            if !is_name(&name) {
                return Err(ModelFolderError::Name(name));
            }
            return Ok(Self::of_encoder(name, &files));
        }
        let entries = fs::read_dir(folder).map_err(|error| ModelFolderError::Unreadable {
            path: folder.to_owned(),
            reason: error.to_string(),
        })?;
        let mut models: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| task_of(path).is_some() && !path.is_dir())
            .collect();
        models.sort();
        match &models[..] {
            [one] => Self::at(one, name),
            [] => Err(ModelFolderError::NoModel(folder.to_owned())),
            several => Err(ModelFolderError::Several {
                folder: folder.to_owned(),
                count: several.len(),
            }),
        }
    }

    /// An installed model, by its file, its voice or the weights of its encoder.
    pub fn installed(task: Task, path: &Path) -> Option<Self> {
        let name = named(path).ok()?;
        if task != Task::Embedding || is_adapter(&name) {
            return Some(Self::of_files(task, name, path));
        }
        let folder = path.parent()?;
        let public = Files::in_folder(folder);
        if public.weights == path {
            return Some(Self::of_encoder(named(folder).ok()?, &public));
        }
        let starter = Files::starter(folder);
        let files = [starter.config, starter.tokenizer, starter.weights];
        let parts = files.into_iter().filter_map(|source| {
            let target = named(&source).ok()?;
            Some(ModelPart { target, source })
        });
        Some(Self {
            task,
            name,
            parts: parts.collect(),
        })
    }

    /// Whether its files lie in a folder of their own.
    pub fn is_folder(&self) -> bool {
        self.parts.iter().any(|part| part.target.contains('/'))
    }

    /// Whether it is the starter encoder's adapter.
    pub fn is_adapter(&self) -> bool {
        is_adapter(&self.name)
    }

    /// The main file.
    pub fn main(&self) -> Option<&ModelPart> {
        self.parts.last()
    }

    /// A model of one file, or a voice.
    fn of_files(task: Task, name: String, path: &Path) -> Self {
        let mut parts = Vec::new();
        if task == Task::Voice {
            let mut description = path.as_os_str().to_owned();
            description.push(".json");
            with_signature(&mut parts, format!("{name}.json"), description.into());
        }
        with_signature(&mut parts, name.clone(), path.to_owned());
        Self { task, name, parts }
    }

    fn of_encoder(name: String, files: &Files) -> Self {
        let mut parts = Vec::new();
        for (inside, source) in files.all() {
            with_signature(&mut parts, format!("{name}/{inside}"), source.to_owned());
        }
        Self {
            task: Task::Embedding,
            name,
            parts,
        }
    }

    /// Groups the paths of a bundle's models.
    ///
    /// # Errors
    /// [`ModelFolderError::Bundle`] where a path belongs to no model.
    pub(super) fn grouped(paths: &[&str]) -> Result<Vec<Self>, ModelFolderError> {
        let mut all_model_files: Vec<Self> = Vec::new();
        for path in paths {
            let base = path.strip_suffix(SIGNATURE).unwrap_or(path);
            let (task, name) = match base.split_once('/') {
                Some((folder, _)) => (Some(Task::Embedding), folder),
                None => {
                    let main = base.strip_suffix(".json").filter(|main| main.ends_with(VOICE));
                    let main = main.unwrap_or(base);
                    (task_of(Path::new(main)), main)
                }
            };
            let task =
                task.filter(|task| *task != Task::Embedding || is_adapter(base) || is_of_encoder(base));
            let task =
                task.ok_or_else(|| ModelFolderError::bundle(format!("{path} is no file of a model")))?;
            let part = ModelPart {
                target: (*path).to_owned(),
                source: PathBuf::new(),
            };
            match all_model_files
                .iter_mut()
                .find(|model_files| model_files.name == name)
            {
                Some(model_files) => model_files.parts.push(part),
                None => all_model_files.push(Self {
                    task,
                    name: name.to_owned(),
                    parts: vec![part],
                }),
            }
        }
        for model_files in &mut all_model_files {
            let main = if model_files.is_folder() {
                format!("{}/model.safetensors", model_files.name)
            } else {
                model_files.name.clone()
            };
            model_files.parts.sort_by_key(|part| part.target == main);
            if model_files.main().is_none_or(|part| part.target != main) {
                return Err(ModelFolderError::bundle(format!("{main} is missing")));
            }
        }
        Ok(all_model_files)
    }
}

/// A file, behind its signature if there is one.
fn with_signature(parts: &mut Vec<ModelPart>, target: String, source: PathBuf) {
    let signature = signature_of(&source);
    if signature.symlink_metadata().is_ok() {
        parts.push(ModelPart {
            target: format!("{target}{SIGNATURE}"),
            source: signature,
        });
    }
    parts.push(ModelPart { target, source });
}

/// What a file is for, by its name.
fn task_of(path: &Path) -> Option<Task> {
    let is_voice = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("onnx"));
    if is_voice {
        return Some(Task::Voice);
    }
    if path
        .file_name()
        .is_some_and(|name| name == Files::STARTER_ADAPTER)
    {
        return Some(Task::Embedding);
    }
    Kind::of(path).map(Kind::task)
}

/// Whether this is the name of the starter encoder's adapter.
fn is_adapter(name: &str) -> bool {
    name == Files::STARTER_ADAPTER
}

/// Whether a path is that of a file that an encoder may have, in a folder.
fn is_of_encoder(path: &str) -> bool {
    let known = Files::NAMES
        .into_iter()
        .chain(Additions::NAMES)
        .chain([Files::ADAPTER]);
    path.split_once('/')
        .is_some_and(|(_, inside)| known.into_iter().any(|name| name == inside))
}

/// A chosen name, with the ending of the file if it has none.
fn with_ending(name: &str, path: &Path) -> Result<String, ModelFolderError> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let has_it = Path::new(name)
        .extension()
        .is_some_and(|own| own.eq_ignore_ascii_case(&*ending));
    let name = if has_it {
        name.to_owned()
    } else {
        format!("{name}.{ending}")
    };
    if is_name(&name) {
        Ok(name)
    } else {
        Err(ModelFolderError::Name(name))
    }
}

fn named(path: &Path) -> Result<String, ModelFolderError> {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    if is_name(name) {
        Ok(name.to_owned())
    } else {
        Err(ModelFolderError::Name(
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        ))
    }
}

/// A name that is neither hidden, nor an option, nor a path, and that can be printed.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= MAX_NAME_LEN
        && !name.starts_with(['.', '-'])
        && ![super::model_folder::LIST, super::model_folder::RECORDS].contains(&name)
        && !name
            .chars()
            .any(|letter| letter.is_control() || matches!(letter, '/' | '\\'))
}

/// A path of such names that stays where it begins.
pub(super) fn is_path(path: &str) -> bool {
    path.split('/').all(is_name)
        && Path::new(path)
            .components()
            .all(|component| matches!(component, Component::Normal(_)))
}

/// The entry of the catalogue that has a file with this digest.
pub(super) fn recognised(sha256: &str) -> Option<&'static catalogue::Entry> {
    catalogue::entries().iter().find(|entry| {
        entry
            .files
            .iter()
            .any(|file| file.sha256.as_deref() == Some(sha256))
    })
}

#[cfg(test)]
#[path = "model_files_tests.rs"]
mod tests;
