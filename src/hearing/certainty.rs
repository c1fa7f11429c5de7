//! The probability that a transcript is what was said.
//!
//! Owns the calibration: from the tokens' mean logarithmic probability to a probability that all words are right. Decides nothing;
//! the conversation has the thresholds.

use super::window::Window;

/// A logistic function of the mean logarithmic probability of the tokens.
#[derive(Debug, Clone, Copy)]
struct Calibration {
    offset: f32,
    slope: f32,
}

/// The starter model's, fitted by `models/starter/recipe/speech/certainty.py` on questions of held-out voices, clean and in noise,
/// on music, babble, noise and foreign speech. Other evidence (the least probable token, the no-speech probability, the
/// words a second, a second run on shifted sound) added nothing to it.
const STARTER: Calibration = Calibration {
    offset: 3.51,
    slope: 11.06,
};

/// A rule for public models, whose tokens are much more certain: Radford et al. (2022) take a mean below -1 for a failure, which
/// stands at a tenth here; a fifth is reached at -0.8.
const PUBLIC: Calibration = Calibration {
    offset: 1.86,
    slope: 4.06,
};

/// The probability, 0 to 1, that a transcript with this mean logarithmic probability (at most 0) has all words right.
pub fn certainty(window: Window, mean_log_probability: f32) -> f32 {
    let Calibration { offset, slope } = match window {
        Window::Utterance => STARTER,
        Window::Margin => PUBLIC,
    };
    1.0 / (1.0 + (-offset - slope * mean_log_probability).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_rises_with_the_tokens_probability() {
        for window in [Window::Utterance, Window::Margin] {
            let certainties: Vec<f32> = [-3.0, -1.0, -0.5, -0.3, -0.1, 0.0]
                .map(|mean| certainty(window, mean))
                .to_vec();
            assert!(certainties.is_sorted(), "{certainties:?}");
            assert!(certainties[0] < 0.01 && certainties[5] > 0.85, "{certainties:?}");
        }
    }

    #[test]
    fn a_public_model_that_the_reference_would_decode_again_is_hardly_believed() {
        assert!((certainty(Window::Margin, -1.0) - 0.1).abs() < 0.01);
        assert!((certainty(Window::Margin, -0.8) - 0.2).abs() < 0.01);
    }
}
