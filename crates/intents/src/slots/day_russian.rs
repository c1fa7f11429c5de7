//! Days and dates in Russian words.
//!
//! Owns the phrases; what they mean is resolved in `day`.

use super::clock::Part;
use super::day::{Base, DateRef, DayRef, Which, Year};
use super::holiday::Holidays;
use super::number::{integer_up_to, integers};
use super::{Tables, any_phrase, number_russian, phrase, weekdays, word};
use crate::Language;
use crate::text::Token;

const RUSSIAN: Language = Language::Russian;

const OFFSETS: [(&str, i64); 9] = [
    ("сегодня", 0),
    ("завтра", 1),
    ("послезавтра", 2),
    ("после завтра", 2),
    ("вчера", -1),
    ("позавчера", -2),
    ("поза вчера", -2),
    ("сегодняшний", 0),
    ("завтрашний", 1),
];

/// Days in all their forms.
pub(super) fn days(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, DayRef)> {
    let from = at + usize::from(matches!(word(tokens, at), "в" | "во" | "на"));
    let mut bases = simple(tables, tokens, from);
    bases.extend(shifts(tables, tokens, at));
    let mut found = Vec::new();
    for (end, base) in bases {
        if let Some(part) = part(word(tokens, end)) {
            let base = base.clone();
            found.push((
                end + 1,
                DayRef {
                    base,
                    part: Some(part),
                },
            ));
        }
        found.push((end, DayRef::plain(base)));
    }
    if let Some(part) = part(word(tokens, at)) {
        // "вечером" alone is today's.
        let base = Base::Offset(0);
        found.push((
            at + 1,
            DayRef {
                base,
                part: Some(part),
            },
        ));
        for (end, base) in simple(tables, tokens, at + 1) {
            found.push((
                end,
                DayRef {
                    base,
                    part: Some(part),
                },
            ));
        }
    }
    found
}

fn part(word: &str) -> Option<Part> {
    Some(match word {
        "утром" | "утра" => Part::Morning,
        "днем" | "дня" => Part::Afternoon,
        "вечером" | "вечера" => Part::Evening,
        "ночью" | "ночи" => Part::Night,
        _ => return None,
    })
}

fn simple(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let mut found: Vec<(usize, Base)> = Vec::new();
    for (name, days) in OFFSETS {
        found.extend(phrase(tokens, at, name).map(|end| (end, Base::Offset(days))));
    }
    found.extend(weekday(tokens, at));
    found.extend(
        super::day::dates(RUSSIAN, tokens, at)
            .into_iter()
            .map(|(end, date)| (end, Base::Date(date))),
    );
    found.extend(holidays(tables, tokens, at));
    for (end, value) in number_russian::ordinals(tokens, at) {
        let value = i8::try_from(value).ok().filter(|value| (1..=31).contains(value));
        let is_day = matches!(word(tokens, end), "числа" | "число");
        found.extend(
            value
                .filter(|_| is_day)
                .map(|value| (end + 1, Base::MonthDay(value))),
        );
    }
    if let Some((end, value)) = integer_up_to(RUSSIAN, tokens, at, 31)
        && matches!(word(tokens, end), "числа" | "число")
    {
        let value = i8::try_from(value).ok().filter(|value| *value > 0);
        found.extend(value.map(|value| (end + 1, Base::MonthDay(value))));
    }
    // "до июня", "до лета": their first day.
    if at > 0 && matches!(word(tokens, at - 1), "до" | "с" | "со") {
        let seasons = [("зимы", 12), ("весны", 3), ("лета", 6), ("осени", 9)];
        let season = seasons.iter().find(|(name, _)| *name == word(tokens, at));
        let start = season
            .map(|&(_, month)| (at + 1, month))
            .or_else(|| month(tokens, at).map(|(end, month)| (end, i64::from(month))));
        found.extend(
            start.and_then(|(end, month)| Some((end, Base::Date(DateRef::new(Year::Nearest, month, 1)?)))),
        );
    }
    for (name, months) in [
        ("конца месяца", 0),
        ("конец месяца", 0),
        ("конца этого месяца", 0),
        ("конца следующего месяца", 1),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, Base::MonthEnd(months))));
    }
    found
}

