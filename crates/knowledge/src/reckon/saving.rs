//! What a pass or a set saves: "how much do we save with the family ticket instead of two adults and a child?"
//!
//! Owns how such a question is cut into the pass and what it stands for. How the amounts are found is `answer`'s.

use super::bundle::BUNDLES;
use super::plan::{Item, Plan, Task, item, said, without_article};
use super::{Quantity, counts_people};
use crate::language::Language;
use crate::question::Question;
use crate::values::{self, Value};

const SAVES: &[&str] = &[
    "save",
    "saves",
    "saving",
    "savings",
    "сэкономлю",
    "сэкономим",
    "экономия",
    "выгода",
];
/// Between the pass and what it is compared with.
const AGAINST: &[&str] = &[
    "over",
    "instead",
    "rather",
    "than",
    "versus",
    "vs",
    "against",
    "compared",
    "вместо",
    "чем",
];
/// Before the pass.
const WITH: &[&str] = &["with", "using", "by", "на", "с", "по"];
/// Verbs of choosing one of two.
const TAKING: &[&str] = &[
    "take", "choose", "buy", "get", "pick", "have", "book", "hire", "rent", "use",
];
/// The same before what is bought: "by having the combo".
const BUYS: &[&str] = &[
    "buying", "getting", "taking", "having", "booking", "paying", "choosing", "hiring", "renting", "using",
];
/// Whoever saves, and nothing that is bought.
const PEOPLE: &[&str] = &["i", "we", "you", "one", "it", "that", "this", "they"];
/// Words that ask, and name nothing.
const ASKING: &[&str] = &["what", "how", "сколько", "какая"];
/// Words of buying, at the beginning or end of what is bought.
const BUYING: &[&str] = &[
    "of",
    "to",
    "than",
    "with",
    "paying",
    "buying",
    "getting",
    "taking",
    "for",
    "separately",
    "separate",
    "individual",
    "individually",
    "bought",
    "singly",
    "each",
    "покупать",
    "по",
    "отдельно",
];
/// Most things on the other side.
const MAX_THINGS: usize = 5;

/// Whether a word speaks of saving.
pub(crate) fn names_saving(word: &str) -> bool {
    SAVES.contains(&word)
}

