//! WAV files: blocks of samples behind a header that was judged.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::well_known::{
    CODEC_ID_ADPCM_IMA_WAV, CODEC_ID_ADPCM_MS, CODEC_ID_PCM_ALAW, CODEC_ID_PCM_F32LE, CODEC_ID_PCM_F64LE,
    CODEC_ID_PCM_MULAW, CODEC_ID_PCM_S16LE, CODEC_ID_PCM_S24LE, CODEC_ID_PCM_S32LE, CODEC_ID_PCM_U8,
};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration as Ticks, Timestamp};

use super::super::Samples;
use super::super::wav::header::{Coding, Format, Header, MAX_HEADER_BYTES};
use super::decode::{Decoding, Limits};
use super::error::Reason;

/// Bytes that are decoded at once, about.
const PACKET: u64 = 64 << 10;

/// Reads a WAV file of this length, in bytes.
pub(super) fn read(mut file: File, length: u64, limit: Duration) -> Result<Samples, Reason> {
    file.seek(SeekFrom::Start(0))?;
    let mut start = Vec::new();
    Read::by_ref(&mut file)
        .take(MAX_HEADER_BYTES)
        .read_to_end(&mut start)?;
    let header = Header::read(&start).map_err(Reason::foreign)?;
    let there = length.saturating_sub(header.data_start);
    let announced = header.announced.unwrap_or(there);
    if announced > header.bytes_for(limit) {
        return Err(Reason::TooLong(Some(header.duration_of(announced)), limit));
    }
    if there < announced {
        return Err(Reason::Truncated(format!(
            "{there} of {announced} bytes of sound"
        )));
    }
    let format = header.format;
    let block = u64::from(format.block);
    let mut blocks = announced / block;
    if blocks == 0 {
        return Err(Reason::Empty);
    }
    file.seek(SeekFrom::Start(header.data_start))?;
    let most = (PACKET / block).max(1);
    let mut decoding = Decoding::new(&parameters(&format, most), Limits::of(limit, format.rate))?;
    while blocks > 0 {
        let count = blocks.min(most);
        let mut bytes = Vec::new();
        Read::by_ref(&mut file)
            .take(count * block)
            .read_to_end(&mut bytes)?;
        let read = bytes.len() as u64 / block;
        if read == 0 {
            // Somebody cuts it meanwhile.
            break;
        }
        let moments = Ticks::new(read * u64::from(format.moments));
        decoding.packet(&Packet::new(0, Timestamp::new(0), moments, bytes))?;
        blocks -= read;
    }
    decoding.finish()
}

fn parameters(format: &Format, blocks: u64) -> AudioCodecParameters {
    let mut parameters = AudioCodecParameters::new();
    let moments = u64::from(format.moments);
    parameters
        .for_codec(codec(format.coding))
        .with_sample_rate(format.rate)
        .with_channels(Channels::Discrete(format.channels))
        .with_frames_per_block(moments)
        .with_max_frames_per_packet(moments * blocks);
    parameters
}

fn codec(coding: Coding) -> AudioCodecId {
    match coding {
        Coding::Integer(8) => CODEC_ID_PCM_U8,
        Coding::Integer(16) => CODEC_ID_PCM_S16LE,
        Coding::Integer(24) => CODEC_ID_PCM_S24LE,
        Coding::Integer(_) => CODEC_ID_PCM_S32LE,
        Coding::Float => CODEC_ID_PCM_F32LE,
        Coding::Double => CODEC_ID_PCM_F64LE,
        Coding::ALaw => CODEC_ID_PCM_ALAW,
        Coding::MuLaw => CODEC_ID_PCM_MULAW,
        Coding::MicrosoftAdpcm => CODEC_ID_ADPCM_MS,
        Coding::ImaAdpcm => CODEC_ID_ADPCM_IMA_WAV,
    }
}
