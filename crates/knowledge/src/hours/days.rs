//! What a schedule says of a day and of a moment.
//!
//! Owns which rule wins and what follows from it. Rules are read by `clauses` and `tables`.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::rules::{LastEntry, Rule, What};
use super::when::Rank;
use super::{Day, Schedule, State};
use crate::language::Language;
use crate::values::{Clock, Falls, Holiday, TimeRange, WeekdaySet};

/// No opening is looked for further ahead.
const DAYS_AHEAD: i64 = 60;

impl Schedule {
    /// Whether everything that was said of the hours is understood; if not, what is written is to be quoted.
    pub fn certain(&self) -> bool {
        // "Open 11 to 5" leaves it to the reader on which days.
        let names_days = self.all_year
            || self
                .rules
                .iter()
                .any(|rule| rule.when.weekdays.is_some() || is_all_day(&rule.what) || rule.when.is_special());
        self.unclear.is_empty() && names_days && !self.rules.iter().all(|rule| rule.what == What::Unclear)
    }

    /// What holds on a day.
    pub fn on(&self, date: Date) -> Day {
        if !self.unclear.is_empty() {
            return Day::Unknown {
                note: self.unclear.first().cloned(),
            };
        }
        self.day(date, 0)
    }

    fn day(&self, date: Date, depth: u8) -> Day {
        let mut matching: BTreeMap<Rank, Vec<&Rule>> = BTreeMap::new();
        let mut perhaps: Vec<(Rank, &Rule)> = Vec::new();
        for rule in self
            .rules
            .iter()
            .filter(|rule| !matches!(rule.what, What::Break(_)))
        {
            let rank = rule.when.rank(date, self.language);
            match rule.when.matches(date, self.language) {
                Falls::Yes => matching.entry(rank).or_default().push(rule),
                Falls::Maybe => perhaps.push((rank, rule)),
                Falls::No => {}
            }
        }
        let best = matching.last_key_value().map(|(rank, _)| *rank);
        let day = self.settle(date, &matching, depth);
        // A rule that may hold and would win leaves the day open, unless it says the same.
        let doubtful = perhaps
            .iter()
            .any(|(rank, rule)| best.is_none_or(|best| *rank > best) && !says_the_same(rule, &day));
        if doubtful {
            return Day::Unknown {
                note: perhaps.iter().find_map(|(_, rule)| rule.note.clone()),
            };
        }
        let special = best.is_some_and(|(kind, ..)| kind >= 4);
        // "Open all year", and closed on a holiday: one of the two is not meant for this place.
        if special && self.all_year && matches!(day, Day::Closed { .. }) {
            return Day::Unknown { note: None };
        }
        if !special && let Some(note) = self.elsewhere(date, &day) {
            return Day::Unknown { note };
        }
        // Of a day off on which most places are closed or open later, nobody knows unless it is said.
        let all_day = day.ranges() == [TimeRange::ALL_DAY];
        let open = !(special || self.all_year || all_day || matches!(day, Day::Closed { .. }));
        let holiday = open && is_day_off(date, self.language);
        if holiday {
            Day::Unknown { note: None }
        } else {
            self.with_breaks(date, day)
        }
    }

    /// Whether another text of the same file says that something is different on that day.
    fn elsewhere(&self, date: Date, day: &Day) -> Option<Option<String>> {
        let touching = self
            .elsewhere
            .iter()
            .find(|rule| rule.when.matches(date, self.language) > Falls::No && !says_the_same(rule, day));
        touching.map(|rule| rule.note.clone())
    }

    /// What the most specific rules say.
    fn settle(&self, date: Date, matching: &BTreeMap<Rank, Vec<&Rule>>, depth: u8) -> Day {
        let mut levels = matching.iter().rev();
        let Some((rank, rules)) = levels.next() else {
            return self.unlisted();
        };
        let below: BTreeMap<Rank, Vec<&Rule>> = matching
            .range(..rank)
            .map(|(rank, rules)| (*rank, rules.clone()))
            .collect();
        let mut days = rules.iter().map(|rule| self.said_by(rule, date, &below, depth));
        let Some(first) = days.next() else {
            return self.unlisted();
        };
        days.fold(first, together)
    }

