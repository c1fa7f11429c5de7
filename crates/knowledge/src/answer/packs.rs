//! What several bought together save: "5 for £14" beside a price for one.
//!
//! Owns how such a line is read. The line is that of the unit that answers.

use crate::language::Language;
use crate::question::Question;
use crate::reckon::{self, Amount};
use crate::values::{self, Value};

/// What holds several of a thing.
const PACKS: [&str; 10] = [
    "pack",
    "set",
    "card",
    "box",
    "book",
    "bundle",
    "block",
    "carnet",
    "абонемент",
    "набор",
];
/// Letters at most between a length of time and its price.
const NEAR: usize = 4;

/// Whether it is asked what is saved by so many.
pub(super) fn is_asked(question: &Question) -> bool {
    question.words().iter().any(|word| reckon::names_saving(word)) && numbers_of(question).next().is_some()
}

/// Whether a text has a pack: a number of things and their price.
pub(super) fn names_one(text: &str) -> bool {
    let found = values::values(text, Language::of(text));
    let mut prices = found
        .iter()
        .filter(|found| reckon::price_of(&found.value).is_some());
    prices.any(|price| number_before(text, price.range.start).is_some_and(|number| number > 1))
}

fn numbers_of(question: &Question) -> impl Iterator<Item = i64> {
    let numbers = question
        .tokens
        .iter()
        .filter_map(|token| token.word.parse::<i64>().ok());
    numbers.filter(|number| (2..=50).contains(number))
}

/// The saving by a pack of as many as the question says, if the line names one and, before it, the price of a single thing.
pub(super) fn saved(question: &Question, line: &str) -> Option<String> {
    let line = values::numbers_as_digits(line, Language::of(line));
    numbers_of(question).find_map(|number| saved_by(number, &line, question.language))
}

fn saved_by(number: i64, line: &str, language: Language) -> Option<String> {
    let found = values::values(line, Language::of(line));
    let priced: Vec<(usize, Amount)> = found
        .iter()
        .filter_map(|found| Some((found.range.start, reckon::price_of(&found.value)?)))
        .collect();
    let (at, pack) = priced
        .iter()
        .find(|(at, _)| number_before(line, *at) == Some(number))?;
    // The single price stands before the pack's, in the same sentence.
    let begin = line.get(..*at)?.rfind(". ").unwrap_or(0);
    let singles: Vec<&(usize, Amount)> = priced
        .iter()
        .filter(|(other, amount)| {
            let all = amount.value.saturating_mul(number);
            (begin..*at).contains(other)
                && amount.kind == pack.kind
                && amount.value < pack.value
                && all > pack.value
        })
        .collect();
    // "30 min £25, 60 min £45, six x 30 min £130": of several the one for the same length of time.
    let length_before = |at: usize| {
        let before = found.iter().rev().find(|found| found.range.end <= at)?;
        let is_near = at - before.range.end <= NEAR;
        matches!(before.value, Value::Duration { .. })
            .then_some(&before.value)
            .filter(|_| is_near)
    };
    let single = match singles.as_slice() {
        [one] if length_before(*at) == length_before(one.0) => *one,
        several => {
            let length = length_before(*at)?;
            let mut same = several
                .iter()
                .filter(|(other, _)| length_before(*other) == Some(length));
            let one = same.next()?;
            same.next().is_none().then_some(*one)?
        }
    };
    let (_, single) = single;
    let all = Amount {
        value: single.value.checked_mul(number)?,
        kind: single.kind,
    };
    let gap = Amount {
        value: all.value.checked_sub(pack.value)?,
        kind: pack.kind,
    };
    let said = |amount: &Amount| amount.said(language);
    let (gap, all, single, pack) = (said(&gap), said(&all), said(single), said(pack));
    Some(match language {
        Language::English => {
            format!("The difference is {gap}: {number} × {single} = {all}, {number} for {pack}.")
        }
        Language::Russian => format!("Разница — {gap}: {number} × {single} = {all}, {number} за {pack}."),
        Language::Chinese => format!("相差{gap}：{number} × {single} = {all}，{number}个{pack}。"),
    })
}

/// The number of things that the price at this place is for: "3 for £18", "3 шт. за 500 ₽".
fn number_before(line: &str, at: usize) -> Option<i64> {
    let before = line.get(..at)?;
    let words: Vec<&str> = before
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(5)
        .collect();
    match words.as_slice() {
        // "3 шт. за": what is counted may stand between.
        ["for" | "за", rest @ ..] => {
            let at = rest.iter().take(2).position(|word| word.parse::<i64>().is_ok())?;
            // "Hot dog £5, 3 doughnuts for £6": the price before is another thing's.
            let is_named_before = |noun: &str| {
                let stem: String = noun.chars().take(4).collect::<String>().to_lowercase();
                let head = before
                    .rfind(noun)
                    .map_or("", |place| &before[..place])
                    .to_lowercase();
                matches!(noun, "шт") || head.contains(&stem)
            };
            let is_of_this = at == 0 || is_named_before(rest[0]);
            is_of_this.then(|| rest[at].parse().ok())?
        }
        // "Pack of 5: £60".
        [number, "of" | "из" | "на", pack, ..]
            if PACKS.iter().any(|word| pack.to_lowercase().starts_with(word)) =>
        {
            number.parse().ok()
        }
        // "6 x 30 min £130".
        [_, _, "x" | "х", number, ..] | [_, "x" | "х", number, ..] | ["x" | "х", number, ..] => {
            number.parse().ok()
        }
        _ => None,
    }
}
