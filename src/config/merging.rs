//! From the texts of files to settings: the defaults, overridden by each file in its order, and checked.
//!
//! Owns the order and that a mistake is an error. Reads no file.

use std::path::Path;

use figment::Figment;
use figment::providers::{Format, Serialized, Toml};

use super::error::ConfigError;
use super::mistakes::{self, ConfigFile};
use super::ranges;
use super::settings::Settings;

impl Settings {
    /// What these files mean without the environment.
    pub(super) fn of(files: &[ConfigFile]) -> Result<Self, ConfigError> {
        Self::extracted(&Self::figment(files), files)
    }

    pub(super) fn figment(files: &[ConfigFile]) -> Figment {
        merged(files.iter().map(|file| file.text.as_str()))
    }

    pub(super) fn extracted(figment: &Figment, files: &[ConfigFile]) -> Result<Self, ConfigError> {
        let settings: Self = figment
            .extract()
            .map_err(|error| mistakes::explained(&error, files))?;
        mistakes::meaningless(&settings, files).map_or(Ok(settings), Err)
    }

    /// Checks values that came from `origin`, such as an option of the command line.
    pub fn check_values(&self, origin: &str) -> Result<(), ConfigError> {
        match ranges::meaningless(self, &|_| None) {
            Some(wrong) => Err(ConfigError::Wrong {
                origin: origin.to_owned(),
                reason: wrong.reason,
            }),
            None => Ok(()),
        }
    }

    /// Whether a text would be a configuration; errors name the file in which it would stand.
    pub fn check(text: &str, file: &Path) -> Result<(), ConfigError> {
        let source = ConfigFile {
            path: file.to_owned(),
            text: text.to_owned(),
        };
        if let Some(error) = mistakes::syntax(&source) {
            return Err(error);
        }
        Self::of(&[source]).map(drop)
    }
}

/// The defaults, overridden by these texts, the later one before the earlier.
pub(super) fn merged<'a>(texts: impl IntoIterator<Item = &'a str>) -> Figment {
    let defaults = Figment::from(Serialized::defaults(Settings::default()));
    texts
        .into_iter()
        .fold(defaults, |figment, text| figment.merge(Toml::string(text)))
}
