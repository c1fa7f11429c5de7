//! A file that is not complete yet: `NAME.part` beside the file that it will be, and `NAME.origin.part`, which says what it is a
//! part of.
//!
//! Owns both files: continuing, writing, and the last step that makes the file appear under its name, whole or not at all. mynah
//! takes no file that ends in `.part` for a model. Does not know where bytes come from.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::PullError;

/// Bytes at the beginning that are kept to recognise what a file is.
pub const HEAD: usize = 64;
/// Bytes of an origin that are read at most.
const MAX_ORIGIN_LEN: u64 = 1 << 14;
/// Bytes that are read at once.
const BLOCK: usize = 1 << 18;

/// What a part is a part of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The address that was asked for first.
    pub address: String,
    /// A strong `ETag`, or a `Last-Modified`: the same as long as the file is the same.
    pub validator: Option<String>,
    /// Bytes of the whole file.
    pub whole: Option<u64>,
    /// The SHA-256 that the server named, in hexadecimal digits.
    pub digest: Option<String>,
}

/// A file that is being fetched.
pub struct Part {
    target: PathBuf,
    path: PathBuf,
    file: File,
    length: u64,
    /// Bytes of it that an earlier run had fetched.
    continued: u64,
    digest: Sha256,
    head: Vec<u8>,
    origin: Origin,
}

impl Part {
    /// The part of `target`, with what an earlier run left of the same address. `is_known` says that the catalogue knows the digest;
    /// without any digest, an earlier run's bytes cannot be checked, and it starts anew. Reads what is there, which takes a while.
    pub fn open(target: &Path, address: &str, is_known: bool) -> Result<Self, PullError> {
        let path = with_ending(target, "part");
        let failed = |error: io::Error| write_error(&path, &error);
        // What is not a regular file of this user is not written through.
        let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .custom_flags(no_follow)
            .open(&path)
            .map_err(failed)?;
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(failed(io::Error::other("it is no file")));
        }
        let mut part = Self {
            target: target.to_owned(),
            path,
            file,
            length: 0,
            continued: 0,
            digest: Sha256::new(),
            head: Vec::new(),
            origin: Origin::default(),
        };
        let origin = part.read_origin().filter(|origin| {
            origin.address == address && origin.validator.is_some() && (is_known || origin.digest.is_some())
        });
        match origin {
            Some(origin) => {
                part.origin = origin;
                part.read_again()?;
                part.continued = part.length;
            }
            None => part.start_anew(address)?,
        }
        Ok(part)
    }

    /// Its bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Bytes of it that an earlier run had fetched.
    pub fn continued(&self) -> u64 {
        self.continued
    }

    /// What it is a part of.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Its first bytes, at most [`HEAD`].
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether all bytes are there, as far as the length is known.
    pub fn is_whole(&self) -> bool {
        self.origin.whole == Some(self.length) && self.length > 0
    }

    /// Says what the following bytes are a part of. It is on the disk before they are.
    pub fn belongs_to(&mut self, origin: Origin) -> Result<(), PullError> {
        if origin == self.origin {
            return Ok(());
        }
        self.origin = origin;
        let path = self.origin_path();
        let failed = |error: io::Error| write_error(&path, &error);
        let text = serde_json::to_vec(&self.origin).map_err(|error| failed(error.into()))?;
        // In place: one that a kill cut short is no origin, and the file starts anew. A file that is put in its place would
        // be left behind under a name of its own.
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
        let opened = options.custom_flags(no_follow).open(&path);
        opened
            .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
            .map_err(failed)
    }

    /// Throws the bytes away.
    pub fn start_anew(&mut self, address: &str) -> Result<(), PullError> {
        let failed = |error: io::Error| write_error(&self.path, &error);
        self.file.set_len(0).map_err(failed)?;
        self.rewind().map_err(|error| write_error(&self.path, &error))?;
        self.length = 0;
        self.continued = 0;
        self.digest = Sha256::new();
        self.head.clear();
        self.belongs_to(Origin {
            address: address.to_owned(),
            ..Origin::default()
        })
    }

    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), PullError> {
        self.file
            .write_all(bytes)
            .map_err(|error| write_error(&self.path, &error))?;
        self.take_in(bytes);
        Ok(())
    }

    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub fn digest(&self) -> String {
        hexadecimal(&self.digest.clone().finalize())
    }

    /// Gives it its name. The bytes are on the disk first, and the folder afterwards, so that after a power cut the file is there
    /// whole, or still a part.
    pub fn place(self) -> Result<(), PullError> {
        let failed = |error: io::Error| write_error(&self.target, &error);
        self.file.sync_all().map_err(failed)?;
        fs::rename(&self.path, &self.target).map_err(failed)?;
        let _ = fs::remove_file(self.origin_path());
        let folder = self.target.parent().unwrap_or(Path::new("."));
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(failed)
    }

    /// Removes both files.
    pub fn discard(self) {
        let _ = fs::remove_file(self.origin_path());
        let _ = fs::remove_file(&self.path);
    }

    fn take_in(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        let wanted = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head
            .extend_from_slice(bytes.get(..wanted).unwrap_or_default());
        self.length = self.length.saturating_add(bytes.len() as u64);
    }

    fn read_again(&mut self) -> Result<(), PullError> {
        let mut block = vec![0; BLOCK];
        loop {
            let count = self
                .file
                .read(&mut block)
                .map_err(|error| write_error(&self.path, &error))?;
            match block.get(..count) {
                None | Some([]) => return Ok(()),
                Some(bytes) => self.take_in(bytes),
            }
        }
    }

    fn rewind(&self) -> io::Result<()> {
        io::Seek::rewind(&mut &self.file)
    }

    fn origin_path(&self) -> PathBuf {
        with_ending(&self.target, "origin.part")
    }

    fn read_origin(&self) -> Option<Origin> {
        let text = mynah_files::read(&self.origin_path(), MAX_ORIGIN_LEN).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

/// Bytes that an earlier run left of this file.
pub fn left(target: &Path) -> u64 {
    fs::symlink_metadata(with_ending(target, "part")).map_or(0, |status| status.len())
}

/// The SHA-256 of a file, in hexadecimal digits.
pub fn digest_of(path: &Path) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut file = File::open(path)?;
    let mut block = vec![0; BLOCK];
    loop {
        let count = file.read(&mut block)?;
        match block.get(..count) {
            None | Some([]) => return Ok(hexadecimal(&digest.finalize())),
            Some(bytes) => digest.update(bytes),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn with_ending(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn write_error(path: &Path, error: &io::Error) -> PullError {
    PullError::Write {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
#[path = "part_tests.rs"]
mod tests;
