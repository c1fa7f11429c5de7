//! Voice activity: how likely each frame is speech.
//!
//! Owns the detector (the small neural network of the `earshot` crate, its weights inside). Says nothing about where
//! utterances begin or end.

use std::time::Duration;

use earshot::Detector;

/// Samples of a frame, at 16 kHz.
pub const FRAME: usize = 256;
/// The length of a frame.
pub const FRAME_LENGTH: Duration = Duration::from_millis(16);

/// Below this level (full scale = 1) a frame is silence whatever its shape.
const SILENCE: f32 = 0.000_3;

/// A detector for one stream of frames.
pub struct VoiceActivity {
    detector: Box<Detector>,
}

impl Default for VoiceActivity {
    fn default() -> Self {
        Self {
            detector: Detector::default_boxed(),
        }
    }
}

impl VoiceActivity {
    /// The probability of speech in the next frame of [`FRAME`] samples, 0 to 1.
    pub fn probability(&mut self, frame: &[f32; FRAME]) -> f32 {
        let energy = frame.iter().map(|sample| sample * sample).sum::<f32>() / 256.0;
        let probability = self.detector.predict_f32(frame);
        if energy.sqrt() < SILENCE { 0.0 } else { probability }
    }
}
