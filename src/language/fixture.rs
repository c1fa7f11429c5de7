//! Tiny language models for tests: random weights with a hand-made vocabulary.
//!
//! Owns their metadata and files, and a chat with any model. What the tiny ones say makes no sense, but is always the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use candle_core::quantized::gguf_file::{self, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};

use super::gguf::Metadata;
use super::{
    Chat, ChatTurn, Flow, Generation, LanguageModel, LoadOptions, Output, Piece, PromptPrefix, Sampling, load,
};
use crate::models::validate;

/// Properties of a file.
pub(super) type Properties = BTreeMap<&'static str, Value>;

/// A property that is a text.
pub(super) fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// A property that is a list of texts.
pub(super) fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> Value {
    Value::Array(values.into_iter().map(text).collect())
}

/// Byte-level BPE with these control tokens, every byte, and a few merges.
pub(super) fn bytes_vocabulary(controls: &[&str], merges: &[&str], pre: &str) -> Properties {
    let letters: Vec<String> = (0..=255_u8)
        .map(|byte| super::tokenizer::letter(byte).to_string())
        .collect();
    let compound: Vec<String> = merges.iter().map(|merge| merge.replace(' ', "")).collect();
    let words = controls.iter().copied().chain(letters.iter().map(String::as_str));
    let words: Vec<&str> = words.chain(compound.iter().map(String::as_str)).collect();
    let uses = (0..words.len())
        .map(|index| Value::I32(if index < controls.len() { 3 } else { 1 }))
        .collect();
    BTreeMap::from([
        ("tokenizer.ggml.model", text("gpt2")),
        ("tokenizer.ggml.pre", text(pre)),
        ("tokenizer.ggml.tokens", texts(words)),
        ("tokenizer.ggml.token_type", Value::Array(uses)),
        ("tokenizer.ggml.merges", texts(merges.iter().copied())),
        ("tokenizer.ggml.eos_token_id", Value::U32(0)),
    ])
}

/// `SentencePiece` with control tokens, the bytes, and words with their scores.
pub(super) fn sentence_vocabulary(words: &[(&str, f32)]) -> Properties {
    let bytes: Vec<String> = (0..=255_u8).map(|byte| format!("<0x{byte:02X}>")).collect();
    let all = ["<unk>", "<s>", "</s>"]
        .into_iter()
        .chain(bytes.iter().map(String::as_str));
    let all: Vec<&str> = all.chain(words.iter().map(|(word, _)| *word)).collect();
    let uses = [2, 3, 3]
        .into_iter()
        .chain(std::iter::repeat_n(6, 256))
        .chain(std::iter::repeat_n(1, words.len()));
    let scores = std::iter::repeat_n(0.0, 259).chain(words.iter().map(|(_, score)| *score));
    BTreeMap::from([
        ("tokenizer.ggml.model", text("llama")),
        ("tokenizer.ggml.tokens", texts(all)),
        (
            "tokenizer.ggml.token_type",
            Value::Array(uses.map(Value::I32).collect()),
        ),
        (
            "tokenizer.ggml.scores",
            Value::Array(scores.map(Value::F32).collect()),
        ),
        ("tokenizer.ggml.unknown_token_id", Value::U32(0)),
        ("tokenizer.ggml.bos_token_id", Value::U32(1)),
        ("tokenizer.ggml.eos_token_id", Value::U32(2)),
    ])
}

/// A model of random weights, always the same; keep the folder as long as the model.
pub(crate) fn random_weights() -> (tempfile::TempDir, Box<dyn LanguageModel>) {
    let mut properties = bytes_vocabulary(&["<|im_end|>", "<|im_start|>"], &["t h", "th e"], "smollm");
    properties.insert(
        "tokenizer.chat_template",
        text("{% for message in messages %}{{'<|im_start|>' + message.content + '<|im_end|>'}}{% endfor %}"),
    );
    let (folder, path) = model(&properties, 32, 4_096, GgmlDType::F32);
    let validated = validate::language(&path).unwrap();
    let model = load(&path, &validated, &LoadOptions::default()).unwrap();
    (folder, model)
}

/// The metadata alone.
pub(super) fn metadata(properties: &Properties) -> Metadata {
    Metadata::from_pairs(properties.iter().map(|(key, value)| (*key, value.clone())))
}

