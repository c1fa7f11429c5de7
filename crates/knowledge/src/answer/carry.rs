//! What a question leaves out because the one before said it: "and on Sundays?"
//!
//! Owns which terms are carried over, and how near units stand to those that answered before. Does not decide whether
//! the question is read with them: `answer` does.

use super::{Answerer, Context};
use crate::frames::Frame;
use crate::question::{Importance, Question, Term};
use crate::unit::{Body, Unit};

impl Answerer {
    /// The question with what it leaves out and the one before it said.
    pub(super) fn carried(&self, question: &Question, before: &Question, context: &Context) -> Question {
        let mut whole = question.clone();
        whole.meaning = format!("{} {}", before.text, question.text);
        let replaced = |term: &Term| -> bool {
            question.terms.iter().any(|own| own.stem == term.stem) || self.same_place(term, question, context)
        };
        if whole.asked.is_empty()
            || whole.asked == [Frame::What]
            || (whole.follow && whole.asked == [Frame::Which])
        {
            whole.asked.clone_from(&before.asked);
            whole.asked_before = true;
        }
        let keeps_all = question.names_nothing();
        for term in &before.terms {
            if term.importance == Importance::Light && !keeps_all {
                continue;
            }
            if !replaced(term) {
                whole.carry(term);
            }
        }
        whole
    }

    /// Whether a term of the question before stood where one of this question stands: the same column, another value;
    /// or another header.
    fn same_place(&self, term: &Term, question: &Question, context: &Context) -> bool {
        let Some(old) = term.phrase.or_else(|| self.lexicon.number(&term.stem)) else {
            return false;
        };
        let table = context
            .units
            .iter()
            .chain(&context.earlier)
            .flat_map(|unit| self.index.block(*unit))
            .take(500)
            .filter(|unit| matches!(self.index.units[*unit].body, Body::Row(_)));
        let mut old_fields = std::collections::BTreeSet::new();
        let mut new_fields = std::collections::BTreeSet::new();
        let all_light = question.names_nothing();
        for unit in table {
            for stands in &self.index.entries[unit].terms {
                if self.stands_for(old, stands.phrase) {
                    old_fields.insert(stands.field);
                }
                for own in question
                    .terms
                    .iter()
                    .filter(|own| all_light || own.importance != Importance::Light)
                {
                    if own.phrase.is_some_and(|own| self.stands_for(own, stands.phrase)) {
                        new_fields.insert(stands.field);
                    }
                }
            }
        }
        let is_header = |field: &crate::index::Field| matches!(field, crate::index::Field::Header(_));
        let both_headers = !old_fields.is_empty()
            && !new_fields.is_empty()
            && old_fields.iter().all(is_header)
            && new_fields.iter().all(is_header);
        let same_column = old_fields
            .iter()
            .any(|field| !is_header(field) && new_fields.contains(field));
        both_headers || same_column
    }

    fn stands_for(&self, asked: crate::lexicon::PhraseId, written: crate::lexicon::PhraseId) -> bool {
        asked == written
            || self
                .lexicon
                .alternatives(asked)
                .iter()
                .any(|(phrase, weight)| *phrase == written && *weight >= 0.9)
    }

    /// How close a unit stands to those that answered before.
    pub(super) fn nearness(&self, unit: usize, near: &[(usize, f32)]) -> f32 {
        let Some(here) = self.index.units.get(unit) else {
            return 0.0;
        };
        near.iter()
            .filter_map(|(other, weight)| {
                let there = self.index.units.get(*other)?;
                Some(
                    weight
                        * if *other == unit {
                            0.2
                        } else if same_key(here, there) {
                            0.18
                        } else if here.block == there.block {
                            0.1
                        } else if here.path == there.path && here.location.file == there.location.file {
                            0.06
                        } else {
                            0.0
                        },
                )
            })
            .fold(0.0, f32::max)
    }
}

/// Whether two rows are of the same thing: two lines of one route.
fn same_key(one: &Unit, other: &Unit) -> bool {
    match (&one.body, &other.body) {
        (Body::Row(one_cells), Body::Row(other_cells)) => {
            one.block == other.block
                && one_cells.first().map(|cell| &cell.text) == other_cells.first().map(|cell| &cell.text)
        }
        _ => false,
    }
}
