//! Resampling, by FFT, without a shift in time.

use audioadapter_buffers::owned::InterleavedOwned;
use rubato::{Fft, FixedSync, Resampler};

use super::{SampleRate, Samples};

/// Frames processed at once.
const CHUNK: usize = 1024;

/// The same sound at another rate. The duration is kept to within a sample.
pub fn to_rate(sound: &Samples, rate: SampleRate) -> Samples {
    if sound.rate == rate || sound.samples.is_empty() {
        return Samples {
            rate,
            samples: sound.samples.clone(),
        };
    }
    let samples = resampled(&sound.samples, sound.rate, rate).unwrap_or_else(|reason| {
        // Only rates of zero are refused, and those are refused when a file is read.
        tracing::error!(%reason, from = sound.rate.0, to = rate.0, "resampling failed");
        Vec::new()
    });
    Samples { rate, samples }
}

fn resampled(samples: &[f32], from: SampleRate, to: SampleRate) -> Result<Vec<f32>, String> {
    let mut resampler = Fft::<f32>::new(from.0 as usize, to.0 as usize, CHUNK, 1, FixedSync::Input)
        .map_err(|error| error.to_string())?;
    let input =
        InterleavedOwned::new_from(samples.to_vec(), 1, samples.len()).map_err(|error| error.to_string())?;
    let mut output = resampler
        .process_all(&input, samples.len(), None)
        .map_err(|error| error.to_string())?
        .take_data();
    let expected = (samples.len() as u64 * u64::from(to.0)).div_ceil(u64::from(from.0));
    output.resize(usize::try_from(expected).unwrap_or(output.len()), 0.0);
    Ok(output)
}

/// Resamples a stream, 10 ms at a time.
pub struct Streaming {
    resampler: Option<Fft<f32>>,
    /// Samples that do not fill a chunk yet.
    waiting: Vec<f32>,
    chunk: usize,
}

impl Streaming {
    /// Prepares the resampler; refuses rates of zero.
    pub fn new(from: SampleRate, to: SampleRate) -> Result<Self, String> {
        Self::with_chunk(from, to, (from.0 as usize / 100).max(1))
    }

    /// Resamples at least so many frames at once.
    fn with_chunk(from: SampleRate, to: SampleRate, chunk: usize) -> Result<Self, String> {
        let resampler = if from == to {
            None
        } else {
            Some(
                Fft::<f32>::new(from.0 as usize, to.0 as usize, chunk, 1, FixedSync::Input)
                    .map_err(|error| error.to_string())?,
            )
        };
        let chunk = resampler.as_ref().map_or(chunk, Resampler::input_frames_next);
        Ok(Self {
            resampler,
            waiting: Vec::new(),
            chunk,
        })
    }

    /// Resamples samples and appends the result to `into`; up to a chunk is held back.
    pub fn push(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        let Some(resampler) = &mut self.resampler else {
            into.extend_from_slice(samples);
            return;
        };
        self.waiting.extend_from_slice(samples);
        let whole = self.waiting.len() / self.chunk * self.chunk;
        for chunk in self.waiting[..whole].chunks_exact(self.chunk) {
            let changed = InterleavedOwned::new_from(chunk.to_vec(), 1, chunk.len())
                .map_err(|error| error.to_string())
                .and_then(|input| resampler.process(&input, None).map_err(|error| error.to_string()));
            match changed {
                Ok(changed) => into.extend(changed.take_data()),
                Err(reason) => tracing::error!(%reason, "resampling failed"),
            }
        }
        self.waiting.drain(..whole);
    }

    /// By how many samples the result lags behind.
    fn delay(&self) -> usize {
        self.resampler.as_ref().map_or(0, Resampler::output_delay)
    }
}

/// Resamples a recording piece by piece and gives the samples that [`to_rate`] gives, so that the recording is never held at its
/// own rate.
pub struct Gradual {
    streaming: Streaming,
    from: SampleRate,
    to: SampleRate,
    given: u64,
    resampled: Vec<f32>,
}

impl Gradual {
    /// Prepares the resampler; refuses rates of zero.
    pub fn new(from: SampleRate, to: SampleRate) -> Result<Self, String> {
        Ok(Self {
            streaming: Streaming::with_chunk(from, to, CHUNK)?,
            from,
            to,
            given: 0,
            resampled: Vec::new(),
        })
    }

    /// Takes the next samples.
    pub fn push(&mut self, samples: &[f32]) {
        self.given = self.given.saturating_add(samples.len() as u64);
        self.streaming.push(samples, &mut self.resampled);
    }

