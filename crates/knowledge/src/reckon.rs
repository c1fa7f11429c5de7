//! Questions that are answered by calculating: which is cheaper, what the difference is, what it costs altogether.
//!
//! Owns how such a question is taken apart and what is made of the amounts. Which unit holds an amount is found by
//! `answer`; a question whose amounts are not all found is not calculated.

mod amount;
mod bundle;
mod comparison;
mod grades;
mod packs;
mod people;
mod plan;
mod quotes;
mod rates;
mod saving;
mod total;
pub(crate) mod verdict;

pub(crate) use amount::{
    Amount, Quantity, amount_of, currencies, half_or_free, price_of, read as read_amount, time_between,
};
pub(crate) use bundle::{is_for_fewer, names_ticket, unnumbered};
pub(crate) use comparison::{asks_how_far_apart, only_asks_how_much_less};
pub(crate) use grades::graded;
pub(crate) use packs::{is_for_so_many, is_of_another_number};
pub(crate) use people::{
    counts_people, is_for_several, is_graded, is_headcount, is_of_one_more, is_of_people, is_per_person,
    names_people,
};
pub(crate) use plan::{Item, Plan, Task, plan, says_how_it_is_had};
pub(crate) use quotes::quoted_in_words;
pub(crate) use rates::{
    Matching, Rate, best as best_rate, in_column, is_as_long, is_generic, is_usual, names_duration,
    period_of, unit_of, usual,
};
pub(crate) use saving::names_saving;

use crate::language::Language;
use crate::values::Currency;

/// An item with what was found for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Priced {
    /// What it is called in the documents.
    pub label: String,
    /// How many.
    pub count: u32,
    /// One of them.
    pub amount: Amount,
}

impl Priced {
    /// What all of it comes to, in the amount's unit; `None` where the number is too large.
    fn sum(&self) -> Option<i64> {
        self.amount.value.checked_mul(i64::from(self.count))
    }
}

/// "3 × ", or nothing for one.
fn times(count: u32) -> String {
    if count > 1 {
        format!("{count} × ")
    } else {
        String::new()
    }
}

/// The sentence that says what a plan comes to.
pub(crate) fn said(plan: &Plan, priced: &[Priced], language: Language) -> Option<String> {
    match &plan.task {
        Task::Choose { most } => choose(plan, *most, priced, language),
        Task::Difference => difference(priced, language),
        Task::Total { times, .. } => total(priced, *times, language),
    }
}

fn choose(plan: &Plan, most: bool, priced: &[Priced], language: Language) -> Option<String> {
    let [one, other] = priced else { return None };
    if one.amount.kind != other.amount.kind && one.amount.value != 0 && other.amount.value != 0 {
        return None;
    }
    let part = |item: &Priced| part(item, ": ", language);
    let listed = match language {
        Language::English | Language::Russian => format!("{}; {}.", part(one), part(other)),
        Language::Chinese => {
            let listed = format!("{}; {}。", part(one), part(other));
            listed.replace("; ", "；").replace(": ", "：")
        }
    };
    let order = one.sum()?.checked_sub(other.sum()?)?;
    if order == 0 {
        return Some(verdict::equal(&listed, language));
    }
    let first_is_less = order < 0;
    let winner = if first_is_less == most { other } else { one };
    Some(verdict::chosen(&winner.label, &plan.cue, &listed, language))
}

/// An item with what it comes to; its label alone where it says that already: "Plum cake is £3.40".
fn part(item: &Priced, between: &str, language: Language) -> String {
    let amount = item.amount.said(language);
    if item.count == 1 && item.label.contains(&amount) {
        return item.label.clone();
    }
    format!("{}{between}{}{amount}", item.label, times(item.count))
}

/// Largest allowed ratio of the greater sum to the lesser, in tenths, if any item is counted more than once.
const MOST_SAVED: i64 = 25;
/// The same ratio if every count is one.
const MOST_APART: i64 = 60;

