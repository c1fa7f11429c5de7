//! The settings of speech recognition.

use serde::{Deserialize, Serialize};

/// Speech recognition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HearingConfig {
    /// Language code (`en`, `de`, …) or `auto`; English-only models ignore it.
    pub language: String,
    /// Whether the language was chosen for this run, by `--lang` or by a visitor, over the configured one. Not a setting.
    #[serde(skip)]
    pub is_chosen: bool,
    /// Beam size, 1 to 8; 1 is greedy and fastest. 0 suits the model: 4 for the starter, whose decoder costs next to nothing,
    /// else 1.
    pub beams: u8,
    /// Names that are likely to be said, in addition to names from the documents; for public models.
    pub vocabulary: Vec<String>,
    /// Below this probability that a transcript is right, sound outside a conversation is ignored; 0 to 1.
    pub reject_below: f32,
    /// Below this probability, mynah asks what was said; 0 to 1.
    pub ask_below: f32,
    /// Threads of the speech model, at most; 0: one per processor, at most 4.
    pub threads: u8,
    /// What runs the speech model.
    pub engine: SpeechEngine,
}

/// What runs a speech model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpeechEngine {
    /// mynah's own inference (`crates/whisper`).
    #[default]
    #[serde(rename = "mynah")]
    Mynah,
    /// whisper.cpp, slower, to compare with.
    #[serde(rename = "whisper.cpp")]
    WhisperCpp,
}

impl Default for HearingConfig {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            is_chosen: false,
            beams: 0,
            vocabulary: Vec::new(),
            reject_below: 0.05,
            ask_below: 0.2,
            threads: 0,
            engine: SpeechEngine::default(),
        }
    }
}
