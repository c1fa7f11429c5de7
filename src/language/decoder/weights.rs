//! The weights of a model, each loaded once.
//!
//! Owns the reading of tensors by the names that GGUF files use. Optional tensors (biases, norms of queries and keys, norms
//! after a block) are used where the file has them; `family` need not list them.

use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use candle_core::Device;
use candle_core::quantized::gguf_file::{Content, TensorInfo};
use mynah_matrix::{Arena, Matrix, MatrixSource, NOT_FINITE, Normalise, Processor, ThreadPool, add};

use super::family::Shape;

/// A matrix and its bias.
#[derive(Debug)]
pub(super) struct Linear {
    pub matrix: Matrix,
    pub bias: Option<Vec<f32>>,
}

impl Linear {
    /// Adds the bias to a row of outputs.
    pub(super) fn bias(&self, row: &mut [f32]) {
        add(row, self.bias.as_deref());
    }
}

/// A norm: RMS norm without a bias, layer norm with one.
#[derive(Debug)]
pub(super) struct Norm {
    weight: Vec<f32>,
    bias: Option<Vec<f32>>,
    epsilon: f32,
}

impl Norm {
    /// Normalises a row.
    pub(super) fn apply(&self, processor: Processor, values: &mut [f32]) {
        processor.run(Normalise {
            values,
            weight: &self.weight,
            bias: self.bias.as_deref(),
            epsilon: self.epsilon,
        });
    }
}

/// The block of a layer that mixes tokens.
#[derive(Debug)]
pub(super) enum Mixer {
    Attention(Box<Attention>),
    /// A short convolution over the last tokens (LFM2).
    Convolution(Box<Convolution>),
}

#[derive(Debug)]
pub(super) struct Attention {
    pub queries: Linear,
    pub keys: Linear,
    pub values: Linear,
    pub query_norm: Option<Norm>,
    pub key_norm: Option<Norm>,
    pub output: Linear,
}

#[derive(Debug)]
pub(super) struct Convolution {
    /// Two gates and the values between them.
    pub input: Linear,
    /// `[width, tokens]`, the oldest first.
    pub kernel: Vec<f32>,
    pub output: Linear,
}

/// A feed-forward network.
#[derive(Debug)]
pub(super) struct FeedForward {
    /// With a gate `down(activation(gate(x)) * up(x))`, without one `down(activation(up(x)))`.
    pub gate: Option<Linear>,
    pub up: Linear,
    pub down: Linear,
}

/// One layer.
#[derive(Debug)]
pub(super) struct LayerWeights {
    pub norm: Norm,
    pub mixer: Mixer,
    pub post_norm: Option<Norm>,
    /// Missing where the feed-forward network runs in parallel with attention, on the same inputs.
    pub feed_forward_norm: Option<Norm>,
    pub feed_forward: FeedForward,
    pub feed_forward_post_norm: Option<Norm>,
}

/// The weights of a model.
#[derive(Debug)]
pub(super) struct Weights {
    pub embedding: Arc<Linear>,
    pub layers: Vec<LayerWeights>,
    pub norm: Norm,
    /// The output matrix; the embedding where the file ties them, held once.
    pub logits: Arc<Linear>,
    /// Divisors of the rotary frequencies (Llama 3's long contexts).
    pub frequency_factors: Option<Vec<f32>>,
}

/// An arena for all matrices of a file.
pub(super) fn arena(content: &Content) -> Arena {
    let sizes = content
        .tensor_infos
        .values()
        .filter_map(|info| match info.shape.dims() {
            &[rows, columns] => Some(Matrix::bytes(info.ggml_dtype, rows, columns)),
            _ => None,
        });
    Arena::of(sizes.sum())
}

/// Reads tensors from a file.
pub(super) struct Reader<'a> {
    pub content: &'a Content,
    pub file: &'a mut BufReader<File>,
    pub pool: &'a mut ThreadPool,
    pub arena: Arena,
    pub shape: &'a Shape,
    /// Counts the bytes of matrices that have been read.
    pub read: &'a AtomicU64,
}

