//! "Which of your cars are automatics?", "What rooms have no window?": the rows of a table that have a property.
//!
//! Owns how the property is found among the columns. A single row that answers is `said`'s, the row that has the most of
//! something `extreme`'s.

use std::ops::Range;

mod words;

use super::{Answer, Answerer, POSSIBLE, Reading};
use crate::language::Language;
use crate::question::Importance;
use crate::reader::{Agreement, is_blank, row_values};
use crate::say;
use crate::unit::{Body, Cell, Unit};
use crate::values::Value;
use words::{
    asks_for_several, denies, is_applied_whole, is_negated, is_no, is_when, is_yes, place_of_kind, says_all,
};

/// Candidates whose tables are looked at.
const LOOKED_AT: usize = 6;
/// Rows that make a table in which a property tells some from others.
const LEAST_ROWS: usize = 3;
/// Rows of a table that are compared.
const MOST_ROWS: usize = 80;
/// A longer cell is a remark and no property, in words.
const SHORT: usize = 6;
/// Rows that are told.
const TOLD: usize = 12;
/// A cell has the property from this agreement of their words on.
const HAS_PROPERTY: f32 = 0.75;
/// A header is just what the question says.
const SAME_HEADER: f32 = 0.9;
/// A heading, a header or the names of the rows account for a word from this agreement on.
const ACCOUNTS: f32 = 0.4;

/// Words for whatever the rows are.
const KINDS: &[&str] = &[
    "thing",
    "things",
    "one",
    "ones",
    "option",
    "options",
    "item",
    "items",
    "everything",
    "вещи",
    "東西",
    "东西",
];

/// A row of a table: its unit and its cells.
type TableRow<'a> = (usize, &'a Vec<Cell>);

/// What tells some rows of a table from the others.
struct Property {
    /// The column that tells it.
    column: usize,
    /// The word of the question, by its place.
    term: usize,
    /// Whether each row has it.
    has: Vec<bool>,
}

impl Answerer {
    /// The rows that have what the question asks for, where a column of their table tells it.
    pub(super) fn filtered(&self, reading: &Reading) -> Option<Answer> {
        let question = &reading.question;
        if !asks_for_several(question)
            || super::extreme::seeks(question)
            || reading.confidence() < POSSIBLE
            || !is_applied_whole(question)
        {
            return None;
        }
        let mut tried: Vec<Range<usize>> = Vec::new();
        for candidate in reading.candidates.iter().take(LOOKED_AT) {
            let block = self.index.block(candidate.unit);
            if tried.contains(&block) {
                continue;
            }
            if let Some(answer) = self.rows_with_property(reading, block.clone()) {
                return Some(answer);
            }
            tried.push(block);
        }
        None
    }

    fn rows_with_property(&self, reading: &Reading, block: Range<usize>) -> Option<Answer> {
        let rows = self.rows_of(block, reading)?;
        let terms: Vec<usize> = (0..reading.question.terms.len())
            .filter(|place| {
                let term = &reading.question.terms[*place];
                let is_named = term.importance != Importance::Light && !term.carried;
                is_named && !KINDS.contains(&term.word.as_str()) && !is_when(&reading.question, term.at)
            })
            .collect();
        let Some(Property { column, term, has }) = self.property(reading, &rows, &terms) else {
            return self.rows_of_the_day(reading, &rows, &terms);
        };
        // A second table of the same columns may have more of them.
        if self.goes_on_elsewhere(&rows) {
            return None;
        }
        let met = |text: &str| reading.expansion.met_by(&self.lexicon, text);
        let at = reading.question.terms[term].at;
        let negated = is_negated(&reading.question, at);
        // "Which beaches are dogs not allowed on?" is denied behind the word.
        let count = reading.question.tokens.len();
        if !negated && (at..count).any(|place| is_negated(&reading.question, place)) {
            return None;
        }
        // "All levels" has it too, a remark may, and a blank says nothing.
        let is_unclear = |text: &str| {
            let words = text.split_whitespace().count();
            let has = met(text)[term] >= HAS_PROPERTY;
            says_all(text) || has && (words > SHORT || denies(text)) || negated && is_blank(text)
        };
        if rows.iter().any(|(_, cells)| is_unclear(&cells[column].text)) {
            return None;
        }
        let names: Vec<String> = rows.iter().map(|(_, cells)| say::row_key(cells)).collect();
        let choosing = self.choosing(reading, (&rows, &names), &terms, (column, term))?;
        let is_meant = |row: &usize| {
            let name = met(&names[*row]);
            has[*row] != negated && choosing.iter().all(|term| name[*term] >= ACCOUNTS)
        };
        let chosen: Vec<usize> = (0..rows.len()).filter(is_meant).collect();
        if chosen.len() < 2 || chosen.len() > TOLD || chosen.len() == rows.len() {
            return None;
        }
        let chosen: Vec<TableRow<'_>> = chosen.into_iter().map(|row| rows[row]).collect();
        Some(self.listed(&chosen, column, reading.question.language))
    }

