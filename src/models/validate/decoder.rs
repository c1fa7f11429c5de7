//! What a GGUF file must hold so that our decoder can run it, family by family.
//!
//! Owns the list of tensors with their shapes, and the properties that the decoder takes from the file (a count of heads of
//! 0 would divide by zero, a count of layers would be allocated unseen). What would be ignored although it changes the
//! result (other tensors, positions stretched in ways that are not implemented, experts) is refused here. Does not read the
//! file.

use super::super::ModelError;
use super::LanguageModelInfo;
use super::envelope::Envelope;
use super::gguf::{Header, Tensor, Value};

/// What sets a family's tensors apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Family {
    name: &'static str,
    /// The norms have biases, and all matrices may have some.
    centred: bool,
    /// The feed-forward network has a gate: beside its first matrix, in it, or not at all.
    gate: Gate,
    /// The norms of a layer beside that before attention.
    norms: &'static [(&'static str, Size)],
}

impl Family {
    /// Some layers have a short convolution instead of attention.
    fn is_hybrid(self) -> bool {
        self.name == "lfm2"
    }
}

/// How many numbers a norm has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    Width,
    Head,
}

const WIDE: (&str, Size) = ("ffn_norm", Size::Width);
const QUERIES: (&str, Size) = ("attn_q_norm", Size::Head);
const KEYS: (&str, Size) = ("attn_k_norm", Size::Head);
const BEHIND_ATTENTION: (&str, Size) = ("post_attention_norm", Size::Width);
const BEHIND_WIDE: (&str, Size) = ("post_ffw_norm", Size::Width);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Apart,
    Together,
    None,
}

const PLAIN: Family = Family {
    name: "llama",
    centred: false,
    gate: Gate::Apart,
    norms: &[WIDE],
};

const FAMILIES: [Family; 9] = [
    PLAIN,
    Family {
        name: "qwen2",
        ..PLAIN
    },
    Family {
        name: "qwen3",
        norms: &[WIDE, QUERIES, KEYS],
        ..PLAIN
    },
    Family {
        name: "gemma",
        ..PLAIN
    },
    Family {
        name: "gemma2",
        norms: &[WIDE, BEHIND_ATTENTION, BEHIND_WIDE],
        ..PLAIN
    },
    Family {
        name: "gemma3",
        norms: &[WIDE, QUERIES, KEYS, BEHIND_ATTENTION, BEHIND_WIDE],
        ..PLAIN
    },
    Family {
        name: "phi2",
        centred: true,
        gate: Gate::None,
        norms: &[],
    },
    Family {
        name: "phi3",
        gate: Gate::Together,
        ..PLAIN
    },
    Family {
        name: "lfm2",
        norms: &[WIDE],
        ..PLAIN
    },
];

/// The names of the families.
pub(super) const NAMES: [&str; 9] = {
    let mut names = [""; 9];
    let mut at = 0;
    while at < names.len() {
        names[at] = FAMILIES[at].name;
        at += 1;
    }
    names
};

struct Shape<'a> {
    file: &'a Envelope,
    header: &'a Header,
    family: Family,
}

/// The dimensions that shapes are made of.
struct Dimensions {
    layers: u32,
    width: u64,
    /// Of all heads together.
    asking: u64,
    asked: u64,
    head: u64,
    vocabulary: u64,
}

