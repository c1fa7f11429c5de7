//! The amount of one item of a calculating question, found by a question of its own.
//!
//! Owns which of the candidates' amounts is taken. What is done with the amounts is `reckoned`'s.

use jiff::civil::DateTime;

use super::{Answerer, Context, Depth, Reading};
use crate::frames::Frame;
use crate::index::Field;
use crate::question::{Importance, Question};
use crate::reader::{Asked, Candidate};
use crate::reckon::{self, Amount, Quantity};
use crate::say;
use crate::unit::{Body, Unit};

/// As many candidates of an item are looked at.
const LOOKED_AT: usize = 8;
/// A word of the item counts as there from this weight on.
const OWN_WORD: f32 = 0.35;
/// An amount belongs to an item from this agreement of their words on.
const MATCHES: f32 = 0.5;
/// The same for another class of people in the row of the first.
const IN_THE_ROW: f32 = 0.3;
/// Two prices of one bundle are told apart by the question from this difference on.
const TOLD_APART: f32 = 0.01;
/// What the order of the candidates counts beside the agreement of words.
const ORDER: f32 = 0.25;
/// What it counts that a thing is called as the item says, in a comparison.
const CALLED: f32 = 0.3;
/// What it counts that a price is said to be for the length of time that is asked for.
const FOR_THE_TIME: f32 = 0.3;
/// What it counts that a bundle is called as the item says: a family's ticket beside a child's.
const BUNDLE: f32 = 1.0;
/// What it counts that an amount stands where the first item's does.
const SAME_TABLE: f32 = 0.2;

