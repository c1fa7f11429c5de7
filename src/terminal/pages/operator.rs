//! The operator's page of a kiosk: a number is asked for, then there is a short list.
//!
//! Owns what is typed there and the list. Whether the number is right, the services says.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::app::{Intent, Setting};
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
    /// Louder or quieter.
    Volume,
    /// How the kiosk is.
    Diagnosis,
    /// End this visit; another one begins.
    Restart,
    /// Start the machine anew.
    Machine,
    /// End the kiosk.
    Leave,
}

/// All of them with their names among the words of the interface.
pub const TASKS: [(Task, &str); 8] = [
    (Task::Microphone, "operator-microphone"),
    (Task::Loudspeaker, "operator-loudspeaker"),
    (Task::Voice, "operator-voice"),
    (Task::Volume, "operator-volume"),
    (Task::Diagnosis, "operator-diagnosis"),
    (Task::Restart, "operator-restart"),
    (Task::Machine, "operator-machine"),
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
    /// How loud replies are, in percent.
    pub volume: u8,
    /// How the kiosk is, a line each, while that is shown.
    pub diagnosis: Vec<String>,
}

/// The setting that the arrows change.
pub const VOLUME: &str = "playback.volume";
/// One press of a key makes replies so much louder, in percent.
const STEP: u8 = 10;

/// No number is longer.
const LONGEST: usize = 64;

impl OperatorPage {
    pub(in super::super) fn key(&mut self, key: KeyEvent) -> Reaction {
        if !self.diagnosis.is_empty() {
            self.diagnosis.clear();
            return Reaction::Stay(Vec::new());
        }
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
        let task = TASKS[self.at].0;
        match key.code {
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = (self.at + 1).min(TASKS.len() - 1),
            KeyCode::Left | KeyCode::Right if task == Task::Volume => {
                self.volume = if key.code == KeyCode::Left {
                    self.volume.saturating_sub(STEP)
                } else {
                    self.volume.saturating_add(STEP).min(100)
                };
                let value = Setting::Number(self.volume.into());
                return Reaction::Stay(vec![Intent::Change(VOLUME, Some(value))]);
            }
            KeyCode::Enter => {
                return Reaction::CloseWith(vec![match task {
                    Task::Volume => return Reaction::Stay(Vec::new()),
                    Task::Diagnosis => return Reaction::Stay(vec![Intent::Diagnose]),
                    Task::Microphone => Intent::List(PickerKind::Microphone),
                    Task::Loudspeaker => Intent::List(PickerKind::Loudspeaker),
                    Task::Voice => Intent::List(PickerKind::Voice),
                    Task::Restart => Intent::Leave,
                    Task::Machine => Intent::RestartMachine,
                    Task::Leave => Intent::LeaveKiosk,
                }]);
            }
            _ => {}
        }
        Reaction::Stay(Vec::new())
    }
}
