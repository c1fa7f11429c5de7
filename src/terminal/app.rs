//! The state of the terminal interface: updates in, intents out.
//!
//! Owns everything that concerns only the screen: the page, the scroll position, the input. Holds no logic of a turn: the
//! conversation's state arrives as snapshots, and a person's wishes leave as events. Has no clock and no device.

mod conversation_keys;
mod follow;
mod visiting;

use std::collections::VecDeque;

use crossterm::event::{Event as Key, KeyEventKind, MouseEventKind};

use crate::audio::level::Decibels;
use crate::config::{LayoutName, Settings};
use crate::conversation::{Effect, Event, Milliseconds, State};
use crate::engine::loading::{LoadState, PartKind};

use super::entries::Entries;
use super::input::Input;
use super::keys::{Action, Keys};
use super::pages::{Choice, Introduction, OperatorPage, Palette, Picker, PickerKind, SettingsPage};
use super::strings::Strings;
use super::theme::{Capabilities, Theme};
use super::visit::{Liveness, Visit};

/// How long a remark is shown.
const REMARK: Milliseconds = Milliseconds(6_000.0);

/// An input of the interface.
#[derive(Debug)]
pub enum Update {
    /// A key, the mouse, a paste, or a new size.
    Key(Key),
    /// A new state of the conversation, with its effects.
    Moved(Box<State>, Vec<Effect>),
    /// How far the models are loaded: kind, name, state.
    Loading(Vec<(PartKind, String, LoadState)>),
    /// The conversation is running.
    Started,
    /// The conversation could not be started, or stopped: a sentence for the person.
    Broken(String),
    /// A message for the person from outside the conversation.
    Told(String),
    /// The choices that were asked for.
    Choices(PickerKind, Vec<Choice>),
    /// A preview's message.
    Previewed(String),
    /// A setting was written: the new settings.
    Changed(Box<Settings>),
    /// Time has passed: the conversation's clock, the microphone's level, that of a previewed microphone.
    Tick(Milliseconds, Decibels, Option<Decibels>),
    /// A signal asks the program to end.
    Signal,
}

/// What the person asks of the rest of the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Send an event to the conversation.
    Send(Event),
    /// Quit the program.
    Leave,
    /// Quit the kiosk, not only this visit.
    LeaveKiosk,
    /// Quit the kiosk and restart the computer.
    RestartMachine,
    /// Restart the conversation in this language, for this visit only.
    Converse(String),
    /// Ask for the kiosk's status.
    Diagnose,
    /// Check an operator's PIN.
    Unlock(String),
    /// Ask for the choices of this kind.
    List(PickerKind),
    /// Preview this choice.
    Preview(PickerKind, String),
    /// Stops the preview.
    StopPreview,
    /// Write a setting and use it; `None` removes it.
    Change(&'static str, Option<Setting>),
    /// Forget the conversation.
    Forget,
    /// Save the conversation to this file, or to a new file.
    Export(Option<String>),
    /// Copy this text to the terminal's clipboard.
    Copy(String),
    /// Never show the introduction again.
    Introduced,
}

/// A value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A switch.
    Switch(bool),
}

/// The page that fills the screen.
#[derive(Debug, Clone)]
pub enum Page {
    /// The conversation.
    Conversation,
    /// The help page, scrolled by this many lines.
    Help(usize),
    /// Response times.
    Latency,
    /// Offline protection.
    Offline,
    /// The settings.
    Settings(SettingsPage),
    /// A list to choose from.
    Picker(Picker),
    /// The command palette.
    Palette(Palette),
    /// The introduction.
    Introduction(Introduction),
    /// The operator's page, at a kiosk.
    Operator(OperatorPage),
}

/// A search in the conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// The search text.
    pub text: String,
    /// The current match, counted from the last one.
    pub at: usize,
}

/// Whether the program is ready for a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Readiness {
    /// Models are being loaded.
    #[default]
    Loading,
    /// Everything is loaded.
    Ready,
    /// No conversation is running.
    Broken,
}

