//! What reaches the listener: the microphone's sound without the machine's own voice.
//!
//! Owns the echo canceller and the knowledge whether the machine is audible. Does not know the device, nor what is
//! speech.

use std::time::Duration;

use crate::audio::echo::{EchoCanceller, EchoControl, FRAME as ECHO_FRAME, Played, Reference};
use crate::audio::level;
use crate::hearing::vad::FRAME;

/// The loudspeaker counts as audible for this long after its last sound: the room rings on.
const TAIL: Duration = Duration::from_millis(300);
/// After so much silence of the loudspeaker there is no echo left to cancel, and none is looked for: an idle
/// conversation costs next to nothing.
const REST: Duration = Duration::from_secs(2);
/// Below this level (full scale = 0 dB) the loudspeaker is silent.
const AUDIBLE_DECIBELS: f32 = -70.0;
/// A frame louder than any echo vouches for so many after it: 160 ms, over the gaps between syllables.
const NEAR_FRAMES: usize = 10;

/// A frame for the voice detector.
pub(super) struct Heard {
    /// What was heard, the echo subtracted.
    pub(super) voice: [f32; FRAME],
    /// The same with the rest of the echo suppressed.
    pub(super) suppressed: [f32; FRAME],
    /// The microphone is louder than any echo can be.
    pub(super) near: bool,
}

/// The way from the microphone to the detector.
pub(super) struct Ear {
    control: EchoControl,
    reference: Reference,
    canceller: Option<EchoCanceller>,
    /// What was played, not yet given to the canceller.
    played: Vec<f32>,
    /// The machine speaks in a way that leaves no samples.
    elsewhere: bool,
    /// Time since the loudspeaker was audible.
    quiet_for: Duration,
    /// What was heard, not yet cleaned of its echo.
    heard: Vec<f32>,
    /// What was heard and cleaned, not yet looked at.
    clean: Vec<f32>,
    /// The same with the rest of the echo suppressed.
    suppressed: Vec<f32>,
    /// For how many frames more a voice is vouched for.
    near_for: usize,
}

impl Ear {
    pub(super) fn new(control: EchoControl, played: Played) -> Self {
        let canceller = (control == EchoControl::Cancel)
            .then(EchoCanceller::new)
            .flatten();
        Self {
            control,
            reference: Reference::new(played),
            canceller,
            played: Vec::new(),
            elsewhere: false,
            quiet_for: REST,
            heard: Vec::new(),
            clean: Vec::new(),
            suppressed: Vec::new(),
            near_for: 0,
        }
    }

    /// How the echo is dealt with from now on: the microphone is another one.
    pub(super) fn set_control(&mut self, control: EchoControl) {
        self.control = control;
        self.heard.clear();
        self.clean.clear();
        self.suppressed.clear();
    }

    /// Whether the machine itself is audible.
    pub(super) fn is_speaking(&self) -> bool {
        self.quiet_for < TAIL
    }

    fn rests(&self) -> bool {
        self.quiet_for >= REST
    }

    /// Whether nothing is to be heard now.
    pub(super) fn is_deaf(&self) -> bool {
        (self.control == EchoControl::HalfDuplex || self.elsewhere) && self.is_speaking()
    }

    /// Whether more is asked of a voice now.
    pub(super) fn is_strict(&self) -> bool {
        self.control == EchoControl::Cancel && self.is_speaking()
    }

    /// Notes whether the loudspeaker is audible, and gives the canceller what it plays; comes every `look`.
    pub(super) fn read_played(&mut self, look: Duration) {
        let before = self.played.len();
        self.reference.read(&mut self.played);
        let elsewhere = self.reference.is_elsewhere();
        let audible = elsewhere || level::rms_dbfs(&self.played[before..]).0 > AUDIBLE_DECIBELS;
        // What cannot be seen cannot be cancelled, until the room has fallen silent again.
        self.elsewhere = elsewhere || (self.elsewhere && self.is_speaking());
        self.quiet_for = if audible {
            Duration::ZERO
        } else {
            self.quiet_for + look
        };
        let rests = self.rests();
        let mut frames = self.played.chunks_exact(ECHO_FRAME);
        for frame in &mut frames {
            if let (Some(canceller), Ok(frame), false) = (&mut self.canceller, frame.try_into(), rests) {
                canceller.played(frame);
            }
        }
        let rest = frames.remainder().len();
        self.played.drain(..self.played.len() - rest);
    }

    /// Takes what the microphone has heard.
    pub(super) fn hear(&mut self, sound: &[f32]) {
        self.heard.extend_from_slice(sound);
        let (speaking, rests) = (self.is_speaking(), self.rests());
        let Some(canceller) = self
            .canceller
            .as_mut()
            .filter(|_| self.control == EchoControl::Cancel && !rests)
        else {
            self.suppressed.extend_from_slice(&self.heard);
            self.clean.append(&mut self.heard);
            return;
        };
        let mut frames = self.heard.chunks_exact(ECHO_FRAME);
        for frame in &mut frames {
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
    pub(super) fn next_frame(&mut self) -> Option<Heard> {
        let voice = self.clean.first_chunk::<FRAME>().copied()?;
        let suppressed = self.suppressed.first_chunk::<FRAME>().copied()?;
        self.clean.drain(..FRAME);
        self.suppressed.drain(..FRAME);
        let near = self.near_for > 0;
        self.near_for = self.near_for.saturating_sub(1);
        Some(Heard {
            voice,
            suppressed,
            near,
        })
    }
}
