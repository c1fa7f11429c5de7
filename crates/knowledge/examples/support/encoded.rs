//! The encoder's passages behind the search's door, for the example and the benchmark.

use mynah_encoder::Passages;
use mynah_knowledge::similarity::Similarity;

pub struct Encoded(pub Passages);

impl Similarity for Encoded {
    fn question(&self, text: &str) -> Option<Vec<f32>> {
        self.0.question(text)
    }

    fn scores(&self, question: &[f32], passages: &[usize]) -> Vec<f32> {
        self.0.scores(question, passages)
    }

    fn nearest(&self, question: &[f32], count: usize) -> Vec<usize> {
        self.0.nearest(question, count)
    }

    fn answers(&self, question: &str, passages: &[usize]) -> Option<Vec<f32>> {
        self.0.answers(question, passages)
    }
}
