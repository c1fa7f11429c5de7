//! To other processes, and into new ones that would outlive this one.

use std::io;

use super::super::raw::attempts as raw;
use super::{GrantedPart, NOBODY, Probe, SECCOMP, Targets, probes, unless_refused};

/// Landlock knows signals from this version on.
const SIGNALS: i32 = 6;
/// It starts processes and ends them.
const BROKER: &[GrantedPart] = &[GrantedPart::Broker];

pub(super) const PROBES: &[Probe] = probes! { "processes";
    "another process's connection", SECCOMP, |targets| raw::write_to_stolen(id(targets), targets.connection);
    "another process as its debugger", SECCOMP.landlock(1), |targets| raw::seize(id(targets));
    "another process's memory", SECCOMP.landlock(1), |targets| raw::reach_memory(id(targets), false);
    "another process's memory, to be changed", SECCOMP.landlock(1), |targets| raw::reach_memory(id(targets), true);
    "another process's memory as a file", NOBODY.landlock(1), |targets| std::fs::File::open(format!("/proc/{}/mem", targets.process)).map(drop);
    "another process's pages", SECCOMP.landlock(1), |targets| raw::call(libc::SYS_move_pages, [number(targets), 0, 0, 0, 0, 0]).map(drop);
    "another process's priority", SECCOMP, |targets| priority(targets);
    "another process's processors", SECCOMP, |targets| processors(targets);
    "another process's schedule", SECCOMP, |targets| schedule(targets);
    "another process's turn at the disk", SECCOMP, |targets| raw::call(libc::SYS_ioprio_set, [1, number(targets), BEST_EFFORT, 0, 0, 0]).map(drop);
    "going on when the program has ended", SECCOMP, |_| trait_of_itself(libc::PR_SET_PDEATHSIG, 0);
    "letting others look into it", SECCOMP, |_| trait_of_itself(libc::PR_SET_DUMPABLE, 1);
    "a debugger of its own choice", SECCOMP, |_| unless_refused(trait_of_itself(0x5961_6d61, u64::MAX));
    "a core dump for whoever collects them", SECCOMP, |_| core_dump();
    "a signal", SECCOMP.landlock(SIGNALS).but_for(BROKER), |targets| raw::call(libc::SYS_kill, [number(targets), 0, 0, 0, 0, 0]).map(drop);
    "a signal to a thread", SECCOMP.landlock(SIGNALS).but_for(BROKER), |targets| raw::call(libc::SYS_tgkill, [number(targets), number(targets), 0, 0, 0, 0]).map(drop);
    "a signal to any thread", SECCOMP.landlock(SIGNALS), |targets| raw::call(libc::SYS_tkill, [number(targets), 0, 0, 0, 0, 0]).map(drop);
    "a signal by a descriptor", SECCOMP, |targets| by_descriptor(targets);
    "a signal that a descriptor sends", SECCOMP, |targets| raw::call(libc::SYS_fcntl, [0, u64::from(libc::F_SETOWN.cast_unsigned()), number(targets), 0, 0, 0]).map(drop);
    "another process's limits", SECCOMP, |targets| limits(targets);
    "a process of its own", SECCOMP.but_for(BROKER), |_| raw::clone(0);
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

/// `IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)`: what everybody has.
const BEST_EFFORT: u64 = 2 << 13 | 4;

/// The priority that it has.
fn priority(targets: &Targets) -> io::Result<()> {
    // The call adds 20, so that no answer looks like an error.
    let now = 20 - raw::call(libc::SYS_getpriority, [0, number(targets), 0, 0, 0, 0])?;
    let now = u64::from(now.cast_unsigned());
    raw::call(libc::SYS_setpriority, [0, number(targets), now, 0, 0, 0]).map(drop)
}

/// The processors that it has.
fn processors(targets: &Targets) -> io::Result<()> {
    let mut mask = [0_u64; 128];
    let (size, place) = (size_of_val(&mask) as u64, mask.as_mut_ptr() as u64);
    raw::call(
        libc::SYS_sched_getaffinity,
        [number(targets), size, place, 0, 0, 0],
    )?;
    raw::call(
        libc::SYS_sched_setaffinity,
        [number(targets), size, place, 0, 0, 0],
    )
    .map(drop)
}

/// The schedule that everybody has.
fn schedule(targets: &Targets) -> io::Result<()> {
    let nothing = 0_i32;
    let place = (&raw const nothing) as u64;
    raw::call(libc::SYS_sched_setscheduler, [number(targets), 0, place, 0, 0, 0]).map(drop)
}

fn trait_of_itself(option: i32, value: u64) -> io::Result<()> {
    raw::call(
        libc::SYS_prctl,
        [u64::from(option.cast_unsigned()), value, 0, 0, 0, 0],
    )
    .map(drop)
}

/// At this limit the kernel hands the memory of a crashed process to a program.
fn core_dump() -> io::Result<()> {
    let limits = [0_u64; 2];
    let core = u64::from(libc::RLIMIT_CORE);
    raw::call(libc::SYS_prlimit64, [0, core, limits.as_ptr() as u64, 0, 0, 0]).map(drop)
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
