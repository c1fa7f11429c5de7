//! Answers about the calendar.
//!
//! Owns the reckoning and the choice of the sentence; the questions are `calendar`'s.

use jiff::Unit;
use jiff::civil::{Date, DateDifference, date};

use super::Stage;
use super::calendar::{Ask, Counted, Period};
use crate::say::Arg;
use crate::slots::day::{Base, DateRef, DayRef, Direction, Which, Year};

type Answer = (String, Option<Date>);

/// The sentence, and the day that it is about.
pub(super) fn answer(ask: &Ask, stage: &Stage<'_>) -> Answer {
    let today = stage.now.date();
    let found = match ask {
        Ask::Date { day, direction } => date_of(stage, day, *direction),
        Ask::Weekday { day, direction } => weekday_of(stage, day, *direction),
        Ask::Month(ahead) => month(stage, *ahead),
        Ask::Year(ahead) => year(stage, *ahead),
        Ask::Until { day, counted } => until(stage, day, *counted),
        Ask::Since { day, counted } => since(stage, day, *counted),
        Ask::Leap(year) => leap(stage, *year),
        Ask::NextLeap => (today.year() + 1..)
            .take(9)
            .find(|&year| is_leap(year))
            .map(|year| (stage.speaker.say("leap-next", &[("year", year_arg(year))]), None)),
        Ask::Age(birth) => age(stage, *birth),
        Ask::AgeOfYear(year) => age_of_year(stage, *year),
        Ask::Between { from, to, counted } => between(stage, from, to, *counted),
        Ask::MonthLength { month, year } => month_length(stage, *month, *year),
        Ask::YearLength(year) => year_length(stage, *year),
        Ask::Week(day) => week(stage, day.as_ref()),
        Ask::DayOfYear => Some((
            stage
                .speaker
                .say("day-of-year", &[("count", i64::from(today.day_of_year()).into())]),
            None,
        )),
        Ask::Is { days, day } => is_day(stage, *days, day),
        Ask::Left(period) => left(stage, *period),
    };
    found.unwrap_or_else(|| (stage.speaker.plain("date-unknown"), None))
}

fn year_arg(year: i16) -> Arg {
    Arg::Text(year.to_string())
}

fn is_leap(year: i16) -> bool {
    date(year, 1, 1).in_leap_year()
}

fn date_args(stage: &Stage<'_>, date: Date) -> Vec<(&'static str, Arg)> {
    vec![
        ("weekday", stage.speaker.weekday(date).into()),
        ("onweekday", stage.speaker.on_weekday(date).into()),
        ("date", stage.speaker.date(date).into()),
    ]
}

fn date_of(stage: &Stage<'_>, day: &DayRef, direction: Direction) -> Option<Answer> {
    let today = stage.now.date();
    let date = day.date(today, direction, stage.tables)?;
    let mut args = date_args(stage, date);
    let is_past = date < today;
    let id = match &day.base {
        Base::Offset(0) => "date-today",
        Base::Offset(1) => "date-tomorrow",
        Base::Offset(-1) => "date-yesterday",
        Base::Holiday(holiday, _) => {
            let name = stage.tables.holidays.name(*holiday, stage.speaker.language);
            args.push(("name", crate::say::Speaker::capitalised(name).into()));
            if is_past {
                "date-holiday-past"
            } else {
                "date-holiday"
            }
        }
        _ if is_past => "date-that-past",
        _ => "date-that",
    };
    let mut reply = stage.speaker.say(id, &args);
    // People do not agree on "next Friday": both are named.
    if let Base::Weekday(weekday, Which::Next) = day.base {
        let coming = DayRef::plain(Base::Weekday(weekday, Which::Coming));
        let coming = coming.date(today, Direction::Future, stage.tables)?;
        if coming != date && coming != today {
            reply = stage.speaker.say(
                "date-next-weekday",
                &[
                    ("reply", reply.into()),
                    ("date", stage.speaker.short_date(coming).into()),
                ],
            );
        }
    }
    Some((reply, Some(date)))
}

fn weekday_of(stage: &Stage<'_>, day: &DayRef, direction: Direction) -> Option<Answer> {
    let is_plain = matches!(day.base, Base::Date(_) | Base::MonthDay(_));
    if !is_plain {
        return date_of(stage, day, direction);
    }
    let today = stage.now.date();
    let date = day.date(today, direction, stage.tables)?;
    let id = if date < today { "weekday-was" } else { "weekday-is" };
    Some((stage.speaker.say(id, &date_args(stage, date)), Some(date)))
}

