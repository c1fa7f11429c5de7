//! Tiny models of every family with random weights, always the same: for tests, and for the script that asks llama.cpp what
//! it makes of them.
//!
//! Owns the writer. What these models say makes no sense; that two programs agree on it does.

use std::io::BufWriter;
use std::path::Path;

use candle_core::quantized::gguf_file::{self, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Result, Tensor};

use crate::models::validate::ARCHITECTURES;

/// The families, as `general.architecture` names them.
pub const FAMILIES: &[&str] = ARCHITECTURES;

const WIDTH: usize = 64;
const HEADS: usize = 4;
const SHARED_HEADS: usize = 2;
const WIDE: usize = 96;
const WORDS: usize = 320;
/// Enough that Gemma 3 has a layer without a window.
const LAYERS: usize = 7;
/// Shorter than the prompts, so that it matters.
const WINDOW: u32 = 12;

/// A generator of numbers that is the same everywhere (xorshift64*).
struct Random(u64);

impl Random {
    /// About normal: the sum of four, between -2 and 2.
    fn next(&mut self) -> f32 {
        let mut sum = 0.0;
        for _ in 0..4 {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            let bits = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 40;
            sum += bits as f32 / (1 << 24) as f32 - 0.5;
        }
        sum
    }
}

/// Writes a model of this family with 32-bit weights.
pub fn write(family: &str, path: &Path) -> Result<()> {
    let head = if family.starts_with("gemma") || family == "qwen3" {
        32
    } else {
        WIDTH / HEADS
    };
    let mut random = Random(0x9e37_79b9 + family.len() as u64 * 7919 + u64::from(family.as_bytes()[0]));
    let mut tensors: Vec<(String, QTensor)> = Vec::new();
    for (name, shape) in shapes(family, head) {
        let is_norm = name.contains("norm.weight");
        let size: usize = shape.iter().product();
        let scale = 1.2 / (*shape.last().unwrap_or(&1) as f32).sqrt();
        let values: Vec<f32> = (0..size)
            .map(|_| match (is_norm, shape.len()) {
                (true, _) => 1.0 + 0.2 * random.next(),
                (false, 1) => 0.1 * random.next(),
                (false, _) => scale * random.next(),
            })
            .collect();
        let tensor = Tensor::from_vec(values, shape, &Device::Cpu)?;
        tensors.push((name, QTensor::quantize(&tensor, GgmlDType::F32)?));
    }
    save(path, &properties(family, head), &tensors)
}

/// Writes a GGUF file.
pub fn save(path: &Path, properties: &[(String, Value)], tensors: &[(String, QTensor)]) -> Result<()> {
    let properties: Vec<(&str, &Value)> = properties
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .collect();
    let tensors: Vec<(&str, &QTensor)> = tensors
        .iter()
        .map(|(name, tensor)| (name.as_str(), tensor))
        .collect();
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    gguf_file::write(&mut file, &properties, &tensors)
}

/// A `SentencePiece` vocabulary of so many words: control tokens, the bytes, and words that mean nothing.
pub fn vocabulary(count: usize) -> Vec<(String, Value)> {
    let words = (0..count).map(|id| Value::String(word(id))).collect();
    let kinds = (0..count).map(|id| Value::I32(kind(id))).collect();
    let scores = (0..count).map(|id| Value::F32(-(id as f32))).collect();
    [
        ("model", Value::String("llama".to_owned())),
        ("tokens", Value::Array(words)),
        ("token_type", Value::Array(kinds)),
        ("scores", Value::Array(scores)),
        ("unknown_token_id", Value::U32(0)),
        ("bos_token_id", Value::U32(1)),
        ("eos_token_id", Value::U32(2)),
    ]
    .map(|(key, value)| (format!("tokenizer.ggml.{key}"), value))
    .into()
}

