//! Assembles the parts of a conversation from the settings, for every face and for other programs.
//!
//! Owns the way from a configured name to a loaded model. A failure here becomes a sentence for the person.

mod encoder;
mod listening;
mod opening;

pub(crate) use encoder::encoder_for_measuring;
use encoder::meaning;
pub(crate) use listening::{ask_back, listening};
pub(crate) use opening::{describe, opened, trust};

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use mynah_intents::Permissions;
use mynah_knowledge::documents::DocumentError;
use mynah_policy::{Policy, PolicyError};
use mynah_unanswered::{Scale, UnansweredCounter};

use crate::config::{PromptTemplate, Settings, paths};
use crate::engine::stages::{Load, PartKind, Tell};
use crate::hearing::Transcriber;
use crate::hearing::endpointing::ListeningMode;
use crate::hearing::wake_sound::WakeSound;
use crate::hearing::{SpeechEngine, Window};
use crate::language::{self, AbsentModel, LanguageModel, LoadOptions};
use crate::mind::{Documents, Loaded, Mind, Skills};
use crate::models::store::{Candidates, Found, Origin, Store};
use crate::models::{Kind, ModelError, Trust, memory, signature_of, validate};
use crate::speaking::languages::Voices;
use crate::speaking::{self, SpeakingConfig};

/// Why a conversation cannot be assembled: the sentence of the part.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyError {
    /// A model is missing, or none of its kind can be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The documents cannot be read.
    #[error(transparent)]
    Documents(#[from] DocumentError),
    /// The operator's policy cannot be read.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The grammars of the skills cannot be read.
    #[error("{0}")]
    Skills(String),
}

/// Where the language model comes from.
enum ModelSource {
    /// A program that embeds the conversation has given it.
    Given(Box<dyn LanguageModel>),
    /// The models folders.
    Installed(Candidates),
    /// Nowhere: the sentence that says so.
    Absent(String),
}

/// Most names from the documents that the recogniser is primed with.
const NAMES: usize = 60;

/// The installed models.
pub(crate) fn store(settings: &Settings) -> Store {
    Store::standard(settings.models.folder.as_deref())
}

/// The models of this kind that can be used, the configured one first.
pub(crate) fn candidates(settings: &Settings, kind: Kind) -> Result<Candidates, ModelError> {
    let named = match kind {
        Kind::Speech => &settings.models.speech,
        Kind::Language => &settings.models.language,
        Kind::VoiceActivity => &None,
    };
    match named {
        Some(name) => store(settings).candidates_after(kind, name),
        None => store(settings).candidates(kind),
    }
}

/// The model of this kind to use.
pub(crate) fn find(settings: &Settings, kind: Kind) -> Result<Found, ModelError> {
    candidates(settings, kind).map(|candidates| candidates.best().clone())
}

/// Loads the best model that can be loaded; what comes before it is told.
fn load_best<T>(
    candidates: &Candidates,
    tell: Tell<'_>,
    mut load: impl FnMut(&Found) -> Result<T, String>,
) -> Result<T, String> {
    let mut problems: Vec<String> = candidates.set_aside.iter().map(ToString::to_string).collect();
    let known = problems.len();
    for found in candidates.usable() {
        match load(found) {
            Ok(loaded) => {
                let using = name(&found.path);
                for problem in problems {
                    tell(format!("{problem} Meanwhile {using} is used."));
                }
                return Ok(loaded);
            }
            Err(problem) => problems.push(problem),
        }
    }
    for problem in &problems {
        tracing::warn!("{problem}");
    }
    // The best of those that looked usable.
    Err(problems.into_iter().nth(known).unwrap_or_default())
}

