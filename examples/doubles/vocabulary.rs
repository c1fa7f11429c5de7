//! The vocabulary of the doubles: GPT-2's byte pairs, as the starter speech model contains them.
//!
//! Owns the reading of that file's head and the order of merges. The pieces stand in the order in which they were merged, so their
//! ids are the ranks of byte-pair encoding.

use std::collections::HashMap;
use std::path::Path;

/// The head of a model file of whisper.cpp.
pub struct StarterSpeech {
    /// Mel bands, frequencies and the filters between them, as they stand in the file.
    pub filters: Vec<u8>,
    /// The text pieces.
    pub pieces: Vec<Vec<u8>>,
    ids: HashMap<Vec<u8>, usize>,
}

/// Bytes before the mel filters: the magic and eleven numbers.
const HEAD_LEN: usize = 48;

impl StarterSpeech {
    pub fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let filters_len = 8 + 4 * number(HEAD_LEN) * number(HEAD_LEN + 4);
        let filters = bytes[HEAD_LEN..HEAD_LEN + filters_len].to_vec();
        let mut at = HEAD_LEN + filters_len;
        let count = number(at);
        at += 4;
        let mut pieces = Vec::with_capacity(count);
        for _ in 0..count {
            let length = number(at);
            pieces.push(bytes[at + 4..at + 4 + length].to_vec());
            at += 4 + length;
        }
        let ids = (0..)
            .zip(&pieces)
            .map(|(id, piece)| (piece.clone(), id))
            .collect();
        Self { filters, pieces, ids }
    }

    /// The id of a piece.
    pub fn id(&self, piece: &[u8]) -> usize {
        self.ids[piece]
    }

    /// The tokens of a sentence: its words and marks, each one piece of the vocabulary. None may occur twice, for each leads to the
    /// next one.
    pub fn sentence(&self, text: &str) -> Vec<usize> {
        let mut tokens: Vec<usize> = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest
                .char_indices()
                .skip(1)
                .find(|(_, letter)| !letter.is_alphabetic())
                .map_or(rest.len(), |(at, _)| at);
            let token = self.id(&rest.as_bytes()[..word]);
            assert!(!tokens.contains(&token), "'{}' occurs twice", &rest[..word]);
            tokens.push(token);
            rest = &rest[word..];
        }
        tokens
    }

    /// The pairs from which the first so many pieces were merged, in order, in the letters that stand for bytes.
    pub fn merges(&self, pieces: usize) -> Vec<String> {
        let pairs = (0..pieces).zip(&self.pieces).filter(|(_, piece)| piece.len() > 1);
        pairs
            .filter_map(|(rank, piece)| {
                let (left, right) = self.last_merge(piece, rank)?;
                Some(format!("{} {}", letters(&left), letters(&right)))
            })
            .collect()
    }

    /// The two pieces of which the piece of this rank was merged: what the earlier merges leave of it.
    fn last_merge(&self, piece: &[u8], rank: usize) -> Option<(Vec<u8>, Vec<u8>)> {
        let mut parts: Vec<Vec<u8>> = piece.iter().map(|byte| vec![*byte]).collect();
        while parts.len() > 2 {
            let (_, at) = parts
                .windows(2)
                .enumerate()
                .filter_map(|(at, pair)| Some((*self.ids.get(&pair.concat())?, at)))
                .filter(|(merged, _)| *merged < rank)
                .min()?;
            let right = parts.remove(at + 1);
            parts[at].extend(right);
        }
        let right = parts.pop()?;
        Some((parts.pop()?, right))
    }
}

/// The letters that stand for bytes in a vocabulary of GPT-2's kind.
pub fn letters(piece: &[u8]) -> String {
    piece.iter().map(|byte| letter(*byte)).collect()
}

fn letter(byte: u8) -> char {
    let is_shown = |byte: u8| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    if is_shown(byte) {
        return char::from(byte);
    }
    let before = (0..byte).filter(|earlier| !is_shown(*earlier)).count();
    u32::try_from(before)
        .ok()
        .and_then(|before| char::from_u32(256 + before))
        .expect("at most 68 bytes have no letter")
}
