//! Mistakes in the configuration, as one sentence: the file and line, the setting, and what would be right.
//!
//! Owns the wording. Takes the error of the library that merges settings, or a range that does not hold (`ranges`), and finds the
//! place in the files; does not read any file.

use std::path::{Path, PathBuf};

use figment::error::{Actual, Error, Kind};
use toml_edit::{Document, Item, TableLike};

use super::error::ConfigError;
use super::ranges::{self, RANGES};
use super::settings::Settings;
use super::suggestions::{brief, closest, one_of};

/// Characters of a library's own sentence.
const MAX_REASON_LEN: usize = 200;

/// A configuration file and its text.
#[derive(Debug, Clone)]
pub(super) struct ConfigFile {
    pub path: PathBuf,
    pub text: String,
}

/// A file that is not TOML: the parser's reason, with the line.
pub(super) fn syntax(source: &ConfigFile) -> Option<ConfigError> {
    let (place, reason) = not_toml(source)?;
    let line = place.map_or(String::new(), |(line, _)| format!(", line {line}"));
    Some(ConfigError::Wrong {
        origin: format!("{}{line}", source.path.display()),
        reason,
    })
}

/// The same in parts: line and column, and the reason.
pub(super) fn not_toml(source: &ConfigFile) -> Option<(Option<(usize, usize)>, String)> {
    let error = Document::parse(source.text.as_str()).err()?;
    let place = error.span().map(|span| line_and_column(&source.text, span.start));
    Some((place, sentence(error.message())))
}

/// The sentence for a setting that is unknown or has a value of a wrong type.
pub(super) fn explained(error: &Error, sources: &[ConfigFile]) -> ConfigError {
    let keys = keys_of(error);
    let setting = keys.join(".");
    let (origin, value) = origin(&keys, sources);
    ConfigError::Wrong {
        origin,
        reason: reason(&error.kind, &brief(&setting), &keys, value),
    }
}

/// The setting that an error is about, from the outermost section.
pub(super) fn keys_of(error: &Error) -> Vec<String> {
    let mut keys = error.path.clone();
    if let Kind::UnknownField(field, _) = &error.kind
        && keys.last() != Some(field)
    {
        keys.push(field.clone());
    }
    keys
}

/// The sentence for a value that has the right type and means nothing, if there is one.
pub(super) fn meaningless(settings: &Settings, sources: &[ConfigFile]) -> Option<ConfigError> {
    let place = |setting: &str| {
        let keys: Vec<String> = setting.split('.').map(str::to_owned).collect();
        origin(&keys, sources)
    };
    let wrong = ranges::meaningless(settings, &|setting| place(setting).1)?;
    Some(ConfigError::Wrong {
        origin: place(&wrong.setting).0,
        reason: wrong.reason,
    })
}

/// Where a setting is written in a file; lines and columns count from 1, columns in letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub line: usize,
    pub column: usize,
    /// The value there.
    pub value: String,
}

/// Where a setting comes from.
pub(super) enum SettingOrigin<'a> {
    /// An environment variable, and its value.
    Variable(String, String),
    /// A file.
    File(&'a ConfigFile, Spot),
    /// Nothing sets it.
    Nowhere,
}

/// Where a setting comes from. Later files override earlier ones, the environment all.
pub(super) fn find<'a>(keys: &[String], sources: &'a [ConfigFile]) -> SettingOrigin<'a> {
    let variable = format!("MYNAH_{}", keys.join("__").to_uppercase());
    if let Ok(value) = std::env::var(&variable) {
        return SettingOrigin::Variable(variable, value);
    }
    let mut latest_first = sources.iter().rev();
    latest_first
        .find_map(|source| Some(SettingOrigin::File(source, place(&source.text, keys)?)))
        .unwrap_or(SettingOrigin::Nowhere)
}

/// The same for people, and the setting's value there.
fn origin(keys: &[String], sources: &[ConfigFile]) -> (String, Option<String>) {
    match find(keys, sources) {
        SettingOrigin::Variable(variable, value) => {
            (format!("the environment variable {variable}"), Some(value))
        }
        SettingOrigin::File(source, spot) => {
            let place = format!("{}, line {}", source.path.display(), spot.line);
            (place, Some(spot.value))
        }
        SettingOrigin::Nowhere => {
            let path = sources.last().map(|source| source.path.display().to_string());
            (
                path.unwrap_or_else(|| "the MYNAH_ environment variables".to_owned()),
                None,
            )
        }
    }
}

