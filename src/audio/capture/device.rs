//! A microphone of this process, as the sound system gives it.
//!
//! The audio callback only mixes to mono and pushes into a lock-free ring buffer: it never allocates, locks or logs; at most it wakes
//! the thread that reads. What does not fit is counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::Thread;
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{ErrorKind, FromSample, InputCallbackInfo, SizedSample, Stream, StreamConfig};
use rtrb::{Consumer, Producer, RingBuffer};

use super::super::stream::{self, Latency, OpenStream, StreamFailure};
use super::super::{SampleRate, devices, quiet, resample};
use super::CaptureError;

/// Capacity of the ring buffer in seconds: a reader that stalls up to this long loses nothing.
const RING_SECONDS: usize = 4;
/// Period of the device's buffer, if the device allows it. With ALSA's PulseAudio plugin, 30 ms (not a multiple of the server's own
/// period) keep cpal's thread busy with a fifth of a core; 20 ms cost nothing.
const PERIOD: Duration = Duration::from_millis(20);

/// A failed stream is lost after it has delivered nothing for this long; a healthy one delivers at every period.
const LOST_AFTER: Duration = Duration::from_millis(200);

/// An open microphone.
pub struct DeviceMicrophone {
    _stream: OpenStream,
    name: String,
    ring: Consumer<f32>,
    failure: StreamFailure,
    overruns: Arc<AtomicU64>,
    latency: Latency,
    rate: SampleRate,
    resampler: resample::Streaming,
    /// Since when nothing was read after the stream failed.
    failed_at: Option<Instant>,
    raw: Vec<f32>,
}

impl DeviceMicrophone {
    /// Opens the microphone of this name, or the default one. `reader` is woken when there is something to read.
    pub fn open(name: Option<&str>, reader: Option<&Thread>) -> Result<Self, CaptureError> {
        quiet::silenced(|| Self::open_device(&find(name)?, reader))
    }

    fn open_device(device: &cpal::Device, reader: Option<&Thread>) -> Result<Self, CaptureError> {
        let name = devices::name(device).0;
        let broken = |error: cpal::Error| match error.kind() {
            ErrorKind::DeviceBusy => CaptureError::Busy(name.clone()),
            _ => CaptureError::Broken {
                device: name.clone(),
                reason: error.to_string(),
            },
        };
        let supported = device.default_input_config().map_err(broken)?;
        let format = supported.sample_format();
        let rate = SampleRate(supported.sample_rate().max(1));
        let (failure, overruns, latency) = (StreamFailure::default(), Arc::default(), Latency::default());
        let (stream, ring) = stream::open(&supported, PERIOD, |config| {
            let (producer, ring) = RingBuffer::new(rate.0 as usize * RING_SECONDS);
            let sink = Sink {
                ring: producer,
                failure: failure.clone(),
                overruns: Arc::clone(&overruns),
                latency: latency.clone(),
                channels: usize::from(config.channels).max(1),
                reader: reader.cloned(),
            };
            let stream = stream::of_format!(format, build(device, config, sink))?;
            stream.play()?;
            Ok((stream, ring))
        })
        .map_err(broken)?;
        let resampler =
            resample::Streaming::new(rate, SampleRate::SPEECH).map_err(|reason| CaptureError::Broken {
                device: name.clone(),
                reason,
            })?;
        Ok(Self {
            _stream: stream.into(),
            name,
            ring,
            failure,
            overruns,
            latency,
            rate,
            resampler,
            failed_at: None,
            raw: Vec::new(),
        })
    }

    /// The device's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Appends what was captured since the last call: mono samples at 16 kHz. Never blocks.
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a failed stream has delivered nothing"
    )]
    pub fn read(&mut self, into: &mut Vec<f32>) -> Result<(), CaptureError> {
        self.raw.clear();
        if let Ok(chunk) = self.ring.read_chunk(self.ring.slots()) {
            self.raw.extend(chunk);
        }
        if self.failure.is_noted() {
            if !self.raw.is_empty() {
                // The stream has recovered.
                self.failure.take();
                self.failed_at = None;
            } else if self.failed_at.get_or_insert_with(Instant::now).elapsed() >= LOST_AFTER {
                return Err(CaptureError::Broken {
                    device: self.name.clone(),
                    reason: self.failure.take().unwrap_or_default(),
                });
            }
        }
        self.resampler.push(&self.raw, into);
        Ok(())
    }

    /// The device's input latency.
    pub fn latency(&self) -> Duration {
        self.latency.get()
    }

    /// Sound that was lost since the last call because it was not read in time.
    pub fn lost(&self) -> Duration {
        let samples = self.overruns.swap(0, Ordering::Relaxed);
        Duration::from_secs_f64(samples as f64 / f64::from(self.rate.0))
    }
}

fn find(name: Option<&str>) -> Result<cpal::Device, CaptureError> {
    let host = cpal::default_host();
    let Some(name) = name else {
        return host
            .default_input_device()
            .filter(|device| device.default_input_config().is_ok())
            .ok_or(CaptureError::NoDevice);
    };
    host.input_devices()
        .map_err(|_| CaptureError::NoDevice)?
        .find(|device| devices::name(device).0 == name)
        .ok_or_else(|| CaptureError::Unknown(name.to_owned()))
}

/// The state of the audio callback.
struct Sink {
    ring: Producer<f32>,
    failure: StreamFailure,
    overruns: Arc<AtomicU64>,
    latency: Latency,
    channels: usize,
    /// Woken when there is something to read.
    reader: Option<Thread>,
}

impl Sink {
    fn take<T: SizedSample>(&mut self, data: &[T], info: &InputCallbackInfo)
    where
        f32: FromSample<T>,
    {
        let moment = info.timestamp();
        self.latency
            .note(moment.callback.saturating_duration_since(moment.capture));
        for frame in data.chunks_exact(self.channels) {
            let sum: f32 = frame.iter().map(|sample| f32::from_sample_(*sample)).sum();
            if self.ring.push(sum / self.channels as f32).is_err() {
                self.overruns.fetch_add(1, Ordering::Relaxed);
            }
        }
        if let Some(reader) = &self.reader {
            reader.unpark();
        }
    }
}

fn build<T>(device: &cpal::Device, config: StreamConfig, mut sink: Sink) -> Result<Stream, cpal::Error>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let failure = sink.failure.clone();
    device.build_input_stream(
        config,
        move |data: &[T], info: &InputCallbackInfo| sink.take(data, info),
        move |error: cpal::Error| failure.note(&error),
        None,
    )
}
