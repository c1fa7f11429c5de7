//! Statements: what one group of days and hours says.
//!
//! Owns the kinds of statement and which rules they give. Words that are not understood become a note where they only
//! add to the hours, and make them unclear where they may change them.

use super::groups::Group;
use super::rules::{LastEntry, Rule, What};
use super::sentence::{Closure, Last, Reading, Said};
use super::when::{Part, When, conditions};
use super::words::Word;
use crate::values::{TimeRange, WeekdaySet};

impl Reading<'_> {
    /// Takes what a group says.
    pub(super) fn take(&mut self, group: &Group) {
        self.out.all_year |= group.says(Word::AllYear);
        let excepting = self.sentence.last == Last::Exception;
        self.sentence.last = Last::Other;
        if group.says(Word::LastEntry) {
            return self.last_entry(group);
        }
        if let Some(split) = group.same_as.filter(|split| *split < group.parts.len()) {
            return self.same_as(group, split);
        }
        if group.says(Word::Except) || group.except_end.is_some() {
            return self.exception(group);
        }
        if excepting
            && !group.has_what()
            && group.words.is_empty()
            && !group.parts.is_empty()
            && !group.place.begins
        {
            let days = self.scoped(conditions(&group.parts, true));
            self.push_quiet(days, &What::Closed);
            self.sentence.last = Last::Exception;
            return;
        }
        if excepting
            && group.has_hours()
            && !group.parts.is_empty()
            && !self.sentence.pending.parts.is_empty()
        {
            // "Daily except Mon, Tue 10–5": Tuesday is excepted, or all that is open is Tuesday.
            let days = self.scoped(conditions(&group.parts, true));
            self.push_noted(
                days,
                &What::Unclear,
                self.text.get(group.range.clone()).unwrap_or_default(),
            );
            return self.take(&Group {
                parts: Vec::new(),
                ..group.clone()
            });
        }
        if group.place.heads && !group.has_what() && !group.parts.is_empty() {
            return self.head(group);
        }
        let from_or_until = group.from_date.is_some() || group.until_date.is_some();
        let times = group.has_hours() || group.until.is_some() || group.from.is_some();
        if from_or_until && times {
            self.dated_change(group);
        } else if group.has_hours() {
            self.hours(group);
        } else if group.says_whole_day() && self.means_whole_day(group) {
            self.whole_day(group);
        } else if from_or_until {
            self.open_ended(group);
        } else if group.until.is_some() || group.from.is_some() {
            self.one_end(group);
        } else if group.is_closed() {
            self.closed(group);
        } else if !group.parts.is_empty() {
            self.days(group);
        } else {
            self.words(group);
        }
    }

    /// "Winter (Nov–Mar):" holds for all that follows; "Mon:" for the next hours.
    fn head(&mut self, group: &Group) {
        let parts = self.waits(group);
        let found = conditions(&parts, false);
        if found.iter().any(When::has_dates) {
            self.sentence.scope = found;
        } else {
            self.sentence.pending.parts = parts;
            self.sentence.pending.text = group.range.clone();
            if group.says(Word::Hours) || group.says(Word::Doubt) {
                self.sentence.pending.said = Said::Doubt;
            }
        }
    }

    fn last_entry(&mut self, group: &Group) {
        if let Some(clock) = group.last_entry_at.or(group.until.map(|(clock, _)| clock)) {
            match self.rules_of_sentence().last_mut() {
                Some(rule) => rule.last_entry = Some(clock),
                None => self.out.last_entry = Some(LastEntry::At(clock)),
            }
        } else if let Some(minutes) = group.minutes.and_then(|minutes| u16::try_from(minutes).ok()) {
            self.out.last_entry = Some(LastEntry::Before(minutes));
        }
    }

    /// 法定节假日开放时间同周末: as on other days.
    fn same_as(&mut self, group: &Group, split: usize) {
        let days = group.parts.iter().skip(split).filter_map(|(part, _)| match part {
            Part::Weekdays(days) => Some(*days),
            _ => None,
        });
        let days = days.fold(WeekdaySet::NONE, WeekdaySet::union);
        let target = conditions(group.parts.get(..split).unwrap_or_default(), false);
        let unclear = days.is_empty() || group.says(Word::Doubt);
        let what = if unclear { What::Unclear } else { What::As(days) };
        let target = if target.is_empty() {
            self.scope()
        } else {
            self.scoped(target)
        };
        self.push(target, &what, group);
    }

    /// What a group with its own days or hours says of them.
    pub(super) fn what_of(group: &Group) -> What {
        let ranges = || group.hours.iter().map(|(range, _)| *range).collect();
        if [Word::Doubt, Word::Change, Word::No]
            .iter()
            .any(|word| group.says(*word))
            || group.is_ambiguous()
        {
            What::Unclear
        } else if group.hours.is_empty() {
            if group.is_closed() {
                What::Closed
            } else {
                What::Unclear
            }
        } else if group.is_closed() {
            What::Break(ranges())
        } else {
            What::Open(ranges())
        }
    }

    fn hours(&mut self, group: &Group) {
        let what = Self::what_of(group);
        if !self.has_days(group) && !self.rules_of_sentence().is_empty() && !group.is_closed() {
            return self.more_hours(group, &what);
        }
        // "Closed Sun, Mon, Tue 9–5": Monday may be closed or open from nine.
        if !group.parts.is_empty() {
            let loose = std::mem::take(&mut self.sentence.loose);
            for rule in self.out.rules.get_mut(loose).unwrap_or_default() {
                rule.what = What::Unclear;
            }
        }
        // "9–5, Mon–Fri, 10–3, Sat": whose hours stand where, nobody knows.
        let dayless = self
            .rules_of_sentence()
            .first()
            .is_some_and(|rule| !rule.when.is_special() && rule.when.weekdays.is_none());
        let waited = group.parts.is_empty() && !self.sentence.pending.parts.is_empty();
        self.sentence.doubtful |= dayless && waited;
        let whens = if self.sentence.excepted.is_empty() {
            self.whens(group, group.is_closed())
        } else {
            std::mem::take(&mut self.sentence.excepted)
        };
        self.push(whens, &what, group);
        if self.sentence.closure != Closure::No {
            self.sentence.closure = Closure::Before;
        }
        self.out.only_these |= group.rest.only_these && !group.is_closed();
    }

    /// Whether a group's hours have days: its own, or those that wait for them.
    fn has_days(&self, group: &Group) -> bool {
        let named = group.says(Word::OtherDays) || !group.parts.is_empty();
        named || !self.sentence.pending.parts.is_empty() || !self.sentence.excepted.is_empty()
    }

    /// "Mon 9–12, 1–5": more hours of the days before; "kitchen 12–2" is of something else.
    fn more_hours(&mut self, group: &Group, what: &What) {
        if is_of_something_else(group) {
            return self.words(group);
        }
        let first = self.sentence.last_rules.min(self.out.rules.len());
        let rules = self.out.rules.get_mut(first..).unwrap_or_default();
        let What::Open(more) = what else {
            return self.doubt_sentence(group);
        };
        let goes_on = |rule: &Rule| match &rule.what {
            What::Open(ranges) => ranges
                .last()
                .zip(more.first())
                .is_some_and(|(last, next)| last.end_minutes() <= next.from.minutes()),
            _ => false,
        };
        if !rules.iter().all(goes_on) {
            return self.doubt_sentence(group);
        }
        for rule in rules {
            if let What::Open(ranges) = &mut rule.what {
                ranges.extend(more);
            }
        }
    }

    /// Leaves the hours of the sentence open, with what is not understood as their note.
    fn doubt_sentence(&mut self, group: &Group) {
        let text = self.text.get(group.range.clone()).unwrap_or_default();
        for rule in self.rules_of_sentence() {
            if rule.what != What::Closed {
                rule.what = What::Unclear;
            }
            rule.add_note(text);
        }
    }

    /// "24 hours" tells opening hours beside days or "open", or where nothing else stands.
    fn means_whole_day(&self, group: &Group) -> bool {
        let alone = !group.rest.words && group.place.begins;
        let opens = group.says(Word::Open) || group.says(Word::OpenAllDay);
        let beside = !group.parts.is_empty() || opens || self.context.hours;
        (alone || beside) && !group.is_closed()
    }

    fn whole_day(&mut self, group: &Group) {
        let whens = self.whens(group, false);
        // "All day" may be day and night, or only while everything else is open.
        let always = group.says(Word::AllDay) || group.says(Word::OpenAllDay);
        let sure = (always || self.context.day_and_night) && !group.says(Word::Doubt);
        let what = if sure {
            What::Open(vec![TimeRange::ALL_DAY])
        } else {
            What::Unclear
        };
        self.push(whens, &what, group);
    }

    /// "Until 8", "opens at 2": as usual, but for one end.
    fn one_end(&mut self, group: &Group) {
        if self.both_ends(group) {
            return;
        }
        if !self.has_days(group) && !self.rules_of_sentence().is_empty() {
            // "9–5 (hot food until 2)" is of something else, "Mon from 9, until 5" is not understood.
            if is_of_something_else(group) {
                self.words(group);
            } else {
                self.doubt_sentence(group);
            }
            return;
        }
        let whens = self.whens(group, false);
        let what = match (group.until, group.from) {
            _ if group.says(Word::Doubt) || group.says(Word::Change) || group.says(Word::Break) => {
                What::Unclear
            }
            (Some((clock, ambiguous)), None) => What::Until(clock, ambiguous),
            (None, Some((clock, ambiguous))) => What::From(clock, ambiguous),
            // "Opens at 10 am and closes at 8 pm."
            (Some((to, false)), Some((from, false))) if from < to => What::Open(vec![TimeRange { from, to }]),
            _ => What::Unclear,
        };
        self.push(whens, &what, group);
    }

    /// "Opens 9 am, closes 5 pm daily": the end of the hours whose beginning came just before. Whether it is so.
    fn both_ends(&mut self, group: &Group) -> bool {
        let Some((to, false)) = group
            .until
            .filter(|_| group.from.is_none() && !is_of_something_else(group))
        else {
            return false;
        };
        let first = self.sentence.last_rules.max(self.sentence.first_rule);
        let rules = self.out.rules.get(first..).unwrap_or_default();
        let beginning = |rule: &Rule| match rule.what {
            What::From(from, false) if from < to => Some(from),
            _ => None,
        };
        let Some(from) = rules.first().and_then(beginning) else {
            return false;
        };
        let dayless = rules.iter().all(|rule| rule.when == self.context.when);
        if rules.iter().any(|rule| beginning(rule) != Some(from)) || (!dayless && self.has_days(group)) {
            return false;
        }
        let what = What::Open(vec![TimeRange { from, to }]);
        let whens = if self.has_days(group) {
            self.whens(group, false)
        } else {
            rules.iter().map(|rule| rule.when.clone()).collect()
        };
        self.out.rules.truncate(first);
        self.push(whens, &what, group);
        true
    }

    fn closed(&mut self, group: &Group) {
        let lunch = group.says(Word::Break);
        if lunch && group.says(Word::No) {
            // "There is no lunch break."
            return;
        }
        if lunch || (group.says(Word::Doubt) && group.parts.is_empty()) {
            // A break without hours is one at hours that nobody knows.
            return self.doubt(&group.range);
        }
        if group.says(Word::OtherDays) && group.parts.is_empty() {
            // "Mon–Fri 9–5, otherwise closed".
            self.out.only_these = true;
            return;
        }
        if group.says(Word::PartOfDay) {
            // "Closed on Wednesday afternoon": from when, nobody knows.
            let whens = self.whens(group, true);
            return self.push(whens, &What::Unclear, group);
        }
        if self.sentence.pending.said == Said::Open && !group.parts.is_empty() {
            // "Open Mon–Fri and closed at weekends".
            self.open_on_pending();
        }
        if group.says(Word::LastDay) {
            // "Closed on Mondays and on the last day of the month".
            self.doubt(&group.range);
        }
        let pending = !self.sentence.pending.parts.is_empty() || !self.sentence.scope.is_empty();
        if group.parts.is_empty() && !pending && self.context.when.is_always() {
            self.sentence.closure = Closure::AwaitsDays;
            return;
        }
        let whens = self.whens(group, true);
        let what = if group.says(Word::Doubt) {
            What::Unclear
        } else {
            What::Closed
        };
        self.push(whens, &what, group);
        self.sentence.closure = Closure::Said;
    }

    /// Days alone: they go on "closed", restrict what was said, or wait for their hours.
    fn days(&mut self, group: &Group) {
        let goes_on = self.sentence.closure == Closure::Said && self.sentence.pending.parts.is_empty();
        let opens = [Word::Open, Word::Hours, Word::Back]
            .iter()
            .any(|word| group.says(*word));
        if self.sentence.closure == Closure::AwaitsDays || (goes_on && !opens) {
            let whens = self.whens(group, true);
            let what = if group.says(Word::Doubt) {
                What::Unclear
            } else {
                What::Closed
            };
            let first = self.out.rules.len();
            self.push(whens, &what, group);
            if goes_on {
                let from = if self.sentence.loose.end == first {
                    self.sentence.loose.start
                } else {
                    first
                };
                self.sentence.loose = from..self.out.rules.len();
            }
            self.sentence.closure = Closure::Said;
            return;
        }
        if group.rest.only_these {
            return self.restrict(group);
        }
        if self.closure_between(group) {
            return;
        }
        if self.sentence.pending.parts.is_empty() {
            self.sentence.pending.text = group.range.clone();
        }
        self.sentence.pending.text.end = group.range.end;
        // "No dinner on Mon", "Christmas hours on the door", "sometimes Saturdays".
        let doubts = [Word::No, Word::Doubt, Word::Hours, Word::Change, Word::PartOfDay];
        if group.rest.time || doubts.iter().any(|word| group.says(*word)) {
            self.sentence.pending.said = Said::Doubt;
        } else if group.says(Word::Open) && self.sentence.pending.said == Said::Nothing {
            self.sentence.pending.said = Said::Open;
        }
        self.sentence.pending.words |= group.rest.words;
        self.sentence.pending.parts = self.waits(group);
    }

    /// "Open May 1 to Oct 15" says that it is closed on other dates; "open on 26 December" only that it is open then.
    pub(super) fn open_on(&mut self, whens: &[When], note: &str) {
        for when in whens {
            let season = when.is_long() && when.weekdays.is_none();
            if season {
                let outside = When {
                    outside: true,
                    ..when.clone()
                };
                // "Open in summer" leaves it to the reader when summer ends.
                let what = if when.seasons.is_empty() {
                    What::Closed
                } else {
                    What::Unclear
                };
                self.push_quiet(vec![outside], &what);
            }
            let what = if season { What::Usual } else { What::Unclear };
            self.push_noted(vec![when.clone()], &what, note);
        }
    }

    /// "Weekends only", "june til labor day only": what was said holds on these days and on no others.
    fn restrict(&mut self, group: &Group) {
        let parts = self.waits(group);
        let found = conditions(&parts, false);
        let [only] = found.as_slice() else {
            return self.doubt(&group.range);
        };
        if self.rules_of_sentence().is_empty() {
            self.sentence.pending.text = group.range.clone();
            self.sentence.pending.parts = parts;
            self.sentence.pending.said = Said::Only;
            return;
        }
        let mut closed = Vec::new();
        let mut only_these = false;
        for rule in self
            .rules_of_sentence()
            .iter_mut()
            .filter(|rule| matches!(rule.what, What::Open(_)))
        {
            if only.has_dates() {
                closed.push(Rule::new(
                    When {
                        outside: true,
                        ..rule.when.and(only)
                    },
                    What::Closed,
                ));
            } else if only.nth.is_empty() {
                only_these = true;
            } else {
                let days = only.nth.iter().map(|nth| nth.day).collect();
                closed.push(Rule::new(
                    When {
                        weekdays: Some(days),
                        ..When::default()
                    },
                    What::Closed,
                ));
            }
            rule.when = rule.when.and(only);
            if !only.nth.is_empty() {
                rule.when.weekdays = None;
            }
        }
        self.out.rules.extend(closed);
        self.out.only_these |= only_these;
    }

    /// Words without days and hours: a note, or a doubt.
    fn words(&mut self, group: &Group) {
        let text = self.text.get(group.range.clone()).unwrap_or_default();
        let doubt = group.says(Word::Doubt) || group.says(Word::Change);
        let of_opening = group.says(Word::Open)
            || group.says(Word::Hours)
            || group.says(Word::Opens)
            || group.says(Word::Closes);
        // "Other months:", "in bad weather:".
        self.sentence.doubtful |= doubt && group.place.heads;
        if self.rules_of_sentence().is_empty() {
            if group.says(Word::Change) || (doubt && of_opening) {
                // "Hours may vary", "we may close early".
                self.doubt(&group.range);
            } else if !self.sentence.pending.parts.is_empty() && (group.says(Word::No) || doubt) {
                self.sentence.pending.said = Said::Doubt;
                self.sentence.pending.text.end = group.range.end;
            }
        } else if doubt || group.says(Word::Except) {
            self.doubt_sentence(group);
        } else if !self.sentence.pending.parts.is_empty() {
            self.sentence.pending.words = true;
            self.sentence.pending.text.end = group.range.end;
        } else {
            for rule in self.out.rules.iter_mut().skip(self.sentence.last_rules) {
                rule.add_note(text);
            }
        }
    }
}

/// Whether a group's hours are of what its own words name: "(hot food until 2)".
fn is_of_something_else(group: &Group) -> bool {
    group.named.is_some() || (group.place.aside && group.rest.words)
}
