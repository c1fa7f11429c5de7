//! The interface in a visit at a kiosk.
//!
//! Owns its beginning, its language and its end. `visit` decides what a visitor may do and when a visit ends.

use crate::conversation::{ClockEvent, Event, Phase};
use crate::hearing::languages;

use super::super::readings::Verdict;
use super::super::views;
use super::super::visit::{Passed, Visit};
use super::{App, Intent, Page};

impl App {
    /// Turns the interface into a kiosk's attract screen.
    pub fn begin_visit(&mut self) {
        self.visit = Some(Visit::new(self.settings.kiosk.clone()));
        self.scan_of_settings();
        self.welcome();
    }

    fn welcome(&mut self) {
        let key = if self.has_ears() {
            "visit-welcome"
        } else {
            "visit-welcome-typing"
        };
        let sentence = self.strings.text(key);
        self.entries.sentence(&sentence, false);
    }

    /// Whether the attract screen is shown.
    pub fn attracts(&self) -> bool {
        self.visit.as_ref().is_some_and(|visit| !visit.has_begun()) && self.state.phase == Phase::Idle
    }

    /// Whether this visit is alive; always true outside of a visit.
    pub fn is_alive(&mut self) -> bool {
        let liveness = self.liveness;
        self.visit
            .as_mut()
            .is_none_or(|visit| visit.is_alive(liveness, &self.state))
    }

    /// In a visit: handles its warning and its end.
    pub(super) fn visit_goes_on(&mut self) -> Vec<Intent> {
        let now = self.liveness.at;
        let passed = self
            .visit
            .as_mut()
            .map_or(Passed::Nothing, |visit| visit.pass(now, &self.state));
        match passed {
            Passed::Nothing => Vec::new(),
            Passed::Over => vec![Intent::Leave],
            Passed::Warning => {
                let announcement = self.strings.text("visit-warning");
                // Announced like a timer: aloud and as a turn, when nobody is speaking.
                vec![Intent::Send(Event::Clock(ClockEvent::TimerDue { announcement }))]
            }
        }
    }

    /// Handles a new state. A visitor who says only the name of a language switches to it.
    pub(super) fn visit_stirs(&mut self) -> Vec<Intent> {
        let Some(visit) = &mut self.visit else {
            return Vec::new();
        };
        visit.stir();
        let question = self.state.turn.question.as_deref();
        let asked = question.filter(|_| self.state.phase != Phase::Idle && !self.state.is_speculative());
        let wanted = asked.and_then(|said| {
            let mut known = visit.languages().iter();
            known.find(|code| languages::is_name(said, code))
        });
        match wanted {
            Some(code) if *code != self.settings.hearing.language => vec![Intent::Converse(code.clone())],
            _ => Vec::new(),
        }
    }

    /// The language of a function key in a visit; the first is 1.
    pub(super) fn language_of(&self, number: usize) -> Option<String> {
        let languages = self.visit.as_ref()?.languages();
        languages.get(number.checked_sub(1)?).cloned()
    }

    /// The screen was touched or clicked.
    pub(super) fn touched(&mut self, column: u16, row: u16) -> Vec<Intent> {
        let number = views::language_at(self, column, row);
        let code = number.and_then(|number| self.language_of(number));
        code.map(Intent::Converse).into_iter().collect()
    }

    /// Restarts the conversation in this language, for this visit only.
    pub fn converse_in(&mut self, code: String) {
        let mut settings = self.settings.clone();
        settings.interface.language = Some(code.clone());
        settings.converse_in(code);
        self.use_settings(settings);
        self.entries.clear();
        self.scroll = 0;
        self.welcome();
    }

    /// Shows the result of a PIN.
    pub fn unlocked(&mut self, verdict: Verdict) {
        let note = match verdict {
            Verdict::Right => String::new(),
            Verdict::Wrong => self.strings.text("operator-wrong"),
            Verdict::Locked(seconds) => self.strings.with("operator-locked", seconds),
            Verdict::Impossible => self.strings.text("operator-none"),
        };
        let volume = self.settings.playback.volume.into();
        if let Page::Operator(page) = &mut self.page {
            page.open = verdict == Verdict::Right;
            page.volume = volume;
            page.note = note;
        }
    }

    /// Shows the kiosk's status.
    pub fn diagnosed(&mut self, lines: Vec<String>) {
        if let Page::Operator(page) = &mut self.page {
            page.diagnosis = lines;
        }
    }
}
