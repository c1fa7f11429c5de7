//! "Which weighs more, the sander or the rotavator?", "What is the highest deposit?": the rows of one table held against each other.
//!
//! Owns which rows and which column a comparison means, and how the result is said. Amounts that stand in different places are
//! `reckoned`'s, hours `opening`'s. Where a row or the column is not certain, nothing is compared.

mod column;
mod columns;
mod cues;
mod measured;
mod pair;
mod prose;
mod words;

pub(super) use measured::is_of_opening;
pub(super) use words::asks_to_compare;

use std::ops::Range;

use super::{Answer, Answerer, Context, Depth, Reading};
use crate::language::Language;
use crate::question::{Importance, Question, Term};
use crate::reader::{Agreement, Asked};
use crate::say;
use crate::unit::{Body, Cell};
use crate::values::Value;
use column::Column;
use jiff::civil::DateTime;
use measured::{Measured, outcome};
use pair::{pair, telling_words};
use words::{Asks, Comparison, Measure, comparison};

/// Candidates whose tables are looked at.
const LOOKED_AT: usize = 10;
/// Rows of a table that are compared.
const MOST_ROWS: usize = 80;
/// A text has a word of the question from this agreement on.
const NAMES: f32 = 0.75;
/// A text has a word itself, not another that means the same.
const LITERAL: f32 = 0.95;
/// A row has a word that another has not from this difference of their agreements on.
const MARGIN: f32 = 0.15;
/// A heading or a header accounts for a word from this agreement on.
const ACCOUNTS: f32 = 0.4;
/// Rows that have equally much are told up to this many.
const EQUAL: usize = 3;

/// A table whose rows all have as many cells.
struct Table<'a> {
    units: Vec<usize>,
    rows: Vec<&'a [Cell]>,
    /// The names of the rows.
    keys: Vec<String>,
    /// Shorter names, for answers.
    titles: Vec<String>,
    /// How well each name has each term.
    met: Vec<Vec<f32>>,
}

/// A question that compares, and what it finds.
pub(super) struct Comparing {
    comparison: Comparison,
    reading: Reading,
    /// The words that say what is compared, by their places among the terms.
    terms: Vec<usize>,
}

impl Answerer {
    /// The question as one that compares; `None` for any other.
    pub(super) fn comparing(&self, question: &Question, now: DateTime) -> Option<Comparing> {
        let comparison = comparison(question)?;
        // "What's the least it would cost?" seeks among what was said before.
        let names_time = question
            .values
            .iter()
            .any(|found| matches!(found.value, Value::Time { .. } | Value::TimeRange { .. }));
        let refers = question.pronoun && !names_kind(question, &comparison);
        if comparison.asks == Asks::Extreme && (refers || question.follow || names_time) {
            return None;
        }
        let reading = self.reading(
            self.in_single_words(question),
            &[],
            now,
            &Asked::default(),
            Depth::Found,
        );
        Some(Comparing {
            terms: telling_words(&reading.question, &comparison),
            comparison,
            reading,
        })
    }

    /// The answer to a question that compares rows of one table, or seeks the row that has the most or least of something.
    pub(super) fn tabled(&self, comparing: &Comparing, context: &Context) -> Option<Answer> {
        let of_price = comparing.comparison.measure == Measure::Price;
        self.blocks(comparing, context).into_iter().find_map(|block| {
            let table = self.table(block, &comparing.reading)?;
            if of_price && counts_several(&comparing.reading.question, &table.keys) {
                return None;
            }
            let rows = self.compared_in(&table, comparing);
            rows.or_else(|| self.columns_compared(&table, comparing))
        })
    }

    /// The answer to a question that compares two amounts of one paragraph or list.
    pub(super) fn told_apart(&self, comparing: &Comparing, context: &Context) -> Option<Answer> {
        let mut blocks = self.blocks(comparing, context).into_iter();
        blocks.find_map(|block| self.compared_in_words(block, comparing))
    }

    /// The tables and paragraphs that the question finds, then those that answered before.
    fn blocks(&self, comparing: &Comparing, context: &Context) -> Vec<Range<usize>> {
        let found = comparing.reading.candidates.iter().take(LOOKED_AT);
        let mut blocks: Vec<Range<usize>> = Vec::new();
        for unit in found.map(|found| found.unit).chain(context.units.iter().copied()) {
            let block = self.index.block(unit);
            if !blocks.contains(&block) {
                blocks.push(block);
            }
        }
        blocks
    }

    /// The question with each phrase as its words, where documents have all of them: rows may have them apart, "Family" under
    /// "Membership".
    fn in_single_words(&self, question: &Question) -> Question {
        let is_written = |term: &Term| {
            let phrase = term.phrase.or_else(|| self.lexicon.number(&term.stem));
            phrase.is_some_and(|phrase| !self.index.postings(phrase).is_empty())
        };
        let single = |term: &Term| {
            if term.parts.len() > 1 && term.parts.iter().all(is_written) {
                term.parts.clone()
            } else {
                vec![term.clone()]
            }
        };
        Question {
            terms: question.terms.iter().flat_map(single).collect(),
            ..question.clone()
        }
    }

