//! Rotary position embedding: a token's position as a rotation of its queries and keys.
//!
//! Owns the angles (Su et al. 2021, "`RoFormer`: Enhanced Transformer with Rotary Position Embedding") and their application.

use super::family::Pairing;

/// The angles of some positions: `[tokens, rotated / 2]` cosines and sines.
#[derive(Debug, Clone)]
pub(super) struct Angles {
    pairs: usize,
    turns: Vec<(f32, f32)>,
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
    /// The angles of `count` positions from `first` on.
    pub(super) fn of(frequencies: &[f32], first: usize, count: usize) -> Self {
        let turns = (first..first + count)
            .flat_map(|position| {
                frequencies.iter().map(move |frequency| {
                    let (sine, cosine) = (position as f32 * frequency).sin_cos();
                    (cosine, sine)
                })
            })
            .collect();
        Self {
            pairs: frequencies.len(),
            turns,
        }
    }

    /// Rotates the first numbers of a head by the angle of token `token`.
    pub(super) fn rotate(&self, token: usize, head: &mut [f32], pairing: Pairing) {
        let turns = &self.turns[token * self.pairs..(token + 1) * self.pairs];
        match pairing {
            Pairing::Neighbours => {
                for (pair, (cosine, sine)) in head.as_chunks_mut::<2>().0.iter_mut().zip(turns) {
                    let [one, other] = *pair;
                    *pair = [one * cosine - other * sine, one * sine + other * cosine];
                }
            }
            Pairing::Halves => {
                let (first, second) = head.split_at_mut(self.pairs);
                for ((first, second), (cosine, sine)) in first.iter_mut().zip(second).zip(turns) {
                    let (one, other) = (*first, *second);
                    *first = one * cosine - other * sine;
                    *second = one * sine + other * cosine;
                }
            }
        }
    }
}
