//! A part of a statement, ready to be compared with a claim.
//!
//! Owns what the part has: its words in order, its labels, and what its values make true without a word. Whether a claim
//! agrees with it is `fit`'s.

use std::collections::HashMap;

use mynah_knowledge::values::Value;

use super::candidate::Candidate;
use super::items::Item;
use super::markers::markers;
use super::statement::Statement;
use super::values::{Sort, lies_within, sort};
use crate::lexicon::{Lexicon, Role};

/// A part of a statement, ready to be compared.
pub(crate) struct Part<'a> {
    pub(crate) statement: &'a Statement,
    /// Places of what it says, in order.
    pub(crate) order: Vec<usize>,
    /// What may be said as well: labels, the verb of another piece.
    pub(crate) beside: Vec<&'a Item>,
    /// What of it must be said, but for names that are no names ("Opening hours").
    pub(crate) labels: Vec<&'a Item>,
    /// All its items, words that join included, its labels first.
    pub(crate) written: Vec<&'a Item>,
}

impl<'a> Part<'a> {
    pub(crate) fn new(statement: &'a Statement, candidate: &Candidate, lexicon: &Lexicon) -> Self {
        let all: Vec<usize> = candidate.spans.iter().flat_map(Clone::clone).collect();
        let order = all
            .iter()
            .copied()
            .filter(|at| statement.items[*at].says_something())
            .collect();
        let mut beside: Vec<&Item> = candidate.spare.iter().map(|at| &statement.items[*at]).collect();
        let (mut labels, mut written) = (Vec::new(), Vec::new());
        for (column, items) in &statement.labels {
            if column.is_none_or(|column| candidate.columns.contains(&column)) {
                beside.extend(items.iter().filter(|item| item.says_something()));
                written.extend(items.iter());
                // The header of the first column ("Place") says what kind of thing its cells name.
                if *column != Some(0) {
                    labels.extend(
                        items
                            .iter()
                            .filter(|i| i.says_something() && !lexicon.is_among("generic", &i.folded)),
                    );
                }
            }
        }
        written.extend(all.iter().map(|at| &statement.items[*at]));
        Self {
            statement,
            order,
            beside,
            labels,
            written,
        }
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        self.order
            .iter()
            .map(|at| &self.statement.items[*at])
            .chain(self.beside.iter().copied())
    }

    /// Whether it has a word, in itself or above it.
    pub(crate) fn has_word(&self, class: &str) -> bool {
        self.items().any(|item| item.is_word() && item.class == class)
            || self.statement.headings.iter().any(|word| word == class)
            || self.points_back() && self.statement.before.as_deref() == Some(class)
            || self.implies(class)
    }

    /// The statement says "it" of what the statement before it names.
    fn points_back(&self) -> bool {
        self.written
            .iter()
            .any(|item| item.value.is_none() && item.role == Role::Third)
    }

    /// Its values.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Value> {
        self.items().filter_map(|item| item.value.as_ref())
    }

    /// Whether its values make a word true that it does not have: a price "costs", opening hours "open" and "close".
    pub(crate) fn implies(&self, class: &str) -> bool {
        let hours = || {
            let open = ["open", "hour", "час", "режим", "时间"];
            let named = |word: &str| open.contains(&word);
            self.values()
                .any(|value| matches!(value, Value::TimeRange { .. }))
                && (self.items().any(|item| named(&item.class))
                    || self.statement.headings.iter().any(|w| named(w)))
        };
        match class {
            "cost" => self.values().any(|value| sort(value) == Sort::Money),
            "open" | "close" | "hour" => hours(),
            _ => false,
        }
    }

    /// How often each word that changes a claim stands in it.
    pub(crate) fn markers(&self) -> HashMap<Role, usize> {
        markers(self.written.iter().copied())
    }

    /// Whether a value that is asked about is, or lies within, one of its own.
    pub(crate) fn answers(&self, asked: &Value) -> bool {
        self.values().any(|written| lies_within(asked, written))
    }
}
