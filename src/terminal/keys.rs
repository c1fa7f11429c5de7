//! Key bindings.
//!
//! Owns the actions, their default keys and how a key is written in the configuration. The app performs the actions.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// An action that a key may be bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Quit.
    Quit,
    /// Go back; stops an answer.
    Back,
    /// Send the input.
    Send,
    /// Insert a line break.
    NewLine,
    /// Push to talk: begins and ends an utterance.
    Talk,
    /// Mute or unmute the microphone.
    Mute,
    /// The command palette.
    Palette,
    /// Search the conversation.
    Search,
    /// Copy the last answer.
    Copy,
    /// Save the conversation to a file.
    Export,
    /// Forget the conversation.
    Forget,
    /// Scroll up a page.
    PageUp,
    /// Scroll down a page.
    PageDown,
    /// The help page.
    Help,
    /// Response times.
    Latency,
    /// Offline protection.
    Offline,
    /// The settings.
    Settings,
    /// Choose models.
    Models,
    /// Choose a voice.
    Voices,
    /// Choose microphone and loudspeaker.
    Devices,
    /// Large text, or the normal layout.
    Layout,
    /// Say what is typed, for people who do not speak.
    Speak,
}

/// Each action with its name in the configuration and its default key.
pub const ACTIONS: [(Action, &str, &str); 22] = [
    (Action::Send, "send", "enter"),
    (Action::NewLine, "new-line", "alt-enter"),
    (Action::Back, "back", "esc"),
    (Action::Quit, "quit", "ctrl-c"),
    (Action::Talk, "talk", "f9"),
    (Action::Mute, "mute", "ctrl-t"),
    (Action::Palette, "palette", "ctrl-p"),
    (Action::Search, "search", "ctrl-f"),
    (Action::Copy, "copy", "ctrl-y"),
    (Action::Export, "export", "ctrl-o"),
    (Action::Forget, "forget", "alt-f"),
    (Action::PageUp, "page-up", "pageup"),
    (Action::PageDown, "page-down", "pagedown"),
    (Action::Help, "help", "f1"),
    (Action::Latency, "latency", "f2"),
    (Action::Offline, "offline", "f3"),
    (Action::Settings, "settings", "f4"),
    (Action::Models, "models", "f5"),
    (Action::Voices, "voices", "f6"),
    (Action::Devices, "devices", "f7"),
    (Action::Layout, "layout", "f8"),
    (Action::Speak, "speak", "f10"),
];

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Chord {
    fn of(event: &KeyEvent) -> Self {
        let code = match event.code {
            KeyCode::Char(letter) => KeyCode::Char(letter.to_ascii_lowercase()),
            code => code,
        };
        Self {
            code,
            modifiers: event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT),
        }
    }

    /// Parses `ctrl-t`, `alt-enter`, `f9`.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text.as_str();
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-") {
                modifiers |= KeyModifiers::CONTROL;
                rest = after;
            } else if let Some(after) = rest.strip_prefix("alt-") {
                modifiers |= KeyModifiers::ALT;
                rest = after;
            } else {
                break;
            }
        }
        let code = match rest {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "space" => KeyCode::Char(' '),
            "pageup" => KeyCode::PageUp,
            "pagedown" => KeyCode::PageDown,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "insert" => KeyCode::Insert,
            "delete" => KeyCode::Delete,
            _ if rest.chars().count() == 1 => KeyCode::Char(rest.chars().next()?),
            _ => KeyCode::F(
                rest.strip_prefix('f')?
                    .parse()
                    .ok()
                    .filter(|number| (1..=24).contains(number))?,
            ),
        };
        // A letter without modifiers is text.
        let is_typed = matches!(code, KeyCode::Char(_)) && modifiers.is_empty();
        (!is_typed).then_some(Self { code, modifiers })
    }
}

/// The key bindings.
#[derive(Debug, Clone)]
pub struct Keys {
    chords: Vec<(Chord, Action, String)>,
}

impl Keys {
    /// The default bindings, overridden by the person's own. The second part names the invalid ones.
    pub fn new(own: &BTreeMap<String, String>) -> (Self, Vec<String>) {
        let mut wrong: Vec<String> = own
            .keys()
            .filter(|name| ACTIONS.iter().all(|(_, known, _)| known != name))
            .cloned()
            .collect();
        let mut chords = Vec::new();
        for (action, name, usual) in ACTIONS {
            let wanted = own.get(name).map_or(usual, String::as_str);
            let chord = Chord::parse(wanted).or_else(|| {
                wrong.push(format!("{name} = \"{wanted}\""));
                Chord::parse(usual)
            });
            if let Some(chord) = chord {
                chords.push((chord, action, wanted.to_owned()));
            }
        }
        (Self { chords }, wrong)
    }

    /// The action of a key. Ctrl-C always quits and Esc always goes back.
    pub fn action(&self, event: &KeyEvent) -> Option<Action> {
        let chord = Chord::of(event);
        if chord
            == (Chord {
                code: KeyCode::Char('c'),
                modifiers: KeyModifiers::CONTROL,
            })
        {
            return Some(Action::Quit);
        }
        if chord.code == KeyCode::Esc {
            return Some(Action::Back);
        }
        self.chords
            .iter()
            .find(|(of, _, _)| *of == chord)
            .map(|(_, action, _)| *action)
    }

    /// The key of an action, as text.
    pub fn of(&self, action: Action) -> &str {
        self.chords
            .iter()
            .find(|(_, of, _)| *of == action)
            .map_or("", |(_, _, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(code, modifiers)
    }

    #[test]
    fn every_usual_key_can_be_read_and_means_one_thing() {
        let (keys, wrong) = Keys::new(&BTreeMap::new());
        assert!(wrong.is_empty() && keys.chords.len() == ACTIONS.len());
        for (at, (chord, ..)) in keys.chords.iter().enumerate() {
            assert!(keys.chords[..at].iter().all(|(other, ..)| other != chord));
        }
    }

    #[test]
    fn own_keys_take_the_place_of_usual_ones_and_wrong_ones_are_named() {
        let own = BTreeMap::from(
            [("mute", "ctrl-alt-m"), ("help", "q"), ("fly", "f1")]
                .map(|(name, key)| (name.into(), key.into())),
        );
        let (keys, wrong) = Keys::new(&own);
        assert_eq!(wrong, ["fly", "help = \"q\""]);
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(
            keys.action(&pressed(KeyCode::Char('M'), both)),
            Some(Action::Mute)
        );
        assert_eq!(
            keys.action(&pressed(KeyCode::Char('t'), KeyModifiers::CONTROL)),
            None
        );
        assert_eq!(
            keys.action(&pressed(KeyCode::F(1), KeyModifiers::NONE)),
            Some(Action::Help)
        );
        assert_eq!(
            keys.action(&pressed(KeyCode::Char('a'), KeyModifiers::NONE)),
            None
        );
    }

    #[test]
    fn the_way_out_cannot_be_taken_away() {
        let own = BTreeMap::from([
            ("quit".to_owned(), "f12".to_owned()),
            ("back".to_owned(), "f11".to_owned()),
        ]);
        let (keys, _) = Keys::new(&own);
        assert_eq!(
            keys.action(&pressed(KeyCode::Char('c'), KeyModifiers::CONTROL)),
            Some(Action::Quit)
        );
        assert_eq!(
            keys.action(&pressed(KeyCode::Esc, KeyModifiers::NONE)),
            Some(Action::Back)
        );
    }
}