/// The plan of a question about savings; `None` for any other.
pub(super) fn saving(question: &Question) -> Option<Plan> {
    if question.language == Language::Chinese {
        return None;
    }
    let words = question.words();
    let saves = words.iter().position(|word| names_saving(word))?;
    let end = words.len();
    let against = (saves + 1..end).find(|at| AGAINST.contains(&words[*at]));
    let limit = against.unwrap_or(end);
    let with = (saves + 1..limit).find(|at| WITH.contains(&words[*at]));
    let asks = words.iter().position(|word| ASKING.contains(word)).unwrap_or(0);
    let does =
        (asks..saves).rfind(|at| matches!(words[*at], "do" | "does" | "would" | "will" | "did" | "can"));
    let subject = does.map(|at| (at + 1, saves)).filter(|(from, to)| from < to);
    // "If I take the small one rather than the big one."
    let taken = (saves + 1..limit).find(|at| {
        words[*at] == "if"
            && words
                .get(at + 1)
                .is_some_and(|word| matches!(*word, "i" | "we" | "you"))
            && words.get(at + 2).is_some_and(|word| TAKING.contains(word))
    });
    let taken = taken.filter(|_| against.is_some() && with.is_none());
    // "How much do I save buying the six-ride card instead of single rides?"
    let buys = words.get(saves + 1).is_some_and(|word| BUYS.contains(word));
    let pass = match (with, taken) {
        (Some(with), _) => (with + 1, limit),
        (None, Some(taken)) => (taken + 3, limit),
        (None, None) if buys => (saves + 2, limit),
        (None, None) => subject?,
    };
    // "What do I save by having the combo": nobody sells "having".
    let pass = match words.get(pass.0) {
        Some(word) if BUYS.contains(word) && pass.0 + 1 < pass.1 => (pass.0 + 1, pass.1),
        _ => pass,
    };
    let condition = (pass.0..pass.1).find(|at| matches!(words[*at], "if" | "when" | "если"));
    let pass_text = said(question, pass.0, condition.unwrap_or(pass.1));
    let mut shared = condition.map_or_else(String::new, |at| said(question, at + 1, pass.1));
    let bought = match against {
        Some(against) => things(&said(question, against + 1, end)),
        None => {
            let before = things(&said(question, question.begins, asks));
            let subject = subject.filter(|_| with.is_some());
            let by_subject = subject.map(|(from, to)| things(&said(question, from, to)));
            let counts = |items: &Vec<Item>| {
                items
                    .iter()
                    .any(|item| item.count > 1 || counts_people(&item.text))
            };
            // "How much would the family ticket save two adults and a child?"
            let object = with.is_none().then(|| things(&said(question, saves + 1, end)));
            by_subject
                .filter(counts)
                .or_else(|| object.filter(counts))
                .or_else(|| Some(before).filter(counts))?
        }
    };
    if let Some(with) = with.filter(|with| *with > saves + 1) {
        shared = format!("{shared} {}", said(question, saves + 1, with));
    }
    let (pass_text, rate) = at_a_rate(&pass_text);
    if let Some(rate) = rate {
        shared = format!("{shared} {rate}");
    }
    let mut items = vec![Item {
        count: 1,
        text: without_article(without_age(pass_text.trim())).to_owned(),
    }];
    let is_size = |item: &Item| {
        let sized = |value: &Value| matches!(value, Value::Distance { .. } | Value::Weight { .. });
        let values = values::values(&item.text, question.language);
        values.iter().any(|found| sized(&found.value))
    };
    let (sizes, bought): (Vec<Item>, Vec<Item>) = bought.into_iter().partition(is_size);
    for size in sizes {
        // "For a boat of 7 metres" is said of both.
        shared = format!("{shared} {}", size.text);
    }
    items.extend(bought);
    let names_pass = items
        .first()
        .is_some_and(|pass| !PEOPLE.contains(&pass.text.as_str()));
    let complete = names_pass && items.len() > 1 && items.len() <= MAX_THINGS + 1;
    let named = items.iter().all(|item| !item.text.trim().is_empty());
    let is_of_bundle = items.split_first().is_some_and(|(pass, people)| {
        let first = pass
            .text
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        BUNDLES.contains(&first.as_str()) && people.iter().all(|item| counts_people(&item.text))
    });
    (complete && named).then_some(Plan {
        task: Task::Difference,
        quantity: Quantity::Price,
        shared,
        items,
        cue: String::new(),
        of_bundle: is_of_bundle,
    })
}

/// "The small car for the weekend rate": the thing, and the rate, which is said of both.
fn at_a_rate(text: &str) -> (&str, Option<&str>) {
    const RATES: [&str; 4] = ["rate", "price", "tariff", "prices"];
    let last = text.split_whitespace().last().unwrap_or_default();
    let at = [" for the ", " at the ", " on the "]
        .iter()
        .filter_map(|word| text.rfind(word))
        .max();
    match at.filter(|_| RATES.contains(&last)) {
        Some(at) => (&text[..at], Some(text[at..].trim())),
        None => (text, None),
    }
}

