//! What files a command may reach, and its children.
//!
//! Owns two lists. For personal use: what the system and its sound need, this program's own folders, the models and the
//! knowledge, what the command line names, and of the home folder what is not hidden. Keys and cookies are hidden; so they are
//! out of reach. For a kiosk: the same without the home folder, foreign disks and most of `/etc`.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::config::{Settings, paths};
use crate::offline::Reach;

/// Folders and files of the system that are read.
const SYSTEM: [&str; 14] = [
    "/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/proc", "/sys", "/opt", "/nix", "/var/lib", "/media",
    "/mnt", "/srv",
];
/// The same for a kiosk.
const KIOSK_SYSTEM: [&str; 24] = [
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib64",
    "/proc",
    "/sys/class/sound",
    "/sys/devices",
    "/sys/fs/cgroup",
    "/etc/alsa",
    "/etc/asound.conf",
    // ALSA mixes for a group of the system, which it looks up here.
    "/etc/group",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/locale.alias",
    "/etc/localtime",
    "/etc/mynah",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/etc/pulse",
    "/etc/speech-dispatcher",
    "/etc/timezone",
    "/var/lib/alsa",
    "/var/lib/mynah",
];
/// What sound and terminals need; no other devices.
const DEVICES: [&str; 10] = [
    "/dev/snd",
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
    "/dev/tty",
    "/dev/pts",
    "/dev/ptmx",
    "/dev/shm",
];
/// Programs that help with sound and voices, and what starts programs.
const PROGRAMS: [&str; 5] = ["espeak-ng", "espeak", "pactl", "speech-dispatcher", "ldconfig"];
const LOADERS: [&str; 4] = [
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/usr/lib/speech-dispatcher-modules",
    "/usr/libexec/speech-dispatcher-modules",
];
/// Hidden in the home folder, but read by the sound's libraries.
const SOUND: [&str; 6] = [
    ".asoundrc",
    ".config/pulse",
    ".config/pipewire",
    ".config/speech-dispatcher",
    ".pulse",
    ".pulse-cookie",
];

/// The reach of a command with these settings; `None` where they cannot be read.
pub(super) fn personal(settings: Option<&Settings>) -> Reach {
    let mut reach = common(settings);
    reach.read.extend(SYSTEM.map(PathBuf::from));
    reach.write.push(env::temp_dir());
    reach
        .write
        .extend(env::current_dir().ok().filter(|folder| folder != Path::new("/")));
    let variables = env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MYNAH_"));
    reach
        .read
        .extend(variables.filter_map(|(_, value)| named(&value)));
    reach.write.push(PathBuf::from("/tmp/.X11-unix"));
    if let Some(home) = env::var_os("HOME").map(PathBuf::from) {
        reach.read.extend(visible(&home));
    }
    reach
}

/// The reach of a kiosk and its visits.
pub(super) fn kiosk(settings: Option<&Settings>) -> Reach {
    let mut reach = common(settings);
    reach.read.extend(KIOSK_SYSTEM.map(PathBuf::from));
    if env::var_os("XDG_RUNTIME_DIR").is_none() && env::var_os("RUNTIME_DIRECTORY").is_none() {
        reach.write.push(env::temp_dir());
    }
    let given = env::var_os("MYNAH_CONFIG").and_then(|path| named(&path));
    reach.read.extend(given);
    reach
}

/// What both need.
fn common(settings: Option<&Settings>) -> Reach {
    let mut reach = Reach::default();
    reach.write.extend(DEVICES.map(PathBuf::from));
    reach.write.extend(own());
    // The last three are those of a service.
    for name in [
        "XDG_RUNTIME_DIR",
        "RUNTIME_DIRECTORY",
        "STATE_DIRECTORY",
        "CACHE_DIRECTORY",
    ] {
        reach.write.extend(env::var_os(name).map(PathBuf::from));
    }
    reach
        .write
        .extend(env::args_os().skip(1).filter_map(|argument| named(&argument)));
    reach
        .write
        .extend(env::var_os("MYNAH_LOG").and_then(|path| named(&path)));
    // The sockets of a sound server that runs for everybody.
    reach
        .write
        .extend(["/run/pulse", "/var/run/pulse"].map(PathBuf::from));
    if let Some(home) = env::var_os("HOME").map(PathBuf::from) {
        reach.read.extend(SOUND.iter().map(|name| home.join(name)));
        reach.write.push(home.join(".cache/speech-dispatcher"));
    }
    if let Some(settings) = settings {
        let models = &settings.models;
        let voices = [&settings.speaking.piper, &models.folder];
        reach.read.extend(voices.into_iter().flatten().cloned());
        for name in [&models.speech, &models.language].into_iter().flatten() {
            reach.read.push(PathBuf::from(name));
        }
        reach.read.extend(settings.mind.knowledge.iter().cloned());
        reach
            .read
            .extend(settings.capture.wake.recordings.iter().cloned());
    }
    if let Ok(program) = env::current_exe() {
        // Models and knowledge may stand beside the program.
        reach.read.extend(program.parent().map(Path::to_owned));
        reach.run.push(program);
    }
    reach.run.extend(PROGRAMS.iter().filter_map(|name| found(name)));
    reach.run.extend(LOADERS.map(PathBuf::from));
    reach
}

/// This program's own folders, which are made if they are not there: a rule needs something to hold on to.
fn own() -> Vec<PathBuf> {
    let knowledge = paths::user_knowledge();
    let config = paths::user_config();
    let parents = [
        config.as_deref().and_then(Path::parent),
        knowledge.as_deref().and_then(Path::parent),
    ];
    let folders = parents.into_iter().flatten().map(Path::to_owned);
    let all: Vec<PathBuf> = folders.chain(paths::state()).chain(paths::cache()).collect();
    for folder in &all {
        // Where this fails the command that needs it says so.
        let _ = std::fs::create_dir_all(folder);
    }
    all
}

/// What an argument or a variable names: a folder that is there, or the one in which a file is or is to be. It is the whole
/// folder, because files are replaced, not written over, and a configuration's paths count from its own.
fn named(argument: &OsStr) -> Option<PathBuf> {
    let spelled = argument.to_string_lossy();
    let path = match spelled.split_once('=') {
        Some((option, value)) if option.starts_with("--") => Path::new(value),
        _ => Path::new(argument),
    };
    if path.is_dir() {
        return Some(path.to_owned());
    }
    path.parent()
        .filter(|folder| folder.is_dir() && *folder != Path::new("/"))
        .map(Path::to_owned)
}

/// What of the home folder is not hidden.
fn visible(home: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(home) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| entry.path())
        .collect()
}

/// A program of the search path.
fn found(name: &str) -> Option<PathBuf> {
    let search = env::var_os("PATH")?;
    env::split_paths(&search)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}
