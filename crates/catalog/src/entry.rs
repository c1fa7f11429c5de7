//! What the catalogue says of a model.
//!
//! Owns the types and what can be derived from them: names of files, sums, addresses. Does not know where the list comes from.

use std::fmt;

use serde::Deserialize;

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Speech to text: a Whisper model in ggml format.
    Speech,
    /// Text to text: a GGUF file.
    Language,
    /// Voice activity detection: a Silero model in ggml format.
    VoiceActivity,
    /// Text to speech: a Piper voice, an ONNX file with its description.
    Voice,
    /// Search by meaning: a BERT encoder in a folder of its own.
    Embedding,
}

impl Task {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [
        Self::Speech,
        Self::Language,
        Self::Voice,
        Self::VoiceActivity,
        Self::Embedding,
    ];
}

impl fmt::Display for Task {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Speech => "speech",
            Self::Language => "language",
            Self::VoiceActivity => "voice activity",
            Self::Voice => "voice",
            Self::Embedding => "embedding",
        })
    }
}

/// A file of a model, as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedFile {
    /// Its path in the repository.
    pub path: String,
    /// Approximate size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal digits, where it is known.
    #[serde(default)]
    pub sha256: Option<String>,
}

impl PublishedFile {
    /// Its name, which it keeps in the models folder.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// A public model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name for commands, such as `qwen3-0.6b`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is for.
    pub task: Task,
    /// Its languages, for people.
    pub languages: String,
    /// Its languages by their ISO 639-1 codes; empty where it knows many.
    #[serde(default)]
    pub codes: Vec<String>,
    /// How many numbers it has learnt, approximately.
    #[serde(default)]
    pub parameters: Option<u64>,
    /// How most of them are stored, such as `Q4_K_M`.
    #[serde(default)]
    pub quantisation: Option<String>,
    /// Estimated memory in bytes while it runs.
    pub memory: u64,
    /// Processors below which it is too slow to talk to, estimated.
    #[serde(default = "one")]
    pub cores: u32,
    /// The licence of the weights.
    pub licence: String,
    /// When to choose it.
    pub purpose: String,
    /// The repository on the hub, as `owner/name`.
    pub repository: String,
    /// The revision of the repository: a commit, a tag or a branch.
    #[serde(default = "main")]
    pub revision: String,
    /// The folder inside the models folder in which its files lie, if they need one of their own.
    #[serde(default)]
    pub folder: Option<String>,
    /// Whether the hub gives it only to those who accepted its licence there.
    #[serde(default)]
    pub gated: bool,
    /// Whether it is recommended first.
    #[serde(default)]
    pub recommended: bool,
    /// Whether `mynah models recommend` chooses from it.
    #[serde(default)]
    pub suggested: bool,
    /// Its files; the first is the model itself, unless it has a folder.
    pub files: Vec<PublishedFile>,
}

fn one() -> u32 {
    1
}

fn main() -> String {
    "main".to_owned()
}

impl Entry {
    /// The name of its first file as published.
    pub fn file(&self) -> &str {
        self.files.first().map_or("", PublishedFile::name)
    }

    /// Approximate size of all its files in bytes.
    pub fn size(&self) -> u64 {
        self.files
            .iter()
            .fold(0, |sum, file| sum.saturating_add(file.size))
    }

    /// Where people read about it.
    pub fn page(&self) -> String {
        format!("https://huggingface.co/{}", self.repository)
    }

    /// Whether it knows this language (`ru`).
    pub fn knows(&self, language: &str) -> bool {
        self.codes.is_empty() || self.codes.iter().any(|code| code == language)
    }
}
