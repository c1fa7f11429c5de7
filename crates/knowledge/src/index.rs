//! The units of all documents, searchable by their phrases.
//!
//! Owns the postings and, for each unit, in which of its fields a phrase stands. Does not know questions: what fits
//! one is `reader`'s.

use foldhash::{HashMap, HashMapExt as _};
use std::ops::Range;
use std::rc::Rc;

use crate::lexicon::{Lexicon, PhraseId, han_pair};
use crate::text::Token;
use crate::unit::{Body, Unit};

/// The part of a unit in which a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// What it says.
    Body,
    /// What it is about: the label of an entry, a row's first cell, the question of an answer.
    Key,
    /// A cell of a row, by its column.
    Cell(u8),
    /// The header of a column.
    Header(u8),
    /// The line above the list, or the items above the item.
    Lead,
    /// The innermost heading.
    Heading,
    /// A heading further out.
    Outer,
    /// The document's title.
    Title,
    /// A sentence before it in the same paragraph.
    Before,
    /// A sentence after it in the same paragraph.
    After,
}

impl Field {
    /// How much a phrase in this field says of the unit, 0 to 1.
    pub fn weight(self) -> f32 {
        match self {
            Self::Body | Self::Key | Self::Cell(_) => 1.0,
            Self::Header(_) => 0.95,
            Self::Lead | Self::Heading => 0.88,
            Self::Outer => 0.75,
            Self::Before => 0.72,
            Self::Title => 0.6,
            Self::After => 0.45,
        }
    }

    /// Whether the phrase is among the unit's own words.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Body | Self::Key | Self::Cell(_))
    }
}

/// A phrase of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// Which phrase.
    pub phrase: PhraseId,
    /// Where it stands.
    pub field: Field,
}

/// What the index holds of a unit.
#[derive(Debug, Default, Clone)]
pub struct Entry {
    /// Its phrases, sorted.
    pub terms: Vec<Term>,
    /// The content words of its key, as phrases.
    pub key: Vec<PhraseId>,
    /// The content words of its own text, as phrases.
    pub content: Vec<PhraseId>,
}

/// All units.
#[derive(Debug, Default)]
pub struct Index {
    /// The units, by their number.
    pub units: Vec<Unit>,
    /// What is known of each.
    pub entries: Vec<Entry>,
    postings: HashMap<PhraseId, Vec<u32>>,
    /// Stems of single words, for search by their letters.
    vocabulary: Vec<PhraseId>,
    blocks: HashMap<u32, Range<usize>>,
}

impl Index {
    /// Indexes the units, which the caller puts into it afterwards; new phrases get their numbers from the lexicon.
    pub fn of(units: &[Unit], lexicon: &mut Lexicon) -> Self {
        let mut index = Self {
            blocks: blocks(units),
            ..Self::default()
        };
        let mut memo = Memo::default();
        for (number, unit) in units.iter().enumerate() {
            let neighbours = index
                .blocks
                .get(&unit.block)
                .cloned()
                .unwrap_or(number..number + 1);
            let entry = entry(
                number,
                unit,
                (&units[neighbours.clone()], neighbours.start),
                lexicon,
                &mut memo,
            );
            let mut last = None;
            for term in &entry.terms {
                if last != Some(term.phrase) {
                    let list = index.postings.entry(term.phrase).or_default();
                    list.push(u32::try_from(number).unwrap_or(u32::MAX));
                    last = Some(term.phrase);
                }
            }
            index.entries.push(entry);
        }
        index.vocabulary = index
            .postings
            .keys()
            .copied()
            .filter(|phrase| {
                let name = lexicon.name(*phrase);
                !name.contains(' ') && name.chars().count() >= 3
            })
            .collect();
        index.vocabulary.sort_unstable();
        index
    }

    /// The units in which a phrase stands.
    pub fn postings(&self, phrase: PhraseId) -> &[u32] {
        self.postings.get(&phrase).map_or(&[], Vec::as_slice)
    }

    /// The stems of single words that stand in any unit.
    pub fn vocabulary(&self) -> &[PhraseId] {
        &self.vocabulary
    }

    /// The numbers of the units in the same paragraph, list or table.
    pub fn block(&self, unit: usize) -> Range<usize> {
        self.units
            .get(unit)
            .and_then(|unit| self.blocks.get(&unit.block))
            .cloned()
            .unwrap_or(unit..unit + 1)
    }
}

fn blocks(units: &[Unit]) -> HashMap<u32, Range<usize>> {
    let mut blocks: HashMap<u32, Range<usize>> = HashMap::new();
    for (number, unit) in units.iter().enumerate() {
        let range = blocks.entry(unit.block).or_insert(number..number + 1);
        range.end = number + 1;
    }
    blocks
}

/// As many texts are remembered: headings, headers and neighbours come again and again.
const REMEMBERED: usize = 4_096;

