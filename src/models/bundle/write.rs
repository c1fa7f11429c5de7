//! Writing a bundle.
//!
//! Owns the order and the headers: nothing in them depends on the machine or the time.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header};

use super::super::model_folder::{FileRecord, ModelFolderError};
use super::super::{Pinned, digest};
use super::{FORMAT, TABLE, Table, VERSIONED_FORMAT};

/// A file for a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleSource {
    /// Its path in the bundle.
    pub path: String,
    /// Where it lies.
    pub file: PathBuf,
}

/// Writes a bundle of these files, with a version if it is to be installed; gives its bytes without the end of the archive.
///
/// # Errors
/// A file cannot be read or changes meanwhile, or the bundle cannot be written.
pub fn write(
    mut sources: Vec<BundleSource>,
    version: Option<u64>,
    out: &mut dyn Write,
    named: &Path,
) -> Result<u64, ModelFolderError> {
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources.dedup_by(|one, other| one.path == other.path);
    let mut files = Vec::new();
    let mut open = Vec::new();
    for source in &sources {
        let unreadable = |reason: String| ModelFolderError::Unreadable {
            path: source.file.clone(),
            reason,
        };
        let pinned = Pinned::open(&source.file).map_err(|error| unreadable(error.to_string()))?;
        let sha256 = digest::sha256(pinned.file()).map_err(|error| unreadable(error.to_string()))?;
        files.push(FileRecord {
            path: source.path.clone(),
            size: pinned.size(),
            sha256,
        });
        open.push(pinned);
    }
    let table = Table {
        format: version.map_or(FORMAT, |_| VERSIONED_FORMAT),
        version,
        files,
    };
    table.check()?;
    let unwritable = |error: io::Error| ModelFolderError::Unwritable {
        path: named.to_owned(),
        reason: error.to_string(),
    };
    let text = serde_json::to_vec_pretty(&table).unwrap_or_default();
    let mut archive = Builder::new(out);
    let mut bytes = text.len() as u64;
    append(&mut archive, TABLE, bytes, &mut &text[..]).map_err(unwritable)?;
    for (row, pinned) in table.files.iter().zip(&open) {
        let mut hashed = Hashed {
            inner: pinned.file().take(row.size),
            digest: Sha256::new(),
            size: 0,
        };
        append(&mut archive, &row.path, row.size, &mut hashed).map_err(unwritable)?;
        let found = digest::hexadecimal(&hashed.digest.finalize());
        if (hashed.size, found.as_str()) != (row.size, &row.sha256) {
            return Err(ModelFolderError::Changed(pinned.named().to_owned()));
        }
        bytes = bytes.saturating_add(row.size);
    }
    archive.into_inner().and_then(Write::flush).map_err(unwritable)?;
    Ok(bytes)
}

fn append(
    archive: &mut Builder<&mut dyn Write>,
    path: &str,
    size: u64,
    from: &mut dyn Read,
) -> io::Result<()> {
    let mut header = Header::new_ustar();
    header.set_path(path)?;
    header.set_entry_type(EntryType::Regular);
    header.set_size(size);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header.set_cksum();
    archive.append(&header, from)
}

/// Hashes what is read.
struct Hashed<R> {
    inner: R,
    digest: Sha256,
    size: u64,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.digest.update(&into[..read]);
        self.size = self.size.saturating_add(read as u64);
        Ok(read)
    }
}
