//! Templates against an utterance.
//!
//! Owns the search: every template that could begin here, over the whole of what was said but politeness,
//! and the best of those that fit. It is bounded in steps, so that no utterance can make it slow. Reading a
//! slot is `slots`'; the meaning of what was captured is `skills`'.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::{Grammar, Node};
use crate::number::Number;
use crate::slots::clock::Clock;
use crate::slots::day::DayRef;
use crate::slots::place::PlaceId;
use crate::slots::{SlotKind, SlotReader, Value};
use crate::text::Token;

/// Nodes that may be visited for one utterance.
const MAX_STEPS: usize = 400_000;
/// Words that a free text may have.
const MAX_TEXT_LEN: usize = 24;
/// Words that a free name may have.
const MAX_NAME_LEN: usize = 4;
/// How often politeness may be stripped in front.
const MAX_LEADS: usize = 8;

/// What a slot may be, each with the position behind it.
type Readings = Vec<(usize, Value)>;

/// A way through a node.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) end: usize,
    /// Words that were taken as free text: the fewer, the better.
    pub(super) cost: u32,
    captures: Option<Rc<Capture>>,
}

#[derive(Debug)]
pub(super) struct Capture {
    pub(super) slot: u32,
    pub(super) value: Value,
    /// The words that were read.
    pub(super) span: Range<usize>,
    before: Option<Rc<Capture>>,
}

/// The best parse of an utterance.
#[derive(Debug, Clone)]
pub(crate) struct Match<'g> {
    /// The intent of the template's heading.
    pub(crate) intent: &'g str,
    constants: &'g [(String, String)],
    slots: Vec<(&'g str, Value)>,
    pub(crate) cost: u32,
}

