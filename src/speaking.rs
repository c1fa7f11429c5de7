//! Speaking: words in, samples out.
//!
//! Owns the way from streamed text to sound: clauses, what of them is to be read aloud, and the voices behind one
//! small interface. Does not play anything.

pub mod clauses;
pub mod dispatcher;
pub mod engines;
mod files;
pub mod languages;
mod markup;
pub mod reading;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::audio::Samples;
use engines::espeak::Espeak;
use engines::piper::{self, Piper};
use engines::platform::Words;
pub use files::VoiceFiles;

/// A clause that can be heard.
#[derive(Debug, Clone, PartialEq)]
pub enum Speech {
    /// Its sound.
    Sound(Samples),
    /// Its words, for a voice that plays by itself.
    Words(String),
}

/// Turns a clause into sound.
pub trait Voice: Send {
    /// The engine, for people.
    fn engine(&self) -> &'static str;

    /// The voice, for people.
    fn name(&self) -> &str;

    /// Speaks at the rate of this configuration from now on, where it can.
    fn set_pace(&mut self, _config: &SpeakingConfig) {}

    /// Whether it speaks this language (`de`).
    fn speaks(&self, language: &str) -> bool {
        languages::is_of(self.name(), language)
    }

    /// The sound of a clause. May take long for long text; never hangs for ever.
    fn synthesise(&mut self, clause: &str) -> Result<Samples, SpeakingError>;

    /// The clause as the loudspeaker is given it.
    fn speech(&mut self, clause: &str) -> Result<Speech, SpeakingError> {
        self.synthesise(clause).map(Speech::Sound)
    }
}

/// What makes the sound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoiceEngine {
    /// The best that is installed.
    #[default]
    Auto,
    /// espeak-ng: quick, in a hundred languages.
    EspeakNg,
    /// A neural voice of the Piper project.
    Piper,
    /// The platform's own voices: speech-dispatcher. Nothing is heard while they speak.
    Platform,
}

/// How replies sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpeakingConfig {
    /// `espeak-ng`, `piper`, `platform`, or `auto`: a Piper voice if one is installed, else espeak-ng.
    pub engine: VoiceEngine,
    /// espeak-ng's voice, for example `en-gb`; the default counts as none being named ([`SpeakingConfig::names_a_voice`]).
    pub voice: String,
    /// The Piper voice: a file `NAME.onnx` with its `NAME.onnx.json`, or its name in a models folder.
    pub piper: Option<PathBuf>,
    /// One of the platform's voices, by its name; without it the one that is set up there.
    pub platform_voice: Option<String>,
    /// Words a minute, 80 to 450.
    pub rate: u16,
    /// Pitch, 0 to 99.
    pub pitch: u8,
    /// The program to run.
    pub program: PathBuf,
    /// How a Piper voice is read.
    #[serde(skip)]
    pub files: VoiceFiles,
}

impl Default for SpeakingConfig {
    fn default() -> Self {
        Self {
            engine: VoiceEngine::Auto,
            voice: DEFAULT_VOICE.to_owned(),
            piper: None,
            platform_voice: None,
            rate: OWN_RATE,
            pitch: 50,
            program: PathBuf::from("espeak-ng"),
            files: VoiceFiles::default(),
        }
    }
}

/// espeak-ng's voice where the configuration names none.
const DEFAULT_VOICE: &str = "en-us";
/// Words a minute of a voice at its own pace.
const OWN_RATE: u16 = 165;

impl SpeakingConfig {
    /// Whether the configuration names the voice of this engine. Where it does not, the voice follows the conversation's language.
    pub fn names_a_voice(&self) -> bool {
        match self.engine {
            VoiceEngine::Auto => self.piper.is_some() || self.voice != DEFAULT_VOICE,
            VoiceEngine::EspeakNg => self.voice != DEFAULT_VOICE,
            VoiceEngine::Piper => self.piper.is_some(),
            VoiceEngine::Platform => true,
        }
    }

    /// How much faster than its own pace a voice is to speak.
    fn pace(&self) -> f32 {
        f32::from(self.rate) / f32::from(OWN_RATE)
    }

