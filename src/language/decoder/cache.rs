//! Keys and values of the tokens that were read: the KV cache of one layer.
//!
//! Owns the memory, which grows by blocks, and the count. Shortening it is only forgetting the count.

use candle_core::{DType, Device, Result, Tensor};

/// Tokens by which the memory grows.
const BLOCK: usize = 256;

/// The cache of one layer: `[heads, tokens, head]` each.
#[derive(Debug)]
pub(super) struct LayerCache {
    keys: Tensor,
    values: Tensor,
    tokens: usize,
}

impl LayerCache {
    pub(super) fn new(heads: usize, head: usize) -> Result<Self> {
        let empty = || Tensor::zeros((heads, BLOCK, head), DType::F32, &Device::Cpu);
        Ok(Self {
            keys: empty()?,
            values: empty()?,
            tokens: 0,
        })
    }

    /// Forgets all tokens but the first so many.
    pub(super) fn truncate(&mut self, tokens: usize) {
        self.tokens = self.tokens.min(tokens);
    }

    /// Adds the keys and values of new tokens, and returns those of all: views of the memory.
    pub(super) fn append(&mut self, keys: &Tensor, values: &Tensor) -> Result<(Tensor, Tensor)> {
        let (heads, added, head) = keys.dims3()?;
        let needed = self.tokens + added;
        let room = self.keys.dim(1)?;
        if needed > room {
            // By half as much again, so that a long answer is not copied with every block.
            let grown = (room + room / 2).max(needed).next_multiple_of(BLOCK);
            let grow = |old: &Tensor| -> Result<Tensor> {
                let new = Tensor::zeros((heads, grown, head), DType::F32, &Device::Cpu)?;
                new.slice_set(&old.narrow(1, 0, self.tokens)?.contiguous()?, 1, 0)?;
                Ok(new)
            };
            let (keys, values) = (grow(&self.keys)?, grow(&self.values)?);
            (self.keys, self.values) = (keys, values);
        }
        self.keys.slice_set(&keys.contiguous()?, 1, self.tokens)?;
        self.values.slice_set(&values.contiguous()?, 1, self.tokens)?;
        self.tokens = needed;
        Ok((self.keys.narrow(1, 0, needed)?, self.values.narrow(1, 0, needed)?))
    }
}
