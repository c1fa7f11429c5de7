//! Days as they are said, and which day of the calendar is meant.
//!
//! Owns "next Friday", "the fourth of July", "in three weeks" as values, and their resolution against today.
//! The words are read by `day_english`, `day_russian` and `day_chinese`.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::clock::Part;
use super::holiday::HolidayId;
use super::{Tables, day_chinese, day_english, day_russian};
use crate::Language;
use crate::text::Token;

/// Days, weeks, months or years beyond which nobody counts.
const MAX_SHIFT: i64 = 40_000;

/// The year of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    /// Not said: the next or the last one, as the question goes.
    Nearest,
    Fixed(i16),
    /// "next year", "last year"
    Ahead(i16),
}

/// A date with day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateRef {
    pub(crate) year: Year,
    pub(crate) month: i8,
    pub(crate) day: i8,
}

/// Which of the Fridays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// "Friday", "this Friday": the next to come, today included.
    Coming,
    /// "next Friday": the one of next week.
    Next,
    /// "last Friday"
    Last,
    /// 下下周五
    AfterNext,
}

/// The day itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Base {
    /// Days from today.
    Offset(i64),
    /// 0 is Monday.
    Weekday(i8, Which),
    Date(DateRef),
    Holiday(HolidayId, Year),
    /// "the 5th"
    MonthDay(i8),
    /// Months and days from another day.
    Shift {
        months: i64,
        days: i64,
        from: Box<Base>,
    },
    /// "the second Sunday" is not one of them; "the end of the month" is: its last day, months ahead.
    MonthEnd(i64),
}

/// A day, and the part of it when that was said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DayRef {
    pub(crate) base: Base,
    pub(crate) part: Option<Part>,
}

/// Where a date without a year lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Today or later.
    Future,
    /// Today or earlier.
    Past,
}

impl DayRef {
    pub(crate) fn plain(base: Base) -> Self {
        Self { base, part: None }
    }

    pub(crate) fn date(&self, today: Date, direction: Direction, tables: &Tables) -> Option<Date> {
        resolve(&self.base, today, direction, tables)
    }
}

impl DateRef {
    pub(crate) fn new(year: Year, month: i64, day: i64) -> Option<Self> {
        let month = i8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        let day = i8::try_from(day).ok()?;
        // A leap year stands for a year that was not said.
        let fixed = if let Year::Fixed(year) = year { year } else { 2024 };
        Date::new(fixed, month, day).ok()?;
        Some(Self { year, month, day })
    }

    pub(crate) fn date(self, today: Date, direction: Direction) -> Option<Date> {
        in_years(self.year, today, direction, |year| {
            Date::new(year, self.month, self.day).ok()
        })
    }
}

/// The candidate of the year that is meant; a 29 February that a year lacks is looked for in the next ones.
fn in_years(
    year: Year,
    today: Date,
    direction: Direction,
    candidate: impl Fn(i16) -> Option<Date>,
) -> Option<Date> {
    match year {
        Year::Fixed(year) => candidate(year),
        Year::Ahead(years) => candidate(today.year().checked_add(years)?),
        Year::Nearest => (0..=8).find_map(|distance: i16| {
            let year = match direction {
                Direction::Future => today.year().checked_add(distance)?,
                Direction::Past => today.year().checked_sub(distance)?,
            };
            candidate(year).filter(|&date| match direction {
                Direction::Future => date >= today,
                Direction::Past => date <= today,
            })
        }),
    }
}

fn resolve(base: &Base, today: Date, direction: Direction, tables: &Tables) -> Option<Date> {
    match base {
        Base::Offset(days) => shifted(today, 0, *days),
        Base::Weekday(weekday, which) => on_weekday(today, *weekday, *which, direction),
        Base::Date(date) => date.date(today, direction),
        Base::Holiday(holiday, year) => in_years(*year, today, direction, |year| {
            tables.holidays.in_year(*holiday, year)
        }),
        Base::MonthDay(day) => (0..3).find_map(|months| {
            let months = if direction == Direction::Past {
                -months
            } else {
                months
            };
            let month = today.first_of_month().checked_add(months.months()).ok()?;
            let date = Date::new(month.year(), month.month(), *day).ok()?;
            let fits = match direction {
                Direction::Future => date >= today,
                Direction::Past => date <= today,
            };
            fits.then_some(date)
        }),
        Base::Shift { months, days, from } => {
            shifted(resolve(from, today, direction, tables)?, *months, *days)
        }
        Base::MonthEnd(months) => {
            let month = shifted(today.first_of_month(), *months, 0)?;
            Some(month.last_of_month())
        }
    }
}

