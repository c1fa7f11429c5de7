//! Clauses: what the groups of a text say of opening hours, as rules.
//!
//! Owns how days and hours become rules, and what to do with words that are not understood: they become a note where
//! they only add to the hours, and make them unclear where they may change them.

use jiff::ToSpan;
use jiff::civil::Date;

use super::groups::{Group, groups};
use super::pieces::{Piece, Placed, pieces};
use super::rules::{LastEntry, Rule, What};
use super::when::{Part, When, conditions};
use super::words::Word;
use crate::language::Language;
use crate::values::{DateRange, DayDate, TimeRange, WeekdaySet};

/// What is known of a text before it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// The days it is about: a row's day, a column's header.
    pub(super) when: When,
    /// It is known to tell hours.
    pub(super) hours: bool,
    /// What it is about is open day and night: "all day" means so too.
    pub(super) day_and_night: bool,
}

/// What a text says of opening hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Clauses {
    /// The rules.
    pub(super) rules: Vec<Rule>,
    /// "Only": on days that are not named it is closed.
    pub(super) only_these: bool,
    /// Until when somebody is let in, on all days.
    pub(super) last_entry: Option<LastEntry>,
    /// What may change the hours and is not understood.
    pub(super) unclear: Vec<String>,
    /// It says "open", "closed" or the like.
    pub(super) opening: bool,
    /// It says that it is open on all days of the year.
    pub(super) all_year: bool,
    /// Days to which a note restricts what was said elsewhere: "1st and 3rd Saturday only".
    pub(super) restricted: Vec<When>,
    /// What it says before the first day or hour: what the hours are of.
    pub(super) subject: Option<String>,
    /// Its first words name days or say "closed".
    pub(super) begins_with_hours: bool,
    /// It consists of days, hours and small words.
    pub(super) pure: bool,
    /// What it names between days and hours: "On the first Thursday counter 1 stays open until 7".
    pub(super) named: Option<String>,
}

/// What a text says of opening hours.
pub(super) fn clauses(text: &str, language: Language, context: &Context) -> Clauses {
    let pieces = pieces(text, language, context.hours);
    let groups = groups(&pieces);
    let mut reading = Reading {
        text,
        context,
        out: Clauses::default(),
        sentence: Sentence::default(),
    };
    reading.out.subject = subject(text, &pieces);
    reading.out.begins_with_hours =
        reading.out.subject.is_none() && pieces.iter().any(|placed| tells(&placed.piece));
    reading.out.pure = pieces
        .iter()
        .all(|placed| !matches!(placed.piece, Piece::Other | Piece::Word(Word::Meal | Word::Break)));
    reading.out.opening = pieces.iter().any(|placed| {
        matches!(
            placed.piece,
            Piece::Word(Word::Open | Word::Opens | Word::Closes | Word::Closed | Word::LastEntry)
        )
    });
    for (index, group) in groups.iter().enumerate() {
        if group.begins && index > 0 {
            reading.end_sentence();
        }
        reading.group(group);
    }
    reading.end_sentence();
    reading.out
}

/// Whether a piece tells days or hours, or that a place is open or closed.
fn tells(piece: &Piece) -> bool {
    match piece {
        Piece::When(_) | Piece::Hours(..) | Piece::Time(..) => true,
        Piece::Word(word) => !matches!(
            word,
            Word::Empty
                | Word::Doubt
                | Word::No
                | Word::Until
                | Word::From
                | Word::Only
                | Word::SameAs
                | Word::Meal
        ),
        _ => false,
    }
}

/// What stands before the first day or hour, if it is more than small words.
fn subject(text: &str, pieces: &[Placed]) -> Option<String> {
    let first = pieces
        .iter()
        .position(|placed| tells(&placed.piece))
        .unwrap_or(pieces.len());
    let before = pieces.get(..first)?;
    let content = before
        .iter()
        .rposition(|placed| matches!(placed.piece, Piece::Other))?;
    // Of several sentences only the one with the hours names their subject, unless it has none.
    let start = before
        .get(..content)?
        .iter()
        .rposition(|placed| placed.piece == Piece::Stop)
        .map_or(0, |stop| stop + 1);
    let range = before.get(start)?.range.start..before.get(content)?.range.end;
    let subject = text.get(range)?.trim();
    (!subject.is_empty()).then(|| subject.to_owned())
}

