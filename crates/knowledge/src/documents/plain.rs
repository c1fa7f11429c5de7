//! Plain text read into blocks.
//!
//! Owns paragraphs, lists and indented lines of a text without markup; `headings` says which lines are headings.

mod headings;
mod items;
mod list;

use super::block::{Block, Document, Heading, Statement};
use super::clean::{begins_with_picture, clean};
use super::entries::entry_of;
use super::joining::{Habits, Line, drawn, habits, is_continued, listed};
use super::sentences::{is_ended, is_question};
use super::tables::{bar_row, is_ruler};
use crate::language::Language;
use headings::{Title, is_rule, title};
use items::bullet;
use list::Bullets;

/// Columns of white space before a line.
const MAX_INDENT: usize = 24;
/// Headings right above each other.
const MAX_TITLES: usize = 6;

/// One line of the file.
#[derive(Debug, Clone, Copy)]
struct Raw<'a> {
    text: &'a str,
    /// Columns of white space before it.
    indent: usize,
    /// Whether an ideographic space stands before it, as at the beginning of a paragraph.
    begins: bool,
    number: u32,
}

/// A document of plain text.
pub(super) fn read(text: &str) -> Document {
    let groups = groups(text);
    let lines: Vec<(&str, bool)> = groups
        .iter()
        .flat_map(|group| {
            group
                .iter()
                .enumerate()
                .map(|(at, line)| (line.text, at + 1 < group.len()))
        })
        .collect();
    let mut reader = Reader {
        blocks: Vec::new(),
        habits: habits(&lines),
        language: Language::of(text),
    };
    for (at, group) in groups.iter().enumerate() {
        reader.group(group, groups.get(at + 1).map(Vec::as_slice), at == 0);
    }
    Document {
        title: None,
        blocks: reader.blocks,
    }
}

/// A block whose lines are others in the file.
pub(super) fn moved(mut block: Block, line: impl Fn(u32) -> u32) -> Block {
    let place = |number: &mut u32| *number = line(*number);
    match &mut block {
        Block::Heading(heading) => place(&mut heading.line),
        Block::Paragraph(statements) => statements
            .iter_mut()
            .for_each(|statement| place(&mut statement.line)),
        Block::List(items) => {
            for item in items {
                place(&mut item.line);
                item.statements
                    .iter_mut()
                    .for_each(|statement| place(&mut statement.line));
            }
        }
        Block::Table(table) => table.rows.iter_mut().for_each(|row| place(&mut row.line)),
        Block::Definitions(pairs) => {
            for (term, said) in pairs {
                place(&mut term.line);
                place(&mut said.line);
            }
        }
        Block::Answered { line, .. } => place(line),
        Block::Close(_) => {}
    }
    block
}

/// The lines between blank ones. A rule parts paragraphs too, unless it underlines a heading.
fn groups(text: &str) -> Vec<Vec<Raw<'_>>> {
    let mut groups: Vec<Vec<Raw<'_>>> = Vec::new();
    let mut group: Vec<Raw<'_>> = Vec::new();
    for (line, number) in text.split('\n').zip(1..) {
        let shown = line.trim();
        let underlines = is_rule(shown) && group.len() == 1 && !is_ended(group[0].text);
        if shown.is_empty() || is_rule(shown) && !underlines {
            if !group.is_empty() {
                groups.push(std::mem::take(&mut group));
            }
            continue;
        }
        let indent: usize = line
            .chars()
            .take_while(|letter| letter.is_whitespace())
            .map(|letter| if letter == '\t' { 4 } else { 1 })
            .sum();
        let indent = indent.min(MAX_INDENT);
        group.push(Raw {
            text: shown,
            indent,
            begins: line.starts_with('\u{3000}'),
            number,
        });
        if underlines {
            groups.push(std::mem::take(&mut group));
        }
    }
    groups.push(group);
    groups.retain(|group| !group.is_empty());
    groups
}

struct Reader {
    blocks: Vec<Block>,
    habits: Habits,
    language: Language,
}

impl Reader {
    fn group(&mut self, group: &[Raw<'_>], next: Option<&[Raw<'_>]>, is_first: bool) {
        let mut rest = group;
        let mut titles: Vec<(Title, u32)> = Vec::new();
        while titles.len() < MAX_TITLES
            && let Some(found) = title(rest, next, is_first)
        {
            let line = rest[0].number;
            rest = &rest[found.lines..];
            titles.push((found, line));
        }
        let scope = titles.last().and_then(|(last, _)| Self::scope(last, rest));
        // The first of two headings at the top of a file is the title of it all.
        if is_first && titles.len() > 1 {
            titles[0].0.level = 1;
        }
        for (found, line) in titles {
            self.heading(found, line);
        }
        self.lines(rest, next);
        self.blocks.extend(scope.map(Block::Close));
    }

