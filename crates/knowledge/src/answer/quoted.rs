//! The amounts that units quote for an item of a calculating question, and which of them is taken.
//!
//! Owns how well an amount belongs to the item. Where it is looked for is `priced`'s.

use super::priced::{LOOKED_AT, MATCHES, has_own_words};
use super::{Answerer, Reading};
use crate::question::{Importance, Question};
use crate::reader::Candidate;
use crate::reckon::{self, Amount, Quantity};
use crate::say;
use crate::unit::{Body, Unit};

/// Two prices of one bundle are told apart by the question from this difference on.
const TOLD_APART: f32 = 0.01;
/// What the order of the candidates counts beside the agreement of words.
const ORDER: f32 = 0.25;
/// What it counts that a thing is called as the item says, in a comparison.
const CALLED: f32 = 0.3;
/// What it counts that a price is said to be for the length of time that is asked for.
const FOR_THE_TIME: f32 = 0.3;
/// What it counts that a price is for just as many together as are asked for.
const FOR_ALL: f32 = 0.5;
/// What it counts that a bundle is called as the item says: a family's ticket beside a child's.
const BUNDLE: f32 = 1.0;
/// What it counts that a thing has every word of the item, in whatever order of the candidates.
const ALL_WORDS: f32 = 0.4;
/// What it costs, in a sum, that a thing is called something else first: "new zip, trousers or skirt" for trousers.
const CALLED_ELSE: f32 = 0.2;
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
    pub is_named: bool,
    /// The length of time that the price is for, in seconds.
    pub period: Option<u64>,
    /// By how much it agrees better than the unit's next amount.
    pub lead: f32,
    /// The header of its column, where it stands in a row.
    pub column: String,
    /// It is the price of as many together as the item counts: "4 players".
    pub for_all: bool,
}

impl Answerer {
    /// The amount that a unit quotes for a question, what it is called there, and how well it matches.
    pub(super) fn quoted(
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
        let in_column = self.is_of_this_number(unit, item);
        if in_column == Some(false) {
            return None;
        }
        let is_group =
            || reckon::is_for_so_many(&label, item.count, &item.text, tokenizer) && !is_per_person(unit);
        let for_all = in_column == Some(true) || is_group();
        Some(Quoted {
            lead,
            for_all,
            ..named(unit, rate, score, is_named)
        })
    }

    /// Whether a row is for just as many as the item counts, where a column counts them: "Balls: 120"; `None` without such a
    /// column.
    fn is_of_this_number(&self, unit: &Unit, item: &reckon::Item) -> Option<bool> {
        let Body::Row(cells) = &unit.body else { return None };
        let stems = |text: &str| self.lexicon.tokenizer().stems(text);
        let counted = stems(item.text.split_whitespace().next()?);
        let mut numbers = cells.iter().skip(1).filter_map(|cell| {
            let number = cell.text.trim().parse::<u32>().ok()?;
            (stems(&cell.header) == counted).then_some(number)
        });
        let number = numbers.next().filter(|_| item.count > 1)?;
        Some(number == item.count)
    }

    /// The best amount for an item among the candidates, or the `choice`-th best, rather from where the first item's stands.
    pub(super) fn best_quoted(
        &self,
        (plan, item, choice): (&reckon::Plan, &reckon::Item, usize),
        reading: &Reading,
        (first, before): (Option<usize>, Option<&Amount>),
        quoted: &dyn Fn(&Candidate) -> Option<Quoted>,
    ) -> Option<(Quoted, usize)> {
        let contrasts = !plan.is_total();
        let top = reading.candidates.first()?.score;
        let names_a_thing = names_a_thing(&reading.question);
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
            if !self.is_for_the_time(plan, candidate.unit, quoted.period)
                || item.count > 1
                    && reckon::is_headcount(&item.text)
                    && !is_per_person(unit)
                    && !quoted.for_all
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
            // A bare "the little one" does not refer to a thing elsewhere with another name.
            let near = beside
                .as_ref()
                .is_some_and(|block| block.contains(&candidate.unit));
            if contrasts && beside.is_some() && !near && !reckon::is_usual(&quoted.label) {
                let above = unit.path.iter().chain(&unit.lead);
                let mut names = above.chain([&label, &quoted.label]);
                if !names.any(|name| self.label_names_item(name, &item.text)) {
                    continue;
                }
            }
            let same = contrasts && Some(candidate.unit) == first && Some(&quoted.amount) == before;
            if same || quoted.amount.value == 0 && place > 0 {
                continue;
            }
            let is_for_them = matches!(plan.task, reckon::Task::Total { each: Some(each), .. } if quoted.period == Some(each));
            let mut score = if is_for_them { FOR_THE_TIME } else { 0.0 }
                + quoted.matches
                + ORDER * (candidate.score - top)
                + if near { SAME_TABLE } else { 0.0 };
            if quoted.for_all {
                score += FOR_ALL;
            }
            if is_bundle && is_named_so() {
                score += BUNDLE;
            }
            if names_a_thing && has_own_words(&reading.question, candidate) {
                score += ALL_WORDS;
            }
            if !contrasts
                && let Some((called, _)) = label.split_once(',')
                && self.share_of_words(called, &item.text) <= 0.0
                && self.share_of_words(&label, &item.text) > 0.0
            {
                score -= CALLED_ELSE;
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
    fn label_names_item(&self, label: &str, item: &str) -> bool {
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
}

/// Whether an item names more than that it is the usual one.
fn names_a_thing(question: &Question) -> bool {
    let mut terms = question.terms.iter();
    terms.any(|term| !term.carried && term.importance != Importance::Light && !reckon::is_usual(&term.word))
}

/// Whether a unit's prices are for each person, by its own words or the headings above it.
fn is_per_person(unit: &Unit) -> bool {
    reckon::is_per_person(&say::passage(unit)) || unit.path.iter().any(|path| reckon::is_per_person(path))
}

/// Whether a bundle's name begins with the word that the item begins with: "Family ticket for S1".
fn is_called(label: &str, item: &str) -> bool {
    let first = item.split(' ').next().unwrap_or_default();
    label.to_lowercase().starts_with(first)
}

/// The rate with what it is called beside the unit's other rates.
pub(super) fn named(unit: &Unit, rate: reckon::Rate, matches: f32, is_named: bool) -> Quoted {
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
