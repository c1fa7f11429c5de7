//! Every input to the conversation and everything it can ask for, as two closed sets.
//!
//! Both serialise, so a journal of events replays a whole conversation. Samples never travel in them: an event
//! names an utterance or a clause, and the engine keeps the sound.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Milliseconds, Source, TokenUse};

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

/// Where a question comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// The person typed it.
    Typed(String),
    /// The person said it; the words are still to be found.
    Spoken(UtteranceId),
}

/// The part of the program in which something went wrong.
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

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// A person asked something; ends whatever is still being said.
    Asked(Question),
    /// The words of a spoken question; empty when nothing was said.
    Transcribed {
        /// The turn it belongs to.
        turn: TurnId,
        /// The transcript.
        text: String,
        /// How sure the recogniser is of it, 0 to 1.
        confidence: f32,
        /// It began with the recorded wake word, which is not among the words.
        #[serde(default)]
        called: bool,
        /// The language of the words (`en`); empty where it is not known.
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
        /// The lines of knowledge that this turn added to the prompt.
        facts: Vec<String>,
        /// The passages that support the reply.
        sources: Vec<Source>,
        /// The tool that was run, if one was.
        tool: Option<ToolUse>,
        /// What the language model counted.
        tokens: TokenUse,
    },
    /// A clause of the reply has become sound.
    Synthesised {
        /// The turn it belongs to.
        turn: TurnId,
        /// Which clause.
        clause: ClauseId,
        /// Its words.
        text: String,
        /// How long it sounds; 0 where that is not known.
        #[serde(default)]
        length: Milliseconds,
    },
    /// Every clause of the reply has become sound.
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
        /// So long after the event it is heard: what the device still holds.
        latency: Milliseconds,
    },
    /// Everything that was to be heard has been heard.
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
    /// Somebody speaks on; comes now and then when partial transcripts are wanted.
    SpeechGoing {
        /// What is being said.
        utterance: UtteranceId,
    },
    /// The words of an utterance so far.
    Overheard {
        /// What is being said.
        utterance: UtteranceId,
        /// The partial transcript.
        text: String,
    },
    /// Somebody has stopped speaking; comes again and again while the silence lasts.
    SpeechPaused {
        /// What was said.
        utterance: UtteranceId,
        /// The silence so far.
        silence: Milliseconds,
    },
    /// While the machine speaks there is something like a voice, or after all it was none.
    SpeechSuspected {
        /// Whether there is.
        suspected: bool,
    },
    /// Somebody goes on speaking after a pause.
    SpeechResumed {
        /// What is being said.
        utterance: UtteranceId,
    },
    /// Nothing more follows of an utterance.
    SpeechOver {
        /// What was said.
        utterance: UtteranceId,
    },
    /// Which microphone is being listened to from now on.
    MicrophoneChosen {
        /// Its name.
        name: String,
        /// How the machine is kept from hearing itself.
        echo: String,
    },
    /// Sound of the microphone was lost, because nobody took it in time.
    SoundLost {
        /// How much.
        length: Milliseconds,
    },
    /// The microphone was opened (or unmuted), or is gone (or muted).
    Microphone {
        /// It hears.
        open: bool,
        /// One sentence for a person, when there is something to tell.
        sentence: Option<String>,
    },
    /// The person wants the microphone off, or on again.
    Mute {
        /// Off.
        on: bool,
    },
    /// The person holds the key to talk, or lets it go.
    Talk {
        /// Holds it.
        held: bool,
    },
    /// A timer has run out.
    TimerDue {
        /// What the timer is for, as it is to be announced.
        announcement: String,
    },
    /// The person wants silence: stop speaking and thinking.
    Interrupted,
    /// The person has nothing more to ask: finish what is being said, then leave.
    Leaving,
}

impl Event {
    /// The turn an event belongs to; `None` for what a person does or a clock says, which is never stale.
    pub fn turn(&self) -> Option<TurnId> {
        match self {
            Self::Asked(_)
            | Self::Interrupted
            | Self::Leaving
            | Self::TimerDue { .. }
            | Self::SpeechBegan { .. }
            | Self::SpeechSuspected { .. }
            | Self::SpeechGoing { .. }
            | Self::Overheard { .. }
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

    /// The utterance that an event of the microphone is about.
    pub fn utterance(&self) -> Option<UtteranceId> {
        match self {
            Self::SpeechBegan { utterance }
            | Self::SpeechGoing { utterance }
            | Self::Overheard { utterance, .. }
            | Self::SpeechPaused { utterance, .. }
            | Self::SpeechResumed { utterance }
            | Self::SpeechOver { utterance } => Some(*utterance),
            _ => None,
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Turn an utterance into words.
    Transcribe {
        /// The turn it is for.
        turn: TurnId,
        /// Which utterance.
        utterance: UtteranceId,
    },
    /// Find the words of an utterance so far; nothing depends on them.
    Overhear {
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
    /// Give up the search for an answer.
    StopThinking {
        /// The turn that is over.
        turn: TurnId,
    },
    /// Speak this text when enough of it makes a clause.
    Speak {
        /// The turn it is for.
        turn: TurnId,
        /// Text to be appended to what is spoken.
        text: String,
    },
    /// No more text is coming: speak what is left.
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
    /// Nothing more will be queued: report when all was heard.
    EndPlayback {
        /// The turn it is for.
        turn: TurnId,
    },
    /// Fade out and forget what is queued, now.
    StopSpeaking {
        /// The turn that is over.
        turn: TurnId,
    },
    /// Fade out and keep what is queued, or fade in and go on.
    HoldPlayback {
        /// Hold it.
        on: bool,
    },
    /// The person has finished: tools of this turn may run, and the next sound is a new utterance.
    EndOfTurn {
        /// Which turn.
        turn: TurnId,
        /// What was said.
        utterance: UtteranceId,
    },
    /// No words were in it: the next sound is a new utterance.
    Forget {
        /// What was heard.
        utterance: UtteranceId,
    },
    /// Turn the microphone off, or on again.
    Mute {
        /// Off.
        on: bool,
    },
    /// The key to talk is held, or was let go.
    Talk {
        /// Held.
        held: bool,
    },
    /// A turn on trial is dropped: nothing of it is kept.
    Dropped {
        /// Which turn.
        turn: TurnId,
    },
    /// A turn has come to its end.
    TurnEnded {
        /// Which turn.
        turn: TurnId,
    },
    /// The conversation has come to its end.
    Leave,
}

impl Effect {
    /// Whether a turn has come to its end with these.
    pub fn end_a_turn(effects: &[Self]) -> bool {
        effects
            .iter()
            .any(|effect| matches!(effect, Self::TurnEnded { .. }))
    }
}
