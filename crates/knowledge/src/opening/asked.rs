//! What a question asks of opening hours: a moment, a part of a day, days, the next opening, a length, the closed days.
//!
//! Owns the reading of the question; whatever it does not read whole is left to the documents. What follows from a schedule is
//! `computed`'s.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

use super::words::{self, follows, has};
use crate::frames::Frame;
use crate::language::Language;
use crate::question::Question;
use crate::values::{Falls, Holiday, Value};

/// How a time of day is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// At that time.
    At,
    /// Up to it.
    Until,
    /// Earlier than it.
    Before,
    /// At it at the latest.
    By,
    /// Later than it.
    After,
}

/// A time of day that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// Minutes after midnight.
    pub minutes: u16,
    /// It may as well be twelve hours later.
    pub ambiguous: bool,
    /// How it is asked about.
    pub relation: Relation,
}

/// The days that are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Days {
    /// One, or several.
    pub dates: Vec<Date>,
    /// They were named by their dates.
    pub is_dated: bool,
}

impl Days {
    /// These, or today where none is named.
    fn or_today(self, today: Date) -> Self {
        if self.dates.is_empty() {
            Self {
                dates: vec![today],
                ..self
            }
        } else {
            self
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Whether it is open, or closed, now.
    Now { closed: bool },
    /// Whether it is open at a time of a day.
    Time { day: Days, moment: Moment, closed: bool },
    /// Whether it is open in some of these minutes of a day: in the evening.
    Part {
        day: Days,
        from: u16,
        to: u16,
        closed: bool,
    },
    /// What holds on days; whether it is open, or closed, if that is asked.
    Days { days: Days, closed: Option<bool> },
    /// Until when people are let in on a day.
    LastEntry { day: Days },
    /// How long it is open on a day.
    Length { day: Days },
    /// Whether it closes at, before or by a time of a day.
    Closes { day: Days, moment: Moment },
    /// Whether it is open every day.
    EveryDay,
    /// When it opens next.
    Next,
    /// On which days of the week it is closed.
    ClosedDays,
}

impl Wanted {
    /// The days that are asked about.
    pub(super) fn dates(&self) -> &[Date] {
        match self {
            Self::Time { day, .. }
            | Self::Part { day, .. }
            | Self::Days { days: day, .. }
            | Self::LastEntry { day }
            | Self::Length { day }
            | Self::Closes { day, .. } => &day.dates,
            Self::Now { .. } | Self::EveryDay | Self::Next | Self::ClosedDays => &[],
        }
    }
}

/// So many days are told in one answer.
const MOST_DAYS: usize = 3;

/// What the question asks of opening hours; `None` for another question, and for one that is not understood whole.
pub(super) fn wanted(question: &Question, now: DateTime) -> Option<Wanted> {
    let first = question.first_asked();
    let of_hours = question.asks_for_hours();
    let days = days(question, now.date())?;
    let undated = days.dates.is_empty();
    let moment = moment(question).ok()?;
    let closed = is_closed_asked(question);
    if first == Some(Frame::LastEntry) {
        return (moment.is_none() && days.dates.len() == 1).then_some(Wanted::LastEntry { day: days });
    }
    let may_ask_days = matches!(first, None | Some(Frame::OpenNow | Frame::Hours | Frame::When));
    if undated && closed && may_ask_days && moment.is_none() && has(question, words::WHICH_DAY) {
        return Some(Wanted::ClosedDays);
    }
    let may_be_next = of_hours && first != Some(Frame::Close) || first == Some(Frame::When);
    let of_opening = may_be_next && has(question, words::OPEN);
    if undated && moment.is_none() && of_opening && has(question, words::NEXT) && !has(question, words::SPANS)
    {
        return Some(Wanted::Next);
    }
    if first == Some(Frame::Duration) && has(question, words::OPEN) {
        let is_whole = moment.is_none() && days.dates.len() == 1 && !has(question, words::WAITING);
        return is_whole.then_some(Wanted::Length { day: days });
    }
    let every_day = question.when.days.iter().count() == 7 || (undated && has(question, words::EVERY_DAY));
    if every_day {
        let asks =
            question.yes_no && first == Some(Frame::OpenNow) && moment.is_none() && part(question).is_none();
        return (asks && !closed).then_some(Wanted::EveryDay);
    }
    if let Some(moment) = moment
        && question.yes_no
        && has(question, words::CLOSES)
    {
        let day = days.or_today(now.date());
        return (day.dates.len() == 1).then_some(Wanted::Closes { day, moment });
    }
    let is_there = has(question, words::COMING) || has(question, words::OPEN);
    let visits = || !undated && has(question, words::VISITING) && !has(question, words::DUTIES);
    let comes = question.asked.is_empty() && question.yes_no && (moment.is_some() && is_there || visits());
    if !of_hours && !comes {
        return None;
    }
    if (first == Some(Frame::OpenNow) || comes) && !has(question, words::QUESTION_WORDS) {
        return whether(question, days, moment, closed, now);
    }
    // What is asked by "which" or "who" of something that is open is no question for a schedule.
    let asks_hours = first != Some(Frame::OpenNow) && !undated && moment.is_none();
    asks_hours.then_some(Wanted::Days { days, closed: None })
}

/// Whether it is asked when a place is open, or whether somebody can come.
pub(super) fn asks_about_being_there(question: &Question) -> bool {
    let is_of_hours = question.asks_for_hours() || question.first_asked() == Some(Frame::When);
    let comes = || {
        [words::OPEN, words::COMING, words::VISITING]
            .iter()
            .any(|words| has(question, *words))
    };
    (is_of_hours || question.asked.is_empty() && comes()) && !has(question, words::DUTIES)
}

/// The single date that a question names: "27 November", "this Friday".
pub(super) fn date(question: &Question, today: Date) -> Option<Days> {
    let is_this = || {
        let english = ["this", "coming"]
            .iter()
            .any(|this| follows(question, this, &|word| word.ends_with("day")));
        let russian = ["эту", "этот", "это"]
            .iter()
            .any(|this| follows(question, this, &|word| word.chars().count() > 4));
        english || question.language == Language::Russian && russian
    };
    days(question, today).filter(|days| days.dates.len() == 1 && (days.is_dated || is_this()))
}

/// Whether it is open.
fn whether(
    question: &Question,
    days: Days,
    moment: Option<Moment>,
    closed: bool,
    now: DateTime,
) -> Option<Wanted> {
    let is_number = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
    let open_to_somebody = follows(question, "open", &|word| matches!(word, "to" | "for" | "with"));
    if has(question, words::TOO_VAGUE)
        || open_to_somebody
        || has(question, words::SPANS) && days.dates.is_empty()
    {
        return None;
    }
    let part = part(question);
    let undated = days.dates.is_empty();
    match (moment, part) {
        (Some(moment), _) => {
            let day = days.or_today(now.date());
            let is_one = day.dates.len() == 1;
            let is_plain = moment.relation == Relation::At || !closed;
            (is_one && is_plain).then_some(Wanted::Time { day, moment, closed })
        }
        (None, Some((from, to))) => {
            let day = days.or_today(now.date());
            (day.dates.len() == 1).then_some(Wanted::Part {
                day,
                from,
                to,
                closed,
            })
        }
        // "In 2 hours", "24 hours": a number that is no day.
        (None, None) if undated && question.words().iter().any(|word| is_number(word)) => None,
        (None, None) if undated => Some(Wanted::Now { closed }),
        (None, None) if days.dates == [now.date()] && has(question, words::NOW) => {
            Some(Wanted::Now { closed })
        }
        (None, None) => Some(Wanted::Days {
            days,
            closed: Some(closed),
        }),
    }
}

/// Whether "yes" would say that it is closed: "Are you closed?", "Do you not work on Sundays?"
fn is_closed_asked(question: &Question) -> bool {
    let denied = match question.language {
        Language::English => follows(question, "not", &|word| word == "open"),
        Language::Russian => follows(question, "не", &|word| word.starts_with("работа")),
        Language::Chinese => false,
    };
    let off = question.when.days.is_empty() && has(question, words::DAYS_OFF);
    denied || off || has(question, words::CLOSED)
}

/// The minutes of the part of the day that is named.
fn part(question: &Question) -> Option<(u16, u16)> {
    [
        (words::EVENING, (18 * 60, 24 * 60)),
        (words::MORNING, (7 * 60, 11 * 60 + 30)),
        (words::AFTERNOON, (13 * 60, 17 * 60)),
    ]
    .into_iter()
    .find(|(words, _)| has(question, *words))
    .map(|(_, part)| part)
}

/// The days that are asked about, none where none is named; `None` for days that are not understood.
pub(super) fn days(question: &Question, today: Date) -> Option<Days> {
    let is_span = |value: &Value| {
        matches!(
            value,
            Value::DateRange(_) | Value::MonthRange { .. } | Value::Season(_) | Value::NthWeekday(_)
        )
    };
    let holidays = question.values.iter().filter_map(|found| match found.value {
        Value::Holiday(holiday) => Some(holiday),
        _ => None,
    });
    let holidays: Vec<Holiday> = holidays.collect();
    if let [holiday] = holidays[..]
        && question.when.dates.is_empty()
        && question.when.days.is_empty()
    {
        return next_of(holiday, today, question.language).map(|date| Days {
            dates: vec![date],
            is_dated: true,
        });
    }
    if !holidays.is_empty() {
        return None;
    }
    if question.values.iter().any(|found| is_span(&found.value))
        || follows(question, "after", &|word| word == "tomorrow")
    {
        return None;
    }
    let when = &question.when;
    if !when.dates.is_empty() {
        return (when.dates.len() <= MOST_DAYS).then(|| Days {
            dates: when.dates.clone(),
            is_dated: true,
        });
    }
    let next = |day: Weekday| {
        (0..7).find_map(|ahead: i32| {
            let date = today.checked_add(ahead.days()).ok()?;
            (date.weekday() == day).then_some(date)
        })
    };
    let named: Vec<Weekday> = when.days.iter().collect();
    let dates = match (named.as_slice(), when.months.as_slice()) {
        ([], []) => Vec::new(),
        ([day], []) => vec![next(*day)?],
        ([first, second], []) => vec![next(*first)?, next(*second)?],
        ([day], [month]) => vec![in_month(*day, *month, today)?],
        (all, []) if all.len() == 7 => Vec::new(),
        _ => return None,
    };
    Some(Days {
        dates,
        is_dated: false,
    })
}

/// The day of a holiday that comes next; `None` where it is more than a day, or depends on the place.
fn next_of(holiday: Holiday, today: Date, language: Language) -> Option<Date> {
    let mut year = (0..365).filter_map(|ahead: i32| today.checked_add(ahead.days()).ok());
    let mut found = None;
    let is_single = year.all(|date| match holiday.falls_on(date, language) {
        Falls::No => true,
        Falls::Maybe => false,
        Falls::Yes => found.replace(date).is_none(),
    });
    found.filter(|_| is_single)
}

/// A day of the week in the middle of a month, the next one that comes.
fn in_month(day: Weekday, month: i8, today: Date) -> Option<Date> {
    let year = today.year() + i16::from(month < today.month());
    let first = Date::new(year, month, 8).ok()?;
    (0..7)
        .filter_map(|ahead: i32| first.checked_add(ahead.days()).ok())
        .find(|date| date.weekday() == day)
}

/// Times that are asked about and not understood: several, spans, and midnight, which belongs to two days.
struct Unclear;

/// The time that is asked about, if one is.
fn moment(question: &Question) -> Result<Option<Moment>, Unclear> {
    let mut found = None;
    for value in question.values.iter().map(|found| &found.value) {
        match value {
            Value::Time { clock, ambiguous } if found.is_none() => {
                found = Some((clock.minutes(), *ambiguous));
            }
            Value::Time { .. } | Value::TimeRange { .. } => return Err(Unclear),
            _ => {}
        }
    }
    let Some((minutes, ambiguous)) = found else {
        return Ok(None);
    };
    if minutes == 0 || minutes >= 24 * 60 {
        return Err(Unclear);
    }
    let relation = [
        (words::UNTIL, Relation::Until),
        (words::BEFORE, Relation::Before),
        (words::AFTER, Relation::After),
        (words::BY, Relation::By),
    ]
    .into_iter()
    .find(|(words, relation)| {
        // "Drop by at eight" is at eight; "come by 5 pm" is by then.
        let words_said = question.words();
        let is_part_of_verb = words_said.windows(3).any(|window| {
            matches!(window, ["drop" | "pop" | "swing" | "stop" | "come", "by", next] if !next.starts_with(|letter: char| letter.is_ascii_digit()))
        });
        let is_verb = *relation == Relation::By && is_part_of_verb;
        has(question, *words) && !is_verb
    })
    .map_or(Relation::At, |(_, relation)| relation);
    let is_late = ambiguous && minutes < 12 * 60 && has(question, words::LATE);
    // "Open at 5?" means the afternoon: nobody asks about five in the morning.
    let is_afternoon = ambiguous && minutes < 7 * 60 && !has(question, words::EARLY);
    let is_sure = is_late || is_afternoon || has(question, words::EARLY) || minutes >= 12 * 60;
    Ok(Some(Moment {
        minutes: if is_late || is_afternoon {
            minutes + 12 * 60
        } else {
            minutes
        },
        ambiguous: ambiguous && !is_sure,
        relation,
    }))
}
