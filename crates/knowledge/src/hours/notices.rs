//! Notices: what is said of special days apart from the schedules that it changes.
//!
//! Owns to which schedules a notice applies, and what is not known of the others.

use std::path::PathBuf;
use std::sync::Arc;

use super::rules::{Rule, What};
use super::tell::Told;
use crate::text::without_brackets;

/// Whether it only closes, cuts or doubts hours, or speaks of special days alone: no schedule by itself.
pub(super) fn is_notice(told: &Told) -> bool {
    let base = |rule: &Rule| {
        let seasonal = rule.when.is_long() && rule.when.weekdays.is_some();
        matches!(rule.what, What::Open(_) | What::As(_)) && (!rule.when.is_special() || seasonal)
    };
    !told.table && !told.said.rules.iter().any(base)
}

/// What columns of hours may be called together.
const PLACES_OF_ALL: &[&str] = &[
    "the",
    "our",
    "of",
    "shops",
    "branches",
    "stores",
    "sites",
    "places",
    "locations",
    "salons",
    "studios",
    "centres",
    "offices",
    "clinics",
    "libraries",
    "buildings",
    "магазина",
    "филиала",
    "отделения",
    "магазины",
    "филиалы",
];

/// How a notice concerns a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Concern {
    /// All of it holds there.
    All,
    /// What it says of closing holds there; the rest is not known.
    Closing,
    /// A break that its subject takes is one of the whole place.
    Break,
    /// Whether it holds there is not known.
    Perhaps,
    /// It says that the place is open all year.
    AllYear,
    /// It does not.
    None,
}

/// Applies a notice to the schedules of its section and the sections in it; whether there was one that it is about.
pub(super) fn apply(notice: &Told, places: &mut [Told]) -> bool {
    let general = notice.own.is_empty();
    let near = |place: &&mut Told| {
        let path = if general {
            place.path.starts_with(&notice.path)
        } else {
            place.path == notice.path
        };
        path && place.file == notice.file
    };
    let mut near: Vec<&mut Told> = places.iter_mut().filter(near).collect();
    let under = |place: &Told| {
        place
            .headed
            .iter()
            .skip(notice.path.len())
            .any(|opening| *opening)
    };
    // "June – shop dog" is no notice: what says nothing of opening must stand under such a heading.
    let vague = |rule: &Rule| matches!(rule.what, What::Unclear | What::Usual);
    let idle = notice.said.rules.iter().all(vague) && !notice.said.opening;
    let heading = notice.headed.contains(&true);
    let main = near.iter().any(|place| under(place));
    if idle && !heading && !main {
        return false;
    }
    // Of several sections the one that is headed "Opening hours" is meant; of the others nothing is known.
    let sections = near.iter().any(|place| place.path != notice.path);
    let columns = near.iter().filter(|place| is_column(place)).count();
    let of_all = speaks_of_all(notice, columns);
    let mut applied = false;
    for place in &mut near {
        let meant = !(sections && main) || under(place);
        let concern = if of_all && is_column(place) {
            Concern::All
        } else {
            concern(notice, place, meant)
        };
        take(notice, place, concern);
        if matches!(concern, Concern::All | Concern::Break) {
            place.units.extend(notice.units.iter().copied());
            applied = true;
        }
    }
    applied
}

/// A notice of single days that found no place in its own file: "2 December surgery opens at 11" on the notice board. What holds on
/// that day at places of its name, or without any, in other files is not known then; the notice is quoted.
pub(super) fn doubt_elsewhere(notice: &Told, places: &mut [Told]) {
    let is_single = |rule: &Rule| rule.when.is_of_single_days() && rule.what != What::Usual;
    if !notice.said.opening || !notice.said.rules.iter().all(is_single) {
        return;
    }
    let is_meant = |place: &&mut Told| match (place.own.first(), notice.own.first()) {
        (None, None) => true,
        (Some(place), Some(notice)) => shares_name(place, notice) || shares_name(notice, place),
        (Some(_), None) | (None, Some(_)) => false,
    };
    let in_other_files = places.iter_mut().filter(|place| place.file != notice.file);
    for place in in_other_files.filter(is_meant) {
        take(notice, place, Concern::Perhaps);
    }
}

/// Whether a place is one of the columns of a table of hours.
fn is_column(place: &Told) -> bool {
    place.table && !place.own.is_empty()
}

/// Whether a notice is about all of so many columns: "Both shops are closed on Christmas Day".
fn speaks_of_all(notice: &Told, columns: usize) -> bool {
    let Some(subject) = notice.own.first() else {
        return false;
    };
    let lower = subject.to_lowercase();
    let (first, rest) = lower.split_once(' ').unwrap_or((lower.as_str(), ""));
    // "Both car parks" are not the café and the shop.
    let is_any_place = |word: &str| PLACES_OF_ALL.contains(&word);
    if !rest.split_whitespace().all(is_any_place) {
        return false;
    }
    match first {
        "both" | "оба" | "обе" | "两店" | "两馆" | "两家店" | "两个店" | "两个馆" => {
            columns == 2
        }
        "all" | "все" => columns > 1,
        _ => false,
    }
}

