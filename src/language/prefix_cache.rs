//! The prefix cache on disk: the KV cache of prompt prefixes, kept between two starts.
//!
//! Owns the folder: one file for each model and prefix, only the latest few. A prefix holds the persona and the tools, nothing
//! that a person said. A failure here only costs time, so it is logged and not reported.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use mynah_files::Lifetime;

/// The files' extension; the folder is older than the module's name.
const EXTENSION: &str = "head";
/// Files that are kept: enough for switching between a few models.
const MAX_FILES: usize = 4;
/// Largest file that is read; larger than any prefix of ours.
const MAX_BYTES: u64 = 1 << 30;
/// Bytes of a model file that the fingerprint reads in each of three places.
const SAMPLE: u64 = 64 << 10;

/// The cached prefixes of one model.
#[derive(Debug)]
pub(super) struct PrefixCache {
    folder: PathBuf,
    model: u64,
}

impl PrefixCache {
    /// Opens the cache in `folder` for the model file `model`.
    pub(super) fn open(folder: &Path, model: &Path) -> io::Result<Self> {
        Ok(Self {
            folder: folder.to_owned(),
            model: fingerprint(model)?,
        })
    }

    /// The model's fingerprint.
    pub(super) fn model(&self) -> u64 {
        self.model
    }

    /// The snapshot for these tokens, if there is one.
    pub(super) fn read(&self, tokens: &[u32]) -> Option<Vec<u8>> {
        mynah_files::read(&self.path(tokens), MAX_BYTES).ok()
    }

    /// Writes the snapshot of these tokens. The file appears whole or not at all.
    pub(super) fn write(&self, tokens: &[u32], bytes: &[u8]) -> io::Result<()> {
        mynah_files::replace(&self.path(tokens), Lifetime::Cached, |file| file.write_all(bytes))?;
        self.evict()
    }

    /// Removes all files but the latest.
    fn evict(&self) -> io::Result<()> {
        mynah_files::remove_unfinished(&self.folder)?;
        let mut files: Vec<_> = fs::read_dir(&self.folder)?
            .flatten()
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|extension| extension == EXTENSION)
            })
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        files.sort();
        let surplus = files.len().saturating_sub(MAX_FILES);
        for (_, path) in files.drain(..surplus) {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    fn path(&self, tokens: &[u32]) -> PathBuf {
        let mut hasher = DefaultHasher::new();
        tokens.hash(&mut hasher);
        let name = format!("{:016x}-{:016x}.{EXTENSION}", self.model, hasher.finish());
        self.folder.join(name)
    }
}

/// A fingerprint of size, modification time and samples of the content: hashing the whole file would take as long as the cache
/// saves.
fn fingerprint(model: &Path) -> io::Result<u64> {
    let mut file = mynah_files::open(model)?;
    let metadata = file.metadata()?;
    let mut hasher = DefaultHasher::new();
    metadata.len().hash(&mut hasher);
    if let Ok(age) = metadata.modified().map(|time| time.duration_since(UNIX_EPOCH)) {
        age.unwrap_or_default().hash(&mut hasher);
    }
    for place in [0, metadata.len() / 2, metadata.len().saturating_sub(SAMPLE)] {
        file.seek(SeekFrom::Start(place))?;
        let mut sample = Vec::new();
        (&mut file).take(SAMPLE).read_to_end(&mut sample)?;
        sample.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_prefixes_are_kept_and_each_model_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("model.gguf");
        fs::write(&model, b"weights").unwrap();
        let store = PrefixCache::open(&folder.path().join("heads"), &model).unwrap();
        for number in 0..6_u32 {
            store.write(&[number], &[1, 2, 3]).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(15));
        }
        let kept: Vec<bool> = (0..6).map(|number| store.read(&[number]).is_some()).collect();
        assert_eq!(kept, [false, false, true, true, true, true]);
        fs::write(&model, b"weightz").unwrap();
        let other = PrefixCache::open(&folder.path().join("heads"), &model).unwrap();
        assert!(other.model() != store.model() && other.read(&[5]).is_none());
    }
}
