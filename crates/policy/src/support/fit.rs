//! Whether a part of a statement bears out a claim.
//!
//! Owns the first rule: every word and value of the claim is in the part, each in a place of its own, and everything in
//! the part is in the claim or the question. Their order is `order`'s, what denies and restricts `markers`'.

use mynah_knowledge::values::Value;

use super::Unsupported;
use super::fluency::joints_agree;
use super::items::Item;
use super::markers::agree;
use super::order::ordered;
use super::part::Part;
use super::question::Question;
use super::values::{begins, ends, same, sort};
use crate::lexicon::Role;

/// So many words that add little may a claim have, or 15 of 100 of its words.
const SOFT_WORDS: usize = 2;

/// Where in a part the words of a claim stand.
struct Alignment {
    /// Place in the claim, place in the statement.
    pairs: Vec<(usize, usize)>,
    /// Labels and verbs that the claim has said.
    beside: Vec<bool>,
    /// "Closes" was said of opening hours, which then need no "open".
    closes: bool,
    soft: usize,
}

/// Whether a part bears out a claim, given what was asked.
pub(crate) fn fits(
    claim: &[Item],
    part: &Part<'_>,
    question: &Question<'_>,
    needs: bool,
) -> Result<(), Unsupported> {
    let alignment = align(claim, part)?;
    let asked = question.fits(part);
    if !joints_agree(claim, &part.written) {
        return Err(Unsupported::Gibberish);
    }
    // "You need an appointment" means every visitor, whatever was asked.
    let you = |item: &Item| item.role == Role::You;
    let advice = claim.iter().any(you) && part.written.iter().any(|item| you(item));
    if needs && !asked && !advice {
        return Err(Unsupported::NotTogether(shown(claim)));
    }
    // A sentence that names its subject owes nothing to the one before it.
    covers(
        &alignment,
        part,
        question,
        asked && (needs || !question.is_said()),
    )?;
    let words = claim.iter().filter(|item| item.says_something()).count();
    if alignment.soft > SOFT_WORDS.max(words * 15 / 100) {
        return Err(Unsupported::Gibberish);
    }
    ordered(claim, part, &alignment.pairs)?;
    agree(claim, part)
}

/// Finds every word and value of a claim in a part, each in a place of its own.
fn align(claim: &[Item], part: &Part<'_>) -> Result<Alignment, Unsupported> {
    let mut alignment = Alignment {
        pairs: Vec::new(),
        beside: vec![false; part.beside.len()],
        closes: false,
        soft: 0,
    };
    let mut used = vec![false; part.order.len()];
    let mut last = 0;
    let mut implied: Vec<&str> = Vec::new();
    for (at, item) in claim.iter().enumerate() {
        if item.value.is_none() && item.role == Role::Soft {
            alignment.soft += 1;
        }
        if !item.says_something() {
            continue;
        }
        let matches = |place: &usize| is_same(item, &part.statement.items[part.order[*place]], claim, at);
        // A span of times can be said as its beginning and its end: it may be used twice.
        let free =
            |place: &usize| !used[*place] || is_end_of(item, &part.statement.items[part.order[*place]]);
        let mut places = (last..part.order.len())
            .chain(0..last)
            .filter(matches)
            .filter(free);
        if let Some(place) = places.next() {
            drop(places);
            used[place] = true;
            last = place;
            alignment.pairs.push((at, part.order[place]));
            continue;
        }
        drop(places);
        let beside = part
            .beside
            .iter()
            .zip(&alignment.beside)
            .position(|(other, said)| !said && is_same(item, other, claim, at));
        // A column's name stands between the row's and the cell's: "Dr Nair, room B-204".
        let astray = part.statement.row && [0, part.order.len()].contains(&alignment.pairs.len());
        // Labels keep their order too.
        let falls = |beside: usize| alignment.beside[beside..].iter().any(|said| *said);
        if let Some(beside) = beside.filter(|beside| !astray && !falls(*beside)) {
            alignment.beside[beside] = true;
        } else if item.is_word() && !implied.contains(&item.class.as_str()) && has_beside(item, part, claim) {
            implied.push(&item.class);
            alignment.closes |= item.class == "close";
        } else {
            return Err(Unsupported::NotTogether(shown(claim)));
        }
    }
    if alignment.pairs.is_empty() {
        Err(Unsupported::Nothing)
    } else {
        Ok(alignment)
    }
}

fn has_beside(item: &Item, part: &Part<'_>, claim: &[Item]) -> bool {
    // "Closes" follows from opening hours only together with their end.
    let ends_span = |said: &Value| part.values().any(|span| ends(said, span));
    let closes = || claim.iter().filter_map(|item| item.value.as_ref()).any(ends_span);
    part.implies(&item.class) && (item.class != "close" || closes())
        || part.statement.headings.contains(&item.class)
}

fn is_end_of(item: &Item, written: &Item) -> bool {
    matches!((&item.value, &written.value), (Some(said), Some(span)) if begins(said, span) || ends(said, span))
}

fn is_same(item: &Item, written: &Item, claim: &[Item], at: usize) -> bool {
    match (&item.value, &written.value) {
        (Some(said), Some(value)) => same(said, value) || is_hour_of(said, value, &claim[..at]),
        (None, None) => {
            // Two names with one stem are two names.
            let name = item.capital && item.folded.is_ascii();
            item.class == written.class && (!name || bare(&item.folded) == bare(&written.folded))
        }
        _ => false,
    }
}

fn bare(folded: &str) -> &str {
    folded.strip_suffix("'s").unwrap_or(folded)
}

/// "It opens at 9" and "it closes at 5" of "9–5".
fn is_hour_of(said: &Value, span: &Value, before: &[Item]) -> bool {
    let verb = before
        .iter()
        .rev()
        .find(|item| ["open", "close", "start", "end", "until"].contains(&item.class.as_str()));
    match verb.map(|item| item.class.as_str()) {
        Some("open" | "start") => begins(said, span),
        Some("close" | "end" | "until") => ends(said, span),
        _ => false,
    }
}

/// Everything that a part says must be said: what is left out may have been a condition.
fn covers(
    alignment: &Alignment,
    part: &Part<'_>,
    question: &Question<'_>,
    asked: bool,
) -> Result<(), Unsupported> {
    for &at in &part.order {
        let item = &part.statement.items[at];
        let said = alignment.pairs.iter().any(|(_, place)| *place == at);
        let implied = item.is_word()
            && (item.class == "cost" && part.implies("cost") || item.class == "open" && alignment.closes);
        // A question names one of several prices or days: that does not say which of them the reply's words belong to.
        let alone = item
            .value
            .as_ref()
            .is_none_or(|value| part.values().filter(|v| sort(v) == sort(value)).count() == 1);
        let needless = said || implied || part.statement.needless.contains(&at);
        let asked_for = asked && alone && question.says(item);
        if !needless && !asked_for {
            return Err(Unsupported::LeftOut(item.folded.clone()));
        }
    }
    for label in &part.labels {
        let said = part
            .beside
            .iter()
            .zip(&alignment.beside)
            .any(|(item, said)| *said && std::ptr::eq(*item, *label));
        let implied = label.is_word() && part.implies(&label.class) && label.class == "cost";
        if !said && !implied && !question.says(label) {
            return Err(Unsupported::LeftOut(label.folded.clone()));
        }
    }
    Ok(())
}

fn shown(claim: &[Item]) -> String {
    claim
        .iter()
        .map(|item| item.folded.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