    fn unlisted(&self) -> Day {
        if self.only_these {
            Day::Closed { reason: None }
        } else {
            Day::Unlisted
        }
    }

    fn said_by(&self, rule: &Rule, date: Date, below: &BTreeMap<Rank, Vec<&Rule>>, depth: u8) -> Day {
        let unknown = || Day::Unknown {
            note: rule.note.clone(),
        };
        match &rule.what {
            What::Open(ranges) => {
                let last_entry = rule.last_entry.or_else(|| self.last_entry_of(ranges));
                Day::Open {
                    ranges: sorted(ranges),
                    last_entry,
                    note: rule.note.clone(),
                }
            }
            What::Closed => Day::Closed {
                reason: rule.note.clone(),
            },
            What::Unclear | What::Break(_) => unknown(),
            What::Usual => match self.settle(date, below, depth) {
                Day::Unlisted => unknown(),
                day => day,
            },
            What::As(days) => {
                // "As on Sundays", which are as on weekdays, which are … has to end.
                let other = days
                    .iter()
                    .filter_map(|day| date.nth_weekday(1, day).ok())
                    .map(|other| self.ordinary(other, depth + 1));
                let mut others = other.collect::<Vec<_>>().into_iter();
                let Some(first) = others.next().filter(|_| depth < 3) else {
                    return unknown();
                };
                others.fold(
                    first,
                    |first, other| if first == other { first } else { unknown() },
                )
            }
            What::Until(clock, ambiguous) | What::From(clock, ambiguous) => {
                let until = matches!(rule.what, What::Until(..));
                match self.settle(date, below, depth) {
                    Day::Open { ranges, note, .. } => match bounded(&ranges, *clock, *ambiguous, until) {
                        Some(ranges) => Day::Open {
                            ranges,
                            last_entry: None,
                            note: rule.note.clone().or(note),
                        },
                        None => unknown(),
                    },
                    _ => unknown(),
                }
            }
        }
    }

    /// What the rules without dates say of a day of the week.
    fn ordinary(&self, date: Date, depth: u8) -> Day {
        let mut matching: BTreeMap<Rank, Vec<&Rule>> = BTreeMap::new();
        for rule in self
            .rules
            .iter()
            .filter(|rule| !rule.when.is_special() && !matches!(rule.what, What::Break(_)))
        {
            if rule.when.matches(date, self.language) == Falls::Yes {
                matching
                    .entry(rule.when.rank(date, self.language))
                    .or_default()
                    .push(rule);
            }
        }
        let day = self.settle(date, &matching, depth);
        self.with_breaks(date, day)
    }

    fn last_entry_of(&self, ranges: &[TimeRange]) -> Option<Clock> {
        match self.last_entry? {
            LastEntry::At(clock) => Some(clock),
            LastEntry::Before(minutes) => {
                let end = ranges
                    .iter()
                    .map(|range| range.end_minutes())
                    .max()?
                    .checked_sub(minutes)?;
                Clock::from_minutes(end % (24 * 60))
            }
        }
    }

    /// The day without its breaks.
    fn with_breaks(&self, date: Date, day: Day) -> Day {
        let Day::Open {
            mut ranges,
            last_entry,
            mut note,
        } = day
        else {
            return day;
        };
        for rule in &self.rules {
            let What::Break(breaks) = &rule.what else { continue };
            match rule.when.matches(date, self.language) {
                Falls::No => continue,
                Falls::Maybe => {
                    return Day::Unknown {
                        note: rule.note.clone(),
                    };
                }
                Falls::Yes => {}
            }
            let cut: Vec<TimeRange> = breaks
                .iter()
                .fold(ranges.clone(), |ranges, rest| without(&ranges, *rest));
            if cut != ranges {
                note = note.or_else(|| rule.note.clone());
                ranges = cut;
            }
        }
        Day::Open {
            ranges,
            last_entry,
            note,
        }
    }

