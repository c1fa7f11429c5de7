//! Questions about opening hours, answered from a schedule.
//!
//! Owns which schedule a question is about. What it asks of the schedule is `asked`'s, what follows `computed`'s, the sentences `said`'s, how hours are read
//! `hours`'; a schedule that is not certain answers nothing here, and the document is quoted instead.

mod asked;
mod compared;
mod computed;
mod said;
mod words;

use jiff::civil::{Date, DateTime};

use crate::hours::Scheduled;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::question::{Importance, Question, Term};
use crate::say;
use crate::unit::{Body, Unit, UnitId};
use crate::values::{self, Found, Value};
pub(crate) use compared::{compared, compares};
use said::Wording;

/// Words that every schedule's topic may have.
const GENERAL: &[&str] = &[
    "open",
    "hour",
    "time",
    "when",
    "we",
    "our",
    "are",
    "and",
    "the",
    "of",
    "at",
    "door",
    "day",
    "week",
    "general",
    "visit",
    "режим",
    "часы",
    "час",
    "работ",
    "график",
    "врем",
    "расписан",
    "откр",
    "开",
    "放",
    "时",
    "间",
    "营",
    "业",
    "门",
];

/// Words of a question about opening hours that name nothing.
const CLOSING: &[&str] = &[
    "close",
    "shut",
    "closed",
    "закрыва",
    "закрыт",
    "откроет",
    "выходн",
    "休 息",
    "关 门",
    "闭 馆",
    "开 门",
    "开",
    "营 业",
];

/// An answer from a schedule.
pub(crate) struct Opening {
    /// The sentence.
    pub text: String,
    /// Where it comes from.
    pub units: Vec<UnitId>,
}

/// The answer to a question about opening hours; `None` for another question, or where nothing certain is known.
pub(crate) fn answer(
    schedules: &[Scheduled],
    question: &Question,
    lexicon: &Lexicon,
    near: &[usize],
    now: DateTime,
) -> Option<Opening> {
    let wanted = asked::wanted(question, now)?;
    // A notice of single days says nothing of others.
    let speaks = |scheduled: &Scheduled| {
        let schedule = &scheduled.schedule;
        let mut dates = wanted.dates().iter();
        !schedule.is_of_single_days() || dates.any(|date| schedule.names(*date))
    };
    let scheduled = match chosen(schedules, question, lexicon, near, &speaks) {
        Some(one) => vec![one],
        // "Are you open?" where a shop and its café have hours of their own.
        None if question.names_nothing() => in_columns(schedules)?,
        None => return None,
    };
    let told: Option<Vec<String>> = scheduled
        .iter()
        .map(|scheduled| told(scheduled, &wanted, question, lexicon, now))
        .collect();
    Some(Opening {
        text: said::joined(&told?, question.language),
        units: scheduled.first()?.units.clone(),
    })
}

/// What the only schedule with this unit says of the single date that a question names.
pub(crate) fn on_date(
    schedules: &[Scheduled],
    question: &Question,
    lexicon: &Lexicon,
    unit: &Unit,
    now: DateTime,
) -> Option<Opening> {
    // A row of a table of hours says nothing else that could be asked for.
    let is_row_of_day = match &unit.body {
        Body::Row(cells) => cells.first().is_some_and(|day| names_days(&day.text)),
        _ => false,
    };
    if !is_row_of_day && !asked::asks_about_being_there(question) {
        return None;
    }
    let days = asked::date(question, now.date())?;
    let has_unit = |scheduled: &&Scheduled| scheduled.opening && scheduled.units.contains(&unit.id);
    let mut with_unit = schedules.iter().filter(has_unit);
    let scheduled = with_unit.next().filter(|_| with_unit.next().is_none())?;
    let is_meant = is_row_of_day
        || fits(scheduled, question, lexicon).is_some()
        || scheduled.own == 1 && question.names_nothing();
    if !is_meant {
        return None;
    }
    let wanted = asked::Wanted::Days { days, closed: None };
    Some(Opening {
        text: told(scheduled, &wanted, question, lexicon, now)?,
        units: scheduled.units.clone(),
    })
}

