//! Answers that are computed from several units: sums, differences, comparisons.
//!
//! Owns how the amounts are found, each by a question of its own; what is asked for and how it is said is `reckon`'s.

use jiff::civil::DateTime;

use super::{Answer, Answerer, Context, Depth, Reading};
use crate::frames::Frame;
use crate::index::Field;
use crate::question::{Importance, Question};
use crate::reader::{Asked, Candidate};
use crate::reckon::{self, Amount, Priced, Quantity};
use crate::say;
use crate::unit::{Body, UnitId};

/// As many candidates of an item are looked at.
const LOOKED_AT: usize = 8;
/// As many units of a table or paragraph are looked at for prices of the second and third.
const GRADES: usize = 40;
/// A word of the item counts as there from this weight on.
const OWN_WORD: f32 = 0.35;

impl Answerer {
    /// The answer to a question of comparing or adding, if every amount is found.
    pub(super) fn reckoned(
        &self,
        question: &Question,
        context: &mut Context,
        now: DateTime,
    ) -> Option<Answer> {
        let plan = reckon::plan(question)?;
        let frame = match plan.quantity {
            Quantity::Price => Frame::Price,
            Quantity::Duration => Frame::Duration,
            Quantity::Time => Frame::Close,
            Quantity::Count => Frame::Count,
        };
        let shared = self
            .questions
            .read(&plan.shared, question.language, &self.lexicon);
        let mut priced: Vec<Priced> = Vec::new();
        let mut units: Vec<UnitId> = Vec::new();
        let mut first: Option<Question> = None;
        let mut near: Vec<(usize, f32)> = Vec::new();
        for item in &plan.items {
            let own = self.questions.read(&item.text, question.language, &self.lexicon);
            if plan.items.len() > 1
                && plan.is_total()
                && own.names_nothing()
                && !reckon::counts_people(&item.text)
            {
                continue;
            }
            let (found, reading) = self.priced(
                (item, own),
                frame,
                (&plan, &shared),
                first.as_ref(),
                (&near, priced.first().map(|priced| &priced.amount)),
                (context, now),
            )?;
            let unit = reading.candidates.get(found.1)?.unit;
            let amount = match found.0 {
                Some(amount) => amount,
                None => {
                    let part = reckon::half_or_free(&self.index.units[unit])?;
                    let base = priced.first().map(|priced: &Priced| &priced.amount)?;
                    base.part(part)
                }
            };
            near.push((unit, 1.0));
            units.push(self.index.units[unit].id);
            first.get_or_insert(reading.question);
            priced.push(Priced {
                label: say::label(&self.index.units[unit]),
                count: item.count,
                amount,
            });
        }
        let same = plan.is_total()
            && units
                .iter()
                .enumerate()
                .any(|(place, unit)| units[..place].contains(unit))
            && matches!(self.index.units[units[0].0 as usize].body, Body::Row(_));
        let alike = priced
            .windows(2)
            .any(|pair| pair[0].label == pair[1].label && pair[0].amount == pair[1].amount);
        if same || alike && plan.items.len() > 1 || !self.adds_up(&plan, &units) {
            return None;
        }
        let text = reckon::said(&plan, &priced, question.language)?;
        context.units = units.iter().map(|unit| unit.0 as usize).collect();
        context.question = Some(question.clone());
        Some(Answer {
            text,
            units,
            confidence: 1.0,
        })
    }

    /// Whether a sum of these prices is certain: they stand in one or two places, and none says that the second of a
    /// thing costs something else than the first. What is only compared needs no sum.
    fn adds_up(&self, plan: &reckon::Plan, units: &[UnitId]) -> bool {
        let reckon::Task::Total { times } = plan.task else {
            return true;
        };
        let several = times > 1 || plan.items.iter().any(|item| item.count > 1);
        let numbers = || units.iter().map(|unit| unit.0 as usize);
        let mut blocks: Vec<u32> = numbers().map(|unit| self.index.units[unit].block).collect();
        blocks.sort_unstable();
        blocks.dedup();
        let graded = |unit: usize| {
            let block = self.index.block(unit);
            let end = block.end.min(block.start + GRADES);
            (block.start..end).any(|unit| reckon::is_graded(&say::own_text(&self.index.units[unit])))
        };
        blocks.len() <= 2 && !(several && numbers().any(graded))
    }

