//! Grammar files.
//!
//! Owns their syntax:
//!
//! ```text
//! # a comment
//! <a> = (a|an|the|another)           a rule, for the lines below it
//! @timer_set                         an intent, with `key=value` constants and `when=condition|condition`
//! set <a> timer for {duration}       a sentence: [optional], (one|other), (in;any;order), {name:kind}, stem*
//!     | timer {duration}             an indented line goes on
//! ```
//!
//! `@lead`, `@trail` and `@noise` hold what is stripped. Below `@spot`, a line is
//! `<cue> & {slot} ! <bar> ~ <may> => sentence` (see `spot`), and `@filler` holds words that say nothing there.
//! Compiling is done once; matching is `matcher`'s.

use std::collections::HashMap;

use super::{Grammar, GrammarError, ListedValues, Node, Part, Section, Template};
use crate::Language;
use crate::dialogue::Dialogue;
use crate::own_tools::SlotShape;
use crate::slots::SlotKind;
use crate::text;

/// More templates than this would make every utterance slow.
const MAX_TEMPLATES: usize = 20_000;
/// Brackets inside each other.
const MAX_DEPTH: usize = 12;

/// One file: its name for complaints, and its text.
pub(crate) type Source<'a> = (&'a str, &'a str);

/// The sentences of an operator's own tool.
pub(crate) struct OwnSource<'a> {
    /// The tool, for complaints.
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
    /// The slots that may stand in them, and no others.
    pub(crate) slots: &'a [(String, SlotShape)],
}

impl Grammar {
    /// Compiles the files, in this order, and an operator's own files; `is_intent` tells which headings there may be.
    pub(crate) fn read(
        language: Language,
        sources: &[Source<'_>],
        own: &[Source<'_>],
        is_intent: &dyn Fn(&str) -> bool,
    ) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(language, is_intent);
        for (file, text) in sources {
            reader.file = file;
            reader.read_file(text)?;
        }
        reader.grammar.first_own = reader.grammar.templates.len();
        for (file, text) in own {
            reader.file = file;
            reader.read_file(text)?;
        }
        Ok(reader.grammar.indexed())
    }

    /// Compiles the sentences of an operator's own tools; the intent of each is its number.
    pub(crate) fn read_own(
        language: Language,
        common: Source<'_>,
        tools: &[OwnSource<'_>],
    ) -> Result<Self, GrammarError> {
        let is_number = |name: &str| name.parse::<usize>().is_ok();
        let mut reader = Reader::new(language, &is_number);
        reader.file = common.0;
        reader.read_file(common.1)?;
        for tool in tools {
            reader.file = tool.name;
            reader.slots = Some(reader.own_slots(tool.slots));
            reader.read_file(tool.text)?;
        }
        Ok(reader.grammar.indexed())
    }

    fn empty(language: Language) -> Self {
        Self {
            language,
            words: HashMap::new(),
            rules: Vec::new(),
            slot_names: Vec::new(),
            listed: Vec::new(),
            sections: Vec::new(),
            templates: Vec::new(),
            first_own: usize::MAX,
            by_first_word: HashMap::new(),
            open: Vec::new(),
            lead: Vec::new(),
            trail: Vec::new(),
            noise: Vec::new(),
            unfit_for_names: Vec::new(),
            spots: Vec::new(),
            filler: Vec::new(),
            vetoes: Vec::new(),
            clause_vetoes: Vec::new(),
        }
    }

    fn indexed(mut self) -> Self {
        for index in 0..self.templates.len() {
            let first = self.first_of(&self.templates[index].node);
            if first.is_open {
                self.open.push(index);
                continue;
            }
            let mut words = first.words;
            words.sort_unstable();
            words.dedup();
            for word in words {
                self.by_first_word.entry(word).or_default().push(index);
            }
        }
        self
    }
}

pub(super) struct Reader<'a> {
    pub(super) grammar: Grammar,
    rule_names: HashMap<String, usize>,
    is_intent: &'a dyn Fn(&str) -> bool,
    /// The slots that there are; `None` is all kinds.
    slots: Option<Vec<(String, SlotKind)>>,
    pub(super) file: &'a str,
    pub(super) line: usize,
}

impl<'a> Reader<'a> {
    fn new(language: Language, is_intent: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            grammar: Grammar::empty(language),
            rule_names: HashMap::new(),
            is_intent,
            slots: None,
            file: "",
            line: 0,
        }
    }

