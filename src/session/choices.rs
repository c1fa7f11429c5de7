//! The choices of the interface: models, voices, devices, languages.

use crate::assembly;
use crate::config::Settings;
use crate::hearing::languages::LANGUAGES;
use crate::models::store::{Listed, Origin};
use crate::models::{Kind, catalogue, megabytes};
use crate::speaking::engines::espeak;
use crate::terminal::intents::{Choice, PickerKind};

use super::machine::device_names;

/// Detects the language of every utterance.
const AUTO: (&str, &str) = ("auto", "auto: detected in every utterance");

/// The choices of this kind.
pub(crate) fn of(settings: &Settings, kind: PickerKind) -> Vec<Choice> {
    match kind {
        PickerKind::Model => models(settings),
        PickerKind::Voice => voices(settings),
        PickerKind::Microphone => devices(true, settings.capture.device.as_deref(), "capture.device"),
        PickerKind::Loudspeaker => devices(false, settings.playback.device.as_deref(), "playback.device"),
        PickerKind::Language => [AUTO]
            .into_iter()
            .chain(LANGUAGES)
            .map(|(code, name)| Choice {
                value: code.to_owned(),
                name: name.to_owned(),
                used: settings.hearing.language == code,
                key: "hearing.language",
                ..Choice::default()
            })
            .collect(),
    }
}

fn models(settings: &Settings) -> Vec<Choice> {
    let kinds = [
        (Kind::Language, "models.language"),
        (Kind::Speech, "models.speech"),
    ];
    let listed = assembly::store(settings).list();
    let mut choices = Vec::new();
    for (kind, key) in kinds {
        let used = assembly::find(settings, kind).ok().map(|found| found.path);
        for model in listed.iter().filter(|model| model.kind == kind) {
            let origin = match model.origin {
                Origin::Starter => ", starter",
                Origin::Added => "",
            };
            let licence = licence(model).map_or_else(String::new, |licence| format!("{licence} · "));
            let size = megabytes(model.size);
            choices.push(Choice {
                value: model.path.display().to_string(),
                name: format!("{kind}: {}{origin} · {size}", assembly::name(&model.path)),
                detail: format!(
                    "{licence}{}\n{}",
                    model.path.display(),
                    model.described.clone().unwrap_or_default()
                ),
                used: used.as_ref() == Some(&model.path),
                key,
                problem: model.described.as_ref().err().map(ToString::to_string),
            });
        }
    }
    choices
}

/// The licence of a model, where it is known: of the included ones, and of those of the catalogue.
fn licence(model: &Listed) -> Option<String> {
    if model.origin == Origin::Starter {
        return Some("MIT OR Apache-2.0".to_owned());
    }
    let name = assembly::name(&model.path);
    let known = catalogue::entries().iter().find(|entry| entry.file() == name);
    known.map(|entry| entry.licence.clone())
}

fn voices(settings: &Settings) -> Vec<Choice> {
    let now = assembly::voice_label(settings);
    let piper = assembly::store(settings).voices().into_iter().map(|path| {
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Choice {
            used: now == format!("piper:{stem}"),
            name: format!("Piper: {stem}"),
            detail: path.display().to_string(),
            value: path.display().to_string(),
            key: "speaking.piper",
            problem: None,
        }
    });
    let espeak = espeak::voices(&settings.speaking.program)
        .into_iter()
        .map(|(code, name)| Choice {
            used: now == format!("espeak-ng:{code}"),
            name: format!("{code:8} {name}"),
            detail: "espeak-ng".to_owned(),
            value: code,
            key: "speaking.voice",
            problem: None,
        });
    piper.chain(espeak).collect()
}

fn devices(inputs: bool, chosen: Option<&str>, key: &'static str) -> Vec<Choice> {
    let default = Choice {
        used: chosen.is_none(),
        key,
        ..Choice::default()
    };
    let named = device_names(inputs).into_iter().map(|name| Choice {
        used: chosen == Some(name.as_str()),
        value: name.clone(),
        name,
        key,
        ..Choice::default()
    });
    std::iter::once(default).chain(named).collect()
}
