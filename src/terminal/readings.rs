//! What the rest of the program tells the interface when it asks: readings, layers of the protection, what is installed.

use crate::audio::level::Decibels;
use crate::engine::loading::{LoadState, PartKind};

use super::visit::Liveness;

/// Values that change without events, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    /// The microphone's level; `None` without a microphone.
    pub level: Option<Decibels>,
    /// The counters of a visit's watchdog.
    pub liveness: Liveness,
    /// The level of the previewed microphone.
    pub preview: Option<Decibels>,
    /// How far each model is loaded.
    pub loading: Vec<(PartKind, String, LoadState)>,
    /// Bytes of memory that the program uses.
    pub memory: u64,
}

/// The result of checking an operator's PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The PIN is right.
    Right,
    /// The PIN is wrong.
    Wrong,
    /// No PIN is accepted for this many seconds.
    Locked(i64),
    /// There is no PIN, or wrong ones cannot be counted.
    Impossible,
}

/// A layer of the offline protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownLayer {
    /// Its name, which is that of its messages.
    pub name: &'static str,
    /// Whether it is active.
    pub holds: bool,
    /// Whether this way of running the program promises it: only a service can take away the network interfaces.
    pub promised: bool,
}

/// What the first screen tells about this installation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Questions from the operator's documents; empty where there are none.
    pub examples: Vec<String>,
    /// The speech model, for people; `None` if nothing is listened to.
    pub hears: Option<String>,
    /// The language model, for people; `None` if there is none.
    pub thinks: Option<String>,
    /// The folder for better models, if only the included ones are there.
    pub better: Option<String>,
    /// Whether every model knows English only.
    pub only_english: bool,
    /// Whether a microphone is to be listened to.
    pub listens: bool,
}
