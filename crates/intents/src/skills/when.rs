//! Which moment is meant by "at seven" or "tomorrow morning".
//!
//! Owns the choice between morning and evening, which goes by the purpose, and the next sensible occurrence.

use jiff::civil::{DateTime, Time};
use jiff::{ToSpan, Zoned};

use crate::slots::Tables;
use crate::slots::clock::{Clock, Part};
use crate::slots::day::{Base, DayRef, Direction};

/// What the moment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To be woken: in the morning if it can be.
    Alarm,
    /// To be told something: while people are awake.
    Reminder,
    /// The next time that the clock shows it.
    Any,
}

/// The time of day of an open clock on a day that is named or repeats.
pub(crate) fn time_on_day(clock: Clock, purpose: Purpose) -> Option<Time> {
    let hour = if clock.is_open {
        let earliest = match purpose {
            Purpose::Alarm => 3,
            Purpose::Reminder | Purpose::Any => 7,
        };
        if clock.hour == 12 || (earliest..12).contains(&clock.hour) {
            clock.hour
        } else {
            clock.hour + 12
        }
    } else {
        clock.hour
    };
    Time::new(hour, clock.minute, 0, 0).ok()
}

/// Both times of day that an open clock may mean, the earlier first.
fn both_times(clock: Clock) -> Vec<Time> {
    let hours = if clock.is_open {
        vec![clock.hour % 12, clock.hour % 12 + 12]
    } else {
        vec![clock.hour]
    };
    let times = hours.into_iter();
    times
        .filter_map(|hour| Time::new(hour, clock.minute, 0, 0).ok())
        .collect()
}

/// The moment that is meant; `None` when it has passed.
pub(crate) fn moment(
    clock: Clock,
    day: Option<&DayRef>,
    purpose: Purpose,
    now: &Zoned,
    tables: &Tables,
) -> Option<DateTime> {
    let Some(day) = day else {
        return next_occurrence(clock, purpose, now);
    };
    let clock = day.part.map_or(clock, |part| clock.in_part(part));
    let mut date = day.date(now.date(), Direction::Future, tables)?;
    if clock.is_end_of_day {
        date = date.tomorrow().ok()?;
    }
    let preferred = date.to_datetime(time_on_day(clock, purpose)?);
    if preferred > now.datetime() {
        return Some(preferred);
    }
    let later = both_times(clock).into_iter().map(|time| date.to_datetime(time));
    let later = later.filter(|moment| *moment > now.datetime()).min();
    if later.is_some() {
        return later;
    }
    // "on Wednesday at nine", said on a Wednesday at ten, is next week.
    match day.base {
        Base::Weekday(..) => Some(date.checked_add(7.days()).ok()?.to_datetime(preferred.time())),
        _ => None,
    }
}

fn next_occurrence(clock: Clock, purpose: Purpose, now: &Zoned) -> Option<DateTime> {
    let times = both_times(clock);
    let is_fit = |time: &Time| match purpose {
        Purpose::Alarm if (5..12).contains(&clock.hour) => time.hour() < 12,
        Purpose::Alarm if clock.hour == 12 => time.hour() == 12,
        Purpose::Alarm | Purpose::Any => true,
        Purpose::Reminder => (6..=22).contains(&time.hour()),
    };
    let fit: Vec<Time> = times.iter().copied().filter(is_fit).collect();
    let times = if fit.is_empty() || !clock.is_open {
        times
    } else {
        fit
    };
    let (today, tomorrow) = (now.date(), now.date().tomorrow().ok()?);
    times
        .into_iter()
        .flat_map(|time| [today.to_datetime(time), tomorrow.to_datetime(time)])
        .filter(|moment| *moment > now.datetime())
        .min()
}

/// A day without a time: when people are told of things.
pub(crate) fn default_moment(day: &DayRef, now: &Zoned, tables: &Tables) -> Option<DateTime> {
    let hour = match day.part {
        None | Some(Part::Morning) => 9,
        Some(Part::Afternoon) => 15,
        Some(Part::Evening) => 19,
        Some(Part::Night) => 21,
    };
    let date = day.date(now.date(), Direction::Future, tables)?;
    let moment = date.at(hour, 0, 0, 0);
    (moment > now.datetime()).then_some(moment)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn open(hour: i8, minute: i8) -> Clock {
        Clock {
            hour,
            minute,
            is_open: true,
            is_end_of_day: false,
        }
    }

    #[test]
    fn an_open_hour_is_the_next_sensible_one() {
        let tables = Tables::read();
        let now = date(2026, 11, 25)
            .at(10, 30, 0, 0)
            .in_tz("Europe/London")
            .unwrap();
        let tomorrow = DayRef::plain(Base::Offset(1));
        for (clock, day, purpose, expected) in [
            (open(6, 30), None, Purpose::Alarm, "2026-11-26T06:30:00"),
            (open(11, 0), None, Purpose::Alarm, "2026-11-25T11:00:00"),
            (open(3, 0), None, Purpose::Alarm, "2026-11-25T15:00:00"),
            (open(5, 15), None, Purpose::Reminder, "2026-11-25T17:15:00"),
            (open(9, 0), None, Purpose::Reminder, "2026-11-25T21:00:00"),
            (
                open(9, 0),
                Some(&tomorrow),
                Purpose::Reminder,
                "2026-11-26T09:00:00",
            ),
            (
                open(5, 0),
                Some(&tomorrow),
                Purpose::Reminder,
                "2026-11-26T17:00:00",
            ),
            (open(6, 0), Some(&tomorrow), Purpose::Alarm, "2026-11-26T06:00:00"),
            (Clock::midnight(), None, Purpose::Any, "2026-11-26T00:00:00"),
            (Clock::noon(), None, Purpose::Alarm, "2026-11-25T12:00:00"),
        ] {
            let moment = moment(clock, day, purpose, &now, &tables).unwrap();
            assert_eq!(moment.to_string(), expected);
        }
    }

    #[test]
    fn what_has_passed_today_is_no_moment() {
        let tables = Tables::read();
        let now = date(2026, 11, 25)
            .at(22, 30, 0, 0)
            .in_tz("Europe/London")
            .unwrap();
        let today = DayRef::plain(Base::Offset(0));
        assert_eq!(
            moment(open(9, 0), Some(&today), Purpose::Reminder, &now, &tables),
            None
        );
    }
}
