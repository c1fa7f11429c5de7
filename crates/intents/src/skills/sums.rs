//! Sums in everyday words: percentages, bills, averages.
//!
//! Owns what is asked and which sum answers it; sums themselves are read by `slots::sum`, worked out by
//! `calculator`, and said by `sum_answers`.

use super::sum_answers;
use super::{Parsing, Stage};
use crate::dialogue::Topic;
use crate::grammar::Match;
use crate::number::Number;
use crate::outcome::Outcome;
use crate::slots::Value as SlotValue;
use crate::slots::money::{Currency, Money};
use crate::slots::sum::{Operation, Sum};

pub(crate) const INTENTS: &[&str] = &[
    "calculate_sum",
    "calculate_pair",
    "calculate_percent_of",
    "calculate_what_percent",
    "calculate_add_percent",
    "calculate_discount",
    "calculate_saving",
    "calculate_split",
    "calculate_tip",
    "calculate_average",
    "calculate_total",
    "calculate_each",
    "calculate_change",
    "calculate_follow",
    "calculate_compare",
    "calculate_round",
    "calculate_parity",
    "calculate_prime",
];

/// Numbers in one average.
const MAX_NUMBERS: usize = 12;

/// The last result, for "and half of that?".
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Value {
    pub(crate) number: Option<Number>,
    /// Of what share it was, for "and of sixty?".
    pub(crate) percent: Option<Number>,
    pub(crate) currency: Option<Currency>,
}

