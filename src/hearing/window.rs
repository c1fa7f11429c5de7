//! How much sound a speech model looks at.

/// Whether a model was trained on windows of the utterance's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The starter models: the encoder processes only the utterance.
    Utterance,
    /// Public models know only windows of 30 s: the encoder processes the utterance and a margin, at least 10 s.
    Margin,
}
