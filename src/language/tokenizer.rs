//! Text to tokens and back, from a GGUF file's own vocabulary.
//!
//! Owns byte-level BPE and `SentencePiece`. Control tokens come only from the program: text that spells `<|end|>` is
//! encoded as plain characters, so no text can end the model's turn. Does not know prompts: see `template`.

mod bpe;
mod merge;
mod sentencepiece;
mod split;
mod utf8;

use std::borrow::Cow;
use std::collections::HashMap;

use super::gguf::Metadata;
use bpe::Bpe;
#[cfg(test)]
pub(super) use bpe::letter;
use sentencepiece::SentencePiece;
pub use utf8::Utf8Stream;

/// The `llama_token_type` of user-defined tokens, which are never split.
const USER_DEFINED: u32 = 4;

/// What a token is for (`llama_token_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenType {
    Text,
    Unknown,
    Control,
    Byte,
}

/// The words of a vocabulary, by id and by spelling.
#[derive(Debug)]
struct Vocabulary {
    words: Vec<String>,
    uses: Vec<TokenType>,
    /// Only words that text may become.
    ids: HashMap<String, u32>,
    /// User-defined tokens, which are never split, the longest first.
    whole: Vec<(String, u32)>,
}

/// A part of a text.
enum TextPiece<'a> {
    /// A word that is taken whole.
    Whole(u32),
    /// Text to be cut further.
    Text(&'a str),
}

#[derive(Debug)]
enum Scheme {
    Bytes(Bpe),
    Sentence(SentencePiece),
}

/// A tokenizer.
#[derive(Debug)]
pub struct Tokenizer {
    vocabulary: Vocabulary,
    /// Control tokens by their spelling.
    controls: HashMap<String, u32>,
    scheme: Scheme,
    /// The token that ends a reply.
    end: Option<u32>,
    /// The token that a text begins with.
    first: Option<u32>,
    /// Whether every prompt begins with it.
    begins: bool,
}

impl Tokenizer {
    /// Builds the tokenizer that the metadata describe.
    ///
    /// # Errors
    /// A phrase for people: which part is missing, unknown or contradictory.
    pub fn from_metadata(metadata: &Metadata) -> Result<Self, String> {
        let vocabulary = Vocabulary::from_metadata(metadata)?;
        let scheme = match metadata.text("tokenizer.ggml.model") {
            Some("gpt2") => Scheme::Bytes(Bpe::new(metadata, &vocabulary)?),
            Some("llama") => Scheme::Sentence(SentencePiece::new(metadata, &vocabulary)?),
            Some(other) => return Err(format!("the kind '{}' is unknown", other.escape_debug())),
            None => return Err("its kind is not given".to_owned()),
        };
        let known = |key| {
            metadata
                .number(key)
                .filter(|&id| (id as usize) < vocabulary.words.len())
        };
        let end = known("tokenizer.ggml.eos_token_id");
        let begins = metadata
            .flag("tokenizer.ggml.add_bos_token")
            .unwrap_or(match &scheme {
                Scheme::Sentence(_) => true,
                Scheme::Bytes(bpe) => bpe.begins(),
            });
        let first = known("tokenizer.ggml.bos_token_id");
        let controls = (0_u32..)
            .zip(&vocabulary.words)
            .filter(|&(id, word)| vocabulary.ids.get(word) != Some(&id))
            .map(|(id, word)| (word.clone(), id))
            .collect();
        Ok(Self {
            vocabulary,
            controls,
            scheme,
            end,
            first,
            begins,
        })
    }

    /// Appends the tokens of plain text to `tokens`. `first` tells that it begins a prompt or follows a control
    /// token, where `SentencePiece` puts its space.
    pub fn encode(&self, text: &str, first: bool, tokens: &mut Vec<u32>) {
        if text.is_empty() {
            return;
        }
        let mut first = first;
        for piece in self.vocabulary.split_user_defined(text) {
            match piece {
                TextPiece::Whole(token) => {
                    tokens.push(token);
                    first = true;
                }
                TextPiece::Text(text) => {
                    match &self.scheme {
                        Scheme::Bytes(bpe) => bpe.encode(text, tokens),
                        Scheme::Sentence(pieces) => pieces.encode(text, first, &self.vocabulary, tokens),
                    }
                    first = false;
                }
            }
        }
    }

    /// The same for trusted text: spelled control tokens become control tokens. Returns whether the text ends with one.
    pub fn encode_with_controls(&self, text: &str, first: bool, tokens: &mut Vec<u32>) -> bool {
        let mut known: Vec<(&str, u32)> = self
            .controls
            .iter()
            .filter(|(spelling, _)| !spelling.is_empty() && text.contains(spelling.as_str()))
            .map(|(spelling, token)| (spelling.as_str(), *token))
            .collect();
        // Of control tokens at the same position, the longest wins.
        known.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
        let (mut rest, mut first) = (text, first);
        loop {
            let next = known
                .iter()
                .filter_map(|(spelling, token)| {
                    rest.find(spelling).map(|place| (place, spelling.len(), *token))
                })
                .min_by_key(|(place, length, _)| (*place, std::cmp::Reverse(*length)));
            let Some((place, length, token)) = next else {
                self.encode(rest, first, tokens);
                return first && rest.is_empty();
            };
            self.encode(&rest[..place], first, tokens);
            tokens.push(token);
            first = true;
            rest = &rest[place + length..];
        }
    }

