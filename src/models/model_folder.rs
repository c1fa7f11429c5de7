//! A models folder that is being changed: models appear in it whole and checked, or not at all.
//!
//! Owns the order of the steps: copy beside the place, hash, check, compare with what is there, give the names, record. Which files
//! make a model is `model_files`'s, whether it is sound is the caller's to say.

mod described;
mod files;
mod records;

use described::described;
pub(super) use records::RECORDS;
pub use records::{FileRecord, ModelRecord, Records};

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use mynah_catalog::Task;
use mynah_files::Staging;

pub(super) use files::is_same;
use files::{open_here, unreadable, unsound, unwritable};

use super::digest::CopyError;
pub use super::folder_error::ModelFolderError;
use super::model_files::{ModelFiles, ModelPart, recognised};
use super::trust::{Trust, Vouching};
use super::{Pinned, digest};

/// The largest file of a model.
pub(super) const MAX_MODEL_BYTES: u64 = 32 << 30;
/// Bytes that stay free, so that the list and the log can still be written.
const RESERVE: u64 = 4 << 20;
/// The waiting list; no model has this name, because it has no ending of one.
pub(super) const LIST: &str = "list";

/// Checks a model at a path (a file, or the folder of an encoder), and says in a line what it is.
pub type Check<'a> = dyn Fn(Task, &Path) -> Result<String, String> + 'a;

/// What became of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its name in the models folder.
    pub name: String,
    /// What it is for.
    pub task: Task,
    /// What it says of itself.
    pub described: String,
    /// Whether the same files were there before.
    pub was_there: bool,
    /// Its id and name in the catalogue, if the catalogue has its SHA-256.
    pub recognised: Option<(String, String)>,
    /// What vouches for its files: the least of them.
    pub vouching: Vouching,
}

/// Where models come from, for the list.
#[derive(Debug, Clone)]
pub struct Provenance<'a> {
    /// The path.
    pub path: &'a Path,
    /// The time of day, as in `2026-11-28T14:00:00Z`.
    pub time: &'a str,
}

/// A models folder, locked.
pub struct ModelFolder {
    staging: Staging,
    records: Records,
}

impl ModelFolder {
    /// Locks the folder, which is made if it is not there.
    ///
    /// # Errors
    /// Somebody else has locked it, or it cannot be written; its list is damaged.
    pub fn open(folder: &Path) -> Result<Self, ModelFolderError> {
        let staging = Staging::begin(folder).map_err(|error| match error.kind() {
            std::io::ErrorKind::WouldBlock => ModelFolderError::Busy(folder.to_owned()),
            _ => unwritable(folder, &error),
        })?;
        let records = Records::read(folder)?;
        Ok(Self { staging, records })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.staging.folder()
    }

    /// Adds a model from the files that its parts name.
    ///
    /// # Errors
    /// Why nothing was added.
    pub fn add(
        &mut self,
        model_files: &ModelFiles,
        origin: &Provenance<'_>,
        trust: &Trust,
        check: &Check<'_>,
    ) -> Result<Added, ModelFolderError> {
        self.clear()?;
        let mut open = Vec::new();
        let mut total: u64 = 0;
        let mut all_there = true;
        for part in &model_files.parts {
            let pinned = open_here(&part.source, &part.target)?;
            if !self.has(part, &pinned)? {
                all_there = false;
                total = total.saturating_add(pinned.size());
            }
            open.push(pinned);
        }
        if all_there {
            return self.confirm(model_files, &open, origin, trust, check);
        }
        if let (Some(pinned), true) = (
            open.last(),
            model_files.task != Task::Voice && model_files.parts.len() <= 2,
        ) {
            // A header is read in no time; what is no model is not copied first.
            described(model_files, pinned.path(), check)
                .map_err(|told| unsound(&told, pinned.path(), pinned.named()))?;
        }
        self.has_room_for(total)?;
        let mut rows = Vec::new();
        for (part, pinned) in model_files.parts.iter().zip(&open) {
            let mut file = pinned.file();
            let row = self.stage(&part.target, &mut file, pinned.size())?;
            if row.size != pinned.size() {
                return Err(ModelFolderError::Changed(part.source.clone()));
            }
            rows.push(row);
        }
        let examined = self.examine(model_files, trust, check)?;
        self.settle(model_files, rows, origin, examined)
    }

