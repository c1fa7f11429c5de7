//! The words that a speech recogniser should expect.
//!
//! Owns which words of the knowledge are unusual: names, headings, long words. Knows nothing of speech.

use std::collections::HashMap;

use super::Passage;
use super::passages::sentences;
use super::terms::{Role, Term};

/// Other words are expected when they are at least this long: they are the ones that are misheard.
const LONG_WORD: usize = 8;
/// Names longer than this are titles of something.
const LONGEST_NAME: usize = 4;
const CALENDAR: [&str; 19] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Names first, the frequent ones before the others, then headings, then long words that are rare.
pub(super) fn vocabulary(passages: &[Passage], limit: usize) -> Vec<String> {
    let mut names = Counter::default();
    let mut headings = Counter::default();
    let mut words = Counter::default();
    for passage in passages {
        headings.add(passage.heading.rsplit(", ").next().unwrap_or_default());
        for sentence in sentences(&passage.text) {
            for name in names_of(&sentence) {
                names.add(&name);
            }
            for word in sentence.split(|letter: char| !letter.is_alphanumeric()) {
                if word.chars().count() >= LONG_WORD && word.chars().all(char::is_lowercase) {
                    words.add(word);
                }
            }
        }
    }
    let rarest_first = words.sorted(|a, b| a.cmp(&b));
    let mut vocabulary: Vec<String> = Vec::new();
    let mut known: std::collections::HashSet<String> = std::collections::HashSet::new();
    let candidates = names
        .sorted(|a, b| b.cmp(&a))
        .into_iter()
        .chain(headings.sorted(|a, b| b.cmp(&a)));
    for word in candidates.chain(rarest_first) {
        if vocabulary.len() == limit {
            break;
        }
        if known.insert(word.to_lowercase()) {
            vocabulary.push(word);
        }
    }
    vocabulary
}

/// Words with a capital letter that stand together; at the beginning of a sentence only when there are several.
fn names_of(sentence: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut starts_sentence = false;
    for (index, word) in sentence.split_whitespace().chain([""]).enumerate() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if is_capitalised(bare) {
            starts_sentence = if run.is_empty() {
                index == 0
            } else {
                starts_sentence
            };
            run.push(bare);
        }
        let is_over = !is_capitalised(bare) || word.ends_with([',', ';', ':', '.', '!', '?']);
        if is_over {
            let is_name = (1..=LONGEST_NAME).contains(&run.len()) && (run.len() > 1 || !starts_sentence);
            if is_name {
                names.push(run.join(" "));
            }
            run.clear();
        }
    }
    names
}

fn is_capitalised(word: &str) -> bool {
    let folded = word.to_lowercase();
    word.chars().next().is_some_and(char::is_uppercase)
        && Term::new(&folded).role() != Role::Stop
        && !CALENDAR.contains(&folded.as_str())
}

/// Counts texts and remembers where each came first.
#[derive(Default)]
struct Counter {
    counts: HashMap<String, (usize, usize)>,
}

impl Counter {
    fn add(&mut self, text: &str) {
        let place = self.counts.len();
        if !text.is_empty() {
            self.counts.entry(text.to_owned()).or_insert((0, place)).0 += 1;
        }
    }

    fn sorted(self, by_count: impl Fn(usize, usize) -> std::cmp::Ordering) -> Vec<String> {
        let mut texts: Vec<(String, (usize, usize))> = self.counts.into_iter().collect();
        texts.sort_by(|(_, (a, first)), (_, (b, second))| by_count(*a, *b).then(first.cmp(second)));
        texts.into_iter().map(|(text, _)| text).collect()
    }
}
