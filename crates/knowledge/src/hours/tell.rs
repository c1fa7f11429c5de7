//! Telling: the hours that one unit tells, and of what.
//!
//! Owns how a unit is taken apart: a row, an entry, sentences, an answer. Which units together are one schedule is
//! `gather`.

use std::path::PathBuf;
use std::sync::Arc;

use super::clauses::{Clauses, Context, Shape, clauses, says, speaks_of_opening};
use super::columns::{days_in, days_of};
use super::labels::{self, Heading};
use super::notices::is_notice;
use super::rules::What;
use super::tables::{RowHours, row};
use super::when::When;
use super::words::{Word, names_a_closure};
use crate::language::Language;
use crate::unit::{Body, Unit, UnitId};
use crate::values::TimeRange;

/// No unit with hours is longer; what is longer is prose.
const MAX_UNIT_LEN: usize = 4000;

/// Hours that one unit or block tells.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// What is said.
    pub(super) said: Clauses,
    /// What names it: a label, a subject, a question.
    pub(super) own: Vec<String>,
    /// The line that leads to it.
    pub(super) lead: Option<String>,
    /// The headings above it.
    pub(super) path: Vec<String>,
    /// For each heading, whether it speaks of opening.
    pub(super) headed: Vec<bool>,
    /// The file.
    pub(super) file: Arc<PathBuf>,
    /// The block of its first unit.
    pub(super) block: u32,
    /// The units.
    pub(super) units: Vec<UnitId>,
    /// A row, or an entry for a day: it goes with the others of its block.
    pub(super) of_day: bool,
    /// It is of a table.
    pub(super) table: bool,
}

/// What a text is about and what it says.
#[derive(Debug, Default)]
struct Piece {
    own: Vec<String>,
    said: Clauses,
    of_day: bool,
    table: bool,
}

/// The hours that a unit tells: mostly of one place, in an answer or a long line sometimes of several.
pub(super) fn tell(unit: &Unit, language: Language) -> Vec<Told> {
    let all = match &unit.body {
        Body::Row(cells) => match row(cells, language) {
            Some(RowHours::Day(said)) => vec![Piece {
                said,
                of_day: true,
                table: true,
                ..Piece::default()
            }],
            Some(RowHours::Place(own, said)) => vec![Piece {
                own,
                said,
                of_day: false,
                table: true,
            }],
            Some(RowHours::DayInPlaces(places)) => places
                .into_iter()
                .map(|(own, said)| Piece {
                    own,
                    said,
                    of_day: true,
                    table: true,
                })
                .collect(),
            None => Vec::new(),
        },
        Body::Entry { key, value } => entry(key, value, language),
        Body::Sentence(text) => sentences(text, &[], language),
        Body::Item { parents, text } => sentences(text, parents, language),
        Body::Answered { question, answer } => sentences(answer, std::slice::from_ref(question), language),
    };
    let scope = scope(unit, language);
    let told = |Piece {
                    own,
                    mut said,
                    of_day,
                    table,
                }| {
        if let Some(scope) = &scope {
            said.rules
                .iter_mut()
                .for_each(|rule| rule.when = scope.and(&rule.when));
        }
        let mut told = Told {
            said,
            own,
            lead: unit.lead.clone(),
            headed: unit
                .path
                .iter()
                .map(|heading| speaks_of_opening(heading, language))
                .collect(),
            path: unit.path.clone(),
            file: Arc::clone(&unit.location.file),
            block: unit.block,
            units: vec![unit.id],
            of_day,
            table,
        };
        // What stands under "Exceptions" is of the section around it; under "Easter" only what is closed.
        let opens = || {
            told.said
                .rules
                .iter()
                .any(|rule| matches!(rule.what, What::Open(_) | What::As(_)))
        };
        let is_of_exceptions = told
            .path
            .last()
            .is_some_and(|heading| match labels::heading(heading) {
                Some(Heading::Exceptions) => true,
                Some(Heading::Days) => !opens(),
                None => false,
            });
        if is_of_exceptions && is_notice(&told) {
            told.path.pop();
            told.headed.pop();
        }
        told
    };
    all.into_iter()
        .filter(|said| said.said.tells())
        .map(told)
        .collect()
}

