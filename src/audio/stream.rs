//! What the microphone's and the loudspeaker's streams have in common: how they fail and how they close.
//!
//! Knows no samples.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cpal::{BufferSize, ErrorKind, Stream, SupportedBufferSize};

/// An open stream; it is closed when this is dropped.
pub(super) struct OpenStream(Option<Stream>);

impl From<Stream> for OpenStream {
    fn from(stream: Stream) -> Self {
        Self(Some(stream))
    }
}

impl Drop for OpenStream {
    /// A sound server that is gone can hold its clients for ever while they close, so nobody waits for it.
    fn drop(&mut self) {
        let stream = self.0.take();
        let thread = std::thread::Builder::new().name("closing".to_owned());
        if let Err(error) = thread.spawn(move || drop(stream)) {
            tracing::warn!(%error, "a stream could not be closed aside");
        }
    }
}

/// Why a stream broke off, told by the sound system and asked for by whoever uses the stream.
#[derive(Debug, Clone, Default)]
pub(super) struct Failure(Arc<Mutex<Option<String>>>);

impl Failure {
    /// Keeps an error, unless it is one that comes and goes by itself.
    pub(super) fn note(&self, error: &cpal::Error) {
        match error.kind() {
            ErrorKind::Xrun | ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied => {}
            _ => *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string()),
        }
    }

    /// Whether something went wrong. Streams outlive some failures: whether this one did shows in its samples.
    pub(super) fn is_noted(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// What went wrong since it was asked for last.
    pub(super) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// How long a sample takes between the callback and the air, told by the callback and asked for by whoever uses the
/// stream.
#[derive(Debug, Clone, Default)]
pub(super) struct Latency(Arc<AtomicU64>);

impl Latency {
    pub(super) fn note(&self, latency: Duration) {
        let microseconds = u64::try_from(latency.as_micros()).unwrap_or(0);
        self.0.store(microseconds, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }
}

/// Small pieces for low latency, where the device tells what it allows; two of them are what it holds.
pub(super) fn period(supported: &cpal::SupportedStreamConfig, length: Duration) -> BufferSize {
    let milliseconds = u64::try_from(length.as_millis()).unwrap_or(0);
    let wanted = u64::from(supported.sample_rate()) * milliseconds / 1000;
    match (supported.buffer_size(), u32::try_from(wanted)) {
        (SupportedBufferSize::Range { min, max }, Ok(wanted)) if min <= max => {
            BufferSize::Fixed(wanted.clamp(*min, *max))
        }
        _ => BufferSize::Default,
    }
}