fn weekday(tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let first = word(tokens, at);
    let stem = |stem: &str| first.starts_with(stem);
    let (from, which) = if stem("следующ") {
        (at + 1, Which::Next)
    } else if stem("прошл") || stem("минувш") {
        (at + 1, Which::Last)
    } else if stem("ближайш") || matches!(first, "этот" | "эту" | "это" | "этой" | "этого")
    {
        (at + 1, Which::Coming)
    } else {
        (at, Which::Coming)
    };
    let mut found = Vec::new();
    for (end, day) in weekdays::one(RUSSIAN, tokens, from) {
        found.push((end, Base::Weekday(day, which)));
        for tail in ["на следующей неделе", "следующей недели"] {
            found.extend(phrase(tokens, end, tail).map(|end| (end, Base::Weekday(day, Which::Next))));
        }
        for tail in ["на этой неделе", "этой недели"] {
            found.extend(phrase(tokens, end, tail).map(|end| (end, Base::Weekday(day, Which::Coming))));
        }
        let dates = super::day::dates(RUSSIAN, tokens, end).into_iter();
        found.extend(dates.map(|(end, date)| (end, Base::Date(date))));
    }
    found
}

fn holidays(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let first = word(tokens, at);
    let from = at + usize::from(first.starts_with("следующ") || first.starts_with("ближайш"));
    let mut found = Vec::new();
    for (end, row) in tables.holidays.names(RUSSIAN).find(tokens, from) {
        let holiday = Holidays::id(row);
        found.push((end, Base::Holiday(holiday, Year::Nearest)));
        for (end, year) in year_of(tokens, end) {
            found.push((end, Base::Holiday(holiday, year)));
        }
    }
    found
}

/// "2027 года", "в 2027 году", "следующего года", "в этом году"
fn year_of(tokens: &[Token], at: usize) -> Vec<(usize, Year)> {
    let mut found = Vec::new();
    for (name, ahead) in [
        ("следующего года", 1),
        ("в следующем году", 1),
        ("этого года", 0),
        ("в этом году", 0),
        ("прошлого года", -1),
        ("в прошлом году", -1),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, Year::Ahead(ahead))));
    }
    let from = at + usize::from(word(tokens, at) == "в");
    for (end, year) in years(tokens, from) {
        if year >= 1000 {
            found.push((end, Year::Fixed(year)));
        }
    }
    found
}

fn shifts(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let mut found = Vec::new();
    let today = || Box::new(Base::Offset(0));
    let shift = |months: i64, days: i64| Base::Shift {
        months,
        days,
        from: today(),
    };
    if word(tokens, at) == "через" || word(tokens, at) == "спустя" {
        for (end, months, days) in spans(tokens, at + 1) {
            found.push((end, shift(months, days)));
            found.extend(
                any_phrase(tokens, end, &["от сегодня", "начиная с сегодня", "после сегодня"])
                    .map(|end| (end, shift(months, days))),
            );
            if let Some(start) = any_phrase(tokens, end, &["после", "от", "с"]) {
                for (end, base) in simple(tables, tokens, start) {
                    found.push((
                        end,
                        Base::Shift {
                            months,
                            days,
                            from: Box::new(base),
                        },
                    ));
                }
            }
        }
    }
    for (end, months, days) in spans(tokens, at) {
        if word(tokens, end) == "назад" {
            found.push((end + 1, shift(-months, -days)));
        }
        for (tail, sign) in [("после", 1), ("до", -1)] {
            if word(tokens, end) == tail {
                for (end, base) in simple(tables, tokens, end + 1) {
                    let from = Box::new(base);
                    found.push((
                        end,
                        Base::Shift {
                            months: sign * months,
                            days: sign * days,
                            from,
                        },
                    ));
                }
            }
        }
    }
    for (name, months, days) in [
        ("на следующей неделе", 0, 7),
        ("на той неделе", 0, 7),
        ("в следующем месяце", 1, 0),
        ("в следующем году", 12, 0),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, shift(months, days))));
    }
    found
}

