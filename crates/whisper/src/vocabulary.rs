//! The tokens of a model: their bytes, the special ones, and the languages.
//!
//! Owns the numbers of the special tokens, which follow from the size of the vocabulary (`whisper_vocab` in whisper.cpp), and the
//! division of a text into tokens. A model with 51,864 tokens knows English only.

use std::collections::HashMap;

/// The languages in the order of their tokens.
const LANGUAGES: [&str; 100] = [
    "en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt", "tr", "pl", "ca", "nl", "ar", "sv", "it", "id",
    "hi", "fi", "vi", "he", "uk", "el", "ms", "cs", "ro", "da", "hu", "ta", "no", "th", "ur", "hr", "bg",
    "lt", "la", "mi", "ml", "cy", "sk", "te", "fa", "lv", "bn", "sr", "az", "sl", "kn", "et", "mk", "br",
    "eu", "is", "hy", "ne", "mn", "bs", "kk", "sq", "sw", "gl", "mr", "pa", "si", "km", "sn", "yo", "so",
    "af", "oc", "ka", "be", "tg", "sd", "gu", "am", "yi", "lo", "uz", "fo", "ht", "ps", "tk", "nn", "mt",
    "sa", "lb", "my", "bo", "tl", "mg", "as", "tt", "haw", "ln", "ha", "ba", "jw", "su", "yue",
];
/// The vocabulary of the models that know English only.
const ENGLISH_ONLY: usize = 51_864;
/// Tokens of a vocabulary beside its languages; multilingual ones have one more.
const WITHOUT_LANGUAGES: usize = 51_765;

/// The code of a language that Whisper knows; `None` for others.
pub fn language_code(name: &str) -> Option<&'static str> {
    LANGUAGES.into_iter().find(|&code| code == name)
}

/// The vocabulary of a model.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    words: Vec<Vec<u8>>,
    tokens: HashMap<Vec<u8>, u32>,
    size: usize,
}

impl Vocabulary {
    /// From the bytes of the tokens; `size` may be larger.
    pub(crate) fn new(words: Vec<Vec<u8>>, size: usize) -> Self {
        let tokens = words
            .iter()
            .zip(0..)
            .map(|(word, token)| (word.clone(), token))
            .collect();
        Self { words, tokens, size }
    }

    /// Whether the model knows other languages than English.
    pub(crate) fn is_multilingual(&self) -> bool {
        self.size > ENGLISH_ONLY
    }

    /// The end of the transcript; the tokens of text are below.
    pub(crate) fn end_of_text(&self) -> u32 {
        if self.is_multilingual() { 50_257 } else { 50_256 }
    }

    fn start(&self) -> u32 {
        self.end_of_text() + 1
    }

    /// A task token of the models that know English only, in this model.
    fn task(&self, of_english_only: u32) -> u32 {
        if !self.is_multilingual() {
            return of_english_only;
        }
        // The numbers are those of a vocabulary with 98 languages; multilingual ones have 99 or 100.
        let more = self.languages().len().saturating_sub(98);
        of_english_only + u32::try_from(more).unwrap_or(0)
    }

    /// The tokens of what was said before, which a prompt follows.
    pub(crate) fn previous(&self) -> u32 {
        self.task(50_360)
    }

    /// The no-speech token.
    pub(crate) fn no_speech(&self) -> u32 {
        self.task(50_361)
    }

    fn transcribe(&self) -> u32 {
        self.task(50_358)
    }

    fn no_timestamps(&self) -> u32 {
        self.task(50_362)
    }

    /// The languages that the model knows.
    pub(crate) fn languages(&self) -> &'static [&'static str] {
        let count = if self.is_multilingual() {
            (self.size - WITHOUT_LANGUAGES - 1).min(LANGUAGES.len())
        } else {
            1
        };
        &LANGUAGES[..count]
    }

    /// The token of a language by its place in `languages`.
    pub(crate) fn language(&self, place: usize) -> u32 {
        self.start() + 1 + u32::try_from(place).unwrap_or(0)
    }

    /// The token that every transcript begins with: the scores after it tell the language.
    pub(crate) fn beginning(&self) -> [u32; 1] {
        [self.start()]
    }

    /// What precedes a transcript in this language, without timestamps.
    pub(crate) fn introduction(&self, language: usize) -> Vec<u32> {
        let mut tokens = vec![self.start()];
        if self.is_multilingual() {
            tokens.extend([self.language(language), self.transcribe()]);
        }
        tokens.push(self.no_timestamps());
        tokens
    }

    /// The bytes of a token; none for special ones without.
    pub(crate) fn bytes(&self, token: u32) -> &[u8] {
        self.words.get(token as usize).map_or(&[], Vec::as_slice)
    }

    /// Divides a text into tokens: each word from its start into the longest ones that there are (as `tokenize` in
    /// whisper.cpp does).
    pub(crate) fn tokenize(&self, text: &str) -> Vec<u32> {
        let mut tokens = Vec::new();
        for word in words(text) {
            let mut rest = word.as_bytes();
            while !rest.is_empty() {
                let found = (1..=rest.len())
                    .rev()
                    .find_map(|length| Some((length, *self.tokens.get(&rest[..length])?)));
                // A byte that is no token is left out.
                let (length, token) = found.map_or((1, None), |(length, token)| (length, Some(token)));
                tokens.extend(token.filter(|&token| token < self.end_of_text()));
                rest = &rest[length..];
            }
        }
        tokens
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Other,
}

