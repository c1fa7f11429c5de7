//! Where an n-gram is counted: a counter and a sign, by a hash that only the operator's salt computes.
//!
//! Owns the eight hash functions. Each file draws one of them when it is begun: two words that share a counter on one machine share none
//! on another, so merged files tell them apart, at no cost in noise.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Hash functions.
pub const FUNCTIONS: usize = 8;
/// Counters of a function.
pub const COUNTERS: usize = 1 << 14;
/// How many bits of a hash are the number of its counter.
const BITS: u32 = COUNTERS.trailing_zeros();

/// A counter of one function, and what an n-gram adds to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CounterPlace {
    /// Its number, below [`COUNTERS`].
    pub counter: usize,
    /// 1 or -1.
    pub sign: i32,
}

/// The operator's salt, as the key of the hashes.
#[derive(Clone)]
pub struct SketchKey(Hmac<Sha256>);

impl std::fmt::Debug for SketchKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SketchKey(…)")
    }
}

impl SketchKey {
    /// The key of this salt.
    pub fn new(salt: &str) -> Self {
        // A key as long as a block of the hash needs no further treatment.
        let mut block = [0; 64];
        let digest = Sha256::digest(salt.as_bytes());
        block.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self(Hmac::new(&block.into()))
    }

    fn hash(&self, domain: &[u8], text: &str) -> [u8; 32] {
        let mut hash = self.0.clone();
        hash.update(domain);
        hash.update(text.as_bytes());
        hash.finalize().into_bytes().into()
    }

    /// What tells salts apart, and does not give them away unless they can be guessed.
    pub fn fingerprint(&self) -> String {
        let hash = self.hash(b"fingerprint:", "");
        let first = hash.first_chunk().copied().map_or(0, u64::from_be_bytes);
        format!("{first:016x}")
    }

    /// The place of an n-gram for each function.
    pub fn places(&self, gram: &str) -> [CounterPlace; FUNCTIONS] {
        let hash = self.hash(b"gram:", gram);
        let mut words = hash
            .as_chunks::<4>()
            .0
            .iter()
            .map(|word| u32::from_le_bytes(*word));
        std::array::from_fn(|_| {
            let word = words.next().unwrap_or_default();
            CounterPlace {
                counter: (word >> (u32::BITS - BITS)) as usize,
                sign: if word & 1 == 0 { 1 } else { -1 },
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_depends_on_the_salt_and_is_the_same_on_every_machine() {
        let (ours, theirs) = (
            SketchKey::new("a salt of sixteen"),
            SketchKey::new("another salt"),
        );
        assert_eq!(
            ours.places("pool"),
            SketchKey::new("a salt of sixteen").places("pool")
        );
        assert_ne!(ours.places("pool"), theirs.places("pool"));
        assert_ne!(ours.fingerprint(), theirs.fingerprint());
        assert_eq!(ours.fingerprint().len(), 16);
        assert!(!format!("{ours:?}").contains("sixteen"));
    }

    #[test]
    fn counters_and_signs_are_spread_evenly() {
        let key = SketchKey::new("salt");
        let places: Vec<_> = (0..4_000)
            .map(|number| key.places(&format!("word{number}")))
            .collect();
        for function in 0..FUNCTIONS {
            let signs: i32 = places.iter().map(|of| of[function].sign).sum();
            let mean = places.iter().map(|of| of[function].counter).sum::<usize>() / places.len();
            assert!(signs.abs() < 400, "{signs}");
            assert!(mean.abs_diff(COUNTERS / 2) < 600, "{mean}");
            assert!(places.iter().all(|of| of[function].counter < COUNTERS));
        }
    }
}
