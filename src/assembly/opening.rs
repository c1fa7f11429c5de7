//! Opening models: who must vouch for them, and whether they are sound.
//!
//! Owns the one way to a model file that is to be loaded; a test of the architecture keeps others from opening one. What is checked is
//! the open file, and the same open file is loaded.

use std::path::{Path, PathBuf};

use mynah_encoder::{Encoder, Files, Limits};

use crate::config::Settings;
use crate::models::catalogue::Task;
use crate::models::{Kind, Pinned, Trust, validate};
use crate::speaking::VoiceFiles;
use crate::speaking::engines::piper;

/// Whose signatures count.
///
/// # Errors
/// A key that is none.
pub(crate) fn trust(settings: &Settings) -> Result<Trust, String> {
    Trust::new(&settings.models.trusted_keys, requires_signature(settings))
}

/// Whether only signed models are loaded.
pub(super) fn requires_signature(settings: &Settings) -> bool {
    settings.models.require_signature == Some(true)
}

/// Opens a model that is to be loaded.
///
/// # Errors
/// It cannot be opened, or nobody vouches for it.
pub(crate) fn opened(path: &Path, trust: &Trust) -> Result<Pinned, String> {
    let pinned = Pinned::open(path).map_err(|error| error.to_string())?;
    trust.demand(&pinned).map_err(|error| error.to_string())?;
    Ok(pinned)
}

/// Loads an encoder by this, from descriptors of its files where somebody must vouch for them.
pub(super) fn encoder<T>(
    files: &Files,
    trust: &Trust,
    load: impl Fn(&Files) -> Result<T, String>,
) -> Result<T, String> {
    if !trust.is_required() {
        return load(files);
    }
    let mut held: Vec<Pinned> = Vec::new();
    let pinned = files.replaced(|path| {
        let pinned = opened(path, trust)?;
        let by_descriptor: PathBuf = pinned.path().to_owned();
        held.push(pinned);
        Ok::<_, String>(by_descriptor)
    })?;
    load(&pinned).map_err(|mut sentence| {
        for file in &held {
            sentence = sentence.replace(
                &file.path().display().to_string(),
                &file.named().display().to_string(),
            );
        }
        sentence
    })
}

/// How a voice is read.
pub(super) fn voice_files(settings: &Settings) -> VoiceFiles {
    if !requires_signature(settings) {
        return VoiceFiles::default();
    }
    let trust = trust(settings);
    VoiceFiles::new(move |path, most| {
        let trust = trust.as_ref().map_err(String::clone)?;
        let pinned = opened(path, trust)?;
        mynah_files::read(pinned.path(), most).map_err(|error| error.to_string())
    })
}

/// Checks a model of this task at a path (a file, or the folder of an encoder), and says in a line what it is.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub(crate) fn describe(task: Task, path: &Path) -> Result<String, String> {
    let kind = match task {
        Task::Speech => Kind::Speech,
        Task::Language => Kind::Language,
        Task::VoiceActivity => Kind::VoiceActivity,
        Task::Voice => {
            return piper::describe(path).map_err(|reason| {
                format!(
                    "The Piper voice {} cannot be used ({reason}): get both of its files again.",
                    path.display()
                )
            });
        }
        Task::Embedding => {
            let files = if path.is_dir() {
                Files::in_folder(path)
            } else {
                Files::starter(path.parent().unwrap_or(path))
            };
            let encoder = Encoder::load(&files, &Limits::default()).map_err(|error| error.to_string())?;
            return Ok(format!("an encoder, vectors of {} numbers", encoder.dimensions()));
        }
    };
    validate::describe(kind, path).map_err(|error| error.to_string())
}
