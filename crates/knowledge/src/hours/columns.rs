//! Columns: what a table's column tells, by its header.
//!
//! Owns the words of headers. What the cells below them say is `tables`.

use super::clauses::says;
use super::pieces::{Piece, pieces};
use super::when::{Link, When, conditions};
use super::words::Word;
use crate::language::Language;

/// What a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Days.
    Days,
    /// Hours, in a table of opening hours.
    Hours,
    /// Times, in a table that may be a programme.
    Times,
    /// When it opens.
    Opens,
    /// When it closes.
    Closes,
    /// When the last visitor is let in.
    LastEntry,
    /// Remarks.
    Notes,
    /// Something else.
    Other,
}

/// Headers parted by strokes.
const HEADERS: [(&str, Column); 6] = [
    (
        "day|days|день|дни|день недели|дни недели|日期|星期|日子|when|时段|日",
        Column::Days,
    ),
    (
        "hours|opening hours|opening times|open hours|часы|часы работы|режим работы|время работы|график|график работы|\
         часы приёма|приём|开放时间|营业时间|服务时间|办公时间|供应时间|接待时间",
        Column::Hours,
    ),
    ("time|times|время|时间", Column::Times),
    (
        "opens|open|opening|from|opens at|открытие|открывается|с|开馆|开门|开放|开始营业",
        Column::Opens,
    ),
    (
        "closes|close|closing|to|until|closes at|закрытие|закрывается|до|闭馆|关门|结束营业|打烊",
        Column::Closes,
    ),
    (
        "note|notes|remarks|remark|comment|comments|примечание|примечания|комментарий|备注|说明|注",
        Column::Notes,
    ),
];

/// What the column of a header tells.
pub(super) fn column(header: &str, language: Language) -> Column {
    if says(header, language, Word::LastEntry) {
        return Column::LastEntry;
    }
    let header = header.trim().to_lowercase();
    let named = HEADERS
        .iter()
        .find(|(names, _)| names.split('|').any(|name| name == header));
    named.map_or(Column::Other, |(_, column)| *column)
}

/// The days of a text that names nothing else: a header "Mon–Fri", a cell "Saturday".
pub(super) fn days_of(text: &str, language: Language) -> Option<Vec<When>> {
    if text.is_empty() || text.len() > 200 {
        return None;
    }
    let mut parts = Vec::new();
    let mut listed = false;
    for placed in pieces(text, language, false) {
        match placed.piece {
            Piece::When(part) => {
                parts.push((part, if listed { Link::Listed } else { Link::Beside }));
                listed = false;
            }
            Piece::Comma | Piece::And => listed = true,
            Piece::Open
            | Piece::Close
            | Piece::Stop
            | Piece::Dash
            | Piece::Colon
            | Piece::Word(Word::Empty) => {}
            _ => return None,
        }
    }
    let found = conditions(&parts, false);
    (!found.is_empty()).then_some(found)
}

/// The days that a text names among other words.
pub(super) fn days_in(text: &str, language: Language) -> Vec<When> {
    let days = pieces(text, language, false)
        .into_iter()
        .filter_map(|placed| match placed.piece {
            Piece::When(part) => Some((part, Link::Beside)),
            _ => None,
        });
    conditions(&days.collect::<Vec<_>>(), false)
}
