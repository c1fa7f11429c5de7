//! Pieces of a text about hours: days, times, words of opening, and the marks that part them.
//!
//! Owns how a text is taken apart. What the pieces say together is `clauses`.

use std::ops::Range;

use super::when::{Edge, Part};
use super::words::{Word, word};
use crate::language::Language;
use crate::values::tokens::{Kind, Token, tokens};
use crate::values::{self, Clock, DateRange, DayDate, Found, TimeRange, Value};

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Piece {
    /// Days.
    When(Part),
    /// A span of hours, and whether its half of the day is not known.
    Hours(TimeRange, bool),
    /// A time, and whether its half of the day is not known.
    Time(Clock, bool),
    /// A length of time in minutes.
    Minutes(u64),
    /// A word of opening hours.
    Word(Word),
    /// Parts the parts of a list.
    Comma,
    /// Joins the parts of a list.
    And,
    /// Ends a label.
    Colon,
    /// "–" between spaces, "=".
    Dash,
    /// Begins an aside.
    Open,
    /// Ends an aside.
    Close,
    /// Ends a sentence or line.
    Stop,
    /// Any other word or value.
    Other,
}

/// A piece and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// What it is.
    pub(super) piece: Piece,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
}

/// The pieces of a text; `hours` where it is known to tell hours.
pub(super) fn pieces(text: &str, language: Language, hours: bool) -> Vec<Placed> {
    let found = values::values_for_hours(text, language, hours);
    let is_dated = |found: &&Found| matches!(found.value, Value::Date(_) | Value::DateRange(_));
    let last_date = found.iter().rev().find(is_dated).map(|found| found.range.start);
    let tokens = tokens(text);
    let mut pieces = Vec::with_capacity(tokens.len());
    let mut values = found.into_iter().peekable();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if token.new_line {
            pieces.push(Placed {
                piece: Piece::Stop,
                range: token.range.start..token.range.start,
            });
        }
        while values
            .next_if(|found| found.range.start < token.range.start)
            .is_some()
        {}
        let value = values.next_if(|found| found.range.start == token.range.start);
        let said = word(&tokens, at);
        let is_before_dates = last_date.is_some_and(|date| date > token.range.start);
        let (piece, next) = match (value, said) {
            (_, Some((Word::Closure, next))) if is_before_dates => (Piece::Word(Word::Closed), next),
            (None, Some((Word::Closure, next))) => (Piece::Word(Word::Doubt), next),
            // "24 hours" is a duration as well.
            (value, Some((meaning, next))) if outranks(meaning, value.as_ref()) => {
                (Piece::Word(meaning), next)
            }
            // "Сб, вс — выходные": days off, not once more the weekend.
            (Some(found), _) if is_day_off(text, &found) && follows_days(&pieces) => {
                (Piece::Word(Word::Closed), after(&tokens, at, found.range.end))
            }
            (Some(found), _) if is_reason(text, &found, &pieces) => {
                (Piece::Other, after(&tokens, at, found.range.end))
            }
            (Some(found), _) => (of_value(&found), after(&tokens, at, found.range.end)),
            (None, Some((Word::And, next))) => (Piece::And, next),
            (None, Some((meaning, next))) => (Piece::Word(meaning), next),
            (None, None) => (of_mark(&tokens, at), at + 1),
        };
        let end = tokens
            .get(next - 1)
            .map_or(token.range.end, |last| last.range.end);
        pieces.push(Placed {
            piece,
            range: token.range.start..end,
        });
        at = next;
    }
    edges(asides(pieces))
}

