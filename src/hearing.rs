//! Hearing: samples in, words out.
//!
//! Owns speech recognition and the guards against hallucinated text; the only part that knows `whisper-rs`, and which
//! engine runs a model. Does not know where the samples come from, nor what the words are for.

pub mod abort;
pub mod cepstrum;
pub mod certainty;
mod config;
pub mod endpointing;
mod error;
pub mod guards;
pub mod languages;
pub mod pauses;
pub mod segmentation;
pub mod silence;
pub mod silero;
pub(crate) mod subtitles;
pub mod threads;
pub mod transcribe;
pub mod vad;
pub mod vocabulary;
pub mod wake_sound;
pub mod whisper;
mod whisper_cpp;
mod window;

pub use config::{HearingConfig, SpeechEngine};
pub use error::HearingError;
pub use transcribe::{Segment, Transcriber, Transcription};
pub use window::Window;

#[cfg(test)]
mod reference_tests;
#[cfg(test)]
mod upstream_tests;
