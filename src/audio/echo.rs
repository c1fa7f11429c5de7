//! Echo cancellation.
//!
//! Owns the echo canceller (the `aec3` crate, a port of WebRTC's AEC3), which finds the delay by itself, and the path by which the
//! played samples reach it. Does not know what is speech.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aec3::nodes::audio::AudioFormat;
use aec3::pipelines::linear::{self, LinearPipeline};
use rtrb::Consumer;
use serde::{Deserialize, Serialize};

use super::level::rms;
use super::{SampleRate, process, resample};
use crate::offline::Line;

/// Samples of a frame: 10 ms at 16 kHz.
pub const FRAME: usize = 160;

/// How the machine is kept from hearing itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EchoControl {
    /// The canceller removes what is played from what is heard.
    #[default]
    Cancel,
    /// The microphone is ignored while the machine speaks.
    HalfDuplex,
    /// The sound server cancels the echo.
    SoundServer,
    /// No echo control, for headphones.
    None,
}

/// Whether this is the name of a sound server's source or sink that cancels the echo.
pub fn is_cancelling(name: &str) -> bool {
    name.to_lowercase()
        .replace(['-', '_', ' '], "")
        .contains("echocancel")
}

impl EchoControl {
    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::HalfDuplex => "half-duplex",
            Self::SoundServer => "sound-server",
            Self::None => "none",
        }
    }

    /// The echo control for a microphone of this name: what the sound server has cancelled is not cancelled again.
    #[must_use]
    pub fn with(self, microphone: &str) -> Self {
        let name = microphone.to_lowercase();
        let is_clean = name.contains("echo-cancel") || name.contains("echo cancel");
        if is_clean && self == Self::Cancel {
            Self::SoundServer
        } else {
            self
        }
    }
}

/// Where played samples come from.
enum Source {
    /// A loudspeaker of this process.
    Ring(Consumer<f32>),
    /// One of the sound process.
    Line(Line),
}

impl Source {
    /// Appends what has come since the last call.
    fn read(&mut self, into: &mut Vec<f32>) {
        match self {
            Self::Ring(ring) => {
                if let Ok(chunk) = ring.read_chunk(ring.slots()) {
                    into.extend(chunk);
                }
            }
            Self::Line(line) => {
                while let Ok(message) = line.try_receive()
                    && !message.bytes.is_empty()
                {
                    into.extend(process::samples(&message.bytes).unwrap_or_default());
                }
            }
        }
    }
}

/// Carries played samples from the loudspeaker to the listening stage. Every loudspeaker begins a new ring buffer.
#[derive(Clone, Default)]
pub struct PlaybackTap {
    source: Arc<Mutex<Option<(Source, SampleRate)>>>,
    elsewhere: Arc<AtomicBool>,
}

impl PlaybackTap {
    /// A loudspeaker with this sample rate has been opened.
    pub(super) fn begin(&self, ring: Consumer<f32>, rate: SampleRate) {
        self.put(Source::Ring(ring), rate);
    }

    /// A loudspeaker of the sound process with this sample rate has been opened.
    pub(super) fn begin_line(&self, line: Line, rate: SampleRate) {
        self.put(Source::Line(line), rate);
    }

    fn put(&self, source: Source, rate: SampleRate) {
        *self.source.lock().unwrap_or_else(PoisonError::into_inner) = Some((source, rate));
    }

    /// Appends what was played since the last call, at the loudspeaker's own rate.
    pub(super) fn read_raw(&self, into: &mut Vec<f32>) {
        if let Some((source, _)) = &mut *self.source.lock().unwrap_or_else(PoisonError::into_inner) {
            source.read(into);
        }
    }

    /// Sets whether a voice is audible whose samples do not pass here.
    pub fn set_elsewhere(&self, audible: bool) {
        self.elsewhere.store(audible, Ordering::Relaxed);
    }

    fn take(&self) -> Option<(Source, SampleRate)> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The canceller's reference signal: what was played, as mono samples at 16 kHz.
pub struct Reference {
    played: PlaybackTap,
    source: Option<(Source, resample::Streaming)>,
    raw: Vec<f32>,
}

impl Reference {
    /// Reads from `played`.
    pub fn new(played: PlaybackTap) -> Self {
        Self {
            played,
            source: None,
            raw: Vec::new(),
        }
    }

    /// Whether a voice is audible whose samples do not pass here.
    pub fn is_elsewhere(&self) -> bool {
        self.played.elsewhere.load(Ordering::Relaxed)
    }

    /// Appends what was played since the last call.
    pub fn read(&mut self, into: &mut Vec<f32>) {
        if let Some((mut source, rate)) = self.played.take() {
            // Samples from before this reader are stale.
            source.read(&mut self.raw);
            self.source = resample::Streaming::new(rate, SampleRate::SPEECH)
                .ok()
                .map(|resampler| (source, resampler));
        }
        let Some((source, resampler)) = &mut self.source else {
            return;
        };
        self.raw.clear();
        source.read(&mut self.raw);
        resampler.push(&self.raw, into);
    }
}

/// 10 ms of the microphone, without its echo.
pub struct Cleaned {
    /// The echo subtracted: voices are intact, some residual echo may remain.
    pub voice: [f32; FRAME],
    /// The residual echo suppressed as well: voices may have gaps.
    pub suppressed: [f32; FRAME],
    /// Far louder than any echo of what is played.
    pub near: bool,
}

/// Estimates how loud the echo can be in this room (after Duttweiler 1978, "A twelve-channel digital echo canceler", with a
/// learned ratio).
struct EchoLevel {
    /// Levels of the last played frames.
    played: VecDeque<f32>,
    heard: f32,
    /// The largest recent ratio of echo to playback.
    ratio: f32,
}

/// Length of the room's reverberation, in frames: 400 ms.
const RINGING: usize = 40;
/// The ratio assumed before any has been learned.
const UNKNOWN_RATIO: f32 = 0.7;
/// Decay of the learned ratio per frame of playback: half-life 7 s.
const FADING: f32 = 0.999;
/// A voice must exceed the loudest echo by this factor.
const CLEARLY: f32 = 1.8;
/// Levels below this (full scale = 1) are never classified.
const FAINT: f32 = 0.004;

impl Default for EchoLevel {
    fn default() -> Self {
        Self {
            played: VecDeque::from(vec![0.0; RINGING]),
            heard: 0.0,
            ratio: UNKNOWN_RATIO,
        }
    }
}

impl EchoLevel {
    fn played(&mut self, frame: &[f32; FRAME]) {
        self.played.pop_front();
        self.played.push_back(rms(frame));
    }

