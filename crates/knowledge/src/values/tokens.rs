//! Tokens: words, digits, Chinese characters and marks, with their place in the text.
//!
//! Owns how a text is cut. What the pieces mean is `lexicon`.

use std::ops::Range;

/// A text longer than this is read up to here: a unit is a sentence or a row, and what is longer is no answer.
pub(crate) const MAX_TEXT_LEN: usize = 64 * 1024;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Latin digits.
    Digits,
    /// Letters, with the apostrophes within them.
    Word,
    /// One Chinese character.
    Han,
    /// One other character that is no space.
    Mark,
}

/// A piece of text.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// What it is made of.
    pub(crate) kind: Kind,
    /// In small letters, with dashes, quotes and full-width forms made alike.
    pub(crate) text: String,
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    /// Nothing stands between it and the token before.
    pub(crate) glued: bool,
    /// A line ends before it.
    pub(crate) new_line: bool,
}

impl Token {
    /// Whether it is the mark.
    pub(crate) fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }
}

/// The start of a text that is read at all.
pub(crate) fn bounded(text: &str) -> &str {
    let mut end = text.len().min(MAX_TEXT_LEN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The tokens of a text.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut end = 0;
    let mut new_line = false;
    let mut letters = bounded(text).char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_whitespace() {
            new_line |= letter == '\n';
            continue;
        }
        if is_silent(letter) {
            continue;
        }
        let letter = plain(letter);
        let kind = kind(letter);
        let mut piece: String = letter.to_lowercase().collect();
        let mut last = start;
        if matches!(kind, Kind::Digits | Kind::Word) {
            while let Some((at, next)) = letters.next_if(|(at, next)| goes_on(kind, *next, text, *at)) {
                piece.extend(plain(next).to_lowercase());
                last = at;
            }
        }
        let until = last + text[last..].chars().next().map_or(0, char::len_utf8);
        let glued = start == end && start > 0;
        tokens.push(Token {
            kind,
            text: piece,
            range: start..until,
            glued,
            new_line,
        });
        end = until;
        new_line = false;
    }
    tokens
}

/// Whether a character only changes how another is drawn.
fn is_silent(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

/// Whether the letter belongs to the token before it.
fn goes_on(kind: Kind, next: char, text: &str, at: usize) -> bool {
    let next = plain(next);
    self::kind(next) == kind || (kind == Kind::Word && next == '\'' && is_letter_after(text, at))
}

fn is_letter_after(text: &str, apostrophe: usize) -> bool {
    let mut rest = text[apostrophe..].chars();
    rest.next();
    rest.next()
        .is_some_and(|letter| kind(plain(letter)) == Kind::Word)
}

fn kind(letter: char) -> Kind {
    match letter {
        '0'..='9' => Kind::Digits,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇' | '○' => Kind::Han,
        letter if letter.is_alphabetic() => Kind::Word,
        _ => Kind::Mark,
    }
}

/// One form for characters that mean the same.
fn plain(letter: char) -> char {
    match letter {
        // Full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0)
            .map_or(letter, |letter| if letter == '~' { '-' } else { letter }),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '〜' | '~' | '─' => '-',
        '’' | '‘' | 'ʼ' | '`' => '\'',
        '。' => '.',
        '￥' => '¥',
        '○' => '〇',
        'ё' => 'е',
        'Ё' => 'Е',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn digits_words_and_characters_are_cut_apart() {
        assert_eq!(cut("9am–5:30"), ["9", "am", "-", "5", ":", "30"]);
        assert_eq!(cut("New Year’s Eve"), ["new", "year's", "eve"]);
        assert_eq!(cut("上午9点"), ["上", "午", "9", "点"]);
        assert_eq!(cut("Ёлка２０％"), ["елка", "20", "%"]);
        assert_eq!(cut("X7 'n' co"), ["x", "7", "'", "n", "'", "co"]);
    }

    #[test]
    fn a_token_knows_where_it_stands() {
        let text = "с 9\nдо 18";
        let tokens = tokens(text);
        let places: Vec<_> = tokens.iter().map(|token| &text[token.range.clone()]).collect();
        assert_eq!(places, ["с", "9", "до", "18"]);
        assert!(tokens[2].new_line && !tokens[1].new_line);
        assert!(tokens.iter().all(|token| !token.glued));
        assert!(super::tokens("9am")[1].glued);
    }

    #[test]
    fn a_hostile_line_is_read_up_to_a_bound() {
        let line = "й".repeat(5_000_000);
        assert!(tokens(&line).iter().all(|token| token.range.end <= MAX_TEXT_LEN));
    }
}
