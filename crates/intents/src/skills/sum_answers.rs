//! Answers to sums.
//!
//! Owns the sentence for a result, its rounding, and the repetition of a short sum in words.

use serde_json::{Value as Json, json};

use super::Stage;
use super::calculator::{self, Answer, CalculatorError};
use super::sums::{Ask, Manner, Value};
use crate::dialogue::Topic;
use crate::number::Number;
use crate::outcome::Outcome;
use crate::say::{Speaker, Written};
use crate::slots::money::Currency;
use crate::slots::sum::{Operation, Sum};

const TOOL: &str = "calculate";

pub(super) fn answer(ask: Ask, stage: &mut Stage<'_>) -> Outcome {
    let speaker = stage.speaker;
    match ask {
        Ask::Work {
            sum,
            currency,
            manner,
        } => work(&sum, currency, manner, stage),
        Ask::Compare(a, b) => {
            let id = match a.as_f64().total_cmp(&b.as_f64()) {
                std::cmp::Ordering::Equal => "sum-equal",
                std::cmp::Ordering::Less => "sum-second-larger",
                std::cmp::Ordering::Greater => "sum-first-larger",
            };
            let args = [
                ("a", speaker.number(a).text.into()),
                ("b", speaker.number(b).text.into()),
            ];
            Outcome::new(TOOL, speaker.say(id, &args))
        }
        Ask::Round { number, places } => {
            let plain = format!("{:.*}", usize::try_from(places).unwrap_or(0), number.as_f64());
            let text = speaker.localised(&plain);
            Outcome::new(TOOL, speaker.say("sum-result", &[("result", text.into())]))
        }
        Ask::Parity(value) => {
            let id = if value % 2 == 0 { "sum-even" } else { "sum-odd" };
            let text = speaker.localised(&value.to_string());
            Outcome::new(TOOL, speaker.say(id, &[("number", text.into())]))
        }
        Ask::Prime(value) => {
            let Some(divisor) = smallest_divisor(value) else {
                return Outcome::new(TOOL, speaker.plain("sum-too-large"));
            };
            let is_prime = value > 1 && divisor == value;
            let id = if is_prime { "sum-prime" } else { "sum-not-prime" };
            let text = speaker.localised(&value.to_string());
            Outcome::new(TOOL, speaker.say(id, &[("number", text.into())])).giving(is_prime)
        }
    }
}

/// 1 has none but itself; `None` when the search would take long.
fn smallest_divisor(value: i64) -> Option<i64> {
    if value > 1_000_000_000_000 {
        return None;
    }
    if value < 2 {
        return Some(1);
    }
    let mut divisor = 2;
    while divisor * divisor <= value {
        if value % divisor == 0 {
            return Some(divisor);
        }
        divisor += 1;
    }
    Some(value)
}

fn work(sum: &Sum, currency: Option<Currency>, manner: Manner, stage: &mut Stage<'_>) -> Outcome {
    let speaker = stage.speaker;
    let outcome = |reply: String| Outcome::new(TOOL, reply).with("expression", sum.expression());
    let answer = match calculator::calculate(sum) {
        Ok(answer) => answer,
        Err(error) => {
            let id = match error {
                CalculatorError::DivisionByZero => "sum-by-zero",
                CalculatorError::NotReal => "sum-not-real",
                CalculatorError::TooLarge => "sum-too-large",
            };
            return outcome(speaker.plain(id)).giving(Json::Null);
        }
    };
    let value = Value {
        number: answer.number,
        percent: share(sum),
        currency,
    };
    let now = stage.now.timestamp();
    stage.dialogue.talk_about(Topic::Sum(value), now);
    let written = written(answer, currency, speaker);
    let reply = sentence(sum, manner, &written, currency, speaker);
    outcome(reply).giving(json!(answer.approximate))
}

/// The percentage, when the sum is one of a number.
fn share(sum: &Sum) -> Option<Number> {
    match sum {
        Sum::Binary(Operation::Times, left, right) => match (&**left, &**right) {
            (Sum::Percent(percent), Sum::Number(_)) | (Sum::Number(_), Sum::Percent(percent)) => {
                percent.as_number()
            }
            _ => None,
        },
        _ => None,
    }
}