    fn own_slots(&mut self, shapes: &[(String, SlotShape)]) -> Vec<(String, SlotKind)> {
        let language = self.grammar.language;
        let listed = &mut self.grammar.listed;
        let kinds = shapes.iter().map(|(name, shape)| {
            let kind = match shape {
                SlotShape::Number => SlotKind::Number,
                SlotShape::Text => SlotKind::Text,
                SlotShape::OneOf(values) => {
                    let said = values.iter().flat_map(|(value, phrases)| {
                        phrases.iter().map(|phrase| (phrase.as_str(), value.as_str()))
                    });
                    listed.push(ListedValues::new(language, said));
                    SlotKind::Listed(u32::try_from(listed.len() - 1).unwrap_or(u32::MAX))
                }
            };
            (name.clone(), kind)
        });
        kinds.collect()
    }

    fn read_file(&mut self, text: &'a str) -> Result<(), GrammarError> {
        let mut section = None;
        for (line, statement) in statements(text) {
            self.line = line;
            if let Some(heading) = statement.strip_prefix('@') {
                section = Some(self.heading(heading)?);
            } else if let Some((name, body)) = rule(&statement) {
                self.define(name, body)?;
            } else {
                let section = section.ok_or_else(|| GrammarError::NoHeading {
                    file: self.file.to_owned(),
                    line,
                })?;
                self.sentence(section, &statement)?;
            }
        }
        Ok(())
    }

    fn heading(&mut self, heading: &str) -> Result<usize, GrammarError> {
        let mut parts = heading.split_whitespace();
        let intent = parts.next().unwrap_or("").to_owned();
        let mut section = Section {
            intent,
            constants: Vec::new(),
            conditions: Vec::new(),
        };
        for part in parts {
            let (key, value) = part.split_once('=').ok_or_else(|| GrammarError::Heading {
                file: self.file.to_owned(),
                line: self.line,
            })?;
            if key == "when" {
                section.conditions = value.split('|').map(str::to_owned).collect();
                let mut conditions = section.conditions.iter();
                if let Some(name) = conditions.find(|name| !Dialogue::CONDITIONS.contains(&name.as_str())) {
                    return Err(GrammarError::UnknownCondition {
                        file: self.file.to_owned(),
                        line: self.line,
                        name: name.clone(),
                    });
                }
            } else {
                section.constants.push((key.to_owned(), value.to_owned()));
            }
        }
        let is_known = matches!(
            section.intent.as_str(),
            "lead" | "trail" | "noise" | "not_in_names" | "spot" | "filler" | "veto"
        ) || (self.is_intent)(&section.intent);
        if !is_known {
            return Err(GrammarError::UnknownIntent {
                file: self.file.to_owned(),
                line: self.line,
                name: section.intent,
            });
        }
        self.grammar.sections.push(section);
        Ok(self.grammar.sections.len() - 1)
    }

    fn define(&mut self, name: &str, body: &str) -> Result<(), GrammarError> {
        let node = self.node(body)?;
        self.grammar.rules.push(node);
        self.rule_names
            .insert(name.to_owned(), self.grammar.rules.len() - 1);
        Ok(())
    }