/// What was said in the sentence so far.
#[derive(Debug, Default)]
struct Sentence {
    /// Days of which nothing was said yet.
    pending: Vec<(Part, super::when::Link)>,
    pending_text: std::ops::Range<usize>,
    pending_open: bool,
    pending_doubt: bool,
    /// Words between days and hours that name something.
    named: Option<std::ops::Range<usize>>,
    /// The date after "last day".
    last_day: Option<DateRange>,
    /// Days that hold for all that follows: "winter:".
    scope: Vec<When>,
    /// The last thing said was "closed".
    closed: bool,
    /// "Closed" was said and its days are still to come.
    awaits_days: bool,
    /// Days that are excepted and of which nothing was said yet.
    excepted: Vec<When>,
    /// The first rule of the sentence.
    first_rule: usize,
    rules_of_closed: bool,
}

struct Reading<'a> {
    text: &'a str,
    context: &'a Context,
    out: Clauses,
    sentence: Sentence,
}

impl Reading<'_> {
    fn group(&mut self, group: &Group) {
        let rules = self.out.rules.len();
        if group.says(Word::Meal) {
            // "9–5, lunch 1–2" is a break, "lunch 12–2" is served.
            let mut group = group.clone();
            let meant = if rules > 0 { Word::Break } else { Word::Empty };
            group
                .words
                .iter_mut()
                .filter(|word| **word == Word::Meal)
                .for_each(|word| *word = meant);
            group.other |= meant == Word::Empty;
            return self.group(&group);
        }
        self.take(group);
        // "On 1 January only the duty doctor is in, 9 to 1": what stands between days and hours is meant.
        let before = self.sentence.named.take();
        let named = group.named.clone().filter(|_| !group.denied).or(before);
        if self.out.rules.len() == rules {
            self.sentence.named = named;
        } else if let Some(named) = named.and_then(|named| self.text.get(named))
            && self.out.named.is_none()
        {
            self.out.named = Some(named.to_owned());
        }
    }

    fn take(&mut self, group: &Group) {
        if group.says(Word::AllYear) {
            self.out.all_year = true;
        }
        if group.says(Word::LastEntry) {
            return self.last_entry(group);
        }
        if let Some(split) = group.same_as.filter(|split| *split < group.parts.len()) {
            return self.same_as(group, split);
        }
        let days_only = !group.has_what() && !group.parts.is_empty();
        if group.heads && days_only {
            return self.head(group);
        }
        if group.says(Word::Except) || group.except_end.is_some() {
            return self.exception(group);
        }
        if !group.hours.is_empty() {
            self.hours(group);
        } else if (group.says(Word::AllDay) || group.says(Word::WholeDay)) && self.says_all_day(group) {
            let alternatives = self.whens(group, false);
            let day_and_night = group.says(Word::AllDay) || self.context.day_and_night;
            let what = if day_and_night {
                What::Open(vec![TimeRange::ALL_DAY])
            } else {
                What::Unclear
            };
            self.push(alternatives, &what, group);
        } else if group.until_date.is_some() || group.from_date.is_some() {
            self.open_ended(group);
        } else if group.is_closed() && group.until.is_none() && group.from.is_none() {
            self.closed(group);
        } else if let Some(time) = group.until.or(group.from) {
            let what = if group.until.is_some() {
                What::Until(time.0, time.1)
            } else {
                What::From(time.0, time.1)
            };
            let both = group.until.is_some() && group.from.is_some();
            let alternatives = self.whens(group, false);
            self.push(
                alternatives,
                if both || group.says(Word::Doubt) {
                    &What::Unclear
                } else {
                    &what
                },
                group,
            );
        } else if !group.parts.is_empty() {
            self.days(group);
        } else {
            self.words(group);
        }
    }

    /// "Winter (Nov–Mar):" holds for all that follows; "Mon:" for the next hours.
    fn head(&mut self, group: &Group) {
        let parts: Vec<_> = self
            .sentence
            .pending
            .drain(..)
            .chain(group.parts.iter().copied())
            .collect();
        let found = conditions(&parts, false);
        if found.iter().any(When::has_dates) {
            self.sentence.scope = found;
        } else {
            self.sentence.pending = parts;
            self.sentence.pending_text = group.range.clone();
        }
    }

    fn last_entry(&mut self, group: &Group) {
        if let Some(clock) = group.last_entry_at.or(group.until.map(|(clock, _)| clock)) {
            let first = self.sentence.first_rule.min(self.out.rules.len());
            let rules = self.out.rules.get_mut(first..).unwrap_or_default();
            match rules.last_mut() {
                Some(rule) => rule.last_entry = Some(clock),
                None => self.out.last_entry = Some(LastEntry::At(clock)),
            }
        } else if let Some(minutes) = group.minutes.and_then(|minutes| u16::try_from(minutes).ok()) {
            self.out.last_entry = Some(LastEntry::Before(minutes));
        }
    }

    fn same_as(&mut self, group: &Group, split: usize) {
        let days = group
            .parts
            .iter()
            .skip(split)
            .fold(WeekdaySet::NONE, |set, (part, _)| match part {
                Part::Weekdays(days) => set.union(*days),
                _ => set,
            });
        let target = conditions(group.parts.get(..split).unwrap_or_default(), false);
        let what = if days.is_empty() || group.says(Word::Doubt) {
            What::Unclear
        } else {
            What::As(days)
        };
        let target = if target.is_empty() {
            self.scope()
        } else {
            self.scoped(target)
        };
        self.push(target, &what, group);
    }

    /// "Daily except Mondays 9–5", "closed at Christmas except 29 December, 9–1", 除周一外每天9点到5点.
    fn exception(&mut self, group: &Group) {
        let split = group.except.unwrap_or(0).min(group.parts.len());
        let end = group
            .except_end
            .unwrap_or(group.parts.len())
            .clamp(split, group.parts.len());
        let (main, rest) = (
            group.parts.get(..split).unwrap_or_default(),
            group.parts.get(split..end).unwrap_or_default(),
        );
        let after = group.parts.get(end..).unwrap_or_default();
        let mut plain = group.clone();
        plain
            .words
            .retain(|word| !matches!(word, Word::Except | Word::ExceptEnd));
        plain.parts = main.iter().chain(after).copied().collect();
        let said_before = self.out.rules.len() > self.sentence.first_rule
            && self.sentence.pending.is_empty()
            && main.is_empty()
            && after.is_empty();
        let closed_before = self.sentence.closed;
        let excepted = conditions(rest, true);
        if excepted.is_empty() {
            // "Not in August", "except for groups": days that are no values.
            self.out
                .rules
                .get_mut(self.sentence.first_rule..)
                .unwrap_or_default()
                .iter_mut()
                .for_each(|rule| rule.add_note(&self.text[group.range.clone()]));
            if group.says(Word::Doubt)
                || group.except_end.is_some()
                || (plain.has_what() && plain.parts.is_empty())
            {
                self.doubt(group);
            } else if plain.has_what() || !plain.parts.is_empty() {
                plain.except = None;
                plain.except_end = None;
                self.take(&plain);
            }
            return;
        }
        if said_before && (closed_before || plain.has_what()) {
            // The hours of the excepted days may follow: "except 29 December, 9–1".
            self.sentence.excepted = self.scoped(excepted);
            if plain.has_what() {
                let whens = std::mem::take(&mut self.sentence.excepted);
                let what = self.what_of(&plain);
                self.push(whens, &what, group);
            }
            return;
        }
        let whens = self.scoped(excepted);
        self.push_quiet(whens, &What::Closed);
        plain.except = None;
        plain.except_end = None;
        if plain.has_what() || !plain.parts.is_empty() {
            self.take(&plain);
        }
        self.sentence.closed = false;
    }

    fn what_of(&self, group: &Group) -> What {
        if group.says(Word::Doubt) || group.hours.iter().any(|(_, ambiguous)| *ambiguous) {
            What::Unclear
        } else if !group.hours.is_empty() {
            What::Open(group.hours.iter().map(|(range, _)| *range).collect())
        } else if group.is_closed() {
            What::Closed
        } else {
            What::Unclear
        }
    }

    fn hours(&mut self, group: &Group) {
        let ranges = group.hours.iter().map(|(range, _)| *range).collect();
        let whens = if self.sentence.excepted.is_empty() {
            self.whens(group, group.is_closed())
        } else {
            std::mem::take(&mut self.sentence.excepted)
        };
        let what =
            if group.says(Word::Doubt) || group.denied || group.hours.iter().any(|(_, ambiguous)| *ambiguous)
            {
                What::Unclear
            } else if group.is_closed() {
                What::Break(ranges)
            } else {
                What::Open(ranges)
            };
        self.push(whens, &what, group);
        self.sentence.closed = false;
        if group.only_these && !group.is_closed() {
            self.out.only_these = true;
        }
    }

    /// "24 hours" tells opening hours beside days or "open", or where nothing else stands.
    fn says_all_day(&self, group: &Group) -> bool {
        let beside = !group.parts.is_empty() || group.says(Word::Open) || self.context.hours;
        beside && !group.is_closed() || (!group.other && group.begins)
    }

    fn closed(&mut self, group: &Group) {
        if group.says(Word::Break) && !group.says(Word::Closed) {
            // "For lunch" without hours.
            return self.words(group);
        }
        if group.says(Word::Doubt) && group.parts.is_empty() && self.sentence.pending.is_empty() {
            return self.doubt(group);
        }
        let named = !group.parts.is_empty()
            || !self.sentence.pending.is_empty()
            || !self.sentence.scope.is_empty()
            || !self.context.when.is_always();
        self.sentence.closed = true;
        self.sentence.rules_of_closed = true;
        if named {
            let whens = self.whens(group, true);
            let what = if group.says(Word::Doubt) || group.says(Word::Break) {
                What::Unclear
            } else {
                What::Closed
            };
            self.push(whens, &what, group);
        } else {
            self.sentence.awaits_days = true;
        }
    }

    /// "Closed until 20 December 2026", "open from 27 November".
    fn open_ended(&mut self, group: &Group) {
        let until = group.until_date.map(|range| range.to);
        let from = group.from_date.map(|range| range.from);
        let (Some(range), sure) = open_range(from, until) else {
            return self.doubt(group);
        };
        let when = When {
            dates: vec![range],
            ..When::default()
        };
        let what = if group.is_closed() && sure {
            What::Closed
        } else {
            What::Unclear
        };
        if group.is_closed() || group.says(Word::Open) || self.sentence.awaits_days {
            let whens = self.scoped(vec![when]);
            self.push(whens, &what, group);
        } else {
            self.words(group);
        }
    }

    /// Days alone: they go on "closed", restrict what was said, or wait for their hours.
    fn days(&mut self, group: &Group) {
        if self.sentence.awaits_days
            || (self.sentence.closed && self.sentence.pending.is_empty() && !group.says(Word::Open))
        {
            self.sentence.awaits_days = false;
            let whens = self.whens(group, true);
            let what = if group.says(Word::Doubt) {
                What::Unclear
            } else {
                What::Closed
            };
            self.push(whens, &what, group);
            return;
        }
        let said = self.out.rules.len() > self.sentence.first_rule;
        if group.only_these || (said && group.aside && group.says(Word::Only)) {
            return self.restrict(group);
        }
        if self.closure(group) {
            return;
        }
        // "No dinner on Mon", "sometimes Saturdays".
        self.sentence.pending_doubt |= group.says(Word::No) || group.says(Word::Doubt);
        if self.sentence.pending.is_empty() {
            self.sentence.pending_text = group.range.clone();
        }
        self.sentence.pending_text.end = group.range.end;
        self.sentence.pending_open |= group.says(Word::Open);
        let listed = !self.sentence.pending.is_empty();
        let parts = group.parts.iter().enumerate().map(|(index, (part, link))| {
            let link = if index == 0 && listed {
                super::when::Link::Listed
            } else {
                *link
            };
            (*part, link)
        });
        self.sentence.pending.extend(parts);
    }

    /// "Last day 23 December, back on 5 January": closed between. Whether it was that.
    fn closure(&mut self, group: &Group) -> bool {
        let one = |group: &Group| match group.parts.as_slice() {
            [(Part::Dates(range), _)] if range.from == range.to => Some(*range),
            _ => None,
        };
        if group.says(Word::LastDay) {
            self.sentence.last_day = one(group);
            return self.sentence.last_day.is_some();
        }
        let between = self
            .sentence
            .last_day
            .filter(|_| group.says(Word::Back))
            .zip(one(group));
        let between = between.and_then(|(last, back)| {
            Some(DateRange {
                from: beside(last.from, 1)?,
                to: beside(back.from, -1)?,
            })
        });
        let Some(range) = between else { return false };
        self.sentence.last_day = None;
        self.push_quiet(
            vec![When {
                dates: vec![range],
                ..When::default()
            }],
            &What::Closed,
        );
        true
    }

    /// "Weekends only", "june til labor day only": what was said holds on these days and on no others.
    fn restrict(&mut self, group: &Group) {
        let found = conditions(&group.parts, false);
        let first = self.sentence.first_rule.min(self.out.rules.len());
        if self.out.rules.len() == first {
            if group.says(Word::Open) || self.out.opening {
                self.out.only_these = true;
                let whens = self.scoped(found.clone());
                self.push_quiet(whens, &What::Usual);
                self.close_outside(&found);
            }
            self.out.restricted.extend(found);
            return;
        }
        let [only] = found.as_slice() else {
            return self.doubt(group);
        };
        let mut closed = Vec::new();
        for rule in self.out.rules.get_mut(first..).unwrap_or_default() {
            if !matches!(rule.what, What::Open(_)) {
                continue;
            }
            if only.has_dates() {
                closed.push(Rule::new(
                    When {
                        outside: true,
                        ..rule.when.and(only)
                    },
                    What::Closed,
                ));
            } else if !only.nth.is_empty() {
                closed.push(Rule::new(
                    When {
                        weekdays: Some(only.nth.iter().map(|nth| nth.day).collect()),
                        ..When::default()
                    },
                    What::Closed,
                ));
            } else {
                self.out.only_these = true;
            }
            rule.when = rule.when.and(only);
            if !only.nth.is_empty() {
                rule.when.weekdays = None;
            }
        }
        self.out.rules.extend(closed);
    }

    fn close_outside(&mut self, whens: &[When]) {
        for when in whens
            .iter()
            .filter(|when| when.has_dates() && when.weekdays.is_none())
        {
            self.out.rules.push(Rule::new(
                When {
                    outside: true,
                    ..when.clone()
                },
                What::Closed,
            ));
        }
    }

    /// Words without days and hours: a note, or a doubt.
    fn words(&mut self, group: &Group) {
        let first = self.sentence.first_rule.min(self.out.rules.len());
        let said = self.out.rules.len() > first;
        let text = &self.text[group.range.clone()];
        if said && (group.says(Word::Doubt) || group.says(Word::Except)) {
            for rule in self.out.rules.get_mut(first..).unwrap_or_default() {
                if !matches!(rule.what, What::Closed) {
                    rule.what = What::Unclear;
                }
                rule.add_note(text);
            }
        } else if said {
            if let Some(rule) = self.out.rules.last_mut() {
                rule.add_note(text);
            }
        } else if !self.sentence.pending.is_empty() && (group.says(Word::No) || group.says(Word::Doubt)) {
            let parts = std::mem::take(&mut self.sentence.pending);
            let whens = self.scoped(conditions(&parts, false));
            self.push_noted(whens, &What::Unclear, text);
        }
    }

    fn doubt(&mut self, group: &Group) {
        self.out
            .unclear
            .push(self.text[group.range.clone()].trim().to_owned());
    }

    fn end_sentence(&mut self) {
        let sentence = std::mem::take(&mut self.sentence);
        // "Closed at Christmas except 29 December": open then, nobody knows when.
        if !sentence.excepted.is_empty() {
            let what = if sentence.rules_of_closed {
                What::Unclear
            } else {
                What::Closed
            };
            self.push_quiet(sentence.excepted, &what);
        }
        let silent = self.out.rules.len() == sentence.first_rule;
        if !sentence.pending.is_empty() {
            let found = conditions(&sentence.pending, false);
            self.sentence.scope.clone_from(&sentence.scope);
            let found = self.scoped(found);
            let note = self.text.get(sentence.pending_text).unwrap_or_default();
            if sentence.pending_doubt {
                self.push_noted(found, &What::Unclear, note);
            } else if sentence.pending_open {
                // "We're open May 1 to Oct 15" says that it is closed on other dates.
                self.close_outside(&found.clone());
                self.push_noted(found, &What::Usual, note);
            }
            self.sentence.scope = Vec::new();
        }
        // "Christmas: ask at the desk" says that something is different then.
        if silent && !sentence.scope.is_empty() {
            self.push_quiet(sentence.scope, &What::Unclear);
        }
        self.sentence.first_rule = self.out.rules.len();
    }

    fn scope(&self) -> Vec<When> {
        if self.sentence.scope.is_empty() {
            vec![self.context.when.clone()]
        } else {
            self.scoped(self.sentence.scope.clone())
        }
    }

    /// The conditions within the sentence's scope and the context.
    fn scoped(&self, whens: Vec<When>) -> Vec<When> {
        let outer: &[When] = if self.sentence.scope.is_empty() {
            &[]
        } else {
            &self.sentence.scope
        };
        let mut scoped = Vec::new();
        for when in whens {
            if outer.is_empty() || when.has_dates() {
                scoped.push(self.context.when.and(&when));
            } else {
                scoped.extend(outer.iter().map(|scope| self.context.when.and(&scope.and(&when))));
            }
        }
        scoped
    }

    /// The days of a group: its own, or those that waited, or those of the scope.
    fn whens(&mut self, group: &Group, closed: bool) -> Vec<When> {
        let waiting = std::mem::take(&mut self.sentence.pending);
        self.sentence.pending_open = false;
        self.sentence.pending_doubt = false;
        self.sentence.awaits_days = false;
        let mut parts = waiting;
        let listed = !parts.is_empty();
        parts.extend(group.parts.iter().enumerate().map(|(index, (part, link))| {
            let link = if index == 0 && listed {
                super::when::Link::Listed
            } else {
                *link
            };
            (*part, link)
        }));
        let found = conditions(&parts, closed);
        if found.is_empty() {
            self.scope()
        } else {
            self.scoped(found)
        }
    }

    fn push(&mut self, whens: Vec<When>, what: &What, group: &Group) {
        let unclear = *what == What::Unclear;
        let text = self.text[group.range.clone()].to_owned();
        // Words within the group that are not understood go with it: "10-16 only", "by appointment".
        let noted = unclear || (group.other && !group.begins) || group.stray;
        if noted {
            self.push_noted(whens, what, &text)
        } else {
            self.push_quiet(whens, what)
        }
    }

    fn push_noted(&mut self, whens: Vec<When>, what: &What, note: &str) {
        for when in whens {
            let mut rule = Rule::new(when, what.clone());
            rule.add_note(note);
            self.out.rules.push(rule);
        }
    }

    fn push_quiet(&mut self, whens: Vec<When>, what: &What) {
        self.out
            .rules
            .extend(whens.into_iter().map(|when| Rule::new(when, what.clone())));
    }
}

