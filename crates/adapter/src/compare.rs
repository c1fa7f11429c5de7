//! How a question's vector fares among the lines.
//!
//! Owns the loss that training lowers and that `evaluate` prints, `InfoNCE`: the negative logarithm of the right line's share.

use crate::lessons::{Lesson, Lessons};

/// Sharpness of the shares: a line that is nearer by 0.1 has a share 7 times as large.
const SHARPNESS: f32 = 20.0;

/// What a comparison shows.
pub struct Compared {
    /// The negative logarithm of the right line's share.
    pub loss: f32,
    /// Whether no other line is as near as the right one.
    pub is_first: bool,
    /// The loss' gradient by the question's vector.
    pub pull: Vec<f32>,
}

/// Compares a vector of length 1 with the lines.
pub fn compare(vector: &[f32], lesson: &Lesson, lessons: &Lessons) -> Compared {
    let own = SHARPNESS * dot(vector, &lesson.line);
    let scores = lessons.lines.iter().map(|line| SHARPNESS * dot(vector, line));
    let scores: Vec<f32> = scores.collect();
    let others = || {
        scores
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != lesson.place)
    };
    let best = others().map(|(_, score)| *score).fold(f32::MIN, f32::max);
    let largest = best.max(own);
    let sum = others().map(|(_, score)| (score - largest).exp()).sum::<f32>() + (own - largest).exp();
    let share = |score: f32| (score - largest).exp() / sum;
    let mut pull = vec![0.0; vector.len()];
    add(&mut pull, SHARPNESS * (share(own) - 1.0), &lesson.line);
    for ((_, score), line) in others().zip(others().filter_map(|(at, _)| lessons.lines.get(at))) {
        add(&mut pull, SHARPNESS * share(*score), line);
    }
    Compared {
        loss: sum.ln() + largest - own,
        is_first: own > best,
        pull,
    }
}

/// Adds a multiple of a vector.
pub fn add(sum: &mut [f32], times: f32, vector: &[f32]) {
    sum.iter_mut().zip(vector).for_each(|(s, x)| *s += times * x);
}

/// In eight sums, which the processor forms side by side.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}
