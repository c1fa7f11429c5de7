//! Dates in figures.

use super::number::small;
use crate::text::{Kind, Text};

/// A date in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    /// 1 to 31.
    pub(crate) day: u64,
    /// 1 to 12.
    pub(crate) month: usize,
    /// The year; two digits are of this century up to 49, of the last one from 50.
    pub(crate) year: u64,
    /// The position after it.
    pub(crate) end: usize,
}

/// Finds `2026-11-25`, `25.11.2026`, `25/11/26`; day before month unless only the other order is possible.
pub(crate) fn date(text: &Text<'_>, at: usize) -> Option<Date> {
    let separator = text.get(at + 1);
    if !matches!(separator, "-" | "." | "/") || !text.is(at + 3, separator) {
        return None;
    }
    let [first, second, third] = [at, at + 2, at + 4].map(|at| text.digits(at).unwrap_or_default());
    let further = text.is(at + 5, separator) && text.kind(at + 6) == Kind::Digits;
    if first.is_empty() || third.is_empty() || further || !(1..=2).contains(&second.len()) {
        return None;
    }
    let (day, month, year) = match (first.len(), third.len()) {
        (4, 1 | 2) => (third, second, first),
        (1 | 2, 4) => (first, second, third),
        (2, 2) if separator != "-" => (first, second, third),
        (1, 2) if separator == "/" => (first, second, third),
        _ => return None,
    };
    let (mut day, mut month) = (small(day)?, small(month)?);
    if month > 12 && separator == "/" {
        (day, month) = (month, day);
    }
    let year = match (small(year)?, year.len()) {
        (short, 2) if short < 50 => 2000 + short,
        (short, 2) => 1900 + short,
        (year, _) => year,
    };
    let real = (1..=31).contains(&day) && (1..=12).contains(&month);
    let month = usize::try_from(month).ok()?;
    real.then_some(Date {
        day,
        month,
        year,
        end: at + 5,
    })
}

/// A day and a month in figures: `25.11`, `3/12`, in this order.
pub(crate) fn day_and_month(text: &Text<'_>, at: usize, separator: &str) -> Option<(u64, usize)> {
    let (day, month) = (text.digits(at)?, text.digits(at + 2)?);
    let fits = text.is(at + 1, separator) && day.len() <= 2 && month.len() <= 2;
    let (day, month) = (small(day)?, usize::try_from(small(month)?).ok()?);
    (fits && (1..=31).contains(&day) && (1..=12).contains(&month)).then_some((day, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_customary_order_is_read() {
        let read = |written: &str| date(&Text::new(written), 0).map(|date| (date.day, date.month, date.year));
        let day = Some((25, 11, 2026));
        for written in ["2026-11-25", "25.11.2026", "25/11/26", "11/25/2026", "25-11-2026"] {
            assert_eq!(read(written), day, "{written}");
        }
        assert_eq!(read("192.168.0.1"), None);
        assert_eq!(read("32.11.2026"), None);
    }
}
