//! Dates and years: `2026年11月25日`, `2024-03-05`, `90后`.

use super::signs::between;
use super::words::{by_digit, cardinal};
use crate::forms::date::date;
use crate::forms::number::small;
use crate::grammar::Reading;
use crate::text::{Kind, Text, is_han};

/// Reads a date in figures.
pub(super) fn numeric(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = date(text, at)?;
    let words = format!(
        "{}年{}月{}日",
        by_digit(&found.year.to_string()),
        cardinal(u64::try_from(found.month).ok()?),
        cardinal(found.day)
    );
    Some(Reading::new(words, found.end))
}

/// Reads `12/25`, which is a date rather than a fraction.
pub(super) fn slashed(text: &Text<'_>, at: usize) -> Option<Reading> {
    let month = small(text.digits(at)?).filter(|month| (1..=12).contains(month))?;
    let day = small(text.digits(at + 2).filter(|_| text.is(at + 1, "/"))?)?;
    let date = (13..=31).contains(&day) && day != 16 && !text.is(at + 3, "/");
    (date && !super::quantities::measured(text, at + 3))
        .then(|| Reading::new(format!("{}月{}日", cardinal(month), cardinal(day)), at + 3))
}

/// Reads a year figure by figure, and a range of years.
pub(super) fn year(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text.digits(at)?;
    let value = small(digits)?;
    let after = text.skip_space(at + 1);
    if let Some(next) = between(text, at + 1)
        && let Some(second) = text
            .digits(next)
            .filter(|second| digits.len() == 4 && (second.len() == 4 || second.len() == 2))
        && (1000..2200).contains(&value)
        && (text.is(text.skip_space(next + 1), "年")
            || second.len() == 4 && (1000..2200).contains(&small(second)?) && !text.is(next + 1, "元"))
    {
        return Some(Reading::new(
            format!("{}到{}", by_digit(digits), by_digit(second)),
            next + 1,
        ));
    }
    let before = text.slice(at.saturating_sub(4), at);
    let named =
        text.is(after, "年") && !text.is(after + 1, "级") || text.is(after, "学") && text.is(after + 1, "年");
    let long = digits.len() == 4 && (1000..2200).contains(&value);
    let ancient = digits.len() <= 4
        && digits.len() >= 2
        && (before.contains("公元") || before.ends_with('前') && before.contains('元'));
    let short = digits.len() == 2
        && (value >= 50 || digits.starts_with('0'))
        && !text.is(after + 1, "代")
        && !text.is(after + 1, "间")
        && !counted(text, after + 1);
    if named && (long || ancient || short) {
        return Some(Reading::new(by_digit(digits), after));
    }
    // "2008北京奥运会"
    let bracketed =
        at > 0 && text.is_any(at - 1, "(（") && text.is_any(at + 1, ")）") && (1000..2200).contains(&value);
    if bracketed {
        return Some(Reading::new(by_digit(digits), at + 1));
    }
    let modern =
        digits.len() == 4 && (1900..2100).contains(&value) && text.kind(at.wrapping_sub(1)) != Kind::Digits;
    let event = text.get(at + 1).chars().next().is_some_and(is_han)
        && !super::quantities::measured(text, at + 1)
        && !["多", "余", "字", "平", "毫", "公", "克", "页", "级"].contains(&text.get(at + 1));
    (modern && event).then(|| Reading::new(by_digit(digits), at + 1))
}

/// Whether "年" counts years: "60年历史", "50年前".
fn counted(text: &Text<'_>, at: usize) -> bool {
    ["历史", "前", "后", "来", "多", "以上", "以来", "的", "内"]
        .iter()
        .any(|word| text.literal(at, word).is_some())
}

/// Reads `90后`, `00后`.
pub(super) fn generation(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text
        .digits(at)
        .filter(|digits| digits.len() == 2 && text.is(at + 1, "后"))?;
    let decade = digits.ends_with(['0', '5']) && (digits.starts_with('0') || small(digits)? >= 50);
    decade.then(|| Reading::new(by_digit(digits), at + 1))
}
