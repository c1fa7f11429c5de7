//! Models of real shapes with random weights, to measure with: `make bench-llm`.
//!
//! Owns the shapes and the mixes of storage types (as llama.cpp's quantiser chooses them). A tile of random rows is
//! quantised and repeated: speed does not depend on the numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use candle_core::quantized::gguf_file::Value;
use candle_core::quantized::{GgmlDType, QStorage, QTensor};
use candle_core::{Device, Tensor};
use mynah::language::tiny;

struct Shape {
    name: &'static str,
    family: &'static str,
    layers: usize,
    width: usize,
    heads: usize,
    shared_heads: usize,
    head: usize,
    wide: usize,
    words: usize,
    tied: bool,
}

const SHAPES: [Shape; 5] = [
    Shape {
        name: "smollm2-135m",
        family: "llama",
        layers: 30,
        width: 576,
        heads: 9,
        shared_heads: 3,
        head: 64,
        wide: 1536,
        words: 49_152,
        tied: true,
    },
    Shape {
        name: "smollm2-360m",
        family: "llama",
        layers: 32,
        width: 960,
        heads: 15,
        shared_heads: 5,
        head: 64,
        wide: 2560,
        words: 49_152,
        tied: true,
    },
    Shape {
        name: "qwen3-0.6b",
        family: "qwen3",
        layers: 28,
        width: 1024,
        heads: 16,
        shared_heads: 8,
        head: 128,
        wide: 3072,
        words: 151_936,
        tied: true,
    },
    Shape {
        name: "tinyllama-1.1b",
        family: "llama",
        layers: 22,
        width: 2048,
        heads: 32,
        shared_heads: 4,
        head: 64,
        wide: 5632,
        words: 32_000,
        tied: false,
    },
    Shape {
        name: "gemma3-1b",
        family: "gemma3",
        layers: 26,
        width: 1152,
        heads: 4,
        shared_heads: 1,
        head: 256,
        wide: 6912,
        words: 262_144,
        tied: true,
    },
];

/// What a tensor's storage depends on.
#[derive(Clone, Copy)]
enum Part {
    Norm,
    Plain,
    /// Embeddings, logits, and in half of the layers values and the way down: stored more finely.
    Fine,
}

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    let only = std::env::args().nth(2);
    std::fs::create_dir_all(&folder).unwrap();
    for shape in SHAPES {
        for mix in ["q4_k_m", "q8_0"] {
            let path = folder.join(format!("{}-{mix}.gguf", shape.name));
            if path.exists() || only.as_deref().is_some_and(|only| only != shape.name) {
                continue;
            }
            write(&shape, mix, &path);
            println!("{}", path.display());
        }
    }
}

/// The storage of a tensor with rows of this length.
fn storage(mix: &str, part: Part, columns: usize) -> GgmlDType {
    match (mix, part, columns.is_multiple_of(256)) {
        (_, Part::Norm, _) => GgmlDType::F32,
        ("q8_0", ..) | (_, Part::Fine, false) => GgmlDType::Q8_0,
        (_, Part::Plain, true) => GgmlDType::Q4K,
        (_, Part::Fine, true) => GgmlDType::Q6K,
        (_, Part::Plain, false) => GgmlDType::Q5_0,
    }
}

fn tensor(seed: &mut u64, shape: &[usize], storage: GgmlDType) -> QTensor {
    let columns = *shape.last().unwrap();
    let rows: usize = shape[..shape.len() - 1].iter().product();
    let tile = rows.min(32);
    let mut next = || {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        (*seed >> 40) as f32 / (1_u64 << 24) as f32 - 0.5
    };
    let scale = 2.0 / (columns as f32).sqrt();
    let numbers: Vec<f32> = (0..tile * columns)
        .map(|_| {
            if shape.len() == 1 {
                1.0 + 0.1 * next()
            } else {
                scale * next()
            }
        })
        .collect();
    if shape.len() == 1 {
        let tensor = Tensor::from_vec(numbers, columns, &Device::Cpu).unwrap();
        return QTensor::quantize(&tensor, storage).unwrap();
    }
    let tensor = Tensor::from_vec(numbers, (tile, columns), &Device::Cpu).unwrap();
    let quantised = QTensor::quantize(&tensor, storage).unwrap();
    let bytes = quantised.data().unwrap();
    let row = bytes.len() / tile;
    let mut all = Vec::with_capacity(rows * row);
    while all.len() < rows * row {
        let more = (rows * row - all.len()).min(bytes.len());
        all.extend_from_slice(&bytes[..more]);
    }
    let storage = QStorage::from_data(Cow::Owned(all), &Device::Cpu, storage).unwrap();
    QTensor::new(storage, shape).unwrap()
}

