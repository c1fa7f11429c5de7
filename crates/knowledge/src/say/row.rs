//! A table's row said as a sentence.
//!
//! Owns the choice of the columns that are said and their order; how a header stands beside its cell is `cell`'s. Which
//! row answers is the reader's matter.

use std::collections::BTreeSet;

use super::cell::{is_closed, said_cell};
use super::{Extent, lower_first};
use crate::frames::Frame;
use crate::index::Field;
use crate::language::Language;
use crate::question::{Importance, Question};
use crate::reader::{Candidate, asked_columns, columns_of, is_blank, row_values as cell_values};
use crate::unit::Cell;
use crate::values::{self, Value};

/// A row of at most so many characters is said with all its columns, those that were asked for first.
const WHOLE: usize = 160;

/// The row as a statement that answers the question.
pub(super) fn statement(
    question: &Question,
    candidate: &Candidate,
    cells: &[Cell],
    extent: Extent,
) -> String {
    if let Some(absent) = absent(question, candidate, cells) {
        return absent;
    }
    let asked = columns(question, candidate, cells);
    match extent {
        Extent::Asked => row(cells, &asked),
        Extent::Line => whole(cells, asked),
    }
}

/// The row with these columns first, and with all others while it stays short.
pub(crate) fn whole(cells: &[Cell], asked: impl IntoIterator<Item = usize>) -> String {
    let asked: Vec<usize> = asked.into_iter().collect();
    let text = row(cells, &asked);
    let named = key_columns(cells);
    let rest = (0..cells.len()).filter(|column| {
        !asked.contains(column) && !named.contains(column) && !is_blank(&cells[*column].text)
    });
    let all: Vec<usize> = asked.iter().copied().chain(rest).collect();
    let whole = row(cells, &all);
    if whole.chars().count() <= WHOLE {
        whole
    } else {
        text
    }
}

/// The columns of a row that a question asks for, without those that name the row.
pub(crate) fn columns(question: &Question, candidate: &Candidate, cells: &[Cell]) -> Vec<usize> {
    let named: BTreeSet<usize> = key_columns(cells).into_iter().collect();
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    for found in &candidate.matches {
        let term = question.terms.get(found.term);
        if let Field::Header(column) = found.field
            && found.weight >= 0.5
            && term.is_some_and(|term| term.importance != Importance::Light || chosen.is_empty())
        {
            chosen.insert(usize::from(column));
        }
    }
    chosen.retain(|column| {
        let cell = cells.get(*column);
        cell.is_some_and(|cell| !cell.text.is_empty() && !is_for_each_further(&cell.header, question))
    });
    let asked = if question.asked_before && !chosen.is_empty() {
        BTreeSet::new()
    } else {
        asked_columns(question, cells)
    };
    let all = matches!(question.first_asked(), Some(Frame::Hours | Frame::OpenNow));
    let both: BTreeSet<usize> = if all { BTreeSet::new() } else { chosen.clone() };
    let both: BTreeSet<usize> = both.intersection(&asked).copied().collect();
    let mut wanted = if !both.is_empty() {
        both
    } else if asked.is_empty() {
        chosen
    } else {
        asked
    };
    // "Where do we meet, and how much is it?": what else is asked for is said too.
    if !question.asked_before {
        let others = question.asked.iter().skip(1);
        wanted.extend(others.flat_map(|frame| columns_of(*frame, cells)));
    }
    // What the question says of a row is said back, so that it can be checked.
    for found in &candidate.matches {
        if let Field::Cell(column) = found.field {
            wanted.insert(usize::from(column));
        }
    }
    if question.yes_no {
        wanted.extend((0..cells.len()).filter(|column| speaks_of(question, &cells[*column])));
    }
    let wanted = in_season(question, cells, wanted);
    let mut wanted: Vec<usize> = wanted
        .into_iter()
        .filter(|column| !named.contains(column))
        .collect();
    if wanted.is_empty() {
        wanted = (0..cells.len())
            .filter(|column| !named.contains(column) && !is_blank(&cells[*column].text))
            .collect();
    }
    wanted
}

