//! The pages: lists to choose from, the palette, the settings, the introduction.
//!
//! Owns what is chosen on each page and its keys. The views draw them.

pub mod introduction;
pub mod operator;
pub mod settings_page;
pub mod speak;

use crossterm::event::{KeyCode, KeyEvent};

use crate::audio::level::Decibels;

use super::commands::{self, Does, PaletteEntry};
use super::intents::{Choice, Intent, PickerKind, Setting};
use super::keys::{Action, Keys};
use super::strings::Strings;

pub use introduction::Introduction;
pub use operator::OperatorPage;
pub use settings_page::SettingsPage;
pub use speak::SpeakPage;

/// The result of a key on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Reaction {
    /// The page stays open.
    Stay(Vec<Intent>),
    /// Another row is chosen.
    Moved,
    /// The page closes.
    Close,
    /// The page closes, with this intent.
    CloseWith(Vec<Intent>),
    /// The page closes, and this entry of the palette is performed.
    Perform(Does),
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Picker {
    /// The kind of choice.
    pub kind: PickerKind,
    /// The rows.
    pub choices: Vec<Choice>,
    /// The chosen row.
    pub at: usize,
    /// The level of the previewed microphone.
    pub level: Option<Decibels>,
    /// The message of a preview.
    pub note: String,
}

impl Picker {
    /// A list in which the choice in use is selected.
    pub fn new(kind: PickerKind, choices: Vec<Choice>) -> Self {
        Self {
            at: choices.iter().position(|choice| choice.used).unwrap_or_default(),
            kind,
            choices,
            level: None,
            note: String::new(),
        }
    }

    /// The chosen row.
    pub fn chosen(&self) -> Option<&Choice> {
        self.choices.get(self.at)
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reaction {
        let last = self.choices.len().saturating_sub(1);
        let before = self.at;
        match key.code {
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = (self.at + 1).min(last),
            KeyCode::PageUp | KeyCode::Home => self.at = 0,
            KeyCode::PageDown | KeyCode::End => self.at = last,
            KeyCode::Tab if self.kind == PickerKind::Microphone => {
                return Reaction::Stay(vec![Intent::StopPreview, Intent::List(PickerKind::Loudspeaker)]);
            }
            KeyCode::Tab if self.kind == PickerKind::Loudspeaker => {
                return Reaction::Stay(vec![Intent::List(PickerKind::Microphone)]);
            }
            KeyCode::Char(' ') => {
                let preview = self
                    .chosen()
                    .map(|choice| Intent::Preview(self.kind, choice.value.clone()));
                return Reaction::Stay(preview.into_iter().collect());
            }
            KeyCode::Enter => {
                return match self.chosen() {
                    Some(choice) if choice.problem.is_none() => {
                        let value = (!choice.value.is_empty()).then(|| Setting::Text(choice.value.clone()));
                        Reaction::CloseWith(vec![Intent::Change(choice.key, value)])
                    }
                    Some(_) => Reaction::Stay(Vec::new()),
                    None => Reaction::Close,
                };
            }
            _ => {}
        }
        if self.at == before {
            Reaction::Stay(Vec::new())
        } else {
            self.note.clear();
            Reaction::Moved
        }
    }
}

/// The command palette.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Palette {
    /// The search text.
    pub search: String,
    /// The chosen row.
    pub at: usize,
    /// Whether the person has chosen it, and not only found it.
    pub moved: bool,
}

impl Palette {
    /// The row that Enter performs: what quits is never preselected.
    pub fn chosen(&self, found: &[PaletteEntry]) -> Option<usize> {
        let at = self.at.min(found.len().checked_sub(1)?);
        let quits = found[at].does == Does::Action(Action::Quit);
        (self.moved || !quits).then_some(at)
    }

    pub(super) fn key(&mut self, key: KeyEvent, strings: &Strings, keys: &Keys) -> Reaction {
        let found = commands::palette(&self.search, strings, keys);
        let last = found.len().saturating_sub(1);
        let before = self.at.min(last);
        match key.code {
            KeyCode::Up => self.choose(before.saturating_sub(1)),
            KeyCode::Down => self.choose(
                if self.chosen(&found).is_some() {
                    before + 1
                } else {
                    before
                }
                .min(last),
            ),
            KeyCode::PageUp | KeyCode::Home => self.choose(0),
            KeyCode::PageDown => self.choose((before + 10).min(last)),
            KeyCode::End => self.choose(last),
            KeyCode::Backspace => {
                self.search.pop();
                (self.at, self.moved) = (0, false);
            }
            KeyCode::Char(letter)
                if key.modifiers.is_empty() || key.modifiers == crossterm::event::KeyModifiers::SHIFT =>
            {
                self.search.push(letter);
                (self.at, self.moved) = (0, false);
            }
            KeyCode::Enter => {
                return match self.chosen(&found).map(|at| found[at].does) {
                    Some(does) => Reaction::Perform(does),
                    None => Reaction::Stay(Vec::new()),
                };
            }
            _ => {}
        }
        Reaction::Stay(Vec::new())
    }

    fn choose(&mut self, at: usize) {
        (self.at, self.moved) = (at, true);
    }
}
