//! Markdown read into blocks.
//!
//! Owns the blocks: headings, paragraphs, lists, tables, definitions. `prepare` mends the source before it is parsed,
//! `inline` collects the text within a block. Whatever is in a file comes out as text, in linear time.

mod bold;
mod inline;
mod prepare;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::block::{Block, Document, Heading, Item, Row, Statement, joined};
use super::front_matter::front_matter;
use super::html::without_html;
use super::plain;
use super::sentences::{is_ended, words};
use super::tables::headed;
use crate::language::Language;
use bold::bold_headings;
use inline::Inline;
use prepare::prepare;

/// A document in Markdown.
pub(super) fn read(text: &str) -> Document {
    let head = front_matter(text);
    // Its lines are kept empty, for the sake of the numbers of those below.
    let after: usize = text.split_inclusive('\n').take(head.lines).map(str::len).sum();
    let body = "\n".repeat(head.lines) + &text[after..];
    let source = without_html(&body);
    let prepared = prepare(&source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    let mut reader = Reader::new(&prepared.text, &prepared.lines);
    if !head.entries.is_empty() {
        reader.blocks.push(Block::Paragraph(head.entries));
    }
    for (event, range) in Parser::new_ext(&prepared.text, options).into_offset_iter() {
        reader.event(event, range.start, range.end);
    }
    reader.end_inline();
    reader.end_list();
    bold_headings(&mut reader.blocks);
    Document {
        title: head.title,
        blocks: reader.blocks,
    }
}

/// Rows keep so many cells though the last ones are empty.
const FILLED: usize = 12;

/// What the text that is collected belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Paragraph,
    Heading,
    Cell,
    Term,
    Definition,
    Code,
}

