//! What the person asks of the rest of the program, and what there is to choose from.

use crate::conversation::Event;

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

/// The kinds of choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerKind {
    /// Speech and language models.
    Model,
    /// Voices.
    Voice,
    /// Microphones.
    Microphone,
    /// Loudspeakers.
    Loudspeaker,
    /// Languages of the conversation.
    Language,
}

/// A choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The value for the settings; empty for the default.
    pub value: String,
    /// Its name.
    pub name: String,
    /// More about it.
    pub detail: String,
    /// Whether it is in use.
    pub used: bool,
    /// The setting it belongs to.
    pub key: &'static str,
    /// Why it cannot be chosen.
    pub problem: Option<String>,
}
