//! WAV files: 16-bit mono out, what a voice's program writes into a pipe in.
//!
//! Owns the header, which is judged before the samples, and writing. Reads no file: [`sound_file`](super::sound_file) does. Format:
//! Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (1991), and WAVEFORMATEXTENSIBLE.

pub(super) mod header;

use std::io::Cursor;
use std::path::{Path, PathBuf};

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use super::{SampleRate, Samples};
use header::Header;

/// Why a WAV file cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("The sound cannot be written to {} ({reason}): choose another place.", path.display())]
pub struct WavError {
    /// The file.
    path: PathBuf,
    /// The reason.
    reason: String,
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
        Err(WavError {
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
    let unwritable = |reason: String| WavError {
        path: path.to_owned(),
        reason,
    };
    let bytes = encode(sound).map_err(|error| unwritable(error.to_string()))?;
    mynah_files::save(path, &bytes).map_err(|error| unwritable(error.to_string()))
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
