//! The moments of a turn, counted from the end of the person's speech (or the Enter key).

use serde::{Deserialize, Serialize};

/// A point on the engine's clock, or a distance between two, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Milliseconds(pub f64);

impl Milliseconds {
    /// The time from `earlier` to this point, never negative.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self((self.0 - earlier.0).max(0.0))
    }
}

/// When each thing of a turn happened. A moment that did not come is `None`: a typed question has no transcript.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// On the engine's clock; all others count from here.
    #[serde(skip)]
    pub start: Milliseconds,
    /// The turn was known to be over.
    pub end_of_turn: Option<Milliseconds>,
    /// The final transcript was there.
    pub transcript: Option<Milliseconds>,
    /// The language model's first token was there.
    pub first_token: Option<Milliseconds>,
    /// The first clause had become sound.
    pub first_clause: Option<Milliseconds>,
    /// The first sample of the reply went out.
    pub first_audio: Option<Milliseconds>,
    /// The turn had come to its end.
    pub total: Option<Milliseconds>,
}

impl Timeline {
    /// A timeline that counts from `now`.
    pub fn starting(now: Milliseconds) -> Self {
        Self {
            start: now,
            end_of_turn: Some(Milliseconds(0.0)),
            ..Self::default()
        }
    }

    /// The timeline of a turn that is not yet known to be over; it counts from the end of the person's speech.
    pub fn listening(end_of_speech: Milliseconds) -> Self {
        Self {
            start: end_of_speech,
            ..Self::default()
        }
    }

    /// Sets the moment at which the turn was known to be over. Of every moment, the first time counts.
    pub fn end_of_turn(&mut self, now: Milliseconds) {
        self.end_of_turn.get_or_insert(now.since(self.start));
    }

    /// Sets the moment at which the transcript was there.
    pub fn transcript(&mut self, now: Milliseconds) {
        self.transcript.get_or_insert(now.since(self.start));
    }

    /// Sets the moment of the first token.
    pub fn first_token(&mut self, now: Milliseconds) {
        self.first_token.get_or_insert(now.since(self.start));
    }

    /// Sets the moment at which the first clause was sound.
    pub fn first_clause(&mut self, now: Milliseconds) {
        self.first_clause.get_or_insert(now.since(self.start));
    }

    /// Sets the moment at which the first sample went out.
    pub fn first_audio(&mut self, now: Milliseconds) {
        self.first_audio.get_or_insert(now.since(self.start));
    }

    /// Sets the end.
    pub fn total(&mut self, now: Milliseconds) {
        self.total.get_or_insert(now.since(self.start));
    }
}

/// What the language model counted in a turn.
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
    /// The oldest turns of the conversation, which did not fit any more and were left out.
    #[serde(default)]
    pub dropped_turns: usize,
}
