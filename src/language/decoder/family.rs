//! The families of models: what sets their decoders apart, by a file's own metadata.
//!
//! Owns the table and the reading of the dimensions. One decoder serves all of them; here stands everything in which they
//! differ. Sources: the papers and reference implementations of each family, and llama.cpp's `llama-model.cpp`, whose
//! conversion the files follow (Llama's rotated pairs are interleaved, Gemma's norms have their 1 added).

use candle_core::quantized::gguf_file::Content;

use super::super::gguf::Metadata;
use super::network::MOST;

/// Which two numbers of a head are rotated together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pairing {
    /// Neighbours: 0 and 1, 2 and 3.
    Neighbours,
    /// The first half with the second.
    Halves,
}

/// What stands between the layers of a feed-forward network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Activation {
    /// `x * sigmoid(x)`.
    Silu,
    /// The Gaussian error linear unit, by its tanh approximation.
    Gelu,
}

/// The dimensions and peculiarities of one model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    /// Layers.
    pub layers: usize,
    /// Numbers of a token's state.
    pub width: usize,
    /// Heads that ask.
    pub heads: usize,
    /// Heads that are asked; they serve several.
    pub shared_heads: usize,
    /// Numbers of a head.
    pub head: usize,
    /// Of these, rotated by the position.
    pub rotated: usize,
    pub pairing: Pairing,
    /// The base of the rotation's frequencies; that of layers with a window.
    pub base: (f32, f32),
    /// Positions are multiplied by this in layers without a window.
    pub position_scale: f32,
    /// Added to the variance before its root is taken.
    pub epsilon: f64,
    /// Means are taken out too, and biases added (`LayerNorm`).
    pub centred: bool,
    pub activation: Activation,
    /// Embeddings are multiplied by this.
    pub embedding_scale: f32,
    /// Scores are divided by this.
    pub score_scale: f32,
    /// Scores and logits stay within this by `tanh`.
    pub score_cap: Option<f32>,
    pub logit_cap: Option<f32>,
    /// Tokens that a layer with a window looks back on, and which layers have one.
    pub window: Option<(usize, Windows)>,
    /// Tokens that the model was trained for.
    pub context: usize,
}

/// Which layers have a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Windows {
    /// All of them.
    All,
    /// All but every so many-th.
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
            shared_heads: maybe("attention.head_count_kv").unwrap_or(heads),
            head,
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
            // Its layers without attention have no heads: the file tells a list.
            "lfm2" => {
                let keys = content
                    .tensor_infos
                    .iter()
                    .find(|(name, _)| name.ends_with(".attn_k.weight"))
                    .and_then(|(_, info)| info.shape.dims().first());
                shape.shared_heads = keys.map_or(shape.heads, |rows| rows / shape.head.max(1));
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
                    return Err("positions stretched by 'longrope'".to_owned());
                }
            }
            "gemma" | "gemma2" | "gemma3" => {
                shape.activation = Activation::Gelu;
                shape.embedding_scale = (width as f32).sqrt();
                if family == "gemma2" {
                    shape.score_cap = Some(float("attn_logit_softcapping").unwrap_or(50.0));
                    shape.logit_cap = Some(float("final_logit_softcapping").unwrap_or(30.0));
                    shape.window = Some((window.unwrap_or(4_096), Windows::AllBut(2)));
                    // The 27B model, told by its layers, takes the width of a head as if there were no key length.
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
            other => return Err(format!("the architecture '{}'", other.escape_debug())),
        }
        shape.checked()
    }

    /// Dimensions that would divide by zero or by halves.
    fn checked(self) -> Result<Self, String> {
        let sound = self.heads > 0
            && self.shared_heads > 0
            && self.heads.is_multiple_of(self.shared_heads)
            && (1..=MOST).contains(&self.head)
            && self.rotated > 0
            && self.rotated.is_multiple_of(2);
        if sound {
            Ok(self)
        } else {
            Err(format!(
                "{} and {} heads of {} with {} rotated numbers",
                self.heads, self.shared_heads, self.head, self.rotated
            ))
        }
    }

    /// Whether a layer has a window.
    pub(super) fn has_window(&self, layer: usize) -> bool {
        match self.window {
            None => false,
            Some((_, Windows::All)) => true,
            Some((_, Windows::AllBut(every))) => !(layer + 1).is_multiple_of(every),
        }
    }
}
