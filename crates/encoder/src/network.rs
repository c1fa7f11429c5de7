//! The network itself: candle's BERT or `DistilBERT` over a batch of equally long rows.
//!
//! Owns the handing over to candle and the pooling; batches are made elsewhere.

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::{bert::BertModel, distilbert::DistilBertModel};

use crate::config::{Kind, Pooling, Shape};
use crate::error::EncoderError;
use crate::reader::Reader;
use crate::weights::Weights;

enum Model {
    Bert(BertModel),
    Distil(DistilBertModel),
}

/// A loaded network and its reader's head.
pub struct Network {
    model: Model,
    pooling: Pooling,
    reader: Option<Reader>,
}

/// Rows of ids, padded to the same length.
pub struct Batch {
    /// Row after row.
    pub ids: Vec<u32>,
    /// To which part a token belongs: the question or the passage.
    pub types: Vec<u32>,
    /// How many of a row's ids are not padding.
    pub lengths: Vec<usize>,
    /// How many of a row's ids are its first part.
    pub firsts: Vec<usize>,
    /// Length of a row.
    pub width: usize,
}

impl Network {
    /// Builds the network from tensors that were checked against `shape`.
    pub fn new(shape: &Shape, weights: Weights) -> Result<Self, EncoderError> {
        let variables = VarBuilder::from_tensors(weights.tensors, DType::F32, &Device::Cpu);
        let model = match shape.kind {
            Kind::Bert => Model::Bert(BertModel::load(variables, &shape.bert())?),
            Kind::Distil => Model::Distil(DistilBertModel::load(variables, &shape.distil()?)?),
        };
        Ok(Self {
            model,
            pooling: shape.pooling,
            reader: weights.reader,
        })
    }

    /// Whether it can judge answers.
    pub fn reads(&self) -> bool {
        self.reader.is_some()
    }

    fn hidden(&self, batch: &Batch) -> Result<Tensor, EncoderError> {
        let dimensions = (batch.lengths.len(), batch.width);
        let ids = Tensor::from_slice(&batch.ids, dimensions, &Device::Cpu)?;
        Ok(match &self.model {
            Model::Bert(model) => {
                let types = Tensor::from_slice(&batch.types, dimensions, &Device::Cpu)?;
                let mask = Tensor::from_vec(batch.kept(1_u32, 0), dimensions, &Device::Cpu)?;
                model.forward(&ids, &types, Some(&mask))?
            }
            Model::Distil(model) => {
                let (rows, width) = dimensions;
                // Here 1 means "not to be looked at".
                let mask = Tensor::from_vec(batch.kept(0_u8, 1), (rows, 1, 1, width), &Device::Cpu)?;
                model.forward(&ids, &mask)?
            }
        })
    }

    /// One vector of length 1 for each row.
    pub fn vectors(&self, batch: &Batch) -> Result<Vec<Vec<f32>>, EncoderError> {
        let hidden = self.hidden(batch)?;
        let pooled = match self.pooling {
            Pooling::First => hidden.narrow(1, 0, 1)?.squeeze(1)?,
            Pooling::Mean => {
                let dimensions = (batch.lengths.len(), batch.width, 1);
                let mask = Tensor::from_vec(batch.kept(1_f32, 0.0), dimensions, &Device::Cpu)?;
                // Not divided by the count: the length becomes 1 anyway.
                hidden.broadcast_mul(&mask)?.sum(1)?
            }
        };
        let mut out: Vec<Vec<f32>> = pooled.to_vec2()?;
        for vector in &mut out {
            let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
            if !length.is_finite() || length == 0.0 {
                return Err(EncoderError::Run("a vector is not finite".into()));
            }
            for x in vector {
                *x /= length;
            }
        }
        Ok(out)
    }

    /// For each row, how likely its second part answers its first, from 0 to 1.
    pub fn answers(&self, batch: &Batch) -> Result<Vec<f32>, EncoderError> {
        let reader = self.reader.as_ref().ok_or(EncoderError::NoReader)?;
        let hidden = self.hidden(batch)?;
        let width = hidden.dim(2)?;
        let words: Vec<f32> = hidden.flatten_all()?.to_vec1()?;
        let rows = words
            .chunks_exact(batch.width * width)
            .zip(&batch.lengths)
            .zip(&batch.firsts);
        rows.map(|((words, length), first)| reader.likelihood(&words[..length * width], *first))
            .map(|p| {
                if p.is_finite() {
                    Ok(p)
                } else {
                    Err(EncoderError::Run("a likelihood is not finite".into()))
                }
            })
            .collect()
    }
}

impl Batch {
    /// Pads the rows, which are (ids, types) and none of them empty, to the longest.
    pub fn new<'a>(rows: impl ExactSizeIterator<Item = &'a (Vec<u32>, usize)> + Clone, padding: u32) -> Self {
        let width = rows.clone().map(|(ids, _)| ids.len()).max().unwrap_or(0);
        let mut batch = Self {
            ids: Vec::new(),
            types: Vec::new(),
            lengths: Vec::new(),
            firsts: Vec::new(),
            width,
        };
        for (ids, first) in rows {
            batch.ids.extend(ids);
            batch.ids.resize(batch.ids.len() + width - ids.len(), padding);
            batch
                .types
                .extend((0..width).map(|i| u32::from(i >= *first && i < ids.len())));
            batch.lengths.push(ids.len());
            batch.firsts.push(*first);
        }
        batch
    }

    /// `yes` where a row has a token, `no` where it is padded.
    fn kept<T: Copy>(&self, yes: T, no: T) -> Vec<T> {
        self.lengths
            .iter()
            .flat_map(|n| (0..self.width).map(move |i| if i < *n { yes } else { no }))
            .collect()
    }
}
