//! Key handling, page by page.
//!
//! Turns keys into changes of the interface or intents. Esc always goes back; typed text is never lost.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::config::ThemeName;
use crate::conversation::{Event, PersonEvent, Phase, Question};

use super::super::commands::{self, Does, Typed};
use super::super::intents::PickerKind;
use super::super::keys::Action;
use super::super::pages::{OperatorPage, Reaction, SettingsPage};
use super::super::visit::Visit;
use super::alerts::Keep;
use super::{App, Intent, Page, Setting};

/// Opens the operator's PIN prompt at a kiosk.
const OPERATOR: KeyCode = KeyCode::F(12);

impl App {
    pub(super) fn key(&mut self, key: KeyEvent) -> Vec<Intent> {
        let action = self.keys.action(&key);
        if let Some(intents) = self.answered(key, action) {
            return intents;
        }
        if self.visit.is_some() && key.code == OPERATOR {
            let intents = self.go_back();
            self.page = Page::Operator(OperatorPage::default());
            return intents;
        }
        if let KeyCode::F(number) = key.code
            && let Some(code) = self.language_of(usize::from(number))
        {
            return vec![Intent::Converse(code)];
        }
        if self.visit.is_some() && action.is_some_and(|action| !Visit::allows(action)) {
            return Vec::new();
        }
        if action == Some(Action::Quit) {
            return self.act(Action::Quit);
        }
        if self.is_scanning() && matches!(key.code, KeyCode::Enter | KeyCode::Char(' ')) {
            return self.choose_scanned();
        }
        if self.search.is_some() {
            return self.search_key(key, action);
        }
        let reaction = match &mut self.page {
            Page::Conversation => return self.conversation_key(key, action),
            Page::Speak(_) => return self.speak_key(key, action),
            Page::Help(scroll) => {
                match key.code {
                    KeyCode::Down | KeyCode::PageDown => *scroll += 1,
                    KeyCode::Up | KeyCode::PageUp => *scroll = scroll.saturating_sub(1),
                    _ => {}
                }
                Reaction::Stay(Vec::new())
            }
            Page::Latency | Page::Offline => Reaction::Stay(Vec::new()),
            Page::Settings(page) => page.key(key, &self.settings),
            Page::Picker(picker) => picker.key(key),
            Page::Palette(palette) => palette.key(key, &self.strings, &self.keys),
            Page::Introduction(introduction) => introduction.key(key),
            Page::Operator(page) => page.key(key),
        };
        match (reaction, action) {
            (Reaction::Stay(intents), None) => intents,
            (Reaction::Stay(_), Some(Action::Back)) | (Reaction::Close, _) => self.go_back(),
            // The key of an open page closes it; another page's key switches.
            (Reaction::Stay(intents), Some(action)) if !intents.is_empty() || is_of_typing(action) => intents,
            (Reaction::CloseWith(more), _) => {
                let mut intents = self.go_back();
                intents.extend(more);
                intents
            }
            (Reaction::Stay(_), Some(action)) => {
                let mut intents = self.go_back();
                intents.extend(self.act(action));
                intents
            }
            (Reaction::Perform(does), _) => {
                let mut intents = self.go_back();
                intents.extend(self.perform(does));
                intents
            }
            (Reaction::Moved, _) => self.preview_of_page(),
        }
    }

    /// Performs an entry of the palette. A command that needs a name is put into the input.
    fn perform(&mut self, does: Does) -> Vec<Intent> {
        match does {
            Does::Action(action) => return self.act(action),
            Does::Command("/language") => return vec![Intent::List(PickerKind::Language)],
            Does::Command(command) => self.input.set(&format!("{command} ")),
            Does::Setting(at) => self.page = Page::Settings(SettingsPage { at, typing: None }),
        }
        Vec::new()
    }