fn reason(kind: &Kind, setting: &str, keys: &[String], value: Option<String>) -> String {
    let with_value = |actual: Option<&Actual>, expected: String| {
        let value = value
            .or_else(|| actual.map(written))
            .unwrap_or_else(|| "wrong".to_owned());
        format!("{setting} is {}; use {expected}", brief(&value))
    };
    let range = RANGES
        .iter()
        .find(|range| range.setting == setting)
        .map(|range| range.expected);
    match kind {
        Kind::UnknownField(field, known) => {
            let section = keys[..keys.len().saturating_sub(1)].join(".");
            let full = |name: &str| match section.as_str() {
                "" => name.to_owned(),
                section => format!("{section}.{name}"),
            };
            let hint = match closest(&brief(field), known) {
                Some(name) => format!("did you mean {}?", full(name)),
                None => format!("known are {}", known.join(", ")),
            };
            format!("there is no setting {setting}; {hint}")
        }
        Kind::UnknownVariant(found, known) => with_value(Some(&Actual::Str(found.clone())), one_of(known)),
        Kind::InvalidType(actual, expected) | Kind::InvalidValue(actual, expected) => {
            let expected = range.map_or_else(|| in_words(expected), str::to_owned);
            with_value(Some(actual), expected)
        }
        Kind::Message(_) if range.is_some() => with_value(None, range.unwrap_or_default().to_owned()),
        Kind::Message(message) if setting.is_empty() => sentence(message),
        other => format!("{setting}: {}", sentence(&other.to_string())),
    }
}

/// Where a setting is written, and its value.
pub(super) fn place(text: &str, keys: &[String]) -> Option<Spot> {
    let document = Document::parse(text).ok()?;
    let (last, sections) = keys.split_last()?;
    let mut table: &dyn TableLike = document.as_table();
    let mut sections = sections.iter();
    while let Some(section) = sections.next() {
        let item = table.get(section)?;
        table = match item.as_array_of_tables() {
            Some(tables) => tables.get(sections.next()?.parse().ok()?)?,
            None => item.as_table_like()?,
        };
    }
    let (key, item) = table.get_key_value(last)?;
    let start = key.span().or_else(|| item.span())?.start;
    let value = match item {
        Item::Value(value) => value.clone().decorated("", "").to_string(),
        _ => "a section".to_owned(),
    };
    let (line, column) = line_and_column(text, start);
    Some(Spot { line, column, value })
}

pub(super) fn line_and_column(text: &str, place: usize) -> (usize, usize) {
    let before = text.get(..place).unwrap_or(text);
    let begin = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(begin..).unwrap_or_default().chars().count();
    (1 + before.matches('\n').count(), 1 + column)
}

/// A value as it is written in a file.
fn written(actual: &Actual) -> String {
    match actual {
        Actual::Bool(value) => value.to_string(),
        Actual::Unsigned(value) => value.to_string(),
        Actual::Signed(value) => value.to_string(),
        Actual::Float(value) => value.to_string(),
        Actual::Str(value) => format!("\"{value}\""),
        Actual::Seq => "a list".to_owned(),
        Actual::Map => "a section".to_owned(),
        other => other.to_string(),
    }
}

/// A type of the program, as a person would write its values.
fn in_words(expected: &str) -> String {
    let words = match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number, at least 0",
        "f32" | "f64" => "a number",
        "a boolean" | "bool" => "true or false",
        "a string" | "string" | "path string" => "a text in quotes",
        "a sequence" | "sequence" => "a list in brackets, such as [\"one\", \"two\"]",
        "a map" | "map" => "a section of settings",
        other if other.starts_with("struct ") => "a section of settings",
        other => other,
    };
    words.to_owned()
}

/// One line, without the full stop.
fn sentence(message: &str) -> String {
    let words: Vec<&str> = message.split_whitespace().collect();
    mynah_files::brief(words.join(" ").trim_end_matches('.'), MAX_REASON_LEN)
}

/// What to do about a file that cannot be used, by where its name came from.
pub(super) fn remedy(path: &Path, given: Option<&Path>) -> &'static str {
    let from_environment = std::env::var_os("MYNAH_CONFIG").is_some_and(|name| Path::new(&name) == path);
    match given {
        Some(_) if from_environment => "check MYNAH_CONFIG",
        Some(given) if given == path => "check the path given with --config",
        _ => "check the file and its permissions",
    }
}

#[cfg(test)]
mod tests {
    use super::super::Settings;

    fn message(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        let message = Settings::load(Some(&path)).unwrap_err().to_string();
        let place = format!("In {}", path.display());
        assert!(message.starts_with(&place), "{message}");
        message[place.len()..].to_owned()
    }

