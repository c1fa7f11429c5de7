//! What a schedule says of a day.
//!
//! Owns which rule wins and what follows from it. Rules are read by `clauses` and `tables`, moments are `moments`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::rules::{LastEntry, Rule, What};
use super::spans::{bounded, sorted, without};
use super::when::Rank;
use super::{Day, Schedule};
use crate::language::Language;
use crate::values::{Clock, Falls, Holiday, TimeRange, WeekdaySet};

/// A rule with its rank, and whether it changes what less specific rules say.
type Ranked<'a> = ((Rank, bool), &'a Rule);

/// Rules that hold on a day, the most specific last.
type Holding<'a> = [Ranked<'a>];

/// "As on Sundays", which are as on Saturdays, which are …: it has to end.
const MAX_DEPTH: u8 = 3;

impl Schedule {
    /// Whether everything that was said of the hours is understood; if not, what is written is to be quoted.
    ///
    /// "Open 11 to 5" without days is not certain either: it leaves it to the reader on which days.
    pub fn certain(&self) -> bool {
        let names_days =
            |rule: &Rule| rule.when.weekdays.is_some() || rule.when.is_special() || is_all_day(&rule.what);
        let days = self.all_year || self.rules.iter().any(names_days);
        self.unclear.is_empty() && days && self.rules.iter().any(|rule| rule.what != What::Unclear)
    }

    /// What holds on a day.
    pub fn on(&self, date: Date) -> Day {
        if let Some(unclear) = self.unclear.first() {
            return unknown(Some(unclear));
        }
        let (holding, perhaps) = self.rules_on(date);
        let best = holding.last().map(|(rank, _)| *rank);
        let day = self.settle(date, &holding, 0);
        // A rule that may hold and would win leaves the day open, unless it says the same.
        let doubtful = perhaps
            .iter()
            .filter(|(rank, rule)| best.is_none_or(|best| *rank > best) && !says(rule, &day));
        if let Some((_, rule)) = doubtful.max_by_key(|(rank, _)| *rank) {
            return unknown(rule.note.as_ref());
        }
        let closed = matches!(day, Day::Closed { .. });
        if best.is_some_and(|((kind, ..), _)| kind >= 4) {
            // "Open all year", and closed on a holiday: one of the two is not meant for this place.
            let contradiction = closed && self.all_year;
            return if contradiction {
                unknown(None)
            } else {
                self.with_breaks(date, day)
            };
        }
        let touches = |rule: &&Rule| rule.when.matches(date, self.language) > Falls::No && !says(rule, &day);
        if let Some(rule) = self.elsewhere.iter().find(touches) {
            return unknown(rule.note.as_ref());
        }
        // What is open on a day off nobody knows unless it is said.
        let always = self.all_year || day.ranges() == [TimeRange::ALL_DAY];
        if !closed && !always && is_day_off(date, self.language) {
            return unknown(None);
        }
        self.with_breaks(date, day)
    }

    /// Whether nothing is said but of single days.
    pub fn is_of_single_days(&self) -> bool {
        self.rules.iter().all(|rule| rule.when.is_of_single_days())
    }

    /// Whether something is said of this very date: of the day, or that it is closed for days. Opening hours of some weeks are not
    /// those of a holiday within them.
    pub fn names(&self, date: Date) -> bool {
        let is_of_date = |rule: &Rule| {
            let is_of_day =
                rule.when.is_of_single_days() || rule.what == What::Closed && !rule.when.is_long();
            rule.when.is_special() && is_of_day && rule.when.matches(date, self.language) == Falls::Yes
        };
        self.rules.iter().any(is_of_date)
    }

    /// The rules that hold on a day and those that may.
    fn rules_on(&self, date: Date) -> (Vec<Ranked<'_>>, Vec<Ranked<'_>>) {
        let (mut holding, mut perhaps) = (Vec::new(), Vec::new());
        for rule in self
            .rules
            .iter()
            .filter(|rule| !matches!(rule.what, What::Break(_)))
        {
            let rank = rule.when.rank(date, self.language);
            // "Saturdays until one" comes after the hours of Saturdays.
            let changes = matches!(
                rule.what,
                What::Until(..) | What::From(..) | What::Cut(_) | What::Usual
            );
            match rule.when.matches(date, self.language) {
                Falls::Yes => holding.push(((rank, changes), rule)),
                Falls::Maybe => perhaps.push(((rank, changes), rule)),
                Falls::No => {}
            }
        }
        holding.sort_by_key(|(rank, _)| *rank);
        (holding, perhaps)
    }

    /// What the most specific rules say.
    fn settle(&self, date: Date, holding: &Holding<'_>, depth: u8) -> Day {
        let unlisted = if self.only_these {
            Day::Closed { reason: None }
        } else {
            Day::Unlisted
        };
        let Some((best, _)) = holding.last() else {
            return unlisted;
        };
        let split = holding.partition_point(|(rank, _)| rank < best);
        let (below, rules) = holding.split_at(split);
        let days = rules
            .iter()
            .map(|(_, rule)| self.said_by(rule, date, below, depth));
        days.reduce(together).unwrap_or(unlisted)
    }