/// A day months and days away.
pub(crate) fn shifted(from: Date, months: i64, days: i64) -> Option<Date> {
    if months.abs() > MAX_SHIFT || days.abs() > MAX_SHIFT {
        return None;
    }
    let span = Span::new().try_months(months).ok()?.try_days(days).ok()?;
    from.checked_add(span).ok()
}

fn on_weekday(today: Date, weekday: i8, which: Which, direction: Direction) -> Option<Date> {
    let weekday = Weekday::from_monday_zero_offset(weekday).ok()?;
    let until = i64::from(today.weekday().until(weekday));
    let monday = i64::from(today.weekday().to_monday_zero_offset());
    let in_week = i64::from(weekday.to_monday_zero_offset());
    let days = match (which, direction) {
        (Which::Last, _) => {
            let since = i64::from(today.weekday().since(weekday));
            -(if since == 0 { 7 } else { since })
        }
        (Which::Next, _) => 7 - monday + in_week,
        (Which::AfterNext, _) => 14 - monday + in_week,
        (Which::Coming, Direction::Past) => -i64::from(today.weekday().since(weekday)),
        (Which::Coming, Direction::Future) => until,
    };
    shifted(today, 0, days)
}

/// Every day that begins at a position.
pub(crate) fn days(tables: &Tables, language: Language, tokens: &[Token], at: usize) -> Vec<(usize, DayRef)> {
    match language {
        Language::English => day_english::days(tables, tokens, at),
        Language::Russian => day_russian::days(tables, tokens, at),
        Language::Chinese => day_chinese::days(tables, tokens, at),
    }
}

/// Every date with day and month.
pub(crate) fn dates(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, DateRef)> {
    let mut found = match language {
        Language::English => day_english::dates(tokens, at),
        Language::Russian => day_russian::dates(tokens, at),
        Language::Chinese => day_chinese::dates(tokens, at),
    };
    found.extend(numeric(tokens, at));
    found
}

pub(crate) fn months(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, i8)> {
    match language {
        Language::English => day_english::month(tokens, at),
        Language::Russian => day_russian::month(tokens, at),
        Language::Chinese => day_chinese::month(tokens, at),
    }
    .into_iter()
    .collect()
}

pub(crate) fn years(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, i16)> {
    match language {
        Language::English => day_english::years(tokens, at),
        Language::Russian => day_russian::years(tokens, at),
        Language::Chinese => day_chinese::years(tokens, at),
    }
}

