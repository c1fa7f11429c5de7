//! The page that is shown, the search in it, and whether a conversation runs.

use super::super::pages::{Introduction, OperatorPage, Palette, Picker, SettingsPage, SpeakPage};

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
