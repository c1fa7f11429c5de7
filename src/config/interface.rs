//! How the terminal looks and which keys do what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    /// As far apart as can be.
    HighContrast,
    /// The terminal's own sixteen colours.
    Sixteen,
    /// No colours, only bold, dim and reversed.
    None,
}

impl ThemeName {
    /// All of them, in the order in which they are offered.
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

/// Where things stand on the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayoutName {
    /// The conversation, the state, an input line.
    #[default]
    Normal,
    /// Large letters, legible across a room.
    Room,
}

/// How the terminal looks and which keys do what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InterfaceSettings {
    /// The language of the interface: `en`, `ru`, `zh-CN`; without it the system's. What is spoken is
    /// `hearing.language`.
    pub language: Option<String>,
    /// `auto`, `dark`, `light`, `high-contrast`, `sixteen` or `none`.
    pub theme: ThemeName,
    /// `normal` or `room`.
    pub layout: LayoutName,
    /// Nothing moves by itself.
    pub reduced_motion: bool,
    /// Only characters that every console has.
    pub ascii: bool,
    /// The mouse is left to the terminal.
    pub no_mouse: bool,
    /// Other keys for actions, such as `mute = "ctrl-t"`; F1 lists the actions.
    pub keys: BTreeMap<String, String>,
}
