//! Writes tiny models of every family with random but fixed weights: for tests, and for the script that asks llama.cpp for
//! reference logits. What these models say makes no sense; that two programs agree on it does.

use std::io::BufWriter;
use std::path::Path;

use candle_core::quantized::gguf_file::{self, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Result, Tensor};

use crate::models::validate::ARCHITECTURES;

/// The families, as `general.architecture` names them.
pub const FAMILIES: &[&str] = ARCHITECTURES;

/// Number formats; all but single precision need the larger size.
pub use mynah_matrix::FORMATS as STORAGES;

/// Dimensions.
#[derive(Debug, Clone, Copy)]
struct Size {
    width: usize,
    wide: usize,
    layers: usize,
}

/// Enough layers that Gemma 3 has one without a sliding window.
const SMALL: Size = Size {
    width: 64,
    wide: 96,
    layers: 7,
};
/// For blocks of 256 numbers.
const LARGER: Size = Size {
    width: 256,
    wide: 512,
    layers: 3,
};
const HEADS: usize = 4;
const SHARED_HEADS: usize = 2;
const WORDS: usize = 320;
/// Kernel length of the short convolution.
const REACH: usize = 3;
/// Sliding window; shorter than the prompts, so that it matters.
const WINDOW: u32 = 12;

/// A random generator with the same output everywhere (xorshift64*).
struct Random(u64);

impl Random {
    /// Roughly normal: the sum of four uniform numbers, between -2 and 2.
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
    write_as(family, SMALL, GgmlDType::F32, path)
}

/// Writes a larger model of the first family, with its matrices in this format.
pub fn write_stored(storage: GgmlDType, path: &Path) -> Result<()> {
    write_as(FAMILIES[0], LARGER, storage, path)
}

fn write_as(family: &str, size: Size, storage: GgmlDType, path: &Path) -> Result<()> {
    let head = if family.starts_with("gemma") || family == "qwen3" {
        32
    } else {
        size.width / HEADS
    };
    let mut random = Random(0x9e37_79b9 + family.len() as u64 * 7919 + u64::from(family.as_bytes()[0]));
    let mut tensors: Vec<(String, QTensor)> = Vec::new();
    for (name, shape) in shapes(family, size, head) {
        let is_norm = name.contains("norm.weight");
        let count: usize = shape.iter().product();
        let scale = 1.2 / (*shape.last().unwrap_or(&1) as f32).sqrt();
        let values: Vec<f32> = (0..count)
            .map(|_| match (is_norm, shape.len()) {
                (true, _) => 1.0 + 0.2 * random.next(),
                (false, 1) => 0.1 * random.next(),
                (false, _) => scale * random.next(),
            })
            .collect();
        let storage = if shape.len() == 2 { storage } else { GgmlDType::F32 };
        let tensor = Tensor::from_vec(values, shape, &Device::Cpu)?;
        tensors.push((name, QTensor::quantize(&tensor, storage)?));
    }
    save(path, &properties(family, size, head), &tensors)
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

/// A `SentencePiece` vocabulary of this size: control tokens, the bytes, and words without meaning.
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
fn shapes(family: &str, size: Size, head: usize) -> Vec<(String, Vec<usize>)> {
    let Size { width, wide, layers } = size;
    let (asking, asked) = (HEADS * head, SHARED_HEADS * head);
    let (is_phi2, is_lfm2) = (family == "phi2", family == "lfm2");
    let mut all: Vec<(String, Vec<usize>)> = vec![
        ("token_embd.weight".into(), vec![WORDS, width]),
        (
            if is_lfm2 {
                "token_embd_norm.weight"
            } else {
                "output_norm.weight"
            }
            .into(),
            vec![width],
        ),
    ];
    if !family.starts_with("gemma") {
        all.push(("output.weight".into(), vec![WORDS, width]));
    }
    if is_phi2 {
        all.push(("output_norm.bias".into(), vec![width]));
        all.push(("output.bias".into(), vec![WORDS]));
    }
    for layer in 0..layers {
        let mut add = |part: &str, shape: &[usize]| all.push((format!("blk.{layer}.{part}"), shape.to_vec()));
        add("attn_norm.weight", &[width]);
        if is_lfm2 && !has_attention(layer) {
            add("shortconv.conv.weight", &[width, REACH]);
            add("shortconv.in_proj.weight", &[3 * width, width]);
            add("shortconv.out_proj.weight", &[width, width]);
            add("ffn_norm.weight", &[width]);
            add("ffn_up.weight", &[wide, width]);
            add("ffn_gate.weight", &[wide, width]);
            add("ffn_down.weight", &[width, wide]);
            continue;
        }
        if family.starts_with("phi") {
            add("attn_qkv.weight", &[asking + 2 * asked, width]);
        } else {
            add("attn_q.weight", &[asking, width]);
            add("attn_k.weight", &[asked, width]);
            add("attn_v.weight", &[asked, width]);
        }
        add("attn_output.weight", &[width, asking]);
        if family == "qwen2" {
            add("attn_q.bias", &[asking]);
            add("attn_k.bias", &[asked]);
            add("attn_v.bias", &[asked]);
        }
        if matches!(family, "qwen3" | "gemma3" | "lfm2") {
            add("attn_q_norm.weight", &[head]);
            add("attn_k_norm.weight", &[head]);
        }
        if matches!(family, "gemma2" | "gemma3") {
            add("post_attention_norm.weight", &[width]);
            add("post_ffw_norm.weight", &[width]);
        }
        if is_phi2 {
            add("attn_norm.bias", &[width]);
            add("attn_qkv.bias", &[asking + 2 * asked]);
            add("attn_output.bias", &[width]);
            add("ffn_up.bias", &[wide]);
            add("ffn_down.bias", &[width]);
        } else {
            add("ffn_norm.weight", &[width]);
        }
        let up = if family == "phi3" { 2 * wide } else { wide };
        add("ffn_up.weight", &[up, width]);
        if !family.starts_with("phi") {
            add("ffn_gate.weight", &[wide, width]);
        }
        add("ffn_down.weight", &[width, wide]);
    }
    all
}

/// Which layers of LFM2 have attention.
fn has_attention(layer: usize) -> bool {
    layer % 3 == 2
}

fn properties(family: &str, size: Size, head: usize) -> Vec<(String, Value)> {
    let Size { width, wide, layers } = size;
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
        (own("embedding_length"), number(width)),
        (own("block_count"), number(layers)),
        (own("feed_forward_length"), number(wide)),
        (own("attention.head_count"), number(HEADS)),
        (own("attention.head_count_kv"), number(SHARED_HEADS)),
        (own("attention.key_length"), number(head)),
        (own("attention.value_length"), number(head)),
        (own("rope.dimension_count"), number(rotated)),
        (own(&format!("attention.{epsilon}")), Value::F32(1e-5)),
    ];
    all.extend(vocabulary(WORDS));
    // llama.cpp ignores Phi 3's sliding window.
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
    if family == "lfm2" {
        let heads = (0..layers).map(|layer| Value::I32(if has_attention(layer) { 2 } else { 0 }));
        all.retain(|(key, _)| *key != own("attention.head_count_kv"));
        all.push((own("attention.head_count_kv"), Value::Array(heads.collect())));
        all.push((own("shortconv.l_cache"), number(REACH)));
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
        // llama.cpp requires it in Phi 3 models.
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
