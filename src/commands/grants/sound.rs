//! What the sound process may reach: sound cards, the sound server's socket, and the configuration of both.
//!
//! Owns these lists, and which commands need that process. No model, no document, nothing of this program's own folders is among it.

use std::env;
use std::path::PathBuf;

use crate::offline::{AllowedSocket, Files, Grants};

use super::super::{Cli, Command};
use super::servers;

/// Folders and files of the system that are read.
const SYSTEM: [&str; 24] = [
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib64",
    "/nix/store",
    "/proc",
    "/sys/class/sound",
    "/sys/devices",
    "/etc/alsa",
    "/etc/asound.conf",
    // ALSA mixes for a group of the system, which it looks up here.
    "/etc/group",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/locale.alias",
    "/etc/localtime",
    "/etc/machine-id",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/etc/pipewire",
    "/etc/pulse",
    "/run/udev/data",
    "/var/lib/alsa",
    "/var/lib/dbus/machine-id",
];
const DEVICES: [&str; 5] = [
    "/dev/snd",
    "/dev/null",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
];
/// Hidden files and folders of the home folder that the sound libraries read.
const HOME: [&str; 5] = [
    ".asoundrc",
    ".config/pulse",
    ".config/pipewire",
    ".pulse",
    ".pulse-cookie",
];

/// What it may reach.
pub(in super::super) fn grants() -> Grants {
    let mut read = SYSTEM.map(PathBuf::from).to_vec();
    if let Some(home) = env::var_os("HOME").map(PathBuf::from) {
        read.extend(HOME.iter().map(|name| home.join(name)));
    }
    let server = |path| AllowedSocket { path, waits: false };
    Grants {
        files: Files {
            read,
            write: DEVICES.map(PathBuf::from).to_vec(),
            ..Files::default()
        },
        sockets: servers::sound_servers().into_iter().map(server).collect(),
        ..Grants::default()
    }
}

/// Whether a command hears, plays or asks about devices.
pub(in super::super) fn is_needed(cli: &Cli) -> bool {
    match &cli.command {
        None
        | Some(
            Command::Talk(_)
            | Command::Ask(_)
            | Command::Say(_)
            | Command::Demo(_)
            | Command::Devices(_)
            | Command::Doctor(_)
            | Command::WakeWord(_),
        ) => true,
        // Its visits do.
        Some(
            Command::Kiosk(_)
            | Command::Announce(_)
            | Command::Bench(_)
            | Command::CheckConfig(_)
            | Command::Completions(_)
            | Command::Ctl(_)
            | Command::Forget(_)
            | Command::Health(_)
            | Command::History(_)
            | Command::Models(_)
            | Command::ProveOffline(_)
            | Command::Replay(_)
            | Command::Transcribe(_),
        ) => false,
    }
}
