//! How far each part of a conversation has been loaded.
//!
//! Owns the closure that loads a part in its own thread, and the count of what has been read: the part's own where it keeps
//! one, else what the kernel counts for the thread (`proc(5)`, `rchar`): whisper.cpp does not tell. Faces read it while they
//! wait.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// Speech to text.
    Hearing,
    /// The language model and what it knows.
    Mind,
    /// Text to speech.
    Voice,
}

/// How it stands with a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    /// Its thread has not begun.
    Waiting,
    /// So much of it has been read, of 1,000.
    Reading(u16),
    /// It is there.
    Ready,
    /// It could not be loaded: the sentence for the person.
    Failed(String),
}

#[derive(Debug)]
enum Progress {
    Waiting,
    /// The thread that reads, and what it had read before.
    Reading {
        thread: i32,
        before: u64,
    },
    /// Somebody counts what has been read.
    Counted(Arc<AtomicU64>),
    Over(Result<(), String>),
}

/// One part on its way.
#[derive(Debug, Clone)]
pub struct Watch {
    /// What it is for.
    pub kind: PartKind,
    /// What is loaded, for people.
    pub name: String,
    bytes: u64,
    progress: Arc<Mutex<Progress>>,
}

impl Watch {
    /// How it stands.
    pub fn loaded(&self) -> Loaded {
        match &*self.progress.lock().unwrap_or_else(PoisonError::into_inner) {
            Progress::Waiting => Loaded::Waiting,
            Progress::Over(Ok(())) => Loaded::Ready,
            Progress::Over(Err(sentence)) => Loaded::Failed(sentence.clone()),
            Progress::Reading { thread, before } => {
                let read = read_by(&format!("/proc/self/task/{thread}/io")).unwrap_or(*before);
                self.part(read.saturating_sub(*before))
            }
            Progress::Counted(read) => self.part(read.load(Ordering::Relaxed)),
        }
    }

    fn part(&self, read: u64) -> Loaded {
        let of = self.bytes.max(1);
        let part = read.min(of).saturating_mul(1000) / of;
        // What was read is not yet ready.
        Loaded::Reading(u16::try_from(part).unwrap_or(1000).min(990))
    }

    fn set(&self, progress: Progress) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}

/// Loads a part in the thread that will use it; the error is the sentence for the person.
pub struct Load<T> {
    watch: Watch,
    run: Box<dyn FnOnce() -> Result<T, String> + Send>,
    counted: Option<Arc<AtomicU64>>,
}

impl<T> Load<T> {
    /// A part of this name, which reads about so many bytes.
    pub fn new(
        kind: PartKind,
        name: String,
        bytes: u64,
        load: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Self {
        let progress = Arc::new(Mutex::new(Progress::Waiting));
        Self {
            watch: Watch {
                kind,
                name,
                bytes,
                progress,
            },
            run: Box::new(load),
            counted: None,
        }
    }

    /// The same for a part that counts for itself what it has read, because several threads do it.
    #[must_use]
    pub fn counted_by(self, read: Arc<AtomicU64>) -> Self {
        Self {
            counted: Some(read),
            ..self
        }
    }

    /// A view of how far it is.
    pub fn watch(&self) -> Watch {
        self.watch.clone()
    }

    /// Loads it, here and now.
    pub fn run(self) -> Result<T, String> {
        self.watch.set(match self.counted {
            Some(read) => Progress::Counted(read),
            None => Progress::Reading {
                thread: rustix::thread::gettid().as_raw_nonzero().get(),
                before: read_by("/proc/thread-self/io").unwrap_or_default(),
            },
        });
        let loaded = (self.run)();
        self.watch
            .set(Progress::Over(loaded.as_ref().map(drop).map_err(Clone::clone)));
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
        let load = Load::new(PartKind::Mind, "it".into(), 2 << 20, move || {
            let read = fs::read(&path).map_err(|error| error.to_string())?.len();
            half.0.send(()).unwrap();
            go_on.1.recv().unwrap();
            Ok(read)
        });
        let watch = load.watch();
        assert_eq!(watch.loaded(), Loaded::Waiting);
        let thread = std::thread::Builder::new().spawn(move || load.run()).unwrap();
        half.1.recv().unwrap();
        let Loaded::Reading(part) = watch.loaded() else {
            panic!("{:?}", watch.loaded())
        };
        assert!((490..600).contains(&part), "{part}");
        go_on.0.send(()).unwrap();
        assert_eq!(thread.join().unwrap(), Ok(1 << 20));
        assert_eq!(watch.loaded(), Loaded::Ready);
        let broken = Load::<()>::new(PartKind::Mind, String::new(), 0, || Err("It is broken.".into()));
        let watch = broken.watch();
        assert!(broken.run().is_err());
        assert_eq!(watch.loaded(), Loaded::Failed("It is broken.".into()));
    }
}
