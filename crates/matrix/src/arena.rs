//! Memory for the weights: one allocation for all of them, in huge pages where the system has them.
//!
//! Owns the allocation and its division. Huge pages save page faults on the first access and TLB misses afterwards.
#![allow(unsafe_code, reason = "madvise on memory that this file owns")]

use bytes::{Buf, BytesMut};
use rustix::mm::{Advice, madvise};

/// Cache-line size.
const ALIGNMENT: usize = 64;
/// Size of a huge page.
const HUGE_PAGE: usize = 2 << 20;

/// Zeroed memory that has not been handed out.
#[derive(Debug)]
pub struct Arena {
    rest: BytesMut,
}

impl Arena {
    /// An arena of `bytes` bytes.
    pub fn of(bytes: usize) -> Self {
        let mut rest = BytesMut::zeroed(bytes + HUGE_PAGE);
        let start = rest.as_ptr().align_offset(HUGE_PAGE).min(HUGE_PAGE);
        rest.advance(start);
        rest.truncate(bytes);
        if bytes >= HUGE_PAGE {
            // SAFETY: the range is that of the buffer, and the advice does not change its contents. Where the system
            // ignores it, nothing changes.
            let _ = unsafe { madvise(rest.as_mut_ptr().cast(), bytes, Advice::LinuxHugepage) };
        }
        Self { rest }
    }

    /// The bytes that `take` uses for an allocation of `bytes`.
    pub fn needed(bytes: usize) -> usize {
        bytes.next_multiple_of(ALIGNMENT)
    }

    /// Takes `bytes` zeroed bytes; allocates anew when the arena is full.
    pub fn take(&mut self, bytes: usize) -> BytesMut {
        let needed = Self::needed(bytes);
        if needed > self.rest.len() {
            return Self::of(needed).take(bytes);
        }
        let mut taken = self.rest.split_to(needed);
        taken.truncate(bytes);
        taken
    }
}
