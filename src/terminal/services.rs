//! The services that the interface needs from the rest of the program.

use std::sync::mpsc::Sender;

use crate::config::Settings;
use crate::conversation::{Event, History};

use super::intents::{Choice, PickerKind, Setting};
use super::readings::{Readings, ShownLayer, Verdict};
use super::strings::Strings;
use super::updates::Update;

/// The services of the rest of the program. None of them may block for long.
pub trait Services {
    /// Starts a conversation that continues this history; its progress arrives as updates.
    fn start(&mut self, settings: &Settings, history: History, updates: &Sender<Update>);

    /// Sends an event to the conversation; queued until it runs.
    fn send(&mut self, event: Event);

    /// The current values of everything that changes without events.
    fn readings(&mut self) -> Readings;

    /// The choices of this kind.
    fn choices(&mut self, settings: &Settings, kind: PickerKind) -> Vec<Choice>;

    /// Plays or shows a choice; the result arrives as an update. A voice speaks `sentence`.
    fn preview(
        &mut self,
        settings: &Settings,
        kind: PickerKind,
        value: &str,
        sentence: String,
        updates: &Sender<Update>,
    );

    /// Stops the preview.
    fn stop_preview(&mut self);

    /// Writes a setting and returns the new settings; the error is a sentence for the person.
    fn change(&mut self, key: &str, value: Option<&Setting>) -> Result<Settings, String>;

    /// Remembers that the introduction has been seen.
    fn introduced(&mut self);

    /// Checks an operator's PIN.
    fn unlock(&mut self, pin: &str) -> Verdict;

    /// The status of the kiosk for its operator, one line each, in the language of `strings`.
    fn diagnosis(&mut self, strings: &Strings) -> Vec<String>;

    /// At a kiosk: reports to the supervisor whether this visit is alive.
    fn beat(&self, moves: bool);

    /// Whether a conversation with these settings listens to a microphone.
    fn listens(&self, settings: &Settings) -> bool;

    /// The protection layers as they are now.
    fn layers(&self) -> Vec<ShownLayer>;

    /// Ends the conversation.
    fn stop(&mut self);
}
