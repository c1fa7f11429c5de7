//! Settings from a TOML file and `MYNAH_*` environment variables, over built-in defaults.
//!
//! Owns the merge. Unknown settings are refused, because a misspelt setting that is ignored costs an evening. Relative paths in a
//! file are relative to its folder. The sentences about mistakes are in `mistakes`.

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use super::interface::{InterfaceSettings, SpeakSettings};
use super::kiosk::KioskSettings;
use super::mistakes::{self, ConfigFile};
use super::models::ModelSettings;
use super::ranges;
use super::sources::{self, BrokenDropIn, ConfigSources, Texts};
use crate::archive::ArchiveConfig;
use crate::audio::echo::EchoControl;
use crate::audio::level::Volume;
use crate::conversation::{CueConfig, HangOver, Patience, WakeConfig};
use crate::hearing::HearingConfig;
use crate::hearing::endpointing::{EndpointingConfig, ListeningMode};
use crate::mind::MindConfig;
use crate::speaking::SpeakingConfig;
use crate::tools::ToolsConfig;

/// The loudspeaker and the volume.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlaybackSettings {
    /// Name of the loudspeaker; default: the system's.
    pub device: Option<String>,
    /// Volume of replies, 0 to 100; the system's mixer applies in addition.
    pub volume: Volume,
}

/// The microphone and how it is used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaptureSettings {
    /// Name of the microphone; default: the system's.
    pub device: Option<String>,
    /// `hands-free`, `wake-word`, `push-to-talk` or `off`.
    pub mode: ListeningMode,
    /// The wake word of the mode `wake-word`.
    pub wake: WakeConfig,
    /// Echo control: `cancel`, `half-duplex` or `none`.
    pub echo: EchoControl,
    /// When speech begins and ends.
    pub speech: EndpointingConfig,
    /// Silence that ends a turn, in milliseconds.
    pub hang_over: HangOver,
    /// How much time slow speakers are given, in percent of these silences.
    pub patience: Patience,
}

/// The control socket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ControlSettings {
    /// What other programs may request; default: everything, and in a kiosk `announce` and `status`.
    pub allow: Option<Vec<String>>,
    /// Whether subscribers learn what was asked and answered; default: yes, and in a kiosk no.
    pub words: Option<bool>,
}

/// The file of metrics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetricsSettings {
    /// Where they are written, for the textfile collector of Prometheus' `node_exporter`; default: nowhere.
    pub file: Option<PathBuf>,
    /// How often, in seconds, 1 to 3600.
    pub every: u16,
}

impl Default for MetricsSettings {
    fn default() -> Self {
        Self {
            file: None,
            every: 15,
        }
    }
}

/// All settings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Which models to use.
    pub models: ModelSettings,
    /// The microphone and how it is used.
    pub capture: CaptureSettings,
    /// Speech recognition.
    pub hearing: HearingConfig,
    /// Documents and answers.
    pub mind: MindConfig,
    /// The voice.
    pub speaking: SpeakingConfig,
    /// The loudspeaker and the volume.
    pub playback: PlaybackSettings,
    /// Short sounds that say what mynah does.
    pub cues: CueConfig,
    /// The terminal interface.
    pub interface: InterfaceSettings,
    /// Speaking for people who type.
    pub speak: SpeakSettings,
    /// Saved conversations.
    pub history: ArchiveConfig,
    /// The kiosk.
    pub kiosk: KioskSettings,
    /// The control socket.
    pub control: ControlSettings,
    /// The file of metrics.
    pub metrics: MetricsSettings,
    /// Tools of others.
    pub tools: ToolsConfig,
    /// The files that all this comes from.
    #[serde(skip)]
    pub sources: ConfigSources,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file does not exist or cannot be read.
    #[error("The configuration file {} cannot be read ({reason}): {remedy}.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
        /// Its kind.
        kind: std::io::ErrorKind,
        /// What to check.
        remedy: &'static str,
    },
    /// The file cannot be written.
    #[error("The configuration file {} cannot be written ({reason}): check its permissions.", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The file is far too long.
    #[error("{} is larger than 1 MB, so not a configuration file: {remedy}.", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// What to check.
        remedy: &'static str,
    },
    /// A setting is unknown or has a wrong value.
    #[error("In {origin}: {reason}{}", if reason.ends_with('?') { "" } else { "." })]
    Wrong {
        /// The file and the line, or the environment variable.
        origin: String,
        /// What is wrong and what would be right, with the setting's name.
        reason: String,
    },
}

