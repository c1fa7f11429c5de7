//! Packets to samples: decoded, mixed down and resampled one by one.
//!
//! Owns the limits of a recording that is being decoded: its duration, rate and channels, and what is damaged.

use std::fs::File;
use std::io::ErrorKind;
use std::ops::Range;
use std::time::Duration;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::packet::Packet;
use symphonia::default::formats::{AdtsReader, FlacReader, IsoMp4Reader, MpaReader, OggReader};

use super::super::resample::Gradual;
use super::super::wav::header::{MAX_CHANNELS, RATES};
use super::super::{SampleRate, Samples};
use super::container::Format;
use super::error::Reason;
use super::metered::{Meter, Metered};

/// Packets in a row without sound: those of a film's pictures.
const MAX_IDLE: u32 = 100_000;
/// By how many frames a recording may be shorter than announced, beside a fiftieth: what encoders add is announced by some.
const SLACK: u64 = 8192;

/// Reads a part of a file in one of the formats.
pub(super) fn read(format: Format, file: File, part: Range<u64>, limit: Duration) -> Result<Samples, Reason> {
    let meter = Meter::default();
    let source = Box::new(Metered::new(file, part, meter.clone())?);
    let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
    let mut reader = reader(format, stream).map_err(|error| told(error, &meter))?;
    let (track, parameters) = sound(reader.as_ref())?;
    let (id, announced) = (track.id, announced(format, track));
    let limits = Limits::of(limit, parameters.sample_rate.unwrap_or(0));
    if let Some(frames) = announced
        && limits.are_exceeded_by(frames)
    {
        return Err(Reason::TooLong(Some(limits.duration_of(frames)), limit));
    }
    let mut decoding = Decoding::new(&parameters, limits)?;
    let mut idle = 0;
    loop {
        let packet = match reader.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break,
            Err(Error::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => {
                return Err(decoding.cut_short(announced));
            }
            Err(error) => return Err(told(error, &meter)),
        };
        if packet.track_id == id && decoding.packet(&packet)? {
            meter.has_sound();
            idle = 0;
        } else {
            idle += 1;
            if idle > MAX_IDLE {
                return Err(Reason::foreign("there is no sound in it"));
            }
        }
    }
    let is_whole = announced.is_none_or(|frames| decoding.given() + frames / 50 + SLACK >= frames);
    if is_whole || decoding.damaged > 0 {
        decoding.finish()
    } else {
        Err(decoding.cut_short(announced))
    }
}

fn reader<'a>(format: Format, stream: MediaSourceStream<'a>) -> Result<Box<dyn FormatReader + 'a>, Error> {
    let options = FormatOptions::default();
    Ok(match format {
        Format::Flac => Box::new(FlacReader::try_new(stream, options)?),
        Format::Ogg => Box::new(OggReader::try_new(stream, options)?),
        Format::Mp4 => Box::new(IsoMp4Reader::try_new(stream, options)?),
        Format::Mp3 => Box::new(MpaReader::try_new(stream, options)?),
        Format::Aac => Box::new(AdtsReader::try_new(stream, options)?),
    })
}

/// The track that holds the sound, and how it is coded.
fn sound(reader: &dyn FormatReader) -> Result<(&Track, AudioCodecParameters), Reason> {
    let track = reader.default_track(TrackType::Audio).ok_or(Reason::foreign(
        "its sound is missing, or coded in a way that mynah does not know",
    ))?;
    match &track.codec_params {
        Some(CodecParameters::Audio(parameters)) if parameters.codec == CODEC_ID_OPUS => {
            Err(Reason::foreign("its sound is coded as Opus"))
        }
        Some(CodecParameters::Audio(parameters)) => Ok((track, parameters.clone())),
        _ => Err(Reason::foreign("there is no sound in it")),
    }
}

/// The frames of a track, where the file says so; MPEG without a table of contents is only estimated.
fn announced(format: Format, track: &Track) -> Option<u64> {
    match format {
        Format::Flac | Format::Ogg | Format::Mp4 => track.num_frames,
        Format::Mp3 => track.delay.and(track.num_frames),
        Format::Aac => None,
    }
}