/// The state of the interface.
pub struct App {
    /// The settings.
    pub settings: Settings,
    /// The messages in the person's language.
    pub strings: Strings,
    /// The colours.
    pub theme: Theme,
    /// The terminal's capabilities.
    pub capabilities: Capabilities,
    /// The key bindings.
    pub keys: Keys,
    /// The page that fills the screen.
    pub page: Page,
    /// The last state of the conversation.
    pub state: State,
    /// The conversation so far.
    pub entries: Entries,
    /// The input line.
    pub input: Input,
    /// How far the models are loaded.
    pub loading: Vec<(PartKind, String, LoadState)>,
    /// Whether the program is ready for a conversation.
    pub readiness: Readiness,
    /// The time on the conversation's clock.
    pub now: Milliseconds,
    /// The microphone's level.
    pub level: Decibels,
    /// Lines by which the conversation is scrolled up.
    pub scroll: usize,
    /// The search, if there is one.
    pub search: Option<Search>,
    /// The chosen completion of a command.
    pub completion: usize,
    /// Whether the person muted the microphone.
    pub muted: bool,
    /// Whether the push-to-talk key is pressed.
    pub talking: bool,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Memory used by the program, in bytes.
    pub memory: u64,
    /// The protection layers, and whether each is active.
    pub layers: Vec<(&'static str, bool)>,
    /// The visit, at a kiosk.
    pub visit: Option<Visit>,
    /// The counters of the visit's watchdog.
    pub liveness: Liveness,
    remarks: VecDeque<(Milliseconds, String)>,
    notices_seen: usize,
    turn_seen: u64,
    microphone_before: bool,
}

impl App {
    /// The interface before anything is loaded. `introduce` shows the introduction.
    pub fn new(settings: Settings, strings: Strings, capabilities: Capabilities, introduce: bool) -> Self {
        let (keys, wrong) = Keys::new(&settings.interface.keys);
        let theme = Theme::new(settings.interface.theme, capabilities);
        let mut app = Self {
            theme,
            capabilities,
            keys,
            page: if introduce {
                Page::Introduction(Introduction::default())
            } else {
                Page::Conversation
            },
            state: State::default(),
            entries: Entries::default(),
            input: Input::default(),
            loading: Vec::new(),
            readiness: Readiness::Loading,
            now: Milliseconds::default(),
            level: Decibels::SILENCE,
            scroll: 0,
            search: None,
            completion: 0,
            muted: false,
            talking: false,
            size: (80, 24),
            memory: 0,
            layers: Vec::new(),
            visit: None,
            liveness: Liveness::default(),
            remarks: VecDeque::new(),
            notices_seen: 0,
            turn_seen: 0,
            microphone_before: false,
            settings,
            strings,
        };
        for key in wrong {
            let sentence = app.strings.with("wrong-key", key);
            app.entries.sentence(&sentence, true);
        }
        app
    }

    /// Handles an update; returns what the person asks of the rest of the program.
    pub fn update(&mut self, update: Update) -> Vec<Intent> {
        if let (Some(visit), Update::Key(key)) = (&mut self.visit, &update)
            && !matches!(key, Key::Resize(..) | Key::FocusGained | Key::FocusLost)
        {
            visit.touch(self.liveness.at);
        }
        match update {
            Update::Key(Key::Key(key)) if key.kind != KeyEventKind::Release => return self.key(key),
            Update::Key(Key::Mouse(mouse)) => match mouse.kind {
                MouseEventKind::ScrollUp => return self.wheel(true),
                MouseEventKind::ScrollDown => return self.wheel(false),
                MouseEventKind::Down(_) => return self.touched(mouse.column, mouse.row),
                _ => {}
            },
            Update::Key(Key::Paste(text)) => return self.paste(&text),
            Update::Key(Key::Resize(columns, rows)) => {
                self.size = (columns, rows);
                self.scroll = self.scroll.min(self.most_scroll());
            }
            Update::Key(_) => {}
            Update::Moved(state, effects) => {
                self.moved(*state, &effects);
                return self.visit_stirs();
            }
            Update::Loading(loading) => {
                for (_, _, loaded) in &loading {
                    if let LoadState::Failed(sentence) = loaded
                        && !self.loading.iter().any(|(_, _, before)| before == loaded)
                    {
                        self.entries.sentence(sentence, true);
                    }
                }
                self.loading = loading;
            }
            Update::Started => self.readiness = Readiness::Ready,
            Update::Broken(sentence) => {
                self.readiness = Readiness::Broken;
                self.entries.sentence(&sentence, true);
            }
            Update::Told(sentence) => self.remark(sentence),
            Update::Previewed(sentence) => match &mut self.page {
                Page::Picker(picker) => picker.note = sentence,
                _ => self.remark(sentence),
            },
            Update::Choices(kind, choices) => {
                self.page = Page::Picker(Picker::new(kind, choices));
                return self.preview_of_page();
            }
            Update::Changed(settings) => self.use_settings(*settings),
            Update::Tick(now, level, preview) => {
                self.now = now;
                self.level = level;
                match (&mut self.page, preview) {
                    (Page::Picker(picker), level) => picker.level = level,
                    (Page::Introduction(introduction), _) => introduction.hear(level),
                    _ => {}
                }
                while self
                    .remarks
                    .front()
                    .is_some_and(|(since, _)| now.since(*since).0 > REMARK.0)
                {
                    self.remarks.pop_front();
                }
                return self.visit_goes_on();
            }
            Update::Signal => return vec![Intent::Leave],
        }
        Vec::new()
    }

