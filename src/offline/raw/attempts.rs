//! System calls as such: for closing what was inherited, and for trying the ways out.
//!
//! Owns the unsafe code of this module; each function is one call, or a few that belong together, and returns what the kernel
//! said.
#![allow(unsafe_code, reason = "calls that the standard library has no words for")]
#![allow(
    clippy::cast_possible_truncation,
    reason = "sizes and numbers of the kernel's own types"
)]

use std::io;
use std::mem::size_of;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

/// What a call returned, or the error that it left.
fn told(result: libc::c_long) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(i32::try_from(result).unwrap_or(i32::MAX))
    }
}

/// Closes a descriptor that nothing in this process owns.
pub(super) fn close(descriptor: i32) {
    // SAFETY: called before anything else was opened, for descriptors that were there at the start.
    unsafe {
        libc::close(descriptor);
    }
}

/// `socket(2)`
pub(super) fn socket(domain: i32, kind: i32, protocol: i32) -> io::Result<OwnedFd> {
    // SAFETY: plain numbers; the descriptor is new and ours.
    unsafe {
        told(libc::socket(domain, kind | libc::SOCK_CLOEXEC, protocol).into())
            .map(|new| OwnedFd::from_raw_fd(new))
    }
}

/// `connect(2)` to a port of this machine by IPv4.
pub(super) fn connect(socket: &OwnedFd, port: u16) -> io::Result<()> {
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
pub(super) fn listen(socket: &OwnedFd) -> io::Result<()> {
    // SAFETY: plain numbers.
    unsafe { told(libc::listen(socket.as_raw_fd(), 1).into()).map(drop) }
}

/// `io_uring_setup(2)`
pub(super) fn io_uring() -> io::Result<()> {
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
pub(super) fn socket_by_x32() -> io::Result<()> {
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
pub(super) fn socket_by_32_bit() -> io::Result<()> {
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
pub(super) fn write_to_inherited(descriptor: i32) -> io::Result<()> {
    // SAFETY: one byte is read from a place that has one.
    unsafe { told(libc::write(descriptor, b"x".as_ptr().cast(), 1) as libc::c_long).map(drop) }
}

/// A byte to a descriptor of another process, taken by `pidfd_getfd(2)`.
pub(super) fn write_to_stolen(process: i32, descriptor: i32) -> io::Result<()> {
    // SAFETY: plain numbers.
    let pidfd = unsafe { told(libc::syscall(libc::SYS_pidfd_open, process, 0)) }?;
    // SAFETY: plain numbers.
    let taken = unsafe { told(libc::syscall(libc::SYS_pidfd_getfd, pidfd, descriptor, 0)) }?;
    write_to_inherited(taken)
}

/// `ptrace(2)`: becomes the debugger of another process, which goes on.
pub(super) fn seize(process: i32) -> io::Result<()> {
    // SAFETY: plain numbers; nothing is written.
    unsafe { told(libc::syscall(libc::SYS_ptrace, libc::PTRACE_SEIZE, process, 0, 0)).map(drop) }
}

/// `process_vm_readv(2)`: a byte of another process, from a place where there is none: the permission is asked first.
pub(super) fn read_memory(process: i32) -> io::Result<()> {
    let mut byte = 0_u8;
    let here = libc::iovec {
        iov_base: (&raw mut byte).cast(),
        iov_len: 1,
    };
    let there = libc::iovec {
        iov_base: std::ptr::without_provenance_mut(8),
        iov_len: 1,
    };
    // SAFETY: one byte may be written, to a place that has one.
    let read = unsafe {
        told(libc::process_vm_readv(process, &raw const here, 1, &raw const there, 1, 0) as libc::c_long)
    };
    match read {
        Err(error) if error.raw_os_error() != Some(libc::EFAULT) => Err(error),
        _ => Ok(()),
    }
}

/// `bpf(2)`: makes a map of one element.
pub(super) fn bpf() -> io::Result<()> {
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

/// `unshare(2)`: namespaces of its own, where it would be privileged.
pub(super) fn unshare() -> io::Result<()> {
    // SAFETY: a plain number.
    unsafe { told(libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNET).into()).map(drop) }
}

/// The version of Landlock that this kernel has, 0 for none (`landlock_create_ruleset(2)`).
pub(super) fn landlock_version() -> i32 {
    const VERSION: u32 = 1;
    let nothing: *const u8 = std::ptr::null();
    // SAFETY: with this flag no ruleset is given, and only a number comes back.
    let version = unsafe {
        told(libc::syscall(
            libc::SYS_landlock_create_ruleset,
            nothing,
            0,
            VERSION,
        ))
    };
    version.unwrap_or_default()
}

/// Lets a descriptor be inherited by programs that are started.
pub(super) fn bequeath(descriptor: &impl AsRawFd) -> io::Result<()> {
    // SAFETY: plain numbers.
    unsafe { told(libc::fcntl(descriptor.as_raw_fd(), libc::F_SETFD, 0).into()).map(drop) }
}
