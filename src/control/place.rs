//! The place of the control socket: a folder of this user alone, one program at a time.
//!
//! Owns the lock that decides who listens there. The lock is the kernel's: it is free as soon as its holder has ended, however
//! that happened, so that a socket that a killed program left behind can be replaced.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, Mode, flock};
use rustix::process::umask;

/// A socket that only this user reaches; removed with this.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    _lock: File,
}

impl Place {
    /// Takes the place; `None` while another program has it.
    ///
    /// # Errors
    /// The folder cannot be used: it belongs to others too, cannot be written to, or its name is too long for a socket.
    pub(crate) fn take(path: &Path) -> io::Result<Option<(Self, UnixListener)>> {
        if let Some(folder) = path.parent() {
            // Usually it was made before the protection, which changes no permissions of files any more.
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            if folder.metadata()?.permissions().mode() & 0o077 != 0 {
                std::fs::set_permissions(folder, Permissions::from_mode(0o700))?;
            }
        }
        Self::take_as_it_is(path)
    }

    /// The same in a folder that is not mynah's own, which stays as it is; `None` while another program has the place.
    ///
    /// # Errors
    /// The folder is not there or cannot be written to, or its name is too long for a socket.
    pub(crate) fn take_as_it_is(path: &Path) -> io::Result<Option<(Self, UnixListener)>> {
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(lock_of(path))?;
        match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        // What a program left behind that was killed; anything but a socket is somebody's file.
        match path.symlink_metadata() {
            Ok(there) if there.file_type().is_socket() => std::fs::remove_file(path)?,
            Ok(_) => return Err(io::ErrorKind::AlreadyExists.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        // `bind(2)` has no argument for it; files that other threads make meanwhile are this user's alone, too.
        let before = umask(Mode::from_raw_mode(0o177));
        let listener = UnixListener::bind(path);
        umask(before);
        let listener = listener?;
        listener.set_nonblocking(true)?;
        let place = Self {
            path: path.to_owned(),
            _lock: lock,
        };
        Ok(Some((place, listener)))
    }
}

/// The file that is locked for a socket: beside it, and of its whole name, so that `a.sock` and `a.ctl` have one each.
pub(crate) fn lock_of(socket: &Path) -> PathBuf {
    let mut name = socket.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

impl Drop for Place {
    fn drop(&mut self) {
        // The lock is still held, so that it is this program's own socket; it may be gone already.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn one_program_listens_at_a_time_and_what_a_killed_one_left_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mynah/control.sock");
        let (first, _listener) = Place::take(&path).unwrap().unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert!(Place::take(&path).unwrap().is_none(), "the first one has it");
        assert!(UnixStream::connect(&path).is_ok());
        drop(first);
        assert!(!path.exists());
        // A socket that nobody listens to any more.
        drop(UnixListener::bind(&path).unwrap());
        let (_second, _listener) = Place::take(&path).unwrap().unwrap();
        assert!(UnixStream::connect(&path).is_ok());
    }

    #[test]
    fn sockets_whose_names_differ_only_at_the_end_are_places_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let first = Place::take_as_it_is(&folder.path().join("a.sock")).unwrap();
        let second = Place::take_as_it_is(&folder.path().join("a.ctl")).unwrap();
        assert!(first.is_some() && second.is_some());
    }

    #[test]
    fn a_place_that_cannot_be_used_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x".repeat(150)).join("control.sock");
        assert!(Place::take(&path).is_err());
        let file = folder.path().join("letter.txt");
        std::fs::write(&file, "dear").unwrap();
        assert!(Place::take_as_it_is(&file).is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "dear");
    }
}
