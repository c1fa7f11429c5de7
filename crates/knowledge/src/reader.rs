//! Which unit answers a question, and whether any does.
//!
//! Owns the candidates and their order; terms are expanded in `expanding`, features measured in `measuring`. Says no answer and knows
//! nothing of the questions before: what they carry over stands in the question.

mod another;
mod columns;
mod expanding;
mod facts;
mod features;
mod fit;
mod measuring;
mod people;
mod permission;
mod sizes;
mod weights;
mod when;

use crate::frames::Frame;
use crate::index::{Field, Index};
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::question::{Importance, Question, Term};
use crate::say;
use crate::similarity::Similarity;
use features::Feature;

pub(crate) use columns::{asked_columns, columns_of, is_blank};
pub(crate) use expanding::{Expanded, Expansion};
pub(crate) use facts::FactStore;
pub use features::{Features, NAMES};
pub use fit::Fit;
pub(crate) use fit::cell_values as row_values;
pub(crate) use sizes::ranges as size_ranges;
pub(crate) use when::{Agreement, Asked};

/// As many units are looked at closely.
const CANDIDATES: usize = 80;
/// Below this a word only covers what was asked about.
const WEAK: f32 = 0.58;
/// How near in meaning a unit counts where nothing is known of it.
const UNKNOWN_MEANING: f32 = 0.4;
/// As many units nearest in meaning are looked at, whatever their words.
const NEAREST: usize = 12;
/// As many of the best are read together with the question.
const READ: usize = 4;
/// What is further behind the first than this cannot become the first by reading: the weight of `Feature::Reads`.
const REACH: f32 = 0.4;
/// What is that near to the first is its rival.
const RIVAL: f32 = 0.1;
/// The reader's value where nothing was read.
const UNREAD: f32 = 0.3;
/// What it counts that a unit was said before, where it lacks what is asked for now.
const LACKING: f32 = 0.25;
/// Minimum coverage of the question for a notice to be preferred.
const NOTICED: f32 = 0.3;
/// How much less sure an answer is that has no price where one is asked for.
const UNTOLD: f32 = 0.5;
/// As many units are looked at where the question names nothing to look for.
const EVERY: usize = 1_000;

/// How a term of the question is met by a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The term, by its place in the question.
    pub term: usize,
    /// Where it stands in the unit.
    pub field: Field,
    /// How well, 0 to 1.
    pub weight: f32,
}

/// A unit and how well it answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The unit, by its number.
    pub unit: usize,
    /// How well it answers; comparable within one question only.
    pub score: f32,
    /// The probability that it answers, of the first candidate only.
    pub confidence: f32,
    /// How much of what is asked about it has, 0 to 1.
    pub coverage: f32,
    /// Whether it holds the kind of thing that is asked for.
    pub fit: Fit,
    /// What was measured.
    pub features: Features,
    /// The best place of every term that it has.
    pub matches: Vec<Match>,
}

/// Reads the units of an index.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    /// The units.
    pub index: &'a Index,
    /// What words mean.
    pub lexicon: &'a Lexicon,
    /// What the units state in numbers.
    pub facts: &'a FactStore,
    /// What texts mean, where that is known.
    pub similarity: Option<&'a dyn Similarity>,
}

