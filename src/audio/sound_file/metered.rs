//! A file that stops when too much of it was read without any sound.
//!
//! What a header announces may be a lie, and so may be the place of the sound. With this, neither memory for tables nor time for
//! searching grows beyond what a megabyte count allows.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use symphonia::core::io::MediaSource;

/// Bytes that may be read between two pieces of sound: a picture, a table of contents, some of a film.
const MAX_BYTES: u64 = 32 << 20;

/// Counts what was read since the last piece of sound.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter(Arc<AtomicU64>);

impl Meter {
    /// Begins to count again.
    pub(super) fn has_sound(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Whether too much was read.
    pub(super) fn is_spent(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MAX_BYTES
    }
}

/// A part of a file, whose reading is counted.
pub(super) struct Metered {
    file: File,
    part: Range<u64>,
    meter: Meter,
}

impl Metered {
    /// Begins at the start of the part.
    pub(super) fn new(mut file: File, part: Range<u64>, meter: Meter) -> io::Result<Self> {
        file.seek(SeekFrom::Start(part.start))?;
        Ok(Self { file, part, meter })
    }
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.meter.is_spent() {
            return Err(io::Error::other("there is no sound"));
        }
        let count = self.file.read(buffer)?;
        self.meter.0.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(position) => SeekFrom::Start(position.saturating_add(self.part.start)),
            relative => relative,
        };
        let position = self.file.seek(to)?;
        position
            .checked_sub(self.part.start)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
    }
}

impl MediaSource for Metered {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.part.end.saturating_sub(self.part.start))
    }
}
