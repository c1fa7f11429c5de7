//! Updates the interface from snapshots of the conversation.
//!
//! Owns what a snapshot changes: entries of ended turns, notices, the microphone's state.

use crate::conversation::{Effect, Listening, State, Turn, Weight};
use crate::hearing::languages::is_foreign;

use super::super::keys::Action;
use super::App;
use super::alerts::Keep;

impl App {
    /// A question in another script that only English models could have answered: says so.
    fn explain_refusal(&mut self, turn: &Turn) {
        let question = turn.question.as_deref().unwrap_or_default();
        let is_refused = turn.sources.is_empty() && turn.tool.is_none() && !turn.interrupted;
        if is_refused && self.visit.is_none() && self.about.only_english && is_foreign(question) {
            let sentence = self
                .strings
                .with("models-know-english", self.keys.of(Action::Models).to_uppercase());
            self.warn(&sentence, Keep::UntilRead);
        }
    }

    /// Handles a new state of the conversation and its effects.
    pub(super) fn moved(&mut self, state: State, effects: &[Effect]) {
        if state.turn.id.0 != self.turn_seen {
            self.turn_seen = state.turn.id.0;
            self.notices_seen = 0;
        }
        let has_ended = Effect::end_a_turn(effects);
        // The turn first: its faults follow its question.
        if let (true, Some(turn)) = (has_ended, &state.ended) {
            self.entries.turn(turn);
            self.explain_refusal(turn);
        }
        for notice in state.notices.iter().skip(self.notices_seen) {
            let sentence = self.strings.notice(&notice.text);
            match notice.weight {
                Weight::Fault | Weight::Warning => self.fault(&sentence),
                Weight::Recovery => {
                    self.read_alert();
                    self.entries.sentence(&sentence, false);
                }
                // A spoken announcement appears as a turn.
                Weight::Announcement if state.turn.question.is_some() => {
                    self.remark(super::super::clean::line(&sentence));
                }
                Weight::Announcement => {}
            }
        }
        self.notices_seen = state.notices.len();
        let lost = state.microphone.lost.0 - self.state.microphone.lost.0;
        if lost > 0.0 {
            let sentence = self.strings.with("sound-lost", format!("{:.1}", lost / 1000.0));
            self.remark(sentence);
        }
        // A program may have muted the microphone too.
        for effect in effects {
            if let Effect::Mute { on } = effect {
                self.muted = *on;
            }
        }
        let hears = state.listening != Listening::Off;
        if hears && !self.microphone_before {
            self.muted = false;
        }
        self.microphone_before = hears;
        self.state = state;
    }
}
