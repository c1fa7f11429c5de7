//! The list of what was added to a models folder: `mynah-models.json`, beside the models.
//!
//! Owns its form. It is replaced as a whole, after the models have got their places: what it lacks is a model that nobody recorded,
//! what it has too much was removed by hand. No file is trusted because of it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::model_files::is_path;
use super::ModelFolderError;

/// Its name.
pub(in crate::models) const RECORDS: &str = "mynah-models.json";
const MAX_BYTES: u64 = 4 << 20;
const FORMAT: u32 = 1;

/// A file, as it was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// Its path in the models folder.
    pub path: String,
    /// Its bytes.
    pub size: u64,
    /// In lower-case hexadecimal digits.
    pub sha256: String,
}

/// A model, as it was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRecord {
    /// Its name in the models folder.
    pub name: String,
    /// What it is for.
    pub task: String,
    /// From where it was added.
    pub origin: String,
    /// When, as in `2026-11-28T14:00:00Z`.
    pub added: String,
    /// Its id in the catalogue, where a file of it has the SHA-256 that the catalogue tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// Its files.
    pub files: Vec<FileRecord>,
}

/// All that was added to a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    format: u32,
    models: Vec<ModelRecord>,
}

impl Default for Records {
    fn default() -> Self {
        Self {
            format: FORMAT,
            models: Vec::new(),
        }
    }
}

impl Records {
    /// The list of a folder; an empty one where there is none.
    ///
    /// # Errors
    /// [`ModelFolderError::Records`].
    pub fn read(folder: &Path) -> Result<Self, ModelFolderError> {
        let path = folder.join(RECORDS);
        let damaged = |reason: String| ModelFolderError::Records {
            path: path.clone(),
            reason,
        };
        let bytes = match mynah_files::read(&path, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.is_absent() => return Ok(Self::default()),
            Err(error) => return Err(damaged(error.to_string())),
        };
        let records: Self = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        let mut files = records.models.iter().flat_map(|record| &record.files);
        if records.format != FORMAT {
            return Err(damaged(format!("its format is {}", records.format)));
        }
        if let Some(file) = files.find(|file| !is_path(&file.path)) {
            return Err(damaged(format!("'{}' is no path of a model", file.path)));
        }
        Ok(records)
    }

    /// What was recorded of a model.
    pub fn find(&self, name: &str) -> Option<&ModelRecord> {
        self.models.iter().find(|record| record.name == name)
    }

    /// All, in the order of their names.
    pub fn all(&self) -> &[ModelRecord] {
        &self.models
    }

    /// Records a model in place of what was known of its name.
    pub(super) fn put(&mut self, record: ModelRecord) {
        self.forget(&record.name);
        self.models.push(record);
        self.models.sort_by(|one, other| one.name.cmp(&other.name));
    }

    /// Forgets a model.
    pub(super) fn forget(&mut self, name: &str) {
        self.models.retain(|record| record.name != name);
    }

    /// As it is written.
    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