    /// Shows a sentence at the bottom.
    pub fn last_remark(&self) -> Option<&str> {
        self.remarks.back().map(|(_, sentence)| sentence.as_str())
    }

    /// Whether the large-text layout is on.
    pub fn is_room(&self) -> bool {
        self.settings.interface.layout == LayoutName::Room
    }

    pub(super) fn remark(&mut self, sentence: String) {
        self.remarks.push_back((self.now, sentence));
        while self.remarks.len() > 3 {
            self.remarks.pop_front();
        }
    }

    fn use_settings(&mut self, settings: Settings) {
        let code = settings.interface.language.clone();
        if code != self.settings.interface.language {
            self.strings = match code {
                Some(code) => Strings::new(&code),
                None => Strings::of_environment(|name| std::env::var(name).ok()),
            };
        }
        self.theme = Theme::new(settings.interface.theme, self.capabilities);
        self.keys = Keys::new(&settings.interface.keys).0;
        self.settings = settings;
    }

    /// Returns to the conversation; previews stop.
    pub(super) fn go_back(&mut self) -> Vec<Intent> {
        let page = std::mem::replace(&mut self.page, Page::Conversation);
        match page {
            Page::Picker(_) => vec![Intent::StopPreview],
            Page::Introduction(_) => vec![Intent::StopPreview, Intent::Introduced],
            _ => Vec::new(),
        }
    }

    /// Performs an action, on any page.
    pub(super) fn act(&mut self, action: Action) -> Vec<Intent> {
        match action {
            Action::Quit => return vec![Intent::Leave],
            Action::Mute => return self.mute(!self.muted),
            Action::Talk => {
                self.talking = !self.talking;
                return vec![Intent::Send(Event::Talk { held: self.talking })];
            }
            Action::Copy => {
                let reply = self
                    .entries
                    .exchanges()
                    .next_back()
                    .map(|last| last.reply.clone());
                let sentence = match &reply {
                    Some(_) => self.strings.text("copied"),
                    None => self.strings.text("nothing-to-copy"),
                };
                self.remark(sentence);
                return reply.into_iter().map(Intent::Copy).collect();
            }
            Action::Export => return vec![Intent::Export(None)],
            Action::Forget => {
                self.entries.clear();
                self.scroll = 0;
                let sentence = self.strings.text("forgotten");
                self.remark(sentence);
                return vec![Intent::Forget];
            }
            Action::Layout => {
                let name = if self.is_room() { "normal" } else { "room" };
                return vec![Intent::Change(
                    "interface.layout",
                    Some(Setting::Text(name.to_owned())),
                )];
            }
            Action::Models => return vec![Intent::List(PickerKind::Model)],
            Action::Voices => return vec![Intent::List(PickerKind::Voice)],
            Action::Devices => return vec![Intent::List(PickerKind::Microphone)],
            Action::Help => self.page = Page::Help(0),
            Action::Latency => self.page = Page::Latency,
            Action::Offline => self.page = Page::Offline,
            Action::Settings => self.page = Page::Settings(SettingsPage::default()),
            Action::Palette => self.page = Page::Palette(Palette::default()),
            Action::Search => {
                self.page = Page::Conversation;
                self.search = Some(Search::default());
            }
            Action::PageUp => self.scroll_by(true, usize::from(self.size.1 / 2).max(1)),
            Action::PageDown => self.scroll_by(false, usize::from(self.size.1 / 2).max(1)),
            Action::Send | Action::NewLine | Action::Back => {}
        }
        Vec::new()
    }

    pub(super) fn mute(&mut self, on: bool) -> Vec<Intent> {
        self.muted = on;
        vec![Intent::Send(Event::Mute { on })]
    }

    pub(super) fn scroll_by(&mut self, up: bool, lines: usize) {
        self.scroll = if up {
            (self.scroll + lines).min(self.most_scroll())
        } else {
            self.scroll.saturating_sub(lines)
        };
    }

    fn most_scroll(&self) -> usize {
        super::views::conversation::height(self, self.size.0)
            .saturating_sub(usize::from(self.size.1.saturating_sub(4)))
    }

    pub(super) fn preview_of_page(&self) -> Vec<Intent> {
        let Page::Picker(picker) = &self.page else {
            return Vec::new();
        };
        // A microphone shows its level at once; a voice plays on request.
        match (picker.kind, picker.chosen()) {
            (PickerKind::Microphone, Some(choice)) => {
                vec![Intent::Preview(PickerKind::Microphone, choice.value.clone())]
            }
            _ => vec![Intent::StopPreview],
        }
    }
}

#[cfg(test)]
#[path = "app_tests.rs"]
mod tests;