fn names_days(text: &str) -> bool {
    let values = values::values(text, Language::of(text));
    values
        .iter()
        .any(|found| matches!(found.value, Value::Weekdays(_)))
}

/// The schedules of the columns of one table, where the documents have one such table: | Day | Shop | Café |; or the only
/// schedule that there is: | Day | Office |.
fn in_columns(schedules: &[Scheduled]) -> Option<Vec<&Scheduled>> {
    /// Places at most that are told together.
    const TOGETHER: usize = 3;
    let named = |scheduled: &&Scheduled| scheduled.opening && scheduled.own == 1;
    let mut found: Option<Vec<&Scheduled>> = None;
    for (place, first) in schedules.iter().enumerate().filter(|(_, first)| named(first)) {
        let is_beside = |other: &&Scheduled| named(other) && other.units == first.units;
        if first.units.len() < 2 || schedules[..place].iter().any(|other| is_beside(&other)) {
            continue;
        }
        let all: Vec<&Scheduled> = schedules[place..].iter().filter(is_beside).collect();
        // The hours of the only thing that has any are those of the whole place.
        let is_only = all.len() == 1 && schedules.iter().filter(|scheduled| scheduled.opening).count() == 1;
        if (is_only || (2..=TOGETHER).contains(&all.len())) && found.replace(all).is_some() {
            return None;
        }
    }
    found
}

/// What one schedule says.
fn told(
    scheduled: &Scheduled,
    wanted: &asked::Wanted,
    question: &Question,
    lexicon: &Lexicon,
    now: DateTime,
) -> Option<String> {
    if !scheduled.schedule.certain() {
        return None;
    }
    // What holds on Good Friday does not follow from what holds on Fridays.
    let names_holiday = |found: &Found| matches!(found.value, Value::Holiday(_));
    let is_named = |date: &Date| scheduled.schedule.names(*date);
    if question.values.iter().any(names_holiday) && !wanted.dates().iter().all(is_named) {
        return None;
    }
    let name = named(scheduled, question, lexicon);
    let subject = name
        .as_deref()
        .filter(|_| question.language == Language::English)
        .and_then(subject);
    let wording = Wording {
        language: question.language,
        subject: subject.clone(),
    };
    let text = wanted.answer(&scheduled.schedule, now, &wording)?;
    Some(match name.filter(|_| subject.is_none()) {
        Some(name) if question.language == Language::Chinese => format!("{name}：{text}"),
        Some(name) => format!("{name}: {}", say::lower_first(&text)),
        None => text,
    })
}

