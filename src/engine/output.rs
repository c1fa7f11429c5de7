//! Where the sound of a reply waits and where it goes.
//!
//! The shelf holds clauses that are sound but not yet playing. The output is the loudspeaker, a recording of the
//! replies, both or neither; it knows nothing of turns.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::audio::playback::{Loudspeaker, PlaybackError};
use crate::audio::{Samples, resample};
use crate::conversation::{ClauseId, TurnId};

/// Clauses that are sound, until they are played.
#[derive(Debug, Default)]
pub struct Shelf {
    clauses: Mutex<HashMap<(TurnId, ClauseId), Samples>>,
}

impl Shelf {
    /// Lays a clause on the shelf.
    pub fn put(&self, turn: TurnId, clause: ClauseId, samples: Samples) {
        self.lock().insert((turn, clause), samples);
    }

    /// Takes a clause from the shelf.
    pub fn take(&self, turn: TurnId, clause: ClauseId) -> Option<Samples> {
        self.lock().remove(&(turn, clause))
    }

    /// Forgets the clauses of a turn and of those before it.
    pub fn clear(&self, turn: TurnId) {
        self.lock().retain(|(of, _), _| *of > turn);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(TurnId, ClauseId), Samples>> {
        self.clauses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was recorded of the replies: one [`Samples`], or `None` when nothing was spoken.
pub type Recorded = Option<Samples>;

/// Where replies are to go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputConfig {
    /// Play on the loudspeaker, if there is one.
    pub loudspeaker: bool,
    /// Its name; without it the default one.
    pub device: Option<String>,
    /// Keep the sound, to be written to a file.
    pub record: bool,
}

/// Where replies go.
pub struct Output {
    loudspeaker: Option<Loudspeaker>,
    recording: Option<Vec<Samples>>,
}

impl Output {
    /// Opens the loudspeaker if it is wanted and there; a machine without one is not a fault.
    pub fn open(config: &OutputConfig) -> Result<Self, PlaybackError> {
        let loudspeaker = match config
            .loudspeaker
            .then(|| Loudspeaker::open(config.device.as_deref()))
        {
            None | Some(Err(PlaybackError::NoDevice)) => None,
            Some(opened) => Some(opened?),
        };
        Ok(Self {
            loudspeaker,
            recording: config.record.then(Vec::new),
        })
    }

    /// An output that keeps nothing and plays nothing.
    pub fn none() -> Self {
        Self {
            loudspeaker: None,
            recording: None,
        }
    }

    /// Whether anybody would hear anything.
    pub fn is_heard(&self) -> bool {
        self.loudspeaker.is_some() || self.recording.is_some()
    }

    /// Queues a clause.
    pub fn play(&mut self, samples: &Samples) -> Result<(), PlaybackError> {
        if let Some(recording) = &mut self.recording {
            recording.push(samples.clone());
        }
        self.loudspeaker
            .as_mut()
            .map_or(Ok(()), |loudspeaker| loudspeaker.play(samples))
    }

    /// How much is still to be heard.
    pub fn queued(&mut self) -> Duration {
        self.loudspeaker
            .as_mut()
            .map_or(Duration::ZERO, Loudspeaker::queued)
    }

    /// Silence, now.
    pub fn stop(&mut self) {
        if let Some(loudspeaker) = &mut self.loudspeaker {
            loudspeaker.stop();
        }
    }

    /// What was recorded, in one piece.
    pub fn into_recording(self) -> Recorded {
        let clauses = self.recording?;
        let rate = clauses.first()?.rate;
        let samples = clauses
            .iter()
            .flat_map(|clause| resample::to_rate(clause, rate).samples)
            .collect();
        Some(Samples { rate, samples })
    }
}
