//! The services that the interface needs from the rest of the program.

use std::sync::mpsc::Sender;

use crate::audio::level::Decibels;
use crate::config::Settings;
use crate::conversation::{Event, History};
use crate::engine::loading::{LoadState, PartKind};

use super::app::{Setting, Update};
use super::pages::{Choice, PickerKind};
use super::strings::Strings;
use super::visit::Liveness;

/// Values that change without events, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    /// The microphone's level; `None` without a microphone.
    pub level: Option<Decibels>,
    /// The counters of a visit's watchdog.
    pub liveness: Liveness,
    /// The level of the previewed microphone.
    pub preview: Option<Decibels>,
    /// How far each model is loaded.
    pub loading: Vec<(PartKind, String, LoadState)>,
    /// Bytes of memory that the program uses.
    pub memory: u64,
}

/// The result of checking an operator's PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The PIN is right.
    Right,
    /// The PIN is wrong.
    Wrong,
    /// No PIN is accepted for this many seconds.
    Locked(i64),
    /// There is no PIN, or wrong ones cannot be counted.
    Impossible,
}

/// A layer of the offline protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownLayer {
    /// Its name, which is that of its messages.
    pub name: &'static str,
    /// Whether it is active.
    pub holds: bool,
    /// Whether this way of running the program promises it: only a service can take away the network interfaces.
    pub promised: bool,
}

/// What the first screen tells about this installation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Questions from the operator's documents; empty where there are none.
    pub examples: Vec<String>,
    /// The speech model, for people; `None` if nothing is listened to.
    pub hears: Option<String>,
    /// The language model, for people; `None` if there is none.
    pub thinks: Option<String>,
    /// The folder for better models, if only the included ones are there.
    pub better: Option<String>,
    /// Whether every model knows English only.
    pub only_english: bool,
    /// Whether a microphone is to be listened to.
    pub listens: bool,
}

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
