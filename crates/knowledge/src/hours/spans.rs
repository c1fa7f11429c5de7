//! Spans of a day's hours: cut by a break, lengthened or cut by another end.
//!
//! Owns that arithmetic. Why hours are cut is `days`.

use crate::values::{Clock, TimeRange};

/// The spans in order.
pub(super) fn sorted(ranges: &[TimeRange]) -> Vec<TimeRange> {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    sorted
}

/// The spans without a break.
pub(super) fn without(ranges: &[TimeRange], rest: TimeRange) -> Vec<TimeRange> {
    let mut left = Vec::new();
    for range in ranges {
        let (from, to) = (range.from.minutes(), range.end_minutes());
        let (pause, back) = (rest.from.minutes(), rest.end_minutes());
        if pause >= to || back <= from {
            left.push(*range);
            continue;
        }
        if from < pause {
            left.push(TimeRange {
                to: rest.from,
                ..*range
            });
        }
        if back < to {
            left.push(TimeRange {
                from: rest.to,
                ..*range
            });
        }
    }
    left
}

/// The spans with another beginning or end; nothing where it is not known which time is meant.
pub(super) fn bounded(
    ranges: &[TimeRange],
    clock: Clock,
    ambiguous: bool,
    until: bool,
) -> Option<Vec<TimeRange>> {
    let (first, last) = (ranges.first()?, ranges.last()?);
    let clock = if !ambiguous {
        clock
    } else if until {
        end_meant(clock, first.from, *last)?
    } else {
        beginning_meant(clock, first.from, *last)?
    };
    let bounded: Vec<TimeRange> = if until {
        ending(ranges, clock, *last)
    } else {
        beginning(ranges, clock)
    };
    (!bounded.is_empty()).then_some(bounded)
}

/// Which time "until 8" means after hours that are known.
fn end_meant(clock: Clock, first: Clock, last: TimeRange) -> Option<Clock> {
    // "Closes 12:00" on a day from nine to five.
    if clock == Clock::NOON && first < clock && clock < last.to && !last.passes_midnight() {
        return Some(clock);
    }
    let later = Clock::new(clock.hour.checked_add(12)?, clock.minute)?;
    // Of "6–18, until 8" nobody knows the half of the day; and a place that is open late may close after midnight.
    let late = last.end_minutes() >= 21 * 60 && clock.hour <= 5;
    (clock <= first && first < later && !late).then_some(later)
}

/// Which time "from 2" means within hours that are known.
fn beginning_meant(clock: Clock, first: Clock, last: TimeRange) -> Option<Clock> {
    let later = Clock::new(clock.hour.checked_add(12)?, clock.minute)?;
    let within = |clock: Clock| first <= clock && clock.minutes() < last.end_minutes();
    match (within(clock), within(later)) {
        (true, false) => Some(clock),
        (false, true) => Some(later),
        _ => None,
    }
}

fn ending(ranges: &[TimeRange], clock: Clock, last: TimeRange) -> Vec<TimeRange> {
    let after_midnight = ranges.first().is_some_and(|first| clock <= first.from);
    let kept = ranges.iter().filter(|range| after_midnight || range.from < clock);
    let cut = |range: &TimeRange| {
        // Longer than usual lengthens the last span, shorter cuts the one in which it falls.
        let falls_within = !after_midnight && range.end_minutes() > clock.minutes();
        if *range == last || falls_within {
            TimeRange { to: clock, ..*range }
        } else {
            *range
        }
    };
    kept.map(cut).collect()
}

fn beginning(ranges: &[TimeRange], clock: Clock) -> Vec<TimeRange> {
    let mut kept: Vec<TimeRange> = ranges
        .iter()
        .filter(|range| range.end_minutes() > clock.minutes())
        .copied()
        .collect();
    if let Some(first) = kept.first_mut() {
        // Earlier than usual lengthens the first span, later cuts the one in which it falls.
        let untouched = ranges.first().is_some_and(|range| range.from != first.from) && first.from > clock;
        if !untouched {
            first.from = clock;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u8, to: u8) -> TimeRange {
        TimeRange {
            from: Clock {
                hour: from,
                minute: 0,
            },
            to: Clock { hour: to, minute: 0 },
        }
    }

    fn at(hour: u8) -> Clock {
        Clock { hour, minute: 0 }
    }

    #[test]
    fn another_end_cuts_or_lengthens_the_hours() {
        let day = [span(9, 13), span(14, 18)];
        for (clock, ambiguous, until, expected) in [
            (20, false, true, Some(vec![span(9, 13), span(14, 20)])),
            (16, false, true, Some(vec![span(9, 13), span(14, 16)])),
            (12, false, true, Some(vec![span(9, 12)])),
            (1, false, true, Some(vec![span(9, 13), span(14, 1)])),
            (8, true, true, Some(vec![span(9, 13), span(14, 20)])),
            (10, true, true, None),
            (10, false, false, Some(vec![span(10, 13), span(14, 18)])),
            (14, false, false, Some(vec![span(14, 18)])),
            (8, false, false, Some(vec![span(8, 13), span(14, 18)])),
            (2, true, false, Some(vec![span(14, 18)])),
            (19, false, false, None),
        ] {
            assert_eq!(
                bounded(&day, at(clock), ambiguous, until),
                expected,
                "{clock} {ambiguous} {until}"
            );
        }
        // A pub that is open until eleven may stay open until one at night.
        assert_eq!(bounded(&[span(12, 23)], at(1), true, true), None);
    }

    #[test]
    fn a_break_is_cut_out() {
        assert_eq!(without(&[span(9, 17)], span(13, 14)), [span(9, 13), span(14, 17)]);
        assert_eq!(without(&[span(9, 17)], span(9, 10)), [span(10, 17)]);
        assert_eq!(
            without(&[span(9, 13), span(14, 17)], span(13, 14)),
            [span(9, 13), span(14, 17)]
        );
        assert_eq!(without(&[span(20, 2)], span(22, 23)), [span(20, 22), span(23, 2)]);
        assert_eq!(without(&[span(10, 13)], span(12, 14)), [span(10, 12)]);
    }
}
