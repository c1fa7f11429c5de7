//! Which format a file has, by its first bytes.
//!
//! A tag that players show (`ID3v2`) is skipped, not read: pictures in it may be as large as the sound.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::error::Reason;

/// Bytes that are looked at.
const POLL_INTERVAL: u64 = 4096;
/// Tags before the sound; more are no mistake of a program.
const MAX_TAGS: usize = 4;

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// RIFF WAVE.
    Wave,
    /// Another format, whose first byte is there.
    Tagged(Format, u64),
}

/// Formats that are read by `symphonia`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Free Lossless Audio Codec.
    Flac,
    /// Ogg, with Vorbis or FLAC.
    Ogg,
    /// ISO/IEC 14496-14, with AAC or ALAC.
    Mp4,
    /// MPEG-1 and MPEG-2, layer III.
    Mp3,
    /// ISO/IEC 13818-7: AAC without a container.
    Aac,
}

impl Container {
    /// Looks at the first bytes of a file of this length.
    pub(super) fn of(mut file: &File, length: u64) -> Result<Self, Reason> {
        let mut start = 0;
        for _ in 0..=MAX_TAGS {
            file.seek(SeekFrom::Start(start))?;
            let mut first = Vec::new();
            file.take(POLL_INTERVAL).read_to_end(&mut first)?;
            if start == 0 && first.starts_with(b"RIFF") && first.get(8..12) == Some(b"WAVE") {
                return Ok(Self::Wave);
            }
            match tag_length(&first) {
                None => {
                    // Some programs leave zeros before the sound.
                    let zeros = first.iter().take_while(|byte| **byte == 0).count();
                    let sound = &first[zeros..];
                    if let Some(format) = mpeg(sound) {
                        return Ok(Self::Tagged(format, start + zeros as u64));
                    }
                    let format = format(&first).map_err(Reason::foreign)?;
                    return Ok(Self::Tagged(format, start));
                }
                Some(tag) if start + tag >= length => return Err(Reason::Empty),
                Some(tag) => start += tag,
            }
        }
        Err(Reason::foreign("it has too many tags"))
    }
}

/// The bytes of an `ID3v2` tag with which a file begins. <https://id3.org/id3v2.4.0-structure>, section 3.1.
fn tag_length(first: &[u8]) -> Option<u64> {
    let header = first.strip_prefix(b"ID3")?.first_chunk::<7>()?;
    let [_, _, flags, size @ ..] = header;
    let size = size
        .iter()
        .fold(0, |size, byte| size << 7 | u64::from(byte & 0x7F));
    let footer = if flags & 0x10 == 0 { 0 } else { 10 };
    Some(10 + size + footer)
}

fn format(first: &[u8]) -> Result<Format, &'static str> {
    let word = |at: usize| first.get(at..at + 4).unwrap_or_default();
    match (word(0), word(4)) {
        (b"fLaC", _) => Ok(Format::Flac),
        (b"OggS", _) => Ok(Format::Ogg),
        (_, b"ftyp") => Ok(Format::Mp4),
        (b"RIFF", _) => Err("it is a RIFF file of another kind"),
        (b"RIFX" | b"RF64", _) => Err("it is a WAV file of a rare kind"),
        (b"FORM", _) => Err("it is an AIFF file"),
        (b"\x1A\x45\xDF\xA3", _) => Err("it is a Matroska or WebM file"),
        (b"\x30\x26\xB2\x75", _) => Err("it is a Windows Media file"),
        (b"#!AM", _) => Err("it is an AMR file"),
        _ if is_text(first) => Err("it is text, perhaps a web page"),
        _ => Err("its first bytes are those of no format that mynah knows"),
    }
}

/// The format of a header of an MPEG frame: ISO/IEC 11172-3, section 2.4.1.3; ISO/IEC 13818-7, section 6.2.
fn mpeg(first: &[u8]) -> Option<Format> {
    let [sync, kind, rates] = *first.first_chunk::<3>()?;
    let is_rate = rates >> 4 != 0xF && rates >> 2 & 3 != 3;
    match (sync, kind) {
        (0xFF, kind) if kind & 0xF6 == 0xF0 => Some(Format::Aac),
        // Layer III; the second version is reserved.
        (0xFF, kind) if kind & 0xE6 == 0xE2 && kind & 0x18 != 0x08 && is_rate => Some(Format::Mp3),
        _ => None,
    }
}

fn is_text(first: &[u8]) -> bool {
    // The last letter may be cut.
    let valid = match std::str::from_utf8(first) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&first[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => "",
    };
    !valid.is_empty() && !valid.contains('\0')
}