fn concern(notice: &Told, place: &Told, meant: bool) -> Concern {
    let general = notice.own.is_empty();
    let same = match (place.own.first(), notice.own.first()) {
        (Some(place), Some(notice)) => is_same_name(place, notice),
        _ => false,
    };
    let whole = place.table || place.own.is_empty();
    // "Main gates: March and October 8 am – 6 pm" is of no other place.
    let is_open = |rule: &Rule| matches!(rule.what, What::Open(_));
    let rules = &notice.said.rules;
    let is_long = rules.iter().all(is_open) && rules.iter().any(|rule| rule.when.is_long());
    let names_place = |name: &String| {
        let mut around = place.own.iter().chain(&place.path);
        around.any(|label| shares_name(name, label) || shares_name(label, name))
    };
    if !general && !same && is_long && !notice.own.iter().any(names_place) {
        return Concern::None;
    }
    let breaks = !notice.said.rules.is_empty()
        && notice
            .said
            .rules
            .iter()
            .all(|rule| matches!(rule.what, What::Break(_)));
    if same || (general && meant && whole) {
        Concern::All
    } else if general && meant {
        // A place of its own in the same section is closed as well; whether it opens as well is not known.
        Concern::Closing
    } else if breaks && place.own.is_empty() && meant {
        Concern::Break
    } else if notice.said.all_year {
        Concern::AllYear
    } else if whole {
        Concern::Perhaps
    } else {
        Concern::None
    }
}

fn take(notice: &Told, place: &mut Told, concern: Concern) {
    let rules = notice
        .said
        .rules
        .iter()
        .filter(|rule| rule.what != What::Usual)
        .cloned();
    let unclear = |rule: Rule| Rule {
        what: What::Unclear,
        ..rule
    };
    match concern {
        Concern::All => {
            let mut said = notice.said.clone();
            // "31 December until 2 pm" does not make the room longer that closes at noon.
            let named = !place.own.is_empty() && notice.own.is_empty();
            for rule in said
                .rules
                .iter_mut()
                .filter(|rule| named && rule.when.weekdays.is_none())
            {
                rule.what = cut(&rule.what);
            }
            place.said.merge(said);
        }
        Concern::Closing => {
            let closes = |rule: &Rule| rule.what == What::Closed && rule.when.is_special();
            place
                .said
                .rules
                .extend(rules.map(|rule| if closes(&rule) { rule } else { unclear(rule) }));
        }
        Concern::Break => {
            // "Reception is closed for lunch": so is the place, as far as visitors are concerned.
            let note = notice.own.join(", ");
            place
                .said
                .rules
                .extend(notice.said.rules.iter().cloned().map(|mut rule| {
                    rule.add_note(&note);
                    rule
                }));
        }
        // Whom "both pools open at two on the first Tuesday" concerns is not known.
        Concern::Perhaps => place.said.rules.extend(rules.map(unclear)),
        Concern::AllYear => {
            let same = |label: &String| notice.own.iter().any(|own| shares_name(label, own));
            place.said.all_year |= place.own.iter().any(same);
        }
        Concern::None => {}
    }
}

/// "The office" is "Office (the Lodge)".
fn is_same_name(one: &str, other: &str) -> bool {
    let bare = |name: &str| {
        let lower = without_brackets(name).trim().to_lowercase();
        let articles = ["the ", "our ", "a "];
        let rest = articles.iter().find_map(|article| lower.strip_prefix(article));
        rest.map(str::to_owned).unwrap_or(lower)
    };
    // Brackets tell "Pool (indoor)" from "Pool (outdoor)".
    let both_have = [one, other].iter().all(|name| name.contains(['(', '（']));
    !both_have && bare(one) == bare(other) || one == other
}

/// Another end of the whole place, for one of its rooms.
fn cut(what: &What) -> What {
    match what {
        What::Until(clock, false) => What::Cut(*clock),
        What::Until(..) | What::From(..) => What::Unclear,
        what => what.clone(),
    }
}

/// Whether a text names the place of a label: four Chinese characters in a row, or all longer words.
fn shares_name(label: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let han = |letter: &char| matches!(letter, '\u{4e00}'..='\u{9fff}');
    let characters: Vec<char> = label.chars().filter(han).collect();
    if characters.len() >= 4 {
        return characters
            .windows(4)
            .any(|four| text.contains(&four.iter().collect::<String>()));
    }
    let label = label.to_lowercase();
    let words = label.split(|letter: char| !letter.is_alphanumeric());
    let mut words = words.filter(|word| word.chars().count() > 3).peekable();
    words.peek().is_some() && words.all(|word| text.contains(word))
}

/// With each schedule, what the whole place says of special days, and of days of the week where it names none.
pub(super) fn with_rules_of_place(mut told: Vec<Told>) -> Vec<(Told, Vec<Rule>)> {
    let restricts = |rule: &&Rule| !matches!(rule.what, What::Open(_) | What::Break(_) | What::Usual);
    let general: Vec<(usize, Arc<PathBuf>, Vec<Rule>)> = told
        .iter()
        .enumerate()
        .filter(|(_, told)| told.own.is_empty() && told.said.opening)
        .map(|(index, told)| {
            (
                index,
                Arc::clone(&told.file),
                told.said.rules.iter().filter(restricts).cloned().collect(),
            )
        })
        .collect();
    let rules: usize = general.iter().map(|(_, _, rules)| rules.len()).sum();
    if too_many(rules, told.len()) {
        told.iter_mut().for_each(doubt);
        return told.into_iter().map(|told| (told, Vec::new())).collect();
    }
    told.into_iter()
        .enumerate()
        .map(|(index, told)| {
            let names_days = told.said.rules.iter().any(|rule| rule.when.weekdays.is_some());
            let others = general
                .iter()
                .filter(|(other, file, _)| *other != index && *file == told.file);
            let rules = others.flat_map(|(_, _, rules)| rules.iter());
            let rules = rules
                .filter(|rule| rule.when.is_special() || !names_days)
                .cloned()
                .collect();
            (told, rules)
        })
        .collect()
}

/// Whether it would take too long to compare all of them: no operator writes so many.
pub(super) fn too_many(notices: usize, places: usize) -> bool {
    notices.saturating_mul(places) > 1_000_000
}

/// Leaves the hours of a place open.
pub(super) fn doubt(place: &mut Told) {
    place.said.unclear.push("…".to_owned());
}
