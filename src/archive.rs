//! Saved conversations: encrypted, one file each, deleted after some days.
//!
//! Owns the folder, its key and the format: age (<https://age-encryption.org/v1>) with one X25519 key beside the files. Without the key
//! nothing in them can be read: destroying the key deletes them. Does not know when a conversation begins or ends.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use jiff::civil::DateTime;
use jiff::{Span, Zoned};
use mynah_files::{FileError, Lifetime};
use serde::{Deserialize, Serialize};

use crate::conversation::{Exchange, History};

const KEY: &str = "key.txt";
const EXTENSION: &str = "age";
/// The format of a file's name: when the conversation began.
const NAME: &str = "%Y-%m-%d_%H-%M-%S";
/// What stands between that and a number, for the second and further conversations of the same second.
const BESIDE: char = '.';
/// Size limit of a file; a conversation is far shorter.
const MAX_BYTES: u64 = 16 << 20;
/// Size limit of the key file, which is one line.
const MAX_KEY_LEN: u64 = 4 << 10;
/// Conversations that may begin in the same second.
const MAX_AT_ONCE: u32 = 1_000;
/// Size limit of a file's header. Each of its stanzas costs an attempt at decryption, and ours has two.
const MAX_HEADER_LEN: usize = 4 << 10;

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
        /// The reason.
        source: FileError,
    },
    /// No thread can be started that saves.
    #[error(
        "This conversation cannot be saved, because no thread can be started ({0}): close other programs or raise the limit of processes."
    )]
    Thread(io::Error),
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
    began: Zoned,
    /// The key for which it is encrypted. Another one means that the conversations so far were to be forgotten, this one too.
    key: String,
    /// The file's name, once there is one.
    name: Option<String>,
}

