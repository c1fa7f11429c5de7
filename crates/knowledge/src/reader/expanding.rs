//! The terms of a question, with everything that may stand for them in the documents.
//!
//! Owns which words stand for a term (the thesaurus, compounds, slips of the pen) and how much a term matters. Which unit has
//! them is not its matter.

use foldhash::{HashMap, HashMapExt as _};

use super::Reader;
use super::sizes::is_of_size;
use crate::frames::Frame;
use crate::lexicon::{Lexicon, PhraseId, han_pair};
use crate::question::{Importance, Question, Term};
use crate::text::edit_distance;

/// Words of the documents that are compared letter by letter with one that they do not have.
const SIMILAR: usize = 8;

/// A term with everything that may stand for it.
#[derive(Debug)]
pub(crate) struct Expanded {
    /// How much it matters.
    pub weight: f32,
    /// Some unit has it.
    pub found: bool,
    /// The slots of its words, where it is a phrase; they have places of their own behind all terms.
    pub(super) parts: std::ops::Range<usize>,
    pub(super) alternatives: Vec<(PhraseId, f32)>,
}

/// A question's terms, expanded.
#[derive(Debug)]
pub(crate) struct Expansion {
    /// One for each term.
    pub terms: Vec<Expanded>,
    /// How many places there are for terms and their parts.
    pub(super) slots: usize,
    pub(super) phrases: HashMap<PhraseId, Vec<(usize, f32)>>,
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
                found: !alternatives.is_empty() || parts_found > 0 || is_of_size(question, term),
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
}

fn common_prefix(one: &str, other: &str) -> Option<usize> {
    let shared = one
        .chars()
        .zip(other.chars())
        .take_while(|(one, other)| one == other)
        .count();
    (shared > 0).then_some(shared)
}
