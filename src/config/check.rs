//! All mistakes of a configuration at once, and which file each setting comes from.
//!
//! Owns the search: what is wrong is noted, taken out, and the rest read again, as the program would read it. The sentences are
//! `mistakes`'.

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::Serialized;
use serde_json::Value;
use toml_edit::{DocumentMut, TableLike};

use super::error::ConfigError;
use super::loading::environment;
use super::merging::merged;
use super::mistakes::{self, ConfigFile, SettingOrigin};
use super::settings::Settings;
use super::{overlay, ranges, sources};

/// Mistakes that are told.
const MAX_MISTAKES: usize = 100;
/// Settings whose values are not shown.
const SECRETS: [&str; 2] = ["kiosk.pin", "unanswered.salt"];

/// Which files are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesToCheck {
    /// Those that the program would read.
    Standard {
        /// The main file, if the person gave one.
        given: Option<PathBuf>,
        /// The file of a kiosk operator's choices.
        over: Option<PathBuf>,
    },
    /// These, the later one before the earlier.
    These(Vec<PathBuf>),
}

/// Something wrong in a configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mistake {
    /// The file; `None` for a variable of the environment.
    pub file: Option<PathBuf>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1, in letters.
    pub column: Option<usize>,
    /// The full name of the setting.
    pub key: Option<String>,
    /// What is wrong, without a full stop.
    pub problem: String,
    /// What to do, without a full stop.
    pub remedy: Option<String>,
}

/// A setting that differs from its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSetting {
    /// Its full name.
    pub key: String,
    /// Its value, as JSON.
    pub value: Value,
    /// The file, or the variable of the environment, that it comes from.
    pub origin: String,
    /// The line, from 1.
    pub line: Option<usize>,
}

/// What was found.
#[derive(Debug)]
pub struct CheckedConfig {
    /// The files that were read.
    pub files: Vec<PathBuf>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// The settings that do not have their defaults.
    pub changed: Vec<ChangedSetting>,
    /// The settings without what is wrong.
    pub settings: Settings,
    texts: Vec<ConfigFile>,
}

impl CheckedConfig {
    /// A mistake of a setting that is right in itself, with its place.
    pub fn mistake(&self, key: &str, problem: String, remedy: &str) -> Mistake {
        let keys: Vec<String> = key.split('.').map(str::to_owned).collect();
        Mistake {
            key: Some(key.to_owned()),
            problem,
            remedy: Some(remedy.to_owned()),
            ..place(&keys, &self.texts, &self.texts)
        }
    }
}

/// Reads a configuration and finds all mistakes.
pub fn check(files: &FilesToCheck) -> CheckedConfig {
    let mut mistakes = Vec::new();
    let texts = read(files, &mut mistakes);
    let settings = correct(&texts, &mut mistakes);
    let changed = changed(&settings, &texts);
    let main = match files {
        FilesToCheck::Standard { given, .. } => sources::main_file(given.as_deref()),
        FilesToCheck::These(paths) => paths.first().cloned(),
    };
    let mut settings = settings;
    if let Some(folder) = main.as_deref().and_then(Path::parent) {
        settings.anchor(folder);
    }
    CheckedConfig {
        files: texts.iter().map(|text| text.path.clone()).collect(),
        mistakes,
        changed,
        settings,
        texts,
    }
}

/// The files that can be read and are TOML.
fn read(files: &FilesToCheck, mistakes: &mut Vec<Mistake>) -> Vec<ConfigFile> {
    let (paths, given, over) = match files {
        FilesToCheck::These(paths) => (paths.clone(), None, None),
        FilesToCheck::Standard { given, over } => {
            let main = sources::main_file(given.as_deref());
            let mut paths: Vec<PathBuf> = main
                .iter()
                .filter(|path| given.is_some() || path.is_file())
                .cloned()
                .collect();
            match main.as_deref().map_or(Ok(Vec::new()), sources::drop_ins) {
                Ok(drop_ins) => {
                    let text = paths
                        .first()
                        .and_then(|main| sources::read(main, given.as_deref()).ok());
                    match text.map_or(Ok(Vec::new()), |main| sources::bundle_files(&main)) {
                        Ok(bundle) => paths.extend(bundle),
                        Err(error) => mistakes.push(of_file(paths.first().cloned(), error)),
                    }
                    paths.extend(drop_ins);
                }
                Err(error) => mistakes.push(of_file(main.map(|path| sources::drop_in_folder(&path)), error)),
            }
            (paths, given.as_deref(), over.as_deref())
        }
    };
    let mut texts = Vec::new();
    for path in paths {
        match sources::read(&path, given) {
            Err(error) => mistakes.push(of_file(Some(path), error)),
            Ok(file) => match mistakes::not_toml(&file) {
                None => texts.push(file),
                Some((at, problem)) => mistakes.push(Mistake {
                    file: Some(path),
                    line: at.map(|(line, _)| line),
                    column: at.map(|(_, column)| column),
                    problem,
                    ..Mistake::default()
                }),
            },
        }
    }
    if let Some(path) = over {
        match overlay::read(path) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => texts.push(ConfigFile {
                path: path.to_owned(),
                text,
            }),
            Err(error) => mistakes.push(Mistake {
                file: Some(path.to_owned()),
                problem: without_stop(&error.to_string()),
                ..Mistake::default()
            }),
        }
    }
    texts
}

