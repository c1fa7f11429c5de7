//! Taking a bundle in. All of it is hostile.
//!
//! Owns the comparison of the archive with its table, entry by entry: another path, type, size or SHA-256, one entry more or less, and
//! nothing is added. Only plain headers are read, so that no name is longer than a header and no entry can refer to another one.

use std::io::{Read, Seek};
use std::path::Path;

use mynah_files::Staging;
use tar::{Archive, EntryType};

use super::super::model_files::ModelFiles;
use super::super::model_folder::{Added, Check, FileRecord, ModelFolder, ModelFolderError, Provenance};
use super::super::{Pinned, Trust, Vouching, digest};
use super::{CONFIGURATION, KNOWLEDGE, MAX_CONFIGURATION, MAX_TABLE_LEN, MODELS, TABLE, Table, brief};

/// Where what is not a model goes; without a place it stays in the bundle.
#[derive(Debug, Clone, Copy, Default)]
pub struct Destinations<'a> {
    /// An empty folder for documents.
    pub knowledge: Option<&'a Path>,
    /// Whether the configuration is wanted.
    pub configuration: bool,
}

/// What was in a bundle.
#[derive(Debug)]
pub struct Unpacked {
    /// Its models, which are in their places.
    pub models: Vec<Added>,
    /// Its documents, written or not.
    pub documents: usize,
    /// Its configuration, if it has one and it is wanted.
    pub configuration: Option<String>,
    /// Whether it has a configuration.
    pub has_configuration: bool,
    /// What vouches for the bundle itself.
    pub vouching: Vouching,
    /// Its table, as it stands in the bundle.
    pub table: Vec<u8>,
}

impl ModelFolder {
    /// Adds the models of a bundle, and writes its documents.
    ///
    /// # Errors
    /// Why nothing was added; where a place cannot be given, some models may be there, each of them whole.
    pub fn add_bundle(
        &mut self,
        bundle: &Pinned,
        (destinations, origin): (Destinations<'_>, &Provenance<'_>),
        trust: &Trust,
        check: &Check<'_>,
    ) -> Result<Unpacked, ModelFolderError> {
        let vouching = trust.vouching(bundle);
        let is_refused = trust.has_keys() && vouching == Vouching::Wrong;
        if is_refused || (trust.is_required() && !matches!(vouching, Vouching::Signed(_))) {
            return Err(ModelFolderError::Untrusted {
                path: bundle.named().to_owned(),
                found: vouching,
            });
        }
        self.clear()?;
        let mut archive = opened(bundle)?;
        let mut entries = archive.entries().map_err(|error| broken(&error))?.raw(true);
        let (table, text) = table(&mut entries)?;
        let of_models: Vec<&FileRecord> = table
            .files
            .iter()
            .filter(|row| row.path.starts_with(MODELS))
            .collect();
        let paths: Vec<&str> = of_models.iter().map(|row| &row.path[MODELS.len()..]).collect();
        let all_model_files = ModelFiles::grouped(&paths)?;
        self.are_free(&paths, &of_models)?;
        let documents = destinations.knowledge.map(begin_documents).transpose()?;
        let (models, configuration) = self.unpack(&mut entries, &table, documents.as_ref(), destinations)?;
        match entries.next() {
            None => {}
            Some(Ok(_)) => return Err(ModelFolderError::bundle("it has more entries than its table")),
            Some(Err(error)) => return Err(broken(&error)),
        }
        let added = self.take_in(&all_model_files, models, origin, trust, check)?;
        if let Some(documents) = &documents {
            documents.place()?;
        }
        Ok(Unpacked {
            models: added,
            documents: table
                .files
                .iter()
                .filter(|row| row.path.starts_with(KNOWLEDGE))
                .count(),
            configuration,
            has_configuration: table.files.iter().any(|row| row.path == CONFIGURATION),
            vouching,
            table: text,
        })
    }