/// What comes again and again is no longer than this, in bytes.
const MAX_REMEMBERED_LEN: usize = 256;

/// What was found out about words and texts that come more than once in an index.
#[derive(Default)]
struct Memo {
    /// The two words of which a word consists.
    compounds: HashMap<String, Option<(PhraseId, PhraseId)>>,
    /// The phrases of a text, and its content words.
    texts: HashMap<String, Rc<Phrased>>,
}

#[derive(Default)]
struct Phrased {
    phrases: Vec<PhraseId>,
    content: Vec<PhraseId>,
}

struct Gathered<'a> {
    lexicon: &'a mut Lexicon,
    memo: &'a mut Memo,
    terms: Vec<Term>,
}

impl Gathered<'_> {
    /// Adds the phrases of a text and returns its content words.
    fn add(&mut self, text: &str, field: Field) -> Vec<PhraseId> {
        let phrased = if let Some(known) = self.memo.texts.get(text) {
            Rc::clone(known)
        } else {
            let phrased = Rc::new(self.phrased(text));
            if self.memo.texts.len() >= REMEMBERED {
                self.memo.texts.clear();
            }
            if text.len() <= MAX_REMEMBERED_LEN {
                self.memo.texts.insert(text.to_owned(), Rc::clone(&phrased));
            }
            phrased
        };
        let terms = phrased.phrases.iter();
        self.terms.extend(terms.map(|phrase| Term {
            phrase: *phrase,
            field,
        }));
        phrased.content.clone()
    }

    fn phrased(&mut self, text: &str) -> Phrased {
        let tokens = self.lexicon.tokenizer().tokens(text);
        let mut phrased = Phrased::default();
        for (at, token) in tokens.iter().enumerate() {
            let phrase = self.lexicon.intern(&token.stem);
            phrased.phrases.push(phrase);
            if !token.is_han() && !self.lexicon.is_stop(token) {
                phrased.content.push(phrase);
            }
            if let Some((one, other)) = self.compound(&token.word) {
                phrased.phrases.extend([one, other]);
            }
            let Some(next) = tokens.get(at + 1) else { continue };
            if let Some(pair) = han_pair(token, next) {
                let phrase = self.lexicon.intern(&pair);
                phrased.phrases.push(phrase);
                phrased.content.push(phrase);
            } else if let Some(joined) = joined(token, next) {
                let stem = self.lexicon.tokenizer().stem(&joined);
                phrased.phrases.push(self.lexicon.intern(&stem));
            }
            if !token.is_han() && !token.has_digit() && is_label(token, next) {
                let label = format!("{} {}", token.stem, next.stem);
                phrased.phrases.push(self.lexicon.intern(&label));
            }
        }
        let longer = self.lexicon.longer_phrases(&tokens);
        phrased.phrases.extend(longer.iter().map(|found| found.phrase));
        phrased
    }

    fn compound(&mut self, word: &str) -> Option<(PhraseId, PhraseId)> {
        if let Some(known) = self.memo.compounds.get(word) {
            return *known;
        }
        let parts = self.lexicon.compound(word);
        self.memo.compounds.insert(word.to_owned(), parts);
        parts
    }

    fn push(&mut self, phrase: PhraseId, field: Field) {
        self.terms.push(Term { phrase, field });
    }
}

/// Things of which each has a letter or a number.
const LABELLED: &[&str] = &[
    "bay",
    "room",
    "zone",
    "gate",
    "platform",
    "hall",
    "route",
    "bus",
    "line",
    "surgeri",
    "counter",
    "desk",
    "site",
    "floor",
    "level",
    "block",
    "section",
    "terminal",
    "pitch",
    "court",
    "lane",
    "stand",
    "build",
    "wing",
    "screen",
    "ward",
    "area",
    "clinic",
    "shelf",
    "table",
    "tier",
    "band",
    "class",
    "type",
    "group",
    "categori",
    "car",
    "coach",
    "row",
    "seat",
    "unit",
    "зал",
    "кабинет",
    "автобус",
    "маршрут",
    "платформ",
    "окн",
    "этаж",
    "корпус",
    "сектор",
    "зон",
    "комнат",
    "палат",
];

/// Whether a token names one of several like things: the "A" of "bay A", the "12" of "route 12".
pub(crate) fn is_label(noun: &Token, token: &Token) -> bool {
    let length = token.word.chars().count();
    let is_number = token.has_digit() && length <= 3;
    let is_letter = length == 1 && token.word.chars().all(char::is_alphabetic);
    is_number || is_letter && LABELLED.contains(&noun.stem.as_str())
}

/// Two words written as one, as people do: "check up", "checkup".
fn joined(one: &Token, other: &Token) -> Option<String> {
    let is_word = |token: &Token| token.word.chars().all(char::is_alphabetic) && !token.is_han();
    let length = one.word.chars().count() + other.word.chars().count();
    let gap = other.range.start - one.range.end;
    (gap == 1 && (5..=16).contains(&length) && is_word(one) && is_word(other))
        .then(|| format!("{}{}", one.word, other.word))
}