/// A file that cannot be read.
fn of_file(file: Option<PathBuf>, error: ConfigError) -> Mistake {
    let told = without_stop(&error.to_string());
    let (problem, remedy) = match error {
        ConfigError::Unreadable { reason, remedy, .. } => {
            (format!("it cannot be read ({reason})"), Some(remedy.to_owned()))
        }
        ConfigError::Wrong { reason, .. } => parts(&reason),
        ConfigError::TooLong { .. } | ConfigError::Unwritable { .. } => (told, None),
    };
    Mistake {
        file,
        problem,
        remedy,
        ..Mistake::default()
    }
}

/// Notes what is wrong, takes it out, and gives what is left.
fn correct(texts: &[ConfigFile], mistakes: &mut Vec<Mistake>) -> Settings {
    let mut left = texts.to_vec();
    let mut has_environment = true;
    while mistakes.len() < MAX_MISTAKES {
        let mut figment = merged(left.iter().map(|file| file.text.as_str()));
        if has_environment {
            figment = figment.merge(environment());
        }
        let (keys, error) = match figment.extract::<Settings>() {
            Err(error) => (mistakes::keys_of(&error), mistakes::explained(&error, &left)),
            Ok(settings) => {
                let Some(error) = mistakes::meaningless(&settings, &left) else {
                    return settings;
                };
                let wrong = ranges::meaningless(&settings, &|_| None);
                let setting = wrong.map_or_else(String::new, |wrong| wrong.setting);
                (setting.split('.').map(str::to_owned).collect(), error)
            }
        };
        let keys = known_part(keys, &left);
        let (problem, remedy) = match error {
            ConfigError::Wrong { reason, .. } => parts(&reason),
            other => parts(&other.to_string()),
        };
        mistakes.push(Mistake {
            key: (!keys.is_empty()).then(|| keys.join(".")),
            problem,
            remedy,
            ..place(&keys, &left, texts)
        });
        match mistakes::find(&keys, &left) {
            SettingOrigin::Variable(..) if has_environment => has_environment = false,
            SettingOrigin::File(file, _) => {
                let path = file.path.clone();
                let wrong = left.iter_mut().find(|file| file.path == path);
                if !wrong.is_some_and(|file| take_out(file, &keys)) {
                    break;
                }
            }
            SettingOrigin::Variable(..) | SettingOrigin::Nowhere => break,
        }
    }
    Settings::default()
}

/// The setting's name as far as a file or the environment has it: what is inside a list has no name of its own.
fn known_part(mut keys: Vec<String>, files: &[ConfigFile]) -> Vec<String> {
    while !keys.is_empty() && matches!(mistakes::find(&keys, files), SettingOrigin::Nowhere) {
        keys.pop();
    }
    keys
}

/// Where the setting stands, by its file among those that are left and its place in the whole text.
fn place(keys: &[String], left: &[ConfigFile], whole: &[ConfigFile]) -> Mistake {
    let SettingOrigin::File(file, _) = mistakes::find(keys, left) else {
        return Mistake::default();
    };
    let text = whole.iter().find(|whole| whole.path == file.path);
    let spot = text.and_then(|file| mistakes::place(&file.text, keys));
    Mistake {
        file: Some(file.path.clone()),
        line: spot.as_ref().map(|spot| spot.line),
        column: spot.as_ref().map(|spot| spot.column),
        ..Mistake::default()
    }
}

/// Removes a setting from a file; whether it was there.
fn take_out(file: &mut ConfigFile, keys: &[String]) -> bool {
    let Ok(mut document) = file.text.parse::<DocumentMut>() else {
        return false;
    };
    let Some((last, sections)) = keys.split_last() else {
        return false;
    };
    let mut table: &mut dyn TableLike = document.as_table_mut();
    let mut sections = sections.iter();
    while let Some(section) = sections.next() {
        let Some(item) = table.get_mut(section) else {
            return false;
        };
        let inner: Option<&mut dyn TableLike> = if item.is_array_of_tables() {
            let number = sections.next().and_then(|number| number.parse().ok());
            let tables = item.as_array_of_tables_mut();
            let inner = number
                .zip(tables)
                .and_then(|(number, tables)| tables.get_mut(number));
            inner.map(|inner| inner as &mut dyn TableLike)
        } else {
            item.as_table_like_mut()
        };
        match inner {
            Some(inner) => table = inner,
            None => return false,
        }
    }
    let is_removed = table.remove(last).is_some();
    file.text = document.to_string();
    is_removed
}

/// A reason in two parts: what is wrong, and what would be right.
fn parts(reason: &str) -> (String, Option<String>) {
    let reason = without_stop(reason);
    match reason.rsplit_once("; ") {
        Some((problem, remedy)) => (problem.to_owned(), Some(remedy.to_owned())),
        None => (reason, None),
    }
}