/// The dates of "until 20 December 2026" and "from 1 May", and whether they are sure.
fn open_range(from: Option<DayDate>, until: Option<DayDate>) -> (Option<DateRange>, bool) {
    match (from, until) {
        (Some(from), Some(to)) => (Some(DateRange { from, to }), true),
        (None, Some(to)) => match to.year {
            Some(_) => (
                DayDate::new(Some(1), 1, 1).map(|from| DateRange { from, to }),
                true,
            ),
            // Nobody knows of which year a notice is: the half year before may be meant.
            None => (half_year_before(to).map(|from| DateRange { from, to }), false),
        },
        (Some(from), None) => match from.year {
            Some(_) => (
                DayDate::new(Some(9999), 12, 31).map(|to| DateRange { from, to }),
                true,
            ),
            None => (half_year_before(from).map(|to| DateRange { from, to }), false),
        },
        (None, None) => (None, false),
    }
}

/// The day after or before a date.
fn beside(date: DayDate, days: i64) -> Option<DayDate> {
    // In a leap year 28 February is followed by 29 February, which other years do not have: closed too long, not too short.
    let whole = Date::new(date.year.unwrap_or(2024), date.month, date.day).ok()?;
    let moved = whole.checked_add(days.days()).ok()?;
    DayDate::new(date.year.map(|_| moved.year()), moved.month(), moved.day())
}

fn half_year_before(date: DayDate) -> Option<DayDate> {
    let month = if date.month > 6 {
        date.month - 6
    } else {
        date.month + 6
    };
    DayDate::new(None, month, date.day.min(28))
}
