//! Tables: files of comma-separated values, and rows drawn with bars in a text.
//!
//! Owns the separator, the header and the title of a table. A first row that looks like the rows below it is no
//! header.

mod shape;

use super::block::{Block, Document, Row, Statement, Table};
use super::clean::clean_cell;
use super::plain;
use super::sentences::words;
use shape::is_header;

/// Separators, the likeliest first.
const SEPARATORS: [char; 4] = ['\t', ';', ',', '|'];
/// The separator is found in so many lines.
const SAMPLE: usize = 30;
/// Cells of a row.
const MAX_COLUMNS: usize = 64;
/// A record over more lines has lost a quotation mark.
const MAX_RECORD_LEN: u64 = 60;

/// A file of comma-separated values, or of other separators; text without any is plain.
pub(super) fn read(text: &str) -> Document {
    let (told, text, first_line) = told_separator(text);
    let Some(separator) = told.or_else(|| separator(text)) else {
        return plain::read(text);
    };
    let rows = records(text, separator, true, first_line)
        .or_else(|| records(text, separator, false, first_line))
        .unwrap_or_default();
    let mut blocks = Vec::new();
    let table = table(rows, &mut blocks);
    blocks.push(Block::Table(table));
    Document { title: None, blocks }
}

/// Rows without a known header made a table; titles above it are added to `blocks`.
pub(super) fn table(mut rows: Vec<Row>, blocks: &mut Vec<Block>) -> Table {
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    let columns = rows.iter().map(said).max().unwrap_or(0);
    let titles = rows
        .iter()
        .take_while(|row| columns > 1 && said(row) == 1)
        .count();
    let titles = if titles < rows.len() { titles } else { 0 };
    let mut lead = None;
    for row in rows.drain(..titles) {
        let title = row
            .cells
            .into_iter()
            .find(|cell| !cell.is_empty())
            .unwrap_or_default();
        lead = Some(title.clone());
        if words(&title) > 3 {
            blocks.push(Block::Paragraph(vec![Statement::new(title, row.line)]));
        }
    }
    let has_header = rows
        .split_first()
        .is_some_and(|(first, rest)| is_header(&first.cells, rest));
    let header = if has_header {
        rows.remove(0).cells
    } else {
        Vec::new()
    };
    Table { lead, header, rows }
}

/// A table whose author has marked its header, which may be empty or a row like the others.
pub(super) fn headed(header: Row, mut rows: Vec<Row>) -> Table {
    let is_empty = header.cells.iter().all(String::is_empty);
    let is_header = is_empty || rows.is_empty() || is_header(&header.cells, &rows);
    if !is_header {
        rows.insert(0, header);
        return Table {
            rows,
            ..Table::default()
        };
    }
    let header = if is_empty { Vec::new() } else { header.cells };
    Table {
        lead: None,
        header,
        rows,
    }
}

/// The row that a line between bars is: "| Mon | 9-5 |".
pub(super) fn bar_row(line: &str, number: u32) -> Option<Row> {
    let inner = line.trim();
    if !inner.starts_with('|') && !inner.contains(" | ") {
        return None;
    }
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells: Vec<String> = inner.split('|').take(MAX_COLUMNS).map(clean_cell).collect();
    (cells.len() > 1).then_some(Row { line: number, cells })
}

/// Whether a line only draws a part of a table: "|---|:-:|", "+----+".
pub(super) fn is_ruler(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains(['|', '+'])
        && line
            .chars()
            .all(|letter| matches!(letter, '|' | '+' | '-' | ':' | '=' | ' ' | '\t'))
}

fn said(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// Excel begins files with "sep=;" to tell itself the separator.
fn told_separator(text: &str) -> (Option<char>, &str, u32) {
    let Some(rest) = text.strip_prefix("sep=") else {
        return (None, text, 0);
    };
    let told = rest.chars().next().filter(|letter| SEPARATORS.contains(letter));
    match rest.split_once('\n') {
        Some((_, rest)) if told.is_some() => (told, rest, 1),
        _ => (None, text, 0),
    }
}

/// The separator that most lines have equally often.
fn separator(text: &str) -> Option<char> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(SAMPLE)
        .collect();
    let score = |separator: char| {
        let mut counts: Vec<usize> = lines.iter().map(|line| count(line, separator)).collect();
        counts.sort_unstable();
        let with = counts.iter().filter(|&&count| count > 0).count();
        let middle = counts.get(counts.len() / 2).copied().unwrap_or(0).max(1);
        let alike = counts.iter().filter(|&&count| count == middle).count();
        // A comma in the text of a few cells must not beat a semicolon in every line.
        if with == 0 {
            0
        } else {
            1 + with * 10 + alike * 20 + usize::from(middle > 1)
        }
    };
    let best = SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(|&separator| score(separator))?;
    (score(best) > 0).then_some(best)
}

/// How often a separator stands outside of quotation marks.
fn count(line: &str, separator: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|&letter| {
            quoted ^= letter == '"';
            letter == separator && !quoted
        })
        .count()
}

/// The records; `None` when one of them has swallowed the rest of the file through a lost quotation mark.
fn records(text: &str, separator: char, quoting: bool, first_line: u32) -> Option<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).ok()?)
        .has_headers(false)
        .flexible(true)
        .quoting(quoting)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).ok()? {
        let (start, end) = (record.position()?, reader.position().line());
        // The place of a record is that of the blank lines before it.
        let before = text.as_bytes().get(usize::try_from(start.byte()).ok()?..)?;
        let blank = before.iter().take_while(|&&byte| byte == b'\n').count();
        let line = start.line() + blank as u64;
        if quoting && end.saturating_sub(line) > MAX_RECORD_LEN {
            return None;
        }
        rows.push(Row {
            line: first_line + u32::try_from(line).unwrap_or(u32::MAX),
            cells: record.iter().take(MAX_COLUMNS).map(clean_cell).collect(),
        });
    }
    Some(rows)
}

#[cfg(test)]
mod tests;
