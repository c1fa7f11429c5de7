//! Which lines of a paragraph belong together.
//!
//! Owns the joining of lines into statements: a line that goes on in the next one is joined with it, lines that each
//! say something of their own stay apart. Also finds tables that are drawn with bars or columns of white space.

mod layout;

use super::block::{Row, Statement, Table};
use super::clean::{begins_with_picture, clean};
use super::entries::{days, entry_of};
use super::pictures::labelled;
use super::questions::is_marked;
use super::sentences::{ends_between, is_ended, is_han, words};
use super::tables::{bar_row, is_ruler, table};
use super::word_list::WordList;
use crate::language::Language;
pub(super) use layout::{Habits, habits};
use layout::{has_title, is_address, is_list};

/// A shorter line that was not ended is seldom continued.
const NARROW: usize = 60;

/// They join what stands on both sides of them.
static LINKING: WordList = WordList::new(
    "the a an of and or to at in on for with by from until till til between is are our your their its \
     than that which per via near behind under over about into every each & be will can please after \
     before и в во на с со по для или не от до из к ко у о об за под над при без через между около а \
     но что как где также либо",
);

/// One line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// As it was written, for the sake of its white space.
    pub(super) raw: String,
    /// Whether its author asked for the break before it.
    pub(super) is_hard: bool,
    /// That of the whole text.
    pub(super) language: Language,
    pub(super) statement: Statement,
}

/// The statements of a paragraph of Markdown, where the ends of lines mean nothing unless each line is an entry.
pub(super) fn wrapped(lines: Vec<Line>) -> (Option<Table>, Vec<Statement>) {
    if lines.len() < 2 {
        return (None, lines.into_iter().map(with_column).collect());
    }
    if let Some(table) = drawn(&lines) {
        return (Some(table), Vec::new());
    }
    if is_list(&lines) {
        return (None, lines.into_iter().map(with_column).collect());
    }
    if is_address(&lines) {
        let texts: Vec<&str> = lines.iter().map(|line| line.statement.text.as_str()).collect();
        return (
            None,
            vec![Statement::new(texts.join(", "), lines[0].statement.line)],
        );
    }
    let mut statements: Vec<Statement> = Vec::new();
    let title = has_title(&lines).then(|| lines[0].statement.text.len());
    for line in lines {
        let is_hard = line.is_hard;
        let next = with_column(line);
        match statements.last_mut() {
            Some(before) if title == Some(before.text.len()) && before.column == 0 => {
                before.append(&next);
                (before.column, before.strong) = (title.unwrap_or(0), 0);
            }
            Some(before) if continues_wrapped(before, &next, is_hard) => before.append(&next),
            _ => statements.push(next),
        }
    }
    (None, statements)
}

/// The statements of a paragraph of plain text, where each line is one unless it plainly goes on.
pub(super) fn listed(lines: Vec<Line>, habits: Habits) -> Vec<Statement> {
    // One paragraph may be wrapped in a file of short lines.
    let raw: Vec<(&str, bool)> = lines.iter().map(|line| (line.raw.as_str(), true)).collect();
    let own = self::habits(&raw).width.filter(|&width| width > 0);
    let habits = Habits {
        width: own.or(habits.width),
        ..habits
    };
    let mut statements: Vec<Statement> = Vec::new();
    let mut length = 0;
    for line in lines {
        let next_length = line.raw.trim().chars().count();
        let is_hard = line.is_hard;
        let next = with_column(line);
        match statements.last_mut() {
            Some(before) if !is_hard && continues_listed(before, &next, length, habits) => {
                before.append(&next);
            }
            _ => statements.push(next),
        }
        length = next_length;
    }
    statements
}

/// Whether a sentence cannot end with this line: "closes at".
pub(super) fn is_continued(text: &str) -> bool {
    let text = text.trim_end();
    let start = text.char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    let last = text[start..].rsplit([' ', '(']).next().unwrap_or_default();
    text.ends_with([',', '，', '、']) || last.len() <= 16 && LINKING.has(&last.to_lowercase())
}

