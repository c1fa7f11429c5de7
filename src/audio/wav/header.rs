//! The header of a WAV file: how the samples are stored, where they begin, how many there are said to be.

use std::time::Duration;

/// The samples begin within this many bytes, or the file is none of ours.
pub(super) const LONGEST: u64 = 1 << 20;

/// Lengths from here on are what programs write into a pipe when they do not know it.
const UNKNOWN: u32 = 0x7FFF_0000;

/// What the header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Bytes of one moment of all channels.
    pub(super) block: u16,
    rate: u32,
    /// Position of the first sample.
    pub(super) data_start: u64,
    /// Bytes of samples, if the header knows.
    pub(super) announced: Option<u64>,
}

impl Header {
    /// Reads the first bytes of a file; the error says what is wrong.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
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
                b"fmt " => format = Some(Self::format(bytes.get(body..).unwrap_or_default(), length)?),
                b"data" => {
                    let (block, rate) = format.ok_or("its header does not say how the samples are stored")?;
                    let unknown = length >= UNKNOWN || length == 0 && bytes.len() > body;
                    let announced = (!unknown).then_some(u64::from(length));
                    return Ok(Self {
                        block,
                        rate,
                        data_start: body as u64,
                        announced,
                    });
                }
                _ => {}
            }
            // Chunks are padded to even lengths.
            let next = body as u64 + u64::from(length) + u64::from(length % 2);
            at = usize::try_from(next).map_err(|_| "its header is too long")?;
            if next >= LONGEST {
                return Err("its header is too long");
            }
        }
    }

    fn format(body: &[u8], length: u32) -> Result<(u16, u32), &'static str> {
        if length < 16 {
            return Err("its header is too short");
        }
        let word = |at: usize| body.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        let short = "its header is cut short";
        let tag = match word(0).ok_or(short)? {
            0xFFFE => word(24).ok_or(short)?,
            tag => tag,
        };
        let channels = word(2).ok_or(short)?;
        let rate = u32_at(body, 4).ok_or(short)?;
        let bits = word(14).ok_or(short)?;
        let block = word(12).ok_or(short)?;
        match (tag, bits) {
            (1, 8 | 16 | 24 | 32) | (3, 32) => {}
            (3, 64) => return Err("its samples have 64 bits"),
            (6 | 7, _) => return Err("its samples are compressed by A-law or µ-law"),
            _ => return Err("its samples are stored in an unknown way"),
        }
        if !(1..=64).contains(&channels) {
            return Err("it has no channel, or more than 64");
        }
        if !(4_000..=384_000).contains(&rate) {
            return Err("its rate is below 4 or above 384 kHz");
        }
        if u32::from(block) != u32::from(channels) * u32::from(bits / 8) {
            return Err("its header contradicts itself");
        }
        Ok((block, rate))
    }

    /// Bytes of samples that sound this long.
    pub(super) fn bytes_for(&self, duration: Duration) -> u64 {
        let frames = duration.as_secs().saturating_mul(u64::from(self.rate));
        frames.saturating_mul(u64::from(self.block))
    }

    /// How long so many bytes of samples sound.
    pub(super) fn duration_of(&self, bytes: u64) -> Duration {
        Duration::from_secs_f64(bytes as f64 / f64::from(self.block) / f64::from(self.rate))
    }

    /// Writes the true length into the header, and cuts what is behind the samples.
    pub(super) fn set_length(&self, bytes: &mut Vec<u8>, length: u64) {
        let whole = length - length % u64::from(self.block);
        let start = usize::try_from(self.data_start).unwrap_or(usize::MAX);
        let end = usize::try_from(self.data_start + whole).unwrap_or(usize::MAX);
        bytes.truncate(end);
        let field = u32::try_from(whole).unwrap_or(u32::MAX).to_le_bytes();
        if let Some(place) = start.checked_sub(4).and_then(|at| bytes.get_mut(at..start)) {
            place.copy_from_slice(&field);
        }
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
