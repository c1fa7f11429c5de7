//! A model file that stays the same from its check to its use.
//!
//! Owns the open file. Whoever checks it and whoever loads it open it again by the descriptor, so that another file that gets the
//! name meanwhile changes nothing. A file that is written to in place is another matter: whoever may do that may do anything to
//! this user's files.

use std::fs::File;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

use super::ModelError;

/// An open model file.
#[derive(Debug)]
pub struct Pinned {
    file: File,
    named: PathBuf,
    by_descriptor: PathBuf,
}

impl Pinned {
    /// The file that has this name now.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let file = mynah_files::open(path).map_err(|error| ModelError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(Self::of(file, path))
    }

    /// A regular file that was opened by this name.
    pub(super) fn of(file: File, path: &Path) -> Self {
        let by_descriptor = PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()));
        Self {
            file,
            named: path.to_owned(),
            by_descriptor,
        }
    }

    /// The name by which it was found.
    pub fn named(&self) -> &Path {
        &self.named
    }

    /// By what it is to be opened.
    pub fn path(&self) -> &Path {
        &self.by_descriptor
    }

    /// The open file.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        self.file.metadata().map_or(0, |status| status.len())
    }

    /// An error's sentence, with the file's name instead of the descriptor's.
    pub fn tell(&self, error: &dyn std::error::Error) -> String {
        let descriptor = self.by_descriptor.display().to_string();
        error
            .to_string()
            .replace(&descriptor, &self.named.display().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::validate;
    use super::*;

    #[test]
    fn what_is_loaded_is_what_was_checked_whatever_gets_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.bin");
        std::fs::write(&path, "first").unwrap();
        let pinned = Pinned::open(&path).unwrap();
        for _ in 0..1_000 {
            let other = folder.path().join("other.bin");
            std::fs::write(&other, "another one").unwrap();
            std::fs::rename(&other, &path).unwrap();
            assert_eq!(std::fs::read(pinned.path()).unwrap(), b"first");
        }
        assert_eq!(pinned.size(), 5);
        let error = validate::speech(pinned.path()).unwrap_err();
        assert!(error.to_string().contains("/proc/self/fd/"));
        let told = pinned.tell(&error);
        assert!(told.contains("model.bin") && !told.contains("/proc"), "{told}");
    }

    #[test]
    fn what_is_no_file_is_told_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Pinned::open(folder.path()).is_err());
        assert!(Pinned::open(&folder.path().join("none")).is_err());
    }
}
