//! A bundle: models, and on request documents and a configuration, in one file, to be carried to a machine without a network.
//!
//! Owns the form: an uncompressed tar archive (POSIX ustar) whose first entry, `bundle.json`, lists every other one in order, with
//! size and SHA-256. The same files give the same bytes. A bundle with a version can be installed ([`install()`]); its models can be
//! taken into any models folder.

mod install;
mod read;
mod verify;
mod write;

pub use install::{InstallError, Installation, InstalledBundle, install};
pub use read::{Destinations, Unpacked};
pub use verify::verify;
pub use write::{BundleSource, write};

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::model_files::is_path;
use super::model_folder::{FileRecord, MAX_MODEL_BYTES, ModelFolderError};

/// How the name of a bundle ends.
pub const ENDING: &str = "mynah";
/// The folders of a bundle.
pub const MODELS: &str = "models/";
/// See [`MODELS`].
pub const KNOWLEDGE: &str = "knowledge/";
/// See [`MODELS`].
pub const CONFIGURATION: &str = "configuration/config.toml";

const TABLE: &str = "bundle.json";
const MAX_TABLE_LEN: u64 = 4 << 20;
/// The format of bundles without a version, and of those with one.
const FORMAT: u32 = 1;
const VERSIONED_FORMAT: u32 = 2;
/// More files than any set of models and documents has.
const MAX_FILES: usize = 10_000;
/// All files together.
const MAX_BUNDLE: u64 = 128 << 30;
/// A configuration is a few lines.
const MAX_CONFIGURATION: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    files: Vec<FileRecord>,
}

impl Table {
    /// Checks what the table says before anything is written because of it.
    fn check(&self) -> Result<(), ModelFolderError> {
        let expected = match self.version {
            None => FORMAT,
            Some(_) => VERSIONED_FORMAT,
        };
        if self.format != expected {
            return Err(ModelFolderError::bundle(format!(
                "its format is {}, and this version of mynah reads {FORMAT} and {VERSIONED_FORMAT}",
                self.format
            )));
        }
        if self.files.len() > MAX_FILES {
            return Err(ModelFolderError::bundle(format!(
                "it has more than {MAX_FILES} files"
            )));
        }
        let mut seen = HashSet::new();
        let mut total: u64 = 0;
        for file in &self.files {
            let inside = [MODELS, KNOWLEDGE]
                .into_iter()
                .find_map(|folder| file.path.strip_prefix(folder));
            if file.path != CONFIGURATION && !inside.is_some_and(is_path) {
                return Err(ModelFolderError::bundle(format!(
                    "'{}' is no path of a bundle",
                    brief(&file.path)
                )));
            }
            if !seen.insert(&file.path) {
                return Err(ModelFolderError::bundle(format!("{} is there twice", file.path)));
            }
            total = total.saturating_add(file.size);
            let is_long = file.path == CONFIGURATION && file.size > MAX_CONFIGURATION;
            if is_long || file.size > MAX_MODEL_BYTES || total > MAX_BUNDLE {
                return Err(ModelFolderError::bundle(format!("{} is too large", file.path)));
            }
        }
        Ok(())
    }
}

/// A name from a bundle, for a sentence.
fn brief(name: &str) -> String {
    name.chars().take(60).collect()
}
