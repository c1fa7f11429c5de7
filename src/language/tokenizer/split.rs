//! Cutting text into the pieces within which byte-level BPE merges.
//!
//! Owns the regular expressions of the known pre-tokenizers, as llama.cpp applies them (`llama-vocab.cpp`): one
//! after the other, each to the pieces that the one before has left. Does not normalise.

use std::ops::Range;

use fancy_regex::Regex;

const GPT2: &str = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
const LLAMA3: &str = r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const QWEN2: &str = r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const PUNCTUATION: &str = r"[\p{P}\$\+<=>\^~\|]+";

/// A known way to cut text.
#[derive(Debug)]
pub(super) struct Splitter {
    steps: Vec<Regex>,
    /// Llama 3 takes a piece that is a word as it stands, without merging its way there.
    pub whole_words: bool,
}

impl Splitter {
    /// The splitter of this name (`tokenizer.ggml.pre`).
    pub(super) fn named(name: Option<&str>) -> Result<Self, String> {
        let (patterns, whole_words): (&[&str], bool) = match name {
            Some("gpt-2" | "gpt2" | "phi-2") => (&[GPT2], false),
            Some("qwen2") => (&[QWEN2], false),
            Some("smollm") => (&[r"\p{N}", GPT2], false),
            Some("llama-bpe" | "llama3" | "llama-v3" | "lfm2") => (&[LLAMA3], true),
            None | Some("default") => (&[PUNCTUATION, GPT2, r"\p{N}+", "[0-9][0-9][0-9]"], false),
            Some(other) => return Err(format!("the pre-tokenizer '{}' is unknown", other.escape_debug())),
        };
        let steps = patterns
            .iter()
            .map(|pattern| Regex::new(pattern))
            .collect::<Result<_, _>>();
        Ok(Self {
            steps: steps.map_err(|error| error.to_string())?,
            whole_words,
        })
    }

    /// The pieces of `text`, in order and without gaps.
    pub(super) fn split(&self, text: &str) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        if !text.is_empty() {
            pieces.push(0..text.len());
        }
        for step in &self.steps {
            pieces = pieces
                .into_iter()
                .flat_map(|piece| cut(step, text, &piece))
                .collect();
        }
        pieces
    }
}

/// Cuts a piece into matches and what lies between them.
fn cut(step: &Regex, text: &str, piece: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut done = piece.start;
    // A match that fails for its cost leaves the rest of the piece whole: other tokens, the same text.
    for found in step
        .find_iter(&text[piece.clone()])
        .map_while(Result::ok)
        .filter(|found| found.end() > found.start())
    {
        let (start, end) = (piece.start + found.start(), piece.start + found.end());
        if start > done {
            parts.push(done..start);
        }
        parts.push(start..end);
        done = end;
    }
    if done < piece.end {
        parts.push(done..piece.end);
    }
    parts
}
