//! The guided start: microphone, a spoken sentence, models.
//!
//! Owns where one is in it. Every step can be skipped, and it never comes back by itself.

use crossterm::event::{KeyCode, KeyEvent};

use crate::audio::level::Decibels;

use super::super::app::Intent;
use super::{PickerKind, Reaction};

/// A microphone has heard somebody above this level.
const HEARD: Decibels = Decibels(-38.0);

/// The steps, in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    /// What this is.
    #[default]
    Welcome,
    /// Say something, and see the level move.
    Microphone,
    /// Hear a sentence.
    Voice,
    /// Which models are there, and how to get better ones.
    Models,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Welcome, Self::Microphone, Self::Voice, Self::Models];
}

/// Where one is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Introduction {
    /// The step.
    pub step: Step,
    /// The microphone has heard something.
    pub heard: bool,
}

impl Introduction {
    /// The microphone's level at this moment.
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
