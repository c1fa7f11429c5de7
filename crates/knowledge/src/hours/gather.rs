//! Gathering: schedules out of the units of documents.
//!
//! Owns which units together are one schedule, what it is about, and to which other schedules a notice applies.

use std::path::PathBuf;
use std::sync::Arc;

use super::clauses::{Clauses, Context, clauses};
use super::rules::{Rule, What};
use super::tables::{RowHours, days_in, is_days, merge, row, weekdays};
use super::when::When;
use super::{Schedule, Scheduled};
use crate::language::Language;
use crate::unit::{Body, Unit, UnitId};

/// No unit with hours is longer; what is longer is prose.
const LONGEST_UNIT: usize = 4000;

/// Hours that one unit or block tells.
#[derive(Debug, Clone)]
struct Told {
    said: Clauses,
    /// What names it: a label, a subject, a question.
    own: Vec<String>,
    lead: Option<String>,
    path: Vec<String>,
    file: Arc<PathBuf>,
    block: u32,
    units: Vec<UnitId>,
    /// A row, or an entry for a day: it goes with the others of its block.
    of_day: bool,
    /// It is of a table.
    table: bool,
}

/// Every schedule in the units.
pub(super) fn schedules(units: &[Unit], language: Language) -> Vec<Scheduled> {
    let mut told: Vec<Told> = Vec::new();
    let mut paragraph = Paragraph::default();
    for unit in units {
        paragraph.take(unit, language);
        for mut next in tell(unit, language) {
            if next.own.is_empty() && matches!(unit.body, Body::Sentence(_) | Body::Entry { .. }) {
                next.own.extend(paragraph.of(unit));
            }
            match told
                .iter_mut()
                .rev()
                .take(40)
                .find(|before| goes_with(before, &next))
            {
                Some(before) => {
                    merge(&mut before.said, next.said);
                    before.units.extend(next.units);
                    before.units.dedup();
                }
                None => told.push(next),
            }
        }
    }
    let (mut places, notices): (Vec<Told>, Vec<Told>) = told.into_iter().partition(|told| !is_notice(told));
    let homeless = notices
        .into_iter()
        .filter(|notice| !apply(notice, &mut places, language))
        .collect::<Vec<_>>();
    places.extend(homeless);
    places.sort_by_key(|told| told.units.first().copied());
    doubt_elsewhere(places)
        .into_iter()
        .map(|(told, elsewhere)| scheduled(told, elsewhere, language))
        .filter(worth)
        .collect()
}

/// What a paragraph is about, for its sentences that only tell hours: "The café is upstairs. Open 9 to 5."
#[derive(Debug, Default)]
struct Paragraph {
    place: Option<(Arc<PathBuf>, u32)>,
    subject: Option<(String, UnitId, bool)>,
}

impl Paragraph {
    fn take(&mut self, unit: &Unit, language: Language) {
        let place = (Arc::clone(&unit.location.file), unit.block);
        if self.place.as_ref() != Some(&place) {
            self.place = Some(place);
            self.subject = None;
        }
        if self.subject.is_some() {
            return;
        }
        self.subject = match &unit.body {
            Body::Sentence(text) if text.len() <= LONGEST_UNIT => {
                let said = clauses(text, language, &Context::default());
                // A sentence about hours alone names nothing: "31 December and 1 January we are closed."
                let named = said.subject.is_some() && !said.begins_with_hours;
                named.then(|| (text.clone(), unit.id, true))
            }
            Body::Entry { key, .. } if key.len() <= LONGEST_UNIT => {
                let days = is_days(key, language) || clauses(key, language, &Context::default()).pure;
                (!days).then(|| (key.clone(), unit.id, false))
            }
            _ => None,
        };
    }

    /// The subject for a unit that names none: a line above it, or for a sentence a label as well.
    fn of(&self, unit: &Unit) -> Option<String> {
        let (subject, id, line) = self.subject.as_ref()?;
        let fits = *line || matches!(unit.body, Body::Sentence(_));
        (*id != unit.id && fits).then(|| subject.clone())
    }
}

