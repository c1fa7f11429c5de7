//! The settings page: the settings, their possible values, and its keys.
//!
//! Owns the table. The rest of the program writes the file and keeps its comments.

use crossterm::event::{KeyCode, KeyEvent};

use crate::config::{INTERFACE_LANGUAGES, Settings};
use crate::hearing::languages;

use super::super::intents::{Intent, Setting};
use super::super::strings::{LANGUAGES, Strings};
use super::Reaction;

/// The possible values of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A number in a range, in steps.
    Number(i64, i64, i64),
    /// A switch.
    Switch,
    /// Any text.
    Text,
}

/// A row of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its key in the configuration.
    pub key: &'static str,
    /// Its possible values.
    pub values: Values,
}

/// The groups of rows: the heading's message, and the first row.
pub const GROUPS: [(&str, usize); 3] = [
    ("group-listening", 0),
    ("group-speech", 8),
    ("group-interface", 14),
];

impl Row {
    /// The key of its name, or with `-help` that of its explanation.
    pub fn message(&self, ending: &str) -> String {
        format!("setting-{}{ending}", self.key.replace(['.', '_'], "-"))
    }

    /// A value in words.
    pub fn in_words(&self, value: &str, strings: &Strings) -> String {
        match (self.values, value) {
            (_, "") => strings.text("unset"),
            (Values::Switch, "true") => strings.text("yes"),
            (Values::Switch, _) => strings.text("no"),
            (Values::Number(..), _) if self.key == "capture.hang_over.daring" => format!("{value} %"),
            (Values::Number(..), _) if self.key.contains("hang_over") => format!("{value} ms"),
            (Values::OneOf(_), "auto") => strings.text("value-auto"),
            (Values::OneOf(_), code) if self.key == "hearing.language" => languages::name(code).to_owned(),
            (Values::OneOf(_), code) if self.key == "interface.language" => {
                let own = LANGUAGES.into_iter().find(|(known, ..)| *known == code);
                own.map_or_else(|| code.to_owned(), |(_, name, _)| name.to_owned())
            }
            (Values::OneOf(_), value) => strings.text(&format!("value-{value}")),
            (Values::Number(..) | Values::Text, value) => value.to_owned(),
        }
    }
}

const fn row(key: &'static str, values: Values) -> Row {
    Row { key, values }
}

/// The rows in order.
pub const ROWS: [Row; 18] = [
    row(
        "capture.mode",
        Values::OneOf(&["hands-free", "wake-word", "push-to-talk", "off"]),
    ),
    row("capture.wake.phrase", Values::Text),
    row(
        "capture.echo",
        Values::OneOf(&["cancel", "half-duplex", "sound-server", "none"]),
    ),
    row("capture.hang_over.finished", Values::Number(200, 3_000, 50)),
    row("capture.hang_over.usual", Values::Number(300, 3_000, 50)),
    row("capture.hang_over.unfinished", Values::Number(300, 5_000, 50)),
    row("capture.hang_over.daring", Values::Number(2, 30, 1)),
    row("capture.patience", Values::Number(50, 400, 25)),
    row(
        "hearing.language",
        Values::OneOf(&[
            "en", "auto", "de", "es", "fr", "it", "pl", "pt", "ru", "uk", "zh", "ja",
        ]),
    ),
    row(
        "speaking.engine",
        Values::OneOf(&["auto", "espeak-ng", "piper", "platform"]),
    ),
    row("speaking.voice", Values::Text),
    row("speaking.rate", Values::Number(80, 450, 5)),
    row("speaking.pitch", Values::Number(0, 99, 5)),
    row("cues.enabled", Values::Switch),
    row("interface.language", Values::OneOf(&INTERFACE_LANGUAGES)),
    row(
        "interface.theme",
        Values::OneOf(&["auto", "dark", "light", "high-contrast", "sixteen", "none"]),
    ),
    row("interface.layout", Values::OneOf(&["normal", "room"])),
    row("interface.reduced_motion", Values::Switch),
];

/// The current value of a setting, as text.
pub fn value(settings: &Settings, key: &str) -> String {
    let all = serde_json::to_value(settings).unwrap_or_default();
    let found = key.split('.').fold(&all, |value, part| &value[part]);
    match found {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        // Milliseconds are stored as fractions and written as whole numbers.
        serde_json::Value::Number(number) => number
            .as_f64()
            .map_or_else(String::new, |number| format!("{number:.0}")),
        other => other.to_string(),
    }
}

/// The state of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsPage {
    /// The chosen row.
    pub at: usize,
    /// The text being typed for it.
    pub typing: Option<String>,
}

impl SettingsPage {
    /// The chosen row.
    pub fn row(&self) -> Row {
        ROWS[self.at.min(ROWS.len() - 1)]
    }

