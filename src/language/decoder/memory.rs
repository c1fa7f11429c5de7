//! Memory for weights: one piece for all of them, in large pages where the system has them.
//!
//! Owns the asking for it and its division. Large pages make it cheap to touch first and to walk through.
#![allow(unsafe_code, reason = "advice to the system about memory that is ours")]

use bytes::{Buf, BytesMut};
use rustix::mm::{Advice, madvise};

/// What the processor reads at once.
const ALIGNMENT: usize = 64;
/// A large page.
const LARGE: usize = 2 << 20;

/// Memory that has not been given out, all zeros.
#[derive(Debug)]
pub(super) struct Memory {
    rest: BytesMut,
}

impl Memory {
    /// So many bytes together.
    pub(super) fn of(bytes: usize) -> Self {
        let mut rest = BytesMut::zeroed(bytes + LARGE);
        let start = rest.as_ptr().align_offset(LARGE).min(LARGE);
        rest.advance(start);
        rest.truncate(bytes);
        if bytes >= LARGE {
            // SAFETY: the range is that of the buffer, and this advice does not change what is in it. Where it cannot be
            // followed nothing changes.
            let _ = unsafe { madvise(rest.as_mut_ptr().cast(), bytes, Advice::LinuxHugepage) };
        }
        Self { rest }
    }

    /// The bytes that `take` needs for so many.
    pub(super) fn needed(bytes: usize) -> usize {
        bytes.next_multiple_of(ALIGNMENT)
    }

    /// Zeros of this length.
    pub(super) fn take(&mut self, bytes: usize) -> BytesMut {
        let needed = Self::needed(bytes);
        if needed > self.rest.len() {
            return Self::of(needed).take(bytes);
        }
        let mut taken = self.rest.split_to(needed);
        taken.truncate(bytes);
        taken
    }
}
