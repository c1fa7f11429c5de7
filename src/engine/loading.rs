//! Loading of models, with progress.
//!
//! Owns the closure that loads a part in its own thread, and the count of bytes read: the part's own count if it has one, else the
//! kernel's count for the thread (`proc(5)`, `rchar`), for what reads in one thread only. Faces show it while they wait.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// Speech to text.
    Hearing,
    /// The language model and the documents.
    Mind,
    /// Text to speech.
    Voice,
}

/// How far a part is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadState {
    /// Loading has not begun.
    Waiting,
    /// Thousandths of it that have been read.
    Reading(u16),
    /// It is loaded.
    Ready,
    /// It could not be loaded: the sentence for the person.
    Failed(String),
}

#[derive(Debug)]
enum LoadProgress {
    Waiting,
    /// The reading thread, and the bytes that it had read before.
    Reading {
        thread: i32,
        before: u64,
    },
    /// The part counts the bytes itself.
    Counted(Arc<AtomicU64>),
    Over(Result<(), String>),
}

/// Watches the loading of one part.
#[derive(Debug, Clone)]
pub struct LoadMonitor {
    /// The kind of part.
    pub kind: PartKind,
    /// Its name, for people.
    pub name: String,
    bytes: u64,
    progress: Arc<Mutex<LoadProgress>>,
}

impl LoadMonitor {
    /// How far it is loaded.
    pub fn loaded(&self) -> LoadState {
        match &*self.progress.lock().unwrap_or_else(PoisonError::into_inner) {
            LoadProgress::Waiting => LoadState::Waiting,
            LoadProgress::Over(Ok(())) => LoadState::Ready,
            LoadProgress::Over(Err(sentence)) => LoadState::Failed(sentence.clone()),
            LoadProgress::Reading { thread, before } => {
                let read = read_by(&format!("/proc/self/task/{thread}/io")).unwrap_or(*before);
                self.part(read.saturating_sub(*before))
            }
            LoadProgress::Counted(read) => self.part(read.load(Ordering::Relaxed)),
        }
    }

    fn part(&self, read: u64) -> LoadState {
        let of = self.bytes.max(1);
        let part = read.min(of).saturating_mul(1000) / of;
        // A part that has been read is not ready yet.
        LoadState::Reading(u16::try_from(part).unwrap_or(1000).min(990))
    }

    fn set(&self, progress: LoadProgress) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}

/// Tells the person a sentence: what was set aside, while loading goes on.
pub type Tell<'a> = &'a mut dyn FnMut(String);

/// What loads a part.
type Run<T> = Box<dyn FnOnce(Tell<'_>) -> Result<T, String> + Send>;

/// Loads a part in the thread that will use it; the error is a sentence for the person.
pub struct Load<T> {
    watch: LoadMonitor,
    run: Run<T>,
    counted: Option<Arc<AtomicU64>>,
}

impl<T> Load<T> {
    /// A part of this name that reads about `bytes` bytes.
    pub fn new(
        kind: PartKind,
        name: String,
        bytes: u64,
        load: impl FnOnce(Tell<'_>) -> Result<T, String> + Send + 'static,
    ) -> Self {
        let progress = Arc::new(Mutex::new(LoadProgress::Waiting));
        Self {
            watch: LoadMonitor {
                kind,
                name,
                bytes,
                progress,
            },
            run: Box::new(load),
            counted: None,
        }
    }

    /// The same for a part that counts its bytes itself, because several threads read.
    #[must_use]
    pub fn counted_by(self, read: Arc<AtomicU64>) -> Self {
        Self {
            counted: Some(read),
            ..self
        }
    }

    /// A monitor of its progress.
    pub fn watch(&self) -> LoadMonitor {
        self.watch.clone()
    }

    /// The same, but what was set aside goes to the log only: visitors of a kiosk cannot mend it.
    #[must_use]
    pub fn quiet(self) -> Self
    where
        T: 'static,
    {
        let run = self.run;
        let quiet: Run<T> = Box::new(move |_| run(&mut |sentence| tracing::warn!("{sentence}")));
        Self { run: quiet, ..self }
    }

    /// Loads it in this thread.
    ///
    /// # Errors
    /// A sentence for the person: it cannot be loaded.
    pub fn run(self, tell: Tell<'_>) -> Result<T, String> {
        self.watch.set(match self.counted {
            Some(read) => LoadProgress::Counted(read),
            None => LoadProgress::Reading {
                thread: rustix::thread::gettid().as_raw_nonzero().get(),
                before: read_by("/proc/thread-self/io").unwrap_or_default(),
            },
        });
        let loaded = (self.run)(tell);
        self.watch.set(LoadProgress::Over(
            loaded.as_ref().map(drop).map_err(Clone::clone),
        ));
        loaded
    }
}

/// Bytes that a thread has read.
fn read_by(path: &str) -> Option<u64> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("rchar: "))?;
    line.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_seen_from_outside_and_the_end_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), vec![1; 1 << 20]).unwrap();
        let path = file.path().to_owned();
        let (half, go_on) = (std::sync::mpsc::channel(), std::sync::mpsc::channel());
        let load = Load::new(PartKind::Mind, "it".into(), 2 << 20, move |_| {
            let read = fs::read(&path).map_err(|error| error.to_string())?.len();
            half.0.send(()).unwrap();
            go_on.1.recv().unwrap();
            Ok(read)
        });
        let watch = load.watch();
        assert_eq!(watch.loaded(), LoadState::Waiting);
        let thread = std::thread::Builder::new()
            .spawn(move || load.run(&mut |_| {}))
            .unwrap();
        half.1.recv().unwrap();
        let LoadState::Reading(part) = watch.loaded() else {
            panic!("{:?}", watch.loaded())
        };
        assert!((490..600).contains(&part), "{part}");
        go_on.0.send(()).unwrap();
        assert_eq!(thread.join().unwrap(), Ok(1 << 20));
        assert_eq!(watch.loaded(), LoadState::Ready);
        let broken = Load::<()>::new(PartKind::Mind, String::new(), 0, |_| Err("It is broken.".into()));
        let watch = broken.watch();
        assert!(broken.run(&mut |_| {}).is_err());
        assert_eq!(watch.loaded(), LoadState::Failed("It is broken.".into()));
    }
}