fn told(error: Error, meter: &Meter) -> Reason {
    match error {
        _ if meter.is_spent() => Reason::foreign("there is no sound in it"),
        Error::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => {
            Reason::Truncated("it ends before the sound begins".to_owned())
        }
        Error::IoError(error) => Reason::Unreadable(error.to_string()),
        Error::ResetRequired => Reason::foreign("it holds several recordings"),
        Error::DecodeError(_) | Error::SeekError(_) | Error::LimitError(_) => {
            tracing::warn!(%error, "a sound file is damaged");
            Reason::foreign("it is damaged")
        }
        error => {
            tracing::warn!(%error, "a sound file is unsupported");
            Reason::foreign("its sound is missing, or coded in a way that mynah does not know")
        }
    }
}

/// How much of a recording is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    duration: Duration,
    rate: u32,
}

impl Limits {
    /// At most this duration, at this rate.
    pub(super) fn of(duration: Duration, rate: u32) -> Self {
        Self { duration, rate }
    }

    fn are_exceeded_by(&self, frames: u64) -> bool {
        frames > self.duration.as_secs().saturating_mul(u64::from(self.rate))
    }

    fn duration_of(&self, frames: u64) -> Duration {
        Duration::from_secs_f64(frames as f64 / f64::from(self.rate.max(1)))
    }
}

/// A recording that is being decoded.
pub(super) struct Decoding {
    decoder: Box<dyn AudioDecoder>,
    limits: Limits,
    interleaved: Vec<f32>,
    mono: Vec<f32>,
    gradual: Gradual,
    whole: u64,
    damaged: u64,
}

impl Decoding {
    /// Prepares the decoder; refuses unknown codings and rates.
    pub(super) fn new(parameters: &AudioCodecParameters, limits: Limits) -> Result<Self, Reason> {
        if !RATES.contains(&limits.rate) {
            return Err(Reason::foreign("its rate is below 4 or above 384 kHz"));
        }
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(|error| told(error, &Meter::default()))?;
        let gradual = Gradual::new(SampleRate(limits.rate), SampleRate::SPEECH).map_err(Reason::Foreign)?;
        Ok(Self {
            decoder,
            limits,
            interleaved: Vec::new(),
            mono: Vec::new(),
            gradual,
            whole: 0,
            damaged: 0,
        })
    }

    /// Decodes a packet; says whether there is sound in it. One that is damaged is left out.
    pub(super) fn packet(&mut self, packet: &Packet) -> Result<bool, Reason> {
        let decoded = match self.decoder.decode(packet) {
            Ok(decoded) => decoded,
            Err(Error::DecodeError(_) | Error::IoError(_)) => {
                self.damaged += 1;
                return Ok(false);
            }
            Err(error) => return Err(told(error, &Meter::default())),
        };
        if decoded.is_empty() {
            return Ok(false);
        }
        if decoded.spec().rate() != self.limits.rate {
            return Err(Reason::foreign("its rate is not what it says"));
        }
        let channels = decoded.num_planes();
        if !(1..=usize::from(MAX_CHANNELS)).contains(&channels) {
            return Err(Reason::foreign("it has no channel, or more than 64"));
        }
        self.whole += 1;
        decoded.copy_to_vec_interleaved(&mut self.interleaved);
        self.mono.clear();
        self.mono
            .extend(self.interleaved.chunks_exact(channels).map(mixed));
        self.gradual.push(&self.mono);
        if self.limits.are_exceeded_by(self.gradual.given()) {
            return Err(Reason::TooLong(None, self.limits.duration));
        }
        Ok(true)
    }

    /// Frames that were decoded.
    fn given(&self) -> u64 {
        self.gradual.given()
    }

    /// What to say of a recording that ends too early.
    fn cut_short(&self, announced: Option<u64>) -> Reason {
        let seconds = |frames: u64| self.limits.duration_of(frames).as_secs_f64();
        Reason::Truncated(match announced {
            Some(frames) => format!("{:.1} of {:.1} seconds", seconds(self.given()), seconds(frames)),
            None => format!("it ends after {:.1} seconds", seconds(self.given())),
        })
    }

    /// The recording.
    pub(super) fn finish(self) -> Result<Samples, Reason> {
        if self.damaged > self.whole {
            return Err(Reason::foreign("it is damaged"));
        }
        if self.damaged > 0 {
            tracing::warn!(self.damaged, self.whole, "parts of a sound file are damaged");
        }
        if self.gradual.given() == 0 {
            return Err(Reason::Empty);
        }
        Ok(self.gradual.finish())
    }
}

/// One moment of all channels as one sample.
fn mixed(moment: &[f32]) -> f32 {
    let sample = moment.iter().sum::<f32>() / moment.len() as f32;
    if sample.is_finite() {
        sample.clamp(-1.0, 1.0)
    } else {
        0.0
    }
}
