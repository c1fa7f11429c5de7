//! The timeline of a turn, counted from the end of the person's speech (or the Enter key).

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A duration in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Milliseconds(pub f64);

impl Milliseconds {
    /// What is left of this duration without another one, never negative.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self((self.0 - other.0).max(0.0))
    }
}

/// A point in time: milliseconds since the engine's clock began.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub f64);

impl Instant {
    /// Before everything.
    pub const NEVER: Self = Self(f64::NEG_INFINITY);

    /// The time from `earlier` to this point, never negative.
    #[must_use]
    pub fn since(self, earlier: Self) -> Milliseconds {
        Milliseconds((self.0 - earlier.0).max(0.0))
    }
}

impl Add<Milliseconds> for Instant {
    type Output = Self;

    fn add(self, duration: Milliseconds) -> Self {
        Self(self.0 + duration.0)
    }
}

impl Sub<Milliseconds> for Instant {
    type Output = Self;

    fn sub(self, duration: Milliseconds) -> Self {
        Self(self.0 - duration.0)
    }
}

/// The times of a turn. A step that did not happen is `None`: a typed question has no transcript.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// On the engine's clock; all others count from here.
    #[serde(skip)]
    pub start: Instant,
    /// The turn was committed.
    pub end_of_turn: Option<Milliseconds>,
    /// The final transcript arrived.
    pub transcript: Option<Milliseconds>,
    /// The language model's first token arrived.
    pub first_token: Option<Milliseconds>,
    /// The first clause was synthesised.
    pub first_clause: Option<Milliseconds>,
    /// The first sample of the reply was played.
    pub first_audio: Option<Milliseconds>,
    /// The turn ended.
    pub total: Option<Milliseconds>,
}

impl Timeline {
    /// A timeline that counts from `now`.
    pub fn starting(now: Instant) -> Self {
        Self {
            start: now,
            end_of_turn: Some(Milliseconds(0.0)),
            ..Self::default()
        }
    }

    /// The timeline of a speculative turn; it counts from the end of the person's speech.
    pub fn listening(end_of_speech: Instant) -> Self {
        Self {
            start: end_of_speech,
            ..Self::default()
        }
    }

    /// Records that the turn was committed. Of every step only the first time counts.
    pub fn end_of_turn(&mut self, now: Instant) {
        self.end_of_turn.get_or_insert(now.since(self.start));
    }

    /// Records the transcript.
    pub fn transcript(&mut self, now: Instant) {
        self.transcript.get_or_insert(now.since(self.start));
    }

    /// Records the first token.
    pub fn first_token(&mut self, now: Instant) {
        self.first_token.get_or_insert(now.since(self.start));
    }

    /// Records the first clause.
    pub fn first_clause(&mut self, now: Instant) {
        self.first_clause.get_or_insert(now.since(self.start));
    }

    /// Records the first sample.
    pub fn first_audio(&mut self, now: Instant) {
        self.first_audio.get_or_insert(now.since(self.start));
    }

    /// Records the end of the turn.
    pub fn total(&mut self, now: Instant) {
        self.total.get_or_insert(now.since(self.start));
    }
}

/// The language model's token counts of a turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct TokenUse {
    /// Tokens of the prompt.
    pub prompt: usize,
    /// Of these, tokens that were already in the KV cache.
    pub reused: usize,
    /// Tokens generated.
    pub generated: usize,
    /// Decoding speed in tokens a second; 0 when fewer than two were generated.
    pub per_second: f64,
    /// Number of oldest turns that no longer fit into the context.
    #[serde(default)]
    pub dropped_turns: usize,
}
