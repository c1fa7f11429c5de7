//! The inputs of the conversation, grouped by their origin.
//!
//! They serialise, so a journal of events replays a conversation. They never contain samples: an event names an utterance or a
//! clause, and the engine holds the sound.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    AskBackConfig, Citation, CueConfig, HangOver, History, Milliseconds, Patience, RequestEvent, RequestId,
    TokenUse, WakeConfig,
};

/// One question and its answer; counts up from 1 within a conversation, 0 before the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TurnId(pub u64);

impl TurnId {
    /// The turn after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// One stretch of speech whose samples the engine holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UtteranceId(pub u64);

/// One synthesised clause whose samples the engine holds; counts up from 0 within a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClauseId(pub u32);

/// A tool that was run for an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolUse {
    /// The tool's name, for example `timer`.
    pub name: String,
    /// Its arguments as the model gave them.
    pub arguments: BTreeMap<String, serde_json::Value>,
    /// What the tool returned.
    pub result: serde_json::Value,
}

/// A question as it enters the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// The person typed it.
    Typed(String),
    /// The person said it; it is not transcribed yet.
    Spoken(UtteranceId),
}

/// A stage of the pipeline, as the origin of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Speech to text.
    Hearing,
    /// What to answer.
    Mind,
    /// Text to speech.
    Speaking,
    /// The loudspeaker or the recording of the reply.
    Playback,
    /// The microphone.
    Capture,
    /// The journal or the saved conversation.
    Record,
}

/// An input to the conversation, by its origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The conversation begins with these settings; the first event of every journal.
    Begins(Box<Beginning>),
    /// A person acts: at the keyboard, or by a signal to the program.
    Person(PersonEvent),
    /// The listening stage tells of an utterance.
    Speech(UtteranceId, SpeechEvent),
    /// A stage tells of a turn; ignored when that turn has ended.
    Turn(TurnId, TurnEvent),
    /// The microphone, the disk or a model changes.
    Device(DeviceEvent),
    /// Time passes.
    Clock(ClockEvent),
    /// Another program asks for something.
    Request(RequestId, RequestEvent),
}

/// With what a conversation begins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Beginning {
    /// The exchanges of an earlier conversation that is continued.
    pub history: History,
    /// Silence that ends a turn.
    pub hang_over: HangOver,
    /// How much time the person is given.
    #[serde(default)]
    pub patience: Patience,
    /// The wake word, if one is needed.
    pub wake: Option<WakeConfig>,
    /// When a transcript is doubted.
    pub ask_back: AskBackConfig,
    /// The cues; `None` for none at all.
    #[serde(default)]
    pub cues: Option<CueConfig>,
}

/// What a person does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PersonEvent {
    /// Asks something; this ends the current answer.
    Asked(Question),
    /// Has a text said as it is, which is not answered; this ends the current answer.
    Says(String),
    /// Mutes or unmutes the microphone.
    Mute {
        /// Whether it is to be muted.
        on: bool,
    },
    /// Presses or releases the push-to-talk key.
    Talk {
        /// Whether it is pressed.
        held: bool,
    },
    /// Wants more or less time to finish.
    Patience {
        /// Whether more.
        more: bool,
    },
    /// Interrupts: stop speaking and thinking.
    Interrupted,
    /// Leaves: finish the current answer, then end the conversation.
    Leaving,
}

/// What becomes of an utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SpeechEvent {
    /// Somebody begins to speak.
    Began,
    /// Somebody is still speaking; repeated at intervals when partial transcripts are wanted.
    Continues,
    /// The transcript so far.
    PartialTranscript {
        /// The partial transcript.
        text: String,
    },
    /// Somebody has stopped speaking; repeated while the silence lasts.
    Paused {
        /// The silence so far.
        silence: Milliseconds,
    },
    /// Somebody continues to speak after a pause.
    Resumed,
    /// It is complete.
    Over,
}

/// What becomes of a turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TurnEvent {
    /// The final transcript of a spoken question; empty when nothing was said.
    Transcribed {
        /// The transcript.
        text: String,
        /// The probability that the person has finished, 0 to 1; `None` if nothing judges it.
        #[serde(default)]
        finished: Option<f32>,
        /// The probability that all words are right, 0 to 1.
        certainty: f32,
        /// Whether the recorded wake word came first; it is not part of the text.
        called: bool,
        /// The language of the text (`en`); empty if unknown.
        language: String,
    },
    /// The language model has read the prompt and produced its first token.
    FirstToken,
    /// The next piece of the reply's text, as it streams.
    ReplyPiece {
        /// Text to be appended to the reply.
        text: String,
    },
    /// The reply is complete: this is its authoritative text.
    ReplyFinished {
        /// The whole reply.
        text: String,
        /// The facts from the documents that this turn added to the prompt.
        facts: Vec<String>,
        /// The passages that support the reply.
        sources: Vec<Citation>,
        /// The tool that was run, if one was.
        tool: Option<ToolUse>,
        /// Whether it says that nothing is known, or that this is not answered.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        refused: bool,
        /// The language model's token counts.
        tokens: TokenUse,
    },
    /// A clause of the reply has been synthesised.
    Synthesised {
        /// Which clause.
        clause: ClauseId,
        /// Its words.
        text: String,
        /// Its duration; 0 if unknown.
        length: Milliseconds,
    },
    /// Every clause of the reply has been synthesised.
    SynthesisFinished,
    /// The first sample of a clause has gone to the loudspeaker or the recording.
    ClauseStarted {
        /// Which clause.
        clause: ClauseId,
        /// Time until it is heard: the device's output latency.
        latency: Milliseconds,
    },
    /// Everything queued has been played.
    PlaybackFinished,
    /// Something went wrong; the sentence says what, and what to do.
    Fault {
        /// Where.
        stage: Stage,
        /// One sentence for a person.
        sentence: String,
    },
}

/// What becomes of the microphone, the disk and the models.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DeviceEvent {
    /// One was selected.
    MicrophoneChosen {
        /// Its name.
        name: String,
        /// The echo control in use.
        echo: String,
    },
    /// It was opened (or unmuted), or was lost (or muted).
    Microphone {
        /// Whether it is open.
        open: bool,
        /// One sentence for the person, if there is something to report.
        sentence: Option<String>,
    },
    /// Captured sound was lost because it was not read in time.
    SoundLost {
        /// How much.
        length: Milliseconds,
    },
    /// While the machine speaks, the detector suspects a voice, or withdraws the suspicion.
    VoiceSuspected {
        /// Whether a voice is suspected.
        suspected: bool,
    },
    /// A part works less well than it was to, but the conversation goes on: a model was set aside, or the disk is full.
    Degraded {
        /// Which part.
        stage: Stage,
        /// One sentence for the person.
        sentence: String,
    },
}

/// What the time brings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ClockEvent {
    /// A timer has run out.
    TimerDue {
        /// What to say.
        announcement: String,
    },
    /// The time has come to which an answer was awaited ([`super::Effect::WatchAnswer`]).
    AnswerAwaited {
        /// The turn.
        turn: TurnId,
    },
}
