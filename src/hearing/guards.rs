//! Guards against hallucinated text: whisper writes something even if nothing was said.
//!
//! Owns the decision whether a piece of transcript is credible. The thresholds follow the reference implementation (Radford et al.
//! 2022, "Robust Speech Recognition via Large-Scale Weak Supervision", 4.5).

use std::collections::HashSet;

/// What a run has written.
#[derive(Debug)]
pub struct Written {
    /// The text as the model wrote it, annotations included.
    pub text: String,
    /// Language code.
    pub language: String,
    /// The model's own evidence for it.
    pub evidence: Evidence,
}

/// The recogniser's evidence for a piece of transcript.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Probability that the piece contains no speech, 0 to 1.
    pub no_speech: f32,
    /// Mean natural logarithm of the tokens' probabilities, at most 0.
    pub mean_log_probability: f32,
}

/// Above this probability of silence, a doubtful transcript is rejected.
const NO_SPEECH: f32 = 0.6;
/// Below this mean log-probability a transcript is doubtful.
const DOUBTFUL: f32 = -1.0;
/// Below this one, a transcript is always rejected.
const HOPELESS: f32 = -2.0;
/// A transcript of this many words of which fewer than a third are distinct is a loop.
const LOOP_WORDS: usize = 12;

/// Removes whisper's annotations of sounds (`[BLANK_AUDIO]`, `(music)`, `♪`), and surplus white space.
pub fn words(text: &str) -> String {
    let mut depth = 0_usize;
    let kept: String = text
        .chars()
        .filter(|&letter| {
            match letter {
                '[' | '(' => depth += 1,
                ']' | ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0 && letter != '♪' && (!letter.is_control() || letter.is_whitespace())
        })
        .collect();
    let joined = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().any(char::is_alphanumeric) {
        joined
    } else {
        String::new()
    }
}

/// Whether a transcript is credible.
pub fn believable(text: &str, evidence: Evidence) -> bool {
    let silent = evidence.no_speech > NO_SPEECH && evidence.mean_log_probability < DOUBTFUL;
    !silent && evidence.mean_log_probability >= HOPELESS && !is_loop(text)
}

fn is_loop(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let different: HashSet<&str> = words.iter().copied().collect();
    words.len() >= LOOP_WORDS && different.len() * 3 < words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_are_not_words() {
        for (heard, expected) in [
            (" [BLANK_AUDIO]", ""),
            (" (music playing) Hello.", "Hello."),
            ("♪ la la ♪", "la la"),
            (" . ", ""),
            ("What  is\n25 plus 17?", "What is 25 plus 17?"),
            ("[unclosed", ""),
            ("a\u{1b}[31mb]c", "ac"),
        ] {
            assert_eq!(words(heard), expected, "{heard:?}");
        }
    }

    #[test]
    fn loops_and_hopeless_transcripts_are_not_believed() {
        let sure = Evidence {
            no_speech: 0.1,
            mean_log_probability: -0.2,
        };
        assert!(believable("Where is the cafe?", sure));
        assert!(!believable(&"thank you ".repeat(9), sure));
        assert!(believable(
            "one two three four five one two three four five one two three",
            sure
        ));
        assert!(!believable(
            "Thank you.",
            Evidence {
                no_speech: 0.8,
                mean_log_probability: -1.3
            }
        ));
        assert!(believable(
            "Yes.",
            Evidence {
                no_speech: 0.8,
                mean_log_probability: -0.3
            }
        ));
        assert!(!believable(
            "Yes.",
            Evidence {
                no_speech: 0.0,
                mean_log_probability: -2.5
            }
        ));
    }
}
