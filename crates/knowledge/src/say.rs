//! A unit said as a sentence.
//!
//! Owns the choice of what of a unit is said: the cells of a row that were asked for, the heading or the sentence
//! before that says what it is about. Adds no word that the documents do not have, but for punctuation.

use std::collections::BTreeSet;

use crate::frames::Frame;
use crate::index::{Field, Index};
use crate::language::Language;
use crate::question::{Importance, Question};
use crate::reader::{Candidate, asked_columns, is_blank, row_values as cell_values};
use crate::unit::{Body, Cell, Unit};
use crate::values::{self, Value};

/// Words of a sentence with those around it.
const MOST_WORDS: usize = 60;

/// The columns of a row that a question asks for, without those that name the row.
pub(crate) fn columns(question: &Question, candidate: &Candidate, cells: &[Cell]) -> Vec<usize> {
    let named: BTreeSet<usize> = key_columns(cells).into_iter().collect();
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    for found in &candidate.matches {
        let term = question.terms.get(found.term);
        if let Field::Header(column) = found.field
            && found.weight >= 0.5
            && term.is_some_and(|term| term.importance != Importance::Light || chosen.is_empty())
        {
            chosen.insert(usize::from(column));
        }
    }
    chosen.retain(|column| cells.get(*column).is_some_and(|cell| !cell.text.is_empty()));
    let asked = if question.asked_before && !chosen.is_empty() {
        BTreeSet::new()
    } else {
        asked_columns(question, cells)
    };
    let all = matches!(question.first_asked(), Some(Frame::Hours | Frame::OpenNow));
    let both: BTreeSet<usize> = if all { BTreeSet::new() } else { chosen.clone() };
    let both: BTreeSet<usize> = both.intersection(&asked).copied().collect();
    let mut wanted = if !both.is_empty() {
        both
    } else if asked.is_empty() {
        chosen
    } else {
        asked
    };
    // What the question says of a row is said back, so that it can be checked.
    for found in &candidate.matches {
        if let Field::Cell(column) = found.field {
            wanted.insert(usize::from(column));
        }
    }
    if question.yes_no {
        wanted.extend((0..cells.len()).filter(|column| speaks_of(question, &cells[*column])));
    }
    let wanted = in_season(question, cells, wanted);
    let mut wanted: Vec<usize> = wanted
        .into_iter()
        .filter(|column| !named.contains(column))
        .collect();
    if wanted.is_empty() {
        wanted = (0..cells.len())
            .filter(|column| !named.contains(column) && !is_blank(&cells[*column].text))
            .collect();
    }
    wanted
}

/// Whether a cell names days or dates where the question does.
fn speaks_of(question: &Question, cell: &Cell) -> bool {
    cell_values(cell).iter().any(|value| match value {
        Value::Weekdays(_) | Value::NthWeekday(_) => !question.when.days.is_empty(),
        other => {
            question.when.is_in(other).is_some()
                && !(question.when.dates.is_empty() && question.when.months.is_empty())
        }
    })
}

/// Of columns whose headers name days or dates only those that the question names, if it names any.
fn in_season(question: &Question, cells: &[Cell], columns: BTreeSet<usize>) -> BTreeSet<usize> {
    let agrees = |column: &usize| -> Option<bool> {
        let header = cells.get(*column)?.header.as_ref();
        let values = values::values(header, Language::of(header));
        values.iter().find_map(|found| match &found.value {
            Value::Weekdays(days) if !question.when.days.is_empty() => {
                Some(question.when.days.intersection(*days) == question.when.days)
            }
            other if !question.when.months.is_empty() => question.when.is_in(other),
            _ => None,
        })
    };
    let right: BTreeSet<usize> = (0..cells.len())
        .filter(|column| agrees(column) == Some(true))
        .collect();
    if right.is_empty() {
        return columns;
    }
    let neutral = columns.iter().copied().filter(|column| agrees(column).is_none());
    // Only what such a column says is asked for, unless other columns were.
    neutral
        .filter(|column| !right.contains(column) && columns.len() < cells.len() / 2)
        .chain(right.iter().copied())
        .collect()
}