struct Reader<'a> {
    source: &'a str,
    /// Where each line of the source begins, and its number in the file.
    starts: Vec<(usize, u32)>,
    blocks: Vec<Block>,
    place: Place,
    inline: Inline,
    /// The items of the outermost list that is open.
    items: Vec<Item>,
    /// The open items, as places in `items`; `None` for a list between two of its items.
    open: Vec<Option<usize>>,
    /// Blocks within the list that are no text.
    after_list: Vec<Block>,
    header: Option<Row>,
    cells: Vec<String>,
    rows: Vec<Row>,
    terms: Vec<(Statement, Statement)>,
    term: Option<Statement>,
    definition: Vec<Statement>,
    code: String,
    /// For each line of the code its number in the file.
    code_lines: Vec<u32>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, lines: &[u32]) -> Self {
        let ends = source.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            source,
            starts: std::iter::once(0)
                .chain(ends)
                .zip(lines.iter().copied())
                .collect(),
            blocks: Vec::new(),
            place: Place::Paragraph,
            inline: Inline::new(Language::of(source)),
            items: Vec::new(),
            open: Vec::new(),
            after_list: Vec::new(),
            header: None,
            cells: Vec::new(),
            rows: Vec::new(),
            terms: Vec::new(),
            term: None,
            definition: Vec::new(),
            code: String::new(),
            code_lines: Vec::new(),
        }
    }

    /// The line of the file at a place in the source.
    fn line(&self, at: usize) -> u32 {
        let after = self.starts.partition_point(|&(start, _)| start <= at);
        self.starts
            .get(after.saturating_sub(1))
            .map_or(1, |&(_, line)| line)
    }

    fn event(&mut self, event: Event<'_>, start: usize, end: usize) {
        match event {
            Event::Start(tag) => self.start(&tag, start, end),
            Event::End(tag) => self.end(tag, start, end),
            Event::Text(text) if self.place == Place::Code => {
                let mut at = start;
                for line in text.split_inclusive('\n') {
                    if self.code.is_empty() || self.code.ends_with('\n') {
                        self.code_lines.push(self.line(at));
                    }
                    self.code.push_str(line);
                    at += line.len();
                }
            }
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let line = self.line(start);
                self.inline.text(&text, line);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let line = self.line(start);
                self.inline.unknown_tag(&html, line);
            }
            Event::SoftBreak => self.inline.end_line(false),
            Event::HardBreak => self.inline.end_line(true),
            Event::Rule => self.end_inline(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, start: usize, end: usize) {
        match tag {
            Tag::Heading { .. } => {
                self.end_inline();
                self.place = Place::Heading;
            }
            Tag::List(_) => {
                self.end_inline();
                self.open.push(None);
            }
            Tag::Item => self.item(start, end),
            Tag::CodeBlock(_) => {
                self.end_inline();
                self.place = Place::Code;
            }
            Tag::Table(_) => {
                self.end_inline();
                self.place = Place::Cell;
            }
            Tag::DefinitionListTitle => {
                self.end_inline();
                self.place = Place::Term;
            }
            Tag::DefinitionListDefinition => {
                self.end_inline();
                self.place = Place::Definition;
            }
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) | Tag::HtmlBlock => {
                self.end_inline();
            }
            _ => {
                let line = self.line(start);
                self.inline.start(tag, self.source, (start, end), line);
            }
        }
    }

    fn end(&mut self, tag: TagEnd, start: usize, end: usize) {
        match tag {
            TagEnd::Heading(level) => self.heading(level, start),
            TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::HtmlBlock => {
                self.end_inline();
            }
            TagEnd::Item => {
                self.end_inline();
                if let Some(open) = self.open.last_mut() {
                    *open = None;
                }
            }
            TagEnd::List(_) => {
                self.end_inline();
                self.open.pop();
                if self.open.is_empty() {
                    self.end_list();
                }
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::TableCell => {
                self.cells.push(self.inline.take_cell());
            }
            TagEnd::TableHead => self.header = Some(self.row(start)),
            TagEnd::TableRow => {
                let row = self.row(start);
                self.rows.push(row);
            }
            TagEnd::Table => self.end_table(),
            TagEnd::DefinitionListTitle => {
                let term = self.inline.take();
                self.place = Place::Paragraph;
                self.end_definition();
                self.term = joined_statement(&term);
            }
            TagEnd::DefinitionListDefinition => {
                self.end_inline();
                self.place = Place::Paragraph;
            }
            TagEnd::DefinitionList => {
                self.end_definition();
                if !self.terms.is_empty() {
                    let terms = std::mem::take(&mut self.terms);
                    self.push(Block::Definitions(terms));
                }
            }
            _ => self.inline.end(tag, self.source, end),
        }
    }

    fn item(&mut self, start: usize, end: usize) {
        self.end_inline();
        let depth = self.open.len().saturating_sub(1);
        let source = &self.source[start..end];
        let digits = source.bytes().take_while(u8::is_ascii_digit).count();
        let mut item = Item {
            depth,
            line: self.line(start),
            numbered: digits > 0,
            statements: Vec::new(),
        };
        // "1898. The museum opens": a year is no number of an item.
        if digits == 4 {
            item.statements
                .push(Statement::new(&source[..=digits], item.line));
        }
        if let Some(open) = self.open.last_mut() {
            *open = Some(self.items.len());
        }
        self.items.push(item);
    }

    fn heading(&mut self, level: HeadingLevel, start: usize) {
        let statements = self.inline.take();
        self.place = Place::Paragraph;
        let text = joined(&statements);
        let is_underlined = !self.source[start..].trim_start().starts_with('#');
        let is_text = is_underlined
            && (statements.len() > 1 || is_ended(&text) && !text.ends_with(['?', '？']) || words(&text) > 14);
        if is_text {
            // A line of dashes below a paragraph was meant to part it from the next one.
            return self.push(Block::Paragraph(statements));
        }
        let line = self.line(start);
        self.push(Block::Heading(Heading {
            level: level as u8,
            text,
            line,
        }));
    }

    /// Ends the text that is being collected, and puts it where it belongs.
    fn end_inline(&mut self) {
        if matches!(self.place, Place::Cell | Place::Code) {
            return;
        }
        let statements = self.inline.take_block();
        if self.place == Place::Definition {
            self.definition.extend(statements.statements);
            return;
        }
        match self.open.iter().rev().find_map(|open| *open) {
            Some(item) => {
                if let Some(item) = self.items.get_mut(item) {
                    if !statements.statements.is_empty() {
                        end_paragraph(&mut item.statements);
                    }
                    item.statements.extend(statements.statements);
                }
                self.after_list.extend(statements.table);
            }
            None => {
                self.blocks.extend(statements.table);
                if !statements.statements.is_empty() {
                    self.blocks.push(Block::Paragraph(statements.statements));
                }
            }
        }
    }

    fn push(&mut self, block: Block) {
        if self.open.is_empty() {
            self.blocks.push(block);
        } else {
            self.after_list.push(block);
        }
    }

    fn end_list(&mut self) {
        let mut items = std::mem::take(&mut self.items);
        items.retain(|item| !item.statements.is_empty());
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
        self.blocks.append(&mut self.after_list);
    }

    fn end_code(&mut self) {
        self.place = Place::Paragraph;
        let code = std::mem::take(&mut self.code);
        let lines = std::mem::take(&mut self.code_lines);
        let line = |number: u32| {
            let at = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
            lines.get(at).or(lines.last()).copied().unwrap_or(1)
        };
        for block in plain::read(&code).blocks {
            self.push(plain::moved(block, line));
        }
    }

    fn row(&mut self, start: usize) -> Row {
        // The parser fills up short rows, and a header may be very wide.
        while self.cells.len() > FILLED && self.cells.last().is_some_and(String::is_empty) {
            self.cells.pop();
        }
        self.cells.shrink_to_fit();
        Row {
            line: self.line(start),
            cells: std::mem::take(&mut self.cells),
        }
    }

    fn end_table(&mut self) {
        self.place = Place::Paragraph;
        let rows = std::mem::take(&mut self.rows);
        let table = headed(self.header.take().unwrap_or_default(), rows);
        self.push(Block::Table(table));
    }

    fn end_definition(&mut self) {
        let definition = std::mem::take(&mut self.definition);
        if let (Some(term), Some(definition)) = (self.term.take(), joined_statement(&definition)) {
            self.terms.push((term, definition));
        }
    }
}

/// Ends the text of an item before another paragraph of it.
fn end_paragraph(statements: &mut [Statement]) {
    if let Some(last) = statements.last_mut()
        && last
            .text
            .ends_with(|letter: char| letter.is_alphanumeric() || letter == ')')
    {
        last.text.push(if words(&last.text) <= 5 { ':' } else { '.' });
    }
}

fn joined_statement(statements: &[Statement]) -> Option<Statement> {
    let first = statements.first()?;
    let text = joined(statements);
    let strong = if statements.len() == 1 { first.strong } else { 0 };
    Some(Statement {
        text,
        line: first.line,
        strong,
        column: 0,
    })
}

#[cfg(test)]
pub(super) mod tests;
