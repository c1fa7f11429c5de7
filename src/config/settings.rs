//! Settings from a TOML file and `MYNAH_*` environment variables, over built-in defaults.
//!
//! Owns the merge and its error messages. Unknown keys are refused, because a misspelt key that is ignored
//! costs an evening. Relative paths in a file count from that file's folder.

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use super::interface::InterfaceSettings;
use super::kiosk::KioskSettings;
use super::overlay;
use super::paths;
use crate::archive::ArchiveConfig;
use crate::audio::echo::EchoControl;
use crate::audio::level::Volume;
use crate::conversation::{HangOver, WakeConfig};
use crate::hearing::HearingConfig;
use crate::hearing::endpointing::{EndpointingConfig, ListeningMode};
use crate::mind::MindConfig;
use crate::speaking::SpeakingConfig;

/// A configuration file may be at most this long; it is a page of text.
const LONGEST_FILE: u64 = 1 << 20;

/// Which models to use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelSettings {
    /// Folder that is searched first.
    pub folder: Option<PathBuf>,
    /// Name or path of the speech model; without it the best one found.
    pub speech: Option<String>,
    /// Name or path of the language model; without it the best one found.
    pub language: Option<String>,
    /// Threads for the language model; 0 takes one for each processor.
    pub threads: u8,
    /// How prompts are written for the language model: `pinned` or `file`.
    pub template: PromptTemplate,
}

/// Whose template writes the prompts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromptTemplate {
    /// The one of ours for the model's family.
    #[default]
    Pinned,
    /// The program that the model's file brings.
    File,
}

/// Where replies are heard, and how loud.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlaybackSettings {
    /// Name of the loudspeaker; without it the default one.
    pub device: Option<String>,
    /// How loud replies are, 0 to 100; what the system's own mixer does comes on top.
    pub volume: Volume,
}

/// How the microphone is listened to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaptureSettings {
    /// Name of the microphone; without it the default one.
    pub device: Option<String>,
    /// `hands-free`, `wake-word`, `push-to-talk` or `off`.
    pub mode: ListeningMode,
    /// What wakes the machine in the mode `wake-word`.
    pub wake: WakeConfig,
    /// How the machine is kept from hearing itself: `cancel`, `half-duplex` or `none`.
    pub echo: EchoControl,
    /// When speech is believed.
    pub speech: EndpointingConfig,
    /// Silence that ends a turn, in milliseconds.
    pub hang_over: HangOver,
}

/// All settings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Which models to use.
    pub models: ModelSettings,
    /// How the microphone is listened to.
    pub capture: CaptureSettings,
    /// How speech is recognised.
    pub hearing: HearingConfig,
    /// What is known and how it is answered.
    pub mind: MindConfig,
    /// How replies sound.
    pub speaking: SpeakingConfig,
    /// Where replies are heard.
    pub playback: PlaybackSettings,
    /// How the terminal looks.
    pub interface: InterfaceSettings,
    /// What is kept of conversations.
    pub history: ArchiveConfig,
    /// How a kiosk deals with its visitors.
    pub kiosk: KioskSettings,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not there or cannot be read.
    #[error("The configuration file {} cannot be read ({reason}): check the path given with --config.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
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
    #[error("{} is larger than 1 MB and no configuration file: check the path given with --config.", .0.display())]
    TooLong(PathBuf),
    /// A key or a value is wrong.
    #[error(
        "The configuration is wrong in {origin}: {reason}. Correct it there, or remove the line to get the default."
    )]
    Wrong {
        /// The file, or the environment.
        origin: String,
        /// What is wrong, with the key.
        reason: String,
    },
}

impl Settings {
    /// Reads the settings from the file given, else the user's, else the system's, and the environment over it.
    pub fn load(given: Option<&Path>) -> Result<Self, ConfigError> {
        Self::load_over(given, None)
    }

