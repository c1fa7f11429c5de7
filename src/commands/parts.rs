//! Assembles the parts of a conversation from the settings.
//!
//! Owns the way from a configured name to a loaded model. A failure here becomes a sentence for the person.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use mynah_intents::Permissions;
use mynah_policy::{Policy, PolicyError};

use crate::config::{PromptTemplate, Settings, paths};
use crate::control::{ControlConfig, RequestKind};
use crate::conversation::AskBackConfig;
use crate::engine::stages::{Load, PartKind};
use crate::hearing::endpointing::ListeningMode;
use crate::hearing::wake_sound::WakeSound;
use crate::hearing::{Transcriber, transcribe::Window};
use crate::language::{self, LoadOptions};
use crate::mind::{Documents, Loaded, Meaning, Mind, Skills};
use crate::models::store::{Found, Origin, Store};
use crate::models::{Kind, ModelError, Pinned, validate};
use crate::speaking::languages::Voices;
use crate::speaking::{self, SpeakingConfig};

/// Most names from the documents that the recogniser is primed with.
const NAMES: usize = 60;

/// The installed models.
pub(super) fn store(settings: &Settings) -> Store {
    Store::standard(settings.models.folder.as_deref())
}

/// The model of this kind to use.
pub(super) fn find(settings: &Settings, kind: Kind) -> Result<Found, ModelError> {
    let named = match kind {
        Kind::Speech => &settings.models.speech,
        Kind::Language => &settings.models.language,
        Kind::VoiceActivity => &None,
    };
    match named {
        Some(name) => store(settings).find_named(kind, name),
        None => store(settings).find(kind),
    }
}

/// A model's file name, for people.
pub(super) fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// A model's name for people, and its size.
fn described(path: &Path) -> (String, u64) {
    let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    (name(path), bytes)
}

/// The configured language; `None` if it is detected in every utterance.
pub(super) fn language(settings: &Settings) -> Option<String> {
    Some(settings.hearing.language.clone()).filter(|code| code != "auto")
}

/// What becomes of doubtful transcripts. Whoever holds the key speaks to the machine; at a kiosk, strangers pass.
pub(super) fn ask_back(settings: &Settings, is_kiosk: bool) -> AskBackConfig {
    let is_held = settings.capture.mode == ListeningMode::PushToTalk;
    AskBackConfig {
        reject_below: if is_held {
            0.0
        } else {
            settings.hearing.reject_below
        },
        ask_below: settings.hearing.ask_below,
        only_in_conversation: is_kiosk,
    }
}

/// How other programs reach a conversation; `None` without a home folder. Whose kiosk it is says what is taken there.
pub(super) fn control(settings: &Settings, is_kiosk: bool) -> Option<ControlConfig> {
    let usual = if is_kiosk {
        vec![RequestKind::Announce, RequestKind::Status]
    } else {
        RequestKind::ALL.to_vec()
    };
    let named = |names: &Vec<String>| {
        let kinds = names.iter().filter_map(|name| RequestKind::named(name));
        kinds.collect()
    };
    Some(ControlConfig {
        path: paths::control()?,
        allow: settings.control.allow.as_ref().map_or(usual, named),
        words: settings.control.words.unwrap_or(!is_kiosk),
        clean: super::printable,
    })
}

/// Loads the speech model.
pub(super) fn hearing(settings: &Settings) -> Result<Load<Transcriber>, ModelError> {
    let found = find(settings, Kind::Speech)?;
    let silero = find(settings, Kind::VoiceActivity).map(|found| found.path);
    let (mut config, settings) = (settings.hearing.clone(), settings.clone());
    let (name, bytes) = described(&found.path);
    Ok(Load::new(PartKind::Hearing, name, bytes, move || {
        let pinned = Pinned::open(&found.path).map_err(|error| error.to_string())?;
        validate::speech(pinned.path()).map_err(|error| pinned.tell(&error))?;
        let window = match found.origin {
            Origin::Starter => Window::Utterance,
            Origin::Added => Window::Margin,
        };
        if window == Window::Margin {
            // The mind reports documents that cannot be read.
            let known = knowledge(&settings).map(|loaded| loaded.vocabulary(NAMES));
            config.vocabulary.extend(known.unwrap_or_default());
        }
        let transcriber =
            Transcriber::load(pinned.path(), window, &config).map_err(|error| pinned.tell(&error))?;
        let transcriber = match silero {
            Ok(path) => {
                let pinned = Pinned::open(&path).map_err(|error| error.to_string())?;
                validate::voice_activity(pinned.path()).map_err(|error| pinned.tell(&error))?;
                transcriber
                    .with_silero(pinned.path())
                    .map_err(|error| pinned.tell(&error))?
            }
            Err(ModelError::Missing { .. }) => transcriber,
            Err(error) => return Err(error.to_string()),
        };
        let capture = &settings.capture;
        match &capture.wake.recordings {
            Some(folder) if capture.mode == ListeningMode::WakeWord => {
                let wake = WakeSound::load(folder).map_err(|error| error.to_string())?;
                Ok(transcriber.with_wake_sound(wake))
            }
            _ => Ok(transcriber),
        }
    }))
}

