//! What must not pass unnoticed: errors, and questions before something is lost.
//!
//! Owns how long an error stands at the input, and which actions ask first. The views draw both there.

use crossterm::event::{KeyCode, KeyEvent};

use crate::conversation::Phase;

use super::super::clean;
use super::super::keys::Action;
use super::{App, Intent};

/// Something that cannot be undone, about which the person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// Quit, although something would be lost.
    Quit,
    /// Forget the conversation.
    Forget,
}

/// What becomes of an error that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// It joins the conversation: it belongs to what happened there.
    InConversation,
    /// It is gone.
    UntilRead,
}

/// An error at the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alert {
    sentence: String,
    keep: Keep,
}

impl App {
    /// The error that has not been read yet.
    pub fn alert(&self) -> Option<&str> {
        self.alert.as_ref().map(|alert| alert.sentence.as_str())
    }

    /// Shows a fault of the conversation at the input until it is read.
    pub fn fault(&mut self, sentence: &str) {
        self.warn(sentence, Keep::InConversation);
    }

    /// Shows an error at the input until it is read: until Esc, or the next line that is sent.
    pub(super) fn warn(&mut self, sentence: &str, keep: Keep) {
        let sentence = clean::line(sentence);
        if self.alert() == Some(&sentence) {
            return;
        }
        self.read_alert();
        self.alert = Some(Alert { sentence, keep });
    }

    /// The error was read.
    pub(super) fn read_alert(&mut self) {
        if let Some(Alert { sentence, keep }) = self.alert.take()
            && keep == Keep::InConversation
        {
            self.entries.sentence(&sentence, true);
        }
    }

    /// Asks before something is lost; does it at once where nothing is.
    pub(super) fn ask_or(&mut self, asking: Asking) -> Vec<Intent> {
        let has_turns = self.entries.exchanges().next().is_some() || self.state.phase != Phase::Idle;
        let would_lose = match asking {
            Asking::Quit => {
                let typed = !self.input.text().trim().is_empty();
                typed || (has_turns && !self.settings.history.keep)
            }
            Asking::Forget => has_turns,
        };
        if !would_lose {
            return self.confirmed(asking);
        }
        let intents = self.go_back();
        self.search = None;
        self.asking = Some(asking);
        intents
    }

    /// The key that follows a question. `None`: it is not an answer, and does what it usually does.
    pub(super) fn answered(&mut self, key: KeyEvent, action: Option<Action>) -> Option<Vec<Intent>> {
        let asking = self.asking.take()?;
        let again = match asking {
            Asking::Quit => Action::Quit,
            Asking::Forget => Action::Forget,
        };
        match (key.code, action) {
            (KeyCode::Enter, _) => Some(self.confirmed(asking)),
            (_, Some(action)) if action == again => Some(self.confirmed(asking)),
            (KeyCode::Esc, _) => Some(Vec::new()),
            _ => None,
        }
    }

    fn confirmed(&mut self, asking: Asking) -> Vec<Intent> {
        match asking {
            Asking::Quit => vec![Intent::Leave],
            Asking::Forget => {
                self.alert = None;
                self.entries.clear();
                self.scroll = 0;
                let sentence = self.strings.text("forgotten");
                self.remark(sentence);
                vec![Intent::Forget]
            }
        }
    }
}

#[cfg(test)]
#[path = "alerts_tests.rs"]
mod tests;
