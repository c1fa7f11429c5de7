//! The operator's documents, loaded, searched and loaded again when they change.
//!
//! Owns the folders, the watch over them and what a conversation has asked of them so far. How documents are read and
//! questions are answered is `mynah_knowledge`'s.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::civil::DateTime;
use mynah_knowledge::answer::{Answer, Answerer, Context};
use mynah_knowledge::documents::{self, DocumentError, Limits, Skipped};
use mynah_knowledge::language::Language;
use mynah_knowledge::unit::Unit;
use notify::{RecursiveMode, Watcher};

use super::Meaning;

/// Exchanges that are looked at for what a question leaves out.
const PAST: usize = 4;
/// Contexts of earlier questions that are kept.
const KEPT: usize = 64;
/// So long the first question waits for vectors of documents that were not encoded before.
const TIMEOUT: Duration = Duration::from_secs(3);
/// Ticks without a change after which the documents are read again: an editor writes a file in several steps.
const QUIET_TICKS: u8 = 4;

/// Documents that were read and are not searchable yet.
pub struct Loaded {
    folders: Vec<PathBuf>,
    /// Those of them that are files.
    named: Vec<PathBuf>,
    limits: Limits,
    units: Vec<Unit>,
    /// What was left out and why.
    pub skipped: Vec<Skipped>,
}

impl Loaded {
    /// Reads all documents of the folders.
    ///
    /// # Errors
    /// A folder that is missing or cannot be listed.
    pub fn read(folders: &[PathBuf], limits: Limits) -> Result<Self, DocumentError> {
        let loaded = documents::load(folders, &limits)?;
        Ok(Self {
            named: named_files(folders, &loaded),
            folders: folders.to_vec(),
            limits,
            units: loaded.units,
            skipped: loaded.skipped,
        })
    }

    /// Reads all documents of the folders that can be read; the others are left out and named. A stick that is not there, or a
    /// mistyped folder, takes no other answer away.
    pub fn read_present(folders: &[PathBuf], limits: &Limits) -> Self {
        let mut present = folders.to_vec();
        let mut missing = Vec::new();
        loop {
            match Self::read(&present, limits.clone()) {
                Ok(mut loaded) => {
                    loaded.skipped.splice(0..0, missing);
                    return loaded;
                }
                Err(DocumentError::Folder { path, reason }) => {
                    present.retain(|folder| *folder != path);
                    let reason = format!(
                        "it cannot be read ({reason}); create it, or correct mind.knowledge in the configuration, and start again"
                    );
                    let line = None;
                    missing.push(Skipped { path, line, reason });
                }
            }
        }
    }

    /// The number of statements.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether nothing could be read.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Names and unusual words, for the speech recogniser; at most `limit`.
    pub fn vocabulary(&self, limit: usize) -> Vec<String> {
        mynah_knowledge::vocabulary(&self.units, limit)
    }
}

/// The documents of some folders.
pub struct Documents {
    folders: Vec<PathBuf>,
    /// Those of them that are files.
    named: Vec<PathBuf>,
    limits: Limits,
    answerer: Answerer,
    /// What was known after each question of the conversation, by its questions so far.
    contexts: Vec<(Vec<String>, Context)>,
    changes: Option<Changes>,
    meaning: Option<Meaning>,
    /// Whether the vectors of all documents are made.
    has_vectors: bool,
}

/// Those of `folders` that are files and were read.
fn named_files(folders: &[PathBuf], loaded: &documents::Loaded) -> Vec<PathBuf> {
    let is_read = |path: &&PathBuf| {
        path.is_file()
            && path
                .canonicalize()
                .is_ok_and(|path| loaded.files.iter().any(|file| file.path == path))
    };
    folders.iter().filter(is_read).cloned().collect()
}

