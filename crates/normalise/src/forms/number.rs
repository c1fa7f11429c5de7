//! Numbers with separators and fractions.

use crate::text::{Kind, Text};

/// How a language writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `1,250.5`; groups may also be apart by a narrow or non-breaking space.
    Point,
    /// `1 250,5`; a point is read as a decimal comma.
    Comma,
}

/// A number without its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// The digits before the decimal mark, without separators.
    pub(crate) whole: String,
    /// The digits after it; empty if there is none.
    pub(crate) fraction: String,
    /// Whether separators were written.
    pub(crate) grouped: bool,
    /// The position after it.
    pub(crate) end: usize,
}

impl Number {
    /// The value of a whole number below 10¹⁸.
    pub(crate) fn value(&self) -> Option<u64> {
        if self.fraction.is_empty() {
            small(&self.whole)
        } else {
            None
        }
    }
}

/// The value of at most eighteen digits.
pub(crate) fn small(digits: &str) -> Option<u64> {
    if digits.len() > 18 {
        None
    } else {
        digits.parse().ok()
    }
}

/// Finds a number.
pub(crate) fn number(text: &Text<'_>, at: usize, style: Style) -> Option<Number> {
    let first = text.digits(at)?;
    let mut whole = first.to_owned();
    let mut end = at + 1;
    let mut separator = None;
    while first.len() <= 3 && !first.starts_with('0') && whole.len() < 40 {
        let fits = match style {
            Style::Point => text.is(end, ",") || text.is(end, "\u{a0}") || thousands(text, end),
            Style::Comma => text.kind(end) == Kind::Space,
        };
        let Some(group) = text.digits(end + 1).filter(|group| group.len() == 3 && fits) else {
            break;
        };
        if separator.is_some_and(|separator| separator != text.get(end)) {
            break;
        }
        separator = Some(text.get(end));
        whole.push_str(group);
        end += 2;
    }
    let mark = match style {
        Style::Point => text.is(end, "."),
        Style::Comma => text.is_any(end, ",."),
    };
    let mut fraction = String::new();
    if let Some(digits) = text.digits(end + 1).filter(|_| mark) {
        // Two points make a version or an address.
        let again = text.get(end) == text.get(end + 2) && text.kind(end + 3) == Kind::Digits;
        if !again {
            digits.clone_into(&mut fraction);
            end += 2;
        }
    }
    Some(Number {
        whole,
        fraction,
        grouped: separator.is_some(),
        end,
    })
}

/// Whether a plain space parts groups in a language that seldom does so: more groups follow, or zeros.
fn thousands(text: &Text<'_>, at: usize) -> bool {
    let group = |at: usize| text.digits(at).filter(|digits| digits.len() == 3);
    let space = |at: usize| text.kind(at) == Kind::Space;
    space(at)
        && (group(at + 1) == Some("000")
            || space(at + 2) && group(at + 1).is_some() && group(at + 3).is_some()
            || at > 2 && space(at - 2) && group(at - 1).is_some())
}

/// A fraction such as `3/4`, with the whole number before it in `2 3/4`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    /// The number before it.
    pub(crate) whole: Option<u64>,
    /// The number above the line.
    pub(crate) over: u64,
    /// The number below the line.
    pub(crate) under: u64,
    /// The position after it.
    pub(crate) end: usize,
}

/// Finds a fraction whose value is below one.
pub(crate) fn fraction(text: &Text<'_>, at: usize) -> Option<Fraction> {
    let simple = |at: usize| {
        let over = small(text.digits(at)?)?;
        let under = small(text.digits(at + 2).filter(|_| text.is(at + 1, "/"))?)?;
        let open = text.is(at + 3, "/") && text.kind(at + 4) == Kind::Digits;
        (over < under && over > 0 && under <= 1000 && !open).then_some((over, under))
    };
    if let Some((over, under)) = simple(at) {
        return Some(Fraction {
            whole: None,
            over,
            under,
            end: at + 3,
        });
    }
    let whole = small(text.digits(at)?)?;
    if text.kind(at + 1) != Kind::Space || whole > 999 {
        return None;
    }
    let (over, under) = simple(at + 2).filter(|(_, under)| matches!(under, 2..=6 | 8 | 10 | 16))?;
    Some(Fraction {
        whole: Some(whole),
        over,
        under,
        end: at + 5,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_decimal_marks_follow_the_language() {
        let read = |written: &str, style| {
            let number = number(&Text::new(written), 0, style).unwrap();
            (number.whole, number.fraction, number.end)
        };
        let parts = |whole: &str, fraction: &str, end| (whole.to_owned(), fraction.to_owned(), end);
        assert_eq!(read("1,250.5", Style::Point), parts("1250", "5", 5));
        assert_eq!(read("1 250,5", Style::Comma), parts("1250", "5", 5));
        assert_eq!(read("5, 6", Style::Point), parts("5", "", 1));
        assert_eq!(read("12,50", Style::Point), parts("12", "", 1));
        assert_eq!(read("2.1.3", Style::Point), parts("2", "", 1));
        assert_eq!(fraction(&Text::new("2 3/4"), 0).unwrap().whole, Some(2));
        assert_eq!(fraction(&Text::new("5/3"), 0), None);
    }
}
