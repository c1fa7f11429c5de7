//! Two amounts of sentences held against each other: "Fairy box £15. Circus box £22."
//!
//! Owns which amounts of a paragraph or list are comparable, and the words that are their own.

use std::ops::Range;

use super::measured::{Measured, outcome};
use super::pair::pair;
use super::words::{Asks, Comparison, Measure};
use super::{ACCOUNTS, Answer, Answerer, Comparing, counts_several, may_miss};
use crate::language::Language;
use crate::reckon::{self, Quantity};
use crate::say;
use crate::unit::{Body, Unit, UnitId};

/// Sentences of a paragraph that are compared.
const MOST_SENTENCES: usize = 40;
/// Amounts of a paragraph that are held against each other.
const MOST_AMOUNTS: usize = 80;
/// A sentence that is told whole beside the difference, in letters.
const TOLD: usize = 200;

/// One amount of a sentence.
struct Quoted {
    unit: usize,
    words: String,
    measured: Measured,
}

impl Answerer {
    /// The answer where two amounts of one paragraph or list are named by the question.
    pub(super) fn compared_in_words(&self, block: Range<usize>, comparing: &Comparing) -> Option<Answer> {
        let Comparing {
            comparison,
            reading,
            terms,
        } = comparing;
        let quantity = match comparison.measure {
            Measure::Price => Quantity::Price,
            Measure::Time | Measure::Nearness => Quantity::Duration,
            _ => return None,
        };
        let of_words = |unit: &usize| !matches!(self.index.units[*unit].body, Body::Row(_));
        if comparison.asks == Asks::Extreme
            || block.len() > MOST_SENTENCES
            || !block.clone().all(|unit| of_words(&unit))
        {
            return None;
        }
        let quoted: Vec<Quoted> = block
            .flat_map(|unit| {
                let amounts = reckon::quoted_in_words(&self.index.units[unit], quantity);
                amounts.into_iter().map(move |(words, amount)| Quoted {
                    unit,
                    words,
                    measured: Measured::Amount(amount, String::new()),
                })
            })
            .filter(|quoted| comparison.measure != Measure::Nearness || self.is_a_way(quoted))
            .take(MOST_AMOUNTS)
            .collect();
        let met = |text: &str| reading.expansion.met_by(&self.lexicon, text);
        let keys: Vec<Vec<f32>> = quoted.iter().map(|quoted| met(&quoted.words)).collect();
        let names: Vec<String> = quoted.iter().map(|quoted| quoted.words.clone()).collect();
        if comparison.measure == Measure::Price && counts_several(&reading.question, &names) {
            return None;
        }
        let [first, second] = pair(&keys, &names, &reading.question, comparison)?;
        let (one, other) = (&quoted[first], &quoted[second]);
        let own = say::own_text(&self.index.units[one.unit]);
        let around = met(&format!("{}. {own}", self.above(one.unit)));
        let missing = terms
            .iter()
            .filter(|term| {
                [&keys[first], &keys[second], &around]
                    .iter()
                    .all(|met| met[**term] < ACCOUNTS)
            })
            .count();
        if !one.measured.is_like(&other.measured) || missing > may_miss(comparison, terms.len()) {
            return None;
        }
        let text = said(
            &self.index.units,
            (one, other),
            comparison,
            reading.question.language,
        )?;
        let mut units: Vec<UnitId> = [one, other]
            .iter()
            .map(|quoted| self.index.units[quoted.unit].id)
            .collect();
        units.dedup();
        Some(Answer {
            text: say::ended(&text),
            units,
            confidence: 1.0,
        })
    }

    /// Whether a length of time is how long somebody walks or drives: "8 minutes on foot", and no "every 10 minutes".
    fn is_a_way(&self, quoted: &Quoted) -> bool {
        let line = say::own_text(&self.index.units[quoted.unit]).to_lowercase();
        let own = quoted.words.to_lowercase();
        let goes = [
            "foot",
            "walk",
            "drive",
            "away",
            "пешком",
            "ходьбы",
            "езды",
            "步行",
            "走路",
            "车程",
        ];
        let repeats = ["every", "each", "run ", "runs", "кажд", "每"];
        goes.iter().any(|word| line.contains(word))
            && !repeats.iter().any(|word| own.contains(word))
            && !own.contains(':')
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words of an amount, without the marks around them.
fn bare(words: &str) -> String {
    let is_mark = |letter: char| !letter.is_alphanumeric() && !"£$€)".contains(letter);
    let words: Vec<&str> = words.split_whitespace().filter(|word| *word != ";").collect();
    words.join(" ").trim_matches(is_mark).to_owned()
}

fn said(
    units: &[Unit],
    (one, other): (&Quoted, &Quoted),
    comparison: &Comparison,
    language: Language,
) -> Option<String> {
    let whole = |quoted: &Quoted| {
        Some(say::own_text(&units[quoted.unit])).filter(|text| text.chars().count() <= TOLD)
    };
    let part = |quoted: &Quoted| whole(quoted).unwrap_or_else(|| bare(&quoted.words));
    let both = match whole(one).filter(|_| one.unit == other.unit) {
        Some(text) => text,
        None => format!("{} {}", say::ended(&part(one)), part(other)),
    };
    let measures = [&one.measured, &other.measured];
    let is_choice = comparison.asks == Asks::Which && one.measured.value() != other.measured.value();
    if !is_choice {
        return outcome(measures, ["", ""], &both, comparison, language);
    }
    let (winner, loser) = if comparison.prefers(measures[0], measures[1]) {
        (one, other)
    } else {
        (other, one)
    };
    let colon = if language == Language::Chinese {
        "："
    } else {
        ": "
    };
    Some(format!(
        "{}{colon}{} {}",
        upper_first(comparison.cue),
        say::ended(&bare(&winner.words)),
        upper_first(&bare(&loser.words))
    ))
}
