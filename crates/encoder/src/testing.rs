//! Small encoders with random numbers, written as files, for the tests of this crate.
//!
//! Owns nothing that ships.

use std::path::Path;

use half::f16;
use safetensors::Dtype;
use safetensors::tensor::TensorView;

use crate::files::Files;

pub const VOCABULARY: usize = 20;
const WORDS: [&str; VOCABULARY] = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "where", "is", "the", "loo", "toilet", "cafe", "opens", "at", "nine",
    "on", "floor", "two", "##s", "query", "passage", ":",
];

/// A `WordPiece` tokenizer of a few words.
pub fn tokenizer() -> String {
    let vocabulary: serde_json::Map<String, serde_json::Value> = WORDS
        .iter()
        .enumerate()
        .map(|(i, w)| ((*w).to_string(), i.into()))
        .collect();
    serde_json::json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                       "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
        "decoder": null,
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 40, "vocab": vocabulary},
    })
    .to_string()
}

/// Numbers around zero that depend on nothing but the seed.
pub fn numbers(seed: u64, count: usize, size: f32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 40) as f32 / (1 << 23) as f32 - 1.0) * size
    };
    (0..count).map(|_| next()).collect()
}

/// A tensor of a file that is being made up.
#[derive(Clone)]
pub struct Made {
    pub name: String,
    pub shape: Vec<usize>,
    pub numbers: Vec<f32>,
    pub kind: Dtype,
}

/// A BERT of two layers and width 16, with or without a reader's head.
pub fn bert(reader: bool) -> Vec<Made> {
    let mut all = Vec::new();
    let mut put = |name: &str, shape: &[usize]| {
        let count = shape.iter().product();
        let mut values = numbers(all.len() as u64 + 1, count, 0.3);
        if name.ends_with("LayerNorm.weight") {
            for x in &mut values {
                *x += 1.0;
            }
        }
        all.push(Made {
            name: name.into(),
            shape: shape.to_vec(),
            numbers: values,
            kind: Dtype::F16,
        });
    };
    put("embeddings.word_embeddings.weight", &[VOCABULARY, 16]);
    put("embeddings.position_embeddings.weight", &[32, 16]);
    put("embeddings.token_type_embeddings.weight", &[2, 16]);
    let mut dense = vec![("embeddings.LayerNorm".to_string(), vec![16])];
    for i in 0..2 {
        for name in [
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
        ] {
            dense.push((format!("encoder.layer.{i}.{name}"), vec![16, 16]));
        }
        dense.push((format!("encoder.layer.{i}.intermediate.dense"), vec![24, 16]));
        dense.push((format!("encoder.layer.{i}.output.dense"), vec![16, 24]));
        for name in ["attention.output.LayerNorm", "output.LayerNorm"] {
            dense.push((format!("encoder.layer.{i}.{name}"), vec![16]));
        }
    }
    for (name, shape) in dense {
        put(&format!("{name}.weight"), &shape);
        put(&format!("{name}.bias"), &shape[..1]);
    }
    if reader {
        put("reader.weight", &[1, 34]);
        put("reader.bias", &[1]);
        put("reader.matters.weight", &[1, 16]);
    }
    all
}

/// The same as `DistilBERT`, under its own prefix.
pub fn distil() -> Vec<Made> {
    let names = [
        ("encoder.layer", "transformer.layer"),
        ("attention.self.query", "attention.q_lin"),
        ("attention.self.key", "attention.k_lin"),
        ("attention.self.value", "attention.v_lin"),
        ("attention.output.dense", "attention.out_lin"),
        ("attention.output.LayerNorm", "sa_layer_norm"),
        ("intermediate.dense", "ffn.lin1"),
        ("output.LayerNorm", "output_layer_norm"),
        ("output.dense", "ffn.lin2"),
    ];
    let mut all = bert(false);
    all.retain(|t| !t.name.contains("token_type"));
    for tensor in &mut all {
        let renamed = names
            .iter()
            .fold(tensor.name.clone(), |n, (from, to)| n.replace(from, to));
        tensor.name = format!("distilbert.{renamed}");
    }
    all
}

/// The bytes of a safetensors file.
pub fn safetensors(tensors: &[Made]) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> = tensors
        .iter()
        .map(|t| match t.kind {
            Dtype::F16 => t
                .numbers
                .iter()
                .flat_map(|x| f16::from_f32(*x).to_le_bytes())
                .collect(),
            Dtype::F32 => t.numbers.iter().flat_map(|x| x.to_le_bytes()).collect(),
            _ => t
                .numbers
                .iter()
                .flat_map(|x| f64::from(*x).to_le_bytes())
                .collect(),
        })
        .collect();
    let views = tensors
        .iter()
        .zip(&bytes)
        .map(|(t, b)| (&t.name, TensorView::new(t.kind, t.shape.clone(), b).unwrap()));
    safetensors::serialize(views, None).unwrap()
}

/// config.json of [`bert`].
pub fn config() -> serde_json::Value {
    serde_json::json!({
        "model_type": "bert", "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 4,
        "intermediate_size": 24, "hidden_act": "gelu", "vocab_size": VOCABULARY, "max_position_embeddings": 32,
        "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0,
    })
}

/// config.json of [`distil`].
pub fn distil_config() -> serde_json::Value {
    serde_json::json!({
        "model_type": "distilbert", "dim": 16, "n_layers": 2, "n_heads": 4, "hidden_dim": 24, "activation": "gelu",
        "vocab_size": VOCABULARY, "max_position_embeddings": 32, "pad_token_id": 0,
    })
}

/// Writes the three files of a public encoder.
pub fn write(folder: &Path, config: &serde_json::Value, tensors: &[Made]) -> Files {
    let files = Files::in_folder(folder);
    std::fs::write(&files.config, config.to_string()).unwrap();
    std::fs::write(&files.weights, safetensors(tensors)).unwrap();
    std::fs::write(&files.tokenizer, tokenizer()).unwrap();
    files
}
