//! What passages state: their sentences and rows, each cut into pieces that can be said alone.
//!
//! Owns which words of a passage belong together. Whether a reply agrees with them is `fit`'s.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use mynah_knowledge::language::Language;
use mynah_knowledge::values::numbers_as_digits;

use super::items::{Item, items};
use crate::clean::clean;
use crate::injection::addresses_the_model;
use crate::lexicon::{Lexicon, Role};
use crate::text::up_to;

/// Passages are read up to here, all together.
const MAX_BYTES: usize = 96 * 1024;
/// What has more pieces is a list of names, not a statement.
const MAX_PIECES: usize = 24;
/// What is longer than this is no sentence.
const MAX_ITEMS: usize = 160;

/// A sentence or a row of a passage.
#[derive(Debug)]
pub(crate) struct Statement {
    /// Its items.
    pub(crate) items: Vec<Item>,
    /// Its pieces from left to right; without the label.
    pub(crate) pieces: Vec<Range<usize>>,
    /// A label before a colon, or the header of a column, by the piece that it belongs to; `None` for all.
    pub(crate) labels: Vec<(Option<usize>, Vec<Item>)>,
    /// The words of the headings above it.
    pub(crate) headings: Vec<String>,
    /// The first word of the statement before it, to which its "it" may point.
    pub(crate) before: Option<String>,
    /// It is a table's row: the first piece is the name of what the others tell.
    pub(crate) row: bool,
    /// Items that may be left out: where "the café on the first floor" is, when there is only one café.
    pub(crate) needless: HashSet<usize>,
}

/// The statements of some passages. A passage that speaks to the model instead of the visitor states nothing.
pub(crate) fn statements(passages: &[&str], lexicon: &Lexicon) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut left = MAX_BYTES;
    for passage in passages {
        let passage = up_to(passage, left);
        left -= passage.len();
        let cleaned = clean(passage);
        // Letters are dropped only with a control token or an escape sequence, and no honest passage has those.
        if letters(&cleaned) == letters(passage) && !addresses_the_model(&cleaned) {
            read_passage(&cleaned, lexicon, &mut statements);
        }
    }
    mark_needless(&mut statements);
    statements
}

fn letters(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// What stands above a line.
#[derive(Default)]
struct Above {
    /// The words of the marked heading, and of the short line above a paragraph.
    marked: Vec<String>,
    plain: Vec<String>,
    /// Such a heading takes back what stands below it.
    marked_void: bool,
    plain_void: bool,
    /// The header of a table.
    header: Vec<Vec<Item>>,
    /// The first word of the sentence before.
    before: Option<String>,
}

impl Above {
    fn end_paragraph(&mut self) {
        self.header.clear();
        self.plain.clear();
        self.plain_void = false;
    }

    fn heading(&mut self, words: Vec<Item>, marked: bool, lexicon: &Lexicon) {
        let void = words.iter().any(|item| is_void(item, lexicon));
        let words = words
            .into_iter()
            .filter(Item::is_word)
            .map(|item| item.class)
            .collect();
        self.before = None;
        self.plain.clear();
        if marked {
            (self.marked, self.marked_void, self.plain_void) = (words, void, false);
        } else {
            (self.plain, self.plain_void) = (words, void);
        }
    }
}

fn read_passage(passage: &str, lexicon: &Lexicon, statements: &mut Vec<Statement>) {
    let language = Language::of(passage);
    let read = |text: &str| items(&numbers_as_digits(text, language), lexicon, language);
    let mut above = Above::default();
    let lines: Vec<&str> = passage.lines().map(str::trim).collect();
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).copied().unwrap_or("");
        if line.is_empty() {
            above.end_paragraph();
            continue;
        }
        if line.starts_with('#') {
            above.heading(read(line.trim_start_matches('#')), true, lexicon);
            continue;
        }
        if may_be_heading(line, next) {
            let words = read(line);
            // A line with a value ("Sun closed") tells something itself.
            if words.iter().all(|item| item.value.is_none()) {
                above.heading(words, false, lexicon);
                continue;
            }
        }
        if above.marked_void || above.plain_void {
            continue;
        }
        let headings = [above.marked.as_slice(), above.plain.as_slice()].concat();
        if line.starts_with('|') || line.contains('\t') {
            if next.starts_with('|') && next.contains("--") {
                above.header = cells(line).map(read).collect();
            } else if !line.contains("--") {
                statements.extend(row(cells(line).map(read).collect(), &above.header, &headings));
            }
            continue;
        }
        for sentence in sentences(line) {
            let statement = sentence_statement(read(sentence), &headings, above.before.take());
            let first = statement.items.iter().find(|item| item.is_word());
            above.before = first.map(|item| item.class.clone());
            if statement.pieces.len() <= MAX_PIECES && statement.items.len() <= MAX_ITEMS {
                statements.push(statement);
            }
        }
    }
}

/// Whether a heading with such a word takes back what stands below it.
fn is_void(item: &Item, lexicon: &Lexicon) -> bool {
    let marker = matches!(
        item.role,
        Role::Not | Role::Only | Role::Except | Role::If | Role::Past | Role::Future
    );
    item.value.is_none() && (marker || lexicon.is_among("void", &item.folded))
}

/// A short line without an end above a line that goes on.
fn may_be_heading(line: &str, next: &str) -> bool {
    let closed = line.ends_with(['.', '!', '?', '。', '！', '？', ',', ';']);
    let told = line.contains([':', '：', '|', '\t']) || line.chars().any(|letter| letter.is_ascii_digit());
    !closed && !told && !next.is_empty() && line.chars().count() <= 32 && !line.starts_with(['-', '*', '•'])
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.trim_matches('|').split(['|', '\t']).map(str::trim)
}

