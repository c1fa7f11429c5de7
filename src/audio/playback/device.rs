//! A loudspeaker of this process, as the sound system gives it.
//!
//! The audio callback only takes samples from a lock-free ring buffer: it never allocates, locks or logs. What does not fit into the
//! buffer waits outside and is moved in at the next call, so nothing is lost and nothing blocks.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{FromSample, SizedSample, Stream, StreamConfig};
use rtrb::{Consumer, Producer, RingBuffer};

use super::super::echo::PlaybackTap;
use super::super::stream::{self, Latency, OpenStream, StreamFailure};
use super::super::{SampleRate, devices, quiet};
use super::PlaybackError;

/// Capacity of the ring buffer.
const RING: Duration = Duration::from_secs(20);
/// Played sound that is kept for the echo canceller.
const REFERENCE_SECONDS: usize = 2;
/// Period of the device's buffer, if the device allows it: a stop takes effect after two periods.
const PERIOD: Duration = Duration::from_millis(20);
/// A stop fades out over this time instead of clicking.
const FADE_SECONDS: f32 = 0.010;

/// A loudspeaker that this process has opened.
pub struct DeviceLoudspeaker {
    // Dropping the stream stops playback.
    _stream: OpenStream,
    name: String,
    rate: SampleRate,
    ring: Producer<f32>,
    capacity: usize,
    /// Samples put into the ring buffer so far.
    written: u64,
    /// Samples before this position are discarded.
    discard: Arc<AtomicU64>,
    hold: Arc<AtomicBool>,
    failure: StreamFailure,
    latency: Latency,
}

impl DeviceLoudspeaker {
    /// Opens the loudspeaker of this name, or the default one. Played samples go to `played`, for the echo canceller.
    pub fn open(name: Option<&str>, played: &PlaybackTap) -> Result<Self, PlaybackError> {
        quiet::silenced(|| Self::open_device(&find(name)?, played))
    }

    fn open_device(device: &cpal::Device, played: &PlaybackTap) -> Result<Self, PlaybackError> {
        let name = devices::name(device).0;
        let broken = |error: cpal::Error| PlaybackError::Broken {
            device: name.clone(),
            reason: error.to_string(),
        };
        let supported = device.default_output_config().map_err(broken)?;
        let format = supported.sample_format();
        let rate = SampleRate(supported.sample_rate().max(1));
        let capacity = rate.0 as usize * usize::try_from(RING.as_secs()).unwrap_or(1);
        let (discard, hold, failure) = (Arc::default(), Arc::default(), StreamFailure::default());
        let latency = Latency::default();
        let (stream, ring) = stream::open(&supported, PERIOD, |config| {
            let (ring, consumer) = RingBuffer::new(capacity);
            let (echo, reference) = RingBuffer::new(rate.0 as usize * REFERENCE_SECONDS);
            played.begin(reference, rate);
            let state = CallbackState {
                ring: consumer,
                echo,
                read: 0,
                discard: Arc::clone(&discard),
                hold: Arc::clone(&hold),
                failure: failure.clone(),
                latency: latency.clone(),
                fade: 1.0,
                step: 1.0 / (FADE_SECONDS * rate.0 as f32),
            };
            let stream = stream::of_format!(format, build(device, config, state))?;
            stream.play()?;
            Ok((stream, ring))
        })
        .map_err(broken)?;
        Ok(Self {
            _stream: stream.into(),
            name,
            rate,
            ring,
            capacity,
            written: 0,
            discard,
            hold,
            failure,
            latency,
        })
    }

    pub(in super::super) fn name(&self) -> &str {
        &self.name
    }

    pub(in super::super) fn rate(&self) -> SampleRate {
        self.rate
    }

    /// Takes as many samples as fit.
    pub(in super::super) fn accept(&mut self, waiting: &mut VecDeque<f32>) {
        while let Some(sample) = waiting.pop_front() {
            if self.ring.push(sample).is_err() {
                waiting.push_front(sample);
                return;
            }
            self.written += 1;
        }
    }

    /// Samples that were taken and have not been played, without the device's own buffer.
    pub(in super::super) fn unplayed(&self) -> usize {
        self.capacity - self.ring.slots()
    }

    /// The device's output latency.
    pub(in super::super) fn latency(&self) -> Duration {
        self.latency.get()
    }

    /// Fades out and keeps the queue, or fades in and continues.
    pub(in super::super) fn hold(&self, on: bool) {
        self.hold.store(on, Ordering::SeqCst);
    }

    /// Fades out and discards the queue.
    pub(in super::super) fn stop(&self) {
        self.discard.store(self.written, Ordering::SeqCst);
    }

    /// Whether the device has reported a failure.
    pub(in super::super) fn has_failed(&self) -> bool {
        self.failure.is_noted()
    }

    /// The failure since the last call.
    pub(in super::super) fn take_failure(&self) -> Option<String> {
        self.failure.take()
    }
}

fn find(name: Option<&str>) -> Result<cpal::Device, PlaybackError> {
    let host = cpal::default_host();
    let Some(name) = name else {
        return host
            .default_output_device()
            .filter(|device| device.default_output_config().is_ok())
            .ok_or(PlaybackError::NoDevice);
    };
    host.output_devices()
        .map_err(|_| PlaybackError::NoDevice)?
        .find(|device| devices::name(device).0 == name)
        .ok_or_else(|| PlaybackError::Unknown(name.to_owned()))
}

/// The state of the audio callback.
struct CallbackState {
    ring: Consumer<f32>,
    /// Played samples for the echo canceller; need not be read.
    echo: Producer<f32>,
    /// Samples taken from the ring buffer so far.
    read: u64,
    discard: Arc<AtomicU64>,
    hold: Arc<AtomicBool>,
    failure: StreamFailure,
    latency: Latency,
    fade: f32,
    /// Change of gain per sample while fading.
    step: f32,
}

impl CallbackState {
    fn next(&mut self) -> f32 {
        let stale = self.discard.load(Ordering::Relaxed).saturating_sub(self.read);
        let fades_out = stale > 0 || self.hold.load(Ordering::Relaxed);
        let step = if fades_out { -self.step } else { self.step };
        self.fade = (self.fade + step).clamp(0.0, 1.0);
        if self.fade > 0.0 {
            let sample = self.ring.pop();
            self.read += u64::from(sample.is_ok());
            return self.fade * sample.unwrap_or(0.0);
        }
        // Discards stale samples in one step.
        let stale = usize::try_from(stale).unwrap_or(usize::MAX);
        if let Ok(chunk) = self.ring.read_chunk(stale.min(self.ring.slots())) {
            self.read += chunk.len() as u64;
            chunk.commit_all();
        }
        0.0
    }
}

fn build<T: SizedSample + FromSample<f32>>(
    device: &cpal::Device,
    config: StreamConfig,
    mut state: CallbackState,
) -> Result<Stream, cpal::Error> {
    let channels = usize::from(config.channels).max(1);
    let failure = state.failure.clone();
    device.build_output_stream(
        config,
        move |data: &mut [T], info: &cpal::OutputCallbackInfo| {
            let moment = info.timestamp();
            state
                .latency
                .note(moment.playback.saturating_duration_since(moment.callback));
            for frame in data.chunks_mut(channels) {
                let sample = state.next();
                let _ = state.echo.push(sample);
                frame.fill(T::from_sample(sample));
            }
        },
        move |error: cpal::Error| failure.note(&error),
        None,
    )
}
