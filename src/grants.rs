//! What a command may reach, and nothing else.
//!
//! Owns two lists of files. For both uses: what the system's libraries need, this program's own folders, the models and the
//! knowledge, and each file that the command line names, as that very file. A file that is to be written is made before. Nothing
//! of the home folder, nothing of the folder in which the command was started. A kiosk has no configuration to write. Sockets and
//! programs: `servers`. The sound process: `sound`.

pub(crate) mod servers;
pub(crate) mod sound;
mod tools;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{DirBuilder, File};
use std::os::fd::RawFd;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::config::{Settings, paths, sources};
use crate::control::place::lock_of;
use crate::kiosk::{Pulse, service};
use crate::models::store::Store;
use crate::offline::{AllowedSocket, Files, Grants};

/// Folders and files of the system that the libraries of every part read.
const LIBRARIES: [&str; 16] = [
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib64",
    "/nix/store",
    "/proc",
    "/sys/devices",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/locale.alias",
    "/etc/localtime",
    "/etc/machine-id",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/var/lib/dbus/machine-id",
];
/// What this process reads beside that.
const SYSTEM: [&str; 5] = [
    "/sys/fs/cgroup",
    "/etc/mynah",
    "/etc/speech-dispatcher",
    "/etc/timezone",
    "/var/lib/mynah",
];
/// What the libraries of every part need; no other devices.
const DEVICES: [&str; 4] = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];
/// What this process writes beside that.
const FULL: &str = "/dev/full";

/// Files of a command that are where the person wants them.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// Files that are read, and that no argument names.
    pub(crate) inputs: Vec<PathBuf>,
    /// Files, and the permissions that a new one gets.
    pub(crate) files: Vec<(PathBuf, u32)>,
    /// Folders, for several files.
    pub(crate) folders: Vec<PathBuf>,
}

impl Named {
    /// Files that an argument's file names.
    pub(crate) fn inputs(mut self, paths: Vec<PathBuf>) -> Self {
        self.inputs.extend(paths);
        self
    }

    /// A file that others may read, if there is one.
    pub(crate) fn file(mut self, path: Option<&PathBuf>) -> Self {
        self.files.extend(path.map(|path| (path.clone(), 0o666)));
        self
    }

    /// A file for the person alone, if there is one.
    pub(crate) fn secret(mut self, path: Option<&PathBuf>) -> Self {
        self.files.extend(path.map(|path| (path.clone(), 0o600)));
        self
    }

    /// A folder, if there is one.
    pub(crate) fn folder(mut self, path: Option<&PathBuf>) -> Self {
        self.folders.extend(path.cloned());
        self
    }
}

/// What a command asks for, beside what every command reaches.
#[derive(Debug, Default)]
pub(crate) struct Needs<'a> {
    /// The configuration file that the command line names.
    pub(crate) config: Option<&'a Path>,
    /// The files that it names.
    pub(crate) named: Named,
    /// Whether it runs in a kiosk, or looks at one.
    pub(crate) is_kiosk: bool,
    /// Folders that it reads.
    pub(crate) folders: Vec<PathBuf>,
    /// Where it waits for other programs, beside the control socket.
    pub(crate) place: Option<PathBuf>,
    /// Whether it writes the file of metrics.
    pub(crate) writes_metrics: bool,
    /// What it does with the tools of the configuration.
    pub(crate) tools: ToolAccess,
    /// What it is to a kiosk.
    pub(crate) role: Role,
}

/// What a command does with the tools that the configuration names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ToolAccess {
    /// Nothing.
    #[default]
    None,
    /// It starts them.
    Starts,
    /// It looks at their files.
    Reads,
}

/// What a command is to a kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Role {
    /// A visit, or nothing.
    #[default]
    Ordinary,
    /// It starts the visits.
    Supervisor,
    /// It looks at the service from outside; with the file of the operator's choices.
    Observer { choices: Option<PathBuf> },
}

/// What the command may reach. What it is to write is made now: later nothing can be made there.
pub(crate) fn of(needs: Needs<'_>, settings: Option<&Settings>) -> Grants {
    let mut grants = if needs.is_kiosk {
        kiosk(settings, needs.config, &needs.named)
    } else {
        personal(settings, needs.config, &needs.named)
    };
    if needs.writes_metrics {
        metrics(&mut grants, settings);
    }
    place(&mut grants, needs.place);
    grants.files.read.extend(needs.folders);
    if let Some(settings) = settings {
        tools::add(&mut grants, settings, needs.tools, needs.is_kiosk);
    }
    match needs.role {
        Role::Ordinary => grants,
        Role::Supervisor => supervisor(grants),
        Role::Observer { choices } => looks_at_a_kiosk(grants, choices),
    }
}

