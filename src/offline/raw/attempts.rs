//! System calls with which the ways out are tried.
//!
//! Each function is one call, or a few that belong together, and returns what the kernel said. Owns no decision.
#![allow(unsafe_code, reason = "calls that the standard library has no words for")]
#![allow(
    clippy::cast_possible_truncation,
    reason = "sizes and numbers of the kernel's own types"
)]

use std::ffi::{CStr, CString};
use std::io;
use std::mem::size_of;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use super::{close, told};

/// `socket(2)`
pub(in crate::offline) fn socket(domain: i32, kind: i32, protocol: i32) -> io::Result<OwnedFd> {
    // SAFETY: plain numbers; the descriptor is new and ours.
    unsafe {
        told(libc::socket(domain, kind | libc::SOCK_CLOEXEC, protocol).into())
            .map(|new| OwnedFd::from_raw_fd(new))
    }
}

/// `connect(2)` to a port of this machine by IPv4.
pub(in crate::offline) fn connect(socket: &OwnedFd, port: u16) -> io::Result<()> {
    let address = libc::sockaddr_in {
        sin_family: libc::AF_INET as libc::sa_family_t,
        sin_port: port.to_be(),
        sin_addr: libc::in_addr {
            s_addr: u32::from_ne_bytes([127, 0, 0, 1]),
        },
        sin_zero: [0; 8],
    };
    // SAFETY: the address is of the length that is given, and lives until the call returns.
    unsafe {
        told(
            libc::connect(
                socket.as_raw_fd(),
                (&raw const address).cast(),
                size_of::<libc::sockaddr_in>() as libc::socklen_t,
            )
            .into(),
        )
        .map(drop)
    }
}

/// `listen(2)` without an address: the kernel chooses one.
pub(in crate::offline) fn listen(socket: &OwnedFd) -> io::Result<()> {
    // SAFETY: plain numbers.
    unsafe { told(libc::listen(socket.as_raw_fd(), 1).into()).map(drop) }
}

/// `io_uring_setup(2)`
pub(in crate::offline) fn io_uring() -> io::Result<()> {
    // `struct io_uring_params` has 120 bytes, all of which may be zero.
    let mut parameters = [0_u64; 15];
    // SAFETY: the kernel writes at most the structure's size into it.
    let ring = unsafe {
        told(libc::syscall(
            libc::SYS_io_uring_setup,
            1,
            parameters.as_mut_ptr(),
        ))
    }?;
    close(ring);
    Ok(())
}

/// `socket(AF_INET, SOCK_STREAM)` by the x32 table.
#[cfg(target_arch = "x86_64")]
pub(in crate::offline) fn socket_by_x32() -> io::Result<()> {
    // SAFETY: plain numbers.
    let new = unsafe {
        told(libc::syscall(
            libc::SYS_socket | 0x4000_0000,
            libc::AF_INET,
            libc::SOCK_STREAM,
            0,
        ))
    }?;
    close(new);
    Ok(())
}

/// The same by the table of 32-bit programs.
#[cfg(target_arch = "x86_64")]
pub(in crate::offline) fn socket_by_32_bit() -> io::Result<()> {
    /// `socket` in `syscall_32.tbl`.
    const NUMBER: u64 = 359;
    let mut result = NUMBER;
    // SAFETY: plain numbers in registers; rbx, which the compiler keeps for itself, is put back; the others are named.
    unsafe {
        std::arch::asm!(
            "xchg {domain}, rbx",
            "int 0x80",
            "xchg {domain}, rbx",
            domain = inout(reg) libc::AF_INET as u64 => _,
            inout("rax") result,
            in("rcx") libc::SOCK_STREAM as u64,
            in("rdx") 0_u64,
            lateout("r8") _, lateout("r9") _, lateout("r10") _, lateout("r11") _,
        );
    }
    let error = result as i32;
    if error < 0 {
        return Err(io::Error::from_raw_os_error(-error));
    }
    close(error);
    Ok(())
}

