//! What several bought together save: "5 for £14" beside a price for one.
//!
//! Owns how such a line is read. The line is that of the unit that answers.

use crate::language::Language;
use crate::question::Question;
use crate::reckon::{self, Amount};
use crate::values;

/// Letters between the number of things and their price: "3 for £18".
const NEAR: usize = 10;

/// Whether it is asked what is saved by so many.
pub(super) fn is_asked(question: &Question) -> bool {
    question.words().iter().any(|word| reckon::names_saving(word)) && number_of(question).is_some()
}

/// Whether a text has a pack: a number of things and their price.
pub(super) fn names_one(text: &str) -> bool {
    let found = values::values(text, Language::of(text));
    let mut prices = found
        .iter()
        .filter(|found| reckon::price_of(&found.value).is_some());
    prices.any(|price| number_before(text, price.range.start).is_some_and(|number| number > 1))
}

fn number_of(question: &Question) -> Option<i64> {
    let numbers = question
        .tokens
        .iter()
        .filter_map(|token| token.word.parse::<i64>().ok());
    numbers.filter(|number| (2..=50).contains(number)).max()
}

/// The saving by a pack of so many as the question says, if the line names one and the price of a single thing.
pub(super) fn saved(question: &Question, line: &str) -> Option<String> {
    let number = number_of(question)?;
    let found = values::values(line, Language::of(line));
    let priced: Vec<(usize, Amount)> = found
        .iter()
        .filter_map(|found| Some((found.range.start, reckon::price_of(&found.value)?)))
        .collect();
    let (at, pack) = priced
        .iter()
        .find(|(at, _)| number_before(line, *at) == Some(number))?;
    let singles = priced.iter().filter(|(other, amount)| {
        let all = amount.value.saturating_mul(number);
        other != at && amount.kind == pack.kind && amount.value < pack.value && all > pack.value
    });
    let (_, single) = singles.min_by_key(|(other, _)| other.abs_diff(*at))?;
    let all = Amount {
        value: single.value.checked_mul(number)?,
        kind: single.kind,
    };
    let gap = Amount {
        value: all.value.checked_sub(pack.value)?,
        kind: pack.kind,
    };
    let said = |amount: &Amount| amount.said(question.language);
    let (gap, all, single, pack) = (said(&gap), said(&all), said(single), said(pack));
    Some(match question.language {
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
    let joint = ["for", "за"].iter().filter_map(|word| before.rfind(word)).max()?;
    let mut words = before[..joint]
        .split(|letter: char| !letter.is_alphanumeric())
        .rev();
    let last = words.find(|word| !word.is_empty())?;
    last.parse().ok().filter(|_| before.len() - joint <= NEAR)
}
