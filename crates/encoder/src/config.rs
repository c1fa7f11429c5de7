//! The shape of an encoder, read from its configuration and checked against the limits.
//!
//! Owns what config.json and the files of sentence-transformers mean; knows no tensors.

use std::path::{Path, PathBuf};

use candle_transformers::models::bert::{Config as Bert, HiddenAct, PositionEmbeddingType};
use candle_transformers::models::distilbert::Config as Distil;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::error::{EncoderError, brief};
use crate::files::{Additions, Files, Limits, read, read_if_there};

/// Which of candle's models runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// BERT, with types of tokens.
    Bert,
    /// `DistilBERT`, without.
    Distil,
}

/// How the vectors of a text's tokens become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// The first one.
    First,
}

/// Everything that the files say about an encoder except its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    pub kind: Kind,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub intermediate: usize,
    pub vocabulary: usize,
    pub positions: usize,
    pub types: usize,
    pub epsilon: f64,
    pub activation: HiddenAct,
    pub pooling: Pooling,
    /// Tokens of a text that are read.
    pub tokens: usize,
    /// Put before a question.
    pub question_prefix: String,
    /// Put before a passage.
    pub passage_prefix: String,
}

/// config.json of both kinds: what one calls `hidden_size` is the other's `dim`.
#[derive(Deserialize)]
struct Raw {
    model_type: Option<String>,
    #[serde(alias = "dim")]
    hidden_size: usize,
    #[serde(alias = "n_layers")]
    num_hidden_layers: usize,
    #[serde(alias = "n_heads")]
    num_attention_heads: usize,
    #[serde(alias = "hidden_dim")]
    intermediate_size: usize,
    #[serde(alias = "activation", default = "gelu")]
    hidden_act: String,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default)]
    type_vocab_size: usize,
    #[serde(default = "epsilon")]
    layer_norm_eps: f64,
    position_embedding_type: Option<String>,
    #[serde(rename = "_name_or_path")]
    name: Option<String>,
    max_tokens: Option<usize>,
}

fn gelu() -> String {
    "gelu".into()
}

fn epsilon() -> f64 {
    1e-12
}

#[derive(Deserialize, Default)]
struct Sentences {
    max_seq_length: Option<usize>,
}

#[derive(Deserialize, Default)]
struct Prompts {
    #[serde(default)]
    prompts: std::collections::BTreeMap<String, String>,
}

/// `tokenizer_config.json`, of which sentence-transformers 6 takes the length.
#[derive(Deserialize, Default)]
struct Tokenized {
    /// 1e30, which is no `u64`, where the publisher set none.
    model_max_length: Option<serde_json::Number>,
}

/// sentence-transformers 6 names the mode; before, there was a flag for each.
#[derive(Deserialize)]
#[serde(default)]
struct Pooled {
    pooling_mode: Option<Modes>,
    pooling_mode_cls_token: bool,
    pooling_mode_mean_tokens: bool,
    include_prompt: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Modes {
    One(String),
    /// A list of modes, whose vectors are put one behind another.
    Several(IgnoredAny),
}

impl Default for Pooled {
    fn default() -> Self {
        Self {
            pooling_mode: None,
            pooling_mode_cls_token: false,
            pooling_mode_mean_tokens: false,
            include_prompt: true,
        }
    }
}

impl Pooled {
    fn pooling(&self) -> Option<Pooling> {
        let by_flags = (self.pooling_mode_mean_tokens, self.pooling_mode_cls_token);
        match (&self.pooling_mode, by_flags) {
            _ if !self.include_prompt => None,
            (Some(Modes::One(mode)), _) if mode == "mean" => Some(Pooling::Mean),
            (Some(Modes::One(mode)), _) if mode == "cls" => Some(Pooling::First),
            (None, (true, false)) => Some(Pooling::Mean),
            (None, (false, true)) => Some(Pooling::First),
            (Some(Modes::One(_) | Modes::Several(_)), _) | (None, (true, true) | (false, false)) => None,
        }
    }
}

#[derive(Deserialize)]
struct Module {
    #[serde(rename = "type")]
    kind: String,
}

impl Shape {
    /// Reads and checks the configuration, and what sentence-transformers put beside it.
    pub fn load(files: &Files, limits: &Limits) -> Result<Self, EncoderError> {
        let bytes = read(&files.config, limits.config)?;
        let raw: Raw = parse(&files.config, &bytes)?;
        let wrong = |what: String| EncoderError::Config {
            file: files.config.clone(),
            what,
        };
        let kind = kind(&raw).map_err(wrong)?;
        check(&raw, limits).map_err(wrong)?;
        let e5 = raw.name.as_deref().is_some_and(is_e5)
            || files
                .additions
                .as_ref()
                .is_some_and(|additions| is_e5(&additions.name));
        let (question, passage) = if e5 { ("query: ", "passage: ") } else { ("", "") };
        let mut shape = Self {
            kind,
            hidden: raw.hidden_size,
            layers: raw.num_hidden_layers,
            heads: raw.num_attention_heads,
            intermediate: raw.intermediate_size,
            vocabulary: raw.vocab_size,
            positions: raw.max_position_embeddings,
            types: raw.type_vocab_size,
            epsilon: raw.layer_norm_eps,
            activation: activation(kind, &raw.hidden_act).map_err(wrong)?,
            pooling: Pooling::Mean,
            tokens: raw.max_tokens.unwrap_or(limits.tokens),
            question_prefix: question.into(),
            passage_prefix: passage.into(),
        };
        if let Some(additions) = &files.additions {
            shape.add_sentences(additions, limits)?;
        }
        shape.tokens = shape.tokens.min(limits.tokens).min(shape.positions);
        if shape.tokens < 8 {
            return Err(wrong(format!(
                "only {} tokens of a text would be read",
                shape.tokens
            )));
        }
        Ok(shape)
    }