impl Reader<'_> {
    /// The units that answer best, the best first.
    pub fn candidates(
        &self,
        question: &Question,
        expansion: &Expansion,
        when: &Asked,
        near: &dyn Fn(usize) -> f32,
        extra: &[usize],
    ) -> Vec<Candidate> {
        let mut numbers = self.with_words(expansion);
        numbers.extend(extra);
        if question.names_nothing() {
            // Nothing but a day or a kind of thing is asked about: every unit may have it.
            numbers.extend((0..self.index.units.len()).take(EVERY));
        }
        let vector = self
            .similarity
            .and_then(|similarity| similarity.question(&question.meaning));
        let meaning = self.similarity.zip(vector.as_deref());
        if let Some((similarity, vector)) = meaning {
            numbers.extend(similarity.nearest(vector, NEAREST));
        }
        numbers.sort_unstable();
        numbers.dedup();
        let near_in_meaning = match meaning {
            Some((similarity, vector)) => similarity.scores(vector, &numbers),
            None => vec![UNKNOWN_MEANING; numbers.len()],
        };
        let mut candidates: Vec<Candidate> = numbers
            .into_iter()
            .zip(near_in_meaning)
            .map(|(unit, meaning)| self.candidate(unit, question, expansion, when, (near(unit), meaning)))
            .collect();
        candidates.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.unit.cmp(&other.unit)));
        candidates
    }

    /// The units that have most of what is asked about.
    fn with_words(&self, expansion: &Expansion) -> Vec<usize> {
        let count = self.index.units.len();
        let mut gathered = vec![0.0_f32; count];
        let mut of_term = vec![0.0_f32; count];
        let mut touched: Vec<u32> = Vec::new();
        let mut any: Vec<u32> = Vec::new();
        for term in &expansion.terms {
            for (phrase, weight) in &term.alternatives {
                for &unit in self.index.postings(*phrase) {
                    let known = &mut of_term[unit as usize];
                    if *known == 0.0 {
                        touched.push(unit);
                    }
                    *known = known.max(weight * term.weight);
                }
            }
            for unit in touched.drain(..) {
                let sum = &mut gathered[unit as usize];
                if *sum == 0.0 {
                    any.push(unit);
                }
                *sum += std::mem::take(&mut of_term[unit as usize]);
            }
        }
        let order = |one: &u32, other: &u32| {
            gathered[*other as usize]
                .total_cmp(&gathered[*one as usize])
                .then(one.cmp(other))
        };
        if any.len() > CANDIDATES {
            any.select_nth_unstable_by(CANDIDATES, order);
            any.truncate(CANDIDATES);
        }
        any.into_iter().map(|unit| unit as usize).collect()
    }

    /// Reads the best together with the question, and puts them in order anew.
    pub fn read(&self, question: &Question, candidates: &mut [Candidate]) {
        let Some(top) = candidates.first().map(|first| first.score) else {
            return;
        };
        let count = candidates
            .iter()
            .take(READ)
            .take_while(|candidate| top - candidate.score <= REACH)
            .count();
        let best = &mut candidates[..count];
        let units: Vec<usize> = best.iter().map(|candidate| candidate.unit).collect();
        let Some(likelihoods) = self
            .similarity
            .and_then(|similarity| similarity.answers(&question.meaning, &units))
        else {
            return;
        };
        for (candidate, likelihood) in best.iter_mut().zip(likelihoods) {
            candidate
                .features
                .set(Feature::Reads, likelihood_feature(likelihood));
            candidate.score = candidate.features.rank();
        }
        best.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.unit.cmp(&other.unit)));
    }

    /// Moves the first notice that names the date asked about to the front: a notice for 11 to 22 January comes before the timetable.
    pub fn prefer_notice(when: &Asked, candidates: &mut [Candidate]) {
        let names = |candidate: &Candidate| candidate.features.get(Feature::DateNames) > 0.0;
        if when.dates.is_empty() || candidates.first().is_none_or(names) {
            return;
        }
        let is_notice = |candidate: &Candidate| names(candidate) && candidate.coverage >= NOTICED;
        if let Some(at) = candidates.iter().position(is_notice) {
            candidates[..=at].rotate_right(1);
        }
    }

    /// Sets the confidence of the first, which depends on how far it is before the next of another table.
    pub fn judge_first(&self, question: &Question, candidates: &mut [Candidate]) {
        let language = question.language;
        let Some((first, rest)) = candidates.split_first_mut() else {
            return;
        };
        let block = self.index.units[first.unit].block;
        let next = rest
            .iter()
            .find(|other| self.index.units[other.unit].block != block)
            .map_or(0.0, |other| other.score);
        first
            .features
            .set(Feature::Margin, (first.score - next).clamp(0.0, 1.0));
        let best_of = |feature: Feature| {
            let values = rest.iter().map(|other| other.features.get(feature));
            values.fold(0.0_f32, f32::max)
        };
        let margin = |feature: Feature| first.features.get(feature) - best_of(feature);
        let (meaning, reading) = (margin(Feature::Semantic), margin(Feature::Reads));
        let rivals = rest
            .iter()
            .filter(|other| first.score - other.score < RIVAL)
            .count();
        let (score, coverage) = (first.score, first.features.get(Feature::Coverage));
        let features = &mut first.features;
        features.set(Feature::SemanticMargin, meaning);
        features.set(Feature::ReadsMargin, reading);
        features.set(Feature::Rivals, rivals.min(8) as f32 / 8.0);
        features.set(Feature::Score, score);
        features.set(Feature::ReadsCoverage, features.get(Feature::Reads) * coverage);
        features.set(
            Feature::SemanticCoverage,
            features.get(Feature::Semantic) * coverage,
        );
        features.flag(Feature::English, language == Language::English);
        features.flag(Feature::Chinese, language == Language::Chinese);
        first.confidence = first.features.confidence();
        let names_something = first.features.get(Feature::Terms) > 0.0;
        if names_something && first.features.get(Feature::Strongest) < WEAK {
            // Nothing that was asked about is there, only what covers it: water is no swimming pool.
            first.confidence *= 0.45;
        }
        let asks_when = question.asks_for_hours() || question.first_asked() == Some(Frame::When);
        if asks_when && first.fit == Fit::Lacks && !question.yes_no {
            first.confidence *= 0.6;
        }
        // In Chinese a price is often a bare number.
        let untold = match question.first_asked() {
            Some(Frame::Age) => matches!(first.fit, Fit::Unclear | Fit::Lacks),
            Some(Frame::Price) => first.fit == Fit::Lacks && language != Language::Chinese,
            _ => false,
        };
        if untold && !question.yes_no {
            first.confidence *= UNTOLD;
        }
        let passage = say::passage(&self.index.units[first.unit]);
        if another::is_of_another(&question.text, &passage)
            || question.asks(Frame::Price)
                && !question.yes_no
                && (another::is_of_another_measure(&question.text, &passage)
                    || another::is_of_another_part_of_day(&question.text, &passage))
        {
            first.confidence *= 0.5;
        }
    }

    fn candidate(
        &self,
        number: usize,
        question: &Question,
        expansion: &Expansion,
        when: &Asked,
        (near, meaning): (f32, f32),
    ) -> Candidate {
        let entry = &self.index.entries[number];
        let unit = &self.index.units[number];
        let mut best: Vec<Option<Match>> = vec![None; expansion.slots];
        let mut own = vec![0.0_f32; expansion.slots];
        for term in &entry.terms {
            for &(asked, weight) in expansion.phrases.get(&term.phrase).into_iter().flatten() {
                let weight = weight * term.field.weight();
                if term.field.is_own() {
                    own[asked] = own[asked].max(weight);
                }
                if best[asked].is_none_or(|known| known.weight < weight) {
                    best[asked] = Some(Match {
                        term: asked,
                        field: term.field,
                        weight,
                    });
                }
            }
        }
        for (number, term) in expansion.terms.iter().enumerate() {
            join_parts(number, term, &mut best, &mut own);
        }
        best.truncate(expansion.terms.len());
        if when.sizes_in(self.facts.of(number, unit)) == Agreement::Names {
            // "9 metre" is met by "over 8 m to 10 m".
            for (place, _) in
                (question.terms.iter().enumerate()).filter(|(_, term)| sizes::is_of_size(question, term))
            {
                own[place] = 1.0;
                best[place] = Some(Match {
                    term: place,
                    field: Field::Key,
                    weight: 1.0,
                });
            }
        }
        // What was near before is near only if it has something of the new question.
        let new = |term: &Term| !term.carried && term.importance != Importance::Light;
        let has_new = !question.terms.iter().any(new)
            || question
                .terms
                .iter()
                .zip(&best)
                .any(|(term, found)| new(term) && found.is_some());
        // "And a single?" after a fare is the other column of its row.
        let other_column = near > 0.1
            && question.terms.iter().zip(&best).any(|(term, found)| {
                new(term) && found.is_some_and(|found| matches!(found.field, Field::Header(_)))
            });
        let near = match (has_new, other_column) {
            (_, true) => near + 0.35,
            (true, false) => near,
            (false, false) => near * 0.25,
        };
        let fit = fit::fit(question, unit, self.facts.of(number, unit));
        // "Who does it?" is not answered by the price before it.
        let near = if fit == Fit::Lacks && !question.yes_no {
            near * LACKING
        } else {
            near
        };
        let mut features = self.features(number, question, expansion, when, (near, fit), (&best, &own));
        features.set(Feature::Semantic, meaning);
        features.set(Feature::Reads, UNREAD);
        Candidate {
            unit: number,
            score: features.rank(),
            confidence: 0.0,
            coverage: features.get(Feature::Coverage),
            fit,
            features,
            matches: best.into_iter().flatten().collect(),
        }
    }
}

