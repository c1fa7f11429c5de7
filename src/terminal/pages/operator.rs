//! The operator's page of a kiosk: a PIN prompt, then a short list.
//!
//! Owns the prompt and the list. The services check the PIN.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::intents::{Intent, Setting};
use super::{PickerKind, Reaction};

/// A task of the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Choose the microphone.
    Microphone,
    /// Choose the loudspeaker.
    Loudspeaker,
    /// Choose the voice.
    Voice,
    /// Change the volume.
    Volume,
    /// Show the kiosk's status.
    Diagnosis,
    /// End this visit; another one begins.
    Restart,
    /// Restart the computer.
    Machine,
    /// Quit the kiosk.
    Leave,
}

/// The tasks with the keys of their labels.
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

/// The state of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperatorPage {
    /// The digits typed so far.
    pub typed: String,
    /// Whether the PIN was right.
    pub open: bool,
    /// The chosen row.
    pub at: usize,
    /// The result of the last PIN.
    pub note: String,
    /// The volume, in percent.
    pub volume: u8,
    /// The lines of the kiosk's status, while it is shown.
    pub diagnosis: Vec<String>,
    /// Whether Enter was pressed on a task that ends something, and is to be pressed again.
    pub asked: bool,
}

/// The setting that the arrow keys change.
pub const VOLUME: &str = "playback.volume";
/// The step of the volume, in percent.
const STEP: u8 = 10;

/// The longest PIN.
const MAX_LEN: usize = 64;

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
                    && self.typed.len() < MAX_LEN =>
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
        let ends = matches!(task, Task::Restart | Task::Machine | Task::Leave);
        let was_asked = std::mem::replace(&mut self.asked, ends && key.code == KeyCode::Enter);
        if self.asked && !was_asked {
            return Reaction::Stay(Vec::new());
        }
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
