//! Numbers, money and units in writing.
//!
//! Owns rounding for the ear, decimal signs, grouping, and the plural of a unit.

use super::Speaker;
use crate::Language;
use crate::number::Number;
use crate::slots::money::Currency;
use crate::slots::unit::{UnitId, Units};

/// Digits after the point that are still worth hearing.
const DECIMALS: usize = 2;
/// From here on a number is said as a power of ten.
const HUGE: f64 = 1e15;
/// An exact decimal may be this long.
const EXACT_DECIMALS: u32 = 4;

/// A number in writing, and whether it had to be rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) is_rounded: bool,
}

impl Speaker<'_> {
    /// An exact number; what does not end soon is rounded to two decimals.
    pub(crate) fn number(&self, number: Number) -> Written {
        if let Some(plain) = terminating(number, EXACT_DECIMALS) {
            return Written {
                text: self.localised(&plain),
                is_rounded: false,
            };
        }
        Written {
            text: self.approximate(number.as_f64()),
            is_rounded: true,
        }
    }

    /// A measured number: two decimals at most, and three digits for small ones.
    pub(crate) fn measure(&self, number: Number) -> Written {
        let size = number.as_f64().abs();
        let decimals = if size < 1.0 { EXACT_DECIMALS } else { 2 };
        if let Some(plain) = terminating(number, decimals) {
            return Written {
                text: self.localised(&plain),
                is_rounded: false,
            };
        }
        Written {
            text: self.approximate(number.as_f64()),
            is_rounded: true,
        }
    }

    /// Rounded for the ear.
    pub(crate) fn approximate(&self, value: f64) -> String {
        let size = value.abs();
        if size >= HUGE || (size > 0.0 && size < 1e-6) {
            let text = format!("{value:.2e}");
            let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let mantissa = self.localised(&trimmed(mantissa));
            return self.say(
                "power-of-ten",
                &[("mantissa", mantissa.into()), ("exponent", exponent.into())],
            );
        }
        let zeros = (1..=8_i32)
            .find(|&zeros| size >= 10_f64.powi(-zeros))
            .unwrap_or(8);
        let decimals = if size >= 1.0 || size == 0.0 {
            DECIMALS
        } else {
            usize::try_from(zeros).unwrap_or(0) + DECIMALS
        };
        self.localised(&trimmed(&format!("{value:.decimals$}")))
    }

    /// "1234.5" with the language's signs.
    pub(crate) fn localised(&self, plain: &str) -> String {
        let (sign, digits) = plain
            .strip_prefix('-')
            .map_or(("", plain), |digits| ("-", digits));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let (separator, shortest) = match self.language {
            Language::English => (",", 4),
            // A no-break space, from five digits on.
            Language::Russian => ("\u{a0}", 5),
            Language::Chinese => ("", usize::MAX),
        };
        let mut text = sign.to_owned();
        for (index, digit) in whole.chars().enumerate() {
            let left = whole.len() - index;
            if index > 0 && left % 3 == 0 && whole.len() >= shortest {
                text.push_str(separator);
            }
            text.push(digit);
        }
        if !decimals.is_empty() {
            text.push(if self.language == Language::Russian {
                ','
            } else {
                '.'
            });
            text.push_str(decimals);
        }
        text
    }

    /// An amount of money: whole, or with two decimals.
    pub(crate) fn money(&self, amount: Number, currency: Option<Currency>) -> Written {
        let Some(currency) = currency else {
            return self.number(amount);
        };
        let hundred = amount.times(Number::integer(100));
        let cents = hundred.and_then(Number::rounded).unwrap_or(0);
        let is_rounded = hundred.and_then(Number::whole).is_none();
        let plain = if cents % 100 == 0 {
            (cents / 100).to_string()
        } else {
            let sign = if cents < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
        };
        let number = self.localised(&plain);
        let text = match (self.language, currency) {
            (Language::English, Currency::Pound) => format!("£{number}"),
            (Language::English, Currency::Euro) => format!("€{number}"),
            (Language::English, Currency::Dollar) => format!("${number}"),
            _ => {
                let id = match currency {
                    Currency::Pound => "money-pound",
                    Currency::Euro => "money-euro",
                    Currency::Dollar => "money-dollar",
                    Currency::Rouble => "money-rouble",
                    Currency::Yuan => "money-yuan",
                };
                // Decimals take the form of two to four in Russian.
                let count = if cents % 100 == 0 { cents / 100 } else { 2 };
                self.say(id, &[("number", number.into()), ("count", count.into())])
            }
        };
        Written { text, is_rounded }
    }

    /// A number with the right form of its unit: "62.14 miles".
    pub(crate) fn quantity(&self, written: &Written, value: Number, units: &Units, unit: UnitId) -> String {
        let number = &written.text;
        let name = self.unit(value, units, unit);
        match self.language {
            Language::Chinese => format!("{number}{name}"),
            _ => format!("{number} {name}"),
        }
    }

    fn unit(&self, value: Number, units: &Units, unit: UnitId) -> &'static str {
        let names = units.display(unit, self.language);
        let form = match self.language {
            Language::English => usize::from(value != Number::ONE && value != Number::integer(-1)),
            Language::Russian => match value.whole() {
                Some(whole) => russian_form(whole),
                None => 1,
            },
            Language::Chinese => 0,
        };
        let fallback = units.display(unit, Language::English);
        names
            .get(form)
            .or_else(|| names.first())
            .or_else(|| fallback.first())
            .copied()
            .unwrap_or("")
    }
}

