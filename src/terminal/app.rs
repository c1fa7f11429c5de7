//! The state of the terminal interface: updates in, intents out.
//!
//! Owns everything that concerns only the screen: the page, the scroll position, the input. Holds no logic of a turn: the
//! conversation's state arrives as snapshots, and a person's wishes leave as events. Has no clock and no device.

mod alerts;
mod conversation_keys;
mod follow;
mod page;
mod session;
mod speaking;
mod visiting;

use std::collections::VecDeque;

use crossterm::event::{Event as Key, KeyEventKind, MouseEventKind};

use crate::audio::level::Decibels;
use crate::config::{LayoutName, Settings};
use crate::conversation::{Event, Instant, Listening, Milliseconds, PersonEvent, Phase, State};
use crate::engine::loading::{LoadState, PartKind};

use super::entries::Entries;
use super::input::Input;
use super::intents::{Intent, PickerKind, Setting};
use super::keys::{Action, Keys};
use super::pages::{Introduction, Palette, Picker, SettingsPage};
use super::readings::{About, ShownLayer};
use super::scan::Scan;
use super::strings::Strings;
use super::theme::{Capabilities, Theme};
use super::updates::Update;
use super::visit::{Liveness, Visit};

pub use alerts::Asking;
use alerts::{Alert, Keep};
pub use page::{Page, Readiness, Search};
use session::SessionSettings;

/// How long a remark is shown.
const REMARK: Milliseconds = Milliseconds(6_000.0);

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
    pub now: Instant,
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
    /// The protection layers.
    pub layers: Vec<ShownLayer>,
    /// What the first screen tells about this installation.
    pub about: About,
    /// The visit, at a kiosk.
    pub visit: Option<Visit>,
    /// The counters of the visit's watchdog.
    pub liveness: Liveness,
    /// The scanning with one key, where it is on.
    pub scan: Option<Scan>,
    /// The last text that was said for the person.
    pub(super) last_said: Option<String>,
    /// What is asked before something is lost.
    pub asking: Option<Asking>,
    alert: Option<Alert>,
    session: SessionSettings,
    remarks: VecDeque<(Instant, String)>,
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
            // The introduction needs more keys than one.
            page: if introduce && settings.interface.scan_ms == 0 {
                Page::Introduction(Introduction::default())
            } else {
                Page::Conversation
            },
            state: State::default(),
            entries: Entries::default(),
            input: Input::default(),
            loading: Vec::new(),
            readiness: Readiness::Loading,
            now: Instant::default(),
            level: Decibels::SILENCE,
            scroll: 0,
            search: None,
            completion: 0,
            muted: false,
            talking: false,
            size: (80, 24),
            memory: 0,
            layers: Vec::new(),
            about: About::default(),
            visit: None,
            liveness: Liveness::default(),
            scan: None,
            last_said: None,
            asking: None,
            alert: None,
            session: SessionSettings::default(),
            remarks: VecDeque::new(),
            notices_seen: 0,
            turn_seen: 0,
            microphone_before: false,
            settings,
            strings,
        };
        app.scan_of_settings();
        for key in wrong {
            let sentence = app.strings.with("wrong-key", key);
            app.warn(&sentence, Keep::InConversation);
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
                MouseEventKind::Down(_) if self.is_scanning() => return self.choose_scanned(),
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
                let mut failed = Vec::new();
                for (_, _, loaded) in &loading {
                    if let LoadState::Failed(sentence) = loaded
                        && !self.loading.iter().any(|(_, _, before)| before == loaded)
                    {
                        failed.push(sentence.clone());
                    }
                }
                for sentence in failed {
                    self.warn(&sentence, Keep::InConversation);
                }
                self.loading = loading;
            }
            Update::About(about) => self.about = *about,
            Update::Started => self.readiness = Readiness::Ready,
            Update::Broken(sentence) => {
                self.readiness = Readiness::Broken;
                self.warn(&sentence, Keep::InConversation);
            }
            Update::Told(sentence) => self.remark(sentence),
            Update::Failed(sentence) => self.warn(&sentence, Keep::UntilRead),
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
                self.scan_passes();
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

    /// The conversation with the answer that is being given, as far as it has come.
    pub fn so_far(&self) -> Entries {
        let mut entries = self.entries.clone();
        if self.state.phase != Phase::Idle && !self.state.is_speculative() {
            entries.turn(&self.state.turn);
        }
        if let Some(sentence) = self.alert() {
            entries.sentence(sentence, true);
        }
        entries
    }

    /// Shows a sentence at the bottom.
    pub fn last_remark(&self) -> Option<&str> {
        self.remarks.back().map(|(_, sentence)| sentence.as_str())
    }

    /// Whether nothing has been asked yet, and nothing said.
    pub fn is_untouched(&self) -> bool {
        let says = self.state.phase != Phase::Idle || !self.state.partial.text.is_empty();
        self.visit.is_none() && !says && self.entries.all().is_empty()
    }

    /// Whether a microphone belongs to this conversation, even if it is muted, lost or not open yet.
    pub fn has_ears(&self) -> bool {
        let is_open = self.state.listening != Listening::Off;
        let may_open = self.readiness == Readiness::Loading || !self.state.microphone.name.is_empty();
        is_open || (self.about.listens && (may_open || self.muted))
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
            Action::Quit => return self.ask_or(Asking::Quit),
            Action::Mute => return self.mute(!self.muted),
            Action::Talk => {
                self.talking = !self.talking;
                return vec![Intent::Send(Event::Person(PersonEvent::Talk {
                    held: self.talking,
                }))];
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
            Action::Forget => return self.ask_or(Asking::Forget),
            Action::Layout => self.toggle_layout(),
            Action::Speak => return self.speak_page(),
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
        vec![Intent::Send(Event::Person(PersonEvent::Mute { on }))]
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