    fn said_by(&self, rule: &Rule, date: Date, below: &Holding<'_>, depth: u8) -> Day {
        let note = rule.note.as_ref();
        match &rule.what {
            What::Open(ranges) => {
                let ranges = sorted(ranges);
                Day::Open {
                    last_entry: self.last_entry_of(rule, &ranges),
                    ranges,
                    note: rule.note.clone(),
                }
            }
            What::Closed => Day::Closed {
                reason: rule.note.clone(),
            },
            What::Usual => noted(self.settle(date, below, depth), note),
            What::As(days) if depth < MAX_DEPTH => {
                let others = days.iter().filter_map(|day| date.nth_weekday(1, day).ok());
                let others = others.map(|other| self.ordinary(other, depth + 1));
                let same = others.reduce(|first, other| if first == other { first } else { unknown(note) });
                same.unwrap_or(unknown(note))
            }
            What::Unclear | What::Break(_) | What::As(_) => unknown(note),
            What::Until(..) | What::From(..) | What::Cut(_) => {
                let Day::Open {
                    ranges, note: other, ..
                } = self.settle(date, below, depth)
                else {
                    return unknown(note);
                };
                let Some(ranges) = changed(rule, &ranges) else {
                    return unknown(note);
                };
                Day::Open {
                    last_entry: self.last_entry_of(rule, &ranges),
                    ranges,
                    note: joined(note, other),
                }
            }
        }
    }

    /// What the rules without dates say of a day of the week.
    pub(super) fn ordinary(&self, date: Date, depth: u8) -> Day {
        let (mut holding, _) = self.rules_on(date);
        holding.retain(|(_, rule)| !rule.when.is_special());
        self.with_breaks(date, self.settle(date, &holding, depth))
    }

    fn last_entry_of(&self, rule: &Rule, ranges: &[TimeRange]) -> Option<Clock> {
        match rule.last_entry.map(LastEntry::At).or(self.last_entry)? {
            LastEntry::At(clock) => {
                // "Last entry at 4" of a place that is open from nine to five.
                let later = clock
                    .hour
                    .checked_add(12)
                    .and_then(|hour| Clock::new(hour, clock.minute));
                let within = |clock: &Clock| {
                    ranges
                        .iter()
                        .any(|range| range.from <= *clock && clock.minutes() <= range.end_minutes())
                };
                [Some(clock), later].into_iter().flatten().find(within)
            }
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
                Falls::Maybe => return unknown(rule.note.as_ref()),
                Falls::Yes => {}
            }
            let cut = breaks
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
        let days: Vec<Weekday> = week
            .filter(|date| wanted(&self.ordinary(*date, 0)))
            .map(Date::weekday)
            .collect();
        days.into_iter().collect()
    }
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

fn unknown(note: Option<&String>) -> Day {
    Day::Unknown { note: note.cloned() }
}

/// The hours of a day with what a rule changes in them; nothing where it is not known.
fn changed(rule: &Rule, ranges: &[TimeRange]) -> Option<Vec<TimeRange>> {
    let end = ranges.last()?.end_minutes();
    match rule.what {
        What::Until(clock, ambiguous) => {
            // "In winter until four" does not make a Saturday longer that ends at one.
            let general = rule.when.weekdays.is_none() && !rule.when.is_of_single_days();
            if general && end < clock.minutes() {
                None
            } else {
                bounded(ranges, clock, ambiguous, true)
            }
        }
        What::From(clock, ambiguous) => bounded(ranges, clock, ambiguous, false),
        What::Cut(clock) if end <= clock.minutes() => Some(ranges.to_vec()),
        What::Cut(clock) => bounded(ranges, clock, false, true),
        _ => None,
    }
}

/// A day with a note.
fn noted(day: Day, note: Option<&String>) -> Day {
    match day {
        Day::Open {
            ranges,
            last_entry,
            note: other,
        } => Day::Open {
            ranges,
            last_entry,
            note: joined(note, other),
        },
        Day::Closed { reason } => Day::Closed {
            reason: joined(note, reason),
        },
        Day::Unlisted | Day::Unknown { .. } => unknown(note),
    }
}

fn joined(note: Option<&String>, other: Option<String>) -> Option<String> {
    match (note, other) {
        (Some(note), Some(other)) => Some(format!("{note}; {other}")),
        (note, other) => note.cloned().or(other),
    }
}

fn is_all_day(what: &What) -> bool {
    matches!(what, What::Open(ranges) if ranges.as_slice() == [TimeRange::ALL_DAY])
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
            let all: Vec<TimeRange> = ranges
                .iter()
                .chain(more.iter().filter(|range| !ranges.contains(range)))
                .copied()
                .collect();
            let all = sorted(&all);
            let apart = all
                .windows(2)
                .all(|pair| matches!(pair, [one, next] if one.end_minutes() <= next.from.minutes()));
            let note = note.or(other);
            if apart {
                Day::Open {
                    ranges: all,
                    last_entry: later.or(last_entry),
                    note,
                }
            } else {
                Day::Unknown { note }
            }
        }
        (Day::Closed { reason }, Day::Closed { reason: other }) => Day::Closed {
            reason: reason.or(other),
        },
        (Day::Unknown { note }, _) | (_, Day::Unknown { note }) => Day::Unknown { note },
        _ => Day::Unknown { note: None },
    }
}

/// Whether a rule says of a day what is known of it already.
fn says(rule: &Rule, day: &Day) -> bool {
    match (&rule.what, day) {
        (What::Closed, Day::Closed { .. }) => true,
        (What::Open(ranges), Day::Open { ranges: others, .. }) => sorted(ranges) == *others,
        _ => false,
    }
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