/// Checks a file whose architecture is one of [`NAMES`].
pub(super) fn check(
    file: &Envelope,
    header: &Header,
    architecture: &str,
) -> Result<LanguageModelInfo, ModelError> {
    let family = FAMILIES
        .into_iter()
        .find(|family| family.name == architecture)
        .unwrap_or(PLAIN);
    let shape = Shape { file, header, family };
    let layers = shape.property("block_count", 1024)?;
    let width = shape.property("embedding_length", 1 << 16)?;
    let heads = shape.property("attention.head_count", 1024)?;
    let head = shape
        .maybe("attention.key_length", 1 << 12)?
        .unwrap_or(width / heads);
    let shared_heads = if family.is_hybrid() {
        shape.asked(head)?
    } else {
        shape.maybe("attention.head_count_kv", heads)?.unwrap_or(heads)
    };
    let value = shape.maybe("attention.value_length", 1 << 12)?.unwrap_or(head);
    let rotated = shape.maybe("rope.dimension_count", 1 << 12)?.unwrap_or(head);
    let context_length = shape.property("context_length", 1 << 24)?;
    if head == 0 || shared_heads == 0 || heads % shared_heads != 0 || value != head {
        return Err(file.damaged(format!(
            "{heads} and {shared_heads} heads of {head} and {value} for a width of {width}"
        )));
    }
    if rotated > head || rotated % 2 != 0 {
        return Err(file.unsupported(format!("heads of {head} with {rotated} rotated dimensions")));
    }
    shape.positive(
        if family.centred {
            "attention.layer_norm_epsilon"
        } else {
            "attention.layer_norm_rms_epsilon"
        },
        true,
    )?;
    shape.positive("rope.freq_base", false)?;
    shape.refused()?;
    let vocabulary = shape.embedding(width)?;
    let words = header.length("tokenizer.ggml.tokens").unwrap_or_default();
    if words == 0 || words > vocabulary {
        return Err(file.damaged(format!(
            "a vocabulary of {words} words for {vocabulary} embeddings"
        )));
    }
    shape.tensors(&Dimensions {
        layers,
        width: u64::from(width),
        asking: u64::from(heads) * u64::from(head),
        asked: u64::from(shared_heads) * u64::from(head),
        head: u64::from(head),
        vocabulary,
    })?;
    Ok(LanguageModelInfo {
        name: name(file, header),
        architecture: architecture.to_owned(),
        parameters: header
            .tensors
            .values()
            .map(|tensor| tensor.shape.iter().product::<u64>())
            .sum(),
        quantisation: quantisation(header),
        context_length,
        vocabulary: u32::try_from(vocabulary).map_err(|_| file.damaged("too many embeddings"))?,
        size: file.size,
    })
}

