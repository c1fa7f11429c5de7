//! What is so at this moment: the one picture that every face draws.

use serde::{Deserialize, Serialize};

use super::{
    ClauseId, Exchange, HangOver, History, Listening, Milliseconds, Source, Stage, Timeline, TokenUse,
    ToolUse, TurnId, UtteranceId, Wake,
};

/// Where the current turn stands. Each phase holds what only it needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Phase {
    /// Nobody is being answered.
    #[default]
    Idle,
    /// The words of a spoken question are being found.
    Transcribing,
    /// The answer is being found; pieces of it may already be spoken.
    Thinking,
    /// The whole answer is known and is being spoken.
    Speaking {
        /// Every clause has become sound and has been queued.
        all_queued: bool,
    },
}

/// A clause of the reply that is sound.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// Its words.
    pub text: String,
    /// How long it sounds; 0 where that is not known.
    pub length: Milliseconds,
}

/// The current turn, or the last one when idle.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Its number; 0 before the first question.
    pub id: TurnId,
    /// The question came as speech.
    pub spoken: bool,
    /// While it is not certain that the person has finished: the utterance it was begun with.
    pub trial: Option<UtteranceId>,
    /// The question's words, once known.
    pub question: Option<String>,
    /// The language of its words (`en`), where the recogniser told it.
    #[serde(default)]
    pub language: Option<String>,
    /// How sure the recogniser is of them, 0 to 1.
    pub confidence: f32,
    /// The reply so far.
    pub reply: String,
    /// The clauses that are sound, in order.
    pub clauses: Vec<Clause>,
    /// Every clause has become sound.
    pub synthesised: bool,
    /// The last clause of which something was heard.
    pub heard: Option<ClauseId>,
    /// When it began to be heard, on the engine's clock.
    pub heard_since: Milliseconds,
    /// Lines of knowledge that this turn added to the prompt.
    pub facts: Vec<String>,
    /// The passages that support the reply.
    pub sources: Vec<Source>,
    /// The tool that was run.
    pub tool: Option<ToolUse>,
    /// What the language model counted.
    pub tokens: TokenUse,
    /// The moments of the turn.
    pub timeline: Timeline,
    /// The person cut it off.
    pub interrupted: bool,
}

/// The words of somebody who is still speaking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partial {
    /// The words so far.
    pub text: String,
    /// Newer ones are being found.
    pub pending: bool,
}

/// The microphone that is being listened to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Microphone {
    /// Its name.
    pub name: String,
    /// How the machine is kept from hearing itself.
    pub echo: String,
    /// Sound that was lost, because the machine was too busy to take it.
    pub lost: Milliseconds,
}

/// Something a person should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The turn in which it came up.
    pub turn: TurnId,
    /// The part of the program it comes from; `None` for an announcement.
    pub stage: Option<Stage>,
    /// One sentence.
    pub sentence: String,
}

/// The whole state of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Where the current turn stands.
    pub phase: Phase,
    /// What the microphone hears.
    pub listening: Listening,
    /// The microphone that is, or was last, listened to.
    pub microphone: Microphone,
    /// The last utterance that was made a turn, or found to be none.
    pub done: Option<UtteranceId>,
    /// The wake word, where one is needed.
    pub wake: Option<Wake>,
    /// The answer is held back for a moment: somebody may have begun to speak.
    pub held: bool,
    /// What is being said, as far as it is understood.
    pub partial: Partial,
    /// Silence that ends a turn.
    pub hang_over: HangOver,
    /// The current turn.
    pub turn: Turn,
    /// The last turn that came to its end; another one may have begun since.
    pub ended: Option<Turn>,
    /// The turns before it.
    pub history: History,
    /// The notices of the current turn.
    pub notices: Vec<Notice>,
    /// What is to be said unasked when nobody is speaking.
    pub announcements: Vec<String>,
    /// The conversation ends with the current turn.
    pub leaving: bool,
}

impl State {
    /// Whether the current turn may still be dropped without a trace.
    pub fn is_on_trial(&self) -> bool {
        self.phase != Phase::Idle && self.turn.trial.is_some()
    }

    /// The words of the reply that the person has heard, given that a clause counts once it has begun to sound.
    pub fn heard_so_far(&self) -> String {
        let heard = self.turn.heard.map_or(0, |clause| clause.0 as usize + 1);
        self.turn
            .clauses
            .iter()
            .take(heard)
            .map(|clause| clause.text.trim())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The exchanges that the next prompt tells.
    pub fn exchanges(&self) -> &[Exchange] {
        self.history.exchanges()
    }
}
