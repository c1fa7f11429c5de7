//! Which unit answers a question, and whether any does.
//!
//! Owns the expansion of a question's terms, the candidates and their scores. Does not say the answer and knows
//! nothing of the questions before: what they carry over stands in the question.

mod another;
mod columns;
mod facts;
mod features;
mod fit;
mod people;
mod permission;
mod weights;
mod when;

use foldhash::{HashMap, HashMapExt as _};

use crate::frames::Frame;
use crate::index::{Field, Index};
use crate::language::Language;
use crate::lexicon::{Lexicon, PhraseId, han_pair};
use crate::question::{Importance, Question, Term};
use crate::say;
use crate::similarity::Similarity;
use crate::text::edit_distance;
use crate::unit::{Body, Unit};
use facts::Facts;
use features::Feature;
use permission::Rule;

pub(crate) use columns::{asked_columns, columns_of, is_blank};
pub(crate) use facts::FactStore;
pub use features::{Features, NAMES};
pub use fit::Fit;
pub(crate) use fit::cell_values as row_values;
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
const READ: usize = 10;
/// What is further behind the first than this cannot become the first by reading: the weight of `Feature::Reads`.
const REACH: f32 = 0.4;
/// What is that near to the first is its rival.
const RIVAL: f32 = 0.1;
/// The reader's value where nothing was read.
const UNREAD: f32 = 0.3;
/// As many units are looked at where the question names nothing to look for.
const EVERY: usize = 1_000;
/// Words of the documents that are compared letter by letter with one that they do not have.
const SIMILAR: usize = 8;

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

/// A term with everything that may stand for it.
#[derive(Debug)]
pub(crate) struct Expanded {
    /// How much it matters.
    pub weight: f32,
    /// Some unit has it.
    pub found: bool,
    /// The slots of its words, where it is a phrase; they have places of their own behind all terms.
    parts: std::ops::Range<usize>,
    alternatives: Vec<(PhraseId, f32)>,
}

/// A question's terms, expanded.
#[derive(Debug)]
pub(crate) struct Expansion {
    /// One for each term.
    pub terms: Vec<Expanded>,
    /// How many places there are for terms and their parts.
    slots: usize,
    phrases: HashMap<PhraseId, Vec<(usize, f32)>>,
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

impl Expansion {
    /// How much a phrase says of what is asked about; 0 where it says nothing.
    pub fn weight_of(&self, phrase: PhraseId) -> f32 {
        self.phrases
            .get(&phrase)
            .into_iter()
            .flatten()
            .map(|(slot, weight)| weight * self.terms.get(*slot).map_or(0.7, |term| term.weight))
            .fold(0.0, f32::max)
    }

