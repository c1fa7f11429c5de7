//! A loaded model and one run of it.
//!
//! Owns the order: spectrogram, encoder, language, prompt, search. A run can be ended at every layer that reads the utterance and
//! at every token of the transcript.

use std::fs::File;
use std::sync::atomic::AtomicU64;

use crate::decoder::{self, Sequence, Utterance};
use crate::encoder::{self, Workspace};
use crate::file::{Dimensions, SpeechFile, SpeechFileError};
pub use crate::search::RecognizedToken;
use crate::search::Search;
use crate::spectrogram::MelFilters;
use crate::vocabulary::Vocabulary;
use crate::weights::{self, DecoderWeights, EncoderWeights};

/// The most beams of a search.
const MAX_BEAMS: usize = 8;
/// Positions that are kept free in half of the text context, as in whisper.cpp.
const INTRODUCTION: usize = 4;

/// How to run a model.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions<'a> {
    /// Positions of the encoder, 20 ms each; at most the model's own audio context.
    pub positions: usize,
    /// The language's code; `None`: the model decides. Models that know English only ignore it.
    pub language: Option<&'a str>,
    /// What precedes the transcript: tokens of names that are likely to follow.
    pub prompt: &'a [u32],
    /// Beams of the search, 1 to 8; 1 is greedy.
    pub beams: usize,
}

/// What a run has recognised.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// The text as the model wrote it, annotations included.
    pub text: String,
    /// The tokens of the text.
    pub tokens: Vec<RecognizedToken>,
    /// The language's code.
    pub language: &'static str,
    /// Probability that nothing was said, 0 to 1.
    pub no_speech: f32,
}

/// A loaded Whisper model with its threads.
#[derive(Debug)]
pub struct WhisperModel {
    dimensions: Dimensions,
    filters: MelFilters,
    vocabulary: Vocabulary,
    encoder: EncoderWeights,
    decoder: DecoderWeights,
    workspace: Workspace,
}

impl WhisperModel {
    /// Loads a model file and starts `threads` threads, the caller's own included. `read` counts the bytes of the matrices that
    /// have been read.
    ///
    /// # Errors
    /// If the file cannot be read, is damaged, lacks a tensor, or has numbers that are not finite.
    pub fn load(file: File, threads: usize, read: &AtomicU64) -> Result<Self, SpeechFileError> {
        let file = SpeechFile::read(file)?;
        let mut workspace = Workspace::new(threads.max(1));
        let (encoder, decoder) = weights::load(&file, &mut workspace.pool, read)?;
        Ok(Self {
            dimensions: file.dimensions,
            filters: MelFilters::new(&file.filters),
            vocabulary: Vocabulary::new(file.words, file.dimensions.vocabulary),
            encoder,
            decoder,
            workspace,
        })
    }

    /// Whether the model knows other languages than English.
    pub fn is_multilingual(&self) -> bool {
        self.vocabulary.is_multilingual()
    }

