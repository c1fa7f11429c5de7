//! The check that comes before any library sees a byte of a model file.
//!
//! Owns the envelope: magic, bounds, names, shapes, sizes. A file that passes cannot make whisper.cpp 1.8.3 write
//! outside its buffers (it takes the number of dimensions from the file unchecked), nor make candle allocate
//! without bound or panic. Reads as a stream and allocates nothing that was not bounded first. Does not look at
//! the weights themselves: wrong numbers give wrong words, not wrong memory.

mod decoder;
mod envelope;
mod gguf;
mod silero;
mod tensors;
mod whisper;

use std::fmt;
use std::path::Path;

use super::{Kind, ModelError};
use envelope::Envelope;

/// The architectures of language models that can be run.
pub const ARCHITECTURES: &[&str] = &decoder::NAMES;

/// What a sound speech model says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechModel {
    /// It knows more languages than English.
    pub multilingual: bool,
    /// Layers of the encoder and of the decoder.
    pub layers: (u32, u32),
    /// Width of both.
    pub width: u32,
    /// How the matrices are stored, such as `Q5_1`.
    pub quantisation: &'static str,
    /// Bytes of the file.
    pub size: u64,
}

/// What a sound language model says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageModelInfo {
    /// Its name; the file's name where it gives none.
    pub name: String,
    /// One of [`ARCHITECTURES`].
    pub architecture: String,
    /// How many numbers it has learnt.
    pub parameters: u64,
    /// How most of them are stored, such as `Q4_K_M`.
    pub quantisation: String,
    /// Tokens that it was trained to look back on.
    pub context_length: u32,
    /// Rows of the embedding: token ids are below this.
    pub vocabulary: u32,
    /// Bytes of the file.
    pub size: u64,
}

/// What a sound voice activity model says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceActivityModel {
    /// Its type, such as `silero-16k`.
    pub name: String,
    /// Its version.
    pub version: [u32; 3],
    /// Bytes of the file.
    pub size: u64,
}

/// Checks a Silero model in ggml format.
pub fn voice_activity(path: &Path) -> Result<VoiceActivityModel, ModelError> {
    silero::check(&mut Envelope::open(path, Kind::VoiceActivity)?)
}

/// Checks a Whisper model in ggml format.
pub fn speech(path: &Path) -> Result<SpeechModel, ModelError> {
    whisper::check(&mut Envelope::open(path, Kind::Speech)?)
}

/// Checks a language model in GGUF format.
pub fn language(path: &Path) -> Result<LanguageModelInfo, ModelError> {
    let mut envelope = Envelope::open(path, Kind::Language)?;
    let header = gguf::read(&mut envelope)?;
    match header.text("general.architecture") {
        Some(known) if ARCHITECTURES.contains(&known) => decoder::check(&envelope, &header, known),
        other => Err(ModelError::Architecture {
            path: path.to_owned(),
            architecture: other.unwrap_or("unnamed").chars().take(40).collect(),
            supported: ARCHITECTURES.join(", "),
        }),
    }
}

/// Checks a model of this kind, and says in a line what it is.
pub fn describe(kind: Kind, path: &Path) -> Result<String, ModelError> {
    match kind {
        Kind::Speech => speech(path).map(|info| info.to_string()),
        Kind::Language => language(path).map(|info| info.to_string()),
        Kind::VoiceActivity => voice_activity(path).map(|info| info.to_string()),
    }
}

impl fmt::Display for SpeechModel {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let languages = if self.multilingual {
            "many languages"
        } else {
            "English"
        };
        let (encoder, decoder) = self.layers;
        write!(
            out,
            "Whisper for {languages}, {encoder} + {decoder} layers of {}, {}",
            self.width, self.quantisation
        )
    }
}

impl fmt::Display for VoiceActivityModel {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.version;
        write!(out, "voice activity, {} {major}.{minor}.{patch}", self.name)
    }
}

impl fmt::Display for LanguageModelInfo {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millions = self.parameters as f64 / 1e6;
        let parameters = if millions < 20.0 {
            format!("{millions:.1}")
        } else {
            format!("{millions:.0}")
        };
        write!(
            out,
            "{}, {}, {parameters} million parameters, {}, {} tokens of context",
            self.name, self.architecture, self.quantisation, self.context_length
        )
    }
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
