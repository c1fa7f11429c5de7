//! What a GGUF file must hold so that our decoder can run it, family by family.
//!
//! Owns the list of tensors with their shapes, and the properties that the decoder takes from the file (a count of heads of
//! 0 would divide by zero, a count of layers would be allocated unseen). What would be ignored although it changes the
//! result (other tensors, positions stretched in ways that are not implemented, experts) is refused here. Does not read the
//! file.

mod tensors;

use super::super::ModelError;
use super::LanguageModelInfo;
use super::envelope::Envelope;
use super::gguf::{Header, Value};

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
        Some(21) => "Q2_K_S",
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
