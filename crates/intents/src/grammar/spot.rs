//! What is meant where a sentence is in no grammar: cues and slots, wherever in the utterance they stand.
//!
//! Owns the lines below `@spot` and their search. A line is a list of parts and the request that they amount to, which is then
//! parsed like any other: `<cue> & {slot} ! <bar> ~ <may> => sentence`. Each part behind `&` has to stand somewhere, none behind `!`
//! may stand anywhere, and one behind `~` may. No number, time or day may be left over, and of other words only as many as the
//! heading says (`rest=3`), not counting `@filler`. What stands below `@veto` may be left over of a question, and of no deed. In the
//! sentence, `{slot}` is what was said for it, `{rest}` a name in what was left over, `{told}` the first clause in it, and `[...]` is
//! left out where something in it is missing. Concept spotting in the manner of Ward's Phoenix parser (1991).

use std::ops::Range;

use super::matcher::Path;
use super::reader::Reader;
use super::{First, GrammarError, Matcher, Node};
use crate::slots::{KnownKind, SlotKind, Value};

/// Ways to place the parts of a line that are tried.
const MAX_TRIES: usize = 300;
/// Words of a name that is taken from what is left over.
const MAX_NAME_LEN: usize = 2;

/// A part of a line, and how it may begin.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) node: Node,
    pub(super) first: First,
}

/// What the cues of an utterance amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spotted {
    /// The request, as the other files know it.
    pub(crate) sentence: String,
    /// What was left over forbids that anything is done: "not", "if", "who".
    pub(crate) is_vetoed: bool,
}

/// One line.
#[derive(Debug, Clone, Default)]
pub(super) struct Spot {
    needs: Vec<Part>,
    bars: Vec<Part>,
    mays: Vec<Part>,
    /// One of these must hold; none: always.
    conditions: Vec<String>,
    /// Other words that there may be.
    max_rest: usize,
    sentence: String,
}

impl Reader<'_> {
    /// `cue & {slot} ! what it must not hold ~ what else it may hold => the request in a sentence`
    pub(super) fn spot(&mut self, section: usize, statement: &str) -> Result<(), GrammarError> {
        let section = &self.grammar.sections[section];
        let constant = |key: &str| {
            let mut constants = section.constants.iter();
            constants.find(|(name, _)| name == key).map(|(_, value)| value)
        };
        let mut spot = Spot {
            conditions: section.conditions.clone(),
            max_rest: constant("rest").and_then(|rest| rest.parse().ok()).unwrap_or(0),
            ..Spot::default()
        };
        let (cues, sentence) = statement
            .split_once("=>")
            .ok_or_else(|| GrammarError::NoSentence {
                file: self.file.to_owned(),
                line: self.line,
            })?;
        sentence.trim().clone_into(&mut spot.sentence);
        let mut rest = cues;
        let mut mark = '&';
        while !rest.is_empty() {
            let end = rest.find(['&', '!', '~']).unwrap_or(rest.len());
            let node = self.node(rest[..end].trim())?;
            let first = self.grammar.first_of(&node);
            if first.can_be_empty {
                return Err(GrammarError::Empty {
                    file: self.file.to_owned(),
                    line: self.line,
                });
            }
            let part = Part { node, first };
            match mark {
                '!' => spot.bars.push(part),
                '~' => spot.mays.push(part),
                _ => spot.needs.push(part),
            }
            let mut behind = rest[end..].chars();
            mark = behind.next().unwrap_or('&');
            rest = behind.as_str();
        }
        self.grammar.spots.push(spot);
        Ok(())
    }
}

/// The parts of a line where they stand.
#[derive(Clone, Default)]
struct Placed {
    /// Each part with its first word.
    parts: Vec<(usize, Path)>,
}

impl Placed {
    fn covers(&self, at: usize) -> bool {
        self.parts
            .iter()
            .any(|(start, path)| (*start..path.end).contains(&at))
    }