    /// The level that ends with the paragraph: a heading right above a list of short lines is theirs alone.
    fn scope(found: &Title, below: &[Raw<'_>]) -> Option<u8> {
        let is_list = below.len() > 1
            && below
                .iter()
                .filter(|line| line.text.chars().count() > 80 && is_ended(line.text))
                .count()
                * 2
                < below.len();
        (found.level > 1 && is_list).then_some(found.level)
    }

    fn heading(&mut self, found: Title, line: u32) {
        let statement = found.says_more.then(|| Statement::new(found.text.as_str(), line));
        self.blocks.push(Block::Heading(Heading {
            level: found.level,
            text: found.text,
            line,
        }));
        self.blocks
            .extend(statement.map(|statement| Block::Paragraph(vec![statement])));
    }

    fn lines(&mut self, lines: &[Raw<'_>], next: Option<&[Raw<'_>]>) {
        let bullets = Bullets::new(lines, self.language);
        let mut paragraph: Vec<Line> = Vec::new();
        let mut at = 0;
        // Up to here no table begins.
        let mut looked = 0;
        while at < lines.len() {
            let rest = &lines[at..];
            let taken = self
                .inner_title(rest, next, at, &mut paragraph)
                .or_else(|| {
                    if at < looked {
                        None
                    } else {
                        self.table(rest, &mut paragraph, at, &mut looked)
                    }
                })
                .or_else(|| self.list(rest, bullets, &mut paragraph));
            match taken {
                Some(taken) => at += taken,
                None => {
                    paragraph.push(line(
                        &rest[0],
                        at > 0 && begins_with_picture(rest[0].text),
                        self.language,
                    ));
                    at += 1;
                }
            }
        }
        self.end_paragraph(&mut paragraph);
    }

    fn end_paragraph(&mut self, paragraph: &mut Vec<Line>) {
        let lines = std::mem::take(paragraph);
        let mut statements = listed(lines, self.habits);
        statements.retain(|statement| !statement.text.is_empty());
        if !statements.is_empty() {
            self.blocks.push(Block::Paragraph(statements));
        }
    }

    /// A heading within a paragraph: in capital letters, or above lines that are indented.
    fn inner_title(
        &mut self,
        rest: &[Raw<'_>],
        next: Option<&[Raw<'_>]>,
        at: usize,
        paragraph: &mut Vec<Line>,
    ) -> Option<usize> {
        let goes_on = paragraph
            .last()
            .is_some_and(|before| is_continued(&before.statement.text));
        if goes_on {
            return None;
        }
        if at > 0
            && let Some(found) = headings::plain_title(rest, next)
        {
            self.end_paragraph(paragraph);
            let lines = found.lines;
            self.heading(found, rest[0].number);
            return Some(lines);
        }
        let indent = rest[0].indent;
        let below = rest[1..]
            .iter()
            .take_while(|line| line.indent >= indent + 2)
            .count();
        let text = clean(rest[0].text);
        let is_title = below > 0
            && headings::is_short(&text)
            && bullet(rest[0].text).is_none()
            && !rest[1..=below].iter().any(|line| bullet(line.text).is_some())
            && entry_of(&Statement::new(text.as_str(), 0)).is_none();
        is_title.then(|| {
            self.end_paragraph(paragraph);
            let level = 4;
            let title = Title {
                level,
                text,
                lines: 1,
                says_more: false,
            };
            self.heading(title, rest[0].number);
            self.lines(&rest[1..=below], None);
            self.blocks.push(Block::Close(level));
            below + 1
        })
    }

    /// Lines that are drawn as a table.
    fn table(
        &mut self,
        rest: &[Raw<'_>],
        paragraph: &mut Vec<Line>,
        at: usize,
        looked: &mut usize,
    ) -> Option<usize> {
        let is_row = |raw: &&Raw<'_>| is_ruler(raw.text) || bar_row(raw.text, 0).is_some();
        let count = rest.iter().take_while(is_row).count();
        let count = if count > 1 {
            count
        } else {
            rest.iter().take_while(|raw| is_spread(raw.text)).count()
        };
        *looked = at + count;
        if count < 2 {
            return None;
        }
        let lines: Vec<Line> = rest[..count]
            .iter()
            .map(|raw| line(raw, false, self.language))
            .collect();
        let table = drawn(&lines)?;
        self.end_paragraph(paragraph);
        self.blocks.push(Block::Table(table));
        Some(count)
    }

    /// A list, or a question with the number of an item.
    fn list(&mut self, rest: &[Raw<'_>], bullets: Bullets, paragraph: &mut Vec<Line>) -> Option<usize> {
        let first = bullets.of(&rest[0])?;
        let before = paragraph.last().map(|before| before.statement.text.as_str());
        if first.is_numbered && before.is_some_and(is_continued) {
            return None;
        }
        self.end_paragraph(paragraph);
        // "1. How do I join?" above its answer.
        let is_answered = rest.get(1).is_some_and(|next| bullets.of(next).is_none());
        if first.is_numbered && is_answered && is_question(rest[0].text) {
            let mut asked = line(&rest[0], false, self.language);
            asked.statement.text = clean(first.text(rest[0].text));
            paragraph.push(asked);
            return Some(1);
        }
        let (items, taken) = bullets.items(rest);
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
        Some(taken)
    }
}

fn line(raw: &Raw<'_>, is_hard: bool, language: Language) -> Line {
    Line {
        language,
        raw: raw.text.to_owned(),
        is_hard: is_hard || raw.begins,
        statement: Statement::new(clean(raw.text), raw.number),
    }
}

/// Whether a line has columns of white space.
fn is_spread(text: &str) -> bool {
    text.contains('\t') || text.contains("  ")
}

#[cfg(test)]
mod tests;
