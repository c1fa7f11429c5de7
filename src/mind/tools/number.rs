//! Numbers that stay exact while they can.
//!
//! Owns arithmetic without surprises (0.1 + 0.2 is 0.3) and how a number is written so that it can be spoken.
//! Does not read expressions: see `calculate`.

use serde_json::{Value, json};

use super::ToolError;

/// From here on a number is spoken as a power of ten.
const HUGE: f64 = 1e15;
/// Below this one too.
const TINY: f64 = 1e-6;
/// Decimals that are still spoken one by one.
const DECIMALS: u32 = 4;
/// Powers above this exponent are not multiplied out.
const LARGEST_EXPONENT: i128 = 1000;

/// A number: a reduced fraction of 128-bit integers, or the nearest double when that is not enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// `top / bottom`, reduced, `bottom` above 0.
    Exact {
        /// Numerator.
        top: i128,
        /// Denominator.
        bottom: i128,
    },
    /// Finite.
    Near(f64),
}

impl Number {
    pub(super) const ZERO: Self = Self::integer(0);

    pub(super) const fn integer(value: i128) -> Self {
        Self::Exact {
            top: value,
            bottom: 1,
        }
    }

    /// `top / bottom`; `None` when `bottom` is 0 or the fraction cannot be held.
    pub(super) fn fraction(top: i128, bottom: i128) -> Option<Self> {
        let divisor = greatest_common_divisor(top.checked_abs()?, bottom.checked_abs()?);
        let sign = bottom.signum();
        (bottom != 0).then(|| Self::Exact {
            top: top / divisor * sign,
            bottom: bottom / divisor * sign,
        })
    }

    /// Reads `12`, `1.5`, `.5` or `1,000`; nothing with a sign, an exponent or more than 30 digits.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let whole = if whole.contains(',') {
            ungrouped(whole)?
        } else {
            whole.to_owned()
        };
        let digits = format!("{whole}{decimals}");
        if digits.is_empty() || digits.len() > 30 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let bottom = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        Self::fraction(digits.parse().ok()?, bottom)
    }

    pub(super) fn as_f64(self) -> f64 {
        match self {
            Self::Exact { top, bottom } => top as f64 / bottom as f64,
            Self::Near(value) => value,
        }
    }

    pub(super) fn is_zero(self) -> bool {
        self.as_f64() == 0.0
    }

    pub(super) fn is_negative(self) -> bool {
        self.as_f64() < 0.0
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, ToolError> {
        let exact = self.both(other).and_then(|(a, b, c, d)| {
            Self::fraction(
                a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?,
                b.checked_mul(d)?,
            )
        });
        exact.map_or_else(|| near(self.as_f64() + other.as_f64()), Ok)
    }

    pub(super) fn minus(self, other: Self) -> Result<Self, ToolError> {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Self) -> Result<Self, ToolError> {
        let exact = self
            .both(other)
            .and_then(|(a, b, c, d)| Self::fraction(a.checked_mul(c)?, b.checked_mul(d)?));
        exact.map_or_else(|| near(self.as_f64() * other.as_f64()), Ok)
    }

    pub(super) fn divided_by(self, other: Self) -> Result<Self, ToolError> {
        if other.is_zero() {
            return Err(ToolError::DivisionByZero);
        }
        let exact = self
            .both(other)
            .and_then(|(a, b, c, d)| Self::fraction(a.checked_mul(d)?, b.checked_mul(c)?));
        exact.map_or_else(|| near(self.as_f64() / other.as_f64()), Ok)
    }

    pub(super) fn negated(self) -> Self {
        match self {
            Self::Exact { top, bottom } => match top.checked_neg() {
                Some(top) => Self::Exact { top, bottom },
                None => Self::Near(-self.as_f64()),
            },
            Self::Near(value) => Self::Near(-value),
        }
    }

    pub(super) fn to_the(self, exponent: Self) -> Result<Self, ToolError> {
        if self.is_zero() && exponent.is_negative() {
            return Err(ToolError::DivisionByZero);
        }
        if let Self::Exact { top, bottom: 1 } = exponent
            && top.abs() <= LARGEST_EXPONENT
        {
            let mut product = Self::integer(1);
            for _ in 0..top.abs() {
                product = product.times(self)?;
            }
            return if top < 0 {
                Self::integer(1).divided_by(product)
            } else {
                Ok(product)
            };
        }
        if self.is_negative() {
            return Err(ToolError::NotReal);
        }
        near(self.as_f64().powf(exponent.as_f64()))
    }

    pub(super) fn square_root(self) -> Result<Self, ToolError> {
        if self.is_negative() {
            return Err(ToolError::NotReal);
        }
        let exact = match self {
            Self::Exact { top, bottom } => exact_root(top).zip(exact_root(bottom)),
            Self::Near(_) => None,
        };
        match exact {
            Some((top, bottom)) => Ok(Self::Exact { top, bottom }),
            None => near(self.as_f64().sqrt()),
        }
    }

    /// The number as it is spoken, and whether it had to be rounded: to two decimals, or three digits below 1.
    pub(super) fn written(self) -> (String, bool) {
        match self {
            Self::Exact { top, bottom } => match terminating(top, bottom) {
                Some(text) => (text, false),
                None => (rounded(self.as_f64()), true),
            },
            Self::Near(value) => (rounded(value), true),
        }
    }

    /// "3.5", or "about 2.33".
    pub(super) fn spoken(self) -> String {
        let (text, is_rounded) = self.written();
        if is_rounded { format!("about {text}") } else { text }
    }

    pub(super) fn to_json(self) -> Value {
        match self {
            Self::Exact { top, bottom: 1 } => {
                i64::try_from(top).map_or_else(|_| json!(top as f64), Value::from)
            }
            _ => json!(self.as_f64()),
        }
    }

    fn both(self, other: Self) -> Option<(i128, i128, i128, i128)> {
        match (self, other) {
            (Self::Exact { top: a, bottom: b }, Self::Exact { top: c, bottom: d }) => Some((a, b, c, d)),
            _ => None,
        }
    }
}

