//! What the sound process may reach: sound cards, the sound server's socket, and the configuration of both.
//!
//! Owns these lists, and which commands need that process. No model, no document, nothing of this program's own folders is among it.

use std::env;
use std::path::PathBuf;

use crate::offline::{AllowedSocket, Files, Grants};

use super::super::{Cli, Command};
use super::{DEVICES, LIBRARIES, paths_of, servers};

/// Folders and files of the system that are read beside those of every part.
const SYSTEM: [&str; 8] = [
    "/sys/class/sound",
    "/etc/alsa",
    "/etc/asound.conf",
    // ALSA mixes for a group of the system, which it looks up here.
    "/etc/group",
    "/etc/pipewire",
    "/etc/pulse",
    "/run/udev/data",
    "/var/lib/alsa",
];
/// Sound cards.
const CARDS: &str = "/dev/snd";
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
    let mut read = paths_of(&[&LIBRARIES, &SYSTEM]);
    if let Some(home) = env::var_os("HOME").map(PathBuf::from) {
        read.extend(HOME.iter().map(|name| home.join(name)));
    }
    let server = |path| AllowedSocket { path, waits: false };
    Grants {
        files: Files {
            read,
            write: paths_of(&[&DEVICES, &[CARDS]]),
            ..Files::default()
        },
        sockets: servers::sound_servers().into_iter().map(server).collect(),
        devices: true,
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
            | Command::Mcp(_)
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
            | Command::Transcribe(_)
            | Command::Wyoming(_),
        ) => false,
    }
}
