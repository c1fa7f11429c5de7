//! The conversation core: a pure state machine of events, state and effects.
//!
//! Owns the rules of a turn and nothing else: no clock, no I/O, no channel, no thread, no error. The engine feeds it events and
//! performs its effects; faces draw its state. Read [`step()`] from top to bottom to understand the product.

pub mod ask_back;
pub mod cue;
pub mod effect;
pub mod event;
pub mod hang_over;
pub mod history;
pub mod live;
pub mod pause_habit;
mod phrases;
#[cfg(test)]
mod properties;
pub mod repair;
pub mod request;
#[cfg(test)]
mod scene;
pub mod state;
pub mod step;
pub mod timeline;
mod turn;
pub mod wake;

pub use ask_back::{AskBack, AskBackConfig, AskedBack};
pub use cue::{Cue, CueConfig, Cues};
pub use effect::Effect;
pub use event::{
    Beginning, ClauseId, ClockEvent, DeviceEvent, Event, PersonEvent, Question, SpeechEvent, Stage, ToolUse,
    TurnEvent, TurnId, UtteranceId,
};
pub use hang_over::{HangOver, Patience};
pub use history::{Answer, Citation, Exchange, History};
pub use live::Listening;
pub use pause_habit::PauseHabit;
pub use repair::{EarlyAnswer, HeardAlone};
pub use request::{RequestEvent, RequestId, RequestedTurn, Requests};
pub use state::{Clause, MicrophoneState, Notice, NoticeText, PartialTranscript, Phase, State, Turn, Weight};
pub use step::step;
pub use timeline::{Instant, Milliseconds, Timeline, TokenUse};
pub use wake::{Wake, WakeConfig};
