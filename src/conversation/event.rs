//! Every input to the conversation ([`Event`]) and everything it can ask for ([`Effect`]), as two closed sets.
//!
//! Both serialise, so a journal of events replays a conversation. They never contain samples: an event names an utterance or a
//! clause, and the engine holds the sound.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Citation, Milliseconds, TokenUse};

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
}

/// An input to the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// A person asked something; this ends the current answer.
    Asked(Question),
    /// The final transcript of a spoken question; empty when nothing was said.
    Transcribed {
        /// The turn it belongs to.
        turn: TurnId,
        /// The transcript.
        text: String,
        /// The recogniser's confidence, 0 to 1.
        confidence: f32,
        /// The probability that all words are right, 0 to 1.
        #[serde(default = "certain")]
        certainty: f32,
        /// Whether the recorded wake word came first; it is not part of the text.
        #[serde(default)]
        called: bool,
        /// The language of the text (`en`); empty if unknown.
        #[serde(default)]
        language: String,
    },
    /// The language model has read the prompt and produced its first token.
    FirstToken {
        /// The turn it belongs to.
        turn: TurnId,
    },
    /// The next piece of the reply's text, as it streams.
    ReplyPiece {
        /// The turn it belongs to.
        turn: TurnId,
        /// Text to be appended to the reply.
        text: String,
    },
    /// The reply is complete: this is its authoritative text.
    ReplyFinished {
        /// The turn it belongs to.
        turn: TurnId,
        /// The whole reply.
        text: String,
        /// The facts from the documents that this turn added to the prompt.
        facts: Vec<String>,
        /// The passages that support the reply.
        sources: Vec<Citation>,
        /// The tool that was run, if one was.
        tool: Option<ToolUse>,
        /// The language model's token counts.
        tokens: TokenUse,
    },
    /// A clause of the reply has been synthesised.
    Synthesised {
        /// The turn it belongs to.
        turn: TurnId,
        /// Which clause.
        clause: ClauseId,
        /// Its words.
        text: String,
        /// Its duration; 0 if unknown.
        #[serde(default)]
        length: Milliseconds,
    },
    /// Every clause of the reply has been synthesised.
    SynthesisFinished {
        /// The turn it belongs to.
        turn: TurnId,
    },
    /// The first sample of a clause has gone to the loudspeaker or the recording.
    ClauseStarted {
        /// The turn it belongs to.
        turn: TurnId,
        /// Which clause.
        clause: ClauseId,
        /// Time until it is heard: the device's output latency.
        latency: Milliseconds,
    },
    /// Everything queued has been played.
    PlaybackFinished {
        /// The turn it belongs to.
        turn: TurnId,
    },
    /// Something went wrong; the sentence says what, and what to do.
    Fault {
        /// The turn it belongs to.
        turn: TurnId,
        /// Where.
        stage: Stage,
        /// One sentence for a person.
        sentence: String,
    },
    /// Somebody begins to speak.
    SpeechBegan {
        /// What is being said.
        utterance: UtteranceId,
    },
    /// Somebody is still speaking; repeated at intervals when partial transcripts are wanted.
    SpeechContinues {
        /// What is being said.
        utterance: UtteranceId,
    },
    /// The transcript of an utterance so far.
    PartialTranscript {
        /// What is being said.
        utterance: UtteranceId,
        /// The partial transcript.
        text: String,
    },
    /// Somebody has stopped speaking; repeated while the silence lasts.
    SpeechPaused {
        /// What was said.
        utterance: UtteranceId,
        /// The silence so far.
        silence: Milliseconds,
    },
    /// While the machine speaks, the detector suspects a voice, or withdraws the suspicion.
    SpeechSuspected {
        /// Whether a voice is suspected.
        suspected: bool,
    },
    /// Somebody continues to speak after a pause.
    SpeechResumed {
        /// What is being said.
        utterance: UtteranceId,
    },
    /// An utterance is complete.
    SpeechOver {
        /// What was said.
        utterance: UtteranceId,
    },
    /// A microphone was selected.
    MicrophoneChosen {
        /// Its name.
        name: String,
        /// The echo control in use.
        echo: String,
    },
    /// Captured sound was lost because it was not read in time.
    SoundLost {
        /// How much.
        length: Milliseconds,
    },
    /// The microphone was opened (or unmuted), or was lost (or muted).
    Microphone {
        /// Whether it is open.
        open: bool,
        /// One sentence for the person, if there is something to report.
        sentence: Option<String>,
    },
    /// The person mutes or unmutes the microphone.
    Mute {
        /// Whether it is to be muted.
        on: bool,
    },
    /// The person presses or releases the push-to-talk key.
    Talk {
        /// Whether it is pressed.
        held: bool,
    },
    /// A timer has run out, or another program wants something announced.
    TimerDue {
        /// What to say.
        announcement: String,
    },
    /// The person interrupts: stop speaking and thinking.
    Interrupted,
    /// The person leaves: finish the current answer, then end the conversation.
    Leaving,
}