    /// What sentence-transformers adds: how much is read, what is put before, how vectors become one.
    fn add_sentences(&mut self, additions: &Additions, limits: &Limits) -> Result<(), EncoderError> {
        let [lengths, prompts, pooling, modules, tokenizer] = &additions.files;
        let read = |file: &Option<PathBuf>| match file {
            Some(file) => Ok(read_if_there(file, limits.config)?.map(|bytes| (file.clone(), bytes))),
            None => Ok::<_, EncoderError>(None),
        };
        if let Some((file, bytes)) = read(tokenizer)? {
            let said: Tokenized = parse(&file, &bytes)?;
            let length = said.model_max_length.and_then(|length| length.as_u64());
            self.tokens = length.map_or(self.tokens, |length| {
                usize::try_from(length).unwrap_or(usize::MAX)
            });
        }
        if let Some((file, bytes)) = read(lengths)? {
            let said: Sentences = parse(&file, &bytes)?;
            self.tokens = said.max_seq_length.unwrap_or(self.tokens);
        }
        if let Some((file, bytes)) = read(prompts)? {
            let Prompts { mut prompts } = parse(&file, &bytes)?;
            if prompts.values().any(|p| p.len() > 1000) {
                return Err(EncoderError::Config {
                    file,
                    what: "a prompt is longer than 1000 bytes".into(),
                });
            }
            // Saving writes empty prompts where nobody set one; they must not take away those of E5.
            prompts.retain(|_, prompt| !prompt.is_empty());
            let passage = prompts.remove("passage").or_else(|| prompts.remove("document"));
            self.question_prefix = prompts
                .remove("query")
                .unwrap_or(std::mem::take(&mut self.question_prefix));
            self.passage_prefix = passage.unwrap_or(std::mem::take(&mut self.passage_prefix));
        }
        if let Some((file, bytes)) = read(pooling)? {
            let said: Pooled = parse(&file, &bytes)?;
            self.pooling = said.pooling().ok_or(EncoderError::Config {
                file,
                what: "vectors are pooled in a way that is neither the mean nor the first token".into(),
            })?;
        }
        if let Some((file, bytes)) = read(modules)? {
            let modules: Vec<Module> = parse(&file, &bytes)?;
            for module in modules {
                let what = match module.kind.rsplit('.').next() {
                    Some("Transformer" | "Pooling" | "Normalize" | "Dropout") => continue,
                    Some("Dense") => "a dense layer follows the pooling, which cannot be run".into(),
                    other => format!(
                        "a module of the type {:?}, which cannot be run",
                        other.unwrap_or_default().chars().take(40).collect::<String>()
                    ),
                };
                return Err(EncoderError::Config { file, what });
            }
        }
        Ok(())
    }