/// An amount that was found for an item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quoted {
    pub amount: Amount,
    /// What it is called in the documents.
    pub label: String,
    /// How well its words agree with the item's, 0 to about 1.4.
    pub matches: f32,
    /// It names the day, month, age or length of time that is asked for.
    is_named: bool,
    /// The length of time that the price is for, in seconds.
    period: Option<u64>,
    /// By how much it agrees better than the unit's next amount.
    lead: f32,
    /// The header of its column, where it stands in a row.
    pub column: String,
    /// It is the price of as many together as the item counts: "4 players".
    pub for_all: bool,
}

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

    /// The amount that a unit quotes for a question, what it is called there, and how well it matches.
    fn quoted(
        &self,
        candidate: &Candidate,
        reading: &Reading,
        (plan, item): (&reckon::Plan, &reckon::Item),
    ) -> Option<Quoted> {
        let quantity = plan.quantity;
        let unit = &self.index.units[candidate.unit];
        let Reading {
            question, expansion, ..
        } = reading;
        if quantity != Quantity::Price {
            let amount = reckon::amount_of(
                &self.index,
                &self.lexicon,
                question,
                expansion,
                candidate,
                quantity,
            )?;
            let covered = candidate.coverage >= 0.5 && has_own_words(question, candidate);
            return covered.then(|| Quoted {
                amount,
                label: say::label(unit),
                matches: candidate.coverage,
                is_named: false,
                period: None,
                lead: 1.0,
                column: String::new(),
                for_all: false,
            });
        }
        let (tokenizer, label) = (self.lexicon.tokenizer(), say::label(unit));
        // "Two boats for 8 people": what is said of all counts no boats.
        let shared = if plan.is_total() && !reckon::counts_people(&item.text) {
            ""
        } else {
            &plan.shared
        };
        let counted = format!("{} {}. {shared}", item.count, item.text);
        if reckon::is_of_another_number(&label, &question.text, tokenizer)
            || reckon::is_of_another_number(&label, &counted, tokenizer)
        {
            return None;
        }
        let reckon::Matching {
            rate,
            score,
            is_named,
            lead,
        } = reckon::best_rate(unit, &self.lexicon, question, expansion, &question.when, quantity)?;
        let is_single = || {
            reckon::is_per_person(&say::passage(unit))
                || unit.path.iter().any(|path| reckon::is_per_person(path))
        };
        let for_all = reckon::is_for_so_many(&label, item.count, &item.text, tokenizer) && !is_single();
        Some(Quoted {
            lead,
            for_all,
            ..named(unit, rate, score, is_named)
        })
    }

    /// The best amount for an item among the candidates, or the `choice`-th best, rather from where the first item's stands.
    fn best_quoted(
        &self,
        (plan, item, choice): (&reckon::Plan, &reckon::Item, usize),
        reading: &Reading,
        (first, before): (Option<usize>, Option<&Amount>),
        quoted: &dyn Fn(&Candidate) -> Option<Quoted>,
    ) -> Option<(Quoted, usize)> {
        let contrasts = !plan.is_total();
        let top = reading.candidates.first()?.score;
        let beside = first.map(|first| self.index.block(first));
        let mut found: Vec<(f32, Quoted, usize)> = Vec::new();
        for (place, candidate) in reading.candidates.iter().enumerate().take(LOOKED_AT) {
            let label = say::label(&self.index.units[candidate.unit]);
            let single = reckon::counts_people(&item.text) || plan.of_bundle && first.is_some();
            if single && self.is_for_several(candidate.unit, &item.text) {
                continue;
            }
            let Some(quoted) = quoted(candidate) else {
                continue;
            };
            // What else is said, the line or the day, belongs to the prices that the bundle is held against.
            let is_bundle = plan.of_bundle && first.is_none();
            let is_named_so = || is_called(&quoted.label, &item.text) || is_called(&label, &item.text);
            if quoted.matches < MATCHES && !(is_bundle && is_named_so()) {
                continue;
            }
            if is_bundle && quoted.lead < TOLD_APART {
                return None;
            }
            // Ten single hours are none of the lessons of two.
            if item.count > 1
                && let Some(length) = reckon::unit_of(&item.text)
                && reckon::names_duration(&label)
                && !reckon::is_as_long(&label, length)
            {
                continue;
            }
            // "The basic one" is not the one that it is compared with, and "free" somewhere else is no price of this.
            let unit = &self.index.units[candidate.unit];
            let per_person = || {
                reckon::is_per_person(&say::passage(unit))
                    || unit.path.iter().any(|path| reckon::is_per_person(path))
            };
            if !self.is_for_the_time(plan, candidate.unit, quoted.period)
                || item.count > 1 && reckon::is_headcount(&item.text) && !per_person() && !quoted.for_all
                || reckon::is_of_one_more(&label) && !reckon::is_of_one_more(&item.text)
            {
                continue;
            }
            // A single price is none of a bundle, and nobody in general goes free.
            if single && reckon::is_for_several(&quoted.label, &item.text)
                || plan.of_bundle && quoted.amount.value == 0
            {
                continue;
            }
            // "The little one" is nothing elsewhere that is called otherwise.
            let is_beside = beside
                .as_ref()
                .is_none_or(|block| block.contains(&candidate.unit));
            if contrasts && !is_beside && !reckon::is_usual(&quoted.label) {
                let above = unit.path.iter().chain(&unit.lead);
                let mut names = above.chain([&label, &quoted.label]);
                if !names.any(|name| self.is_called_so(name, &item.text)) {
                    continue;
                }
            }
            let same = contrasts && Some(candidate.unit) == first && Some(&quoted.amount) == before;
            if same || quoted.amount.value == 0 && place > 0 {
                continue;
            }
            let near = beside
                .as_ref()
                .is_some_and(|block| block.contains(&candidate.unit));
            let is_for_them = matches!(plan.task, reckon::Task::Total { each: Some(each), .. } if quoted.period == Some(each));
            let mut score = if is_for_them { FOR_THE_TIME } else { 0.0 }
                + quoted.matches
                + ORDER * (candidate.score - top)
                + if near { SAME_TABLE } else { 0.0 };
            if is_bundle && is_named_so() {
                score += BUNDLE;
            }
            if contrasts {
                // "Half plot" is not "full plot", however little the adjective tells elsewhere.
                score += CALLED * self.share_of_words(&label, &item.text);
            }
            found.push((score, quoted, place));
        }
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        found
            .into_iter()
            .nth(choice)
            .map(|(_, quoted, place)| (quoted, place))
    }

    /// Whether a label has a word of the item, or one that means the same.
    fn is_called_so(&self, label: &str, item: &str) -> bool {
        let tokenizer = self.lexicon.tokenizer();
        let own = tokenizer.stems(label);
        tokenizer.tokens(item).iter().any(|token| {
            let is_own = |name: &str| own.iter().any(|stem| stem == name);
            let same = self.lexicon.number(&token.stem).into_iter();
            let mut same = same.flat_map(|phrase| self.lexicon.alternatives(phrase));
            !self.lexicon.is_stop(token)
                && (is_own(&token.stem) || same.any(|(phrase, _)| is_own(self.lexicon.name(phrase))))
        })
    }

    /// How many of an item's words the label has, 0 to 1.
    fn share_of_words(&self, label: &str, item: &str) -> f32 {
        let stems = |text: &str| self.lexicon.tokenizer().stems(text);
        let (label, item) = (stems(label), stems(item));
        let met = item.iter().filter(|stem| label.contains(stem)).count();
        met as f32 / item.len().max(1) as f32
    }

    /// Whether what a unit prices is for several people or visits, by its own words or the heading above it, although
    /// the item does not say so.
    fn is_for_several(&self, unit: usize, item: &str) -> bool {
        let unit = &self.index.units[unit];
        let heading = unit.path.last().filter(|heading| !heading.contains(' '));
        let label = say::label(unit);
        [Some(&label), heading]
            .into_iter()
            .flatten()
            .any(|text| reckon::is_for_several(text, item))
    }

    /// Whether the price is for such lengths of time as are asked for, or says nothing of it.
    fn is_for_the_time(&self, plan: &reckon::Plan, unit: usize, own: Option<u64>) -> bool {
        let reckon::Task::Total { each: Some(each), .. } = plan.task else {
            return true;
        };
        let unit = &self.index.units[unit];
        let above = || {
            let above = unit.path.iter().chain(&unit.lead);
            above.into_iter().find_map(|text| reckon::period_of(text))
        };
        // Seven nights are a week only where prices are for a night; an hour's price has to say so, a night's need not.
        let week = matches!(plan.task, reckon::Task::Total { times: 7, .. });
        match own.or_else(above) {
            Some(period) => period == each,
            None => !week && each >= 86_400 && !reckon::names_duration(&say::own_text(unit)),
        }
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

/// Whether a bundle's name begins with the word that the item begins with: "Family ticket for S1".
fn is_called(label: &str, item: &str) -> bool {
    let first = item.split(' ').next().unwrap_or_default();
    label.to_lowercase().starts_with(first)
}

/// Whether an item names nothing but that it is the usual one: "the normal one".
fn names_usual(question: &Question) -> bool {
    let mut own = question.terms.iter().filter(|term| !term.carried);
    own.clone().any(|term| reckon::is_usual(&term.word))
        && own.all(|term| term.importance == Importance::Light || reckon::is_usual(&term.word))
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

/// The rate with what it is called beside the unit's other rates.
fn named(unit: &Unit, rate: reckon::Rate, matches: f32, is_named: bool) -> Quoted {
    let period = rate.period();
    let column = match unit.body {
        Body::Row(_) => rate.label.clone(),
        _ => String::new(),
    };
    let label = match (&unit.body, rate.label.is_empty()) {
        (_, true) => say::label(unit),
        (Body::Row(_), false) => format!("{}, {}", say::label(unit), say::lower_first(&rate.label)),
        (_, false) => rate.label,
    };
    Quoted {
        amount: rate.amount,
        label,
        matches,
        is_named,
        period,
        lead: 1.0,
        column,
        for_all: false,
    }
}
