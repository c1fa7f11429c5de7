//! The few programs that may be started, and how each is held.
//!
//! Owns the list's entries: a name by which this program asks, one file that only root can change, what it may be asked, and what
//! it may reach. Who starts them is the broker.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};
use serde::{Deserialize, Serialize};

use super::Files;

/// What a program may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// Turn words into sound, by its standard descriptors; no socket, no file beside its own data, no program.
    Words,
    /// Ask the sound server; no file, no program.
    Sound,
    /// Serve voices: start programs of its own, and go on when this one has ended.
    Service,
}

/// A program of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// By which it is asked for.
    pub name: PathBuf,
    /// Where it is.
    pub file: PathBuf,
    /// What it may do.
    pub rights: Rights,
    /// The arguments with which it may be started; `None` is any.
    pub arguments: Option<Vec<Vec<String>>>,
    /// What it reaches.
    pub files: Files,
}

/// Why a program is not started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StartError {
    /// It is not on the list.
    #[error("it is not there, or none of the programs that may be started")]
    Unlisted,
    /// Somebody else than root could have changed it.
    #[error("{} could have been changed by others than root", .0.display())]
    Untrusted(PathBuf),
    /// The system refused.
    #[error("{0}")]
    Refused(String),
}

impl From<std::io::Error> for StartError {
    fn from(error: std::io::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<rustix::io::Errno> for StartError {
    fn from(error: rustix::io::Errno) -> Self {
        std::io::Error::from(error).into()
    }
}

impl Program {
    /// Looks for a program as a shell would, or takes the path; `None` where there is none.
    pub fn find(name: &Path, rights: Rights) -> Option<Self> {
        let file = if name.components().count() > 1 {
            name.to_owned()
        } else {
            let search = std::env::var_os("PATH")?;
            let mut places = std::env::split_paths(&search).map(|folder| folder.join(name));
            places.find(|path| path.is_file())?
        };
        Some(Self {
            name: name.to_owned(),
            file: file.canonicalize().ok()?,
            rights,
            arguments: None,
            files: Files::default(),
        })
    }

    /// Whether it may be asked this.
    pub(super) fn allows(&self, arguments: &[String]) -> bool {
        self.arguments
            .as_ref()
            .is_none_or(|allowed| allowed.iter().any(|one| one == arguments))
    }

    /// The open file, looked at: what is started is what was looked at.
    pub(super) fn open(&self) -> Result<std::os::fd::OwnedFd, StartError> {
        for path in self.file.ancestors() {
            let metadata = std::fs::metadata(path)?;
            // A sticky folder such as /tmp is no place for programs either.
            if !is_roots(metadata.uid()) || metadata.mode() & 0o022 != 0 {
                return Err(StartError::Untrusted(path.to_owned()));
            }
        }
        let file = open(&self.file, OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?;
        let status = rustix::fs::fstat(&file)?;
        if !is_roots(status.st_uid) || status.st_mode & 0o022 != 0 {
            return Err(StartError::Untrusted(self.file.clone()));
        }
        Ok(file)
    }
}

/// Whose a file is that root owns; in a namespace without root it seems to be nobody's.
fn is_roots(owner: u32) -> bool {
    const NOBODY: u32 = 65_534;
    owner == 0 || (owner == NOBODY && rustix::process::getuid().as_raw() != NOBODY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_others_could_have_changed_is_not_started() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("espeak-ng");
        std::fs::copy("/bin/true", &path).unwrap();
        let own = Program::find(&path, Rights::Words).unwrap();
        assert!(matches!(own.open(), Err(StartError::Untrusted(_))));
        let real = Program::find(Path::new("sh"), Rights::Words).unwrap();
        assert!(real.open().is_ok());
        assert_eq!(Program::find(Path::new("no-such-program"), Rights::Words), None);
    }
}
