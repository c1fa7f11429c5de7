//! Writers of small valid model files for tests, byte by byte.
//!
//! They share no code with the readers, so that a mistake is not made twice.

mod silero;

pub(super) use silero::silero;

/// A Whisper model of width 32 with one layer each, stored as `Q4_0`; about a megabyte for its vocabulary.
pub(super) fn whisper() -> Vec<u8> {
    let mut file = Whisper::default();
    let (width, vocabulary) = (32, 51_864);
    for number in [
        0x6767_6d6c,
        vocabulary,
        64,
        width,
        2,
        1,
        32,
        width,
        2,
        1,
        80,
        2002,
        80,
        201,
    ] {
        file.number(number);
    }
    file.bytes.extend(std::iter::repeat_n(0, 80 * 201 * 4));
    file.number(2);
    for word in ["a", "bc"] {
        file.number(u32::try_from(word.len()).unwrap());
        file.bytes.extend_from_slice(word.as_bytes());
    }
    file.tensor("encoder.positional_embedding", &[width, 64], 0);
    file.tensor("encoder.conv1.weight", &[3, 80, width], 1);
    file.tensor("encoder.conv1.bias", &[1, width], 0);
    file.tensor("encoder.conv2.weight", &[3, width, width], 1);
    file.tensor("encoder.conv2.bias", &[1, width], 0);
    file.pair("encoder.ln_post", width);
    file.block("encoder.blocks.0", &["attn"], width);
    file.tensor("decoder.positional_embedding", &[width, 32], 0);
    file.pair("decoder.ln", width);
    file.block("decoder.blocks.0", &["attn", "cross_attn"], width);
    // The order is free. Its zeros come last, where a file system need not store them.
    file.tensor("decoder.token_embedding.weight", &[width, vocabulary], 2);
    file.bytes
}

#[derive(Default)]
struct Whisper {
    bytes: Vec<u8>,
}

impl Whisper {
    fn number(&mut self, number: u32) {
        self.bytes.extend(number.to_le_bytes());
    }

    fn tensor(&mut self, name: &str, shape: &[u32], storage: u32) {
        self.number(u32::try_from(shape.len()).unwrap());
        self.number(u32::try_from(name.len()).unwrap());
        self.number(storage);
        for &size in shape {
            self.number(size);
        }
        self.bytes.extend_from_slice(name.as_bytes());
        let count: u32 = shape.iter().product();
        let bytes = match storage {
            0 => count * 4,
            1 => count * 2,
            _ => count / 32 * 18,
        };
        self.bytes.extend(std::iter::repeat_n(0, bytes as usize));
    }

    fn pair(&mut self, name: &str, width: u32) {
        self.tensor(&format!("{name}.weight"), &[width], 0);
        self.tensor(&format!("{name}.bias"), &[width], 0);
    }

    fn block(&mut self, block: &str, attentions: &[&str], width: u32) {
        self.pair(&format!("{block}.mlp_ln"), width);
        self.tensor(&format!("{block}.mlp.0.weight"), &[width, 4 * width], 2);
        self.tensor(&format!("{block}.mlp.0.bias"), &[4 * width], 0);
        self.tensor(&format!("{block}.mlp.2.weight"), &[4 * width, width], 2);
        self.tensor(&format!("{block}.mlp.2.bias"), &[width], 0);
        for attention in attentions {
            self.pair(&format!("{block}.{attention}_ln"), width);
            for part in ["query", "value", "out"] {
                self.tensor(&format!("{block}.{attention}.{part}.weight"), &[width, width], 2);
                self.tensor(&format!("{block}.{attention}.{part}.bias"), &[width], 0);
            }
            self.tensor(&format!("{block}.{attention}.key.weight"), &[width, width], 2);
        }
    }
}

