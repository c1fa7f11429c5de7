//! Two columns of one row held against each other: "How much cheaper is an adult online than at the door?"
//!
//! Owns which columns and which row are meant.

use super::measured::{Measured, apart, measured};
use super::pair::{pair, telling_words};
use super::words::{Asks, Comparison, Measure};
use super::{ACCOUNTS, Answer, Answerer, NAMES, Reading, Table, counts_several};
use crate::language::Language;
use crate::say;
use crate::values::{Value, WeekdaySet};

impl Answerer {
    /// The answer where the question names two columns and one row, or one row that has two columns to choose from.
    pub(super) fn columns_compared(
        &self,
        table: &Table<'_>,
        reading: &Reading,
        comparison: &Comparison,
    ) -> Option<Answer> {
        let of_several =
            comparison.measure == Measure::Price && counts_several(&reading.question, &table.keys);
        if comparison.asks == Asks::Extreme || of_several {
            return None;
        }
        let terms = telling_words(&reading.question, comparison);
        let met = |text: &str| reading.expansion.met_by(&self.lexicon, text);
        let headers: Vec<String> = table.rows[0].iter().map(|cell| cell.header.to_string()).collect();
        let by_header: Vec<Vec<f32>> = headers.iter().skip(1).map(|header| met(header)).collect();
        let named = pair(&by_header, &headers[1..], &reading.question, comparison)
            .map(|pair| pair.map(|column| column + 1));
        let known = named.or_else(|| by_days(&headers, reading));
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
        let values = columns.map(|column| measured(&cells[column]));
        let [Some(one), Some(other)] = &values else {
            return None;
        };
        if !one.is_like(other) || !one.is_of(comparison.measure) {
            return None;
        }
        let text = said(
            table,
            (row, columns),
            (one, other),
            comparison,
            reading.question.language,
        )?;
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
        let met = |text: &str| reading.expansion.met_by(&self.lexicon, text);
        let keys: Vec<Vec<f32>> = table.keys.iter().map(|key| met(key)).collect();
        let names = |row: usize| terms.iter().filter(|term| keys[row][**term] >= NAMES).count();
        let most = (0..keys.len()).map(names).max().filter(|most| *most > 0)?;
        let mut best = (0..keys.len()).filter(|row| names(*row) == most);
        let row = best.next()?;
        let unit = &self.index.units[table.units[row]];
        let above: Vec<&str> = unit.path.iter().chain(&unit.lead).map(String::as_str).collect();
        let around = met(&format!("{}. {}", above.join(". "), table.rows[row][0].header));
        let missing = terms
            .iter()
            .filter(|term| keys[row][**term] < ACCOUNTS && around[**term] < ACCOUNTS)
            .count();
        (best.next().is_none() && missing <= allowed).then_some(row)
    }
}

/// The two columns of two days that the question names: "on a Saturday than on a Tuesday".
fn by_days(headers: &[String], reading: &Reading) -> Option<[usize; 2]> {
    let days = |text: &str| -> Vec<WeekdaySet> {
        crate::values::values(text, Language::of(text))
            .iter()
            .filter_map(|found| match found.value {
                Value::Weekdays(days) => Some(days),
                _ => None,
            })
            .collect()
    };
    let asked: Vec<WeekdaySet> = reading
        .question
        .values
        .iter()
        .filter_map(|found| match found.value {
            Value::Weekdays(days) => Some(days),
            _ => None,
        })
        .collect();
    let [one, other] = asked.as_slice() else {
        return None;
    };
    let column_of = |day: WeekdaySet| {
        let holds = |column: &usize| {
            days(&headers[*column])
                .iter()
                .any(|of| of.intersection(day) == day)
        };
        (1..headers.len()).find(holds)
    };
    let pair = [column_of(*one)?, column_of(*other)?];
    (pair[0] != pair[1]).then_some(pair)
}

fn said(
    table: &Table<'_>,
    (row, columns): (usize, [usize; 2]),
    (one, other): (&Measured, &Measured),
    comparison: &Comparison,
    language: Language,
) -> Option<String> {
    let both = say::row_with(table.rows[row], &columns);
    let gap = one.value().checked_sub(other.value())?.checked_abs()?;
    if gap == 0 {
        let same = ["They are the same. ", "Одинаково. ", "一样。"][language as usize];
        return Some(format!("{same}{both}"));
    }
    let first_wins = (one.value() > other.value()) == comparison.most;
    let winner = &table.rows[row][columns[usize::from(!first_wins)]].header;
    Some(match (comparison.asks, language) {
        (Asks::Difference, Language::English) => {
            format!("The difference is {}: {both}", apart(one, other, gap, language))
        }
        (Asks::Difference, Language::Russian) => {
            format!("Разница — {}: {both}", apart(one, other, gap, language))
        }
        (Asks::Difference, Language::Chinese) => {
            format!("相差{}：{both}", apart(one, other, gap, language))
        }
        (Asks::Which | Asks::Extreme, Language::English | Language::Russian) => {
            format!("{winner}: {}. {both}", comparison.cue)
        }
        (Asks::Which | Asks::Extreme, Language::Chinese) => format!("{winner}{}。{both}", comparison.cue),
    })
}