/// The columns that name a row: the first, and the second too where the first is a mere number or code.
pub(crate) fn key_columns(cells: &[Cell]) -> Vec<usize> {
    let first = cells.first().map_or("", |cell| cell.text.as_str());
    let names_time = values::values(first, Language::of(first)).iter().any(|found| {
        matches!(
            found.value,
            Value::Weekdays(_) | Value::Date(_) | Value::DateRange(_) | Value::Time { .. }
        )
    });
    if names_time && cells.len() > 2 {
        // "Sunday, 9:00, Family swim": the day alone names nothing.
        let name = (1..cells.len()).find(|column| {
            let text = &cells[*column].text;
            text.chars().any(char::is_alphabetic) && values::values(text, Language::of(text)).is_empty()
        });
        return std::iter::once(0).chain(name).collect();
    }
    let is_code = first.chars().count() <= 4
        && (first.chars().any(|letter| letter.is_ascii_digit()) || first.chars().count() == 1);
    if is_code && cells.len() > 2 {
        vec![0, 1]
    } else {
        vec![0]
    }
}

/// What a row is about: "Route 31, Airport".
pub(crate) fn row_key(cells: &[Cell]) -> String {
    let columns = key_columns(cells);
    let parts: Vec<String> = columns
        .iter()
        .enumerate()
        .filter_map(|(place, column)| {
            let cell = cells.get(*column)?;
            let is_code = columns.len() > 1 && place == 0 && !cell.header.is_empty();
            Some(if is_code {
                format!("{} {}", cell.header, cell.text)
            } else {
                cell.text.clone()
            })
        })
        .filter(|part| !part.trim().is_empty())
        .collect();
    parts.join(", ")
}

/// A row, said with these of its columns.
pub(crate) fn row(cells: &[Cell], columns: &[usize]) -> String {
    let language = Language::of(&cells.iter().map(|cell| cell.text.as_str()).collect::<String>());
    let parts: Vec<String> = columns
        .iter()
        .filter_map(|column| cells.get(*column))
        .filter(|cell| !is_blank(&cell.text))
        .map(|cell| said_cell(cell, language))
        .collect();
    let key = row_key(cells);
    let (colon, comma) = if language == Language::Chinese {
        ("：", "，")
    } else {
        (": ", ", ")
    };
    match (key.is_empty(), parts.is_empty()) {
        (true, _) => parts.join(comma),
        (false, true) => key,
        (false, false) => format!("{key}{colon}{}", parts.join(comma)),
    }
}

fn said_cell(cell: &Cell, language: Language) -> String {
    let header = cell.header.trim();
    let is_said = header.is_empty() || cell.text.to_lowercase().contains(&header.to_lowercase());
    if is_said {
        return cell.text.clone();
    }
    if language == Language::Chinese {
        return format!("{header}{}", cell.text);
    }
    format!("{} {}", lower_first(header), cell.text)
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
pub(crate) fn statement(index: &Index, question: &Question, candidate: &Candidate) -> String {
    let Some(unit) = index.units.get(candidate.unit) else {
        return String::new();
    };
    match &unit.body {
        Body::Row(cells) => {
            let columns = columns(question, candidate, cells);
            row(cells, &columns)
        }
        Body::Entry { key, value } => {
            let colon = if Language::of(value) == Language::Chinese {
                "："
            } else {
                ": "
            };
            with_context(
                index,
                question,
                candidate,
                unit,
                &format!("{}{colon}{value}", key.trim_end_matches([':', '：'])),
            )
        }
        Body::Answered { answer, .. } => answer.clone(),
        Body::Sentence(text) | Body::Item { text, .. } => {
            with_context(index, question, candidate, unit, text)
        }
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
    let above = lead(unit).or_else(|| unit.path.last().cloned());
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
        Body::Sentence(text) | Body::Item { text, .. } => text.clone(),
    };
    let short: Vec<&str> = text.split_whitespace().take(8).collect();
    short.join(" ").trim_end_matches([':', '：', ',', '.']).to_owned()
}

/// The sentence with what says what it is about.
fn with_context(
    index: &Index,
    question: &Question,
    candidate: &Candidate,
    unit: &Unit,
    text: &str,
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
            if words > MOST_WORDS {
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

fn lead(unit: &Unit) -> Option<String> {
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
