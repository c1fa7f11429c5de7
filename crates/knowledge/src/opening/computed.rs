//! What a schedule says to a question about opening hours.
//!
//! Owns the comparison of times. What is asked is `asked`'s, the sentences are `said`'s.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::asked::{Days, Moment, Relation, Wanted};
use super::said::{self, Verdict, Wording};
use crate::hours::{Day, Schedule, State};
use crate::values::TimeRange;

const DAY: u16 = 24 * 60;
/// The weeks in which a day is closed that is always closed.
const WEEKS: i32 = 4;

impl Wanted {
    /// The answer from this schedule; `None` where it does not say.
    pub(super) fn answer(&self, schedule: &Schedule, now: DateTime, wording: &Wording) -> Option<String> {
        let told = |day: &Days, verdict: Verdict| {
            let [date] = day.dates[..] else { return None };
            said::day_holds(&schedule.on(date), date, verdict, wording, day.is_dated)
        };
        match self {
            Self::Now { closed } => {
                let state = schedule.at(now);
                // What is open for days is open day and night, which the document says better.
                let is_lasting =
                    matches!(state, State::Open { until } if until.date() > now.date().tomorrow().ok()?);
                let day = schedule.on(now.date());
                said::now(state, &day, now, *closed, wording).filter(|_| !is_lasting)
            }
            Self::Time { day, moment, closed } => {
                let is_open = is_open_at(schedule, *day.dates.first()?, *moment)?;
                told(day, verdict(is_open, *closed))
            }
            Self::Part {
                day,
                from,
                to,
                closed,
            } => {
                let on = schedule.on(*day.dates.first()?);
                let overlaps = |range: &TimeRange| range.from.minutes() < *to && range.end_minutes() > *from;
                told(day, verdict(on.ranges().iter().any(overlaps), *closed))
            }
            Self::Days { days, closed } => on_days(schedule, days, *closed, wording),
            Self::LastEntry { day } => {
                let date = *day.dates.first()?;
                match schedule.on(date) {
                    Day::Open {
                        ranges, last_entry, ..
                    } => Some(said::last_entry(
                        last_entry?,
                        &ranges,
                        date,
                        day.is_dated,
                        wording,
                    )),
                    Day::Closed { .. } => told(day, Verdict::Unasked),
                    Day::Unlisted | Day::Unknown { .. } => None,
                }
            }
            Self::Length { day } => {
                let date = *day.dates.first()?;
                match schedule.on(date) {
                    Day::Open { ranges, .. } => Some(said::length(&ranges, date, day.is_dated, wording)),
                    Day::Closed { .. } => told(day, Verdict::Unasked),
                    Day::Unlisted | Day::Unknown { .. } => None,
                }
            }
            Self::Closes { day, moment } => {
                let on = schedule.on(*day.dates.first()?);
                let closes = on.ranges().last().map(|range| closes(*range, *moment));
                told(day, closes.flatten().map_or(Verdict::Unasked, Verdict::Open))
            }
            Self::EveryDay => closed_days(schedule, now.date()).map(|days| said::every_day(&days, wording)),
            Self::Next => match schedule.at(now) {
                State::Open { until } => said::open_now(until, wording),
                State::Closed { next } => said::opens(next?, now, wording),
                State::Unknown => None,
            },
            Self::ClosedDays => closed_days(schedule, now.date()).map(|days| said::closed_on(&days, wording)),
        }
    }
}

fn verdict(is_open: bool, closed_asked: bool) -> Verdict {
    if closed_asked {
        Verdict::Closed(!is_open)
    } else {
        Verdict::Open(is_open)
    }
}

/// What holds on several days; yes or no only where it holds on all of them.
fn on_days(schedule: &Schedule, days: &Days, closed: Option<bool>, wording: &Wording) -> Option<String> {
    let on: Vec<Day> = days.dates.iter().map(|date| schedule.on(*date)).collect();
    let open = on.iter().filter(|day| matches!(day, Day::Open { .. })).count();
    let is_same = open == 0 || open == on.len();
    let sentences: Option<Vec<String>> = days
        .dates
        .iter()
        .zip(&on)
        .enumerate()
        .map(|(number, (date, day))| {
            let verdict = closed
                .filter(|_| is_same && number == 0)
                .map_or(Verdict::Unasked, |closed| verdict(open > 0, closed));
            said::day_holds(day, *date, verdict, wording, days.is_dated)
        })
        .collect();
    Some(said::joined(&sentences?, wording.language))
}

/// Whether it is open at, until, before, by or after a time; `None` where that is not known.
fn is_open_at(schedule: &Schedule, date: Date, moment: Moment) -> Option<bool> {
    let minutes = moment.minutes;
    if moment.relation == Relation::At {
        let at = |minutes: u16| {
            let time = Time::new(
                i8::try_from(minutes / 60).ok()?,
                i8::try_from(minutes % 60).ok()?,
                0,
                0,
            )
            .ok()?;
            match schedule.at(date.to_datetime(time)) {
                State::Open { .. } => Some(true),
                State::Closed { .. } => Some(false),
                State::Unknown => None,
            }
        };
        let later = if moment.ambiguous {
            at(minutes + 12 * 60)?
        } else {
            false
        };
        return Some(at(minutes)? || later);
    }
    let day = schedule.on(date);
    if !matches!(day, Day::Open { .. } | Day::Closed { .. }) {
        return None;
    }
    let holds = |range: &TimeRange| match moment.relation {
        Relation::Until => range.end_minutes() >= after_opening(*range, moment),
        Relation::After => range.end_minutes() > after_opening(*range, moment),
        Relation::Before => range.from.minutes() < minutes,
        Relation::By | Relation::At => range.from.minutes() <= minutes,
    };
    Some(day.ranges().iter().any(holds))
}

/// The minutes of a time up to which a range may last: the evening's rather than the morning's, and after its beginning.
fn after_opening(range: TimeRange, moment: Moment) -> u16 {
    let half = if moment.ambiguous { DAY / 2 } else { DAY };
    let mut minutes = if moment.ambiguous && moment.minutes < DAY / 2 {
        moment.minutes + DAY / 2
    } else {
        moment.minutes
    };
    while minutes <= range.from.minutes() {
        minutes += half;
    }
    minutes
}

/// Whether a range ends at, before or by a time; `None` for what nobody asks.
fn closes(range: TimeRange, moment: Moment) -> Option<bool> {
    let (asked, end) = (after_opening(range, moment), range.end_minutes());
    match moment.relation {
        Relation::At => Some(end == asked || (moment.ambiguous && end == moment.minutes)),
        Relation::Before => Some(end < asked),
        Relation::By => Some(end <= asked),
        Relation::Until | Relation::After => None,
    }
}

/// The days of the week that are closed in all of the next weeks; `None` where a day is not known or is closed only once.
fn closed_days(schedule: &Schedule, today: Date) -> Option<Vec<Weekday>> {
    let mut open = [0; 7];
    for ahead in 0..WEEKS * 7 {
        let date = today.checked_add(ahead.days()).ok()?;
        let index = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        match schedule.on(date) {
            Day::Open { .. } => open[index] += 1,
            Day::Closed { .. } => {}
            Day::Unlisted | Day::Unknown { .. } => return None,
        }
    }
    if open.iter().any(|weeks| *weeks != 0 && *weeks != WEEKS) {
        return None;
    }
    (0..7)
        .zip(open)
        .filter(|(_, weeks)| *weeks == 0)
        .map(|(index, _)| Weekday::from_monday_zero_offset(index).ok())
        .collect()
}
