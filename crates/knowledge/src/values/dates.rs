//! Dates, alone, in spans and in lists.
//!
//! Owns which tokens name them. Months, seasons and holidays are `months`.

use super::Value;
use super::calendar::{DateRange, DayDate};
use super::days;
use super::lexicon::{Line, Term};
use super::numerals;
use super::scan::{Piece, Reading, Scan, one};
use super::tokens::Kind;
use crate::language::Language;

/// A date, a span or list of dates.
pub(super) fn read(scan: &Scan<'_>, at: usize) -> Reading {
    listed(scan, at).or_else(|| dated(scan, at))
}

/// A date and the place after it.
#[derive(Debug, Clone, Copy)]
struct Read {
    date: DayDate,
    next: usize,
}

/// A date or a span of two.
fn dated(scan: &Scan<'_>, at: usize) -> Reading {
    if let Some((range, next)) = short_range(scan, at) {
        return one(Value::DateRange(range), at, next);
    }
    let from = date(scan, at)?;
    if let Some(start) = span(scan.line, from.next)
        && let Some(to) = date(scan, start).or_else(|| chinese_day(scan, start, from.date))
    {
        let range = with_year(from.date, to.date);
        return one(Value::DateRange(range), at, to.next);
    }
    one(Value::Date(from.date), at, from.next)
}

/// The year of the second date holds for the first as well, but for a New Year between them.
fn with_year(mut from: DayDate, to: DayDate) -> DateRange {
    if let (None, Some(year)) = (from.year, to.year) {
        let over_new_year = i16::from((to.month, to.day) < (from.month, from.day));
        from.year = year.checked_sub(over_new_year);
    }
    DateRange { from, to }
}

/// The place after "–" or "to" between two dates.
pub(super) fn span(line: Line<'_>, at: usize) -> Option<usize> {
    if line.get(at)?.new_line {
        return None;
    }
    let next = if line.mark(at, "-") {
        at + 1
    } else {
        line.is(at, Term::To)?
    };
    let word = |at: usize| line.get(at).map_or("", |token| token.text.as_str());
    Some(match word(next) {
        "the" => next + 1,
        // 11月至次年4月
        "次" | "翌" if word(next + 1) == "年" => next + 2,
        _ => next,
    })
}

/// The 7日 of 10月1日至7日.
fn chinese_day(scan: &Scan<'_>, at: usize, from: DayDate) -> Option<Read> {
    let number = numerals::number(scan.line, at, Language::Chinese)?;
    let day = number.small(31)?;
    matches!(scan.word(number.next), "日" | "号" | "號").then_some(())?;
    Some(Read {
        date: DayDate::new(from.year, from.month, day)?,
        next: number.next + 1,
    })
}

/// "7–18 December", "со 2 по 8 января", "December 7–18".
fn short_range(scan: &Scan<'_>, at: usize) -> Option<(DateRange, usize)> {
    let line = scan.line;
    if let Some((month, next)) = month(line, at) {
        let (from, next) = day_number(scan, next)?;
        let (to, next) = day_number(scan, span(line, next)?)?;
        // "Dec 24–25 Jan" would be read wrongly here.
        if self::month(line, next).is_some() || measured(scan, next) {
            return None;
        }
        let (year, next) = year(scan, next);
        return Some((
            DateRange {
                from: DayDate::new(year, month, from)?,
                to: DayDate::new(year, month, to)?,
            },
            next,
        ));
    }
    let (from, next) = day_number(scan, skip_weekday(line, at))?;
    let (to, next) = day_number(scan, skip_weekday(line, span(line, next)?))?;
    let (month, next) = month(line, skip_of(line, next))?;
    let (year, next) = year(scan, next);
    Some((
        DateRange {
            from: DayDate::new(year, month, from)?,
            to: DayDate::new(year, month, to)?,
        },
        next,
    ))
}

fn measured(scan: &Scan<'_>, at: usize) -> bool {
    scan.line.mark(at, ":") && scan.line.glued(at)
}