/// A value of GGUF metadata.
#[derive(Clone)]
pub(super) enum Entry {
    Count(u32),
    Float(f32),
    Text(&'static str),
    Texts(Vec<&'static str>),
    /// Type and bytes as they are.
    Raw(u32, Vec<u8>),
}

/// Names and shapes.
pub(super) type Tensors = Vec<(String, Vec<u64>)>;

/// A GGUF file in the making.
#[derive(Clone)]
pub(super) struct Gguf {
    pub version: u32,
    pub entries: Vec<(&'static str, Entry)>,
    pub tensors: Tensors,
}

impl Gguf {
    /// A `llama` of one layer, stored as F32.
    pub(super) fn llama(width: u32) -> Self {
        let wide = u64::from(width);
        let entries = vec![
            ("general.architecture", Entry::Text("llama")),
            ("general.name", Entry::Text("sample")),
            ("llama.context_length", Entry::Count(128)),
            ("llama.embedding_length", Entry::Count(width)),
            ("llama.block_count", Entry::Count(1)),
            ("llama.attention.head_count", Entry::Count(2)),
            ("llama.attention.head_count_kv", Entry::Count(1)),
            ("llama.rope.dimension_count", Entry::Count(width / 2)),
            ("llama.attention.layer_norm_rms_epsilon", Entry::Float(1e-5)),
            ("tokenizer.ggml.tokens", Entry::Texts(vec!["a", "b", "c"])),
        ];
        let part = |name: &str, shape: &[u64]| (format!("blk.0.{name}.weight"), shape.to_vec());
        let tensors = vec![
            ("token_embd.weight".to_owned(), vec![wide, 3]),
            ("output_norm.weight".to_owned(), vec![wide]),
            part("attn_norm", &[wide]),
            part("attn_q", &[wide, wide]),
            part("attn_k", &[wide, wide / 2]),
            part("attn_v", &[wide, wide / 2]),
            part("attn_output", &[wide, wide]),
            part("ffn_norm", &[wide]),
            part("ffn_up", &[wide, 2 * wide]),
            part("ffn_gate", &[wide, 2 * wide]),
            part("ffn_down", &[2 * wide, wide]),
        ];
        Self {
            version: 3,
            entries,
            tensors,
        }
    }

    /// Replaces or adds an entry.
    pub(super) fn with(mut self, key: &'static str, entry: Entry) -> Self {
        self.entries.retain(|(other, _)| *other != key);
        self.entries.push((key, entry));
        self
    }

    /// Takes an entry out.
    pub(super) fn without(mut self, key: &str) -> Self {
        self.entries.retain(|(other, _)| *other != key);
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"GGUF".to_vec();
        bytes.extend(self.version.to_le_bytes());
        bytes.extend((self.tensors.len() as u64).to_le_bytes());
        bytes.extend((self.entries.len() as u64).to_le_bytes());
        for (key, entry) in &self.entries {
            text(&mut bytes, key);
            match entry {
                Entry::Count(count) => number(&mut bytes, 4, &count.to_le_bytes()),
                Entry::Float(float) => number(&mut bytes, 6, &float.to_le_bytes()),
                Entry::Text(value) => {
                    number(&mut bytes, 8, &[]);
                    text(&mut bytes, value);
                }
                Entry::Texts(values) => {
                    number(&mut bytes, 9, &8_u32.to_le_bytes());
                    bytes.extend((values.len() as u64).to_le_bytes());
                    for value in values {
                        text(&mut bytes, value);
                    }
                }
                Entry::Raw(kind, raw) => number(&mut bytes, *kind, raw),
            }
        }
        let mut offset = 0_u64;
        for (name, shape) in &self.tensors {
            text(&mut bytes, name);
            bytes.extend(u32::try_from(shape.len()).unwrap().to_le_bytes());
            bytes.extend(shape.iter().flat_map(|size| size.to_le_bytes()));
            number(&mut bytes, 0, &offset.to_le_bytes());
            offset += (shape.iter().product::<u64>() * 4).next_multiple_of(32);
        }
        bytes.resize(
            bytes.len().next_multiple_of(32) + usize::try_from(offset).unwrap(),
            0,
        );
        bytes
    }
}

fn text(bytes: &mut Vec<u8>, value: &str) {
    bytes.extend((value.len() as u64).to_le_bytes());
    bytes.extend_from_slice(value.as_bytes());
}

fn number(bytes: &mut Vec<u8>, kind: u32, value: &[u8]) {
    bytes.extend(kind.to_le_bytes());
    bytes.extend_from_slice(value);
}