/// "From 24 December (12:00) to 1 January": a span of dates with an aside, which makes its first day doubtful.
fn asides(pieces: Vec<Placed>) -> Vec<Placed> {
    let single = |piece: &Piece| match piece {
        Piece::When(Part::Dates(range)) if range.from == range.to => Some(range.from),
        _ => None,
    };
    let mut whole: Vec<Placed> = Vec::with_capacity(pieces.len());
    for placed in pieces {
        let span = single(&placed.piece).and_then(|to| {
            let [before @ .., first, _, _, close, until] = whole.as_slice() else {
                return None;
            };
            let ends =
                close.piece == Piece::Close && matches!(until.piece, Piece::Word(Word::Until) | Piece::Dash);
            let from = single(&first.piece).filter(|_| ends)?;
            Some((before.len(), DateRange { from, to }, first.range.start))
        });
        match span {
            Some((length, range, start)) => {
                whole.truncate(length);
                whole.push(Placed {
                    piece: Piece::Word(Word::Doubt),
                    range: start..start,
                });
                whole.push(Placed {
                    piece: Piece::When(Part::Dates(range)),
                    range: start..placed.range.end,
                });
            }
            None => whole.push(placed),
        }
    }
    whole
}

/// Whether the words are no value even where they may be read as one: "24 hours", "half day"; but 上午9点 is a time.
fn outranks(word: Word, value: Option<&Found>) -> bool {
    let time = value.is_some_and(|found| matches!(found.value, Value::Time { .. } | Value::TimeRange { .. }));
    match word {
        Word::AllDay | Word::OpenAllDay | Word::WholeDay | Word::AllYear | Word::Break => true,
        Word::PartOfDay => !time,
        _ => false,
    }
}

fn is_day_off(text: &str, found: &Found) -> bool {
    let word = text.get(found.range.clone()).unwrap_or_default().to_lowercase();
    matches!(found.value, Value::Weekdays(_)) && matches!(word.as_str(), "выходные" | "выходные дни")
}

/// "24 December to 4 January: closed for the holidays": the holidays are why, the dates are when.
fn is_reason(text: &str, found: &Found, pieces: &[Placed]) -> bool {
    const REASONS: [&str; 6] = [
        "closed for",
        "closed for the",
        "closed for our",
        "shut for",
        "shut for the",
        "закрыто на",
    ];
    if !matches!(found.value, Value::Holiday(_) | Value::Season(_)) {
        return false;
    }
    let mut near = found.range.start.saturating_sub(40);
    while !text.is_char_boundary(near) {
        near += 1;
    }
    let before = text[near..found.range.start].trim_end().to_lowercase();
    if !REASONS.iter().any(|reason| before.ends_with(reason)) {
        return false;
    }
    // The dates are the only days of the sentence so far, and it tells no hours.
    let sentence = pieces
        .iter()
        .rev()
        .take_while(|placed| placed.piece != Piece::Stop);
    let mut dates = 0;
    for placed in sentence {
        match placed.piece {
            Piece::When(Part::Dates(_)) => dates += 1,
            Piece::When(_)
            | Piece::Hours(..)
            | Piece::Time(..)
            | Piece::Word(Word::Open | Word::Opens | Word::Until) => return false,
            _ => {}
        }
    }
    dates == 1
}

/// Whether days came last, but for a dash.
fn follows_days(pieces: &[Placed]) -> bool {
    let last = pieces.iter().rev().find(|placed| placed.piece != Piece::Dash);
    last.is_some_and(|placed| matches!(placed.piece, Piece::When(_)))
}

fn after(tokens: &[Token], at: usize, end: usize) -> usize {
    let rest = tokens
        .iter()
        .skip(at + 1)
        .position(|token| token.range.start >= end);
    rest.map_or(tokens.len(), |further| at + 1 + further)
}

