//! Speaking for a person who types or presses one key: texts and phrases that are said as they are.

use crossterm::event::KeyEvent;

use crate::conversation::{Event, Milliseconds, PersonEvent, Phase};
use crate::hearing::endpointing::ListeningMode;

use super::super::keys::Action;
use super::super::pages::SpeakPage;
use super::super::pages::speak::SpeakKey;
use super::super::scan::{Scan, ScanItem};
use super::alerts::Keep;
use super::{App, Intent, Page, Readiness};

impl App {
    /// Opens the page, or closes it.
    pub(super) fn speak_page(&mut self) -> Vec<Intent> {
        self.page = Page::Speak(SpeakPage::default());
        Vec::new()
    }

    pub(super) fn speak_key(&mut self, key: KeyEvent, action: Option<Action>) -> Vec<Intent> {
        match action {
            // Esc first stops what is spoken.
            Some(Action::Back) if self.state.phase != Phase::Idle => return stop_answer(),
            Some(Action::Back | Action::Speak) => return self.go_back(),
            Some(Action::Send) | None => {}
            Some(action) => return self.act(action),
        }
        let Page::Speak(page) = &mut self.page else {
            return Vec::new();
        };
        match page.key(key, &self.settings.speak.phrases) {
            SpeakKey::Nothing => Vec::new(),
            SpeakKey::Say(text) => self.say(text),
            SpeakKey::Repeat => self.repeat(),
        }
    }

    /// Has a text said at once; it is not answered.
    pub(super) fn say(&mut self, text: String) -> Vec<Intent> {
        if self.readiness == Readiness::Broken {
            let sentence = self.strings.text("no-conversation");
            self.warn(&sentence, Keep::UntilRead);
            return Vec::new();
        }
        self.last_said = Some(text.clone());
        vec![Intent::Send(Event::Person(PersonEvent::Says(text)))]
    }

    /// Says the last text again; without one, the last answer.
    pub(super) fn repeat(&mut self) -> Vec<Intent> {
        let answer = self
            .entries
            .exchanges()
            .next_back()
            .map(|last| last.reply.clone());
        match self.last_said.clone().or(answer) {
            Some(text) => vec![Intent::Send(Event::Person(PersonEvent::Says(text)))],
            None => {
                let sentence = self.strings.text("nothing-to-repeat");
                self.remark(sentence);
                Vec::new()
            }
        }
    }

    /// Scanning as the settings want it; none in a visit at a kiosk, where strangers use the keys.
    pub(super) fn scan_of_settings(&mut self) {
        let is_on = self.settings.interface.scan_ms > 0 && self.visit.is_none();
        let has_talk_key = self.settings.capture.mode == ListeningMode::PushToTalk;
        self.scan = is_on.then(|| Scan::new(self.settings.speak.phrases.len(), has_talk_key));
    }

    /// Moves the highlight, where it is shown.
    pub(super) fn scan_passes(&mut self) {
        let interval = Milliseconds(f64::from(self.settings.interface.scan_ms));
        let now = self.now;
        if let (Some(scan), Page::Conversation) = (&mut self.scan, &self.page) {
            scan.pass(now, interval);
        }
    }

    /// Whether a press of the one key chooses.
    pub(super) fn is_scanning(&self) -> bool {
        let is_free = self.input.text().is_empty() && self.search.is_none();
        self.scan.is_some() && is_free && matches!(self.page, Page::Conversation)
    }

    /// Performs what is highlighted.
    pub(super) fn choose_scanned(&mut self) -> Vec<Intent> {
        self.read_alert();
        let now = self.now;
        let Some(item) = self.scan.as_mut().and_then(|scan| scan.choose(now)) else {
            return Vec::new();
        };
        match item {
            ScanItem::Talk => self.act(Action::Talk),
            ScanItem::Stop => stop_answer(),
            ScanItem::Repeat => self.repeat(),
            ScanItem::Phrase(at) => {
                let phrase = self.settings.speak.phrases.get(at).cloned();
                phrase.map_or_else(Vec::new, |phrase| self.say(phrase))
            }
            ScanItem::Mute => self.mute(!self.muted),
            ScanItem::LeaveNow => vec![Intent::Leave],
            ScanItem::Phrases | ScanItem::Leave | ScanItem::Back => Vec::new(),
        }
    }
}

fn stop_answer() -> Vec<Intent> {
    vec![Intent::Send(Event::Person(PersonEvent::Interrupted))]
}

#[cfg(test)]
#[path = "speaking_tests.rs"]
mod tests;
