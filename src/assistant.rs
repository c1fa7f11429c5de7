//! A conversation in another program.
//!
//! Owns the front door: a builder (`builder`), and questions in, answers out. The parts are put together by `assembly`, as they are for
//! mynah's own commands, and run in `engine`. Starts no protection: the program that embeds a conversation decides what its process may
//! reach.

mod builder;

use std::time::Duration;

pub use builder::ConversationBuilder;

use crate::assembly::AssemblyError;
use crate::audio::Samples;
use crate::conversation::{
    Answer, Beginning, Citation, Exchange, History, Question, State, Timeline, ToolUse, Turn, Weight,
};
use crate::engine::{Engine, EngineError};
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
        "This conversation takes no recorded questions: build it with hears(true), without microphone and listens_to."
    )]
    Deaf,
    /// There is nothing to listen to.
    #[error("This conversation listens to nothing: build it with microphone or listens_to.")]
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
    /// What it begins with each time, apart from the history.
    beginning: Beginning,
    /// Whether recorded questions are taken.
    hears: bool,
    /// Whether a microphone is listened to, or recordings as a microphone is.
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
            ..self.beginning.clone()
        });
    }

    /// Ends the conversation; returns the recording of the replies, if one was asked for.
    pub fn finish(self) -> Option<Samples> {
        self.engine.finish()
    }

    /// Waits for a question from the microphone, or in the recordings of [`ConversationBuilder::listens_to`], and for its answer.
    /// Whoever speaks during the answer interrupts it and is answered by the next call.
    ///
    /// # Errors
    /// [`ConversationError::NotListening`]; [`ConversationError::Silence`] when no turn has ended `within` this time; or
    /// [`ConversationError::Failed`].
    pub fn hear(&mut self, within: Duration) -> Result<Response, ConversationError> {
        self.hear_telling(within, &mut |_| ())
    }

    /// The same; `on_state` sees the state of the conversation after every event, for example that it listens.
    ///
    /// # Errors
    /// As [`Conversation::hear`].
    pub fn hear_telling(
        &mut self,
        within: Duration,
        on_state: &mut dyn FnMut(&State),
    ) -> Result<Response, ConversationError> {
        if !self.listens {
            return Err(ConversationError::NotListening);
        }
        let mut told = Told::begin(&mut self.warnings);
        let turn = self.engine.hear(within, &mut |state| {
            told.note(state);
            on_state(state);
        });
        let turn = turn.cloned();
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
