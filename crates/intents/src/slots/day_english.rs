//! Days and dates in English words.
//!
//! Owns the phrases; what they mean is resolved in `day`.

use super::clock::Part;
use super::day::{Base, DateRef, DayRef, Which, Year};
use super::holiday::Holidays;
use super::number::{integer_up_to, integers};
use super::{Tables, any_phrase, number_english, phrase, weekdays, word};
use crate::Language;
use crate::text::Token;

const ENGLISH: Language = Language::English;

/// Whole phrases and their distance from today.
const OFFSETS: [(&str, i64); 12] = [
    ("today", 0),
    ("tonight", 0),
    ("tomorrow", 1),
    ("tomorow", 1),
    ("tommorow", 1),
    ("tommorrow", 1),
    ("yesterday", -1),
    ("the day after tomorrow", 2),
    ("day after tomorrow", 2),
    ("the day before yesterday", -2),
    ("day before yesterday", -2),
    ("overmorrow", 2),
];

/// Days in all their forms.
pub(super) fn days(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, DayRef)> {
    let from = at + usize::from(word(tokens, at) == "on");
    let mut bases = simple(tables, tokens, from);
    bases.extend(shifts(tables, tokens, from, &bases.clone()));
    let mut found = Vec::new();
    for (end, base) in bases {
        let part = (word(tokens, from) == "tonight").then_some(Part::Night);
        if part.is_none() {
            for (name, part) in [
                ("morning", Part::Morning),
                ("afternoon", Part::Afternoon),
                ("evening", Part::Evening),
                ("night", Part::Night),
                ("in the morning", Part::Morning),
                ("in the afternoon", Part::Afternoon),
                ("in the evening", Part::Evening),
            ] {
                let end = phrase(tokens, end, name);
                found.extend(end.map(|end| {
                    let base = base.clone();
                    (
                        end,
                        DayRef {
                            base,
                            part: Some(part),
                        },
                    )
                }));
            }
        }
        found.push((end, DayRef { base, part }));
    }
    for (name, part) in [
        ("this morning", Part::Morning),
        ("this afternoon", Part::Afternoon),
        ("this evening", Part::Evening),
        ("later tonight", Part::Night),
        ("later today", Part::Afternoon),
    ] {
        let base = Base::Offset(0);
        let part = (name != "later today").then_some(part);
        found.extend(phrase(tokens, at, name).map(|end| (end, DayRef { base, part })));
    }
    found
}

fn simple(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let mut found: Vec<(usize, Base)> = Vec::new();
    for (name, days) in OFFSETS {
        found.extend(phrase(tokens, at, name).map(|end| (end, Base::Offset(days))));
    }
    found.extend(weekday(tokens, at));
    found.extend(
        super::day::dates(ENGLISH, tokens, at)
            .into_iter()
            .map(|(end, date)| (end, Base::Date(date))),
    );
    found.extend(holidays(tables, tokens, at));
    // "the 5th"
    let day = at + usize::from(word(tokens, at) == "the");
    for (end, value) in number_english::ordinals(tokens, day) {
        let is_written = word(tokens, day).starts_with(|first: char| first.is_ascii_digit());
        let is_day = (1..=31).contains(&value) && (day > at || is_written);
        let value = i8::try_from(value).ok().filter(|_| is_day);
        found.extend(value.map(|value| (end, Base::MonthDay(value))));
    }
    for (name, months) in [
        ("the end of the month", 0),
        ("the end of this month", 0),
        ("the end of next month", 1),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, Base::MonthEnd(months))));
    }
    found
}

/// "Friday", "this coming Friday", "next Friday", "last Friday", "Friday the 27th", "Friday 27 November"
fn weekday(tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let (from, which) = if let Some(end) = any_phrase(
        tokens,
        at,
        &["this coming", "this", "the coming", "coming", "the next"],
    ) {
        (end, Which::Coming)
    } else if word(tokens, at) == "next" {
        (at + 1, Which::Next)
    } else if word(tokens, at) == "last" {
        (at + 1, Which::Last)
    } else {
        (at, Which::Coming)
    };
    let mut found = Vec::new();
    for (end, day) in weekdays::one(ENGLISH, tokens, from) {
        if word(tokens, from).ends_with("days") {
            continue;
        }
        found.push((end, Base::Weekday(day, which)));
        for tail in ["next week", "of next week"] {
            let end = phrase(tokens, end, tail);
            found.extend(end.map(|end| (end, Base::Weekday(day, Which::Next))));
        }
        found.extend(phrase(tokens, end, "this week").map(|end| (end, Base::Weekday(day, Which::Coming))));
        // The date decides; the weekday is only said with it.
        let dates = super::day::dates(ENGLISH, tokens, end).into_iter();
        found.extend(dates.map(|(end, date)| (end, Base::Date(date))));
        let day = end + usize::from(word(tokens, end) == "the");
        for (end, value) in number_english::ordinals(tokens, day) {
            let value = i8::try_from(value).ok().filter(|value| (1..=31).contains(value));
            found.extend(value.map(|value| (end, Base::MonthDay(value))));
        }
    }
    found
}