    /// Removes what waits: an earlier model that was refused.
    pub(super) fn clear(&self) -> Result<(), ModelFolderError> {
        self.staging
            .clear()
            .map_err(|error| unwritable(self.folder(), &error))
    }

    /// Whether a file of a model is there already, with the same content.
    fn has(&self, part: &ModelPart, pinned: &Pinned) -> Result<bool, ModelFolderError> {
        let sha256 = || digest::sha256(pinned.file()).map_err(|error| unreadable(&part.source, &error));
        if part.is_signature() {
            let path = self.folder().join(&part.target);
            return Ok(is_same(&path, pinned.size(), &sha256()?));
        }
        self.compare(&part.target, pinned.size(), &sha256)
    }

    /// Tells of a model that is there, and records it if nobody has.
    fn confirm(
        &mut self,
        model_files: &ModelFiles,
        open: &[Pinned],
        origin: &Provenance<'_>,
        trust: &Trust,
        check: &Check<'_>,
    ) -> Result<Added, ModelFolderError> {
        let mut rows = Vec::new();
        for (part, pinned) in model_files.parts.iter().zip(open) {
            let sha256 = digest::sha256(pinned.file()).map_err(|error| unreadable(&part.source, &error))?;
            rows.push(FileRecord {
                path: part.target.clone(),
                size: pinned.size(),
                sha256,
            });
        }
        let there = self.folder().join(&model_files.name);
        let vouching = self.vouching(model_files, trust, |target| self.folder().join(target))?;
        let described = described(model_files, &there, check).map_err(ModelFolderError::Unsound)?;
        self.record(model_files, rows, origin, (described, vouching), true)
    }

    /// Whether these bytes would be there already. Files are compared by their sizes first.
    ///
    /// # Errors
    /// Another file has the name.
    pub(super) fn compare(
        &self,
        target: &str,
        size: u64,
        sha256: &dyn Fn() -> Result<String, ModelFolderError>,
    ) -> Result<bool, ModelFolderError> {
        let path = self.folder().join(target);
        let Ok(status) = fs::symlink_metadata(&path) else {
            return Ok(false);
        };
        let taken = || ModelFolderError::Taken(path.clone());
        // Another signature of the same file replaces the old one.
        if target.ends_with(super::trust::SIGNATURE) && status.is_file() {
            return Ok(false);
        }
        let there = Pinned::open(&path).map_err(|_| taken())?;
        if there.size() != size {
            return Err(taken());
        }
        let found = digest::sha256(there.file()).map_err(|error| unreadable(&path, &error))?;
        if found == sha256()? {
            Ok(true)
        } else {
            Err(taken())
        }
    }

    /// Refuses more bytes than there is room for. A file system that does not tell is trusted.
    pub(super) fn has_room_for(&self, needed: u64) -> Result<(), ModelFolderError> {
        let Ok(system) = rustix::fs::statvfs(self.folder()) else {
            return Ok(());
        };
        let free = system.f_bavail.saturating_mul(system.f_frsize);
        let needed = needed.saturating_add(RESERVE);
        if needed > free {
            return Err(ModelFolderError::NoSpace {
                folder: self.folder().to_owned(),
                free,
                needed,
            });
        }
        Ok(())
    }