fn name(file: &Envelope, header: &Header) -> String {
    let given = header
        .text("general.name")
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let stem = || {
        file.path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    given.map_or_else(stem, |name| {
        name.chars()
            .filter(|letter| !letter.is_control())
            .take(80)
            .collect()
    })
}

impl Shape<'_> {
    fn key(&self, key: &str) -> String {
        format!("{}.{key}", self.family.name)
    }

    fn property(&self, key: &str, largest: u32) -> Result<u32, ModelError> {
        let found = self.maybe(key, largest)?;
        found.ok_or_else(|| self.file.damaged(format!("{} is missing", self.key(key))))
    }

    fn maybe(&self, key: &str, largest: u32) -> Result<Option<u32>, ModelError> {
        let key = self.key(key);
        match self.header.count(&key) {
            Some(count) if (1..=largest).contains(&count) => Ok(Some(count)),
            Some(count) => Err(self.file.damaged(format!("{key} of {count}"))),
            None if self.header.values.contains_key(&key) => {
                Err(self.file.damaged(format!("{key} is no number")))
            }
            None => Ok(None),
        }
    }

    /// Heads that are asked, where the file tells them layer by layer: by the first matrix of keys.
    fn asked(&self, head: u32) -> Result<u32, ModelError> {
        let keys = self
            .header
            .tensors
            .iter()
            .find(|(name, _)| name.ends_with(".attn_k.weight"))
            .and_then(|(_, tensor)| tensor.shape.get(1))
            .ok_or_else(|| self.file.damaged("it has no layer with attention"))?;
        u32::try_from(keys / u64::from(head.max(1))).map_err(|_| self.file.damaged("too many heads"))
    }

    fn positive(&self, key: &str, needed: bool) -> Result<(), ModelError> {
        let key = self.key(key);
        match self.header.float(&key) {
            Some(value) if value.is_finite() && value > 0.0 => Ok(()),
            Some(value) => Err(self.file.damaged(format!("{key} of {value}"))),
            None if needed => Err(self.file.damaged(format!("{key} is missing"))),
            None => Ok(()),
        }
    }

    fn refused(&self) -> Result<(), ModelError> {
        match self.header.values.get(&self.key("expert_count")) {
            None | Some(Value::Count(0 | 1)) => {}
            Some(_) => return Err(self.file.unsupported("a mixture of experts")),
        }
        match self.header.text(&self.key("rope.scaling.type")) {
            None | Some("none" | "linear") => Ok(()),
            Some(other) => Err(self
                .file
                .unsupported(format!("positions stretched by '{}'", other.escape_debug()))),
        }
    }

    fn embedding(&self, width: u32) -> Result<u64, ModelError> {
        match self
            .header
            .tensors
            .get("token_embd.weight")
            .map(|tensor| tensor.shape.as_slice())
        {
            Some(&[columns, rows]) if columns == u64::from(width) => Ok(rows),
            Some(other) => Err(self
                .file
                .damaged(format!("token_embd.weight has the shape {other:?}"))),
            None => Err(self.file.damaged("token_embd.weight is missing")),
        }
    }

    fn tensors(&self, dimensions: &Dimensions) -> Result<(), ModelError> {
        let width = dimensions.width;
        let mut known = 1;
        known += if self.family.is_hybrid() {
            self.norm("token_embd_norm", width)?
        } else {
            self.norm("output_norm", width)?
        };
        known += self.maybe_matrix("output", width, dimensions.vocabulary)?;
        // Llama 3's table of stretched frequencies.
        if let Some(factors) = self.header.tensors.get("rope_freqs.weight") {
            if factors.shape.len() != 1 || factors.shape[0] > dimensions.head {
                return Err(self
                    .file
                    .damaged(format!("rope_freqs.weight has the shape {:?}", factors.shape)));
            }
            known += 1;
        }
        for layer in 0..dimensions.layers {
            known += self.layer(&format!("blk.{layer}"), dimensions)?;
        }
        if known == self.header.tensors.len() {
            return Ok(());
        }
        let stretched = self
            .header
            .tensors
            .keys()
            .any(|name| name.starts_with("rope_factors"));
        Err(self.file.unsupported(if stretched {
            "positions stretched by 'longrope'"
        } else {
            "tensors of another architecture"
        }))
    }

    /// Checks a layer; returns how many tensors it has.
    fn layer(&self, block: &str, dimensions: &Dimensions) -> Result<usize, ModelError> {
        let &Dimensions { width, head, .. } = dimensions;
        let name = |part: &str| format!("{block}.{part}");
        let mut known = self.norm(&name("attn_norm"), width)?;
        if self.family.is_hybrid() && self.header.tensors.contains_key(&name("shortconv.conv.weight")) {
            known += self.convolution(&name("shortconv"), width)?;
        } else {
            known += self.attention(block, dimensions)?;
        }
        for (part, size) in self.family.norms {
            let size = match size {
                Size::Width => width,
                Size::Head => head,
            };
            known += self.norm(&name(part), size)?;
        }
        let down = self.header.tensors.get(&name("ffn_down.weight"));
        let wide = down
            .and_then(|down| down.shape.first())
            .copied()
            .unwrap_or_default();
        let up = if self.family.gate == Gate::Together {
            wide.saturating_mul(2)
        } else {
            wide
        };
        known += self.matrix(&name("ffn_up"), width, up)?;
        if self.family.gate == Gate::Apart {
            known += self.matrix(&name("ffn_gate"), width, wide)?;
        }
        known += self.matrix(&name("ffn_down"), wide, width)?;
        Ok(known)
    }

    fn attention(&self, block: &str, dimensions: &Dimensions) -> Result<usize, ModelError> {
        let &Dimensions {
            width,
            asking,
            asked,
            head,
            ..
        } = dimensions;
        let name = |part: &str| format!("{block}.{part}");
        let mut known = 0;
        if self.header.tensors.contains_key(&name("attn_qkv.weight")) {
            known += self.matrix(&name("attn_qkv"), width, asking + 2 * asked)?;
        } else {
            known += self.matrix(&name("attn_q"), width, asking)?;
            known += self.matrix(&name("attn_k"), width, asked)?;
            known += self.matrix(&name("attn_v"), width, asked)?;
        }
        known += self.matrix(&name("attn_output"), asking, width)?;
        if self.family.is_hybrid() {
            known += self.norm(&name("attn_q_norm"), head)?;
            known += self.norm(&name("attn_k_norm"), head)?;
        }
        Ok(known)
    }

    /// A short convolution over at most eight tokens.
    fn convolution(&self, part: &str, width: u64) -> Result<usize, ModelError> {
        let name = format!("{part}.conv.weight");
        match self
            .header
            .tensors
            .get(&name)
            .map(|tensor| tensor.shape.as_slice())
        {
            Some(&[1..=8, columns]) if columns == width => {}
            other => {
                return Err(self
                    .file
                    .damaged(format!("{name} has the shape {:?}", other.unwrap_or_default())));
            }
        }
        Ok(1 + self.matrix(&format!("{part}.in_proj"), width, 3 * width)?
            + self.matrix(&format!("{part}.out_proj"), width, width)?)
    }

    /// A norm and its bias; returns how many tensors that are.
    fn norm(&self, name: &str, size: u64) -> Result<usize, ModelError> {
        self.needed(&format!("{name}.weight"), &[size])?;
        let bias = format!("{name}.bias");
        if self.family.centred {
            self.needed(&bias, &[size])?;
            return Ok(2);
        }
        Ok(1)
    }

    /// A matrix and the bias that it may have.
    fn matrix(&self, name: &str, columns: u64, rows: u64) -> Result<usize, ModelError> {
        self.needed(&format!("{name}.weight"), &[columns, rows])?;
        let bias = format!("{name}.bias");
        if self.header.tensors.contains_key(&bias) {
            self.needed(&bias, &[rows])?;
            return Ok(2);
        }
        Ok(1)
    }

    fn maybe_matrix(&self, name: &str, columns: u64, rows: u64) -> Result<usize, ModelError> {
        if self.header.tensors.contains_key(&format!("{name}.weight")) {
            self.matrix(name, columns, rows)
        } else {
            Ok(0)
        }
    }

    fn needed(&self, name: &str, shape: &[u64]) -> Result<&Tensor, ModelError> {
        match self.header.tensors.get(name) {
            Some(tensor) if tensor.shape == shape => Ok(tensor),
            Some(tensor) => Err(self.file.damaged(format!(
                "{name} has the shape {:?} instead of {shape:?}",
                tensor.shape
            ))),
            None => Err(self.file.damaged(format!("{name} is missing"))),
        }
    }
}

/// The name that people know the mix by (`llama_ftype`), else the commonest storage.
fn quantisation(header: &Header) -> String {
    let known = match header.count("general.file_type") {
        Some(10) => "Q2_K",
        Some(11) => "Q3_K_S",
        Some(12) => "Q3_K_M",
        Some(13) => "Q3_K_L",
        Some(14) => "Q4_K_S",
        Some(15) => "Q4_K_M",
        Some(16) => "Q5_K_S",
        Some(17) => "Q5_K_M",
        _ => {
            let largest = header
                .tensors
                .values()
                .max_by_key(|tensor| tensor.shape.iter().product::<u64>());
            largest.map_or("F32", |tensor| tensor.storage.name)
        }
    };
    known.to_owned()
}
