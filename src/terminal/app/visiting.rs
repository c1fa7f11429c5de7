//! What a visit at a kiosk makes of the screen.
//!
//! Owns its beginning and its end. What a visitor may do and how long one is waited for, `visit` knows.

use crate::conversation::Event;

use super::super::backstage::Verdict;
use super::super::visit::{Passed, Visit};
use super::{App, Intent, Page};

impl App {
    /// Becomes the screen of a kiosk, before anybody is there.
    pub fn begin_visit(&mut self) {
        let limits = self.settings.kiosk.clone();
        let welcome = if limits.name.is_empty() {
            self.strings.text("visit-welcome")
        } else {
            self.strings.with("visit-welcome-to", limits.name.clone())
        };
        self.entries.sentence(&welcome, false);
        self.visit = Some(Visit::new(limits));
    }

    /// Whether anything moves, or need not: always but in a visit.
    pub fn is_alive(&mut self) -> bool {
        let now = self.now;
        self.visit
            .as_mut()
            .is_none_or(|visit| visit.is_alive(now, &self.state))
    }

    /// In a visit: whether anybody is still there.
    pub(super) fn visit_goes_on(&mut self) -> Vec<Intent> {
        let now = self.now;
        let passed = self
            .visit
            .as_mut()
            .map_or(Passed::Nothing, |visit| visit.pass(now, &self.state));
        match passed {
            Passed::Nothing => Vec::new(),
            Passed::Over => vec![Intent::Leave],
            Passed::Warning => {
                let announcement = self.strings.text("visit-warning");
                self.remark(announcement.clone());
                // As a timer is told: aloud, when nobody else speaks.
                vec![Intent::Send(Event::TimerDue { announcement })]
            }
        }
    }

    /// What became of the operator's number.
    pub fn unlocked(&mut self, verdict: Verdict) {
        let note = match verdict {
            Verdict::Right => String::new(),
            Verdict::Wrong => self.strings.text("operator-wrong"),
            Verdict::Locked(seconds) => self.strings.with("operator-locked", seconds),
            Verdict::Impossible => self.strings.text("operator-none"),
        };
        if let Page::Operator(page) = &mut self.page {
            page.open = verdict == Verdict::Right;
            page.note = note;
        }
    }
}