    /// For each term, how well a text has it, 0 to 1; a phrase of several words also by its words.
    pub fn met_by(&self, lexicon: &Lexicon, text: &str) -> Vec<f32> {
        let mut slots = vec![0.0_f32; self.slots];
        let tokens = lexicon.tokenizer().tokens(text);
        let mut met = |phrase: PhraseId| {
            for (slot, weight) in self.phrases.get(&phrase).into_iter().flatten() {
                slots[*slot] = slots[*slot].max(*weight);
            }
        };
        for token in &tokens {
            lexicon.number(&token.stem).into_iter().for_each(&mut met);
        }
        for pair in tokens.windows(2) {
            if let Some(pair) = han_pair(&pair[0], &pair[1]) {
                lexicon.number(&pair).into_iter().for_each(&mut met);
            }
            let label = format!("{} {}", pair[0].stem, pair[1].stem);
            lexicon.number(&label).into_iter().for_each(&mut met);
        }
        for occurrence in lexicon.longer_phrases(&tokens) {
            met(occurrence.phrase);
        }
        let of_parts = |parts: &std::ops::Range<usize>| match parts.len() {
            0 => 0.0,
            count => 0.8 * slots[parts.clone()].iter().sum::<f32>() / count as f32,
        };
        self.terms
            .iter()
            .enumerate()
            .map(|(place, term)| slots[place].max(of_parts(&term.parts)))
            .collect()
    }
}

impl Reader<'_> {
    /// What may stand for each term, in the units that there are.
    pub fn expand(&self, question: &Question) -> Expansion {
        let mut expansion = Expansion {
            terms: Vec::new(),
            slots: question.terms.len(),
            phrases: HashMap::new(),
        };
        for (number, term) in question.terms.iter().enumerate() {
            let alternatives = self.met(question, term);
            for (phrase, weight) in &alternatives {
                expansion
                    .phrases
                    .entry(*phrase)
                    .or_default()
                    .push((number, *weight));
            }
            let first = expansion.slots;
            let mut all = alternatives.clone();
            let mut parts_found = 0;
            let mut of_parts = 0.0_f32;
            for part in &term.parts {
                let met = self.met(question, part);
                parts_found += usize::from(!met.is_empty());
                of_parts = of_parts.max(self.importance(part, &met));
                for (phrase, weight) in &met {
                    expansion
                        .phrases
                        .entry(*phrase)
                        .or_default()
                        .push((expansion.slots, *weight));
                }
                all.extend(met.iter().map(|(phrase, weight)| (*phrase, weight * 0.8)));
                expansion.slots += 1;
            }
            let weight = self.importance(
                term,
                if alternatives.is_empty() {
                    &all
                } else {
                    &alternatives
                },
            );
            let carried = if term.carried { 0.6 } else { 1.0 };
            expansion.terms.push(Expanded {
                weight: if term.importance == Importance::Light {
                    weight
                } else {
                    weight.max(of_parts * carried)
                },
                found: !alternatives.is_empty() || parts_found > 0,
                parts: first..expansion.slots,
                alternatives: all,
            });
        }
        expansion
    }

    /// What stands for a term in the units that there are.
    fn met(&self, question: &Question, term: &Term) -> Vec<(PhraseId, f32)> {
        let mut alternatives = self.alternatives(term);
        if term.at != usize::MAX {
            self.add_joined(question, term, &mut alternatives);
        }
        if question.asks(Frame::Price)
            && let Some(itself) = term.phrase
        {
            // "Any main" has a price, and it is not the lasagne's.
            for (phrase, weight) in &mut alternatives {
                if self.lexicon.is_covered_by(itself, *phrase) {
                    *weight = weight.min(0.45);
                }
            }
        }
        alternatives.retain(|(phrase, _)| !self.index.postings(*phrase).is_empty());
        if alternatives.is_empty() && term.importance != Importance::Light {
            alternatives = self.similar(&term.stem, term.phrase);
        }
        alternatives
    }

    fn alternatives(&self, term: &Term) -> Vec<(PhraseId, f32)> {
        let phrase = term.phrase.or_else(|| self.lexicon.number(&term.stem));
        let mut found = phrase.map_or_else(Vec::new, |phrase| self.lexicon.alternatives(phrase));
        // "the number 12": the number alone says it, wherever it is a label.
        if term.importance == Importance::Name
            && let Some((noun, label)) = term.stem.rsplit_once(' ')
        {
            if let Some(label) = self.lexicon.number(&format!("#{label}")) {
                found.push((label, 0.95));
            }
            for (other, weight) in self
                .lexicon
                .number(noun)
                .map(|noun| self.lexicon.alternatives(noun))
                .unwrap_or_default()
            {
                let name = format!("{} {label}", self.lexicon.name(other));
                if let Some(pair) = self.lexicon.number(&name) {
                    found.push((pair, weight));
                }
            }
        }
        found
    }

