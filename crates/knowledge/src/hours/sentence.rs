//! A sentence while it is read: days that wait for their hours, and the rules that it has given so far.
//!
//! Owns what is remembered from group to group. What a group says is `statements`.

use std::ops::Range;

use super::clauses::{Clauses, Context};
use super::groups::Group;
use super::rules::{Rule, What};
use super::when::{Link, Part, When, conditions};
use super::words::Word;
use crate::values::DateRange;

/// What was said with days that have no hours yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing.
    #[default]
    Nothing,
    /// "Open".
    Open,
    /// "Only".
    Only,
    /// "Hours", "no", "sometimes": something holds then, and nobody knows what.
    Doubt,
}

/// Whether "closed" was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Closure {
    /// It was not.
    #[default]
    No,
    /// It was, and its days are still to come.
    AwaitsDays,
    /// It was the last thing said: days that follow are closed as well.
    Said,
    /// It was, and something else after it.
    Before,
}

/// Days that wait for what is said of them.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// The days.
    pub(super) parts: Vec<(Part, Link)>,
    /// Their bytes.
    pub(super) text: Range<usize>,
    /// What was said with them.
    pub(super) said: Said,
    /// Words that are not understood stand with them.
    pub(super) words: bool,
}

/// A group that the next one may go on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Last {
    /// None of these.
    #[default]
    Other,
    /// "Lunch:" before its hours.
    Pause,
    /// "Except Mondays".
    Exception,
}

/// What was said in the sentence so far.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    /// Days of which nothing was said yet.
    pub(super) pending: Pending,
    /// Words between days and hours that name something.
    pub(super) named: Option<Range<usize>>,
    /// The date after "last day".
    pub(super) last_day: Option<DateRange>,
    /// Days that hold for all that follows: "winter:".
    pub(super) scope: Vec<When>,
    /// Whether "closed" was said.
    pub(super) closure: Closure,
    /// Days that are excepted and of which nothing was said yet.
    pub(super) excepted: Vec<When>,
    /// The first rule of the sentence.
    pub(super) first_rule: usize,
    /// Its bytes so far.
    pub(super) range: Range<usize>,
    /// What the last group was, where the next one may go on it.
    pub(super) last: Last,
    /// Rules of days that go on "closed", where their own hours may follow: "closed Sun, Mon, Tue 9–5".
    pub(super) loose: Range<usize>,
    /// The first rule of the last group.
    pub(super) last_rules: usize,
    /// It has words that are not understood.
    pub(super) words: bool,
    /// What it says of hours may not hold.
    pub(super) doubtful: bool,
}

/// A text while it is read.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) context: &'a Context,
    pub(super) out: Clauses,
    pub(super) sentence: Sentence,
}

impl<'a> Reading<'a> {
    /// A text of which nothing is read yet.
    pub(super) fn new(text: &'a str, context: &'a Context) -> Self {
        Self {
            text,
            context,
            out: Clauses::default(),
            sentence: Sentence::default(),
        }
    }

    /// Takes a group.
    pub(super) fn group(&mut self, group: &Group) {
        let rules = self.out.rules.len();
        if self.sentence.range.is_empty() {
            self.sentence.range = group.range.clone();
        }
        self.sentence.range.end = group.range.end;
        self.sentence.words |= group.rest.words || group.rest.time;
        if group.place.heads && !group.has_hours() && is_meal(group) {
            // "Lunch:" says nothing before its hours.
            self.sentence.last = Last::Pause;
            return;
        }
        if self.sentence.last == Last::Pause && !group.has_hours() {
            // A break at hours that are not understood.
            self.doubt(&group.range);
        }
        let pause = self.is_pause(group);
        self.take(&without_meals(group, pause));
        // "On 1 January only the duty doctor is in, 9 to 1": what stands between days and hours is meant.
        let before = self.sentence.named.take();
        let named = group.named.clone().filter(|_| !group.says(Word::No)).or(before);
        if self.out.rules.len() == rules {
            self.sentence.named = named;
        } else if let Some(named) = named.and_then(|named| self.text.get(named))
            && self.out.named.is_none()
        {
            self.out.named = Some(named.to_owned());
        }
    }