/// The table that lines are drawn as, with bars or with columns of white space.
pub(super) fn drawn(lines: &[Line]) -> Option<Table> {
    let shown = lines.iter().filter(|line| !is_ruler(&line.raw));
    let by = |row: fn(&Line) -> Option<Row>| shown.clone().map(row).collect::<Option<Vec<Row>>>();
    let rows = by(|line| bar_row(&line.raw, line.statement.line)).or_else(|| {
        let rows = by(columns)?;
        let count = rows.first()?.cells.len();
        (count > 2 && rows.iter().all(|row| row.cells.len() == count)).then_some(rows)
    })?;
    (rows.len() > 1).then(|| table(rows, &mut Vec::new()))
}

/// The cells of a line that are parted by tabs or wide spaces.
fn columns(line: &Line) -> Option<Row> {
    let mut cells: Vec<String> = Vec::new();
    let mut rest = line.raw.trim();
    while let Some((start, end)) = gap(rest, 2) {
        cells.push(clean(&rest[..start]));
        rest = &rest[end..];
        if cells.len() > 64 {
            return None;
        }
    }
    cells.push(clean(rest));
    (cells.len() > 1).then_some(Row {
        line: line.statement.line,
        cells,
    })
}

/// The first tab or run of at least so many spaces within a text.
fn gap(text: &str, spaces: usize) -> Option<(usize, usize)> {
    let mut start = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = start + part.trim_end().len();
        let rest = &text[word..];
        let end = word + (rest.len() - rest.trim_start().len());
        let blank = &text[word..end];
        if word > 0 && end < text.len() && (blank.contains(['\t', '\u{3000}']) || blank.len() >= spaces) {
            return Some((word, end));
        }
        start += part.len();
        if start > 200 {
            break;
        }
    }
    None
}

/// The statement of a line, with its first column marked if white space sets it apart.
fn with_column(line: Line) -> Statement {
    let mut statement = line.statement;
    if begins_with_picture(&line.raw)
        && statement.strong == 0
        && let Some(text) = labelled(&line.raw, &statement.text, line.language)
    {
        statement.text = text;
        return statement;
    }
    if statement.strong > 0 || statement.column > 0 {
        return statement;
    }
    let raw = line.raw.trim();
    let is_key = |key: &str| {
        words(key) <= 5
            && key.len() <= 60
            && key.contains(char::is_alphabetic)
            && !key.contains([':', '：', '.', ',', '，', '。', '?', '!', '='])
    };
    let at = gap(raw, 3)
        .or_else(|| gap(raw, 2).filter(|&(end, _)| days(&raw[..end]) == Some(end)))
        .filter(|&(end, _)| is_key(&raw[..end]));
    if let Some((end, _)) = at {
        let key = clean(&raw[..end]);
        if statement.text.starts_with(&key) {
            statement.column = key.len();
        }
    }
    statement
}

fn continues_wrapped(before: &Statement, next: &Statement, is_hard: bool) -> bool {
    if is_marked(&next.text) {
        return false;
    }
    if is_continued(&before.text) {
        return true;
    }
    if is_hard || next.column > 0 || ends_between(&before.text, &next.text) {
        return false;
    }
    let is_entry = entry_of(next).is_some();
    let follows_entry = || entry_of(before).is_some() || before.text.ends_with([':', '：']);
    !(is_entry && (next.strong > 0 || follows_entry())
        || next.strong > 0 && before.strong > 0 && !before.is_strong())
}

fn continues_listed(before: &Statement, next: &Statement, length: usize, habits: Habits) -> bool {
    if is_marked(&next.text) {
        return false;
    }
    if is_continued(&before.text) && before.column == 0 {
        return true;
    }
    let is_open = !is_ended(&before.text) && !before.text.ends_with([':', '：', ';', '；']);
    if !is_open || next.column > 0 || entry_of(next).is_some() {
        return false;
    }
    let begins_small = next.text.starts_with(char::is_lowercase);
    let word = next
        .text
        .split(' ')
        .next()
        .map_or(0, |word| word.chars().take(40).count());
    let han = next.text.starts_with(is_han) && before.text.ends_with(is_han);
    match habits.width {
        Some(0) => {
            let is_long = habits.longest > 0 && length * 20 >= habits.longest * 17;
            is_long && length > NARROW && begins_small && !habits.is_casual
        }
        Some(width) => length + usize::from(!han) + if han { 1 } else { word } > width,
        None => length > NARROW && begins_small && !habits.is_casual,
    }
}