    #[test]
    fn of_a_long_value_or_name_only_the_beginning_is_quoted() {
        let long = "x".repeat(100_000);
        for text in [
            format!("[capture]\nmode = \"{long}\""),
            format!("[capture]\nmode = {long}"),
            format!("[capture]\n{long} = 1"),
            format!("[{long}]\na = 1"),
            format!("[mind]\nallow = [\"{long}\"]"),
            format!("[kiosk]\nlanguages = [\"{long}\"]"),
            format!("[hearing]\nlanguage = \"{long}\""),
            format!("[interface]\nlanguage = \"{long}\""),
            format!("[capture]\nmode = \"a\"\nmode = \"{long}\"\n{long} = 1\n{long} = 2"),
        ] {
            let message = message(&text);
            assert!(message.chars().count() < 400, "{}", message.len());
        }
    }

    #[test]
    fn a_mistake_is_one_sentence_with_the_line_and_what_would_be_right() {
        for (text, expected) in [
            (
                "[mind]\nknowlege = []",
                ", line 2: there is no setting mind.knowlege; did you mean mind.knowledge?",
            ),
            (
                "# mine\n[speakng]\nrate = 3",
                ", line 2: there is no setting speakng; did you mean speaking?",
            ),
            (
                "[capture]\nwake.word = \"you\"",
                ", line 2: there is no setting capture.wake.word; known are phrase, recordings, window.",
            ),
            (
                "[speaking]\n\nrate = 99999",
                ", line 3: speaking.rate is 99999; use 80 to 450.",
            ),
            (
                "[speaking]\nrate = \"fast\"",
                ", line 2: speaking.rate is \"fast\"; use 80 to 450.",
            ),
            (
                "[playback]\nvolume = 120",
                ", line 2: playback.volume is 120; use 0 to 100.",
            ),
            (
                "[hearing]\nbeams = 900",
                ", line 2: hearing.beams is 900; use 0 to 8.",
            ),
            (
                "[hearing]\n\nbeams = 9",
                ", line 3: hearing.beams is 9; use 0 to 8.",
            ),
            (
                "[capture]\nspeech.threshold = 5",
                ", line 2: capture.speech.threshold is 5; use a number from 0 to 1.",
            ),
            (
                "[capture.speech]\nthreshold = nan",
                ", line 2: capture.speech.threshold is nan; use a number from 0 to 1.",
            ),
            (
                "[capture]\nhang_over.usual = -5",
                ", line 2: capture.hang_over.usual is -5; use a number of milliseconds, at least 0.",
            ),
            (
                "[mind.sampling]\ntop_p = 1.5",
                ", line 2: mind.sampling.top_p is 1.5; use a number from 0 to 1.",
            ),
            (
                "[speaking]\nrate = 500",
                ", line 2: speaking.rate is 500; use 80 to 450.",
            ),
            (
                "[kiosk]\nhang_after = 0",
                ", line 2: kiosk.hang_after is 0; use 2 to 65535.",
            ),
            (
                "[mind]\nallow = [\"time\", \"tmier\"]",
                ", line 2: mind.allow names \"tmier\", which no tool is called; did you mean \"timer\"?",
            ),
            (
                "[mind]\nallow = [\"timer_sett\"]",
                ", line 2: mind.allow names \"timer_sett\", which no tool is called; did you mean \"timer_set\"?",
            ),
            (
                "[kiosk]\nlanguages = [\"en\", \"german\"]",
                ", line 2: kiosk.languages names \"german\", which is no code of a language; known are en, de, es, fr, it, ja, \
                 pl, pt, ru, tr, uk, zh.",
            ),
            (
                "[mind]\nallow = [\"weather\"]",
                ", line 2: mind.allow names \"weather\", which no tool is called; known are time, date, timer, alarm, reminder, \
                 list, calculate, convert, random, language, stop, repeat, help, volume, speed, patience, talk.",
            ),
            (
                "[control]\nallow = [\"status\", \"dance\"]",
                ", line 2: control.allow names \"dance\", which is no request; known are announce, say, ask, mute, unmute, \
                 stop, volume, acknowledge, status, subscribe, announce_urgent.",
            ),
            (
                "capture = { mode = \"loud\" }",
                ", line 1: capture.mode is \"loud\"; use \"hands-free\" or \"wake-word\" or \"push-to-talk\" or \"off\".",
            ),
            (
                "[interface]\nascii = 1",
                ", line 2: interface.ascii is 1; use true or false.",
            ),
            (
                "[mind]\nknowledge = \"facts\"",
                ", line 2: mind.knowledge is \"facts\"; use a list in brackets, such as [\"one\", \"two\"].",
            ),
        ] {
            assert_eq!(message(text), expected, "{text}");
        }
        let broken = message("[models\nspeech=");
        assert!(
            broken.starts_with(", line 1: ") && !broken.contains('\n'),
            "{broken}"
        );
    }
}