    /// What holds at a moment.
    pub fn at(&self, moment: DateTime) -> State {
        match self.open_until(moment) {
            Opened::Until(until) => State::Open { until },
            Opened::Not => State::Closed {
                next: self.next_open(moment),
            },
            Opened::Unknown => State::Unknown,
        }
    }

    fn open_until(&self, moment: DateTime) -> Opened {
        let today = self.on(moment.date());
        let yesterday = moment.date().yesterday().ok().map(|date| (date, self.on(date)));
        let spans = yesterday
            .iter()
            .map(|(date, day)| (*date, day))
            .chain([(moment.date(), &today)]);
        for (date, day) in spans {
            for range in day.ranges() {
                let Some((from, to)) = span(date, *range) else {
                    continue;
                };
                if from <= moment && moment < to {
                    return Opened::Until(self.joined_end(to));
                }
            }
        }
        let known = matches!(today, Day::Open { .. } | Day::Closed { .. });
        if known { Opened::Not } else { Opened::Unknown }
    }

    /// The end of an opening that goes on after midnight: a place that is open day and night does not close at 24:00.
    fn joined_end(&self, end: DateTime) -> DateTime {
        let mut end = end;
        for _ in 0..7 {
            let day = self.on(end.date());
            let next = day
                .ranges()
                .iter()
                .filter_map(|range| span(end.date(), *range))
                .find(|(from, _)| *from == end);
            let Some((_, later)) = next else { return end };
            end = later;
        }
        end
    }

    /// When it is open next: `from` itself where it is open then. Nothing where a day before that is not known.
    pub fn next_open(&self, from: DateTime) -> Option<DateTime> {
        if matches!(self.open_until(from), Opened::Until(_)) {
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
                .filter_map(|range| span(date, *range))
                .map(|(start, _)| start);
            if let Some(start) = starts.filter(|start| *start >= from).min() {
                return Some(start);
            }
        }
        None
    }

    /// The days of the week on which it is open in an ordinary week.
    pub fn days_open(&self) -> WeekdaySet {
        self.days(|day| matches!(day, Day::Open { .. }))
    }

    /// The days of the week on which it is closed in an ordinary week.
    pub fn days_closed(&self) -> WeekdaySet {
        self.days(|day| matches!(day, Day::Closed { .. }))
    }

    fn days(&self, wanted: impl Fn(&Day) -> bool) -> WeekdaySet {
        if !self.unclear.is_empty() {
            return WeekdaySet::NONE;
        }
        // Any week does: dates do not count here.
        let Ok(monday) = Date::new(2024, 1, 1) else {
            return WeekdaySet::NONE;
        };
        let week = (0..7_i64).filter_map(|ahead| monday.checked_add(ahead.days()).ok());
        week.filter(|date| wanted(&self.ordinary(*date, 0)))
            .map(Date::weekday)
            .collect()
    }
}

fn is_all_day(what: &What) -> bool {
    matches!(what, What::Open(ranges) if ranges.as_slice() == [TimeRange::ALL_DAY])
}

/// Whether a place is open at a moment, as far as is known.
enum Opened {
    Until(DateTime),
    Not,
    Unknown,
}

impl Day {
    /// The hours of the day.
    pub fn ranges(&self) -> &[TimeRange] {
        if let Self::Open { ranges, .. } = self {
            ranges
        } else {
            &[]
        }
    }
}

