//! The thread that saves a conversation while it goes on.
//!
//! Owns that a slow disk delays no turn, and that what cannot be saved is told once. `archive` owns the files.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::archive::{Archive, ArchiveError, ConversationWriter};
use crate::config::{Settings, paths};
use crate::conversation::{DeviceEvent, Event, History, Stage};
use crate::engine::clock::Clock;

/// Saves each version that arrives; the result of the last one is the thread's.
fn save(
    mut writer: ConversationWriter,
    versions: &Receiver<History>,
    events: &Sender<Event>,
) -> Result<(), ArchiveError> {
    let (mut last, mut has_begun) = (Ok(()), false);
    while let Ok(history) = versions.recv() {
        let latest = versions.try_iter().last().unwrap_or(history);
        // A conversation without an answer is none; what was saved and is taken back is emptied.
        if !has_begun && latest.exchanges().is_empty() {
            continue;
        }
        has_begun = true;
        let saved = writer.keep(&latest);
        if let Err(error) = &saved {
            tracing::warn!(%error, "this conversation is not saved");
            if last.is_ok() {
                let sentence = format!("This conversation is not saved: {error}");
                let stage = Stage::Record;
                // A conversation that has ended has nobody to tell.
                let _ = events.send(Event::Device(DeviceEvent::Degraded { stage, sentence }));
            }
        }
        last = saved;
    }
    last
}

/// Saves a conversation in a thread of its own: a slow disk must not delay a turn.
pub(crate) struct HistoryWriter {
    /// Dropped when the conversation ends.
    sender: Option<Sender<History>>,
    thread: Option<JoinHandle<Result<(), ArchiveError>>>,
}

impl HistoryWriter {
    /// `None` if the settings turn saving off. What cannot be saved is told to `events`, once.
    pub(crate) fn of(settings: &Settings, events: Sender<Event>) -> Result<Option<Self>, ArchiveError> {
        let Some(folder) = paths::history().filter(|_| settings.history.keep) else {
            return Ok(None);
        };
        let keeping = Archive::new(folder).begin(&settings.history, &Clock::time_of_day())?;
        let (sender, inbox) = channel::<History>();
        let thread = std::thread::Builder::new()
            .name("history".to_owned())
            .spawn(move || save(keeping, &inbox, &events))
            .map_err(ArchiveError::Thread)?;
        Ok(Some(Self {
            sender: Some(sender),
            thread: Some(thread),
        }))
    }

    /// Waits until the last turn is saved.
    ///
    /// # Errors
    /// Why the conversation is not saved as it ended.
    pub(crate) fn finish(mut self) -> Result<(), ArchiveError> {
        self.sender = None;
        let ended = self.thread.take().map(JoinHandle::join);
        ended.and_then(Result::ok).unwrap_or(Ok(()))
    }

    /// Saves the conversation so far.
    pub(crate) fn keep(&self, history: &History) {
        if let Some(sender) = &self.sender {
            let _ = sender.send(history.clone());
        }
    }
}

impl Drop for HistoryWriter {
    fn drop(&mut self) {
        // The last turn is saved before the program ends.
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
