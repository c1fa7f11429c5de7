//! Sentence templates and what they match.
//!
//! Owns the compiled form of a grammar. `reader` makes one from files, `matcher` runs one over an utterance,
//! and `error` says what is wrong with a file. What a matched intent means belongs to `skills`.

mod error;
mod listed;
mod matcher;
mod reader;
mod spot;

use std::collections::HashMap;

pub use error::GrammarError;
pub(crate) use listed::ListedValues;
pub(crate) use matcher::{Match, Matcher};
pub(crate) use reader::OwnSource;
use spot::{Part, Spot};

use crate::Language;
use crate::slots::SlotKind;

/// A part of a template.
#[derive(Debug, Clone)]
enum Node {
    /// One literal word.
    Word(u32),
    /// A word that begins so: `минут*`.
    Stem(Box<str>),
    /// One after another.
    Sequence(Vec<Node>),
    /// The first that fits, or all of them: `(a|b)`.
    Choice(Vec<Node>),
    /// Present or not: `[a]`.
    Optional(Box<Node>),
    /// Each once, in any order: `(a;b)`.
    AnyOrder(Vec<Node>),
    /// An expansion rule: `<a>`.
    Rule(usize),
    /// A typed slot: `{name:kind}`.
    Slot(u32, SlotKind),
}

/// How a template may begin; a quick refusal for nearly all of them.
#[derive(Debug, Clone, Default)]
struct First {
    words: Vec<u32>,
    /// With a slot or a stem: only trying tells.
    is_open: bool,
    can_be_empty: bool,
}

/// Templates under one heading.
#[derive(Debug, Clone)]
struct Section {
    intent: String,
    constants: Vec<(String, String)>,
    /// One of these must hold; none: always.
    conditions: Vec<String>,
}

#[derive(Debug, Clone)]
struct Template {
    node: Node,
    section: usize,
}

/// The compiled grammar of one language.
#[derive(Debug, Clone)]
pub(crate) struct Grammar {
    language: Language,
    words: HashMap<String, u32>,
    rules: Vec<Node>,
    slot_names: Vec<String>,
    /// Values of the slots of an operator's own tools.
    listed: Vec<ListedValues>,
    sections: Vec<Section>,
    templates: Vec<Template>,
    /// The templates from here on are an operator's own; of two equal parses theirs is taken.
    first_own: usize,
    /// Templates by the word that they begin with.
    by_first_word: HashMap<u32, Vec<usize>>,
    /// Templates that have to be tried at every word.
    open: Vec<usize>,
    lead: Vec<Node>,
    trail: Vec<Node>,
    noise: Vec<u32>,
    /// Words that a free name cannot hold.
    unfit_for_names: Vec<u32>,
    /// What is understood from cues, the surest first.
    spots: Vec<Spot>,
    /// Words that say nothing beside cues.
    filler: Vec<u32>,
    /// What is left out of no deed: "not", "if", "who".
    vetoes: Vec<Part>,
    /// The same of what a clause leaves out.
    clause_vetoes: Vec<Part>,
}

impl Grammar {
    /// All literal words.
    pub(crate) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    fn slot_name(&self, slot: u32) -> &str {
        self.slot_names.get(slot as usize).map_or("", String::as_str)
    }

    /// Words such as "um", which say nothing wherever they stand.
    pub(crate) fn is_noise(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|id| self.noise.contains(id))
    }

    fn first_of(&self, node: &Node) -> First {
        match node {
            Node::Word(word) => First {
                words: vec![*word],
                ..First::default()
            },
            Node::Stem(_) | Node::Slot(..) => First {
                is_open: true,
                ..First::default()
            },
            Node::Sequence(parts) => {
                let mut first = First {
                    can_be_empty: true,
                    ..First::default()
                };
                for part in parts {
                    let next = self.first_of(part);
                    first.words.extend(next.words);
                    first.is_open |= next.is_open;
                    if !next.can_be_empty {
                        first.can_be_empty = false;
                        break;
                    }
                }
                first
            }
            Node::Choice(parts) => self.first_of_any(parts, false),
            Node::AnyOrder(parts) => self.first_of_any(parts, true),
            Node::Optional(part) => First {
                can_be_empty: true,
                ..self.first_of(part)
            },
            Node::Rule(rule) => self.rules.get(*rule).map_or_else(
                || First {
                    is_open: true,
                    ..First::default()
                },
                |node| self.first_of(node),
            ),
        }
    }

    fn first_of_any(&self, parts: &[Node], all_are_needed: bool) -> First {
        let mut first = First {
            can_be_empty: all_are_needed,
            ..First::default()
        };
        for part in parts {
            let next = self.first_of(part);
            first.words.extend(next.words);
            first.is_open |= next.is_open;
            if all_are_needed {
                first.can_be_empty &= next.can_be_empty;
            } else {
                first.can_be_empty |= next.can_be_empty;
            }
        }
        first
    }
}