    /// The engine and the voice that are used, for programs; with a language (`ru`), those that speak it.
    pub fn label(&self, language: Option<&str>) -> String {
        match (self.engine, &self.piper, language) {
            (VoiceEngine::Platform, _, _) => "platform".to_owned(),
            (VoiceEngine::Auto | VoiceEngine::Piper, Some(path), language)
                if language.is_none_or(|language| piper::speaks(path, &self.files, language)) =>
            {
                let name = path.file_stem().unwrap_or_default();
                format!("piper:{}", name.to_string_lossy())
            }
            (_, _, Some(language)) => format!("espeak-ng:{}", languages::espeak_voice(self, language)),
            (_, _, None) => format!("espeak-ng:{}", self.voice),
        }
    }

    fn check(&self) -> Result<(), SpeakingError> {
        let in_range = |key, value: u16, least, most| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(SpeakingError::OutOfRange {
                    key,
                    value,
                    least,
                    most,
                })
            }
        };
        in_range("rate", self.rate, 80, 450)?;
        in_range("pitch", u16::from(self.pitch), 0, 99)
    }
}

/// Why nothing can be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpeakingError {
    /// A setting is out of its range.
    #[error("speaking.{key} is {value}; use {least} to {most}.")]
    OutOfRange {
        /// The key.
        key: &'static str,
        /// What it is.
        value: u16,
        /// The smallest.
        least: u16,
        /// The largest.
        most: u16,
    },
    /// The program is not there.
    #[error("The voice program {} cannot be started ({reason}): install it with 'sudo apt install espeak-ng', or set speaking.program.", program.display())]
    NotInstalled {
        /// The program.
        program: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// Somebody else than root could have changed the program.
    #[error("The voice program is not started, because {} could have been changed by others than root: install espeak-ng with 'sudo apt install espeak-ng'.", .0.display())]
    Untrusted(PathBuf),
    /// The program does not know the voice.
    #[error(
        "espeak-ng has no voice '{0}': 'espeak-ng --voices' lists those it has; set speaking.voice to one of them."
    )]
    UnknownVoice(String),
    /// The platform has no voice.
    #[error(
        "The platform's voices cannot be used ({0}): install speech-dispatcher, or set speaking.engine to 'espeak-ng'."
    )]
    NoPlatformVoice(String),
    /// The platform's voices give no samples.
    #[error(
        "The platform's voices cannot be written to a file: set speaking.engine to 'espeak-ng' or 'piper'."
    )]
    NoSamples,
    /// No Piper voice is there.
    #[error(
        "No Piper voice was found: put NAME.onnx and NAME.onnx.json into the models folder, or set speaking.engine to 'espeak-ng'."
    )]
    NoPiperVoice,
    /// A Piper voice cannot be used.
    #[error("The Piper voice {} cannot be used ({reason}): replace it, or set speaking.engine to 'espeak-ng'.", path.display())]
    BrokenVoice {
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The program does not answer.
    #[error("The voice program {} does not answer: it was stopped; try again, or reinstall it.", .0.display())]
    Hung(PathBuf),
    /// The program failed.
    #[error("The voice program {} failed ({reason}): try it by hand, or reinstall it.", program.display())]
    Failed {
        /// The program.
        program: PathBuf,
        /// What it said.
        reason: String,
    },
}

/// Prepares the configured voice. `config.piper` must be the path of a file, if there is a Piper voice at all.
pub fn voice(config: &SpeakingConfig) -> Result<Box<dyn Voice>, SpeakingError> {
    match (config.engine, &config.piper) {
        (VoiceEngine::Auto | VoiceEngine::Piper, Some(path)) => Ok(Box::new(Piper::load(path, config)?)),
        (VoiceEngine::Piper, None) => Err(SpeakingError::NoPiperVoice),
        (VoiceEngine::Platform, _) => Ok(Box::new(Words)),
        (VoiceEngine::Auto | VoiceEngine::EspeakNg, _) => Ok(Box::new(Espeak::new(config)?)),
    }
}