    pub(super) fn wheel(&mut self, up: bool) -> Vec<Intent> {
        match &mut self.page {
            Page::Conversation => self.scroll_by(up, 3),
            Page::Help(scroll) if up => *scroll = scroll.saturating_sub(1),
            Page::Help(scroll) => *scroll += 1,
            _ => {
                let code = if up { KeyCode::Up } else { KeyCode::Down };
                return self.key(KeyEvent::new(code, KeyModifiers::NONE));
            }
        }
        Vec::new()
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Intent> {
        if let Some(search) = &mut self.search {
            search.text.push_str(&super::super::clean::line(text));
        } else if let Page::Speak(page) = &mut self.page {
            page.insert(&super::super::clean::line(text));
        } else if matches!(self.page, Page::Conversation) {
            self.input.insert(text);
        }
        Vec::new()
    }

    fn conversation_key(&mut self, key: KeyEvent, action: Option<Action>) -> Vec<Intent> {
        let completions = if self.visit.is_some() {
            Vec::new()
        } else {
            commands::completions(&self.input.text())
        };
        self.completion = self.completion.min(completions.len().saturating_sub(1));
        match (action, key.code) {
            (Some(Action::Send), _) => return self.send(),
            (Some(Action::NewLine), _) => self.input.new_line(),
            (Some(Action::Back), _) => return self.back(),
            (Some(action), _) => return self.act(action),
            (None, KeyCode::Tab) => {
                if let Some((name, _)) = completions.get(self.completion) {
                    self.input.set(name);
                    self.completion = 0;
                }
            }
            (None, KeyCode::Up) if !completions.is_empty() => {
                self.completion = self.completion.saturating_sub(1);
            }
            (None, KeyCode::Down) if !completions.is_empty() => {
                self.completion = (self.completion + 1).min(completions.len() - 1);
            }
            (None, KeyCode::Up) if key.modifiers.contains(KeyModifiers::SHIFT) => self.scroll_by(true, 1),
            (None, KeyCode::Down) if key.modifiers.contains(KeyModifiers::SHIFT) => self.scroll_by(false, 1),
            _ => self.input.key(key),
        }
        Vec::new()
    }

    /// Esc first stops the answer, then the scrolling; an error counts as read; the input stays.
    fn back(&mut self) -> Vec<Intent> {
        self.read_alert();
        if self.state.phase != Phase::Idle {
            return vec![Intent::Send(Event::Person(PersonEvent::Interrupted))];
        }
        self.scroll = 0;
        Vec::new()
    }

    fn send(&mut self) -> Vec<Intent> {
        let text = self.input.text();
        let typed = if self.visit.is_some() && !text.trim().is_empty() {
            // A visitor can only ask; there are no commands.
            Typed::Question(text.trim().to_owned())
        } else {
            commands::meaning(&text)
        };
        self.read_alert();
        if let Typed::Unknown(name) = typed {
            // Lets the tests of a debug build see what happens to the terminal in a panic.
            debug_assert!(name != "/panic", "asked for");
            let sentence = self.strings.with("unknown-command", name);
            self.warn(&sentence, Keep::UntilRead);
            return Vec::new();
        }
        // No answer is possible yet: keep the typed text.
        if matches!(typed, Typed::Question(_)) && self.readiness == super::Readiness::Broken {
            let sentence = self.strings.text("no-conversation");
            self.warn(&sentence, Keep::UntilRead);
            return Vec::new();
        }
        self.input.take();
        self.scroll = 0;
        match typed {
            Typed::Nothing if self.state.phase != Phase::Idle => {
                vec![Intent::Send(Event::Person(PersonEvent::Interrupted))]
            }
            Typed::Nothing | Typed::Unknown(_) => Vec::new(),
            Typed::Question(text) => vec![Intent::Send(Event::Person(PersonEvent::Asked(Question::Typed(
                text,
            ))))],
            Typed::Say(text) => self.say(text),
            Typed::Do(action) => self.act(action),
            Typed::Mute(on) => self.mute(on),
            Typed::ExportTo(path) => vec![Intent::Export(Some(path))],
            Typed::Theme(name) => {
                if let Some(theme) = ThemeName::ALL.into_iter().find(|theme| theme.name() == name) {
                    self.use_theme(theme);
                    return Vec::new();
                }
                let names: Vec<&str> = ThemeName::ALL.into_iter().map(ThemeName::name).collect();
                let key = if name.is_empty() {
                    "theme-needs-name"
                } else {
                    "no-such-theme"
                };
                let sentence = self.strings.with(key, names.join(", "));
                self.warn(&sentence, Keep::UntilRead);
                Vec::new()
            }
            Typed::Language(Some(code)) => {
                vec![Intent::Change("hearing.language", Some(Setting::Text(code)))]
            }
            Typed::Language(None) => vec![Intent::List(PickerKind::Language)],
        }
    }

    fn search_key(&mut self, key: KeyEvent, action: Option<Action>) -> Vec<Intent> {
        let Some(search) = &mut self.search else {
            return Vec::new();
        };
        match (action, key.code) {
            (Some(Action::Back), _) => {
                self.search = None;
                self.scroll = 0;
                return Vec::new();
            }
            (_, KeyCode::Enter | KeyCode::Up) => search.at += 1,
            (_, KeyCode::Down) => search.at = search.at.saturating_sub(1),
            (_, KeyCode::Backspace) => {
                search.text.pop();
                search.at = 0;
            }
            (None, KeyCode::Char(letter)) => {
                search.text.push(letter);
                search.at = 0;
            }
            _ => {}
        }
        if let Some((scroll, at)) = super::super::views::conversation::place_of_match(self) {
            self.scroll = scroll;
            if let Some(search) = &mut self.search {
                search.at = at;
            }
        }
        Vec::new()
    }
}

fn is_of_typing(action: Action) -> bool {
    matches!(
        action,
        Action::Send | Action::NewLine | Action::PageUp | Action::PageDown
    )
}