/// Whether a column is of each further one, which the question does not ask for: "for the day" is not "each further day".
fn is_for_each_further(header: &str, question: &Question) -> bool {
    const MORE: &[&str] = &[
        "further",
        "extra",
        "additional",
        "subsequent",
        "дополнительн",
        "последующ",
        "每增加",
        "续",
    ];
    let (header, text) = (header.to_lowercase(), question.text.to_lowercase());
    MORE.iter().any(|word| header.contains(word)) && !MORE.iter().any(|word| text.contains(word))
}

/// Whether a cell names days or dates where the question does.
fn speaks_of(question: &Question, cell: &Cell) -> bool {
    cell_values(cell).iter().any(|value| match value {
        Value::Weekdays(_) | Value::NthWeekday(_) => !question.when.days.is_empty(),
        other => {
            question.when.is_in(other).is_some()
                && !(question.when.dates.is_empty() && question.when.months.is_empty())
        }
    })
}

/// Of columns whose headers name days or dates only those that the question names, if it names any.
fn in_season(question: &Question, cells: &[Cell], columns: BTreeSet<usize>) -> BTreeSet<usize> {
    let agrees = |column: &usize| -> Option<bool> {
        let header = cells.get(*column)?.header.as_ref();
        let values = values::values(header, Language::of(header));
        values.iter().find_map(|found| match &found.value {
            Value::Weekdays(days) if !question.when.days.is_empty() => {
                Some(question.when.days.intersection(*days) == question.when.days)
            }
            other if !question.when.months.is_empty() => question.when.is_in(other),
            _ => None,
        })
    };
    let right: BTreeSet<usize> = (0..cells.len())
        .filter(|column| agrees(column) == Some(true))
        .collect();
    if right.is_empty() {
        return columns;
    }
    let neutral = columns.iter().copied().filter(|column| agrees(column).is_none());
    // Only what such a column says is asked for, unless other columns were.
    neutral
        .filter(|column| !right.contains(column) && columns.len() < cells.len() / 2)
        .chain(right.iter().copied())
        .collect()
}

/// The columns that name a row: the first, and the second too where the first is a mere number or code.
pub(crate) fn key_columns(cells: &[Cell]) -> Vec<usize> {
    let first = cells.first().map_or("", |cell| cell.text.as_str());
    let names_time = values::values(first, Language::of(first)).iter().any(|found| {
        matches!(
            found.value,
            Value::Weekdays(_) | Value::Date(_) | Value::DateRange(_) | Value::Time { .. }
        )
    });
    if names_time && cells.len() > 2 {
        // "Sunday, 9:00, Family swim": the day alone names nothing.
        let name = (1..cells.len()).find(|column| {
            let text = &cells[*column].text;
            // "Over-60s lunch club" is a name all the same; "over 60s" and "60+" are none.
            let is_of_age =
                |value: &Value| matches!(value, Value::Age(_)) && text.split_whitespace().count() > 2;
            let values = values::values(text, Language::of(text));
            let says_more = is_closed(text) || !values.iter().all(|found| is_of_age(&found.value));
            text.chars().any(char::is_alphabetic) && !says_more
        });
        return std::iter::once(0).chain(name).collect();
    }
    let length = first.chars().count();
    let is_under_code = cells.first().is_some_and(|cell| is_code_header(&cell.header)) && length <= 8;
    let is_code =
        length <= 4 && (first.chars().any(|letter| letter.is_ascii_digit()) || length == 1) || is_under_code;
    if is_code && cells.len() > 2 {
        vec![0, 1]
    } else {
        vec![0]
    }
}

