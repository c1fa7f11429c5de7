//! What a conversation in another program is built of.
//!
//! Owns the defaults, and what the embedding program puts in their place. The parts are put together by `assembly`, and started in
//! `engine`.

use std::path::PathBuf;
use std::sync::Arc;

use crate::assembly;
use crate::audio::capture::{MicrophoneChoice, Recordings};
use crate::audio::echo::EchoControl;
use crate::audio::level::{SharedPace, SharedVolume};
use crate::config::Settings;
use crate::conversation::Beginning;
use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::engine::output::OutputConfig;
use crate::engine::stages::{Load, PartKind, Parts};
use crate::hearing::endpointing::ListeningMode;
use crate::hearing::transcribe;
use crate::language::LanguageModel;
use crate::speaking::Voice;
use crate::speaking::languages::Voices;

use super::{Conversation, ConversationError};

/// How replies are spoken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Speaking {
    #[default]
    Silent,
    Loudspeaker,
    Recorded,
}

/// What is listened to all the time.
enum Source {
    /// The microphone of the settings.
    Microphone,
    Recordings(Recordings),
}

/// Builds a [`Conversation`].
#[derive(Default)]
pub struct ConversationBuilder {
    settings: Settings,
    hears: bool,
    source: Option<Source>,
    speaking: Speaking,
    model: Option<Box<dyn LanguageModel>>,
    voice: Option<Box<dyn Voice>>,
    /// Whether nobody is there to whom something could ring.
    for_programs: bool,
}

impl ConversationBuilder {
    /// All settings at once, for example [`Settings::load`]'s. Call it first: the other methods change single ones.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The folder that is searched for models first. Without it, the standard folders are searched.
    #[must_use]
    pub fn models(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.models.folder = Some(folder.into());
        self
    }

    /// Adds a folder, or a file, of documents that questions are answered from.
    #[must_use]
    pub fn knowledge(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.mind.knowledge.push(path.into());
        self
    }

    /// The language of the conversation: a code such as `en`, `ru` or `zh`.
    #[must_use]
    pub fn language(mut self, code: &str) -> Self {
        self.settings.converse_in(code.to_owned());
        self
    }

    /// Whether recorded questions are understood too; this loads the speech model.
    #[must_use]
    pub fn hears(mut self, hears: bool) -> Self {
        self.hears = hears;
        self
    }

    /// Listens to these recordings as to a microphone, in real time; [`Conversation::hear`] answers the questions in them, and
    /// [`Conversation::ask_recorded`] takes none.
    #[must_use]
    pub fn listens_to(mut self, recordings: Recordings) -> Self {
        self.source = Some(Source::Recordings(recordings));
        self
    }

    /// Listens to the microphone of the settings, in their mode; [`Conversation::hear`] answers what is asked, and
    /// [`Conversation::ask_recorded`] takes nothing.
    #[must_use]
    pub fn microphone(mut self) -> Self {
        self.source = Some(Source::Microphone);
        self
    }

    /// Speaks replies through the loudspeaker of the settings.
    #[must_use]
    pub fn aloud(mut self) -> Self {
        self.speaking = Speaking::Loudspeaker;
        self
    }

    /// Records the spoken replies; [`Conversation::finish`] returns them.
    #[must_use]
    pub fn recorded(mut self) -> Self {
        self.speaking = Speaking::Recorded;
        self
    }

    /// A language model in place of the installed one.
    #[must_use]
    pub fn language_model(mut self, model: Box<dyn LanguageModel>) -> Self {
        self.model = Some(model);
        self
    }

    /// A voice in place of the configured one.
    #[must_use]
    pub fn voice(mut self, voice: Box<dyn Voice>) -> Self {
        self.voice = Some(voice);
        self
    }

    /// Answers the questions of programs: without the tools that ring later or remember something for a person.
    #[must_use]
    pub(crate) fn for_programs(mut self) -> Self {
        self.for_programs = true;
        self
    }

    /// Starts the conversation's threads, which load the models.
    ///
    /// # Errors
    /// A model, the documents or the policy are missing or unusable, or a thread cannot be started.
    pub fn build(self) -> Result<Conversation, ConversationError> {
        let Self {
            settings,
            hears,
            source,
            speaking,
            model,
            voice,
            for_programs,
        } = self;
        let listens = source.is_some();
        let beginning = beginning(&settings, matches!(source, Some(Source::Microphone)));
        if hears || listens {
            transcribe::log_quietly();
        }
        let mut warnings = Vec::new();
        let skills = if for_programs {
            assembly::skills_for_programs(&settings)?
        } else {
            assembly::skills(&settings, false)?
        };
        let hearing = (hears || listens)
            .then(|| assembly::hearing(&settings))
            .transpose()?;
        let mind = assembly::mind_with(
            &settings,
            skills,
            (assembly::knowledge(&settings)?, model),
            &mut |warning| {
                warnings.push(warning.to_owned());
            },
        )?;
        let voice = match (speaking, voice) {
            (Speaking::Silent, _) => None,
            (Speaking::Loudspeaker | Speaking::Recorded, None) => Some(assembly::voice(&settings)),
            (Speaking::Loudspeaker | Speaking::Recorded, Some(voice)) => {
                let config = settings.speaking.clone();
                let (name, language) = (voice.name().to_owned(), assembly::language(&settings));
                Some(Load::new(PartKind::Voice, name, 0, move |_| {
                    Ok(Voices::of(voice, &config, language))
                }))
            }
        };
        let output = OutputConfig {
            loudspeaker: speaking == Speaking::Loudspeaker,
            device: settings.playback.device.clone(),
            volume: SharedVolume::new(settings.playback.volume),
            pace: SharedPace::default(),
            record: speaking == Speaking::Recorded,
            voice: settings.speaking.clone(),
        };
        let listening = source.map(|source| {
            let (microphone, echo) = match source {
                Source::Microphone => (settings.capture.device.clone().into(), settings.capture.echo),
                Source::Recordings(recordings) => (MicrophoneChoice::Recorded(recordings), EchoControl::None),
            };
            assembly::listening(&settings, microphone, echo, false)
        });
        let parts = Parts {
            listening,
            hearing,
            mind,
            voice,
            output,
        };
        let mut engine = Engine::start(parts, None, Arc::new(Clock::start()))?;
        engine.set_language(assembly::language(&settings));
        engine.begin(beginning.clone());
        Ok(Conversation {
            engine,
            beginning,
            hears: hears && !listens,
            listens,
            warnings,
        })
    }
}

/// What a conversation of these settings begins with. What a microphone hears may be meant for somebody else; a recording is not.
fn beginning(settings: &Settings, hears_microphone: bool) -> Beginning {
    let capture = &settings.capture;
    let mut beginning = Beginning {
        hang_over: capture.hang_over,
        patience: capture.patience,
        ..Beginning::default()
    };
    if hears_microphone {
        beginning.wake = (capture.mode == ListeningMode::WakeWord).then(|| capture.wake.clone());
        beginning.ask_back = assembly::ask_back(settings, false);
    }
    beginning
}