/// "24, 25 and 26 December": dates that share their month.
fn listed(scan: &Scan<'_>, at: usize) -> Reading {
    let line = scan.line;
    let mut days = Vec::new();
    let mut place = at;
    let (month, year, end) = loop {
        let (day, next) = day_number(scan, place)?;
        days.push((day, place, next));
        // No month has more days.
        if days.len() > 31 || line.get(next)?.new_line {
            return None;
        }
        if let Some((month, next)) = month(line, skip_of(line, next)) {
            let (year, next) = year(scan, next);
            break (month, year, next);
        }
        let comma = if line.mark(next, ",") || line.mark(next, "&") || line.mark(next, "/") {
            next + 1
        } else {
            next
        };
        place = line.is(comma, Term::And).unwrap_or(comma);
        if place == next {
            return None;
        }
    };
    if days.len() < 2 {
        return None;
    }
    let last = days.len() - 1;
    let piece = |(index, (day, from, to)): (usize, &(i8, usize, usize))| {
        let value = Value::Date(DayDate::new(year, month, *day)?);
        Some(Piece {
            value,
            from: *from,
            to: if index == last { end } else { *to },
        })
    };
    days.iter().enumerate().map(piece).collect()
}

/// One date, with the day of the week before it if there is one.
fn date(scan: &Scan<'_>, at: usize) -> Option<Read> {
    let at = skip_weekday(scan.line, at);
    numeric(scan, at)
        .or_else(|| day_and_month(scan, at))
        .or_else(|| chinese(scan, at))
        .or_else(|| day_first(scan, at))
        .or_else(|| month_first(scan, at))
}

/// The place after the day of the week in "Thursday, 26 November".
fn skip_weekday(line: Line<'_>, at: usize) -> usize {
    let Some((_, next)) = line.term(at, days::day) else {
        return at;
    };
    let next = if line.mark(next, ",") || line.mark(next, ".") {
        next + 1
    } else {
        next
    };
    if line.get(next).is_some_and(|token| token.text == "the") {
        next + 1
    } else {
        next
    }
}

fn skip_of(line: Line<'_>, at: usize) -> usize {
    at + usize::from(line.get(at).is_some_and(|token| token.text == "of"))
}

fn month(line: Line<'_>, at: usize) -> Option<(i8, usize)> {
    if line.get(at)?.new_line {
        return None;
    }
    let (month, next) = line.term(at, |term| match term {
        Term::Month(month) | Term::WeakMonth(month) => Some(month),
        _ => None,
    })?;
    // "Sept." is short.
    let stop = line.mark(next, ".")
        && line.glued(next)
        && line.get(next + 1).is_some_and(|token| token.kind == Kind::Digits);
    Some((month, next + usize::from(stop)))
}

/// A day of the month: 1 to 31 in digits, or an ordinal.
fn day_number(scan: &Scan<'_>, at: usize) -> Option<(i8, usize)> {
    if let Some((number, next)) = numerals::ordinal(scan.line, at) {
        return Some((
            i8::try_from(number).ok().filter(|day| (1..=31).contains(day))?,
            next,
        ));
    }
    let token = scan.line.get(at)?;
    if token.kind != Kind::Digits || token.text.len() > 2 || scan.is_code(at) {
        return None;
    }
    let day = token.text.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some((day, at + 1))
}

/// A year after a date, with "года" if it is there.
pub(super) fn year(scan: &Scan<'_>, at: usize) -> (Option<i16>, usize) {
    let line = scan.line;
    let start = if line.mark(at, ",") { at + 1 } else { at };
    let Some((year, next)) = year_number(scan, start) else {
        return (None, at);
    };
    let word = scan.word(next);
    if word == "г" && line.mark(next + 1, ".") && line.glued(next + 1) {
        return (Some(year), next + 2);
    }
    (
        Some(year),
        next + usize::from(matches!(word, "года" | "год" | "г" | "году")),
    )
}

pub(super) fn year_number(scan: &Scan<'_>, at: usize) -> Option<(i16, usize)> {
    let token = scan.line.get(at)?;
    if token.kind != Kind::Digits || token.text.len() != 4 || token.new_line {
        return None;
    }
    let year = token
        .text
        .parse()
        .ok()
        .filter(|year| (1000..=2999).contains(year))?;
    Some((year, at + 1))
}

/// "7 December 2026", "the 4th of July", "5 декабря 2026 года".
fn day_first(scan: &Scan<'_>, at: usize) -> Option<Read> {
    let (day, next) = day_number(scan, at)?;
    // "24-hour" and "1, May" are no dates, "24-Dec" is.
    let next = if scan.line.mark(next, "-") && scan.line.glued(next) && scan.line.glued(next + 1) {
        next + 1
    } else {
        next
    };
    let (month, next) = month(scan.line, skip_of(scan.line, next))?;
    let (year, next) = year(scan, next);
    Some(Read {
        date: DayDate::new(year, month, day)?,
        next,
    })
}