fn without_stop(sentence: &str) -> String {
    sentence.trim_end_matches('.').to_owned()
}

/// The settings that do not have their defaults.
fn changed(settings: &Settings, texts: &[ConfigFile]) -> Vec<ChangedSetting> {
    let values = |settings: &Settings| {
        let mut found = Vec::new();
        // By the library that merges settings: another serialiser of all of them would make the program larger.
        let all = Figment::from(Serialized::defaults(settings)).extract();
        flatten("", all.unwrap_or_default(), &mut found);
        found
    };
    let defaults = values(&Settings::default());
    let is_new = |setting: &(String, Value)| !defaults.contains(setting);
    values(settings)
        .into_iter()
        .filter(is_new)
        .map(|(key, value)| {
            let keys: Vec<String> = key.split('.').map(str::to_owned).collect();
            let (origin, line) = match mistakes::find(&keys, texts) {
                SettingOrigin::Variable(variable, _) => (variable, None),
                SettingOrigin::File(file, spot) => (file.path.display().to_string(), Some(spot.line)),
                SettingOrigin::Nowhere => (String::new(), None),
            };
            let is_secret = SECRETS.contains(&key.as_str());
            let value = if is_secret { "…".into() } else { value };
            ChangedSetting {
                key,
                value,
                origin,
                line,
            }
        })
        .collect()
}

fn flatten(before: &str, value: Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = if before.is_empty() {
                    name
                } else {
                    format!("{before}.{name}")
                };
                flatten(&name, value, found);
            }
        }
        value => found.push((before.to_owned(), value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(files: &[(&str, &str)]) -> (tempfile::TempDir, CheckedConfig) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("kiosk.d")).unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let given = Some(folder.path().join("kiosk.toml"));
        let checked = check(&FilesToCheck::Standard { given, over: None });
        (folder, checked)
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let main = "[speaking]\nrate = 1\nvoise = \"en\"\n\n[mind]\nallow = [\"time\", 5]\n[capture.wake]\nwindow = -1\n";
        let drop_in = "[playback]\n  volume = 101\n[speaking]\nrate = 200\n[kiosk]\nanswers = 0\n";
        let (folder, checked) = checked(&[
            ("kiosk.toml", main),
            ("kiosk.d/10.toml", drop_in),
            ("kiosk.d/20.toml", "a = [\n1"),
        ]);
        let place = |mistake: &Mistake| {
            let file = mistake.file.as_ref().unwrap();
            let file = file.strip_prefix(folder.path()).unwrap().display().to_string();
            let [line, column] = [mistake.line, mistake.column].map(Option::unwrap_or_default);
            format!(
                "{file}:{line}:{column} {}",
                mistake.key.as_deref().unwrap_or_default()
            )
        };
        let told: Vec<String> = checked.mistakes.iter().map(place).collect();
        let expected = [
            "kiosk.toml:3:1 speaking.voise",
            "kiosk.toml:6:1 mind.allow",
            "kiosk.toml:8:1 capture.wake.window",
            "kiosk.d/10.toml:2:3 playback.volume",
            "kiosk.d/10.toml:6:1 kiosk.answers",
        ];
        for place in expected {
            assert!(
                told.iter().any(|told| told == place),
                "{place} is missing: {told:#?}"
            );
        }
        // What a later file overrides is not used. The last file is no TOML.
        assert_eq!(told.len(), expected.len() + 1, "{told:#?}");
        let volume = checked
            .mistakes
            .iter()
            .find(|mistake| mistake.key.as_deref() == Some("playback.volume"));
        let volume = volume.unwrap();
        assert_eq!(volume.problem, "playback.volume is 101");
        assert_eq!(volume.remedy.as_deref(), Some("use 0 to 100"));
        assert_eq!(checked.settings.speaking.rate, 200, "the rest is read");
    }

    #[test]
    fn what_differs_from_the_defaults_is_listed_with_its_file_and_the_pin_is_not_shown() {
        let (folder, checked) = checked(&[
            (
                "kiosk.toml",
                "[speaking]\nrate = 200\n[kiosk]\npin = \"$argon2id$x\"\n[unanswered]\nsalt = \"harbour\"\n",
            ),
            ("kiosk.d/10.toml", "\n[speaking]\nrate = 150\npitch = 50\n"),
        ]);
        assert_eq!(checked.mistakes, []);
        let of = |key: &str| checked.changed.iter().find(|changed| changed.key == key).unwrap();
        let rate = of("speaking.rate");
        let file = folder.path().join("kiosk.d/10.toml").display().to_string();
        assert_eq!((&rate.value, rate.line), (&150.into(), Some(3)));
        assert_eq!(rate.origin, file);
        assert_eq!(of("kiosk.pin").value, "…");
        assert_eq!(of("unanswered.salt").value, "…");
        assert!(checked.changed.iter().all(|changed| !changed.origin.is_empty()));
    }
}