    fn sentence(&mut self, section: usize, statement: &str) -> Result<(), GrammarError> {
        if self.grammar.templates.len() >= MAX_TEMPLATES {
            return Err(GrammarError::TooLarge {
                file: self.file.to_owned(),
                line: self.line,
            });
        }
        let intent = self.grammar.sections[section].intent.clone();
        if intent == "spot" {
            return self.spot(section, statement);
        }
        let node = self.node(statement)?;
        match intent.as_str() {
            "noise" | "not_in_names" | "filler" => {
                let words = text::words(statement, self.grammar.language);
                let ids: Vec<u32> = words.iter().map(|word| self.intern(word)).collect();
                match intent.as_str() {
                    "noise" => self.grammar.noise.extend(ids),
                    "filler" => self.grammar.filler.extend(ids),
                    _ => self.grammar.unfit_for_names.extend(ids),
                }
            }
            _ if self.grammar.first_of(&node).can_be_empty => {
                return Err(GrammarError::Empty {
                    file: self.file.to_owned(),
                    line: self.line,
                });
            }
            "lead" => self.grammar.lead.push(node),
            "trail" => self.grammar.trail.push(node),
            "veto" => {
                let first = self.grammar.first_of(&node);
                let is_of_clauses = self.grammar.sections[section]
                    .constants
                    .iter()
                    .any(|(key, value)| key == "in" && value == "clauses");
                let vetoes = if is_of_clauses {
                    &mut self.grammar.clause_vetoes
                } else {
                    &mut self.grammar.vetoes
                };
                vetoes.push(Part { node, first });
            }
            _ => self.grammar.templates.push(Template { node, section }),
        }
        Ok(())
    }

    fn intern(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.grammar.words.len()).unwrap_or(u32::MAX);
        *self.grammar.words.entry(word.to_owned()).or_insert(next)
    }

    pub(super) fn node(&mut self, body: &str) -> Result<Node, GrammarError> {
        let mut rest = body;
        let node = self.choice(&mut rest, 0)?;
        match rest.chars().next() {
            Some(bracket) => Err(self.bracket(bracket)),
            None => Ok(node),
        }
    }

    fn bracket(&self, bracket: char) -> GrammarError {
        GrammarError::Bracket {
            file: self.file.to_owned(),
            line: self.line,
            bracket,
        }
    }

    /// Alternatives or permuted parts, up to a closing bracket or the end.
    fn choice(&mut self, rest: &mut &str, depth: usize) -> Result<Node, GrammarError> {
        if depth > MAX_DEPTH {
            return Err(self.bracket('('));
        }
        let mut parts = vec![self.sequence(rest, depth)?];
        let separator = rest.chars().next().filter(|next| matches!(next, '|' | ';'));
        let Some(separator) = separator else {
            return Ok(parts.remove(0));
        };
        while let Some(after) = rest.strip_prefix(separator) {
            *rest = after;
            parts.push(self.sequence(rest, depth)?);
        }
        Ok(if separator == '|' {
            Node::Choice(parts)
        } else {
            Node::AnyOrder(parts)
        })
    }

    fn sequence(&mut self, rest: &mut &str, depth: usize) -> Result<Node, GrammarError> {
        let mut parts = Vec::new();
        while let Some(next) = rest.chars().next() {
            match next {
                '|' | ';' | ')' | ']' => break,
                '(' | '[' => {
                    *rest = &rest[1..];
                    let inner = self.choice(rest, depth + 1)?;
                    let closing = if next == '(' { ')' } else { ']' };
                    *rest = rest.strip_prefix(closing).ok_or_else(|| self.bracket(next))?;
                    parts.push(if next == '(' {
                        inner
                    } else {
                        Node::Optional(Box::new(inner))
                    });
                }
                '{' => parts.push(self.slot(rest)?),
                '<' => parts.push(self.rule_use(rest)?),
                '}' | '>' => return Err(self.bracket(next)),
                _ => {
                    let end = rest
                        .find(['(', ')', '[', ']', '{', '}', '<', '>', '|', ';'])
                        .unwrap_or(rest.len());
                    self.literal(&rest[..end], &mut parts);
                    *rest = &rest[end..];
                }
            }
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Node::Sequence(parts)
        })
    }

    fn literal(&mut self, text: &str, parts: &mut Vec<Node>) {
        for piece in text.split_whitespace() {
            if let Some(stem) = piece.strip_suffix('*').filter(|stem| !stem.is_empty()) {
                let stem = text::words(stem, self.grammar.language).concat();
                parts.push(Node::Stem(stem.into_boxed_str()));
                continue;
            }
            for word in text::words(piece, self.grammar.language) {
                let id = self.intern(&word);
                parts.push(Node::Word(id));
            }
        }
    }

    fn enclosed<'b>(&self, rest: &mut &'b str, open: char, close: char) -> Result<&'b str, GrammarError> {
        let end = rest.find(close).ok_or_else(|| self.bracket(open))?;
        let inner = &rest[1..end];
        *rest = &rest[end + 1..];
        Ok(inner)
    }

    fn slot(&mut self, rest: &mut &str) -> Result<Node, GrammarError> {
        let inner = self.enclosed(rest, '{', '}')?;
        let (name, kind) = inner.split_once(':').unwrap_or((inner, inner));
        let known = match &self.slots {
            None => SlotKind::from_name(kind),
            Some(own) => own.iter().find(|(own, _)| own == inner).map(|(_, kind)| *kind),
        };
        let kind = known.ok_or_else(|| GrammarError::UnknownSlot {
            file: self.file.to_owned(),
            line: self.line,
            name: kind.to_owned(),
        })?;
        let names = &mut self.grammar.slot_names;
        let position = names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        Ok(Node::Slot(u32::try_from(position).unwrap_or(0), kind))
    }

    fn rule_use(&mut self, rest: &mut &str) -> Result<Node, GrammarError> {
        let name = self.enclosed(rest, '<', '>')?;
        match self.rule_names.get(name) {
            Some(&rule) => Ok(Node::Rule(rule)),
            None => Err(GrammarError::UnknownRule {
                file: self.file.to_owned(),
                line: self.line,
                name: name.to_owned(),
            }),
        }
    }
}

