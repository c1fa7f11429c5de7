//! `mynah history` and `mynah forget`: lists and deletes saved conversations; and the thread that saves one.
//!
//! Owns the output. `archive` owns the files.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use clap::Args;

use crate::archive::{Archive, ArchiveError, ConversationWriter, SavedConversation};
use crate::config::{Settings, paths};
use crate::conversation::{DeviceEvent, Event, History as Exchanges, Stage};
use crate::engine::clock::Clock;

use super::{Failure, Global, Outcome, OutputError};

#[derive(Debug, Args)]
pub(super) struct History {
    /// Name of the conversation to show; without it, all are listed
    name: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Forget {}

fn archive() -> Result<Archive, Failure> {
    let folder = paths::history().ok_or_else(|| {
        Failure::Sentence("There is no home folder for saved conversations: set HOME.".to_owned())
    })?;
    Ok(Archive::new(folder))
}

impl History {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let archive = archive()?;
        if let Some(name) = &self.name {
            let kept = archive.read(name)?;
            if self.json {
                super::answer(&serde_json::to_string(&kept)?)?;
            } else {
                show(&kept)?;
            }
            return Ok(());
        }
        let names = archive.names()?;
        if self.json {
            super::answer(&serde_json::to_string(&names)?)?;
            return Ok(());
        }
        for name in &names {
            let told = match archive.read(name) {
                Ok(kept) => {
                    let first = kept.exchanges.first().map_or("", |exchange| &exchange.question);
                    format!("{name}  {:3}  {first}", kept.exchanges.len())
                }
                Err(error) => format!("{name}  {error}"),
            };
            super::answer(&told)?;
        }
        if names.is_empty() {
            let keeps = global.settings()?.history.keep;
            super::remark(if keeps {
                "No conversation has been saved yet."
            } else {
                "No conversation is saved: to save them, set keep = true under [history] in the configuration."
            });
        }
        Ok(())
    }
}

impl Forget {
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(super) fn run(self) -> Outcome {
        let forgotten = archive()?.forget()?;
        super::answer(&match forgotten {
            0 => "There was nothing to delete.".to_owned(),
            1 => "The saved conversation and its key were deleted.".to_owned(),
            many => format!("The {many} saved conversations and their key were deleted."),
        })?;
        Ok(())
    }
}

fn show(kept: &SavedConversation) -> Result<(), OutputError> {
    super::answer(&kept.began)?;
    for exchange in &kept.exchanges {
        super::answer(&format!(
            "\nYou:   {}\nmynah: {}",
            exchange.question, exchange.answer.text
        ))?;
    }
    Ok(())
}

/// Saves each version that arrives; the result of the last one is the thread's.
fn save(
    mut writer: ConversationWriter,
    versions: &Receiver<Exchanges>,
    events: &Sender<Event>,
) -> Result<(), ArchiveError> {
    let mut last = Ok(());
    while let Ok(history) = versions.recv() {
        let latest = versions.try_iter().last().unwrap_or(history);
        let saved = writer.keep(&latest);
        if let Err(error) = &saved {
            tracing::warn!(%error, "this conversation is not saved");
            if last.is_ok() {
                let sentence = format!("This conversation is not saved: {error}");
                let stage = Stage::Record;
                let _ = events.send(Event::Device(DeviceEvent::Degraded { stage, sentence }));
            }
        }
        last = saved;
    }
    last
}

/// Saves a conversation in a thread of its own: a slow disk must not delay a turn.
pub(super) struct HistoryWriter {
    /// Dropped when the conversation ends.
    sender: Option<Sender<Exchanges>>,
    thread: Option<JoinHandle<Result<(), ArchiveError>>>,
}

impl HistoryWriter {
    /// `None` if the settings turn saving off. What cannot be saved is told to `events`, once.
    pub(super) fn of(settings: &Settings, events: Sender<Event>) -> Result<Option<Self>, ArchiveError> {
        let Some(folder) = paths::history().filter(|_| settings.history.keep) else {
            return Ok(None);
        };
        let keeping = Archive::new(folder).begin(&settings.history, &Clock::time_of_day())?;
        let (sender, inbox) = channel::<Exchanges>();
        let started = std::thread::Builder::new()
            .name("history".to_owned())
            .spawn(move || save(keeping, &inbox, &events));
        match started {
            Ok(thread) => Ok(Some(Self {
                sender: Some(sender),
                thread: Some(thread),
            })),
            Err(error) => {
                tracing::warn!(%error, "this conversation is not saved");
                Ok(None)
            }
        }
    }

    /// Waits until the last turn is saved.
    ///
    /// # Errors
    /// Why the conversation is not saved as it ended.
    pub(super) fn finish(mut self) -> Result<(), ArchiveError> {
        self.sender = None;
        let ended = self.thread.take().map(JoinHandle::join);
        ended.and_then(Result::ok).unwrap_or(Ok(()))
    }

    /// Saves the conversation so far.
    pub(super) fn keep(&self, history: &Exchanges) {
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
