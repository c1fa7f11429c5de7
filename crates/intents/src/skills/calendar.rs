//! Days, dates and the distance between them.
//!
//! Owns the meaning of questions about the calendar. The answers are in `calendar_answers`; which day "next
//! Friday" is, in `slots::day`; the time of day, in `clock`.

use jiff::civil::Date;

use crate::dialogue::Topic;
use crate::grammar::Match;
use crate::outcome::Outcome;
use crate::slots::Value;
use crate::slots::day::{Base, DateRef, DayRef, Direction, Year};

use super::calendar_answers;
use super::{Parsing, Stage};

pub(crate) const INTENTS: &[&str] = &[
    "date_of",
    "date_weekday",
    "date_month",
    "date_year",
    "date_until",
    "date_since",
    "date_leap",
    "date_next_leap",
    "date_age",
    "date_between",
    "date_month_length",
    "date_year_length",
    "date_week",
    "date_day_of_year",
    "date_is",
    "date_left",
    "date_and",
];

/// In what a distance is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    Days,
    Weeks,
    Months,
    Years,
}

/// What was asked last, for "and tomorrow?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Date,
    Weekday,
    Until(Counted),
    Since(Counted),
    Leap,
    MonthLength,
    Other,
}

/// A question about the calendar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ask {
    Date {
        day: DayRef,
        direction: Direction,
    },
    Weekday {
        day: DayRef,
        direction: Direction,
    },
    /// Months from this one.
    Month(i64),
    /// Years from this one.
    Year(i64),
    Until {
        day: DayRef,
        counted: Counted,
    },
    Since {
        day: DayRef,
        counted: Counted,
    },
    Leap(Year),
    NextLeap,
    Age(DateRef),
    AgeOfYear(i16),
    Between {
        from: DayRef,
        to: DayRef,
        counted: Counted,
    },
    MonthLength {
        month: Option<i8>,
        year: Year,
    },
    YearLength(Year),
    Week(Option<DayRef>),
    DayOfYear,
    /// Is it this day of the week, or one of these?
    Is {
        days: u8,
        day: DayRef,
    },
    /// Days left of the year, the month or the week.
    Left(Period),
}

/// A span of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    Year,
    Month,
    Week,
}

impl Ask {
    pub(crate) fn tool() -> &'static str {
        "date"
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Date { .. } => Kind::Date,
            Self::Weekday { .. } => Kind::Weekday,
            Self::Until { counted, .. } => Kind::Until(*counted),
            Self::Since { counted, .. } => Kind::Since(*counted),
            Self::Leap(_) => Kind::Leap,
            Self::MonthLength { .. } => Kind::MonthLength,
            _ => Kind::Other,
        }
    }
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Ask> {
    let direction = if found.constant("tense") == Some("past") {
        Direction::Past
    } else {
        Direction::Future
    };
    let counted = counted_in(found.constant("in"));
    let today = || DayRef::plain(Base::Offset(0));
    Some(match found.intent {
        "date_of" => Ask::Date {
            day: day(found, "day").unwrap_or_else(today),
            direction,
        },
        "date_weekday" => Ask::Weekday {
            day: day(found, "day").unwrap_or_else(today),
            direction,
        },
        "date_month" => Ask::Month(offset(found)),
        "date_year" => Ask::Year(offset(found)),
        "date_until" => Ask::Until {
            day: day(found, "day")?,
            counted,
        },
        "date_since" => Ask::Since {
            day: day(found, "day")?,
            counted,
        },
        "date_leap" => Ask::Leap(year(found)),
        "date_next_leap" => Ask::NextLeap,
        "date_age" => age(found)?,
        "date_between" => Ask::Between {
            from: day(found, "from").unwrap_or_else(today),
            to: day(found, "to")?,
            counted,
        },
        "date_month_length" => month_length(found),
        "date_year_length" => Ask::YearLength(year(found)),
        "date_week" => Ask::Week(day(found, "day")),
        "date_day_of_year" => Ask::DayOfYear,
        "date_is" => is_day(found)?,
        "date_left" => Ask::Left(match found.constant("of")? {
            "year" => Period::Year,
            "month" => Period::Month,
            _ => Period::Week,
        }),
        "date_and" => and_more(found, parsing)?,
        _ => return None,
    })
}

