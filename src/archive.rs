//! Saved conversations: encrypted, one file each, deleted after some days.
//!
//! Owns the folder, its key and the format: age (<https://age-encryption.org/v1>) with one X25519 key beside the files. Without the key
//! nothing in them can be read: destroying the key deletes them. Does not know when a conversation begins or ends.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use jiff::civil::DateTime;
use jiff::{Span, Zoned};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::conversation::{Exchange, History};

const KEY: &str = "key.txt";
const EXTENSION: &str = "age";
/// The format of a file's name: when the conversation began.
const NAME: &str = "%Y-%m-%d_%H-%M-%S";
/// Size limit of a file; a conversation is far shorter.
const LONGEST: u64 = 16 << 20;

/// Saved conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveConfig {
    /// Whether conversations are saved. A kiosk never saves any.
    pub keep: bool,
    /// Days after which a conversation is deleted.
    pub days: u16,
}

impl Default for ArchiveConfig {
    fn default() -> Self {
        Self {
            keep: false,
            days: 30,
        }
    }
}

/// Why a conversation cannot be saved or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file cannot be used.
    #[error("{} cannot be used ({source}): check its permissions and the space on the disk.", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The key file contains no key.
    #[error("{} contains no key: 'mynah forget' deletes it together with the conversations, which can no longer be read.", .0.display())]
    NoKey(PathBuf),
    /// The file was written with another key, or is damaged.
    #[error("The conversation {0} cannot be read: its key was deleted, or the file is damaged.")]
    Sealed(String),
    /// There is no such conversation.
    #[error("There is no conversation {0}: 'mynah history' lists the saved ones.")]
    Unknown(String),
}

/// A conversation as stored in its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedConversation {
    /// When it began.
    pub began: String,
    /// Its exchanges.
    pub exchanges: Vec<Exchange>,
}

/// The folder of saved conversations.
#[derive(Debug, Clone)]
pub struct Archive {
    folder: PathBuf,
}

/// A conversation that is being saved.
#[derive(Debug)]
pub struct ConversationWriter {
    archive: Archive,
    name: String,
    began: String,
}

impl Archive {
    /// The archive in this folder, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Begins a conversation: deletes old ones, and creates the key if there is none.
    pub fn begin(&self, config: &ArchiveConfig, now: &Zoned) -> Result<ConversationWriter, ArchiveError> {
        let file = |source| failed(&self.folder, source);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .map_err(file)?;
        let oldest = now.datetime().saturating_sub(Span::new().days(config.days));
        for name in self.names()? {
            if DateTime::strptime(NAME, &name).is_ok_and(|began| began < oldest) {
                let path = self.path(&name);
                fs::remove_file(&path).map_err(|source| failed(&path, source))?;
            }
        }
        if self.key()?.is_none() {
            let path = self.folder.join(KEY);
            let key = Identity::generate().to_string();
            write(&path, format!("{}\n", key.expose_secret()).as_bytes())
                .map_err(|source| failed(&path, source))?;
        }
        Ok(ConversationWriter {
            archive: self.clone(),
            name: now.strftime(NAME).to_string(),
            began: now.strftime("%Y-%m-%d %H:%M").to_string(),
        })
    }

    /// The names of the saved conversations, oldest first.
    pub fn names(&self) -> Result<Vec<String>, ArchiveError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(failed(&self.folder, source)),
        };
        let paths = entries.flatten().map(|entry| entry.path());
        let mut names: Vec<String> = paths
            .filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION))
            .filter_map(|path| path.file_stem()?.to_str().map(str::to_owned))
            .filter(|name| DateTime::strptime(NAME, name).is_ok())
            .collect();
        names.sort_unstable();
        Ok(names)
    }

    /// The conversation of this name.
    pub fn read(&self, name: &str) -> Result<SavedConversation, ArchiveError> {
        if !self.names()?.iter().any(|known| known == name) {
            return Err(ArchiveError::Unknown(name.to_owned()));
        }
        let path = self.path(name);
        let sealed = || ArchiveError::Sealed(name.to_owned());
        let mut bytes = Vec::new();
        fs::File::open(&path)
            .and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
            .map_err(|source| failed(&path, source))?;
        let key = self.key()?.ok_or_else(sealed)?;
        let text = age::decrypt(&key, &bytes).map_err(|_| sealed())?;
        serde_json::from_slice(&text).map_err(|_| sealed())
    }

    /// Destroys the key, then the conversations; returns how many there were.
    pub fn forget(&self) -> Result<usize, ArchiveError> {
        let key = self.folder.join(KEY);
        if let Ok(metadata) = fs::metadata(&key) {
            // Overwritten first: removing a file leaves its bytes on the disk.
            let zeros = vec![0; usize::try_from(metadata.len()).unwrap_or_default()];
            fs::OpenOptions::new()
                .write(true)
                .open(&key)
                .and_then(|mut file| file.write_all(&zeros).and_then(|()| file.sync_all()))
                .and_then(|()| fs::remove_file(&key))
                .map_err(|source| failed(&key, source))?;
        }
        let names = self.names()?;
        for name in &names {
            let path = self.path(name);
            fs::remove_file(&path).map_err(|source| failed(&path, source))?;
        }
        Ok(names.len())
    }

    fn key(&self) -> Result<Option<Identity>, ArchiveError> {
        let path = self.folder.join(KEY);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(failed(&path, source)),
        };
        let key = Identity::from_str(text.trim());
        key.map(Some).map_err(|_| ArchiveError::NoKey(path))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{EXTENSION}"))
    }
}

