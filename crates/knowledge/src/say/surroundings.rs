//! A sentence, an item of a list or a labelled value said with what stands around it.
//!
//! Owns which neighbouring sentences and which heading are said too, so that what is said can be understood alone
//! and does not leave out half of what the operator wrote on that line.

use super::{Extent, ended};
use crate::index::{Field, Index};
use crate::language::Language;
use crate::question::{Importance, Question};
use crate::reader::{Candidate, Fit};
use crate::unit::{Body, Unit};

/// Words of a sentence with those that it leans on.
const MAX_WORDS: usize = 60;
/// From this coverage on a sentence has all that is asked about.
const ALL_NAMED: f32 = 0.75;
/// A line is said to its end, and from its beginning, while it has at most so many characters.
const WHOLE_LINE: usize = 180;

/// The sentence with what says what it is about.
pub(super) fn statement(
    index: &Index,
    question: &Question,
    candidate: &Candidate,
    unit: &Unit,
    text: &str,
    extent: Extent,
) -> String {
    let needs = |wanted: &dyn Fn(Field) -> bool| {
        candidate.matches.iter().any(|found| {
            let matters = question
                .terms
                .get(found.term)
                .is_some_and(|term| term.importance != Importance::Light);
            matters && wanted(found.field)
        })
    };
    let block = index.block(candidate.unit);
    let mut said: Vec<String> = vec![text.to_owned()];
    let leans = leans_on_before(text);
    if (leans || needs(&|field| field == Field::Before)) && candidate.unit > block.start {
        let mut words = text.split_whitespace().count();
        for before in (block.start..candidate.unit).rev() {
            let Some(sentence) = plain(&index.units[before]) else {
                break;
            };
            words += sentence
                .split_whitespace()
                .count()
                .max(sentence.chars().count() / 6);
            if words > MAX_WORDS {
                break;
            }
            said.insert(0, sentence);
            if leans && !needs(&|field| field == Field::Before) {
                break;
            }
        }
    }
    if needs(&|field| field == Field::After)
        && candidate.unit + 1 < block.end
        && let Some(sentence) = plain(&index.units[candidate.unit + 1])
    {
        said.push(sentence);
    }
    // "DOGS yes!!" alone says too little.
    let mut next = candidate.unit + said.len();
    while is_scant(&said) && next < block.end {
        let Some(sentence) = plain(&index.units[next]) else {
            break;
        };
        said.push(sentence);
        next += 1;
    }
    // "A coffee costs 3 dollars." needs nothing beside it.
    let complete = candidate.fit == Fit::Holds && candidate.coverage >= ALL_NAMED && !question.yes_no;
    if extent == Extent::Line && !complete {
        complete_line(index, candidate.unit, &mut said);
    }
    let joint = if Language::of(text) == Language::Chinese {
        ""
    } else {
        " "
    };
    let text = said
        .iter()
        .map(|sentence| ended(sentence))
        .collect::<Vec<_>>()
        .join(joint);
    let topic = if needs(&|field| field == Field::Lead) {
        lead(unit)
    } else if needs(&|field| matches!(field, Field::Heading | Field::Outer)) || short(&text) {
        unit.path
            .last()
            .cloned()
            .filter(|heading| !heading.trim_end().ends_with(['?', '？']))
    } else {
        None
    };
    match topic {
        Some(topic) if !text.to_lowercase().contains(&topic.to_lowercase()) => {
            format!("{}: {text}", topic.trim_end_matches([':', '：', '.', ' ']))
        }
        _ => text,
    }
}

/// Adds the other sentences of the unit's line, those after it first, while all of it stays short.
fn complete_line(index: &Index, unit: usize, said: &mut Vec<String>) {
    let block = index.block(unit);
    let line = &index.units[unit].location;
    let on_line = |other: &usize| index.units[*other].location == *line;
    let text_of = |other: usize| match &index.units[other].body {
        Body::Item { text, .. } => Some(text.clone()),
        _ => plain(&index.units[other]),
    };
    let mut length: usize = said.iter().map(|sentence| sentence.chars().count()).sum();
    let mut fits = |said: &[String], sentence: &String| {
        let is_new = !said.contains(sentence);
        length += if is_new { sentence.chars().count() } else { 0 };
        length <= WHOLE_LINE
    };
    for sentence in (unit + 1..block.end).take_while(on_line).map_while(text_of) {
        if !fits(said, &sentence) {
            return;
        }
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    for sentence in (block.start..unit).rev().take_while(on_line).map_while(text_of) {
        if !fits(said, &sentence) {
            return;
        }
        if !said.contains(&sentence) {
            said.insert(0, sentence);
        }
    }
}

pub(super) fn lead(unit: &Unit) -> Option<String> {
    match &unit.body {
        Body::Item { parents, .. } if !parents.is_empty() => parents.last().cloned(),
        _ => unit.lead.clone(),
    }
}

/// Whether the sentences together say little.
fn is_scant(said: &[String]) -> bool {
    let words: usize = said
        .iter()
        .map(|sentence| sentence.split_whitespace().count())
        .sum();
    let letters: usize = said.iter().map(|sentence| sentence.chars().count()).sum();
    words < 4 && letters < 16
}

/// A statement too short to be understood alone.
fn short(text: &str) -> bool {
    text.split_whitespace().count() < 4 && text.chars().count() < 16
}

fn plain(unit: &Unit) -> Option<String> {
    match &unit.body {
        Body::Sentence(text) => Some(text.clone()),
        Body::Entry { key, value } => Some(format!("{}: {value}", key.trim_end_matches(':'))),
        _ => None,
    }
}

/// Whether a sentence begins with a word that stands for one of the sentence before.
fn leans_on_before(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "it",
        "its",
        "it's",
        "they",
        "their",
        "them",
        "this",
        "these",
        "that",
        "those",
        "he",
        "she",
        "then",
        "there",
        "if",
        "both",
        "otherwise",
        "он",
        "она",
        "они",
        "оно",
        "его",
        "ее",
        "её",
        "их",
        "это",
        "там",
        "тогда",
        "если",
    ];
    let first: String = text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .to_lowercase();
    WORDS.contains(&first.as_str())
}
