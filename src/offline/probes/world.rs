//! What stands for the world while the ways out are tried.
//!
//! Owns sockets of this machine that stand for servers, sockets that stand for the daemons of a desktop, a home folder with secrets
//! in it, and terminals; and the empty network in which all of it lives, so that even what is open leads nowhere.

use std::fs::{self, File};
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener};
use std::path::{Path, PathBuf};

use rustix::pty::{OpenptFlags, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::super::raw::attempts;

/// The world.
#[derive(Debug)]
pub struct World {
    _listeners: [Option<TcpListener>; 2],
    _datagrams: [Option<UdpSocket>; 2],
    _proxy: UnixListener,
    _daemons: Vec<UnixListener>,
    _logs: UnixDatagram,
    _connection: Option<TcpStream>,
    _file: File,
    _terminals: Vec<OwnedFd>,
    terminals: Vec<PathBuf>,
    _folder: TempDir,
    targets: Targets,
}

/// Where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    pub(super) tcp: u16,
    pub(super) tcp6: u16,
    pub(super) udp: u16,
    pub(super) udp6: u16,
    pub(super) proxy: String,
    /// Of the process that tries the ways, and a connection that it has.
    pub(super) process: u32,
    pub(super) connection: i32,
    /// A file of the person that it has open.
    pub(super) file: i32,
    /// A home folder, a folder in which the program is started, a runtime folder.
    pub home: PathBuf,
    /// The folder in which it is started.
    pub work: PathBuf,
    /// The runtime folder, in which the daemons listen.
    pub runtime: PathBuf,
    /// The terminal of the program.
    pub terminal: PathBuf,
    /// Somebody else's.
    pub(super) other_terminal: PathBuf,
}

/// Any port of this machine, by both protocols.
const LOOPBACK: [&str; 2] = ["127.0.0.1:0", "[::1]:0"];
/// Nobody listens there.
const NO_PORT: u16 = 9;

/// Daemons that a desktop runs, each with a socket in a file.
const DAEMONS: [&str; 14] = [
    "bus",
    "system-bus",
    "ssh-agent",
    "gpg-agent",
    "tmux",
    "docker",
    "containerd",
    "podman",
    "cups",
    "snapd",
    "nscd",
    "resolved",
    "x11",
    "wayland",
];
/// Sound servers.
pub(super) const PULSE: &str = "pulse/native";
pub(super) const PIPEWIRE: &str = "pipewire-0";
/// How often a terminal looks whether somebody has it open again.
const BETWEEN: std::time::Duration = std::time::Duration::from_millis(5);
/// One that takes datagrams.
pub(super) const LOG: &str = "log";

impl World {
    /// Opens its sockets, on this machine only, for so many that try at once.
    pub fn open(workers: usize) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("mynah-proof-").tempdir()?;
        let [home, work, runtime] = ["home", "work", "run"].map(|name| folder.path().join(name));
        furnish(&home, &work, &runtime)?;
        // A service's own filter may refuse all of them; then nobody gets there either.
        let [tcp, tcp6] = LOOPBACK.map(|address| TcpListener::bind(address).ok());
        let [udp, udp6] = LOOPBACK.map(|address| UdpSocket::bind(address).ok());
        let process = std::process::id();
        let proxy = format!("mynah-proof-{process}");
        let listening = UnixListener::bind_addr(&SocketAddr::from_abstract_name(&proxy)?)?;
        let all = DAEMONS.iter().chain(&[PULSE, PIPEWIRE]);
        let daemons = all.map(|name| UnixListener::bind(runtime.join(name)));
        let daemons = daemons.collect::<io::Result<Vec<_>>>()?;
        let logs = UnixDatagram::bind(runtime.join(LOG))?;
        // Where there is no network at all, not even to oneself, there is nothing to hand down.
        let connection = tcp
            .as_ref()
            .and_then(|tcp| TcpStream::connect(tcp.local_addr().ok()?).ok());
        if let Some(connection) = &connection {
            rustix::io::fcntl_setfd(connection, rustix::io::FdFlags::empty())?;
        }
        let file = File::options().append(true).open(home.join(".bashrc"))?;
        rustix::io::fcntl_setfd(&file, rustix::io::FdFlags::empty())?;
        // A terminal can be that of one process at a time.
        let made = (0..=workers)
            .map(|_| new_terminal())
            .collect::<io::Result<Vec<_>>>()?;
        let (mut terminals, ends): (Vec<PathBuf>, Vec<OwnedFd>) = made.into_iter().unzip();
        let other_terminal = terminals.pop().unwrap_or_default();
        for end in &ends {
            let end = end.try_clone()?;
            std::thread::Builder::new().spawn(move || answer(&end))?;
        }
        let port =
            |address: io::Result<std::net::SocketAddr>| address.map_or(NO_PORT, |address| address.port());
        let of_listener = |socket: &Option<TcpListener>| {
            socket
                .as_ref()
                .map_or(NO_PORT, |socket| port(socket.local_addr()))
        };
        let of_datagrams = |socket: &Option<UdpSocket>| {
            socket
                .as_ref()
                .map_or(NO_PORT, |socket| port(socket.local_addr()))
        };
        Ok(Self {
            targets: Targets {
                tcp: of_listener(&tcp),
                tcp6: of_listener(&tcp6),
                udp: of_datagrams(&udp),
                udp6: of_datagrams(&udp6),
                proxy,
                process,
                connection: connection.as_ref().map_or(-1, AsRawFd::as_raw_fd),
                file: file.as_raw_fd(),
                home,
                work,
                runtime,
                terminal: PathBuf::new(),
                other_terminal,
            },
            _listeners: [tcp, tcp6],
            _datagrams: [udp, udp6],
            _proxy: listening,
            _daemons: daemons,
            _logs: logs,
            _connection: connection,
            _file: file,
            _terminals: ends,
            terminals,
            _folder: folder,
        })
    }
}