    /// Writes the entries that the table lists beside their places, and gives the files of models and the configuration.
    fn unpack<R: Read>(
        &self,
        entries: &mut tar::Entries<'_, R>,
        table: &Table,
        documents: Option<&DocumentFolder<'_>>,
        destinations: Destinations<'_>,
    ) -> Result<(Vec<FileRecord>, Option<String>), ModelFolderError> {
        let mut models = Vec::new();
        let mut configuration = None;
        for row in &table.files {
            let entry = entries.next().transpose().map_err(|error| broken(&error))?;
            let mut entry = entry.ok_or_else(|| ModelFolderError::bundle("it is cut short"))?;
            compare(&entry, row)?;
            if let Some(target) = row.path.strip_prefix(MODELS) {
                let staged = self
                    .stage(target, &mut entry, row.size)
                    .map_err(|error| match error {
                        ModelFolderError::Unreadable { reason, .. } => ModelFolderError::bundle(reason),
                        error => error,
                    })?;
                same(&staged, row)?;
                models.push(staged);
            } else if let (Some(target), Some(documents)) = (row.path.strip_prefix(KNOWLEDGE), documents) {
                documents.write(target, &mut entry, row)?;
            } else if row.path == CONFIGURATION && destinations.configuration {
                let mut text = String::new();
                let read = entry.take(MAX_CONFIGURATION).read_to_string(&mut text);
                read.map_err(|error| broken(&error))?;
                same_sha256(&digest::sha256_of(text.as_bytes()), row)?;
                configuration = Some(text);
            }
        }
        Ok((models, configuration))
    }

    /// Refuses names that other files have, and a bundle that does not fit.
    fn are_free(&self, paths: &[&str], rows: &[&FileRecord]) -> Result<(), ModelFolderError> {
        let mut needed: u64 = 0;
        for (path, row) in paths.iter().zip(rows) {
            self.compare(path, row.size, &|| Ok(row.sha256.clone()))?;
            needed = needed.saturating_add(row.size);
        }
        self.has_room_for(needed)
    }

    /// Examines all models before the first gets its place.
    fn take_in(
        &mut self,
        all_model_files: &[ModelFiles],
        mut rows: Vec<FileRecord>,
        origin: &Provenance<'_>,
        trust: &Trust,
        check: &Check<'_>,
    ) -> Result<Vec<Added>, ModelFolderError> {
        let examined: Vec<_> = all_model_files
            .iter()
            .map(|model_files| self.examine(model_files, trust, check))
            .collect::<Result<_, _>>()?;
        let mut added = Vec::new();
        for (model_files, examined) in all_model_files.iter().zip(examined) {
            let mut own = Vec::new();
            // In the order of the parts: the main file last.
            for part in &model_files.parts {
                if let Some(at) = rows.iter().position(|row| row.path == part.target) {
                    own.push(rows.swap_remove(at));
                }
            }
            added.push(self.settle(model_files, own, origin, examined)?);
        }
        Ok(added)
    }
}

/// The archive, from its beginning.
fn opened(bundle: &Pinned) -> Result<Archive<&std::fs::File>, ModelFolderError> {
    bundle.file().rewind().map_err(|error| broken(&error))?;
    Ok(Archive::new(bundle.file()))
}

/// The table of a bundle, and its text.
///
/// # Errors
/// It is no bundle, or its table is wrong.
pub(super) fn table_of(bundle: &Pinned) -> Result<(Table, Vec<u8>), ModelFolderError> {
    let mut archive = opened(bundle)?;
    let mut entries = archive.entries().map_err(|error| broken(&error))?.raw(true);
    table(&mut entries)
}

/// The first entry, read and checked, and its text.
fn table<R: Read>(entries: &mut tar::Entries<'_, R>) -> Result<(Table, Vec<u8>), ModelFolderError> {
    let first = entries.next().transpose().map_err(|error| broken(&error))?;
    let entry = first.ok_or_else(|| ModelFolderError::bundle("it is empty"))?;
    let header = entry.header();
    let is_table = header.entry_type() == EntryType::Regular && *header.path_bytes() == *TABLE.as_bytes();
    if !is_table {
        return Err(ModelFolderError::bundle(format!(
            "it does not begin with {TABLE}"
        )));
    }
    if entry.size() > MAX_TABLE_LEN {
        return Err(ModelFolderError::bundle("its table is too long"));
    }
    let mut text = Vec::new();
    entry
        .take(MAX_TABLE_LEN)
        .read_to_end(&mut text)
        .map_err(|error| broken(&error))?;
    Ok((parsed(&text)?, text))
}

