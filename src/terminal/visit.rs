//! A visit at a kiosk: what a visitor may do, when the visit ends, and whether the program still makes progress.
//!
//! Owns the policy of a visit in the interface. The supervisor that starts visits is in `kiosk`.

use crate::config::KioskSettings;
use crate::conversation::{Instant, Listening, Phase, State};

use super::keys::Action;

/// Loading a model takes longer than anything in a conversation and reports little progress: its timeout is this many times longer.
const LOADING: f64 = 6.0;

/// The state of a visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    settings: KioskSettings,
    /// Whether somebody has done or said something.
    begun: bool,
    warned: bool,
    /// When something was last done or said.
    touched: Instant,
    /// The last counted answer, and the number of answers.
    answered: (u64, u16),
    /// Whether the conversation was sent an event and has not reacted since.
    asked: bool,
    frames: Heartbeat<u64>,
    answer: Heartbeat<(u64, usize, usize, Option<u32>, u64)>,
    loading: Heartbeat<u64>,
    keys: Heartbeat<()>,
    stirred: Heartbeat<()>,
}

/// Progress counters of the parts of the program, for the watchdog.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Liveness {
    /// The time, on a clock that runs independently of the conversation.
    pub at: Instant,
    /// Chunks of sound from the microphone.
    pub frames: u64,
    /// Steps of the mind.
    pub thoughts: u64,
    /// Thousandths of the models read so far.
    pub loaded: u64,
    /// Models are being loaded.
    pub loads: bool,
    /// Whether the terminal holds unread keys: the thread that reads them is late.
    pub unread: bool,
}

/// A counter that is expected to change, and when it last did.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Heartbeat<T> {
    seen: T,
    moved: Instant,
}

impl<T: PartialEq> Heartbeat<T> {
    /// Whether it changed within `patience` seconds, or need not change.
    fn is_alive(&mut self, now: Instant, expected: bool, sign: T, patience: f64) -> bool {
        if !expected || sign != self.seen {
            self.seen = sign;
            self.moved = now;
        }
        now.since(self.moved).0 / 1000.0 < patience
    }
}

/// What the passing of time asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// Nothing.
    Nothing,
    /// Ask the visitor whether they are still there.
    Warning,
    /// The visit is over.
    Over,
}

impl Visit {
    /// A visit before anybody has come.
    pub fn new(settings: KioskSettings) -> Self {
        Self {
            settings,
            begun: false,
            warned: false,
            touched: Instant::default(),
            answered: (0, 0),
            asked: false,
            frames: Heartbeat::default(),
            answer: Heartbeat::default(),
            loading: Heartbeat::default(),
            keys: Heartbeat::default(),
            stirred: Heartbeat::default(),
        }
    }

    /// The kiosk's name.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// The languages that a visitor can choose.
    pub fn languages(&self) -> &[String] {
        &self.settings.languages
    }

    /// Whether the visit has begun.
    pub fn has_begun(&self) -> bool {
        self.begun
    }

    /// The actions of a visitor: no operator's page, no file, no quitting.
    pub fn allows(action: Action) -> bool {
        matches!(
            action,
            Action::Send | Action::NewLine | Action::Back | Action::Talk | Action::PageUp | Action::PageDown
        )
    }

    /// A key was pressed, or the screen touched.
    pub fn touch(&mut self, now: Instant) {
        self.begun = true;
        self.warned = false;
        self.touched = now;
    }

    /// The conversation was sent an event.
    pub fn ask(&mut self) {
        self.asked = true;
    }

    /// The conversation has reacted.
    pub fn stir(&mut self) {
        self.asked = false;
    }

    /// Checks the timeouts in this state of the conversation.
    pub fn pass(&mut self, now: Instant, state: &State) -> Passed {
        // A partial transcript of an ended utterance may still be there.
        let speaks = state.listening.is_busy() && !state.partial.text.is_empty();
        let is_asked = state.phase != Phase::Idle && state.turn.question.is_some();
        if speaks || is_asked {
            self.touch(now);
        }
        if is_asked && state.turn.id.0 != self.answered.0 {
            self.answered = (state.turn.id.0, self.answered.1.saturating_add(1));
        }
        let still = now.since(self.touched).0 / 1000.0;
        let has_enough = self.answered.1 >= self.settings.answers.max(1) && still >= 3.0;
        if self.begun && (has_enough || still >= f64::from(self.settings.end_after)) {
            return Passed::Over;
        }
        if self.begun && !self.warned && still >= f64::from(self.settings.warn_after) {
            self.warned = true;
            return Passed::Warning;
        }
        Passed::Nothing
    }

    /// Whether everything makes progress that should: the sound of an open microphone, the current answer, the loading of models, the
    /// reading of keys, a conversation that was sent an event.
    pub fn is_alive(&mut self, liveness: Liveness, state: &State) -> bool {
        let now = liveness.at;
        let patience = f64::from(self.settings.hang_after);
        let turn = &state.turn;
        let answer = (
            turn.id.0,
            turn.reply.len(),
            turn.clauses.len(),
            turn.heard.map(|clause| clause.0),
            liveness.thoughts,
        );
        // A clause that is being spoken makes no visible progress until the next one.
        let clause = turn.clauses.iter().map(|clause| clause.length.0 / 1000.0);
        let speaking = patience + clause.fold(0.0, f64::max);
        let hears = state.listening != Listening::Off && !liveness.loads;
        let answers = state.phase != Phase::Idle && !liveness.loads;
        // All are updated, even after one has failed.
        [
            self.frames.is_alive(now, hears, liveness.frames, patience),
            self.answer.is_alive(now, answers, answer, speaking),
            self.loading
                .is_alive(now, liveness.loads, liveness.loaded, LOADING * patience),
            self.keys.is_alive(now, liveness.unread, (), patience),
            self.stirred
                .is_alive(now, self.asked && !liveness.loads, (), patience),
        ]
        .into_iter()
        .all(|is_alive| is_alive)
    }
}

#[cfg(test)]
#[path = "visit_tests.rs"]
mod tests;
