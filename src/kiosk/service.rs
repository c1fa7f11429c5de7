//! The kiosk's service: where its configuration lies, where it keeps its state, and where it can be reached.
//!
//! Owns these paths, which `packaging/systemd` gives the service.

use std::path::PathBuf;

use crate::config::sources;

/// Where the operator's configuration lies.
const CONFIG: &str = "/etc/mynah/kiosk.toml";
/// Where the service keeps its state, and where it can be reached.
const STATE: &str = "/var/lib/mynah-kiosk";
const SOCKET: &str = "/run/mynah-kiosk/mynah/control.sock";

/// The folder that the service's unit gives it.
pub(crate) fn state() -> PathBuf {
    PathBuf::from(STATE)
}

/// The control socket of the service.
pub(crate) fn socket() -> PathBuf {
    PathBuf::from(SOCKET)
}

/// The file with the operator's choices; for other commands than the kiosk itself that of the service, where there is one.
pub(crate) fn choices(is_service: bool) -> Option<PathBuf> {
    let service = (!is_service).then(state).filter(|folder| folder.is_dir());
    let folder = service.or_else(super::state_folder)?;
    Some(folder.join("operator.toml"))
}

/// The operator's configuration, where there is one. Drop-ins without their main file are a mistake, which is told: a kiosk without
/// its operator's settings must not start.
pub(crate) fn standard_config() -> Option<PathBuf> {
    let path = PathBuf::from(CONFIG);
    (path.is_file() || sources::has_drop_ins(&path)).then_some(path)
}
