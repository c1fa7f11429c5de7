//! The amount of one item of a calculating question, found by a question of its own.
//!
//! Owns which of the candidates' amounts is taken. What is done with the amounts is `reckoned`'s.

use jiff::civil::DateTime;

use super::quoted::{Quoted, named};
use super::{Answerer, Context, Depth, Reading};
use crate::frames::Frame;
use crate::index::Field;
use crate::question::{Importance, Question};
use crate::reader::{Asked, Candidate};
use crate::reckon::{self, Amount};
use crate::say;

/// As many candidates of an item are looked at.
pub(super) const LOOKED_AT: usize = 8;
/// A word of the item counts as there from this weight on.
const OWN_WORD: f32 = 0.35;
/// An amount belongs to an item from this agreement of their words on.
pub(super) const MATCHES: f32 = 0.5;
/// The same for another class of people in the row of the first.
const IN_THE_ROW: f32 = 0.3;

impl Answerer {
    /// The amount of one item, and the place of the candidate that names it. Without an amount the unit says a part
    /// of another's.
    pub(super) fn priced(
        &self,
        (item, own, choice): (&reckon::Item, Question, usize),
        frame: Frame,
        (plan, shared): (&reckon::Plan, &Question),
        first: Option<&Question>,
        (near, before): (&[(usize, f32)], Option<&Amount>),
        (context, now, when): (&Context, DateTime, &Asked),
    ) -> Option<((Option<Quoted>, usize), Reading)> {
        let question = self.item_question(own, frame, shared, first, (near, context));
        let reading = self.reading(question, near, now, when, Depth::Found);
        let quoted = |candidate: &Candidate| self.quoted(candidate, &reading, (plan, item));
        // Of what a bundle stands for, the second price is looked for beside the first.
        let beside = if plan.of_bundle {
            near.get(1).or(near.first())
        } else {
            near.first()
        };
        let first_unit = beside.map(|(unit, _)| *unit);
        let people = first_unit.filter(|_| reckon::names_people(&item.text));
        if let Some(first_unit) = people {
            let of_one = |candidate: &Candidate| {
                quoted(candidate).filter(|quoted| {
                    let is_before = candidate.unit == first_unit && Some(&quoted.amount) == before;
                    !plan.of_bundle || !is_before && !reckon::is_for_several(&quoted.label, &item.text)
                })
            };
            // Beside an adult's price in the same row stands a child's.
            let in_the_row = || {
                let is_other = |quoted: Quoted| {
                    quoted.matches >= MATCHES
                        || quoted.matches >= IN_THE_ROW && reckon::is_of_people(&quoted.label)
                };
                reading.candidates.iter().position(|candidate| {
                    candidate.unit == first_unit && of_one(candidate).is_some_and(is_other)
                })
            };
            let place = if plan.of_bundle { in_the_row() } else { None };
            let place = place.or_else(|| self.of_people(first_unit, &reading, &of_one));
            let found = place.and_then(|place| {
                let candidate = &reading.candidates[place];
                let quoted = of_one(candidate);
                let part = || reckon::half_or_free(&self.index.units[candidate.unit]);
                (quoted.is_some() || part().is_some()).then_some((quoted, place))
            });
            // What a bundle stands for may be priced in another table.
            let is_free = found
                .as_ref()
                .is_some_and(|(quoted, _)| quoted.as_ref().is_none_or(|quoted| quoted.amount.value == 0));
            let is_theirs = !plan.of_bundle || !is_free || item.text.contains("aged");
            if !plan.of_bundle || found.is_some() && is_theirs {
                return found.map(|found| (found, reading));
            }
        }
        let contrasts = !plan.is_total();
        if let Some(first_unit) = first_unit.filter(|_| contrasts && names_usual(&reading.question))
            && let Some(place) = reading
                .candidates
                .iter()
                .position(|candidate| candidate.unit == first_unit)
            && let Some(rate) = reckon::usual(&self.index.units[first_unit], plan.quantity)
            && Some(&rate.amount) != before
        {
            let quoted = named(&self.index.units[first_unit], rate, 1.0, false);
            return Some(((Some(quoted), place), reading));
        }
        let beside_first = || {
            let place = self.of_the_same_kind(first_unit.filter(|_| contrasts)?, &reading)?;
            let quoted = quoted(&reading.candidates[place]).filter(|quoted| quoted.amount.value != 0)?;
            Some((quoted, place))
        };
        let best = || self.best_quoted((plan, item, choice), &reading, (first_unit, before), &quoted);
        let is_said = || {
            let mut others = reading
                .candidates
                .iter()
                .take(LOOKED_AT)
                .filter(|candidate| Some(candidate.unit) != first_unit);
            others.any(|candidate| has_own_words(&reading.question, candidate))
        };
        let found = if names_usual(&reading.question) && !is_said() {
            beside_first().or_else(best)
        } else {
            best().or_else(beside_first)
        };
        if let Some((quoted, place)) = found {
            return Some(((Some(quoted), place), reading));
        }
        let part = reading.candidates.iter().take(LOOKED_AT).position(|candidate| {
            has_own_words(&reading.question, candidate)
                && reckon::half_or_free(&self.index.units[candidate.unit]).is_some()
        });
        part.filter(|_| first.is_some() && !plan.of_bundle)
            .map(|place| ((None, place), reading))
    }

