//! Common parts of the microphone's and the loudspeaker's streams: opening, failing, closing.
//!
//! Does not know samples.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cpal::{BufferSize, ErrorKind, Stream, StreamConfig, SupportedBufferSize, SupportedStreamConfig};

/// An open stream; dropping it closes the stream.
pub(super) struct OpenStream(Option<Stream>);

impl From<Stream> for OpenStream {
    fn from(stream: Stream) -> Self {
        Self(Some(stream))
    }
}

impl Drop for OpenStream {
    /// Closes in a thread of its own: a sound server that has died can block its clients for ever.
    fn drop(&mut self) {
        let stream = self.0.take();
        let thread = std::thread::Builder::new().name("closing".to_owned());
        if let Err(error) = thread.spawn(move || drop(stream)) {
            tracing::warn!(%error, "a stream could not be closed in a thread of its own");
        }
    }
}

/// The failure of a stream, shared between its callback and its user.
#[derive(Debug, Clone, Default)]
pub(super) struct StreamFailure(Arc<Mutex<Option<String>>>);

impl StreamFailure {
    /// Stores an error, unless it is transient.
    pub(super) fn note(&self, error: &cpal::Error) {
        match error.kind() {
            ErrorKind::Xrun | ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied => {}
            _ => *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string()),
        }
    }

    /// Whether there was a failure. Some streams recover: whether this one did shows in its samples.
    pub(super) fn is_noted(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The failure since the last call.
    pub(super) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The latency between the callback and the air, shared between the callback and the stream's user.
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

/// Calls a function that is generic over the sample type with the type of a sample format.
macro_rules! of_format {
    ($format:expr, $build:ident($($argument:expr),*)) => {
        match $format {
            cpal::SampleFormat::I8 => $build::<i8>($($argument),*),
            cpal::SampleFormat::U8 => $build::<u8>($($argument),*),
            cpal::SampleFormat::I16 => $build::<i16>($($argument),*),
            cpal::SampleFormat::U16 => $build::<u16>($($argument),*),
            cpal::SampleFormat::I24 => $build::<cpal::I24>($($argument),*),
            cpal::SampleFormat::I32 => $build::<i32>($($argument),*),
            cpal::SampleFormat::U32 => $build::<u32>($($argument),*),
            cpal::SampleFormat::F64 => $build::<f64>($($argument),*),
            _ => $build::<f32>($($argument),*),
        }
    };
}
pub(super) use of_format;

/// Opens a stream with a small buffer, for low latency, or with the device's default buffer if it refuses that. (ALSA's dmix
/// reports a wide range and then accepts one size.)
pub(super) fn open<T>(
    supported: &SupportedStreamConfig,
    length: Duration,
    mut build: impl FnMut(StreamConfig) -> Result<T, cpal::Error>,
) -> Result<T, cpal::Error> {
    let mut config: StreamConfig = (*supported).into();
    config.buffer_size = period(supported, length);
    match build(config) {
        Err(error)
            if error.kind() == ErrorKind::UnsupportedConfig && config.buffer_size != BufferSize::Default =>
        {
            tracing::info!(%error, "using the device's default buffer size");
            config.buffer_size = BufferSize::Default;
            build(config)
        }
        opened => opened,
    }
}

/// A small period, if the device reports its range; its buffer holds two periods.
fn period(supported: &SupportedStreamConfig, length: Duration) -> BufferSize {
    let milliseconds = u64::try_from(length.as_millis()).unwrap_or(0);
    let wanted = u64::from(supported.sample_rate()) * milliseconds / 1000;
    match (supported.buffer_size(), u32::try_from(wanted)) {
        (SupportedBufferSize::Range { min, max }, Ok(wanted)) if min <= max => {
            BufferSize::Fixed(wanted.clamp(*min, *max))
        }
        _ => BufferSize::Default,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A device that reports a range and accepts only `allowed`.
    fn opened(allowed: BufferSize) -> (Result<BufferSize, ErrorKind>, Vec<BufferSize>) {
        let range = SupportedBufferSize::Range { min: 64, max: 65_536 };
        let supported = SupportedStreamConfig::new(2, 48_000, range, cpal::SampleFormat::F32);
        let mut tried = Vec::new();
        let result = open(&supported, Duration::from_millis(20), |config| {
            tried.push(config.buffer_size);
            if config.buffer_size == allowed {
                Ok(config.buffer_size)
            } else {
                Err(cpal::Error::new(ErrorKind::UnsupportedConfig))
            }
        });
        (result.map_err(|error| error.kind()), tried)
    }

    #[test]
    fn a_device_that_refuses_small_buffers_gets_its_default() {
        let small = BufferSize::Fixed(960);
        assert_eq!(opened(small), (Ok(small), vec![small]));
        let both = vec![small, BufferSize::Default];
        assert_eq!(
            opened(BufferSize::Default),
            (Ok(BufferSize::Default), both.clone())
        );
        assert_eq!(
            opened(BufferSize::Fixed(1)),
            (Err(ErrorKind::UnsupportedConfig), both)
        );
    }
}
