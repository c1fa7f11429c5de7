//! What is said between the sound process and the rest.
//!
//! Owns the requests, their answers, and the binary messages of open streams: one byte says what it is, numbers are little-endian.
//! Both sides take the other one's messages for hostile: a message that is none is an error.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Samples in one message: 32 KiB.
pub const MAX_SAMPLES: usize = 8 * 1024;
/// The name of a device or of a sound server's source is at most this long, in bytes.
pub(super) const MAX_NAME_LEN: usize = 512;

/// A request to the sound process. A line comes with each but `Choose`, for the answer and then for what is open.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request {
    /// The sound server's source and sink to use; only before any other request.
    Choose { source: String, sink: String },
    /// The devices, as [`super::super::devices::Devices`].
    Devices,
    /// A microphone: this one, or the default one.
    Microphone { name: Option<String> },
    /// A loudspeaker: this one, or the default one. A second line comes with it, for the samples that were played.
    Loudspeaker { name: Option<String> },
}

/// The answer to a request for a device: what was opened.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Opened {
    /// The device's name.
    pub(super) name: String,
    /// Samples a second on the line.
    pub(super) rate: u32,
}

/// What an open microphone says.
#[derive(Debug, PartialEq)]
pub(super) enum Captured {
    /// Mono samples at 16 kHz.
    Sound {
        /// The device's input latency.
        latency: Duration,
        /// Sound that was lost before these samples.
        lost: Duration,
        samples: Vec<f32>,
    },
    /// It was lost; an error as JSON.
    Failed(Vec<u8>),
}

/// What an open loudspeaker is told.
#[derive(Debug, PartialEq)]
pub(super) enum Play {
    /// Samples at its rate, behind those that wait.
    Sound(Vec<f32>),
    /// Fade out and keep the queue, or fade in and go on.
    Hold(bool),
    /// Fade out and discard the queue.
    Stop,
}

/// What an open loudspeaker says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Played {
    /// Where it is.
    Progress(Progress),
    /// The device reported a failure.
    Failed(String),
}

/// How far a loudspeaker is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Samples that have come over the line.
    pub(super) received: u64,
    /// Those of them that still wait.
    pub(super) queued: u64,
    /// The device's output latency.
    pub(super) latency: Duration,
}

const SOUND: u8 = 0;
const FAILED: u8 = 1;
const HOLD: u8 = 2;
const RESUME: u8 = 3;
const STOP: u8 = 4;
const PROGRESS: u8 = 5;

/// Samples as bytes.
pub(super) fn put_samples(samples: &[f32], into: &mut Vec<u8>) {
    into.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
}

/// Bytes as samples: finite and at most full scale. `None` if their number is no multiple of four.
pub fn samples(bytes: &[u8]) -> Option<Vec<f32>> {
    let (all, rest) = bytes.as_chunks::<4>();
    let clean = |bytes: &[u8; 4]| {
        let sample = f32::from_le_bytes(*bytes);
        if sample.is_finite() {
            sample.clamp(-1.0, 1.0)
        } else {
            0.0
        }
    };
    rest.is_empty().then(|| all.iter().map(clean).collect())
}

fn microseconds(duration: Duration) -> [u8; 4] {
    u32::try_from(duration.as_micros())
        .unwrap_or(u32::MAX)
        .to_le_bytes()
}

fn duration(bytes: [u8; 4]) -> Duration {
    Duration::from_micros(u32::from_le_bytes(bytes).into())
}

impl Captured {
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Sound {
                latency,
                lost,
                samples,
            } => {
                let mut bytes = vec![SOUND];
                bytes.extend(microseconds(*latency));
                bytes.extend(microseconds(*lost));
                put_samples(samples, &mut bytes);
                bytes
            }
            Self::Failed(error) => [&[FAILED], error.as_slice()].concat(),
        }
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        match *kind {
            SOUND => {
                let (latency, rest) = rest.split_first_chunk::<4>()?;
                let (lost, rest) = rest.split_first_chunk::<4>()?;
                Some(Self::Sound {
                    latency: duration(*latency),
                    lost: duration(*lost),
                    samples: samples(rest)?,
                })
            }
            FAILED => Some(Self::Failed(rest.to_vec())),
            _ => None,
        }
    }
}

