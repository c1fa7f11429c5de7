//! A unit said as a sentence.
//!
//! Owns the kinds of units and what all of them share; a table's row is `row`'s, a sentence with its neighbours
//! `surroundings`'s. Adds no word that the documents do not have, but for punctuation.

mod cell;
mod row;
mod surroundings;

pub(crate) use row::{
    columns, complete as complete_row, key_columns, row as row_with, row_key, whole as whole_row,
};

use crate::index::{Field, Index};
use crate::language::Language;
use crate::question::{Importance, Question};
use crate::reader::{Candidate, is_blank};
use crate::unit::{Body, Unit};

/// How much of what stands beside the answer is said with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What was asked for alone: one statement among several.
    Asked,
    /// The whole row or line while it is short: the only statement of a reply.
    Line,
}

/// The text with its first letter in lower case, unless it is a name or an abbreviation.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// A unit as one statement.
pub(crate) fn statement(index: &Index, question: &Question, candidate: &Candidate, extent: Extent) -> String {
    let Some(unit) = index.units.get(candidate.unit) else {
        return String::new();
    };
    let surrounded = |text: &str| surroundings::statement(index, question, candidate, unit, text, extent);
    match &unit.body {
        Body::Row(cells) => row::statement(question, candidate, cells, extent),
        Body::Entry { key, value } => {
            let colon = if Language::of(value) == Language::Chinese {
                "："
            } else {
                ": "
            };
            surrounded(&format!("{}{colon}{value}", key.trim_end_matches([':', '：'])))
        }
        Body::Answered {
            question: own,
            answer,
        } if is_of_another_question(question, candidate, own) => without_verdict(answer).to_owned(),
        Body::Answered { answer, .. } => answer.clone(),
        Body::Sentence(text) | Body::Item { text, .. } => surrounded(text),
    }
}

/// Whether the operator answered another question than the one that is asked: they have no word in common, and what is
/// asked about stands in the answer alone.
fn is_of_another_question(question: &Question, candidate: &Candidate, own: &str) -> bool {
    /// Letters by which two words are compared, and which a word of content has.
    const LETTERS: usize = 4;
    let beginnings = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|letter: char| !letter.is_alphabetic())
            .filter(|word| word.chars().count() >= LETTERS)
            .map(|word| word.chars().take(LETTERS).collect())
            .collect()
    };
    let theirs = beginnings(own);
    let shared = beginnings(&question.text)
        .iter()
        .any(|word| theirs.contains(word));
    let in_answer = candidate.matches.iter().any(|found| {
        let term = question.terms.get(found.term);
        found.field == Field::Body
            && term.is_some_and(|term| term.importance != Importance::Light && !term.carried)
    });
    question.yes_no && !shared && in_answer
}

/// The sentences behind a "yes" or "no" that answers something else, where there are any.
fn without_verdict(answer: &str) -> &str {
    const VERDICTS: [&str; 4] = ["yes", "no", "да", "нет"];
    let first = answer
        .split(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or_default();
    if !VERDICTS.contains(&first.to_lowercase().as_str()) {
        return answer;
    }
    match answer.find(". ") {
        Some(end) => answer[end + 2..].trim_start(),
        None => answer,
    }
}

/// The unit's own words, without what stands around it.
pub(crate) fn own_text(unit: &Unit) -> String {
    match &unit.body {
        Body::Sentence(text) | Body::Item { text, .. } => text.clone(),
        Body::Entry { key, value } => format!("{key}: {value}"),
        Body::Answered { answer, .. } => answer.clone(),
        Body::Row(cells) => cells
            .iter()
            .map(|cell| cell.text.as_str())
            .collect::<Vec<_>>()
            .join("; "),
    }
}

/// A unit as an encoder reads it: the innermost heading, and what it says with the headers of its columns.
pub(crate) fn passage(unit: &Unit) -> String {
    let text = match &unit.body {
        Body::Row(cells) => cells
            .iter()
            .filter(|cell| !is_blank(&cell.text))
            .map(|cell| {
                if cell.header.is_empty() {
                    cell.text.clone()
                } else {
                    format!("{}: {}", cell.header, cell.text)
                }
            })
            .collect::<Vec<_>>()
            .join("; "),
        Body::Answered { question, answer } => format!("{question} {answer}"),
        _ => own_text(unit),
    };
    let above = surroundings::lead(unit).or_else(|| unit.path.last().cloned());
    match above {
        Some(above) if !matches!(unit.body, Body::Answered { .. }) => format!("{above}: {text}"),
        _ => text,
    }
}

/// What a unit is about, in a few words.
pub(crate) fn label(unit: &Unit) -> String {
    let text = match &unit.body {
        Body::Row(cells) => row_key(cells),
        Body::Entry { key, .. } => key.clone(),
        Body::Answered { question, .. } => question.clone(),
        Body::Sentence(text) | Body::Item { text, .. } => match text.split_once(": ") {
            Some((key, _)) if key.chars().count() <= 40 => key.to_owned(),
            _ => text.clone(),
        },
    };
    let short: Vec<&str> = text.split_whitespace().take(8).collect();
    short.join(" ").trim_end_matches([':', '：', ',', '.']).to_owned()
}

/// The text with a full stop, if it has no mark at its end.
pub(crate) fn ended(text: &str) -> String {
    let text = text.trim();
    match text.chars().last() {
        None => String::new(),
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？') => text.to_owned(),
        Some(')' | '"' | '”' | '»')
            if text
                .chars()
                .rev()
                .nth(1)
                .is_some_and(|letter| ".!?".contains(letter)) =>
        {
            text.to_owned()
        }
        Some(_) => {
            let text = text.trim_end_matches([',', ';', ':', '，', '；', '：']);
            let stop = if Language::of(text) == Language::Chinese {
                '。'
            } else {
                '.'
            };
            format!("{text}{stop}")
        }
    }
}
