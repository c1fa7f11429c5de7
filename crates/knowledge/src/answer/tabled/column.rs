//! The column by which rows are compared.
//!
//! Owns which column measures what a word of comparison means, or is named by the question. Which rows are compared is its parent's.

use super::measured::{Measured, length_of_time, measured_as};
use super::words::Measure;
use super::{Answerer, Comparing, NAMES, Table};
use crate::language::Language;
use crate::reader::{is_blank, row_values};
use crate::reckon::time_between;
use crate::unit::Cell;
use crate::values::{Clock, Value};

/// Of several columns that measure the same the one is meant that has a word of the question from this agreement on.
const COLUMN: f32 = 0.5;
/// Words of headers under which people are counted.
const COUNTS: &[&str] = &[
    "players",
    "people",
    "places",
    "seats",
    "capacity",
    "guests",
    "persons",
    "sleeps",
    "children",
    "pupils",
    "мест",
    "человек",
    "人数",
    "名额",
    "容纳",
];

/// Headers of the times at which something begins and ends.
const BEGINS: &[&str] = &[
    "start",
    "starts",
    "begin",
    "begins",
    "from",
    "начало",
    "с",
    "开始",
];
const ENDS: &[&str] = &[
    "end",
    "ends",
    "finish",
    "finishes",
    "until",
    "to",
    "конец",
    "окончание",
    "до",
    "结束",
];

/// What the rows of a table are compared by.
pub(super) enum Column {
    /// A column.
    Cell([usize; 1]),
    /// The time from one column to the other.
    Times([usize; 2]),
}

impl Column {
    /// The cells that it is told by.
    pub(super) fn cells(&self) -> &[usize] {
        match self {
            Self::Cell(column) => column,
            Self::Times(columns) => columns,
        }
    }

    /// What it is called.
    pub(super) fn headers(&self, row: &[Cell]) -> String {
        let headers = self.cells().iter().map(|column| row[*column].header.as_ref());
        headers.collect::<Vec<&str>>().join(". ")
    }

    /// What a row measures in it.
    pub(super) fn measured(&self, row: &[Cell], measure: Measure) -> Option<Measured> {
        match *self {
            Self::Cell([column]) => measured_as(&row[column], measure),
            Self::Times(columns) => {
                let [from, to] = columns.map(|column| time_of(&row[column]));
                time_between(from?, to?).map(length_of_time)
            }
        }
    }

    /// A length of time that the row does not name itself, as it is said.
    pub(super) fn computed(&self, row: &[Cell], measured: &Measured, language: Language) -> Option<String> {
        let says_when = match self {
            Self::Cell([column]) => matches!(row_values(&row[*column])[..], [Value::TimeRange { .. }]),
            Self::Times(_) => true,
        };
        match measured {
            Measured::Amount(amount, _) if says_when => Some(amount.said(language)),
            _ => None,
        }
    }

    /// Whether a row has nothing in it.
    pub(super) fn is_blank(&self, row: &[Cell]) -> bool {
        self.cells().iter().any(|column| is_blank(&row[*column].text))
    }
}

/// The time of day that is all of a cell.
fn time_of(cell: &Cell) -> Option<Clock> {
    match row_values(cell)[..] {
        [Value::Time { clock, .. }] => Some(clock),
        _ => None,
    }
}

impl Answerer {
    /// What the rows are compared by: the only column that measures what is asked for, or that is named, or the times at which they
    /// begin and end.
    pub(super) fn column(&self, table: &Table<'_>, rows: &[usize], comparing: &Comparing) -> Option<Column> {
        let column = self
            .only_column(table, rows, comparing)
            .map(|column| Column::Cell([column]));
        column.or_else(|| {
            let is_of_time = comparing.comparison.measure == Measure::Time;
            let headed = |words: &[&str]| {
                let is_headed = |column: &usize| {
                    let header = table.rows[0][*column].header.to_lowercase();
                    header.split_whitespace().any(|own| words.contains(&own))
                };
                let mut columns = (1..table.rows[0].len()).filter(is_headed);
                columns.next().filter(|_| columns.next().is_none())
            };
            Some(Column::Times([headed(BEGINS)?, headed(ENDS)?])).filter(|_| is_of_time)
        })
    }

    fn only_column(&self, table: &Table<'_>, rows: &[usize], comparing: &Comparing) -> Option<usize> {
        let Comparing {
            comparison,
            reading,
            terms,
        } = comparing;
        let days = reading.question.when.days;
        let score = |column: usize| -> Option<f32> {
            let header = &table.rows[0][column].header;
            let values: Vec<Measured> = rows
                .iter()
                .filter_map(|row| measured_as(&table.rows[*row][column], comparison.measure))
                .collect();
            if values.len() < 2.max(rows.len() * 2 / 3) {
                return None;
            }
            let is_money = values[0].is_of(Measure::Price);
            let is_time = values[0].is_of(Measure::Time);
            let lower = header.to_lowercase();
            let has_any = |words: &[&str]| words.iter().any(|word| has_word(&lower, word));
            let has_header = has_any(comparison.measure.headers());
            let is_of_measure = match comparison.measure {
                Measure::Price => is_money,
                Measure::Time => is_time,
                Measure::Length => is_time || has_header || values[0].is_a_length(),
                _ => has_header,
            };
            let met = reading.expansion.met_by(&self.lexicon, header);
            let of_noun = (0..met.len()).filter(|term| comparison.is_of(reading.question.terms[*term].at));
            let by_name = if comparison.measure == Measure::Named {
                of_noun.map(|term| met[term]).fold(0.0, f32::max)
            } else {
                terms.iter().map(|term| met[*term]).fold(0.0, f32::max)
            };
            let by_day = crate::values::values(header, Language::of(header))
                .iter()
                .any(|found| matches!(found.value, Value::Weekdays(of) if !days.is_empty() && days.intersection(of) == days));
            let of_people = comparison.counts_people && has_any(COUNTS);
            let by_name = if by_day || of_people { 1.0 } else { by_name };
            match (comparison.measure, is_of_measure) {
                (Measure::Named, _) => (by_name >= NAMES).then_some(by_name),
                (_, false) => None,
                (_, true) if by_name >= COLUMN => Some(1.0 + by_name),
                // Nobody knows whether the longer of two trails is the one that takes longer.
                (Measure::Length, true) => Some(0.5),
                (_, true) => Some(if has_header { 0.6 } else { 0.5 }),
            }
        };
        let mut scored: Vec<(f32, usize)> = (1..table.rows[0].len())
            .filter_map(|column| Some((score(column)?, column)))
            .collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (best, column) = *scored.first()?;
        let is_only = scored.get(1).is_none_or(|(next, _)| best - next > 0.05);
        is_only.then_some(column)
    }
}

/// Whether a header has a word, or a form that begins so in a language with endings.
fn has_word(header: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return header.contains(word);
    }
    header
        .split(|letter: char| !letter.is_alphanumeric() && letter != '²')
        .any(|own| own == word)
}