/// The hours that a unit tells: mostly of one place, in an answer or a long line sometimes of several.
fn tell(unit: &Unit, language: Language) -> Vec<Told> {
    let mut all = Vec::new();
    match &unit.body {
        Body::Row(cells) => match row(cells, language) {
            Some(RowHours::OfDay(said)) => all.push((Vec::new(), said, true, true)),
            Some(RowHours::OfPlace(label, said)) => all.push((label, said, false, true)),
            None => {}
        },
        Body::Entry { key, value } => all.extend(entry(key, value, language)),
        Body::Sentence(text) => all.extend(sentences(text, &[], language)),
        Body::Item { parents, text } => all.extend(sentences(text, parents, language)),
        Body::Answered { question, answer } => {
            all.extend(sentences(answer, std::slice::from_ref(question), language))
        }
    }
    let tells = |said: &Clauses| {
        !said.rules.is_empty() || said.last_entry.is_some() || !said.unclear.is_empty() || said.all_year
    };
    all.into_iter()
        .filter(|(_, said, ..)| tells(said))
        .map(|(own, said, of_day, table)| Told {
            said,
            own,
            lead: unit.lead.clone(),
            path: unit.path.clone(),
            file: Arc::clone(&unit.location.file),
            block: unit.block,
            units: vec![unit.id],
            of_day,
            table,
        })
        .collect()
}

/// What a text is about, what it says, whether it is a line of a list of days, and whether of a table.
type Said = (Vec<String>, Clauses, bool, bool);

fn entry(key: &str, value: &str, language: Language) -> Vec<Said> {
    if key.len() + value.len() > LONGEST_UNIT {
        return Vec::new();
    }
    let label = clauses(key, language, &Context::default());
    // "Mon: closed", "Closed: 25 December", "Bank holidays: closed", "winter (nov-mar): thu-sat 10-4".
    if label.pure && (label.begins_with_hours || is_days(key, language)) {
        let hours = is_days(key, language);
        let said = clauses(
            &format!("{key}: {value}"),
            language,
            &Context {
                when: When::default(),
                hours,
                ..Context::default()
            },
        );
        return vec![(Vec::new(), said, true, false)];
    }
    // "Sunday lunch: 12 to 2" is of Sundays.
    let when = match days_in(key, language).as_slice() {
        [] => When::default(),
        [when] => when.clone(),
        _ => return Vec::new(),
    };
    let mut parts = split(value).into_iter().map(|text| {
        clauses(
            text,
            language,
            &Context {
                when: when.clone(),
                ..Context::default()
            },
        )
    });
    let mut said = parts.next().unwrap_or_default();
    let mut all = Vec::new();
    for part in parts {
        // A sentence with a subject of its own is about something else.
        match part.subject.clone() {
            Some(subject) => all.push((vec![subject, key.to_owned()], part, false, false)),
            None => merge(&mut said, part),
        }
    }
    all.insert(0, (vec![key.to_owned()], said, false, false));
    all
}

fn sentences(text: &str, above: &[String], language: Language) -> Vec<Said> {
    if text.len() > LONGEST_UNIT {
        return Vec::new();
    }
    let mut all: Vec<Said> = Vec::new();
    for text in split(text) {
        let said = clauses(text, language, &Context::default());
        let subject = said.subject.clone().or_else(|| said.named.clone());
        match (subject, all.last_mut()) {
            (None, Some((_, before, ..))) => merge(before, said),
            (subject, _) => {
                let mut own: Vec<String> = subject.into_iter().collect();
                own.extend(above.iter().rev().cloned());
                let of_day = own.is_empty();
                all.push((own, said, of_day, false));
            }
        }
    }
    all
}

/// The sentences of a text.
fn split(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        let after = text[end..].trim_start();
        let ends = match letter {
            '。' | '！' | '？' | '\n' => true,
            // "7 a.m. to 9", "пн. и вт."
            '.' | '!' | '?' => {
                text[end..].starts_with(char::is_whitespace)
                    && after.starts_with(|next: char| !next.is_lowercase() || letter != '.')
            }
            _ => false,
        };
        if ends {
            sentences.push(&text[start..end]);
            start = end;
        }
    }
    sentences.push(&text[start..]);
    sentences.retain(|sentence| !sentence.trim().is_empty());
    sentences
}