fn of_value(found: &Found) -> Piece {
    match &found.value {
        Value::Time { clock, ambiguous } => Piece::Time(*clock, *ambiguous),
        Value::TimeRange { range, ambiguous } => Piece::Hours(*range, *ambiguous),
        Value::Weekdays(set) => Piece::When(Part::Weekdays(*set)),
        Value::NthWeekday(nth) => Piece::When(Part::Nth(*nth)),
        Value::Date(date) => Piece::When(Part::Dates(DateRange {
            from: *date,
            to: *date,
        })),
        Value::DateRange(range) => Piece::When(Part::Dates(*range)),
        Value::Month(month) => months(*month, *month),
        Value::MonthRange { from, to } => months(*from, *to),
        Value::Season(season) => Piece::When(Part::Season(*season)),
        Value::Holiday(holiday) => Piece::When(Part::Holiday(*holiday)),
        Value::Duration { seconds } => Piece::Minutes(seconds / 60),
        _ => Piece::Other,
    }
}

fn months(from: i8, to: i8) -> Piece {
    match (month_start(from), month_end(to)) {
        (Some(from), Some(to)) => Piece::When(Part::Months(DateRange { from, to })),
        _ => Piece::Other,
    }
}

fn month_start(month: i8) -> Option<DayDate> {
    DayDate::new(None, month, 1)
}

fn month_end(month: i8) -> Option<DayDate> {
    (28..=31).rev().find_map(|day| DayDate::new(None, month, day))
}

fn of_mark(tokens: &[Token], at: usize) -> Piece {
    let Some(token) = tokens.get(at).filter(|token| token.kind == Kind::Mark) else {
        return Piece::Other;
    };
    let next_glued = tokens.get(at + 1).is_some_and(|next| next.glued);
    match token.text.as_str() {
        "," => Piece::Comma,
        "&" | "+" | "/" | "、" => Piece::And,
        ":" => Piece::Colon,
        "=" => Piece::Dash,
        "-" if !next_glued => Piece::Dash,
        "(" | "[" | "（" => Piece::Open,
        ")" | "]" | "）" => Piece::Close,
        ";" | "|" | "·" | "•" | "!" | "?" => Piece::Stop,
        // Dots that lead the eye to the hours, and "a.m.", end nothing.
        "." => {
            let leader = next_glued
                || tokens.get(at + 1).is_some_and(|next| next.is("."))
                || (at > 0 && tokens[at - 1].is("."));
            if leader && tokens.get(at + 1).is_some_and(|next| next.kind != Kind::Han) {
                Piece::And
            } else {
                Piece::Stop
            }
        }
        _ => Piece::Other,
    }
}

/// Puts "memorial day – labor day" and "june til labor day" together, which are no values.
fn edges(pieces: Vec<Placed>) -> Vec<Placed> {
    let mut joined: Vec<Placed> = Vec::with_capacity(pieces.len());
    for placed in pieces {
        let span = joined.len().checked_sub(2).and_then(|before| {
            let between = joined.last()?;
            let to = matches!(between.piece, Piece::Dash | Piece::Word(Word::Until));
            let (Piece::When(from), Piece::When(to_part)) = (joined[before].piece, placed.piece) else {
                return None;
            };
            let (from, to_edge) = (from_edge(from)?, to_edge(to_part)?);
            // Spans of dates alone are values already.
            let holiday = matches!(from, Edge::Holiday(_)) || matches!(to_edge, Edge::Holiday(_));
            (to && holiday).then_some((before, Part::Span(from, to_edge)))
        });
        match span {
            Some((before, part)) => {
                let start = joined[before].range.start;
                joined.truncate(before);
                joined.push(Placed {
                    piece: Piece::When(part),
                    range: start..placed.range.end,
                });
            }
            None => joined.push(placed),
        }
    }
    joined
}

fn from_edge(part: Part) -> Option<Edge> {
    match part {
        Part::Holiday(holiday) => Some(Edge::Holiday(holiday)),
        Part::Dates(range) | Part::Months(range) => Some(Edge::Date(range.from)),
        _ => None,
    }
}

fn to_edge(part: Part) -> Option<Edge> {
    match part {
        Part::Holiday(holiday) => Some(Edge::Holiday(holiday)),
        Part::Dates(range) | Part::Months(range) => Some(Edge::Date(range.to)),
        _ => None,
    }
}
