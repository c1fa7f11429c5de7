//! Reading the catalogue.
//!
//! Owns the built-in list and the checks that a list must pass before anything is fetched by it.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde::Deserialize;

use super::entry::{Entry, PublishedFile};

/// The list as it lies in the source tree.
const CATALOGUE: &str = include_str!("../../../models/catalog.toml");

/// Why a catalogue cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// It is not TOML of this form.
    #[error("the catalogue cannot be read: {0}")]
    Syntax(String),
    /// An entry contradicts the rules.
    #[error("the entry '{id}' of the catalogue is wrong: {reason}")]
    Entry {
        /// The entry's id.
        id: String,
        /// The first contradiction found.
        reason: &'static str,
    },
}

#[derive(Deserialize)]
struct Catalogue {
    model: Vec<Entry>,
}

/// The built-in catalogue. A test checks the list, so it always parses.
pub fn entries() -> &'static [Entry] {
    static PARSED: OnceLock<Vec<Entry>> = OnceLock::new();
    PARSED.get_or_init(|| parse(CATALOGUE).unwrap_or_default())
}

/// The built-in entry of this id.
pub fn find(id: &str) -> Option<&'static Entry> {
    entries().iter().find(|entry| entry.id == id)
}

/// Reads a catalogue and checks it: ids that are used once, paths that stay inside their folders, digests of the right form.
pub fn parse(text: &str) -> Result<Vec<Entry>, CatalogError> {
    let catalogue: Catalogue =
        toml::from_str(text).map_err(|error| CatalogError::Syntax(error.message().to_owned()))?;
    let mut ids = HashSet::new();
    for entry in &catalogue.model {
        let wrong = |reason| CatalogError::Entry {
            id: entry.id.clone(),
            reason,
        };
        if !is_plain(&entry.id) {
            return Err(wrong("an id has letters, digits, '.', '-' and '_' only"));
        }
        if !ids.insert(&entry.id) {
            return Err(wrong("its id is used twice"));
        }
        check(entry).map_err(wrong)?;
    }
    Ok(catalogue.model)
}

fn check(entry: &Entry) -> Result<(), &'static str> {
    let (owner, name) = entry
        .repository
        .split_once('/')
        .ok_or("a repository is owner/name")?;
    if !is_plain(owner) || !is_plain(name) || !is_plain(&entry.revision) {
        return Err("a repository is owner/name, a revision one word");
    }
    if entry.folder.as_deref().is_some_and(|folder| !is_plain(folder)) {
        return Err("a folder is one name");
    }
    if entry.files.is_empty() {
        return Err("it has no file");
    }
    entry.files.iter().try_for_each(check_file)
}

fn check_file(file: &PublishedFile) -> Result<(), &'static str> {
    if !file.path.split('/').all(is_plain) {
        return Err("a path has plain names between '/'");
    }
    let is_digest = |digest: &String| {
        digest.len() == 64
            && digest
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    if !file.sha256.iter().all(is_digest) {
        return Err("a SHA-256 has 64 lower-case hexadecimal digits");
    }
    Ok(())
}

/// A name that is neither hidden nor leads elsewhere, in a path or in an address.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['.', '-'])
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