/// "December 7, 2026", "may 1st".
fn month_first(scan: &Scan<'_>, at: usize) -> Option<Read> {
    let (month, next) = month(scan.line, at)?;
    let next = if scan.word(next) == "the" { next + 1 } else { next };
    let (day, next) = day_number(scan, next)?;
    // "May 10:30" and "July 10 am" name a time, "may 5 people" counts them.
    if scan.line.mark(next, ":")
        || scan
            .line
            .term(next, |term| {
                matches!(term, Term::Am | Term::Pm | Term::Hour).then_some(())
            })
            .is_some()
    {
        return None;
    }
    let (year, next) = year(scan, next);
    Some(Read {
        date: DayDate::new(year, month, day)?,
        next,
    })
}

/// 2026年12月5日, 12月24日, 五月一日.
fn chinese(scan: &Scan<'_>, at: usize) -> Option<Read> {
    let line = scan.line;
    let (year, place) = chinese_year(scan, at).map_or((None, at), |(year, next)| (Some(year), next));
    let month = numerals::number(line, place, Language::Chinese)?;
    (scan.word(month.next) == "月").then_some(())?;
    let day = numerals::number(line, month.next + 1, Language::Chinese)?;
    let next = day.next + usize::from(matches!(scan.word(day.next), "日" | "号" | "號"));
    // 12月24 without 日 is a date as well, 5月3次 is none.
    if next == day.next && !scan.parts(next) && !matches!(scan.word(next), "至" | "到") {
        return None;
    }
    Some(Read {
        date: DayDate::new(year, month.small(12)?, day.small(31)?)?,
        next,
    })
}

fn chinese_year(scan: &Scan<'_>, at: usize) -> Option<(i16, usize)> {
    let number = numerals::number(scan.line, at, Language::Chinese)?;
    (scan.word(number.next) == "年" && number.whole >= 1000).then_some(())?;
    Some((number.small(2999)?, number.next + 1))
}

/// "24/12" and "25/07", but neither "24/7" nor "5/12", which may be read in two ways.
fn day_and_month(scan: &Scan<'_>, at: usize) -> Option<Read> {
    let line = scan.line;
    let number = |at: usize| {
        let token = line.get(at)?;
        (token.kind == Kind::Digits && token.text.len() == 2).then(|| token.text.parse::<i8>().ok())?
    };
    let slash = line.get(at + 1)?;
    let (day, month) = (number(at)?, number(at + 2)?);
    let is_glued = slash.glued && slash.is("/") && line.glued(at + 2);
    let goes_on = line.glued(at + 3) && line.get(at + 3).is_some_and(|token| !token.is(":"));
    if !is_glued || goes_on || day <= 12 || scan.is_code(at) {
        return None;
    }
    Some(Read {
        date: DayDate::new(None, month, day)?,
        next: at + 3,
    })
}

/// 2026-12-05, 05.12.2026, 25/12/2026; day and month are never guessed.
fn numeric(scan: &Scan<'_>, at: usize) -> Option<Read> {
    let line = scan.line;
    let part = |at: usize| {
        line.get(at)
            .filter(|token| token.kind == Kind::Digits)
            .map(|token| token.text.as_str())
    };
    let mark = |at: usize| {
        line.get(at)
            .filter(|token| token.glued && matches!(token.text.as_str(), "-" | "." | "/"))
    };
    let (first, second, third) = (part(at)?, part(at + 2)?, part(at + 4)?);
    let same = mark(at + 1)?.text == mark(at + 3)?.text;
    if !same || !line.glued(at + 2) || !line.glued(at + 4) || scan.is_code(at) {
        return None;
    }
    let next = at + 5;
    let number = |part: &str| part.parse::<i16>().ok();
    let date = if first.len() == 4 && second.len() <= 2 && third.len() <= 2 {
        DayDate::new(
            number(first),
            i8::try_from(number(second)?).ok()?,
            i8::try_from(number(third)?).ok()?,
        )?
    } else if third.len() == 4 && first.len() <= 2 && second.len() <= 2 {
        let (first, second) = (
            i8::try_from(number(first)?).ok()?,
            i8::try_from(number(second)?).ok()?,
        );
        let slashes = mark(at + 1)?.is("/");
        // 5/12/2026 is in December or in May.
        let (day, month) = match slashes {
            true if first <= 12 && second <= 12 && first != second => return None,
            true if second > 12 => (second, first),
            _ => (first, second),
        };
        DayDate::new(number(third), month, day)?
    } else {
        return None;
    };
    Some(Read {
        date,
        next: if matches!(scan.word(next), "г" | "года") {
            next + 1
        } else {
            next
        },
    })
}
