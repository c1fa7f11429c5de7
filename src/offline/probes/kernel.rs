//! Into the kernel, by system calls that are seldom looked at.

use std::io;

use super::super::raw::attempts as raw;
use super::{NOBODY, Probe, SECCOMP, probes, unless_refused};

pub(super) const PROBES: &[Probe] = probes! { "kernel";
    "a program in the kernel", SECCOMP, |_| raw::bpf();
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

/// The kernel answers that there is not enough room, where it answers at all.
fn handle() -> io::Result<()> {
    let (mut space, mut mount) = ([0_u32; 2], 0_i32);
    let places = (space.as_mut_ptr() as u64, (&raw mut mount) as u64);
    unless_refused(call(
        libc::SYS_name_to_handle_at,
        [HERE, c"/".as_ptr() as u64, places.0, places.1, 0, 0],
    ))
}