/// A table from its text, checked.
pub(super) fn parsed(text: &[u8]) -> Result<Table, ModelFolderError> {
    let table: Table = serde_json::from_slice(text)
        .map_err(|error| ModelFolderError::bundle(format!("its table cannot be read: {error}")))?;
    table.check()?;
    Ok(table)
}

/// Whether an entry is what the table says.
fn compare<R: Read>(entry: &tar::Entry<'_, R>, row: &FileRecord) -> Result<(), ModelFolderError> {
    let header = entry.header();
    let found = header.path_bytes();
    if *found != *row.path.as_bytes() {
        let found = String::from_utf8_lossy(&found);
        return Err(ModelFolderError::bundle(format!(
            "'{}' is there, where its table lists {}",
            brief(&found),
            row.path
        )));
    }
    if header.entry_type() != EntryType::Regular {
        return Err(ModelFolderError::bundle(format!(
            "{} is not a regular file",
            row.path
        )));
    }
    if entry.size() != row.size {
        return Err(ModelFolderError::bundle(format!(
            "{} has another size than its table says",
            row.path
        )));
    }
    Ok(())
}

fn same(staged: &FileRecord, row: &FileRecord) -> Result<(), ModelFolderError> {
    if staged.size < row.size {
        return Err(ModelFolderError::bundle("it is cut short"));
    }
    same_sha256(&staged.sha256, row)
}

fn same_sha256(found: &str, row: &FileRecord) -> Result<(), ModelFolderError> {
    if found != row.sha256 {
        return Err(ModelFolderError::bundle(format!(
            "{} has another SHA-256 than its table says",
            row.path
        )));
    }
    Ok(())
}

fn broken(error: &std::io::Error) -> ModelFolderError {
    ModelFolderError::bundle(format!("it is damaged or no bundle: {error}"))
}

/// The folder for documents.
struct DocumentFolder<'a> {
    folder: &'a Path,
    staging: Staging,
}

fn begin_documents(folder: &Path) -> Result<DocumentFolder<'_>, ModelFolderError> {
    let unwritable = |reason: String| ModelFolderError::Unwritable {
        path: folder.to_owned(),
        reason,
    };
    let is_empty = |folder: &Path| std::fs::read_dir(folder).map(|mut entries| entries.next().is_none());
    if let Ok(false) = is_empty(folder) {
        return Err(unwritable("it is not empty".to_owned()));
    }
    let staging = Staging::begin(folder).map_err(|error| unwritable(error.to_string()))?;
    Ok(DocumentFolder { folder, staging })
}

impl DocumentFolder<'_> {
    fn unwritable(&self, error: &std::io::Error) -> ModelFolderError {
        ModelFolderError::Unwritable {
            path: self.folder.to_owned(),
            reason: error.to_string(),
        }
    }

    fn write(&self, target: &str, from: &mut dyn Read, row: &FileRecord) -> Result<(), ModelFolderError> {
        use super::super::digest::{CopyError, copy};
        let mut file = self
            .staging
            .file(target)
            .map_err(|error| self.unwritable(&error))?;
        let (size, sha256) = copy(from, &mut file, row.size).map_err(|error| match error {
            CopyError::Read(error) => broken(&error),
            CopyError::Write(error) => self.unwritable(&error),
        })?;
        file.sync_all().map_err(|error| self.unwritable(&error))?;
        let path = row.path.clone();
        same(&FileRecord { path, size, sha256 }, row)
    }

    /// Gives everything its name, folder by folder.
    fn place(&self) -> Result<(), ModelFolderError> {
        let failed = |error: std::io::Error| self.unwritable(&error);
        for entry in std::fs::read_dir(self.staging.path("")).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let name = name.to_string_lossy();
            self.staging.place(&name, &name).map_err(failed)?;
        }
        Ok(())
    }
}