    /// Copies a file of at most `most` bytes beside its place, and hashes it on the way; one byte more tells that it was longer.
    pub(super) fn stage(
        &self,
        target: &str,
        from: &mut dyn Read,
        most: u64,
    ) -> Result<FileRecord, ModelFolderError> {
        let place = self.folder().join(target);
        let written = |error: std::io::Error| unwritable(&place, &error);
        let mut file = self.staging.file(target).map_err(written)?;
        let (size, sha256) =
            digest::copy(from, &mut file, most.min(MAX_MODEL_BYTES)).map_err(|error| match error {
                CopyError::Read(error) => unreadable(Path::new(target), &error),
                CopyError::Write(error) => written(error),
            })?;
        file.sync_all().map_err(written)?;
        Ok(FileRecord {
            path: target.to_owned(),
            size,
            sha256,
        })
    }

    /// Checks a model whose files wait, and tells what vouches for it.
    pub(super) fn examine(
        &self,
        model_files: &ModelFiles,
        trust: &Trust,
        check: &Check<'_>,
    ) -> Result<(String, Vouching), ModelFolderError> {
        let waiting = self.staging.path(&model_files.name);
        let vouching = self.vouching(model_files, trust, |target| self.staging.path(target))?;
        let shown = model_files.main().map_or(Path::new(""), |part| &part.source);
        let shown = if shown.as_os_str().is_empty() {
            Path::new(&model_files.name)
        } else {
            shown
        };
        let described =
            described(model_files, &waiting, check).map_err(|told| unsound(&told, &waiting, shown))?;
        Ok((described, vouching))
    }

    /// Gives the files of a model that was examined their names, and records it.
    pub(super) fn settle(
        &mut self,
        model_files: &ModelFiles,
        rows: Vec<FileRecord>,
        origin: &Provenance<'_>,
        examined: (String, Vouching),
    ) -> Result<Added, ModelFolderError> {
        let was_there = self.place(model_files, &rows)?;
        self.record(model_files, rows, origin, examined, was_there)
    }

    fn record(
        &mut self,
        model_files: &ModelFiles,
        rows: Vec<FileRecord>,
        origin: &Provenance<'_>,
        (described, vouching): (String, Vouching),
        was_there: bool,
    ) -> Result<Added, ModelFolderError> {
        let known = rows.iter().find_map(|row| recognised(&row.sha256));
        let record = ModelRecord {
            name: model_files.name.clone(),
            task: model_files.task.to_string(),
            origin: origin.path.display().to_string(),
            added: origin.time.to_owned(),
            catalogue: known.map(|entry| entry.id.clone()),
            files: rows,
        };
        let is_recorded = self
            .records
            .find(&record.name)
            .is_some_and(|old| old.files == record.files);
        if !(was_there && is_recorded) {
            self.records.put(record);
            self.write_records()?;
        }
        Ok(Added {
            name: model_files.name.clone(),
            task: model_files.task,
            described,
            was_there,
            recognised: known.map(|entry| (entry.id.clone(), entry.name.clone())),
            vouching,
        })
    }

    /// Gives the waiting files their names, the main one last; gives whether all of them were there.
    fn place(&self, model_files: &ModelFiles, rows: &[FileRecord]) -> Result<bool, ModelFolderError> {
        let failed = |target: &str, error: &std::io::Error| unwritable(&self.folder().join(target), error);
        let is_folder = model_files.is_folder();
        if is_folder && fs::symlink_metadata(self.folder().join(&model_files.name)).is_err() {
            let placed = self.staging.place(&model_files.name, &model_files.name);
            if placed.map_err(|error| failed(&model_files.name, &error))? {
                return Ok(false);
            }
            return Err(ModelFolderError::Taken(self.folder().join(&model_files.name)));
        }
        // A folder of this name that holds something else is not mixed with what is added.
        if is_folder {
            for row in rows
                .iter()
                .filter(|row| !row.path.ends_with(super::trust::SIGNATURE))
            {
                if !self.compare(&row.path, row.size, &|| Ok(row.sha256.clone()))? {
                    return Err(ModelFolderError::Taken(self.folder().join(&model_files.name)));
                }
            }
        }
        let mut were_there = true;
        for row in rows {
            if self.compare(&row.path, row.size, &|| Ok(row.sha256.clone()))? {
                continue;
            }
            let path = self.folder().join(&row.path);
            let is_signature = row.path.ends_with(super::trust::SIGNATURE);
            if is_signature && is_same(&path, row.size, &row.sha256) {
                continue;
            }
            were_there = false;
            let placed = if is_signature {
                self.staging.replace(&row.path, &row.path).map(|()| true)
            } else {
                self.staging.place(&row.path, &row.path)
            };
            if !placed.map_err(|error| failed(&row.path, &error))? {
                return Err(ModelFolderError::Taken(path));
            }
        }
        Ok(were_there)
    }

