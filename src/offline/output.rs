//! What another program writes, read until a deadline.
//!
//! A program may be stopped (`SIGSTOP`), or hang, with its pipe open: nobody may wait for it without an end.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};

/// Reads a pipe to its end, or to `limit` bytes.
///
/// # Errors
/// The system's; [`ErrorKind::TimedOut`] if that takes longer than `patience`.
#[expect(
    clippy::disallowed_methods,
    reason = "a deadline for another process, no part of a turn"
)]
pub fn read_within(mut pipe: &File, limit: u64, patience: Duration) -> io::Result<Vec<u8>> {
    let deadline = Instant::now() + patience;
    let mut bytes = Vec::new();
    let mut chunk = [0; 8 << 10];
    while (bytes.len() as u64) < limit {
        let left = deadline.saturating_duration_since(Instant::now());
        let timeout = left.try_into().map_err(|_| ErrorKind::InvalidInput)?;
        if left.is_zero() || poll(&mut [PollFd::new(pipe, PollFlags::IN)], Some(&timeout))? == 0 {
            return Err(ErrorKind::TimedOut.into());
        }
        match pipe.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => bytes.extend_from_slice(&chunk[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(bytes)
}

/// Waits until one of these pipes can be read or has ended, or until `patience` is over; which of them can.
///
/// # Errors
/// The system's.
pub fn wait_for<const N: usize>(pipes: [&File; N], patience: Duration) -> io::Result<[bool; N]> {
    let timeout = patience.try_into().map_err(|_| ErrorKind::InvalidInput)?;
    let mut waiting = pipes.map(|pipe| PollFd::new(pipe, PollFlags::IN));
    match poll(&mut waiting, Some(&timeout)) {
        Err(rustix::io::Errno::INTR) => {}
        other => {
            other?;
        }
    }
    Ok(waiting.map(|one| !one.revents().is_empty()))
}

/// Writes to this pipe fail from now on instead of waiting for who reads it.
///
/// # Errors
/// What the kernel says.
pub fn do_not_wait(input: &File) -> io::Result<()> {
    let flags = rustix::fs::fcntl_getfl(input)?;
    Ok(rustix::fs::fcntl_setfl(
        input,
        flags | rustix::fs::OFlags::NONBLOCK,
    )?)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn pipe() -> (File, File) {
        let (output, input) = rustix::pipe::pipe().unwrap();
        (output.into(), input.into())
    }

    #[test]
    fn what_a_program_writes_is_read_to_its_end_or_to_the_limit() {
        let (output, mut input) = pipe();
        input.write_all(b"hello").unwrap();
        drop(input);
        assert_eq!(
            read_within(&output, 100, Duration::from_secs(5)).unwrap(),
            b"hello"
        );
        let (output, mut input) = pipe();
        input.write_all(b"hello").unwrap();
        assert_eq!(read_within(&output, 2, Duration::from_secs(5)).unwrap(), b"he");
    }

    #[test]
    fn nobody_waits_for_a_program_that_is_stopped() {
        let (output, _input) = pipe();
        let error = read_within(&output, 100, Duration::from_millis(50)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }
}