/// Loads the documents and the language model. Documents that cannot be read are reported to `remark`.
pub(super) fn mind(
    settings: &Settings,
    skills: Skills,
    remark: &mut dyn FnMut(&str),
) -> Result<Load<Mind>, super::Failure> {
    let found = find(settings, Kind::Language)?;
    let loaded = knowledge(settings)?;
    for skipped in &loaded.skipped {
        remark(&skipped.to_string());
    }
    let config = settings.mind.clone();
    let policy = policy(settings)?;
    let encoder = store(settings).encoder();
    let options = LoadOptions {
        threads: usize::from(settings.models.threads),
        own_template: settings.models.template == PromptTemplate::File,
        prefix_cache: paths::prefix_cache(),
        ..LoadOptions::default()
    };
    let read = Arc::clone(&options.read);
    let (name, bytes) = described(&found.path);
    Ok(Load::new(PartKind::Mind, name, bytes, move || {
        let pinned = Pinned::open(&found.path).map_err(|error| error.to_string())?;
        let mut info = validate::language(pinned.path()).map_err(|error| pinned.tell(&error))?;
        if pinned.path().file_stem().is_some_and(|stem| *stem == *info.name) {
            // A file that gives itself no name has that of the file.
            info.name = found
                .path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
        }
        let model = language::load(pinned.path(), &info, &options).map_err(|error| pinned.tell(&error))?;
        let mut documents = Documents::new(loaded);
        if let Some(files) = encoder {
            match Meaning::load(&files, paths::vectors()) {
                Ok(meaning) => documents.set_meaning(meaning),
                Err(sentence) => tracing::warn!("{sentence}"),
            }
        }
        documents.watch();
        let talks_freely = found.origin == Origin::Added;
        Ok(Mind::new(
            model,
            documents,
            skills,
            (config, policy),
            talks_freely,
        ))
    })
    .counted_by(read))
}

/// Reads the operator's policy; without a file it refuses nothing.
pub(super) fn policy(settings: &Settings) -> Result<Policy, PolicyError> {
    match &settings.mind.policy {
        Some(path) => Policy::load(path),
        None => Ok(Policy::default()),
    }
}

/// Reads the documents.
pub(super) fn knowledge(settings: &Settings) -> Result<Loaded, super::Failure> {
    Ok(Loaded::read(
        &knowledge_folders(settings),
        settings.mind.limits.into(),
    )?)
}

/// The skills with their memory; a visitor's alarms and lists are never saved.
pub(super) fn skills(settings: &Settings, visit: bool) -> Result<Skills, String> {
    let file = if visit { None } else { paths::memory() };
    let permissions = settings
        .mind
        .allow
        .as_ref()
        .map_or_else(Permissions::all, Permissions::only);
    Skills::new(file, permissions)
}

/// The folders of documents: the configured ones, else the user's if it exists.
pub(super) fn knowledge_folders(settings: &Settings) -> Vec<PathBuf> {
    if settings.mind.knowledge.is_empty() {
        return paths::user_knowledge()
            .filter(|folder| folder.is_dir())
            .into_iter()
            .collect();
    }
    settings.mind.knowledge.clone()
}

/// Prepares the voice; loaded in the thread that will use it.
pub(super) fn voice(settings: &Settings) -> Load<Voices> {
    let config = speaking(settings);
    let language = settings.spoken_language().map(str::to_owned);
    let bytes = config.piper.as_deref().map_or(0, |path| described(path).1);
    Load::new(PartKind::Voice, voice_label(settings), bytes, move || {
        Voices::new(&config, language).map_err(|error| error.to_string())
    })
}

/// The engine and the voice that speak, for programs.
pub(super) fn voice_label(settings: &Settings) -> String {
    speaking(settings).label(settings.spoken_language())
}

/// The configuration of the voice, with the Piper voice that was found.
pub(super) fn speaking(settings: &Settings) -> SpeakingConfig {
    let mut config = settings.speaking.clone();
    if config.engine != speaking::VoiceEngine::EspeakNg {
        config.piper = store(settings).voice(config.piper.as_deref());
    }
    config
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kiosk_takes_announcements_and_nothing_else_unless_its_operator_says_so() {
        let mut settings = Settings::default();
        let of = |settings: &Settings, is_kiosk| control(settings, is_kiosk).unwrap();
        let visit = of(&settings, true);
        assert_eq!(visit.allow, [RequestKind::Announce, RequestKind::Status]);
        assert!(!visit.words);
        let personal = of(&settings, false);
        assert!(personal.words && personal.allow.contains(&RequestKind::Ask));
        settings.control.allow = Some(vec!["ask".to_owned()]);
        assert_eq!(of(&settings, true).allow, [RequestKind::Ask]);
    }
}
