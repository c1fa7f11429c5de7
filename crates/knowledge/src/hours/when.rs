//! When a rule holds: days of the week, counted days, dates, seasons and holidays, one condition or several together.
//!
//! Owns whether a date fulfils them and which of two conditions is the more specific. What holds then is `rules`.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::language::Language;
use crate::values::{DateRange, DayDate, Falls, Holiday, NthWeekday, Season, WeekdaySet};

/// A beginning or end that may be a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// A date.
    Date(DayDate),
    /// A holiday.
    Holiday(Holiday),
}

/// Days as a text names them in one breath.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// Days of the week.
    Weekdays(WeekdaySet),
    /// A day counted within its month.
    Nth(NthWeekday),
    /// A date or a span of dates.
    Dates(DateRange),
    /// Whole months.
    Months(DateRange),
    /// A season without dates.
    Season(Season),
    /// A holiday.
    Holiday(Holiday),
    /// A span with a holiday at an end.
    Span(Edge, Edge),
}

/// When a rule holds: on days that fulfil every condition it has. Without any, always.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    /// Days of the week.
    pub weekdays: Option<WeekdaySet>,
    /// Days counted within their month; one of them is enough.
    pub nth: Vec<NthWeekday>,
    /// Dates; one of them is enough, and so is one of the three that follow.
    pub dates: Vec<DateRange>,
    /// Spans with a holiday at an end.
    pub spans: Vec<(Edge, Edge)>,
    /// Holidays.
    pub holidays: Vec<Holiday>,
    /// Seasons that are not dated.
    pub seasons: Vec<Season>,
    /// On no day that `dates`, `spans`, `holidays` and `seasons` name, instead of on them.
    pub outside: bool,
}

/// How specific a condition is: a date over a counted weekday, that over a season, that over days of the week.
pub(super) type Rank = (u8, Reverse<u32>, Reverse<u32>);

/// No span that is longer counts as a date.
const MAX_DATE: u32 = 21;

impl When {
    /// On all days.
    pub fn is_always(&self) -> bool {
        self.weekdays.is_none() && self.nth.is_empty() && !self.has_dates()
    }

    /// Whether it names dates, seasons or holidays.
    pub fn has_dates(&self) -> bool {
        !(self.dates.is_empty()
            && self.spans.is_empty()
            && self.holidays.is_empty()
            && self.seasons.is_empty())
    }

    /// Whether it is about something else than ordinary weeks.
    pub fn is_special(&self) -> bool {
        self.has_dates() || !self.nth.is_empty()
    }

    /// Whether it names single days and nothing else.
    pub(super) fn is_of_single_days(&self) -> bool {
        let dates = self.dates.iter().all(|range| range.from == range.to);
        let long = !self.seasons.is_empty() || !self.spans.is_empty() || self.outside;
        self.is_special() && dates && !long
    }

    /// Whether it names spans of dates or seasons, and no single days.
    pub(super) fn names_spans(&self) -> bool {
        let single = self.dates.iter().any(|range| range.from == range.to);
        self.has_dates() && self.holidays.is_empty() && self.nth.is_empty() && !single
    }

    /// Whether it names a good part of the year.
    pub(super) fn is_long(&self) -> bool {
        self.names_spans() && self.dates.iter().all(|range| length(*range) > MAX_DATE)
    }

    /// Whether it holds in a good part of the year only, on all days of the week or some.
    pub(super) fn is_seasonal(&self) -> bool {
        let has_span = self.dates.iter().any(|range| range.from != range.to) || !self.seasons.is_empty();
        has_span && self.dates.iter().all(|range| length(*range) > MAX_DATE) && self.holidays.is_empty()
    }

    /// Whether the date fulfils it.
    pub fn matches(&self, date: Date, language: Language) -> Falls {
        let yes = |fulfilled: bool| if fulfilled { Falls::Yes } else { Falls::No };
        let weekday = yes(self.weekdays.is_none_or(|set| set.contains(date.weekday())));
        let nth = yes(self.nth.is_empty() || self.nth.iter().any(|nth| nth.contains(date)));
        let dated = if self.has_dates() {
            self.dated(date, language)
        } else {
            Falls::Yes
        };
        let dated = match (self.outside, dated) {
            (false, dated) => dated,
            (true, Falls::Yes) => Falls::No,
            (true, Falls::Maybe) => Falls::Maybe,
            (true, Falls::No) => Falls::Yes,
        };
        weekday.min(nth).min(dated)
    }

