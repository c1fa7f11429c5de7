//! What a configuration says about tools of others.
//!
//! Owns the settings and their defaults. What follows from them is `offered`'s; what is wrong in them is said by `check`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use mynah_intents::Language;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// All tools of others.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ToolsConfig {
    /// Programs that are run once for each answer.
    pub program: Vec<ProgramTool>,
    /// MCP servers that are started at the first question, and kept.
    pub mcp: Vec<McpServer>,
}

/// A program that answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProgramTool {
    /// By which it is allowed, and named where it fails: small letters and digits.
    pub name: String,
    /// The program and its arguments; `{slot}` stands for what was said. No shell reads it.
    pub command: Vec<String>,
    /// What it does, for "what can you do" and for language models.
    pub description: String,
    /// What people say.
    pub sentences: SpokenSentences,
    /// The slots of the sentences.
    pub slots: BTreeMap<String, SlotConfig>,
    /// How long it may take, in seconds, 1 to 30.
    pub seconds: u8,
    /// What is said, with `{field}` of the JSON object that it prints; without it, what it prints.
    pub answer: Option<String>,
    /// Files and folders that it may read.
    pub read: Vec<PathBuf>,
}

impl Default for ProgramTool {
    fn default() -> Self {
        Self {
            name: String::new(),
            command: Vec::new(),
            description: String::new(),
            sentences: SpokenSentences::default(),
            slots: BTreeMap::new(),
            seconds: 5,
            answer: None,
            read: Vec::new(),
        }
    }
}

/// A server of the Model Context Protocol, which answers on its standard descriptors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct McpServer {
    /// Its name: small letters and digits. Its tools are called by it and their own, as in `clock_get_time`.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Files and folders that it may read.
    pub read: Vec<PathBuf>,
    /// How long an answer may take, in seconds, 1 to 30; the first one with the start of the server.
    pub seconds: u8,
    /// Whether it may ask the language model while one of its tools is called.
    pub model: bool,
    /// The tools that may be called, by the server's names.
    pub allow: Vec<String>,
    /// What is said for each, and what it is given.
    pub tool: BTreeMap<String, McpTool>,
}

impl Default for McpServer {
    fn default() -> Self {
        Self {
            name: String::new(),
            command: Vec::new(),
            read: Vec::new(),
            seconds: 10,
            model: false,
            allow: Vec::new(),
            tool: BTreeMap::new(),
        }
    }
}

/// A tool of a server.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct McpTool {
    /// What it does, for "what can you do" and for language models.
    pub description: String,
    /// What people say.
    pub sentences: SpokenSentences,
    /// The slots of the sentences; each is the argument of the same name.
    pub slots: BTreeMap<String, SlotConfig>,
    /// Arguments that are always the same.
    pub arguments: Map<String, Value>,
    /// What is said, with `{field}` of the JSON object that it tells; without it, its text.
    pub answer: Option<String>,
}

/// Sentences in the three languages, in the template language of the grammars.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpokenSentences {
    /// English.
    pub en: Vec<String>,
    /// Russian.
    pub ru: Vec<String>,
    /// Chinese.
    pub zh: Vec<String>,
}

impl SpokenSentences {
    /// Each with its language.
    pub fn each(&self) -> impl Iterator<Item = (Language, &String)> {
        let all = [
            (Language::English, &self.en),
            (Language::Russian, &self.ru),
            (Language::Chinese, &self.zh),
        ];
        all.into_iter()
            .flat_map(|(language, sentences)| sentences.iter().map(move |sentence| (language, sentence)))
    }
}

/// A slot: its values, or its type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SlotConfig {
    /// What it may be.
    pub values: Option<SlotValues>,
    /// What else it may be: `number` or `text`.
    #[serde(rename = "type")]
    pub kind: Option<SlotType>,
    /// What the tool gets where nothing was said.
    pub default: Option<String>,
}

/// The values of a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SlotValues {
    /// Said as they are written.
    Listed(Vec<String>),
    /// With what is said for each, in any language.
    Spoken(BTreeMap<String, Vec<String>>),
}

/// The type of a slot without a list of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotType {
    /// A number, said in any way.
    Number,
    /// Some words, at most 200 bytes.
    Text,
}
