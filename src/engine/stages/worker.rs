//! A named thread with a bounded channel of jobs.

use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// More jobs than a turn can have: a reply is at most a few hundred tokens.
const JOBS: usize = 4096;

/// A worker's jobs, and its way to report that it has loaded.
pub(super) struct Inbox<J> {
    pub(super) jobs: Receiver<J>,
    loaded: std::sync::mpsc::Sender<()>,
}

impl<J> Inbox<J> {
    /// Reports that loading has finished or failed, and that jobs are taken from now on.
    pub(super) fn loaded(&self) {
        // Nobody need be waiting for it.
        let _ = self.loaded.send(());
    }
}

/// A running thread.
pub(in super::super) struct Worker<J, R> {
    jobs: SyncSender<J>,
    loaded: Receiver<()>,
    thread: JoinHandle<R>,
}

impl<J: Send + 'static, R: Send + 'static> Worker<J, R> {
    /// Starts a thread of this name (at most 15 letters are shown by the system).
    pub(super) fn start(
        name: &str,
        work: impl FnOnce(Inbox<J>) -> R + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, receiver) = sync_channel(JOBS);
        let (sender, loaded) = channel();
        let inbox = Inbox {
            jobs: receiver,
            loaded: sender,
        };
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || work(inbox))?;
        Ok(Self { jobs, loaded, thread })
    }

    /// Sends a job; a thread that has ended has reported its fault already.
    pub(in super::super) fn send(&self, job: J) {
        if self.jobs.send(job).is_err() {
            tracing::error!(thread = ?self.thread.thread().name(), "a stage has ended");
        }
    }

    /// Waits until the thread takes jobs; returns at once from the second call on.
    pub(super) fn wait_until_loaded(&mut self) {
        // An error means that it was loaded before, or has ended.
        let _ = self.loaded.recv();
        self.loaded = channel().1;
    }

    /// Closes the channel and waits for the thread's result; `None` if it panicked.
    pub(super) fn finish(self) -> Option<R> {
        drop(self.jobs);
        self.thread.join().ok()
    }
}
