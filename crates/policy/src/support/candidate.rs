//! The parts of a statement that can be said alone.
//!
//! Owns which pieces of a sentence stand without the others, and what they take over from a piece before them: the
//! subject ("The café serves soup and *closes at 5*"), the beginning ("Open Monday to Friday 9–5, *Saturday 10–4*") or
//! the verb ("The café closes at 5 and *the shop at 8*").

use std::ops::Range;

use super::items::Item;
use super::markers::is_marker;
use super::statement::Statement;
use crate::lexicon::{Lexicon, Role};

/// Words of a statement that must be said together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Candidate {
    /// Places in the statement, in the order of the statement.
    pub(crate) spans: Vec<Range<usize>>,
    /// Words that may be said as well, at any place.
    pub(crate) spare: Vec<usize>,
    /// The pieces whose labels belong to it.
    pub(crate) columns: Vec<usize>,
}

/// The parts of a statement that can be said alone.
pub(crate) fn candidates(statement: &Statement, lexicon: &Lexicon) -> Vec<Candidate> {
    let pieces = &statement.pieces;
    if statement.row {
        return rows(pieces);
    }
    let mut found: Vec<Candidate> = (1..=pieces.len())
        .map(|end| Candidate {
            spans: pieces[..end].to_vec(),
            ..Candidate::default()
        })
        .collect();
    for (at, span) in pieces.iter().enumerate().skip(1) {
        let piece = &statement.items[span.clone()];
        let Some(first) = piece.iter().find(|item| item.role != Role::And) else {
            continue;
        };
        let predicate = piece.iter().any(|item| item.role.is_predicate());
        let value = piece.iter().any(|item| item.value.is_some());
        let head = if first.role.is_predicate() {
            subject(statement, at, lexicon)
        } else if first.role.is_preposition() || first.value.is_some() {
            beginning(statement, at, lexicon)
        } else if starts_elsewhere(first, lexicon) {
            None
        } else if predicate || value {
            own_subject(statement, at, predicate, lexicon, &mut found);
            None
        } else {
            list(statement, at)
        };
        if let Some(head) = head {
            found.push(Candidate {
                spans: vec![head, span.clone()],
                ..Candidate::default()
            });
        }
    }
    found
}

/// A row says what its first cell names: with one of the other cells, or with all.
fn rows(pieces: &[Range<usize>]) -> Vec<Candidate> {
    let of = |columns: Vec<usize>| Candidate {
        spans: columns.iter().map(|column| pieces[*column].clone()).collect(),
        spare: Vec::new(),
        columns,
    };
    (1..pieces.len())
        .map(|at| of(vec![0, at]))
        .chain([of((0..pieces.len()).collect())])
        .collect()
}

/// Whether a piece is an aside: "which serves soup", "next to the café".
fn starts_elsewhere(first: &Item, lexicon: &Lexicon) -> bool {
    matches!(
        first.role,
        Role::Free | Role::Wh | Role::Third | Role::Not | Role::If | Role::Except | Role::Only | Role::By
    ) || lexicon.is_exactly("place", &first.class)
        || lexicon.is_exactly("place", &first.folded)
}

/// The piece that a later one takes something over from: the nearest with a subject and a predicate, or the first.
fn model(statement: &Statement, at: usize, lexicon: &Lexicon) -> usize {
    let whole = |piece: &Range<usize>| {
        let items = &statement.items[piece.clone()];
        let first = items.iter().find(|item| item.role != Role::And);
        let own = first.is_some_and(|item| {
            !item.role.is_predicate()
                && !item.role.is_preposition()
                && item.value.is_none()
                && !starts_elsewhere(item, lexicon)
        });
        own && items.iter().any(|item| item.role.is_predicate())
    };
    (0..at)
        .rev()
        .find(|at| whole(&statement.pieces[*at]))
        .unwrap_or(0)
}

fn subject(statement: &Statement, at: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let piece = statement.pieces[model(statement, at, lexicon)].clone();
    let end = piece
        .clone()
        .find(|place| statement.items[*place].role.is_predicate())
        .unwrap_or(piece.end);
    let subject = piece.start..end;
    let plain = statement.items[subject.clone()]
        .iter()
        .all(|item| item.value.is_none());
    (plain && !subject.is_empty()).then_some(subject)
}

fn beginning(statement: &Statement, at: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let piece = statement.pieces[model(statement, at, lexicon)].clone();
    let place = |place: &usize| {
        let item = &statement.items[*place];
        item.value.is_some() || item.role.is_preposition()
    };
    let head = piece.start..piece.clone().find(place).unwrap_or(piece.end);
    (!head.is_empty()).then_some(head)
}

/// Pieces with a subject of their own, alone or with those after them; without a verb they take it from before.
fn own_subject(
    statement: &Statement,
    at: usize,
    predicate: bool,
    lexicon: &Lexicon,
    found: &mut Vec<Candidate>,
) {
    let pieces = &statement.pieces;
    if predicate {
        found.extend((at + 1..=pieces.len()).map(|end| Candidate {
            spans: pieces[at..end].to_vec(),
            ..Candidate::default()
        }));
        return;
    }
    let before = pieces[model(statement, at, lexicon)].clone();
    let marked = statement.items[before.clone()]
        .iter()
        .any(|item| is_marker(item.role));
    let spare = before
        .filter(|place| statement.items[*place].role == Role::Verb && !marked)
        .collect();
    found.push(Candidate {
        spans: vec![pieces[at].clone()],
        spare,
        columns: Vec::new(),
    });
}

/// One thing of a list, with the beginning up to the verb: "We sell books, maps and *postcards*".
fn list(statement: &Statement, at: usize) -> Option<Range<usize>> {
    let is_thing = |piece: &Range<usize>| {
        let items = &statement.items[piece.clone()];
        items.iter().filter(|item| item.says_something()).count() == 1
            && items
                .iter()
                .all(|item| item.says_something() || matches!(item.role, Role::And | Role::Article))
    };
    let first = statement.pieces[0].clone();
    let verb = first
        .clone()
        .rfind(|place| statement.items[*place].role == Role::Verb)?;
    let value = statement.items[first.clone()]
        .iter()
        .any(|item| item.value.is_some());
    let things = statement.pieces[1..=at].iter().all(is_thing);
    (things && !value).then_some(first.start..verb + 1)
}
