//! What the terminal shows and what keys do to it: a state, updates in, intents out.
//!
//! Owns everything that is only of the screen: the page, the scroll, what is being typed. Holds no logic of a turn: the
//! conversation's state comes as snapshots, and what a person wants goes out as events. Has no clock and no device.

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
use super::theme::{Abilities, Theme};
use super::visit::{Liveness, Visit};

/// A remark at the bottom is shown for so long.
const REMARK: Milliseconds = Milliseconds(6_000.0);

/// What the screen is told.
#[derive(Debug)]
pub enum Update {
    /// A key, the mouse, a paste, another size.
    Key(Key),
    /// The conversation has moved.
    Moved(Box<State>, Vec<Effect>),
    /// How far the models are loaded: what, its name, how far.
    Loading(Vec<(PartKind, String, LoadState)>),
    /// The conversation runs.
    Started,
    /// It could not be started, or broke off: the sentence for the person.
    Broken(String),
    /// Something a person should know, from outside the conversation.
    Told(String),
    /// What can be chosen.
    Choices(PickerKind, Vec<Choice>),
    /// A preview says how it went.
    Previewed(String),
    /// A setting was written: the settings as they are now.
    Changed(Box<Settings>),
    /// Time has passed: the clock of the conversation, the microphone's level, that of a previewed microphone.
    Tick(Milliseconds, Decibels, Option<Decibels>),
    /// A signal asks the program to end.
    Signal,
}

/// What the person wants of the rest of the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Tell the conversation.
    Send(Event),
    /// End the program.
    Leave,
    /// End the kiosk, not only this visit.
    LeaveKiosk,
    /// End it and start the machine anew.
    RestartMachine,
    /// Begin again in this language, for this visit only.
    Converse(String),
    /// Find out how the kiosk is.
    Diagnose,
    /// Is this the operator's number?
    Unlock(String),
    /// Find out what can be chosen.
    List(PickerKind),
    /// Let this choice be heard or seen before it is taken.
    Preview(PickerKind, String),
    /// No longer.
    StopPreview,
    /// Write a setting and use it; `None` removes it.
    Change(&'static str, Option<Setting>),
    /// Forget what was asked and answered.
    Forget,
    /// Write the conversation to this file, or to a name that is free.
    Export(Option<String>),
    /// Hand this text to the terminal's clipboard.
    Copy(String),
    /// Never show the introduction again.
    Introduced,
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Switch(bool),
}

/// What fills the screen.
#[derive(Debug, Clone)]
pub enum Page {
    /// The conversation.
    Conversation,
    /// The keys, scrolled by so many lines.
    Help(usize),
    /// How quick the last answers were.
    Latency,
    /// What keeps everything on this machine.
    Offline,
    /// The settings.
    Settings(SettingsPage),
    /// A list to choose from.
    Picker(Picker),
    /// Everything that can be done.
    Palette(Palette),
    /// The guided start.
    Introduction(Introduction),
    /// The operator's, at a kiosk.
    Operator(OperatorPage),
}

/// A search in the conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// What is looked for.
    pub text: String,
    /// The match that is shown, counted from the last one.
    pub at: usize,
}

/// Where the program stands before it can talk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Readiness {
    /// Models are being loaded.
    #[default]
    Loading,
    /// Everything that could be loaded is there.
    Ready,
    /// There is no conversation.
    Broken,
}

/// Everything of the screen.
pub struct App {
    /// The settings, as they are written.
    pub settings: Settings,
    /// The words.
    pub strings: Strings,
    /// The looks.
    pub theme: Theme,
    /// What the terminal can show.
    pub abilities: Abilities,
    /// The keys.
    pub keys: Keys,
    /// What fills the screen.
    pub page: Page,
    /// The last snapshot of the conversation.
    pub state: State,
    /// What was said so far.
    pub entries: Entries,
    /// What is being typed.
    pub input: Input,
    /// How far the models are.
    pub loading: Vec<(PartKind, String, LoadState)>,
    /// Whether one can talk.
    pub readiness: Readiness,
    /// Now, on the conversation's clock.
    pub now: Milliseconds,
    /// How loud the microphone is.
    pub level: Decibels,
    /// Lines that the conversation is scrolled up by.
    pub scroll: usize,
    /// A search, while there is one.
    pub search: Option<Search>,
    /// The chosen row among the completions of a command.
    pub completion: usize,
    /// The microphone is off because the person wants it so.
    pub muted: bool,
    /// The key to talk is held.
    pub talking: bool,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Bytes of memory that the program uses.
    pub memory: u64,
    /// What keeps everything on this machine: layer, and whether it holds.
    pub layers: Vec<(&'static str, bool)>,
    /// The visit, at a kiosk.
    pub visit: Option<Visit>,
    /// What moves in the program, for the visit.
    pub liveness: Liveness,
    remarks: VecDeque<(Milliseconds, String)>,
    notices_seen: usize,
    turn_seen: u64,
    microphone_before: bool,
}

impl App {
    /// A screen before anything is loaded. `introduce` asks for the guided start.
    pub fn new(settings: Settings, strings: Strings, abilities: Abilities, introduce: bool) -> Self {
        let (keys, wrong) = Keys::new(&settings.interface.keys);
        let theme = Theme::new(settings.interface.theme, abilities);
        let mut app = Self {
            theme,
            abilities,
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

    /// Takes what has happened; returns what the person wants of the rest of the program.
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

    /// The sentence at the bottom.
    pub fn last_remark(&self) -> Option<&str> {
        self.remarks.back().map(|(_, sentence)| sentence.as_str())
    }

    /// Whether the large letters are asked for.
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
        self.theme = Theme::new(settings.interface.theme, self.abilities);
        self.keys = Keys::new(&settings.interface.keys).0;
        self.settings = settings;
    }

    /// What a page is left with: previews end.
    pub(super) fn go_back(&mut self) -> Vec<Intent> {
        let page = std::mem::replace(&mut self.page, Page::Conversation);
        match page {
            Page::Picker(_) => vec![Intent::StopPreview],
            Page::Introduction(_) => vec![Intent::StopPreview, Intent::Introduced],
            _ => Vec::new(),
        }
    }

    /// Does what an action says, from wherever one is.
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
        // A microphone shows its level at once; a voice is heard when it is asked for.
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
