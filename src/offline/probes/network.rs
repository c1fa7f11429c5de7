//! Onto a network, and to the names in it. Addresses are those of stand-ins on this machine.

use std::fs::File;
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsRawFd;

use super::super::raw::attempts as raw;
use super::{PRIVILEGES, Probe, SECCOMP, probes};

/// Landlock knows TCP from this version on.
const TCP: i32 = 4;

pub(super) const PROBES: &[Probe] = probes! { "network";
    "TCP", SECCOMP.landlock(TCP), |targets| TcpStream::connect(("127.0.0.1", targets.tcp)).map(drop);
    "TCP over IPv6", SECCOMP.landlock(TCP), |targets| TcpStream::connect(("::1", targets.tcp6)).map(drop);
    "TCP, waiting at a port", SECCOMP.landlock(TCP), |_| TcpListener::bind("127.0.0.1:0").map(drop);
    "TCP, waiting without a port", SECCOMP, |_| raw::listen(&raw::socket(libc::AF_INET, libc::SOCK_STREAM, 0)?);
    "UDP", SECCOMP, |targets| datagram("127.0.0.1", targets.udp);
    "UDP over IPv6", SECCOMP, |targets| datagram("::1", targets.udp6);
    "UDP-Lite", SECCOMP, |_| open(libc::AF_INET, libc::SOCK_DGRAM, libc::IPPROTO_UDPLITE);
    "a question for a name (DNS)", SECCOMP, |targets| question(targets.udp);
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
    "the interfaces, by a socket of this machine", SECCOMP, |_| interface();
    "a connection inherited", PRIVILEGES, |targets| raw::write_to_inherited(targets.connection);
    "a tunnel device", super::NOBODY.landlock(1), |_| File::options().read(true).write(true).open("/dev/net/tun").map(drop);
};

fn open(domain: i32, kind: i32, protocol: i32) -> io::Result<()> {
    raw::socket(domain, kind, protocol).map(drop)
}

fn datagram(host: &str, port: u16) -> io::Result<()> {
    let any = if host.contains(':') { "[::]:0" } else { "0.0.0.0:0" };
    UdpSocket::bind(any)?.send_to(b"x", (host, port)).map(drop)
}

/// Any socket answers what is asked of the network's interfaces (`netdevice(7)`): here the number of the loopback.
fn interface() -> io::Result<()> {
    const SIOCGIFINDEX: u64 = 0x8933;
    let mut interface = [0_u64; 5];
    interface[0] = u64::from(u16::from_le_bytes(*b"lo"));
    let (socket, _other) = std::os::unix::net::UnixStream::pair()?;
    let descriptor = u64::from(socket.as_raw_fd().cast_unsigned());
    let place = interface.as_mut_ptr() as u64;
    raw::call(libc::SYS_ioctl, [descriptor, SIOCGIFINDEX, place, 0, 0, 0]).map(drop)
}

/// RFC 1035: the address of a name that cannot exist, asked of a stand-in.
fn question(port: u16) -> io::Result<()> {
    let mut packet = vec![0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    packet.extend(b"\x05mynah\x07invalid\0\0\x01\0\x01");
    UdpSocket::bind("0.0.0.0:0")?
        .send_to(&packet, ("127.0.0.1", port))
        .map(drop)
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
