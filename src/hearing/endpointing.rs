//! Endpointing: where an utterance begins, pauses and continues, from the speech probability of each frame.
//!
//! Owns the smoothing: a click is not speech, a short gap not a pause. Knows neither the detector nor the samples; the conversation
//! decides what a pause means. The caller passes the length of a frame, so any detector can be used.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// When an utterance begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListeningMode {
    /// When somebody speaks.
    #[default]
    HandsFree,
    /// When somebody speaks; it counts if it begins with the wake word.
    WakeWord,
    /// While the push-to-talk key is pressed.
    PushToTalk,
    /// Never: every question is typed.
    Off,
}

/// When speech begins and ends, in milliseconds and probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EndpointingConfig {
    /// Probability from which a frame may begin an utterance, 0 to 1.
    pub threshold: f32,
    /// Speech that begins an utterance.
    pub onset: u16,
    /// Silence after which the utterance is transcribed.
    pub pause: u16,
    /// Silence after which the utterance is complete.
    pub longest_pause: u16,
    /// Sound before the onset that is included in the utterance.
    pub pre_roll: u16,
    /// Maximum length of an utterance, in seconds.
    pub longest_utterance: u16,
}

impl EndpointingConfig {
    /// With another longest pause, in milliseconds, made from the present one.
    #[must_use]
    pub fn with_longest_pause_of(self, scale: impl Fn(f64) -> f64) -> Self {
        let milliseconds = scale(f64::from(self.longest_pause)).clamp(0.0, f64::from(u16::MAX));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the value was clamped"
        )]
        let longest_pause = milliseconds as u16;
        Self {
            longest_pause,
            ..self
        }
    }
}

impl Default for EndpointingConfig {
    fn default() -> Self {
        Self {
            threshold: 0.5,
            onset: 64,
            pause: 150,
            longest_pause: 3_000,
            pre_roll: 300,
            longest_utterance: 28,
        }
    }
}

/// A change caused by a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// An utterance has begun, this long ago.
    Began(Duration),
    /// The utterance pauses, with this much silence; repeated with every frame of the pause.
    Paused(Duration),
    /// The utterance continues after a pause.
    Resumed,
    /// The utterance is complete.
    Over,
    /// A voice is suspected while the machine speaks; `false` withdraws the suspicion. If an utterance begins, no `false`
    /// follows.
    Suspected(bool),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Nobody speaks; this much of the recent sound was speech.
    Quiet { speech: Duration },
    /// Somebody speaks; silent for this long.
    Speech { silence: Duration },
    /// Somebody has paused; this much of the recent sound was speech again.
    Pause { silence: Duration, speech: Duration },
}

/// An endpointer for one stream of frames.
#[derive(Debug)]
pub struct Endpointer {
    config: EndpointingConfig,
    state: State,
    length: Duration,
    suspicion: Suspicion,
}

/// Whether somebody may be speaking while the machine speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Suspicion {
    /// No; this much of the recent sound was like a voice.
    None { speech: Duration },
    /// Yes, for this long.
    Since(Duration),
}

/// Voice-like sound that raises a suspicion: short, because the only consequence is a moment of silence.
const SUSPICIOUS: Duration = Duration::from_millis(48);
const SUSPICIOUS_PROBABILITY: f32 = 0.75;
/// A suspicion that is not confirmed within this time is withdrawn.
const DISMISSED: Duration = Duration::from_millis(400);

impl Endpointer {
    /// Starts in silence.
    pub fn new(config: EndpointingConfig) -> Self {
        Self {
            config,
            state: State::Quiet {
                speech: Duration::ZERO,
            },
            length: Duration::ZERO,
            suspicion: Suspicion::None {
                speech: Duration::ZERO,
            },
        }
    }

    /// Takes the speech probability of the next `frame`. `strict` asks for more evidence of an onset, because the machine itself is
    /// speaking.
    pub fn frame(&mut self, probability: f32, frame: Duration, strict: bool) -> Option<Endpoint> {
        let (threshold, onset) = (self.config.threshold, milliseconds(self.config.onset));
        let (enter, onset) = if strict {
            (threshold.max(0.8), onset * 2)
        } else {
            (threshold, onset)
        };
        // Hysteresis: once speech has begun, a lower probability is enough, because the ends of words fade.
        let stay = threshold * 0.6;
        self.length += frame;
        match &mut self.state {
            State::Quiet { speech } => {
                *speech = leaky(*speech, probability >= enter, frame);
                if *speech < onset {
                    return self.suspect(probability, frame, strict);
                }
                let back = *speech;
                self.suspicion = Suspicion::None {
                    speech: Duration::ZERO,
                };
                self.state = State::Speech {
                    silence: Duration::ZERO,
                };
                self.length = back;
                Some(Endpoint::Began(back))
            }
            State::Speech { silence } => {
                *silence = if probability >= stay {
                    Duration::ZERO
                } else {
                    *silence + frame
                };
                let silence = *silence;
                if self.length >= Duration::from_secs(u64::from(self.config.longest_utterance)) {
                    self.reset();
                    return Some(Endpoint::Over);
                }
                if silence < milliseconds(self.config.pause) {
                    return None;
                }
                self.state = State::Pause {
                    silence,
                    speech: Duration::ZERO,
                };
                Some(Endpoint::Paused(silence))
            }
            State::Pause { silence, speech } => {
                *silence += frame;
                *speech = leaky(*speech, probability >= enter, frame);
                let (silence, speech) = (*silence, *speech);
                if speech >= onset / 2 {
                    self.state = State::Speech {
                        silence: Duration::ZERO,
                    };
                    return Some(Endpoint::Resumed);
                }
                if silence >= milliseconds(self.config.longest_pause) {
                    self.reset();
                    return Some(Endpoint::Over);
                }
                // What may be the first sound of a continuation must not end the turn.
                (probability < stay).then_some(Endpoint::Paused(silence))
            }
        }
    }

