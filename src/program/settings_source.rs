//! Where the settings come from: files, and what the command line says instead.
//!
//! Owns their order. What may be set is `config`'s.

use std::path::PathBuf;

use crate::config::{ConfigError, Settings};
use crate::offline;
use crate::terminal::keys::Keys;

/// The sources of the settings, which can be read again when a file has changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct SettingsSource {
    /// The configuration file, instead of the standard one.
    pub(crate) file: Option<PathBuf>,
    /// The file with a kiosk operator's choices, which override the configuration.
    pub(crate) overlay: Option<PathBuf>,
    /// The folder that is searched for models first.
    pub(crate) models: Option<PathBuf>,
    /// The language of the conversation.
    pub(crate) language: Option<String>,
    /// Whether this is a kiosk or a visit to one.
    pub(crate) is_kiosk: bool,
}

impl SettingsSource {
    /// Reads them.
    ///
    /// # Errors
    /// The first mistake, with its file, line and remedy.
    pub(crate) fn settings(&self) -> Result<Settings, ConfigError> {
        let mut settings =
            Settings::load_over(self.file.as_deref(), self.overlay.as_deref()).map_err(of_the_sandbox)?;
        settings.models.settle_signatures(self.is_kiosk);
        if let Some(folder) = &self.models {
            settings.models.folder = Some(folder.clone());
        }
        if let Some(language) = &self.language {
            settings.converse_in(language.clone());
            settings.check_values("--lang or MYNAH_LANG")?;
        }
        check_keys(&settings)?;
        Ok(settings)
    }
}

/// Checks the bindings of keys, which only the interface knows.
///
/// # Errors
/// The first that is none.
pub(crate) fn check_keys(settings: &Settings) -> Result<(), ConfigError> {
    let (_, wrong) = Keys::new(&settings.interface.keys);
    match wrong.first() {
        Some(wrong) => Err(ConfigError::Wrong {
            origin: "interface.keys".to_owned(),
            reason: format!("{wrong}: use an action and a key as F1 lists them, such as mute = \"ctrl-t\""),
        }),
        None => Ok(()),
    }
}

/// A file that is there and must not be read: the sandbox is the cause, not the path.
pub(crate) fn of_the_sandbox(error: ConfigError) -> ConfigError {
    let holds = || {
        let mut layers = offline::layers().into_iter();
        layers.any(|(name, holds)| name == offline::Layer::Landlock.name() && holds)
    };
    match error {
        ConfigError::Unreadable {
            path, reason, kind, ..
        } if kind == std::io::ErrorKind::PermissionDenied && path.exists() && holds() => {
            ConfigError::Unreadable {
                path,
                reason: format!("{reason}: the path is right, but the sandbox may not read it"),
                kind,
                remedy: "it reads only an ordinary file that was there when mynah started, so restart mynah, or keep the file in /etc/mynah",
            }
        }
        ConfigError::Unwritable { path, reason }
            if reason.contains("Permission denied") && path.exists() && holds() =>
        {
            let reason =
                format!("{reason}: the sandbox may not open it, if it was replaced since mynah started");
            ConfigError::Unwritable { path, reason }
        }
        error => error,
    }
}
