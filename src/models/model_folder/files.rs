//! The files of models as they are opened and compared, and the sentences about what fails.
//!
//! Owns which links are refused.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::super::{Pinned, digest};
use super::ModelFolderError;

/// Opens a file of a model. In an encoder's folder, which the target tells, neither it nor a folder between may be a link.
pub(super) fn open_here(path: &Path, target: &str) -> Result<Pinned, ModelFolderError> {
    let unreadable = |error: &dyn std::fmt::Display| ModelFolderError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let inside = target.matches('/').count();
    if path.ancestors().take(inside).any(Path::is_symlink) {
        return Err(ModelFolderError::Link(path.to_owned()));
    }
    let file = mynah_files::open(path).map_err(|error| unreadable(&error))?;
    if inside == 0 {
        return Ok(Pinned::of(file, path));
    }
    // It could have become a link meanwhile.
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    let file = opened.map_err(|error| unreadable(&error))?;
    match file.metadata() {
        Ok(status) if status.is_file() => Ok(Pinned::of(file, path)),
        Ok(_) => Err(unreadable(&"it is not a regular file")),
        Err(error) => Err(unreadable(&error)),
    }
}

/// Whether a regular file is there and has this content.
pub(in super::super) fn is_same(path: &Path, size: u64, sha256: &str) -> bool {
    Pinned::open(path).is_ok_and(|file| {
        file.size() == size && digest::sha256(file.file()).is_ok_and(|found| found == sha256)
    })
}

/// A check's sentence, with the name that the person knows.
pub(super) fn unsound(told: &str, waiting: &Path, shown: &Path) -> ModelFolderError {
    let (waiting, shown) = (waiting.display().to_string(), shown.display().to_string());
    ModelFolderError::Unsound(told.replace(&waiting, &shown))
}

/// See [`ModelFolderError::Unreadable`].
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> ModelFolderError {
    ModelFolderError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// See [`ModelFolderError::Unwritable`].
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> ModelFolderError {
    ModelFolderError::Unwritable {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// Removes a folder and those in it that are empty; what else somebody keeps there stays.
pub(super) fn remove_empty(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            // A folder that is not empty stays.
            let _ = fs::remove_dir(entry.path());
        }
    }
    let _ = fs::remove_dir(folder);
}