impl Match<'_> {
    /// A constant of the heading.
    pub(crate) fn constant(&self, key: &str) -> Option<&str> {
        let found = self.constants.iter().find(|(name, _)| name == key)?;
        Some(found.1.as_str())
    }

    /// The slot of that name.
    pub(crate) fn slot(&self, name: &str) -> Option<&Value> {
        let found = self.slots.iter().find(|(slot, _)| *slot == name)?;
        Some(&found.1)
    }

    pub(crate) fn number(&self, name: &str) -> Option<Number> {
        match self.slot(name)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.number(name)?.whole()
    }

    /// In seconds.
    pub(crate) fn duration(&self, name: &str) -> Option<i64> {
        match self.slot(name)? {
            Value::Duration(seconds) => Some(*seconds),
            _ => None,
        }
    }

    pub(crate) fn clock(&self, name: &str) -> Option<Clock> {
        match self.slot(name)? {
            Value::Clock(clock) => Some(*clock),
            _ => None,
        }
    }

    pub(crate) fn day(&self, name: &str) -> Option<&DayRef> {
        match self.slot(name)? {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    pub(crate) fn place(&self, name: &str) -> Option<PlaceId> {
        match self.slot(name)? {
            Value::Place(place) => Some(*place),
            _ => None,
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.slot(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// All slots of that name, in the order in which they were said.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Value> {
        let matching = self.slots.iter().filter(move |(slot, _)| *slot == name);
        matching.map(|(_, value)| value)
    }
}

/// One utterance before one grammar.
pub(crate) struct Matcher<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) tokens: &'a [Token],
    pub(super) ids: Vec<Option<u32>>,
    pub(super) reader: SlotReader<'a>,
    rules: HashMap<(usize, usize), Rc<Vec<Path>>>,
    slots: HashMap<(SlotKind, usize), Rc<Readings>>,
    steps: usize,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(grammar: &'a Grammar, tokens: &'a [Token], reader: SlotReader<'a>) -> Self {
        let ids = tokens
            .iter()
            .map(|token| grammar.words.get(&token.word).copied())
            .collect();
        Self {
            grammar,
            tokens,
            ids,
            reader,
            rules: HashMap::new(),
            slots: HashMap::new(),
            steps: 0,
        }
    }

    /// Whether no more nodes are visited.
    pub(super) fn is_exhausted(&self) -> bool {
        self.steps > MAX_STEPS
    }

    /// The best parses of all words from `start` to `end`, best first; `holds` tells whether a condition is true.
    pub(crate) fn matches(
        &mut self,
        start: usize,
        end: usize,
        holds: &dyn Fn(&str) -> bool,
        most: usize,
    ) -> Vec<Match<'a>> {
        let grammar = self.grammar;
        let starts = self.starts(start, end);
        let ends = self.ends(start, end);
        let mut found: Vec<(u32, usize, usize, Path)> = Vec::new();
        for &from in &starts {
            for template in self.candidates(from) {
                let section = &grammar.sections[grammar.templates[template].section];
                let is_active =
                    section.conditions.is_empty() || section.conditions.iter().any(|name| holds(name));
                if !is_active {
                    continue;
                }
                for path in self.walk(&grammar.templates[template].node, &Path::at(from)) {
                    if ends.contains(&path.end) && path.end > from {
                        let stripped = (from - start) + (end - path.end);
                        found.push((path.cost, stripped, template, path));
                    }
                }
            }
        }
        found.sort_by_key(|(cost, stripped, template, _)| {
            (*cost, *stripped, *template < grammar.first_own, *template)
        });
        found.truncate(most);
        found
            .iter()
            .map(|(_, _, template, path)| self.found(*template, path))
            .collect()
    }

    fn found(&self, template: usize, path: &Path) -> Match<'a> {
        let grammar = self.grammar;
        let section = &grammar.sections[grammar.templates[template].section];
        let mut slots = Vec::new();
        for capture in path.captures() {
            slots.push((grammar.slot_name(capture.slot), capture.value.clone()));
        }
        slots.reverse();
        Match {
            intent: &section.intent,
            constants: &section.constants,
            slots,
            cost: path.cost,
        }
    }

    fn candidates(&self, at: usize) -> Vec<usize> {
        let by_word = self.ids.get(at).copied().flatten();
        let by_word = by_word.and_then(|id| self.grammar.by_first_word.get(&id));
        let mut candidates = by_word.cloned().unwrap_or_default();
        candidates.extend(&self.grammar.open);
        candidates
    }

    /// Where a template may begin: at the start, and after politeness.
    fn starts(&mut self, start: usize, end: usize) -> Vec<usize> {
        let grammar = self.grammar;
        let mut starts = vec![start];
        let mut next = 0;
        while let Some(&from) = starts.get(next) {
            next += 1;
            if next > MAX_LEADS {
                break;
            }
            for lead in &grammar.lead {
                for path in self.walk(lead, &Path::at(from)) {
                    if path.end < end && !starts.contains(&path.end) {
                        starts.push(path.end);
                    }
                }
            }
        }
        starts.sort_unstable();
        starts
    }

    /// Where one may end: at the end, and before politeness.
    fn ends(&mut self, start: usize, end: usize) -> Vec<usize> {
        let grammar = self.grammar;
        let mut ends = vec![end];
        for from in (start + 1..end).rev() {
            let is_stripped = grammar.trail.iter().any(|trail| {
                let paths = self.walk(trail, &Path::at(from));
                paths.iter().any(|path| ends.contains(&path.end))
            });
            if is_stripped {
                ends.push(from);
            }
        }
        ends
    }

    /// All ways through a node from where `from` ends, one for each end.
    pub(super) fn walk(&mut self, node: &Node, from: &Path) -> Vec<Path> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Vec::new();
        }
        match node {
            Node::Word(word) => {
                let is_it = self.ids.get(from.end).copied().flatten() == Some(*word);
                from.advanced_if(is_it)
            }
            Node::Stem(stem) => {
                let token = self.tokens.get(from.end);
                from.advanced_if(token.is_some_and(|token| token.word.starts_with(&**stem)))
            }
            Node::Sequence(parts) => {
                let mut paths = vec![from.clone()];
                for part in parts {
                    let mut next = Vec::new();
                    for path in &paths {
                        for longer in self.walk(part, path) {
                            keep_best(&mut next, longer);
                        }
                    }
                    if next.is_empty() {
                        return next;
                    }
                    paths = next;
                }
                paths
            }
            Node::Choice(parts) => {
                let mut paths = Vec::new();
                for part in parts {
                    for path in self.walk(part, from) {
                        keep_best(&mut paths, path);
                    }
                }
                paths
            }
            Node::Optional(part) => {
                let mut paths = vec![from.clone()];
                for path in self.walk(part, from) {
                    keep_best(&mut paths, path);
                }
                paths
            }
            Node::AnyOrder(parts) => {
                let mut paths = Vec::new();
                self.walk_any_order(parts, 0, from, &mut paths);
                paths
            }
            Node::Rule(rule) => self.walk_rule(*rule, from),
            Node::Slot(slot, kind) => self.walk_slot(*slot, *kind, from),
        }
    }

    fn walk_any_order(&mut self, parts: &[Node], used: u32, from: &Path, paths: &mut Vec<Path>) {
        if used.count_ones() as usize == parts.len() {
            keep_best(paths, from.clone());
            return;
        }
        for (index, part) in parts.iter().enumerate().take(31) {
            let bit = 1_u32 << index;
            if used & bit == 0 {
                for path in self.walk(part, from) {
                    self.walk_any_order(parts, used | bit, &path, paths);
                }
            }
        }
    }

    fn walk_rule(&mut self, rule: usize, from: &Path) -> Vec<Path> {
        let key = (rule, from.end);
        let found = match self.rules.get(&key) {
            Some(found) => Rc::clone(found),
            None => {
                let grammar = self.grammar;
                let found = grammar
                    .rules
                    .get(rule)
                    .map_or_else(Vec::new, |node| self.walk(node, &Path::at(from.end)));
                let found = Rc::new(found);
                self.rules.insert(key, Rc::clone(&found));
                found
            }
        };
        found.iter().map(|path| from.joined(path)).collect()
    }

    fn walk_slot(&mut self, slot: u32, kind: SlotKind, from: &Path) -> Vec<Path> {
        if let SlotKind::Text | SlotKind::Name = kind {
            return self.walk_text(slot, kind, from);
        }
        if let SlotKind::Listed(list) = kind {
            let values = self.grammar.listed.get(list as usize);
            let said = values
                .into_iter()
                .flat_map(|values| values.at(self.tokens, from.end));
            return said
                .map(|(end, value)| from.captured(slot, Value::Text(value.to_owned()), end, 0))
                .collect();
        }
        let key = (kind, from.end);
        let found = match self.slots.get(&key) {
            Some(found) => Rc::clone(found),
            None => {
                let found = Rc::new(self.reader.read(kind, self.tokens, from.end));
                self.slots.insert(key, Rc::clone(&found));
                found
            }
        };
        let values = found.iter();
        values
            .map(|(end, value)| from.captured(slot, value.clone(), *end, 0))
            .collect()
    }

    fn walk_text(&mut self, slot: u32, kind: SlotKind, from: &Path) -> Vec<Path> {
        let longest = if kind == SlotKind::Name {
            MAX_NAME_LEN
        } else {
            MAX_TEXT_LEN
        };
        let mut paths = Vec::new();
        for end in from.end + 1..=self.tokens.len().min(from.end + longest) {
            let is_unfit = kind == SlotKind::Name
                && self.ids[end - 1].is_some_and(|id| self.grammar.unfit_for_names.contains(&id));
            if is_unfit {
                break;
            }
            let cost = u32::try_from(end - from.end).unwrap_or(u32::MAX);
            let value = Value::Text(self.reader.surface(&self.tokens[from.end..end]));
            paths.push(from.captured(slot, value, end, cost));
        }
        paths
    }
}

