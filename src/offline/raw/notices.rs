//! Calls of another process that this one is asked about (`seccomp_unotify(2)`).
//!
//! Owns the kernel's structures and requests, and no decision: what is allowed, the broker knows.
#![allow(unsafe_code, reason = "calls that the standard library has no words for")]

use std::io;
use std::mem::zeroed;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use seccompiler::{BpfProgram, sock_filter};

use super::told;

/// A call that waits for an answer.
pub(in crate::offline) struct Notice {
    id: u64,
    /// Which call.
    pub(in crate::offline) number: libc::c_long,
    /// What it was called with.
    pub(in crate::offline) arguments: [u64; 6],
}

/// `linux/bpf_common.h`: jump if equal, load a word, return.
const EQUAL: u16 = 0x15;
const LOAD: u16 = 0x20;
const RETURN: u16 = 0x06;

fn step(code: u16, jt: u8, jf: u8, k: u32) -> sock_filter {
    sock_filter { code, jt, jf, k }
}

/// A filter that looks at a call's number only, and lets through what the jump does not catch.
pub(in crate::offline) fn by_number(jump: u16, number: u32, verdict: u32) -> BpfProgram {
    vec![
        // The number stands first in `seccomp_data`.
        step(LOAD, 0, 0, 0),
        step(jump, 0, 1, number),
        step(RETURN, 0, 0, verdict),
        step(RETURN, 0, 0, libc::SECCOMP_RET_ALLOW),
    ]
}

/// From now on these calls of this process wait for what is answered through the descriptor. No other thread may run yet.
pub(in crate::offline) fn ask_about(calls: &[libc::c_long]) -> io::Result<OwnedFd> {
    // Other architectures' tables are refused by another filter.
    let numbers = calls.iter().map(|call| u32::try_from(*call).unwrap_or(u32::MAX));
    let filter: BpfProgram = numbers
        .flat_map(|number| {
            let mut each = by_number(EQUAL, number, libc::SECCOMP_RET_USER_NOTIF);
            each.pop();
            each
        })
        .chain([step(RETURN, 0, 0, libc::SECCOMP_RET_ALLOW)])
        .collect();
    let program = libc::sock_fprog {
        len: u16::try_from(filter.len()).unwrap_or_default(),
        filter: filter.as_ptr().cast_mut().cast(),
    };
    // SAFETY: the kernel copies the program, whose length is given; the descriptor is new and ours.
    unsafe {
        told(libc::syscall(
            libc::SYS_seccomp,
            libc::SECCOMP_SET_MODE_FILTER,
            libc::SECCOMP_FILTER_FLAG_NEW_LISTENER,
            &raw const program,
        ))
        .map(|new| OwnedFd::from_raw_fd(new))
    }
}

/// Reads or writes one structure through the listener.
fn request<T>(listener: &OwnedFd, number: libc::Ioctl, structure: &mut T) -> io::Result<()> {
    // SAFETY: the callers pair each request with the structure that the kernel reads or writes for it, and one lies there.
    unsafe { told(libc::ioctl(listener.as_raw_fd(), number, &raw mut *structure).into()) }.map(drop)
}

impl Notice {
    /// The next call that waits.
    pub(in crate::offline) fn receive(listener: &OwnedFd) -> io::Result<Self> {
        // SAFETY: numbers only; the kernel wants it to be zero.
        let mut notice: libc::seccomp_notif = unsafe { zeroed() };
        request(listener, libc::SECCOMP_IOCTL_NOTIF_RECV, &mut notice)?;
        Ok(Self {
            id: notice.id,
            number: notice.data.nr.into(),
            arguments: notice.data.args,
        })
    }

    /// The call is done as it was asked for.
    pub(in crate::offline) fn go_on(self, listener: &OwnedFd) -> io::Result<()> {
        let flags = u32::try_from(libc::SECCOMP_USER_NOTIF_FLAG_CONTINUE).unwrap_or_default();
        self.answer(listener, 0, flags)
    }

    /// The call is not done, and returns this error; 0 is none.
    pub(in crate::offline) fn refuse(self, listener: &OwnedFd, error: i32) -> io::Result<()> {
        self.answer(listener, error, 0)
    }

    /// Puts a descriptor of ours into the process that waits, at this number in place of its own.
    pub(in crate::offline) fn hand_over(
        &self,
        listener: &OwnedFd,
        ours: &OwnedFd,
        number: u32,
    ) -> io::Result<()> {
        let mut place = libc::seccomp_notif_addfd {
            id: self.id,
            flags: u32::try_from(libc::SECCOMP_ADDFD_FLAG_SETFD).unwrap_or_default(),
            srcfd: ours.as_raw_fd().unsigned_abs(),
            newfd: number,
            newfd_flags: libc::O_CLOEXEC.unsigned_abs(),
        };
        request(listener, libc::SECCOMP_IOCTL_NOTIF_ADDFD, &mut place)
    }

    fn answer(self, listener: &OwnedFd, error: i32, flags: u32) -> io::Result<()> {
        let mut answer = libc::seccomp_notif_resp {
            id: self.id,
            val: 0,
            error: -error,
            flags,
        };
        request(listener, libc::SECCOMP_IOCTL_NOTIF_SEND, &mut answer)
    }
}