/// Whether the hours of one unit go on those of another: the rows of a table, the lines of a list of days.
fn goes_with(before: &Told, next: &Told) -> bool {
    if !(before.of_day
        && next.of_day
        && before.path == next.path
        && before.file == next.file
        && before.own == next.own)
    {
        return false;
    }
    if before.block == next.block {
        return true;
    }
    // Another paragraph that speaks of other days of the week, or of holidays alone.
    let (these, those) = (weekdays(&before.said.rules), weekdays(&next.said.rules));
    !these.is_empty() && these.intersection(those).is_empty()
}

/// Whether it speaks of special days alone, or only restricts what is said elsewhere: no schedule by itself.
fn is_notice(told: &Told) -> bool {
    let base = |rule: &Rule| {
        let seasonal = !rule.when.dates.is_empty()
            && rule.when.dates.iter().all(|range| range.from != range.to)
            || !rule.when.seasons.is_empty()
            || !rule.when.spans.is_empty();
        let ordinary = !rule.when.is_special()
            || (seasonal && matches!(rule.what, What::Open(_)) && rule.when.weekdays.is_some());
        ordinary && !matches!(rule.what, What::Break(_) | What::Until(..) | What::From(..))
    };
    !told.table && !told.said.rules.iter().any(base)
}

/// Applies a notice to the schedules of its section and the sections in it; whether there was one that it is about.
fn apply(notice: &Told, places: &mut [Told], language: Language) -> bool {
    let own = |place: &Told| !notice.own.is_empty() && place.own.first() == notice.own.first();
    let within = |place: &&mut Told| {
        place.file == notice.file && place.path.starts_with(&notice.path) && (own(place) || !is_prose(place))
    };
    let mut near: Vec<&mut Told> = places.iter_mut().filter(within).collect();
    let general = notice.own.is_empty();
    // Of several sections the one that is headed "Opening hours" is meant; of the others nothing is known.
    let headed = |place: &Told| {
        place
            .path
            .get(notice.path.len()..)
            .unwrap_or_default()
            .iter()
            .any(|heading| clauses(heading, language, &Context::default()).opening)
    };
    let sections = near.iter().any(|place| place.path != notice.path);
    let main = near.iter().any(|place| headed(place));
    let breaks = notice
        .said
        .rules
        .iter()
        .all(|rule| matches!(rule.what, What::Break(_)));
    let mut applied = false;
    // "June – shop dog" is no notice: who says nothing of opening must stand under such a heading.
    let idle = notice.said.rules.iter().all(|rule| rule.what == What::Unclear) && !notice.said.opening;
    let heading = notice
        .path
        .iter()
        .any(|heading| clauses(heading, language, &Context::default()).opening);
    if idle && !heading && !near.iter().any(|place| headed(place)) {
        return false;
    }
    for place in &mut near {
        let meant = if sections && main { headed(place) } else { true };
        let whole = place.table || place.own.is_empty();
        if own(place) || (general && meant && whole) {
            merge(&mut place.said, notice.said.clone());
            applied = true;
        } else if general && meant {
            // A place of its own in the same section is closed as well; whether it opens as well is not known.
            let dated = notice
                .said
                .rules
                .iter()
                .filter(|rule| rule.when.is_special() && rule.what != What::Usual);
            place.said.rules.extend(dated.map(|rule| match rule.what {
                What::Closed => rule.clone(),
                _ => Rule {
                    what: What::Unclear,
                    ..rule.clone()
                },
            }));
            continue;
        } else if !general && breaks && place.own.is_empty() && meant {
            // "Reception is closed for lunch": so is the place, as far as visitors are concerned.
            let note = notice.own.join(", ");
            place
                .said
                .rules
                .extend(notice.said.rules.iter().cloned().map(|mut rule| {
                    rule.add_note(&note);
                    rule
                }));
            applied = true;
        } else if !general && notice.said.all_year {
            let same = |label: &String| notice.own.iter().any(|own| shares_name(label, own));
            place.said.all_year |= place.own.iter().any(same);
            continue;
        } else if whole {
            // Whom "both pools open at two on the first Tuesday" concerns is not known.
            let unsure = notice
                .said
                .rules
                .iter()
                .filter(|rule| rule.when.is_special() && rule.what != What::Usual);
            let unsure: Vec<Rule> = unsure
                .map(|rule| Rule {
                    what: What::Unclear,
                    ..rule.clone()
                })
                .collect();
            place.said.rules.extend(unsure);
            continue;
        } else {
            continue;
        }
        place.units.extend(notice.units.iter().copied());
    }
    applied
}