    /// The column and the word of the question that tell some rows of a table from the others.
    fn property(&self, reading: &Reading, rows: &[TableRow<'_>], terms: &[usize]) -> Option<Property> {
        let kind = place_of_kind(&reading.question);
        let met = |text: &str| reading.expansion.met_by(&self.lexicon, text);
        let mut best: Option<(f32, Property)> = None;
        for column in 1..rows.first()?.1.len() {
            let header = met(&rows[0].1[column].header);
            let is_yes_or_no = rows
                .iter()
                .all(|(_, cells)| is_yes(&cells[column].text) || is_no(&cells[column].text));
            let cells: Vec<Vec<f32>> = rows.iter().map(|(_, cells)| met(&cells[column].text)).collect();
            // "A cover" tells little, unless it is what a column of "yes" and "no" is about.
            let lighter = (0..header.len()).filter(|term| {
                is_yes_or_no && header[*term] >= SAME_HEADER && !reading.question.terms[*term].carried
            });
            for term in terms.iter().copied().chain(lighter) {
                // "Which therapists": that they are therapists tells none from the others.
                if kind == Some(reading.question.terms[term].at) {
                    continue;
                }
                let (has, weight): (Vec<bool>, f32) = if is_yes_or_no && header[term] >= HAS_PROPERTY {
                    let has = rows.iter().map(|(_, cells)| is_yes(&cells[column].text));
                    (has.collect(), header[term])
                } else {
                    // What stands within a remark is no property of the column.
                    let has = rows.iter().zip(&cells).map(|((_, row), cell)| {
                        let words = row[column].text.split_whitespace().count();
                        let has_digit = row[column].text.contains(|letter: char| letter.is_ascii_digit());
                        cell[term] >= HAS_PROPERTY && words <= if has_digit { SHORT / 2 } else { SHORT }
                    });
                    (
                        has.collect(),
                        cells.iter().map(|cell| cell[term]).fold(0.0, f32::max),
                    )
                };
                let some = has.iter().any(|has| *has) && !has.iter().all(|has| *has);
                if some && best.as_ref().is_none_or(|(known, _)| weight > *known) {
                    best = Some((weight, Property { column, term, has }));
                }
            }
        }
        best.map(|(_, property)| property)
    }

    /// The words of the question that choose among the rows by their names: "which adult classes". `None` where one is
    /// neither what the rows are nor what the column is.
    fn choosing(
        &self,
        reading: &Reading,
        (rows, names): (&[TableRow<'_>], &[String]),
        terms: &[usize],
        (column, property): (usize, usize),
    ) -> Option<Vec<usize>> {
        let met = |text: &str| reading.expansion.met_by(&self.lexicon, text);
        let headers = format!("{}. {}", rows[0].1[0].header, rows[0].1[column].header);
        let above = met(&format!("{}. {headers}", self.above(rows[0].0)));
        let by_name: Vec<Vec<f32>> = names.iter().map(|name| met(name)).collect();
        let kind = place_of_kind(&reading.question);
        let mut choosing = Vec::new();
        for &term in terms.iter().filter(|term| **term != property) {
            let count = by_name.iter().filter(|name| name[term] >= ACCOUNTS).count();
            let is_kind = kind == Some(reading.question.terms[term].at);
            match count {
                _ if above[term] >= ACCOUNTS => {}
                0 => return None,
                count if count < names.len() && !is_kind => choosing.push(term),
                _ => {}
            }
        }
        Some(choosing)
    }

    /// "Which tours are there on a Friday in November?": the rows of the days that are asked about.
    fn rows_of_the_day(&self, reading: &Reading, rows: &[TableRow<'_>], terms: &[usize]) -> Option<Answer> {
        let when = &reading.question.when;
        let denied = (0..reading.question.tokens.len()).any(|at| is_negated(&reading.question, at));
        if when.days.is_empty() || denied {
            return None;
        }
        let chosen: Vec<TableRow<'_>> = rows
            .iter()
            .copied()
            .filter(|(number, _)| {
                when.days_in(self.facts.of(*number, &self.index.units[*number])) == Agreement::Names
            })
            .collect();
        let block = self.index.block(rows.first()?.0);
        if chosen.len() < 2 || chosen.len() > TOLD || chosen.len() == block.len() {
            return None;
        }
        let names: Vec<String> = rows.iter().map(|(_, cells)| say::row_key(cells)).collect();
        let around = format!(
            "{}. {}. {}",
            self.above(rows[0].0),
            names.join(". "),
            rows[0].1[0].header
        );
        let around = reading.expansion.met_by(&self.lexicon, &around);
        // "Which therapists": one of the columns tells that they are.
        let in_cells = |term: usize| {
            let mut cells = chosen.iter().flat_map(|(_, cells)| cells.iter());
            cells.any(|cell| reading.expansion.met_by(&self.lexicon, &cell.text)[term] >= ACCOUNTS)
        };
        let kind = place_of_kind(&reading.question);
        let is_accounted = |term: usize| {
            let is_kind = kind == Some(reading.question.terms[term].at);
            around[term] >= ACCOUNTS || is_kind && in_cells(term)
        };
        if !terms.iter().all(|term| is_accounted(*term)) {
            return None;
        }
        // The column that tells the days is said with each.
        let days = (1..chosen[0].1.len()).find(|column| {
            let is_day = |cell: &Cell| {
                let values = row_values(cell);
                values.iter().any(|value| matches!(value, Value::Weekdays(_)))
            };
            chosen.iter().all(|(_, cells)| is_day(&cells[*column]))
        })?;
        Some(self.listed(&chosen, days, reading.question.language))
    }

    /// The names of the rows with what this column says of them.
    fn listed(&self, rows: &[TableRow<'_>], column: usize, language: Language) -> Answer {
        let names: Vec<String> = rows.iter().map(|(_, cells)| say::row_key(cells)).collect();
        let told: Vec<(&str, &Cell)> = names
            .iter()
            .zip(rows)
            .map(|(name, (_, cells))| (name.as_str(), &cells[column]))
            .collect();
        Answer {
            text: said(&told, language),
            units: rows
                .iter()
                .map(|(number, _)| self.index.units[*number].id)
                .collect(),
            confidence: 1.0,
        }
    }

    /// The headings and the line above a unit.
    pub(super) fn above(&self, row: usize) -> String {
        let unit = &self.index.units[row];
        let above: Vec<&str> = unit.path.iter().chain(&unit.lead).map(String::as_str).collect();
        above.join(". ")
    }

    /// Whether another table of the file has the same columns.
    fn goes_on_elsewhere(&self, rows: &[TableRow<'_>]) -> bool {
        /// Units before and behind the table that are looked at.
        const AROUND: usize = 300;
        let Some((first, cells)) = rows.first() else {
            return false;
        };
        let block = self.index.block(*first);
        let file = &self.index.units[*first].location.file;
        let (from, to) = (block.start.saturating_sub(AROUND), block.end + AROUND);
        let mut others = self.index.units[from..to.min(self.index.units.len())]
            .iter()
            .filter(|unit| unit.block != self.index.units[*first].block && unit.location.file == *file);
        let same = |unit: &Unit| match &unit.body {
            Body::Row(other) => {
                let headers = other.iter().map(|cell| &cell.header);
                other.len() == cells.len() && headers.eq(cells.iter().map(|cell| &cell.header))
            }
            _ => false,
        };
        others.any(same)
    }

    /// The rows of a table, those of the day that is asked about, all of as many cells.
    fn rows_of(&self, block: Range<usize>, reading: &Reading) -> Option<Vec<TableRow<'_>>> {
        if block.len() < LEAST_ROWS || block.len() > MOST_ROWS {
            return None;
        }
        let mut rows = Vec::new();
        for number in block {
            let unit = &self.index.units[number];
            let Body::Row(cells) = &unit.body else { return None };
            let facts = self.facts.of(number, unit);
            let when = &reading.question.when;
            if when.days_in(facts) != Agreement::Differs && when.dates_in(facts) != Agreement::Differs {
                rows.push((number, cells));
            }
        }
        let width = rows.first()?.1.len();
        let is_even = rows.iter().all(|(_, cells)| cells.len() == width);
        (is_even && rows.len() >= LEAST_ROWS).then_some(rows)
    }
}

/// "Gearbox: automatic – Compact automatic, Electric car."
fn said(rows: &[(&str, &Cell)], language: Language) -> String {
    let (comma, dash) = match language {
        Language::Chinese => ("、", "："),
        Language::English | Language::Russian => (", ", " – "),
    };
    let first = rows.first().map(|(_, cell)| *cell);
    let same = first.filter(|first| rows.iter().all(|(_, cell)| cell.text == first.text));
    let text = match same {
        Some(cell) => {
            let mut names: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
            names.dedup();
            let colon = if language == Language::Chinese {
                "："
            } else {
                ": "
            };
            let header = if cell.header.is_empty() {
                String::new()
            } else {
                format!("{}{colon}", cell.header)
            };
            format!("{header}{}{dash}{}", cell.text, names.join(comma))
        }
        None => {
            let each = |(name, cell): &(&str, &Cell)| format!("{name} ({})", cell.text);
            rows.iter().map(each).collect::<Vec<_>>().join(comma)
        }
    };
    say::ended(&text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::{Answerer, Context};
    use crate::documents;

    /// The answer of an invented rowing club.
    fn answer(question: &str) -> String {
        let lines = "# Boats\n\n\
            | Boat | Seats | Oars | Cover | Keeper |\n|---|---|---|---|---|\n\
            | Heron | 2 | carbon | yes | Ines |\n\
            | Teal | 4 | wooden | no | Ines |\n\
            | Coot | 1 | wooden | no | Ravi |\n\
            | Swan | 8 | carbon | yes | Ravi |\n";
        let answerer = Answerer::new(documents::read(Path::new("boats.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        answerer.answer(question, None, &mut Context::default(), now).text
    }

    #[test]
    fn the_rows_that_have_a_property_are_told() {
        assert_eq!(
            answer("Which of your boats have wooden oars?"),
            "Oars: wooden – Teal, Coot."
        );
        assert_eq!(
            answer("What boats have got a cover?"),
            "Cover: yes – Heron, Swan."
        );
        assert_eq!(
            answer("What boats haven't got a cover?"),
            "Cover: no – Teal, Coot."
        );
        assert_eq!(
            answer("Which boats does Ravi keep?"),
            "Keeper: Ravi – Coot, Swan."
        );
    }

    #[test]
    fn what_a_cell_or_the_question_denies_is_not_listed() {
        let lines = "# Tours\n\n| Tour | Access | Days |\n|---|---|---|\n| Attic | no stairs | Fri |\n| Cellar | steep stairs | Sat |\n\
            | Yard | no stairs | Fri |\n| Tower | stairs | Sat |\n";
        let answerer = Answerer::new(documents::read(Path::new("tours.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        for question in [
            "Which tours have stairs?",
            "Which tours have no stairs?",
            "Which tours are not on a Friday?",
        ] {
            let told = answerer.answer(question, None, &mut Context::default(), now).text;
            assert!(
                !told.starts_with("Access:") && !told.starts_with("Attic (Fri)"),
                "{question} {told}"
            );
        }
    }

    #[test]
    fn a_word_that_no_column_accounts_for_is_no_property() {
        let told = answer("Which boats have a wooden motor?");
        assert!(!told.starts_with("Oars:"), "{told}");
    }
}