/// The grants of a command with these settings; `None` where they cannot be read.
pub(crate) fn personal(settings: Option<&Settings>, config: Option<&Path>, named: &Named) -> Grants {
    let mut grants = kiosk(settings, config, named);
    let own = written_by_a_person();
    make(&own);
    grants.clipboard = true;
    grants.files.write.extend(own);
    // Settings are written into the file that was named.
    let file = config.filter(|path| path.is_file());
    grants.files.write.extend(file.map(Path::to_owned));
    grants
}

/// The folders that mynah itself writes for a person, or in a kiosk.
pub(crate) fn own_folders(is_kiosk: bool) -> Vec<PathBuf> {
    let more = if is_kiosk {
        Vec::new()
    } else {
        written_by_a_person()
    };
    [written_by_all(), more].concat()
}

fn written_by_all() -> Vec<PathBuf> {
    [paths::state(), paths::cache()].into_iter().flatten().collect()
}

fn written_by_a_person() -> Vec<PathBuf> {
    let config = paths::user_config().and_then(|path| path.parent().map(Path::to_owned));
    let all = [config, paths::history(), paths::wake_word(), paths::exports()];
    all.into_iter().flatten().collect()
}

/// The file of metrics: that file alone, which is made if its folder allows it.
pub(crate) fn metrics(grants: &mut Grants, settings: Option<&Settings>) {
    if let Some(path) = settings.and_then(|settings| settings.metrics.file.clone()) {
        begin(&path, 0o666);
        // A folder of that name is a mistake; it is not granted.
        if !path.is_dir() {
            grants.files.write.push(path);
        }
    }
}

/// A place where a command waits for other programs. In a folder that is not mynah's own only the socket is made and removed, beside a
/// file that is locked.
fn place(grants: &mut Grants, socket: Option<PathBuf>) {
    let Some(socket) = socket else { return };
    let lock = lock_of(&socket);
    begin(&lock, 0o600);
    if !lock.is_dir() {
        grants.files.write.push(lock);
    }
    grants.files.remove.extend(socket.parent().map(Path::to_owned));
    grants.places.push(socket);
}

/// For a look at the service of a kiosk from outside: its operator's choices, and its control socket.
pub(crate) fn looks_at_a_kiosk(mut grants: Grants, choices: Option<PathBuf>) -> Grants {
    grants.files.read.extend(choices);
    grants.sockets.push(AllowedSocket {
        path: service::socket(),
        waits: true,
    });
    grants
}

/// What starts visits itself.
pub(crate) fn supervisor(mut grants: Grants) -> Grants {
    grants.starts = true;
    // Each visit puts a process between itself and the terminal.
    grants
        .files
        .write
        .extend(["/dev/ptmx", "/dev/pts"].map(PathBuf::from));
    tools::of_visits(&mut grants);
    grants.files.sockets = true;
    grants.files.run.extend(env::current_exe().ok());
    let sound = sound::grants().files;
    grants.files.read.extend(sound.read);
    grants.files.write.extend(sound.write);
    for program in &grants.programs {
        let files = &program.files;
        grants.files.run.extend(files.run.iter().cloned());
        grants.files.write.extend(files.write.iter().cloned());
    }
    grants
}

