//! To other programs of this machine, which may be on the network or start what they are told. Stand-ins listen for them.

use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener, UnixStream};

use super::super::raw::attempts as raw;
use super::{BROKER, GrantedPart, NOBODY, Probe, SECCOMP, Targets, probes, world};

/// Landlock knows abstract sockets, then those in files, from these versions on.
const ABSTRACT: i32 = 6;
const FILES: i32 = 9;

/// The broker connects for the others; it could connect to what is not on its list.
const DAEMON: super::Claims = BROKER.landlock(FILES).but_for(&[GrantedPart::Broker]);

pub(super) const PROBES: &[Probe] = probes! { "other programs";
    "the session bus", DAEMON, |targets| daemon(targets, "bus");
    "the system bus", DAEMON, |targets| daemon(targets, "system-bus");
    "the ssh agent", DAEMON, |targets| daemon(targets, "ssh-agent");
    "the gpg agent", DAEMON, |targets| daemon(targets, "gpg-agent");
    "tmux", DAEMON, |targets| daemon(targets, "tmux");
    "docker", DAEMON, |targets| daemon(targets, "docker");
    "containerd", DAEMON, |targets| daemon(targets, "containerd");
    "podman", DAEMON, |targets| daemon(targets, "podman");
    "cups", DAEMON, |targets| daemon(targets, "cups");
    "snapd", DAEMON, |targets| daemon(targets, "snapd");
    "names by nscd", DAEMON, |targets| daemon(targets, "nscd");
    "names by systemd-resolved", DAEMON, |targets| daemon(targets, "resolved");
    "the X server", DAEMON, |targets| daemon(targets, "x11");
    "the Wayland compositor", DAEMON, |targets| daemon(targets, "wayland");
    "a daemon by a link", DAEMON, |targets| by_a_link(targets);
    "a daemon by another spelling", DAEMON, |targets| UnixStream::connect(targets.runtime.join("./bus")).map(drop);
    "the journal", SECCOMP.landlock(FILES), |targets| UnixDatagram::unbound()?.connect(targets.runtime.join(world::LOG));
    "the journal, not connected", SECCOMP.landlock(FILES), |targets| raw::send_to(&UnixDatagram::unbound()?, &targets.runtime.join(world::LOG));
    "the journal, by a pair", SECCOMP.landlock(FILES), |targets| raw::send_to(&UnixDatagram::pair()?.0, &targets.runtime.join(world::LOG));
    "a proxy's abstract socket", BROKER.landlock(ABSTRACT).but_for(&[GrantedPart::Broker]), |targets| UnixStream::connect_addr(&SocketAddr::from_abstract_name(&targets.proxy)?).map(drop);
    "a queue of messages", SECCOMP, |_| queue();
    "a queue of messages (POSIX)", SECCOMP, |_| posix_queue();
    "memory that others attach (System V)", SECCOMP.but_for(&[GrantedPart::Sound]), |_| shared_memory();
    "semaphores that others wait for (System V)", SECCOMP.but_for(&[GrantedPart::Sound]), |_| semaphores();
    "waiting for others at an abstract name", BROKER.but_for(&[GrantedPart::Broker]), |targets| UnixListener::bind_addr(&SocketAddr::from_abstract_name(format!("{}-{}", targets.proxy, std::process::id()))?).map(drop);
    "waiting for others in a folder of its own", BROKER, |targets| wait_in_folder(targets);
    "the list of the daemons", NOBODY.landlock(1), |targets| std::fs::read_dir(&targets.runtime).map(drop);
};

fn daemon(targets: &Targets, name: &str) -> io::Result<()> {
    UnixStream::connect(targets.runtime.join(name)).map(drop)
}

/// A link to a daemon's socket, in a folder of its own.
fn by_a_link(targets: &Targets) -> io::Result<()> {
    let link = targets.home.join(".local/state/mynah/link");
    let _ = std::fs::remove_file(&link);
    std::fs::create_dir_all(link.parent().unwrap_or(&targets.home))?;
    std::os::unix::fs::symlink(targets.runtime.join("bus"), &link)?;
    let connected = UnixStream::connect(&link).map(drop);
    let _ = std::fs::remove_file(&link);
    connected
}

fn shared_memory() -> io::Result<()> {
    let memory = raw::call(libc::SYS_shmget, [0, 4_096, NEW, 0, 0, 0])?;
    let remove = [u64::from(memory.cast_unsigned()), 0, 0, 0, 0, 0];
    raw::call(libc::SYS_shmctl, remove).map(drop)
}

fn semaphores() -> io::Result<()> {
    let semaphores = raw::call(libc::SYS_semget, [0, 1, NEW, 0, 0, 0])?;
    let remove = [u64::from(semaphores.cast_unsigned()), 0, 0, 0, 0, 0];
    raw::call(libc::SYS_semctl, remove).map(drop)
}

fn wait_in_folder(targets: &Targets) -> io::Result<()> {
    let folder = targets.home.join(".local/state/mynah");
    std::fs::create_dir_all(&folder)?;
    let place = folder.join(format!("waits-{}", std::process::id()));
    let waiting = UnixListener::bind(&place).map(drop);
    let _ = std::fs::remove_file(place);
    waiting
}

/// A new one, for nobody else, as the calls of System V are told.
const NEW: u64 = 0o1600;

fn queue() -> io::Result<()> {
    let queue = raw::call(libc::SYS_msgget, [0, NEW, 0, 0, 0, 0])?;
    let remove = [u64::from(queue.cast_unsigned()), 0, 0, 0, 0, 0];
    raw::call(libc::SYS_msgctl, remove).map(drop)
}

fn posix_queue() -> io::Result<()> {
    let name = format!("mynah-proof-{}\0", std::process::id());
    let flags = u64::from((libc::O_CREAT | libc::O_RDWR).cast_unsigned());
    raw::call(libc::SYS_mq_open, [name.as_ptr() as u64, flags, 0o600, 0, 0, 0])?;
    raw::call(libc::SYS_mq_unlink, [name.as_ptr() as u64, 0, 0, 0, 0, 0]).map(drop)
}
