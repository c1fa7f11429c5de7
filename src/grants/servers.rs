//! The sockets that are connected to, and the programs that are started.
//!
//! Owns where sound servers listen, by what their clients' libraries look for, and which program helps with what. Nothing else of
//! the machine is talked to.

use std::env;
use std::path::{Path, PathBuf};

use crate::config::{Settings, paths};
use crate::offline::{AllowedArguments, AllowedSocket, Files, Program, Rights};
use crate::speaking::VoiceEngine;

/// What a program reads that turns words into sound: libraries and its own data.
const SYSTEM: [&str; 10] = [
    "/usr",
    "/bin",
    "/lib",
    "/lib64",
    "/nix/store",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/locale.alias",
    "/etc/localtime",
    "/dev/null",
];
/// What a client of a sound server reads beside that.
const CLIENT: [&str; 4] = [
    "/etc/machine-id",
    "/var/lib/dbus/machine-id",
    "/etc/pulse",
    "/etc/passwd",
];
/// What starts programs.
const LOADERS: [&str; 2] = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
/// What speech-dispatcher reads, writes and starts of the system's.
const SERVICE_READS: [&str; 8] = [
    "/etc",
    "/proc",
    "/sys/class/sound",
    "/sys/devices",
    "/run/udev/data",
    "/var/lib/alsa",
    "/dev",
    "/run/pulse",
];
const SERVICE_WRITES: [&str; 4] = ["/dev/snd", "/dev/null", "/dev/shm", "/run/speech-dispatcher"];
const SERVICE_RUNS: [&str; 4] = [
    "/usr/lib/speech-dispatcher-modules",
    "/usr/libexec/speech-dispatcher-modules",
    "/usr/lib/x86_64-linux-gnu/speech-dispatcher-modules",
    "/usr/lib/aarch64-linux-gnu/speech-dispatcher-modules",
];

/// Sockets that are connected to; those of sound servers by the sound process alone.
pub(crate) fn sockets(settings: Option<&Settings>) -> Vec<AllowedSocket> {
    let waits = |path| AllowedSocket { path, waits: true };
    let mut sockets: Vec<AllowedSocket> = paths::control().into_iter().map(waits).collect();
    if uses_service(settings) {
        sockets.extend(speech_dispatcher().map(waits));
    }
    sockets
}

/// Where `PulseAudio` and `PipeWire` listen: `pulseaudio(1)`, `pipewire(1)`.
pub(crate) fn sound_servers() -> Vec<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from);
    let runtime = folder("XDG_RUNTIME_DIR");
    let mut all: Vec<PathBuf> = ["/run/pulse/native", "/var/run/pulse/native"]
        .map(PathBuf::from)
        .to_vec();
    all.extend(folder("PULSE_RUNTIME_PATH").map(|folder| folder.join("native")));
    all.extend(runtime.iter().map(|folder| folder.join("pulse/native")));
    let servers = env::var("PULSE_SERVER").unwrap_or_default();
    all.extend(servers.split_whitespace().filter_map(|server| {
        let server = server.rsplit_once('}').map_or(server, |(_, server)| server);
        let path = Path::new(server.strip_prefix("unix:").unwrap_or(server));
        path.is_absolute().then(|| path.to_owned())
    }));
    all.extend(without_runtime_folder());
    let remote = env::var_os("PIPEWIRE_REMOTE").unwrap_or_else(|| "pipewire-0".into());
    let pipewire = folder("PIPEWIRE_RUNTIME_DIR").or(runtime);
    all.extend(pipewire.map(|folder| folder.join(remote)));
    all
}