/// One, few, many.
fn russian_form(count: i64) -> usize {
    let (tens, ones) = (count.abs() % 100, count.abs() % 10);
    match (tens, ones) {
        (11..=14, _) => 2,
        (_, 1) => 0,
        (_, 2..=4) => 1,
        _ => 2,
    }
}

/// The decimal number, when it ends after a few decimals and can be said.
pub(crate) fn terminating(number: Number, most_decimals: u32) -> Option<String> {
    let bottom = number.bottom();
    let decimals = (0..=most_decimals).find(|&decimals| 10_i128.pow(decimals) % bottom == 0)?;
    let scale = 10_u128.pow(decimals);
    let scaled = number
        .top()
        .checked_mul(10_i128.pow(decimals) / bottom)?
        .unsigned_abs();
    let (whole, rest) = (scaled / scale, scaled % scale);
    if whole as f64 >= HUGE {
        return None;
    }
    let sign = if number.is_negative() { "-" } else { "" };
    Some(match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest:0width$}", width = decimals as usize),
    })
}

fn trimmed(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sentences;
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let sentences = Sentences::read();
        for (language, top, bottom, expected) in [
            (Language::English, 10_800, 1, "10,800"),
            (Language::English, 7, 3, "2.33"),
            (Language::English, 1, 8, "0.125"),
            (Language::English, -7, 2, "-3.5"),
            (Language::English, 1, 300, "0.00333"),
            (Language::Russian, 2000, 1, "2000"),
            (Language::Russian, 10_800, 1, "10\u{a0}800"),
            (Language::Russian, 161, 20, "8,05"),
            (Language::Chinese, 2000, 1, "2000"),
        ] {
            let number = Number::fraction(top, bottom).unwrap();
            assert_eq!(sentences.speaker(language).number(number).text, expected);
        }
    }

    #[test]
    fn money_has_two_decimals_or_none() {
        let sentences = Sentences::read();
        for (language, top, currency, expected) in [
            (Language::English, 2400, Currency::Pound, "£24"),
            (Language::English, 4799, Currency::Pound, "£47.99"),
            (Language::Russian, 36_000, Currency::Rouble, "360 рублей"),
            (Language::Russian, 150, Currency::Rouble, "1,50 рубля"),
            (Language::Chinese, 36_000, Currency::Yuan, "360元"),
        ] {
            let amount = Number::fraction(top, 100).unwrap();
            assert_eq!(
                sentences.speaker(language).money(amount, Some(currency)).text,
                expected
            );
        }
    }
}