/// A folder by a name that is not empty.
fn named(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// What tells of changed files.
struct Changes {
    /// Ends the watch when it is dropped.
    _watcher: notify::RecommendedWatcher,
    told: Receiver<()>,
    quiet: Option<u8>,
}

impl Documents {
    /// Makes what was read searchable.
    pub fn new(loaded: Loaded) -> Self {
        Self {
            folders: loaded.folders,
            named: loaded.named,
            limits: loaded.limits,
            answerer: Answerer::new(loaded.units),
            contexts: Vec::new(),
            changes: None,
            meaning: None,
            has_vectors: false,
        }
    }

    /// Makes these statements searchable, of no file that could change.
    pub fn of(units: Vec<Unit>) -> Self {
        Self::new(Loaded {
            folders: Vec::new(),
            named: Vec::new(),
            limits: Limits::default(),
            units,
            skipped: Vec::new(),
        })
    }

    /// Looks at what the documents mean too. Vectors that take longer to make are waited for in [`Self::tick`].
    pub fn set_meaning(&mut self, mut meaning: Meaning) {
        meaning.begin(self.answerer.passages());
        self.meaning = Some(meaning);
        self.wait_for_meaning(TIMEOUT);
    }

    /// Waits until the vectors of all documents are made, no longer than this; whether they are.
    pub fn wait_for_meaning(&mut self, timeout: Duration) -> bool {
        let meaning = self.meaning.as_mut();
        if let Some(encoded) = meaning.and_then(|meaning| meaning.take_within(timeout)) {
            self.answerer.set_similarity(Box::new(encoded));
            self.has_vectors = true;
        }
        self.has_vectors
    }

    /// Tells of changes from now on.
    pub fn watch(&mut self) {
        let (tell, told) = channel();
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let documents: Vec<PathBuf> = self.folders.iter().map(absolute).collect();
        // What lies beside a named file, such as a log, is no document. Events without a path say that some were lost.
        let concerns = move |event: &notify::Event| {
            let is_one = |path: &PathBuf| documents.iter().any(|document| path.starts_with(document));
            event.paths.is_empty() || event.paths.iter().any(is_one)
        };
        let watcher = notify::recommended_watcher(move |change: notify::Result<notify::Event>| {
            if change.is_ok_and(|event| !event.kind.is_access() && concerns(&event)) {
                let _ = tell.send(());
            }
        });
        let watching = watcher.and_then(|mut watcher| {
            if let Err(error) = watcher.configure(notify::Config::default()) {
                // Its thread could not be started. Everything else that it can do would panic, its end too.
                std::mem::forget(watcher);
                return Err(error);
            }
            for path in &self.folders {
                match path.parent().filter(|_| path.is_file()) {
                    // An editor replaces a file; its folder sees that.
                    Some(folder) => watcher.watch(named(folder), RecursiveMode::NonRecursive)?,
                    None => watcher.watch(path, RecursiveMode::Recursive)?,
                }
            }
            Ok(watcher)
        });
        match watching {
            Ok(watcher) => {
                self.changes = Some(Changes {
                    _watcher: watcher,
                    told,
                    quiet: None,
                });
            }
            Err(error) => tracing::warn!(%error, "changes of the documents are not noticed before a restart"),
        }
    }

    /// Reads the documents again if they have changed and are at rest; to be called now and then.
    pub fn tick(&mut self) {
        self.wait_for_meaning(Duration::ZERO);
        let Some(changes) = &mut self.changes else { return };
        let changed = changes.told.try_iter().count() > 0;
        changes.quiet = match (changed, changes.quiet) {
            (true, _) => Some(0),
            (false, Some(quiet)) => Some(quiet + 1),
            (false, None) => return,
        };
        if changes.quiet < Some(QUIET_TICKS) {
            return;
        }
        changes.quiet = None;
        match documents::load(&self.folders, &self.limits) {
            Ok(loaded) if self.loses_a_named_file(&loaded) => {
                tracing::warn!(
                    "a named document was replaced and may not be read: the former ones are kept until a restart"
                );
            }
            Ok(loaded) => {
                for skipped in &loaded.skipped {
                    tracing::warn!("{skipped}");
                }
                tracing::info!(statements = loaded.units.len(), "the documents were read again");
                self.answerer = Answerer::new(loaded.units);
                self.has_vectors = false;
                self.contexts.clear();
                if let Some(meaning) = &mut self.meaning {
                    meaning.begin(self.answerer.passages());
                }
            }
            Err(error) => {
                tracing::error!(%error, "the documents cannot be read again: the former ones are kept");
            }
        }
    }

    /// Whether a file that the settings name, and not its folder, can no longer be read: the protection knows the file that was there
    /// at the start, and editors put another one in its place.
    fn loses_a_named_file(&self, loaded: &documents::Loaded) -> bool {
        let readable = named_files(&self.folders, loaded);
        self.named.iter().any(|file| !readable.contains(file))
    }

    /// Whether there is nothing to be found.
    pub fn is_empty(&self) -> bool {
        self.answerer.is_empty()
    }

    /// Answers a question asked after these, oldest first.
    pub fn answer(&mut self, question: &str, past: &[&str], language: Language, now: DateTime) -> Answer {
        let mut context = self.context(past, language, now);
        let answer = self.answerer.answer(question, Some(language), &mut context, now);
        let mut asked: Vec<String> = past.iter().map(|question| (*question).to_owned()).collect();
        asked.push(question.to_owned());
        self.contexts.retain(|(known, _)| *known != asked);
        self.contexts.push((asked, context));
        let surplus = self.contexts.len().saturating_sub(KEPT);
        self.contexts.drain(..surplus);
        answer
    }

    /// The units of an answer, as a source is named: the file, and the headings above.
    pub fn sources(&self, answer: &Answer) -> Vec<(String, String)> {
        let mut sources = Vec::new();
        for unit in answer.units.iter().filter_map(|id| self.answerer.unit(*id)) {
            let source = (unit.location.file.display().to_string(), unit.path.join(", "));
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }

    /// What is known after these questions: remembered, or found out again.
    fn context(&self, past: &[&str], language: Language, now: DateTime) -> Context {
        if past.is_empty() {
            return Context::default();
        }
        let known = self
            .contexts
            .iter()
            .rev()
            .find(|(asked, _)| asked.iter().map(String::as_str).eq(past.iter().copied()));
        if let Some((_, context)) = known {
            return context.clone();
        }
        let mut context = Context::default();
        for question in &past[past.len().saturating_sub(PAST)..] {
            self.answerer.answer(question, Some(language), &mut context, now);
        }
        context
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime {
        "2026-11-25T10:30".parse().unwrap()
    }

    fn read(folder: &Path) -> Documents {
        Documents::new(Loaded::read(&[folder.to_owned()], Limits::default()).unwrap())
    }

    #[test]
    fn a_folder_that_is_not_there_takes_no_other_answer_away() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("cafe.txt"), "Coffee: £2.50\n").unwrap();
        let missing = folder.path().join("stick");
        let loaded = Loaded::read_present(&[missing.clone(), folder.path().to_owned()], &Limits::default());
        let [skipped] = loaded.skipped.as_slice() else {
            panic!("{:?}", loaded.skipped)
        };
        assert_eq!((&skipped.path, loaded.len()), (&missing, 1));
        assert!(skipped.to_string().contains("create it"), "{skipped}");
        assert!(
            Loaded::read(&[missing], Limits::default()).is_err(),
            "the diagnosis names it"
        );
    }

    #[test]
    fn a_named_file_that_can_no_longer_be_read_keeps_its_former_answers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hours.txt");
        std::fs::write(&path, "The shop opens at 9.").unwrap();
        let mut documents =
            Documents::new(Loaded::read(std::slice::from_ref(&path), Limits::default()).unwrap());
        documents.watch();
        // What may not be read behaves as what is no text.
        std::fs::write(folder.path().join("new"), [0, 1, 2]).unwrap();
        std::fs::rename(folder.path().join("new"), &path).unwrap();
        for _ in 0..20 {
            std::thread::sleep(Duration::from_millis(100));
            documents.tick();
        }
        assert!(!documents.is_empty());
    }

    #[test]
    fn a_changed_file_is_read_again_when_it_is_at_rest() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cafe.txt");
        std::fs::write(&file, "Coffee: £2.50\n").unwrap();
        let mut documents = read(folder.path());
        documents.watch();
        let price = documents.answer("How much is coffee?", &[], Language::English, now());
        assert!(price.text.contains("2.50"));
        std::fs::write(&file, "Coffee: £3.10\n").unwrap();
        for _ in 0..200 {
            documents.tick();
            if documents
                .answer("How much is coffee?", &[], Language::English, now())
                .text
                .contains("3.10")
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the change was not noticed");
    }

    #[test]
    fn a_question_is_understood_after_those_before_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("prices.csv"),
            "Drink,Small,Large\nCoffee,£2,£3\nTea,£1,£4\n",
        )
        .unwrap();
        let mut documents = read(folder.path());
        let past = ["How much is a small coffee?"];
        let answer = documents.answer("and tea?", &past, Language::English, now());
        assert!(answer.text.contains("£1"), "{}", answer.text);
        assert_eq!(
            documents.sources(&answer),
            [("prices.csv".to_owned(), "Prices".to_owned())]
        );
    }
}
