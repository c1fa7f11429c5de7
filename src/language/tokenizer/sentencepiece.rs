//! `SentencePiece` with byte fallback, the tokenizer of Llama 2 and `TinyLlama`.
//!
//! Owns its merges by score, its visible space (U+2581) and the bytes for what no word covers, as llama.cpp does it
//! (`llm_tokenizer_spm`). Does not normalise Unicode: these models were trained without.

use std::borrow::Cow;

use super::super::gguf::Metadata;
use super::merge::{self, Merged, Symbol};
use super::{TokenType, Vocabulary};

const SPACE: char = '\u{2581}';

/// The scores of the words, and what stands for the rest.
#[derive(Debug)]
pub(super) struct SentencePiece {
    scores: Vec<f32>,
    /// The token of each byte, where the vocabulary has one.
    bytes: Vec<Option<u32>>,
    unknown: Option<u32>,
    leading_space: bool,
}

impl SentencePiece {
    pub(super) fn new(metadata: &Metadata, vocabulary: &Vocabulary) -> Result<Self, String> {
        let scores = metadata
            .floats("tokenizer.ggml.scores")
            .ok_or("its scores are missing")?;
        if scores.len() != vocabulary.words.len() {
            return Err(format!(
                "{} words have {} scores",
                vocabulary.words.len(),
                scores.len()
            ));
        }
        let mut bytes = vec![None; 256];
        for (id, word) in (0_u32..).zip(&vocabulary.words) {
            if vocabulary.of(id) == TokenType::Byte
                && let Some(byte) = fallback(word)
            {
                bytes[usize::from(byte)] = Some(id);
            }
        }
        let unknown = metadata.number("tokenizer.ggml.unknown_token_id");
        let leading_space = metadata.flag("tokenizer.ggml.add_space_prefix").unwrap_or(true);
        Ok(Self {
            scores,
            bytes,
            unknown,
            leading_space,
        })
    }

    pub(super) fn encode(&self, text: &str, first: bool, vocabulary: &Vocabulary, tokens: &mut Vec<u32>) {
        let mut marked = String::with_capacity(text.len() + 8);
        if first && self.leading_space {
            marked.push(SPACE);
        }
        marked.extend(
            text.chars()
                .map(|letter| if letter == ' ' { SPACE } else { letter }),
        );
        let symbols = marked.char_indices().map(|(start, letter)| {
            let range = start..start + letter.len_utf8();
            Symbol {
                token: vocabulary.ids.get(&marked[range.clone()]).copied(),
                range,
            }
        });
        let merged = merge::merge(symbols.collect(), |left, right| {
            let token = *vocabulary.ids.get(&marked[left.range.start..right.range.end])?;
            let score = self.scores.get(token as usize)?;
            Some(Merged {
                token,
                cost: -f64::from(*score),
            })
        });
        for symbol in merged {
            match symbol.token {
                Some(token) => tokens.push(token),
                None => tokens.extend(marked[symbol.range].bytes().filter_map(|byte| self.byte(byte))),
            }
        }
    }

    fn byte(&self, byte: u8) -> Option<u32> {
        self.bytes
            .get(usize::from(byte))
            .copied()
            .flatten()
            .or(self.unknown)
    }
}

/// The byte of a fallback word such as `<0x0A>`.
fn fallback(word: &str) -> Option<u8> {
    u8::from_str_radix(word.strip_prefix("<0x")?.strip_suffix('>')?, 16).ok()
}

/// The bytes of a word.
pub(super) fn bytes(word: &str, is_byte: bool) -> Cow<'_, [u8]> {
    match fallback(word).filter(|_| is_byte) {
        Some(byte) => Cow::Owned(vec![byte]),
        None if word.contains(SPACE) => Cow::Owned(word.replace(SPACE, " ").into_bytes()),
        None => Cow::Borrowed(word.as_bytes()),
    }
}
