//! The state of a conversation: what every face draws.

use serde::{Deserialize, Serialize};

use super::{
    AskBack, AskedBack, Citation, ClauseId, Cues, EarlyAnswer, Exchange, HangOver, HeardAlone, History,
    Instant, Listening, Milliseconds, Patience, PauseHabit, RequestId, Requests, Stage, Timeline, TokenUse,
    ToolUse, TurnId, UtteranceId, Wake,
};

/// The phase of the current turn, with the data that only this phase needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Phase {
    /// There is no current turn.
    #[default]
    Idle,
    /// The question is being transcribed.
    Transcribing,
    /// The answer is being found; parts of it may be spoken already.
    Thinking,
    /// The answer is complete and is being spoken.
    Speaking {
        /// Whether every clause has been synthesised and queued.
        all_queued: bool,
    },
}

/// A synthesised clause of the reply.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// Its words; empty for "One moment.", which is no part of the reply.
    pub text: String,
    /// Its duration; 0 if unknown.
    pub length: Milliseconds,
}

/// The current turn, or the last one when idle.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Turn {
    /// Its number; 0 before the first question.
    pub id: TurnId,
    /// Whether the question was spoken.
    pub spoken: bool,
    /// While the turn is speculative (the person may go on speaking): its utterance.
    pub speculative: Option<UtteranceId>,
    /// The question's words, once known.
    pub question: Option<String>,
    /// The turn that answered the first part of this question too early.
    #[serde(default)]
    pub replaces: Option<TurnId>,
    /// The language of the question (`en`), if the recogniser found one.
    #[serde(default)]
    pub language: Option<String>,
    /// The probability that the person has finished, 0 to 1; `None` if nothing judges it.
    #[serde(default)]
    pub finished: Option<f32>,
    /// The probability that the transcript is right, 0 to 1.
    #[serde(default)]
    pub certainty: f32,
    /// What was heard of the utterance alone, while it is heard together with the one before.
    #[serde(default)]
    pub heard_alone: Option<HeardAlone>,
    /// What the machine asks because it did not understand.
    #[serde(default)]
    pub asks_back: Option<AskedBack>,
    /// Whether "One moment." was said.
    #[serde(default)]
    pub asked_for_patience: bool,
    /// The reply so far.
    pub reply: String,
    /// The synthesised clauses, in order.
    pub clauses: Vec<Clause>,
    /// Whether every clause has been synthesised.
    pub synthesised: bool,
    /// The last clause that has begun to play.
    pub heard: Option<ClauseId>,
    /// When it began to play, on the engine's clock.
    pub heard_since: Instant,
    /// The facts from the documents that this turn added to the prompt.
    pub facts: Vec<String>,
    /// The passages that support the reply.
    pub sources: Vec<Citation>,
    /// The tool that was run.
    pub tool: Option<ToolUse>,
    /// Whether the reply says that nothing is known, or that this is not answered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// The language model's token counts.
    pub tokens: TokenUse,
    /// The times of the turn.
    pub timeline: Timeline,
    /// Whether the person interrupted it.
    pub interrupted: bool,
    /// The request of another program that it answers.
    #[serde(default)]
    pub request: Option<RequestId>,
    /// Why there is no answer: the sentence of the fault that ended the turn.
    #[serde(default)]
    pub failed: Option<String>,
}

/// The transcript so far of somebody who is still speaking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialTranscript {
    /// The text.
    pub text: String,
    /// Whether a newer one is on its way.
    pub pending: bool,
}

/// The selected microphone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MicrophoneState {
    /// Its name.
    pub name: String,
    /// The echo control in use.
    pub echo: String,
    /// Captured sound that was lost because it was not read in time.
    pub lost: Milliseconds,
}

/// A message for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The turn to which it belongs.
    pub turn: TurnId,
    /// The stage that it comes from; `None` for an announcement.
    pub stage: Option<Stage>,
    /// Whether it is bad news.
    pub weight: Weight,
    /// What it says.
    pub text: NoticeText,
}

/// What a notice says. The conversation's own notices are values that the faces put into words, each in its language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeText {
    /// A recorded question held no words.
    NothingHeard,
    /// Captured sound was lost, because the machine is too busy.
    SoundLost,
    /// The model no longer knows so many of the first questions and answers.
    TurnsDropped(usize),
    /// One sentence of a stage, or an announcement.
    Sentence(String),
}

/// What a notice means for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Something is to be said, such as the end of a timer.
    Announcement,
    /// Something failed.
    Fault,
    /// Something works less well than it was to.
    Warning,
    /// What had failed works again.
    Recovery,
}

/// The state of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The phase of the current turn.
    pub phase: Phase,
    /// What the microphone hears.
    pub listening: Listening,
    /// The selected microphone, or the last one.
    pub microphone: MicrophoneState,
    /// The last utterance that became a turn or was discarded.
    pub finished_utterance: Option<UtteranceId>,
    /// The wake word's state, if one is needed.
    pub wake: Option<Wake>,
    /// Whether playback is held because somebody may have begun to speak.
    pub held: bool,
    /// The partial transcript of what is being said.
    pub partial: PartialTranscript,
    /// Silence that ends a turn.
    pub hang_over: HangOver,
    /// How much time the person is given.
    #[serde(default)]
    pub patience: Patience,
    /// How long this person pauses in mid-sentence.
    #[serde(default)]
    pub pause_habit: PauseHabit,
    /// The current turn.
    pub turn: Turn,
    /// The last turn that ended; another one may have begun since.
    pub ended: Option<Turn>,
    /// The last spoken question, which may be continued.
    #[serde(default)]
    pub early_answer: Option<EarlyAnswer>,
    /// What becomes of doubtful transcripts.
    #[serde(default)]
    pub ask_back: AskBack,
    /// The cues; `None` for none at all.
    #[serde(default)]
    pub cues: Option<Cues>,
    /// The turns before it.
    pub history: History,
    /// The notices of the current turn.
    pub notices: Vec<Notice>,
    /// Announcements that wait until nobody speaks.
    pub announcements: Vec<String>,
    /// The requests of other programs.
    #[serde(default)]
    pub requests: Requests,
    /// Whether the conversation ends with the current turn.
    pub leaving: bool,
}

impl State {
    /// Whether the current turn is speculative: it may still be discarded without a trace.
    pub fn is_speculative(&self) -> bool {
        self.phase != Phase::Idle && self.turn.speculative.is_some()
    }

    /// The part of the reply that the person has heard; a clause counts once it has begun to play.
    pub fn heard_so_far(&self) -> String {
        let heard = self.turn.heard.map_or(0, |clause| clause.0 as usize + 1);
        self.turn
            .clauses
            .iter()
            .take(heard)
            .map(|clause| clause.text.trim())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The exchanges that the next prompt contains; without the first part of a question that goes on.
    pub fn exchanges(&self) -> &[Exchange] {
        let all = self.history.exchanges();
        match all {
            [before @ .., _] if self.replaces_a_remembered_turn() => before,
            [] | [..] => all,
        }
    }

    /// Whether the newest exchange is the first part of the current question.
    pub(super) fn replaces_a_remembered_turn(&self) -> bool {
        self.turn.replaces.is_some()
            && self
                .early_answer
                .as_ref()
                .is_some_and(|early| early.is_remembered)
    }
}