    /// The spelling of a token in the vocabulary, control tokens included.
    pub fn spelling(&self, id: u32) -> String {
        self.vocabulary
            .words
            .get(id as usize)
            .cloned()
            .unwrap_or_default()
    }

    /// The id of a control token by its spelling.
    pub fn control(&self, spelling: &str) -> Option<u32> {
        self.controls.get(spelling).copied()
    }

    /// Whether `id` is a control token or unknown: never shown to people.
    pub fn is_control(&self, id: u32) -> bool {
        matches!(self.vocabulary.of(id), TokenType::Control | TokenType::Unknown)
    }

    /// The size of the vocabulary.
    pub fn words(&self) -> u32 {
        u32::try_from(self.vocabulary.words.len()).unwrap_or(u32::MAX)
    }

    /// The token that ends a reply.
    pub fn end(&self) -> Option<u32> {
        self.end
    }

    /// The token that every prompt begins with, if the file asks for one.
    pub fn beginning(&self) -> Option<u32> {
        self.first.filter(|_| self.begins)
    }

    /// The token that a text begins with, for templates that write it themselves.
    pub fn first(&self) -> Option<u32> {
        self.first
    }

    /// The bytes of a token, which may be a part of a character; none for control tokens.
    pub fn bytes(&self, id: u32) -> Cow<'_, [u8]> {
        let Some(word) = self
            .vocabulary
            .words
            .get(id as usize)
            .filter(|_| !self.is_control(id))
        else {
            return Cow::Borrowed(&[]);
        };
        match &self.scheme {
            Scheme::Bytes(_) => bpe::bytes(word),
            Scheme::Sentence(_) => sentencepiece::bytes(word, self.vocabulary.of(id) == TokenType::Byte),
        }
    }

    /// The text of tokens; control tokens are left out, broken characters replaced.
    pub fn decode(&self, tokens: &[u32]) -> String {
        let mut stream = Utf8Stream::default();
        let mut text: String = tokens
            .iter()
            .map(|&token| stream.push(&self.bytes(token)))
            .collect();
        text.push_str(&stream.finish());
        text
    }
}

impl Vocabulary {
    fn from_metadata(metadata: &Metadata) -> Result<Self, String> {
        let words = metadata
            .texts("tokenizer.ggml.tokens")
            .ok_or("its words are missing")?;
        let kinds = metadata.numbers("tokenizer.ggml.token_type");
        let uses: Vec<TokenType> = match &kinds {
            Some(kinds) => kinds.iter().copied().map(TokenType::of).collect(),
            None => vec![TokenType::Text; words.len()],
        };
        if uses.len() != words.len() {
            return Err(format!("{} words have {} types", words.len(), uses.len()));
        }
        let mut whole: Vec<(String, u32)> = (0_u32..)
            .zip(&words)
            .zip(kinds.unwrap_or_default())
            .filter(|((_, word), kind)| *kind == USER_DEFINED && !word.is_empty())
            .map(|((id, word), _)| ((*word).to_owned(), id))
            .collect();
        // As llama.cpp does it: of words that overlap, the longer one wins.
        whole.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let mut ids = HashMap::with_capacity(words.len());
        for ((id, word), used) in (0_u32..).zip(&words).zip(&uses) {
            // Some files mark control tokens as text: recognise them by their spelling.
            let spelt_as_control = word.starts_with("<|") && word.ends_with("|>");
            if *used == TokenType::Text && !spelt_as_control {
                ids.entry((*word).to_owned()).or_insert(id);
            }
        }
        Ok(Self {
            words: words.into_iter().map(str::to_owned).collect(),
            uses,
            ids,
            whole,
        })
    }

    /// Splits the text at user-defined tokens.
    fn split_user_defined<'a>(&self, text: &'a str) -> Vec<TextPiece<'a>> {
        let mut pieces = vec![TextPiece::Text(text)];
        for (word, token) in self.whole.iter().filter(|(word, _)| text.contains(word.as_str())) {
            let mut cut = Vec::with_capacity(pieces.len());
            for piece in pieces {
                let TextPiece::Text(text) = piece else {
                    cut.push(piece);
                    continue;
                };
                for (index, part) in text.split(word.as_str()).enumerate() {
                    if index > 0 {
                        cut.push(TextPiece::Whole(*token));
                    }
                    if !part.is_empty() {
                        cut.push(TextPiece::Text(part));
                    }
                }
            }
            pieces = cut;
        }
        pieces
    }

    fn of(&self, id: u32) -> TokenType {
        self.uses.get(id as usize).copied().unwrap_or(TokenType::Unknown)
    }
}

impl TokenType {
    /// User-defined tokens (4) count as text; unused ones (5) never occur.
    fn of(kind: u32) -> Self {
        match kind {
            1 | 4 => Self::Text,
            3 => Self::Control,
            6 => Self::Byte,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
#[path = "tokenizer/tests.rs"]
mod tests;