    /// Two words of the question that the documents write as one, and "10 by 20", which they write "10x20".
    fn add_joined(&self, question: &Question, term: &Term, alternatives: &mut Vec<(PhraseId, f32)>) {
        let word = |at: Option<usize>| question.tokens.get(at?).map(|token| token.word.as_str());
        let is_by = |at: Option<usize>| matches!(word(at), Some("by" | "x" | "на"));
        let (before, after) = (term.at.checked_sub(1), Some(term.at + 1));
        let pairs = [
            (is_by(after), Some(term.at), Some(term.at + 2)),
            (is_by(before), term.at.checked_sub(2), Some(term.at)),
        ];
        for (_, one, other) in pairs.into_iter().filter(|(is_by, ..)| *is_by) {
            if let (Some(one), Some(other)) = (word(one), word(other))
                && let Some(size) = self.lexicon.number(&format!("{one}x{other}"))
            {
                alternatives.push((size, 1.0));
            }
        }
        let neighbours = [
            term.at.checked_sub(1).map(|before| (before, term.at)),
            Some((term.at, term.at + 1)),
        ];
        for (one, other) in neighbours.into_iter().flatten() {
            let (Some(one), Some(other)) = (question.tokens.get(one), question.tokens.get(other)) else {
                continue;
            };
            if one.is_han() || other.is_han() || one.word.len() + other.word.len() < 5 {
                continue;
            }
            let stem = self
                .lexicon
                .tokenizer()
                .stem(&format!("{}{}", one.word, other.word));
            if let Some(phrase) = self.lexicon.number(&stem) {
                alternatives.push((phrase, 0.95));
                alternatives.extend(
                    self.lexicon
                        .alternatives(phrase)
                        .into_iter()
                        .map(|(phrase, weight)| (phrase, weight * 0.9)),
                );
            }
        }
    }

    /// Words of the documents that look like this one: slips of the pen, compounds, words of one family.
    fn similar(&self, stem: &str, itself: Option<PhraseId>) -> Vec<(PhraseId, f32)> {
        let letters = stem.chars().count();
        if stem.contains(' ') || letters < 4 || stem.chars().any(|letter| letter.is_ascii_digit()) {
            return Vec::new();
        }
        let most = if letters >= 8 { 2 } else { 1 };
        let known = itself.is_some_and(|phrase| self.lexicon.knows(phrase));
        let mut found: Vec<(PhraseId, f32)> = Vec::new();
        for &phrase in self.index.vocabulary() {
            let word = self.lexicon.name(phrase);
            let length = word.chars().count();
            let weight = if letters >= 4 && length > letters && word.starts_with(stem) {
                0.7
            } else if length >= letters + 3
                && letters >= 5
                && (word.ends_with(stem) || word.starts_with(stem))
            {
                0.75
            } else if letters >= length + 3 && length >= 5 && (stem.ends_with(word) || stem.starts_with(word))
            {
                0.65
            } else if let Some(shared) = common_prefix(stem, word)
                .filter(|shared| *shared >= 4 && *shared * 10 >= letters.max(length) * 7)
            {
                0.55 + 0.03 * (shared as f32).min(8.0)
            } else if !known && letters >= 5 && edit_distance(stem, word, most).is_some() {
                0.7
            } else {
                continue;
            };
            found.push((phrase, weight));
        }
        found.sort_by(|one, other| other.1.total_cmp(&one.1));
        found.truncate(SIMILAR);
        found
    }

