//! The standard folders, by the XDG base directory specification.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Where the administrator's configuration lies when the user has none.
pub const SYSTEM_CONFIG: &str = "/etc/mynah/config.toml";

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "mynah")
}

/// `~/.config/mynah/config.toml`; `None` without a home folder.
pub fn user_config() -> Option<PathBuf> {
    project().map(|folders| folders.config_dir().join("config.toml"))
}

/// `~/.local/share/mynah/knowledge`, where knowledge is looked for when none is configured.
pub fn user_knowledge() -> Option<PathBuf> {
    project().map(|folders| folders.data_dir().join("knowledge"))
}

/// `~/.local/share/mynah/models`, where a person and `mynah-pull` put models.
pub fn user_models() -> Option<PathBuf> {
    mynah_catalog::folders::user()
}

/// `~/.local/share/mynah/history`, where conversations are kept if that is wanted.
pub fn history() -> Option<PathBuf> {
    project().map(|folders| folders.data_dir().join("history"))
}

/// `~/.local/share/mynah/exports`, where conversations are exported to.
pub fn exports() -> Option<PathBuf> {
    project().map(|folders| folders.data_dir().join("exports"))
}

/// `~/.local/state/mynah/memory.json`, where alarms, reminders and lists are kept.
pub fn memory() -> Option<PathBuf> {
    state().map(|folder| folder.join("memory.json"))
}

/// `~/.local/state/mynah/unanswered.json`, where questions without an answer are counted if that is wanted.
pub fn unanswered() -> Option<PathBuf> {
    state().map(|folder| folder.join("unanswered.json"))
}

/// `~/.local/share/mynah/wake-word`, where recordings of a wake word are kept.
pub fn wake_word() -> Option<PathBuf> {
    project().map(|folders| folders.data_dir().join("wake-word"))
}

/// `$XDG_RUNTIME_DIR/mynah/control.sock`, where a running conversation takes requests of other programs.
pub fn control() -> Option<PathBuf> {
    let project = project()?;
    let folder = project.runtime_dir().or_else(|| project.state_dir())?;
    Some(folder.join("control.sock"))
}

/// `$XDG_RUNTIME_DIR/mynah/wyoming.sock`, where `mynah wyoming` waits for clients.
pub fn wyoming() -> Option<PathBuf> {
    control().map(|path| path.with_file_name("wyoming.sock"))
}

/// `~/.local/state/mynah/introduced`: exists once the introduction has been seen.
pub fn introduced() -> Option<PathBuf> {
    state().map(|folder| folder.join("introduced"))
}

/// `~/.cache/mynah`, whose contents can be recomputed.
pub fn cache() -> Option<PathBuf> {
    project().map(|folders| folders.cache_dir().to_owned())
}

/// `~/.cache/mynah/heads`, the cache of prompt prefixes.
pub fn prefix_cache() -> Option<PathBuf> {
    cache().map(|folder| folder.join("heads"))
}

/// `~/.cache/mynah/vectors`, the cache of document embeddings.
pub fn vectors() -> Option<PathBuf> {
    cache().map(|folder| folder.join("vectors"))
}

/// `~/.local/state/mynah`, where the log goes.
pub fn state() -> Option<PathBuf> {
    project().and_then(|folders| folders.state_dir().map(Path::to_owned))
}
