//! The outputs of the conversation: what the engine is to do.

use serde::{Deserialize, Serialize};

use super::{ClauseId, Cue, Instant, TurnId, UtteranceId};

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
    /// Transcribe two utterances as one.
    TranscribeTogether {
        /// The turn it is for.
        turn: TurnId,
        /// The utterance that was answered too early.
        first: UtteranceId,
        /// The one that goes on.
        second: UtteranceId,
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
    /// Play a short sound.
    Cue {
        /// Which.
        cue: Cue,
    },
    /// Report at this time that an answer is still awaited; replaces an earlier request.
    WatchAnswer {
        /// The turn that is awaited.
        turn: TurnId,
        /// When, on the engine's clock.
        at: Instant,
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