fn write(shape: &Shape, mix: &str, path: &Path) {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut tensors: Vec<(String, QTensor)> = Vec::new();
    let mut add = |name: String, dimensions: &[usize], part: Part| {
        let storage = storage(mix, part, *dimensions.last().unwrap());
        tensors.push((name, tensor(&mut seed, dimensions, storage)));
    };
    let (width, wide) = (shape.width, shape.wide);
    let (asking, asked) = (shape.heads * shape.head, shape.shared_heads * shape.head);
    let embedding = if shape.tied { Part::Fine } else { Part::Plain };
    add("token_embd.weight".into(), &[shape.words, width], embedding);
    add("output_norm.weight".into(), &[width], Part::Norm);
    if !shape.tied {
        add("output.weight".into(), &[shape.words, width], Part::Fine);
    }
    for layer in 0..shape.layers {
        let fine = if layer % 2 == 0 { Part::Fine } else { Part::Plain };
        let mut of = |part: &str, dimensions: &[usize], kind: Part| {
            add(format!("blk.{layer}.{part}.weight"), dimensions, kind);
        };
        of("attn_norm", &[width], Part::Norm);
        of("attn_q", &[asking, width], Part::Plain);
        of("attn_k", &[asked, width], Part::Plain);
        of("attn_v", &[asked, width], fine);
        of("attn_output", &[width, asking], Part::Plain);
        if shape.family != "llama" {
            of("attn_q_norm", &[shape.head], Part::Norm);
            of("attn_k_norm", &[shape.head], Part::Norm);
        }
        if shape.family == "gemma3" {
            of("post_attention_norm", &[width], Part::Norm);
            of("post_ffw_norm", &[width], Part::Norm);
        }
        of("ffn_norm", &[width], Part::Norm);
        of("ffn_gate", &[wide, width], Part::Plain);
        of("ffn_up", &[wide, width], Part::Plain);
        of("ffn_down", &[width, wide], fine);
    }
    tiny::save(path, &properties(shape), &tensors).unwrap();
}

fn properties(shape: &Shape) -> Vec<(String, Value)> {
    let number = |value: usize| Value::U32(u32::try_from(value).unwrap());
    let own = |name: &str| format!("{}.{name}", shape.family);
    let text = |value: &str| Value::String(value.to_owned());
    let mut all = vec![
        ("general.architecture".to_owned(), text(shape.family)),
        ("general.name".to_owned(), text(shape.name)),
        (own("context_length"), Value::U32(4096)),
        (own("embedding_length"), number(shape.width)),
        (own("block_count"), number(shape.layers)),
        (own("feed_forward_length"), number(shape.wide)),
        (own("attention.head_count"), number(shape.heads)),
        (own("attention.head_count_kv"), number(shape.shared_heads)),
        (own("attention.key_length"), number(shape.head)),
        (own("attention.value_length"), number(shape.head)),
        (own("rope.dimension_count"), number(shape.head)),
        (own("attention.layer_norm_rms_epsilon"), Value::F32(1e-5)),
    ];
    all.extend(tiny::vocabulary(shape.words));
    if shape.family == "gemma3" {
        all.push((own("attention.sliding_window"), Value::U32(512)));
        all.push((own("rope.freq_base"), Value::F32(1_000_000.0)));
    }
    all
}
