//! Updates the interface from snapshots of the conversation.
//!
//! Owns what a snapshot changes: entries of ended turns, notices, the microphone's state.

use crate::conversation::{Effect, Listening, State};

use super::App;

impl App {
    /// Handles a new state of the conversation and its effects.
    pub(super) fn moved(&mut self, state: State, effects: &[Effect]) {
        if state.turn.id.0 != self.turn_seen {
            self.turn_seen = state.turn.id.0;
            self.notices_seen = 0;
        }
        // Notices of a turn appear before its end.
        for notice in state.notices.iter().skip(self.notices_seen) {
            // A spoken announcement appears as a turn.
            if notice.stage.is_some() {
                self.entries.notice(notice);
            } else if state.turn.question.is_some() {
                self.remark(super::super::clean::line(&notice.sentence));
            }
        }
        self.notices_seen = state.notices.len();
        let lost = state.microphone.lost.0 - self.state.microphone.lost.0;
        if lost > 0.0 {
            let sentence = self.strings.with("sound-lost", format!("{:.1}", lost / 1000.0));
            self.remark(sentence);
        }
        let has_ended = Effect::end_a_turn(effects);
        if let (true, Some(turn)) = (has_ended, &state.ended) {
            self.entries.turn(turn);
        }
        let hears = state.listening != Listening::Off;
        if hears && !self.microphone_before {
            self.muted = false;
        }
        self.microphone_before = hears;
        self.state = state;
    }
}