/// The grants of a kiosk and its visits, and what every command needs.
pub(crate) fn kiosk(settings: Option<&Settings>, config: Option<&Path>, named: &Named) -> Grants {
    let mut files = Files {
        read: paths_of(&[&LIBRARIES, &SYSTEM]),
        write: paths_of(&[&DEVICES, &[FULL]]),
        terminals: vec!["/dev/tty".into()],
        ..Files::default()
    };
    let own = written_by_all();
    make(&own);
    files.write.extend(own);
    // Those of a service.
    for name in ["RUNTIME_DIRECTORY", "STATE_DIRECTORY", "CACHE_DIRECTORY"] {
        files.write.extend(env::var_os(name).map(PathBuf::from));
    }
    let control = paths::control().and_then(|path| path.parent().map(Path::to_owned));
    make(control.as_slice());
    files.write.extend(control);
    let data = paths::user_knowledge().and_then(|path| path.parent().map(Path::to_owned));
    make(data.as_slice());
    files.read.extend(data);
    files
        .read
        .extend(config.filter(|path| path.is_file()).map(Path::to_owned));
    files
        .read
        .extend(config.map(sources::drop_in_folder).filter(|path| path.is_dir()));
    files
        .read
        .extend(env::args_os().skip(1).filter_map(|argument| there(&argument)));
    files.read.extend(named.inputs.iter().cloned());
    files.read.extend(Store::beside_program());
    files.read.extend(env::current_exe().ok());
    if let Some(settings) = settings {
        files.read.extend(chosen(settings));
    }
    let made = named
        .files
        .iter()
        .filter_map(|(path, mode)| begin(path, *mode))
        .collect();
    // A folder of that name is an error, which the command tells; it is not granted.
    let written = named.files.iter().filter(|(path, _)| !path.is_dir());
    files.write.extend(written.map(|(path, _)| path.clone()));
    for folder in &named.folders {
        // Where this fails the command says so.
        let _ = std::fs::create_dir_all(folder);
    }
    files.write.extend(named.folders.iter().cloned());
    Grants {
        files,
        sockets: servers::sockets(settings),
        programs: servers::programs(settings),
        made,
        starts: false,
        clipboard: false,
        devices: false,
        places: paths::control().into_iter().collect(),
        inherited: inherited(),
    }
}

/// Descriptors that somebody means for this process: an argument or a variable names them, as a shell's `<(…)` does, or a kiosk's
/// supervisor.
fn inherited() -> Vec<RawFd> {
    let number = |argument: OsString| {
        let spelled = argument.to_string_lossy();
        let path = spelled.split_once('=').map_or(&*spelled, |(_, value)| value);
        let by_name = ["/dev/fd/", "/proc/self/fd/"].map(|folder| path.strip_prefix(folder));
        by_name.into_iter().flatten().next()?.parse().ok()
    };
    let variables = ["MYNAH_CONFIG", "MYNAH_MODELS", "MYNAH_LOG"]
        .into_iter()
        .filter_map(env::var_os);
    let named = env::args_os().skip(1).chain(variables).filter_map(number);
    named.chain(Pulse::descriptor()).collect()
}

/// Lists of paths as one.
fn paths_of(lists: &[&[&str]]) -> Vec<PathBuf> {
    lists.concat().into_iter().map(PathBuf::from).collect()
}

/// What the settings name.
fn chosen(settings: &Settings) -> Vec<PathBuf> {
    let models = &settings.models;
    let voice = settings.speaking.piper.iter();
    let mut all: Vec<PathBuf> = voice
        .flat_map(|path| {
            let mut description = path.clone().into_os_string();
            description.push(".json");
            [path.clone(), description.into()]
        })
        .collect();
    all.extend(models.folder.clone());
    all.extend(settings.bundles.folder.clone());
    all.extend(
        [&models.speech, &models.language, &models.encoder]
            .into_iter()
            .flatten()
            .map(PathBuf::from),
    );
    all.extend(settings.mind.knowledge.iter().cloned());
    all.extend(settings.mind.grammars.iter().cloned());
    all.extend(settings.mind.policy.clone());
    all.extend(settings.capture.wake.recordings.clone());
    all
}

/// This program's own folders, which are made if they are not there: a rule needs something to hold on to.
fn make(folders: &[PathBuf]) {
    for folder in folders {
        // Where this fails the command that needs it says so.
        let _ = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    }
}

/// Makes a file that is to be written, if it is not there; its path, absolute, where it was made.
fn begin(path: &Path, mode: u32) -> Option<PathBuf> {
    let mut options = File::options();
    options.write(true).create_new(true).mode(mode).open(path).ok()?;
    std::path::absolute(path).ok()
}

/// What an argument names: a file or a folder that is there.
fn there(argument: &OsStr) -> Option<PathBuf> {
    let spelled = argument.to_string_lossy();
    let path = match spelled.split_once('=') {
        Some((option, value)) if option.starts_with("--") => Path::new(value),
        _ => Path::new(argument),
    };
    path.exists().then(|| path.to_owned())
}