/// Whether a text names the place of a label: four Chinese characters in a row, or all longer words.
fn shares_name(label: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let characters: Vec<char> = label
        .chars()
        .filter(|letter| matches!(letter, '\u{4e00}'..='\u{9fff}'))
        .collect();
    if characters.len() >= 4 {
        return characters
            .windows(4)
            .any(|four| text.contains(&four.iter().collect::<String>()));
    }
    let label = label.to_lowercase();
    let mut words = label
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() > 3)
        .peekable();
    words.peek().is_some() && words.all(|word| text.contains(word))
}

/// Whether a place is named by a sentence alone, so that a notice beside it is hardly about it.
fn is_prose(place: &Told) -> bool {
    !place.of_day && place.own.is_empty()
}

/// With each schedule, what the whole place says of special days, and of days of the week where the schedule names none.
fn doubt_elsewhere(told: Vec<Told>) -> Vec<(Told, Vec<Rule>)> {
    let general: Vec<(usize, Arc<PathBuf>, Vec<Rule>)> = told
        .iter()
        .enumerate()
        .filter(|(_, told)| told.own.is_empty() && told.said.opening)
        .map(|(index, told)| {
            let rules = told
                .said
                .rules
                .iter()
                .filter(|rule| !matches!(rule.what, What::Open(_) | What::Break(_) | What::Usual));
            (index, Arc::clone(&told.file), rules.cloned().collect())
        })
        .collect();
    told.into_iter()
        .enumerate()
        .map(|(index, told)| {
            let names_days = told.said.rules.iter().any(|rule| rule.when.weekdays.is_some());
            let others = general
                .iter()
                .filter(|(other, file, _)| *other != index && *file == told.file);
            let rules = others.flat_map(|(_, _, rules)| rules.iter().cloned());
            let rules = rules
                .filter(|rule| rule.when.is_special() || !names_days)
                .collect();
            (told, rules)
        })
        .collect()
}

fn scheduled(told: Told, elsewhere: Vec<Rule>, language: Language) -> Scheduled {
    let own = told.own.len();
    let mut topic = told.own;
    topic.extend(told.lead.iter().cloned());
    topic.extend(told.path.iter().rev().cloned());
    let heading = topic
        .iter()
        .skip(own)
        .any(|heading| clauses(heading, language, &Context::default()).opening);
    let schedule = Schedule {
        rules: told.said.rules,
        last_entry: told.said.last_entry,
        unclear: told.said.unclear,
        only_these: told.said.only_these,
        all_year: told.said.all_year,
        elsewhere,
        language,
    };
    Scheduled {
        schedule,
        topic,
        own,
        opening: told.said.opening || heading,
        units: told.units,
    }
}

/// Whether a schedule says something that is worth having.
fn worth(scheduled: &Scheduled) -> bool {
    let schedule = &scheduled.schedule;
    let told = |rule: &Rule| {
        !matches!(
            rule.what,
            What::Unclear | What::Usual | What::Until(..) | What::From(..)
        )
    };
    schedule.rules.iter().any(|rule| {
        told(rule) || (scheduled.opening && matches!(rule.what, What::Until(..) | What::From(..)))
    }) || (scheduled.opening && !schedule.unclear.is_empty() && !schedule.rules.is_empty())
}
