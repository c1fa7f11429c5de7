//! Settings of the terminal interface.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The languages of the interface.
pub const INTERFACE_LANGUAGES: [&str; 3] = ["en", "ru", "zh-CN"];

/// The colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    /// `dark`, or `sixteen` where the terminal has no more colours, or `none` with `NO_COLOR`.
    #[default]
    Auto,
    /// Light letters on a dark background.
    Dark,
    /// Dark letters on a light background.
    Light,
    /// Maximum contrast.
    HighContrast,
    /// The terminal's own sixteen colours.
    Sixteen,
    /// No colours; only bold, dim and reversed.
    None,
}

impl ThemeName {
    /// All themes, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Auto,
        Self::Dark,
        Self::Light,
        Self::HighContrast,
        Self::Sixteen,
        Self::None,
    ];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::Sixteen => "sixteen",
            Self::None => "none",
        }
    }
}

/// The layout of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayoutName {
    /// The conversation, the state, an input line.
    #[default]
    Normal,
    /// Large text, readable across a room.
    Room,
}

/// Settings of the terminal interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InterfaceSettings {
    /// The language of the interface: `en`, `ru`, `zh-CN`; default: the system's. The spoken language is
    /// `hearing.language`.
    pub language: Option<String>,
    /// `auto`, `dark`, `light`, `high-contrast`, `sixteen` or `none`.
    pub theme: ThemeName,
    /// `normal` or `room`.
    pub layout: LayoutName,
    /// Reduce motion.
    pub reduced_motion: bool,
    /// ASCII characters only.
    pub ascii: bool,
    /// Leave the mouse to the terminal.
    pub no_mouse: bool,
    /// Scanning: the time for which each choice is highlighted, 300 to 20000 milliseconds; 0: no scanning.
    pub scan_ms: u32,
    /// Key bindings of actions, such as `mute = "ctrl-t"`; F1 lists the actions.
    pub keys: BTreeMap<String, String>,
}

/// Speaking for people who type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpeakSettings {
    /// Phrases that are said on request, at most 200 of at most 500 bytes each.
    pub phrases: Vec<String>,
}
