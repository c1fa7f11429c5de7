//! The scan of a text: at each place every reader is asked, and the longest reading is taken.
//!
//! Owns the order of readers and what they share. What each of them understands is its own matter.

use super::lexicon::Line;
use super::tokens::{Kind, Token, tokens};
use super::{Found, TimeRange, Value};
use super::{ages, contacts, dates, days, measures, money, months, plain, times};
use crate::language::Language;

/// A text while it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// Its tokens.
    pub(super) line: Line<'a>,
    /// Its language.
    pub(super) language: Language,
    /// Some time in it is written as only a clock of 24 hours shows it.
    pub(super) day_of_24: bool,
    /// The text is known to tell hours: two bare numbers are a span of them.
    pub(super) hours: bool,
    /// Days with commas between them are one list.
    pub(super) lists: bool,
    /// The span of hours that was read last, and the place after it.
    pub(super) last_hours: Option<(TimeRange, usize)>,
}

/// How a text is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mode {
    /// It is known to tell hours.
    pub(super) hours: bool,
    /// Days with commas between them are one list.
    pub(super) lists: bool,
}

/// A value and the places of its tokens.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// The value.
    pub(super) value: Value,
    /// Its first token.
    pub(super) from: usize,
    /// The place after its last token.
    pub(super) to: usize,
}

/// What a reader understands at one place: mostly one value, sometimes several of one phrase.
pub(super) type Reading = Option<Vec<Piece>>;

/// A reading of one value.
pub(super) fn one(value: Value, from: usize, to: usize) -> Reading {
    Some(vec![Piece { value, from, to }])
}

type Reader = fn(&Scan<'_>, usize) -> Reading;

/// Of two readings of the same length the earlier one counts.
const READERS: [Reader; 11] = [
    contacts::read,
    dates::read,
    months::read,
    days::nth_weekdays,
    days::weekdays,
    times::range,
    times::single,
    money::read,
    ages::read,
    measures::read,
    plain::read,
];

/// The values of a text.
pub(super) fn scan(text: &str, language: Language, mode: Mode) -> Vec<Found> {
    let tokens = tokens(text);
    let line = Line { tokens: &tokens };
    let mut scan = Scan {
        text,
        line,
        language,
        day_of_24: times::shows_24_hours(line),
        hours: mode.hours,
        lists: mode.lists,
        last_hours: None,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(pieces) = longest(&scan, at) else {
            at += 1;
            continue;
        };
        for piece in pieces {
            if let Value::TimeRange { range, .. } = piece.value {
                scan.last_hours = Some((range, piece.to));
            }
            // A reader that goes on where it began would never end.
            at = piece.to.max(at + 1);
            let (Some(first), Some(last)) = (tokens.get(piece.from), tokens.get(piece.to.saturating_sub(1)))
            else {
                continue;
            };
            found.push(Found {
                value: piece.value,
                range: first.range.start..last.range.end,
            });
        }
    }
    found
}

fn longest(scan: &Scan<'_>, at: usize) -> Reading {
    // The digits of X7 and A4 are part of a name.
    if scan.line.get(at).is_some_and(|token| token.kind == Kind::Digits) && scan.is_code(at) {
        return None;
    }
    let mut best: Reading = None;
    for reader in READERS {
        let Some(pieces) = reader(scan, at) else { continue };
        let end = |pieces: &Vec<Piece>| pieces.last().map_or(0, |piece| piece.to);
        if best.as_ref().is_none_or(|longest| end(longest) < end(&pieces)) {
            best = Some(pieces);
        }
    }
    best
}

impl Scan<'_> {
    /// Whether the token is glued to a word before it, as the digits of "X7" and "fishsticks88" are.
    pub(super) fn is_code(&self, at: usize) -> bool {
        let word = |token: &Token| token.kind == Kind::Word;
        self.line.glued(at) && at > 0 && self.line.get(at - 1).is_some_and(word)
    }

    /// The text of the token, or nothing.
    pub(super) fn word(&self, at: usize) -> &str {
        self.line.get(at).map_or("", |token| token.text.as_str())
    }

    /// Whether the token begins a line, or there is none.
    pub(super) fn ends(&self, at: usize) -> bool {
        self.line.get(at).is_none_or(|token| token.new_line)
    }

    /// Whether what stands there parts phrases: nothing, a mark, the end of the line.
    pub(super) fn parts(&self, at: usize) -> bool {
        self.ends(at) || self.line.get(at).is_some_and(|token| token.kind == Kind::Mark)
    }
}
