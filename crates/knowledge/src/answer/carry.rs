//! What a question leaves out because the one before said it: "and on Sundays?"
//!
//! Owns which terms are carried over, and how near units stand to those that answered before. Does not decide whether
//! the question is read with them: `answer` does.

use jiff::civil::DateTime;

use super::{Answer, Answerer, Context};
use crate::frames::Frame;
use crate::question::{Importance, Question, Term};
use crate::reader::{Asked, asked_columns};
use crate::say;
use crate::unit::{Body, Unit};

/// Most words of a question that may ask for another column of the row before.
const SHORT: usize = 9;
/// A word of the question stands in the row from this weight on.
const MET: f32 = 0.5;
/// How sure it is that a bare question goes on about the row before.
const SAME_ROW: f32 = 0.9;

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

    /// The row that answered before, where the question asks for nothing but another of its columns: "and how long
    /// does it take?"
    pub(super) fn of_the_same_row(
        &self,
        question: &Question,
        context: &Context,
        now: DateTime,
    ) -> Option<Answer> {
        let [unit] = context.units.as_slice() else {
            return None;
        };
        let unit = self.index.units.get(*unit)?;
        let Body::Row(cells) = &unit.body else { return None };
        // "What time do you open?" is about the house, not about the row.
        let hours = [Frame::Open, Frame::Close, Frame::Hours, Frame::OpenNow];
        let leans = question.follow || question.pronoun;
        let house = !leans && hours.iter().any(|frame| question.asks(*frame));
        let names_when = Asked::of(question, now.date()) != Asked::default();
        if question.tokens.len() > SHORT || question.asked.is_empty() || names_when || house {
            return None;
        }
        let columns = asked_columns(question, cells);
        let texts = cells
            .iter()
            .flat_map(|cell| [cell.header.as_ref(), cell.text.as_str()]);
        let text = texts.collect::<Vec<_>>().join(". ");
        let expansion = self.reader().expand(question);
        let met = expansion.met_by(&self.lexicon, &text);
        let elsewhere = question
            .terms
            .iter()
            .zip(met)
            .any(|(term, met)| term.importance != Importance::Light && met < MET);
        if columns.is_empty() || elsewhere {
            return None;
        }
        Some(Answer {
            text: say::ended(&say::whole_row(cells, columns)),
            units: vec![unit.id],
            confidence: SAME_ROW,
        })
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use crate::answer::{Answerer, Context};
    use crate::documents;

    const BOATS: &str = "# Boats\n\n| Island | Departs | Fare | Crossing |\n| --- | --- | --- | --- |\n| Velm | 09:15 | £6 | 40 min |\n| Orsay | 11:30 | £9 | 75 min |\n\n## Opening hours\n\nDaily 8:00 to 17:00.\n";

    #[test]
    fn only_a_question_about_the_row_before_is_answered_from_it() {
        let answerer = Answerer::new(documents::read(Path::new("boats.md"), BOATS));
        let now = date(2026, 3, 2).at(10, 0, 0, 0);
        for (question, expected) in [
            ("And how much is it?", true),
            ("How long does it take?", true),
            ("How much is a parrot?", false),
            ("What time do you open?", false),
            ("And how much is it in August?", false),
        ] {
            let mut context = Context::default();
            let first = answerer.answer("When does the boat to Velm go?", None, &mut context, now);
            assert!(first.text.contains("09:15"), "{}", first.text);
            let answer = answerer.answer(question, None, &mut context, now);
            assert_eq!(
                answer.text.starts_with("Velm") && answer.is_certain(),
                expected,
                "{question} {}",
                answer.text
            );
        }
    }
}