impl Path {
    pub(super) fn at(end: usize) -> Self {
        Self {
            end,
            cost: 0,
            captures: None,
        }
    }

    fn advanced_if(&self, fits: bool) -> Vec<Self> {
        if fits {
            vec![Self {
                end: self.end + 1,
                ..self.clone()
            }]
        } else {
            Vec::new()
        }
    }

    fn captured(&self, slot: u32, value: Value, end: usize, cost: u32) -> Self {
        let before = self.captures.clone();
        Self {
            end,
            cost: self.cost.saturating_add(cost),
            captures: Some(Rc::new(Capture {
                slot,
                value,
                span: self.end..end,
                before,
            })),
        }
    }

    /// What was captured, the last first.
    pub(super) fn captures(&self) -> impl Iterator<Item = &Capture> {
        std::iter::successors(self.captures.as_deref(), |capture| capture.before.as_deref())
    }

    /// This way, and then one through a rule.
    fn joined(&self, other: &Self) -> Self {
        let inner: Vec<&Capture> = other.captures().collect();
        let mut captures = self.captures.clone();
        for capture in inner.into_iter().rev() {
            captures = Some(Rc::new(Capture {
                slot: capture.slot,
                value: capture.value.clone(),
                span: capture.span.clone(),
                before: captures,
            }));
        }
        Self {
            end: other.end,
            cost: self.cost.saturating_add(other.cost),
            captures,
        }
    }
}

/// Of two ways to the same place the one with less free text.
fn keep_best(paths: &mut Vec<Path>, path: Path) {
    match paths.iter_mut().find(|known| known.end == path.end) {
        Some(known) if path.cost < known.cost => *known = path,
        Some(_) => {}
        None => paths.push(path),
    }
}
