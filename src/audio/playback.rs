//! The loudspeaker: a queue of sound that plays without gaps.
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

use super::echo::PlaybackTap;
use super::stream::{self, Latency, OpenStream, StreamFailure};
use super::{SampleRate, Samples, devices, quiet, resample};

/// Capacity of the ring buffer.
const RING: Duration = Duration::from_secs(20);
/// Played sound that is kept for the echo canceller.
const REFERENCE_SECONDS: usize = 2;
/// Period of the device's buffer, if the device allows it: a stop takes effect after two periods.
const PERIOD: Duration = Duration::from_millis(20);
/// A stop fades out over this time instead of clicking.
const FADE_SECONDS: f32 = 0.010;
/// How often the queue is checked.
const LOOK: Duration = Duration::from_millis(5);
/// A device that plays nothing of its queue for this long has failed.
const PATIENCE: Duration = Duration::from_secs(2);
const PATIENCE_AFTER_FAILURE: Duration = Duration::from_millis(150);

/// Why nothing can be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaybackError {
    /// There is no loudspeaker at all.
    #[error(
        "No loudspeaker was found: plug one in, or write the sound to a file instead (--out or --speak FILE.wav)."
    )]
    NoDevice,
    /// No loudspeaker of this name.
    #[error("There is no loudspeaker named '{0}': 'mynah devices' lists the available ones.")]
    Unknown(String),
    /// The device cannot be opened, or was lost.
    #[error(
        "The loudspeaker '{device}' cannot be used ({reason}): close other programs that use it, or choose another with playback.device."
    )]
    Broken {
        /// Its name.
        device: String,
        /// What the sound system says.
        reason: String,
    },
}

/// An open loudspeaker.
pub struct Loudspeaker {
    // Dropping the stream stops playback.
    _stream: OpenStream,
    name: String,
    rate: SampleRate,
    ring: Producer<f32>,
    capacity: usize,
    waiting: VecDeque<f32>,
    /// Samples put into the ring buffer so far.
    written: u64,
    /// Samples before this position are discarded.
    discard: Arc<AtomicU64>,
    hold: Arc<AtomicBool>,
    /// The queue's length at the last check, and for how long it has not changed.
    seen: Duration,
    stuck_for: Duration,
    failure: StreamFailure,
    latency: Latency,
}

impl Loudspeaker {
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
            waiting: VecDeque::new(),
            written: 0,
            discard,
            hold,
            seen: Duration::ZERO,
            stuck_for: Duration::ZERO,
            failure,
            latency,
        })
    }

    /// Queues sound behind what is playing; returns at once.
    pub fn play(&mut self, sound: &Samples) -> Result<(), PlaybackError> {
        if self.queued().is_zero() {
            self.check()?;
        }
        self.waiting.extend(resample::to_rate(sound, self.rate).samples);
        self.fill();
        Ok(())
    }

    /// Sound that is still queued, without the device's own buffer.
    pub fn queued(&mut self) -> Duration {
        self.fill();
        let samples = self.waiting.len() + self.capacity - self.ring.slots();
        Duration::from_secs_f64(samples as f64 / f64::from(self.rate.0))
    }

    /// The device's output latency.
    pub fn latency(&self) -> Duration {
        self.latency.get()
    }

    /// Waits until the queue has been played; fails if the device does not play.
    pub fn finish(&mut self) -> Result<(), PlaybackError> {
        while !self.queued().is_zero() {
            self.watch(LOOK)?;
            std::thread::sleep(LOOK);
        }
        // The device's own buffer.
        std::thread::sleep(Duration::from_millis(150));
        self.check()
    }

    /// Fades out and keeps the queue, or fades in and continues.
    pub fn hold(&mut self, on: bool) {
        self.hold.store(on, Ordering::SeqCst);
    }

    /// Fades out and discards the queue.
    pub fn stop(&mut self) {
        self.waiting.clear();
        self.discard.store(self.written, Ordering::SeqCst);
    }

    fn fill(&mut self) {
        while let Some(sample) = self.waiting.pop_front() {
            if self.ring.push(sample).is_err() {
                self.waiting.push_front(sample);
                return;
            }
            self.written += 1;
        }
    }

    /// Checks that the queue is being played. To be called regularly, with the time since the last call.
    pub fn watch(&mut self, elapsed: Duration) -> Result<(), PlaybackError> {
        let queued = self.queued();
        if queued == self.seen && !queued.is_zero() {
            self.stuck_for += elapsed;
        } else {
            (self.seen, self.stuck_for) = (queued, Duration::ZERO);
        }
        if self.hold.load(Ordering::Relaxed) {
            self.stuck_for = Duration::ZERO;
        }
        // A stream that continues after a failure has recovered.
        if self.failure.is_noted() && self.stuck_for > PATIENCE_AFTER_FAILURE {
            return self.check();
        }
        if self.stuck_for > PATIENCE {
            return Err(self.broken("it does not play".to_owned()));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), PlaybackError> {
        let failure = self.failure.take();
        failure.map_or(Ok(()), |reason| Err(self.broken(reason)))
    }

    fn broken(&self, reason: String) -> PlaybackError {
        PlaybackError::Broken {
            device: self.name.clone(),
            reason,
        }
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