    pub(in super::super) fn key(&mut self, key: KeyEvent, settings: &Settings) -> Reaction {
        let row = self.row();
        if let Some(typed) = &mut self.typing {
            match key.code {
                KeyCode::Char(letter) if !letter.is_control() && typed.len() < 200 => typed.push(letter),
                KeyCode::Backspace => {
                    typed.pop();
                }
                KeyCode::Enter => {
                    let text = self.typing.take().unwrap_or_default();
                    return change(row.key, Setting::Text(text));
                }
                KeyCode::Esc => self.typing = None,
                _ => {}
            }
            // While text is typed, every key belongs to it.
            return Reaction::Moved;
        }
        match key.code {
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = (self.at + 1).min(ROWS.len() - 1),
            KeyCode::PageUp | KeyCode::Home => self.at = 0,
            KeyCode::PageDown | KeyCode::End => self.at = ROWS.len() - 1,
            KeyCode::Delete => return Reaction::Stay(vec![Intent::Change(row.key, None)]),
            KeyCode::Enter | KeyCode::Right | KeyCode::Left | KeyCode::Char(' ') => {
                let forwards = key.code != KeyCode::Left;
                return self.changed(row, &value(settings, row.key), forwards);
            }
            _ => {}
        }
        Reaction::Stay(Vec::new())
    }

    fn changed(&mut self, row: Row, now: &str, forwards: bool) -> Reaction {
        match row.values {
            Values::Text => {
                self.typing = Some(now.to_owned());
                Reaction::Stay(Vec::new())
            }
            Values::Switch => change(row.key, Setting::Switch(now != "true")),
            Values::Number(least, most, step) => {
                let number = now.parse::<i64>().unwrap_or(least);
                let next = if forwards { number + step } else { number - step };
                change(row.key, Setting::Number(next.clamp(least, most)))
            }
            Values::OneOf(all) => {
                let at = all.iter().position(|value| *value == now);
                let next = match (at, forwards) {
                    (None, _) => 0,
                    (Some(at), true) => (at + 1) % all.len(),
                    (Some(at), false) => (at + all.len() - 1) % all.len(),
                };
                change(row.key, Setting::Text(all[next].to_owned()))
            }
        }
    }
}

fn change(key: &'static str, value: Setting) -> Reaction {
    Reaction::Stay(vec![Intent::Change(key, Some(value))])
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;

    #[test]
    fn every_row_is_a_setting_and_its_value_is_one_of_those_offered() {
        let settings = Settings::default();
        for row in ROWS {
            let now = value(&settings, row.key);
            match row.values {
                Values::OneOf(all) => {
                    let unset = row.key == "interface.language" && now.is_empty();
                    assert!(unset || all.contains(&now.as_str()), "{}: {now}", row.key);
                }
                Values::Number(least, most, _) => {
                    let number: i64 = now.parse().unwrap_or_else(|_| panic!("{}: {now}", row.key));
                    assert!((least..=most).contains(&number), "{}", row.key);
                }
                Values::Switch => assert!(now == "true" || now == "false", "{}: {now}", row.key),
                Values::Text => assert!(!now.is_empty(), "{}", row.key),
            }
        }
    }

    #[test]
    fn every_row_and_value_has_its_words_in_every_language() {
        let codes: Vec<&str> = LANGUAGES.into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, INTERFACE_LANGUAGES);
        for code in codes {
            let strings = Strings::new(code);
            let is_there = |key: &str| assert_ne!(strings.text(key), key, "{code}");
            for row in ROWS {
                is_there(&row.message(""));
                is_there(&row.message("-help"));
                if let Values::OneOf(all) = row.values {
                    for value in all {
                        let words = row.in_words(value, &strings);
                        assert!(!words.starts_with("value-"), "{code}: {words}");
                    }
                }
            }
            for (key, _) in GROUPS {
                is_there(key);
            }
        }
    }

    #[test]
    fn keys_change_the_chosen_row() {
        let settings = Settings::default();
        let mut page = SettingsPage::default();
        let mut press = |code| page.key(KeyEvent::new(code, KeyModifiers::NONE), &settings);
        let text = |key, value: &str| change(key, Setting::Text(value.to_owned()));
        assert_eq!(press(KeyCode::Enter), text("capture.mode", "wake-word"));
        assert_eq!(press(KeyCode::Left), text("capture.mode", "off"));
        press(KeyCode::Down);
        press(KeyCode::Enter);
        press(KeyCode::Char('!'));
        assert_eq!(press(KeyCode::Enter), text("capture.wake.phrase", "mynah!"));
        press(KeyCode::Enter);
        assert_eq!(press(KeyCode::Esc), Reaction::Moved);
        press(KeyCode::Down);
        press(KeyCode::Down);
        assert_eq!(
            press(KeyCode::Right),
            change("capture.hang_over.finished", Setting::Number(350))
        );
    }
}
