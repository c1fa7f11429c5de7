//! "The first boat to Sorra", "your cheapest room", "the biggest hall": one row of several that answer equally well.
//!
//! Owns the choice among rows of one table by their times, prices or numbers. Which table answers is the reader's
//! matter, and a column that is itself called "First bus" is `say`'s.

use super::{Answerer, Reading};
use crate::frames::Frame;
use crate::language::Language;
use crate::question::Question;
use crate::reader::{Agreement, Candidate, asked_columns, row_values};
use crate::reckon::{self, Quantity};
use crate::unit::{Body, Cell};
use crate::values::Value;

/// Rows that answer as well as the best differ from it in coverage by no more than this.
const ALIKE: f32 = 0.06;

/// What is sought among rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sought {
    word: &'static str,
    kind: Kind,
    /// The highest, not the lowest.
    most: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Time,
    Price,
    Number,
}

/// Words that seek the lowest or highest, in the three languages.
const WORDS: &[(&str, Kind, bool)] = &[
    ("first", Kind::Time, false),
    ("earliest", Kind::Time, false),
    ("last", Kind::Time, true),
    ("latest", Kind::Time, true),
    ("cheapest", Kind::Price, false),
    ("least expensive", Kind::Price, false),
    ("lowest price", Kind::Price, false),
    ("dearest", Kind::Price, true),
    ("priciest", Kind::Price, true),
    ("most expensive", Kind::Price, true),
    ("biggest", Kind::Number, true),
    ("largest", Kind::Number, true),
    ("smallest", Kind::Number, false),
    ("longest", Kind::Number, true),
    ("shortest", Kind::Number, false),
    ("quickest", Kind::Number, false),
    ("fastest", Kind::Number, false),
    ("первый", Kind::Time, false),
    ("первая", Kind::Time, false),
    ("самый ранний", Kind::Time, false),
    ("последний", Kind::Time, true),
    ("последняя", Kind::Time, true),
    ("самый поздний", Kind::Time, true),
    ("самый дешёвый", Kind::Price, false),
    ("самый дешевый", Kind::Price, false),
    ("дешевле всего", Kind::Price, false),
    ("самый дорогой", Kind::Price, true),
    ("самая дорогая", Kind::Price, true),
    ("самый большой", Kind::Number, true),
    ("самый маленький", Kind::Number, false),
    ("最早", Kind::Time, false),
    ("头班", Kind::Time, false),
    ("首班", Kind::Time, false),
    ("第一班", Kind::Time, false),
    ("最晚", Kind::Time, true),
    ("末班", Kind::Time, true),
    ("最后一班", Kind::Time, true),
    ("最便宜", Kind::Price, false),
    ("最贵", Kind::Price, true),
    ("最大", Kind::Number, true),
    ("最小", Kind::Number, false),
];

/// Whether the question seeks the most or least of something.
pub(super) fn seeks(question: &Question) -> bool {
    sought(question).is_some()
}

impl Answerer {
    /// The row that is the first, the cheapest, the biggest, where the question asks for it and several rows of the
    /// best one's table answer equally well.
    pub(super) fn extreme<'a>(&self, reading: &'a Reading) -> Option<&'a Candidate> {
        let sought = sought(&reading.question)?;
        let best = reading.candidates.first()?;
        let block = self.index.block(best.unit);
        let rows: Vec<&Candidate> = reading
            .candidates
            .iter()
            .filter(|row| block.contains(&row.unit) && (row.coverage - best.coverage).abs() < ALIKE)
            .filter(|row| {
                let facts = self.facts.of(row.unit, &self.index.units[row.unit]);
                let when = &reading.question.when;
                when.days_in(facts) != Agreement::Differs && when.dates_in(facts) != Agreement::Differs
            })
            .collect();
        if rows.len() < 2 {
            return None;
        }
        let mut valued: Vec<(i64, &Candidate)> = Vec::new();
        for row in rows {
            let unit = &self.index.units[row.unit];
            let Body::Row(cells) = &unit.body else { return None };
            // Rows for days are all asked for: "How late can I come in?"
            if cells.first().is_none_or(names_days) {
                return None;
            }
            // "Which clinics are on the first floor?" names, and seeks nothing.
            let names = |cell: &Cell| {
                cell.text
                    .to_lowercase()
                    .split_whitespace()
                    .any(|word| word == sought.word)
            };
            if cells.iter().any(names) {
                return None;
            }
            let value = match sought.kind {
                Kind::Time => time_of(&reading.question, cells, sought.most),
                Kind::Number => number_of(&reading.question, cells),
                Kind::Price => {
                    let Reading {
                        question, expansion, ..
                    } = reading;
                    let price = Quantity::Price;
                    reckon::best_rate(unit, &self.lexicon, question, expansion, &question.when, price)
                        .map(|matching| matching.rate.amount.value)
                }
            };
            if let Some(value) = value {
                valued.push((value, row));
            }
        }
        let ordered = valued.iter();
        let found = if sought.most {
            ordered.max_by_key(|(value, _)| *value)
        } else {
            ordered.min_by_key(|(value, _)| *value)
        };
        found.filter(|_| valued.len() > 1).map(|(_, row)| *row)
    }
}

