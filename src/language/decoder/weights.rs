//! The weights of a model, each loaded once.
//!
//! Owns the reading of tensors by the names that GGUF files use. Which of the optional ones are there says the rest of what
//! sets a family apart: biases, norms of queries and keys, norms behind a layer's parts.

use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use candle_core::quantized::gguf_file::Content;
use candle_core::quantized::{QMatMul, QTensor};
use candle_core::{Device, Module, Result, Tensor};

use super::repack;

/// A matrix and the bias behind it.
#[derive(Debug)]
pub(super) struct Linear {
    matrix: QMatMul,
    /// Columns of zeros that were added to the matrix.
    added: usize,
    bias: Option<Tensor>,
}

impl Linear {
    /// Rows of `input` (`[rows, in]`) through the matrix: `[rows, out]`.
    pub(super) fn forward(&self, input: &Tensor) -> Result<Tensor> {
        self.biased(self.matrix.forward(&filled(input, self.added)?)?)
    }

    fn biased(&self, output: Tensor) -> Result<Tensor> {
        match &self.bias {
            Some(bias) => output.broadcast_add(bias),
            None => Ok(output),
        }
    }
}

/// Rows with so many zeros behind them.
fn filled(input: &Tensor, added: usize) -> Result<Tensor> {
    if added == 0 {
        Ok(input.clone())
    } else {
        input.pad_with_zeros(1, 0, added)
    }
}

/// The same rows through several matrices: at once where candle can, which saves a round of all threads for each.
pub(super) fn side_by_side<const N: usize>(each: [&Linear; N], input: &Tensor) -> Result<[Tensor; N]> {
    if let Some(outputs) = fused(&each, input)?
        && let Ok(outputs) = <[Tensor; N]>::try_from(outputs)
    {
        return Ok(outputs);
    }
    let outputs = each
        .iter()
        .map(|linear| linear.forward(input))
        .collect::<Result<Vec<_>>>()?;
    outputs
        .try_into()
        .map_err(|_| candle_core::Error::Msg("a matrix was lost".to_owned()))
}

/// `None` where the matrices are of different kinds or candle has no kernel for it.
fn fused(each: &[&Linear], input: &Tensor) -> Result<Option<Vec<Tensor>>> {
    let added = each.first().map_or(0, |first| first.added);
    let mut matrices = Vec::with_capacity(each.len());
    for linear in each {
        match &linear.matrix {
            QMatMul::QTensor(matrix) if linear.added == added => matrices.push(matrix.as_ref()),
            _ => return Ok(None),
        }
    }
    let input = filled(input, added)?.contiguous()?;
    let Some(outputs) = QTensor::gemv_fused_shared_lhs(&matrices, &input)? else {
        return Ok(None);
    };
    let biased = outputs
        .into_iter()
        .zip(each)
        .map(|(output, linear)| linear.biased(output));
    biased.collect::<Result<Vec<_>>>().map(Some)
}

/// A norm: weights, and biases where the mean is taken out too.
#[derive(Debug)]
pub(super) struct Norm {
    weight: Tensor,
    bias: Option<Tensor>,
    epsilon: f64,
}

impl Norm {
    /// Norms the last dimension of `input`.
    pub(super) fn forward(&self, input: &Tensor) -> Result<Tensor> {
        #[expect(clippy::cast_possible_truncation, reason = "1e-5 and its like")]
        let epsilon = self.epsilon as f32;
        match &self.bias {
            None => candle_nn::ops::rms_norm(&input.contiguous()?, &self.weight, epsilon),
            Some(bias) => candle_nn::ops::layer_norm(&input.contiguous()?, &self.weight, bias, epsilon),
        }
    }
}

/// What attention reads of a token.
#[derive(Debug)]
pub(super) enum Projection {
    /// Queries, keys and values, each by its own matrix.
    Apart(Box<[Linear; 3]>),
    /// All three by one.
    Together(Linear),
}

/// A feed-forward network.
#[derive(Debug)]
pub(super) enum Wide {
    /// `down(activation(gate(x)) * up(x))`.
    Gated { gate: Linear, up: Linear, down: Linear },
    /// The same with gate and up in one matrix, the gate first.
    GatedTogether { both: Linear, down: Linear },
    /// `down(activation(up(x)))`.
    Plain { up: Linear, down: Linear },
}

/// One layer.
#[derive(Debug)]
pub(super) struct Layer {
    pub attention_norm: Norm,
    pub projection: Projection,
    pub query_norm: Option<Norm>,
    pub key_norm: Option<Norm>,
    pub output: Linear,
    pub attention_post_norm: Option<Norm>,
    /// Missing where the feed-forward network reads what attention reads, not what it wrote.
    pub wide_norm: Option<Norm>,
    pub wide: Wide,
    pub wide_post_norm: Option<Norm>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Weights {
    embedding: Arc<QTensor>,
    pub layers: Vec<Layer>,
    pub norm: Norm,
    pub logits: Linear,
    /// By how much each rotated pair's frequency is divided (Llama 3's long contexts).
    pub frequency_factors: Option<Vec<f32>>,
}

impl Weights {
    /// The states of tokens: `[tokens, width]`.
    pub(super) fn embed(&self, tokens: &[u32]) -> Result<Tensor> {
        self.embedding.embedding(&Tensor::new(tokens, &Device::Cpu)?)
    }
}

/// Reads tensors from a file.
pub(super) struct Reader<'a> {
    pub content: &'a Content,
    pub file: &'a mut BufReader<File>,
    /// Of the norms.
    pub epsilon: f64,
    /// The means are taken out by the norms.
    pub centred: bool,
}