fn near(value: f64) -> Result<Number, ToolError> {
    if value.is_finite() {
        Ok(Number::Near(value))
    } else {
        Err(ToolError::TooLarge)
    }
}

fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn exact_root(value: i128) -> Option<i128> {
    let root = value.isqrt();
    (root.checked_mul(root)? == value).then_some(root)
}

/// "1,000,000" without its commas, when they stand where they belong.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let well_formed = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    well_formed.then(|| format!("{first}{}", rest.concat()))
}

/// The decimal number, when it ends after a few decimals and is of a size that can be spoken.
fn terminating(top: i128, bottom: i128) -> Option<String> {
    let decimals = (0..=DECIMALS).find(|&decimals| 10_i128.pow(decimals) % bottom == 0)?;
    let scale = 10_i128.pow(decimals);
    let scaled = top.checked_mul(scale / bottom)?.unsigned_abs();
    let (whole, rest) = (scaled / scale.unsigned_abs(), scaled % scale.unsigned_abs());
    if whole as f64 >= HUGE {
        return None;
    }
    let sign = if top < 0 { "-" } else { "" };
    Some(match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest:0width$}", width = decimals as usize),
    })
}

fn rounded(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(TINY..HUGE).contains(&size) {
        let (mantissa, exponent) = scientific(value);
        return format!("{mantissa} times 10 to the power of {exponent}");
    }
    // Three digits after the zeros of a small number: 0.0123.
    let decimals = (1..=8).find(|&zeros| size >= 10_f64.powi(-zeros)).unwrap_or(8);
    let decimals = if size >= 1.0 {
        2
    } else {
        usize::try_from(decimals).unwrap_or(6) + 2
    };
    trimmed(&format!("{value:.decimals$}"))
}

fn scientific(value: f64) -> (String, String) {
    let text = format!("{value:.2e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (trimmed(mantissa), exponent.to_owned())
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
    use super::*;

    fn number(text: &str) -> Number {
        Number::read(text).unwrap()
    }

    #[test]
    fn a_tenth_and_two_tenths_are_three_tenths() {
        assert_eq!(number("0.1").plus(number("0.2")).unwrap().spoken(), "0.3");
    }

    #[test]
    fn numbers_are_written_as_they_are_spoken() {
        for (top, bottom, expected) in [
            (42, 1, "42"),
            (7, 3, "about 2.33"),
            (-7, 2, "-3.5"),
            (1, 8, "0.125"),
            (1, 300, "about 0.00333"),
            (1_000_000, 1, "1000000"),
            (2_i128.pow(100), 1, "about 1.27 times 10 to the power of 30"),
            (1, 10_i128.pow(12), "about 1 times 10 to the power of -12"),
            (0, 5, "0"),
        ] {
            assert_eq!(Number::fraction(top, bottom).unwrap().spoken(), expected);
        }
    }

    #[test]
    fn commas_are_accepted_only_between_thousands() {
        assert_eq!(Number::read("1,000,000"), Some(Number::integer(1_000_000)));
        for text in [
            "1,00",
            "1000,000",
            ",100",
            "1.2.3",
            "",
            ".",
            "1e5",
            "-1",
            "9".repeat(40).as_str(),
        ] {
            assert_eq!(Number::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_overflows_becomes_approximate_and_then_an_error() {
        let large = Number::integer(i128::MAX);
        assert!(matches!(large.times(large).unwrap(), Number::Near(_)));
        assert_eq!(number("10").to_the(number("999")), Err(ToolError::TooLarge));
        assert_eq!(
            Number::integer(i128::MIN).negated(),
            Number::Near(-(i128::MIN as f64))
        );
    }

    #[test]
    fn roots_are_exact_when_they_can_be() {
        assert_eq!(number("81").square_root().unwrap().spoken(), "9");
        assert_eq!(number("2.25").square_root().unwrap().spoken(), "1.5");
        assert_eq!(number("2").square_root().unwrap().spoken(), "about 1.41");
        assert_eq!(Number::integer(-1).square_root(), Err(ToolError::NotReal));
    }
}
