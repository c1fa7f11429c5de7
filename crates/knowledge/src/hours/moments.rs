//! What a schedule says of a moment: open, closed, and until when.
//!
//! Owns the way from days to moments, over midnight too. What holds on a day is `days`.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::{Day, Schedule, State};
use crate::values::TimeRange;

/// No opening is looked for further ahead.
const DAYS_AHEAD: i64 = 60;

impl Schedule {
    /// What holds at a moment.
    pub fn at(&self, moment: DateTime) -> State {
        let today = self.on(moment.date());
        match self.open_until(moment, &today) {
            Some(until) => State::Open { until },
            None if matches!(today, Day::Open { .. } | Day::Closed { .. }) => State::Closed {
                next: self.next_open(moment),
            },
            None => State::Unknown,
        }
    }

    /// When it is open next: `from` itself where it is open then. Nothing where a day before that is not known.
    pub fn next_open(&self, from: DateTime) -> Option<DateTime> {
        if self.open_until(from, &self.on(from.date())).is_some() {
            return Some(from);
        }
        for ahead in 0..=DAYS_AHEAD {
            let date = from.date().checked_add(ahead.days()).ok()?;
            let day = self.on(date);
            if matches!(day, Day::Unknown { .. }) {
                return None;
            }
            let starts = day
                .ranges()
                .iter()
                .filter_map(|range| Some(span(date, *range)?.0));
            if let Some(start) = starts.filter(|start| *start >= from).min() {
                return Some(start);
            }
        }
        None
    }

    /// When it closes, if it is open at a moment of a day.
    fn open_until(&self, moment: DateTime, today: &Day) -> Option<DateTime> {
        let end = open_on(moment, moment.date(), today).or_else(|| {
            let yesterday = moment.date().yesterday().ok()?;
            open_on(moment, yesterday, &self.on(yesterday))
        })?;
        Some(self.joined(end))
    }

    /// The end of an opening that goes on after midnight: a place that is open day and night does not close at 24:00.
    fn joined(&self, mut end: DateTime) -> DateTime {
        for _ in 0..7 {
            let day = self.on(end.date());
            let spans = day.ranges().iter().filter_map(|range| span(end.date(), *range));
            let next = spans.filter(|(from, _)| *from == end).map(|(_, to)| to).max();
            let Some(later) = next.filter(|later| *later > end) else {
                break;
            };
            end = later;
        }
        end
    }
}

/// When the opening ends in which the moment falls, of the openings that begin on a day.
fn open_on(moment: DateTime, date: Date, day: &Day) -> Option<DateTime> {
    let spans = day.ranges().iter().filter_map(|range| span(date, *range));
    spans
        .filter(|(from, to)| *from <= moment && moment < *to)
        .map(|(_, to)| to)
        .max()
}

/// The moments at which a span of a day begins and ends.
fn span(date: Date, range: TimeRange) -> Option<(DateTime, DateTime)> {
    let at = |minutes: u16| {
        date.to_datetime(Time::midnight())
            .checked_add(i64::from(minutes).minutes())
            .ok()
    };
    Some((at(range.from.minutes())?, at(range.end_minutes())?))
}