impl Reader<'_> {
    /// Reads all weights.
    pub(super) fn read(&mut self) -> Result<Weights, String> {
        let embedding = Arc::new(Linear {
            matrix: self.matrix("token_embd.weight", None)?,
            bias: None,
        });
        let logits = if self.has("output.weight") {
            Arc::new(self.linear("output")?)
        } else {
            Arc::clone(&embedding)
        };
        let norm = match self.maybe_norm("output_norm")? {
            Some(norm) => norm,
            // LFM2's name for it.
            None => self.norm("token_embd_norm")?,
        };
        let frequency_factors = self.vector("rope_freqs.weight")?;
        let layers = (0..self.shape.layers)
            .map(|layer| self.layer(&format!("blk.{layer}")))
            .collect::<Result<_, _>>()?;
        Ok(Weights {
            embedding,
            layers,
            norm,
            logits,
            frequency_factors,
        })
    }

    fn layer(&mut self, block: &str) -> Result<LayerWeights, String> {
        let name = |part: &str| format!("{block}.{part}");
        let mixer = if self.has(&name("shortconv.conv.weight")) {
            Mixer::Convolution(Box::new(Convolution {
                input: self.linear(&name("shortconv.in_proj"))?,
                kernel: self.vector(&name("shortconv.conv.weight"))?.unwrap_or_default(),
                output: self.linear(&name("shortconv.out_proj"))?,
            }))
        } else {
            Mixer::Attention(Box::new(self.attention(block)?))
        };
        let (up, down) = (name("ffn_up"), self.linear(&name("ffn_down"))?);
        let inner = down.matrix.columns;
        let feed_forward = if self.has(&name("ffn_gate.weight")) {
            FeedForward {
                gate: Some(self.linear(&name("ffn_gate"))?),
                up: self.linear(&up)?,
                down,
            }
        } else if self.info(&format!("{up}.weight"))?.shape.dims().first() == Some(&(2 * inner)) {
            FeedForward {
                gate: Some(self.part(&up, (0, inner))?),
                up: self.part(&up, (inner, inner))?,
                down,
            }
        } else {
            FeedForward {
                gate: None,
                up: self.linear(&up)?,
                down,
            }
        };
        Ok(LayerWeights {
            norm: self.norm(&name("attn_norm"))?,
            mixer,
            post_norm: self.maybe_norm(&name("post_attention_norm"))?,
            feed_forward_norm: self.maybe_norm(&name("ffn_norm"))?,
            feed_forward,
            feed_forward_post_norm: self.maybe_norm(&name("post_ffw_norm"))?,
        })
    }

    fn attention(&mut self, block: &str) -> Result<Attention, String> {
        let name = |part: &str| format!("{block}.{part}");
        let together = name("attn_qkv");
        let [queries, keys, values] = if self.has(&format!("{together}.weight")) {
            let asking = self.shape.heads * self.shape.head_dim;
            let asked = self.shape.kv_heads * self.shape.head_dim;
            [
                self.part(&together, (0, asking))?,
                self.part(&together, (asking, asked))?,
                self.part(&together, (asking + asked, asked))?,
            ]
        } else {
            [
                self.linear(&name("attn_q"))?,
                self.linear(&name("attn_k"))?,
                self.linear(&name("attn_v"))?,
            ]
        };
        Ok(Attention {
            queries,
            keys,
            values,
            query_norm: self.maybe_norm(&name("attn_q_norm"))?,
            key_norm: self.maybe_norm(&name("attn_k_norm"))?,
            output: self.linear(&name("attn_output"))?,
        })
    }

    fn has(&self, name: &str) -> bool {
        self.content.tensor_infos.contains_key(name)
    }

    fn info(&self, name: &str) -> Result<&TensorInfo, String> {
        self.content
            .tensor_infos
            .get(name)
            .ok_or_else(|| format!("{name} is missing"))
    }

    /// Reads a matrix, or the rows `part` (first and count) of it.
    fn matrix(&mut self, name: &str, part: Option<(usize, usize)>) -> Result<Matrix, String> {
        let info = self.info(name)?;
        let &[all, columns] = info.shape.dims() else {
            return Err(format!("{name} is not a matrix"));
        };
        let format = info.ggml_dtype;
        let (first, rows) = part.unwrap_or((0, all));
        let row = columns / format.block_size() * format.type_size();
        let offset = self.content.tensor_data_offset + info.offset + (first * row) as u64;
        Matrix::load(
            self.pool,
            &mut self.arena,
            MatrixSource {
                file: self.file.get_ref(),
                offset,
                format,
                rows,
                columns,
                read: self.read,
            },
        )
        .map_err(|reason| format!("{name}: {reason}"))
    }

    fn vector(&mut self, name: &str) -> Result<Option<Vec<f32>>, String> {
        if !self.has(name) {
            return Ok(None);
        }
        let mut read = || -> candle_core::Result<Vec<f32>> {
            let tensor = self.content.tensor(self.file, name, &Device::Cpu)?;
            tensor.dequantize(&Device::Cpu)?.flatten_all()?.to_vec1()
        };
        let vector = read().map_err(|error| format!("{name}: {error}"))?;
        if vector.iter().all(|number| number.is_finite()) {
            Ok(Some(vector))
        } else {
            Err(format!("{name}: {NOT_FINITE}"))
        }
    }

    fn linear(&mut self, name: &str) -> Result<Linear, String> {
        Ok(Linear {
            matrix: self.matrix(&format!("{name}.weight"), None)?,
            bias: self.vector(&format!("{name}.bias"))?,
        })
    }

    fn part(&mut self, name: &str, (first, rows): (usize, usize)) -> Result<Linear, String> {
        let bias = self.vector(&format!("{name}.bias"))?;
        Ok(Linear {
            matrix: self.matrix(&format!("{name}.weight"), Some((first, rows)))?,
            bias: bias.map(|bias| bias.into_iter().skip(first).take(rows).collect()),
        })
    }

    fn norm(&mut self, name: &str) -> Result<Norm, String> {
        let weight = self
            .vector(&format!("{name}.weight"))?
            .ok_or_else(|| format!("{name}.weight is missing"))?;
        let bias = match self.vector(&format!("{name}.bias"))? {
            None if self.shape.centred => Some(vec![0.0; weight.len()]),
            bias => bias,
        };
        #[expect(clippy::cast_possible_truncation, reason = "1e-5 and its like")]
        Ok(Norm {
            weight,
            bias,
            epsilon: self.shape.epsilon as f32,
        })
    }

    fn maybe_norm(&mut self, name: &str) -> Result<Option<Norm>, String> {
        if self.has(&format!("{name}.weight")) {
            self.norm(name).map(Some)
        } else {
            Ok(None)
        }
    }
}
