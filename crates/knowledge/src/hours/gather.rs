//! Gathering: schedules out of the units of documents.
//!
//! Owns which units together are one schedule and what it is about. What one unit tells is `tell`, to which schedules
//! a notice applies is `notices`.

use super::clauses::speaks_of_opening;
use super::columns::days_in;
use super::labels;
use super::notices::{apply, doubt, doubt_elsewhere, is_notice, too_many, with_rules_of_place};
use super::rules::{Rule, What};
use super::tell::{Paragraph, Told, tell};
use super::when::When;
use super::{Schedule, Scheduled};
use crate::language::Language;
use crate::unit::{Body, Unit};

/// A unit goes with none that stands further above.
const FURTHEST: usize = 40;

/// Every schedule in the units.
pub(super) fn schedules(units: &[Unit], language: Language) -> Vec<Scheduled> {
    let (mut places, notices): (Vec<Told>, Vec<Told>) = together(units, language)
        .into_iter()
        .map(|told| of_its_lead(told, language))
        .filter(opens)
        .partition(|told| !is_notice(told) || is_of_its_lead(told));
    let crowded = too_many(notices.len(), places.len());
    if crowded {
        places.iter_mut().for_each(doubt);
    }
    let homeless: Vec<Told> = if crowded {
        Vec::new()
    } else {
        notices
            .into_iter()
            .filter(|notice| !apply(notice, &mut places))
            .collect()
    };
    for notice in &homeless {
        doubt_elsewhere(notice, &mut places);
    }
    places.extend(homeless);
    places.sort_by_key(|told| told.units.first().copied());
    let places = with_rules_of_place(places).into_iter();
    places
        .map(|(told, elsewhere)| scheduled(told, elsewhere, language))
        .filter(is_worth_having)
        .collect()
}

/// What the units tell, those of one schedule together.
fn together(units: &[Unit], language: Language) -> Vec<Told> {
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
                .take(FURTHEST)
                .find(|before| goes_with(before, &next, language))
            {
                Some(before) => {
                    // Hours of both halves of a year are those of opening.
                    before.said.opening |=
                        are_seasons(before, &next, language) && is_long_open(before) && is_long_open(&next);
                    before.said.merge(next.said);
                    before.units.extend(next.units);
                    before.units.dedup();
                }
                None => told.push(next),
            }
        }
    }
    told
}

/// Whether the line that leads to the hours is what they are of.
fn is_of_its_lead(told: &Told) -> bool {
    told.lead.is_some() && told.own.first() == told.lead.as_ref()
}

/// "Main gates: November to February 8 am – 4.30 pm": hours of so many months under a line that names a thing are that thing's, and no
/// notice for the rest of the section.
fn of_its_lead(mut told: Told, language: Language) -> Told {
    let names_a_thing = |lead: &&String| {
        !speaks_of_opening(lead, language)
            && labels::heading(lead).is_none()
            && days_in(lead, language).is_empty()
    };
    let is_open = |rule: &Rule| matches!(rule.what, What::Open(_));
    let rules = &told.said.rules;
    let is_seasonal = rules.iter().all(is_open) && rules.iter().any(|rule| rule.when.is_long());
    if told.own.is_empty() && is_seasonal && is_notice(&told) {
        told.own.extend(told.lead.iter().find(names_a_thing).cloned());
    }
    told
}

/// Whether the hours of one unit go on those of another: the rows of a table, the lines of a list of days.
fn goes_with(before: &Told, next: &Told, language: Language) -> bool {
    if are_seasons(before, next, language) {
        return true;
    }
    let lines = before.of_day && next.of_day;
    if !(lines && before.path == next.path && before.file == next.file && before.own == next.own) {
        return false;
    }
    // What two paragraphs of a section say of the same days has to agree, else nobody knows; a notice finds its
    // schedule later, as it may stand before it or in another section.
    before.block == next.block || (before.lead == next.lead && !is_notice(before) && !is_notice(next))
}

/// Whether all its rules open for hours.
fn is_long_open(told: &Told) -> bool {
    /// Whatever takes place is shorter.
    const LEAST: u16 = 180;
    told.said.rules.iter().all(|rule| match &rule.what {
        What::Open(ranges) => ranges
            .iter()
            .all(|range| range.end_minutes() >= range.from.minutes() + LEAST),
        What::Closed => true,
        _ => false,
    })
}

/// "Arcade: daily 10–10" under "Summer (April to September)" and "Arcade: weekends 11–6" under "Winter" are of one arcade.
fn are_seasons(before: &Told, next: &Told, language: Language) -> bool {
    let (Some((last, around)), Some((other, beside))) = (before.path.split_last(), next.path.split_last())
    else {
        return false;
    };
    let is_beside = around == beside && last != other && before.file == next.file;
    let is_same = before.lead == next.lead && before.own == next.own;
    let is_seasonal = |told: &Told| {
        !told.said.rules.is_empty() && told.said.rules.iter().all(|rule| rule.when.is_seasonal())
    };
    // "Boat hire" and "Ice rink" are two things, whatever the months in which they open. Headings are read last: this is asked of
    // many pairs.
    let names_season = |heading: &String| days_in(heading, language).iter().any(When::has_dates);
    is_beside
        && is_same
        && is_seasonal(before)
        && is_seasonal(next)
        && names_season(last)
        && names_season(other)
}

fn scheduled(told: Told, elsewhere: Vec<Rule>, language: Language) -> Scheduled {
    let own = told.own.len();
    let mut topic = told.own;
    topic.extend(told.lead.iter().cloned());
    topic.extend(told.path.iter().rev().cloned());
    let lead = told.lead.iter().any(|lead| speaks_of_opening(lead, language));
    let heading = lead || told.headed.contains(&true);
    let opening = told.said.opening || heading;
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
        opening,
        units: told.units,
    }
}

/// Whether a schedule says something that is worth having.
fn is_worth_having(scheduled: &Scheduled) -> bool {
    let tells = |rule: &Rule| match rule.what {
        What::Unclear | What::Usual => false,
        What::Until(..) | What::From(..) | What::Cut(_) => scheduled.opening,
        _ => true,
    };
    scheduled.schedule.rules.iter().any(tells)
}

/// Whether a table tells at any time of opening: a column of nothing but "none" is no place.
fn opens(told: &Told) -> bool {
    let open = |rule: &Rule| matches!(rule.what, What::Open(_) | What::As(_));
    !(told.table && told.of_day && !told.own.is_empty()) || told.said.rules.iter().any(open)
}
