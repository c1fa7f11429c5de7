//! A conversation in another program.
//!
//! Owns the front door: a builder that takes settings, and parts in place of ours; and questions in, answers out. The parts are put
//! together by `assembly`, as they are for mynah's own commands, and run in `engine`. Starts no protection: the program that embeds a
//! conversation decides what its process may reach.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::assembly::{self, AssemblyError};
use crate::audio::Samples;
use crate::audio::capture::{MicrophoneChoice, Recordings};
use crate::audio::echo::EchoControl;
use crate::audio::level::{SharedPace, SharedVolume};
use crate::config::Settings;
use crate::conversation::{
    Answer, Beginning, Citation, Exchange, History, Question, State, Timeline, ToolUse, Turn, Weight,
};
use crate::engine::clock::Clock;
use crate::engine::output::OutputConfig;
use crate::engine::stages::{Load, PartKind, Parts};
use crate::engine::{Engine, EngineError};
use crate::hearing::transcribe;
use crate::language::LanguageModel;
use crate::speaking::Voice;
use crate::speaking::languages::Voices;
use crate::wording;

/// Why a conversation cannot begin, or a question cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum ConversationError {
    /// A part is missing or unusable.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
    /// The threads cannot be started.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A part failed during the turn; the sentence says what to do.
    #[error("{0}")]
    Failed(String),
    /// No question was heard and answered in time.
    #[error(
        "No question was heard and answered in time: check that the recording contains speech, or wait longer."
    )]
    Silence,
    /// Recorded questions were not asked for.
    #[error(
        "This conversation takes no recorded questions: build it with hears(true) and without listens_to."
    )]
    Deaf,
    /// There are no recordings to listen to.
    #[error("This conversation listens to no recordings: build it with listens_to.")]
    NotListening,
}

/// An answered question.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The question as it was understood: the words that were typed, or the transcript.
    pub question: String,
    /// The answer.
    pub text: String,
    /// The parts of the documents that it comes from.
    pub sources: Vec<Citation>,
    /// The tool that was run, if one was.
    pub tool: Option<ToolUse>,
    /// Whether the answer is that nothing is known, or that the operator's policy does not want it answered.
    pub refused: bool,
    /// What works less well than it was to, a sentence each.
    pub warnings: Vec<String>,
    /// When each stage was done, counted from the end of the question.
    pub timeline: Timeline,
}

/// How replies are spoken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Speaking {
    #[default]
    Silent,
    Loudspeaker,
    Recorded,
}

/// Builds a [`Conversation`].
#[derive(Default)]
pub struct ConversationBuilder {
    settings: Settings,
    hears: bool,
    recordings: Option<Recordings>,
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

    /// Listens to these recordings as to a microphone, at the pace of time; [`Conversation::hear`] answers the questions in them, and
    /// [`Conversation::ask_recorded`] takes none.
    #[must_use]
    pub fn listens_to(mut self, recordings: Recordings) -> Self {
        self.recordings = Some(recordings);
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
            recordings,
            speaking,
            model,
            voice,
            for_programs,
        } = self;
        let listens = recordings.is_some();
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
        let listening = recordings.map(|recordings| {
            let microphone = MicrophoneChoice::Recorded(recordings);
            assembly::listening(&settings, microphone, EchoControl::None, false)
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
        engine.begin(Beginning {
            hang_over: settings.capture.hang_over,
            patience: settings.capture.patience,
            ..Beginning::default()
        });
        Ok(Conversation {
            engine,
            hears: hears && !listens,
            listens,
            warnings,
        })
    }
}

/// A running conversation: it remembers its questions and answers, so that follow-ups are understood.
///
/// ```no_run
/// # fn main() -> Result<(), mynah::ConversationError> {
/// let mut conversation = mynah::Conversation::builder()
///     .models("models/starter")
///     .knowledge("assets/knowledge/harbor-house")
///     .build()?;
/// println!("{}", conversation.ask("When do you open on Friday?")?.text);
/// println!("{}", conversation.ask("And on Sunday?")?.text);
/// # Ok(())
/// # }
/// ```
pub struct Conversation {
    engine: Engine,
    /// Whether recorded questions are taken.
    hears: bool,
    /// Whether recordings are listened to as a microphone is.
    listens: bool,
    /// Not told yet.
    warnings: Vec<String>,
}

impl Conversation {
    /// A builder with the default settings: the installed models, no documents, typed questions, written answers.
    pub fn builder() -> ConversationBuilder {
        ConversationBuilder::default()
    }

    /// Asks a question in words, and waits for the answer. If replies are spoken, it waits until they have been.
    ///
    /// # Errors
    /// [`ConversationError::Failed`].
    pub fn ask(&mut self, question: &str) -> Result<Response, ConversationError> {
        self.ask_telling(question, &mut |_| ())
    }