    fn table(&self, block: Range<usize>, reading: &Reading) -> Option<Table<'_>> {
        if block.len() < 2 || block.len() > MOST_ROWS {
            return None;
        }
        let units: Vec<usize> = block.collect();
        let cells = |unit: &usize| match &self.index.units[*unit].body {
            Body::Row(cells) => Some(cells.as_slice()),
            _ => None,
        };
        let rows: Vec<&[Cell]> = units.iter().map(cells).collect::<Option<_>>()?;
        let width = rows.first()?.len();
        let is_even = width > 1 && rows.iter().all(|cells| cells.len() == width);
        if !is_even {
            return None;
        }
        let (keys, titles) = names_of(&rows);
        let met = keys
            .iter()
            .map(|key| reading.expansion.met_by(&self.lexicon, key))
            .collect();
        Some(Table {
            units,
            rows,
            keys,
            titles,
            met,
        })
    }

    fn compared_in(&self, table: &Table<'_>, comparing: &Comparing) -> Option<Answer> {
        let Comparing {
            comparison,
            reading,
            terms,
        } = comparing;
        let question = &reading.question;
        let named = match comparison.asks {
            Asks::Extreme => None,
            Asks::Which | Asks::Difference => Some(pair(&table.met, &table.keys, question, comparison)?),
        };
        let rows: Vec<usize> = match named {
            Some(pair) => pair.to_vec(),
            None => self.rows_meant(table, comparing),
        };
        if rows.len() < 2 || !rows.iter().all(|row| self.is_of_day(table.units[*row], reading)) {
            return None;
        }
        let column = self.column(table, &rows, comparing)?;
        let accounted = self.accounted(table, &column, reading, named);
        let is_missing = |term: &&usize| accounted[**term] < ACCOUNTS;
        let missing = terms.iter().filter(is_missing).count();
        if terms.is_empty() || missing > may_miss(comparison, terms.len()) {
            return None;
        }
        let measured: Vec<(usize, Measured)> = rows
            .iter()
            .filter_map(|row| Some((*row, column.measured(table.rows[*row], comparison.measure)?)))
            .collect();
        let first = &measured.first()?.1;
        // A row whose amount is not understood may have the most.
        let is_blank = |row: &&usize| column.is_blank(table.rows[**row]);
        let understood = measured.len() + rows.iter().filter(is_blank).count();
        if measured.len() < 2
            || understood < rows.len()
            || !measured.iter().all(|(_, other)| other.is_like(first))
        {
            return None;
        }
        let (text, told) = said(table, &column, &measured, comparison, question.language)?;
        let id = |row: &usize| self.index.units[table.units[*row]].id;
        Some(Answer {
            text: say::ended(&text),
            units: told.iter().map(id).collect(),
            confidence: 1.0,
        })
    }

    /// The rows among which the most is sought: those that the question names by words that some rows have, on the days that it
    /// names.
    fn rows_meant(&self, table: &Table<'_>, comparing: &Comparing) -> Vec<usize> {
        let (reading, keys) = (&comparing.reading, &table.met);
        let question = &reading.question;
        // "Which tank holds the least?": what they are called tells none from the others.
        let words = question.words();
        let which = words.iter().position(|word| matches!(*word, "which" | "what"));
        let telling = comparing.terms.iter().filter(|term| {
            let is_kind = which.is_some_and(|which| question.terms[**term].at == which + 1);
            !is_kind && keys.iter().any(|met| met[**term] >= NAMES)
        });
        let telling: Vec<usize> = telling.copied().collect();
        (0..table.rows.len())
            .filter(|row| telling.iter().all(|term| keys[*row][*term] >= NAMES))
            .filter(|row| self.is_of_day(table.units[*row], reading))
            .collect()
    }

    /// Whether a row is of the days and dates that the question names, where it names any.
    fn is_of_day(&self, unit: usize, reading: &Reading) -> bool {
        let facts = self.facts.of(unit, &self.index.units[unit]);
        let when = &reading.question.when;
        when.days_in(facts) != Agreement::Differs && when.dates_in(facts) != Agreement::Differs
    }

    /// How well each word of the question is accounted for by what stands around the column and the rows.
    fn accounted(
        &self,
        table: &Table<'_>,
        column: &Column,
        reading: &Reading,
        named: Option<[usize; 2]>,
    ) -> Vec<f32> {
        let above = self.above(table.units[0]);
        let first = &table.rows[0][0].header;
        let text = format!("{above}. {first}. {}", column.headers(table.rows[0]));
        let mut met = reading.expansion.met_by(&self.lexicon, &text);
        let mut raise = |others: &[f32]| {
            for (own, other) in met.iter_mut().zip(others) {
                *own = own.max(*other);
            }
        };
        match named {
            Some(pair) => pair.iter().for_each(|row| raise(&table.met[*row])),
            // "Which tank": what the rows are called says what they are.
            None => {
                let all = table.keys.join(". ");
                raise(&reading.expansion.met_by(&self.lexicon, &all));
            }
        }
        met
    }
}

