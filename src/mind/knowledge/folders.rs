//! The files of the knowledge folders.
//!
//! Owns the walk and its bounds, the refusals and their sentences. Reads nothing before its size is known, opens
//! only plain files, and never leaves a folder through a link. Does not know what is in a file.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::KnowledgeLimits;
use super::clean::clean;

/// What is read, by the end of the name.
const EXTENSIONS: [&str; 3] = ["md", "markdown", "txt"];
/// So many skipped files are told one by one.
const MOST_SKIPPED: usize = 100;

/// Why the knowledge cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// A configured folder is not there or cannot be listed.
    #[error("The knowledge folder {} cannot be read ({reason}): create it, or correct mind.knowledge in the configuration.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
}

/// A file or folder that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// What was left out.
    pub path: PathBuf,
    /// Why, as the end of a sentence that begins with the path.
    pub reason: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} was skipped: {}.",
            clean(&self.path.display().to_string()),
            self.reason
        )
    }
}

impl Skipped {
    pub(super) fn too_many_passages(path: &Path, limit: usize) -> Self {
        let reason =
            format!("it and what comes after it have more than the {limit} passages that are possible");
        Self {
            path: path.to_owned(),
            reason,
        }
    }

    fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self {
            path: path.to_owned(),
            reason: format!("it cannot be read ({error})"),
        }
    }
}

/// A file that may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnowledgeFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Where it is in its folder.
    pub(super) relative: PathBuf,
}

/// The files of `folders`, sorted by name within each folder.
pub(super) fn files(
    folders: &[PathBuf],
    limits: &KnowledgeLimits,
    skipped: &mut Vec<Skipped>,
) -> Result<Vec<KnowledgeFile>, KnowledgeError> {
    let mut walk = Walk {
        limits,
        root: PathBuf::new(),
        files: Vec::new(),
        skipped,
    };
    for folder in folders {
        walk.root.clone_from(folder);
        let entries = list(folder).map_err(|error| KnowledgeError::Folder {
            path: folder.clone(),
            reason: error.to_string(),
        })?;
        walk.entries(entries, Path::new(""), 1);
    }
    Ok(walk.files)
}

/// The text of a file; `None`, with the reason in `skipped`, when it is too large, binary or unreadable.
pub(super) fn read(
    file: &KnowledgeFile,
    limits: &KnowledgeLimits,
    skipped: &mut Vec<Skipped>,
) -> Option<String> {
    let mut skip = |reason: String| {
        note(
            skipped,
            Skipped {
                path: file.path.clone(),
                reason,
            },
        );
        None
    };
    let too_large = || {
        format!(
            "it is larger than {}, which is too much for notes",
            megabytes(limits.file_bytes)
        )
    };
    let bytes = match bytes(&file.path, limits.file_bytes) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return skip(too_large()),
        Err(error) => return skip(format!("it cannot be read ({error})")),
    };
    if bytes.contains(&0) {
        return skip("it is not a text file".to_owned());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(_) => skip("it is not UTF-8 text; save it with the encoding UTF-8".to_owned()),
    }
}

/// The file's bytes; `None` when there are more than `limit`.
fn bytes(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    if fs::metadata(path)?.len() > limit {
        return Ok(None);
    }
    // The file may grow between the look and the reading.
    let mut bytes = Vec::new();
    File::open(path)?
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{bytes} bytes"),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

struct Walk<'a> {
    limits: &'a KnowledgeLimits,
    root: PathBuf,
    files: Vec<KnowledgeFile>,
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
                    note(self.skipped, Skipped::unreadable(&path, &error));
                    continue;
                }
            };
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            match is_knowledge(&path) {
                _ if kind.is_dir() => self.inner(&path, &relative, depth),
                true if kind.is_file() => self.file(path, relative),
                // What a link inside the folder points to is read where it lies.
                true if !is_inside(&path, &self.root) => self.skip(path, "it leads out of the folder"),
                true if !kind.is_symlink() => self.skip(path, "it is no plain file"),
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
            Err(error) => note(self.skipped, Skipped::unreadable(path, &error)),
        }
    }

    fn file(&mut self, path: PathBuf, relative: PathBuf) {
        if self.files.len() < self.limits.files {
            self.files.push(KnowledgeFile { path, relative });
        } else {
            let reason = format!(
                "there are more than the {} files that are possible",
                self.limits.files
            );
            note(self.skipped, Skipped { path, reason });
        }
    }

    fn skip(&mut self, path: PathBuf, reason: &str) {
        note(
            self.skipped,
            Skipped {
                path,
                reason: reason.to_owned(),
            },
        );
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

fn is_knowledge(path: &Path) -> bool {
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

fn note(skipped: &mut Vec<Skipped>, what: Skipped) {
    match skipped.len() {
        0..MOST_SKIPPED => skipped.push(what),
        MOST_SKIPPED => skipped.push(Skipped {
            reason: format!("{}; so were others", what.reason),
            ..what
        }),
        _ => {}
    }
}
