//! A voice for every language: the configured one for its own, espeak-ng for the others.
//!
//! Owns the choice of the voice of a clause, and whether the conversation's language or the configuration makes it. A language that
//! no voice knows is spoken by the configured one: badly, but audibly.

use std::collections::HashMap;

use super::engines::espeak::Espeak;
use super::{DEFAULT_VOICE, SpeakingConfig, SpeakingError, Speech, Voice, VoiceEngine};

/// The configured voice, and voices for other languages, created on demand.
pub struct Voices {
    chosen: Box<dyn Voice>,
    config: SpeakingConfig,
    /// The language of a clause for which none is given; `None`: whatever the configured voice speaks.
    language: Option<String>,
    /// The configured words per minute.
    rate: u16,
    /// The current pace, in percent.
    percent: u8,
    /// Voices by language; `None` for a language that espeak-ng does not know.
    others: HashMap<String, Option<Espeak>>,
}

impl Voices {
    /// Loads the configured voice. `config.piper` must be the path of a file, if there is a Piper voice at all. `language` (`de`)
    /// is the one that is spoken where a clause has none: `None` leaves it to the configured voice.
    ///
    /// # Errors
    /// The configured voice cannot be used.
    pub fn new(config: &SpeakingConfig, language: Option<String>) -> Result<Self, SpeakingError> {
        Ok(Self::of(super::voice(config)?, config, language))
    }

    /// The same with this voice in place of the configured one.
    pub fn of(voice: Box<dyn Voice>, config: &SpeakingConfig, language: Option<String>) -> Self {
        Self {
            chosen: voice,
            config: config.clone(),
            language,
            rate: config.rate,
            percent: 100,
            others: HashMap::new(),
        }
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

    /// The same voices at a pitch, 0 to 99. A voice that cannot change stays as it is.
    pub fn at_pitch(&mut self, pitch: u8) -> &mut Self {
        if pitch != self.config.pitch {
            self.config.pitch = pitch.min(99);
            self.chosen.set_pace(&self.config);
            self.others.clear();
        }
        self
    }

    /// Synthesises a clause in a language (`de`, `zh`); `None` is the language of [`Voices::new`].
    pub fn speech(&mut self, clause: &str, language: Option<&str>) -> Result<Speech, SpeakingError> {
        match self.foreign(language).and_then(|language| self.other(&language)) {
            Some(voice) => voice.speech(clause),
            None => self.chosen.speech(clause),
        }
    }

    /// The engine and the name of the voice that speaks a clause without a language of its own, for people.
    pub fn described(&mut self) -> (&'static str, String) {
        if let Some(voice) = self.foreign(None).and_then(|language| self.other(&language)) {
            return (voice.engine(), voice.name().to_owned());
        }
        (self.chosen.engine(), self.chosen.name().to_owned())
    }

    /// The language of a clause, if the configured voice does not speak it.
    fn foreign(&self, language: Option<&str>) -> Option<String> {
        let language = language.or(self.language.as_deref())?;
        // The platform chooses its voices itself.
        let is_foreign = self.config.engine != VoiceEngine::Platform && !self.chosen.speaks(language);
        is_foreign.then(|| language.to_owned())
    }

    fn other(&mut self, language: &str) -> Option<&mut Espeak> {
        if !self.others.contains_key(language) {
            let config = SpeakingConfig {
                engine: VoiceEngine::EspeakNg,
                voice: espeak_voice(&self.config, language),
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

/// espeak-ng's voice for a language: the configured one if it speaks it, else the one that is named like the language.
pub(super) fn espeak_voice(config: &SpeakingConfig, language: &str) -> String {
    [config.voice.as_str(), DEFAULT_VOICE]
        .into_iter()
        .find(|voice| is_of(voice, language))
        .unwrap_or(language)
        .to_owned()
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

    fn espeak(voice: &str) -> SpeakingConfig {
        SpeakingConfig {
            engine: VoiceEngine::EspeakNg,
            voice: voice.to_owned(),
            ..SpeakingConfig::default()
        }
    }

    #[test]
    fn the_voice_follows_the_conversation_and_is_the_configured_one_for_its_own_language() {
        let sentence = "Сейчас десять часов.";
        let russian = super::super::voice(&espeak("ru"))
            .unwrap()
            .speech(sentence)
            .unwrap();
        for (configured, language, speaks) in [
            (DEFAULT_VOICE, Some("ru"), "ru"),
            ("en-gb", Some("en"), "en-gb"),
            ("en-gb", None, "en-gb"),
            ("ru", Some("en"), DEFAULT_VOICE),
            // No voice knows it.
            ("en-gb", Some("xx"), "en-gb"),
        ] {
            let mut voices = Voices::new(&espeak(configured), language.map(str::to_owned)).unwrap();
            assert_eq!(
                voices.described(),
                ("espeak-ng", speaks.to_owned()),
                "{language:?}"
            );
            let said = voices.speech(sentence, None).unwrap();
            assert_eq!(said == russian, speaks == "ru", "{configured} {language:?}");
        }
    }

    #[test]
    fn each_language_has_its_voice_and_an_unknown_one_has_the_chosen() {
        let mut voices = Voices::new(&espeak(DEFAULT_VOICE), None).unwrap();
        let mut said = |language| voices.speech("Die Tiere sind im Garten.", language).unwrap();
        let chosen = said(None);
        assert!(said(Some("en")) == chosen && said(Some("xx")) == chosen);
        let german = said(Some("de"));
        assert!(german != chosen && said(Some("de")) == german);
        assert!(is_of("en-us", "en") && !is_of("de", "en"));
    }
}
