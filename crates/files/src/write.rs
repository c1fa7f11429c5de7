//! Writing whole or not at all.
//!
//! Owns the unfinished file beside the one that it becomes: its name, so that what a kill left behind is recognised, and its end.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::{NamedTempFile, PersistError};

use super::read::{FileError, irregular, open_with};

/// How the name of an unfinished file begins and ends.
pub(crate) const UNFINISHED: (&str, &str) = (".", ".unfinished");
/// Nothing of ours takes longer to be written.
const ABANDONED: Duration = Duration::from_secs(3_600);

/// What a new file is to survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// A power cut: it is on the disk before the old file goes.
    Durable,
    /// A kill: what can be computed again.
    Cached,
}

/// Writes a file that only its owner may read, in place of an old one, which stays whole if anything fails. Makes its folder.
///
/// # Errors
/// The system's.
pub fn replace(
    path: &Path,
    lifetime: Lifetime,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let written = unfinished(path, lifetime, 0o600, write)?;
    written.persist(path).map(drop).map_err(|failed| failed.error)
}

/// Writes a file that the person has named, with the usual permissions. An existing one keeps its own, and is replaced when the new one
/// is whole; where only the file itself may be written, because of the sandbox or a folder's permissions, it is written over at once,
/// and a full disk costs its old text.
///
/// # Errors
/// The system's, or that the name stands for something else than a file.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    // A link stays one: what it leads to is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mode = match fs::metadata(path) {
        Ok(status) => match irregular(&status) {
            Some(kind) => return Err(FileError::NotRegular(kind)),
            None => status.permissions().mode() & 0o777,
        },
        Err(_) => 0o666,
    };
    let replaced = unfinished(path, Lifetime::Durable, mode, |file| file.write_all(bytes))
        .and_then(|written| written.persist(path).map(drop).map_err(|failed| failed.error));
    match replaced {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::ResourceBusy
            ) =>
        {
            let mut file = begin(path)?;
            Ok(file.write_all(bytes).and_then(|()| file.sync_all())?)
        }
        replaced => Ok(replaced?),
    }
}

/// Removes a file; one that somebody else has removed meanwhile is no error.
///
/// # Errors
/// The system's.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Begins a file that grows line by line. Only its owner may read a new one; an existing one is emptied and keeps its permissions.
///
/// # Errors
/// The system's, or that the name stands for something else than a file.
pub fn begin(path: &Path) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    let file = open_with(options.write(true).create(true).truncate(false).mode(0o600), path)?;
    file.set_len(0)?;
    Ok(file)
}

/// Writes over an existing file, in one piece if the system takes it so, and cuts off what was longer. Whoever reads it meanwhile may
/// find old bytes behind new ones.
///
/// # Errors
/// The system's, also where there is no file, or that the name stands for something else than a file.
pub fn overwrite(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let mut file = open_with(OpenOptions::new().write(true), path)?;
    file.write_all(bytes)?;
    Ok(file.set_len(bytes.len() as u64)?)
}

/// Writes a file that only its owner may read, unless there is one of this name; gives whether it was made.
///
/// # Errors
/// The system's.
pub fn create(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<bool> {
    let written = unfinished(path, Lifetime::Durable, 0o600, write)?;
    match written.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(PersistError { error, .. }) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(PersistError { error, .. }) => Err(error),
    }
}

fn unfinished(
    path: &Path,
    lifetime: Lifetime,
    mode: u32,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let mut beside = tempfile::Builder::new()
        .prefix(UNFINISHED.0)
        .suffix(UNFINISHED.1)
        .permissions(Permissions::from_mode(mode))
        .tempfile_in(folder)?;
    write(beside.as_file_mut())?;
    beside.as_file_mut().flush()?;
    if lifetime == Lifetime::Durable {
        beside.as_file().sync_all()?;
    }
    Ok(beside)
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Removes unfinished files of this folder that a killed program left behind: those that nobody has written to for an hour.
///
/// # Errors
/// The system's; a folder that is not there has none.
#[expect(clippy::disallowed_methods, reason = "files carry the time of day")]
pub fn remove_unfinished(folder: &Path) -> io::Result<()> {
    let now = SystemTime::now();
    for path in unfinished_files(folder)? {
        let written = fs::symlink_metadata(&path).and_then(|status| status.modified());
        if written.is_ok_and(|written| now.duration_since(written).is_ok_and(|age| age > ABANDONED)) {
            remove(&path)?;
        }
    }
    Ok(())
}

/// The unfinished files of a folder.
///
/// # Errors
/// The system's; a folder that is not there has none.
pub fn unfinished_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let paths = entries.flatten().map(|entry| entry.path());
    Ok(paths.filter(|path| is_unfinished(path)).collect())
}

fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1))
}

#[cfg(test)]
mod tests {
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
    fn what_fails_half_way_leaves_the_old_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/file");
        replace(&path, Lifetime::Durable, |file| file.write_all(b"old")).unwrap();
        let failed = replace(&path, Lifetime::Cached, |file| {
            file.write_all(b"half")?;
            Err(io::Error::other("full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(&folder.path().join("new")), ["file"]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_saved_file_keeps_its_permissions_and_its_link_and_a_device_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        save(&link, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(matches!(
            save(Path::new("/dev/null"), b"new"),
            Err(FileError::NotRegular(_))
        ));
        remove(&file).unwrap();
        remove(&file).unwrap();
    }

    #[test]
    fn a_file_is_created_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        assert!(create(&path, |file| file.write_all(b"first")).unwrap());
        assert!(!create(&path, |file| file.write_all(b"second")).unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "files carry the time of day")]
    fn what_a_killed_program_left_behind_goes_after_an_hour_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        for (name, hours) in [(".a.unfinished", 2), (".b.unfinished", 0), ("c.unfinished", 2)] {
            let file = File::create(folder.path().join(name)).unwrap();
            let written = SystemTime::now() - Duration::from_secs(hours * 3_600);
            file.set_modified(written).unwrap();
        }
        remove_unfinished(folder.path()).unwrap();
        assert_eq!(names(folder.path()), [".b.unfinished", "c.unfinished"]);
        remove_unfinished(&folder.path().join("none")).unwrap();
    }

    #[test]
    fn a_file_that_is_there_is_written_over_and_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        assert!(overwrite(&path, b"new").unwrap_err().is_absent());
        fs::write(&path, "a long old text").unwrap();
        overwrite(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(matches!(
            overwrite(folder.path(), b"new"),
            Err(FileError::NotRegular(_))
        ));
    }

    #[test]
    fn a_file_that_grows_is_emptied_first_and_a_device_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "a long old text").unwrap();
        begin(&path).unwrap().write_all(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        for other in [Path::new("/dev/full"), folder.path()] {
            assert!(matches!(begin(other), Err(FileError::NotRegular(_))));
        }
    }
}
