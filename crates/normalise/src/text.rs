//! The tokenizer, and the questions that rules ask about tokens.
//!
//! Owns where words, numbers and marks begin and end; knows no language. Any position is allowed: past either end stands an
//! empty [`Kind::End`].

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters with the apostrophes inside; a Chinese character is a word of its own.
    Word,
    /// ASCII digits.
    Digits,
    /// One other character.
    Mark,
    /// A run of white space.
    Space,
    /// Where a heading, a list item or a paragraph ends.
    Break,
    /// Past either end of the text.
    End,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

/// A tokenised text.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    source: &'t str,
    tokens: Vec<Token>,
}

/// Whether the character is a Chinese character.
pub(crate) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether the character continues a word: a letter or a combining mark.
fn is_letter(letter: char) -> bool {
    (letter.is_alphabetic() && !is_han(letter) && !matches!(letter, 'º' | 'ª'))
        || matches!(letter, '\u{300}'..='\u{36f}')
}

/// Whether the character is an apostrophe.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

impl<'t> Text<'t> {
    /// Splits a cleaned text; line feeds are the ends of paragraphs.
    pub(crate) fn new(source: &'t str) -> Self {
        let mut tokens = Vec::new();
        let mut letters = source.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            let mut end = start + letter.len_utf8();
            let kind = match letter {
                '\n' => Kind::Break,
                _ if letter.is_whitespace() => Kind::Space,
                _ if letter.is_ascii_digit() => Kind::Digits,
                _ if is_letter(letter) || is_han(letter) => Kind::Word,
                _ => Kind::Mark,
            };
            while let Some(&(at, next)) = letters.peek() {
                let goes_on = match kind {
                    Kind::Space => next.is_whitespace() && next != '\n',
                    Kind::Digits => next.is_ascii_digit(),
                    Kind::Word if is_han(letter) => false,
                    Kind::Word => {
                        let after = source[at + next.len_utf8()..].chars().next();
                        is_letter(next) || (is_apostrophe(next) && after.is_some_and(is_letter))
                    }
                    Kind::Mark | Kind::Break | Kind::End => false,
                };
                if !goes_on {
                    break;
                }
                letters.next();
                end = at + next.len_utf8();
            }
            tokens.push(Token { kind, start, end });
        }
        Self { source, tokens }
    }

    /// The number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// What stands there.
    pub(crate) fn kind(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::End, |token| token.kind)
    }

    /// The token itself; empty past the ends.
    pub(crate) fn get(&self, at: usize) -> &'t str {
        self.tokens
            .get(at)
            .and_then(|token| self.source.get(token.start..token.end))
            .unwrap_or_default()
    }

    /// The tokens of a range, as they are written.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'t str {
        let start = self.tokens.get(from).map(|token| token.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map(|token| token.end);
        match (start, end) {
            (Some(start), Some(end)) => self.source.get(start..end).unwrap_or_default(),
            _ => "",
        }
    }

    /// Whether the token is this one.
    pub(crate) fn is(&self, at: usize, written: &str) -> bool {
        self.get(at) == written
    }

    /// Whether the token is one of these characters.
    pub(crate) fn is_any(&self, at: usize, marks: &str) -> bool {
        let mut letters = self.get(at).chars();
        matches!((letters.next(), letters.next()), (Some(letter), None) if marks.contains(letter))
    }

    /// The word that stands there.
    pub(crate) fn word(&self, at: usize) -> Option<&'t str> {
        (self.kind(at) == Kind::Word).then(|| self.get(at))
    }

    /// The digits that stand there.
    pub(crate) fn digits(&self, at: usize) -> Option<&'t str> {
        (self.kind(at) == Kind::Digits).then(|| self.get(at))
    }

    /// The position after white space.
    pub(crate) fn skip_space(&self, at: usize) -> usize {
        at + usize::from(self.kind(at) == Kind::Space)
    }

    /// Whether a letter or a digit is joined to the left of this position.
    pub(crate) fn joined_left(&self, at: usize) -> bool {
        at > 0 && matches!(self.kind(at - 1), Kind::Word | Kind::Digits)
    }

    /// Whether a letter or a digit stands at this position.
    pub(crate) fn joined(&self, at: usize) -> bool {
        matches!(self.kind(at), Kind::Word | Kind::Digits)
    }

    /// The position after this literal, if it stands here and ends where a token ends.
    pub(crate) fn literal(&self, at: usize, written: &str) -> Option<usize> {
        let mut rest = written;
        let mut next = at;
        while !rest.is_empty() {
            let token = self.get(next);
            if token.is_empty() {
                return None;
            }
            rest = match rest.strip_prefix(token) {
                Some(rest) => rest,
                None if self.kind(next) == Kind::Space => rest.strip_prefix(' ')?,
                None => return None,
            };
            next += 1;
        }
        Some(next)
    }

    /// The position of the token before this one, without white space; `None` at the beginning of a line.
    pub(crate) fn before(&self, at: usize) -> Option<usize> {
        let previous = at.checked_sub(1)?;
        let previous = match self.kind(previous) {
            Kind::Space => previous.checked_sub(1)?,
            _ => previous,
        };
        (self.kind(previous) != Kind::Break).then_some(previous)
    }

    /// The word before this position, in lower case; empty if there is none. Full stops of abbreviations are skipped.
    pub(crate) fn previous_word(&self, at: usize) -> String {
        let mut before = self.before(at);
        if let Some(position) = before
            && self.is_any(position, ".:")
        {
            before = self.before(position);
        }
        before
            .and_then(|position| self.word(position))
            .map(str::to_lowercase)
            .unwrap_or_default()
    }

    /// The word directly before this position, with nothing but white space between; empty if there is none.
    pub(crate) fn adjacent_word(&self, at: usize) -> &'t str {
        self.before(at)
            .and_then(|position| self.word(position))
            .unwrap_or_default()
    }

    /// The word after white space at this position; empty if there is none.
    pub(crate) fn next_word(&self, at: usize) -> &'t str {
        self.word(self.skip_space(at)).unwrap_or_default()
    }

    /// Whether a sentence or the text ends here.
    pub(crate) fn at_end(&self, at: usize) -> bool {
        let at = self.skip_space(at);
        match self.kind(at) {
            Kind::End | Kind::Break => true,
            Kind::Mark => self.is_any(at, ".!?;。！？；"),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks_are_apart_and_chinese_characters_stand_alone() {
        let text = Text::new("Don't pay 45.50 元整");
        let tokens: Vec<_> = (0..text.len()).map(|at| text.get(at)).collect();
        assert_eq!(
            tokens,
            ["Don't", " ", "pay", " ", "45", ".", "50", " ", "元", "整"]
        );
        assert_eq!(text.literal(2, "pay 45"), Some(5));
        assert_eq!(text.literal(8, "元整"), Some(10));
        assert_eq!(text.literal(2, "pa"), None);
        assert_eq!(text.kind(99), Kind::End);
    }
}
