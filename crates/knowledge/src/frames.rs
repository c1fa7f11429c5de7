//! The phrases by which a question says what it asks for.
//!
//! Owns the lists `lexicon/*/frames.txt` and their matching. Does not know documents; what is asked is `question`'s.

use crate::language::Language;
use crate::text::{Token, Tokenizer};

/// Longest run of words that a "*" stands for.
const GAP: usize = 6;

const FRAMES: [&str; 3] = [
    include_str!("../lexicon/en/frames.txt"),
    include_str!("../lexicon/ru/frames.txt"),
    include_str!("../lexicon/zh/frames.txt"),
];

/// What kind of thing a phrase asks for, or does in the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Frame {
    /// How long before.
    Notice,
    /// How long it lasts.
    Duration,
    /// How far.
    Distance,
    /// How often.
    Frequency,
    /// How heavy.
    Weight,
    /// How old.
    Age,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// An address on the web.
    Web,
    /// A postal address.
    Address,
    /// What it costs.
    Price,
    /// Until when people are let in.
    LastEntry,
    /// When it ends or closes.
    Close,
    /// When it begins or opens.
    Open,
    /// From when to when.
    Hours,
    /// Whether it is open.
    OpenNow,
    /// When.
    When,
    /// Where.
    Where,
    /// Who.
    Who,
    /// How many.
    Count,
    /// A password.
    Password,
    /// How to do it.
    How,
    /// Why.
    Why,
    /// Which of them.
    Which,
    /// Anything about it.
    What,
    /// Whether.
    YesNo,
    /// Nothing: politeness.
    Filler,
    /// It leans on the question before.
    Follow,
    /// It stands for something said before.
    Pronoun,
    /// Two things are compared.
    Compare,
    /// The most or least of all is asked for.
    Superlative,
    /// Amounts are added.
    Sum,
}

const NAMES: [(&str, Frame); 32] = [
    ("notice", Frame::Notice),
    ("duration", Frame::Duration),
    ("distance", Frame::Distance),
    ("frequency", Frame::Frequency),
    ("weight", Frame::Weight),
    ("age", Frame::Age),
    ("phone", Frame::Phone),
    ("email", Frame::Email),
    ("web", Frame::Web),
    ("address", Frame::Address),
    ("price", Frame::Price),
    ("lastentry", Frame::LastEntry),
    ("close", Frame::Close),
    ("open", Frame::Open),
    ("hours", Frame::Hours),
    ("opennow", Frame::OpenNow),
    ("when", Frame::When),
    ("where", Frame::Where),
    ("who", Frame::Who),
    ("count", Frame::Count),
    ("password", Frame::Password),
    ("how", Frame::How),
    ("why", Frame::Why),
    ("which", Frame::Which),
    ("what", Frame::What),
    ("yesno", Frame::YesNo),
    ("filler", Frame::Filler),
    ("follow", Frame::Follow),
    ("pronoun", Frame::Pronoun),
    ("compare", Frame::Compare),
    ("superlative", Frame::Superlative),
    ("sum", Frame::Sum),
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Word { word: String, stem: String },
    Gap,
}

/// The frames of one language.
#[derive(Debug, Default)]
pub struct Frames {
    patterns: Vec<(Frame, Vec<Vec<Piece>>)>,
}

/// Where a frame's own words stand among the tokens.
pub type Consumed = Vec<usize>;

impl Frames {
    /// The frames of a language.
    pub fn load(language: Language, tokenizer: &Tokenizer) -> Self {
        let mut patterns = Vec::new();
        for line in FRAMES[language as usize].lines() {
            let Some((label, list)) = line.split_once(':') else {
                continue;
            };
            let Some((_, frame)) = NAMES.iter().find(|(name, _)| *name == label.trim()) else {
                continue;
            };
            let mut read: Vec<Vec<Piece>> = list
                .split('|')
                .map(|pattern| pieces(pattern, tokenizer))
                .filter(|pieces| !pieces.is_empty())
                .collect();
            read.sort_by_key(|pieces| std::cmp::Reverse(pieces.len()));
            patterns.push((*frame, read));
        }
        Self { patterns }
    }

