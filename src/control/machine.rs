//! What the control thread asks the program about the machine, for the status and the metrics.
//!
//! Owns the types only: the answers come from whoever started the conversation.

use std::fmt;
use std::sync::Arc;

/// How far a model is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartState {
    /// It is being loaded.
    Loading,
    /// It is loaded.
    Ready,
    /// It could not be loaded; a sentence.
    Failed(String),
}

/// A model of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartReading {
    /// What it is for: `hearing`, `mind` or `voice`.
    pub part: &'static str,
    /// Its name, for people.
    pub name: String,
    /// How far it is.
    pub state: PartState,
}

impl PartReading {
    /// Whether it is loaded.
    pub(super) fn is_ready(&self) -> bool {
        self.state == PartState::Ready
    }
}

/// The program and its machine at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MachineReadings {
    /// The models.
    pub parts: Vec<PartReading>,
    /// The layers of the protection, and whether each is in force.
    pub layers: Vec<(&'static str, bool)>,
    /// Memory of the process, in bytes.
    pub memory: u64,
    /// The time, in seconds since 1970.
    pub now: i64,
    /// The language of the conversation, or `auto`.
    pub language: String,
    /// The volume, 0 to 100.
    pub volume: u8,
}

/// Answers what the machine is doing, and changes its volume; never waits long.
#[derive(Clone)]
pub struct MachineProbe {
    ask: Arc<dyn Fn() -> MachineReadings + Send + Sync>,
    set_volume: Arc<dyn Fn(u8) + Send + Sync>,
}

impl MachineProbe {
    /// Asks this function; the other sets the volume, 0 to 100.
    pub fn new(
        ask: impl Fn() -> MachineReadings + Send + Sync + 'static,
        set_volume: impl Fn(u8) + Send + Sync + 'static,
    ) -> Self {
        Self {
            ask: Arc::new(ask),
            set_volume: Arc::new(set_volume),
        }
    }

    /// The machine now.
    pub fn ask(&self) -> MachineReadings {
        (self.ask)()
    }

    /// Sets the volume, 0 to 100; what is played already keeps its own.
    pub(super) fn set_volume(&self, percent: u8) {
        (self.set_volume)(percent);
    }
}

impl fmt::Debug for MachineProbe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MachineProbe")
    }
}
