//! Into the kernel, by system calls that are seldom looked at.

use std::io;

use super::super::raw::attempts as raw;
use super::{GrantedPart, NOBODY, Probe, SECCOMP, probes, unless_refused};

pub(super) const PROBES: &[Probe] = probes! { "kernel";
    "a program in the kernel", SECCOMP, |_| raw::bpf();
    "a program in the kernel, for a socket", SECCOMP, |_| socket_filter();
    "a program in the kernel, for its calls", SECCOMP.but_for(&[GrantedPart::Broker]), |_| call_filter();
    "quotas of a disk", SECCOMP, |_| unless_refused(call(libc::SYS_quotactl_fd, [0; 6]));
    "a profile of a security module", SECCOMP, |_| unless_refused(call(LSM_SET_SELF_ATTR, [0; 6]));
    "a tree of files, by a newer call", SECCOMP, |_| unless_refused(call(OPEN_TREE_ATTR, [HERE, c"/nowhere".as_ptr() as u64, 0, 0, 0, 0]));
    "counters of the processor", SECCOMP, |_| unless_refused(call(libc::SYS_perf_event_open, [0; 6]));
    "faults of its own memory", SECCOMP, |_| call(libc::SYS_userfaultfd, [1, 0, 0, 0, 0, 0]);
    "keys that the kernel keeps", SECCOMP, |_| call(libc::SYS_keyctl, [0, u64::from((-3_i32).cast_unsigned()), 1, 0, 0, 0]);
    "the kernel's log", SECCOMP, |_| call(libc::SYS_syslog, [10, 0, 0, 0, 0, 0]);
    "the kernel's log as a device", NOBODY.landlock(1), |_| std::fs::File::open("/dev/kmsg").map(drop);
    "what happens to files", SECCOMP, |_| call(libc::SYS_fanotify_init, [0x200, 0, 0, 0, 0, 0]);
    "a tree of files", SECCOMP, |_| call(libc::SYS_open_tree, [HERE, c"/".as_ptr() as u64, 0, 0, 0, 0]);
    "a file system of its own", SECCOMP, |_| unless_refused(call(libc::SYS_fsopen, [c"tmpfs".as_ptr() as u64, 0, 0, 0, 0, 0]));
    "a handle of a file", SECCOMP, |_| handle();
    "another root", SECCOMP, |_| unless_refused(call(libc::SYS_chroot, [c"/nowhere".as_ptr() as u64, 0, 0, 0, 0, 0]));
    "a mount", SECCOMP, |_| unless_refused(call(libc::SYS_mount, [0, c"/nowhere".as_ptr() as u64, 0, 0, 0, 0]));
    "a file system in a program", NOBODY.landlock(1), |_| std::fs::File::options().read(true).write(true).open("/dev/fuse").map(drop);
};

/// Paths count from the folder in which the process is.
const HERE: u64 = libc::AT_FDCWD.cast_unsigned() as u64;

fn call(number: i64, arguments: [u64; 6]) -> io::Result<()> {
    raw::call(number, arguments).map(drop)
}

/// Newer than the library's names; the numbers are the same on all processors.
const LSM_SET_SELF_ATTR: i64 = 460;
const OPEN_TREE_ATTR: i64 = 467;

/// `struct sock_filter` and `struct sock_fprog`: one instruction, which lets everything through.
fn let_through(answer: u32) -> ([u32; 2], u16) {
    const RETURN: u32 = 0x06;
    ([RETURN, answer], 1)
}

fn socket_filter() -> io::Result<()> {
    use std::os::fd::AsRawFd;
    const SO_ATTACH_FILTER: u64 = 26;
    let (socket, _other) = std::os::unix::net::UnixStream::pair()?;
    let (program, length) = let_through(u32::MAX);
    let described = [u64::from(length), program.as_ptr() as u64];
    let descriptor = u64::from(socket.as_raw_fd().cast_unsigned());
    let level = u64::from(libc::SOL_SOCKET.cast_unsigned());
    let (place, size) = (described.as_ptr() as u64, size_of_val(&described) as u64);
    call(
        libc::SYS_setsockopt,
        [descriptor, level, SO_ATTACH_FILTER, place, size, 0],
    )
}

fn call_filter() -> io::Result<()> {
    let (program, length) = let_through(libc::SECCOMP_RET_ALLOW);
    let described = [u64::from(length), program.as_ptr() as u64];
    // Without this nobody may: what is protected has it.
    call(libc::SYS_prctl, [38, 1, 0, 0, 0, 0])?;
    let how = u64::from(libc::SECCOMP_SET_MODE_FILTER);
    call(libc::SYS_seccomp, [how, 0, described.as_ptr() as u64, 0, 0, 0])
}

/// The kernel answers that there is not enough room, where it answers at all.
fn handle() -> io::Result<()> {
    let (mut space, mut mount) = ([0_u32; 2], 0_i32);
    let places = (space.as_mut_ptr() as u64, (&raw mut mount) as u64);
    unless_refused(call(
        libc::SYS_name_to_handle_at,
        [HERE, c"/".as_ptr() as u64, places.0, places.1, 0, 0],
    ))
}
