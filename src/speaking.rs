//! Speaking: words in, samples out.
//!
//! Owns the way from streamed text to sound: clauses, what of them is to be read aloud, and the voices behind one
//! small interface. Does not play anything.

pub mod clauses;
pub mod engines;
pub mod normalise;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::audio::Samples;
use engines::espeak::Espeak;

/// Turns a clause into sound.
pub trait Voice: Send {
    /// The engine and the voice, for people.
    fn name(&self) -> &str;

    /// The sound of a clause. May take long for long text; never hangs for ever.
    fn synthesise(&mut self, clause: &str) -> Result<Samples, SpeakingError>;
}

/// How replies sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpeakingConfig {
    /// The engine; so far `espeak-ng` alone.
    pub engine: String,
    /// The engine's voice, for example `en-us`.
    pub voice: String,
    /// Words a minute, 80 to 450.
    pub rate: u16,
    /// Pitch, 0 to 99.
    pub pitch: u8,
    /// The program to run.
    pub program: PathBuf,
}

impl Default for SpeakingConfig {
    fn default() -> Self {
        Self {
            engine: "espeak-ng".to_owned(),
            voice: "en-us".to_owned(),
            rate: 165,
            pitch: 50,
            program: PathBuf::from("espeak-ng"),
        }
    }
}

/// Why nothing can be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpeakingError {
    /// No such engine.
    #[error("There is no voice engine '{0}': set speaking.engine to 'espeak-ng'.")]
    UnknownEngine(String),
    /// A setting is out of its range.
    #[error("The setting speaking.{key} is {value}; it must be between {least} and {most}.")]
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
    /// The program does not know the voice.
    #[error(
        "espeak-ng has no voice '{0}': 'espeak-ng --voices' lists those it has; set speaking.voice to one of them."
    )]
    UnknownVoice(String),
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

/// Prepares the configured voice.
pub fn voice(config: &SpeakingConfig) -> Result<Box<dyn Voice>, SpeakingError> {
    match config.engine.as_str() {
        "espeak-ng" => Ok(Box::new(Espeak::new(config)?)),
        other => Err(SpeakingError::UnknownEngine(other.to_owned())),
    }
}
