//! Text cut into tokens that can be compared: words by their stems, Chinese by its characters.
//!
//! Owns normalisation, tokenising and stemming. Knows no lexicon: what words mean is `lexicon`'s.

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// A word, a number or a Chinese character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What is compared: the stem in lower case, or the character.
    pub stem: String,
    /// The word as it was written, in lower case.
    pub word: String,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// It begins with a capital letter.
    pub capital: bool,
}

impl Token {
    /// Whether this is a Chinese character.
    pub fn is_han(&self) -> bool {
        self.stem.chars().next().is_some_and(is_han)
    }

    /// Whether this holds a digit: "12", "6.80", "x7".
    pub fn has_digit(&self) -> bool {
        self.word.chars().any(|letter| letter.is_ascii_digit())
    }
}

/// Stems words by their script.
pub struct Tokenizer {
    english: Stemmer,
    russian: Stemmer,
}

impl Default for Tokenizer {
    fn default() -> Self {
        Self {
            english: Stemmer::create(Algorithm::English),
            russian: Stemmer::create(Algorithm::Russian),
        }
    }
}

impl std::fmt::Debug for Tokenizer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Tokenizer")
    }
}

impl Tokenizer {
    /// The tokens of a text, in order.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut letters = text.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            if is_han(letter) {
                tokens.push(Token {
                    stem: letter.to_string(),
                    word: letter.to_string(),
                    range: start..start + letter.len_utf8(),
                    capital: false,
                });
                continue;
            }
            if !letter.is_alphanumeric() {
                continue;
            }
            let mut end = start + letter.len_utf8();
            let mut previous = letter;
            while let Some(&(at, next)) = letters.peek() {
                let follows = text[at + next.len_utf8()..].chars().next();
                let joins = match next {
                    '\'' | '’' => previous.is_alphabetic() && follows.is_some_and(char::is_alphabetic),
                    '.' | ',' | ':' => {
                        previous.is_ascii_digit() && follows.is_some_and(|letter| letter.is_ascii_digit())
                    }
                    _ => next.is_alphanumeric() && !is_han(next),
                };
                if !joins {
                    break;
                }
                previous = next;
                end = at + next.len_utf8();
                letters.next();
            }
            tokens.push(self.token(text, start..end));
        }
        tokens
    }

    /// The stems of a text's tokens, in order.
    pub fn stems(&self, text: &str) -> Vec<String> {
        self.tokens(text).into_iter().map(|token| token.stem).collect()
    }

    fn token(&self, text: &str, range: Range<usize>) -> Token {
        let written = &text[range.clone()];
        let capital = written.chars().next().is_some_and(char::is_uppercase);
        let word: String = if written.is_ascii() {
            written.to_ascii_lowercase()
        } else {
            let letters = written.nfkc().flat_map(char::to_lowercase);
            letters
                .map(|letter| match letter {
                    '’' => '\'',
                    'ё' => 'е',
                    other => other,
                })
                .collect()
        };
        Token {
            stem: self.stem(&word),
            word,
            range,
            capital,
        }
    }

    /// The stem of a word in lower case.
    pub fn stem(&self, word: &str) -> String {
        let bare = word.strip_suffix("'s").unwrap_or(word);
        if bare.chars().any(|letter| letter.is_ascii_digit()) {
            return bare.replace(',', ".");
        }
        match bare.chars().next() {
            Some('\u{400}'..='\u{52f}') => self.russian.stem(bare).into_owned(),
            Some(_) => match bare {
                // The stemmer makes "buse" of it.
                "buses" | "busses" => "bus".to_owned(),
                _ if bare.contains('\'') => self.english.stem(&bare.replace('\'', "")).into_owned(),
                _ => self.english.stem(bare).into_owned(),
            },
            None => String::new(),
        }
    }
}

/// The text without what stands in brackets.
pub(crate) fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|letter| {
            match letter {
                '(' | '（' => depth += 1,
                ')' | '）' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Whether a letter is a Chinese character.
pub fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{3007}')
}

/// How many letters must be changed, added, removed or swapped with their neighbour to make one word of the other;
/// `None` when it is more than `most`.
pub fn edit_distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current = vec![row + 1; width];
        for column in 1..width {
            let cost = usize::from(*letter != other[column - 1]);
            let mut least = (above[column] + 1)
                .min(current[column - 1] + 1)
                .min(above[column - 1] + cost);
            let swapped =
                row > 0 && column > 1 && one[row - 1] == other[column - 1] && *letter == other[column - 2];
            if swapped {
                least = least.min(before[column - 2] + 1);
            }
            current[column] = least;
        }
        before = std::mem::replace(&mut above, current);
    }
    let distance = above[width - 1];
    (distance <= most).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = Tokenizer::default()
            .tokens(text)
            .into_iter()
            .map(|token| token.stem)
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn words_are_compared_by_their_stems_and_numbers_as_they_are() {
        check("Opening hours: 8:30, £6.80!", &["open", "hour", "8:30", "6.80"]);
        check("Dr Nair’s check-ups", &["dr", "nair", "check", "up"]);
        check("Ребёнок до 7 лет", &["ребенок", "до", "7", "лет"]);
        check("WiFi密码", &["wifi", "密", "码"]);
        check("12,5 km", &["12.5", "km"]);
    }

    #[test]
    fn a_slip_of_one_letter_is_a_distance_of_one() {
        assert_eq!(edit_distance("lifeguard", "lifegaurd", 2), Some(1));
        assert_eq!(edit_distance("swimming", "swiming", 1), Some(1));
        assert_eq!(edit_distance("same", "same", 1), Some(0));
        assert_eq!(edit_distance("cat", "house", 2), None);
    }
}