/// The dates under which a unit stands: "Summer hours (April to September)" as a heading or leading line.
fn scope(unit: &Unit, language: Language) -> Option<When> {
    let labels = unit.lead.iter().chain(unit.path.last());
    labels.into_iter().find_map(|label| {
        let dated = clauses(label, language, &Context::default()).shape == Shape::HoursAlone;
        let days = days_in(label, language);
        days.into_iter().next().filter(|when| dated && when.has_dates())
    })
}

fn entry(key: &str, value: &str, language: Language) -> Vec<Piece> {
    if key.len() + value.len() > MAX_UNIT_LEN {
        return Vec::new();
    }
    if labels::is_label(key) {
        return sentences(value, &[], language);
    }
    // "Mon: closed", "Closed: 25 December", "Bank holidays: closed", "winter (nov-mar): thu-sat 10-4".
    if is_label_of_hours(key, language) {
        let context = Context {
            hours: days_of(key, language).is_some(),
            ..Context::default()
        };
        let said = clauses(&format!("{key}: {value}"), language, &context);
        return vec![Piece {
            said,
            of_day: true,
            ..Piece::default()
        }];
    }
    // "Sunday lunch: 12 to 2" is of Sundays.
    let when = match days_in(key, language).as_slice() {
        [] => When::default(),
        [when] => when.clone(),
        _ => return Vec::new(),
    };
    let context = Context {
        when,
        ..Context::default()
    };
    let mut parts = split(value, language)
        .into_iter()
        .map(|text| clauses(text, language, &context));
    let mut said = parts.next().unwrap_or_default();
    // "Sauna: women Tue 4–9" is not of everybody.
    if let Some(subject) = said
        .subject
        .clone()
        .filter(|subject| stands_beside_hours(value, subject))
        && let Some(rule) = said.rules.first_mut()
    {
        rule.add_note(&subject);
    }
    let mut all = vec![Piece {
        own: vec![key.to_owned()],
        said,
        ..Piece::default()
    }];
    for part in parts {
        match part.subject.clone() {
            // A sentence with a subject of its own is about something else.
            Some(subject) => all.push(Piece {
                own: vec![subject, key.to_owned()],
                said: part,
                ..Piece::default()
            }),
            None => {
                if let Some(first) = all.first_mut() {
                    first.said.merge(part);
                }
            }
        }
    }
    all
}

/// Whether no mark parts a subject from its hours.
fn stands_beside_hours(text: &str, subject: &str) -> bool {
    let after = text
        .split_once(subject)
        .map_or("", |(_, after)| after.trim_start());
    after.starts_with(char::is_alphanumeric)
}

fn is_label_of_hours(key: &str, language: Language) -> bool {
    let of_hours = || clauses(key, language, &Context::default()).shape == Shape::HoursAlone;
    days_of(key, language).is_some() || names_a_closure(key) || of_hours()
}

fn sentences(text: &str, above: &[String], language: Language) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    if text.len() > MAX_UNIT_LEN {
        return all;
    }
    for text in split(text, language) {
        let said = clauses(text, language, &Context::default());
        let subject = said.subject.clone().or_else(|| said.named.clone());
        match (subject, all.last_mut()) {
            (None, Some(before)) => before.said.merge(said),
            (Some(subject), Some(before)) if is_meal_within(&subject, &said, &before.said, language) => {
                // "9–5; lunch 1–2": a break or a meal.
                before.said.unclear.push(text.trim().to_owned());
            }
            (subject, _) => {
                let own: Vec<String> = subject.into_iter().chain(above.iter().rev().cloned()).collect();
                all.push(Piece {
                    of_day: own.is_empty(),
                    own,
                    said,
                    table: false,
                });
            }
        }
    }
    all
}