    /// Handles silence. While the machine speaks, suspected speech is reported before it is confirmed.
    fn suspect(&mut self, probability: f32, frame: Duration, strict: bool) -> Option<Endpoint> {
        let (suspicion, told) = match self.suspicion {
            Suspicion::None { speech } => {
                let speech = leaky(speech, strict && probability >= SUSPICIOUS_PROBABILITY, frame);
                if speech >= SUSPICIOUS {
                    (Suspicion::Since(Duration::ZERO), Some(true))
                } else {
                    (Suspicion::None { speech }, None)
                }
            }
            Suspicion::Since(age) if age < DISMISSED => (Suspicion::Since(age + frame), None),
            Suspicion::Since(_) => {
                let speech = Duration::ZERO;
                (Suspicion::None { speech }, Some(false))
            }
        };
        self.suspicion = suspicion;
        told.map(Endpoint::Suspected)
    }

    /// Whether there is an utterance.
    pub fn is_busy(&self) -> bool {
        !matches!(self.state, State::Quiet { .. })
    }

    /// Whether somebody is speaking now.
    pub fn is_speech(&self) -> bool {
        matches!(self.state, State::Speech { .. })
    }

    /// The utterance was taken: what follows is a new one.
    pub fn reset(&mut self) {
        self.state = State::Quiet {
            speech: Duration::ZERO,
        };
        self.length = Duration::ZERO;
    }
}

/// How much of the recent sound was speech. One doubtful frame does not reset it.
fn leaky(speech: Duration, is_speech: bool, frame: Duration) -> Duration {
    if is_speech {
        speech + frame
    } else {
        speech.saturating_sub(frame * 2)
    }
}

fn milliseconds(count: u16) -> Duration {
    Duration::from_millis(u64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Duration = Duration::from_millis(16);

    /// Runs probabilities, each for so many frames, and returns what changed; repeated pauses are told once.
    fn run(endpointer: &mut Endpointer, parts: &[(f32, usize)], strict: bool) -> Vec<&'static str> {
        let mut told: Vec<&'static str> = Vec::new();
        for (probability, frames) in parts {
            for _ in 0..*frames {
                let name = match endpointer.frame(*probability, FRAME, strict) {
                    None => continue,
                    Some(Endpoint::Began(_)) => "began",
                    Some(Endpoint::Paused(_)) => "paused",
                    Some(Endpoint::Resumed) => "resumed",
                    Some(Endpoint::Over) => "over",
                    Some(Endpoint::Suspected(true)) => "suspected",
                    Some(Endpoint::Suspected(false)) => "dismissed",
                };
                if told.last() != Some(&name) {
                    told.push(name);
                }
            }
        }
        told
    }

    fn check(parts: &[(f32, usize)], expected: &[&str]) {
        let mut endpointer = Endpointer::new(EndpointingConfig::default());
        assert_eq!(run(&mut endpointer, parts, false), expected, "{parts:?}");
    }

    #[test]
    fn an_utterance_begins_pauses_and_is_over() {
        check(&[(0.0, 50), (0.9, 50), (0.1, 200)], &["began", "paused", "over"]);
    }

    #[test]
    fn a_click_begins_nothing_and_a_short_gap_is_no_pause() {
        check(&[(0.9, 2), (0.0, 50), (0.9, 2), (0.0, 20)], &[]);
        check(&[(0.9, 20), (0.1, 8), (0.9, 20)], &["began"]);
    }

    #[test]
    fn a_pause_in_mid_sentence_is_followed_by_more_of_the_same_utterance() {
        check(
            &[(0.9, 30), (0.1, 38), (0.9, 30), (0.1, 20)],
            &["began", "paused", "resumed", "paused"],
        );
    }

    #[test]
    fn fading_word_ends_are_still_speech() {
        check(&[(0.9, 20), (0.4, 40)], &["began"]);
    }

    #[test]
    fn an_endless_utterance_is_ended() {
        check(&[(0.9, 28_000 / 16 + 10)], &["began", "over", "began"]);
    }

    #[test]
    fn while_the_machine_speaks_more_is_asked_for() {
        let mut endpointer = Endpointer::new(EndpointingConfig::default());
        assert!(run(&mut endpointer, &[(0.7, 100), (0.9, 2), (0.1, 50)], true).is_empty());
        assert_eq!(
            run(&mut endpointer, &[(0.9, 5), (0.1, 50)], true),
            ["suspected", "dismissed"]
        );
        assert_eq!(run(&mut endpointer, &[(0.9, 8)], true), ["suspected", "began"]);
    }

    #[test]
    fn what_was_taken_is_not_gone_on_with() {
        let mut endpointer = Endpointer::new(EndpointingConfig::default());
        run(&mut endpointer, &[(0.9, 30), (0.1, 30)], false);
        endpointer.reset();
        assert!(!endpointer.is_busy());
        assert_eq!(run(&mut endpointer, &[(0.9, 30)], false), ["began"]);
    }
}
