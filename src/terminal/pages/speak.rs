//! The page "Speak for me": what is typed is spoken as it is, and not answered.
//!
//! Owns the text and which of the saved phrases is chosen. The app sends what is to be said.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The longest text in bytes.
const MAX_LEN: usize = 8_000;

/// The state of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeakPage {
    /// The text so far.
    pub text: String,
    /// The chosen one of the phrases that are shown, if the person has chosen one.
    pub at: Option<usize>,
}

/// What a key on the page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::terminal) enum SpeakKey {
    /// Nothing.
    Nothing,
    /// Say this.
    Say(String),
    /// Say the last text again.
    Repeat,
}

impl SpeakPage {
    /// The phrases that begin with what is typed, with their numbers from 1; all without a text. Case does not count.
    pub fn shown<'a>(&self, phrases: &'a [String]) -> Vec<(usize, &'a str)> {
        let typed = self.text.trim_start().to_lowercase();
        let numbered = phrases.iter().enumerate();
        numbered
            .map(|(at, phrase)| (at + 1, phrase.as_str()))
            .filter(|(_, phrase)| phrase.to_lowercase().starts_with(&typed))
            .collect()
    }

    pub(in crate::terminal) fn key(&mut self, key: KeyEvent, phrases: &[String]) -> SpeakKey {
        let shown = self.shown(phrases);
        let last = shown.len().checked_sub(1);
        let is_text = !key
            .modifiers
            .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match key.code {
            KeyCode::Down => self.at = last.map(|last| self.at.map_or(0, |at| (at + 1).min(last))),
            KeyCode::Up => self.at = self.at.and_then(|at| at.checked_sub(1)),
            KeyCode::Tab => {
                if let Some((_, phrase)) = shown.get(self.at.unwrap_or(0)) {
                    (self.text, self.at) = ((*phrase).to_owned(), None);
                }
            }
            KeyCode::Enter => {
                let chosen = self.at.and_then(|at| shown.get(at));
                let text =
                    chosen.map_or_else(|| self.text.trim().to_owned(), |(_, phrase)| (*phrase).to_owned());
                *self = Self::default();
                if !text.is_empty() {
                    return SpeakKey::Say(text);
                }
            }
            KeyCode::Backspace => {
                self.text.pop();
                self.at = None;
            }
            KeyCode::Char('r') if key.modifiers.contains(KeyModifiers::CONTROL) => return SpeakKey::Repeat,
            KeyCode::Char(digit @ '1'..='9') if is_text && self.text.is_empty() => {
                let at = digit.to_digit(10).unwrap_or(0) as usize;
                if let Some(phrase) = phrases.get(at - 1) {
                    return SpeakKey::Say(phrase.clone());
                }
                self.text.push(digit);
            }
            KeyCode::Char(letter) if is_text => {
                self.at = None;
                self.insert(&letter.to_string());
            }
            _ => {}
        }
        SpeakKey::Nothing
    }

    /// Adds text behind the typed one, as far as there is room.
    pub(in crate::terminal) fn insert(&mut self, text: &str) {
        if self.text.len() + text.len() <= MAX_LEN {
            self.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases() -> Vec<String> {
        ["Thank you.", "I am thirsty.", "I need help."]
            .map(str::to_owned)
            .to_vec()
    }

    fn press(page: &mut SpeakPage, codes: &[KeyCode]) -> Vec<SpeakKey> {
        let keys = codes
            .iter()
            .map(|code| page.key(KeyEvent::new(*code, KeyModifiers::NONE), &phrases()));
        keys.filter(|key| *key != SpeakKey::Nothing).collect()
    }

    fn typed(text: &str) -> Vec<KeyCode> {
        text.chars().map(KeyCode::Char).chain([KeyCode::Enter]).collect()
    }

    #[test]
    fn what_is_typed_is_said_as_it_is() {
        let mut page = SpeakPage::default();
        assert_eq!(
            press(&mut page, &typed("What time is it?")),
            [SpeakKey::Say("What time is it?".into())]
        );
        assert_eq!(page, SpeakPage::default());
        assert_eq!(press(&mut page, &[KeyCode::Enter]), []);
    }

    #[test]
    fn a_phrase_is_chosen_by_its_number_its_beginning_or_the_arrows() {
        let mut page = SpeakPage::default();
        let say = |phrase: usize| [SpeakKey::Say(phrases()[phrase].clone())];
        assert_eq!(press(&mut page, &[KeyCode::Char('2')]), say(1));
        assert_eq!(
            press(
                &mut page,
                &[
                    KeyCode::Down,
                    KeyCode::Down,
                    KeyCode::Down,
                    KeyCode::Up,
                    KeyCode::Enter
                ]
            ),
            say(1)
        );
        assert_eq!(
            press(
                &mut page,
                &[KeyCode::Char('i'), KeyCode::Down, KeyCode::Down, KeyCode::Enter]
            ),
            say(2)
        );
        assert_eq!(
            press(&mut page, &[KeyCode::Char('T'), KeyCode::Tab, KeyCode::Enter]),
            say(0)
        );
        // A number that is no phrase's is text, and so is one behind text.
        assert_eq!(press(&mut page, &typed("9 2 5")), [SpeakKey::Say("9 2 5".into())]);
    }
}
