//! What the screen asks of the rest of the program.

use std::sync::mpsc::Sender;

use crate::audio::level::Decibels;
use crate::config::Settings;
use crate::conversation::{Event, History};
use crate::engine::loading::{LoadState, PartKind};

use super::app::{Setting, Update};
use super::pages::{Choice, PickerKind};
use super::visit::Liveness;

/// What moves by itself, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    /// How loud the microphone is; `None` before there is one.
    pub level: Option<Decibels>,
    /// What moves in the program.
    pub liveness: Liveness,
    /// How loud the previewed microphone is.
    pub preview: Option<Decibels>,
    /// How far each model is loaded.
    pub loading: Vec<(PartKind, String, LoadState)>,
    /// Bytes of memory that the program uses.
    pub memory: u64,
}

/// What became of an operator's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the operator's.
    Right,
    /// It is not.
    Wrong,
    /// None is looked at for so many seconds.
    Locked(i64),
    /// There is none, or nowhere to count.
    Impossible,
}

/// The rest of the program, as far as the screen needs it. Nothing here may wait for long.
pub trait Services {
    /// Starts a conversation that goes on from there; what it does comes as updates.
    fn start(&mut self, settings: &Settings, history: History, updates: &Sender<Update>);

    /// Tells the conversation; kept until it runs.
    fn send(&mut self, event: Event);

    /// What moves by itself.
    fn readings(&mut self) -> Readings;

    /// What can be chosen.
    fn choices(&mut self, settings: &Settings, kind: PickerKind) -> Vec<Choice>;

    /// Lets a choice be heard or seen; how it goes comes as an update. `sentence` is what a voice says.
    fn preview(
        &mut self,
        settings: &Settings,
        kind: PickerKind,
        value: &str,
        sentence: String,
        updates: &Sender<Update>,
    );

    /// No longer.
    fn stop_preview(&mut self);

    /// Writes a setting, and returns all of them as they are now; the error is the sentence for the person.
    fn change(&mut self, key: &str, value: Option<&Setting>) -> Result<Settings, String>;

    /// The guided start has been seen.
    fn introduced(&mut self);

    /// Whether this is the operator's number.
    fn unlock(&mut self, pin: &str) -> Verdict;

    /// How the kiosk is, for its operator: a line each.
    fn diagnosis(&mut self) -> Vec<String>;

    /// At a kiosk: tells the supervisor whether everything in this visit moves that should.
    fn beat(&self, moves: bool);

    /// What keeps everything on this machine: layer, and whether it holds.
    fn layers(&self) -> Vec<(&'static str, bool)>;

    /// Ends the conversation.
    fn stop(&mut self);
}
