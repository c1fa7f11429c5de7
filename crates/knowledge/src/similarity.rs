//! How near texts are in meaning, as somebody else measures it.
//!
//! Owns the door to an encoder and nothing behind it: the search does without one where there is none.

/// Vectors of the passages, in the order of [`crate::answer::Answerer::passages`].
pub trait Similarity: Send + Sync {
    /// The vector of a question; `None` where it cannot be made.
    fn question(&self, text: &str) -> Option<Vec<f32>>;

    /// How near each of these passages is to the vector, about -1 to 1.
    fn scores(&self, question: &[f32], passages: &[usize]) -> Vec<f32>;

    /// The passages nearest to the vector.
    fn nearest(&self, question: &[f32], count: usize) -> Vec<usize>;

    /// How likely each of these passages answers the question, 0 to 1, read together with it; `None` where that cannot
    /// be done.
    fn answers(&self, question: &str, passages: &[usize]) -> Option<Vec<f32>>;
}