    /// The tokens that a frame takes, wherever it stands; `None` where it does not.
    pub fn find(&self, frame: Frame, tokens: &[Token]) -> Option<Consumed> {
        self.of(frame)
            .filter_map(|pattern| {
                (0..tokens.len())
                    .filter(|start| may_begin(pattern, &tokens[*start]))
                    .filter_map(|start| fit(pattern, tokens, start))
                    .find(|taken| {
                        let counted = |at: &usize| follows_a_number(tokens, *at);
                        frame != Frame::Hours || !taken.iter().any(counted)
                    })
            })
            .max_by_key(Vec::len)
    }

    /// The number of tokens that a frame takes at the beginning.
    pub fn at_start(&self, frame: Frame, tokens: &[Token]) -> Option<usize> {
        self.of(frame)
            .find(|pattern| fit(pattern, tokens, 0).is_some())
            .map(Vec::len)
    }

    /// The number of tokens that a frame takes at the end.
    pub fn at_end(&self, frame: Frame, tokens: &[Token]) -> Option<usize> {
        self.of(frame)
            .find(|pattern| {
                tokens
                    .len()
                    .checked_sub(pattern.len())
                    .is_some_and(|start| fit(pattern, tokens, start).is_some())
            })
            .map(Vec::len)
    }

    fn of(&self, frame: Frame) -> impl Iterator<Item = &Vec<Piece>> {
        self.patterns
            .iter()
            .filter(move |(known, _)| *known == frame)
            .flat_map(|(_, patterns)| patterns)
    }
}

/// "Ten hours" are a length of time, not when something is open.
fn follows_a_number(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|token| token.word.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// The pieces of a pattern; after "=" its words count only as they are, not by their stems.
fn pieces(pattern: &str, tokenizer: &Tokenizer) -> Vec<Piece> {
    let (pattern, is_exact) = match pattern.trim().strip_prefix('=') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = Vec::new();
    for (index, part) in pattern.split('*').enumerate() {
        if index > 0 {
            pieces.push(Piece::Gap);
        }
        pieces.extend(tokenizer.tokens(part).into_iter().map(|token| Piece::Word {
            word: token.word,
            stem: if is_exact { String::new() } else { token.stem },
        }));
    }
    let ends = |piece: Option<&Piece>| piece == Some(&Piece::Gap);
    if ends(pieces.first()) || ends(pieces.last()) {
        pieces.retain(|piece| *piece != Piece::Gap);
    }
    pieces
}

/// Whether a token has the first letter of a pattern: no stem has another than its word. Nearly all patterns end here.
fn may_begin(pattern: &[Piece], token: &Token) -> bool {
    match pattern.first() {
        Some(Piece::Word { word, .. }) => word.as_bytes().first() == token.word.as_bytes().first(),
        Some(Piece::Gap) | None => true,
    }
}

/// The indices of the tokens that the words of a pattern take, beginning at `start`.
fn fit(pattern: &[Piece], tokens: &[Token], start: usize) -> Option<Consumed> {
    let mut taken = Vec::new();
    let mut at = start;
    let mut gap = 0;
    for piece in pattern {
        match piece {
            Piece::Gap => gap = GAP,
            Piece::Word { word, stem } => {
                let last = (at + gap).min(tokens.len().checked_sub(1)?);
                let found = (at..=last).find(|&index| {
                    let token = &tokens[index];
                    // Short words have no stems worth comparing: "does" is not "do".
                    token.word == *word || (token.stem == *stem && stem.chars().count() > 3)
                })?;
                taken.push(found);
                at = found + 1;
                gap = 0;
            }
        }
    }
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, frame: Frame, expected: Option<&[usize]>) {
        let tokenizer = Tokenizer::default();
        let language = Language::of(text);
        let found = Frames::load(language, &tokenizer).find(frame, &tokenizer.tokens(text));
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn a_frame_takes_its_own_words_and_leaves_those_between() {
        check("what does a crown cost", Frame::Price, Some(&[0, 4]));
        check("how far is it", Frame::Distance, Some(&[0, 1]));
        check("сколько стоит билет", Frame::Price, Some(&[0, 1]));
        check("自习室几点开门", Frame::Open, Some(&[3, 4, 5, 6]));
        check("where is the cafe", Frame::Price, None);
    }
}