fn spans(tokens: &[Token], at: usize) -> Vec<(usize, i64, i64)> {
    let mut counts = integers(RUSSIAN, tokens, at);
    counts.push((at, 1));
    if word(tokens, at) == "пару" {
        counts.push((at + 1, 2));
    }
    let mut found: Vec<(usize, i64, i64)> = counts
        .into_iter()
        .filter(|&(_, count)| count <= 40_000)
        .filter_map(|(end, count)| {
            let (months, days) = match word(tokens, end) {
                "день" | "дня" | "дней" | "денек" | "сутки" | "суток" => (0, count),
                "неделю" | "недели" | "недель" | "недельку" => (0, count * 7),
                "месяц" | "месяца" | "месяцев" => (count, 0),
                "год" | "года" | "лет" => (count * 12, 0),
                _ => return None,
            };
            Some((end + 1, months, days))
        })
        .collect();
    if phrase(tokens, at, "полтора месяца").is_some() {
        found.push((at + 2, 1, 15));
    }
    if word(tokens, at) == "полгода" {
        found.push((at + 1, 6, 0));
    }
    found
}

/// The name of a month, in any case.
pub(super) fn month(tokens: &[Token], at: usize) -> Option<(usize, i8)> {
    const STEMS: [&str; 12] = [
        "январ",
        "феврал",
        "март",
        "апрел",
        "ма",
        "июн",
        "июл",
        "август",
        "сентябр",
        "октябр",
        "ноябр",
        "декабр",
    ];
    let name = word(tokens, at);
    let position = STEMS.iter().position(|stem| {
        name.strip_prefix(stem).is_some_and(|ending| match *stem {
            "ма" => matches!(ending, "й" | "я" | "е" | "ю"),
            _ => matches!(ending, "" | "ь" | "я" | "е" | "ю" | "а" | "у" | "ем"),
        })
    })?;
    Some((at + 1, i8::try_from(position + 1).ok()?))
}

/// "первое декабря", "8 марта 2027 года"
pub(super) fn dates(tokens: &[Token], at: usize) -> Vec<(usize, DateRef)> {
    let mut found = Vec::new();
    let mut days = number_russian::ordinals(tokens, at);
    days.extend(integer_up_to(RUSSIAN, tokens, at, 31));
    for (end, day) in days {
        let Some((end, month)) = month(tokens, end).filter(|_| (1..=31).contains(&day)) else {
            continue;
        };
        let month = i64::from(month);
        found.extend(DateRef::new(Year::Nearest, month, day).map(|date| (end, date)));
        for (end, year) in year_of(tokens, end) {
            found.extend(DateRef::new(year, month, day).map(|date| (end, date)));
        }
    }
    found
}

/// "2028", "2028 год", "две тысячи двадцать восьмой год", "тысяча девятьсот восемьдесят четвёртого года"
pub(super) fn years(tokens: &[Token], at: usize) -> Vec<(usize, i16)> {
    let mut found = Vec::new();
    let mut values = integers(RUSSIAN, tokens, at);
    values.extend(number_russian::ordinals(tokens, at));
    for (end, value) in values {
        let Some(year) = i16::try_from(value).ok().filter(|year| (1..=9000).contains(year)) else {
            continue;
        };
        found.push((end, year));
        if matches!(word(tokens, end), "год" | "года" | "году" | "г" | "годом") {
            found.push((end + 1, year));
        }
        if matches!(word(tokens, end), "й" | "го" | "м" | "ом") {
            let end = end + 1;
            found.push((end, year));
            if matches!(word(tokens, end), "год" | "года" | "году") {
                found.push((end + 1, year));
            }
        }
    }
    found
}
