//! Blocks made into units.
//!
//! Owns headings and the path they make, the lines that introduce lists and tables, the cutting of statements into
//! sentences and entries, and the numbers of units and blocks. The questions among the blocks have been answered by
//! `questions` before.

mod currency;
mod headings;
mod lead;
mod together;

use std::path::PathBuf;
use std::sync::Arc;

use super::block::{Block, Document, Heading, Item, Row, Statement, Table, joined};
use super::clean::tick;
use super::entries::{Entry, Mark, all_entries, entry, entry_of, sure_entry, titled_entry};
use super::sentences::{is_question, sentences, words};
use super::{questions, titles};
use crate::language::Language;
use crate::unit::{Body, Cell, Location, Unit, UnitId};
use headings::Headings;
use lead::{is_introduced, is_lead, lead_of};
use together::{is_parted, parted, together};

/// An item or an entry with more words is cut into sentences.
const MAX_LEN: usize = 40;
/// Letters of a heading, a lead and a parent; every unit under it has a copy.
const MAX_HEADING_LEN: usize = 100;
/// Headings above each other, and items above each other.
const MAX_DEPTH: usize = 6;
/// Cells of a row.
const MAX_COLUMNS: usize = 64;

/// The numbers that the next unit gets.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    unit: u32,
    block: u32,
}

/// At most `room` units of a document, and whether they are all.
pub(super) fn compose(
    document: Document,
    file: &Arc<PathBuf>,
    room: usize,
    numbering: &mut Numbering,
) -> (Vec<Unit>, bool) {
    let mut composer = Composer::new(&document, file, room, numbering);
    let blocks = questions::answered(document.blocks);
    for (at, block) in blocks.iter().enumerate() {
        if composer.is_full {
            break;
        }
        composer.block(block, blocks.get(at + 1));
    }
    (composer.units, !composer.is_full)
}

struct Composer<'a> {
    file: &'a Arc<PathBuf>,
    room: usize,
    is_full: bool,
    numbering: &'a mut Numbering,
    headings: Headings,
    lead: Option<String>,
    /// The line that introduces the rest of its paragraph, or a paragraph of its own: "Contact:".
    above: Option<String>,
    units: Vec<Unit>,
}

impl<'a> Composer<'a> {
    fn new(document: &Document, file: &'a Arc<PathBuf>, room: usize, numbering: &'a mut Numbering) -> Self {
        let is_title = |block: &&Block| matches!(block, Block::Heading(heading) if heading.level == 1);
        let given = document.title.clone().filter(|title| !title.is_empty());
        let title = bounded(&given.unwrap_or_else(|| titles::title(file)));
        let has_one_title = document.blocks.iter().filter(is_title).count() == 1;
        Self {
            file,
            room,
            is_full: false,
            numbering,
            headings: Headings::new(title, has_one_title),
            lead: None,
            above: None,
            units: Vec::new(),
        }
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        let lead = self.lead.take();
        match block {
            Block::Heading(heading) => self.heading(heading, next),
            Block::Close(level) => self.headings.close(*level),
            Block::Paragraph(statements) => {
                self.above = lead;
                self.paragraph(statements, next);
                self.above = None;
            }
            Block::List(items) => self.list(items, lead.as_deref()),
            Block::Table(table) => self.table(table, lead.as_deref()),
            Block::Definitions(pairs) => self.definitions(pairs, lead.as_deref()),
            Block::Answered {
                question,
                answer,
                line,
            } => {
                let body = Body::Answered {
                    question: question.clone(),
                    answer: answer.clone(),
                };
                self.unit(*line, None, body);
            }
        }
        self.end_block();
    }

    fn end_block(&mut self) {
        let next = self.units.last().map_or(0, |unit| unit.block + 1);
        self.numbering.block = self.numbering.block.max(next);
    }

    fn heading(&mut self, heading: &Heading, next: Option<&Block>) {
        self.headings.close(heading.level);
        let text = heading.text.trim_end_matches([':', '：', ' ']);
        if text.is_empty() {
            return;
        }
        // "Breakfast: 7–10 am" says something itself, and all the more if nothing stands below.
        let is_bare = heading.level > 1
            && !is_question(text)
            && match next {
                None => true,
                Some(Block::Heading(next)) => next.level <= heading.level,
                Some(Block::Close(level)) => *level <= heading.level,
                Some(_) => false,
            };
        let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
        if is_bare || has_digit && entry(text).is_some_and(|entry| entry.mark == Mark::Colon) {
            self.statement(&Statement::new(text, heading.line));
            self.end_block();
        }
        self.headings.push(heading.level, bounded(text));
        if text.len() < heading.text.len() && is_introduced(next) {
            self.lead = Some(bounded(&heading.text));
        }
    }

