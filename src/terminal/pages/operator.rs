//! The operator's page of a kiosk: a number is asked for, then there is a short list.
//!
//! Owns what is typed there and the list. Whether the number is right, the backstage says.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::app::Intent;
use super::{PickerKind, Reaction};

/// What an operator can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Choose the microphone.
    Microphone,
    /// Choose the loudspeaker.
    Loudspeaker,
    /// Choose the voice.
    Voice,
    /// End this visit; another one begins.
    Restart,
    /// End the kiosk.
    Leave,
}

/// All of them with their names among the words of the interface.
pub const TASKS: [(Task, &str); 5] = [
    (Task::Microphone, "operator-microphone"),
    (Task::Loudspeaker, "operator-loudspeaker"),
    (Task::Voice, "operator-voice"),
    (Task::Restart, "operator-restart"),
    (Task::Leave, "operator-leave"),
];

/// The page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperatorPage {
    /// What is typed of the number.
    pub typed: String,
    /// The number was right.
    pub open: bool,
    /// The chosen row.
    pub at: usize,
    /// What became of the last number.
    pub note: String,
}

/// No number is longer.
const LONGEST: usize = 64;

impl OperatorPage {
    pub(in super::super) fn key(&mut self, key: KeyEvent) -> Reaction {
        if key.code == KeyCode::Esc {
            return Reaction::Close;
        }
        if self.open {
            return self.choose(key);
        }
        match key.code {
            KeyCode::Char(letter)
                if !key
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
                    && self.typed.len() < LONGEST =>
            {
                self.typed.push(letter);
            }
            KeyCode::Backspace => {
                self.typed.pop();
            }
            KeyCode::Enter if !self.typed.is_empty() => {
                return Reaction::Stay(vec![Intent::Unlock(std::mem::take(&mut self.typed))]);
            }
            _ => {}
        }
        Reaction::Stay(Vec::new())
    }

    fn choose(&mut self, key: KeyEvent) -> Reaction {
        match key.code {
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = (self.at + 1).min(TASKS.len() - 1),
            KeyCode::Enter => {
                return Reaction::CloseWith(vec![match TASKS[self.at].0 {
                    Task::Microphone => Intent::List(PickerKind::Microphone),
                    Task::Loudspeaker => Intent::List(PickerKind::Loudspeaker),
                    Task::Voice => Intent::List(PickerKind::Voice),
                    Task::Restart => Intent::Leave,
                    Task::Leave => Intent::LeaveKiosk,
                }]);
            }
            _ => {}
        }
        Reaction::Stay(Vec::new())
    }
}
