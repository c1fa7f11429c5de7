//! Language models of a public model's shape, as GGUF files.
//!
//! Owns the shapes and the properties. The output matrix holds, in the row of each token of the answer, the embedding of the token
//! before it; what the layers add to the residual stream is small beside the embeddings. The public models share one matrix between
//! embedding and output; a double has one for each, so its file is larger, but each token reads the same number of bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use candle_core::Device;
use candle_core::quantized::gguf_file::Value;
use candle_core::quantized::{GgmlDType, QStorage, QTensor};
use mynah::language::tiny;

use super::random::Random;
use super::vocabulary::{StarterSpeech, letters};

/// A shape.
#[derive(Clone, Copy)]
pub struct LanguageShape {
    pub name: &'static str,
    family: &'static str,
    layers: usize,
    width: usize,
    heads: usize,
    kv_heads: usize,
    head: usize,
    feed_forward: usize,
    words: usize,
    rope_base: f32,
    chat: &'static ChatFormat,
}

/// How its prompts are written.
struct ChatFormat {
    pre_tokenizer: &'static str,
    controls: &'static [&'static str],
    /// The tokens that a text begins with, and that a reply ends with.
    begin: &'static str,
    end: &'static str,
    template: &'static str,
}

const CHAT_ML: ChatFormat = ChatFormat {
    pre_tokenizer: "smollm",
    controls: &["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
    begin: "<|im_start|>",
    end: "<|im_end|>",
    template: "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}\
        {% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
};

const QWEN3: ChatFormat = ChatFormat {
    pre_tokenizer: "qwen2",
    begin: "<|endoftext|>",
    template: "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}\
        {% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}\
        {% if not enable_thinking %}{{ '<think>\n\n</think>\n\n' }}{% endif %}{% endif %}",
    ..CHAT_ML
};

const LLAMA3: ChatFormat = ChatFormat {
    pre_tokenizer: "llama-bpe",
    controls: &[
        "<|begin_of_text|>",
        "<|end_of_text|>",
        "<|start_header_id|>",
        "<|end_header_id|>",
        "<|eot_id|>",
    ],
    begin: "<|begin_of_text|>",
    end: "<|eot_id|>",
    template: "{{ '<|begin_of_text|>' }}{% for message in messages %}{{'<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' \
        + message['content'] + '<|eot_id|>'}}{% endfor %}{% if add_generation_prompt %}\
        {{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}",
};

/// Named like the public models that they are the doubles of, with the storage of their layers.
pub const LANGUAGE_SHAPES: [LanguageShape; 3] = [
    LanguageShape {
        name: "smollm2-360m-instruct-q4_0",
        family: "llama",
        layers: 32,
        width: 960,
        heads: 15,
        kv_heads: 5,
        head: 64,
        feed_forward: 2560,
        words: 49_152,
        rope_base: 100_000.0,
        chat: &CHAT_ML,
    },
    LanguageShape {
        name: "qwen3-0.6b-q4_0",
        family: "qwen3",
        layers: 28,
        width: 1024,
        heads: 16,
        kv_heads: 8,
        head: 128,
        feed_forward: 3072,
        words: 151_936,
        rope_base: 1_000_000.0,
        chat: &QWEN3,
    },
    LanguageShape {
        name: "llama-3.2-1b-instruct-q4_0",
        family: "llama",
        layers: 16,
        width: 2048,
        heads: 32,
        kv_heads: 8,
        head: 64,
        feed_forward: 8192,
        words: 128_256,
        rope_base: 500_000.0,
        chat: &LLAMA3,
    },
];

/// Standard deviation of the weights.
const USUAL: f32 = 0.02;
/// Of the outputs of a layer: small, but not so small that scales of halves become subnormal.
const SMALL: f32 = USUAL / 128.0;

/// Pieces of the vocabulary before the controls. A vocabulary that is smaller than GPT-2's leaves out its last merges.
fn pieces(shape: &LanguageShape, starter: &StarterSpeech) -> usize {
    starter.pieces.len().min(shape.words - shape.chat.controls.len())
}

/// Writes the double of a shape, which answers `answer`.
pub fn write(shape: &LanguageShape, starter: &StarterSpeech, answer: &str, path: &Path) {
    let mut random = Random::new(2);
    let control = |spelling: &str| {
        let at = shape.chat.controls.iter().position(|own| *own == spelling);
        pieces(shape, starter) + at.expect("a format names its own controls")
    };
    let tokens = [starter.sentence(answer), vec![control(shape.chat.end)]].concat();
    let starts = [starter.id(b"\n"), starter.id(b"\n\n")];
    let (embedding, output) = sentence(&mut random, shape.width, &starts, &tokens);
    let mut tensors = Vec::new();
    let mut add = |name: &str, dimensions: &[usize], deviation, fixed: &BTreeMap<_, _>, storage| {
        let bytes = match *dimensions {
            [count] => vec![1.0_f32; count]
                .iter()
                .flat_map(|one| one.to_le_bytes())
                .collect(),
            [rows, columns] => random.matrix((rows, columns), deviation, fixed, storage),
            _ => unreachable!("a language model has vectors and matrices"),
        };
        let data = QStorage::from_data(Cow::Owned(bytes), &Device::Cpu, storage).unwrap();
        tensors.push((format!("{name}.weight"), QTensor::new(data, dimensions).unwrap()));
    };
    let vocabulary = [shape.words, shape.width];
    add("token_embd", &vocabulary, 1.0, &embedding, GgmlDType::Q8_0);
    add("output", &vocabulary, USUAL, &output, GgmlDType::Q8_0);
    let none = BTreeMap::new();
    add("output_norm", &[shape.width], 0.0, &none, GgmlDType::F32);
    for layer in 0..shape.layers {
        for (part, dimensions, deviation) in layer_tensors(shape) {
            let storage = if dimensions.len() == 1 {
                GgmlDType::F32
            } else {
                GgmlDType::Q4_0
            };
            add(
                &format!("blk.{layer}.{part}"),
                &dimensions,
                deviation,
                &none,
                storage,
            );
        }
    }
    tiny::save(path, &properties(shape, starter, &control), &tensors).unwrap();
}

/// Rows of the embedding and of the output matrix.
type Rows = BTreeMap<usize, Vec<f32>>;

/// The embeddings of the tokens that matter, and the rows of the output matrix that lead from each to the next.
fn sentence(random: &mut Random, width: usize, starts: &[usize], tokens: &[usize]) -> (Rows, Rows) {
    let embedding: Rows = starts
        .iter()
        .chain(tokens)
        .map(|token| (*token, random.numbers(width, 1.0)))
        .collect();
    let mut output: Rows = tokens.iter().map(|token| (*token, vec![0.0; width])).collect();
    let first = starts.iter().map(|start| (*start, tokens[0]));
    let others = tokens.windows(2).map(|pair| (pair[0], pair[1]));
    for (from, to) in first.chain(others) {
        let row = output.get_mut(&to).expect("every token has a row");
        for (number, of_embedding) in row.iter_mut().zip(&embedding[&from]) {
            *number += of_embedding;
        }
    }
    (embedding, output)
}

/// The tensors of a layer: name, dimensions, deviation.
fn layer_tensors(shape: &LanguageShape) -> Vec<(&'static str, Vec<usize>, f32)> {
    let &LanguageShape {
        width, feed_forward, ..
    } = shape;
    let (queries, keys) = (shape.heads * shape.head, shape.kv_heads * shape.head);
    let mut all = vec![
        ("attn_norm", vec![width], 0.0),
        ("attn_q", vec![queries, width], USUAL),
        ("attn_k", vec![keys, width], USUAL),
        ("attn_v", vec![keys, width], USUAL),
        ("attn_output", vec![width, queries], SMALL),
        ("ffn_norm", vec![width], 0.0),
        ("ffn_gate", vec![feed_forward, width], USUAL),
        ("ffn_up", vec![feed_forward, width], USUAL),
        ("ffn_down", vec![width, feed_forward], SMALL),
    ];
    if shape.family == "qwen3" {
        all.push(("attn_q_norm", vec![shape.head], 0.0));
        all.push(("attn_k_norm", vec![shape.head], 0.0));
    }
    all
}

fn properties(
    shape: &LanguageShape,
    starter: &StarterSpeech,
    control: &dyn Fn(&str) -> usize,
) -> Vec<(String, Value)> {
    let number = |value: usize| Value::U32(u32::try_from(value).unwrap());
    let text = |value: &str| Value::String(value.to_owned());
    let own = |name: &str| format!("{}.{name}", shape.family);
    let token = |name: &str| format!("tokenizer.ggml.{name}");
    let pieces = pieces(shape, starter);
    let words: Vec<String> = starter.pieces[..pieces]
        .iter()
        .map(|piece| letters(piece))
        .chain(shape.chat.controls.iter().map(|control| (*control).to_owned()))
        .collect();
    let unused = (words.len()..shape.words).map(|id| format!("<|unused{id}|>"));
    let kinds = (0..shape.words).map(|id| match id {
        id if id < pieces => 1,
        id if id < words.len() => 3,
        _ => 5,
    });
    let kinds = Value::Array(kinds.map(Value::I32).collect());
    let words = Value::Array(words.iter().cloned().chain(unused).map(Value::String).collect());
    let merges = Value::Array(starter.merges(pieces).into_iter().map(Value::String).collect());
    vec![
        ("general.architecture".to_owned(), text(shape.family)),
        (
            "general.name".to_owned(),
            text(&format!("double of {}", shape.name)),
        ),
        (own("context_length"), Value::U32(4096)),
        (own("embedding_length"), number(shape.width)),
        (own("block_count"), number(shape.layers)),
        (own("feed_forward_length"), number(shape.feed_forward)),
        (own("attention.head_count"), number(shape.heads)),
        (own("attention.head_count_kv"), number(shape.kv_heads)),
        (own("attention.key_length"), number(shape.head)),
        (own("attention.value_length"), number(shape.head)),
        (own("rope.dimension_count"), number(shape.head)),
        (own("rope.freq_base"), Value::F32(shape.rope_base)),
        (own("attention.layer_norm_rms_epsilon"), Value::F32(1e-6)),
        (token("model"), text("gpt2")),
        (token("pre"), text(shape.chat.pre_tokenizer)),
        (token("tokens"), words),
        (token("token_type"), kinds),
        (token("merges"), merges),
        (token("bos_token_id"), number(control(shape.chat.begin))),
        (token("eos_token_id"), number(control(shape.chat.end))),
        (token("add_bos_token"), Value::Bool(false)),
        ("tokenizer.chat_template".to_owned(), text(shape.chat.template)),
    ]
}
