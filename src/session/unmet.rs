//! Settings that this machine cannot meet: devices that are not connected, languages that no model knows, and files of settings
//! that were left out.
//!
//! Owns the sentences; `ask`, `talk`, the interface and `doctor` tell them. Values that are wrong anywhere are `config`'s.

use std::path::Path;

use crate::assembly;
use crate::audio::devices;
use crate::config::{Settings, paths};
use crate::models::store::Origin;
use crate::models::{Kind, catalogue, validate};

/// What cannot be met, a sentence each, with the remedy.
pub(crate) fn sentences(settings: &Settings, listens: bool) -> Vec<String> {
    let language = listens.then(|| language(settings)).flatten();
    let left_out = settings.sources.left_out.iter().cloned();
    left_out
        .chain(devices(settings))
        .chain(language.map(|(found, remedy)| format!("{found}: {remedy}.")))
        .collect()
}

/// Devices that are set and not connected.
fn devices(settings: &Settings) -> Vec<String> {
    let chosen = [&settings.capture.device, &settings.playback.device];
    if chosen.iter().all(|name| name.is_none()) {
        return Vec::new();
    }
    let found = devices::list();
    [
        ("capture.device", chosen[0], devices::Direction::Input),
        ("playback.device", chosen[1], devices::Direction::Output),
    ]
    .into_iter()
    .filter_map(|(key, name, direction)| Some((key, name.as_ref()?, direction)))
    .filter(|(_, name, direction)| !found.has(name, *direction))
    .map(|(key, name, _)| {
        format!("{key} is \"{name}\", which is not connected: 'mynah devices' lists what is.")
    })
    .collect()
}

/// A language of the conversation that the speech model does not know: what was found, and the remedy.
pub(crate) fn language(settings: &Settings) -> Option<(String, String)> {
    let code = settings.hearing.language.as_str();
    if matches!(code, "en" | "auto") {
        return None;
    }
    let found = assembly::find(settings, Kind::Speech).ok()?;
    let knows_more = validate::speech(&found.path).is_ok_and(|model| model.multilingual);
    (!knows_more).then(|| {
        let what = format!(
            "hearing.language is \"{code}\", but the speech model {} knows English only",
            assembly::name(&found.path)
        );
        (what, multilingual())
    })
}

/// Whether every model that is used knows English only; `false` where that is not known.
pub(crate) fn only_english(settings: &Settings) -> bool {
    let speech = assembly::find(settings, Kind::Speech)
        .is_ok_and(|found| validate::speech(&found.path).is_ok_and(|model| !model.multilingual));
    let language = assembly::find(settings, Kind::Language).is_ok_and(|found| {
        found.origin == Origin::Starter || languages(&found.path).is_some_and(|all| all == "English")
    });
    speech && language
}

/// Where models of the person's own belong.
pub(crate) fn folder() -> String {
    paths::user_models().map_or_else(
        || "the models folder".to_owned(),
        |path| path.display().to_string(),
    )
}

/// The command that fetches the smallest speech model of the catalogue that knows many languages and is not weaker than the one
/// recommended for English.
fn multilingual() -> String {
    let speech = || {
        catalogue::entries()
            .iter()
            .filter(|entry| entry.task == Kind::Speech.task())
    };
    let least = speech()
        .find(|entry| entry.recommended)
        .and_then(|entry| entry.parameters);
    speech()
        .filter(|entry| entry.suggested && entry.codes.is_empty() && entry.parameters >= least)
        .min_by_key(|entry| entry.size())
        .map_or_else(String::new, |entry| {
            format!(
                "run 'mynah-pull {}', which puts {} into {}",
                entry.id,
                entry.file(),
                folder()
            )
        })
}

/// The languages of a model of the catalogue.
fn languages(path: &Path) -> Option<&'static str> {
    let name = assembly::name(path);
    catalogue::entries()
        .iter()
        .find(|entry| entry.file() == name)
        .map(|entry| entry.languages.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_the_speech_model_does_not_know_is_told_with_the_remedy() {
        let mut settings = Settings::default();
        settings.models.folder = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("models/starter"));
        assert_eq!(language(&settings), None);
        "de".clone_into(&mut settings.hearing.language);
        let (found, remedy) = language(&settings).unwrap();
        assert!(
            found.contains("\"de\"") && found.contains("English only"),
            "{found}"
        );
        assert!(remedy.contains("mynah-pull whisper-base-q5_1"), "{remedy}");
        assert!(remedy.contains("ggml-base-q5_1.bin"), "{remedy}");
        assert!(only_english(&settings));
    }
}
