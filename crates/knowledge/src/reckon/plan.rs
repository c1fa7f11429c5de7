//! What a calculating question wants: its parts, and what is to be done with their amounts.

use super::Quantity;
use super::bundle::bundle;
use super::comparison::compared;
use super::saving::saving;
use super::total::total;
use crate::question::Question;

/// Words before a thing of which there is one.
const DETERMINERS: [&str; 7] = ["a ", "an ", "one ", "the ", "my ", "our ", "some "];
/// Beginnings of words for what lowers a price and is not bought.
const CONDITIONS: [&str; 9] = [
    "card",
    "pass",
    "member",
    "voucher",
    "discount",
    "concession",
    "coupon",
    "student",
    "railcard",
];
/// Most things of a sum.
const MAX_APART: usize = 6;

/// What is done with the amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Which of two has less, or more.
    Choose {
        /// More.
        most: bool,
    },
    /// How much lies between what the first item costs and what the others do together.
    Difference,
    /// What all cost together, so many times.
    Total {
        /// Nights, days or hours.
        times: u32,
        /// How long one of them is, in seconds, where a length of time was said.
        each: Option<u64>,
    },
}

/// One thing whose amount is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// How many of it.
    pub count: u32,
    /// Its words.
    pub text: String,
}

/// A calculating question, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// What is to be done.
    pub task: Task,
    /// What is compared or added.
    pub quantity: Quantity,
    /// Words that belong to every item.
    pub shared: String,
    /// The things.
    pub items: Vec<Item>,
    /// The word of the question that says what is compared: "cheaper".
    pub cue: String,
    /// The first item is a bundle, the others are what it stands for.
    pub of_bundle: bool,
}

impl Plan {
    /// The sum with "a frame with lenses" as two things; `None` where nothing is so joined.
    pub fn with_extras_apart(&self) -> Option<Self> {
        const WITH: &str = " with ";
        if !self.is_total() || self.items.iter().all(|item| !item.text.contains(WITH)) {
            return None;
        }
        // "With a student card" is a condition, and no chips are bought.
        let is_condition = |item: &Item| {
            item.text.split(WITH).skip(1).any(|extra| {
                let words: Vec<&str> = extra.split_whitespace().collect();
                matches!(words.first(), Some(&("no" | "any" | "their" | "his" | "her")))
                    || words
                        .iter()
                        .any(|word| CONDITIONS.iter().any(|known| word.starts_with(known)))
            })
        };
        if self.items.iter().any(is_condition) {
            return None;
        }
        let parts = |one: &Item| -> Vec<Item> {
            let mut parts = one.text.split(WITH);
            let first = Item {
                count: one.count,
                text: parts.next().unwrap_or_default().to_owned(),
            };
            // "Two bikes with helmets" are two helmets as well.
            let extra = |text: &str| {
                let extra = item(text);
                let is_told = text.starts_with(|letter: char| letter.is_ascii_digit())
                    || DETERMINERS.iter().any(|word| text.starts_with(word));
                let count = if is_told {
                    extra.count
                } else {
                    extra.count.saturating_mul(one.count)
                };
                Item { count, ..extra }
            };
            std::iter::once(first).chain(parts.map(extra)).collect()
        };
        let items: Vec<Item> = self.items.iter().flat_map(parts).collect();
        let is_sum = items.len() <= MAX_APART && items.iter().all(|item| !item.text.trim().is_empty());
        is_sum.then(|| Self {
            items,
            ..self.clone()
        })
    }

    /// Whether amounts are added, not compared.
    pub fn is_total(&self) -> bool {
        matches!(self.task, Task::Total { .. })
    }
}

/// The plan of a calculating question; `None` for any other.
pub(crate) fn plan(question: &Question) -> Option<Plan> {
    if question.text.len() > 300 {
        return None;
    }
    bundle(question)
        .or_else(|| saving(question))
        .or_else(|| compared(question))
        .or_else(|| total(question))
}

/// Verbs that tell the price of having a thing for a while from the price of the thing.
const HAVING: [&str; 5] = ["hire ", "rent ", "borrow ", "buy ", "lease "];