impl Play {
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Sound(samples) => {
                let mut bytes = vec![SOUND];
                put_samples(samples, &mut bytes);
                bytes
            }
            Self::Hold(true) => vec![HOLD],
            Self::Hold(false) => vec![RESUME],
            Self::Stop => vec![STOP],
        }
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        match *kind {
            SOUND => samples(rest).map(Self::Sound),
            HOLD => Some(Self::Hold(true)),
            RESUME => Some(Self::Hold(false)),
            STOP => Some(Self::Stop),
            _ => None,
        }
    }
}

impl Played {
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Progress(progress) => {
                let mut bytes = vec![PROGRESS];
                bytes.extend(progress.received.to_le_bytes());
                bytes.extend(progress.queued.to_le_bytes());
                bytes.extend(microseconds(progress.latency));
                bytes
            }
            Self::Failed(reason) => [&[FAILED], reason.as_bytes()].concat(),
        }
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        match *kind {
            PROGRESS => {
                let (received, rest) = rest.split_first_chunk::<8>()?;
                let (queued, rest) = rest.split_first_chunk::<8>()?;
                let (latency, _) = rest.split_first_chunk::<4>()?;
                Some(Self::Progress(Progress {
                    received: u64::from_le_bytes(*received),
                    queued: u64::from_le_bytes(*queued),
                    latency: duration(*latency),
                }))
            }
            FAILED => Some(Self::Failed(String::from_utf8_lossy(rest).into_owned())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_as_they_were_written_and_others_are_none() {
        let captured = Captured::Sound {
            latency: Duration::from_millis(21),
            lost: Duration::from_micros(3),
            samples: vec![0.5, -1.0],
        };
        assert_eq!(Captured::read(&captured.bytes()), Some(captured));
        for play in [
            Play::Sound(vec![0.25]),
            Play::Hold(true),
            Play::Hold(false),
            Play::Stop,
        ] {
            assert_eq!(Play::read(&play.bytes()), Some(play));
        }
        let progress = Played::Progress(Progress {
            received: u64::MAX,
            queued: 7,
            latency: Duration::from_millis(40),
        });
        assert_eq!(Played::read(&progress.bytes()), Some(progress));
        for hostile in [&[][..], &[SOUND, 1], &[9], &[PROGRESS, 0, 0]] {
            assert_eq!(Captured::read(hostile), None);
            assert_eq!(Played::read(hostile), None);
        }
        assert_eq!(Play::read(&[SOUND, 1, 2]), None);
    }

    /// How often is `HOSTILE_BYTES`: some thousand times in every test run, a million in `make offline-check`.
    #[test]
    fn hostile_messages_are_read_as_harmless_ones_or_as_none() {
        let rounds = std::env::var("HOSTILE_BYTES").map_or(20_000, |rounds| rounds.parse().unwrap());
        let (mut state, mut read) = (7_u64, 0);
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..rounds {
            let length = next(40);
            let byte = |next: &mut dyn FnMut(u64) -> u64, below| u8::try_from(next(below)).unwrap();
            let mut bytes = vec![byte(&mut next, 8)];
            bytes.extend((0..length).map(|_| byte(&mut next, 256)));
            let sound = match (Captured::read(&bytes), Play::read(&bytes)) {
                (Some(Captured::Sound { samples, .. }), _) | (_, Some(Play::Sound(samples))) => samples,
                _ => Vec::new(),
            };
            assert!(sound.len() <= bytes.len() / 4 && sound.iter().all(|sample| sample.abs() <= 1.0));
            read += sound.len() + usize::from(Played::read(&bytes).is_some());
            assert!(serde_json::from_slice::<Request>(&bytes).is_err());
        }
        println!(
            "offline-check: {rounds} random messages of the sound process: {read} samples and reports, all of them harmless"
        );
    }

    #[test]
    fn samples_are_finite_and_within_full_scale() {
        let mut bytes = Vec::new();
        put_samples(&[f32::NAN, f32::INFINITY, -7.0, 0.5], &mut bytes);
        assert_eq!(samples(&bytes), Some(vec![0.0, 0.0, -1.0, 0.5]));
        assert_eq!(samples(&bytes[1..]), None);
    }
}
