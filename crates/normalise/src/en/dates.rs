//! Dates, weekdays and years.

use crate::forms::dash;
use crate::forms::date::{Date, date, day_and_month};
use crate::forms::number::small;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

use super::tables::{MONTHS, WEEKDAYS, YEARS, listed};
use super::words;

/// Words before `3/12` that make it a date.
const ON: &str = "on until till by since before after due dated from date monday tuesday wednesday thursday friday \
    saturday sunday mon tue tues wed thu thur thurs fri sat sun expires exp dob born week closed open starts begins ends";
/// Words after a year-like number that leave it a year although they end in s.
const NOT_COUNTED: &str = "was is has its this as us does always";

/// The name of a month by its number.
fn month_name(month: usize) -> &'static str {
    month
        .checked_sub(1)
        .and_then(|index| MONTHS.get(index))
        .map_or("", |month| month.0)
}

/// A name or its abbreviation, with the point of the abbreviation.
fn named<'n>(
    text: &Text<'_>,
    at: usize,
    names: &'n [(&'n str, &'n [&'n str])],
) -> Option<(&'n str, bool, usize)> {
    let word = text.word(at)?;
    for (name, short) in names {
        if word == *name || word == name.to_uppercase() {
            return Some((name, true, at + 1));
        }
        if short
            .iter()
            .any(|short| *short == word || short.to_uppercase() == word)
        {
            let sentence = text.at_end(at + 2) || text.next_word(at + 2).starts_with(char::is_uppercase);
            let stop = text.is(at + 1, ".") && !sentence;
            return Some((name, false, at + 1 + usize::from(stop)));
        }
    }
    None
}

/// A day of a month in figures, with or without `st`, `nd`, `rd`, `th`.
fn day(text: &Text<'_>, at: usize) -> Option<(u64, usize)> {
    let digits = text.digits(at).filter(|digits| digits.len() <= 2)?;
    let day = small(digits).filter(|day| (1..=31).contains(day))?;
    let suffix = matches!(text.get(at + 1), "st" | "nd" | "rd" | "th");
    let end = at + 1 + usize::from(suffix);
    (!text.joined(end)).then_some((day, end))
}

/// A year of four figures after a date, perhaps after a comma.
fn year_after(text: &Text<'_>, at: usize) -> Option<(String, usize)> {
    let start = text.skip_space(at + usize::from(text.is(at, ",")));
    let digits = text
        .digits(start)
        .filter(|digits| digits.len() == 4 && start > at)?;
    let clock = text.is(start + 1, ":");
    let value = small(digits).filter(|year| (1000..2200).contains(year) && !clock)?;
    (!text.joined(start + 1)).then(|| (format!(" {}", words::year(value)), start + 1))
}

/// "the first of March twenty nineteen".
fn day_of_month(day: u64, month: &str) -> String {
    format!("the {} of {month}", words::ordinal(day))
}

/// Reads a date in figures.
pub(super) fn numeric(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) {
        return None;
    }
    let Date {
        day,
        month,
        year,
        end,
    } = date(text, at)?;
    let words = format!("{} {}", day_of_month(day, month_name(month)), words::year(year));
    Some(Reading::new(words, end))
}

/// Reads `1 March 2019`, `24–26 Dec`, `3 & 4 May`.
pub(super) fn day_first(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (first, mut next) = day(text, at)?;
    let mut days = words::ordinal(first);
    let and = text.skip_space(next);
    let other = if text.is(and, "&") || text.is(and, "and") || text.is(and, "or") || text.is(and, "to") {
        let joint = match text.get(and) {
            "or" => "or",
            "to" => "to",
            _ => "and",
        };
        day(text, text.skip_space(and + 1)).map(|other| (joint, other))
    } else {
        dash(text, next)
            .and_then(|next| day(text, next))
            .map(|other| ("to", other))
    };
    if let Some((joint, (second, end))) = other {
        let the = if joint == "to" { "the " } else { "" };
        days = format!("{days} {joint} {the}{}", words::ordinal(second));
        next = end;
    }
    let start = text.skip_space(next);
    let of = text.is(start, "of");
    let start = if of { text.skip_space(start + 1) } else { start };
    if start == next && text.get(next) != "-" {
        return None;
    }
    let start = start + usize::from(text.is(start, "-"));
    let (month, _, mut end) = named(text, start, &MONTHS)?;
    let the = if text.adjacent_word(at).eq_ignore_ascii_case("the") {
        ""
    } else {
        "the "
    };
    let mut words = format!("{the}{days} of {month}");
    let hyphen = usize::from(text.is(end, "-"));
    if let Some((year, next)) =
        year_after(text, end).or_else(|| year_after(text, end.checked_sub(1)? + hyphen * 2))
    {
        words.push_str(&year);
        end = next;
    }
    Some(Reading::new(words, end))
}

