//! Ways out of a machine, to be tried: what `mynah prove-offline` does.
//!
//! Owns the list, which layers claim each of them, and what there is to be reached ([`Targets`]): sockets of this machine that
//! stand for the world. The only module that knows the network's words. Each way is tried in a process of its own.

use std::io::{self, Write as _};
use std::net::{TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::os::fd::AsRawFd;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::{Layer, raw};

/// What stands for the world while the ways are tried.
#[derive(Debug)]
pub struct World {
    _listeners: (TcpListener, Option<TcpListener>),
    _datagrams: (UdpSocket, Option<UdpSocket>),
    _proxy: UnixListener,
    _connection: Option<TcpStream>,
    /// Where its parts are.
    pub targets: Targets,
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    tcp: u16,
    tcp6: u16,
    udp: u16,
    udp6: u16,
    proxy: String,
    /// Of the process that tries the ways, and a connection that it has.
    process: u32,
    connection: i32,
}

impl World {
    /// Opens its sockets, on this machine only.
    pub fn open() -> io::Result<Self> {
        let tcp = TcpListener::bind("127.0.0.1:0")?;
        let tcp6 = TcpListener::bind("[::1]:0").ok();
        let udp = UdpSocket::bind("127.0.0.1:0")?;
        let udp6 = UdpSocket::bind("[::1]:0").ok();
        let process = std::process::id();
        let proxy = format!("mynah-proof-{process}");
        let listening = UnixListener::bind_addr(&SocketAddr::from_abstract_name(&proxy)?)?;
        // Where there is no network at all, not even to oneself, there is nothing to hand down.
        let connection = TcpStream::connect(tcp.local_addr()?).ok();
        if let Some(connection) = &connection {
            raw::bequeath(connection)?;
        }
        let port = |address: io::Result<std::net::SocketAddr>| address.map_or(9, |address| address.port());
        Ok(Self {
            targets: Targets {
                tcp: port(tcp.local_addr()),
                tcp6: tcp6.as_ref().map_or(9, |socket| port(socket.local_addr())),
                udp: port(udp.local_addr()),
                udp6: udp6.as_ref().map_or(9, |socket| port(socket.local_addr())),
                proxy,
                process,
                connection: connection.as_ref().map_or(-1, AsRawFd::as_raw_fd),
            },
            _listeners: (tcp, tcp6),
            _datagrams: (udp, udp6),
            _proxy: listening,
            _connection: connection,
        })
    }
}

/// A way out.
#[derive(Clone, Copy)]
pub struct Way {
    /// By which it is called.
    pub name: &'static str,
    /// The layers of which each alone closes it.
    pub claimed: &'static [Layer],
    attempt: fn(&Targets) -> io::Result<()>,
}

impl Way {
    /// Tries it; an error is the kernel's refusal.
    pub fn attempt(&self, targets: &Targets) -> io::Result<()> {
        (self.attempt)(targets)
    }
}

const BOTH: &[Layer] = &[Layer::Seccomp, Layer::Landlock];
const SECCOMP: &[Layer] = &[Layer::Seccomp];
const LANDLOCK: &[Layer] = &[Layer::Landlock];

macro_rules! ways {
    ($($name:literal, $claimed:expr, $attempt:expr;)+) => {
        &[$(Way { name: $name, claimed: $claimed, attempt: $attempt }),+]
    };
}

/// All of them.
pub const WAYS: &[Way] = ways! {
    "TCP", BOTH, |targets| TcpStream::connect(("127.0.0.1", targets.tcp)).map(drop);
    "TCP over IPv6", BOTH, |targets| TcpStream::connect(("::1", targets.tcp6)).map(drop);
    "TCP, waiting at a port", BOTH, |_| TcpListener::bind("127.0.0.1:0").map(drop);
    "TCP, waiting without a port", SECCOMP, |_| raw::listen(&raw::socket(libc::AF_INET, libc::SOCK_STREAM, 0)?);
    "UDP", SECCOMP, |targets| datagram("127.0.0.1", targets.udp);
    "UDP over IPv6", SECCOMP, |targets| datagram("::1", targets.udp6);
    "MPTCP", SECCOMP, |targets| raw::connect(&raw::socket(libc::AF_INET, libc::SOCK_STREAM, libc::IPPROTO_MPTCP)?, targets.tcp);
    "SCTP", SECCOMP, |_| open(libc::AF_INET, libc::SOCK_STREAM, libc::IPPROTO_SCTP);
    "raw packets", SECCOMP, |_| open(libc::AF_INET, libc::SOCK_RAW, libc::IPPROTO_ICMP);
    "ping", SECCOMP, |_| open(libc::AF_INET, libc::SOCK_DGRAM, libc::IPPROTO_ICMP);
    "packets of the wire", SECCOMP, |_| open(libc::AF_PACKET, libc::SOCK_RAW, 0);
    "netlink", SECCOMP, |_| open(libc::AF_NETLINK, libc::SOCK_RAW, libc::NETLINK_ROUTE);
    "vsock", SECCOMP, |_| open(libc::AF_VSOCK, libc::SOCK_STREAM, 0);
    "Bluetooth", SECCOMP, |_| open(libc::AF_BLUETOOTH, libc::SOCK_RAW, 1);
    "AF_ALG", SECCOMP, |_| open(libc::AF_ALG, libc::SOCK_SEQPACKET, 0);
    "CAN", SECCOMP, |_| open(libc::AF_CAN, libc::SOCK_RAW, 1);
    "TIPC", SECCOMP, |_| open(libc::AF_TIPC, libc::SOCK_STREAM, 0);
    "RDS", SECCOMP, |_| open(libc::AF_RDS, libc::SOCK_SEQPACKET, 0);
    "SMC", SECCOMP, |_| open(43, libc::SOCK_STREAM, 0);
    "XDP", SECCOMP, |_| open(libc::AF_XDP, libc::SOCK_RAW, 0);
    "io_uring", SECCOMP, |_| raw::io_uring();
    "the 32-bit table", SECCOMP, |_| by_32_bit();
    "the x32 table", SECCOMP, |_| by_x32();
    "a connection inherited", &[Layer::Privileges], |targets| raw::write_to_inherited(targets.connection);
    "another process's connection", SECCOMP, |targets| raw::write_to_stolen(id(targets), targets.connection);
    "another process as its debugger", BOTH, |targets| raw::seize(id(targets));
    "another process's memory", BOTH, |targets| raw::read_memory(id(targets));
    "a program in the kernel", SECCOMP, |_| raw::bpf();
    "namespaces of its own", SECCOMP, |_| raw::unshare();
    "curl", BOTH, |targets| run("curl", &["-s", "-m", "2", &format!("http://127.0.0.1:{}/", targets.tcp)], &[0, 28, 52]);
    "python", BOTH, |targets| run("python3", &["-c", &format!("import socket; socket.create_connection(('127.0.0.1', {}))", targets.tcp)], &[0]);
    "a shell's own sockets", BOTH, |targets| run("bash", &["-c", &format!("exec 3<>/dev/tcp/127.0.0.1/{}", targets.tcp)], &[0]);
    "a copied program", LANDLOCK, |_| copied();
    "a name's address (DNS)", SECCOMP, |_| ("mynah.example.org", 443).to_socket_addrs().map(drop);
    "a proxy's abstract socket", LANDLOCK, |targets| UnixStream::connect_addr(&SocketAddr::from_abstract_name(&targets.proxy)?).map(drop);
    "a tunnel device", LANDLOCK, |_| std::fs::File::options().read(true).write(true).open("/dev/net/tun").map(drop);
};

fn id(targets: &Targets) -> i32 {
    i32::try_from(targets.process).unwrap_or(1)
}

fn open(domain: i32, kind: i32, protocol: i32) -> io::Result<()> {
    raw::socket(domain, kind, protocol).map(drop)
}

fn datagram(host: &str, port: u16) -> io::Result<()> {
    let any = if host.contains(':') { "[::]:0" } else { "0.0.0.0:0" };
    UdpSocket::bind(any)?.send_to(b"x", (host, port)).map(drop)
}

#[cfg(target_arch = "x86_64")]
fn by_32_bit() -> io::Result<()> {
    raw::socket_by_32_bit()
}

#[cfg(target_arch = "x86_64")]
fn by_x32() -> io::Result<()> {
    raw::socket_by_x32()
}

#[cfg(not(target_arch = "x86_64"))]
fn by_32_bit() -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_arch = "x86_64"))]
fn by_x32() -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Runs a program, and looks by how it ended whether it reached what it was to reach.
fn run(program: &str, arguments: &[&str], reached: &[i32]) -> io::Result<()> {
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.code().is_some_and(|code| reached.contains(&code)) {
        Ok(())
    } else {
        Err(io::ErrorKind::ConnectionRefused.into())
    }
}

/// A program that was written just now is no helper of ours.
fn copied() -> io::Result<()> {
    let mut copy = tempfile_in(&std::env::temp_dir())?;
    copy.1.write_all(&std::fs::read("/bin/true")?)?;
    drop(copy.1);
    let status = Command::new(&copy.0).status();
    let _ = std::fs::remove_file(&copy.0);
    if status?.success() {
        Ok(())
    } else {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

fn tempfile_in(folder: &std::path::Path) -> io::Result<(std::path::PathBuf, std::fs::File)> {
    use std::os::unix::fs::OpenOptionsExt;
    let path = folder.join(format!("mynah-proof-{}", std::process::id()));
    let mut options = std::fs::File::options();
    let file = options.write(true).create_new(true).mode(0o700).open(&path)?;
    Ok((path, file))
}