impl Settings {
    /// Reads the settings from the given file, else the user's, else the system's, and from its drop-ins; environment variables
    /// override them.
    pub fn load(given: Option<&Path>) -> Result<Self, ConfigError> {
        Self::load_over(given, None)
    }

    /// The same, overridden by what a kiosk's operator has chosen, in another file: they may not write the first one. A broken one is
    /// ignored; `overlay::read` says why. A broken drop-in is left out, but for a kiosk it is an error, as the main file's.
    pub fn load_over(given: Option<&Path>, over: Option<&Path>) -> Result<Self, ConfigError> {
        let main = sources::main_file(given);
        let broken = match over {
            Some(_) => BrokenDropIn::Refused,
            None => BrokenDropIn::LeftOut,
        };
        let texts = Texts::read(main.as_deref(), given, over, broken)?;
        let mut settings = Self::extracted(&Self::figment(&texts.files).merge(environment()), &texts.files)?;
        if let Some(folder) = main.as_deref().and_then(Path::parent) {
            settings.anchor(folder);
        }
        settings.sources = texts.sources();
        Ok(settings)
    }

    /// What these files mean without the environment.
    pub(super) fn of(files: &[ConfigFile]) -> Result<Self, ConfigError> {
        Self::extracted(&Self::figment(files), files)
    }

    fn figment(files: &[ConfigFile]) -> Figment {
        merged(files.iter().map(|file| file.text.as_str()))
    }

    fn extracted(figment: &Figment, files: &[ConfigFile]) -> Result<Self, ConfigError> {
        let settings: Self = figment
            .extract()
            .map_err(|error| mistakes::explained(&error, files))?;
        mistakes::meaningless(&settings, files).map_or(Ok(settings), Err)
    }

    /// Checks values that came from `origin`, such as an option of the command line.
    pub fn check_values(&self, origin: &str) -> Result<(), ConfigError> {
        match ranges::meaningless(self, &|_| None) {
            Some(wrong) => Err(ConfigError::Wrong {
                origin: origin.to_owned(),
                reason: wrong.reason,
            }),
            None => Ok(()),
        }
    }

    /// Whether a text would be a configuration; errors name the file in which it would stand.
    pub fn check(text: &str, file: &Path) -> Result<(), ConfigError> {
        let source = ConfigFile {
            path: file.to_owned(),
            text: text.to_owned(),
        };
        if let Some(error) = mistakes::syntax(&source) {
            return Err(error);
        }
        Self::of(&[source]).map(drop)
    }

    /// Holds the conversation in this language (`ru`, `auto`), whatever the configuration says: recognition, answers, and a voice
    /// that speaks it.
    pub fn converse_in(&mut self, code: String) {
        self.hearing.language = code;
        self.hearing.is_chosen = true;
    }

    /// The language that the voice must speak; `None` where every utterance's is detected, and where the configuration names a
    /// voice for its own language.
    pub fn spoken_language(&self) -> Option<&str> {
        let hearing = &self.hearing;
        let follows = hearing.is_chosen || !self.speaking.names_a_voice();
        (hearing.language != "auto" && follows).then_some(hearing.language.as_str())
    }

    /// The tools of others that are offered: in a kiosk only those that `mind.allow` lists.
    pub fn offered_tools(&self, is_kiosk: bool) -> ToolsConfig {
        self.tools.allowed(self.mind.allow.as_deref(), is_kiosk)
    }