/// A model's file name, for people.
pub(crate) fn name(path: &Path) -> String {
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
pub(crate) fn language(settings: &Settings) -> Option<String> {
    Some(settings.hearing.language.clone()).filter(|code| code != "auto")
}

/// Loads the speech model.
pub(crate) fn hearing(settings: &Settings) -> Result<Load<Transcriber>, AssemblyError> {
    let candidates = candidates(settings, Kind::Speech)?;
    let settings = settings.clone();
    let (name, bytes) = described(&candidates.best().path);
    let read = Arc::new(AtomicU64::new(0));
    let (engine, counter) = (settings.hearing.engine, Arc::clone(&read));
    let load = Load::new(PartKind::Hearing, name, bytes, move |tell| {
        let transcriber = load_best(&candidates, tell, |found| speech_model(found, &settings, &read))?;
        let transcriber = with_silero(transcriber, &settings, tell);
        let capture = &settings.capture;
        match &capture.wake.recordings {
            Some(folder) if capture.mode == ListeningMode::WakeWord => {
                let wake = WakeSound::load(folder).map_err(|error| error.to_string())?;
                Ok(transcriber.with_wake_sound(wake))
            }
            _ => Ok(transcriber),
        }
    });
    Ok(match engine {
        SpeechEngine::Mynah => load.counted_by(counter),
        SpeechEngine::WhisperCpp => load,
    })
}

fn speech_model(found: &Found, settings: &Settings, read: &AtomicU64) -> Result<Transcriber, String> {
    let pinned = opened(&found.path, &trust(settings)?)?;
    let model = validate::speech(pinned.path()).map_err(|error| pinned.tell(&error))?;
    let more = memory::of_transcription(&model);
    memory::check(&pinned, Kind::Speech, more).map_err(|error| error.to_string())?;
    let mut config = settings.hearing.clone();
    let window = match found.origin {
        Origin::Starter => Window::Utterance,
        Origin::Added => Window::Margin,
    };
    if window == Window::Margin {
        // The mind reports documents that cannot be read.
        let known = knowledge(settings).map(|loaded| loaded.vocabulary(NAMES));
        config.vocabulary.extend(known.unwrap_or_default());
    }
    Transcriber::load(pinned.path(), window, &config, read).map_err(|error| pinned.tell(&error))
}

/// Adds the best of Silero's models that can be loaded, where there is one; without it, the built-in voice activity detection
/// judges alone.
fn with_silero(mut transcriber: Transcriber, settings: &Settings, tell: Tell<'_>) -> Transcriber {
    let candidates = match candidates(settings, Kind::VoiceActivity) {
        Ok(candidates) => candidates,
        Err(ModelError::Missing { .. }) => return transcriber,
        Err(error) => {
            tell(error.to_string());
            return transcriber;
        }
    };
    let loaded = load_best(&candidates, tell, |found| {
        let pinned = opened(&found.path, &trust(settings)?)?;
        validate::voice_activity(pinned.path()).map_err(|error| pinned.tell(&error))?;
        transcriber
            .add_silero(pinned.path())
            .map_err(|error| pinned.tell(&error))
    });
    if let Err(sentence) = loaded {
        tell(sentence);
    }
    transcriber
}

/// Loads the documents and the language model. Documents that cannot be read are reported to `remark`; a folder that is not there is
/// an error.
pub(crate) fn mind(
    settings: &Settings,
    skills: Skills,
    remark: &mut dyn FnMut(&str),
) -> Result<Load<Mind>, AssemblyError> {
    // Where nothing is kept, questions are tried out.
    if skills.are_kept() {
        count_unanswered(settings, &skills);
    }
    mind_with(settings, skills, (knowledge(settings)?, None), remark)
}

/// The same for a conversation that lasts: a folder that is not there is only reported.
pub(crate) fn lasting_mind(
    settings: &Settings,
    skills: Skills,
    remark: &mut dyn FnMut(&str),
) -> Result<Load<Mind>, AssemblyError> {
    count_unanswered(settings, &skills);
    let loaded = Loaded::read_present(&knowledge_folders(settings), &settings.mind.limits.into());
    mind_with(settings, skills, (loaded, None), remark)
}

/// Counts questions without an answer, where the settings want it.
fn count_unanswered(settings: &Settings, skills: &Skills) {
    let wanted = &settings.unanswered;
    if let (true, Some(file), Some(scale)) = (wanted.count, paths::unanswered(), Scale::new(wanted.epsilon)) {
        skills.count_unanswered(UnansweredCounter::new(file, scale, &wanted.salt, wanted.days));
    }
}

/// The same with these documents, and with this language model in place of the installed one, if there is one.
pub(crate) fn mind_with(
    settings: &Settings,
    skills: Skills,
    (loaded, model): (Loaded, Option<Box<dyn LanguageModel>>),
    remark: &mut dyn FnMut(&str),
) -> Result<Load<Mind>, AssemblyError> {
    let source = match model {
        Some(model) => ModelSource::Given(model),
        None => match candidates(settings, Kind::Language) {
            Ok(candidates) => ModelSource::Installed(candidates),
            Err(error @ ModelError::Missing { .. }) => ModelSource::Absent(error.to_string()),
            Err(error) => return Err(error.into()),
        },
    };
    for skipped in &loaded.skipped {
        remark(&skipped.to_string());
    }
    for unused in skills.unused_grammars() {
        remark(unused);
    }
    let config = settings.mind.clone();
    let policy = policy(settings)?;
    let encoders = store(settings).encoders(settings.models.encoder.as_deref());
    let named_encoder = settings.models.encoder.clone();
    let trust = trust(settings);
    let options = LoadOptions {
        threads: usize::from(settings.models.threads),
        own_template: settings.models.template == PromptTemplate::File,
        prefix_cache: paths::prefix_cache(),
        ..LoadOptions::default()
    };
    let read = Arc::clone(&options.read);
    let (name, bytes) = match &source {
        ModelSource::Given(model) => (model.describe().name.clone(), 0),
        ModelSource::Installed(candidates) => described(&candidates.best().path),
        ModelSource::Absent(_) => ("none".to_owned(), 0),
    };
    Ok(Load::new(PartKind::Mind, name, bytes, move |tell| {
        let (model, origin) = match source {
            ModelSource::Given(model) => (model, Origin::Added),
            ModelSource::Installed(candidates) => {
                let trust = trust.as_ref().map_err(String::clone)?;
                load_best(&candidates, tell, |found| language_model(found, trust, &options))?
            }
            ModelSource::Absent(sentence) => {
                tell(format!(
                    "{sentence} Until then, only skills and documents answer."
                ));
                let absent: Box<dyn LanguageModel> = Box::new(AbsentModel::default());
                (absent, Origin::Starter)
            }
        };
        let mut documents = Documents::new(loaded);
        if let Ok(trust) = trust
            && let Some(meaning) = meaning(
                &encoders,
                named_encoder.as_deref(),
                &trust,
                paths::vectors().as_deref(),
                tell,
            )
        {
            documents.set_meaning(meaning);
        }
        documents.watch();
        let talks_freely = origin == Origin::Added;
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

fn language_model(
    found: &Found,
    trust: &Trust,
    options: &LoadOptions,
) -> Result<(Box<dyn LanguageModel>, Origin), String> {
    let pinned = opened(&found.path, trust)?;
    let mut info = validate::language(pinned.path()).map_err(|error| pinned.tell(&error))?;
    memory::check(&pinned, Kind::Language, 0).map_err(|error| error.to_string())?;
    if pinned.path().file_stem().is_some_and(|stem| *stem == *info.name) {
        // A file that gives itself no name has that of the file.
        let stem = found.path.file_stem().unwrap_or_default();
        info.name = stem.to_string_lossy().into_owned();
    }
    let model = language::load(pinned.path(), &info, options).map_err(|error| pinned.tell(&error))?;
    Ok((model, found.origin))
}

/// Reads the operator's policy; without a file it refuses nothing.
pub(crate) fn policy(settings: &Settings) -> Result<Policy, PolicyError> {
    match &settings.mind.policy {
        Some(path) => Policy::load(path),
        None => Ok(Policy::default()),
    }
}

/// Reads the documents.
pub(crate) fn knowledge(settings: &Settings) -> Result<Loaded, AssemblyError> {
    Ok(Loaded::read(
        &knowledge_folders(settings),
        settings.mind.limits.into(),
    )?)
}

/// The skills with their memory; a visitor's alarms and lists are never saved.
pub(crate) fn skills(settings: &Settings, visit: bool) -> Result<Skills, AssemblyError> {
    let file = if visit { None } else { paths::memory() };
    let permissions = settings
        .mind
        .allow
        .as_ref()
        .map_or_else(Permissions::all, Permissions::only);
    let tools = settings.offered_tools(visit);
    Skills::with_own(file, permissions, &tools, &settings.mind.grammars).map_err(AssemblyError::Skills)
}

/// For each file of the operator's sentences that cannot be used, what is wrong with it.
pub(crate) fn unused_grammars(settings: &Settings) -> Result<Vec<String>, AssemblyError> {
    Skills::check_grammars(&settings.mind.grammars).map_err(AssemblyError::Skills)
}

/// What rings later, or is remembered for a person: nobody would hear or look for it where programs ask.
const FOR_A_PERSON: [&str; 4] = ["timer", "alarm", "reminder", "list"];

/// The skills for questions of programs; nothing is saved.
pub(crate) fn skills_for_programs(settings: &Settings) -> Result<Skills, AssemblyError> {
    let allowed = settings.mind.allow.clone().unwrap_or_else(|| {
        let known = Permissions::known().iter().map(|name| (*name).to_owned());
        known.collect()
    });
    let kind = |name: &str| name.split('_').next().unwrap_or_default().to_owned();
    let permissions = Permissions::only(
        allowed
            .into_iter()
            .filter(|name| !FOR_A_PERSON.contains(&kind(name).as_str())),
    );
    let tools = settings.offered_tools(false);
    Skills::with_own(None, permissions, &tools, &settings.mind.grammars).map_err(AssemblyError::Skills)
}

/// The folders of documents: the configured ones, else the user's if it exists.
pub(crate) fn knowledge_folders(settings: &Settings) -> Vec<PathBuf> {
    if settings.mind.knowledge.is_empty() {
        return paths::user_knowledge()
            .filter(|folder| folder.is_dir())
            .into_iter()
            .collect();
    }
    settings.mind.knowledge.clone()
}

/// Prepares the voice; loaded in the thread that will use it.
pub(crate) fn voice(settings: &Settings) -> Load<Voices> {
    let config = speaking(settings);
    let language = settings.spoken_language().map(str::to_owned);
    let bytes = config.piper.as_deref().map_or(0, |path| described(path).1);
    Load::new(PartKind::Voice, voice_label(settings), bytes, move |_| {
        Voices::new(&config, language).map_err(|error| error.to_string())
    })
}

/// The engine and the voice that speak, for programs.
pub(crate) fn voice_label(settings: &Settings) -> String {
    speaking(settings).label(settings.spoken_language())
}

/// The configuration of the voice, with the Piper voice that was found.
pub(crate) fn speaking(settings: &Settings) -> SpeakingConfig {
    let mut config = settings.speaking.clone();
    if config.engine != speaking::VoiceEngine::EspeakNg {
        let is_chosen = config.piper.is_some();
        config.piper = if opening::requires_signature(settings) && !is_chosen {
            let mut voices = store(settings).voices().into_iter();
            voices.find(|voice| signature_of(voice).is_file())
        } else {
            store(settings).voice(config.piper.as_deref())
        };
        config.files = opening::voice_files(settings);
    }
    config
}

#[cfg(test)]
#[path = "assembly/swap_tests.rs"]
mod swap_tests;
