//! Two columns of one row held against each other: "How much cheaper is an adult online than at the door?"
//!
//! Owns which columns and which row are meant.

use super::measured::{measured, measured_as, outcome};
use super::pair::pair;
use super::words::{Asks, Measure};
use super::{ACCOUNTS, Answer, Answerer, Comparing, NAMES, Reading, Table};
use crate::language::Language;
use crate::say;
use crate::unit::Cell;
use crate::values::{self, Found, Value, WeekdaySet};

impl Answerer {
    /// The answer where the question names two columns and one row, or one row that has two columns to choose from.
    pub(super) fn columns_compared(&self, table: &Table<'_>, comparing: &Comparing) -> Option<Answer> {
        let Comparing {
            comparison,
            reading,
            terms,
        } = comparing;
        if comparison.asks == Asks::Extreme {
            return None;
        }
        let met = |text: &str| reading.expansion.met_by(&self.lexicon, text);
        let headers: Vec<String> = table.rows[0].iter().map(|cell| cell.header.to_string()).collect();
        let by_header: Vec<Vec<f32>> = headers.iter().skip(1).map(|header| met(header)).collect();
        let named = pair(&by_header, &headers[1..], &reading.question, comparison)
            .map(|pair| pair.map(|column| column + 1));
        let known = named
            .or_else(|| by_days(&headers, reading))
            .or_else(|| beside_named(table, comparing, &by_header));
        let columns = known.or_else(|| {
            // "Which shop has got more room to park?": a row with a number for each of two shops.
            let words = reading.question.words();
            let names_both = words.iter().any(|word| {
                matches!(
                    *word,
                    "or" | "than" | "vs" | "versus" | "или" | "чем" | "还" | "比"
                )
            });
            let asks_which = matches!(
                words.first(),
                Some(&("which" | "what" | "какой" | "какая" | "где"))
            );
            let is_open = comparison.asks == Asks::Which && headers.len() == 3 && asks_which && !names_both;
            is_open.then_some([1, 2])
        })?;
        let rest: Vec<usize> = terms
            .iter()
            .copied()
            .filter(|term| columns.iter().all(|column| by_header[column - 1][*term] < NAMES))
            .collect();
        let row = self.only_row(table, reading, &rest, usize::from(known.is_some()))?;
        let cells = table.rows[row];
        let values = columns.map(|column| measured_as(&cells[column], comparison.measure));
        let [Some(one), Some(other)] = &values else {
            return None;
        };
        if !one.is_like(other) || !one.is_of(comparison.measure) {
            return None;
        }
        let both = say::row_with(cells, &columns);
        let names = columns.map(|column| cells[column].header.as_ref());
        let text = outcome([one, other], names, &both, comparison, reading.question.language)?;
        Some(Answer {
            text: say::ended(&text),
            units: vec![self.index.units[table.units[row]].id],
            confidence: 1.0,
        })
    }

    /// The only row that these words name best; none where they name none, or more than so many are left over.
    fn only_row(
        &self,
        table: &Table<'_>,
        reading: &Reading,
        terms: &[usize],
        allowed: usize,
    ) -> Option<usize> {
        let keys = &table.met;
        let names = |row: usize| terms.iter().filter(|term| keys[row][**term] >= NAMES).count();
        let most = (0..keys.len()).map(names).max().filter(|most| *most > 0)?;
        let mut best = (0..keys.len()).filter(|row| names(*row) == most);
        let row = best.next()?;
        let around = format!("{}. {}", self.above(table.units[row]), table.rows[row][0].header);
        let around = reading.expansion.met_by(&self.lexicon, &around);
        let missing = terms
            .iter()
            .filter(|term| keys[row][**term] < ACCOUNTS && around[**term] < ACCOUNTS)
            .count();
        (best.next().is_none() && missing <= allowed).then_some(row)
    }
}

/// The only two columns of prices, where the question names either: "how much extra is it with Rocco?"
fn beside_named(table: &Table<'_>, comparing: &Comparing, by_header: &[Vec<f32>]) -> Option<[usize; 2]> {
    let is_difference = comparing.comparison.asks == Asks::Difference;
    let is_price = |cell: &Cell| measured(cell).is_some_and(|measured| measured.is_of(Measure::Price));
    let of_prices = |column: &usize| {
        let prices = table
            .rows
            .iter()
            .filter(|cells| is_price(&cells[*column]))
            .count();
        2 * prices > table.rows.len()
    };
    let columns: Vec<usize> = (1..table.rows[0].len()).filter(of_prices).collect();
    let [one, other] = columns[..] else {
        return None;
    };
    let is_named = |column: usize| {
        let mut terms = comparing.terms.iter();
        terms.any(|term| by_header[column - 1][*term] >= NAMES)
    };
    (is_difference && (is_named(one) || is_named(other))).then_some([one, other])
}

/// The two columns of two days that the question names: "on a Saturday than on a Tuesday".
fn by_days(headers: &[String], reading: &Reading) -> Option<[usize; 2]> {
    let days = |found: &[Found]| -> Vec<WeekdaySet> {
        let days = found.iter().filter_map(|found| match found.value {
            Value::Weekdays(days) => Some(days),
            _ => None,
        });
        days.collect()
    };
    let asked = days(&reading.question.values);
    let [one, other] = asked.as_slice() else {
        return None;
    };
    let column_of = |day: WeekdaySet| {
        let holds = |column: &usize| {
            days(&values::values(
                &headers[*column],
                Language::of(&headers[*column]),
            ))
            .iter()
            .any(|of| of.intersection(day) == day)
        };
        (1..headers.len()).find(holds)
    };
    let pair = [column_of(*one)?, column_of(*other)?];
    (pair[0] != pair[1]).then_some(pair)
}