    fn importance(&self, term: &Term, alternatives: &[(PhraseId, f32)]) -> f32 {
        let units = self.index.units.len().max(1) as f32;
        let frequency = alternatives
            .iter()
            .filter(|(_, weight)| *weight >= 0.7)
            .map(|(phrase, _)| self.index.postings(*phrase).len())
            .max()
            .unwrap_or(0) as f32;
        let rarity = (1.0 + (units - frequency + 0.5) / (frequency + 0.5)).ln() / (2.0 * units + 2.0).ln();
        let class = match term.importance {
            Importance::Light if alternatives.is_empty() => 0.06,
            Importance::Light => 0.22,
            Importance::Content => 1.0,
            Importance::Name => 1.25,
        };
        let carried = if term.carried { 0.6 } else { 1.0 };
        class * carried * term.share * (0.35 + 0.65 * rarity.clamp(0.0, 1.0))
    }

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
        if another::is_of_another(&question.text, &say::passage(&self.index.units[first.unit])) {
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

    fn features(
        &self,
        number: usize,
        question: &Question,
        expansion: &Expansion,
        when: &Asked,
        (near, fit): (f32, Fit),
        (best, own): (&[Option<Match>], &[f32]),
    ) -> Features {
        let entry = &self.index.entries[number];
        let unit = &self.index.units[number];
        let total: f32 = expansion.terms.iter().map(|term| term.weight).sum();
        let part = |weights: &dyn Fn(usize) -> f32| -> f32 {
            let weighted = |(number, term): (usize, &Expanded)| term.weight * weights(number);
            let sum: f32 = expansion.terms.iter().enumerate().map(weighted).sum();
            if total > 0.0 { sum / total } else { 0.0 }
        };
        let met = |number: usize| best[number].map_or(0.0, |found| found.weight);
        let mut coverage = part(&met);
        let mut own_part = part(&|number| own[number]);
        let strong = part(&|number| if met(number) >= 0.8 { met(number) } else { 0.0 });
        let facts = self.facts.of(number, unit);
        let days = when.days_in(facts);
        if total < 0.3 && !when.days.is_empty() {
            // The day is what is asked about.
            let has = f32::from(u8::from(days == Agreement::Names));
            coverage = (coverage * total + has) / (total + 1.0);
            own_part = (own_part * total + has) / (total + 1.0);
        }
        let dates = when.dates_in(facts);
        let ages = when.ages_in(facts);
        let mut features = Features::default();
        features.set(Feature::Coverage, coverage);
        features.set(Feature::Strong, strong);
        features.set(Feature::Own, own_part);
        features.set(Feature::Key, covered(&entry.key, expansion));
        features.set(Feature::Focus, covered(&entry.content, expansion));
        features.flag(Feature::Holds, fit == Fit::Holds);
        features.flag(Feature::Unclear, fit == Fit::Unclear);
        features.flag(Feature::Lacks, fit == Fit::Lacks);
        let strict = question.first_asked().is_some_and(is_strict);
        features.flag(Feature::LacksStrict, strict && fit == Fit::Lacks);
        features.flag(Feature::DayNames, days == Agreement::Names);
        if days == Agreement::Names {
            features.set(Feature::DayBreadth, facts.days.len() as f32 / 7.0);
        }
        features.flag(Feature::DayDiffers, days == Agreement::Differs);
        features.flag(Feature::DateNames, dates == Agreement::Names);
        features.flag(Feature::DateDiffers, dates == Agreement::Differs);
        features.flag(Feature::AgeNames, ages == Agreement::Names);
        features.flag(Feature::AgeDiffers, ages == Agreement::Differs);
        features.set(Feature::Near, near);
        features.flag(Feature::OnlyContext, own_part < 0.05);
        features.flag(Feature::HoursHeading, hours_heading(question, unit));
        features.flag(Feature::Row, matches!(unit.body, Body::Row(_)));
        features.flag(Feature::Answered, matches!(unit.body, Body::Answered { .. }));
        features.flag(Feature::Entry, matches!(unit.body, Body::Entry { .. }));
        features.flag(Feature::YesNo, question.yes_no);
        features.set(Feature::Length, (entry.content.len() as f32 + 1.0).ln() / 5.0);
        features.set(
            Feature::CoverageHolds,
            if fit == Fit::Holds { coverage } else { 0.0 },
        );
        features.set(Feature::OwnHolds, if fit == Fit::Holds { own_part } else { 0.0 });
        missing(question, expansion, best, &mut features);
        rules(question, unit, facts, &mut features);
        features
    }
}

/// Whether a unit tells the rules that the question asks for.
fn rules(question: &Question, unit: &Unit, facts: &Facts, features: &mut Features) {
    let rule = permission::asked(question);
    if rule == Rule::None {
        return;
    }
    let text = say::own_text(unit);
    let is_rule = permission::is_rule(&text);
    match rule {
        Rule::Prohibition => {
            // "Can I take things home? No." tells of one thing, and not of all that is forbidden.
            let is_of_one = matches!(unit.body, Body::Answered { .. });
            let forbids = permission::how_much_is_forbidden(&text);
            features.set(
                Feature::Forbids,
                if is_of_one { forbids.min(0.5) } else { forbids },
            );
            features.flag(Feature::NoRule, forbids == 0.0);
        }
        Rule::Permission => {
            features.flag(Feature::Permits, is_rule);
            features.flag(
                Feature::OnlyPrice,
                !is_rule && facts.values.iter().any(fit::is_price),
            );
        }
        Rule::None => {}
    }
}

/// How much of a list of phrases the question has.
fn covered(phrases: &[PhraseId], expansion: &Expansion) -> f32 {
    if phrases.is_empty() {
        return 0.0;
    }
    let hit = phrases
        .iter()
        .filter(|phrase| expansion.phrases.contains_key(phrase))
        .count();
    hit as f32 / phrases.len() as f32
}

/// What of the question the unit does not have.
fn missing(question: &Question, expansion: &Expansion, best: &[Option<Match>], features: &mut Features) {
    let content: Vec<usize> = (0..question.terms.len())
        .filter(|number| {
            question.terms[*number].importance != Importance::Light && !question.terms[*number].carried
        })
        .collect();
    let count = content.len().max(1) as f32;
    let met = |number: usize| best[number].map_or(0.0, |found| found.weight);
    let here = content.iter().filter(|number| met(**number) < 0.4).count() as f32;
    let anywhere = content
        .iter()
        .filter(|number| !expansion.terms[**number].found)
        .count() as f32;
    features.set(Feature::MissingHere, here / count);
    features.set(Feature::MissingAnywhere, anywhere / count);
    features.set(Feature::Terms, (content.len() as f32).min(6.0) / 6.0);
    // "Burn my rubbish": the verb tells little elsewhere, and all here.
    let light: Vec<usize> = (0..question.terms.len())
        .filter(|number| {
            question.terms[*number].importance == Importance::Light && !question.terms[*number].carried
        })
        .collect();
    let lost = light.iter().filter(|number| met(**number) < 0.4).count() as f32;
    features.set(Feature::LightMissing, lost / light.len().max(1) as f32);
    // "A Thai massage" is not any massage.
    let modifier = content.iter().any(|number| {
        let next = question.terms.get(number + 1);
        met(*number) < 0.4
            && next.is_some_and(|next| {
                next.importance != Importance::Light
                    && next.at == question.terms[*number].at.saturating_add(1)
                    && met(number + 1) >= 0.6
            })
    });
    features.flag(Feature::ModifierMissing, modifier);
    let weights = || content.iter().map(|number| met(*number));
    features.set(Feature::Weakest, weights().fold(1.0, f32::min));
    features.set(Feature::Strongest, weights().fold(0.0, f32::max));
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

/// "When do you open?" means the hours of the place, not those of something in it.
fn hours_heading(question: &Question, unit: &Unit) -> bool {
    const WORDS: [&str; 9] = [
        "opening",
        "hours",
        "режим работы",
        "часы работы",
        "график",
        "开放时间",
        "营业时间",
        "open times",
        "门诊时间",
    ];
    let bare = question
        .terms
        .iter()
        .all(|term| term.importance == Importance::Light || term.carried);
    if !question.asks_for_hours() || !bare {
        return false;
    }
    unit.path.iter().chain(&unit.lead).any(|heading| {
        let heading = heading.to_lowercase();
        WORDS.iter().any(|word| heading.contains(word))
    })
}

/// The logarithm of the odds from -4 to 4, put between 0 and 1.
fn likelihood_feature(likelihood: f32) -> f32 {
    let likelihood = likelihood.clamp(0.0001, 0.9999);
    let odds = (likelihood / (1.0 - likelihood)).ln();
    (odds.clamp(-4.0, 4.0) + 4.0) / 8.0
}

fn common_prefix(one: &str, other: &str) -> Option<usize> {
    let shared = one
        .chars()
        .zip(other.chars())
        .take_while(|(one, other)| one == other)
        .count();
    (shared > 0).then_some(shared)
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
