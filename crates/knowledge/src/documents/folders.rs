//! The files of the knowledge folders.
//!
//! Owns the walk and its bounds, the refusals and their sentences. Opens each file once, only a plain one, reads no
//! more of it than is allowed, and never leaves a folder through a link. Does not know what is in a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{DocumentError, DocumentFile, Limits, Skipped, note};

/// What is read, by the end of the name.
const EXTENSIONS: [&str; 6] = ["md", "markdown", "txt", "text", "csv", "tsv"];

/// The files of `folders`, sorted by name within each folder; a file in place of a folder is itself.
pub(super) fn files(
    folders: &[PathBuf],
    limits: &Limits,
    skipped: &mut Vec<Skipped>,
) -> Result<Vec<DocumentFile>, DocumentError> {
    let mut walk = Walk {
        limits,
        root: PathBuf::new(),
        files: Vec::new(),
        skipped,
    };
    for folder in folders {
        let told = |error: io::Error| DocumentError::Folder {
            path: folder.clone(),
            reason: error.to_string(),
        };
        if folder.is_file() {
            // Whoever names a file means what a link of this name leads to.
            let path = fs::canonicalize(folder).map_err(told)?;
            let name = folder.file_name().map(PathBuf::from).unwrap_or_default();
            walk.file(path, name);
            continue;
        }
        walk.root.clone_from(folder);
        walk.entries(list(folder).map_err(told)?, Path::new(""), 1);
    }
    Ok(walk.files)
}

/// The text of a file; `None`, with the reason in `skipped`, when it is too large, binary or unreadable.
pub(super) fn read(file: &DocumentFile, limits: &Limits, skipped: &mut Vec<Skipped>) -> Option<String> {
    let reason = match bytes(&file.path, limits.file_bytes) {
        Ok(Bytes::All(bytes)) => match text(bytes) {
            Ok(text) => return Some(text),
            Err(reason) => reason,
        },
        Ok(Bytes::TooMany) => format!(
            "it is larger than {}, which is too much for notes",
            megabytes(limits.file_bytes)
        ),
        Ok(Bytes::NoFile) => "it is not a regular file".to_owned(),
        Err(error) => unreadable(&error),
    };
    note(skipped, file.path.clone(), None, reason);
    None
}

/// The bytes as text, or why they are none.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    // Notepad calls it "Unicode"; it has zeros in it, and is no binary file.
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    if bytes.contains(&0) {
        return Err("it is not a text file".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let ends = error.as_bytes().iter().take(valid).filter(|&&byte| byte == b'\n');
        format!(
            "it is not UTF-8 text (line {}); save it with the encoding UTF-8",
            ends.count() + 1
        )
    })
}

/// UTF-16 behind its byte order mark.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    match String::from_utf16(&units) {
        Ok(text) if rest.is_empty() && !text.contains('\0') => Ok(text),
        _ => Err(
            "it has a UTF-16 byte order mark but is not valid UTF-16; save it with the encoding UTF-8"
                .to_owned(),
        ),
    }
}

enum Bytes {
    All(Vec<u8>),
    TooMany,
    NoFile,
}

/// The file's bytes. What was a plain file when the folder was listed may be another thing by now, so the open file
/// itself is asked.
fn bytes(path: &Path, limit: u64) -> io::Result<Bytes> {
    let file = open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(Bytes::NoFile);
    }
    if metadata.len() > limit {
        return Ok(Bytes::TooMany);
    }
    // The file may grow between the look and the reading.
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 <= limit {
        Bytes::All(bytes)
    } else {
        Bytes::TooMany
    })
}

/// Neither follows a link nor waits for the writer of a pipe.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC)
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{bytes} bytes"),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("it cannot be read ({error})")
}

struct Walk<'a> {
    limits: &'a Limits,
    root: PathBuf,
    files: Vec<DocumentFile>,
    skipped: &'a mut Vec<Skipped>,
}

impl Walk<'_> {
    fn entries(&mut self, entries: Vec<PathBuf>, relative: &Path, depth: usize) {
        for path in entries {
            let Some(name) = path.file_name().map(ToOwned::to_owned) else {
                continue;
            };
            let relative = relative.join(&name);
            // Not the target of a link.
            let kind = match fs::symlink_metadata(&path) {
                Ok(metadata) => metadata.file_type(),
                Err(error) => {
                    self.skip(path, &unreadable(&error));
                    continue;
                }
            };
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            match is_document(&path) {
                _ if kind.is_dir() => self.inner(&path, &relative, depth),
                true if kind.is_file() => self.file(path, relative),
                // What a link inside the folder points to is read where it lies.
                true if !is_inside(&path, &self.root) => self.skip(path, "it leads out of the folder"),
                true if !kind.is_symlink() => self.skip(path, "it is not a regular file"),
                _ => {}
            }
        }
    }

    fn inner(&mut self, path: &Path, relative: &Path, depth: usize) {
        if depth >= self.limits.depth {
            return self.skip(path.to_owned(), "folders lie too deep inside each other");
        }
        match list(path) {
            Ok(entries) => self.entries(entries, relative, depth + 1),
            Err(error) => self.skip(path.to_owned(), &unreadable(&error)),
        }
    }

    fn file(&mut self, path: PathBuf, relative: PathBuf) {
        if self.files.len() < self.limits.files {
            let relative = Arc::new(relative);
            self.files.push(DocumentFile { path, relative });
        } else {
            let reason = format!(
                "there are more than the {} files that are possible",
                self.limits.files
            );
            self.skip(path, &reason);
        }
    }

    fn skip(&mut self, path: PathBuf, reason: &str) {
        note(self.skipped, path, None, reason.to_owned());
    }
}

/// The entries of a folder in the order of their names.
fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn is_document(path: &Path) -> bool {
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

fn is_inside(link: &Path, folder: &Path) -> bool {
    match (fs::canonicalize(link), fs::canonicalize(folder)) {
        (Ok(target), Ok(folder)) => target.starts_with(folder),
        _ => false,
    }
}

#[cfg(test)]
#[path = "folders_tests.rs"]
mod tests;