/// Reads `March 1, 2019`, `Dec 2025`, `May 3–7`, `Jan–Mar`.
pub(super) fn month_first(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (month, full, end) = named(text, at, &MONTHS)?;
    if let Some((year, next)) = year_after(text, end) {
        return Some(Reading::new(format!("{month}{year}"), next));
    }
    let start = text.skip_space(end);
    if let Some((first, mut next)) =
        day(text, start).filter(|(_, next)| start > end && !text.is_any(*next, ":%/"))
    {
        let mut words = format!("{month} the {}", words::ordinal(first));
        if let Some((second, after)) = dash(text, next).and_then(|next| day(text, next)) {
            words = format!("{words} to the {}", words::ordinal(second));
            next = after;
        }
        if let Some((year, after)) = year_after(text, next) {
            words.push_str(&year);
            next = after;
        }
        return Some(Reading::new(words, next));
    }
    let ranged = dash(text, end).and_then(|next| named(text, next, &MONTHS));
    if let Some((second, _, next)) = ranged {
        let year = year_after(text, next);
        let after = year.as_ref().map_or(next, |(_, end)| *end);
        let year = year.map_or_else(String::new, |(year, _)| year);
        return Some(Reading::new(format!("{month} to {second}{year}"), after));
    }
    // "Jan" is also a name, "Mar" part of others: alone they are months only with a point, or after another month.
    let beside = text.is(at + 1, ".") || text.is_any(at + 1, "/") || at > 0 && text.is_any(at - 1, "/-–");
    (full && text.get(at) != month || !full && (beside || text.digits(at.saturating_sub(2)).is_some()))
        .then(|| Reading::new(month, end))
}

/// Reads weekdays that are abbreviated, and ranges of weekdays.
pub(super) fn weekday(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (name, full, end) = named(text, at, &WEEKDAYS)?;
    if let Some((second, _, next)) = dash(text, end).and_then(|next| named(text, next, &WEEKDAYS)) {
        return Some(Reading::new(format!("{name} to {second}"), next));
    }
    if full {
        return None;
    }
    let word = text.get(at);
    let ambiguous = matches!(word, "Sat" | "Sun" | "Mon" | "Wed" | "Fri" | "SUN" | "SAT");
    let after = text.skip_space(end);
    let follows = match text.kind(after) {
        Kind::Digits | Kind::End | Kind::Break | Kind::Mark => true,
        _ => {
            matches!(
                text.get(after),
                "and"
                    | "to"
                    | "or"
                    | "am"
                    | "pm"
                    | "from"
                    | "only"
                    | "at"
                    | "morning"
                    | "evening"
                    | "afternoon"
                    | "night"
                    | "closed"
                    | "noon"
                    | "until"
            ) || named(text, after, &MONTHS).is_some()
                || named(text, after, &WEEKDAYS).is_some()
        }
    };
    let the = text.adjacent_word(at).eq_ignore_ascii_case("the");
    let counted = matches!(
        text.adjacent_word(at),
        "st" | "nd"
            | "rd"
            | "th"
            | "every"
            | "each"
            | "first"
            | "last"
            | "next"
            | "this"
            | "on"
            | "On"
            | "Every"
    );
    (!ambiguous || counted || follows && !the).then(|| Reading::new(name, end))
}

