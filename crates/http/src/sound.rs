//! WAV files: their samples as 16 bits, and 16 bits as a WAV file; and the rate of raw PCM.
//!
//! Owns which files are taken. Reads and writes memory only.

use std::io::Cursor;

use hound::{SampleFormat, WavReader};

use crate::error::RequestError;

/// Raw PCM has no header, and clients of this API expect this rate.
pub(crate) const PCM_RATE: u32 = 24_000;

/// Samples of 16 bits, little-endian, and their format.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pcm {
    pub(crate) bytes: Vec<u8>,
    pub(crate) rate: u32,
    pub(crate) channels: u16,
}

/// Reads a WAV file.
pub(crate) fn read(file: &[u8]) -> Result<Pcm, RequestError> {
    let wrong = |reason: hound::Error| {
        RequestError::Wrong(format!(
            "The file is not a WAV file with PCM ({reason}): convert it, for example with: sox FILE file.wav"
        ))
    };
    let mut reader = WavReader::new(Cursor::new(file)).map_err(wrong)?;
    let spec = reader.spec();
    let samples: Vec<i16> = match spec.sample_format {
        SampleFormat::Float => {
            let samples = reader.samples::<f32>();
            samples
                .map(|sample| sample.map(of_float))
                .collect::<Result<_, _>>()
                .map_err(wrong)?
        }
        SampleFormat::Int => {
            let bits = u32::from(spec.bits_per_sample);
            let samples = reader.samples::<i32>();
            samples
                .map(|sample| sample.map(|value| of_bits(value, bits)))
                .collect::<Result<_, _>>()
                .map_err(wrong)?
        }
    };
    Ok(Pcm {
        bytes: samples.into_iter().flat_map(i16::to_le_bytes).collect(),
        rate: spec.sample_rate,
        channels: spec.channels,
    })
}

fn of_float(sample: f32) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of the type")]
    let value = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16;
    value
}

/// The upper 16 bits of a sample of so many.
fn of_bits(value: i32, bits: u32) -> i16 {
    let shifted = if bits >= 16 {
        value.checked_shr(bits - 16)
    } else {
        value.checked_shl(16 - bits)
    };
    i16::try_from(shifted.unwrap_or_default()).unwrap_or_default()
}

/// A WAV file of these samples, mono.
pub(crate) fn wav(pcm: &[u8], rate: u32) -> Vec<u8> {
    let length = u32::try_from(pcm.len()).unwrap_or(u32::MAX - 36);
    let mut file = Vec::with_capacity(pcm.len() + 44);
    file.extend(b"RIFF");
    file.extend((length + 36).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // PCM, one channel.
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend(rate.saturating_mul(2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(length.to_le_bytes());
    file.extend(pcm);
    file
}

/// The same samples at [`PCM_RATE`], with straight lines between them. Voices have 16,000 to 24,000 samples a second, so that nothing
/// above half the new rate is lost.
pub(crate) fn at_pcm_rate(pcm: &[u8], rate: u32) -> Vec<u8> {
    if rate == PCM_RATE || rate == 0 {
        return pcm.to_vec();
    }
    let samples: Vec<i32> = pcm
        .chunks_exact(2)
        .map(|pair| i32::from(i16::from_le_bytes([pair[0], pair[1]])))
        .collect();
    let count = samples.len() as u64 * u64::from(PCM_RATE) / u64::from(rate);
    let mut resampled = Vec::new();
    for index in 0..count {
        let position = index * u64::from(rate);
        let at = usize::try_from(position / u64::from(PCM_RATE)).unwrap_or(usize::MAX);
        let part = i64::try_from(position % u64::from(PCM_RATE)).unwrap_or_default();
        let here = i64::from(samples.get(at).copied().unwrap_or_default());
        let next = i64::from(
            samples
                .get(at + 1)
                .or(samples.get(at))
                .copied()
                .unwrap_or_default(),
        );
        let value = here + (next - here) * part / i64::from(PCM_RATE);
        resampled.extend(i16::try_from(value).unwrap_or_default().to_le_bytes());
    }
    resampled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let pcm: Vec<u8> = (0..2_000_i16)
            .flat_map(|value| (value * 7).to_le_bytes())
            .collect();
        let read = read(&wav(&pcm, 22_050)).unwrap();
        assert_eq!((read.bytes, read.rate, read.channels), (pcm, 22_050, 1));
    }

    #[test]
    fn samples_of_other_widths_keep_their_level() {
        assert_eq!(
            [
                of_bits(64, 8),
                of_bits(1 << 14, 16),
                of_bits(1 << 22, 24),
                of_bits(1 << 30, 32)
            ],
            [1 << 14; 4]
        );
        assert_eq!((of_float(2.0), of_float(f32::NAN)), (i16::MAX, 0));
    }

    #[test]
    fn another_rate_keeps_the_duration_and_the_level() {
        let pcm: Vec<u8> = std::iter::repeat_n(1_000_i16, 22_050)
            .flat_map(i16::to_le_bytes)
            .collect();
        let resampled = at_pcm_rate(&pcm, 22_050);
        assert_eq!(resampled.len(), 48_000);
        assert!(
            resampled
                .chunks_exact(2)
                .all(|pair| i16::from_le_bytes([pair[0], pair[1]]) == 1_000)
        );
    }

    #[test]
    fn hostile_files_are_refused() {
        for file in [
            &b""[..],
            b"RIFF",
            b"ID3",
            &[0; 1_000],
            b"RIFF\xff\xff\xff\xffWAVEfmt \x00\x00\x00\x00",
        ] {
            assert!(read(file).is_err());
        }
    }
}