fn month(stage: &Stage<'_>, ahead: i64) -> Option<Answer> {
    let date = crate::slots::day::shifted(stage.now.date().first_of_month(), ahead, 0)?;
    let id = match ahead {
        0 => "month-now",
        1.. => "month-next",
        _ => "month-last",
    };
    let args = [
        ("month", stage.speaker.month(date.month()).into()),
        ("year", year_arg(date.year())),
    ];
    Some((stage.speaker.say(id, &args), Some(date)))
}

fn year(stage: &Stage<'_>, ahead: i64) -> Option<Answer> {
    let year = i16::try_from(i64::from(stage.now.year()) + ahead).ok()?;
    let id = match ahead {
        0 => "year-now",
        1.. => "year-next",
        _ => "year-last",
    };
    Some((stage.speaker.say(id, &[("year", year_arg(year))]), None))
}

/// "Christmas", or the date.
fn label(stage: &Stage<'_>, day: &DayRef, date: Date) -> String {
    match &day.base {
        Base::Holiday(holiday, _) => stage
            .tables
            .holidays
            .genitive(*holiday, stage.speaker.language)
            .to_owned(),
        _ => stage.speaker.date(date),
    }
}

/// "30 days", "4 weeks and 2 days", "3 months and 4 days"
fn distance(stage: &Stage<'_>, from: Date, to: Date, counted: Counted) -> Option<String> {
    let days = i64::from(from.until(to).ok()?.get_days());
    let count = |id: &str, count: i64| {
        let number = stage.speaker.localised(&count.to_string());
        stage
            .speaker
            .say(id, &[("count", count.into()), ("number", number.into())])
    };
    let parts = match counted {
        Counted::Days => return Some(count("count-days", days)),
        Counted::Weeks => vec![("count-weeks", days / 7), ("count-days", days % 7)],
        Counted::Months | Counted::Years => {
            let largest = if counted == Counted::Months {
                Unit::Month
            } else {
                Unit::Year
            };
            let span = from.until(DateDifference::new(to).largest(largest)).ok()?;
            vec![
                ("count-years", i64::from(span.get_years())),
                ("count-months", i64::from(span.get_months())),
                ("count-days", i64::from(span.get_days())),
            ]
        }
    };
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|&(_, value)| value > 0)
        .map(|(id, value)| count(id, value))
        .collect();
    if parts.is_empty() {
        return Some(count("count-days", days));
    }
    Some(stage.speaker.list(&parts))
}

fn until(stage: &Stage<'_>, day: &DayRef, counted: Counted) -> Option<Answer> {
    let today = stage.now.date();
    let date = day.date(today, Direction::Future, stage.tables)?;
    if date < today {
        return since(stage, day, counted);
    }
    if date == today {
        return Some((stage.speaker.plain("that-is-today"), Some(date)));
    }
    let days = i64::from(today.until(date).ok()?.get_days());
    let args = [
        ("distance", distance(stage, today, date, counted)?.into()),
        ("day", label(stage, day, date).into()),
        ("count", days.into()),
    ];
    Some((stage.speaker.say("date-until", &args), Some(date)))
}

fn since(stage: &Stage<'_>, day: &DayRef, counted: Counted) -> Option<Answer> {
    let today = stage.now.date();
    let date = day.date(today, Direction::Past, stage.tables)?;
    if date > today {
        return until(stage, day, counted);
    }
    if date == today {
        return Some((stage.speaker.plain("that-is-today"), Some(date)));
    }
    let days = i64::from(date.until(today).ok()?.get_days());
    let args = [
        ("distance", distance(stage, date, today, counted)?.into()),
        ("day", label(stage, day, date).into()),
        ("count", days.into()),
    ];
    Some((stage.speaker.say("date-since", &args), Some(date)))
}

fn fixed_year(stage: &Stage<'_>, year: Year) -> Option<i16> {
    match year {
        Year::Fixed(year) => Some(year),
        Year::Ahead(ahead) => stage.now.year().checked_add(ahead),
        Year::Nearest => Some(stage.now.year()),
    }
}

fn leap(stage: &Stage<'_>, year: Year) -> Option<Answer> {
    let year = fixed_year(stage, year)?;
    let tense = if year < stage.now.year() { "past" } else { "now" };
    let id = match (is_leap(year), tense) {
        (true, "past") => "leap-was",
        (true, _) => "leap-yes",
        (false, "past") => "leap-was-not",
        (false, _) => "leap-no",
    };
    Some((stage.speaker.say(id, &[("year", year_arg(year))]), None))
}

fn age(stage: &Stage<'_>, birth: DateRef) -> Option<Answer> {
    let today = stage.now.date();
    let birth = birth.date(today, Direction::Past)?;
    if birth > today {
        return Some((stage.speaker.plain("age-not-born"), Some(birth)));
    }
    let span = birth.until(DateDifference::new(today).largest(Unit::Year)).ok()?;
    let args = [
        ("count", i64::from(span.get_years()).into()),
        ("date", stage.speaker.date(birth).into()),
    ];
    Some((stage.speaker.say("age", &args), Some(birth)))
}

