//! What a GGUF file of the architecture `llama` must hold to be run.
//!
//! Owns the list of tensors with their shapes, and the properties that candle takes from the file without a check
//! (a count of heads of 0 would divide by zero, a count of layers would be allocated unseen). What candle ignores
//! although it changes the result (biases, stretched positions, experts) is refused here. Does not read the file.

use super::super::ModelError;
use super::LanguageModelInfo;
use super::envelope::Envelope;
use super::gguf::{Header, Tensor, Value};

struct Shape<'a> {
    file: &'a Envelope,
    header: &'a Header,
}

pub(super) fn check(file: &Envelope, header: &Header) -> Result<LanguageModelInfo, ModelError> {
    let shape = Shape { file, header };
    let layers = shape.property("block_count", 1024)?;
    let width = shape.property("embedding_length", 1 << 16)?;
    let heads = shape.property("attention.head_count", 1024)?;
    let shared_heads = shape.property("attention.head_count_kv", heads)?;
    let rotated = shape.property("rope.dimension_count", 1 << 12)?;
    let context_length = shape.property("context_length", 1 << 24)?;
    if width % heads != 0 || heads % shared_heads != 0 {
        return Err(file.damaged(format!("{heads} and {shared_heads} heads for a width of {width}")));
    }
    let head = width / heads;
    if rotated != head || head % 2 != 0 {
        return Err(file.unsupported(format!("heads of {head} with {rotated} rotated dimensions")));
    }
    shape.positive("attention.layer_norm_rms_epsilon", true)?;
    shape.positive("rope.freq_base", false)?;
    shape.refused()?;
    let vocabulary = shape.embedding(width)?;
    let words = header.length("tokenizer.ggml.tokens").unwrap_or_default();
    if words == 0 || words > vocabulary {
        return Err(file.damaged(format!(
            "a vocabulary of {words} words for {vocabulary} embeddings"
        )));
    }
    shape.tensors(
        u64::from(layers),
        u64::from(width),
        u64::from(head * shared_heads),
        vocabulary,
    )?;
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
    Ok(LanguageModelInfo {
        name: given.map_or_else(stem, |name| {
            name.chars()
                .filter(|letter| !letter.is_control())
                .take(80)
                .collect()
        }),
        architecture: "llama".to_owned(),
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

impl Shape<'_> {
    fn property(&self, key: &str, largest: u32) -> Result<u32, ModelError> {
        match self.header.count(&format!("llama.{key}")) {
            Some(count) if (1..=largest).contains(&count) => Ok(count),
            Some(count) => Err(self.file.damaged(format!("llama.{key} of {count}"))),
            None => Err(self.file.damaged(format!("llama.{key} is missing"))),
        }
    }

    fn positive(&self, key: &str, needed: bool) -> Result<(), ModelError> {
        match self.header.float(&format!("llama.{key}")) {
            Some(value) if value.is_finite() && value > 0.0 => Ok(()),
            Some(value) => Err(self.file.damaged(format!("llama.{key} of {value}"))),
            None if needed => Err(self.file.damaged(format!("llama.{key} is missing"))),
            None => Ok(()),
        }
    }

    fn refused(&self) -> Result<(), ModelError> {
        match self.header.values.get("llama.expert_count") {
            None | Some(Value::Count(0 | 1)) => {}
            Some(_) => return Err(self.file.unsupported("a mixture of experts")),
        }
        match self.header.text("llama.rope.scaling.type") {
            None | Some("none") => Ok(()),
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

    fn tensors(&self, layers: u64, width: u64, shared: u64, vocabulary: u64) -> Result<(), ModelError> {
        let wide = |layer| {
            self.header
                .tensors
                .get(&format!("blk.{layer}.ffn_up.weight"))
                .map(|up| up.shape[up.shape.len() - 1])
        };
        let mut known = 2;
        self.needed("output_norm.weight", &[width])?;
        if self.header.tensors.contains_key("output.weight") {
            self.needed("output.weight", &[width, vocabulary])?;
            known += 1;
        }
        // Llama 3's table of stretched frequencies: candle ignores it, which shows only in long contexts.
        known += usize::from(self.header.tensors.contains_key("rope_freqs.weight"));
        for layer in 0..layers {
            let wide = wide(layer).unwrap_or_default();
            for (part, shape) in [
                ("attn_norm", &[width][..]),
                ("attn_q", &[width, width]),
                ("attn_k", &[width, shared]),
                ("attn_v", &[width, shared]),
                ("attn_output", &[width, width]),
                ("ffn_norm", &[width]),
                ("ffn_up", &[width, wide]),
                ("ffn_gate", &[width, wide]),
                ("ffn_down", &[wide, width]),
            ] {
                self.needed(&format!("blk.{layer}.{part}.weight"), shape)?;
                known += 1;
            }
        }
        if known == self.header.tensors.len() {
            return Ok(());
        }
        let bias = self
            .header
            .tensors
            .keys()
            .filter(|name| name.rsplit('.').next() == Some("bias"))
            .min();
        let what = bias.map_or_else(
            || "tensors of another architecture".to_owned(),
            |name| format!("the bias {name}"),
        );
        Err(self.file.unsupported(what))
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
