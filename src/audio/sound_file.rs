//! Sound files of the usual formats: any rate and number of channels in, mono at 16 kHz out.
//!
//! Owns which files are read, and the limits that keep a hostile or broken one from costing time or memory: it is opened once, must
//! be a regular file, is decoded piece by piece, and only the result is held. WAV headers are read by [`wav`](super::wav), the other
//! formats and all codings by `symphonia`. Opus is not read: `symphonia` has no decoder for it. Starts no thread, opens no other
//! file.

mod blocks;
mod container;
mod decode;
mod error;
mod metered;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use mynah_files::FileError;

use super::Samples;
use container::Container;
pub use error::SoundFileError;

/// The largest file, in bytes: what a WAV file can hold.
const MAX_FILE_BYTES: u64 = 4 << 30;
/// How the names of such files end.
const ENDINGS: [&str; 10] = [
    "wav", "wave", "mp3", "flac", "ogg", "oga", "m4a", "m4b", "mp4", "aac",
];

/// Whether a file is named like a sound file that can be read, whatever it holds.
pub fn is_named_like_one(path: &Path) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Reads a file of at most `limit`, mixed down to one channel, at 16 kHz.
///
/// Its format is recognised by its first bytes, not by its name. Parts that are damaged are left out if most of the sound is whole.
pub fn read(path: &Path, limit: Duration) -> Result<Samples, SoundFileError> {
    let (file, length) = open(path)?;
    let reading = AssertUnwindSafe(|| match Container::of(&file, length)? {
        Container::Wave => blocks::read(file, length, limit),
        Container::Tagged(format, start) => decode::read(format, file, start..length, limit),
    });
    // The decoders check their input, but a crafted file may get past that.
    let result = catch_unwind(reading).unwrap_or(Err(error::Reason::foreign("it breaks the decoder")));
    result.map_err(|reason| reason.of(path))
}

/// Opens a regular file; gives its length in bytes.
fn open(path: &Path) -> Result<(File, u64), SoundFileError> {
    let file = mynah_files::open(path).map_err(|error| match error {
        FileError::NotRegular(kind) => SoundFileError::NoFile {
            path: path.to_owned(),
            kind,
        },
        error => SoundFileError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        },
    })?;
    let length = file.metadata().map_or(0, |status| status.len());
    match length {
        0 => Err(SoundFileError::Empty(path.to_owned())),
        length if length > MAX_FILE_BYTES => Err(SoundFileError::TooLarge {
            path: path.to_owned(),
            length,
        }),
        length => Ok((file, length)),
    }
}

#[cfg(test)]
#[path = "sound_file/tests.rs"]
mod tests;