    /// The same with what a kiosk's operator has chosen, in another file: they may not write the first one. It is ignored when it
    /// is broken; [`overlay::read`] says why.
    pub fn load_over(given: Option<&Path>, over: Option<&Path>) -> Result<Self, ConfigError> {
        let file = given.map(Path::to_owned).or_else(standard_file);
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = &file {
            figment = figment.merge(Toml::string(&read(path)?));
        }
        match over.map(overlay::read) {
            Some(Ok(text)) => figment = figment.merge(Toml::string(&text)),
            Some(Err(error)) => tracing::warn!(%error, "settings"),
            None => {}
        }
        // These mirror command-line options that are no settings; the last two lead to a kiosk's
        // supervisor, and keep the program from choosing another build.
        let environment = Env::prefixed("MYNAH_")
            .ignore(&["config", "models", "log", "lang", "pulse", "baseline"])
            .split("__");
        let mut settings: Self = figment
            .merge(environment)
            .extract()
            .map_err(|error| wrong(&error, file.as_deref()))?;
        if let Some(folder) = file.as_deref().and_then(Path::parent) {
            settings.anchor(folder);
        }
        Ok(settings)
    }

    /// Whether a text would be a configuration; errors name the file in which it would stand.
    pub fn check(text: &str, file: &Path) -> Result<(), ConfigError> {
        Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::string(text))
            .extract::<Self>()
            .map(drop)
            .map_err(|error| wrong(&error, Some(file)))
    }

    /// Makes relative paths count from `folder`.
    fn anchor(&mut self, folder: &Path) {
        let paths = self
            .mind
            .knowledge
            .iter_mut()
            .chain(self.models.folder.as_mut())
            .chain(self.capture.wake.recordings.as_mut());
        for path in paths.filter(|path| path.is_relative()) {
            *path = folder.join(&*path);
        }
    }
}

/// The configuration file in the standard places, if there is one.
pub fn standard_file() -> Option<PathBuf> {
    [paths::user_config(), Some(PathBuf::from(paths::SYSTEM_CONFIG))]
        .into_iter()
        .flatten()
        .find(|path| path.is_file())
}

fn read(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |error: std::io::Error| ConfigError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > LONGEST_FILE {
        return Err(ConfigError::TooLong(path.to_owned()));
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

fn wrong(error: &figment::Error, file: Option<&Path>) -> ConfigError {
    let of_environment = error
        .metadata
        .as_ref()
        .is_some_and(|origin| origin.name.contains("environment"));
    let origin = match file {
        Some(path) if !of_environment => path.display().to_string(),
        _ => "the MYNAH_ environment variables".to_owned(),
    };
    let key = if error.path.is_empty() {
        String::new()
    } else {
        format!(" (at '{}')", error.path.join("."))
    };
    // The parser draws its errors over several lines; a person gets one sentence.
    let reason = error
        .kind
        .to_string()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    ConfigError::Wrong {
        origin,
        reason: format!("{}{key}", reason.trim_end_matches('.')),
    }
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
        assert_eq!(load("").unwrap(), Settings::default());
    }

    #[test]
    fn relative_paths_count_from_the_files_folder() {
        let settings = load("[mind]\nknowledge = [\"facts\", \"/srv/facts\"]\n").unwrap();
        assert!(settings.mind.knowledge[0].is_absolute());
        assert!(settings.mind.knowledge[0].ends_with("facts"));
        assert_eq!(settings.mind.knowledge[1], Path::new("/srv/facts"));
    }

    #[test]
    fn mistakes_are_named_with_file_and_key_in_one_sentence() {
        for (text, expected) in [
            ("[speaking]\nrate = \"fast\"", "speaking.rate"),
            ("[speakng]\nrate = 3", "speakng"),
            ("[hearing]\nbeams = 900", "hearing.beams"),
            ("[models\nspeech=", "config.toml"),
        ] {
            let message = load(text).unwrap_err().to_string();
            assert!(
                message.contains(expected) && message.contains("config.toml"),
                "{message}"
            );
            assert!(!message.contains('\n'), "{message}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let message = Settings::load(Some(Path::new("/nowhere/mynah.toml")))
            .unwrap_err()
            .to_string();
        assert!(message.contains("/nowhere/mynah.toml"), "{message}");
    }
}