fn holidays(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let (from, leading) = match word(tokens, at) {
        "next" | "the" => (at + 1, Some(Year::Nearest)),
        "this" => (at + 1, Some(Year::Ahead(0))),
        "last" => (at + 1, None),
        _ => (at, Some(Year::Nearest)),
    };
    let mut found = Vec::new();
    for (end, row) in tables.holidays.names(ENGLISH).find(tokens, from) {
        let holiday = Holidays::id(row);
        if let Some(year) = leading {
            found.push((end, Base::Holiday(holiday, year)));
        }
        for (end, year) in year_of(tokens, end) {
            found.push((end, Base::Holiday(holiday, year)));
        }
    }
    found
}

/// "2027", "in 2027", "next year", "this year"
fn year_of(tokens: &[Token], at: usize) -> Vec<(usize, Year)> {
    let mut found = Vec::new();
    for (name, ahead) in [
        ("next year", 1),
        ("this year", 0),
        ("last year", -1),
        ("of next year", 1),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, Year::Ahead(ahead))));
    }
    let from = at + usize::from(matches!(word(tokens, at), "in" | "of"));
    let years = years(tokens, from).into_iter();
    found.extend(
        years
            .filter(|(_, year)| *year >= 1000)
            .map(|(end, year)| (end, Year::Fixed(year))),
    );
    found
}

/// Spans before, after, ahead and back.
fn shifts(tables: &Tables, tokens: &[Token], at: usize, bases: &[(usize, Base)]) -> Vec<(usize, Base)> {
    let mut found = Vec::new();
    let today = || Box::new(Base::Offset(0));
    let from = at + usize::from(matches!(word(tokens, at), "in" | "within"));
    for (end, months, days) in spans(tokens, from) {
        let shift = |months: i64, days: i64, from: Box<Base>| Base::Shift { months, days, from };
        if from > at {
            found.push((end, shift(months, days, today())));
            found.extend(
                any_phrase(tokens, end, &["time", "from now"]).map(|end| (end, shift(months, days, today()))),
            );
            continue;
        }
        for tail in ["from now", "from today", "time", "today", "later", "hence"] {
            found.extend(phrase(tokens, end, tail).map(|end| (end, shift(months, days, today()))));
        }
        found.extend(
            any_phrase(
                tokens,
                end,
                &["ago", "ago today", "back", "before today", "earlier"],
            )
            .map(|end| (end, shift(-months, -days, today()))),
        );
        let tail = any_phrase(tokens, end, &["from", "after", "on", "past"]).map(|end| (end, 1));
        let tail = tail.or_else(|| any_phrase(tokens, end, &["before"]).map(|end| (end, -1)));
        if let Some((start, sign)) = tail {
            for (end, base) in simple(tables, tokens, start) {
                found.push((end, shift(sign * months, sign * days, Box::new(base))));
            }
        }
    }
    // "Friday week", "tomorrow week"
    for (end, base) in bases {
        if word(tokens, *end) == "week" && matches!(base, Base::Weekday(..) | Base::Offset(_)) {
            let from = Box::new(base.clone());
            found.push((
                end + 1,
                Base::Shift {
                    months: 0,
                    days: 7,
                    from,
                },
            ));
        }
    }
    for (name, months, days) in [
        ("next week", 0, 7),
        ("this time next week", 0, 7),
        ("last week", 0, -7),
        ("next month", 1, 0),
        ("this time next month", 1, 0),
        ("last month", -1, 0),
        ("next year", 12, 0),
        ("last year", -12, 0),
        ("this day next year", 12, 0),
    ] {
        let shift = Base::Shift {
            months,
            days,
            from: today(),
        };
        found.extend(phrase(tokens, at, name).map(|end| (end, shift)));
    }
    found
}

