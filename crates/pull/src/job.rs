//! What is to be fetched: a file of a model, from where, to where.
//!
//! Owns the list of files that an order leads to. Fetches nothing.

use std::path::{Path, PathBuf};

use mynah_catalog::{Entry, Task};
use reqwest::Url;

use crate::address::Source;
use crate::error::PullError;

/// A file that is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The model's id.
    pub id: String,
    /// What the model is for.
    pub task: Task,
    /// Where people read about it.
    pub page: String,
    /// Where the file is asked for.
    pub address: Url,
    /// Where it belongs.
    pub target: PathBuf,
    /// Approximate size in bytes.
    pub size: u64,
    /// The SHA-256 of the catalogue.
    pub sha256: Option<String>,
}

impl Job {
    /// The files of these models.
    pub fn list(entries: &[Entry], source: &Source, folder: &Path) -> Result<Vec<Self>, PullError> {
        let mut jobs = Vec::new();
        for entry in entries {
            let place = folder.join(entry.folder.as_deref().unwrap_or_default());
            for file in &entry.files {
                jobs.push(Self {
                    id: entry.id.clone(),
                    task: entry.task,
                    page: entry.page(),
                    address: source.address(entry, file)?,
                    target: place.join(file.name()),
                    size: file.size,
                    sha256: file.sha256.clone(),
                });
            }
        }
        Ok(jobs)
    }

    /// The name of the file.
    pub fn name(&self) -> String {
        self.target
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }
}
