//! What comes into the interface's state and what leaves it, and the page that is shown.

use crossterm::event::Event as Key;

use crate::audio::level::Decibels;
use crate::config::Settings;
use crate::conversation::{Effect, Event, Milliseconds, State};
use crate::engine::loading::{LoadState, PartKind};

use super::super::pages::{
    Choice, Introduction, OperatorPage, Palette, Picker, PickerKind, SettingsPage, SpeakPage,
};
use super::super::services::About;

/// An input of the interface.
#[derive(Debug)]
pub enum Update {
    /// A key, the mouse, a paste, or a new size.
    Key(Key),
    /// A new state of the conversation, with its effects.
    Moved(Box<State>, Vec<Effect>),
    /// How far the models are loaded: kind, name, state.
    Loading(Vec<(PartKind, String, LoadState)>),
    /// What the first screen tells.
    About(Box<About>),
    /// The conversation is running.
    Started,
    /// The conversation could not be started, or stopped: a sentence for the person.
    Broken(String),
    /// A message for the person from outside the conversation.
    Told(String),
    /// Something that the person asked for could not be done: a sentence.
    Failed(String),
    /// The choices that were asked for.
    Choices(PickerKind, Vec<Choice>),
    /// A preview's message.
    Previewed(String),
    /// A setting was written: the new settings.
    Changed(Box<Settings>),
    /// Time has passed: the conversation's clock, the microphone's level, that of a previewed microphone.
    Tick(Milliseconds, Decibels, Option<Decibels>),
    /// A signal asks the program to end.
    Signal,
}

/// What the person asks of the rest of the program.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "few of them exist at a time")]
pub enum Intent {
    /// Send an event to the conversation.
    Send(Event),
    /// Quit the program.
    Leave,
    /// Quit the kiosk, not only this visit.
    LeaveKiosk,
    /// Quit the kiosk and restart the computer.
    RestartMachine,
    /// Restart the conversation in this language, for this visit only.
    Converse(String),
    /// Ask for the kiosk's status.
    Diagnose,
    /// Check an operator's PIN.
    Unlock(String),
    /// Ask for the choices of this kind.
    List(PickerKind),
    /// Preview this choice.
    Preview(PickerKind, String),
    /// Stops the preview.
    StopPreview,
    /// Write a setting and use it; `None` removes it.
    Change(&'static str, Option<Setting>),
    /// Forget the conversation.
    Forget,
    /// Save the conversation to this file, or to a new file.
    Export(Option<String>),
    /// Copy this text to the terminal's clipboard.
    Copy(String),
    /// Never show the introduction again.
    Introduced,
}

/// A value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A switch.
    Switch(bool),
}

/// The page that fills the screen.
#[derive(Debug, Clone)]
pub enum Page {
    /// The conversation.
    Conversation,
    /// The help page, scrolled by this many lines.
    Help(usize),
    /// Response times.
    Latency,
    /// Offline protection.
    Offline,
    /// The settings.
    Settings(SettingsPage),
    /// A list to choose from.
    Picker(Picker),
    /// Say what is typed.
    Speak(SpeakPage),
    /// The command palette.
    Palette(Palette),
    /// The introduction.
    Introduction(Introduction),
    /// The operator's page, at a kiosk.
    Operator(OperatorPage),
}

/// A search in the conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// The search text.
    pub text: String,
    /// The current match, counted from the last one.
    pub at: usize,
}

/// Whether the program is ready for a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Readiness {
    /// Models are being loaded.
    #[default]
    Loading,
    /// Everything is loaded.
    Ready,
    /// No conversation is running.
    Broken,
}