/// A byte to a descriptor that this process was started with.
pub(in crate::offline) fn write_to_inherited(descriptor: i32) -> io::Result<()> {
    // SAFETY: one byte is read from a place that has one.
    unsafe { told(libc::write(descriptor, b"x".as_ptr().cast(), 1) as libc::c_long).map(drop) }
}

/// A byte to a descriptor of another process, taken by `pidfd_getfd(2)`.
pub(in crate::offline) fn write_to_stolen(process: i32, descriptor: i32) -> io::Result<()> {
    // SAFETY: plain numbers.
    let pidfd = unsafe { told(libc::syscall(libc::SYS_pidfd_open, process, 0)) }?;
    // SAFETY: plain numbers.
    let taken = unsafe { told(libc::syscall(libc::SYS_pidfd_getfd, pidfd, descriptor, 0)) }?;
    write_to_inherited(taken)
}

/// `ptrace(2)`: becomes the debugger of another process, which goes on.
pub(in crate::offline) fn seize(process: i32) -> io::Result<()> {
    // SAFETY: plain numbers; nothing is written.
    unsafe { told(libc::syscall(libc::SYS_ptrace, libc::PTRACE_SEIZE, process, 0, 0)).map(drop) }
}

/// `process_vm_readv(2)`, or `process_vm_writev(2)`: a byte of another process, at a place where there is none: the permission is
/// asked first.
pub(in crate::offline) fn reach_memory(process: i32, writes: bool) -> io::Result<()> {
    let call = if writes {
        libc::process_vm_writev
    } else {
        libc::process_vm_readv
    };
    let mut byte = 0_u8;
    let here = libc::iovec {
        iov_base: (&raw mut byte).cast(),
        iov_len: 1,
    };
    let there = libc::iovec {
        iov_base: std::ptr::without_provenance_mut(8),
        iov_len: 1,
    };
    // SAFETY: one byte may be read or written here, at a place that has one.
    let reached = unsafe { told(call(process, &raw const here, 1, &raw const there, 1, 0) as libc::c_long) };
    match reached {
        Err(error) if error.raw_os_error() != Some(libc::EFAULT) => Err(error),
        _ => Ok(()),
    }
}

/// `bpf(2)`: makes a map of one element.
pub(in crate::offline) fn bpf() -> io::Result<()> {
    // BPF_MAP_CREATE of an array: kind, key's and value's size, entries, flags; the rest may be zero.
    let mut attributes = [0_u32; 36];
    attributes[..4].copy_from_slice(&[2, 4, 4, 1]);
    // SAFETY: the kernel reads the length that is given.
    let map = unsafe {
        told(libc::syscall(
            libc::SYS_bpf,
            0,
            attributes.as_ptr(),
            size_of_val(&attributes),
        ))
    }?;
    close(map);
    Ok(())
}

/// Any call with plain numbers, or with pointers to what lives until it returns.
pub(in crate::offline) fn call(number: i64, arguments: [u64; 6]) -> io::Result<i32> {
    let [one, two, three, four, five, six] = arguments;
    // SAFETY: the callers give numbers and pointers to their own buffers, of the sizes that the call is told.
    unsafe { told(libc::syscall(number, one, two, three, four, five, six)) }
}

/// A new process with these flags of `clone(2)`; it ends at once.
pub(in crate::offline) fn clone(flags: i32) -> io::Result<()> {
    let flags = u64::from((flags | libc::SIGCHLD).cast_unsigned());
    // Without a stack of its own it goes on with a copy of this one's, as after a fork.
    born(call(libc::SYS_clone, [flags, 0, 0, 0, 0, 0])?)
}

/// The same by `clone3(2)`.
pub(in crate::offline) fn clone3(flags: i32) -> io::Result<()> {
    // `struct clone_args` in its first version: flags, then three places, the signal, and three that may be zero.
    let arguments: [u64; 8] = [
        u64::from(flags.cast_unsigned()),
        0,
        0,
        0,
        u64::from(libc::SIGCHLD.cast_unsigned()),
        0,
        0,
        0,
    ];
    let size = size_of_val(&arguments) as u64;
    born(call(
        libc::SYS_clone3,
        [arguments.as_ptr() as u64, size, 0, 0, 0, 0],
    )?)
}