    fn loudest(&self) -> f32 {
        self.played.iter().fold(0.0, |most, level| most.max(*level))
    }

    /// Whether a captured frame is more than an echo.
    fn heard(&mut self, frame: &[f32; FRAME]) -> bool {
        self.heard = rms(frame);
        self.heard > FAINT && self.heard > self.loudest() * self.ratio * CLEARLY
    }

    fn learn(&mut self) {
        let played = self.loudest();
        if played > FAINT {
            self.ratio = (self.ratio * FADING).max(self.heard / played);
        }
    }
}

/// An echo canceller for one microphone and one loudspeaker.
pub struct EchoCanceller {
    pipeline: LinearPipeline,
    level: EchoLevel,
    failed: bool,
}

impl EchoCanceller {
    /// Creates the canceller; `None` if the library refuses.
    pub fn new() -> Option<Self> {
        let format = AudioFormat::ten_ms(SampleRate::SPEECH.0, 1);
        let pipeline = linear::builder(format, format)
            .enable_noise_suppression(false)
            .enable_gain_controller2(false)
            .enable_post_filter(false)
            .export_linear_output(true)
            .build();
        match pipeline {
            Ok(pipeline) => Some(Self {
                pipeline,
                level: EchoLevel::default(),
                failed: false,
            }),
            Err(error) => {
                tracing::error!(%error, "no echo canceller");
                None
            }
        }
    }

    /// Takes 10 ms of what was played.
    pub fn played(&mut self, frame: &[f32; FRAME]) {
        self.level.played(frame);
        if let Err(error) = self.pipeline.handle_render_frame(frame) {
            self.complain(&error);
        }
    }

    /// Cancels the echo in 10 ms of the microphone.
    pub fn clean(&mut self, frame: &[f32; FRAME]) -> Cleaned {
        let mut cleaned = Cleaned {
            voice: *frame,
            suppressed: [0.0; FRAME],
            near: self.level.heard(frame),
        };
        match self
            .pipeline
            .process_capture_frame(frame, &mut cleaned.suppressed)
        {
            // The first frames only fill the canceller's buffers.
            Ok(_) => cleaned.voice.fill(0.0),
            Err(error) => self.complain(&error),
        }
        while let Ok(Some(linear)) = self.pipeline.try_pull_linear_output() {
            if let Ok(voice) = linear.payload().samples().try_into() {
                cleaned.voice = voice;
            }
        }
        cleaned
    }

    /// The last frame was certainly not a person: learns the strength of the echo from it.
    pub fn only_echo(&mut self) {
        self.level.learn();
    }

    fn complain(&mut self, error: &dyn std::fmt::Display) {
        if !self.failed {
            tracing::error!(%error, "the echo canceller failed");
            self.failed = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::level::rms_dbfs;

    /// A noise that is loud and soft in turn, as speech is.
    fn speechlike(count: usize, mut seed: u32) -> Vec<f32> {
        let mut smooth = 0.0_f32;
        (0..count)
            .map(|at| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = f32::from(u16::try_from(seed >> 16).unwrap()) / 32_768.0 - 1.0;
                smooth = 0.7 * smooth + 0.3 * noise;
                smooth * 0.6 * (at as f32 / 2_400.0).sin().abs()
            })
            .collect()
    }

    #[test]
    fn an_echo_is_taken_out_and_the_persons_voice_is_not() {
        let mut canceller = EchoCanceller::new().unwrap();
        let played = speechlike(16_000 * 8, 1);
        let voice = speechlike(16_000 * 8, 99);
        let delay = 16 * 90;
        let echo = |at: usize| {
            if at < delay {
                0.0
            } else {
                played[at - delay] * 0.25
            }
        };
        let (mut before, mut after, mut spoken, mut near) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for start in (0..played.len()).step_by(FRAME) {
            canceller.played(played[start..start + FRAME].try_into().unwrap());
            // In the last second the person speaks too.
            let both = start >= 16_000 * 7;
            let frame: [f32; FRAME] =
                std::array::from_fn(|i| echo(start + i) + if both { voice[start + i] } else { 0.0 });
            if (16_000 * 5..16_000 * 7).contains(&start) {
                before.extend(frame);
            }
            let cleaned = canceller.clean(&frame);
            if both {
                spoken.extend(cleaned.voice);
                near += usize::from(cleaned.near);
            } else {
                assert!(start < 16_000 || !cleaned.near, "at {start}");
                canceller.only_echo();
                if start >= 16_000 * 5 {
                    after.extend(cleaned.suppressed);
                }
            }
        }
        let (before, after) = (rms_dbfs(&before).0, rms_dbfs(&after).0);
        assert!(after < before - 20.0, "{before} dB became {after} dB");
        assert!(rms_dbfs(&spoken).0 > rms_dbfs(&voice).0 - 6.0);
        assert!(near > 20, "{near} of 100 frames are certainly a voice");
    }
}
