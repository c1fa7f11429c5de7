//! Whether the first row of a table is its header.
//!
//! Owns the shapes of cells: what looks like a time or a price is no header's.

use super::super::block::Row;
use super::super::entries::is_day;
use super::super::word_list::WordList;

/// What cells say in place of a price or a time; a header begins with a capital letter.
static VALUES: WordList = WordList::new("free included бесплатно выходной включено 免费");
/// So many rows are compared with the first.
const SAMPLE: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Empty,
    Words,
    Time,
    Money,
    /// A telephone number or an address of the net.
    Contact,
    Number,
}

/// Whether the cells name the columns of the rows below.
pub(super) fn is_header(first: &[String], rest: &[Row]) -> bool {
    let rest = &rest[..rest.len().min(SAMPLE)];
    if rest.is_empty() || first.iter().all(String::is_empty) {
        return false;
    }
    // A table of two dimensions has nothing in its corner.
    if first[0].is_empty() && first.len() > 2 {
        return true;
    }
    let column = |at: usize| {
        rest.iter()
            .filter_map(move |row| row.cells.get(at).map(String::as_str))
    };
    let is_data = |(at, cell): (usize, &String)| match shape(cell) {
        Shape::Empty => false,
        Shape::Time | Shape::Money | Shape::Contact => true,
        Shape::Number => {
            let alike = column(at).filter(|other| shape(other) == Shape::Number).count();
            alike * 2 > rest.len()
        }
        // A header does not come again, and a day stands among days.
        // "free" stands below a header, not in it.
        Shape::Words if at > 0 && VALUES.has(cell) => true,
        Shape::Words => {
            column(at).any(|other| other.eq_ignore_ascii_case(cell))
                || at == 0 && is_day(cell) && column(0).any(is_day)
        }
    };
    let all_days = first.iter().skip(1).filter(|cell| is_day(cell)).count() > 1;
    all_days || !first.iter().enumerate().any(is_data)
}

fn shape(cell: &str) -> Shape {
    let cell = cell.trim();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let is_net = cell.contains("://") || cell.contains('@') && cell.contains('.') || cell.starts_with("www.");
    let words = cell
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| {
            word.chars().count() > 1 && !matches!(word.to_lowercase().as_str(), "am" | "pm" | "to")
        })
        .count();
    if cell.is_empty() || matches!(cell, "-" | "–" | "—") {
        Shape::Empty
    } else if is_net || digits >= 6 && words == 0 && !cell.contains([':', '.']) {
        Shape::Contact
    } else if digits == 0 || is_year(cell) {
        Shape::Words
    } else if cell.contains(['$', '£', '€', '₽', '¥', '￥']) && words <= 1 {
        Shape::Money
    } else if words == 0 && has_clock_time(cell) {
        Shape::Time
    } else if words == 0 || words == 1 && cell.starts_with(|letter: char| letter.is_ascii_digit()) {
        Shape::Number
    } else {
        Shape::Words
    }
}

fn is_year(cell: &str) -> bool {
    cell.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// "9:30", "9：30", "6 am".
fn has_clock_time(cell: &str) -> bool {
    let lowered = cell.to_lowercase();
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    cell.char_indices().any(|(at, letter)| {
        matches!(letter, ':' | '：')
            && is_digit(cell[..at].chars().next_back())
            && is_digit(cell[at + letter.len_utf8()..].chars().next())
    }) || lowered.ends_with("am")
        || lowered.ends_with("pm")
}
