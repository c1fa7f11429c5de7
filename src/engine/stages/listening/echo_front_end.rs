//! The audio front end: the microphone's sound without the machine's own voice.
//!
//! Owns the echo canceller and tracks whether the machine is audible. Does not know the device, nor what is speech.

use std::time::Duration;

use crate::audio::echo::{EchoCanceller, EchoControl, FRAME as ECHO_FRAME, PlaybackTap, Reference};
use crate::audio::level;
use crate::hearing::vad::FRAME;

use super::own_voice::OwnVoice;

/// The loudspeaker counts as audible for this long after its last sound, because of the room's reverberation.
const REVERBERATION: Duration = Duration::from_millis(300);
/// After this much silence of the loudspeaker the canceller is skipped: an idle conversation costs next to nothing.
const IDLE_AFTER: Duration = Duration::from_secs(2);
/// Below this level (full scale = 0 dB) the loudspeaker is silent.
const AUDIBLE_DECIBELS: f32 = -70.0;
/// A frame louder than any echo counts for this many frames: 160 ms, which bridges the gaps between syllables.
const NEAR_FRAMES: usize = 10;

/// A frame for the voice detector.
pub(super) struct EchoFreeFrame {
    /// The microphone with the echo subtracted.
    pub(super) voice: [f32; FRAME],
    /// The same with the residual echo suppressed.
    pub(super) suppressed: [f32; FRAME],
    /// The microphone is louder than any echo can be.
    pub(super) near: bool,
}

/// Everything between the microphone and the voice detector.
pub(super) struct EchoFrontEnd {
    control: EchoControl,
    reference: Reference,
    canceller: Option<EchoCanceller>,
    /// Played samples not yet given to the canceller.
    played: Vec<f32>,
    /// Whether the machine speaks through a voice whose samples are unknown.
    elsewhere: bool,
    /// Time since the loudspeaker was audible.
    quiet_for: Duration,
    /// Captured samples, not yet cancelled.
    heard: Vec<f32>,
    /// Cancelled samples, not yet processed.
    clean: Vec<f32>,
    /// The same with the residual echo suppressed.
    suppressed: Vec<f32>,
    /// Frames for which a voice still counts as louder than any echo.
    near_for: usize,
    own_voice: OwnVoice,
}

impl EchoFrontEnd {
    pub(super) fn new(control: EchoControl, played: PlaybackTap) -> Self {
        let canceller = (control == EchoControl::Cancel)
            .then(EchoCanceller::new)
            .flatten();
        Self {
            control,
            reference: Reference::new(played),
            canceller,
            played: Vec::new(),
            elsewhere: false,
            quiet_for: IDLE_AFTER,
            heard: Vec::new(),
            clean: Vec::new(),
            suppressed: Vec::new(),
            near_for: 0,
            own_voice: OwnVoice::default(),
        }
    }

    /// Sets the echo control for a newly opened microphone.
    pub(super) fn set_control(&mut self, control: EchoControl) {
        self.control = control;
        self.heard.clear();
        self.clean.clear();
        self.suppressed.clear();
    }

    /// Whether the machine itself is audible.
    pub(super) fn is_speaking(&self) -> bool {
        self.quiet_for < REVERBERATION
    }

    fn is_idle(&self) -> bool {
        self.quiet_for >= IDLE_AFTER
    }

    /// Whether the microphone is to be ignored now.
    pub(super) fn is_deaf(&self) -> bool {
        (self.control == EchoControl::HalfDuplex || self.elsewhere) && self.is_speaking()
    }

    /// Whether the detector needs more evidence of a voice now.
    pub(super) fn is_strict(&self) -> bool {
        self.control == EchoControl::Cancel && self.is_speaking()
    }

    /// Whether what seems to be a voice is the machine's own, which the canceller has let through.
    pub(super) fn hears_itself(&self) -> bool {
        self.is_strict() && self.near_for == 0 && self.own_voice.is_heard()
    }

    /// Feeds the canceller with what is played, and tracks whether the loudspeaker is audible; called every `interval`.
    pub(super) fn read_played(&mut self, interval: Duration) {
        let before = self.played.len();
        self.reference.read(&mut self.played);
        let elsewhere = self.reference.is_elsewhere();
        let audible = elsewhere || level::rms_dbfs(&self.played[before..]).0 > AUDIBLE_DECIBELS;
        // Unknown samples cannot be cancelled until the room has fallen silent again.
        self.elsewhere = elsewhere || (self.elsewhere && self.is_speaking());
        self.quiet_for = if audible {
            Duration::ZERO
        } else {
            self.quiet_for + interval
        };
        let is_idle = self.is_idle();
        let mut frames = self.played.chunks_exact(ECHO_FRAME);
        for frame in &mut frames {
            self.own_voice.played(frame);
            if let (Some(canceller), Ok(frame), false) = (&mut self.canceller, frame.try_into(), is_idle) {
                canceller.played(frame);
            }
        }
        let rest = frames.remainder().len();
        self.played.drain(..self.played.len() - rest);
    }

    /// Takes what the microphone has heard.
    pub(super) fn hear(&mut self, sound: &[f32]) {
        self.heard.extend_from_slice(sound);
        let (speaking, is_idle) = (self.is_speaking(), self.is_idle());
        let Some(canceller) = self
            .canceller
            .as_mut()
            .filter(|_| self.control == EchoControl::Cancel && !is_idle)
        else {
            self.suppressed.extend_from_slice(&self.heard);
            self.clean.append(&mut self.heard);
            return;
        };
        let mut frames = self.heard.chunks_exact(ECHO_FRAME);
        for frame in &mut frames {
            self.own_voice.heard(frame);
            if let Ok(frame) = frame.try_into() {
                let cleaned = canceller.clean(frame);
                self.clean.extend(cleaned.voice);
                self.suppressed.extend(cleaned.suppressed);
                if cleaned.near && speaking {
                    self.near_for = NEAR_FRAMES;
                } else if self.near_for == 0 {
                    canceller.only_echo();
                }
            }
        }
        let rest = frames.remainder().len();
        self.heard.drain(..self.heard.len() - rest);
    }

    /// The next whole frame.
    pub(super) fn next_frame(&mut self) -> Option<EchoFreeFrame> {
        let voice = self.clean.first_chunk::<FRAME>().copied()?;
        let suppressed = self.suppressed.first_chunk::<FRAME>().copied()?;
        self.clean.drain(..FRAME);
        self.suppressed.drain(..FRAME);
        let near = self.near_for > 0;
        self.near_for = self.near_for.saturating_sub(1);
        Some(EchoFreeFrame {
            voice,
            suppressed,
            near,
        })
    }
}
