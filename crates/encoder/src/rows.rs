//! Many vectors in little memory, and the search for those nearest to a question.
//!
//! Owns the rounding to one byte a number and the dot products over it; knows neither texts nor files.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Vectors of one length, each rounded to eight bits with a scale of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    dimensions: usize,
    /// Signed bytes, kept as the file has them.
    values: Vec<u8>,
    scales: Vec<f32>,
}

/// A vector that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which one, in the order in which they were added.
    pub row: usize,
    /// How near: the dot product with the question, 1 for the same direction.
    pub score: f32,
}

impl Rows {
    /// None yet.
    pub fn new(dimensions: usize) -> Self {
        Self {
            dimensions,
            values: Vec::new(),
            scales: Vec::new(),
        }
    }

    /// Takes rounded vectors; `None` where the parts do not fit each other or a scale is no number.
    pub(crate) fn from_parts(dimensions: usize, values: Vec<u8>, scales: Vec<f32>) -> Option<Self> {
        let fits = values.len() == scales.len().checked_mul(dimensions)?;
        (fits && scales.iter().all(|s| s.is_finite())).then_some(Self {
            dimensions,
            values,
            scales,
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// How many numbers each has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Adds a vector. Missing numbers count as zero, further ones are left out.
    pub fn push(&mut self, vector: &[f32]) {
        let vector = &vector[..vector.len().min(self.dimensions)];
        let largest = vector.iter().fold(0.0_f32, |m, x| m.max(x.abs()));
        let scale = if largest.is_finite() { largest / 127.0 } else { 0.0 };
        let factor = if scale > 0.0 { 1.0 / scale } else { 0.0 };
        self.values
            .extend(vector.iter().map(|x| byte(x * factor).cast_unsigned()));
        self.values.resize((self.scales.len() + 1) * self.dimensions, 0);
        self.scales.push(scale);
    }

    /// Adds a vector of another store as it is.
    pub(crate) fn copy(&mut self, from: &Self, row: usize) {
        self.values.extend_from_slice(from.row(row));
        self.scales.push(from.scales[row]);
    }

    pub(crate) fn scale(&self, row: usize) -> f32 {
        self.scales[row]
    }

    pub(crate) fn row(&self, row: usize) -> &[u8] {
        &self.values[row * self.dimensions..][..self.dimensions]
    }

    /// How near each of some rows is to the question; 0 for a row that is not there.
    pub fn scores(&self, query: &[f32], rows: &[usize]) -> Vec<f32> {
        let query = Query::new(query, self.dimensions);
        rows.iter()
            .map(|r| {
                if *r < self.len() {
                    query.dot(self.row(*r), self.scales[*r])
                } else {
                    0.0
                }
            })
            .collect()
    }
}

/// The `k` vectors nearest to the question, nearest first; of equally near ones the earlier.
pub fn search(vectors: &Rows, query: &[f32], k: usize) -> Vec<Hit> {
    let k = k.min(vectors.len());
    if k == 0 {
        return Vec::new();
    }
    let query = Query::new(query, vectors.dimensions);
    let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::with_capacity(k + 1);
    for (row, values) in vectors.values.chunks_exact(vectors.dimensions.max(1)).enumerate() {
        let ranked = Ranked(Hit {
            row,
            score: query.dot(values, vectors.scales[row]),
        });
        if best.len() < k {
            best.push(Reverse(ranked));
        } else if best.peek().is_some_and(|worst| ranked > worst.0) {
            best.pop();
            best.push(Reverse(ranked));
        }
    }
    let mut hits: Vec<Ranked> = best.into_iter().map(|r| r.0).collect();
    hits.sort_by(|a, b| b.cmp(a));
    hits.into_iter().map(|r| r.0).collect()
}

/// A question's vector, rounded to twelve bits: finer than the rows, and their sums still fit 32 bits.
struct Query {
    values: Vec<i16>,
    scale: f32,
}

const FINEST: f32 = 2047.0;

impl Query {
    fn new(vector: &[f32], dimensions: usize) -> Self {
        let largest = vector.iter().fold(0.0_f32, |m, x| m.max(x.abs()));
        let scale = if largest.is_finite() {
            largest / FINEST
        } else {
            0.0
        };
        let factor = if scale > 0.0 { 1.0 / scale } else { 0.0 };
        let mut values: Vec<i16> = vector.iter().map(|x| short(x * factor)).collect();
        values.resize(dimensions, 0);
        Self { values, scale }
    }

    fn dot(&self, row: &[u8], scale: f32) -> f32 {
        let sum: i32 = self
            .values
            .iter()
            .zip(row)
            .map(|(a, b)| i32::from(*a) * i32::from(b.cast_signed()))
            .sum();
        sum as f32 * scale * self.scale
    }
}

#[allow(clippy::cast_possible_truncation)] // the conversion saturates
fn byte(x: f32) -> i8 {
    x.round().clamp(-127.0, 127.0) as i8
}

#[allow(clippy::cast_possible_truncation)] // the conversion saturates
fn short(x: f32) -> i16 {
    x.round().clamp(-FINEST, FINEST) as i16
}

/// Orders hits by score, then earlier rows before later ones.
#[derive(PartialEq)]
struct Ranked(Hit);

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0
            .score
            .total_cmp(&other.0.score)
            .then(other.0.row.cmp(&self.0.row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::numbers;

    fn unit(seed: u64, n: usize) -> Vec<f32> {
        let mut v = numbers(seed, n, 1.0);
        let length = v.iter().map(|x| x * x).sum::<f32>().sqrt();
        for x in &mut v {
            *x /= length;
        }
        v
    }

    #[test]
    fn the_nearest_come_first() {
        let vectors: Vec<Vec<f32>> = (0..500).map(|i| unit(i, 48)).collect();
        let mut rows = Rows::new(48);
        for vector in &vectors {
            rows.push(vector);
        }
        let query = unit(1234, 48);
        let hits = search(&rows, &query, 10);
        let exact = |i: usize| -> f32 { vectors[i].iter().zip(&query).map(|(a, b)| a * b).sum() };
        let mut order: Vec<usize> = (0..500).collect();
        order.sort_by(|a, b| exact(*b).total_cmp(&exact(*a)));
        assert_eq!(hits[0].row, order[0]);
        assert!(hits.windows(2).all(|w| w[0].score >= w[1].score));
        for hit in &hits {
            assert!(
                (hit.score - exact(hit.row)).abs() < 0.01,
                "{hit:?} {}",
                exact(hit.row)
            );
        }
        let found: Vec<usize> = hits.iter().map(|h| h.row).collect();
        assert_eq!(
            rows.scores(&query, &found),
            hits.iter().map(|h| h.score).collect::<Vec<_>>()
        );
        assert!((search(&rows, &vectors[77], 1)[0].score - 1.0).abs() < 0.01);
    }

    #[test]
    fn odd_input_does_no_harm() {
        let mut rows = Rows::new(4);
        rows.push(&[f32::NAN, f32::INFINITY, 1.0, 0.0]);
        rows.push(&[0.0; 4]);
        rows.push(&[1.0]);
        rows.push(&[0.5; 9]);
        assert_eq!((rows.len(), rows.dimensions()), (4, 4));
        assert_eq!(search(&rows, &[1.0, 0.0], 9).len(), 4);
        assert_eq!(search(&rows, &[1.0, 0.0], 1)[0].row, 2);
        assert!(
            search(&rows, &[f32::NAN; 4], 2)
                .iter()
                .all(|h| h.score.abs() < 1e-9)
        );
        assert!(rows.scores(&[1.0], &[2, 99])[1].abs() < 1e-9);
        assert!(search(&Rows::new(4), &[1.0], 3).is_empty());
        assert!(search(&rows, &[1.0], 0).is_empty());
    }
}
