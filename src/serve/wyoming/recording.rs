//! The samples that a client sends: any sane format in, mono at 16 kHz out.
//!
//! Owns which formats are taken, and how long a recording may be; how much all clients together may send is the parts'. PCM is
//! little-endian and signed, of 8 to 32 bits.

use serde_json::Value;

use super::super::parts::{HeldSamples, MAX_RECORDING, TooManyHeld};
use super::event::WyomingEvent;
use crate::audio::resample::Gradual;
use crate::audio::{SampleRate, Samples};

/// The rates that are taken, in Hz.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=192_000;
/// Most channels.
const MAX_CHANNELS: usize = 8;
/// Most bytes of a sample.
const MAX_WIDTH: usize = 4;

/// Why a recording is not taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RecordingError {
    /// Not a format that is known.
    #[error(
        "Sound must be PCM with a rate of {} to {} Hz, a width of 1 to {MAX_WIDTH} bytes and 1 to {MAX_CHANNELS} channels: convert it.",
        RATES.start(), RATES.end()
    )]
    Format,
    /// The format changes within the recording.
    #[error("The format of the sound changed within a recording: send audio-start first.")]
    Changed,
    /// It is too long.
    #[error("The recording is longer than {} minutes: send it in parts.", MAX_RECORDING.as_secs() / 60)]
    TooLong,
    /// All clients together have sent too much.
    #[error(transparent)]
    Full(#[from] TooManyHeld),
}

impl RecordingError {
    /// For programs.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Changed => "format-changed",
            Self::TooLong => "too-long",
            Self::Full(_) => "busy",
        }
    }
}

/// How samples are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PcmFormat {
    rate: u32,
    width: usize,
    channels: usize,
}

impl PcmFormat {
    /// The format that an event names.
    pub(super) fn of(event: &WyomingEvent) -> Result<Self, RecordingError> {
        let number = |field| event.data.get(field).and_then(Value::as_u64);
        let number = |field| {
            number(field)
                .and_then(|value| u32::try_from(value).ok())
                .unwrap_or(0)
        };
        let format = Self {
            rate: number("rate"),
            width: number("width") as usize,
            channels: number("channels") as usize,
        };
        let is_sane = RATES.contains(&format.rate)
            && (1..=MAX_WIDTH).contains(&format.width)
            && (1..=MAX_CHANNELS).contains(&format.channels);
        is_sane.then_some(format).ok_or(RecordingError::Format)
    }

    /// The mean of a frame's channels, -1 to 1.
    fn mono(self, frame: &[u8]) -> f32 {
        let sum: f32 = frame.chunks_exact(self.width).map(sample).sum();
        sum / self.channels as f32
    }
}

/// A signed little-endian sample of 1 to 4 bytes, -1 to 1.
fn sample(bytes: &[u8]) -> f32 {
    let mut high = [0; MAX_WIDTH];
    let start = MAX_WIDTH.saturating_sub(bytes.len());
    for (place, byte) in high[start..].iter_mut().zip(bytes) {
        *place = *byte;
    }
    i32::from_le_bytes(high) as f32 / 2_147_483_648.0
}

/// A recording that is not complete.
pub(super) struct Recording {
    format: PcmFormat,
    /// Bytes that are no whole frame yet.
    rest: Vec<u8>,
    gradual: Gradual,
    held: HeldSamples,
}

impl Recording {
    /// An empty one, whose samples are counted by `held`.
    pub(super) fn new(format: PcmFormat, held: HeldSamples) -> Result<Self, RecordingError> {
        let gradual = Gradual::new(SampleRate(format.rate), SampleRate::SPEECH);
        Ok(Self {
            format,
            rest: Vec::new(),
            gradual: gradual.map_err(|_| RecordingError::Format)?,
            held,
        })
    }

    /// Adds the samples of an event.
    pub(super) fn push(&mut self, event: &WyomingEvent) -> Result<(), RecordingError> {
        if PcmFormat::of(event)? != self.format {
            return Err(RecordingError::Changed);
        }
        self.rest.extend_from_slice(&event.payload);
        let frame = self.format.width * self.format.channels;
        let whole = self.rest.len() / frame * frame;
        let samples: Vec<f32> = self.rest[..whole]
            .chunks_exact(frame)
            .map(|frame| self.format.mono(frame))
            .collect();
        self.rest.drain(..whole);
        let given = self.gradual.given() + samples.len() as u64;
        if given > MAX_RECORDING.as_secs() * u64::from(self.format.rate) {
            return Err(RecordingError::TooLong);
        }
        let resampled = samples.len() * SampleRate::SPEECH.0 as usize / self.format.rate as usize + 1;
        self.held.add(resampled)?;
        self.gradual.push(&samples);
        Ok(())
    }

    /// The whole recording, mono at 16 kHz, and what counts its samples: it must live as long as they do.
    pub(super) fn finish(self) -> (Samples, HeldSamples) {
        (self.gradual.finish(), self.held)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn samples_of_every_width_are_signed_and_little_endian() {
        for (bytes, expected) in [
            (&[0x40][..], 0.5),
            (&[0xc0], -0.5),
            (&[0x00, 0x40], 0.5),
            (&[0x00, 0x00, 0xc0], -0.5),
            (&[0x00, 0x00, 0x00, 0x40], 0.5),
            (&[0x00, 0x80], -1.0),
        ] {
            assert!((sample(bytes) - expected).abs() < 1e-6, "{bytes:?}");
        }
        let stereo = PcmFormat {
            rate: 16_000,
            width: 2,
            channels: 2,
        };
        assert!((stereo.mono(&[0x00, 0x40, 0x00, 0x00]) - 0.25).abs() < 1e-6);
    }

    #[test]
    fn formats_that_make_no_sense_are_refused() {
        let of = |rate: i64, width: i64, channels: i64| {
            let data = json!({"rate": rate, "width": width, "channels": channels});
            PcmFormat::of(&WyomingEvent::new("audio-start", data)).is_ok()
        };
        assert!(of(16_000, 2, 1) && of(48_000, 4, 8) && of(8_000, 1, 1));
        for (rate, width, channels) in [
            (0, 2, 1),
            (16_000, 0, 1),
            (16_000, 2, 0),
            (16_000, 5, 1),
            (16_000, 2, 9),
            (-16_000, 2, 1),
            (1 << 40, 2, 1),
        ] {
            assert!(!of(rate, width, channels), "{rate} {width} {channels}");
        }
    }
}
