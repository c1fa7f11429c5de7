//! Plain text read into blocks.
//!
//! Owns paragraphs, lists and indented lines of a text without markup; `headings` says which lines are headings.

mod headings;
mod items;

use super::block::{Block, Document, Heading, Item, Statement, Table};
use super::clean::{begins_with_picture, clean};
use super::entries::entry_of;
use super::joining::{Habits, Line, drawn, habits, listed};
use super::sentences::{is_ended, is_question};
use super::tables::{bar_row, is_ruler};
use headings::{Title, is_rule, title};
use items::{Bullet, bullet};

/// Lists within each other.
const DEEPEST: usize = 8;
/// Columns of white space before a line.
const MOST_INDENT: usize = 24;
/// Headings right above each other.
const MOST_TITLES: usize = 6;

/// One line of the file.
#[derive(Debug, Clone, Copy)]
struct Raw<'a> {
    text: &'a str,
    /// Columns of white space before it.
    indent: usize,
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
    };
    for (at, group) in groups.iter().enumerate() {
        reader.group(group, groups.get(at + 1).map(Vec::as_slice), at == 0);
    }
    Document {
        title: None,
        blocks: reader.blocks,
    }
}

/// A block whose lines are so many further down.
pub(super) fn moved(mut block: Block, lines: u32) -> Block {
    let statements = |statements: &mut Vec<Statement>| {
        for statement in statements {
            statement.line += lines;
        }
    };
    match &mut block {
        Block::Heading(heading) => heading.line += lines,
        Block::Paragraph(inner) => statements(inner),
        Block::List(items) => {
            for item in items {
                item.line += lines;
                statements(&mut item.statements);
            }
        }
        Block::Table(Table { rows, .. }) => {
            for row in rows {
                row.line += lines;
            }
        }
        Block::Definitions(pairs) => {
            for (term, said) in pairs {
                term.line += lines;
                said.line += lines;
            }
        }
        Block::Answered { line, .. } => *line += lines,
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
        let indent = indent.min(MOST_INDENT);
        group.push(Raw {
            text: shown,
            indent,
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
}

impl Reader {
    fn group(&mut self, group: &[Raw<'_>], next: Option<&[Raw<'_>]>, is_first: bool) {
        let mut rest = group;
        let mut scope = None;
        for _ in 0..MOST_TITLES {
            let Some(found) = title(rest, next, is_first) else {
                break;
            };
            rest = &rest[found.lines..];
            scope = Self::scope(&found, rest);
            self.heading(found, group[group.len() - rest.len() - 1].number);
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
        self.blocks.push(Block::Heading(Heading {
            level: found.level,
            text: found.text,
            line,
        }));
    }

    fn lines(&mut self, lines: &[Raw<'_>], next: Option<&[Raw<'_>]>) {
        let is_dialogue = lines
            .iter()
            .any(|line| line.text.starts_with(['—', '–']) && is_question(line.text));
        let pictures = lines.iter().filter(|line| begins_with_picture(line.text)).count();
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
                .or_else(|| self.list(rest, is_dialogue, pictures > 1, &mut paragraph));
            match taken {
                Some(taken) => at += taken,
                None => {
                    paragraph.push(line(&rest[0], at > 0 && begins_with_picture(rest[0].text)));
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
            .is_some_and(|before| super::joining::is_continued(&before.statement.text));
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
            self.heading(
                Title {
                    level,
                    text,
                    lines: 1,
                },
                rest[0].number,
            );
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
        let lines: Vec<Line> = rest[..count].iter().map(|raw| line(raw, false)).collect();
        let table = drawn(&lines)?;
        self.end_paragraph(paragraph);
        self.blocks.push(Block::Table(table));
        Some(count)
    }

    /// A list, and the lines that go on its items.
    fn list(
        &mut self,
        rest: &[Raw<'_>],
        is_dialogue: bool,
        has_pictures: bool,
        paragraph: &mut Vec<Line>,
    ) -> Option<usize> {
        let as_bullet = |raw: &Raw<'_>| -> Option<Bullet> {
            let found = bullet(raw.text).or_else(|| {
                let is_item = has_pictures && begins_with_picture(raw.text);
                is_item.then(|| Bullet::picture(raw.text))
            })?;
            let is_entry = found.is_picture && entry_of(&Statement::new(clean(raw.text), 0)).is_some();
            (!(is_entry || is_dialogue && found.is_dash)).then_some(found)
        };
        let first = as_bullet(&rest[0])?;
        let is_continued = paragraph
            .last()
            .is_some_and(|before| super::joining::is_continued(&before.statement.text));
        // "1. How do I join?" above its answer is a question.
        let is_question = first.is_numbered
            && is_question(rest[0].text)
            && rest.get(1).is_some_and(|next| as_bullet(next).is_none());
        if is_continued && first.is_numbered {
            return None;
        }
        if is_question {
            self.end_paragraph(paragraph);
            let mut asked = line(&rest[0], false);
            asked.statement.text = clean(first.text(rest[0].text));
            paragraph.push(asked);
            return Some(1);
        }
        self.end_paragraph(paragraph);
        let mut levels: Vec<usize> = Vec::new();
        let mut items: Vec<(Item, Vec<Line>)> = Vec::new();
        let mut taken = 0;
        let mut text_indent = 0;
        for raw in rest {
            if let Some(found) = as_bullet(raw) {
                levels.retain(|&level| level < raw.indent);
                let depth = levels.len().min(DEEPEST);
                levels.push(raw.indent);
                text_indent = raw.indent;
                let item = Item {
                    depth,
                    line: raw.number,
                    numbered: found.is_numbered,
                    statements: Vec::new(),
                };
                let mut first = line(raw, false);
                first.statement.text = clean(found.text(raw.text));
                items.push((item, vec![first]));
            } else if let Some((_, lines)) = items.last_mut()
                && goes_on(lines, raw, text_indent)
            {
                lines.push(line(raw, false));
            } else {
                break;
            }
            taken += 1;
        }
        let items = items.into_iter().map(|(item, lines)| Item {
            statements: joined(lines),
            ..item
        });
        let items: Vec<Item> = items
            .filter(|item| !item.statements.iter().all(|statement| statement.text.is_empty()))
            .collect();
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
        Some(taken)
    }
}

/// Whether a line without a bullet belongs to the item above it.
fn goes_on(item: &[Line], raw: &Raw<'_>, indent: usize) -> bool {
    let Some(before) = item.last() else { return false };
    let text = before.statement.text.as_str();
    let is_long =
        before.raw.chars().count() > 60 && raw.text.starts_with(char::is_lowercase) && !is_ended(text);
    raw.indent > indent + 1 || super::joining::is_continued(text) || is_long
}

/// The lines of an item: one statement, unless a question begins it.
fn joined(lines: Vec<Line>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for line in lines {
        match statements.last_mut() {
            Some(before) if !is_question(&before.text) => before.append(&line.statement),
            _ => statements.push(line.statement),
        }
    }
    statements
}

fn line(raw: &Raw<'_>, is_hard: bool) -> Line {
    Line {
        raw: raw.text.to_owned(),
        // An ideographic space begins a paragraph.
        is_hard: is_hard || raw.indent > 0 && raw.text.starts_with('\u{3000}'),
        statement: Statement::new(clean(raw.text), raw.number),
    }
}

/// Whether a line has columns of white space.
fn is_spread(text: &str) -> bool {
    text.contains('\t') || text.contains("  ")
}

#[cfg(test)]
mod tests;