    /// How many samples were taken.
    pub fn given(&self) -> u64 {
        self.given
    }

    /// The whole recording. The duration is kept to within a sample.
    pub fn finish(mut self) -> Samples {
        let expected = self
            .given
            .saturating_mul(u64::from(self.to.0))
            .div_ceil(u64::from(self.from.0));
        let expected = usize::try_from(expected).unwrap_or(usize::MAX);
        let delay = self.streaming.delay();
        let silence = vec![0.0; self.streaming.chunk];
        // A block is at most as long as a second; nothing comes out of it before it is full.
        let most = 4 * (self.from.0 as usize + CHUNK) / silence.len().max(1);
        for _ in 0..=most {
            if self.resampled.len() >= expected.saturating_add(delay) {
                break;
            }
            self.streaming.push(&silence, &mut self.resampled);
        }
        self.resampled.drain(..delay.min(self.resampled.len()));
        self.resampled.truncate(expected);
        Samples {
            rate: self.to,
            samples: self.resampled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::level::rms_dbfs;

    fn tone(rate: u32, hertz: f32, seconds: u32) -> Samples {
        let count = rate * seconds;
        let samples = (0..count)
            .map(|at| 0.5 * (std::f32::consts::TAU * hertz * at as f32 / rate as f32).sin())
            .collect();
        Samples {
            rate: SampleRate(rate),
            samples,
        }
    }

    #[test]
    fn a_tone_keeps_its_duration_level_and_place() {
        for rate in [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000, 44_101] {
            let converted = to_rate(&tone(rate, 440.0, 1), SampleRate::SPEECH);
            let wanted = tone(16_000, 440.0, 1);
            assert!(
                converted.samples.len().abs_diff(wanted.samples.len()) <= 1,
                "{rate}"
            );
            let inner = 2_000..9_000;
            let error: Vec<f32> = converted.samples[inner.clone()]
                .iter()
                .zip(&wanted.samples[inner])
                .map(|(got, expected)| got - expected)
                .collect();
            // Half a sample of delay may be left: that is what the tone tells as this error.
            assert!(rms_dbfs(&error).0 < -25.0, "{rate}: {:?}", rms_dbfs(&error));
        }
    }

    #[test]
    fn a_recording_in_odd_pieces_becomes_the_same_samples_as_at_once() {
        for (rate, pieces) in [
            (8_000, 317),
            (16_000, 1),
            (44_100, 4_096),
            (48_000, 100_000),
            (44_101, 1_000),
        ] {
            let sound = tone(rate, 440.0, 1);
            let mut gradual = Gradual::new(sound.rate, SampleRate::SPEECH).unwrap();
            for piece in sound.samples.chunks(pieces) {
                gradual.push(piece);
            }
            assert_eq!(gradual.given(), u64::from(rate));
            let (got, expected) = (gradual.finish(), to_rate(&sound, SampleRate::SPEECH));
            assert_eq!(got.samples.len(), expected.samples.len(), "{rate}");
            let close = |(got, expected): (&f32, &f32)| (got - expected).abs() < 1e-5;
            assert!(got.samples.iter().zip(&expected.samples).all(close), "{rate}");
        }
        let nothing = Gradual::new(SampleRate(44_100), SampleRate::SPEECH).unwrap();
        assert!(nothing.finish().samples.is_empty());
    }

    #[test]
    fn the_shortest_sounds_survive() {
        for count in [0, 1, 2, 100] {
            let sound = Samples {
                rate: SampleRate(44_100),
                samples: vec![0.1; count],
            };
            assert!(to_rate(&sound, SampleRate::SPEECH).samples.len() <= count.max(1));
        }
    }

    #[test]
    fn a_stream_in_odd_pieces_becomes_the_same_tone() {
        for rate in [8_000, 16_000, 22_050, 44_100, 48_000] {
            let mut streaming = Streaming::new(SampleRate(rate), SampleRate::SPEECH).unwrap();
            let mut converted = Vec::new();
            for piece in tone(rate, 440.0, 1).samples.chunks(317) {
                streaming.push(piece, &mut converted);
            }
            assert!(
                (15_500..=16_000).contains(&converted.len()),
                "{rate}: {}",
                converted.len()
            );
            let level = rms_dbfs(&converted[2_000..]).0 - rms_dbfs(&tone(16_000, 440.0, 1).samples).0;
            assert!(level.abs() < 0.5, "{rate}: {level} dB");
        }
    }
}