impl ConversationWriter {
    /// Saves the conversation so far. After the key has been destroyed, nothing is saved.
    pub fn keep(&self, history: &History) -> Result<(), ArchiveError> {
        let Some(key) = self.archive.key()? else {
            return Ok(());
        };
        let kept = SavedConversation {
            began: self.began.clone(),
            exchanges: history.exchanges().to_vec(),
        };
        let path = self.archive.path(&self.name);
        let failed = |source| failed(&path, source);
        let text = serde_json::to_vec(&kept).map_err(|error| failed(error.into()))?;
        let sealed =
            age::encrypt(&key.to_public(), &text).map_err(|error| failed(io::Error::other(error)))?;
        write(&path, &sealed).map_err(failed)
    }
}

fn failed(path: &Path, source: io::Error) -> ArchiveError {
    ArchiveError::File {
        path: path.to_owned(),
        source,
    }
}

/// Writes a file that only its owner may read; a full disk leaves the old one intact.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    beside.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::conversation::Answer;

    fn day(text: &str) -> Zoned {
        text.parse::<DateTime>()
            .unwrap()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .unwrap()
    }

    fn said(question: &str) -> History {
        let mut history = History::default();
        history.push(Exchange {
            question: question.to_owned(),
            facts: Vec::new(),
            answer: Answer {
                text: "At ten.".to_owned(),
                tool: None,
                sources: Vec::new(),
            },
        });
        history
    }

    #[test]
    fn what_is_kept_is_read_again_and_stands_nowhere_in_clear() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::new(folder.path().join("history"));
        assert!(archive.names().unwrap().is_empty());
        let keeping = archive
            .begin(&ArchiveConfig::default(), &day("2026-11-21T10:00:00"))
            .unwrap();
        keeping.keep(&said("Zanzibar?")).unwrap();
        assert_eq!(archive.names().unwrap(), ["2026-11-21_10-00-00"]);
        let kept = archive.read("2026-11-21_10-00-00").unwrap();
        assert_eq!(kept.exchanges[0].question, "Zanzibar?");
        for entry in fs::read_dir(folder.path().join("history")).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            assert!(!bytes.windows(8).any(|window| window == b"Zanzibar"));
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let message = archive.read("../key").unwrap_err().to_string();
        assert!(message.contains("no conversation"), "{message}");
    }

    #[test]
    fn what_is_too_old_goes_and_forgetting_destroys_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::new(folder.path().to_owned());
        let config = ArchiveConfig { keep: true, days: 2 };
        let old = archive.begin(&config, &day("2026-11-01T10:00:00")).unwrap();
        old.keep(&said("Old?")).unwrap();
        let keeping = archive.begin(&config, &day("2026-11-03T09:00:00")).unwrap();
        keeping.keep(&said("New?")).unwrap();
        assert_eq!(archive.names().unwrap().len(), 2);
        archive.begin(&config, &day("2026-11-03T11:00:00")).unwrap();
        assert_eq!(archive.names().unwrap(), ["2026-11-03_09-00-00"]);
        let copied = fs::read(archive.path("2026-11-03_09-00-00")).unwrap();

        assert_eq!(archive.forget().unwrap(), 1);
        assert!(!folder.path().join(KEY).exists() && archive.names().unwrap().is_empty());
        // A running conversation is no longer saved, and a copy of its file is worthless.
        keeping.keep(&said("Newer?")).unwrap();
        assert!(archive.names().unwrap().is_empty());
        fs::write(archive.path("2026-11-03_09-00-00"), copied).unwrap();
        let message = archive.read("2026-11-03_09-00-00").unwrap_err().to_string();
        assert!(message.contains("cannot be read"), "{message}");
    }
}