/// Whether a meal is at hours at which the place is open as well.
fn is_meal_within(subject: &str, meal: &Clauses, place: &Clauses, language: Language) -> bool {
    let hours = |said: &Clauses| -> Vec<TimeRange> {
        let spans = said.rules.iter().filter_map(|rule| match &rule.what {
            What::Open(ranges) | What::Break(ranges) => Some(ranges.clone()),
            _ => None,
        });
        spans.flatten().collect()
    };
    let within = |meal: &TimeRange| {
        let hours = hours(place).into_iter();
        hours
            .into_iter()
            .any(|hours| hours.from <= meal.from && meal.end_minutes() <= hours.end_minutes())
    };
    says(subject, language, Word::Meal) && hours(meal).iter().any(within)
}

/// The sentences of a text.
fn split(text: &str, language: Language) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        let (Some(before), Some(rest)) = (text.get(start..at), text.get(end..)) else {
            break;
        };
        let ends = match letter {
            '。' | '！' | '？' | '；' | ';' | '\n' => true,
            '!' | '?' => rest.starts_with(char::is_whitespace),
            '.' => rest.starts_with(char::is_whitespace) && !is_short(before, language),
            _ => false,
        };
        if ends {
            sentences.extend(text.get(start..end));
            start = end;
        }
    }
    sentences.extend(text.get(start..));
    sentences.retain(|sentence| !sentence.trim().is_empty());
    sentences
}

/// Whether a full stop ends no sentence but a short word: "7 a.m. to 9", "пн. и вт.", "Thurs. 9–5".
fn is_short(before: &str, language: Language) -> bool {
    let word = before
        .rsplit(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or_default();
    let stopped = before
        .strip_suffix(word)
        .is_some_and(|before| before.ends_with('.'));
    let short = word.chars().count() <= 2 && !word.is_empty() && !matches!(word, "am" | "pm" | "AM" | "PM");
    stopped || short || (word.chars().count() <= 5 && days_of(word, language).is_some())
}

/// What a paragraph is about, for its sentences that only tell hours: "The café is upstairs. Open 9 to 5."
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    place: Option<(Arc<PathBuf>, u32)>,
    subject: Option<Subject>,
}

#[derive(Debug)]
struct Subject {
    text: String,
    unit: UnitId,
    /// It is a line of its own and no label.
    line: bool,
}

impl Paragraph {
    /// Takes the next unit.
    pub(super) fn take(&mut self, unit: &Unit, language: Language) {
        let place = (Arc::clone(&unit.location.file), unit.block);
        if self.place.as_ref() != Some(&place) {
            self.place = Some(place);
            self.subject = None;
        }
        if self.subject.is_some() {
            return;
        }
        let (text, line) = match &unit.body {
            Body::Sentence(text) if text.len() <= MAX_UNIT_LEN => {
                // A sentence about hours alone names nothing: "31 December and 1 January we are closed." Of one that names what
                // its hours are of, only that is the subject: "The library is open from 10 to 8. It is closed on Sunday."
                let said = clauses(text, language, &Context::default());
                let subject = said.subject.clone();
                (
                    subject.map(|subject| if said.tells() { subject } else { text.clone() }),
                    true,
                )
            }
            Body::Entry { key, .. } if key.len() <= MAX_UNIT_LEN => {
                ((!is_label_of_hours(key, language)).then(|| key.clone()), false)
            }
            _ => (None, false),
        };
        self.subject = text.map(|text| Subject {
            text,
            unit: unit.id,
            line,
        });
    }

    /// The subject for a unit that names none: a line above it, or for a sentence a label as well.
    pub(super) fn of(&self, unit: &Unit) -> Option<String> {
        let subject = self.subject.as_ref()?;
        let fits = match unit.body {
            Body::Sentence(_) => true,
            Body::Entry { .. } => subject.line,
            _ => false,
        };
        (subject.unit != unit.id && fits).then(|| subject.text.clone())
    }
}