impl Event {
    /// The turn an event belongs to; `None` for events of a person, a device or a timer, which are never stale.
    pub fn turn(&self) -> Option<TurnId> {
        match self {
            Self::Asked(_)
            | Self::Interrupted
            | Self::Leaving
            | Self::TimerDue { .. }
            | Self::SpeechBegan { .. }
            | Self::SpeechSuspected { .. }
            | Self::SpeechContinues { .. }
            | Self::PartialTranscript { .. }
            | Self::SpeechPaused { .. }
            | Self::SpeechResumed { .. }
            | Self::SpeechOver { .. }
            | Self::MicrophoneChosen { .. }
            | Self::SoundLost { .. }
            | Self::Microphone { .. }
            | Self::Mute { .. }
            | Self::Talk { .. } => None,
            Self::Transcribed { turn, .. }
            | Self::FirstToken { turn }
            | Self::ReplyPiece { turn, .. }
            | Self::ReplyFinished { turn, .. }
            | Self::Synthesised { turn, .. }
            | Self::SynthesisFinished { turn }
            | Self::ClauseStarted { turn, .. }
            | Self::PlaybackFinished { turn }
            | Self::Fault { turn, .. } => Some(*turn),
        }
    }

    /// The utterance that an event of the listening stage is about.
    pub fn utterance(&self) -> Option<UtteranceId> {
        match self {
            Self::SpeechBegan { utterance }
            | Self::SpeechContinues { utterance }
            | Self::PartialTranscript { utterance, .. }
            | Self::SpeechPaused { utterance, .. }
            | Self::SpeechResumed { utterance }
            | Self::SpeechOver { utterance } => Some(*utterance),
            _ => None,
        }
    }
}

/// The certainty in journals of earlier versions.
fn certain() -> f32 {
    1.0
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Transcribe an utterance.
    Transcribe {
        /// The turn it is for.
        turn: TurnId,
        /// Which utterance.
        utterance: UtteranceId,
    },
    /// Transcribe an utterance so far, for display only.
    TranscribePartial {
        /// Which utterance.
        utterance: UtteranceId,
    },
    /// Find the answer to a question, given the history in the state.
    Think {
        /// The turn it is for.
        turn: TurnId,
        /// The question's words.
        question: String,
    },
    /// Stop looking for an answer.
    StopThinking {
        /// The turn that is over.
        turn: TurnId,
    },
    /// Append text to what is spoken; it is spoken clause by clause.
    Speak {
        /// The turn it is for.
        turn: TurnId,
        /// Text to be appended to what is spoken.
        text: String,
    },
    /// No more text follows: speak the rest.
    EndSpeech {
        /// The turn it is for.
        turn: TurnId,
    },
    /// Queue a clause's sound behind what is playing.
    Play {
        /// The turn it is for.
        turn: TurnId,
        /// Which clause.
        clause: ClauseId,
    },
    /// Nothing more will be queued: report when everything has been played.
    EndPlayback {
        /// The turn it is for.
        turn: TurnId,
    },
    /// Fade out now and discard the queue.
    StopSpeaking {
        /// The turn that is over.
        turn: TurnId,
    },
    /// Fade out and keep the queue, or fade in and continue.
    HoldPlayback {
        /// Whether to hold.
        on: bool,
    },
    /// The turn is committed: its tools may run, and the next sound is a new utterance.
    EndOfTurn {
        /// Which turn.
        turn: TurnId,
        /// What was said.
        utterance: UtteranceId,
    },
    /// The utterance held no words: the next sound is a new utterance.
    Forget {
        /// What was heard.
        utterance: UtteranceId,
    },
    /// Mute or unmute the microphone.
    Mute {
        /// Whether to mute.
        on: bool,
    },
    /// The push-to-talk key was pressed or released.
    Talk {
        /// Whether it is pressed.
        held: bool,
    },
    /// A speculative turn was discarded: nothing of it is kept.
    Dropped {
        /// Which turn.
        turn: TurnId,
    },
    /// A turn has ended.
    TurnEnded {
        /// Which turn.
        turn: TurnId,
    },
    /// The conversation has ended.
    Leave,
}

impl Effect {
    /// Whether these effects end a turn.
    pub fn end_a_turn(effects: &[Self]) -> bool {
        effects
            .iter()
            .any(|effect| matches!(effect, Self::TurnEnded { .. }))
    }
}
