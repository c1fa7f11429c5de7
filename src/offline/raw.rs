//! System calls as such: what the standard library has no words for.
//!
//! Owns the unsafe code of this module; each function is one call, or a few that belong together, and returns what the kernel
//! said.
#![allow(unsafe_code, reason = "calls that the standard library has no words for")]
#![allow(
    clippy::cast_possible_truncation,
    reason = "sizes and numbers of the kernel's own types"
)]

pub(super) mod attempts;
pub(super) mod notices;

use std::convert::Infallible;
use std::ffi::{CString, OsStr};
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

/// What a call returned, or the error that it left.
fn told(result: libc::c_long) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(i32::try_from(result).unwrap_or(i32::MAX))
    }
}

/// Closes a descriptor that nothing in this process owns.
pub(super) fn close(descriptor: RawFd) {
    // SAFETY: called for descriptors that were there at the start, or that were just made by a call of this module.
    unsafe {
        libc::close(descriptor);
    }
}

/// Closes all descriptors beyond the standard ones but these, which nothing in this process will use again.
pub(super) fn close_all_but(kept: &[RawFd]) {
    let mut kept: Vec<u32> = kept.iter().map(|number| number.unsigned_abs()).collect();
    kept.sort_unstable();
    let mut first = 3;
    for number in kept.into_iter().filter(|number| *number > 2) {
        if number > first {
            close_range(first, number - 1);
        }
        first = first.max(number + 1);
    }
    close_range(first, u32::MAX);
}

fn close_range(first: u32, last: u32) {
    // SAFETY: called in a new process, before or instead of whoever would use these descriptors: no one that owns them runs again.
    let closed = unsafe { told(libc::syscall(libc::SYS_close_range, first, last, 0)) };
    // A container's filter may not know the call.
    if closed.is_err() {
        for number in open_descriptors() {
            if (first..=last).contains(&number.unsigned_abs()) {
                close(number);
            }
        }
    }
}

/// The numbers of all descriptors that are open now, as the kernel lists them.
fn open_descriptors() -> Vec<RawFd> {
    let Ok(listed) = std::fs::read_dir("/proc/self/fd") else {
        return Vec::new();
    };
    let number = |entry: std::fs::DirEntry| entry.file_name().to_str()?.parse().ok();
    // Collected first: the list has a descriptor of its own, which is closed by then.
    listed.filter_map(Result::ok).filter_map(number).collect()
}

/// `fork(2)`: the new process's number; `None` in it.
pub(super) fn fork() -> io::Result<Option<i32>> {
    // SAFETY: called while no other thread runs, so that no lock is held that nobody would release.
    let process = unsafe { told(libc::fork().into()) }?;
    Ok((process != 0).then_some(process))
}

/// Ends this process at once; nothing that another one owns is flushed or dropped.
pub(super) fn leave(code: i32) -> ! {
    // SAFETY: it does not return.
    unsafe { libc::_exit(code) }
}

/// Takes a descriptor that this process was started with.
pub(super) fn adopt(descriptor: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: plain numbers; a descriptor that is not open is an error.
    unsafe { told(libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC).into()) }?;
    // SAFETY: it is open, and whoever started this process meant it for the one who asks, once.
    Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
}

/// Moves a descriptor to this number.
pub(super) fn move_to(descriptor: &OwnedFd, number: RawFd) -> io::Result<()> {
    // SAFETY: called in a new process for numbers that nothing in it owns any more.
    unsafe { told(libc::dup3(descriptor.as_raw_fd(), number, libc::O_CLOEXEC).into()) }.map(drop)
}

/// `execveat(2)` of an open file: this process becomes that program.
pub(super) fn become_program(
    file: &OwnedFd,
    arguments: &[CString],
    environment: &[CString],
) -> io::Result<Infallible> {
    let pointers = |strings: &[CString]| {
        let all = strings.iter().map(|string| string.as_ptr());
        all.chain([std::ptr::null()]).collect::<Vec<_>>()
    };
    let (arguments, environment) = (pointers(arguments), pointers(environment));
    // SAFETY: both lists end with a null, and live until the call returns, if it does.
    unsafe {
        libc::syscall(
            libc::SYS_execveat,
            file.as_raw_fd(),
            c"".as_ptr(),
            arguments.as_ptr(),
            environment.as_ptr(),
            libc::AT_EMPTY_PATH,
        );
    }
    Err(io::Error::last_os_error())
}

/// Ignores a signal, in this process and in those that it starts.
pub(super) fn ignore(signal: libc::c_int) {
    // SAFETY: no handler is installed that could run.
    unsafe {
        libc::signal(signal, libc::SIG_IGN);
    }
}

/// Sets a variable of the environment.
pub(super) fn set_variable(name: &str, value: &OsStr) {
    // SAFETY: the callers run before another thread is started.
    unsafe { std::env::set_var(name, value) }
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