impl Archive {
    /// The archive in this folder, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Begins a conversation: deletes old ones, and creates the key if there is none.
    pub fn begin(&self, config: &ArchiveConfig, now: &Zoned) -> Result<ConversationWriter, ArchiveError> {
        let file = |source: io::Error| failed(&self.folder, source);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .map_err(file)?;
        mynah_files::remove_unfinished(&self.folder).map_err(file)?;
        let oldest = now.datetime().saturating_sub(Span::new().days(config.days));
        for name in self.names()? {
            if beginning(&name).is_some_and(|began| began < oldest) {
                let path = self.path(&name);
                mynah_files::remove(&path).map_err(|source| failed(&path, source))?;
            }
        }
        if self.key()?.is_none() {
            let path = self.folder.join(KEY);
            let key = Identity::generate().to_string();
            // Another conversation may have begun meanwhile: its key serves both.
            mynah_files::create(&path, |file| writeln!(file, "{}", key.expose_secret()))
                .map_err(|source| failed(&path, source))?;
        }
        let path = self.folder.join(KEY);
        let key = self.key()?.ok_or(ArchiveError::NoKey(path))?;
        Ok(ConversationWriter {
            archive: self.clone(),
            began: now.clone(),
            key: key.to_public().to_string(),
            name: None,
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
            .filter(|name| beginning(name).is_some())
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
        let bytes = mynah_files::read(&path, MAX_BYTES).map_err(|source| failed(&path, source))?;
        if !has_short_header(&bytes) {
            return Err(sealed());
        }
        let key = self.key()?.ok_or_else(sealed)?;
        let text = age::decrypt(&key, &bytes).map_err(|_| sealed())?;
        serde_json::from_slice(&text).map_err(|_| sealed())
    }

    /// Destroys the key, then the conversations; returns how many there were.
    pub fn forget(&self) -> Result<usize, ArchiveError> {
        let key = self.folder.join(KEY);
        erase(&key).map_err(|source| failed(&key, source))?;
        // A key may be among them.
        for path in
            mynah_files::unfinished_files(&self.folder).map_err(|source| failed(&self.folder, source))?
        {
            erase(&path).map_err(|source| failed(&path, source))?;
        }
        let names = self.names()?;
        for path in names.iter().map(|name| self.path(name)) {
            mynah_files::remove(&path).map_err(|source| failed(&path, source))?;
        }
        Ok(names.len())
    }

    fn key(&self) -> Result<Option<Identity>, ArchiveError> {
        let path = self.folder.join(KEY);
        let text = match mynah_files::read_text(&path, MAX_KEY_LEN) {
            Ok(text) => text,
            Err(error) if error.is_absent() => return Ok(None),
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
    /// Saves the conversation so far. After its key has been destroyed, nothing is saved, also when there is a new one.
    pub fn keep(&mut self, history: &History) -> Result<(), ArchiveError> {
        let key = match self.archive.key()? {
            Some(key) if key.to_public().to_string() == self.key => key,
            Some(_) | None => return Ok(()),
        };
        let kept = SavedConversation {
            began: self.began.strftime("%Y-%m-%d %H:%M").to_string(),
            exchanges: history.exchanges().to_vec(),
        };
        let folder = &self.archive.folder;
        let text = serde_json::to_vec(&kept).map_err(|error| failed(folder, io::Error::from(error)))?;
        let sealed =
            age::encrypt(&key.to_public(), &text).map_err(|error| failed(folder, io::Error::other(error)))?;
        if let Some(name) = &self.name {
            let path = self.archive.path(name);
            return mynah_files::replace(&path, Lifetime::Durable, |file| file.write_all(&sealed))
                .map_err(|source| failed(&path, source));
        }
        self.name = Some(self.claim(&sealed)?);
        Ok(())
    }

    /// Writes the first version under a name that no other conversation has; returns the name.
    fn claim(&self, sealed: &[u8]) -> Result<String, ArchiveError> {
        let second = self.began.strftime(NAME).to_string();
        for number in 1..=MAX_AT_ONCE {
            let name = match number {
                1 => second.clone(),
                _ => format!("{second}{BESIDE}{number}"),
            };
            let path = self.archive.path(&name);
            let is_ours = mynah_files::create(&path, |file| file.write_all(sealed))
                .map_err(|source| failed(&path, source))?;
            if is_ours {
                return Ok(name);
            }
        }
        let error = io::Error::other("too many conversations began in this second");
        Err(failed(&self.archive.folder, error))
    }
}

/// When the conversation of this name began; `None` if it is not the name of one.
fn beginning(name: &str) -> Option<DateTime> {
    let second = match name.split_once(BESIDE) {
        Some((second, number)) if number.parse::<u32>().is_ok() => second,
        Some(_) => return None,
        None => name,
    };
    DateTime::strptime(NAME, second).ok()
}

/// Whether an age file's header, which ends with a line of three dashes and a checksum, is as short as ours.
fn has_short_header(bytes: &[u8]) -> bool {
    let start = bytes.get(..MAX_HEADER_LEN).unwrap_or(bytes);
    start.windows(5).any(|window| window == b"\n--- ")
}

/// Overwrites a small file with zeros before it is removed: removing a file leaves its bytes on the disk. Of a link, a pipe or a
/// large file, which is no key of ours, only the name goes.
fn erase(path: &Path) -> io::Result<()> {
    let status = match fs::symlink_metadata(path) {
        Ok(status) => status,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if status.is_file() && status.len() <= MAX_KEY_LEN {
        let zeros = vec![0; usize::try_from(status.len()).unwrap_or_default()];
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).custom_flags(libc::O_NOFOLLOW).open(path)?;
        file.write_all(&zeros).and_then(|()| file.sync_all())?;
    }
    mynah_files::remove(path)
}

fn failed(path: &Path, source: impl Into<FileError>) -> ArchiveError {
    ArchiveError::File {
        path: path.to_owned(),
        source: source.into(),
    }
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
        let mut keeping = archive
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
        let mut old = archive.begin(&config, &day("2026-11-01T10:00:00")).unwrap();
        old.keep(&said("Old?")).unwrap();
        let mut keeping = archive.begin(&config, &day("2026-11-03T09:00:00")).unwrap();
        keeping.keep(&said("New?")).unwrap();
        assert_eq!(archive.names().unwrap().len(), 2);
        archive.begin(&config, &day("2026-11-03T11:00:00")).unwrap();
        assert_eq!(archive.names().unwrap(), ["2026-11-03_09-00-00"]);
        let copied = fs::read(archive.path("2026-11-03_09-00-00")).unwrap();

        assert_eq!(archive.forget().unwrap(), 1);
        assert!(!folder.path().join(KEY).exists() && archive.names().unwrap().is_empty());
        // A running conversation is no longer saved, also under another's new key, and a copy of its file is worthless.
        keeping.keep(&said("Newer?")).unwrap();
        archive.begin(&config, &day("2026-11-03T12:00:00")).unwrap();
        keeping.keep(&said("Newest?")).unwrap();
        assert!(archive.names().unwrap().is_empty());
        fs::write(archive.path("2026-11-03_09-00-00"), copied).unwrap();
        let message = archive.read("2026-11-03_09-00-00").unwrap_err().to_string();
        assert!(message.contains("cannot be read"), "{message}");
    }

    #[test]
    fn conversations_that_begin_in_the_same_second_are_all_saved() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::new(folder.path().join("history"));
        let now = day("2026-11-21T10:00:00");
        std::thread::scope(|scope| {
            for number in 0..6 {
                let (archive, now) = (&archive, &now);
                scope.spawn(move || {
                    let mut writer = archive.begin(&ArchiveConfig::default(), now).unwrap();
                    writer.keep(&said("First?")).unwrap();
                    writer.keep(&said(&format!("Question {number}?"))).unwrap();
                });
            }
        });
        let names = archive.names().unwrap();
        assert_eq!(names.len(), 6, "{names:?}");
        let mut questions: Vec<String> = names
            .iter()
            .map(|name| archive.read(name).unwrap().exchanges[0].question.clone())
            .collect();
        questions.sort();
        assert_eq!(questions.first().map(String::as_str), Some("Question 0?"));
        questions.dedup();
        assert_eq!(questions.len(), 6);
        assert_eq!(archive.forget().unwrap(), 6);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the limit is a time")]
    fn a_hostile_file_or_key_costs_neither_time_nor_memory() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::new(folder.path().to_owned());
        let now = day("2026-11-21T10:00:00");
        archive.begin(&ArchiveConfig::default(), &now).unwrap();
        let stanza = "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n";
        let header = format!("age-encryption.org/v1\n{}--- x\n", stanza.repeat(100_000));
        fs::write(archive.path("2026-11-21_10-00-00"), header).unwrap();
        let began = std::time::Instant::now();
        assert!(matches!(
            archive.read("2026-11-21_10-00-00"),
            Err(ArchiveError::Sealed(_))
        ));
        assert!(began.elapsed().as_secs() < 5, "every stanza was tried");

        let key = folder.path().join(KEY);
        fs::remove_file(&key).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &key).unwrap();
        let message = archive
            .begin(&ArchiveConfig::default(), &now)
            .unwrap_err()
            .to_string();
        assert!(message.contains("it is a device"), "{message}");
        archive.forget().unwrap();
        assert!(fs::symlink_metadata(&key).is_err());
    }

    #[test]
    fn forgetting_takes_what_a_killed_program_left_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::new(folder.path().to_owned());
        fs::write(folder.path().join(".abc.unfinished"), "AGE-SECRET-KEY").unwrap();
        archive.forget().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