impl Targets {
    /// A document of the person, which mynah may read.
    pub(super) fn document(&self) -> PathBuf {
        self.documents().join("own.md")
    }

    /// Its folder.
    pub(super) fn documents(&self) -> PathBuf {
        self.home.join(".local/share/mynah/knowledge")
    }
}

impl World {
    /// The same targets for each of those who try at once, with a terminal each.
    pub fn targets(&self) -> Vec<Targets> {
        let own = |terminal: &PathBuf| Targets {
            terminal: terminal.clone(),
            ..self.targets.clone()
        };
        self.terminals.iter().map(own).collect()
    }
}

/// Puts secrets into a home folder, and what a shell and a desktop start by themselves.
fn furnish(home: &Path, work: &Path, runtime: &Path) -> io::Result<()> {
    for folder in [
        ".ssh",
        ".config/autostart",
        ".config/pulse",
        ".config/systemd/user",
        ".local/share/mynah/knowledge",
        "Documents",
    ] {
        fs::create_dir_all(home.join(folder))?;
    }
    fs::create_dir_all(work)?;
    fs::create_dir_all(runtime.join("pulse"))?;
    for file in [
        ".ssh/id_ed25519",
        ".bashrc",
        ".mozilla-cookies",
        ".config/pulse/cookie",
        ".local/share/mynah/knowledge/own.md",
        "Documents/letter.txt",
    ] {
        fs::write(home.join(file), "secret\n")?;
    }
    fs::write(work.join("notes.txt"), "secret\n")
}

/// What a program asks of its terminal (where the cursor is), and the terminal's answer, which comes as keys.
pub(super) const QUESTION: &[u8] = b"\x1b[6n";
const ANSWER: &[u8] = b"\x1b[1;1R";

/// Answers as a terminal does, until nobody has it open.
fn answer(terminal: &OwnedFd) {
    let mut written = [0; 4_096];
    loop {
        match rustix::io::read(terminal, &mut written) {
            Ok(count) => {
                let asked = written[..count]
                    .windows(QUESTION.len())
                    .any(|part| part == QUESTION);
                if asked && rustix::io::write(terminal, ANSWER).is_err() {
                    return;
                }
            }
            // Between two programs nobody has it open.
            Err(_) => std::thread::sleep(BETWEEN),
        }
    }
}

/// A terminal that nobody looks at: the file of its one end, and its other end.
fn new_terminal() -> io::Result<(PathBuf, OwnedFd)> {
    let end = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    unlockpt(&end)?;
    let name = ptsname(&end, Vec::new())?.to_string_lossy().into_owned();
    // Answers come as they are, without a key that ends a line; the settings of the end count for both.
    let mut attributes = tcgetattr(&end)?;
    attributes.make_raw();
    tcsetattr(&end, OptionalActions::Now, &attributes)?;
    Ok((PathBuf::from(name), end))
}

/// Moves this process, before it has other threads, into a network with nothing in it; `false` where the kernel does not let it,
/// so that nothing may be tried without protection.
pub fn isolate() -> bool {
    let (user, group) = (
        rustix::process::getuid().as_raw(),
        rustix::process::getgid().as_raw(),
    );
    let apart = match attempts::leave_networks(true) {
        Ok(()) => {
            // Who it is outside, it is inside: files are its own as before.
            let _ = fs::write("/proc/self/setgroups", "deny");
            let _ = fs::write("/proc/self/gid_map", format!("{group} {group} 1"));
            fs::write("/proc/self/uid_map", format!("{user} {user} 1")).is_ok()
        }
        Err(_) => attempts::leave_networks(false).is_ok(),
    };
    apart && attempts::raise_loopback().is_ok()
}

/// Makes the terminal at standard input this process's own, as that of a person is.
pub fn settle() {
    let _ = rustix::process::setsid();
    let _ = rustix::process::ioctl_tiocsctty(io::stdin());
}
