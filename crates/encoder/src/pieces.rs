//! How text becomes the ids of a vocabulary.
//!
//! Owns the tokenizer's file: its bounds, its agreement with the configuration, and the cutting of long texts.

use std::path::Path;

use serde::de::IgnoredAny;
use tokenizers::Tokenizer;
use xxhash_rust::xxh3::Xxh3;

use crate::error::{EncoderError, brief};
use crate::files::{Limits, read};

/// Characters of a text that are looked at for each token that is wanted; none is longer on average.
const CHARACTERS: usize = 24;

/// A checked tokenizer.
pub struct Pieces {
    inner: Tokenizer,
    file: std::path::PathBuf,
    /// Ids put before and behind every text.
    ends: Option<(u32, u32)>,
    /// Fills short rows; never looked at.
    pub padding: u32,
}

impl Pieces {
    /// Reads the tokenizer; no id of it may lie outside the `vocabulary` of the network.
    pub fn load(
        file: &Path,
        vocabulary: usize,
        limits: &Limits,
        print: &mut Xxh3,
    ) -> Result<Self, EncoderError> {
        let bytes = read(file, limits.tokenizer)?;
        print.update(&bytes);
        let wrong = |what: String| EncoderError::Tokenizer {
            file: file.to_path_buf(),
            what,
        };
        // The library panics at a decoder that is no JSON.
        serde_json::from_slice::<IgnoredAny>(&bytes).map_err(|e| wrong(e.to_string()))?;
        let mut inner = Tokenizer::from_bytes(&bytes).map_err(|e| wrong(brief(&e.to_string())))?;
        // What the file says of these would pad every question to the full length.
        inner.with_truncation(None).map_err(|e| wrong(e.to_string()))?;
        inner.with_padding(None);
        let entries = inner.get_vocab(true);
        let highest = entries
            .values()
            .max()
            .copied()
            .ok_or_else(|| wrong("it knows no words".into()))?;
        if highest as usize >= vocabulary {
            let what =
                format!("its id {highest} is outside of the configuration's vocabulary of {vocabulary}");
            return Err(wrong(what));
        }
        let padding = ["[PAD]", "<pad>"]
            .iter()
            .find_map(|p| entries.get(*p))
            .copied()
            .unwrap_or(0);
        let mut out = Self {
            inner,
            file: file.to_path_buf(),
            ends: None,
            padding,
        };
        if let [first, last] = out.ids("", 8)?[..] {
            out.ends = Some((first, last));
        }
        Ok(out)
    }

    /// Whether every text stands between two marks, as the reader needs it.
    pub fn has_ends(&self) -> bool {
        self.ends.is_some()
    }

    /// The ids of a text, at most `most`; what is cut off is the end, the closing mark stays.
    pub fn ids(&self, text: &str, most: usize) -> Result<Vec<u32>, EncoderError> {
        let end = text
            .char_indices()
            .nth(CHARACTERS * most)
            .map_or(text.len(), |(i, _)| i);
        let encoding = self.inner.encode_fast(&text[..end], true);
        let encoding = encoding.map_err(|e| EncoderError::Tokenizer {
            file: self.file.clone(),
            what: e.to_string(),
        })?;
        let mut ids = encoding.get_ids().to_vec();
        if ids.len() > most {
            ids.truncate(most);
            if let (Some((_, closing)), Some(last)) = (self.ends, ids.last_mut()) {
                *last = closing;
            }
        }
        if ids.is_empty() {
            // A tokenizer without marks leaves nothing of an empty text, and the network needs something.
            ids.push(self.padding);
        }
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn load(bytes: &[u8], vocabulary: usize) -> Result<Pieces, EncoderError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tokenizer.json");
        std::fs::write(&file, bytes).unwrap();
        Pieces::load(&file, vocabulary, &Limits::default(), &mut Xxh3::new())
    }

    #[test]
    fn long_texts_are_cut_and_stay_closed() {
        let pieces = load(testing::tokenizer().as_bytes(), testing::VOCABULARY).unwrap();
        assert!(pieces.has_ends());
        let short = pieces.ids("where is the loo", 64).unwrap();
        assert_eq!((short[0], short.len(), short[5]), (2, 6, 3));
        let long = pieces.ids(&"loo ".repeat(100_000), 16).unwrap();
        assert_eq!((long.len(), long[15]), (16, 3));
    }

    #[test]
    fn broken_tokenizers_are_named() {
        for bytes in [
            &b""[..],
            b"{}",
            b"[1",
            b"\xff\xfe",
            br#"{"version":"1.0","model":{"type":"WordPiece"}}"#,
        ] {
            let told = load(bytes, 100).err().unwrap().to_string();
            assert!(told.contains("tokenizer.json"), "{told}");
        }
        let told = load(testing::tokenizer().as_bytes(), 9)
            .err()
            .unwrap()
            .to_string();
        assert!(
            told.contains("outside of the configuration's vocabulary of 9"),
            "{told}"
        );
    }
}
