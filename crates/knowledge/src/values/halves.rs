//! Halves of the day: which of two times, twelve hours apart, a time without "am" or "pm" means.
//!
//! Owns that judgement. A reading that another one equals in sense is marked as ambiguous, never passed off as sure.

use super::clock::{Clock, TimeRange};
use super::lexicon::Term;
use super::points::Point;
use super::scan::Scan;
use crate::language::Language;

/// A part of the day that a text names with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// Around noon.
    Midday,
    /// From evening to midnight.
    Evening,
    /// From midnight to morning.
    Night,
}

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// 9
    Bare,
    /// 9.30
    Dotted,
    /// 9:30
    Colon,
    /// "9 часов", which may be a duration as well.
    Hours,
    /// 9点, "9 o'clock", "half past nine".
    Word,
    /// "Noon".
    Named,
}

impl Half {
    /// The half of the day that a term names.
    pub(super) fn of(term: Term) -> Option<Self> {
        match term {
            Term::Am => Some(Self::Am),
            Term::Pm => Some(Self::Pm),
            Term::Midday => Some(Self::Midday),
            Term::Evening => Some(Self::Evening),
            Term::Night => Some(Self::Night),
            _ => None,
        }
    }

    /// The hour of a 24-hour clock, for an hour said with this half.
    fn hour(self, hour: u8) -> u8 {
        let later = match self {
            // Who writes "14:00 pm" counts to 24 already.
            _ if hour > 12 => false,
            Self::Am | Self::Night if hour == 12 => return 0,
            Self::Am => false,
            Self::Pm => hour < 12,
            Self::Midday => hour <= 6,
            Self::Evening => hour >= 4,
            Self::Night => hour >= 9,
        };
        if later { hour + 12 } else { hour }
    }
}

impl Point {
    /// The only time that it can mean, if there is one.
    fn sure(&self, language: Language) -> Option<Clock> {
        if let Some(half) = self.half {
            return Clock::new(half.hour(self.hour), self.minute);
        }
        let colon = self.style == Style::Colon && language != Language::English;
        let sure = self.padded || self.hour == 0 || self.hour > 12 || self.style == Style::Named || colon;
        if sure { self.literal() } else { None }
    }

    /// The time as it stands there.
    fn literal(&self) -> Option<Clock> {
        Clock::new(self.hour, self.minute)
    }

    /// The time in the first half of the day.
    fn am(&self) -> Option<Clock> {
        Clock::new(self.hour % 12, self.minute)
    }

    /// The time in the second half of the day.
    fn pm(&self) -> Option<Clock> {
        Clock::new(self.hour % 12 + 12, self.minute)
    }
}

/// What a single time means.
pub(super) fn resolve_single(scan: &Scan<'_>, point: &Point, hint: Option<Half>) -> Option<(Clock, bool)> {
    let literal = point.literal()?;
    if let Some(sure) = point.sure(scan.language) {
        // "В 7:30" is how "в полвосьмого" is written too.
        let spoken = point.half.is_none()
            && point.style == Style::Colon
            && !point.padded
            && (1..=7).contains(&point.hour);
        return Some((sure, spoken && !scan.day_of_24));
    }
    if scan.day_of_24 && point.style != Style::Bare {
        return Some((literal, false));
    }
    match hint {
        Some(half) if point.hour < 12 => Some((Clock::new(half.hour(point.hour), point.minute)?, false)),
        _ => Some((literal, true)),
    }
}

/// What a span of two times means.
pub(super) fn resolve_range(
    scan: &Scan<'_>,
    from: &Point,
    to: &Point,
    hint: Option<Half>,
    previous: Option<TimeRange>,
) -> Option<(TimeRange, bool)> {
    let counts_to_24 =
        |point: &Point| point.half.is_none() && (point.padded || point.hour > 12 || point.hour == 0);
    let halves = from.half.is_some() || to.half.is_some();
    let of_24 = !halves
        && (counts_to_24(from) && from.style != Style::Named || counts_to_24(to) && to.style != Style::Named);
    let (from_sure, to_sure) = if of_24 {
        (from.literal(), to.literal())
    } else {
        (from.sure(scan.language), to.sure(scan.language))
    };
    let (from, to, ambiguous) = match (from_sure, to_sure) {
        (Some(first), Some(last)) => {
            // Midnight as the first time begins the day.
            let first = if first == Clock::END_OF_DAY {
                Clock::MIDNIGHT
            } else {
                first
            };
            // Who counts to 24 seldom writes 10:00–2:00 for the night.
            let doubtful =
                !halves && !of_24 && last < first && to.style != Style::Named && from.style != Style::Named;
            (first, last, doubtful)
        }
        (Some(first), None) => after(first, to)?,
        (None, Some(last)) => before(from, last, to.style == Style::Named)?,
        (None, None) => bare(from, to, hint, previous, scan.day_of_24)?,
    };
    Some((span(from, to), ambiguous))
}

