//! Lines of a client: at most so long, and complete in time.
//!
//! Owns the bytes of a line that is not complete. All clients together may hold only so many of them.

use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use tokio::net::UnixStream;
use tokio::time::{Instant, timeout_at};

use super::request::{Refusal, refusal};

/// The longest line, in bytes.
pub(super) const MAX_LINE_LEN: usize = 64 << 10;
/// Half a line must be complete after this time.
const HALF_LINE: Duration = Duration::from_secs(2);
/// Bytes of lines that are not complete, of all clients together.
const MAX_HELD: usize = 4 << 20;

/// The bytes that all clients together hold.
pub(super) type Held = Rc<Cell<usize>>;

/// The lines of a client.
#[derive(Debug)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    /// No line ends before this place.
    searched: usize,
    deadline: Option<Instant>,
    held: Held,
}

/// What comes next of a client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A line, without its end.
    Line(Vec<u8>),
    /// There will be no more.
    End,
    /// It broke a rule of lines; there will be no more.
    Broken(Refusal),
}

impl Lines {
    pub(super) fn new(held: Held) -> Self {
        Self {
            bytes: Vec::new(),
            searched: 0,
            deadline: None,
            held,
        }
    }

    /// The next line. May be dropped and called again: nothing is lost.
    pub(super) async fn next(&mut self, stream: &UnixStream) -> Input {
        loop {
            if let Some(line) = self.complete() {
                return Input::Line(line);
            }
            if self.bytes.len() >= MAX_LINE_LEN {
                let reason = format!("A line has at most {MAX_LINE_LEN} bytes.");
                return Input::Broken(refusal("too-long", reason));
            }
            let ready = match self.deadline {
                Some(deadline) => timeout_at(deadline, stream.readable()).await,
                None => Ok(stream.readable().await),
            };
            match ready {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Input::End,
                Err(_) => {
                    let reason = format!("A line must be complete within {} seconds.", HALF_LINE.as_secs());
                    return Input::Broken(refusal("too-slow", reason));
                }
            }
            match self.read(stream) {
                Ok(0) => return Input::End,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => return Input::End,
            }
            if self.held.get() > MAX_HELD {
                return Input::Broken(refusal(
                    "busy",
                    "Too many programs send long lines: try again later.",
                ));
            }
        }
    }

    /// A line that waited for its turn here has not lost its time.
    pub(super) fn waited(&mut self) {
        if self.deadline.is_some() {
            self.deadline = Some(Instant::now() + HALF_LINE);
        }
    }

    fn read(&mut self, stream: &UnixStream) -> io::Result<usize> {
        let mut piece = [0; 4096];
        let most = piece.len().min(MAX_LINE_LEN - self.bytes.len());
        let read = stream.try_read(&mut piece[..most])?;
        if self.bytes.is_empty() && read > 0 {
            self.deadline = Some(Instant::now() + HALF_LINE);
        }
        self.bytes.extend_from_slice(&piece[..read]);
        self.held.set(self.held.get() + read);
        Ok(read)
    }

    /// Takes the first line, if it is complete.
    fn complete(&mut self) -> Option<Vec<u8>> {
        let found = self.bytes[self.searched..].iter().position(|byte| *byte == b'\n');
        let Some(end) = found.map(|at| self.searched + at) else {
            self.searched = self.bytes.len();
            return None;
        };
        let rest = self.bytes.split_off(end + 1);
        let mut line = std::mem::replace(&mut self.bytes, rest);
        self.held.set(self.held.get().saturating_sub(line.len()));
        line.pop();
        self.searched = 0;
        self.deadline = (!self.bytes.is_empty()).then(|| Instant::now() + HALF_LINE);
        Some(line)
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.held.set(self.held.get().saturating_sub(self.bytes.len()));
    }
}