    fn paragraph(&mut self, statements: &[Statement], next: Option<&Block>) {
        let mut statements = statements;
        if let Some((first, rest)) = statements
            .split_first()
            .filter(|(first, rest)| !rest.is_empty() && is_lead(first))
        {
            self.above = Some(bounded(&first.text));
            statements = rest;
        }
        let lead = lead_of(statements, next);
        let kept = statements.len() - usize::from(lead.as_ref().is_some_and(|lead| lead.says_no_more));
        for statement in &statements[..kept] {
            self.statement(statement);
        }
        if let Some(lead) = lead {
            for sentence in lead.before {
                self.sentence(lead.line, sentence);
            }
            self.lead = Some(bounded(lead.text));
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let line = statement.line;
        if is_parted(&statement.text) {
            let parts = parted(&statement.text);
            for part in parts {
                self.statement(&Statement::new(part, line));
            }
            return;
        }
        if let Some(entries) = all_entries(&statement.text).filter(|_| statement.column == 0) {
            for entry in entries {
                self.entry(line, entry.key, entry.value);
            }
            return;
        }
        match entry_of(statement) {
            Some(entry) => self.long_entry(line, entry),
            None => self.sentences(line, &statement.text),
        }
    }

    /// The sentences of a text; some are said together.
    fn sentences(&mut self, line: u32, text: &str) {
        let parts = sentences(text);
        if let Some(entry) = titled_entry(text, &parts) {
            return self.entry(line, entry.key, entry.value);
        }
        for sentence in together(&parts) {
            self.sentence(line, &sentence);
        }
    }

    fn sentence(&mut self, line: u32, text: &str) {
        match sure_entry(text) {
            Some(entry) => self.entry(line, entry.key, entry.value),
            None => self.unit_above(line, Body::Sentence(text.to_owned())),
        }
    }

    fn entry(&mut self, line: u32, key: &str, value: &str) {
        let body = Body::Entry {
            key: key.to_owned(),
            value: value.to_owned(),
        };
        self.unit_above(line, body);
    }

    fn unit_above(&mut self, line: u32, body: Body) {
        let above = self.above.take();
        self.unit(line, above.as_deref(), body);
        self.above = above;
    }

    /// An entry with as many sentences as are not too many; the rest are sentences of the same block.
    fn long_entry(&mut self, line: u32, entry: Entry<'_>) {
        let parts = sentences(entry.value);
        let mut length = 0;
        let mut fitting = 0;
        for part in &parts {
            length += words(part);
            // "Friday — a day off. On 1 May we are closed": a dash parts only its own sentence, if there are any.
            let is_own = entry.mark != Mark::Dash || part.starts_with(char::is_lowercase);
            if fitting > 0 && (length > MAX_LEN || !is_own) {
                break;
            }
            fitting += 1;
        }
        let (first, rest) = parts.split_at(fitting);
        let first: Vec<Statement> = first.iter().map(|part| Statement::new(*part, line)).collect();
        self.entry(line, entry.key, &joined(&first));
        for sentence in rest {
            self.sentence(line, sentence);
        }
    }

    fn list(&mut self, items: &[Item], lead: Option<&str>) {
        let mut parents: Vec<String> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let mut text = item.text();
            if is_parted(&text) {
                text = parted(&text).join(", ");
            }
            parents.truncate(item.depth);
            let has_children = items.get(at + 1).is_some_and(|next| next.depth > item.depth);
            if !(text.is_empty() || has_children && is_bare(&text)) {
                let parts = if words(&text) > MAX_LEN {
                    sentences(&text)
                } else {
                    vec![text.as_str()]
                };
                for part in parts {
                    let body = Body::Item {
                        parents: parents
                            .iter()
                            .take(MAX_DEPTH)
                            .filter(|parent| !parent.is_empty())
                            .cloned()
                            .collect(),
                        text: part.to_owned(),
                    };
                    self.unit(item.line, lead, body);
                }
            }
            if has_children {
                // A level may be missing.
                parents.resize(item.depth.min(MAX_DEPTH), String::new());
                parents.push(bounded(text.trim_end_matches([':', '：', ' '])));
            }
        }
    }