/// A phrase is met as well as its words are together.
fn join_parts(number: usize, term: &Expanded, best: &mut [Option<Match>], own: &mut [f32]) {
    if term.parts.is_empty() {
        return;
    }
    let count = term.parts.len() as f32;
    let slots = || term.parts.clone();
    let weight: f32 = slots()
        .map(|slot| best[slot].map_or(0.0, |found| found.weight))
        .sum::<f32>()
        / count
        * 0.95;
    let own_weight: f32 = slots().map(|slot| own[slot]).sum::<f32>() / count * 0.95;
    if best[number].is_none_or(|known| known.weight < weight) {
        let strongest = slots()
            .filter_map(|slot| best[slot])
            .max_by(|one, other| one.weight.total_cmp(&other.weight));
        if let Some(strongest) = strongest {
            best[number] = Some(Match {
                term: number,
                field: strongest.field,
                weight,
            });
        }
    }
    own[number] = own[number].max(own_weight);
}

/// The logarithm of the odds from -4 to 4, put between 0 and 1.
fn likelihood_feature(likelihood: f32) -> f32 {
    let likelihood = likelihood.clamp(0.0001, 0.9999);
    let odds = (likelihood / (1.0 - likelihood)).ln();
    (odds.clamp(-4.0, 4.0) + 4.0) / 8.0
}

/// Whether what is asked for must stand in the unit.
pub(crate) fn is_strict(frame: Frame) -> bool {
    matches!(
        frame,
        Frame::Price
            | Frame::Phone
            | Frame::Email
            | Frame::Web
            | Frame::Duration
            | Frame::Distance
            | Frame::Weight
            | Frame::Notice
    )
}
