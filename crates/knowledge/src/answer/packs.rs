//! What several bought together save: "5 for £14" beside a price for one.
//!
//! Owns how such a line is read. The line is that of the unit that answers.

use crate::language::Language;
use crate::question::Question;
use crate::reckon::{self, Amount};
use crate::values;

/// Letters between the number of things and their price: "3 for £18".
const NEAR: usize = 10;

/// The saving by a pack that the line names, where the question asks for it.
pub(super) fn saved(question: &Question, line: &str) -> Option<String> {
    if !question.words().iter().any(|word| reckon::names_saving(word)) {
        return None;
    }
    let numbers = question
        .tokens
        .iter()
        .filter_map(|token| token.word.parse::<i64>().ok());
    let number = numbers.filter(|number| (2..=50).contains(number)).max()?;
    let found = values::values(line, Language::of(line));
    let priced: Vec<(usize, Amount)> = found
        .iter()
        .filter_map(|found| Some((found.range.start, reckon::price_of(&found.value)?)))
        .collect();
    let (at, pack) = priced.iter().find(|(at, _)| is_of(line, *at, number))?;
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

/// Whether the price at this place is for so many: "3 for £18", "3 шт. за 500 ₽".
fn is_of(line: &str, at: usize, number: i64) -> bool {
    let before = line.get(..at).unwrap_or_default();
    let Some(joint) = ["for", "за"].iter().filter_map(|word| before.rfind(word)).max() else {
        return false;
    };
    let is_near = before.len() - joint <= NEAR;
    let mut words = before[..joint]
        .split(|letter: char| !letter.is_alphanumeric())
        .rev();
    let last = words.find(|word| !word.is_empty()).unwrap_or_default();
    is_near && last.parse() == Ok(number)
}
