//! Slash commands, and the palette that lists all commands.
//!
//! Owns their names and completion; the app performs them.

use super::keys::{ACTIONS, Action};
use super::strings::Strings;

/// What a typed line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A question.
    Question(String),
    /// An action.
    Do(Action),
    /// Mute (`true`) or unmute the microphone.
    Mute(bool),
    /// Save the conversation to this file.
    ExportTo(String),
    /// A theme by its name; empty without one.
    Theme(String),
    /// The language of the conversation; `None` lists them.
    Language(Option<String>),
    /// An unknown command.
    Unknown(String),
    /// An empty line.
    Nothing,
}

/// The commands in the order in which they are offered: name, and the key of its description.
pub const COMMANDS: [(&str, &str); 18] = [
    ("/help", "action-help"),
    ("/model", "action-models"),
    ("/voice", "action-voices"),
    ("/devices", "action-devices"),
    ("/language", "command-language"),
    ("/forget", "action-forget"),
    ("/export", "command-export"),
    ("/mute", "command-mute"),
    ("/unmute", "command-unmute"),
    ("/talk", "action-talk"),
    ("/search", "action-search"),
    ("/copy", "action-copy"),
    ("/settings", "action-settings"),
    ("/theme", "command-theme"),
    ("/layout", "action-layout"),
    ("/latency", "action-latency"),
    ("/offline", "action-offline"),
    ("/quit", "action-quit"),
];

/// What a line means. A slash without a name, as in "/ 3", is part of a question.
pub fn meaning(line: &str) -> Typed {
    let line = line.trim();
    let Some(rest) = line.strip_prefix('/') else {
        return if line.is_empty() {
            Typed::Nothing
        } else {
            Typed::Question(line.to_owned())
        };
    };
    let (name, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let argument = argument.trim();
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphabetic());
    if !is_name {
        return Typed::Question(line.to_owned());
    }
    match (name.to_lowercase().as_str(), argument) {
        ("help" | "keys", "") => Typed::Do(Action::Help),
        ("model" | "models", "") => Typed::Do(Action::Models),
        ("voice" | "voices", "") => Typed::Do(Action::Voices),
        ("device" | "devices", "") => Typed::Do(Action::Devices),
        ("language", "") => Typed::Language(None),
        ("language", code) => Typed::Language(Some(code.to_owned())),
        ("forget", "") => Typed::Do(Action::Forget),
        ("export", "") => Typed::Do(Action::Export),
        ("export", path) => Typed::ExportTo(path.to_owned()),
        ("mute", "") => Typed::Mute(true),
        ("unmute", "") => Typed::Mute(false),
        ("talk", "") => Typed::Do(Action::Talk),
        ("search", "") => Typed::Do(Action::Search),
        ("copy", "") => Typed::Do(Action::Copy),
        ("settings", "") => Typed::Do(Action::Settings),
        ("theme", name) => Typed::Theme(name.to_owned()),
        ("layout", "") => Typed::Do(Action::Layout),
        ("latency", "") => Typed::Do(Action::Latency),
        ("offline", "") => Typed::Do(Action::Offline),
        ("palette", "") => Typed::Do(Action::Palette),
        ("quit" | "exit", "") => Typed::Do(Action::Quit),
        _ => Typed::Unknown(format!("/{name}")),
    }
}

/// The commands that begin with the typed text; none once a space follows.
pub fn completions(line: &str) -> Vec<(&'static str, &'static str)> {
    let is_command = line.starts_with('/') && !line.contains(char::is_whitespace);
    COMMANDS
        .into_iter()
        .filter(|(name, _)| is_command && name.starts_with(&line.to_lowercase()) && *name != line)
        .collect()
}

/// Actions whose description contains all words of the search; those that need no entry are left out.
pub fn palette(search: &str, strings: &Strings) -> Vec<(Action, String)> {
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    ACTIONS
        .into_iter()
        .filter(|(action, ..)| {
            !matches!(
                action,
                Action::Send
                    | Action::NewLine
                    | Action::Back
                    | Action::Palette
                    | Action::PageUp
                    | Action::PageDown
            )
        })
        .map(|(action, name, _)| (action, strings.text(&format!("action-{name}"))))
        .filter(|(_, text)| words.iter().all(|word| text.to_lowercase().contains(word)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_questions_or_commands() {
        for (line, expected) in [
            ("  ", Typed::Nothing),
            ("What is 3 / 4?", Typed::Question("What is 3 / 4?".into())),
            ("/ 3", Typed::Question("/ 3".into())),
            ("/HELP", Typed::Do(Action::Help)),
            ("/export talk.json", Typed::ExportTo("talk.json".into())),
            ("/language ru", Typed::Language(Some("ru".into()))),
            ("/mute", Typed::Mute(true)),
            ("/theme", Typed::Theme(String::new())),
            ("/theme dark", Typed::Theme("dark".into())),
            ("/fly", Typed::Unknown("/fly".into())),
            ("/help me", Typed::Unknown("/help".into())),
        ] {
            assert_eq!(meaning(line), expected, "{line:?}");
        }
    }

    #[test]
    fn every_command_means_something_and_is_completed() {
        for (name, _) in COMMANDS {
            assert!(
                !matches!(meaning(name), Typed::Unknown(_) | Typed::Question(_)),
                "{name}"
            );
        }
        let names =
            |line: &str| -> Vec<&str> { completions(line).into_iter().map(|(name, _)| name).collect() };
        assert_eq!(names("/la"), ["/language", "/layout", "/latency"]);
        assert!(names("what").is_empty() && names("/export x").is_empty() && names("/help").is_empty());
    }

    #[test]
    fn the_palette_finds_by_words_in_any_order() {
        let strings = Strings::new("en");
        let found = palette("answer copy", &strings);
        assert_eq!(
            found.iter().map(|(action, _)| *action).collect::<Vec<_>>(),
            [Action::Copy]
        );
        assert!(palette("", &strings).len() > 10);
    }
}