fn difference(priced: &[Priced], language: Language) -> Option<String> {
    let (one, others) = priced.split_first()?;
    let kind = one.amount.kind;
    let same = |item: &Priced| item.amount.kind == kind || item.amount.value == 0;
    if others.is_empty() || !others.iter().all(same) {
        return None;
    }
    let money = |value: i64| Amount { value, kind }.said(language);
    let first = one.sum()?;
    let second = others
        .iter()
        .try_fold(0_i64, |sum, item| sum.checked_add(item.sum()?))?;
    // Prices further apart than this probably belong to things that cannot be compared.
    let of_many = priced.iter().any(|item| item.count > 1);
    let (less, more) = (first.min(second), first.max(second));
    let widest = if of_many { MOST_SAVED } else { MOST_APART };
    if less > 0 && more.checked_mul(10)? > less.checked_mul(widest)? {
        return None;
    }
    let gap = money(first.checked_sub(second)?.checked_abs()?);
    let side = |side: &[Priced], sum: i64| {
        let parts = side
            .iter()
            .map(|item| part(item, " ", language))
            .collect::<Vec<_>>()
            .join(" + ");
        if side.len() > 1 || side.iter().any(|item| item.count > 1) {
            format!("{parts} = {}", money(sum))
        } else {
            parts
        }
    };
    let (one, other) = (side(&priced[..1], first), side(others, second));
    let listed = match language {
        Language::English | Language::Russian => format!("{one}, {other}."),
        Language::Chinese => format!("{one}，{other}。"),
    };
    Some(verdict::apart(&gap, &listed, language))
}

/// What costs nothing, in a sum.
const FREE: [&str; 3] = ["free", "бесплатно", "免费"];

fn total(priced: &[Priced], often: u32, language: Language) -> Option<String> {
    // What is all free is said better in the operator's words.
    let kind = priced.iter().find(|item| item.amount.value != 0)?.amount.kind;
    let mut sum = 0_i64;
    let mut parts = Vec::new();
    for item in priced {
        let same = item.amount.value == 0 || item.amount.kind == kind;
        if !same {
            return None;
        }
        sum = sum.checked_add(item.sum()?.checked_mul(i64::from(often))?)?;
        let factors = times(item.count) + &times(often);
        parts.push(if item.amount.value == 0 {
            format!("{} ({})", FREE[language as usize], item.label)
        } else {
            format!("{factors}{} ({})", item.amount.said(language), item.label)
        });
    }
    let sum = Amount { value: sum, kind }.said(language);
    let parts = parts.join(" + ");
    Some(match language {
        Language::English => format!("That comes to {sum}: {parts}."),
        Language::Russian => format!("Всего {sum}: {parts}."),
        Language::Chinese => format!("一共{sum}：{parts}。"),
    })
}

/// The sentence that says what several come to where a price depends on how many.
pub(crate) fn graded_total(sum: &Amount, quoted: &str, language: Language) -> String {
    let sum = sum.said(language);
    match language {
        Language::English => format!("That comes to {sum}. {quoted}"),
        Language::Russian => format!("Всего {sum}. {quoted}"),
        Language::Chinese => format!("一共{sum}。{quoted}"),
    }
}

/// An amount of money as people write it.
pub(crate) fn money(minor: i64, currency: Option<Currency>, language: Language) -> String {
    let whole = minor / 100;
    let rest = minor % 100;
    let number = if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{rest:02}")
    };
    match currency {
        Some(Currency::Pound) if minor < 100 && minor > 0 => format!("{minor}p"),
        Some(Currency::Pound) => format!("£{number}"),
        Some(Currency::Dollar) => format!("${number}"),
        Some(Currency::Euro) => format!("€{number}"),
        Some(Currency::Rouble) => format!("{} ₽", number.replace('.', ",")),
        Some(Currency::Yuan) => format!("{number}元"),
        Some(Currency::Yen) => format!("{number}円"),
        None if language == Language::Chinese => format!("{number}元"),
        None => number,
    }
}
