//! Rotary position embedding: a token's place as a rotation of its queries and keys.
//!
//! Owns the angles (Su et al. 2021, "`RoFormer`: Enhanced Transformer with Rotary Position Embedding") and their application.

use candle_core::{DType, Device, Result, Tensor};

use super::family::Pairing;

/// The angles of some positions: cosines and sines, `[tokens, rotated / 2]`.
#[derive(Debug, Clone)]
pub(super) struct Angles {
    cosines: Tensor,
    sines: Tensor,
}

/// The frequency of each rotated pair.
pub(super) fn frequencies(rotated: usize, base: f32, scale: f32, factors: Option<&[f32]>) -> Vec<f32> {
    (0..rotated / 2)
        .map(|pair| {
            let frequency = scale / base.powf(2.0 * pair as f32 / rotated as f32);
            let factor = factors
                .and_then(|factors| factors.get(pair))
                .copied()
                .unwrap_or(1.0);
            frequency / factor
        })
        .collect()
}

impl Angles {
    /// Of so many positions from `first` on.
    pub(super) fn of(frequencies: &[f32], first: usize, count: usize) -> Result<Self> {
        let angles: Vec<f32> = (first..first + count)
            .flat_map(|position| {
                frequencies
                    .iter()
                    .map(move |frequency| position as f32 * frequency)
            })
            .collect();
        let angles = Tensor::from_vec(angles, (count, frequencies.len()), &Device::Cpu)?;
        Ok(Self {
            cosines: angles.cos()?.to_dtype(DType::F32)?,
            sines: angles.sin()?.to_dtype(DType::F32)?,
        })
    }

    /// Rotates the first numbers of every head: `[heads, tokens, head]`.
    pub(super) fn rotate(&self, heads: &Tensor, rotated: usize, pairing: Pairing) -> Result<Tensor> {
        let size = heads.dim(2)?;
        if rotated == size {
            return self.rotate_all(heads, pairing);
        }
        let turned = self.rotate_all(&heads.narrow(2, 0, rotated)?, pairing)?;
        let rest = heads.narrow(2, rotated, size - rotated)?;
        Tensor::cat(&[&turned, &rest], 2)
    }

    fn rotate_all(&self, heads: &Tensor, pairing: Pairing) -> Result<Tensor> {
        let heads = heads.unsqueeze(0)?.contiguous()?;
        let turned = match pairing {
            Pairing::Neighbours => candle_nn::rotary_emb::rope_i(&heads, &self.cosines, &self.sines)?,
            Pairing::Halves => candle_nn::rotary_emb::rope(&heads, &self.cosines, &self.sines)?,
        };
        turned.squeeze(0)
    }
}
