//! The introduction: microphone, a spoken sentence, models.
//!
//! Owns its progress. Every step can be skipped, and it is shown once.

use crossterm::event::{KeyCode, KeyEvent};

use crate::audio::level::Decibels;

use super::super::intents::Intent;
use super::{PickerKind, Reaction};

/// The level above which somebody has been heard.
const HEARD: Decibels = Decibels(-38.0);

/// The steps, in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    /// What mynah is.
    #[default]
    Welcome,
    /// Speak, and see the level move.
    Microphone,
    /// Hear a sentence.
    Voice,
    /// The installed models, and how to get better ones.
    Models,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Welcome, Self::Microphone, Self::Voice, Self::Models];
}

/// The progress of the introduction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Introduction {
    /// The current step.
    pub step: Step,
    /// Whether the microphone has heard somebody.
    pub heard: bool,
}

impl Introduction {
    /// Takes the microphone's level.
    pub fn hear(&mut self, level: Decibels) {
        self.heard |= self.step == Step::Microphone && level >= HEARD;
    }

    pub(in super::super) fn key(&mut self, key: KeyEvent) -> Reaction {
        let at = Step::ALL
            .iter()
            .position(|step| *step == self.step)
            .unwrap_or_default();
        match key.code {
            KeyCode::Enter | KeyCode::Right => match Step::ALL.get(at + 1) {
                Some(next) => {
                    self.step = *next;
                    Reaction::Stay(Vec::new())
                }
                None => Reaction::Close,
            },
            KeyCode::Left | KeyCode::Backspace => {
                self.step = Step::ALL[at.saturating_sub(1)];
                Reaction::Stay(Vec::new())
            }
            KeyCode::Char(' ') if self.step == Step::Voice => {
                Reaction::Stay(vec![Intent::Preview(PickerKind::Voice, String::new())])
            }
            _ => Reaction::Stay(Vec::new()),
        }
    }
}
