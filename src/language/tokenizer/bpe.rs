//! Byte-level byte-pair encoding, the tokenizer of GPT-2 and most models since.
//!
//! Owns the merges and the letters that stand for bytes. Knows every byte, so it can spell any text. Does not cut
//! text: see `split`. (Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", 2.2.)

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::gguf::Metadata;
use super::Vocabulary;
use super::merge::{self, Merged, Symbol};
use super::split::Splitter;

/// Merges, and words of whole pieces.
#[derive(Debug)]
pub(super) struct Bpe {
    splitter: Splitter,
    /// The token of each byte.
    bytes: Vec<u32>,
    /// From two tokens to the one that they become.
    merges: HashMap<(u32, u32), Merged>,
    /// Filled only where whole words are taken as they stand.
    words: HashMap<String, u32>,
}

impl Bpe {
    pub(super) fn new(metadata: &Metadata, vocabulary: &Vocabulary) -> Result<Self, String> {
        let splitter = Splitter::named(metadata.text("tokenizer.ggml.pre"))?;
        let bytes = (0..=u8::MAX)
            .map(|byte| {
                vocabulary
                    .ids
                    .get(letter(byte).encode_utf8(&mut [0; 4]) as &str)
                    .copied()
            })
            .collect::<Option<_>>()
            .ok_or("its words do not cover every byte")?;
        let lines = metadata
            .texts("tokenizer.ggml.merges")
            .ok_or("its merges are missing")?;
        let mut merges = HashMap::with_capacity(lines.len());
        for (rank, line) in (0_u32..).zip(lines) {
            // The separating space follows the first letter at the earliest: a word is never empty.
            let middle = line
                .char_indices()
                .skip(1)
                .find(|(_, letter)| *letter == ' ')
                .map(|(index, _)| index);
            let (left, right) = middle
                .map(|index| (&line[..index], &line[index + 1..]))
                .unwrap_or_default();
            let id = |word: &str| vocabulary.ids.get(word).copied();
            if let (Some(first), Some(second), Some(token)) =
                (id(left), id(right), id(&format!("{left}{right}")))
            {
                merges.entry((first, second)).or_insert(Merged {
                    token,
                    cost: f64::from(rank),
                });
            }
        }
        let words = if splitter.whole_words {
            vocabulary.ids.clone()
        } else {
            HashMap::new()
        };
        Ok(Self {
            splitter,
            bytes,
            merges,
            words,
        })
    }

    /// Whether prompts begin with the beginning-of-text token where the file does not say: llama.cpp assumes it of Llama 3's
    /// pre-tokenizer, and its converter leaves the property out.
    pub(super) fn begins(&self) -> bool {
        self.splitter.whole_words
    }

    pub(super) fn encode(&self, text: &str, tokens: &mut Vec<u32>) {
        for range in self.splitter.split(text) {
            let piece = &text[range];
            let whole = (!self.words.is_empty())
                .then(|| self.words.get(&piece.bytes().map(letter).collect::<String>()))
                .flatten();
            if let Some(&token) = whole {
                tokens.push(token);
                continue;
            }
            let symbols = piece.bytes().enumerate().map(|(index, byte)| Symbol {
                range: index..index + 1,
                token: self.bytes.get(usize::from(byte)).copied(),
            });
            let merged = merge::merge(symbols.collect(), |left, right| {
                self.merges.get(&(left.token?, right.token?)).copied()
            });
            tokens.extend(merged.into_iter().filter_map(|symbol| symbol.token));
        }
    }
}

/// The letter that stands for a byte: itself if it can be seen, else one from U+0100 on.
pub(in crate::language) fn letter(byte: u8) -> char {
    let code = match byte {
        0..=0x20 => 0x100 + u32::from(byte),
        0x7f..=0xa0 => 0x121 + u32::from(byte - 0x7f),
        0xad => 0x143,
        _ => u32::from(byte),
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The byte that a letter stands for.
fn byte(letter: char) -> Option<u8> {
    let code = match u32::from(letter) {
        code @ 0x100..=0x120 => code - 0x100,
        code @ 0x121..=0x142 => code - 0x121 + 0x7f,
        0x143 => 0xad,
        code @ (0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff) => code,
        _ => return None,
    };
    u8::try_from(code).ok()
}

/// The bytes of a word; letters that stand for none (of user-defined words) are themselves.
pub(super) fn bytes(word: &str) -> Cow<'static, [u8]> {
    let mut bytes = Vec::with_capacity(word.len());
    for letter in word.chars() {
        match byte(letter) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Cow::Owned(bytes)
}