/// "Hire the violin": the verb tells which price is meant.
pub(crate) fn says_how_it_is_had(item: &str) -> bool {
    HAVING.iter().any(|verb| item.starts_with(verb))
}

/// Where the words of a phrase stand.
pub(super) fn find(words: &[&str], phrase: &str) -> Option<(usize, usize)> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words
        .windows(phrase.len())
        .position(|window| window == phrase)
        .map(|at| (at, at + phrase.len()))
}

pub(super) fn comma_before(question: &Question, at: usize) -> bool {
    let Some(token) = question.tokens.get(at) else {
        return false;
    };
    let before = &question.text[..token.range.start];
    // The hyphens of "a 7-year-old" end nothing.
    let dash = before.ends_with(char::is_whitespace) && before.trim_end().ends_with(['-', '–', '—']);
    dash || before.trim_end().ends_with([',', ':', '，', '：'])
}

/// The words from one token up to another, as they were said.
pub(super) fn said(question: &Question, from: usize, to: usize) -> String {
    if from >= to || from >= question.tokens.len() {
        return String::new();
    }
    let last = to.min(question.tokens.len()) - 1;
    question.text[question.tokens[from].range.start..question.tokens[last].range.end].to_owned()
}

/// The text without the article before it.
pub(super) fn without_article(text: &str) -> &str {
    ["a ", "an ", "the "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text)
}

/// "Black and white ones with a frame": the last word of the thing itself.
fn head(text: &str) -> Option<&str> {
    const BEHIND: [&str; 13] = [
        "with", "for", "in", "at", "on", "of", "to", "from", "by", "that", "come", "cost", "set",
    ];
    let words = text.split_whitespace().take(5);
    words.take_while(|word| !BEHIND.contains(word)).last()
}

/// The number before a thing, and the thing.
pub(super) fn item(text: &str) -> Item {
    let text = text.trim();
    let text = ["is ", "are ", "for "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let bare = text.strip_prefix("one ").unwrap_or_else(|| without_article(text));
    if let Some(rest) = bare.strip_prefix("both ") {
        return Item {
            count: 2,
            text: rest
                .trim_start_matches("my ")
                .trim_start_matches("the ")
                .to_owned(),
        };
    }
    let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let rest = &bare[digits.len()..];
    let count = digits
        .parse::<u32>()
        .ok()
        .filter(|count| (1..=200).contains(count));
    let noun = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    let latin = noun
        .chars()
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic());
    // "2 small teas", but not "a 2 piece suit please".
    let phrase = rest.split_whitespace().take(2).chain(head(rest));
    let plural = phrase.into_iter().any(|word| {
        let word = word.to_lowercase();
        let plural = word.ends_with('s') && !matches!(word.as_str(), "pls" | "less" | "plus");
        plural || ["people", "children", "men", "women", "oap"].contains(&word.as_str())
    });
    // "10-year-old" and "50 amp" count nothing.
    let counts = rest.starts_with(' ')
        && !rest.trim_start().starts_with("year")
        && !rest.trim_start().starts_with("лет")
        || digits.len() < bare.len()
            && rest.starts_with(['个', '位', '张', '名', '大', '小', '只', '份', '次', '间', '本']);
    // "Two hours in the sauna" is one sauna.
    let timed = matches!(
        noun.as_str(),
        "hours"
            | "hour"
            | "minutes"
            | "days"
            | "nights"
            | "weeks"
            | "months"
            | "years"
            | "часа"
            | "часов"
            | "дня"
            | "дней"
    );
    match count {
        Some(count) if timed && count > 1 => Item {
            count: 1,
            text: bare.to_owned(),
        },
        Some(count) if counts && (!latin || plural || count == 1) => Item {
            count,
            text: rest
                .trim_start_matches([' ', '个', '位', '张', '名', '只', '份', '次', '间', '本'])
                .to_owned(),
        },
        _ => Item {
            count: 1,
            text: bare.to_owned(),
        },
    }
}