/// "2 adults and 3 kids separately", "paying peak 10 times": the things, with how many of each.
pub(super) fn things(text: &str) -> Vec<Item> {
    let mut spaced = format!(" {} ", without_remarks(text));
    // "Three kids of 6, 9 and 12" are three kids aged so.
    if let Some((before, after)) = spaced.split_once(" of ")
        && after.starts_with(|letter: char| letter.is_ascii_digit())
        && counts_people(before)
    {
        spaced = format!("{before} aged {after}");
    }
    for (word, mark) in [
        (" and ", "|"),
        (" plus ", "|"),
        (" with ", "|"),
        (" и ", "|"),
        (", ", "|"),
    ] {
        spaced = spaced.replace(word, mark);
    }
    let parts: Vec<&str> = spaced
        .split('|')
        .map(bare)
        .filter(|part| !part.is_empty())
        .collect();
    let mut items: Vec<Item> = Vec::new();
    for part in parts {
        // "Kids aged 6, 8 and 12": the other ages name nobody new.
        if part.chars().all(|letter| letter.is_ascii_digit()) {
            continue;
        }
        let (part, times) = times_of(part);
        // "Kids aged 6, 8 and 12": without a number of them nobody knows how many there are.
        if part.contains("aged") && !part.starts_with(|letter: char| letter.is_ascii_digit()) {
            return Vec::new();
        }
        // "There's 2 adults": the count begins the thing.
        let at = part
            .char_indices()
            .find(|(at, letter)| letter.is_ascii_digit() && (*at == 0 || part[..*at].ends_with(' ')));
        let part = at.map_or(part, |(at, _)| &part[at..]);
        let mut found = item(part);
        found.count = found.count.saturating_mul(times);
        items.push(found);
    }
    items
}

/// "A scissor cut and a beard trim (not with Rocco)": what is not meant is no thing. What follows it is.
fn without_remarks(text: &str) -> String {
    const REMARKS: [&str; 5] = [" (", " not ", " without ", " не ", " без "];
    let mut rest = text.to_owned();
    while let Some(at) = REMARKS.iter().filter_map(|word| rest.find(word)).min() {
        let remark = &rest[at..];
        let end = match remark.find(')').filter(|_| remark.starts_with(" (")) {
            Some(end) => Some(end + 1),
            None => [" and ", ", ", " и "]
                .iter()
                .filter_map(|word| remark.find(word))
                .min(),
        };
        let end = end.map_or(rest.len(), |end| at + end);
        rest.replace_range(at..end, "");
    }
    rest
}

/// "Full week for my 4-year-old": the age is that of the question.
fn without_age(text: &str) -> &str {
    let at = [" for my ", " for a ", " for an ", " for our "]
        .iter()
        .filter_map(|word| text.find(word))
        .min();
    match at {
        Some(at) if text[at..].contains("year-old") || text[at..].contains("year old") => &text[..at],
        _ => text,
    }
}

/// The words without those of buying around them.
fn bare(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let first = text.split_whitespace().next().unwrap_or_default();
        let last = text.split_whitespace().last().unwrap_or_default();
        if BUYING.contains(&first) {
            text = text[first.len()..].trim_start();
        } else if BUYING.contains(&last) && last != first {
            text = text[..text.len() - last.len()].trim_end();
        } else {
            return text;
        }
    }
}

/// "Peak 10 times": what, and how often.
fn times_of(text: &str) -> (&str, u32) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(at) = words.iter().position(|word| matches!(*word, "times" | "раз")) else {
        return (text, 1);
    };
    let number = at
        .checked_sub(1)
        .and_then(|before| words[before].parse::<u32>().ok());
    match number.filter(|number| (2..=100).contains(number)) {
        Some(number) => {
            let cut = text.find(words[at - 1]).unwrap_or(text.len());
            (text[..cut].trim(), number)
        }
        None => (text, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::things;

    fn counted(text: &str) -> Vec<(u32, String)> {
        things(text)
            .into_iter()
            .map(|item| (item.count, item.text))
            .collect()
    }

    #[test]
    fn the_things_on_one_side_are_counted() {
        assert_eq!(
            counted("of buying 2 adults and 3 kids separately"),
            [(2, "adults".to_owned()), (3, "kids".to_owned())]
        );
        assert_eq!(counted("paying peak 10 times"), [(10, "peak".to_owned())]);
        assert_eq!(
            counted("a medium popcorn and a fizzy drink bought separately"),
            [(1, "medium popcorn".to_owned()), (1, "fizzy drink".to_owned())]
        );
    }
}
