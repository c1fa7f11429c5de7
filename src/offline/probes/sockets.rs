//! To other programs of this machine, which may be on the network or start what they are told. Stand-ins listen for them.

use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixStream};

use super::super::raw::attempts as raw;
use super::{BROKER, NOBODY, Probe, SECCOMP, Targets, probes, world};

/// Landlock knows abstract sockets, then those in files, from these versions on.
const ABSTRACT: i32 = 6;
const FILES: i32 = 9;

pub(super) const PROBES: &[Probe] = probes! { "other programs";
    "the session bus", BROKER.landlock(FILES), |targets| daemon(targets, "bus");
    "the system bus", BROKER.landlock(FILES), |targets| daemon(targets, "system-bus");
    "the ssh agent", BROKER.landlock(FILES), |targets| daemon(targets, "ssh-agent");
    "the gpg agent", BROKER.landlock(FILES), |targets| daemon(targets, "gpg-agent");
    "tmux", BROKER.landlock(FILES), |targets| daemon(targets, "tmux");
    "docker", BROKER.landlock(FILES), |targets| daemon(targets, "docker");
    "containerd", BROKER.landlock(FILES), |targets| daemon(targets, "containerd");
    "podman", BROKER.landlock(FILES), |targets| daemon(targets, "podman");
    "cups", BROKER.landlock(FILES), |targets| daemon(targets, "cups");
    "snapd", BROKER.landlock(FILES), |targets| daemon(targets, "snapd");
    "names by nscd", BROKER.landlock(FILES), |targets| daemon(targets, "nscd");
    "names by systemd-resolved", BROKER.landlock(FILES), |targets| daemon(targets, "resolved");
    "the X server", BROKER.landlock(FILES), |targets| daemon(targets, "x11");
    "the Wayland compositor", BROKER.landlock(FILES), |targets| daemon(targets, "wayland");
    "a daemon by a link", BROKER.landlock(FILES), |targets| by_a_link(targets);
    "a daemon by another spelling", BROKER.landlock(FILES), |targets| UnixStream::connect(targets.runtime.join("./bus")).map(drop);
    "the journal", SECCOMP.landlock(FILES), |targets| UnixDatagram::unbound()?.connect(targets.runtime.join(world::LOG));
    "the journal, not connected", SECCOMP.landlock(FILES), |targets| raw::send_to(&UnixDatagram::unbound()?, &targets.runtime.join(world::LOG));
    "the journal, by a pair", SECCOMP.landlock(FILES), |targets| raw::send_to(&UnixDatagram::pair()?.0, &targets.runtime.join(world::LOG));
    "a proxy's abstract socket", BROKER.landlock(ABSTRACT), |targets| UnixStream::connect_addr(&SocketAddr::from_abstract_name(&targets.proxy)?).map(drop);
    "a queue of messages", SECCOMP, |_| queue();
    "a queue of messages (POSIX)", SECCOMP, |_| posix_queue();
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

fn queue() -> io::Result<()> {
    const NEW: u64 = 0o1600;
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
