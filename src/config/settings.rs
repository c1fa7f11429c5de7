//! All settings, with their defaults.
//!
//! Unknown settings are refused, because a misspelt setting that is ignored costs an evening. Relative paths in a file are relative
//! to its folder. Where the values come from is `loading`'s and `merging`'s; sentences about mistakes are in `mistakes`.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::interface::{InterfaceSettings, SpeakSettings};
use super::kiosk::KioskSettings;
use super::models::ModelSettings;
use super::unanswered::UnansweredSettings;
use crate::archive::ArchiveConfig;
use crate::audio::echo::EchoControl;
use crate::audio::level::Volume;
use crate::conversation::{CueConfig, HangOver, Patience, WakeConfig};
use crate::hearing::HearingConfig;
use crate::hearing::endpointing::{EndpointingConfig, ListeningMode};
use crate::mind::MindConfig;
use crate::speaking::SpeakingConfig;
use crate::tools::ToolsConfig;

/// The files that a configuration was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigSources {
    /// Those that were read, the later one before the earlier.
    pub files: Vec<PathBuf>,
    /// For each that was left out, why.
    pub left_out: Vec<String>,
}

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

/// Installed bundles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BundleSettings {
    /// Their folder, read from the main file only; default: none. The current bundle's settings override the main file's.
    pub folder: Option<PathBuf>,
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
    /// Installed bundles.
    pub bundles: BundleSettings,
    /// The control socket.
    pub control: ControlSettings,
    /// The file of metrics.
    pub metrics: MetricsSettings,
    /// Counts of questions without an answer.
    pub unanswered: UnansweredSettings,
    /// Tools of others.
    pub tools: ToolsConfig,
    /// The files that all this comes from.
    #[serde(skip)]
    pub sources: ConfigSources,
}

impl Settings {
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
            .chain(&mut self.mind.grammars)
            .chain(self.mind.policy.as_mut())
            .chain(self.models.folder.as_mut())
            .chain(self.capture.wake.recordings.as_mut())
            .chain(self.metrics.file.as_mut())
            .chain(self.bundles.folder.as_mut())
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