    fn dated(&self, date: Date, language: Language) -> Falls {
        let dates = self.dates.iter().map(|range| {
            if range.contains(date) {
                Falls::Yes
            } else {
                Falls::No
            }
        });
        let spans = self
            .spans
            .iter()
            .map(|(from, to)| within(date, *from, *to, language));
        let holidays = self
            .holidays
            .iter()
            .map(|holiday| holiday.falls_on(date, language));
        let seasons = self.seasons.iter().map(|season| in_season(date, *season));
        dates
            .chain(spans)
            .chain(holidays)
            .chain(seasons)
            .max()
            .unwrap_or(Falls::No)
    }

    /// How specific it is on a date that fulfils it.
    pub(super) fn rank(&self, date: Date, language: Language) -> Rank {
        let span = self.span_on(date, language);
        let kind = match span {
            Some(span) if span <= MAX_DATE => 4,
            _ if !self.nth.is_empty() => 3,
            Some(_) => 2,
            None if self.weekdays.is_some() => 1,
            None => 0,
        };
        let weekdays = self.weekdays.map_or(8, WeekdaySet::len);
        (kind, Reverse(span.unwrap_or(366)), Reverse(weekdays))
    }

    /// The days of the shortest span with the date among those it names.
    fn span_on(&self, date: Date, language: Language) -> Option<u32> {
        if self.outside {
            return Some(183);
        }
        let dates = self
            .dates
            .iter()
            .filter(|range| range.contains(date))
            .map(|range| length(*range));
        let falls = |holiday: &&Holiday| holiday.falls_on(date, language) > Falls::No;
        let holidays = self
            .holidays
            .iter()
            .filter(falls)
            .map(|holiday| breadth(*holiday));
        let spans = self.spans.iter().map(|_| 100);
        let seasons = self.seasons.iter().map(|_| 92);
        dates.chain(holidays).chain(spans).chain(seasons).min()
    }

    /// On days that fulfil both, where dates of the other stand for a vaguer holiday of this one.
    pub(super) fn and(&self, other: &Self) -> Self {
        let weekdays = match (self.weekdays, other.weekdays) {
            (Some(these), Some(those)) if !these.intersection(those).is_empty() => {
                Some(these.intersection(those))
            }
            (these, those) => those.or(these),
        };
        let nth = if other.nth.is_empty() {
            self.nth.clone()
        } else {
            other.nth.clone()
        };
        let dated = if other.has_dates() { other } else { self };
        Self {
            weekdays,
            nth,
            ..dated.clone()
        }
    }
}

/// How a part of a list is joined to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing stands between.
    Beside,
    /// A comma or "and".
    Listed,
}

/// The conditions that a list of parts names; a day that fulfils one of them is meant.
///
/// "Closed Sundays and 24 December to 1 January" names two, "Fridays in July" one.
pub(super) fn conditions(parts: &[(Part, Link)], closed: bool) -> Vec<When> {
    let mut all: Vec<When> = Vec::new();
    for (index, (part, link)) in parts.iter().enumerate() {
        // "Winter (Nov–Mar)": the months say what is meant by the season.
        let dated_next = parts
            .get(index + 1)
            .is_some_and(|(next, _)| matches!(next, Part::Months(_) | Part::Dates(_) | Part::Span(..)));
        if matches!(part, Part::Season(_)) && dated_next {
            continue;
        }
        // "Sundays 13 and 20 December": the dates say which Sundays are meant.
        let one_day = matches!(part, Part::Weekdays(set) if set.len() == 1);
        let date_beside = matches!(
            parts.get(index + 1),
            Some((Part::Dates(range), Link::Beside)) if range.from == range.to
        );
        if one_day && date_beside {
            continue;
        }
        let listed = *link == Link::Listed;
        match all.last_mut() {
            Some(last) if joins(last, *part, listed, closed) => add(last, *part),
            _ => {
                let mut when = When::default();
                add(&mut when, *part);
                all.push(when);
            }
        }
    }
    all
}