fn written(answer: Answer, currency: Option<Currency>, speaker: Speaker<'_>) -> Written {
    match answer.number {
        Some(number) => {
            let written = speaker.money(number, currency);
            Written {
                is_rounded: written.is_rounded || answer.is_rounded,
                ..written
            }
        }
        None => Written {
            text: speaker.approximate(answer.approximate),
            is_rounded: true,
        },
    }
}

fn sentence(
    sum: &Sum,
    manner: Manner,
    result: &Written,
    currency: Option<Currency>,
    speaker: Speaker<'_>,
) -> String {
    let said = if result.is_rounded {
        speaker.say("about", &[("number", result.text.as_str().into())])
    } else {
        result.text.clone()
    };
    let args = [("result", said.as_str().into())];
    match manner {
        Manner::Plain => match question(sum, currency, speaker) {
            Some(question) => speaker.say(
                "sum-is",
                &[
                    ("question", Speaker::capitalised(&question).into()),
                    ("result", said.into()),
                ],
            ),
            None => speaker.say("sum-result", &args),
        },
        Manner::Percent => speaker.say("sum-percent", &args),
        Manner::Discount => speaker.say("sum-discount", &args),
        Manner::Each => speaker.say("sum-each", &args),
        Manner::Saving => speaker.say("sum-saving", &args),
        Manner::Average => speaker.say("sum-average", &args),
        Manner::Change => speaker.say("sum-change", &args),
        Manner::Tip { total } => {
            let total = speaker.money(total, currency);
            speaker.say("sum-tip", &[("tip", said.into()), ("total", total.text.into())])
        }
        Manner::GoesInto { left, right } => speaker.say(
            "sum-goes-into",
            &[
                ("left", speaker.number(left).text.into()),
                ("right", speaker.number(right).text.into()),
                ("result", said.into()),
            ],
        ),
    }
}

/// A short sum in words, to be said back; longer ones are not.
fn question(sum: &Sum, currency: Option<Currency>, speaker: Speaker<'_>) -> Option<String> {
    let number = |sum: &Sum| -> Option<String> {
        let written = speaker.number(sum.as_number()?);
        (!written.is_rounded).then_some(written.text)
    };
    let amount = |number: Number| -> Option<String> {
        let written = speaker.money(number, currency);
        (!written.is_rounded).then_some(written.text)
    };
    match sum {
        Sum::Root(2, inner) => Some(speaker.say("op-root", &[("a", number(inner)?.into())])),
        Sum::Root(3, inner) => Some(speaker.say("op-cube-root", &[("a", number(inner)?.into())])),
        Sum::Binary(Operation::Times, left, right) => {
            if let (Sum::Percent(percent), Some(base)) = (&**left, right.as_number()) {
                let args = [("a", number(percent)?.into()), ("b", amount(base)?.into())];
                return Some(speaker.say("op-percent-of", &args));
            }
            let args = [
                ("a", number(left)?.into()),
                ("b", amount(right.as_number()?)?.into()),
            ];
            Some(speaker.say("op-times", &args))
        }
        Sum::Binary(operation, left, right) => {
            let id = match operation {
                Operation::Plus => "op-plus",
                Operation::Minus => "op-minus",
                Operation::Over | Operation::Into => "op-over",
                Operation::Power => match right.as_number()?.whole() {
                    Some(2) => "op-squared",
                    Some(3) => "op-cubed",
                    _ => "op-power",
                },
                Operation::Remainder => "op-remainder",
                Operation::PlusPercent => "op-plus-percent",
                Operation::MinusPercent => "op-minus-percent",
                Operation::Times => return None,
            };
            let left = left.as_number()?;
            let right = right.as_number()?;
            let is_pair = matches!(operation, Operation::Plus | Operation::Minus);
            let second = if is_pair {
                amount(right)?
            } else {
                number(&Sum::Number(right))?
            };
            let args = [("a", amount(left)?.into()), ("b", second.into())];
            Some(speaker.say(id, &args))
        }
        _ => None,
    }
}
