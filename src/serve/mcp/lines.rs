//! Lines of a client: at most so long.
//!
//! Owns the bytes of a line that is not complete. Whoever has the other end of the pipe started mynah, so that a slow line harms
//! nobody else.

use tokio::io::AsyncReadExt;
use tokio::net::unix::OwnedReadHalf;

/// The longest line, in bytes: six megabytes of sound in base64.
pub(super) const MAX_LINE_LEN: usize = 8 << 20;

/// Bytes that are read at once, at least.
const PIECE: usize = 16 << 10;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MessageLine {
    /// A line, without its end.
    Whole(Vec<u8>),
    /// It is too long; there will be no more.
    TooLong,
    /// There will be no more.
    End,
}

/// The lines of a client.
pub(super) struct MessageLines {
    input: OwnedReadHalf,
    bytes: Vec<u8>,
    /// No line ends before this place.
    searched: usize,
}

impl MessageLines {
    pub(super) fn new(input: OwnedReadHalf) -> Self {
        Self {
            input,
            bytes: Vec::new(),
            searched: 0,
        }
    }

    /// The next line that holds something. May be dropped and called again: nothing is lost.
    pub(super) async fn next(&mut self) -> MessageLine {
        loop {
            let found = self.bytes[self.searched..].iter().position(|byte| *byte == b'\n');
            if let Some(at) = found {
                let rest = self.bytes.split_off(self.searched + at + 1);
                let line = std::mem::replace(&mut self.bytes, rest);
                self.searched = 0;
                if line.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                return MessageLine::Whole(line);
            }
            self.searched = self.bytes.len();
            if self.searched > MAX_LINE_LEN {
                return MessageLine::TooLong;
            }
            self.bytes.reserve(PIECE);
            match self.input.read_buf(&mut self.bytes).await {
                Ok(0) | Err(_) => return MessageLine::End,
                Ok(_) => {}
            }
        }
    }
}
