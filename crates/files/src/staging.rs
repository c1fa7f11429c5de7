//! Several files that appear in a folder whole or not at all.
//!
//! Owns the lock of the folder, the hidden folder in which files wait until they are whole, and the step by which they get their names.
//! What a killed program left behind is removed by the next one that holds the lock.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use tempfile::TempDir;

use super::write::{UNFINISHED, unfinished_files};

/// The file by which a private folder is locked.
const LOCK: &str = ".lock";

/// A folder that this program alone adds files to, and a hidden folder in it; that one is removed in the end.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    hidden: TempDir,
    /// The folder, open: its entries are put on the disk through it.
    entries: File,
    /// The system unlocks it when the program ends, however it ends.
    _lock: File,
}

impl Staging {
    /// Makes the folder if it is not there, locks it, and removes what killed programs left behind in it.
    ///
    /// # Errors
    /// The system's; [`io::ErrorKind::WouldBlock`] while another program holds the lock.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Self::locked(folder, File::open(folder)?)
    }

    /// The same, locked by a file that only its owner can open: whoever may read the folder cannot hold its lock.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn begin_private(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600);
        Self::locked(folder, options.open(folder.join(LOCK))?)
    }

    fn locked(folder: &Path, lock: File) -> io::Result<Self> {
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        for left in unfinished_files(folder)? {
            match fs::symlink_metadata(&left) {
                Ok(status) if status.is_dir() => fs::remove_dir_all(left)?,
                _ => super::remove(&left)?,
            }
        }
        let hidden = tempfile::Builder::new()
            .prefix(UNFINISHED.0)
            .suffix(UNFINISHED.1)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            hidden,
            entries: File::open(folder)?,
            _lock: lock,
        })
    }

    /// The folder in which the files appear.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a file waits. The name is relative and was checked by the caller.
    pub fn path(&self, name: &str) -> PathBuf {
        self.hidden.path().join(name)
    }

    /// Removes all that waits.
    ///
    /// # Errors
    /// The system's.
    pub fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.hidden.path())? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Begins a waiting file, with the usual permissions, and makes the folders above it.
    ///
    /// # Errors
    /// The system's; a name may be used once.
    pub fn file(&self, name: &str) -> io::Result<File> {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            DirBuilder::new().recursive(true).mode(0o777).create(parent)?;
        }
        OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o666)
            .open(path)
    }

    /// Gives a waiting file or folder its place; gives whether the name was free. What its files hold must be on the disk.
    ///
    /// # Errors
    /// The system's.
    pub fn place(&self, name: &str, target: &str) -> io::Result<bool> {
        let (from, to) = (self.path(name), self.folder.join(target));
        if from.is_dir() {
            sync_folders(&from)?;
        }
        match renameat_with(CWD, &from, CWD, &to, RenameFlags::NOREPLACE) {
            Ok(()) => {}
            Err(Errno::EXIST | Errno::NOTEMPTY) => return Ok(false),
            // File systems that cannot do it at once; the lock keeps our own programs apart.
            Err(Errno::INVAL | Errno::NOSYS) => {
                if fs::symlink_metadata(&to).is_ok() {
                    return Ok(false);
                }
                fs::rename(&from, &to)?;
            }
            Err(error) => return Err(error.into()),
        }
        self.entries.sync_all()?;
        Ok(true)
    }

    /// Puts a waiting file in place of the one that has this name.
    ///
    /// # Errors
    /// The system's.
    pub fn replace(&self, name: &str, target: &str) -> io::Result<()> {
        fs::rename(self.path(name), self.folder.join(target))?;
        self.entries.sync_all()
    }

    /// Removes a file or a folder of the locked folder; gives whether it was there. A folder loses its name first, so that no half of
    /// it is ever seen.
    ///
    /// # Errors
    /// The system's.
    pub fn remove(&self, target: &str) -> io::Result<bool> {
        let path = self.folder.join(target);
        let removed = match fs::symlink_metadata(&path) {
            Ok(status) if status.is_dir() => fs::rename(&path, self.path("removed"))
                .and_then(|()| fs::remove_dir_all(self.path("removed"))),
            Ok(_) => fs::remove_file(&path),
            Err(error) => Err(error),
        };
        match removed {
            Ok(()) => self.entries.sync_all().map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Puts the entries of a folder and of those in it on the disk.
fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_and_a_folder_get_their_names_only_where_these_are_free() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("taken"), "old").unwrap();
        let staging = Staging::begin(folder.path()).unwrap();
        for name in ["taken", "free", "deep/er/file"] {
            staging.file(name).unwrap().write_all(b"new").unwrap();
        }
        assert!(staging.file("free").is_err());
        staging.file("other/file").unwrap();
        assert!(!staging.place("taken", "taken").unwrap());
        assert!(staging.place("free", "free").unwrap());
        assert!(staging.place("deep", "deep").unwrap());
        assert_eq!(fs::read(folder.path().join("taken")).unwrap(), b"old");
        staging.replace("taken", "taken").unwrap();
        assert_eq!(fs::read(folder.path().join("taken")).unwrap(), b"new");
        assert!(staging.remove("deep").unwrap() && staging.remove("free").unwrap());
        assert!(!staging.remove("free").unwrap());
        staging.clear().unwrap();
        assert!(!staging.place("other", "other").is_ok_and(|placed| placed));
        drop(staging);
        assert_eq!(names(folder.path()), ["taken"]);
    }

    #[test]
    fn one_program_holds_the_folder_and_the_next_one_clears_what_was_left() {
        let folder = tempfile::tempdir().unwrap();
        let first = Staging::begin(folder.path()).unwrap();
        first.file("deep/file").unwrap();
        let refused = Staging::begin(folder.path()).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::WouldBlock);
        // As if it had been killed.
        let Staging { hidden, _lock, .. } = first;
        let left = hidden.keep();
        drop(_lock);
        fs::write(folder.path().join(".x.unfinished"), "half").unwrap();
        let second = Staging::begin(folder.path()).unwrap();
        assert!(!left.exists());
        drop(second);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
}
