//! Model families: how their decoders differ, read from a file's metadata.
//!
//! Owns the dimensions and every difference between the families; one decoder serves all of them. Sources: the papers and reference implementations of each family, and llama.cpp's `llama-model.cpp`, whose
//! conversion the files follow (Llama's rotated pairs are interleaved, Gemma's norms have their 1 added).

use candle_core::quantized::gguf_file::Content;
use mynah_matrix::Activation;

use super::super::gguf::Metadata;

/// The largest head dimension (`Shape::checked`).
pub(super) const MAX_HEAD_DIM: usize = 512;

/// Which two numbers of a head are rotated together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pairing {
    /// Neighbours: 0 and 1, 2 and 3.
    Neighbours,
    /// The first half with the second.
    Halves,
}

/// The dimensions and hyperparameters of one model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    /// Number of layers.
    pub layers: usize,
    /// Size of a token's hidden state.
    pub width: usize,
    /// Query heads.
    pub heads: usize,
    /// Key/value heads; each serves `heads / kv_heads` query heads (grouped-query attention).
    pub kv_heads: usize,
    /// Size of a head.
    pub head_dim: usize,
    /// Numbers of a head that rotary embedding rotates.
    pub rotated: usize,
    pub pairing: Pairing,
    /// Base of the rotary frequencies: in layers without a sliding window, and in those with one.
    pub base: (f32, f32),
    /// Positions are multiplied by this in layers without a window.
    pub position_scale: f32,
    /// Added to the variance before its root is taken.
    pub epsilon: f64,
    /// `LayerNorm` instead of RMS norm.
    pub centred: bool,
    pub activation: Activation,
    /// Embeddings are multiplied by this.
    pub embedding_scale: f32,
    /// Attention scores are multiplied by this.
    pub score_scale: f32,
    /// Soft caps (`cap * tanh(x / cap)`) of attention scores and logits.
    pub score_cap: Option<f32>,
    pub logit_cap: Option<f32>,
    /// Length of the sliding window in tokens, and which layers have one.
    pub window: Option<(usize, Windows)>,
    /// Context length that the model was trained for, in tokens.
    pub context: usize,
}

/// Which layers have a sliding window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Windows {
    /// All of them.
    All,
    /// All but every n-th.
    AllBut(usize),
}

impl Shape {
    /// Reads the shape of a model of a known family.
    pub(super) fn of(content: &Content, metadata: &Metadata) -> Result<Self, String> {
        let family = metadata.text("general.architecture").unwrap_or_default();
        let key = |name: &str| format!("{family}.{name}");
        let maybe = |name: &str| metadata.number(&key(name)).map(|value| value as usize);
        let number = |name: &str| {
            maybe(name)
                .filter(|&value| value > 0)
                .ok_or(format!("{family}.{name} is missing"))
        };
        let float = |name: &str| {
            metadata
                .float(&key(name))
                .filter(|value| value.is_finite() && *value > 0.0)
        };
        let (width, heads) = (number("embedding_length")?, number("attention.head_count")?);
        let head = maybe("attention.key_length").unwrap_or(width / heads);
        let epsilon =
            float("attention.layer_norm_rms_epsilon").or_else(|| float("attention.layer_norm_epsilon"));
        let base = float("rope.freq_base").unwrap_or(10_000.0);
        let linear = metadata.text(&key("rope.scaling.type")) == Some("linear");
        let factor = float("rope.scaling.factor").filter(|_| linear).unwrap_or(1.0);
        let mut shape = Self {
            layers: number("block_count")?,
            width,
            heads,
            kv_heads: maybe("attention.head_count_kv").unwrap_or(heads),
            head_dim: head,
            rotated: maybe("rope.dimension_count").unwrap_or(head).min(head),
            pairing: Pairing::Halves,
            base: (base, base),
            position_scale: 1.0 / factor,
            epsilon: f64::from(epsilon.unwrap_or(1e-5)),
            centred: false,
            activation: Activation::Silu,
            embedding_scale: 1.0,
            score_scale: 1.0 / (head as f32).sqrt(),
            score_cap: None,
            logit_cap: None,
            window: None,
            context: number("context_length")?,
        };
        let window = maybe("attention.sliding_window").filter(|&window| window > 0);
        match family {
            "llama" => shape.pairing = Pairing::Neighbours,
            "qwen2" | "qwen3" => {}
            // Its convolution layers have no heads, so that the file's head count is a list.
            "lfm2" => {
                let keys = content
                    .tensor_infos
                    .iter()
                    .find(|(name, _)| name.ends_with(".attn_k.weight"))
                    .and_then(|(_, info)| info.shape.dims().first());
                shape.kv_heads = keys.map_or(shape.heads, |rows| rows / shape.head_dim.max(1));
            }
            "phi2" => {
                shape.centred = true;
                shape.activation = Activation::Gelu;
            }
            "phi3" => {
                shape.window = window.map(|window| (window, Windows::All));
                if content
                    .tensor_infos
                    .keys()
                    .any(|name| name.starts_with("rope_factors"))
                {
                    return Err("unsupported RoPE scaling 'longrope'".to_owned());
                }
            }
            "gemma" | "gemma2" | "gemma3" => {
                shape.activation = Activation::Gelu;
                shape.embedding_scale = (width as f32).sqrt();
                if family == "gemma2" {
                    shape.score_cap = Some(float("attn_logit_softcapping").unwrap_or(50.0));
                    shape.logit_cap = Some(float("final_logit_softcapping").unwrap_or(30.0));
                    shape.window = Some((window.unwrap_or(4_096), Windows::AllBut(2)));
                    // The 27B model, recognised by its layer count, scales by width / heads instead of the key length.
                    if shape.layers == 46 {
                        shape.score_scale = 1.0 / (width as f32 / heads as f32).sqrt();
                    }
                }
                if family == "gemma3" {
                    shape.base = (float("rope.freq_base").unwrap_or(1_000_000.0), 10_000.0);
                    shape.window = window.map(|window| (window, Windows::AllBut(6)));
                    if shape.layers == 62 {
                        shape.score_scale = 1.0 / (width as f32 / heads as f32).sqrt();
                    }
                }
            }
            other => return Err(format!("unsupported architecture '{}'", other.escape_debug())),
        }
        shape.checked()
    }

    /// Refuses dimensions that the decoder cannot compute with.
    fn checked(self) -> Result<Self, String> {
        let sound = self.heads > 0
            && self.kv_heads > 0
            && self.heads.is_multiple_of(self.kv_heads)
            && (1..=MAX_HEAD_DIM).contains(&self.head_dim)
            && self.rotated > 0
            && self.rotated.is_multiple_of(2);
        if sound {
            Ok(self)
        } else {
            Err(format!(
                "{} and {} heads of {} with {} rotated numbers",
                self.heads, self.kv_heads, self.head_dim, self.rotated
            ))
        }
    }

    /// Whether a layer has a sliding window.
    pub(super) fn has_window(&self, layer: usize) -> bool {
        match self.window {
            None => false,
            Some((_, Windows::All)) => true,
            Some((_, Windows::AllBut(every))) => !(layer + 1).is_multiple_of(every),
        }
    }
}