/// Reads `25/12`, `3/12` after a word such as "on".
pub(super) fn slashed(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) || text.is(at + 3, "/") || text.is_any(at.wrapping_sub(1), "/.") {
        return None;
    }
    let american = day_and_month(text, at, "/").is_none();
    let (day, month) = if american {
        let month = small(text.digits(at)?)?;
        let day = small(text.digits(at + 2).filter(|_| text.is(at + 1, "/"))?)?;
        if !(1..=12).contains(&month) || !(13..=31).contains(&day) || matches!((month, day), (_, 16)) {
            return None;
        }
        (day, usize::try_from(month).ok()?)
    } else {
        day_and_month(text, at, "/")?
    };
    let (over, under) = (text.get(at), text.get(at + 2));
    let previous = text.previous_word(at);
    let fraction = matches!(under, "2" | "3" | "4" | "5" | "6" | "8" | "10") && over.len() == 1
        || matches!(under, "7" | "9") && over < under;
    let dated = listed(ON, &previous);
    let impossible = small(over)
        .zip(small(under))
        .is_some_and(|(over, under)| over >= under);
    let amount = super::quantities::unit(text, at + 3).is_some();
    let plain = !fraction && !amount || impossible && !matches!(under, "1" | "5" | "10");
    (dated && !amount
        || plain
            && !matches!(
                previous.as_str(),
                "page" | "gate" | "gates" | "rated" | "score" | "step" | "part"
            ))
    .then(|| Reading::new(day_of_month(day, month_name(month)), at + 3))
}

/// The value of a number that may be a year.
fn year_value(text: &Text<'_>, at: usize) -> Option<u64> {
    let digits = text.digits(at).filter(|digits| digits.len() == 4)?;
    small(digits).filter(|year| (1000..2150).contains(year))
}

/// Reads `2019–2021`, `2019–21`, `2024/25`.
pub(super) fn years(text: &Text<'_>, at: usize) -> Option<Reading> {
    let first = year_value(text, at).filter(|_| !text.joined_left(at))?;
    let slash = text.is(at + 1, "/").then_some(at + 2);
    let next = dash(text, at + 1).or(slash)?;
    let digits = text.digits(next)?;
    let joint = if slash.is_some() { "" } else { "to " };
    let second = match digits.len() {
        4 => words::year(year_value(text, next).filter(|second| *second >= first)?),
        2 if slash.is_some() => words::cardinal(small(digits)?),
        2 if small(digits)? > first % 100 => words::year(first / 100 * 100 + small(digits)?),
        _ => return None,
    };
    let counted = super::quantities::unit(text, next + 1).is_some()
        || text.joined(next + 1)
        || text.is_any(next + 1, "-");
    (!counted).then(|| Reading::new(format!("{} {joint}{second}", words::year(first)), next + 1))
}

/// Reads a year, where the words around it say that it is one.
pub(super) fn year(text: &Text<'_>, at: usize) -> Option<Reading> {
    let next = text.next_word(at + 1);
    let era = matches!(next, "BC" | "AD" | "BCE" | "CE");
    if era && let Some(value) = small(text.get(at)) {
        let words = if value >= 1000 {
            words::year(value)
        } else {
            words::cardinal(value)
        };
        return Some(Reading::new(words, at + 1));
    }
    let value = year_value(text, at).filter(|_| !text.joined_left(at) && !text.joined(at + 1))?;
    if text.is_any(at + 1, ",.") && text.kind(at + 2) == Kind::Digits
        || super::quantities::unit(text, at + 1).is_some()
    {
        return None;
    }
    let lower = next.starts_with(char::is_lowercase);
    let counted = lower && next.ends_with('s') && !listed(NOT_COUNTED, next)
        || matches!(next, "people" | "children" | "men" | "women");
    let previous = text.previous_word(at);
    let before = text.before(at);
    let bracketed = before.is_some_and(|before| text.is_any(before, "(©'‘,")) && value >= 1500;
    let named = text.adjacent_word(at).starts_with(char::is_uppercase);
    let quarter = before.is_some_and(|before| text.kind(before) == Kind::Digits && text.joined_left(before));
    let modern = (1900..2100).contains(&value) && (named || quarter || before.is_none()) && !counted;
    let event = previous == "the" && next.starts_with(char::is_uppercase) && value >= 1500;
    let alone = event || before.is_none() && text.at_end(at + 1) && value >= 1100;
    (!counted && (listed(YEARS, &previous) || bracketed || alone) || modern)
        .then(|| Reading::new(words::year(value), at + 1))
}