    /// Whether a group's hours are a break: "9–5, lunch 1–2" and "обед 13–14" are, "lunch 12–2" is served.
    fn is_pause(&self, group: &Group) -> bool {
        let Some((range, _)) = group.hours.first() else {
            return false;
        };
        let within = |rule: &Rule| match &rule.what {
            What::Open(hours) => hours
                .iter()
                .any(|hours| hours.from <= range.from && range.end_minutes() <= hours.end_minutes()),
            _ => false,
        };
        let rules = self.out.rules.get(self.sentence.first_rule..).unwrap_or_default();
        let after_hours = rules.iter().any(within) && is_meal(group);
        let alone = group.says(Word::MealOrBreak) && !group.rest.words;
        after_hours || alone || (self.sentence.last == Last::Pause && group.parts.is_empty())
    }

    /// Ends the sentence: what still waits gets what was said of it.
    pub(super) fn end_sentence(&mut self) {
        let mut sentence = std::mem::take(&mut self.sentence);
        self.sentence.first_rule = sentence.first_rule;
        let silent = self.out.rules.len() == sentence.first_rule;
        // "Closed at Christmas except 29 December": open then, nobody knows when.
        if !sentence.excepted.is_empty() {
            let what = if sentence.closure == Closure::No {
                What::Closed
            } else {
                What::Unclear
            };
            self.push_quiet(std::mem::take(&mut sentence.excepted), &what);
        }
        if !sentence.pending.parts.is_empty() {
            self.end_of_pending(&sentence, silent);
        }
        // "Closed on match days": on which days, nobody knows.
        if sentence.closure == Closure::AwaitsDays {
            self.doubt(&sentence.range);
        }
        // "Christmas: ask at the desk" says that something is different then.
        if silent && !sentence.scope.is_empty() && self.out.rules.len() == sentence.first_rule {
            self.push_quiet(sentence.scope, &What::Unclear);
        }
        self.sentence = Sentence {
            first_rule: self.out.rules.len(),
            ..Sentence::default()
        };
    }

    /// Says of days that wait what was said with them.
    fn end_of_pending(&mut self, sentence: &Sentence, silent: bool) {
        self.sentence.scope.clone_from(&sentence.scope);
        let found = self.scoped(conditions(&sentence.pending.parts, false));
        let note = self.text.get(sentence.pending.text.clone()).unwrap_or_default();
        match sentence.pending.said {
            Said::Open => self.open_on(&found, note),
            Said::Doubt => self.push_noted(found, &What::Unclear, note),
            Said::Only => {
                if self.out.opening {
                    self.out.only_these = true;
                    self.open_on(&found, note);
                }
                self.out.restricted.extend(found);
            }
            // "On Fridays we work through" goes with the hours of Fridays.
            Said::Nothing if sentence.words && silent => {
                let note = self.text.get(sentence.range.clone()).unwrap_or_default();
                self.push_noted(found, &What::Usual, note);
            }
            Said::Nothing if sentence.pending.words => self.push_noted(found, &What::Usual, note),
            // "9 to 5, Monday through Friday".
            Said::Nothing => {
                let [rule] = self.rules_of_sentence() else { return };
                if rule.when.is_always() && matches!(rule.what, What::Open(_)) {
                    let rules = found
                        .into_iter()
                        .map(|when| Rule { when, ..rule.clone() })
                        .collect::<Vec<_>>();
                    self.out.rules.truncate(sentence.first_rule);
                    self.out.rules.extend(rules);
                }
            }
        }
    }

    /// The rules of this sentence.
    pub(super) fn rules_of_sentence(&mut self) -> &mut [Rule] {
        let first = self.sentence.first_rule.min(self.out.rules.len());
        self.out.rules.get_mut(first..).unwrap_or_default()
    }

    /// Notes that something is not understood which may change the hours.
    pub(super) fn doubt(&mut self, range: &Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        self.out.unclear.push(text.trim().to_owned());
    }

    /// The days that hold where a group names none.
    pub(super) fn scope(&self) -> Vec<When> {
        if self.sentence.scope.is_empty() {
            vec![self.context.when.clone()]
        } else {
            self.scoped(self.sentence.scope.clone())
        }
    }

    /// The conditions within the sentence's scope and the context.
    pub(super) fn scoped(&self, whens: Vec<When>) -> Vec<When> {
        let mut scoped = Vec::new();
        for when in whens {
            if self.sentence.scope.is_empty() || when.has_dates() {
                scoped.push(self.context.when.and(&when));
            } else {
                scoped.extend(
                    self.sentence
                        .scope
                        .iter()
                        .map(|scope| self.context.when.and(&scope.and(&when))),
                );
            }
        }
        scoped
    }