    /// The codes of the languages that the model knows.
    pub fn languages(&self) -> &'static [&'static str] {
        self.vocabulary.languages()
    }

    /// Positions of the encoder, 20 ms each, that the model has.
    pub fn audio_context(&self) -> usize {
        self.dimensions.audio_context
    }

    /// Divides a text into tokens, for a prompt.
    pub fn tokenize(&self, text: &str) -> Vec<u32> {
        self.vocabulary.tokenize(text)
    }

    /// Recognises mono samples at 16 kHz; what lies beyond the encoder's positions is not heard. `None` if `should_end` ended
    /// the run.
    pub fn recognize(
        &mut self,
        samples: &[f32],
        options: &RunOptions<'_>,
        should_end: &dyn Fn() -> bool,
    ) -> Option<Hypothesis> {
        let utterance = self.read(samples, options.positions, should_end)?;
        if should_end() {
            return None;
        }
        let language = self.language(options.language, &utterance);
        self.transcript(&utterance, language, options, should_end)
    }

    /// The scores of all tokens after `prompt`, read one token at a time: to compare with other programs. None if the prompt is
    /// longer than the text context or has a token that the vocabulary lacks.
    pub fn scores(&mut self, samples: &[f32], positions: usize, prompt: &[u32]) -> Vec<f32> {
        let is_known = |token: &u32| (*token as usize) < self.dimensions.vocabulary;
        if prompt.len() > self.dimensions.text_context || !prompt.iter().all(is_known) {
            return Vec::new();
        }
        let Some(utterance) = self.read(samples, positions, &|| false) else {
            return Vec::new();
        };
        let mut sequences = vec![Sequence::new(&self.dimensions, prompt.len())];
        let mut scores = Vec::new();
        for &token in prompt {
            scores = decoder::read_tokens(
                &self.decoder,
                &utterance,
                &mut sequences,
                &[token],
                &mut self.workspace,
            );
        }
        scores.pop().unwrap_or_default()
    }

    /// Encodes samples in a window of so many positions.
    fn read(
        &mut self,
        samples: &[f32],
        positions: usize,
        should_end: &dyn Fn() -> bool,
    ) -> Option<Utterance> {
        let positions = positions.clamp(1, self.dimensions.audio_context);
        let spectrogram = self.filters.spectrogram(samples, 2 * positions);
        let encoded = encoder::encode(
            &self.encoder,
            self.dimensions.audio_heads,
            &spectrogram,
            positions,
            &mut self.workspace,
            should_end,
        )?;
        Utterance::new(
            &self.decoder,
            &self.dimensions,
            &encoded,
            &mut self.workspace,
            should_end,
        )
    }

    /// The place of the language among the model's: the chosen one, or the most probable.
    fn language(&mut self, chosen: Option<&str>, utterance: &Utterance) -> usize {
        let languages = self.vocabulary.languages();
        if let Some(chosen) = chosen {
            return languages.iter().position(|&code| code == chosen).unwrap_or(0);
        }
        if !self.vocabulary.is_multilingual() {
            return 0;
        }
        let beginning = self.vocabulary.beginning();
        let mut sequence = Sequence::new(&self.dimensions, beginning.len());
        let scores = decoder::read_prompt(
            &self.decoder,
            utterance,
            &mut sequence,
            &beginning,
            &[0],
            &mut self.workspace,
        );
        let score = |place: &usize| {
            let token = self.vocabulary.language(*place) as usize;
            scores[0].get(token).copied().unwrap_or(f32::NEG_INFINITY)
        };
        (0..languages.len())
            .max_by(|one, other| score(one).total_cmp(&score(other)))
            .unwrap_or(0)
    }

    fn transcript(
        &mut self,
        utterance: &Utterance,
        language: usize,
        options: &RunOptions<'_>,
        should_end: &dyn Fn() -> bool,
    ) -> Option<Hypothesis> {
        let half = self.dimensions.text_context / 2;
        let mut prompt = Vec::new();
        if !options.prompt.is_empty() {
            prompt.push(self.vocabulary.previous());
            let from = options.prompt.len().saturating_sub(half - 1);
            let is_text = |token: &&u32| **token < self.vocabulary.end_of_text();
            prompt.extend(options.prompt[from..].iter().filter(is_text));
        }
        let start = prompt.len();
        prompt.extend(self.vocabulary.introduction(language));
        let most = half - INTRODUCTION;
        let mut sequences = vec![Sequence::new(&self.dimensions, prompt.len() + most)];
        let mut scores = decoder::read_prompt(
            &self.decoder,
            utterance,
            &mut sequences[0],
            &prompt,
            &[start, prompt.len() - 1],
            &mut self.workspace,
        );
        // Models are trained to tell it directly after the start of the transcript.
        let no_speech = probability(&scores.remove(0), self.vocabulary.no_speech());
        let mut search = Search::new(&self.vocabulary, options.beams.min(MAX_BEAMS));
        for _ in 0..most {
            if should_end() {
                return None;
            }
            let next = search.advance(&scores, &mut sequences);
            if next.is_empty() {
                break;
            }
            scores = decoder::read_tokens(
                &self.decoder,
                utterance,
                &mut sequences,
                &next,
                &mut self.workspace,
            );
        }
        let tokens = search.finish();
        let bytes: Vec<u8> = tokens
            .iter()
            .flat_map(|token| self.vocabulary.bytes(token.id))
            .copied()
            .collect();
        Some(Hypothesis {
            text: String::from_utf8_lossy(&bytes).into_owned(),
            tokens,
            language: self.vocabulary.languages().get(language).copied().unwrap_or("en"),
            no_speech,
        })
    }
}

/// The probability of one token among all.
fn probability(scores: &[f32], token: u32) -> f32 {
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - largest).exp()).sum();
    scores
        .get(token as usize)
        .map_or(0.0, |score| (score - largest).exp() / sum)
}
