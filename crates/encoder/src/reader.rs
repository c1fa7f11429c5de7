//! The reader's head: from the words of a question and a passage, seen together, to a likelihood.
//!
//! Owns the sum that the recipe trains: the first position, the product of the two texts' means, and how well each
//! word of the question is matched by its best counterpart in the passage, weighed by how much that word matters.

/// The head's numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Reader {
    /// For the first position, for the product of the means, for the weighed and for the plain matches.
    pub weight: Vec<f32>,
    pub bias: f32,
    /// Tells how much a word of the question matters.
    pub matters: Vec<f32>,
}

impl Reader {
    /// How many weights it has over a network of this width.
    pub fn width(hidden: usize) -> usize {
        2 * hidden + 2
    }

    /// The likelihood for one row: `words` holds a vector for each token, the first `asked` of them the question's.
    /// Both parts have at least one token.
    pub fn likelihood(&self, words: &[f32], asked: usize) -> f32 {
        let hidden = self.matters.len();
        let words: Vec<&[f32]> = words.chunks_exact(hidden).collect();
        let (question, passage) = words.split_at(asked);
        let (first, second) = (mean(question), mean(passage));
        let mut sum = self.bias + dot(&self.weight[..hidden], words[0]);
        for ((weight, a), b) in self.weight[hidden..].iter().zip(&first).zip(&second) {
            sum += weight * a * b;
        }
        let lengths: Vec<f32> = words.iter().map(|w| length(w)).collect();
        let best = |i: usize| {
            let near = |(j, word): (usize, &&[f32])| dot(words[i], word) / (lengths[i] * lengths[asked + j]);
            passage.iter().enumerate().map(near).fold(-1.0, f32::max)
        };
        let best: Vec<f32> = (0..asked).map(best).collect();
        let matters: Vec<f32> = question.iter().map(|w| dot(&self.matters, w)).collect();
        let largest = matters.iter().copied().fold(f32::MIN, f32::max);
        let shares: Vec<f32> = matters.iter().map(|m| (m - largest).exp()).collect();
        let weighed = dot(&best, &shares) / shares.iter().sum::<f32>();
        let plain = best.iter().sum::<f32>() / asked as f32;
        sum += self.weight[2 * hidden] * weighed + self.weight[2 * hidden + 1] * plain;
        1.0 / (1.0 + (-sum).exp())
    }
}

/// The mean of the vectors, of length 1.
fn mean(vectors: &[&[f32]]) -> Vec<f32> {
    let mut sum = vectors[0].to_vec();
    for vector in &vectors[1..] {
        sum.iter_mut().zip(*vector).for_each(|(s, x)| *s += x);
    }
    let length = length(&sum);
    for s in &mut sum {
        *s /= length;
    }
    sum
}

fn length(vector: &[f32]) -> f32 {
    dot(vector, vector).sqrt().max(1e-12)
}

/// In eight sums, which the processor forms side by side.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.iter().zip(b) {
        for i in 0..8 {
            sums[i] += a[i] * b[i];
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sums_what_the_recipe_sums() {
        let reader = Reader {
            weight: vec![0.5, 0.0, 1.0, 2.0, 3.0, 4.0],
            bias: -1.0,
            matters: vec![0.0, 10.0],
        };
        // A question of two words and a passage of two; the second word of the question matters and is matched by 0.6.
        let words = [1.0, 0.0, 0.0, 2.0, 3.0, 0.0, 0.8, 0.6];
        let means = ([1.0, 2.0], [3.8, 0.6]);
        let lengths = [means.0, means.1].map(|m: [f32; 2]| (m[0] * m[0] + m[1] * m[1]).sqrt());
        let product = (means.0[0] * means.1[0] + 2.0 * means.0[1] * means.1[1]) / (lengths[0] * lengths[1]);
        let expected = -1.0 + 0.5 + product + 3.0 * 0.6 + 4.0 * (1.0 + 0.6) / 2.0;
        let got = reader.likelihood(&words, 2);
        assert!((got - 1.0 / (1.0 + (-expected).exp())).abs() < 1e-4, "{got}");
    }

    #[test]
    fn zeros_do_no_harm() {
        let reader = Reader {
            weight: vec![1.0; 6],
            bias: 0.0,
            matters: vec![1.0; 2],
        };
        assert!(reader.likelihood(&[0.0; 8], 2).is_finite());
        assert!((dot(&[1.0; 11], &[2.0; 11]) - 22.0).abs() < 1e-6);
    }
}