/// "25/12", "25/12/2026", "25.12.2026" and "2026-12-25".
fn numeric(tokens: &[Token], at: usize) -> Vec<(usize, DateRef)> {
    let mut found = Vec::new();
    let number = |at: usize, most: usize| -> Option<i64> {
        let word = super::word(tokens, at);
        let is_short = !word.is_empty() && word.len() <= most;
        is_short.then(|| word.parse().ok()).flatten()
    };
    let sign = |at: usize| super::word(tokens, at);
    let year = |value: i64| -> Option<Year> {
        let year = if value < 100 { 2000 + value } else { value };
        Some(Year::Fixed(i16::try_from(year).ok()?))
    };
    if sign(at + 1) == "/"
        && let (Some(day), Some(month)) = (number(at, 2), number(at + 2, 2))
    {
        found.extend(DateRef::new(Year::Nearest, month, day).map(|date| (at + 3, date)));
        if sign(at + 3) == "/"
            && let Some(year) = number(at + 4, 4).and_then(year)
        {
            found.extend(DateRef::new(year, month, day).map(|date| (at + 5, date)));
        }
    }
    if sign(at + 1) == "-"
        && sign(at + 3) == "-"
        && let (Some(first), Some(month), Some(day)) = (number(at, 4), number(at + 2, 2), number(at + 4, 2))
        && first >= 1000
    {
        let date = year(first).and_then(|year| DateRef::new(year, month, day));
        found.extend(date.map(|date| (at + 5, date)));
    }
    let parts: Vec<&str> = super::word(tokens, at).split('.').collect();
    if let [day, month, last] = parts[..]
        && let (Ok(day), Ok(month), Ok(value)) = (day.parse(), month.parse(), last.parse())
    {
        let date = year(value).and_then(|year| DateRef::new(year, month, day));
        found.extend(date.map(|date| (at + 1, date)));
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::text;

    fn meant(language: Language, said: &str, direction: Direction) -> String {
        let tables = Tables::read();
        let tokens = text::tokens(said, language).unwrap();
        let found = days(&tables, language, &tokens, 0);
        let day = found.into_iter().find(|found| found.0 == tokens.len());
        let today = date(2026, 11, 25);
        day.and_then(|(_, day)| day.date(today, direction, &tables))
            .map_or_else(String::new, |date| date.to_string())
    }

    #[test]
    fn days_are_those_that_people_mean() {
        for (language, said, expected) in [
            (Language::English, "today", "2026-11-25"),
            (Language::English, "the day after tomorrow", "2026-11-27"),
            (Language::English, "friday", "2026-11-27"),
            (Language::English, "next friday", "2026-12-04"),
            (Language::English, "next monday", "2026-11-30"),
            (Language::English, "a week from today", "2026-12-02"),
            (Language::English, "a week on Friday", "2026-12-04"),
            (Language::English, "in three weeks", "2026-12-16"),
            (Language::English, "two months from now", "2027-01-25"),
            (Language::English, "10 days ago", "2026-11-15"),
            (Language::English, "the 5th", "2026-12-05"),
            (Language::English, "1 march", "2027-03-01"),
            (Language::English, "March the first", "2027-03-01"),
            (Language::English, "the fourth of july 1976", "1976-07-04"),
            (Language::English, "july 4th nineteen seventy six", "1976-07-04"),
            (Language::English, "christmas", "2026-12-25"),
            (Language::English, "25/12/2026", "2026-12-25"),
            (Language::English, "friday the 27th", "2026-11-27"),
            (Language::English, "29 february", "2028-02-29"),
            (Language::Russian, "послезавтра", "2026-11-27"),
            (Language::Russian, "в пятницу", "2026-11-27"),
            (Language::Russian, "следующий вторник", "2026-12-01"),
            (Language::Russian, "первое декабря", "2026-12-01"),
            (Language::Russian, "8 марта", "2027-03-08"),
            (Language::Russian, "через неделю", "2026-12-02"),
            (Language::Russian, "через три дня", "2026-11-28"),
            (Language::Russian, "9 мая 1945 года", "1945-05-09"),
            (Language::Russian, "новый год", "2027-01-01"),
            (Language::Russian, "неделю назад", "2026-11-18"),
            (Language::Chinese, "后天", "2026-11-27"),
            (Language::Chinese, "下周五", "2026-12-04"),
            (Language::Chinese, "这周五", "2026-11-27"),
            (Language::Chinese, "12月1号", "2026-12-01"),
            (Language::Chinese, "三月八日", "2027-03-08"),
            (Language::Chinese, "2027年三月八日", "2027-03-08"),
            (Language::Chinese, "三天后", "2026-11-28"),
            (Language::Chinese, "一个星期以后", "2026-12-02"),
            (Language::Chinese, "春节", "2027-02-06"),
        ] {
            assert_eq!(meant(language, said, Direction::Future), expected, "{said}");
        }
        assert_eq!(meant(Language::English, "1 march", Direction::Past), "2026-03-01");
        assert_eq!(
            meant(Language::English, "last friday", Direction::Past),
            "2026-11-20"
        );
    }

    #[test]
    fn days_that_are_not_in_the_calendar_are_not_read() {
        for said in ["31 april", "the 32nd of may", "99999999 days ago", "30/2/2026"] {
            assert_eq!(meant(Language::English, said, Direction::Future), "", "{said}");
        }
    }
}