    /// What vouches for the files of a model, which lie where `at` says; the least of all.
    fn vouching(
        &self,
        model_files: &ModelFiles,
        trust: &Trust,
        at: impl Fn(&str) -> PathBuf,
    ) -> Result<Vouching, ModelFolderError> {
        let mut least = Vouching::Unsigned;
        for (index, part) in model_files
            .parts
            .iter()
            .filter(|part| !part.is_signature())
            .enumerate()
        {
            let waiting = at(&part.target);
            let pinned =
                Pinned::open(&waiting).map_err(|error| ModelFolderError::Unsound(error.to_string()))?;
            let found = match trust.vouching(&pinned) {
                // A file of an installed model keeps the signature that is there.
                Vouching::Unsigned => self.vouching_there(&part.target, &pinned, trust),
                found => found,
            };
            let is_vouched = matches!(found, Vouching::Signed(_));
            let is_refused = trust.has_keys() && matches!(found, Vouching::Wrong);
            if is_refused || (trust.is_required() && !is_vouched) {
                let path = if part.source.as_os_str().is_empty() {
                    PathBuf::from(&part.target)
                } else {
                    part.source.clone()
                };
                return Err(ModelFolderError::Untrusted { path, found });
            }
            if index == 0 || !is_vouched {
                least = found;
            }
        }
        Ok(least)
    }

    fn vouching_there(&self, target: &str, waiting: &Pinned, trust: &Trust) -> Vouching {
        let place = self.folder().join(target);
        let signature = super::trust::signature_of(&place);
        match mynah_files::read_text(&signature, super::trust::MAX_SIGNATURE_LEN) {
            Ok(text) if place.is_file() => trust.signed(waiting.file(), &text),
            _ => Vouching::Unsigned,
        }
    }

    /// Removes a model and its record; gives whether there was anything.
    ///
    /// # Errors
    /// The system's.
    pub fn remove(&mut self, model_files: &ModelFiles) -> Result<bool, ModelFolderError> {
        let failed = |target: &str, error: &std::io::Error| unwritable(&self.folder().join(target), error);
        let mut is_removed = false;
        // The main file first: without it the others are no model.
        for part in model_files.parts.iter().rev() {
            is_removed |= self
                .staging
                .remove(&part.target)
                .map_err(|error| failed(&part.target, &error))?;
        }
        if model_files.is_folder() {
            files::remove_empty(&self.folder().join(&model_files.name));
        }
        if self.records.find(&model_files.name).is_some() {
            self.records.forget(&model_files.name);
            self.write_records()?;
            is_removed = true;
        }
        Ok(is_removed)
    }

    fn write_records(&self) -> Result<(), ModelFolderError> {
        use std::io::Write;
        let name = LIST;
        let written = mynah_files::remove(&self.staging.path(name))
            .and_then(|()| self.staging.file(name))
            .and_then(|mut file| {
                file.write_all(self.records.text().as_bytes())?;
                file.sync_all()
            })
            .and_then(|()| self.staging.replace(name, RECORDS));
        written.map_err(|error| unwritable(&self.folder().join(RECORDS), &error))
    }
}
