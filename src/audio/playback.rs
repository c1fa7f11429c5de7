//! The loudspeaker: a queue of sound that plays without gaps.
//!
//! It is a device of this process (`device`), or one of the sound process where there is one. Owns the queue of what does not fit yet,
//! and the watch over a device that does not play.

mod device;

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(super) use device::DeviceLoudspeaker;

use super::echo::PlaybackTap;
use super::process::{self, PlaybackLine};
use super::{SampleRate, Samples, resample};

/// How often the queue is checked.
const POLL_INTERVAL: Duration = Duration::from_millis(5);
/// A device that plays nothing of its queue for this long has failed.
const TIMEOUT: Duration = Duration::from_secs(2);
const TIMEOUT_AFTER_FAILURE: Duration = Duration::from_millis(150);

/// Why nothing can be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
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
    /// The sound process has ended or does not answer.
    #[error("mynah's sound process has stopped: start mynah again.")]
    ProcessEnded,
}

/// An open loudspeaker.
pub struct Loudspeaker {
    sink: Sink,
    rate: SampleRate,
    waiting: VecDeque<f32>,
    held: bool,
    /// The queue's length at the last check, and for how long it has not changed.
    seen: Duration,
    stuck_for: Duration,
}

/// Which process has the device: this one or the sound process.
enum Sink {
    Device(Box<DeviceLoudspeaker>),
    Process(PlaybackLine),
}

/// Calls the same method of either.
macro_rules! of_either {
    ($sink:expr, $method:ident($($argument:expr),*)) => {
        match $sink {
            Sink::Device(loudspeaker) => loudspeaker.$method($($argument),*),
            Sink::Process(line) => line.$method($($argument),*),
        }
    };
}

impl Loudspeaker {
    /// Opens the loudspeaker of this name, or the default one. Played samples go to `played`, for the echo canceller.
    pub fn open(name: Option<&str>, played: &PlaybackTap) -> Result<Self, PlaybackError> {
        let sink = if process::is_there() {
            Sink::Process(PlaybackLine::open(name, played)?)
        } else {
            Sink::Device(Box::new(DeviceLoudspeaker::open(name, played)?))
        };
        Ok(Self {
            rate: of_either!(&sink, rate()),
            sink,
            waiting: VecDeque::new(),
            held: false,
            seen: Duration::ZERO,
            stuck_for: Duration::ZERO,
        })
    }

    /// Queues sound behind what is playing; returns at once.
    pub fn play(&mut self, sound: &Samples) -> Result<(), PlaybackError> {
        if self.queued().is_zero() {
            self.check()?;
        }
        self.waiting.extend(resample::to_rate(sound, self.rate).samples);
        of_either!(&mut self.sink, accept(&mut self.waiting));
        Ok(())
    }

    /// Sound that is still queued, without the device's own buffer.
    pub fn queued(&mut self) -> Duration {
        of_either!(&mut self.sink, accept(&mut self.waiting));
        let samples = self.waiting.len() + of_either!(&self.sink, unplayed());
        Duration::from_secs_f64(samples as f64 / f64::from(self.rate.0))
    }

    /// The device's output latency.
    pub fn latency(&self) -> Duration {
        of_either!(&self.sink, latency())
    }

    /// Waits until the queue has been played; fails if the device does not play.
    pub fn finish(&mut self) -> Result<(), PlaybackError> {
        while !self.queued().is_zero() {
            self.watch(POLL_INTERVAL)?;
            std::thread::sleep(POLL_INTERVAL);
        }
        // The device's own buffer.
        std::thread::sleep(Duration::from_millis(150));
        self.check()
    }

    /// Fades out and keeps the queue, or fades in and continues.
    pub fn hold(&mut self, on: bool) {
        self.held = on;
        of_either!(&mut self.sink, hold(on));
    }

    /// Fades out and discards the queue.
    pub fn stop(&mut self) {
        self.waiting.clear();
        of_either!(&mut self.sink, stop());
    }

    /// Checks that the queue is being played. To be called regularly, with the time since the last call.
    pub fn watch(&mut self, elapsed: Duration) -> Result<(), PlaybackError> {
        let queued = self.queued();
        if queued == self.seen && !queued.is_zero() {
            self.stuck_for += elapsed;
        } else {
            (self.seen, self.stuck_for) = (queued, Duration::ZERO);
        }
        if self.held {
            self.stuck_for = Duration::ZERO;
        }
        // A stream that continues after a failure has recovered.
        if of_either!(&self.sink, has_failed()) && self.stuck_for > TIMEOUT_AFTER_FAILURE {
            return self.check();
        }
        if self.stuck_for > TIMEOUT {
            return Err(self.broken("it does not play".to_owned()));
        }
        Ok(())
    }

    fn check(&mut self) -> Result<(), PlaybackError> {
        let failure = of_either!(&mut self.sink, take_failure());
        failure.map_or(Ok(()), |reason| Err(self.broken(reason)))
    }

    fn broken(&self, reason: String) -> PlaybackError {
        PlaybackError::Broken {
            device: of_either!(&self.sink, name()).to_owned(),
            reason,
        }
    }
}