/// The sentences of a line.
pub(crate) fn sentences(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, letter) in line.char_indices() {
        let end = at + letter.len_utf8();
        let ends = match letter {
            '。' | '！' | '？' | '\n' | '•' => true,
            '.' | '!' | '?' | '…' => {
                let abbreviated = line[start..at].rsplit([' ', '.']).next().is_some_and(|word| {
                    word.chars().count() <= 1 || ["Dr", "Mr", "Mrs", "St", "No", "ул", "тел"].contains(&word)
                });
                // "p.m." within a sentence goes on in small letters.
                let rest = line[end..].trim_start_matches(['"', '”', '»', ')']);
                let next = rest.trim_start().chars().next();
                rest.starts_with(char::is_whitespace)
                    && !(letter == '.'
                        && (abbreviated && next.is_none_or(|l| !l.is_uppercase())
                            || next.is_some_and(char::is_lowercase)))
                    || rest.is_empty()
            }
            _ => false,
        };
        if ends {
            sentences.push(line[start..end].trim());
            start = end;
        }
    }
    sentences.push(line[start..].trim());
    sentences.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    sentences
}

fn row(cells: Vec<Vec<Item>>, header: &[Vec<Item>], headings: &[String]) -> Option<Statement> {
    let mut statement = empty(headings);
    statement.row = true;
    for (column, cell) in cells.into_iter().enumerate() {
        let start = statement.items.len();
        statement.items.extend(cell);
        if let Some(first) = statement.items.get_mut(start) {
            first.after_mark = true;
        }
        statement.pieces.push(start..statement.items.len());
        if let Some(label) = header.get(column) {
            statement.labels.push((Some(column), label.clone()));
        }
    }
    (statement.pieces.len() <= MAX_PIECES && statement.items.len() <= MAX_ITEMS).then_some(statement)
}

fn empty(headings: &[String]) -> Statement {
    Statement {
        items: Vec::new(),
        pieces: Vec::new(),
        labels: Vec::new(),
        headings: headings.to_vec(),
        before: None,
        row: false,
        needless: HashSet::new(),
    }
}

fn sentence_statement(mut items: Vec<Item>, headings: &[String], before: Option<String>) -> Statement {
    let mut statement = empty(headings);
    statement.before = before;
    if let Some(label) = items
        .iter()
        .position(|item| item.label)
        .filter(|at| *at < 6 && *at + 1 < items.len())
    {
        let rest = items.split_off(label + 1);
        statement.labels.push((None, items));
        items = rest;
    }
    statement.pieces = pieces(&items);
    statement.items = items;
    statement
}

/// Cuts a sentence at commas and conjunctions, but where what follows restricts what is before it.
pub(crate) fn pieces(items: &[Item]) -> Vec<Range<usize>> {
    let starts = items
        .iter()
        .enumerate()
        .filter(|(at, item)| *at > 0 && (item.after_mark || item.role == Role::And));
    let mut cuts: Vec<usize> = starts.map(|(at, _)| at).collect();
    cuts.dedup_by(|later, earlier| *later == *earlier + 1 && items[*earlier].role == Role::And);
    cuts.push(items.len());
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for cut in cuts {
        let piece = start..cut;
        start = cut;
        match pieces.last_mut() {
            Some(last) if restricts(&items[piece.clone()]) || leads_in(&items[last.clone()]) => {
                last.end = piece.end;
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// Whether a piece holds only together with the one before it: "only on Sundays", "not in winter", "if it rains".
fn restricts(piece: &[Item]) -> bool {
    let first = piece
        .iter()
        .find(|item| item.role != Role::And)
        .map(|item| item.role);
    piece
        .iter()
        .any(|item| matches!(item.role, Role::Only | Role::Except | Role::If))
        || first == Some(Role::Not)
}

/// Whether a piece says when or where the next one holds: "On Sundays, ...", "If it rains, ...".
fn leads_in(piece: &[Item]) -> bool {
    let first = piece.first().map(|item| item.role);
    let predicate = piece.iter().any(|item| item.role.is_predicate());
    let leads = first.is_some_and(|role| role.is_preposition() || matches!(role, Role::If | Role::Wh));
    (leads && !predicate)
        || first == Some(Role::If)
        || !piece.iter().any(Item::is_word) && !predicate && piece.len() < 3
}

/// Marks where a thing is as needless when no other statement has such a thing.
fn mark_needless(statements: &mut [Statement]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for statement in statements.iter() {
        let words: HashSet<&str> = statement
            .items
            .iter()
            .filter(|i| i.is_word())
            .map(|i| i.class.as_str())
            .collect();
        for word in words {
            *seen.entry(word.to_owned()).or_default() += 1;
        }
    }
    for statement in statements.iter_mut().filter(|statement| !statement.row) {
        let [article, thing, ..] = &statement.items[..] else {
            continue;
        };
        let only = thing.is_word() && seen.get(&thing.class) == Some(&1);
        let place = statement
            .items
            .get(2)
            .is_some_and(|item| matches!(item.role, Role::In | Role::By));
        let Some(predicate) = statement.items.iter().position(|item| item.role.is_predicate()) else {
            continue;
        };
        let kind = article.role == Role::Article && ["the", "our"].contains(&article.folded.as_str());
        if kind
            && only
            && place
            && statement.items[2..predicate]
                .iter()
                .all(|item| item.role != Role::And)
        {
            statement.needless = (2..predicate)
                .filter(|at| statement.items[*at].is_word())
                .collect();
        }
    }
}
