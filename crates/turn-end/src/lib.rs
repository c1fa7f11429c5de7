//! The probability that somebody who pauses has finished.
//!
//! Owns the evidence (words, melody, loudness, pace), the network that weighs it and the built-in weights. Decides nothing: how long
//! is waited is the conversation's. The recipe is in `models/starter/recipe/turn-end`.

mod melody;
mod network;
mod pitch;
mod words;

pub use melody::{FEATURES as MELODY_FEATURES, features as melody};
pub use network::{HIDDEN, Network, logistic};

/// Weights of the words at the ends of a text: one byte each.
pub const WORD_TABLE: usize = 1 << 15;
/// Inputs of the network.
pub const INPUTS: usize = MELODY_FEATURES + WORD_FEATURES;
/// Inputs that the words give.
const WORD_FEATURES: usize = 8;

/// The weights of this crate, made by its example `fit`.
const BUILT_IN: &[u8] = include_bytes!("../weights.bin");

/// What is known when somebody pauses.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The transcript so far.
    pub words: &'a str,
    /// The probability that the transcript is right, 0 to 1.
    pub certainty: f32,
    /// The utterance with the silence after it (at least 100 ms), mono at 16 kHz.
    pub sound: &'a [f32],
}

/// The model.
#[derive(Debug, Clone)]
pub struct TurnEnd {
    table: Vec<i8>,
    /// What a weight of the table is multiplied with.
    unit: f32,
    network: Network<INPUTS>,
}

impl TurnEnd {
    /// The model that is built in.
    ///
    /// # Panics
    /// Never: a test reads the weights.
    #[expect(
        clippy::expect_used,
        reason = "the weights are part of the program, and a test reads them"
    )]
    pub fn built_in() -> Self {
        Self::from_bytes(BUILT_IN).expect("the weights have the length of this version")
    }

    /// Reads weights: a table of bytes, its unit, and the network's numbers (little endian); `None` if the length is another one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (table, numbers) = bytes.split_at_checked(WORD_TABLE)?;
        let (numbers, rest) = numbers.as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|number| f32::from_le_bytes(*number)).collect();
        let (unit, network) = numbers.split_first()?;
        let network = Network::from_numbers(network).filter(|_| rest.is_empty())?;
        Some(Self {
            table: table.iter().map(|byte| byte.cast_signed()).collect(),
            unit: *unit,
            network,
        })
    }

    /// As [`from_bytes`](Self::from_bytes) reads it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let table = self.table.iter().map(|weight| weight.cast_unsigned());
        let numbers = self.network.numbers();
        let numbers = std::iter::once(self.unit)
            .chain(numbers)
            .flat_map(f32::to_le_bytes);
        table.chain(numbers).collect()
    }

    /// A model of these parts, for the one who fits it. A table of another length than [`WORD_TABLE`] is cut or filled up.
    pub fn of(mut table: Vec<i8>, unit: f32, network: Network<INPUTS>) -> Self {
        table.resize(WORD_TABLE, 0);
        Self { table, unit, network }
    }

    /// The logit of the words alone: how much they look like a whole sentence.
    fn word_logit(&self, tokens: &[String]) -> f32 {
        let places = words::places(tokens, self.table.len());
        places
            .iter()
            .map(|place| f32::from(self.table[*place]))
            .sum::<f32>()
            * self.unit
    }

    /// The inputs of the network for words, their certainty and the features of a [`melody`].
    pub fn inputs(&self, words: &str, certainty: f32, melody: &[f32; MELODY_FEATURES]) -> [f32; INPUTS] {
        let end = words.trim_end();
        let tokens = words::tokens(words);
        let flag = |is_so: bool| f32::from(u8::from(is_so));
        let of_words = [
            self.word_logit(&tokens).clamp(-8.0, 8.0),
            certainty,
            flag(end.ends_with(['?', '？'])),
            flag(end.ends_with(['.', '!', '。', '！'])),
            flag(end.ends_with([',', '，', '-', '…']) || end.ends_with("...")),
            (1.0 + end.split_whitespace().count() as f32).ln(),
            flag(words::asks_for_a_word(&tokens)),
            flag(words::asks_for_yes_or_no(&tokens)),
        ];
        std::array::from_fn(|place| {
            melody
                .get(place)
                .copied()
                .unwrap_or_else(|| of_words[place - MELODY_FEATURES])
        })
    }

    /// The probability that the speaker has finished, 0 to 1.
    pub fn probability(&self, evidence: Evidence<'_>) -> f32 {
        self.weigh(evidence.words, evidence.certainty, &melody(evidence.sound))
    }

    /// As [`probability`](Self::probability), where the features of the [`melody`] are known.
    pub fn weigh(&self, words: &str, certainty: f32, melody: &[f32; MELODY_FEATURES]) -> f32 {
        self.network.probability(&self.inputs(words, certainty, melody))
    }
}

/// The places of a text's features in the [`WORD_TABLE`], for the one who fits it.
pub fn word_places(text: &str) -> Vec<usize> {
    words::places(&words::tokens(text), WORD_TABLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A voice that falls or rises to its end, and 200 ms of silence.
    fn voice(from: f32, to: f32) -> Vec<f32> {
        let mut phase = 0.0_f32;
        let sample = |at: usize| {
            phase += (from + (to - from) * at as f32 / 24_000.0) / 16_000.0;
            let loud = if at % 3_200 < 2_600 { 0.1 } else { 0.01 };
            (1..8)
                .map(|harmonic| (std::f32::consts::TAU * phase * harmonic as f32).sin())
                .sum::<f32>()
                * loud
        };
        let mut sound: Vec<f32> = (0..24_000).map(sample).collect();
        sound.extend([0.0; 3_200]);
        sound
    }

    #[test]
    fn the_built_in_weights_are_read_and_written_alike() {
        let model = TurnEnd::built_in();
        assert_eq!(model.to_bytes(), BUILT_IN);
        assert!(TurnEnd::from_bytes(&BUILT_IN[1..]).is_none());
        assert!(TurnEnd::from_bytes(&[]).is_none());
    }

    #[test]
    fn whole_sentences_are_ends_and_beginnings_are_not() {
        let (model, sound) = (TurnEnd::built_in(), voice(130.0, 95.0));
        let finished = |words: &str| {
            model.probability(Evidence {
                words,
                certainty: 0.95,
                sound: &sound,
            })
        };
        for (whole, beginning) in [
            ("Set a timer for 5 minutes.", "Set a timer for"),
            ("When does the library open?", "When does the"),
            ("What is 25 plus 17?", "What is 25 plus"),
            ("How much is a family ticket?", "How much is a"),
        ] {
            let [end, pause] = [whole, beginning].map(finished);
            assert!(end > 0.6 && pause < 0.35, "{whole} {end}, {beginning} {pause}");
        }
    }

    #[test]
    fn no_evidence_is_too_strange() {
        let model = TurnEnd::built_in();
        let long = "word ".repeat(100_000);
        for words in ["", " ", "\0", "？", "。。。", long.as_str()] {
            for sound in [
                &[][..],
                &vec![f32::NAN; 9_000],
                &vec![f32::INFINITY; 9_000],
                &vec![1e30; 9_000],
            ] {
                let probability = model.probability(Evidence {
                    words,
                    certainty: 0.5,
                    sound,
                });
                assert!((0.0..=1.0).contains(&probability), "{probability}");
            }
        }
    }
}
