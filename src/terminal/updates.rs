//! What comes into the interface's state.

use crossterm::event::Event as Key;

use crate::audio::level::Decibels;
use crate::config::Settings;
use crate::conversation::{Effect, Instant, State};
use crate::engine::loading::{LoadState, PartKind};

use super::intents::{Choice, PickerKind};
use super::readings::About;

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
    Tick(Instant, Decibels, Option<Decibels>),
    /// A signal asks the program to end.
    Signal,
}