    /// The configuration in candle's words.
    pub fn bert(&self) -> Bert {
        Bert {
            vocab_size: self.vocabulary,
            hidden_size: self.hidden,
            num_hidden_layers: self.layers,
            num_attention_heads: self.heads,
            intermediate_size: self.intermediate,
            hidden_act: self.activation,
            hidden_dropout_prob: 0.0,
            max_position_embeddings: self.positions,
            type_vocab_size: self.types,
            initializer_range: 0.02,
            layer_norm_eps: self.epsilon,
            pad_token_id: 0,
            position_embedding_type: PositionEmbeddingType::Absolute,
            use_cache: false,
            classifier_dropout: None,
            model_type: None,
        }
    }

    /// The same for `DistilBERT`, whose fields candle keeps to itself.
    pub fn distil(&self) -> Result<Distil, EncoderError> {
        let activation = if self.activation == HiddenAct::Relu {
            "relu"
        } else {
            "gelu"
        };
        serde_json::from_value(serde_json::json!({
            "vocab_size": self.vocabulary, "dim": self.hidden, "n_layers": self.layers, "n_heads": self.heads,
            "hidden_dim": self.intermediate, "activation": activation, "max_position_embeddings": self.positions,
            "initializer_range": 0.02, "pad_token_id": 0, "model_type": null,
        }))
        .map_err(|e| EncoderError::Run(e.to_string()))
    }
}

fn parse<'a, T: Deserialize<'a>>(file: &Path, bytes: &'a [u8]) -> Result<T, EncoderError> {
    serde_json::from_slice(bytes).map_err(|e| EncoderError::Config {
        file: file.to_path_buf(),
        what: brief(&e.to_string()),
    })
}

/// "multilingual-e5-small" is one, "face5" is none.
fn is_e5(name: &str) -> bool {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| part.eq_ignore_ascii_case("e5"))
}

fn kind(raw: &Raw) -> Result<Kind, String> {
    if raw
        .position_embedding_type
        .as_deref()
        .is_some_and(|p| p != "absolute")
    {
        return Err("its positions are relative; only absolute ones can be run".into());
    }
    match raw.model_type.as_deref() {
        Some("bert") | None => Ok(Kind::Bert),
        Some("distilbert") => Ok(Kind::Distil),
        Some(other) => Err(format!(
            "{:?} is neither \"bert\" nor \"distilbert\"",
            other.chars().take(40).collect::<String>()
        )),
    }
}

/// candle's `DistilBERT` computes "gelu" by its usual approximation; its BERT exactly.
fn activation(kind: Kind, name: &str) -> Result<HiddenAct, String> {
    match (kind, name) {
        (_, "relu") => Ok(HiddenAct::Relu),
        (_, "gelu") => Ok(HiddenAct::Gelu),
        (Kind::Bert, "gelu_new" | "gelu_pytorch_tanh" | "gelu_fast") => Ok(HiddenAct::GeluApproximate),
        _ => Err(format!(
            "the activation {:?} cannot be run",
            name.chars().take(40).collect::<String>()
        )),
    }
}

fn check(raw: &Raw, limits: &Limits) -> Result<(), String> {
    let bounds = [
        ("hidden_size", raw.hidden_size, limits.hidden),
        ("num_hidden_layers", raw.num_hidden_layers, limits.layers),
        ("num_attention_heads", raw.num_attention_heads, 64),
        ("intermediate_size", raw.intermediate_size, limits.intermediate),
        ("vocab_size", raw.vocab_size, limits.vocabulary),
        (
            "max_position_embeddings",
            raw.max_position_embeddings,
            limits.positions,
        ),
        ("type_vocab_size", raw.type_vocab_size.max(1), 16),
    ];
    for (name, value, most) in bounds {
        if value == 0 || value > most {
            return Err(format!("{name} is {value}, it must be from 1 to {most}"));
        }
    }
    if raw.model_type.as_deref() != Some("distilbert") && raw.type_vocab_size == 0 {
        return Err("type_vocab_size is missing".into());
    }
    if !raw.hidden_size.is_multiple_of(raw.num_attention_heads) {
        return Err(format!(
            "hidden_size {} is not divided by {} heads",
            raw.hidden_size, raw.num_attention_heads
        ));
    }
    if !(raw.layer_norm_eps > 0.0 && raw.layer_norm_eps < 0.1) {
        return Err(format!("layer_norm_eps is {}", raw.layer_norm_eps));
    }
    Ok(())
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
