//! A visit at a kiosk: what a visitor may do, when nobody seems to be there any more, and whether anything moves.
//!
//! Owns the policy that the interface follows in a visit. The supervisor that starts visits is `kiosk`'s.

use crate::config::KioskSettings;
use crate::conversation::{Milliseconds, Phase, State};

use super::keys::Action;

/// A visit, as far as it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    settings: KioskSettings,
    /// Somebody has done or said something.
    begun: bool,
    warned: bool,
    /// When something was last done or said.
    touched: Milliseconds,
    /// What moves while an answer is being made, and when it last did.
    seen: (u64, usize, usize),
    moved: Milliseconds,
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
            seen: (0, 0, 0),
            moved: Milliseconds::default(),
        }
    }

    /// Whose kiosk it is.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// What a visitor may do. No page of the operator's, no file, no way to end the program.
    pub fn allows(action: Action) -> bool {
        matches!(
            action,
            Action::Send | Action::NewLine | Action::Back | Action::Talk | Action::PageUp | Action::PageDown
        )
    }

    /// Somebody has pressed a key.
    pub fn touch(&mut self, now: Milliseconds) {
        self.begun = true;
        self.warned = false;
        self.touched = now;
    }

    /// Time has passed in this state of the conversation.
    pub fn pass(&mut self, now: Milliseconds, state: &State) -> Passed {
        let speaks = !state.partial.text.is_empty();
        let is_asked = state.phase != Phase::Idle && state.turn.question.is_some();
        if speaks || is_asked {
            self.touch(now);
        }
        let still = now.since(self.touched).0 / 1000.0;
        if self.begun && still >= f64::from(self.settings.end_after) {
            return Passed::Over;
        }
        if self.begun && !self.warned && still >= f64::from(self.settings.warn_after) {
            self.warned = true;
            return Passed::Warning;
        }
        Passed::Nothing
    }

    /// Whether the conversation moves: it waits for somebody, or something of the answer has come lately.
    pub fn is_alive(&mut self, now: Milliseconds, state: &State) -> bool {
        let turn = &state.turn;
        let seen = (turn.id.0, turn.reply.len(), turn.clauses.len());
        // What is being spoken ends by itself: the playback stage always reports its end.
        let waits = matches!(state.phase, Phase::Idle | Phase::Speaking { .. });
        if waits || seen != self.seen {
            self.seen = seen;
            self.moved = now;
        }
        now.since(self.moved).0 / 1000.0 < f64::from(self.settings.hang_after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Milliseconds {
        Milliseconds(seconds * 1000.0)
    }

    #[test]
    fn a_visitor_who_has_gone_is_asked_once_and_then_the_visit_is_over() {
        let mut visit = Visit::new(KioskSettings::default());
        let mut state = State::default();
        assert_eq!(
            visit.pass(at(500.0), &state),
            Passed::Nothing,
            "nobody has come yet"
        );
        visit.touch(at(500.0));
        assert_eq!(visit.pass(at(559.0), &state), Passed::Nothing);
        assert_eq!(visit.pass(at(560.0), &state), Passed::Warning);
        assert_eq!(visit.pass(at(561.0), &state), Passed::Nothing);
        visit.touch(at(570.0));
        assert_eq!(visit.pass(at(630.0), &state), Passed::Warning);
        // A question is being answered: the time begins when that has ended.
        state.phase = Phase::Thinking;
        state.turn.question = Some("When?".to_owned());
        assert_eq!(visit.pass(at(659.0), &state), Passed::Nothing);
        state.phase = Phase::Idle;
        assert_eq!(visit.pass(at(718.0), &state), Passed::Nothing);
        assert_eq!(visit.pass(at(719.5), &state), Passed::Warning);
        assert_eq!(visit.pass(at(749.5), &state), Passed::Over);
    }

    #[test]
    fn an_answer_that_does_not_move_is_a_hang() {
        let mut visit = Visit::new(KioskSettings::default());
        let mut state = State::default();
        assert!(visit.is_alive(at(0.0), &state) && visit.is_alive(at(900.0), &state));
        state.phase = Phase::Thinking;
        assert!(visit.is_alive(at(901.0), &state) && visit.is_alive(at(919.0), &state));
        state.turn.reply.push_str("Yes");
        assert!(visit.is_alive(at(920.0), &state) && visit.is_alive(at(939.0), &state));
        assert!(!visit.is_alive(at(941.0), &state));
    }
}
