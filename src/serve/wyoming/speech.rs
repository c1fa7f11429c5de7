//! Sound as a client gets it: `audio-start`, chunks, `audio-stop`.
//!
//! Owns the format, which is that of the first clause: 16 bits, mono, at the voice's rate.

use serde_json::{Value, json};

use super::event::WyomingEvent;
use crate::audio::{SampleRate, Samples, resample};

/// Samples in a chunk.
const CHUNK: usize = 2_048;

/// The rate that is named where there are no samples.
const RATE_OF_SILENCE: SampleRate = SampleRate(22_050);

/// The sound that is being sent.
#[derive(Debug, Default)]
pub(super) struct SoundEvents {
    rate: Option<SampleRate>,
}

impl SoundEvents {
    /// The events of a clause, as they are sent.
    pub(super) fn clause(&mut self, mut sound: Samples) -> Vec<u8> {
        let mut events = Vec::new();
        let rate = match self.rate {
            Some(rate) => {
                sound = resample::to_rate(&sound, rate);
                rate
            }
            None => {
                sound.trim_start();
                events.extend(WyomingEvent::new("audio-start", format(sound.rate)).encoded());
                *self.rate.insert(sound.rate)
            }
        };
        for chunk in sound.samples.chunks(CHUNK) {
            let payload = chunk
                .iter()
                .flat_map(|sample| sixteen_bits(*sample).to_le_bytes());
            let event = WyomingEvent::new("audio-chunk", format(rate)).with_payload(payload.collect());
            events.extend(event.encoded());
        }
        events
    }

    /// The end of the sound. Clients wait for it, so that a text without words is a sound without samples.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut events = match self.rate {
            Some(_) => Vec::new(),
            None => WyomingEvent::new("audio-start", format(RATE_OF_SILENCE)).encoded(),
        };
        events.extend(WyomingEvent::new("audio-stop", json!({"timestamp": null})).encoded());
        events
    }
}

fn format(rate: SampleRate) -> Value {
    json!({"rate": rate.0, "width": 2, "channels": 1})
}

fn sixteen_bits(sample: f32) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of the type")]
    let value = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16;
    value
}
