//! Documents as operators write them, read into units.
//!
//! Owns what is read and the bounds of it. `folders` finds the files and reads their bytes; `markdown`, `plain` and
//! `tables` turn a text into blocks, `questions` finds questions and answers among them, and `compose` makes units
//! of the blocks. Does not know what a unit means.

mod block;
mod clean;
mod compose;
mod dates;
mod entries;
mod folders;
mod front_matter;
mod html;
mod joining;
mod lines;
mod markdown;
mod pictures;
mod plain;
mod questions;
mod sentences;
mod tables;
mod titles;
mod word_list;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::unit::Unit;
use clean::clean;
use compose::{Numbering, compose};

/// A longer line is cut; no statement for visitors is as long.
const MAX_LINE_LEN: usize = 20_000;
/// So many skipped files are told one by one.
const MAX_SKIPPED: usize = 100;

/// Bounds on what is read, so that no folder can exhaust the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes; larger ones are skipped unread.
    pub file_bytes: u64,
    /// Files in all folders together.
    pub files: usize,
    /// Units in all files together.
    pub units: usize,
    /// Folders inside each other, the configured one included.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 4_000_000,
            files: 2_000,
            units: 120_000,
            depth: 8,
        }
    }
}

/// Why documents cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A configured folder is not there or cannot be listed.
    #[error("The knowledge folder {} cannot be read ({reason}): create it, or correct mind.knowledge in the configuration.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
}

/// A file, a folder or the end of a line that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// What was left out.
    pub path: PathBuf,
    /// The line, from 1, where the rest of the file was read.
    pub line: Option<u32>,
    /// Why, as the end of a sentence that begins with the path.
    pub reason: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = clean(&self.path.display().to_string());
        match self.line {
            Some(line) => write!(out, "{path}, line {line}: {}.", self.reason),
            None => write!(out, "{path} was skipped: {}.", self.reason),
        }
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFile {
    /// Where it is.
    pub path: PathBuf,
    /// Where it is in its folder, or its name; the units of the file name it.
    pub relative: Arc<PathBuf>,
}

/// What was read from the folders.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The units of all files, in reading order.
    pub units: Vec<Unit>,
    /// The files that were read, in reading order.
    pub files: Vec<DocumentFile>,
    /// What was left out, and why.
    pub skipped: Vec<Skipped>,
}

/// Reads all documents of `folders`: the files of each sorted by name, the folders in the order given. A file may stand in place of a
/// folder.
pub fn load(folders: &[PathBuf], limits: &Limits) -> Result<Loaded, DocumentError> {
    let mut loaded = Loaded::default();
    let mut numbering = Numbering::default();
    for file in folders::files(folders, limits, &mut loaded.skipped)? {
        let Some(text) = folders::read(&file, limits, &mut loaded.skipped) else {
            continue;
        };
        for (line, _) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.len() > MAX_LINE_LEN)
        {
            let line = u32::try_from(line + 1).ok();
            let reason = format!("it is longer than {MAX_LINE_LEN} bytes, and its end was left out");
            note(&mut loaded.skipped, file.path.clone(), line, reason);
        }
        let room = limits.units.saturating_sub(loaded.units.len());
        let (units, is_whole) = read_some(&file.relative, &text, room, &mut numbering);
        loaded.units.extend(units);
        let path = file.path.clone();
        loaded.files.push(file);
        if !is_whole {
            let reason = format!(
                "it and what comes after it have more than the {} statements that are possible",
                limits.units
            );
            note(&mut loaded.skipped, path, None, reason);
            break;
        }
    }
    Ok(loaded)
}

/// The units of one text; `file` says by its extension how the text is read and is kept as the units' file. At most
/// as many units as [`Limits::default`] allows.
pub fn read(file: &Path, text: &str) -> Vec<Unit> {
    let room = Limits::default().units;
    read_some(&Arc::new(file.to_owned()), text, room, &mut Numbering::default()).0
}

/// At most `room` units, and whether they are all.
fn read_some(file: &Arc<PathBuf>, text: &str, room: usize, numbering: &mut Numbering) -> (Vec<Unit>, bool) {
    let text = lines::normal(text, MAX_LINE_LEN);
    let extension = file
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    let document = match extension.as_deref() {
        Some("md" | "markdown") => markdown::read(&dates::written_out(&text)),
        Some("csv" | "tsv") => tables::read(&text),
        _ => plain::read(&dates::written_out(&text)),
    };
    compose(document, file, room, numbering)
}

fn note(skipped: &mut Vec<Skipped>, path: PathBuf, line: Option<u32>, reason: String) {
    let reason = match skipped.len() {
        0..MAX_SKIPPED => reason,
        MAX_SKIPPED => format!("{reason}; so were others"),
        _ => return,
    };
    skipped.push(Skipped { path, line, reason });
}

#[cfg(test)]
mod tests;
