//! Numbers that stay exact.
//!
//! Owns fractions of 128-bit integers: what is said ("two and a half") and what a table of units multiplies.
//! An operation that cannot be held is `None`; nothing wraps. How a number is written belongs to `say`.

use serde::{Deserialize, Serialize};

/// A longer run of digits is no number that anyone says.
const MAX_DIGITS: usize = 24;

/// `top / bottom`, reduced, with `bottom` above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Number {
    top: i128,
    bottom: i128,
}

impl Number {
    pub(crate) const ZERO: Self = Self::integer(0);
    pub(crate) const ONE: Self = Self::integer(1);

    pub(crate) const fn integer(value: i64) -> Self {
        Self {
            top: value as i128,
            bottom: 1,
        }
    }

    /// `top / bottom`; `None` when `bottom` is 0 or the fraction cannot be held.
    pub(crate) fn fraction(top: i128, bottom: i128) -> Option<Self> {
        let divisor = greatest_common_divisor(top.checked_abs()?, bottom.checked_abs()?);
        let sign = bottom.signum();
        (bottom != 0).then(|| Self {
            top: top / divisor * sign,
            bottom: bottom / divisor * sign,
        })
    }

    /// Reads plain digits with at most one point: `12`, `1.5`, `.5`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{decimals}");
        let is_readable = !digits.is_empty()
            && digits.len() <= MAX_DIGITS
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_readable {
            return None;
        }
        let bottom = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        Self::fraction(digits.parse().ok()?, bottom)
    }

    pub(crate) fn top(self) -> i128 {
        self.top
    }

    pub(crate) fn bottom(self) -> i128 {
        self.bottom
    }

    pub(crate) fn as_f64(self) -> f64 {
        self.top as f64 / self.bottom as f64
    }

    pub(crate) fn is_negative(self) -> bool {
        self.top < 0
    }

    /// The integer that it is.
    pub(crate) fn whole(self) -> Option<i64> {
        (self.bottom == 1).then(|| i64::try_from(self.top).ok()).flatten()
    }

    /// Rounded to the nearest integer, halves away from zero.
    pub(crate) fn rounded(self) -> Option<i64> {
        let double = self.top.checked_abs()?.checked_mul(2)?.checked_add(self.bottom)?;
        let size = double / self.bottom.checked_mul(2)?;
        i64::try_from(size * self.top.signum()).ok()
    }

    pub(crate) fn negated(self) -> Option<Self> {
        Self::fraction(self.top.checked_neg()?, self.bottom)
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let left = self.top.checked_mul(other.bottom)?;
        let right = other.top.checked_mul(self.bottom)?;
        Self::fraction(left.checked_add(right)?, self.bottom.checked_mul(other.bottom)?)
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated()?)
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        Self::fraction(
            self.top.checked_mul(other.top)?,
            self.bottom.checked_mul(other.bottom)?,
        )
    }

    pub(crate) fn divided_by(self, other: Self) -> Option<Self> {
        Self::fraction(
            self.top.checked_mul(other.bottom)?,
            self.bottom.checked_mul(other.top)?,
        )
    }
}

fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_and_two_tenths_are_three_tenths() {
        let sum = Number::read("0.1").unwrap().plus(Number::read("0.2").unwrap());
        assert_eq!(sum, Number::read("0.3"));
    }

    #[test]
    fn only_plain_digits_are_read() {
        for text in ["", ".", "1e5", "-1", "1,000", "1.2.3", &"9".repeat(40)] {
            assert_eq!(Number::read(text), None, "{text}");
        }
        assert_eq!(Number::read("007.50"), Number::fraction(15, 2));
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (top, bottom, expected) in [(5, 2, 3), (-5, 2, -3), (7, 3, 2), (8, 3, 3), (0, 9, 0)] {
            assert_eq!(
                Number::fraction(top, bottom).unwrap().rounded(),
                Some(expected),
                "{top}/{bottom}"
            );
        }
    }

    #[test]
    fn what_cannot_be_held_is_nothing() {
        let large = Number {
            top: i128::MAX,
            bottom: 1,
        };
        assert_eq!(large.times(large), None);
        assert_eq!(large.plus(large), None);
        assert_eq!(Number::ONE.divided_by(Number::ZERO), None);
        assert_eq!(
            Number {
                top: i128::MIN,
                bottom: 1
            }
            .negated(),
            None
        );
    }
}