/// Lengths in days, weeks, months and years, as months and days.
pub(super) fn spans(tokens: &[Token], at: usize) -> Vec<(usize, i64, i64)> {
    let mut found = Vec::new();
    let mut open = vec![(at, 0_i64, 0_i64)];
    for round in 0..3 {
        let mut next = Vec::new();
        for (end, months, days) in open {
            let from = end + usize::from(round > 0 && word(tokens, end) == "and");
            for (end, more_months, more_days) in span(tokens, from) {
                next.push((end, months + more_months, days + more_days));
            }
        }
        found.extend(next.iter().copied());
        open = next;
    }
    found
}

fn span(tokens: &[Token], at: usize) -> Vec<(usize, i64, i64)> {
    let mut counts = integers(ENGLISH, tokens, at);
    if matches!(word(tokens, at), "a" | "an" | "another") {
        counts.push((at + 1, 1));
    }
    counts.extend(any_phrase(tokens, at, &["a couple of", "couple of"]).map(|end| (end, 2)));
    counts
        .into_iter()
        .filter(|&(_, count)| count <= 40_000)
        .filter_map(|(end, count)| {
            let (months, days) = match word(tokens, end) {
                "day" | "days" => (0, count),
                "week" | "weeks" => (0, count * 7),
                "fortnight" | "fortnights" => (0, count * 14),
                "month" | "months" => (count, 0),
                "year" | "years" => (count * 12, 0),
                _ => return None,
            };
            Some((end + 1, months, days))
        })
        .collect()
}

/// The name of a month.
pub(super) fn month(tokens: &[Token], at: usize) -> Option<(usize, i8)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = match word(tokens, at) {
        "febuary" | "febrary" => "february",
        "sept" => "september",
        name => name,
    };
    let position = MONTHS
        .iter()
        .position(|month| *month == name || (name.len() == 3 && month.starts_with(name)))?;
    Some((at + 1, i8::try_from(position + 1).ok()?))
}

/// "1 March", "the 4th of July 1976", "March the first", "July 4, 1976"
pub(super) fn dates(tokens: &[Token], at: usize) -> Vec<(usize, DateRef)> {
    let mut found = Vec::new();
    let from = at + usize::from(word(tokens, at) == "the");
    for (end, day) in month_days(tokens, from) {
        let of = end + usize::from(word(tokens, end) == "of");
        if let Some((end, month)) = month(tokens, of) {
            found.extend(with_years(tokens, end, month, day));
        }
    }
    if let Some((end, month)) = month(tokens, at) {
        let from = end + usize::from(word(tokens, end) == "the");
        for (end, day) in month_days(tokens, from) {
            found.extend(with_years(tokens, end, month, day));
        }
    }
    found
}

fn month_days(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut days = number_english::ordinals(tokens, at);
    days.extend(integer_up_to(ENGLISH, tokens, at, 31));
    days.retain(|(_, day)| (1..=31).contains(day));
    days
}

fn with_years(tokens: &[Token], end: usize, month: i8, day: i64) -> Vec<(usize, DateRef)> {
    let mut found = Vec::new();
    let month = i64::from(month);
    found.extend(DateRef::new(Year::Nearest, month, day).map(|date| (end, date)));
    for (end, year) in year_of(tokens, end) {
        found.extend(DateRef::new(year, month, day).map(|date| (end, date)));
    }
    found
}

/// "1976", "nineteen seventy six", "twenty oh five", "two thousand and five"
pub(super) fn years(tokens: &[Token], at: usize) -> Vec<(usize, i16)> {
    let mut found = Vec::new();
    for (end, value) in integers(ENGLISH, tokens, at) {
        let is_year = (1..=9000).contains(&value);
        found.extend(
            i16::try_from(value)
                .ok()
                .filter(|_| is_year)
                .map(|year| (end, year)),
        );
        if !(10..=29).contains(&value) {
            continue;
        }
        let tail = match word(tokens, end) {
            "oh" | "o" => integer_up_to(ENGLISH, tokens, end + 1, 9),
            "hundred" => Some((end + 1, 0)),
            _ => integer_up_to(ENGLISH, tokens, end, 99).filter(|&(_, tail)| tail >= 10),
        };
        let year = tail.and_then(|(end, tail)| Some((end, i16::try_from(value * 100 + tail).ok()?)));
        found.extend(year);
    }
    found
}