fn counted_in(constant: Option<&str>) -> Counted {
    match constant {
        Some("weeks") => Counted::Weeks,
        Some("months") => Counted::Months,
        Some("years") => Counted::Years,
        _ => Counted::Days,
    }
}

fn day(found: &Match<'_>, name: &str) -> Option<DayRef> {
    let mut day = match found.slot(name)? {
        Value::Day(day) => day.clone(),
        Value::Date(date) => DayRef::plain(Base::Date(*date)),
        _ => return None,
    };
    // "what day did Christmas fall on in 2000"
    if let Some(Value::Year(fixed)) = found.slot("year") {
        match &mut day.base {
            Base::Holiday(_, year) | Base::Date(DateRef { year, .. }) if *year == Year::Nearest => {
                *year = Year::Fixed(*fixed);
            }
            _ => return None,
        }
    }
    Some(day)
}

fn offset(found: &Match<'_>) -> i64 {
    found
        .constant("ahead")
        .and_then(|ahead| ahead.parse().ok())
        .unwrap_or(0)
}

fn year(found: &Match<'_>) -> Year {
    match found.slot("year") {
        Some(Value::Year(year)) => Year::Fixed(*year),
        _ => Year::Ahead(i16::try_from(offset(found)).unwrap_or(0)),
    }
}

fn age(found: &Match<'_>) -> Option<Ask> {
    match (found.slot("date"), found.slot("year")) {
        (Some(Value::Date(date)), _) if matches!(date.year, Year::Fixed(_)) => Some(Ask::Age(*date)),
        (_, Some(Value::Year(year))) if *year >= 1850 => Some(Ask::AgeOfYear(*year)),
        _ => None,
    }
}

fn month_length(found: &Match<'_>) -> Ask {
    let month = match found.slot("month") {
        Some(Value::Month(month)) => Some(*month),
        _ => None,
    };
    let has_year = found.slot("year").is_some() || found.constant("ahead").is_some();
    let year = if has_year { year(found) } else { Year::Nearest };
    Ask::MonthLength { month, year }
}

fn is_day(found: &Match<'_>) -> Option<Ask> {
    let days = match (found.slot("weekday"), found.constant("is")) {
        (Some(Value::Weekdays(days)), _) => *days,
        (_, Some("weekend")) => crate::slots::weekdays::WEEKEND,
        (_, Some("working")) => crate::slots::weekdays::WORKING_DAYS,
        _ => return None,
    };
    let day = day(found, "day").unwrap_or_else(|| DayRef::plain(Base::Offset(0)));
    Some(Ask::Is { days, day })
}

/// "and tomorrow?": the last question for another day.
fn and_more(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Ask> {
    let Some(Topic::Date(kind, answered)) = parsing.dialogue.topic(parsing.now.timestamp()) else {
        return None;
    };
    if *kind == Kind::Leap {
        return found.slot("year").map(|_| Ask::Leap(year(found)));
    }
    if *kind == Kind::MonthLength {
        return found.slot("month").map(|_| month_length(found));
    }
    let day = match found.constant("shift") {
        Some(shift) => beside((*answered)?, shift.parse().ok()?, parsing.now.date())?,
        None => day(found, "day")?,
    };
    let direction = Direction::Future;
    Some(match kind {
        Kind::Date | Kind::Other => Ask::Date { day, direction },
        Kind::Weekday => Ask::Weekday { day, direction },
        Kind::Until(counted) => Ask::Until {
            day,
            counted: *counted,
        },
        Kind::Since(counted) => Ask::Since {
            day,
            counted: *counted,
        },
        Kind::Leap | Kind::MonthLength => return None,
    })
}

/// The day so many days after another.
fn beside(day: Date, days: i64, today: Date) -> Option<DayRef> {
    let to_day = i64::from(today.until(day).ok()?.get_days());
    Some(DayRef::plain(Base::Offset(to_day.checked_add(days)?)))
}

/// Answers.
pub(crate) fn perform(ask: &Ask, stage: &mut Stage<'_>) -> Outcome {
    let now = stage.now.timestamp();
    let (reply, date) = calendar_answers::answer(ask, stage);
    stage.dialogue.talk_about(Topic::Date(ask.kind(), date), now);
    let outcome = Outcome::new("date", reply);
    match date {
        Some(date) => outcome.giving(date.to_string()),
        None => outcome,
    }
}
