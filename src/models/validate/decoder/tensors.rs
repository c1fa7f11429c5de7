//! The tensors that a model's file must have, layer by layer, and no others.
//!
//! Owns their names and shapes. Does not look at the numbers.

use super::super::super::ModelError;
use super::super::gguf::Tensor;
use super::{Dimensions, Gate, Shape, Size};

impl Shape<'_> {
    /// Checks all tensors.
    pub(super) fn tensors(&self, dimensions: &Dimensions) -> Result<(), ModelError> {
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
