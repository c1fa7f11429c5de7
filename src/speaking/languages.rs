//! A voice for every language: the configured one for its own, espeak-ng for the others.
//!
//! Owns the choice of the voice of a clause. A language that no voice knows is spoken by the configured one: badly, but audibly.

use std::collections::HashMap;

use super::engines::espeak::Espeak;
use super::{SpeakingConfig, SpeakingError, Speech, Voice, VoiceEngine};

/// The configured voice, and voices for other languages, created on demand.
pub struct Voices {
    chosen: Box<dyn Voice>,
    config: SpeakingConfig,
    /// The configured words per minute.
    rate: u16,
    /// The current pace, in percent.
    percent: u8,
    /// Voices by language; `None` for a language that espeak-ng does not know.
    others: HashMap<String, Option<Espeak>>,
}

impl Voices {
    /// Loads the configured voice. `config.piper` must be the path of a file, if there is a Piper voice at all.
    pub fn new(config: &SpeakingConfig) -> Result<Self, SpeakingError> {
        Ok(Self {
            chosen: super::voice(config)?,
            config: config.clone(),
            rate: config.rate,
            percent: 100,
            others: HashMap::new(),
        })
    }

    /// The same voices at a pace, in percent of the configured rate. A voice that cannot change stays as it is.
    pub fn at_pace(&mut self, percent: u8) -> &mut Self {
        if percent != self.percent {
            self.percent = percent;
            let rate = u32::from(self.rate) * u32::from(percent) / 100;
            self.config.rate = u16::try_from(rate.clamp(80, 450)).unwrap_or(self.rate);
            self.chosen.set_pace(&self.config);
            self.others.clear();
        }
        self
    }

    /// Synthesises a clause in a language (`de`, `zh`); `None` is the configured voice's own language.
    pub fn speech(&mut self, clause: &str, language: Option<&str>) -> Result<Speech, SpeakingError> {
        // The platform chooses its voices itself.
        let foreign = language
            .filter(|language| !self.chosen.speaks(language) && self.config.engine != VoiceEngine::Platform);
        match foreign.and_then(|language| self.other(language)) {
            Some(voice) => voice.speech(clause),
            None => self.chosen.speech(clause),
        }
    }

    fn other(&mut self, language: &str) -> Option<&mut Espeak> {
        if !self.others.contains_key(language) {
            let config = SpeakingConfig {
                engine: VoiceEngine::EspeakNg,
                voice: language.to_owned(),
                ..self.config.clone()
            };
            let voice = Espeak::new(&config);
            if let Err(error) = &voice {
                tracing::warn!(%error, "no voice of this language");
            }
            self.others.insert(language.to_owned(), voice.ok());
        }
        self.others.get_mut(language)?.as_mut()
    }
}

/// Whether a voice named like a language tag (`en-us`) speaks this language (`en`).
pub(super) fn is_of(voice: &str, language: &str) -> bool {
    let first = |tag: &str| {
        tag.split(['-', '_', '+'])
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    first(voice) == first(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_voice_and_an_unknown_one_has_the_chosen() {
        let mut voices = Voices::new(&SpeakingConfig {
            engine: VoiceEngine::EspeakNg,
            ..SpeakingConfig::default()
        })
        .unwrap();
        let mut said = |language| voices.speech("Die Tiere sind im Garten.", language).unwrap();
        let chosen = said(None);
        assert!(said(Some("en")) == chosen && said(Some("xx")) == chosen);
        let german = said(Some("de"));
        assert!(german != chosen && said(Some("de")) == german);
        assert!(is_of("en-us", "en") && !is_of("de", "en"));
    }
}