    fn table(&mut self, table: &Table, lead: Option<&str>) {
        let header: Vec<Arc<str>> = table.header.iter().map(|name| Arc::from(bounded(name))).collect();
        let none: Arc<str> = Arc::from("");
        let language = table.rows.first().map_or(Language::default(), |row| {
            Language::of(&format!("{} {}", table.header.join(" "), row.cells.join(" ")))
        });
        let lead = lead.or(table.lead.as_deref());
        let mut group: Option<String> = None;
        let asked = questions::asked_columns(&table.header);
        for (at, row) in table.rows.iter().enumerate() {
            let said = said(row);
            if said == 0 {
                continue;
            }
            if let Some((question, answer)) = asked
                && let (Some(question), Some(answer)) = (row.cells.get(question), row.cells.get(answer))
                && !question.is_empty()
            {
                let (question, answer) = (question.clone(), answer.clone());
                self.unit(row.line, None, Body::Answered { question, answer });
                continue;
            }
            let cells = row.cells.iter().take(MAX_COLUMNS).enumerate();
            let mut cells: Vec<Cell> = cells
                .map(|(column, text)| Cell {
                    header: header.get(column).unwrap_or(&none).clone(),
                    text: tick(text).map_or_else(|| text.clone(), |yes| said_tick(language, yes).to_owned()),
                })
                .collect();
            let heading = self.headings.path().last().cloned().unwrap_or_default();
            currency::complete(&mut cells, lead.unwrap_or(&heading));
            // A row with one cell is the title of the rows below it.
            if said == 1
                && table.rows.get(at + 1).is_some_and(|next| self::said(next) > 1)
                && row.cells.first().is_some_and(|cell| !cell.is_empty())
            {
                group = Some(bounded(&row.cells[0]));
            }
            self.unit(row.line, group.as_deref().or(lead), Body::Row(cells));
        }
    }

    fn definitions(&mut self, pairs: &[(Statement, Statement)], lead: Option<&str>) {
        for (term, said) in pairs {
            let body = Body::Entry {
                key: term.text.trim_end_matches([':', '：']).to_owned(),
                value: said.text.clone(),
            };
            self.unit(term.line, lead, body);
        }
    }

    fn unit(&mut self, line: u32, lead: Option<&str>, body: Body) {
        if self.units.len() >= self.room {
            self.is_full = true;
            return;
        }
        if !says_something(&body) {
            return;
        }
        self.units.push(Unit {
            id: UnitId(self.numbering.unit),
            location: Location {
                file: self.file.clone(),
                line,
            },
            path: self.headings.path().to_vec(),
            lead: lead.map(ToOwned::to_owned),
            block: self.numbering.block,
            body,
        });
        self.numbering.unit += 1;
    }
}

fn says_something(body: &Body) -> bool {
    let says = |text: &str| text.chars().any(char::is_alphanumeric);
    match body {
        Body::Sentence(text) | Body::Item { text, .. } => says(text),
        Body::Row(cells) => cells.iter().any(|cell| says(&cell.text)),
        Body::Entry { key, value } => says(key) || says(value),
        Body::Answered { answer, .. } => says(answer),
    }
}

/// How many cells of a row say something.
fn said(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// An item that only names those below it.
fn is_bare(text: &str) -> bool {
    text.ends_with([':', '：']) || words(text) <= 3 && !text.contains(|letter: char| letter.is_ascii_digit())
}

fn said_tick(language: Language, yes: bool) -> &'static str {
    match (language, yes) {
        (Language::English, true) => "yes",
        (Language::English, false) => "no",
        (Language::Russian, true) => "да",
        (Language::Russian, false) => "нет",
        (Language::Chinese, true) => "是",
        (Language::Chinese, false) => "否",
    }
}

/// The beginning of a text that many units will have a copy of.
fn bounded(text: &str) -> String {
    match text.char_indices().nth(MAX_HEADING_LEN) {
        Some((end, _)) => text[..end].trim_end().to_owned(),
        None => text.to_owned(),
    }
}