    /// The amount of one item, and the place of the candidate that names it. Without an amount the unit says a part
    /// of another's.
    fn priced(
        &self,
        (item, own): (&reckon::Item, Question),
        frame: Frame,
        (plan, shared): (&reckon::Plan, &Question),
        first: Option<&Question>,
        (near, before): (&[(usize, f32)], Option<&Amount>),
        (context, now): (&Context, DateTime),
    ) -> Option<((Option<Amount>, usize), Reading)> {
        let question = self.item_question(own, frame, shared, first, (near, context));
        let reading = self.reading(question, near, now, &Asked::default(), Depth::Found);
        let amount = |candidate: &Candidate| {
            reckon::amount_of(
                &self.index,
                &self.lexicon,
                &reading.question,
                &reading.expansion,
                candidate,
                plan.quantity,
            )
        };
        let first_unit = near.first().map(|(unit, _)| *unit);
        let people = first_unit.filter(|_| reckon::names_people(&item.text));
        if let Some(first_unit) = people {
            let found = self.of_people(first_unit, &reading).and_then(|place| {
                let candidate = &reading.candidates[place];
                let amount = amount(candidate);
                let part = || reckon::half_or_free(&self.index.units[candidate.unit]);
                (amount.is_some() || part().is_some()).then_some((amount, place))
            });
            return found.map(|found| (found, reading));
        }
        let contrasts = !plan.is_total();
        if let Some(first_unit) = first_unit.filter(|_| contrasts)
            && let Some(place) = self.of_the_same_kind(first_unit, &reading)
            && let Some(amount) = amount(&reading.candidates[place])
        {
            return Some(((Some(amount), place), reading));
        }
        for (place, candidate) in reading.candidates.iter().enumerate().take(LOOKED_AT) {
            let covered = candidate.coverage >= 0.5
                && candidate.coverage >= 0.75 * reading.candidates[0].coverage
                && has_own_words(&reading.question, candidate);
            let other_kind = reckon::counts_people(&item.text)
                && reckon::is_for_several(&say::label(&self.index.units[candidate.unit]), &item.text);
            if other_kind || !covered {
                continue;
            }
            let amount = amount(candidate);
            // "The basic one" is not the one that it is compared with.
            if contrasts && Some(candidate.unit) == first_unit && amount.as_ref() == before {
                continue;
            }
            // "Free" somewhere else is no price of this.
            if amount
                .as_ref()
                .is_some_and(|amount| amount.value != 0 || place == 0)
            {
                return Some(((amount, place), reading));
            }
            if first.is_some() && reckon::half_or_free(&self.index.units[candidate.unit]).is_some() {
                return Some(((None, place), reading));
            }
        }
        None
    }

    /// "Than the regular one": where nothing has the words of the second thing, what stands beside the first and is
    /// called alike.
    fn of_the_same_kind(&self, first: usize, reading: &Reading) -> Option<usize> {
        let named = |candidate: &Candidate| has_own_words(&reading.question, candidate);
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

    /// Where the price of people of an age or class stands: with that of the first item, or where a part of it is
    /// said for them.
    fn of_people(&self, first: usize, reading: &Reading) -> Option<usize> {
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
        place_of(&|candidate| candidate.features.names_age())
            .or_else(|| place_of(&|candidate| has_own_words(&reading.question, candidate)))
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

/// Whether the candidate has every word that the item itself names.
fn has_own_words(question: &Question, candidate: &Candidate) -> bool {
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
