//! The weights of a model, each loaded once.
//!
//! Owns the names of the tensors (`ASR_TENSOR_NAMES` in whisper.cpp) and the check of their shapes.

use std::os::unix::fs::FileExt;
use std::sync::atomic::AtomicU64;

use candle_core::quantized::GgmlDType;
use mynah_matrix::{Arena, Matrix, MatrixSource, NOT_FINITE, Normalise, Processor, ThreadPool, add};

use crate::file::{Dimensions, SpeechFile, SpeechFileError, TensorPlace};

/// A matrix and its bias.
#[derive(Debug)]
pub(crate) struct Projection {
    pub matrix: Matrix,
    pub bias: Option<Vec<f32>>,
}

impl Projection {
    /// Adds the bias to a row of outputs.
    pub(crate) fn add_bias(&self, row: &mut [f32]) {
        add(row, self.bias.as_deref());
    }
}

/// Layer normalisation.
#[derive(Debug)]
pub(crate) struct LayerNorm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl LayerNorm {
    /// Normalises a row.
    pub(crate) fn apply(&self, processor: Processor, values: &mut [f32]) {
        processor.run(Normalise {
            values,
            weight: &self.weight,
            bias: Some(&self.bias),
            epsilon: 1e-5,
        });
    }
}

/// The matrices of an attention block.
#[derive(Debug)]
pub(crate) struct AttentionWeights {
    pub norm: LayerNorm,
    pub query: Projection,
    pub key: Projection,
    pub value: Projection,
    pub out: Projection,
}

/// The matrices of a feed-forward block.
#[derive(Debug)]
pub(crate) struct FeedForwardWeights {
    pub norm: LayerNorm,
    pub wide: Projection,
    pub narrow: Projection,
}

/// The encoder's weights.
#[derive(Debug)]
pub(crate) struct EncoderWeights {
    /// `[width, mels * 3]`, the three columns of a band together.
    pub first_convolution: Projection,
    /// `[width, width * 3]`
    pub second_convolution: Projection,
    /// `[audio context, width]`
    pub positions: Vec<f32>,
    pub layers: Vec<(AttentionWeights, FeedForwardWeights)>,
    pub norm: LayerNorm,
}

/// One layer of the decoder.
#[derive(Debug)]
pub(crate) struct DecoderLayer {
    pub attention: AttentionWeights,
    pub cross_attention: AttentionWeights,
    pub feed_forward: FeedForwardWeights,
}

/// The decoder's weights.
#[derive(Debug)]
pub(crate) struct DecoderWeights {
    /// `[vocabulary, width]`, for reading tokens and for scoring them.
    pub tokens: Matrix,
    /// `[text context, width]`
    pub positions: Vec<f32>,
    pub layers: Vec<DecoderLayer>,
    pub norm: LayerNorm,
}

/// Reads the encoder's and the decoder's weights.
pub(crate) fn load(
    file: &SpeechFile,
    pool: &mut ThreadPool,
    read: &AtomicU64,
) -> Result<(EncoderWeights, DecoderWeights), SpeechFileError> {
    let least = file.dimensions.width;
    let matrices = file.tensors.values().filter_map(|place| match place.shape[..] {
        [columns, rows] if columns >= least && rows >= least => {
            Some(Matrix::bytes(place.format, rows, columns))
        }
        _ => None,
    });
    let mut loader = Loader {
        arena: Arena::of(matrices.sum()),
        file,
        pool,
        read,
    };
    let Dimensions {
        vocabulary,
        audio_context,
        width,
        text_context,
        mels,
        encoder_layers,
        decoder_layers,
        ..
    } = file.dimensions;
    let encoder = EncoderWeights {
        first_convolution: loader.convolution("encoder.conv1", mels, width)?,
        second_convolution: loader.convolution("encoder.conv2", width, width)?,
        positions: loader.numbers("encoder.positional_embedding", audio_context * width)?,
        layers: (0..encoder_layers)
            .map(|layer| {
                let block = format!("encoder.blocks.{layer}");
                Ok((loader.attention(&block, "attn")?, loader.feed_forward(&block)?))
            })
            .collect::<Result<_, SpeechFileError>>()?,
        norm: loader.norm("encoder.ln_post")?,
    };
    let decoder = DecoderWeights {
        tokens: loader.matrix("decoder.token_embedding.weight", &[width, vocabulary])?,
        positions: loader.numbers("decoder.positional_embedding", text_context * width)?,
        layers: (0..decoder_layers)
            .map(|layer| {
                let block = format!("decoder.blocks.{layer}");
                Ok(DecoderLayer {
                    attention: loader.attention(&block, "attn")?,
                    cross_attention: loader.attention(&block, "cross_attn")?,
                    feed_forward: loader.feed_forward(&block)?,
                })
            })
            .collect::<Result<_, SpeechFileError>>()?,
        norm: loader.norm("decoder.ln")?,
    };
    Ok((encoder, decoder))
}

