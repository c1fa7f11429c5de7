//! Exceptions and closures: "except Mondays", "closed until 20 December", "last day 23 December, back on 5 January".
//!
//! Owns the statements that name days only to take them out. All other statements are `statements`.

use jiff::ToSpan;
use jiff::civil::Date;

use super::groups::Group;
use super::rules::What;
use super::sentence::{Closure, Last, Reading};
use super::when::{Part, When, conditions};
use super::words::Word;
use crate::values::{DateRange, DayDate};

impl Reading<'_> {
    /// "Daily except Mondays 9–5", "closed at Christmas except 29 December, 9–1", 除周一外每天9点到5点.
    pub(super) fn exception(&mut self, group: &Group) {
        let split = group.except.unwrap_or(0).min(group.parts.len());
        let end = group
            .except_end
            .unwrap_or(group.parts.len())
            .clamp(split, group.parts.len());
        let (before, rest) = group.parts.split_at(split);
        let (excepted, after) = rest.split_at(end - split);
        let mut plain = group.clone();
        plain
            .words
            .retain(|word| !matches!(word, Word::Except | Word::ExceptEnd));
        (plain.except, plain.except_end) = (None, None);
        plain.parts = before.iter().chain(after).copied().collect();
        let excepted = conditions(excepted, true);
        if excepted.is_empty() {
            return self.exception_without_days(group, &plain);
        }
        let whens = self.scoped(excepted);
        let said_before = !self.rules_of_sentence().is_empty()
            && self.sentence.pending.parts.is_empty()
            && plain.parts.is_empty();
        if said_before && plain.has_what() {
            // "10–5 daily except Sundays 11–4".
            return self.push(whens, &Self::what_of(&plain), group);
        }
        if said_before && self.sentence.closure != Closure::No {
            // The hours of the excepted days may follow: "closed, except 29 December, 9–1".
            self.sentence.excepted = whens;
            return;
        }
        self.push_quiet(whens, &What::Closed);
        if plain.has_what() || !plain.parts.is_empty() {
            self.take(&plain);
        }
        // "Except Mondays, Tuesdays" goes on.
        if !group.has_hours() {
            self.sentence.last = Last::Exception;
        }
    }

    /// "Except on match days": days that are no values.
    fn exception_without_days(&mut self, group: &Group, plain: &Group) {
        let text = self.text.get(group.range.clone()).unwrap_or_default();
        for rule in self.rules_of_sentence() {
            rule.add_note(text);
        }
        let vague = group.says(Word::Doubt) || group.except_end.is_some();
        if vague || (plain.has_what() && plain.parts.is_empty()) {
            self.doubt(&group.range);
        } else if plain.has_what() || !plain.parts.is_empty() {
            self.take(plain);
        } else if !self.rules_of_sentence().is_empty() {
            self.doubt(&group.range);
        }
    }

    /// "From 1 November we close at 4": another end from some date on.
    pub(super) fn dated_change(&mut self, group: &Group) {
        let (range, sure) = span(
            group.from_date.map(|range| range.from),
            group.until_date.map(|range| range.to),
        );
        let Some(range) = range else {
            return self.doubt(&group.range);
        };
        let dates = When {
            dates: vec![range],
            ..When::default()
        };
        let whens = self
            .whens(group, group.is_closed())
            .iter()
            .map(|when| when.and(&dates))
            .collect();
        let what = if sure && group.has_hours() {
            Self::what_of(group)
        } else {
            What::Unclear
        };
        self.push(whens, &what, group);
    }

    /// "Closed until 20 December 2026", "open from 27 November".
    pub(super) fn open_ended(&mut self, group: &Group) {
        let until = group.until_date.map(|range| range.to);
        let from = group.from_date.map(|range| range.from);
        let closed = group.is_closed() || self.sentence.closure == Closure::AwaitsDays;
        if !closed && !group.says(Word::Open) {
            // "Breakfast until 30 September" and "tickets from 1 May" are no opening hours.
            if !self.rules_of_sentence().is_empty() {
                self.doubt(&group.range);
            }
            return;
        }
        let (Some(range), sure) = span(from, until) else {
            return self.doubt(&group.range);
        };
        self.sentence.closure = if closed {
            Closure::Said
        } else {
            self.sentence.closure
        };
        let what = if closed && sure {
            What::Closed
        } else {
            What::Unclear
        };
        let whens = self.scoped(vec![When {
            dates: vec![range],
            ..When::default()
        }]);
        self.push(whens, &what, group);
    }

    /// "Last day 23 December, back on 5 January": closed between. Whether the group is of that.
    pub(super) fn closure_between(&mut self, group: &Group) -> bool {
        let date = match group.parts.as_slice() {
            [(Part::Dates(range), _)] if range.from == range.to => Some(*range),
            _ => None,
        };
        if group.says(Word::LastDay) {
            self.sentence.last_day = date;
            return date.is_some();
        }
        let back = date.filter(|_| group.says(Word::Back));
        let Some((last, back)) = self.sentence.last_day.zip(back) else {
            return false;
        };
        self.sentence.last_day = None;
        match beside(last.from, 1).zip(beside(back.from, -1)) {
            Some((from, to)) => {
                let when = When {
                    dates: vec![DateRange { from, to }],
                    ..When::default()
                };
                self.push_quiet(vec![when], &What::Closed);
            }
            None => self.doubt(&group.range),
        }
        true
    }
}

/// The day after or before a date.
pub(super) fn beside(date: DayDate, days: i64) -> Option<DayDate> {
    let day = Date::new(date.year.unwrap_or(2024), date.month, date.day).ok()?;
    let moved = day.checked_add(days.days()).ok()?;
    DayDate::new(date.year.map(|_| moved.year()), moved.month(), moved.day())
}

/// The dates of "until 20 December 2026" and "from 1 May", and whether they are sure.
fn span(from: Option<DayDate>, until: Option<DayDate>) -> (Option<DateRange>, bool) {
    match (from, until) {
        (Some(from), Some(to)) => (Some(DateRange { from, to }), true),
        (None, Some(to)) if to.year.is_some() => (
            DayDate::new(Some(1), 1, 1).map(|from| DateRange { from, to }),
            true,
        ),
        (Some(from), None) if from.year.is_some() => (
            DayDate::new(Some(9999), 12, 31).map(|to| DateRange { from, to }),
            true,
        ),
        // Nobody knows of which year a notice is: half a year may be meant.
        (None, Some(to)) => (half_a_year_from(to).map(|from| DateRange { from, to }), false),
        (Some(from), None) => (half_a_year_from(from).map(|to| DateRange { from, to }), false),
        (None, None) => (None, false),
    }
}

fn half_a_year_from(date: DayDate) -> Option<DayDate> {
    let month = if date.month > 6 {
        date.month - 6
    } else {
        date.month + 6
    };
    DayDate::new(None, month, date.day.min(28))
}