/// The new process ends; the other one waits for it.
fn born(process: i32) -> io::Result<()> {
    if process == 0 {
        super::leave(0);
    }
    // SAFETY: nothing is written.
    unsafe { told(libc::waitpid(process, std::ptr::null_mut(), 0).into()).map(drop) }
}

/// A request to a descriptor, with one byte; its number is as long as the kernel's register.
pub(in crate::offline) fn request(descriptor: i32, number: u64) -> io::Result<()> {
    let mut byte = [b'x'; 64];
    let descriptor = u64::from(descriptor.cast_unsigned());
    call(
        libc::SYS_ioctl,
        [descriptor, number, byte.as_mut_ptr() as u64, 0, 0, 0],
    )
    .map(drop)
}

/// Becomes the shell that lies in an open file, and says that it could.
pub(in crate::offline) fn become_shell(file: &OwnedFd) -> io::Error {
    become_with(file, &[c"sh"])
}

/// The same by the loader of programs that lies in an open file.
pub(in crate::offline) fn load_shell(loader: &OwnedFd) -> io::Error {
    become_with(loader, &[c"ld.so", c"/bin/sh"])
}

fn become_with(file: &OwnedFd, before: &[&CStr]) -> io::Error {
    let says = [c"-c", super::super::probes::SHELL_SAYS_OPEN];
    let arguments: Vec<CString> = before
        .iter()
        .chain(&says)
        .map(|argument| (*argument).into())
        .collect();
    match super::become_program(file, &arguments, &[]) {
        Err(error) => error,
        Ok(never) => match never {},
    }
}

/// `memfd_create(2)`
pub(in crate::offline) fn memory_file() -> io::Result<OwnedFd> {
    // SAFETY: the name is a string; the descriptor is new and ours.
    unsafe {
        told(libc::memfd_create(c"mynah-proof".as_ptr(), 0).into()).map(|new| OwnedFd::from_raw_fd(new))
    }
}

/// A datagram from an unconnected socket to a path.
pub(in crate::offline) fn send_to(socket: &impl AsRawFd, path: &std::path::Path) -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt;
    // SAFETY: numbers only.
    let mut address: libc::sockaddr_un = unsafe { std::mem::zeroed() };
    address.sun_family = libc::AF_UNIX as libc::sa_family_t;
    for (place, byte) in address.sun_path.iter_mut().zip(path.as_os_str().as_bytes()) {
        *place = byte.cast_signed();
    }
    // SAFETY: the address is of the length that is given, and lives until the call returns.
    unsafe {
        told(libc::sendto(
            socket.as_raw_fd(),
            b"x".as_ptr().cast(),
            1,
            libc::MSG_DONTWAIT,
            (&raw const address).cast(),
            size_of::<libc::sockaddr_un>() as libc::socklen_t,
        ) as libc::c_long)
        .map(drop)
    }
}

/// Leaves all networks for one that is empty but for the machine itself.
pub(in crate::offline) fn leave_networks(users: bool) -> io::Result<()> {
    let users = if users { libc::CLONE_NEWUSER } else { 0 };
    // SAFETY: plain numbers.
    unsafe { told(libc::unshare(users | libc::CLONE_NEWNET).into()).map(drop) }
}

/// Raises the loopback interface of this network namespace (`netdevice(7)`).
pub(in crate::offline) fn raise_loopback() -> io::Result<()> {
    let asked = socket(libc::AF_INET, libc::SOCK_DGRAM, 0)?;
    // SAFETY: numbers only.
    let mut interface: libc::ifreq = unsafe { std::mem::zeroed() };
    interface.ifr_name[..2].copy_from_slice(&[b'l'.cast_signed(), b'o'.cast_signed()]);
    interface.ifr_ifru.ifru_flags = libc::IFF_UP as libc::c_short;
    // SAFETY: the kernel reads one structure from where one lies.
    unsafe { told(libc::ioctl(asked.as_raw_fd(), libc::SIOCSIFFLAGS, &raw const interface).into()).map(drop) }
}
