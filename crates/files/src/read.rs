//! Opening and reading.
//!
//! Owns the kinds of files that are refused and the limits. Follows symbolic links: where they may lead is the sandbox's matter.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

/// What a name stands for when it is not a regular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A directory.
    Folder,
    /// A named pipe: opening it would wait for its other end.
    Pipe,
    /// A character or block device: reading it may never end.
    Device,
    /// A socket.
    Socket,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder => "a folder",
            Self::Pipe => "a pipe",
            Self::Device => "a device",
            Self::Socket => "a socket",
        })
    }
}

/// Why a file cannot be read; a phrase for parentheses.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system's reason.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The name stands for something else.
    #[error("it is {0}, not a regular file")]
    NotRegular(Kind),
    /// The file has more bytes than are read.
    #[error("it is larger than {}", size(*.0))]
    TooLarge(u64),
    /// The bytes are not UTF-8.
    #[error("it is not text in UTF-8")]
    NotText,
}

impl FileError {
    /// The kind of the system's error; [`io::ErrorKind::Other`] for a file that we refuse.
    pub fn kind(&self) -> io::ErrorKind {
        match self {
            Self::Io(error) => error.kind(),
            Self::NotRegular(_) | Self::TooLarge(_) | Self::NotText => io::ErrorKind::Other,
        }
    }

    /// Whether there is no such file.
    pub fn is_absent(&self) -> bool {
        self.kind() == io::ErrorKind::NotFound
    }
}

impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Io(error) => error,
            other => Self::other(other),
        }
    }
}

/// Opens a regular file for reading, without waiting for the other end of a pipe.
///
/// # Errors
/// The system's, or [`FileError::NotRegular`].
pub fn open(path: &Path) -> Result<File, FileError> {
    open_with(OpenOptions::new().read(true), path)
}

/// Opens a file with these options; refuses it unless it is a regular file.
pub(crate) fn open_with(options: &mut OpenOptions, path: &Path) -> Result<File, FileError> {
    let file = match options.custom_flags(libc::O_NONBLOCK).open(path) {
        Ok(file) => file,
        // Sockets, pipes to write to and folders to write to cannot even be opened.
        Err(error) => {
            return Err(match std::fs::metadata(path).map(|status| irregular(&status)) {
                Ok(Some(kind)) => FileError::NotRegular(kind),
                Ok(None) | Err(_) => FileError::Io(error),
            });
        }
    };
    match irregular(&file.metadata()?) {
        None => Ok(file),
        Some(kind) => Err(FileError::NotRegular(kind)),
    }
}

pub(crate) fn irregular(status: &Metadata) -> Option<Kind> {
    let kind = status.file_type();
    match () {
        () if kind.is_file() => None,
        () if kind.is_dir() => Some(Kind::Folder),
        () if kind.is_fifo() => Some(Kind::Pipe),
        () if kind.is_socket() => Some(Kind::Socket),
        () => Some(Kind::Device),
    }
}

/// Reads a whole file of at most `limit` bytes.
///
/// # Errors
/// As [`open`]; [`FileError::TooLarge`] before more than the limit is held.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let file = open(path)?;
    let length = file.metadata()?.len();
    if length > limit {
        return Err(FileError::TooLarge(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // The file may grow meanwhile; files of /proc tell no length.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(FileError::TooLarge(limit));
    }
    Ok(bytes)
}

/// Reads a whole text of at most `limit` bytes.
///
/// # Errors
/// As [`read`]; [`FileError::NotText`] where it is not UTF-8.
pub fn read_text(path: &Path, limit: u64) -> Result<String, FileError> {
    String::from_utf8(read(path, limit)?).map_err(|_| FileError::NotText)
}

fn size(bytes: u64) -> String {
    match bytes {
        0..0x400 => format!("{bytes} bytes"),
        0x400..0x10_0000 => format!("{} KiB", bytes >> 10),
        0x10_0000.. => format!("{} MiB", bytes >> 20),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn what_is_not_a_regular_file_is_named_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let socket = folder.path().join("socket");
        let _listener = UnixListener::bind(&socket).unwrap();
        for (path, kind) in [
            (folder.path(), Kind::Folder),
            (&pipe, Kind::Pipe),
            (Path::new("/dev/zero"), Kind::Device),
            (&socket, Kind::Socket),
        ] {
            let error = read(path, 1 << 20).unwrap_err();
            assert!(
                matches!(error, FileError::NotRegular(found) if found == kind),
                "{}: {error}",
                path.display()
            );
        }
        assert!(open(&folder.path().join("none")).unwrap_err().is_absent());
    }

    #[test]
    fn a_file_is_read_up_to_its_limit_and_text_must_be_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, [b'a'; 10]).unwrap();
        assert_eq!(read_text(&path, 10).unwrap(), "aaaaaaaaaa");
        let error = read(&path, 9).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 9 bytes");
        std::fs::write(&path, [0xff]).unwrap();
        assert!(matches!(read_text(&path, 9), Err(FileError::NotText)));
        assert!(
            !read_text(Path::new("/proc/self/status"), 1 << 16)
                .unwrap()
                .is_empty()
        );
    }
}