struct Loader<'a> {
    arena: Arena,
    file: &'a SpeechFile,
    pool: &'a mut ThreadPool,
    read: &'a AtomicU64,
}

impl Loader<'_> {
    fn place(&self, name: &str) -> Result<&TensorPlace, SpeechFileError> {
        let place = self.file.tensors.get(name);
        place.ok_or_else(|| SpeechFileError::Damaged(format!("{name} is missing")))
    }

    /// A matrix of this shape, the innermost dimension first; its last dimension has the rows.
    fn matrix(&mut self, name: &str, shape: &[usize]) -> Result<Matrix, SpeechFileError> {
        let place = self.place(name)?.clone();
        let rows = shape.last().copied().unwrap_or(1);
        let columns = shape.iter().product::<usize>() / rows.max(1);
        if place.shape != shape || !columns.is_multiple_of(place.format.block_size()) {
            return Err(wrong_shape(name, &place));
        }
        let source = MatrixSource {
            file: &self.file.file,
            offset: place.offset,
            format: place.format,
            rows,
            columns,
            read: self.read,
        };
        Matrix::load(self.pool, &mut self.arena, source)
            .map_err(|reason| SpeechFileError::Damaged(format!("{name}: {reason}")))
    }

    fn numbers(&self, name: &str, count: usize) -> Result<Vec<f32>, SpeechFileError> {
        let place = self.place(name)?;
        if place.format != GgmlDType::F32 || place.shape.iter().product::<usize>() != count {
            return Err(wrong_shape(name, place));
        }
        let mut bytes = vec![0; count * 4];
        self.file.file.read_exact_at(&mut bytes, place.offset)?;
        let numbers: Vec<f32> = bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect();
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(SpeechFileError::Damaged(format!("{name}: {NOT_FINITE}")))
        }
    }

    fn projection(
        &mut self,
        name: &str,
        shape: &[usize],
        has_bias: bool,
    ) -> Result<Projection, SpeechFileError> {
        let matrix = self.matrix(&format!("{name}.weight"), shape)?;
        let rows = matrix.rows;
        Ok(Projection {
            matrix,
            bias: has_bias
                .then(|| self.numbers(&format!("{name}.bias"), rows))
                .transpose()?,
        })
    }

    /// A convolution over three columns, as a matrix.
    fn convolution(&mut self, name: &str, from: usize, to: usize) -> Result<Projection, SpeechFileError> {
        self.projection(name, &[3, from, to], true)
    }

    fn norm(&self, name: &str) -> Result<LayerNorm, SpeechFileError> {
        let width = self.file.dimensions.width;
        Ok(LayerNorm {
            weight: self.numbers(&format!("{name}.weight"), width)?,
            bias: self.numbers(&format!("{name}.bias"), width)?,
        })
    }

    fn attention(&mut self, block: &str, kind: &str) -> Result<AttentionWeights, SpeechFileError> {
        let width = self.file.dimensions.width;
        let mut part = |part: &str| {
            let name = format!("{block}.{kind}.{part}");
            self.projection(&name, &[width, width], part != "key")
        };
        Ok(AttentionWeights {
            query: part("query")?,
            key: part("key")?,
            value: part("value")?,
            out: part("out")?,
            norm: self.norm(&format!("{block}.{kind}_ln"))?,
        })
    }

    fn feed_forward(&mut self, block: &str) -> Result<FeedForwardWeights, SpeechFileError> {
        let width = self.file.dimensions.width;
        Ok(FeedForwardWeights {
            norm: self.norm(&format!("{block}.mlp_ln"))?,
            wide: self.projection(&format!("{block}.mlp.0"), &[width, 4 * width], true)?,
            narrow: self.projection(&format!("{block}.mlp.2"), &[4 * width, width], true)?,
        })
    }
}

fn wrong_shape(name: &str, place: &TensorPlace) -> SpeechFileError {
    SpeechFileError::Damaged(format!("{name} has the shape {:?}", place.shape))
}
