//! `mynah say`: text to speech.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use mynah_normalise::Language;

use crate::assembly;
use crate::audio::Samples;
use crate::audio::echo::PlaybackTap;
use crate::audio::level::SharedVolume;
use crate::audio::{resample, wav};
use crate::config::Settings;
use crate::engine::output::{OutputConfig, ReplyOutput};
use crate::grants::Named;
use crate::speaking::clauses::Clauses;
use crate::speaking::dispatcher::{self, OfferedVoice};
use crate::speaking::engines::{espeak, platform::Platform};
use crate::speaking::languages::Voices;
use crate::speaking::{SpeakingConfig, SpeakingError, Speech, VoiceEngine, reading};

use super::{Failure, Global, Outcome, answer};

/// How often the end of the speech is checked.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// The longest text in bytes: an hour of speech.
const MAX_LEN: usize = 100_000;

#[derive(Debug, Args)]
pub(super) struct Say {
    /// What to say
    #[arg(required_unless_present = "speech_dispatcher")]
    text: Option<String>,
    /// Write to a file instead of the loudspeaker
    #[arg(long, value_name = "FILE.wav")]
    out: Option<PathBuf>,
    /// Print the words that would be spoken, and say nothing
    #[arg(long, conflicts_with = "out")]
    print: bool,
    /// Serve speech-dispatcher, which starts this as its output module
    #[arg(long, conflicts_with_all = ["text", "out", "print"])]
    speech_dispatcher: bool,
}

impl Say {
    /// Files that it names.
    pub(super) fn named(&self, named: Named) -> Named {
        named.file(self.out.as_ref())
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        if self.speech_dispatcher {
            return serve(&settings);
        }
        let text = self.text.unwrap_or_default();
        if text.len() > MAX_LEN {
            return Err(Failure::Sentence(format!(
                "The text has {} bytes; use at most {MAX_LEN}, or split it.",
                text.len()
            )));
        }
        if let Some(path) = &self.out {
            wav::check_writable(path)?;
        }
        let words = reading::words(&text, language(global, &text));
        if words.is_empty() {
            return Err(Failure::Sentence(
                "There is nothing to say: the text contains no words.".to_owned(),
            ));
        }
        if self.print {
            answer(&words)?;
            return Ok(());
        }
        let config = assembly::speaking(&settings);
        let mut voices = Voices::new(&config, settings.spoken_language().map(str::to_owned))?;
        let mut sound = |text: &str| match voices.speech(text, None)? {
            Speech::Sound(samples) => Ok(samples),
            Speech::Words(_) => Err(SpeakingError::NoSamples),
        };
        // The whole text has been read in its context; its words are cut only for the voice.
        let mut clauses = Clauses::default();
        let mut texts = clauses.push(&words);
        texts.extend(clauses.finish());
        let Some(path) = &self.out else {
            if config.engine == VoiceEngine::Platform {
                return speak_directly(&config, &texts);
            }
            return play(&settings, texts.iter().map(|text| sound(text)));
        };
        let mut whole: Option<Samples> = None;
        for text in &texts {
            let clause = sound(text)?;
            match &mut whole {
                Some(whole) => whole
                    .samples
                    .extend(resample::to_rate(&clause, whole.rate).samples),
                None => whole = Some(clause),
            }
        }
        if let Some(samples) = whole {
            wav::write(path, &samples)?;
        }
        Ok(())
    }
}

/// Plays clauses one after the other, until the last one was heard.
fn play(settings: &Settings, clauses: impl Iterator<Item = Result<Samples, SpeakingError>>) -> Outcome {
    let config = OutputConfig {
        loudspeaker: true,
        device: settings.playback.device.clone(),
        volume: SharedVolume::new(settings.playback.volume),
        ..OutputConfig::default()
    };
    ReplyOutput::open(&config, &PlaybackTap::default())
        .play_to_the_end(clauses.map(|clause| clause.map_err(Failure::from)), &|| false)
}

/// Lends the voices to speech-dispatcher, until it quits.
fn serve(settings: &Settings) -> Outcome {
    let mut config = assembly::speaking(settings);
    if config.engine == VoiceEngine::Platform {
        // That voice is speech-dispatcher's own.
        config.engine = VoiceEngine::EspeakNg;
    }
    let mut voices = Voices::new(&config, settings.spoken_language().map(str::to_owned))?;
    let (_, name) = voices.described();
    let own = OfferedVoice {
        name: format!("mynah {name}"),
        language: settings.spoken_language().unwrap_or("en").to_owned(),
    };
    let offered: Vec<OfferedVoice> = std::iter::once(own)
        .chain(
            espeak::voices(&config.program)
                .into_iter()
                .map(|(language, name)| OfferedVoice { name, language }),
        )
        .collect();
    let pitch = config.pitch;
    dispatcher::serve(
        std::io::stdin().lock(),
        std::io::stdout(),
        voices,
        &offered,
        pitch,
    )?;
    Ok(())
}

/// The grammar that reads the text: of the language that was asked for, else of the text's letters.
fn language(global: &Global, text: &str) -> Option<Language> {
    match global.lang.as_deref().filter(|tag| *tag != "auto") {
        Some(tag) => Language::from_tag(tag),
        None => reading::language(text, None),
    }
}

/// Speaks with a voice that plays by itself.
fn speak_directly(config: &SpeakingConfig, texts: &[String]) -> Outcome {
    let mut voice = Platform::open(config)?;
    for text in texts {
        voice.say(text);
    }
    while voice.queued() > 0 {
        voice.watch(POLL_INTERVAL)?;
        std::thread::sleep(POLL_INTERVAL);
    }
    Ok(())
}
