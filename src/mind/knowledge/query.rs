//! A question as it is searched for.
//!
//! Owns what a question asks for, alone or after others: which of its words count, how much, and when the words
//! of an earlier question join them. Does not score.

use super::index::Index;
use super::synonyms::synonyms;
use super::terms::{Role, Term, terms};

/// Letters of a question that are looked at.
const LONGEST: usize = 2_000;
/// Words that are searched for.
const MOST_TERMS: usize = 48;
/// Earlier questions that are looked at.
const MOST_PREVIOUS: usize = 6;
/// How much a synonym counts against the word itself.
const SYNONYM: f64 = 0.6;
/// How much an amount counts against a word.
const MEASURE: f64 = 0.5;
/// How much earlier words count when the question points back but has a subject of its own.
const BESIDE_OWN_SUBJECT: f64 = 0.5;
/// How much they count beside a fragment such as "And on Sunday?".
const BESIDE_FRAGMENT: f64 = 0.4;
/// How much less each earlier question counts.
const DECAY: f64 = 0.7;

const POINTERS: [&str; 17] = [
    "it", "its", "they", "them", "their", "there", "that", "those", "these", "this", "he", "she", "his",
    "her", "him", "one", "ones",
];
const QUESTION_WORDS: [&str; 13] = [
    "what", "whats", "where", "wheres", "when", "who", "whos", "whose", "how", "which", "why", "until",
    "since",
];
/// These ask only at the beginning.
const QUESTION_VERBS: [&str; 9] = ["is", "are", "was", "were", "does", "do", "did", "can", "may"];
/// After "how" these ask for a number, not for something old or long.
const MEASURED: [&str; 14] = [
    "old", "long", "far", "tall", "wide", "high", "deep", "heavy", "big", "large", "often", "late", "early",
    "many",
];
/// "What time is it?" points at nothing.
const CLOCK: [&str; 4] = ["time", "day", "date", "late"];

/// A word that is searched for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// Stems that answer it, each with how much it counts, 0 to 1; the word itself first.
    pub(super) variants: Vec<(String, f64)>,
    /// What it is.
    pub(super) role: Role,
    /// How much the word counts in the question, 0 to 1.
    pub(super) weight: f64,
}

/// What is searched for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    pub(super) asked: Vec<Asked>,
}

impl Query {
    /// Reads a question that follows those in `previous`, oldest first.
    pub(super) fn new(question: &str, previous: &[&str], index: &Index) -> Self {
        let own = Utterance::new(question);
        let mut query = Self { asked: Vec::new() };
        query.add(&own, 1.0, |_| true);
        let mut weight = own.reliance(index);
        for earlier in previous.iter().rev().take(MOST_PREVIOUS) {
            if weight == 0.0 {
                break;
            }
            let earlier = Utterance::new(earlier);
            if !earlier.knows_subject(index) {
                continue;
            }
            query.add(&earlier, weight, |role| {
                role == Role::Subject || own.is_fragment && role == Role::Attribute
            });
            weight = if earlier.points_back { weight * DECAY } else { 0.0 };
        }
        query
    }

    fn add(&mut self, utterance: &Utterance, weight: f64, wanted: impl Fn(Role) -> bool) {
        for (stem, role) in &utterance.asked {
            let is_known = self.asked.iter().any(|asked| asked.variants[0].0 == *stem);
            if is_known || !wanted(*role) || self.asked.len() == MOST_TERMS {
                continue;
            }
            let mut variants = vec![(stem.clone(), 1.0)];
            variants.extend(
                synonyms(stem)
                    .into_iter()
                    .map(|other| (other.to_owned(), SYNONYM)),
            );
            let share = if *role == Role::Measure { MEASURE } else { 1.0 };
            self.asked.push(Asked {
                variants,
                role: *role,
                weight: weight * share,
            });
        }
    }
}

/// What a person said, as far as it matters here.
struct Utterance {
    /// The stems that are asked for.
    asked: Vec<(String, Role)>,
    /// It has a word such as "it" or "there" that stands for something said before.
    points_back: bool,
    /// "And on Sunday?", "What about the garden?"
    is_fragment: bool,
    /// It asks for something.
    is_question: bool,
}

impl Utterance {
    fn new(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let terms = terms(&text);
        let words: Vec<&str> = terms.iter().map(|term| term.word.as_str()).collect();
        let word = |index: usize| words.get(index).copied().unwrap_or("");
        let mut asked = Vec::new();
        let mut points_back = false;
        for (index, term) in terms.iter().enumerate() {
            let before = index.checked_sub(1).map_or("", word);
            points_back |= points(&words, index);
            match term.word.as_str() {
                "much" if before == "how" && !matches!(word(index + 1), "time" | "longer" | "more") => {
                    asked.push((Term::new("cost").stem, Role::Attribute));
                }
                // "What time", but "story time".
                "time" if before.is_empty() || Term::new(before).role() == Role::Stop => {}
                measured if before == "how" && MEASURED.contains(&measured) => {}
                // "How many hours", "two hours", "days to hours", but "opening hours".
                "hours"
                    if matches!(before, "many" | "to" | "in" | "into")
                        || Term::new(before).role() == Role::Measure =>
                {
                    asked.push((term.stem.clone(), Role::Measure));
                }
                _ if term.role() != Role::Stop => asked.push((term.stem.clone(), term.role())),
                _ => {}
            }
        }
        let is_fragment = matches!(
            word(0),
            "and" | "or" | "on" | "for" | "at" | "in" | "until" | "with"
        ) || matches!((word(0), word(1)), ("what" | "how", "about"));
        let first = words.iter().copied().find(|word| !matches!(*word, "and" | "or"));
        let is_question = words.iter().any(|word| QUESTION_WORDS.contains(word))
            || first.is_some_and(|first| QUESTION_VERBS.contains(&first));
        Self {
            asked,
            points_back,
            is_fragment,
            is_question,
        }
    }

    fn has(&self, role: Role) -> bool {
        self.asked.iter().any(|asked| asked.1 == role)
    }

    /// Whether a subject is named that the knowledge has, by this or another word.
    fn knows_subject(&self, index: &Index) -> bool {
        self.asked
            .iter()
            .filter(|asked| asked.1 == Role::Subject)
            .any(|(stem, _)| index.knows(stem) || synonyms(stem).iter().any(|other| index.knows(other)))
    }

    /// How much the questions before this one count in it, 0 to 1.
    fn reliance(&self, index: &Index) -> f64 {
        let has_subject = self.has(Role::Subject);
        if self.points_back && (self.is_question || has_subject) {
            if self.knows_subject(index) {
                BESIDE_OWN_SUBJECT
            } else {
                1.0
            }
        } else if has_subject {
            if self.is_fragment { BESIDE_FRAGMENT } else { 0.0 }
        } else if self.has(Role::Attribute) || self.is_fragment && self.is_question {
            1.0
        } else {
            0.0
        }
    }
}

/// Whether the word at `index` stands for something said before.
fn points(words: &[&str], index: usize) -> bool {
    let before = index.checked_sub(1).map_or("", |before| words[before]);
    match words[index] {
        "it" => !words.iter().any(|word| CLOCK.contains(word)),
        // "Is there a lift?"
        "there" => !matches!(before, "is" | "are" | "was") || index + 1 == words.len(),
        word => POINTERS.contains(&word),
    }
}
