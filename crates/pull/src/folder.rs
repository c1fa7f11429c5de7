//! The folder into which models are fetched.
//!
//! Owns its making, the lock that keeps two runs apart, and the question how much room there is.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::error::PullError;

/// The file that is locked. It stays behind, empty: removing it would let a third run lock another file of that name.
const LOCK: &str = ".mynah-pull.lock";

/// A folder that is locked for this run.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The system unlocks it when the program ends, however it ends.
    _lock: File,
}

impl Folder {
    /// Makes the folder if it is missing, and locks it.
    pub fn lock(path: &Path) -> Result<Self, PullError> {
        let failed = |error: std::io::Error| PullError::Folder {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        fs::create_dir_all(path).map_err(failed)?;
        let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
        let lock = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .custom_flags(no_follow)
            .open(path.join(LOCK))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(PullError::Busy(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses more bytes than there is room for. A file system that does not tell is trusted.
    pub fn has_room_for(&self, needed: u64) -> Result<(), PullError> {
        let Ok(system) = rustix::fs::statvfs(&self.path) else {
            return Ok(());
        };
        let free = system.f_bavail.saturating_mul(system.f_frsize);
        if needed > free {
            return Err(PullError::NoSpace {
                folder: self.path.clone(),
                free,
                needed,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_refused_until_the_first_ends() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b");
        let first = Folder::lock(&path).unwrap();
        assert_eq!(Folder::lock(&path).unwrap_err(), PullError::Busy(path.clone()));
        drop(first);
        let again = Folder::lock(&path).unwrap();
        assert!(again.has_room_for(1).is_ok());
        assert!(matches!(
            again.has_room_for(u64::MAX),
            Err(PullError::NoSpace { .. })
        ));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(matches!(
            Folder::lock(&file.join("x")),
            Err(PullError::Folder { .. })
        ));
    }
}
