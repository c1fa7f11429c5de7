//! A voice that plays by itself, as a loudspeaker that takes words.
//!
//! Owns the connection to the platform's voices and tells whoever listens that the machine is audible although none of
//! its samples can be seen. A server that died is connected to again with the next answer.

use std::time::Duration;

use crate::audio::echo::Played;
use crate::speaking::engines::platform::Platform;
use crate::speaking::{SpeakingConfig, SpeakingError};

/// Nobody knows how long a clause will take: each counts as this much.
const NOMINAL: Duration = Duration::from_secs(1);

/// The platform's voice, once it was needed.
pub struct Aloud {
    config: SpeakingConfig,
    played: Played,
    voice: Option<Platform>,
}

impl Aloud {
    /// Connects when the first words come.
    pub fn new(config: SpeakingConfig, played: Played) -> Self {
        Self {
            config,
            played,
            voice: None,
        }
    }

    /// Says a clause after those before it.
    pub fn say(&mut self, words: &str) -> Result<(), SpeakingError> {
        let voice = match &mut self.voice {
            Some(voice) => voice,
            none => none.insert(Platform::open(&self.config)?),
        };
        self.played.set_elsewhere(true);
        voice.say(words);
        Ok(())
    }

    /// How much is still to be heard, every clause counted as one second.
    pub fn queued(&self) -> Duration {
        let clauses = self.voice.as_ref().map_or(0, Platform::queued);
        if clauses == 0 {
            self.played.set_elsewhere(false);
        }
        NOMINAL * u32::try_from(clauses).unwrap_or(u32::MAX)
    }

    /// Silence, now.
    pub fn stop(&mut self) {
        if let Some(voice) = &mut self.voice {
            voice.stop();
        }
    }

    /// Notices a server that does not answer. To be asked again and again, `elapsed` after the last time.
    pub fn watch(&mut self, elapsed: Duration) -> Result<(), SpeakingError> {
        let watched = self.voice.as_mut().map_or(Ok(()), |voice| voice.watch(elapsed));
        if watched.is_err() {
            self.voice = None;
        }
        watched
    }
}
