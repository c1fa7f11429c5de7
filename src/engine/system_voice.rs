//! The output for voices that play by themselves: a loudspeaker that takes words.
//!
//! Owns the connection to the platform's voices, and tells the listening stage that the machine is audible although its samples
//! are unknown. If the speech server dies, the next answer connects again.

use std::time::Duration;

use crate::audio::echo::PlaybackTap;
use crate::speaking::engines::platform::Platform;
use crate::speaking::{SpeakingConfig, SpeakingError};

/// The duration of a clause is unknown: each counts as this much.
const NOMINAL: Duration = Duration::from_secs(1);

/// The platform's voice; connected on first use.
pub struct SystemVoiceOutput {
    config: SpeakingConfig,
    played: PlaybackTap,
    voice: Option<Platform>,
}

impl SystemVoiceOutput {
    /// Connects when the first words come.
    pub fn new(config: SpeakingConfig, played: PlaybackTap) -> Self {
        Self {
            config,
            played,
            voice: None,
        }
    }

    /// Queues a clause.
    pub fn say(&mut self, words: &str) -> Result<(), SpeakingError> {
        let voice = match &mut self.voice {
            Some(voice) => voice,
            none => none.insert(Platform::open(&self.config)?),
        };
        self.played.set_elsewhere(true);
        voice.say(words);
        Ok(())
    }

    /// The length of the queue, one second per clause.
    pub fn queued(&self) -> Duration {
        let clauses = self.voice.as_ref().map_or(0, Platform::queued);
        if clauses == 0 {
            self.played.set_elsewhere(false);
        }
        NOMINAL * u32::try_from(clauses).unwrap_or(u32::MAX)
    }

    /// Stops at once.
    pub fn stop(&mut self) {
        if let Some(voice) = &mut self.voice {
            voice.stop();
        }
    }

    /// Detects a server that does not answer. To be called regularly, with the time since the last call.
    pub fn watch(&mut self, elapsed: Duration) -> Result<(), SpeakingError> {
        let watched = self.voice.as_mut().map_or(Ok(()), |voice| voice.watch(elapsed));
        if watched.is_err() {
            self.voice = None;
        }
        watched
    }
}
