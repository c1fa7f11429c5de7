//! The directions in which an adapter looks at a question.
//!
//! Owns the matrix `down`, which depends on nothing but the encoder and the rank. All kiosks have the same one and train `up`
//! alone, because the mean of several `up · down` is the mean of the `up`s times `down` only where `down` is the same: the mean
//! of two products of matrices is not the product of their means.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

use mynah_encoder::Adapter;

/// An adapter that changes nothing yet.
pub fn adapter(encoder: u64, width: usize, rank: usize) -> Adapter {
    Adapter {
        encoder,
        corrections: 0,
        width,
        down: directions(encoder, width, rank),
        up: vec![0.0; width * rank],
    }
}

/// Random rows of length 1, at right angles to each other while the width allows it.
fn directions(encoder: u64, width: usize, rank: usize) -> Vec<f32> {
    let mut random = ChaCha20Rng::seed_from_u64(encoder);
    let mut rows: Vec<Vec<f32>> = Vec::with_capacity(rank);
    for _ in 0..rank {
        let mut row: Vec<f32> = (0..width).map(|_| StandardNormal.sample(&mut random)).collect();
        for earlier in &rows {
            let shared: f32 = row.iter().zip(earlier).map(|(a, b)| a * b).sum();
            row.iter_mut().zip(earlier).for_each(|(a, b)| *a -= shared * b);
        }
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::EPSILON);
        for number in &mut row {
            *number /= length;
        }
        rows.push(row);
    }
    rows.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_depend_on_the_encoder_alone_and_stand_at_right_angles() {
        let one = directions(7, 32, 4);
        assert_eq!(one, directions(7, 32, 4));
        assert_ne!(one, directions(8, 32, 4));
        let rows: Vec<&[f32]> = one.chunks_exact(32).collect();
        for (i, a) in rows.iter().enumerate() {
            for (j, b) in rows.iter().enumerate() {
                let product: f32 = a.iter().zip(*b).map(|(a, b)| a * b).sum();
                let expected = if i == j { 1.0 } else { 0.0 };
                assert!((product - expected).abs() < 1e-4, "{i} {j}: {product}");
            }
        }
    }

    #[test]
    fn a_new_adapter_changes_nothing() {
        let adapter = adapter(7, 8, 3);
        let mut question = vec![0.0, 0.6, 0.0, 0.8, 0.0, 0.0, 0.0, 0.0];
        let before = question.clone();
        adapter.apply(&mut question);
        assert_eq!(question, before);
    }
}
