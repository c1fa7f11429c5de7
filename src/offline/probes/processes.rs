//! To other processes, and into new ones that would outlive this one.

use std::io;

use super::super::raw::attempts as raw;
use super::{Probe, SECCOMP, Targets, probes, unless_refused};

/// Landlock knows signals from this version on.
const SIGNALS: i32 = 6;

pub(super) const PROBES: &[Probe] = probes! { "processes";
    "another process's connection", SECCOMP, |targets| raw::write_to_stolen(id(targets), targets.connection);
    "another process as its debugger", SECCOMP.landlock(1), |targets| raw::seize(id(targets));
    "another process's memory", SECCOMP.landlock(1), |targets| raw::read_memory(id(targets));
    "a signal", SECCOMP.landlock(SIGNALS), |targets| raw::call(libc::SYS_kill, [number(targets), 0, 0, 0, 0, 0]).map(drop);
    "a signal to a thread", SECCOMP.landlock(SIGNALS), |targets| raw::call(libc::SYS_tgkill, [number(targets), number(targets), 0, 0, 0, 0]).map(drop);
    "a signal to any thread", SECCOMP.landlock(SIGNALS), |targets| raw::call(libc::SYS_tkill, [number(targets), 0, 0, 0, 0, 0]).map(drop);
    "a signal by a descriptor", SECCOMP, |targets| by_descriptor(targets);
    "a signal that a descriptor sends", SECCOMP, |targets| raw::call(libc::SYS_fcntl, [0, u64::from(libc::F_SETOWN.cast_unsigned()), number(targets), 0, 0, 0]).map(drop);
    "another process's limits", SECCOMP, |targets| limits(targets);
    "a process of its own", SECCOMP, |_| raw::clone(0);
    "a process of its own (clone3)", SECCOMP, |_| raw::clone3(0);
    "a process in other namespaces", SECCOMP, |_| raw::clone(libc::CLONE_NEWUSER | libc::CLONE_NEWNET);
    "a process in other namespaces (clone3)", SECCOMP, |_| raw::clone3(libc::CLONE_NEWUSER | libc::CLONE_NEWNET);
    "namespaces of its own", SECCOMP, |_| raw::leave_networks(true);
    "another process's namespace", SECCOMP, |targets| enter(targets);
};

fn id(targets: &Targets) -> i32 {
    i32::try_from(targets.process).unwrap_or(1)
}

fn number(targets: &Targets) -> u64 {
    u64::from(targets.process)
}

fn by_descriptor(targets: &Targets) -> io::Result<()> {
    let process = raw::call(libc::SYS_pidfd_open, [number(targets), 0, 0, 0, 0, 0])?;
    let process = u64::from(process.cast_unsigned());
    raw::call(libc::SYS_pidfd_send_signal, [process, 0, 0, 0, 0, 0]).map(drop)
}

fn limits(targets: &Targets) -> io::Result<()> {
    let mut limits = [0_u64; 2];
    let files = u64::from(libc::RLIMIT_NOFILE);
    let place = limits.as_mut_ptr() as u64;
    raw::call(libc::SYS_prlimit64, [number(targets), files, 0, place, 0, 0]).map(drop)
}

fn enter(targets: &Targets) -> io::Result<()> {
    use std::os::fd::AsRawFd;
    let namespace = std::fs::File::open(format!("/proc/{}/ns/net", targets.process))
        .or_else(|_| std::fs::File::open("/proc/self/ns/net"))?;
    let descriptor = u64::from(namespace.as_raw_fd().cast_unsigned());
    unless_refused(raw::call(libc::SYS_setns, [descriptor, 0, 0, 0, 0, 0]).map(drop))
}