    /// "Than the regular one": where nothing has the words of the second thing, what stands beside the first and is
    /// called alike.
    fn of_the_same_kind(&self, first: usize, reading: &Reading) -> Option<usize> {
        let names_one = reading.question.terms.iter().any(|term| {
            !term.carried && term.importance != Importance::Light && !reckon::is_usual(&term.word)
        });
        let named = |candidate: &Candidate| names_one && has_own_words(&reading.question, candidate);
        if reading
            .candidates
            .iter()
            .take(LOOKED_AT)
            .any(|candidate| candidate.unit != first && named(candidate))
        {
            return None;
        }
        let block = self.index.block(first);
        let shared = |candidate: &Candidate| {
            let key = &self.index.entries[candidate.unit].key;
            self.index.entries[first]
                .key
                .iter()
                .filter(|word| key.contains(word))
                .count()
        };
        (0..reading.candidates.len())
            .filter(|place| {
                let candidate = &reading.candidates[*place];
                candidate.unit != first && block.contains(&candidate.unit) && shared(candidate) > 0
            })
            .max_by_key(|place| (shared(&reading.candidates[*place]), std::cmp::Reverse(*place)))
    }

    /// Where the price of people of an age or class stands: in the row of the first item or beside it, or where a
    /// part of it is said for them.
    fn of_people(
        &self,
        first: usize,
        reading: &Reading,
        quoted: &dyn Fn(&Candidate) -> Option<Quoted>,
    ) -> Option<usize> {
        let block = self.index.block(first);
        let unit = |candidate: &Candidate| &self.index.units[candidate.unit];
        let fits = |candidate: &Candidate| {
            let beside = block.contains(&candidate.unit)
                && !reckon::is_for_several(&say::label(unit(candidate)), &reading.question.text);
            let theirs = || reckon::counts_people(&say::own_text(unit(candidate)));
            beside || reckon::half_or_free(unit(candidate)).is_some() && theirs()
        };
        let place_of = |wanted: &dyn Fn(&Candidate) -> bool| {
            reading
                .candidates
                .iter()
                .position(|candidate| fits(candidate) && wanted(candidate))
        };
        let names = |candidate: &Candidate| quoted(candidate).is_some_and(|quoted| quoted.is_named);
        place_of(&|candidate| candidate.unit == first && names(candidate))
            .or_else(|| place_of(&|candidate| candidate.features.names_age()))
            .or_else(|| {
                // Of "child" and "infant, free" the one that has the very word.
                let matches = |candidate: &Candidate| {
                    quoted(candidate)
                        .filter(|quoted| quoted.amount.value != 0)
                        .map_or(-1.0, |quoted| quoted.matches)
                };
                let mut best: Option<(f32, usize)> = None;
                for (place, candidate) in reading.candidates.iter().enumerate() {
                    // "Child" may be the header of a column in the first one's row.
                    let in_column = || {
                        let theirs = |quoted: &Quoted| {
                            quoted.matches >= MATCHES && reckon::counts_people(&quoted.column)
                        };
                        candidate.unit == first && quoted(candidate).as_ref().is_some_and(theirs)
                    };
                    let is_theirs = has_own_words(&reading.question, candidate) || in_column();
                    if !fits(candidate) || !is_theirs {
                        continue;
                    }
                    let matches = matches(candidate);
                    if best.is_none_or(|(known, _)| matches > known) {
                        best = Some((matches, place));
                    }
                }
                best.map(|(_, place)| place)
            })
    }

    /// The question for one item's amount, with what is said of all items, and of the first where this one leans on it.
    fn item_question(
        &self,
        mut question: Question,
        frame: Frame,
        shared: &Question,
        first: Option<&Question>,
        (near, context): (&[(usize, f32)], &Context),
    ) -> Question {
        question.asked = vec![frame];
        let bare = question.names_nothing() || question.pronoun;
        for term in &shared.terms {
            if !question.terms.iter().any(|own| own.stem == term.stem) {
                question.carry(term);
            }
        }
        question.values.extend(shared.values.iter().cloned());
        if let Some(first) = first.filter(|_| bare || question.terms.len() < 2) {
            let mut context = context.clone();
            context.units = near.iter().map(|(unit, _)| *unit).collect();
            question = self.carried(&question, first, &context);
            question.asked = vec![frame];
        }
        question
    }
}

/// Whether an item names nothing but that it is the usual one: "the normal one".
fn names_usual(question: &Question) -> bool {
    let mut own = question.terms.iter().filter(|term| !term.carried);
    own.clone().any(|term| reckon::is_usual(&term.word))
        && own.all(|term| term.importance == Importance::Light || reckon::is_usual(&term.word))
}

/// Whether the candidate has every word that the item itself names.
pub(super) fn has_own_words(question: &Question, candidate: &Candidate) -> bool {
    if candidate.features.names_age() {
        return true;
    }
    let mut own = question
        .terms
        .iter()
        .enumerate()
        .filter(|(_, term)| !term.carried && term.importance != Importance::Light);
    own.all(|(number, _)| {
        let met = candidate.matches.iter().find(|found| found.term == number);
        met.is_some_and(|found| {
            found.weight >= OWN_WORD && !matches!(found.field, Field::Header(_) | Field::Title)
        })
    })
}