fn entry(
    number: usize,
    unit: &Unit,
    (block, first): (&[Unit], usize),
    lexicon: &mut Lexicon,
    memo: &mut Memo,
) -> Entry {
    let mut gathered = Gathered {
        lexicon,
        memo,
        terms: Vec::new(),
    };
    let (mut key, mut content) = (Vec::new(), Vec::new());
    match &unit.body {
        Body::Sentence(text) => {
            content = gathered.add(text, Field::Body);
            key = subject(&mut gathered, text);
        }
        Body::Item { parents, text } => {
            content = gathered.add(text, Field::Body);
            key = subject(&mut gathered, text);
            for parent in parents {
                gathered.add(parent, Field::Lead);
            }
        }
        Body::Entry { key: label, value } => {
            key = gathered.add(label, Field::Key);
            content = gathered.add(value, Field::Body);
        }
        Body::Answered { question, answer } => {
            key = gathered.add(question, Field::Key);
            content = gathered.add(answer, Field::Body);
        }
        Body::Row(cells) => {
            for (column, cell) in cells.iter().enumerate() {
                let at = u8::try_from(column).unwrap_or(u8::MAX);
                let field = if column == 0 { Field::Key } else { Field::Cell(at) };
                let words = gathered.add(&cell.text, field);
                if column == 0 {
                    key.clone_from(&words);
                }
                content.extend(words);
                if !cell.text.is_empty() {
                    gathered.add(&cell.header, Field::Header(at));
                    label_pair(&mut gathered, &cell.header, &cell.text, field);
                }
            }
        }
    }
    if let Some(lead) = &unit.lead {
        gathered.add(lead, Field::Lead);
    }
    let depth = unit.path.len();
    for (level, heading) in unit.path.iter().enumerate() {
        let field = match (level, depth) {
            (0, 2..) => Field::Title,
            (level, _) if level + 1 == depth => Field::Heading,
            _ => Field::Outer,
        };
        gathered.add(heading, field);
    }
    if !matches!(unit.body, Body::Row(_)) {
        neighbours(&mut gathered, number, block, first);
    }
    let mut terms = gathered.terms;
    terms.sort_unstable();
    terms.dedup();
    Entry { terms, key, content }
}

/// The content words with which a sentence begins: mostly what it is about.
fn subject(gathered: &mut Gathered<'_>, text: &str) -> Vec<PhraseId> {
    const WORDS: usize = 3;
    let end = text
        .find(|letter: char| letter.is_ascii_digit() || "(:;,–—$£€".contains(letter))
        .unwrap_or(text.len());
    let tokens = gathered.lexicon.tokenizer().tokens(&text[..end]);
    tokens
        .iter()
        .take(6)
        .filter(|token| !token.is_han() && !gathered.lexicon.is_stop(token))
        .take(WORDS)
        .filter_map(|token| gathered.lexicon.number(&token.stem))
        .collect()
}

/// "Bay" over "A" is "bay A".
fn label_pair(gathered: &mut Gathered<'_>, header: &str, cell: &str, field: Field) {
    let tokens = gathered.lexicon.tokenizer().tokens(cell);
    let headers = gathered.lexicon.tokenizer().tokens(header);
    if let [label] = tokens.as_slice()
        && field == Field::Key
        && label.word.chars().count() <= 4
        && (label.has_digit() || label.word.chars().count() == 1)
    {
        let phrase = gathered.lexicon.intern(&format!("#{}", label.stem));
        gathered.push(phrase, field);
    }
    if let ([label], Some(noun)) = (tokens.as_slice(), headers.last())
        && (is_label(noun, label) || label.word.chars().count() == 1)
        && !noun.is_han()
    {
        let phrase = gathered.lexicon.intern(&format!("{} {}", noun.stem, label.stem));
        gathered.push(phrase, field);
    }
}

/// The sentences around one in its paragraph, which say what its pronouns stand for.
fn neighbours(gathered: &mut Gathered<'_>, number: usize, block: &[Unit], first: usize) {
    const REACH: usize = 6;
    let here = number - first;
    let nearest = here.saturating_sub(REACH)..block.len().min(here + REACH + 1);
    for (offset, other) in block.iter().enumerate().take(nearest.end).skip(nearest.start) {
        let at = first + offset;
        if at == number {
            continue;
        }
        let field = if at < number { Field::Before } else { Field::After };
        match &other.body {
            Body::Sentence(text) => {
                gathered.add(text, field);
            }
            Body::Entry { key, value } if !matches!(block[number - first].body, Body::Entry { .. }) => {
                gathered.add(key, field);
                gathered.add(value, field);
            }
            _ => {}
        }
    }
}
