//! Comparing an installed bundle with its table.

use std::path::Path;

use super::super::model_folder::{FileRecord, ModelFolderError, is_same};
use super::read::parsed;
use super::{MAX_TABLE_LEN, TABLE};

/// Reads every file that the table of an installed bundle lists; gives the paths of those that are missing or differ, and how many there
/// are.
///
/// # Errors
/// The table cannot be read.
pub fn verify(bundle: &Path) -> Result<(Vec<String>, usize), ModelFolderError> {
    let path = bundle.join(TABLE);
    let text = mynah_files::read(&path, MAX_TABLE_LEN).map_err(|error| ModelFolderError::Unreadable {
        path,
        reason: error.to_string(),
    })?;
    let files = parsed(&text)?.files;
    let is_good = |file: &FileRecord| is_same(&bundle.join(&file.path), file.size, &file.sha256);
    let bad = files.iter().filter(|file| !is_good(file));
    Ok((bad.map(|file| file.path.clone()).collect(), files.len()))
}