impl Reader<'_> {
    /// Everything, of a model with so many layers.
    pub(super) fn read(&mut self, layers: usize) -> Result<Weights> {
        let embedding = Arc::new(self.tensor("token_embd.weight")?);
        // Where there is no matrix of its own, the embedding serves for the logits; it is not read twice.
        let (matrix, added) = if self.has("output.weight") {
            let (tensor, added) = repack::quickest(self.tensor("output.weight")?)?;
            (QMatMul::from_qtensor(tensor)?, added)
        } else {
            (QMatMul::from_arc(Arc::clone(&embedding))?, 0)
        };
        let logits = Linear {
            matrix,
            added,
            bias: self.vector("output.bias")?,
        };
        let norm = self.norm("output_norm")?;
        let frequency_factors = self
            .vector("rope_freqs.weight")?
            .map(|factors| factors.to_vec1::<f32>())
            .transpose()?;
        let layers = (0..layers)
            .map(|layer| self.layer(&format!("blk.{layer}")))
            .collect::<Result<_>>()?;
        Ok(Weights {
            embedding,
            layers,
            norm,
            logits,
            frequency_factors,
        })
    }

    fn layer(&mut self, block: &str) -> Result<Layer> {
        let name = |part: &str| format!("{block}.{part}");
        let projection = if self.has(&name("attn_qkv.weight")) {
            Projection::Together(self.linear(&name("attn_qkv"))?)
        } else {
            Projection::Apart(Box::new([
                self.linear(&name("attn_q"))?,
                self.linear(&name("attn_k"))?,
                self.linear(&name("attn_v"))?,
            ]))
        };
        let (up, down) = (self.linear(&name("ffn_up"))?, self.linear(&name("ffn_down"))?);
        let is_twice = self.rows(&name("ffn_up.weight")) == 2 * self.columns(&name("ffn_down.weight"));
        let wide = if self.has(&name("ffn_gate.weight")) {
            let gate = self.linear(&name("ffn_gate"))?;
            Wide::Gated { gate, up, down }
        } else if is_twice {
            Wide::GatedTogether { both: up, down }
        } else {
            Wide::Plain { up, down }
        };
        Ok(Layer {
            attention_norm: self.norm(&name("attn_norm"))?,
            projection,
            query_norm: self.maybe_norm(&name("attn_q_norm"))?,
            key_norm: self.maybe_norm(&name("attn_k_norm"))?,
            output: self.linear(&name("attn_output"))?,
            attention_post_norm: self.maybe_norm(&name("post_attention_norm"))?,
            wide_norm: self.maybe_norm(&name("ffn_norm"))?,
            wide,
            wide_post_norm: self.maybe_norm(&name("post_ffw_norm"))?,
        })
    }

    fn has(&self, name: &str) -> bool {
        self.content.tensor_infos.contains_key(name)
    }

    fn rows(&self, name: &str) -> usize {
        let info = self.content.tensor_infos.get(name);
        info.and_then(|info| info.shape.dims().first().copied())
            .unwrap_or_default()
    }

    fn columns(&self, name: &str) -> usize {
        let info = self.content.tensor_infos.get(name);
        info.and_then(|info| info.shape.dims().last().copied())
            .unwrap_or_default()
    }

    fn tensor(&mut self, name: &str) -> Result<QTensor> {
        self.content.tensor(self.file, name, &Device::Cpu)
    }

    fn vector(&mut self, name: &str) -> Result<Option<Tensor>> {
        if !self.has(name) {
            return Ok(None);
        }
        self.tensor(name)?.dequantize(&Device::Cpu).map(Some)
    }

    fn linear(&mut self, name: &str) -> Result<Linear> {
        let (tensor, added) = repack::quickest(self.tensor(&format!("{name}.weight"))?)?;
        Ok(Linear {
            matrix: QMatMul::from_qtensor(tensor)?,
            added,
            bias: self.vector(&format!("{name}.bias"))?,
        })
    }

    fn norm(&mut self, name: &str) -> Result<Norm> {
        let weight = self.tensor(&format!("{name}.weight"))?.dequantize(&Device::Cpu)?;
        let bias = match self.vector(&format!("{name}.bias"))? {
            None if self.centred => Some(weight.zeros_like()?),
            bias => bias,
        };
        Ok(Norm {
            weight,
            bias,
            epsilon: self.epsilon,
        })
    }

    fn maybe_norm(&mut self, name: &str) -> Result<Option<Norm>> {
        if self.has(&format!("{name}.weight")) {
            self.norm(name).map(Some)
        } else {
            Ok(None)
        }
    }
}