/// What two rules that are as specific as each other say together.
fn together(first: Day, second: Day) -> Day {
    match (first, second) {
        (
            Day::Open {
                ranges,
                last_entry,
                note,
            },
            Day::Open {
                ranges: more,
                last_entry: later,
                note: other,
            },
        ) => {
            let mut all = ranges.clone();
            all.extend(more.iter().filter(|range| !ranges.contains(range)));
            let all = sorted(&all);
            let apart = all
                .windows(2)
                .all(|pair| pair[0].end_minutes() <= pair[1].from.minutes());
            if apart {
                Day::Open {
                    ranges: all,
                    last_entry: later.or(last_entry),
                    note: note.or(other),
                }
            } else {
                Day::Unknown { note: note.or(other) }
            }
        }
        (Day::Closed { reason }, Day::Closed { reason: other }) => Day::Closed {
            reason: reason.or(other),
        },
        (Day::Unknown { note }, _) | (_, Day::Unknown { note }) => Day::Unknown { note },
        _ => Day::Unknown { note: None },
    }
}

fn says_the_same(rule: &Rule, day: &Day) -> bool {
    match (&rule.what, day) {
        (What::Closed, Day::Closed { .. }) => true,
        (What::Open(ranges), Day::Open { ranges: others, .. }) => sorted(ranges) == *others,
        _ => false,
    }
}

fn sorted(ranges: &[TimeRange]) -> Vec<TimeRange> {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    sorted
}

/// The hours with another beginning or end.
fn bounded(ranges: &[TimeRange], clock: Clock, ambiguous: bool, until: bool) -> Option<Vec<TimeRange>> {
    let first = ranges.first()?.from;
    let last = ranges.last()?;
    let later = Clock::new(clock.hour.checked_add(12)?, clock.minute);
    let clock = match (ambiguous, until) {
        (false, _) => clock,
        // "Until 8" after "8–6": the one that is after the opening.
        (true, true) if clock <= first => later?,
        // Of "open 6–18, until 8" nobody knows the half of the day.
        (true, true) => return None,
        (true, false) => clock,
    };
    let mut bounded: Vec<TimeRange> = Vec::new();
    for range in ranges {
        let mut range = *range;
        if until {
            let after_midnight = clock.minutes() <= first.minutes();
            if !after_midnight && range.from >= clock {
                continue;
            }
            // Longer than usual lengthens the last span, shorter cuts it.
            if range.from == last.from || range.end_minutes() > clock.minutes() && !after_midnight {
                range.to = clock;
            }
        } else {
            if range.end_minutes() <= clock.minutes() {
                continue;
            }
            if bounded.is_empty() {
                range.from = clock;
            }
        }
        bounded.push(range);
    }
    (!bounded.is_empty()).then_some(bounded)
}

/// The spans without a break.
fn without(ranges: &[TimeRange], rest: TimeRange) -> Vec<TimeRange> {
    let mut left = Vec::new();
    for range in ranges {
        let inside =
            range.from <= rest.from && rest.end_minutes() <= range.end_minutes() && !rest.passes_midnight();
        if !inside {
            left.push(*range);
            continue;
        }
        left.extend(
            [
                TimeRange {
                    from: range.from,
                    to: rest.from,
                },
                TimeRange {
                    from: rest.to,
                    to: range.to,
                },
            ]
            .into_iter()
            .filter(|part| part.from != part.to),
        );
    }
    left
}

/// The moments at which a span of a day begins and ends.
fn span(date: Date, range: TimeRange) -> Option<(DateTime, DateTime)> {
    let from = at(date, range.from.minutes())?;
    let to = at(date, range.end_minutes())?;
    Some((from, to))
}

fn at(date: Date, minutes: u16) -> Option<DateTime> {
    date.to_datetime(Time::midnight())
        .checked_add(i64::from(minutes).minutes())
        .ok()
}

/// Whether it is surely a public holiday where the language is spoken.
fn is_day_off(date: Date, language: Language) -> bool {
    let holiday = if language == Language::English {
        Holiday::Bank
    } else {
        Holiday::Public
    };
    holiday.falls_on(date, language) == Falls::Yes
}
