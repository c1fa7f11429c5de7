//! The header of a WAV file: how the samples are stored, where they begin, how many there are said to be.

use std::ops::RangeInclusive;
use std::time::Duration;

/// The samples begin within this many bytes, or the file is none of ours.
pub(in crate::audio) const MAX_HEADER_BYTES: u64 = 1 << 20;

/// The rates that are read, in samples a second.
pub(in crate::audio) const RATES: RangeInclusive<u32> = 4_000..=384_000;
/// The most channels that are read.
pub(in crate::audio) const MAX_CHANNELS: u16 = 64;

/// Lengths from here on are what programs write into a pipe when they do not know it.
const UNKNOWN: u32 = 0x7FFF_0000;

/// How samples are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::audio) enum Coding {
    /// Integers of 8, 16, 24 or 32 bits.
    Integer(u16),
    /// Floating point of 32 bits.
    Float,
    /// Floating point of 64 bits.
    Double,
    /// G.711 as in Europe.
    ALaw,
    /// G.711 as in America and Japan.
    MuLaw,
    /// Microsoft's ADPCM, 4 bits.
    MicrosoftAdpcm,
    /// ADPCM of the Interactive Multimedia Association, 4 bits.
    ImaAdpcm,
}

/// How the samples of a file are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::audio) struct Format {
    pub(in crate::audio) coding: Coding,
    /// 1 to 64, with ADPCM 1 or 2.
    pub(in crate::audio) channels: u16,
    /// Samples of a channel in a second, 4,000 to 384,000.
    pub(in crate::audio) rate: u32,
    /// Bytes of a block: one moment of all channels; with ADPCM, several.
    pub(in crate::audio) block: u16,
    /// Moments in a block.
    pub(in crate::audio) moments: u32,
}

/// What the header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::audio) struct Header {
    pub(in crate::audio) format: Format,
    /// Position of the first sample.
    pub(in crate::audio) data_start: u64,
    /// Bytes of samples, if the header knows.
    pub(in crate::audio) announced: Option<u64>,
}

impl Header {
    /// Reads the first bytes of a file; the error says what is wrong.
    pub(in crate::audio) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
            return Err("it does not begin like one");
        }
        let mut format = None;
        let mut at = 12_usize;
        loop {
            let name = bytes
                .get(at..at.saturating_add(4))
                .ok_or("its header is cut short")?;
            let length = u32_at(bytes, at + 4).ok_or("its header is cut short")?;
            let body = at + 8;
            match name {
                b"fmt " => format = Some(Format::read(bytes.get(body..).unwrap_or_default(), length)?),
                b"data" => {
                    let format = format.ok_or("its header does not say how the samples are stored")?;
                    let unknown = length >= UNKNOWN || length == 0 && bytes.len() > body;
                    let announced = (!unknown).then_some(u64::from(length));
                    return Ok(Self {
                        format,
                        data_start: body as u64,
                        announced,
                    });
                }
                _ => {}
            }
            // Chunks are padded to even lengths.
            let next = body as u64 + u64::from(length) + u64::from(length % 2);
            at = usize::try_from(next).map_err(|_| "its header is too long")?;
            if next >= MAX_HEADER_BYTES {
                return Err("its header is too long");
            }
        }
    }

    /// Bytes of samples that sound this long.
    pub(in crate::audio) fn bytes_for(&self, duration: Duration) -> u64 {
        let moments = duration.as_secs().saturating_mul(u64::from(self.format.rate));
        let blocks = moments.div_ceil(u64::from(self.format.moments));
        blocks.saturating_mul(u64::from(self.format.block))
    }

    /// How long so many bytes of samples sound.
    pub(in crate::audio) fn duration_of(&self, bytes: u64) -> Duration {
        let moments = bytes as f64 / f64::from(self.format.block) * f64::from(self.format.moments);
        Duration::from_secs_f64(moments / f64::from(self.format.rate))
    }

    /// Writes the true length into the header, and cuts what is behind the samples.
    pub(in crate::audio) fn set_length(&self, bytes: &mut Vec<u8>, length: u64) {
        let whole = length - length % u64::from(self.format.block);
        let start = usize::try_from(self.data_start).unwrap_or(usize::MAX);
        let end = usize::try_from(self.data_start + whole).unwrap_or(usize::MAX);
        bytes.truncate(end);
        let field = u32::try_from(whole).unwrap_or(u32::MAX).to_le_bytes();
        if let Some(place) = start.checked_sub(4).and_then(|at| bytes.get_mut(at..start)) {
            place.copy_from_slice(&field);
        }
    }
}

impl Format {
    fn read(body: &[u8], length: u32) -> Result<Self, &'static str> {
        if length < 16 {
            return Err("its header is too short");
        }
        let word = |at: usize| body.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        let short = "its header is cut short";
        let tag = match word(0).ok_or(short)? {
            // The tag of a GUID ("WAVEFORMATEXTENSIBLE").
            0xFFFE => word(24).ok_or(short)?,
            tag => tag,
        };
        let channels = word(2).ok_or(short)?;
        let rate = u32_at(body, 4).ok_or(short)?;
        let block = word(12).ok_or(short)?;
        let bits = word(14).ok_or(short)?;
        let coding = match (tag, bits) {
            (1, 8 | 16 | 24 | 32) => Coding::Integer(bits),
            (2, 4) => Coding::MicrosoftAdpcm,
            (3, 32) => Coding::Float,
            (3, 64) => Coding::Double,
            (6, 8) => Coding::ALaw,
            (7, 8) => Coding::MuLaw,
            (0x11, 4) => Coding::ImaAdpcm,
            (0x50 | 0x55, _) => return Err("it holds MPEG sound"),
            _ => return Err("its samples are stored in an unknown way"),
        };
        if !(1..=MAX_CHANNELS).contains(&channels) {
            return Err("it has no channel, or more than 64");
        }
        if !RATES.contains(&rate) {
            return Err("its rate is below 4 or above 384 kHz");
        }
        let moments = coding
            .moments(channels, bits, block)
            .ok_or("its header contradicts itself")?;
        Ok(Self {
            coding,
            channels,
            rate,
            block,
            moments,
        })
    }
}

impl Coding {
    /// The moments in a block of so many bytes; `None` where that cannot be.
    fn moments(self, channels: u16, bits: u16, block: u16) -> Option<u32> {
        // A block of ADPCM begins with the state of each channel, which holds the first moments.
        let (state, first) = match self {
            Self::MicrosoftAdpcm => (7, 2),
            Self::ImaAdpcm => (4, 1),
            Self::Integer(_) | Self::Float | Self::Double | Self::ALaw | Self::MuLaw => {
                let whole = u32::from(channels) * u32::from(bits / 8);
                return (u32::from(block) == whole).then_some(1);
            }
        };
        let channels = u32::from(channels);
        let coded = u32::from(block).checked_sub(state * channels)?;
        // The channels take turns, with the IMA's in words of 4 bytes.
        let turn = if self == Self::ImaAdpcm {
            4 * channels
        } else {
            channels
        };
        (channels <= 2 && coded.is_multiple_of(turn)).then_some(coded * 2 / channels + first)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