/// Names and shapes, outermost dimension first.
fn shapes(family: &str, head: usize) -> Vec<(String, Vec<usize>)> {
    let (asking, asked) = (HEADS * head, SHARED_HEADS * head);
    let is_phi2 = family == "phi2";
    let mut all: Vec<(String, Vec<usize>)> = vec![
        ("token_embd.weight".into(), vec![WORDS, WIDTH]),
        ("output_norm.weight".into(), vec![WIDTH]),
    ];
    if !family.starts_with("gemma") {
        all.push(("output.weight".into(), vec![WORDS, WIDTH]));
    }
    if is_phi2 {
        all.push(("output_norm.bias".into(), vec![WIDTH]));
        all.push(("output.bias".into(), vec![WORDS]));
    }
    for layer in 0..LAYERS {
        let mut add = |part: &str, shape: &[usize]| all.push((format!("blk.{layer}.{part}"), shape.to_vec()));
        add("attn_norm.weight", &[WIDTH]);
        if family.starts_with("phi") {
            add("attn_qkv.weight", &[asking + 2 * asked, WIDTH]);
        } else {
            add("attn_q.weight", &[asking, WIDTH]);
            add("attn_k.weight", &[asked, WIDTH]);
            add("attn_v.weight", &[asked, WIDTH]);
        }
        add("attn_output.weight", &[WIDTH, asking]);
        if family == "qwen2" {
            add("attn_q.bias", &[asking]);
            add("attn_k.bias", &[asked]);
            add("attn_v.bias", &[asked]);
        }
        if matches!(family, "qwen3" | "gemma3") {
            add("attn_q_norm.weight", &[head]);
            add("attn_k_norm.weight", &[head]);
        }
        if matches!(family, "gemma2" | "gemma3") {
            add("post_attention_norm.weight", &[WIDTH]);
            add("post_ffw_norm.weight", &[WIDTH]);
        }
        if is_phi2 {
            add("attn_norm.bias", &[WIDTH]);
            add("attn_qkv.bias", &[asking + 2 * asked]);
            add("attn_output.bias", &[WIDTH]);
            add("ffn_up.bias", &[WIDE]);
            add("ffn_down.bias", &[WIDTH]);
        } else {
            add("ffn_norm.weight", &[WIDTH]);
        }
        let up = if family == "phi3" { 2 * WIDE } else { WIDE };
        add("ffn_up.weight", &[up, WIDTH]);
        if !family.starts_with("phi") {
            add("ffn_gate.weight", &[WIDE, WIDTH]);
        }
        add("ffn_down.weight", &[WIDTH, WIDE]);
    }
    all
}

fn properties(family: &str, head: usize) -> Vec<(String, Value)> {
    let number = |value: usize| Value::U32(u32::try_from(value).unwrap_or_default());
    let own = |name: &str| format!("{family}.{name}");
    let epsilon = if family == "phi2" {
        "layer_norm_epsilon"
    } else {
        "layer_norm_rms_epsilon"
    };
    let rotated = if family == "phi2" { head / 2 } else { head };
    let mut all = vec![
        (
            "general.architecture".to_owned(),
            Value::String(family.to_owned()),
        ),
        ("general.name".to_owned(), Value::String(format!("tiny {family}"))),
        (own("context_length"), Value::U32(512)),
        (own("embedding_length"), number(WIDTH)),
        (own("block_count"), number(LAYERS)),
        (own("feed_forward_length"), number(WIDE)),
        (own("attention.head_count"), number(HEADS)),
        (own("attention.head_count_kv"), number(SHARED_HEADS)),
        (own("attention.key_length"), number(head)),
        (own("attention.value_length"), number(head)),
        (own("rope.dimension_count"), number(rotated)),
        (own(&format!("attention.{epsilon}")), Value::F32(1e-5)),
    ];
    all.extend(vocabulary(WORDS));
    // llama.cpp leaves Phi 3's window out.
    if matches!(family, "gemma2" | "gemma3") {
        all.push((own("attention.sliding_window"), Value::U32(WINDOW)));
    }
    if family == "gemma2" {
        all.push((own("attn_logit_softcapping"), Value::F32(5.0)));
        all.push((own("final_logit_softcapping"), Value::F32(3.0)));
    }
    if family == "gemma3" {
        all.push((own("rope.freq_base"), Value::F32(1_000_000.0)));
        all.push((own("rope.scaling.type"), Value::String("linear".to_owned())));
        all.push((own("rope.scaling.factor"), Value::F32(8.0)));
    }
    if family == "phi3" {
        all.push((own("rope.scaling.original_context_length"), Value::U32(512)));
    }
    all
}

fn word(id: usize) -> String {
    match id {
        0 => "<unk>".to_owned(),
        1 => "<s>".to_owned(),
        2 => "</s>".to_owned(),
        3..=258 => format!("<0x{:02X}>", id - 3),
        // llama.cpp looks for it in models of Phi 3.
        259 => "<|endoftext|>".to_owned(),
        _ => format!("\u{2581}w{id}"),
    }
}

fn kind(id: usize) -> i32 {
    match id {
        0 => 2,
        1 | 2 | 259 => 3,
        3..=258 => 6,
        _ => 1,
    }
}
