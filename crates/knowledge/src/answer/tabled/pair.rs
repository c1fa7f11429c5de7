//! The two of several names that a question means.
//!
//! Owns how words choose among names. What the names are of, rows, columns or amounts, is the caller's matter.

use super::words::{Comparison, is_of_comparison};
use super::{LITERAL, MARGIN, NAMES};
use crate::question::{Importance, Question};

/// Two names, and how well they are what the question means.
struct Pair {
    places: [usize; 2],
    /// How many words of the question name either.
    covered: usize,
    /// How many name each, added up: "the passport of a child than of an adult" are both passports.
    hits: usize,
    /// Words of the names.
    length: usize,
}

/// The words of the question that say what is compared, by their places among its terms.
pub(super) fn telling_words(question: &Question, comparison: &Comparison) -> Vec<usize> {
    let is_content = |term: &usize| question.terms[*term].importance != Importance::Light;
    naming_words(question, comparison)
        .into_iter()
        .filter(is_content)
        .collect()
}

/// The same with light words, which may still tell one name from another: "the small one".
fn naming_words(question: &Question, comparison: &Comparison) -> Vec<usize> {
    (0..question.terms.len())
        .filter(|place| {
            let term = &question.terms[*place];
            !term.carried && !is_of_comparison(comparison, &term.word.to_lowercase())
        })
        .collect()
}

/// The two names that the question has: each by a word that the other has not, together by all words that name any. `met` says of
/// each name how well it has each term. `None` where more than one pair is named equally well.
pub(super) fn pair(
    met: &[Vec<f32>],
    names: &[String],
    question: &Question,
    comparison: &Comparison,
) -> Option<[usize; 2]> {
    let has = |name: usize, term: usize| met[name][term] >= NAMES;
    let naming: Vec<usize> = naming_words(question, comparison)
        .into_iter()
        .filter(|term| {
            let count = (0..met.len()).filter(|name| has(*name, *term)).count();
            count > 0 && count < met.len()
        })
        .collect();
    let mut found = pairs(met, names, &naming);
    // What names one by its own word must be among the two; "child" may be in many by other words.
    let literal = |term: &&usize| {
        let is_content = question.terms[**term].importance != Importance::Light;
        is_content && met.iter().any(|met| met[**term] >= LITERAL)
    };
    found.retain(|pair| {
        let mut wanted = naming.iter().filter(literal);
        wanted.all(|term| pair.places.iter().any(|name| has(*name, *term)))
    });
    let widest = found.iter().map(|pair| pair.covered).max()?;
    found.retain(|pair| pair.covered == widest);
    let most = found.iter().map(|pair| pair.hits).max()?;
    found.retain(|pair| pair.hits == most);
    let shortest = found.iter().map(|pair| pair.length).min()?;
    found.retain(|pair| pair.length == shortest);
    match found.as_slice() {
        [pair] => Some(pair.places),
        _ => None,
    }
}

/// All pairs of which each name has a word that the other has not.
fn pairs(met: &[Vec<f32>], names: &[String], naming: &[usize]) -> Vec<Pair> {
    let has = |name: usize, term: usize| met[name][term] >= NAMES;
    let only = |name: usize, without: usize| {
        let mut terms = naming.iter();
        terms.any(|term| has(name, *term) && met[name][*term] - met[without][*term] >= MARGIN)
    };
    let hits = |name: usize| naming.iter().filter(|term| has(name, **term)).count();
    let words = |name: usize| names[name].split_whitespace().count();
    let mut found = Vec::new();
    for one in 0..met.len() {
        for other in one + 1..met.len() {
            if only(one, other) && only(other, one) {
                let covers = |term: &&usize| has(one, **term) || has(other, **term);
                found.push(Pair {
                    places: [one, other],
                    covered: naming.iter().filter(covers).count(),
                    hits: hits(one) + hits(other),
                    length: words(one) + words(other),
                });
            }
        }
    }
    found
}