/// The schedule that the question is about, if there is exactly one that fits best.
fn chosen<'a>(
    schedules: &'a [Scheduled],
    question: &Question,
    lexicon: &Lexicon,
    near: &[usize],
    speaks: &dyn Fn(&Scheduled) -> bool,
) -> Option<&'a Scheduled> {
    let mut best: Option<(&Scheduled, f32)> = None;
    let mut tied = false;
    let may_be = |scheduled: &&Scheduled| scheduled.opening && speaks(scheduled);
    for scheduled in schedules.iter().filter(may_be) {
        let Some(mut score) = fits(scheduled, question, lexicon) else {
            continue;
        };
        if scheduled
            .units
            .iter()
            .any(|unit| near.contains(&(unit.0 as usize)))
        {
            score += 0.3;
        }
        match best {
            Some((_, known)) if score < known - 1e-3 => {}
            Some((_, known)) if (score - known).abs() <= 1e-3 => tied = true,
            _ => {
                best = Some((scheduled, score));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(scheduled, _)| scheduled)
}

/// How well a schedule's topic fits; `None` where the question names something that the topic does not.
fn fits(scheduled: &Scheduled, question: &Question, lexicon: &Lexicon) -> Option<f32> {
    let own = own_stems(scheduled, lexicon);
    let around: Vec<String> = stems(
        &scheduled.topic[scheduled.own.min(scheduled.topic.len())..],
        lexicon,
    );
    let mut met_own = 0;
    // What nobody said, but is implied, names nothing; nor does the name of a day.
    let is_day = |term: &Term| {
        let token = question.tokens.get(term.at);
        token.is_some_and(|token| {
            let holds = |found: &Found| {
                matches!(found.value, Value::Holiday(_)) && found.range.contains(&token.range.start)
            };
            question.values.iter().any(holds)
        })
    };
    let is_said = |term: &&Term| (term.at != usize::MAX || term.carried) && !is_day(term);
    let counts = |term: &&Term| {
        term.importance != Importance::Light && !CLOSING.contains(&term.stem.as_str()) && is_said(term)
    };
    for term in question.terms.iter().filter(counts) {
        let alternatives = alternatives(term, lexicon, 0.55);
        let has = |list: &[String]| alternatives.iter().any(|phrase| contains(list, phrase));
        if has(&own) {
            met_own += 1;
        } else if !has(&around) && !term.carried {
            return None;
        }
    }
    let is_special = |stem: &&String| !GENERAL.contains(&stem.as_str()) && !is_date(stem);
    let special = own.iter().filter(is_special).count();
    if met_own == 0 && special > 0 {
        // "Harbor House opens at 9" under a heading of that name is said of the whole place; else they are the hours of
        // something that was not asked about.
        if own.iter().filter(is_special).all(|stem| around.contains(stem)) {
            return Some(if is_headed(scheduled, lexicon) { 1.05 } else { 0.5 });
        }
        return None;
    }
    Some(1.0 + met_own as f32 - 0.1 * special.saturating_sub(met_own) as f32)
}

/// The stems of what a schedule alone is about.
fn own_stems(scheduled: &Scheduled, lexicon: &Lexicon) -> Vec<String> {
    stems(
        &scheduled.topic[..scheduled.own.min(scheduled.topic.len())],
        lexicon,
    )
}

/// What may stand for a term, from this weight on.
fn alternatives<'a>(term: &'a Term, lexicon: &'a Lexicon, least: f32) -> Vec<&'a str> {
    let Some(phrase) = term.phrase else {
        return vec![term.stem.as_str()];
    };
    let all = lexicon.alternatives(phrase).into_iter();
    all.filter(|(_, weight)| *weight >= least)
        .map(|(phrase, _)| lexicon.name(phrase))
        .collect()
}

fn is_date(stem: &str) -> bool {
    stem.chars().any(|letter| letter.is_ascii_digit())
}

fn stems(texts: &[String], lexicon: &Lexicon) -> Vec<String> {
    texts
        .iter()
        .flat_map(|text| lexicon.tokenizer().tokens(text))
        .filter(|token| !lexicon.is_stop(token) || token.is_han())
        .map(|token| token.stem)
        .collect()
}

fn contains(list: &[String], phrase: &str) -> bool {
    let words: Vec<&str> = phrase.split(' ').collect();
    list.windows(words.len())
        .any(|window| window.iter().map(String::as_str).eq(words.iter().copied()))
}

/// Whether the heading or line above it speaks of opening.
fn is_headed(scheduled: &Scheduled, lexicon: &Lexicon) -> bool {
    let above = scheduled.topic.iter().skip(scheduled.own).take(1).cloned();
    let stems = stems(&above.collect::<Vec<_>>(), lexicon);
    !stems.is_empty() && stems.iter().all(|stem| GENERAL.contains(&stem.as_str()))
}

/// What the schedule is about, if that is not the whole place without a name.
fn named(scheduled: &Scheduled, question: &Question, lexicon: &Lexicon) -> Option<String> {
    let own = &scheduled.topic[..scheduled.own.min(scheduled.topic.len())];
    let name = own.first()?;
    let special = stems(std::slice::from_ref(name), lexicon)
        .iter()
        .any(|stem| !GENERAL.contains(&stem.as_str()) && !is_date(stem));
    let is_short = name.chars().count() <= 60;
    let asked = question
        .terms
        .iter()
        .any(|term| term.importance != Importance::Light);
    (special && is_short && (asked || scheduled.own > 0))
        .then(|| name.trim_end_matches([':', '：']).to_owned())
}

/// A name as the subject of an English sentence: "the library", "Harbor House"; `None` for a label, such as "Pool".
fn subject(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    match words.as_slice() {
        ["The" | "Our", _, ..] => Some(say::lower_first(name)),
        ["the" | "our", _, ..] => Some(name.to_owned()),
        [_, _, ..] if words.iter().all(is_capital) => Some(name.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
