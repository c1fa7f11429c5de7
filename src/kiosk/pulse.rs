//! The sign that a visit moves, or that something in it does not: a byte in a pipe from its loop to the supervisor.
//!
//! Owns the pipe. A visit that cannot write is not disturbed: the supervisor will replace it. It is no socket, because a visit may
//! open none that could reach anybody else.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd, RawFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::pipe::{PipeFlags, pipe_with};

use crate::offline;

/// Tells a visit where to write.
pub(super) const VARIABLE: &str = "MYNAH_PULSE";

/// A visit's end.
#[derive(Debug)]
pub struct Pulse(File);

impl Pulse {
    /// To the supervisor that started this process; `None` where there is none.
    pub fn of_environment() -> Option<Self> {
        let end = offline::adopt(Self::descriptor()?).ok()?;
        fcntl_setfl(&end, OFlags::NONBLOCK).ok()?;
        Some(Self(end.into()))
    }

    /// The descriptor of the environment.
    pub fn descriptor() -> Option<RawFd> {
        std::env::var(VARIABLE).ok()?.parse().ok()
    }

    /// Says whether everything moves that should.
    pub fn beat(&self, moves: bool) {
        // A full pipe says the same.
        let _ = (&self.0).write(&[u8::from(moves)]);
    }
}

/// The supervisor's end, new for each visit.
#[derive(Debug)]
pub(super) struct Listener(File);

impl Listener {
    /// It, and the end that the visit inherits: to be closed here once the visit has been started.
    pub(super) fn open() -> io::Result<(Self, OwnedFd)> {
        let (ours, theirs) = pipe_with(PipeFlags::CLOEXEC)?;
        fcntl_setfl(&ours, OFlags::NONBLOCK)?;
        fcntl_setfd(&theirs, FdFlags::empty())?;
        Ok((Self(ours.into()), theirs))
    }

    /// Waits so long for a sign; whether everything moves, where there was one.
    pub(super) fn wait(&self, patience: Duration) -> Option<bool> {
        let timeout = Timespec::try_from(patience).ok()?;
        let mut waiting = [PollFd::from_borrowed_fd(self.0.as_fd(), PollFlags::IN)];
        poll(&mut waiting, Some(&timeout)).ok()?;
        if !waiting[0].revents().contains(PollFlags::IN) {
            // A visit that has closed it is not waited for in a loop that never rests.
            if waiting[0].revents().contains(PollFlags::HUP) {
                std::thread::sleep(patience);
            }
            return None;
        }
        let mut signs = [0; 64];
        let read = (&self.0).read(&mut signs).ok().filter(|read| *read > 0)?;
        // Of several the worst.
        Some(signs[..read].iter().all(|sign| *sign != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_still_outweighs_what_moves() {
        let (listener, theirs) = Listener::open().unwrap();
        let patience = Duration::from_millis(10);
        assert_eq!(listener.wait(patience), None);
        let pulse = Pulse(theirs.into());
        pulse.beat(true);
        assert_eq!(listener.wait(patience), Some(true));
        pulse.beat(true);
        pulse.beat(false);
        assert_eq!(listener.wait(patience), Some(false));
        drop(pulse);
        assert_eq!(listener.wait(patience), None);
    }
}