fn class(letter: char) -> Class {
    match letter {
        _ if letter.is_whitespace() => Class::Space,
        _ if letter.is_alphabetic() => Class::Letter,
        _ if letter.is_numeric() => Class::Digit,
        _ => Class::Other,
    }
}

/// English contractions, which are words of their own where a word begins with them.
const CONTRACTIONS: [&str; 7] = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/// Words and numbers with the space before them, contractions, runs of other characters, and white space.
fn words(text: &str) -> Vec<&str> {
    let (mut words, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (word, after) = rest.split_at(first_word(rest));
        words.push(word);
        rest = after;
    }
    words
}

/// The length of the first word of a text that is not empty, in bytes.
fn first_word(text: &str) -> usize {
    if let Some(contraction) = CONTRACTIONS.iter().find(|word| text.starts_with(**word)) {
        return contraction.len();
    }
    let run = |text: &str, kind| {
        let mut letters = text.char_indices();
        letters
            .find(|(_, letter)| class(*letter) != kind)
            .map_or(text.len(), |(at, _)| at)
    };
    let space = usize::from(text.starts_with(' '));
    match text[space..].chars().next().map(class) {
        Some(kind) if kind != Class::Space => space + run(&text[space..], kind),
        _ => {
            let length = run(text, Class::Space);
            // The last white space before a word is no part of the run.
            let last = text[..length].chars().next_back().map_or(0, char::len_utf8);
            if length < text.len() && length > last {
                length - last
            } else {
                length
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(size: usize) -> Vocabulary {
        let words = ["a", "b", " a", " ab", "abc", "c", " ", "  ", "1", "12", "."];
        Vocabulary::new(words.iter().map(|word| word.as_bytes().to_vec()).collect(), size)
    }

    #[test]
    fn special_tokens_are_those_of_openai() {
        let english = vocabulary(51_864);
        assert_eq!(english.introduction(0), [50_257, 50_362]);
        assert_eq!(
            (english.end_of_text(), english.previous(), english.no_speech()),
            (50_256, 50_360, 50_361)
        );
        let multilingual = vocabulary(51_865);
        assert_eq!(multilingual.languages().len(), 99);
        assert_eq!(multilingual.introduction(4), [50_258, 50_263, 50_359, 50_363]);
        assert_eq!(
            (multilingual.previous(), multilingual.no_speech()),
            (50_361, 50_362)
        );
        let third = vocabulary(51_866);
        assert_eq!(third.languages().last(), Some(&"yue"));
        assert_eq!(third.introduction(0), [50_258, 50_259, 50_360, 50_364]);
        assert_eq!(third.no_speech(), 50_363);
    }

    #[test]
    fn a_text_is_divided_into_the_longest_tokens() {
        let vocabulary = vocabulary(51_864);
        let texts = |text: &str| {
            vocabulary
                .tokenize(text)
                .into_iter()
                .map(|token| String::from_utf8_lossy(vocabulary.bytes(token)).into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(texts("abc ab.12 a"), ["abc", " ab", ".", "12", " a"]);
        assert_eq!(texts("ac  ab"), ["a", "c", " ", " ab"]);
        assert_eq!(texts("axb"), ["a", "b"]);
    }

    #[test]
    fn a_text_has_the_words_of_the_expression_that_whisper_cpp_divides_by() {
        for (text, expected) in [
            ("What's up", &["What", "'s", " up"][..]),
            ("they'll say 'no'.", &["they", "'ll", " say", " '", "no", "'."]),
            ("'twas", &["'t", "was"]),
            (" 'd", &[" '", "d"]),
            ("room 12b", &["room", " 12", "b"]),
            ("a  b", &["a", " ", " b"]),
            ("a\n\nb ", &["a", "\n", "\n", "b", " "]),
            ("", &[]),
        ] {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }
}
