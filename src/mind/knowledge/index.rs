//! The inverted index and its scores.
//!
//! Owns the ranking: BM25 with two fields, heading and text (Robertson & Zaragoza 2009, "The Probabilistic
//! Relevance Framework: BM25 and Beyond", 3.5), and the thresholds below which a passage is worse than none. Works
//! on terms; does not know what they mean.

use std::collections::HashMap;

use super::query::{Asked, Query};
use super::terms::{Role, terms};
use super::{Passage, PassageId};

/// How soon a repeated word stops counting.
const K1: f64 = 1.2;
/// How much the length of a passage counts.
const B: f64 = 0.75;
/// How much a word in the heading counts.
const HEADING: f64 = 2.5;
/// A passage must have this share of what is asked (by weight)...
const LEAST_COVERAGE: f64 = 0.3;
/// ... or all of it when only attributes are asked ("What does it cost?").
const WHOLE_COVERAGE: f64 = 0.9;
/// Words that no passage has count at most like so many rare ones: people tell stories around their questions.
const MOST_UNKNOWN: f64 = 1.5;
/// How much a synonym covers of what is asked.
const SYNONYM_COVERS: f64 = 0.8;
/// A passage must have this share of the best one's score.
const LEAST_OF_BEST: f64 = 0.3;
/// A heading that is asked for as a whole.
const WHOLE_HEADING: f64 = 1.15;

#[derive(Debug, Clone, Copy)]
struct Posting {
    passage: u32,
    in_heading: f64,
    in_text: f64,
}

/// Which passages have which words.
#[derive(Debug, Default)]
pub(super) struct Index {
    postings: HashMap<String, Vec<Posting>>,
    /// Words of each passage.
    lengths: Vec<f64>,
    /// The words of the last part of each heading.
    headings: Vec<Vec<String>>,
    mean_length: f64,
}

/// What is known about a passage while it is scored.
#[derive(Debug, Clone, Copy, Default)]
struct Candidate {
    score: f64,
    covered: f64,
    /// A subject that was asked for is in it...
    has_subject: bool,
    /// ... an attribute...
    has_attribute: bool,
    /// ... and its heading names one: a subject by any name, or an attribute by its own.
    in_heading: bool,
}

impl Index {
    pub(super) fn new(passages: &[Passage]) -> Self {
        let mut index = Self::default();
        for passage in passages {
            let mut counts: HashMap<String, Posting> = HashMap::new();
            let mut length = 0.0;
            for (text, is_heading) in [(&passage.heading, true), (&passage.text, false)] {
                for term in terms(text).into_iter().filter(|term| term.role() != Role::Stop) {
                    let posting = counts.entry(term.stem).or_insert(Posting {
                        passage: passage.id.0,
                        in_heading: 0.0,
                        in_text: 0.0,
                    });
                    *(if is_heading {
                        &mut posting.in_heading
                    } else {
                        &mut posting.in_text
                    }) += 1.0;
                    length += 1.0;
                }
            }
            for (stem, posting) in counts {
                index.postings.entry(stem).or_default().push(posting);
            }
            index.lengths.push(length);
            let last = passage.heading.rsplit(", ").next().unwrap_or_default();
            let heading = terms(last).into_iter().filter(|term| term.role() != Role::Stop);
            index.headings.push(heading.map(|term| term.stem).collect());
        }
        index.mean_length = index.lengths.iter().sum::<f64>() / index.lengths.len().max(1) as f64;
        index
    }

    /// Whether any passage has the word.
    pub(super) fn knows(&self, stem: &str) -> bool {
        self.postings.contains_key(stem)
    }