fn age_of_year(stage: &Stage<'_>, year: i16) -> Option<Answer> {
    let years = i64::from(stage.now.year()) - i64::from(year);
    if years < 0 {
        return Some((stage.speaker.plain("age-not-born"), None));
    }
    let args = [
        ("count", years.into()),
        ("before", (years - 1).max(0).into()),
        ("year", year_arg(year)),
    ];
    Some((stage.speaker.say("age-of-year", &args), None))
}

fn between(stage: &Stage<'_>, from: &DayRef, to: &DayRef, counted: Counted) -> Option<Answer> {
    let today = stage.now.date();
    let first = from.date(today, Direction::Future, stage.tables)?;
    // "from 1 December to 3 March" goes into the next year, "from Monday to Friday" stays in one week.
    let second = to
        .date(first, Direction::Future, stage.tables)
        .filter(|_| follows_the_first(to))
        .or_else(|| to.date(today, Direction::Future, stage.tables))?;
    let (earlier, later) = if first <= second {
        (first, second)
    } else {
        (second, first)
    };
    let days = i64::from(earlier.until(later).ok()?.get_days());
    let args = [
        ("distance", distance(stage, earlier, later, counted)?.into()),
        ("from", stage.speaker.date(earlier).into()),
        ("to", stage.speaker.date(later).into()),
        ("count", days.into()),
    ];
    Some((stage.speaker.say("date-between", &args), None))
}

fn follows_the_first(day: &DayRef) -> bool {
    matches!(
        &day.base,
        Base::Date(DateRef {
            year: Year::Nearest,
            ..
        }) | Base::Holiday(_, Year::Nearest)
            | Base::Weekday(_, Which::Coming)
    )
}

fn month_length(stage: &Stage<'_>, month: Option<i8>, year: Year) -> Option<Answer> {
    let today = stage.now.date();
    let month = month.unwrap_or(today.month());
    let year = match year {
        // The next one to come.
        Year::Nearest if month < today.month() => today.year().checked_add(1)?,
        year => fixed_year(stage, year)?,
    };
    let first = Date::new(year, month, 1).ok()?;
    let args = [
        ("month", stage.speaker.month(month).into()),
        (
            "inmonth",
            stage.speaker.plain(&format!("in-month-{month}")).into(),
        ),
        ("year", year_arg(year)),
        ("count", i64::from(first.days_in_month()).into()),
    ];
    Some((stage.speaker.say("month-length", &args), Some(first)))
}

fn year_length(stage: &Stage<'_>, year: Year) -> Option<Answer> {
    let year = fixed_year(stage, year)?;
    let days = if is_leap(year) { 366_i64 } else { 365 };
    let args = [("year", year_arg(year)), ("count", days.into())];
    Some((stage.speaker.say("year-length", &args), None))
}

fn week(stage: &Stage<'_>, day: Option<&DayRef>) -> Option<Answer> {
    let today = stage.now.date();
    let date = match day {
        Some(day) => day.date(today, Direction::Future, stage.tables)?,
        None => today,
    };
    let week = date.iso_week_date().week();
    let args = [("count", i64::from(week).into())];
    Some((stage.speaker.say("week-number", &args), Some(date)))
}

fn is_day(stage: &Stage<'_>, days: u8, day: &DayRef) -> Option<Answer> {
    let date = day.date(stage.now.date(), Direction::Future, stage.tables)?;
    let bit = 1_u8 << date.weekday().to_monday_zero_offset();
    let answer = stage.speaker.plain(if days & bit != 0 { "yes" } else { "no" });
    let (id, more) = match day.base {
        Base::Offset(0) => ("is-today", None),
        Base::Offset(1) => ("is-tomorrow", None),
        _ => ("is-that", Some(stage.speaker.date(date))),
    };
    let args = [
        ("answer", answer.into()),
        ("weekday", stage.speaker.weekday(date).into()),
        ("date", more.unwrap_or_default().into()),
    ];
    Some((stage.speaker.say(id, &args), Some(date)))
}

fn left(stage: &Stage<'_>, period: Period) -> Option<Answer> {
    let today = stage.now.date();
    let (id, last) = match period {
        Period::Year => ("left-of-year", today.last_of_year()),
        Period::Month => ("left-of-month", today.last_of_month()),
        Period::Week => {
            let days = 6 - i64::from(today.weekday().to_monday_zero_offset());
            ("left-of-week", crate::slots::day::shifted(today, 0, days)?)
        }
    };
    let days = i64::from(today.until(last).ok()?.get_days());
    Some((stage.speaker.say(id, &[("count", days.into())]), Some(last)))
}
