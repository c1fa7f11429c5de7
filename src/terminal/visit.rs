//! A visit at a kiosk: what a visitor may do, when nobody seems to be there any more, and whether everything moves.
//!
//! Owns the policy that the interface follows in a visit. The supervisor that starts visits is `kiosk`'s.

use crate::config::KioskSettings;
use crate::conversation::{Listening, Milliseconds, Phase, State};

use super::keys::Action;

/// Reading and packing a model takes longer than anything in a conversation, and tells little meanwhile.
const LOADING: f64 = 6.0;

/// A visit, as far as it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    settings: KioskSettings,
    /// Somebody has done or said something.
    begun: bool,
    warned: bool,
    /// When something was last done or said.
    touched: Milliseconds,
    /// The last answer that was counted, and how many there were.
    answered: (u64, u16),
    /// Something was asked of the conversation, which has not stirred since.
    asked: bool,
    frames: Heartbeat<u64>,
    answer: Heartbeat<(u64, usize, usize, Option<u32>, u64)>,
    loading: Heartbeat<u64>,
    keys: Heartbeat<()>,
    stirred: Heartbeat<()>,
}

/// Liveness that the parts of the program move, at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Liveness {
    /// On a clock that goes on whatever becomes of the conversation.
    pub at: Milliseconds,
    /// Pieces of sound that have come from the microphone.
    pub frames: u64,
    /// Steps of the mind.
    pub thoughts: u64,
    /// Thousandths of the models that were read.
    pub loaded: u64,
    /// Models are being loaded.
    pub loads: bool,
    /// Keys wait in the terminal: the thread that reads them is late.
    pub unread: bool,
}

/// What is expected to change, and when it last did.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Heartbeat<T> {
    seen: T,
    moved: Milliseconds,
}

impl<T: PartialEq> Heartbeat<T> {
    /// Whether it has stood still for less than so many seconds, or need not move at all.
    fn is_alive(&mut self, now: Milliseconds, expected: bool, sign: T, patience: f64) -> bool {
        if !expected || sign != self.seen {
            self.seen = sign;
            self.moved = now;
        }
        now.since(self.moved).0 / 1000.0 < patience
    }
}

/// What has come of the time that has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// Nothing to be done.
    Nothing,
    /// The visitor is to be asked whether they are there.
    Warning,
    /// The visit is over.
    Over,
}

impl Visit {
    /// Before anybody is there.
    pub fn new(settings: KioskSettings) -> Self {
        Self {
            settings,
            begun: false,
            warned: false,
            touched: Milliseconds::default(),
            answered: (0, 0),
            asked: false,
            frames: Heartbeat::default(),
            answer: Heartbeat::default(),
            loading: Heartbeat::default(),
            keys: Heartbeat::default(),
            stirred: Heartbeat::default(),
        }
    }

    /// Whose kiosk it is.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// The languages among which a visitor chooses.
    pub fn languages(&self) -> &[String] {
        &self.settings.languages
    }

    /// Whether somebody has come.
    pub fn has_begun(&self) -> bool {
        self.begun
    }

    /// What a visitor may do. No page of the operator's, no file, no way to end the program.
    pub fn allows(action: Action) -> bool {
        matches!(
            action,
            Action::Send | Action::NewLine | Action::Back | Action::Talk | Action::PageUp | Action::PageDown
        )
    }

    /// Somebody has pressed a key, or touched the screen.
    pub fn touch(&mut self, now: Milliseconds) {
        self.begun = true;
        self.warned = false;
        self.touched = now;
    }

    /// The conversation was asked for something.
    pub fn ask(&mut self) {
        self.asked = true;
    }

    /// The conversation has stirred.
    pub fn stir(&mut self) {
        self.asked = false;
    }

    /// Time has passed in this state of the conversation.
    pub fn pass(&mut self, now: Milliseconds, state: &State) -> Passed {
        // The words of an utterance that is over may still stand there.
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

    /// Whether everything moves that should: the sound of an open microphone, an answer that is being made or spoken, models
    /// that are being loaded, keys that were pressed, a conversation that was asked.
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
        // A clause that is being spoken shows nothing of it before the next one.
        let clause = turn.clauses.iter().map(|clause| clause.length.0 / 1000.0);
        let speaking = patience + clause.fold(0.0, f64::max);
        let hears = state.listening != Listening::Off && !liveness.loads;
        let answers = state.phase != Phase::Idle && !liveness.loads;
        // Each is asked, so that each remembers.
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
