//! Slash commands, and the palette that lists all commands.
//!
//! Owns their names and completion; the app performs them.

use super::keys::{ACTIONS, Action, Keys};
use super::pages::settings_page::ROWS;
use super::strings::Strings;

/// What a typed line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A question.
    Question(String),
    /// A text that is to be said as it is.
    Say(String),
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
pub const COMMANDS: [(&str, &str); 20] = [
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
    ("/say", "command-say"),
    ("/speak", "action-speak"),
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
        ("say" | "speak" | "phrases", "") => Typed::Do(Action::Speak),
        ("say", text) => Typed::Say(text.to_owned()),
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

/// What an entry of the palette does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// An action.
    Action(Action),
    /// A command without an action of its own.
    Command(&'static str),
    /// Opens the settings at this row.
    Setting(usize),
}

/// An entry of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteEntry {
    /// What it does.
    pub does: Does,
    /// Its description.
    pub text: String,
    /// Its key, or the command.
    pub key: String,
}

/// Everything that all words of the search are found in: the description, the key or the command. Those that need no entry are
/// left out; what loses something comes last.
pub fn palette(search: &str, strings: &Strings, keys: &Keys) -> Vec<PaletteEntry> {
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let actions = ACTIONS.into_iter().filter(|(action, ..)| !is_of_typing(*action));
    let mut entries: Vec<(PaletteEntry, String)> = actions
        .map(|(action, name, _)| {
            let described = format!("action-{name}");
            let command = COMMANDS.into_iter().find(|(_, key)| *key == described);
            let entry = PaletteEntry {
                does: Does::Action(action),
                text: strings.text(&described),
                key: keys.of(action).to_owned(),
            };
            (
                entry,
                command.map_or_else(String::new, |(name, _)| name.to_owned()),
            )
        })
        .collect();
    for (command, key) in [("/language", "command-language"), ("/theme", "command-theme")] {
        let entry = PaletteEntry {
            does: Does::Command(command),
            text: strings.text(key),
            key: command.to_owned(),
        };
        entries.push((entry, String::new()));
    }
    entries.extend(ROWS.into_iter().enumerate().map(|(at, row)| {
        let text = format!(
            "{}: {}",
            strings.text("settings-title"),
            strings.text(&row.message(""))
        );
        let entry = PaletteEntry {
            does: Does::Setting(at),
            text,
            key: String::new(),
        };
        (entry, row.key.to_owned())
    }));
    entries.sort_by_key(|(entry, _)| match entry.does {
        Does::Action(Action::Forget) => 1,
        Does::Action(Action::Quit) => 2,
        _ => 0,
    });
    entries
        .into_iter()
        .filter(|(entry, more)| {
            let all = format!("{} {} {more}", entry.text, entry.key).to_lowercase();
            words.iter().all(|word| all.contains(word))
        })
        .map(|(entry, _)| entry)
        .collect()
}

fn is_of_typing(action: Action) -> bool {
    matches!(
        action,
        Action::Send | Action::NewLine | Action::Back | Action::Palette | Action::PageUp | Action::PageDown
    )
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
            ("/say I am here.", Typed::Say("I am here.".into())),
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

    fn found(search: &str, language: &str) -> Vec<PaletteEntry> {
        let (keys, _) = Keys::new(&std::collections::BTreeMap::new());
        palette(search, &Strings::new(language), &keys)
    }

    #[test]
    fn the_palette_finds_by_any_word_of_the_text_the_key_or_the_command() {
        let first = |search: &str, language: &str| found(search, language).first().map(|entry| entry.does);
        for (search, language, expected) in [
            ("answer copy", "en", Does::Action(Action::Copy)),
            ("ctrl-y", "en", Does::Action(Action::Copy)),
            ("langu", "en", Does::Command("/language")),
            ("langu", "ru", Does::Command("/language")),
            ("/forget", "zh-CN", Does::Action(Action::Forget)),
            ("wake", "en", Does::Setting(1)),
        ] {
            assert_eq!(first(search, language), Some(expected), "{search}");
        }
    }

    #[test]
    fn what_loses_something_comes_last_in_the_palette() {
        let all = found("", "en");
        assert!(all.len() > 30);
        let last: Vec<Does> = all[all.len() - 2..].iter().map(|entry| entry.does).collect();
        assert_eq!(last, [Does::Action(Action::Forget), Does::Action(Action::Quit)]);
    }
}