/// What the rows are called: by their keys, and where several have one key, by their first column of words too. In an answer by what
/// tells them apart: "Badminton", not "Day Wednesday, Badminton".
fn names_of(rows: &[&[Cell]]) -> (Vec<String>, Vec<String>) {
    let keys: Vec<String> = rows.iter().map(|cells| say::row_key(cells)).collect();
    let is_same = |key: &String| keys.iter().filter(|other| *other == key).count() > 1;
    let in_words =
        |cell: &&Cell| !cell.text.is_empty() && !cell.text.contains(|letter: char| letter.is_ascii_digit());
    let name = |(cells, key): (&&[Cell], &String)| {
        let more = cells.iter().skip(1).find(in_words).filter(|_| is_same(key));
        more.map_or_else(|| key.clone(), |cell| format!("{key}, {}", cell.text))
    };
    let names: Vec<String> = rows.iter().zip(&keys).map(name).collect();
    let title = |cells: &&[Cell]| {
        let column = say::key_columns(cells).last().copied()?;
        cells.get(column).map(|cell| cell.text.clone())
    };
    let titles: Vec<String> = rows.iter().filter_map(title).collect();
    let is_only = |title: &String| titles.iter().filter(|other| *other == title).count() == 1;
    if titles.len() == names.len() && titles.iter().all(is_only) {
        (names, titles)
    } else {
        (names.clone(), names)
    }
}

/// "Which layout is the longest one?": "one" stands for what is named before.
fn names_kind(question: &Question, comparison: &Comparison) -> bool {
    let words = question.words();
    let stands_behind = words.get(comparison.end) == Some(&"one");
    let others = words.iter().enumerate().any(|(at, word)| {
        at != comparison.end
            && matches!(
                *word,
                "it" | "that" | "this" | "they" | "them" | "those" | "these" | "one" | "ones"
            )
    });
    let is_kind = |term: &Term| term.at + 1 < comparison.end && term.importance != Importance::Light;
    stands_behind && !others && question.terms.iter().any(is_kind)
}

/// Whether a number of the question counts things that are paid for, and is in no row's name: "than two singles".
fn counts_several(question: &Question, keys: &[String]) -> bool {
    let is_in_keys = |text: &str| {
        keys.iter().any(|key| {
            let key = crate::values::numbers_as_digits(key, Language::of(key));
            key.split(|letter: char| !letter.is_alphanumeric())
                .any(|word| word == text)
        })
    };
    question.tokens.iter().any(|token| {
        let is_several = token.word.parse::<u32>().is_ok_and(|number| number > 1);
        is_several && !is_in_keys(&token.word)
    })
}

/// How many words of so many may be unknown where two rows are named by others.
fn may_miss(comparison: &Comparison, count: usize) -> usize {
    match comparison.asks {
        Asks::Extreme => 0,
        Asks::Which | Asks::Difference if comparison.measure == Measure::Price => usize::from(count > 3),
        Asks::Which | Asks::Difference => count.saturating_sub(2).min(2),
    }
}

/// The sentence, and the rows that it tells of.
fn said(
    table: &Table<'_>,
    column: &Column,
    measured: &[(usize, Measured)],
    comparison: &Comparison,
    language: Language,
) -> Option<(String, Vec<usize>)> {
    let each = |row: usize| {
        let told = say::row_with(table.rows[row], column.cells());
        let key = say::row_key(table.rows[row]);
        // What tells it from another of the same key is said too.
        let told = told
            .strip_prefix(key.as_str())
            .map_or_else(|| told.clone(), |rest| format!("{}{rest}", table.titles[row]));
        let length = measured.iter().find(|(other, _)| *other == row);
        let length = length.and_then(|(_, length)| column.computed(table.rows[row], length, language));
        length.map_or_else(|| told.clone(), |length| format!("{told} ({length})"))
    };
    let semicolon = if language == Language::Chinese {
        "；"
    } else {
        "; "
    };
    let best = |most: bool| {
        let values = measured.iter().map(|(_, measured)| measured.value());
        if most { values.max() } else { values.min() }
    };
    if comparison.asks == Asks::Extreme {
        let best = best(comparison.most)?;
        let rows: Vec<usize> = measured
            .iter()
            .filter(|(_, measured)| measured.value() == best)
            .map(|(row, _)| *row)
            .collect();
        let all_equal = rows.len() == measured.len();
        if all_equal || rows.len() > EQUAL {
            return None;
        }
        // The only one is told whole: "What's included in the dearest package?"
        if let [row] = rows[..] {
            return Some((
                say::whole_row(table.rows[row], column.cells().iter().copied()),
                rows,
            ));
        }
        let told: Vec<String> = rows.iter().map(|row| each(*row)).collect();
        return Some((told.join(semicolon), rows));
    }
    let [(first, one), (second, other)] = measured else {
        return None;
    };
    let both = format!("{}{semicolon}{}", each(*first), each(*second));
    let rows = vec![*first, *second];
    let names = [table.titles[*first].as_str(), table.titles[*second].as_str()];
    let text = outcome([one, other], names, &both, comparison, language)?;
    Some((text, rows))
}