    /// The same; `on_state` sees the state of the conversation after every event, for example the reply as it grows.
    ///
    /// # Errors
    /// [`ConversationError::Failed`].
    pub fn ask_telling(
        &mut self,
        question: &str,
        on_state: &mut dyn FnMut(&State),
    ) -> Result<Response, ConversationError> {
        self.turn(Question::Typed(question.to_owned()), on_state)
    }

    /// Asks a recorded question: mono at 16 kHz, at most 30 s, as [`crate::audio::sound_file::read`] gives it.
    ///
    /// # Errors
    /// [`ConversationError::Deaf`], or [`ConversationError::Failed`]: also where no words were heard.
    pub fn ask_recorded(&mut self, recording: Samples) -> Result<Response, ConversationError> {
        if !self.hears {
            return Err(ConversationError::Deaf);
        }
        let utterance = self.engine.store_recording(recording);
        self.turn(Question::Spoken(utterance), &mut |_| ())
    }

    /// Begins anew: what was asked and answered before is forgotten, and `past` (questions and their answers, oldest first) takes its
    /// place.
    pub fn begin_again(&mut self, past: &[(String, String)]) {
        let mut history = History::default();
        for (question, answer) in past {
            history.push(Exchange {
                question: question.clone(),
                facts: Vec::new(),
                answer: Answer {
                    text: answer.clone(),
                    tool: None,
                    sources: Vec::new(),
                },
            });
        }
        self.continue_from(history);
    }

    /// What was asked and answered so far, as [`Conversation::continue_from`] takes it.
    pub fn history(&self) -> &History {
        &self.engine.state().history
    }

    /// The same as [`Conversation::begin_again`] with exchanges that mynah had itself: also their facts and tools are known.
    pub fn continue_from(&mut self, history: History) {
        self.engine.begin(Beginning {
            history,
            ..Beginning::default()
        });
    }

    /// Ends the conversation; returns the recording of the replies, if one was asked for.
    pub fn finish(self) -> Option<Samples> {
        self.engine.finish()
    }

    /// Waits for a question in the recordings of [`ConversationBuilder::listens_to`], and for its answer.
    ///
    /// # Errors
    /// [`ConversationError::NotListening`]; [`ConversationError::Silence`] when no turn has ended `within` this time; or
    /// [`ConversationError::Failed`].
    pub fn hear(&mut self, within: Duration) -> Result<Response, ConversationError> {
        if !self.listens {
            return Err(ConversationError::NotListening);
        }
        let mut told = Told::begin(&mut self.warnings);
        let turn = self.engine.hear(within, &mut |state| told.note(state)).cloned();
        let Some(turn) = turn else {
            self.warnings = told.warnings;
            return Err(ConversationError::Silence);
        };
        self.response(turn, told)
    }

    fn turn(
        &mut self,
        question: Question,
        on_state: &mut dyn FnMut(&State),
    ) -> Result<Response, ConversationError> {
        let mut told = Told::begin(&mut self.warnings);
        let turn = self.engine.converse(question, &mut |state| {
            told.note(state);
            on_state(state);
        });
        let turn = turn.cloned().unwrap_or_default();
        self.response(turn, told)
    }

    fn response(&mut self, turn: Turn, told: Told) -> Result<Response, ConversationError> {
        let Told {
            mut warnings,
            mut faults,
        } = told;
        if turn.reply.is_empty() {
            self.warnings = warnings;
            let silent = "No words were heard: check that the recording contains speech.".to_owned();
            return Err(ConversationError::Failed(faults.pop().unwrap_or(silent)));
        }
        warnings.append(&mut faults);
        Ok(Response {
            question: turn.question.unwrap_or_default(),
            text: turn.reply,
            sources: turn.sources,
            tool: turn.tool,
            refused: turn.refused,
            warnings,
            timeline: turn.timeline,
        })
    }
}

/// What was told during a turn, a sentence each.
struct Told {
    warnings: Vec<String>,
    faults: Vec<String>,
}

impl Told {
    /// Begins with what was not told yet.
    fn begin(warnings: &mut Vec<String>) -> Self {
        Self {
            warnings: std::mem::take(warnings),
            faults: Vec::new(),
        }
    }

    fn note(&mut self, state: &State) {
        for notice in &state.notices {
            let told = match notice.weight {
                Weight::Warning => &mut self.warnings,
                Weight::Fault => &mut self.faults,
                Weight::Announcement | Weight::Recovery => continue,
            };
            let sentence = wording::in_english(&notice.text);
            if !told.iter().any(|told| *told == sentence) {
                told.push(sentence.into_owned());
            }
        }
    }
}