/// Whether the cells under a header are codes, even those without a digit.
fn is_code_header(header: &str) -> bool {
    const CODES: [&str; 12] = [
        "code",
        "ref",
        "ref.",
        "reference",
        "id",
        "sku",
        "item no",
        "item no.",
        "код",
        "артикул",
        "编号",
        "代码",
    ];
    CODES.contains(&header.trim().to_lowercase().as_str())
}

/// What a row is about: "Route 31, Airport".
pub(crate) fn row_key(cells: &[Cell]) -> String {
    let columns = key_columns(cells);
    let parts: Vec<String> = columns
        .iter()
        .enumerate()
        .filter_map(|(place, column)| {
            let cell = cells.get(*column)?;
            let is_code = columns.len() > 1 && place == 0 && !cell.header.is_empty();
            Some(if is_code {
                format!("{} {}", cell.header, cell.text)
            } else {
                cell.text.clone()
            })
        })
        .filter(|part| !part.trim().is_empty())
        .collect();
    parts.join(", ")
}

/// A row, said with these of its columns.
pub(crate) fn row(cells: &[Cell], columns: &[usize]) -> String {
    let language = Language::of(&cells.iter().map(|cell| cell.text.as_str()).collect::<String>());
    let parts: Vec<String> = columns
        .iter()
        .filter_map(|column| cells.get(*column))
        .filter(|cell| !is_blank(&cell.text))
        .map(|cell| said_cell(cell, language))
        .collect();
    let key = row_key(cells);
    let (colon, comma) = if language == Language::Chinese {
        ("：", "，")
    } else {
        (": ", ", ")
    };
    match (key.is_empty(), parts.is_empty()) {
        (true, _) => parts.join(comma),
        (false, true) => key,
        (false, false) => format!("{key}{colon}{}", parts.join(comma)),
    }
}

/// The row with all its columns.
pub(crate) fn complete(cells: &[Cell]) -> String {
    let named = key_columns(cells);
    let rest: Vec<usize> = (0..cells.len())
        .filter(|column| !named.contains(column))
        .collect();
    row(cells, &rest)
}

/// Whether a header is that of prices, hours, dates or telephones.
fn is_of_values(header: &str) -> bool {
    const WORDS: &[&str] = &[
        "price",
        "cost",
        "fee",
        "open",
        "clos",
        "hour",
        "time",
        "date",
        "day",
        "phone",
        "tel",
        "mail",
        "цен",
        "стоим",
        "час",
        "врем",
        "дат",
        "день",
        "тел",
        "价",
        "费",
        "时",
        "日",
        "电话",
    ];
    let header = header.to_lowercase();
    WORDS.iter().any(|word| header.contains(word))
}

/// "Tuesday: no league": the question for yes or no names a column in which the row has nothing.
fn absent(question: &Question, candidate: &Candidate, cells: &[Cell]) -> Option<String> {
    if !question.yes_no {
        return None;
    }
    let named = key_columns(cells);
    candidate.matches.iter().find_map(|found| {
        let Field::Header(column) = found.field else {
            return None;
        };
        let column = usize::from(column);
        let cell = cells.get(column)?;
        let is_meant = question
            .terms
            .get(found.term)
            .is_some_and(|term| term.importance != Importance::Light && !term.carried);
        // An empty cell may be a forgotten one; of a price, a time or a telephone it denies nothing.
        let is_marked = is_blank(&cell.text) && !cell.text.trim().is_empty();
        let of_values = columns_of(Frame::Price, cells).contains(&column) || is_of_values(&cell.header);
        let is_absent =
            is_marked && !of_values && is_meant && found.weight >= 0.8 && !named.contains(&column);
        let header = lower_first(cell.header.trim());
        let key = row_key(cells);
        is_absent.then(|| match question.language {
            Language::English => format!("{key}: no {header}"),
            Language::Russian => format!("{key}: {header} — нет"),
            Language::Chinese => format!("{key}：没有{header}"),
        })
    })
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