/// Where there is no runtime folder, the server's is a link in the home folder, which its clients follow first.
fn without_runtime_folder() -> Vec<PathBuf> {
    let Some(home) = env::var_os("HOME").map(PathBuf::from) else {
        return Vec::new();
    };
    let entries = std::fs::read_dir(home.join(".config/pulse"))
        .into_iter()
        .flatten()
        .flatten();
    let folders = entries.filter(|entry| entry.file_name().to_string_lossy().ends_with("-runtime"));
    folders
        .flat_map(|entry| {
            let led = std::fs::read_link(entry.path()).ok();
            [Some(entry.path()), led]
        })
        .flatten()
        .map(|folder| folder.join("native"))
        .collect()
}

fn uses_service(settings: Option<&Settings>) -> bool {
    settings.is_some_and(|settings| settings.speaking.engine == VoiceEngine::Platform)
}

/// Where speech-dispatcher listens: `spd_get_client_socket` of its library.
fn speech_dispatcher() -> Option<PathBuf> {
    let given = env::var("SPEECHD_ADDRESS").ok();
    let given = given
        .as_deref()
        .and_then(|address| address.strip_prefix("unix_socket:"));
    let standard = || {
        let folder = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let cache = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
        Some(folder.or_else(cache)?.join("speech-dispatcher/speechd.sock"))
    };
    given.map(PathBuf::from).or_else(standard)
}

/// Programs that are started.
pub(crate) fn programs(settings: Option<&Settings>) -> Vec<Program> {
    let voice = settings.map_or_else(
        || PathBuf::from("espeak-ng"),
        |settings| settings.speaking.program.clone(),
    );
    // Other languages are spoken by espeak-ng, whatever speaks the usual one.
    let mut names = vec![PathBuf::from("espeak-ng"), voice];
    names.dedup();
    let mut all: Vec<Program> = names
        .iter()
        .filter_map(|name| Program::find(name, Rights::Words))
        .collect();
    if let Some(mut pactl) = Program::find(Path::new("pactl"), Rights::Sound) {
        let list = |what: &str| ["list", "short", what].map(str::to_owned).to_vec();
        pactl.arguments = AllowedArguments::Listed(vec![list("sources"), list("sinks")]);
        pactl.files.read.extend(CLIENT.map(PathBuf::from));
        let home = env::var_os("HOME").map(PathBuf::from);
        let own = home
            .iter()
            .flat_map(|home| [".config/pulse", ".pulse", ".pulse-cookie"].map(|name| home.join(name)));
        pactl.files.read.extend(own);
        pactl.files.sockets = true;
        all.push(pactl);
    }
    if uses_service(settings) {
        all.extend(service());
    }
    all.into_iter().map(with_system).collect()
}

/// With its own file, and what every program needs of the system.
pub(crate) fn with_system(mut program: Program) -> Program {
    program.files.read.extend(SYSTEM.map(PathBuf::from));
    program.files.run.extend(LOADERS.map(PathBuf::from));
    program.files.run.push(program.file.clone());
    program
}

/// The platform's voices: a service, which starts programs of its own.
fn service() -> Option<Program> {
    let mut service = Program::find(Path::new("speech-dispatcher"), Rights::Service)?;
    service.arguments = AllowedArguments::Listed(vec![vec!["--spawn".to_owned()]]);
    let mut files = Files {
        read: SERVICE_READS.map(PathBuf::from).to_vec(),
        write: SERVICE_WRITES.map(PathBuf::from).to_vec(),
        run: SERVICE_RUNS.map(PathBuf::from).to_vec(),
        sockets: true,
        ..Files::default()
    };
    let socket = speech_dispatcher().and_then(|path| path.parent().map(Path::to_owned));
    let home = env::var_os("HOME").map(PathBuf::from);
    let log = home.iter().map(|home| home.join(".cache/speech-dispatcher"));
    let own: Vec<PathBuf> = socket.into_iter().chain(log).collect();
    super::make(&own);
    files.write.extend(own);
    files
        .write
        .extend(home.iter().map(|home| home.join(".config/pulse")));
    files
        .read
        .extend(home.iter().map(|home| home.join(".config/speech-dispatcher")));
    service.files = files;
    Some(service)
}