    /// Adds a group's days to those that wait.
    pub(super) fn waits(&mut self, group: &Group) -> Vec<(Part, Link)> {
        let mut parts = std::mem::take(&mut self.sentence.pending.parts);
        let listed = !parts.is_empty();
        parts.extend(group.parts.iter().enumerate().map(|(index, (part, link))| {
            let link = if index == 0 && listed { Link::Listed } else { *link };
            (*part, link)
        }));
        parts
    }

    /// The days of a group: those that waited and its own, or those of the scope.
    pub(super) fn whens(&mut self, group: &Group, closed: bool) -> Vec<When> {
        if self.sentence.pending.said == Said::Only {
            self.only(&conditions(&self.sentence.pending.parts, false));
        }
        if self.sentence.pending.words && !group.parts.is_empty() {
            // "Tue ditto, Wed 9–1": the hours are of Wednesday alone.
            let pending = std::mem::take(&mut self.sentence.pending.parts);
            let note = self
                .text
                .get(self.sentence.pending.text.clone())
                .unwrap_or_default();
            let days = self.scoped(conditions(&pending, false));
            self.push_noted(days, &What::Unclear, note);
        }
        let parts = self.waits(group);
        (self.sentence.pending.said, self.sentence.pending.words) = (Said::Nothing, false);
        let found = conditions(&parts, closed);
        if found.is_empty() {
            self.scope()
        } else {
            self.scoped(found)
        }
    }

    /// Says of days that wait that it is open then.
    pub(super) fn open_on_pending(&mut self) {
        let pending = std::mem::take(&mut self.sentence.pending.parts);
        let days = self.scoped(conditions(&pending, false));
        let note = self
            .text
            .get(self.sentence.pending.text.clone())
            .unwrap_or_default();
        self.open_on(&days, note);
        self.sentence.pending.said = Said::Nothing;
    }

    /// "Weekends only, 10 till 4": on other days it is closed.
    fn only(&mut self, whens: &[When]) {
        for when in whens {
            if when.has_dates() {
                self.push_quiet(
                    vec![When {
                        outside: true,
                        ..when.clone()
                    }],
                    &What::Closed,
                );
            } else {
                self.out.only_these = true;
            }
        }
    }

    /// Adds rules of a group, with its text as a note where it says more than is understood.
    pub(super) fn push(&mut self, whens: Vec<When>, what: &What, group: &Group) {
        let more = (group.rest.words && !group.place.begins) || group.rest.time;
        let what = if self.sentence.doubtful {
            &What::Unclear
        } else {
            what
        };
        self.sentence.last_rules = self.out.rules.len();
        if *what == What::Unclear || more {
            let text = self.text.get(group.range.clone()).unwrap_or_default();
            self.push_noted(whens, what, text);
        } else {
            self.push_quiet(whens, what);
        }
    }

    /// Adds rules with a note.
    pub(super) fn push_noted(&mut self, whens: Vec<When>, what: &What, note: &str) {
        for when in whens {
            let mut rule = Rule::new(when, what.clone());
            rule.add_note(note);
            self.out.rules.push(rule);
        }
    }

    /// Adds rules.
    pub(super) fn push_quiet(&mut self, whens: Vec<When>, what: &What) {
        self.out
            .rules
            .extend(whens.into_iter().map(|when| Rule::new(when, what.clone())));
    }
}

/// Whether a group names a meal or a break.
fn is_meal(group: &Group) -> bool {
    group.says(Word::Meal) || group.says(Word::MealOrBreak) || group.says(Word::Break)
}

/// The group with its meals as breaks, or as other words where they are served.
fn without_meals(group: &Group, pause: bool) -> Group {
    let mut group = group.clone();
    let meals = |word: &&mut Word| matches!(word, Word::Meal | Word::MealOrBreak);
    let mut served = false;
    for word in group.words.iter_mut().filter(meals) {
        *word = if pause { Word::Break } else { Word::Empty };
        served |= !pause;
    }
    group.rest.words |= served;
    if served {
        let range = group.range.clone();
        group.named.get_or_insert(range);
    }
    if pause && !group.says(Word::Break) {
        group.words.push(Word::Break);
    }
    group
}