/// How the answer is put.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Manner {
    /// "17 plus 26 is 43."
    Plain,
    /// "That is 25 percent."
    Percent,
    /// "With 30 percent off that is £56."
    Discount,
    /// "That is £24 each."
    Each,
    /// "That saves £12."
    Saving,
    /// "The tip is £6, and the total £46."
    Tip {
        total: Number,
    },
    Average,
    /// "You get £6.50 back."
    Change,
    /// "7 goes into 91 13 times."
    GoesInto {
        left: Number,
        right: Number,
    },
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ask {
    Work {
        sum: Sum,
        currency: Option<Currency>,
        manner: Manner,
    },
    Compare(Number, Number),
    Round {
        number: Number,
        places: i64,
    },
    Parity(i64),
    Prime(i64),
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Ask> {
    let money = |name: &str| match found.slot(name)? {
        SlotValue::Money(money) => Some(*money),
        SlotValue::Number(amount) => Some(Money {
            amount: *amount,
            currency: None,
        }),
        _ => None,
    };
    let work = |sum: Sum, currency: Option<Currency>, manner: Manner| Ask::Work {
        sum,
        currency,
        manner,
    };
    let percent = || found.number("percent").map(Sum::Number);
    match found.intent {
        "calculate_sum" => match found.slot("sum")? {
            SlotValue::Sum(sum) => Some(work(sum.clone(), None, Manner::Plain)),
            _ => None,
        },
        "calculate_pair" => pair(found),
        "calculate_percent_of" => {
            let base = money("base")?;
            let share = Sum::Percent(Box::new(percent()?));
            let sum = Sum::binary(Operation::Times, share, Sum::Number(base.amount));
            Some(work(sum, base.currency, Manner::Plain))
        }
        "calculate_what_percent" => {
            let ratio = Sum::binary(
                Operation::Over,
                Sum::Number(money("part")?.amount),
                Sum::Number(money("whole")?.amount),
            );
            let sum = Sum::binary(Operation::Times, ratio, Sum::integer(100));
            Some(work(sum, None, Manner::Percent))
        }
        "calculate_add_percent" => {
            let base = money("base")?;
            let sum = Sum::binary(Operation::PlusPercent, Sum::Number(base.amount), percent()?);
            Some(work(sum, base.currency, Manner::Plain))
        }
        "calculate_discount" => {
            let base = money("base")?;
            let sum = Sum::binary(Operation::MinusPercent, Sum::Number(base.amount), off(found)?);
            Some(work(sum, base.currency, Manner::Discount))
        }
        "calculate_saving" => {
            let base = money("base")?;
            let share = Sum::Percent(Box::new(off(found)?));
            let sum = Sum::binary(Operation::Times, share, Sum::Number(base.amount));
            Some(work(sum, base.currency, Manner::Saving))
        }
        "calculate_split" => split(found, money("amount")?),
        "calculate_tip" => tip(found, money("base")?),
        "calculate_average" | "calculate_total" => several(found),
        "calculate_each" => {
            let price = money("price")?;
            let count = found.number("count")?;
            let sum = Sum::binary(Operation::Times, Sum::Number(count), Sum::Number(price.amount));
            Some(work(sum, price.currency, Manner::Plain))
        }
        "calculate_change" => {
            let (paid, price) = (money("paid")?, money("price")?);
            let sum = Sum::binary(
                Operation::Minus,
                Sum::Number(paid.amount),
                Sum::Number(price.amount),
            );
            Some(work(sum, price.currency.or(paid.currency), Manner::Change))
        }
        "calculate_follow" => follow(found, parsing),
        "calculate_compare" => Some(Ask::Compare(found.number("a")?, found.number("b")?)),
        "calculate_round" => Some(Ask::Round {
            number: found.number("value")?,
            places: found.integer("places").unwrap_or(0).clamp(-9, 9),
        }),
        "calculate_parity" => Some(Ask::Parity(found.integer("value")?)),
        "calculate_prime" => Some(Ask::Prime(found.integer("value")?)),
        _ => None,
    }
}

/// The discount in percent: 打八折 is 20 percent off, "half price" 50.
fn off(found: &Match<'_>) -> Option<Sum> {
    if let Some(constant) = found.constant("percent") {
        return Some(Sum::integer(constant.parse().ok()?));
    }
    if let Some(tenths) = found.number("tenths") {
        // 七五折 in characters: two digits.
        if let Some(hundredths) = found.number("hundredths") {
            let left = tenths.times(Number::integer(10))?.plus(hundredths)?;
            return Some(Sum::Number(Number::integer(100).minus(left)?));
        }
        // 八折, and 八五折, which is read as 85.
        let scale = if tenths.as_f64() < 10.0 { 10 } else { 1 };
        let left = tenths.times(Number::integer(scale))?;
        return Some(Sum::Number(Number::integer(100).minus(left)?));
    }
    // "минус 10 процентов" is 10 percent off.
    let percent = found.number("percent")?;
    let size = if percent.is_negative() {
        percent.negated()?
    } else {
        percent
    };
    Some(Sum::Number(size))
}

/// Two numbers and what is done with them.
fn pair(found: &Match<'_>) -> Option<Ask> {
    let number = |name: &str| match found.slot(name)? {
        SlotValue::Number(number) => Some(*number),
        SlotValue::Money(money) => Some(money.amount),
        _ => None,
    };
    let currency = ["a", "b"].iter().find_map(|name| match found.slot(name)? {
        SlotValue::Money(money) => money.currency,
        _ => None,
    });
    let (a, b) = (number("a")?, number("b")?);
    let (left, right) = (Sum::Number(a), Sum::Number(b));
    let (operation, left, right) = match found.constant("op")? {
        "plus" => (Operation::Plus, left, right),
        "from" => (Operation::Minus, right, left),
        "apart" if a.as_f64() < b.as_f64() => (Operation::Minus, right, left),
        "minus" | "apart" => (Operation::Minus, left, right),
        "times" => (Operation::Times, left, right),
        "over" => (Operation::Over, left, right),
        "into" => {
            let sum = Sum::binary(Operation::Over, right, left);
            let manner = Manner::GoesInto { left: a, right: b };
            return Some(Ask::Work {
                sum,
                currency,
                manner,
            });
        }
        "under" => (Operation::Over, right, left),
        "power" => (Operation::Power, left, right),
        "remainder" => (Operation::Remainder, left, right),
        _ => return None,
    };
    Some(Ask::Work {
        sum: Sum::binary(operation, left, right),
        currency,
        manner: Manner::Plain,
    })
}

/// A bill between people, with a tip or without.
fn split(found: &Match<'_>, bill: Money) -> Option<Ask> {
    let people = found.number("people")?;
    let more = if found.constant("me") == Some("too") {
        people.plus(Number::ONE)?
    } else {
        people
    };
    let whole = match found.number("percent") {
        Some(percent) => Sum::binary(
            Operation::PlusPercent,
            Sum::Number(bill.amount),
            Sum::Number(percent),
        ),
        None => Sum::Number(bill.amount),
    };
    Some(Ask::Work {
        sum: Sum::binary(Operation::Over, whole, Sum::Number(more)),
        currency: bill.currency,
        manner: Manner::Each,
    })
}

fn tip(found: &Match<'_>, base: Money) -> Option<Ask> {
    let percent = found.number("percent").unwrap_or(Number::integer(10));
    let share = percent.divided_by(Number::integer(100))?.times(base.amount)?;
    let total = base.amount.plus(share)?;
    Some(Ask::Work {
        sum: Sum::binary(
            Operation::Times,
            Sum::Percent(Box::new(Sum::Number(percent))),
            Sum::Number(base.amount),
        ),
        currency: base.currency,
        manner: Manner::Tip { total },
    })
}

/// The average, the sum or the product of several numbers.
fn several(found: &Match<'_>) -> Option<Ask> {
    let mut currency = None;
    let numbers: Vec<Number> = found
        .all("n")
        .filter_map(|value| match value {
            SlotValue::Number(number) => Some(*number),
            SlotValue::Money(money) => {
                currency = currency.or(money.currency);
                Some(money.amount)
            }
            _ => None,
        })
        .collect();
    if numbers.len() < 2 || numbers.len() > MAX_NUMBERS {
        return None;
    }
    let operation = if found.constant("op") == Some("times") {
        Operation::Times
    } else {
        Operation::Plus
    };
    let count = i64::try_from(numbers.len()).ok()?;
    let total = numbers
        .into_iter()
        .map(Sum::Number)
        .reduce(|left, right| Sum::binary(operation, left, right))?;
    let is_average = found.intent == "calculate_average";
    let sum = if is_average {
        Sum::binary(Operation::Over, total, Sum::integer(count))
    } else {
        total
    };
    let manner = if is_average {
        Manner::Average
    } else {
        Manner::Plain
    };
    Some(Ask::Work {
        sum,
        currency,
        manner,
    })
}

/// "and times three", "half of that": goes on from the last result.
fn follow(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Ask> {
    if found.constant("op") == Some("same_percent") {
        return same_percent(found, parsing);
    }
    let last = parsing.dialogue.last_number(parsing.now.timestamp())?;
    let number = match found.constant("number") {
        Some(text) => Number::read(text)?,
        None => found.number("number").or_else(|| found.number("percent"))?,
    };
    let operation = match found.constant("op")? {
        "plus" => Operation::Plus,
        "minus" => Operation::Minus,
        "times" => Operation::Times,
        "over" => Operation::Over,
        "power" => Operation::Power,
        "plus_percent" => Operation::PlusPercent,
        "minus_percent" => Operation::MinusPercent,
        "root" => {
            let sum = Sum::Root(2, Box::new(Sum::Number(last)));
            return Some(Ask::Work {
                sum,
                currency: None,
                manner: Manner::Plain,
            });
        }
        "percent" => {
            let share = Sum::Percent(Box::new(Sum::Number(number)));
            let sum = Sum::binary(Operation::Times, share, Sum::Number(last));
            return Some(Ask::Work {
                sum,
                currency: None,
                manner: Manner::Plain,
            });
        }
        _ => return None,
    };
    Some(Ask::Work {
        sum: Sum::binary(operation, Sum::Number(last), Sum::Number(number)),
        currency: None,
        manner: Manner::Plain,
    })
}

/// "and of sixty?": the last share of another number.
fn same_percent(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Ask> {
    let Some(Topic::Sum(last)) = parsing.dialogue.topic(parsing.now.timestamp()) else {
        return None;
    };
    let share = Sum::Percent(Box::new(Sum::Number(last.percent?)));
    let (base, currency) = match found.slot("base")? {
        SlotValue::Money(money) => (money.amount, money.currency.or(last.currency)),
        SlotValue::Number(amount) => (*amount, last.currency),
        _ => return None,
    };
    Some(Ask::Work {
        sum: Sum::binary(Operation::Times, share, Sum::Number(base)),
        currency,
        manner: Manner::Plain,
    })
}

/// Answers.
pub(crate) fn perform(ask: Ask, stage: &mut Stage<'_>) -> Outcome {
    sum_answers::answer(ask, stage)
}