/// Whether a part narrows the condition before it or adds to its list.
fn joins(when: &When, part: Part, listed: bool, closed: bool) -> bool {
    let weekly = when.weekdays.is_some();
    match part {
        Part::Weekdays(_) if when.is_special() => !listed || (!closed && when.names_spans()),
        Part::Weekdays(_) => true,
        Part::Nth(_) => !weekly && !when.has_dates(),
        Part::Holiday(_) => {
            if weekly || !when.nth.is_empty() {
                !listed
            } else {
                true
            }
        }
        Part::Dates(range) if range.from == range.to => !weekly && when.nth.is_empty(),
        Part::Dates(_) | Part::Months(_) | Part::Season(_) | Part::Span(..) => {
            if weekly || !when.nth.is_empty() {
                !(listed && closed)
            } else {
                true
            }
        }
    }
}

fn add(when: &mut When, part: Part) {
    match part {
        Part::Weekdays(set) => when.weekdays = Some(when.weekdays.unwrap_or_default().union(set)),
        Part::Nth(nth) => when.nth.push(nth),
        Part::Dates(range) | Part::Months(range) => when.dates.push(range),
        Part::Season(season) => when.seasons.push(season),
        Part::Holiday(holiday) => when.holidays.push(holiday),
        Part::Span(from, to) => when.spans.push((from, to)),
    }
}

/// How many days a holiday may be: a named day is more specific than "public holidays".
fn breadth(holiday: Holiday) -> u32 {
    match holiday {
        Holiday::Public | Holiday::Bank | Holiday::PublicEve | Holiday::School => 20,
        Holiday::Christmas
        | Holiday::SpringFestival
        | Holiday::NationalDay
        | Holiday::MayDay
        | Holiday::Easter => 8,
        _ => 1,
    }
}

/// The days of a span, in the year of its beginning.
fn length(range: DateRange) -> u32 {
    let day = |date: DayDate, year: i16| Date::new(date.year.unwrap_or(year), date.month, date.day).ok();
    // A leap year, so that the dates of all years are known.
    let (Some(from), Some(to)) = (day(range.from, 2024), day(range.to, 2024)) else {
        return 366;
    };
    let days = (to - from).get_days();
    let days = if days < 0 { days + 366 } else { days };
    u32::try_from(days).map_or(366, |days| days + 1)
}

/// Whether the date is in a span that begins or ends with a holiday.
fn within(date: Date, from: Edge, to: Edge, language: Language) -> Falls {
    let (Some(first), Some(last)) = (edge(from, date.year(), language), edge(to, date.year(), language))
    else {
        return Falls::Maybe;
    };
    let inside = if first <= last {
        first <= date && date <= last
    } else {
        first <= date || date <= last
    };
    if inside { Falls::Yes } else { Falls::No }
}

fn edge(edge: Edge, year: i16, language: Language) -> Option<Date> {
    match edge {
        Edge::Date(date) => Date::new(year, date.month, date.day).ok(),
        Edge::Holiday(holiday) => {
            let first = Date::new(year, 1, 1).ok()?;
            first
                .series(jiff::Span::new().days(1))
                .take(366)
                .find(|date| holiday.falls_on(*date, language) == Falls::Yes)
        }
    }
}

/// A season without dates: its middle is sure, its ends are not.
fn in_season(date: Date, season: Season) -> Falls {
    let (sure, perhaps): (&[i8], &[i8]) = match season {
        Season::Spring => (&[4], &[3, 5]),
        Season::Summer => (&[7, 8], &[5, 6, 9]),
        Season::Autumn => (&[10], &[9, 11]),
        Season::Winter => (&[1, 2, 12], &[3, 10, 11]),
    };
    if sure.contains(&date.month()) {
        Falls::Yes
    } else if perhaps.contains(&date.month()) {
        Falls::Maybe
    } else {
        Falls::No
    }
}