fn names_days(cell: &Cell) -> bool {
    row_values(cell).iter().any(|value| {
        matches!(
            value,
            Value::Weekdays(_) | Value::Season(_) | Value::Date(_) | Value::DateRange(_)
        )
    })
}

fn sought(question: &Question) -> Option<Sought> {
    let text = format!(
        " {} ",
        question.words().join(if question.language == Language::Chinese {
            ""
        } else {
            " "
        })
    );
    let has = |word: &str| {
        if word.is_ascii() {
            text.contains(&format!(" {word} "))
        } else {
            text.contains(word)
        }
    };
    // "Last week" and "the first time" seek no row.
    let other = [
        "last week",
        "last night",
        "last time",
        "first time",
        "last year",
        "at last",
    ];
    if other.iter().any(|phrase| text.contains(phrase)) {
        return None;
    }
    WORDS
        .iter()
        .find(|(word, ..)| has(word))
        // "How long do lessons last?"
        .filter(|(word, ..)| *word != "last" || question.first_asked() != Some(Frame::Duration))
        .map(|(word, kind, most)| Sought {
            word,
            kind: *kind,
            most: *most,
        })
}

/// The time of a row, in minutes: of the column that is asked for, else of the first that has one.
fn time_of(question: &Question, cells: &[Cell], most: bool) -> Option<i64> {
    let named = |cell: &Cell| {
        let header = cell.header.to_lowercase();
        ["first", "last", "перв", "послед", "首", "末"]
            .iter()
            .any(|word| header.starts_with(word))
    };
    if cells.iter().any(named) {
        return None;
    }
    let minutes = |cell: &Cell| {
        let values = row_values(cell);
        let mut times = values.iter().filter_map(|value| match value {
            Value::Time { clock, .. } => Some(i64::from(clock.minutes())),
            Value::TimeRange { range, .. } => Some(i64::from(range.from.minutes())),
            _ => None,
        });
        if most { times.max() } else { times.next() }
    };
    let asked = asked_columns(question, cells);
    let of_asked = asked
        .iter()
        .filter_map(|column| cells.get(*column))
        .find_map(minutes);
    of_asked.or_else(|| cells.iter().find_map(minutes))
}

/// The number of a row: of the only column with numbers, or of the first that is asked for.
fn number_of(question: &Question, cells: &[Cell]) -> Option<i64> {
    let text = question.text.to_lowercase();
    let timed = ["longest", "shortest", "quickest", "fastest"]
        .iter()
        .any(|word| text.contains(word));
    let number = |cell: &Cell| {
        row_values(cell).iter().find_map(|value| match value {
            Value::Number(number) if !timed => scaled(*number),
            Value::Duration { seconds } if timed => i64::try_from(*seconds).ok(),
            _ => None,
        })
    };
    let asked = asked_columns(question, cells);
    if let Some(found) = asked
        .iter()
        .filter_map(|column| cells.get(*column))
        .find_map(number)
    {
        return Some(found);
    }
    let mut all = cells.iter().skip(1).filter_map(number);
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

#[allow(clippy::cast_possible_truncation, reason = "a float's conversion saturates")]
fn scaled(number: f64) -> Option<i64> {
    number.is_finite().then(|| (number * 100.0).round() as i64)
}
