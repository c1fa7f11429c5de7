//! The calculator.
//!
//! Owns the call of `fend-core`: bounded in size beforehand and in steps while it works, so that no question can
//! hold up the assistant. Sentences are `sums`'.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::number::Number;
use crate::slots::sum::{Operation, Sum};

/// How often the calculator may ask whether to go on; a simple sum asks a few dozen times.
const MAX_STEPS: u32 = 50_000;
/// A power beyond this is a row of digits that nobody wants to hear.
const MAX_EXPONENT: f64 = 2000.0;
const MAX_FACTORIAL: f64 = 200.0;
/// A result with more digits is said as a power of ten.
const MAX_DIGITS: usize = 400;

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answer {
    /// When it can be held exactly enough.
    pub(crate) number: Option<Number>,
    pub(crate) approximate: f64,
    pub(crate) is_rounded: bool,
}

/// Why nothing came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CalculatorError {
    #[error("division by zero")]
    DivisionByZero,
    #[error("the result is no real number")]
    NotReal,
    #[error("the result is too large")]
    TooLarge,
}

struct Budget {
    steps: AtomicU32,
}

impl fend_core::Interrupt for Budget {
    fn should_interrupt(&self) -> bool {
        self.steps.fetch_add(1, Ordering::Relaxed) > MAX_STEPS
    }
}

/// Works it out.
pub(crate) fn calculate(sum: &Sum) -> Result<Answer, CalculatorError> {
    if !is_bounded(sum) {
        return Err(CalculatorError::TooLarge);
    }
    let mut context = fend_core::Context::new();
    context.disable_rng();
    let budget = Budget {
        steps: AtomicU32::new(0),
    };
    let expression = sum.expression();
    let result = fend_core::evaluate_with_interrupt(&expression, &mut context, &budget);
    match result {
        Ok(result) => read(result.get_main_result()),
        Err(message) if message.contains("zero") || message.contains("modulo") => {
            Err(CalculatorError::DivisionByZero)
        }
        Err(message) if message.contains("negative") || message.contains("non-") => {
            Err(CalculatorError::NotReal)
        }
        Err(_) => Err(CalculatorError::TooLarge),
    }
}

fn read(text: &str) -> Result<Answer, CalculatorError> {
    let (text, is_rounded) = text
        .strip_prefix("approx. ")
        .map_or((text, false), |text| (text, true));
    if text.contains('i') {
        return Err(CalculatorError::NotReal);
    }
    if text.len() > MAX_DIGITS {
        return Err(CalculatorError::TooLarge);
    }
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let number = Number::read(digits).and_then(|number| number.times(Number::integer(sign)));
    let approximate: f64 = text.parse().map_err(|_| CalculatorError::TooLarge)?;
    if !approximate.is_finite() {
        return Err(CalculatorError::TooLarge);
    }
    // "approx. 3" for a logarithm is 3.
    let is_whole = number.is_some_and(|number| number.whole().is_some());
    Ok(Answer {
        number,
        approximate,
        is_rounded: is_rounded && !is_whole,
    })
}

/// Powers and factorials that stay within a few hundred digits.
fn is_bounded(sum: &Sum) -> bool {
    match sum {
        Sum::Number(_) => true,
        Sum::Negative(inner) | Sum::Percent(inner) => is_bounded(inner),
        Sum::Root(degree, inner) => (2..=100).contains(degree) && is_bounded(inner),
        Sum::Factorial(inner) => inner
            .as_number()
            .is_some_and(|number| number.as_f64().abs() <= MAX_FACTORIAL),
        Sum::Binary(Operation::Power, base, exponent) => {
            let is_small = |sum: &Sum| sum.as_number().map(Number::as_f64);
            // A power of a power is not asked for in earnest.
            let (Some(base), Some(exponent)) = (size(base), is_small(exponent)) else {
                return false;
            };
            exponent.abs() <= MAX_EXPONENT && base.abs().max(1.0).log10() * exponent.abs() < 300.0
        }
        Sum::Binary(_, left, right) => is_bounded(left) && is_bounded(right),
    }
}

/// A rough size, without powers inside.
fn size(sum: &Sum) -> Option<f64> {
    Some(match sum {
        Sum::Number(number) => number.as_f64(),
        Sum::Negative(inner) => -size(inner)?,
        Sum::Percent(inner) => size(inner)? / 100.0,
        Sum::Root(_, inner) => size(inner)?.abs().max(1.0),
        Sum::Factorial(_) => return None,
        Sum::Binary(operation, left, right) => {
            let (left, right) = (size(left)?, size(right)?);
            match operation {
                Operation::Plus => left + right,
                Operation::Minus => left - right,
                Operation::Times => left * right,
                Operation::Over | Operation::Into | Operation::Remainder => left.abs().max(1.0),
                Operation::PlusPercent | Operation::MinusPercent => left.abs() * (1.0 + right.abs() / 100.0),
                Operation::Power => return None,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use crate::{slots, text};

    fn worked_out(said: &str) -> String {
        let tokens = text::tokens(said, Language::English).unwrap();
        let sum = slots::sum::read(Language::English, &tokens, 0).remove(0).1;
        match calculate(&sum) {
            Ok(answer) => format!(
                "{:.4}{}",
                answer.approximate,
                if answer.is_rounded { " or so" } else { "" }
            ),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn sums_are_exact_and_errors_are_told_apart() {
        for (said, expected) in [
            ("0.1 + 0.2", "0.3000"),
            ("10 / 4", "2.5000"),
            ("2 ^ 0.5", "1.4142 or so"),
            ("1 / 0", "division by zero"),
            ("17 mod 5", "2.0000"),
            ("square root of minus 4", "the result is no real number"),
            ("9 ^ 9 ^ 9", "the result is too large"),
            ("99 to the power of 9999", "the result is too large"),
            ("5000 factorial", "the result is too large"),
            ("cube root of 27", "3.0000"),
        ] {
            assert_eq!(worked_out(said), expected, "{said}");
        }
    }
}