    fn overlaps(&self, start: usize, end: usize) -> bool {
        (start..end).any(|at| self.covers(at))
    }
}

impl Matcher<'_> {
    /// The requests that the cues of the utterance amount to, the surest first; `holds` tells whether a condition is true.
    pub(crate) fn spotted(&mut self, holds: &dyn Fn(&str) -> bool) -> Vec<Spotted> {
        let grammar = self.grammar;
        let mut found = Vec::new();
        for spot in &grammar.spots {
            let is_active = spot.conditions.is_empty() || spot.conditions.iter().any(|name| holds(name));
            if !is_active || spot.bars.iter().any(|bar| !self.places(bar).is_empty()) {
                continue;
            }
            let mut tries = 0;
            if let Some(spotted) = self.place(spot, Placed::default(), &mut tries) {
                found.push(spotted);
            }
            // Bars that were not looked for do not hold.
            if self.is_exhausted() {
                return Vec::new();
            }
        }
        found
    }

    /// Whether something in these words, which a request leaves out, forbids it; also where they could not be searched.
    pub(crate) fn is_vetoed(&mut self, words: Range<usize>) -> bool {
        let grammar = self.grammar;
        let is_said = grammar.clause_vetoes.iter().any(|veto| {
            let places = self.places(veto);
            places
                .iter()
                .any(|(start, path)| words.start <= *start && path.end <= words.end)
        });
        is_said || self.is_exhausted()
    }

    /// Where a part stands, the longest first.
    fn places(&mut self, part: &Part) -> Vec<(usize, Path)> {
        let mut places = Vec::new();
        for start in 0..self.tokens.len() {
            let may_begin =
                part.first.is_open || self.ids[start].is_some_and(|id| part.first.words.contains(&id));
            if !may_begin {
                continue;
            }
            for path in self.walk(&part.node, &Path::at(start)) {
                // A number does not go on behind a comma.
                let is_parted = path
                    .captures()
                    .any(|capture| self.is_parted(capture.span.clone()));
                if path.end > start && !is_parted {
                    places.push((start, path));
                }
            }
        }
        places.sort_by_key(|(start, path)| (std::cmp::Reverse(path.end - start), *start));
        places
    }

    /// Finds a place for each part that is still without one, and then the sentence.
    fn place(&mut self, spot: &Spot, placed: Placed, tries: &mut usize) -> Option<Spotted> {
        let Some(need) = spot.needs.get(placed.parts.len()) else {
            *tries += 1;
            return self.amounts_to(spot, placed);
        };
        for (start, path) in self.places(need) {
            if *tries > MAX_TRIES {
                return None;
            }
            if placed.overlaps(start, path.end) {
                continue;
            }
            let mut next = placed.clone();
            next.parts.push((start, path));
            if let Some(spotted) = self.place(spot, next, tries) {
                return Some(spotted);
            }
        }
        None
    }

    /// The sentence of a line whose parts are all placed, if nothing is left over that would mean something.
    fn amounts_to(&mut self, spot: &Spot, mut placed: Placed) -> Option<Spotted> {
        for may in &spot.mays {
            for (start, path) in self.places(may) {
                if !placed.overlaps(start, path.end) {
                    placed.parts.push((start, path));
                }
            }
        }
        let rest: Vec<usize> = (0..self.tokens.len())
            .filter(|&at| !placed.covers(at) && !self.is_filler(at))
            .collect();
        if rest.len() > spot.max_rest || rest.iter().any(|&at| self.is_entity(at)) {
            return None;
        }
        let grammar = self.grammar;
        let is_vetoed = grammar.vetoes.iter().any(|veto| {
            let places = self.places(veto);
            places
                .iter()
                .any(|(start, path)| !placed.overlaps(*start, path.end))
        });
        let sentence = self.worded(&spot.sentence, &placed, &rest)?;
        Some(Spotted { sentence, is_vetoed })
    }

    fn is_filler(&self, at: usize) -> bool {
        self.ids[at].is_some_and(|id| self.grammar.filler.contains(&id) || self.grammar.noise.contains(&id))
    }

    /// Whether punctuation stands within some words.
    fn is_parted(&self, words: Range<usize>) -> bool {
        let inner = words.start..words.end.saturating_sub(1);
        self.tokens[inner].iter().any(|token| token.is_last)
    }

    /// Whether a number, a time, a day or the name of a timer begins at this word.
    fn is_entity(&self, at: usize) -> bool {
        const KINDS: [SlotKind; 6] = [
            SlotKind::Known(KnownKind::Timer),
            SlotKind::Number,
            SlotKind::Clock,
            SlotKind::Duration,
            SlotKind::Day,
            SlotKind::Money,
        ];
        KINDS
            .iter()
            .any(|&kind| !self.reader.read(kind, self.tokens, at).is_empty())
    }

    fn worded(&self, sentence: &str, placed: &Placed, rest: &[usize]) -> Option<String> {
        let mut worded = String::new();
        let mut left = sentence;
        while let Some(open) = left.find(['[', '{']) {
            worded.push_str(&left[..open]);
            let is_optional = left[open..].starts_with('[');
            let close = open + left[open..].find(if is_optional { ']' } else { '}' })?;
            let inner = &left[open + 1..close];
            left = &left[close + 1..];
            if is_optional {
                worded.push_str(&self.worded(inner, placed, rest).unwrap_or_default());
            } else {
                worded.push_str(&self.said(inner, placed, rest)?);
            }
        }
        worded.push_str(left);
        Some(worded)
    }

    /// What was said for a slot, or what is left over.
    fn said(&self, slot: &str, placed: &Placed, rest: &[usize]) -> Option<String> {
        if slot == "rest" {
            return self.name_in(rest);
        }
        if slot == "told" {
            return self.told(placed);
        }
        let paths = placed.parts.iter().map(|(_, path)| path);
        let mut captures = paths.flat_map(Path::captures);
        let capture = captures.find(|capture| self.grammar.slot_name(capture.slot) == slot)?;
        Some(match &capture.value {
            Value::Text(text) => text.clone(),
            _ => self.reader.surface(&self.tokens[capture.span.clone()]),
        })
    }

    /// The first run of words between the parts and the punctuation that says something.
    fn told(&self, placed: &Placed) -> Option<String> {
        let mut start = 0;
        for at in 0..=self.tokens.len() {
            let is_end = at == self.tokens.len() || placed.covers(at);
            if is_end || (at > start && self.tokens[at - 1].is_last) {
                if (start..at).any(|at| !self.is_filler(at)) {
                    return Some(self.reader.surface(&self.tokens[start..at]));
                }
                start = at + usize::from(is_end);
            }
        }
        None
    }

    /// What is left over, if it is short enough for a name.
    fn name_in(&self, rest: &[usize]) -> Option<String> {
        let (first, last) = (*rest.first()?, *rest.last()?);
        let is_unfit = |at: usize| self.ids[at].is_some_and(|id| self.grammar.unfit_for_names.contains(&id));
        let is_name = last - first < MAX_NAME_LEN && last - first + 1 == rest.len();
        let name = (is_name && !rest.iter().any(|&at| is_unfit(at)))
            .then(|| self.reader.surface(&self.tokens[first..=last]))?;
        // "Pasta's in"
        let name = name.trim_end_matches("'s").trim_end_matches("’s").to_owned();
        // "Eggs are in": the capital is the sentence's.
        let begins = first == 0 || self.tokens[first - 1].is_last;
        let mut letters = name.chars();
        match letters.next() {
            Some(initial) if begins && !letters.as_str().chars().any(char::is_uppercase) => {
                Some(initial.to_lowercase().chain(letters).collect())
            }
            _ => Some(name),
        }
    }
}