    /// Makes relative paths relative to `folder`.
    pub(super) fn anchor(&mut self, folder: &Path) {
        // A voice without a folder is a name in the models folders.
        let voice = self.speaking.piper.as_mut();
        let paths = self
            .mind
            .knowledge
            .iter_mut()
            .chain(self.mind.policy.as_mut())
            .chain(self.models.folder.as_mut())
            .chain(self.capture.wake.recordings.as_mut())
            .chain(self.metrics.file.as_mut())
            .chain(voice.filter(|path| path.components().count() > 1));
        for path in paths.filter(|path| path.is_relative()) {
            *path = folder.join(&*path);
        }
        self.tools.anchor(folder);
        let models = &mut self.models;
        for model in [&mut models.speech, &mut models.language, &mut models.encoder]
            .into_iter()
            .flatten()
        {
            // So is a model.
            if model.contains('/') && Path::new(model.as_str()).is_relative() {
                *model = folder.join(&*model).display().to_string();
            }
        }
    }
}

/// The defaults, overridden by these texts, the later one before the earlier.
pub(super) fn merged<'a>(texts: impl IntoIterator<Item = &'a str>) -> Figment {
    let defaults = Figment::from(Serialized::defaults(Settings::default()));
    texts
        .into_iter()
        .fold(defaults, |figment, text| figment.merge(Toml::string(text)))
}

/// The variables of the environment that are settings.
pub(super) fn environment() -> Env {
    // Not settings: variables of command-line options, of a kiosk's supervisor, and of the choice of a build.
    Env::prefixed("MYNAH_")
        .ignore(&["config", "models", "log", "lang", "pulse", "baseline"])
        .split("__")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Settings, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        Settings::load(Some(&path))
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let settings = Settings {
            sources: ConfigSources::default(),
            ..load("").unwrap()
        };
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn relative_paths_count_from_the_files_folder() {
        let settings = load("[mind]\nknowledge = [\"facts\", \"/srv/facts\"]\n").unwrap();
        assert!(settings.mind.knowledge[0].is_absolute());
        assert!(settings.mind.knowledge[0].ends_with("facts"));
        assert_eq!(settings.mind.knowledge[1], Path::new("/srv/facts"));
        let text = "[mind]\npolicy = \"policy.md\"\n[speaking]\npiper = \"voices/amy.onnx\"\n[models]\nspeech = \"big/s.bin\"\n";
        let settings = load(text).unwrap();
        let policy = settings.mind.policy.unwrap();
        assert!(
            policy.is_absolute() && policy.ends_with("policy.md"),
            "{policy:?}"
        );
        let voice = settings.speaking.piper.unwrap();
        assert!(
            voice.is_absolute() && voice.ends_with("voices/amy.onnx"),
            "{voice:?}"
        );
        let speech = settings.models.speech.unwrap();
        assert!(
            speech.starts_with('/') && speech.ends_with("/big/s.bin"),
            "{speech}"
        );
    }

    #[test]
    fn names_of_voices_and_models_stay_names() {
        let settings = load("[speaking]\npiper = \"amy\"\n[models]\nlanguage = \"big.gguf\"\n").unwrap();
        assert_eq!(settings.speaking.piper.as_deref(), Some(Path::new("amy")));
        assert_eq!(settings.models.language.as_deref(), Some("big.gguf"));
    }

    #[test]
    fn the_voice_follows_the_language_unless_the_configuration_names_both() {
        for (text, expected) in [
            ("", Some("en")),
            ("hearing.language = \"ru\"", Some("ru")),
            (
                "hearing.language = \"ru\"\nspeaking.engine = \"espeak-ng\"",
                Some("ru"),
            ),
            ("speaking.voice = \"ru\"", None),
            ("hearing.language = \"ru\"\nspeaking.voice = \"en-gb\"", None),
            ("speaking.engine = \"piper\"\nspeaking.piper = \"amy\"", None),
            ("hearing.language = \"auto\"", None),
        ] {
            assert_eq!(load(text).unwrap().spoken_language(), expected, "{text}");
        }
        let mut settings = load("speaking.voice = \"en-gb\"").unwrap();
        settings.converse_in("ru".to_owned());
        assert_eq!(settings.spoken_language(), Some("ru"), "a visitor's choice");
        settings.converse_in("en".to_owned());
        assert_eq!(settings.speaking.voice, "en-gb", "and back");
    }

    #[test]
    fn a_missing_file_is_named() {
        let message = Settings::load(Some(Path::new("/nowhere/mynah.toml")))
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("/nowhere/mynah.toml")
                && message.ends_with("check the path given with --config."),
            "{message}"
        );
    }
}