/// Lines without comments, each with the indented ones below it.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut statements: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let is_continued = line.starts_with([' ', '\t']);
        let line = line.split(" #").next().unwrap_or("").trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match statements.last_mut() {
            Some((_, last)) if is_continued => {
                last.push(' ');
                last.push_str(line);
            }
            _ => statements.push((index + 1, line.to_owned())),
        }
    }
    statements
}

/// `<name> = body`
fn rule(statement: &str) -> Option<(&str, &str)> {
    let (name, body) = statement.strip_prefix('<')?.split_once('>')?;
    let body = body.trim_start().strip_prefix('=')?;
    Some((name, body.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> String {
        let is_intent = |name: &str| name == "time_now";
        match Grammar::read(Language::English, &[], &[("own.grammar", text)], &is_intent) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_mistake_is_named_with_file_and_line() {
        for (text, expected) in [
            (
                "@time_now\nwhat (time|hour",
                "own.grammar, line 2: a '(' has no partner.",
            ),
            (
                "@time_now\nwhat time)",
                "own.grammar, line 2: a ')' has no partner.",
            ),
            (
                "\n@time_now\n<the> time",
                "own.grammar, line 3: no rule <the> is defined above this line.",
            ),
            (
                "@time_now\nin {town}",
                "own.grammar, line 2: there is no kind of slot called 'town'.",
            ),
            (
                "@teleport",
                "own.grammar, line 1: there is no intent called 'teleport'.",
            ),
            (
                "what time",
                "own.grammar, line 1: a sentence must stand below an '@intent' heading.",
            ),
            (
                "@time_now\n[what]",
                "own.grammar, line 2: the sentence could be empty.",
            ),
            (
                "@time_now zone",
                "own.grammar, line 1: a heading must look like '@intent key=value'.",
            ),
        ] {
            assert_eq!(complaint(text), expected, "{text}");
        }
    }

    #[test]
    fn comments_and_continued_lines_are_read() {
        let text = "# the clock\n<is> = (is\n  | was) # both\n@time_now\nwhat time <is> it";
        assert_eq!(complaint(text), "");
    }

    #[test]
    fn endless_brackets_are_refused() {
        assert!(!complaint(&format!("@time_now\n{}", "(".repeat(5000))).is_empty());
    }
}