    /// The passages that fit, best first; equal ones in the order of their files.
    pub(super) fn search(&self, query: &Query, count: usize) -> Vec<(PassageId, f64)> {
        let mut candidates: HashMap<u32, Candidate> = HashMap::new();
        for asked in &query.asked {
            for (passage, found) in self.score(asked) {
                let candidate = candidates.entry(passage).or_default();
                candidate.score += found.score;
                candidate.covered += found.covered;
                candidate.has_subject |= found.has_subject;
                candidate.has_attribute |= found.has_attribute;
                candidate.in_heading |= found.in_heading;
            }
        }
        let whole = self.weight(query);
        let mut hits: Vec<(PassageId, f64)> = candidates
            .into_iter()
            .filter(|(_, candidate)| candidate.is_relevant(whole))
            .map(|(passage, candidate)| {
                (
                    PassageId(passage),
                    candidate.score * self.heading_bonus(passage, query),
                )
            })
            .collect();
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = hits.first().map_or(0.0, |hit| hit.1);
        hits.retain(|hit| hit.1 >= best * LEAST_OF_BEST);
        hits.truncate(count);
        hits
    }

    /// What all words of a question weigh together.
    fn weight(&self, query: &Query) -> f64 {
        let (mut known, mut unknown) = (0.0, 0.0);
        for asked in &query.asked {
            let is_known = asked.variants.iter().any(|(stem, _)| self.knows(stem));
            *(if is_known { &mut known } else { &mut unknown }) += self.rarity(asked) * asked.weight;
        }
        known + f64::min(unknown, self.inverse_frequency(1) * MOST_UNKNOWN)
    }

    /// What one word of the question adds to each passage: the best of its variants.
    fn score(&self, asked: &Asked) -> HashMap<u32, Candidate> {
        let mut found: HashMap<u32, Candidate> = HashMap::new();
        let rarity = self.rarity(asked);
        for (index, (stem, share)) in asked.variants.iter().enumerate() {
            let Some(postings) = self.postings.get(stem) else {
                continue;
            };
            let is_exact = index == 0;
            let covered = asked.weight * rarity * if is_exact { 1.0 } else { SYNONYM_COVERS };
            let weight = share * asked.weight * rarity.min(self.inverse_frequency(postings.len()));
            for posting in postings {
                let candidate = found.entry(posting.passage).or_default();
                candidate.score = candidate.score.max(weight * self.saturated(posting));
                candidate.covered = candidate.covered.max(covered);
                candidate.has_subject |= asked.role == Role::Subject;
                candidate.has_attribute |= asked.role == Role::Attribute;
                candidate.in_heading |= posting.in_heading > 0.0
                    && (asked.role == Role::Subject || asked.role == Role::Attribute && is_exact);
            }
        }
        found
    }

    fn saturated(&self, posting: &Posting) -> f64 {
        let frequency = posting.in_text + HEADING * posting.in_heading;
        let length = self.lengths[posting.passage as usize] / self.mean_length.max(1.0);
        frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * length))
    }

    fn inverse_frequency(&self, passages: usize) -> f64 {
        let (all, with) = (self.lengths.len() as f64, passages as f64);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// The inverse frequency of the word, or of its most frequent synonym; a word that no passage has is rare.
    fn rarity(&self, asked: &Asked) -> f64 {
        let exact = self.postings.get(&asked.variants[0].0).map(Vec::len);
        let other = || {
            asked
                .variants
                .iter()
                .filter_map(|(stem, _)| self.postings.get(stem))
                .map(Vec::len)
                .max()
        };
        self.inverse_frequency(exact.or_else(other).unwrap_or(1))
    }

    fn heading_bonus(&self, passage: u32, query: &Query) -> f64 {
        let heading = &self.headings[passage as usize];
        let is_asked = |stem: &String| query.asked.iter().any(|asked| asked.variants[0].0 == *stem);
        if !heading.is_empty() && heading.iter().all(is_asked) {
            WHOLE_HEADING
        } else {
            1.0
        }
    }
}

impl Candidate {
    fn is_relevant(&self, whole: f64) -> bool {
        let coverage = self.covered / whole.max(f64::MIN_POSITIVE);
        let has_enough = coverage >= LEAST_COVERAGE;
        (self.has_subject && (has_enough || self.in_heading))
            || (self.in_heading && has_enough)
            || (self.has_attribute && coverage >= WHOLE_COVERAGE)
    }
}
