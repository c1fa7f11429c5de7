//! Training: each step moves `up` against the mean gradient of all lessons.
//!
//! Owns the gradient, its clipping and its noise. With both, a step is one of DP-SGD without sampling: each lesson's gradient has a
//! length of at most `clip`, and the sum gets normally distributed noise of `noise` times `clip` for each number. Exchanging one
//! correction for another moves the sum by at most twice `clip`.

use rand_chacha::ChaCha20Rng;
use rand_distr::{Distribution, StandardNormal};

use mynah_encoder::Adapter;

use crate::compare::{add, compare, dot};
use crate::error::AdapterError;
use crate::lessons::{Lesson, Lessons};

/// How an adapter is trained.
pub struct Descent {
    /// Steps; each sees every lesson.
    pub steps: u32,
    /// How far a step goes.
    pub rate: f32,
    /// The longest gradient of a lesson.
    pub clip: Option<f32>,
    /// The noise's standard deviation for each number of the sum, and where it comes from.
    pub noise: Option<(f32, ChaCha20Rng)>,
}

impl Descent {
    /// Trains an adapter.
    ///
    /// # Errors
    /// The numbers grow out of bounds.
    pub fn train(mut self, adapter: &mut Adapter, lessons: &Lessons) -> Result<(), AdapterError> {
        let count = lessons.all.len().max(1) as f32;
        for _ in 0..self.steps {
            let mut sum = vec![0.0; adapter.up.len()];
            for lesson in &lessons.all {
                let gradient = Gradient::new(adapter, lesson, lessons);
                gradient.add_to(&mut sum, self.share(&gradient));
            }
            if let Some((deviation, random)) = &mut self.noise {
                for number in &mut sum {
                    let normal: f32 = StandardNormal.sample(random);
                    *number += *deviation * normal;
                }
            }
            add(&mut adapter.up, -self.rate / count, &sum);
        }
        // A file with larger numbers would be refused.
        if adapter.up.iter().all(|number| number.abs() < 100.0) {
            Ok(())
        } else {
            Err(AdapterError::Astray)
        }
    }

    /// What is left of a lesson's gradient.
    fn share(&self, gradient: &Gradient) -> f32 {
        let length = gradient.length();
        match self.clip {
            // What is no number would hide all others.
            _ if !length.is_finite() => 0.0,
            Some(clip) if length > clip => clip / length,
            Some(_) | None => 1.0,
        }
    }
}

/// A lesson's gradient by `up`: the product of a column and a row.
struct Gradient {
    column: Vec<f32>,
    row: Vec<f32>,
}

impl Gradient {
    fn new(adapter: &Adapter, lesson: &Lesson, lessons: &Lessons) -> Self {
        let row = adapter.seen(&lesson.question);
        let mut moved = lesson.question.clone();
        for (number, weights) in moved.iter_mut().zip(adapter.up.chunks_exact(row.len().max(1))) {
            *number += dot(weights, &row);
        }
        let length = dot(&moved, &moved).sqrt().max(f32::EPSILON);
        for number in &mut moved {
            *number /= length;
        }
        let mut column = compare(&moved, lesson, lessons).pull;
        // Along the vector itself nothing changes, because its length is made 1 again.
        let along = dot(&column, &moved);
        add(&mut column, -along, &moved);
        for number in &mut column {
            *number /= length;
        }
        Self { column, row }
    }

    fn length(&self) -> f32 {
        (dot(&self.column, &self.column) * dot(&self.row, &self.row)).sqrt()
    }

    fn add_to(&self, sum: &mut [f32], times: f32) {
        for (sums, number) in sum.chunks_exact_mut(self.row.len().max(1)).zip(&self.column) {
            add(sums, times * number, &self.row);
        }
    }
}

#[cfg(test)]
#[path = "descent_tests.rs"]
mod tests;
