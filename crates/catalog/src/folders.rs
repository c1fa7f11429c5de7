//! Where models lie.
//!
//! Owns the rule of the folders: the person's own by the XDG base directory specification, then those of the machine.

use std::path::PathBuf;

/// The folders of this machine, in the order in which they are searched: the administrator's, the packages'.
pub const SYSTEM: [&str; 2] = ["/usr/local/share/mynah/models", "/usr/share/mynah/models"];

/// `~/.local/share/mynah/models`, where a person puts models; `None` without a home folder.
pub fn user() -> Option<PathBuf> {
    data_home().map(|home| home.join("mynah/models"))
}

/// The user's data folder: `XDG_DATA_HOME` if it is absolute, else `~/.local/share`.
fn data_home() -> Option<PathBuf> {
    let configured = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    configured.or_else(|| std::env::home_dir().map(|home| home.join(".local/share")))
}
