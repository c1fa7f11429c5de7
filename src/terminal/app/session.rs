//! Settings that are tried out: colours and layout that last until the program ends, and are not written to a file.

use crate::config::{LayoutName, Settings, ThemeName};

use super::super::keys::{Action, Keys};
use super::super::strings::Strings;
use super::super::theme::Theme;
use super::App;

/// Settings that were changed for as long as the program runs, and not in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SessionSettings {
    pub(super) theme: Option<ThemeName>,
    pub(super) layout: Option<LayoutName>,
}

impl App {
    /// A setting was written to a file on purpose: what was tried before for this session no longer counts.
    pub(in super::super) fn written(&mut self, key: &str) {
        match key {
            "interface.theme" => self.session.theme = None,
            "interface.layout" => self.session.layout = None,
            _ => {}
        }
    }

    /// Changes the colours for this session.
    pub(super) fn use_theme(&mut self, theme: ThemeName) {
        self.session.theme = Some(theme);
        self.use_session();
    }

    /// Changes between large text and the normal layout for this session.
    pub(super) fn toggle_layout(&mut self) {
        self.session.layout = Some(if self.is_room() {
            LayoutName::Normal
        } else {
            LayoutName::Room
        });
        self.use_session();
    }

    /// Uses what was changed for this session, and tells how long it lasts.
    fn use_session(&mut self) {
        self.use_settings(self.settings.clone());
        let sentence = self
            .strings
            .with("for-this-session", self.keys.of(Action::Settings));
        self.remark(sentence);
    }

    /// Uses other settings, with what was changed for this session.
    pub(super) fn use_settings(&mut self, mut settings: Settings) {
        let interface = &mut settings.interface;
        interface.theme = self.session.theme.unwrap_or(interface.theme);
        interface.layout = self.session.layout.unwrap_or(interface.layout);
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
        self.scan_of_settings();
    }
}
