//! WAV files: any rate, width and number of channels in, 16-bit mono out.
//!
//! Owns the checks that keep a hostile or broken file from costing memory: the header is read and judged before
//! the samples. The samples themselves are decoded by `hound`. Format: Microsoft and IBM, "Multimedia Programming
//! Interface and Data Specifications 1.0" (1991), and WAVEFORMATEXTENSIBLE.

mod header;

use std::fs::{File, Permissions};
use std::io::{Cursor, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use super::{SampleRate, Samples};
use header::Header;

/// Why a WAV file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// The system refuses to open or read it.
    #[error("The recording {} cannot be read ({reason}): check the path.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// It holds nothing.
    #[error("The recording {} is empty: record it again.", .0.display())]
    Empty(PathBuf),
    /// It is something else.
    #[error("{} is not a WAV file that can be read ({reason}): convert it with: sox {} -e signed-integer -b 16 converted.wav", path.display(), path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// It ends before its header says.
    #[error("The recording {} is cut short ({there} of {announced} bytes of sound): copy or record it again.", path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Bytes of sound there are.
        there: u64,
        /// Bytes of sound that the header announces.
        announced: u64,
    },
    /// It is too long.
    #[error("The recording {} is {:.0} minutes long; at most {} are taken here: cut it with: sox {} cut.wav trim 0 {}", path.display(), minutes, limit_text(*limit), path.display(), limit.as_secs())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// How long it is.
        minutes: f64,
        /// How long it may be.
        limit: Duration,
    },
    /// It cannot be written.
    #[error("The sound cannot be written to {} ({reason}): choose another place.", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
}

fn limit_text(limit: Duration) -> String {
    match limit.as_secs() {
        seconds if seconds >= 120 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    }
}

/// Reads a file of at most `limit`, mixed down to one channel, at its own rate.
pub fn read(path: &Path, limit: Duration) -> Result<Samples, WavError> {
    let unreadable = |error: std::io::Error| WavError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(WavError::Unreadable {
            path: path.to_owned(),
            reason: "it is a folder".to_owned(),
        });
    }
    let mut start = Vec::new();
    Read::by_ref(&mut file)
        .take(header::LONGEST)
        .read_to_end(&mut start)
        .map_err(unreadable)?;
    if start.is_empty() {
        return Err(WavError::Empty(path.to_owned()));
    }
    let foreign = |reason: &str| WavError::Foreign {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let header = Header::read(&start).map_err(foreign)?;

    // A pipe has no length; what it holds beyond the limit is never read.
    let longest = header.bytes_for(limit).saturating_add(header.data_start);
    let mut bytes = start;
    let rest = longest.saturating_add(1).saturating_sub(bytes.len() as u64);
    file.take(rest).read_to_end(&mut bytes).map_err(unreadable)?;
    let there = bytes.len() as u64 - header.data_start.min(bytes.len() as u64);
    let announced = header
        .announced
        .unwrap_or(there.max(metadata.len().saturating_sub(header.data_start)));
    if announced > header.bytes_for(limit) {
        let minutes = header.duration_of(announced).as_secs_f64() / 60.0;
        return Err(WavError::TooLong {
            path: path.to_owned(),
            minutes,
            limit,
        });
    }
    if there < announced {
        return Err(WavError::Truncated {
            path: path.to_owned(),
            there,
            announced,
        });
    }
    if announced < u64::from(header.block) {
        return Err(WavError::Empty(path.to_owned()));
    }
    decode_with(&header, bytes, announced).map_err(|reason| foreign(&reason))
}

/// Decodes WAV bytes whose length field may be unknown (as programs write them into a pipe).
pub fn decode(bytes: Vec<u8>) -> Result<Samples, String> {
    let header = Header::read(&bytes).map_err(str::to_owned)?;
    let there = bytes.len() as u64 - header.data_start.min(bytes.len() as u64);
    let announced = header.announced.unwrap_or(there).min(there);
    decode_with(&header, bytes, announced)
}

fn decode_with(header: &Header, mut bytes: Vec<u8>, length: u64) -> Result<Samples, String> {
    header.set_length(&mut bytes, length);
    let mut reader = WavReader::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let spec = reader.spec();
    let interleaved: Vec<f32> = match spec.sample_format {
        SampleFormat::Float => reader.samples::<f32>().collect::<Result<_, _>>(),
        SampleFormat::Int => {
            let scale = 1.0 / 2_f32.powi(i32::from(spec.bits_per_sample) - 1);
            reader
                .samples::<i32>()
                .map(|sample| sample.map(|value| value as f32 * scale))
                .collect()
        }
    }
    .map_err(|error: hound::Error| error.to_string())?;
    let channels = usize::from(spec.channels.max(1));
    let samples = interleaved
        .chunks_exact(channels)
        .map(|frame| frame.iter().sum::<f32>() / channels as f32)
        .map(|sample| {
            if sample.is_finite() {
                sample.clamp(-1.0, 1.0)
            } else {
                0.0
            }
        })
        .collect();
    Ok(Samples {
        rate: SampleRate(spec.sample_rate),
        samples,
    })
}

/// Whether a file can be written there, found out before the work is done. Touches no file.
pub fn check_writable(path: &Path) -> Result<(), WavError> {
    let unwritable = |reason: &str| {
        Err(WavError::Unwritable {
            path: path.to_owned(),
            reason: reason.to_owned(),
        })
    };
    if path.is_dir() {
        return unwritable("it is a folder");
    }
    if path.exists() && !path.is_file() {
        return unwritable("it is no ordinary file");
    }
    if path.file_name().is_none() {
        return unwritable("it is no file name");
    }
    if folder(path).is_dir() {
        Ok(())
    } else {
        unwritable("its folder does not exist")
    }
}

/// Writes 16-bit mono; an existing file is replaced only when the new one is whole, where its folder may be written. Where only the
/// file itself may be, it is written over at once.
pub fn write(path: &Path, sound: &Samples) -> Result<(), WavError> {
    check_writable(path)?;
    let unwritable = |reason: String| WavError::Unwritable {
        path: path.to_owned(),
        reason,
    };
    let bytes = encode(sound).map_err(|error| unwritable(error.to_string()))?;
    let beside = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder(path));
    let written = match beside {
        Ok(mut unfinished) => unfinished
            .write_all(&bytes)
            .and_then(|()| unfinished.persist(path).map(drop).map_err(|error| error.error)),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => std::fs::write(path, &bytes),
        Err(error) => Err(error),
    };
    written.map_err(|error| unwritable(error.to_string()))
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn encode(sound: &Samples) -> Result<Vec<u8>, hound::Error> {
    let spec = WavSpec {
        channels: 1,
        sample_rate: sound.rate.0,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = WavWriter::new(&mut bytes, spec)?;
    for sample in &sound.samples {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of the type")]
        let value = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16;
        writer.write_sample(value)?;
    }
    writer.finalize()?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
#[path = "wav/tests.rs"]
mod tests;
