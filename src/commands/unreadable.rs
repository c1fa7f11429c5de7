//! A file of settings that cannot be read or written where the sandbox is the cause, not the path.

use crate::config::ConfigError;
use crate::offline;

/// A file that is there and must not be read: the sandbox is the cause, not the path.
pub(super) fn of_the_sandbox(error: ConfigError) -> ConfigError {
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
