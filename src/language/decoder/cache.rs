//! The KV cache of one layer: keys and values of the tokens read so far.
//!
//! Owns the memory, allocated page by page as the conversation grows, so that nothing is copied and a short conversation is
//! small. The keys of sixteen tokens are interleaved, because a query is compared with sixteen keys at once. Truncating only
//! lowers a count. Stored in half precision, as llama.cpp does by default; in single precision for F32 models.

use mynah_matrix::{LANES, Lanes, Processor, Work};

/// Tokens per page.
pub(super) const PAGE: usize = 256;
/// A head's values are padded to a multiple of this.
const WIDTH: usize = 2 * LANES;

/// Number format of keys and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    Single,
    Half,
}

impl Precision {
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::Single => 4,
            Self::Half => 2,
        }
    }
}

/// Keys and values of 256 tokens, all heads.
#[derive(Debug)]
pub(super) struct CachePage {
    /// `[heads, tokens / 16, head_dim, 16]`
    pub keys: Vec<u8>,
    /// `[heads, tokens, width]`
    pub values: Vec<u8>,
}

/// The cache of one layer.
#[derive(Debug)]
pub(super) struct LayerCache {
    pub heads: usize,
    pub head_dim: usize,
    pub precision: Precision,
    pub pages: Vec<CachePage>,
}

impl LayerCache {
    pub(super) fn new(heads: usize, head_dim: usize, precision: Precision) -> Self {
        Self {
            heads,
            head_dim,
            precision,
            pages: Vec::new(),
        }
    }

    /// Numbers per token that a head's values take, padding included.
    pub(super) fn width(&self) -> usize {
        self.head_dim.next_multiple_of(WIDTH)
    }

    /// Allocates pages for `tokens` tokens in total.
    pub(super) fn reserve(&mut self, tokens: usize) {
        let page = self.heads * PAGE * self.precision.bytes();
        while self.pages.len() * PAGE < tokens {
            self.pages.push(CachePage {
                keys: vec![0; page * self.head_dim],
                values: vec![0; page * self.width()],
            });
        }
    }

    /// For each page, the bytes that the first `tokens` tokens take in a head's keys and in its values.
    fn used(&self, tokens: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (size, width, bytes) = (self.head_dim, self.width(), self.precision.bytes());
        (0..tokens.div_ceil(PAGE)).map(move |page| {
            let here = (tokens - page * PAGE).min(PAGE);
            (here.next_multiple_of(LANES) * size * bytes, here * width * bytes)
        })
    }

    /// Appends the keys and values of the first `tokens` tokens to `into`.
    pub(super) fn export(&self, tokens: usize, into: &mut Vec<u8>) {
        let (key_bytes, value_bytes) = self.sizes();
        for (page, (keys, values)) in self.pages.iter().zip(self.used(tokens)) {
            for head in page.keys.chunks_exact(key_bytes) {
                into.extend_from_slice(&head[..keys]);
            }
            for head in page.values.chunks_exact(value_bytes) {
                into.extend_from_slice(&head[..values]);
            }
        }
    }

    /// Reads them back and returns the remaining bytes; `None` if there are too few.
    pub(super) fn import<'a>(&mut self, tokens: usize, bytes: &'a [u8]) -> Option<&'a [u8]> {
        self.reserve(tokens);
        let (key_bytes, value_bytes) = self.sizes();
        let used = self.used(tokens);
        let mut rest = bytes;
        for (page, (keys, values)) in self.pages.iter_mut().zip(used) {
            let parts = page.keys.chunks_exact_mut(key_bytes).map(|head| (head, keys));
            let others = page
                .values
                .chunks_exact_mut(value_bytes)
                .map(|head| (head, values));
            for (head, size) in parts.chain(others) {
                let (taken, left) = rest.split_at_checked(size)?;
                head[..size].copy_from_slice(taken);
                rest = left;
            }
        }
        Some(rest)
    }

    /// Bytes of a head's keys and values in a page.
    pub(super) fn sizes(&self) -> (usize, usize) {
        let page = PAGE * self.precision.bytes();
        (page * self.head_dim, page * self.width())
    }
}

/// Writes the key of one token into the keys of its head in a page.
pub(super) fn write_key(precision: Precision, keys: &mut [u8], token: usize, key: &[f32]) {
    let size = precision.bytes();
    let mut at = ((token / LANES) * key.len() * LANES + token % LANES) * size;
    for number in key {
        match precision {
            Precision::Single => keys[at..at + 4].copy_from_slice(&number.to_le_bytes()),
            Precision::Half => {
                keys[at..at + 2].copy_from_slice(&half::f16::from_f32(*number).to_le_bytes());
            }
        }
        at += LANES * size;
    }
}

/// Writes the value of one token into the values of its head in a page.
pub(super) fn write_value(
    processor: Processor,
    precision: Precision,
    values: &mut [u8],
    token: usize,
    value: &[f32],
) {
    let width = value.len().next_multiple_of(WIDTH) * precision.bytes();
    let into = &mut values[token * width..(token + 1) * width];
    match precision {
        Precision::Single => {
            for (into, number) in into.as_chunks_mut().0.iter_mut().zip(value) {
                *into = number.to_le_bytes();
            }
        }
        Precision::Half => processor.run(ToHalf(value, into)),
    }
}

/// Converts numbers to half precision.
struct ToHalf<'a>(&'a [f32], &'a mut [u8]);

impl Work for ToHalf<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        for (numbers, into) in self
            .0
            .chunks(LANES)
            .zip(self.1.as_chunks_mut::<{ 2 * LANES }>().0)
        {
            let mut sixteen = [0.0; LANES];
            sixteen[..numbers.len()].copy_from_slice(numbers);
            lanes.store_halves(lanes.floats(&sixteen), into);
        }
    }
}