/// Writes a model of two layers with these properties and random weights; keep the folder as long as the file.
pub(super) fn model(
    properties: &Properties,
    width: usize,
    context: u32,
    storage: GgmlDType,
) -> (tempfile::TempDir, PathBuf) {
    let count = |number: usize| Value::U32(u32::try_from(number).unwrap());
    let Some(Value::Array(words)) = properties.get("tokenizer.ggml.tokens") else {
        panic!("no words")
    };
    let mut all = properties.clone();
    all.extend([
        ("general.architecture", text("llama")),
        ("general.name", text("tiny")),
        ("llama.context_length", Value::U32(context)),
        ("llama.embedding_length", count(width)),
        ("llama.block_count", Value::U32(2)),
        ("llama.attention.head_count", Value::U32(4)),
        ("llama.attention.head_count_kv", Value::U32(2)),
        ("llama.rope.dimension_count", count(width / 4)),
        ("llama.attention.layer_norm_rms_epsilon", Value::F32(1e-5)),
    ]);
    let mut seed = 1_u64;
    let mut tensors: Vec<(String, QTensor)> = Vec::new();
    let mut add = |name: String, shape: &[usize]| {
        let tensor = match shape {
            [size] => QTensor::quantize(
                &Tensor::ones(*size, candle_core::DType::F32, &Device::Cpu).unwrap(),
                GgmlDType::F32,
            ),
            _ => QTensor::quantize(&random(&mut seed, shape), storage),
        };
        tensors.push((name, tensor.unwrap()));
    };
    add("token_embd.weight".into(), &[words.len(), width]);
    add("output_norm.weight".into(), &[width]);
    for layer in 0..2 {
        for (part, shape) in [
            ("attn_norm", &[width][..]),
            ("attn_q", &[width, width]),
            ("attn_k", &[width / 2, width]),
            ("attn_v", &[width / 2, width]),
            ("attn_output", &[width, width]),
            ("ffn_norm", &[width]),
            ("ffn_up", &[2 * width, width]),
            ("ffn_gate", &[2 * width, width]),
            ("ffn_down", &[width, 2 * width]),
        ] {
            add(format!("blk.{layer}.{part}.weight"), shape);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiny.gguf");
    let properties: Vec<(&str, &Value)> = all.iter().map(|(key, value)| (*key, value)).collect();
    let tensors: Vec<(&str, &QTensor)> = tensors
        .iter()
        .map(|(name, tensor)| (name.as_str(), tensor))
        .collect();
    gguf_file::write(&mut File::create(&path).unwrap(), &properties, &tensors).unwrap();
    (folder, path)
}

/// Numbers from -0.25 to 0.25.
fn random(seed: &mut u64, shape: &[usize]) -> Tensor {
    let mut next = || {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 40) as f32 / (1_u64 << 24) as f32 / 2.0 - 0.25
    };
    let numbers: Vec<f32> = (0..shape.iter().product()).map(|_| next()).collect();
    Tensor::from_vec(numbers, shape, &Device::Cpu).unwrap()
}

/// Checks and loads a model.
pub(super) fn open(path: &Path) -> Box<dyn LanguageModel> {
    load(path, &validate::language(path).unwrap(), &LoadOptions::default()).unwrap()
}

/// A chat without tools.
pub(super) fn chat(turns: Vec<ChatTurn>) -> Chat {
    Chat {
        prefix: PromptPrefix {
            persona: "You are Mynah.".into(),
            tools: Vec::new(),
        },
        turns,
    }
}

/// A question that is to be answered.
pub(super) fn asked(facts: &[&str], user: &str) -> ChatTurn {
    ChatTurn {
        facts: facts.iter().map(|&fact| fact.to_owned()).collect(),
        user: user.to_owned(),
        reply: None,
    }
}

/// Generates, checks that what was shown is the text, and counts the pieces.
pub(super) fn generate(
    model: &mut dyn LanguageModel,
    chat: &Chat,
    options: &Sampling,
) -> (Generation, usize) {
    let (mut shown, mut pieces, mut prefilled) = (String::new(), 0, 0);
    let generation = model
        .generate(chat, options, &mut |piece| {
            match piece {
                Piece::Prefilling => {}
                Piece::Prefilled => prefilled += 1,
                Piece::Text(text) => {
                    shown.push_str(text);
                    pieces += 1;
                }
            }
            Flow::Continue
        })
        .unwrap();
    assert_eq!(prefilled, 1);
    match &generation.output {
        Output::Text(text) => assert_eq!(text, &shown),
        _ => assert_eq!(shown, ""),
    }
    (generation, pieces)
}