/// The end of a span whose beginning is known: "8 am–5", "8pm–2".
fn after(first: Clock, to: &Point) -> Option<(Clock, Clock, bool)> {
    let first = if first == Clock::END_OF_DAY {
        Clock::MIDNIGHT
    } else {
        first
    };
    let (am, pm) = (to.am()?, to.pm()?);
    if first >= Clock::NOON {
        if to.hour == 12 && to.minute == 0 {
            return Some((first, Clock::END_OF_DAY, false));
        }
        let last = if pm > first { pm } else { am };
        return Some((first, last, false));
    }
    if to.hour == 12 {
        return Some((first, pm, false));
    }
    // "8 am–10": two hours or fourteen.
    if am > first {
        Some((first, am, true))
    } else {
        Some((first, pm, false))
    }
}

/// The beginning of a span whose end is known: "9–5 pm", "4 til midnight".
fn before(from: &Point, last: Clock, named: bool) -> Option<(Clock, Clock, bool)> {
    let (am, pm) = (from.am()?, from.pm()?);
    if last == Clock::NOON && named {
        return Some((am, last, false));
    }
    if last == Clock::END_OF_DAY {
        // "9 til midnight" may begin in the morning or in the evening.
        return Some((pm, last, (5..12).contains(&from.hour)));
    }
    if last >= Clock::NOON {
        return Some(if pm < last {
            (pm, last, false)
        } else {
            (am, last, false)
        });
    }
    if am < last && from.hour != 12 {
        return Some((am, last, false));
    }
    // "11–2 am" may begin before noon or before midnight.
    Some((pm, last, (7..=12).contains(&from.hour)))
}

/// A span in which nothing tells the half of the day: "9–5".
fn bare(
    from: &Point,
    to: &Point,
    hint: Option<Half>,
    previous: Option<TimeRange>,
    day_of_24: bool,
) -> Option<(Clock, Clock, bool)> {
    let (am, pm) = (from.am()?, from.pm()?);
    let (to_am, to_pm) = (to.am()?, to.pm()?);
    let noon_or_later = |clock: Clock| clock == Clock::MIDNIGHT;
    // 12 as an end is noon after a morning and midnight after an afternoon.
    let end_after_noon = if noon_or_later(to_am) {
        Clock::END_OF_DAY
    } else {
        to_pm
    };
    if let Some(previous) = previous.filter(|previous| !previous.passes_midnight()) {
        // The second span of a day begins after the first one ends.
        if am < previous.to && pm >= previous.to {
            let end = if end_after_noon > pm {
                end_after_noon
            } else {
                to_am
            };
            return Some((pm, end, false));
        }
    }
    if day_of_24 && from.style != Style::Bare && from.literal()? < to.literal()? {
        return Some((from.literal()?, to.literal()?, false));
    }
    match from.hour {
        12 => {
            let end = if to_pm > pm { to_pm } else { Clock::END_OF_DAY };
            Some((pm, end, false))
        }
        7..=11 if to_am > am => {
            // "7–9" and "8–10" may be of the evening; from nine on people mean the morning.
            match hint {
                Some(Half::Am) => Some((am, to_am, false)),
                Some(_) => Some((pm, to_pm, false)),
                None => Some((am, to_am, from.hour < 9)),
            }
        }
        7..=11 => Some((am, to_pm, false)),
        _ => {
            let end = if end_after_noon > pm {
                end_after_noon
            } else {
                to_am
            };
            match hint {
                Some(Half::Am) if to_am > am => Some((am, to_am, false)),
                Some(Half::Am) => Some((am, to_pm, true)),
                Some(_) => Some((pm, end, end < pm)),
                // Nobody opens before five without saying so.
                None => Some((pm, end, from.hour >= 5 || end < pm || end == Clock::END_OF_DAY)),
            }
        }
    }
}

fn span(from: Clock, to: Clock) -> TimeRange {
    let to = if to == Clock::MIDNIGHT {
        Clock::END_OF_DAY
    } else {
        to
    };
    TimeRange { from, to }
}
