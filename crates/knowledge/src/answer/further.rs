//! Prices of so much and more: "£60 up to 10 miles, after that £2.50 for every extra mile", for 16 miles.
//!
//! Owns the form and its sum. Prices of a number of things are `reckon`'s, prices for a length of time without a step
//! `metered`'s.

use crate::frames::Frame;
use crate::language::Language;
use crate::question::Question;
use crate::reader::row_values;
use crate::reckon::{self, Amount};
use crate::unit::Cell;
use crate::values::{self, Found, Value};

/// Most bytes between a price and what it is for.
const NEAR: usize = 24;
/// Most further pieces.
const MAX_PIECES: f64 = 500.0;

/// Units that a further piece is named by, without a number: seconds or metres.
const UNITS: &[(&str, Measure)] = &[
    ("minute", Measure::Time(60.0)),
    ("minutes", Measure::Time(60.0)),
    ("min", Measure::Time(60.0)),
    ("hour", Measure::Time(3_600.0)),
    ("day", Measure::Time(86_400.0)),
    ("night", Measure::Time(86_400.0)),
    ("week", Measure::Time(604_800.0)),
    ("mile", Measure::Length(1_609.344)),
    ("kilometre", Measure::Length(1_000.0)),
    ("km", Measure::Length(1_000.0)),
    ("metre", Measure::Length(1.0)),
    ("kg", Measure::Weight(1_000.0)),
    ("kilo", Measure::Weight(1_000.0)),
    ("минуту", Measure::Time(60.0)),
    ("час", Measure::Time(3_600.0)),
    ("сутки", Measure::Time(86_400.0)),
    ("км", Measure::Length(1_000.0)),
    ("кг", Measure::Weight(1_000.0)),
    ("分钟", Measure::Time(60.0)),
    ("小时", Measure::Time(3_600.0)),
    ("公里", Measure::Length(1_000.0)),
    ("公斤", Measure::Weight(1_000.0)),
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Measure {
    /// In seconds.
    Time(f64),
    /// In metres.
    Length(f64),
    /// In grams.
    Weight(f64),
}

impl Measure {
    fn of(value: &Value) -> Option<Self> {
        match value {
            #[expect(clippy::cast_precision_loss, reason = "lengths of time of a price are short")]
            Value::Duration { seconds } => Some(Self::Time(*seconds as f64)),
            Value::Distance { metres } => Some(Self::Length(*metres)),
            Value::Weight { grams } => Some(Self::Weight(*grams)),
            _ => None,
        }
    }

    /// The two in their common unit.
    fn with(self, other: Self) -> Option<(f64, f64)> {
        match (self, other) {
            (Self::Time(one), Self::Time(other))
            | (Self::Length(one), Self::Length(other))
            | (Self::Weight(one), Self::Weight(other)) => Some((one, other)),
            _ => None,
        }
    }
}

/// What so much as the question names costs by a line that has a price for the first of it and one for each further piece.
pub(super) fn sum(question: &Question, line: &str) -> Option<Amount> {
    if !question.asks(Frame::Price) {
        return None;
    }
    let mut asked = question
        .values
        .iter()
        .filter_map(|found| Measure::of(&found.value));
    let asked = asked.next().filter(|_| asked.next().is_none())?;
    let found = values::values(line, Language::of(line));
    let priced: Vec<(&Found, Amount)> = found
        .iter()
        .filter_map(|found| Some((found, reckon::price_of(&found.value)?)))
        .collect();
    let [(first_at, first), (second_at, second), others @ ..] = priced.as_slice() else {
        return None;
    };
    // A third price in the same sentence, or a limit behind it, is not handled.
    let rest = line.get(second_at.range.end..)?;
    let sentence = rest.find(". ").map_or(rest, |end| &rest[..end]);
    let end = second_at.range.end + sentence.len();
    if others.iter().any(|(other, _)| other.range.start < end) || is_limited(rest) {
        return None;
    }
    if first.kind != second.kind || second.value == 0 {
        return None;
    }
    let between = line.get(first_at.range.end..second_at.range.start)?;
    if between.contains(". ") || !is_further(between, line.get(second_at.range.end..)?) {
        return None;
    }
    let within =
        |found: &&Found| found.range.start >= first_at.range.end && found.range.end <= second_at.range.start;
    let step = found
        .iter()
        .filter(within)
        .find_map(|found| Measure::of(&found.value))?;
    let piece = piece(line, second_at.range.end, &found)?;
    // A boat of 9 metres is not towed 9 metres.
    if matches!((asked, step), (Measure::Length(asked), Measure::Length(step)) if asked < 100.0 && step >= 1_000.0)
    {
        return None;
    }
    let (_, piece) = step.with(piece)?;
    let (asked, step) = asked.with(step)?;
    let pieces = ((asked - step) / piece - 1e-6).ceil().max(0.0);
    if piece <= 0.0 || pieces > MAX_PIECES {
        return None;
    }
    with_pieces(first, second, pieces)
}

/// What a length of time costs by a row with columns for lengths of time and one for each further piece: "1 day", "7 days",
/// "Each extra day".
pub(super) fn of_row(question: &Question, cells: &[Cell]) -> Option<Amount> {
    if !question.asks(Frame::Price) && !question.sum {
        return None;
    }
    let mut lengths = question.values.iter().filter_map(|found| match found.value {
        Value::Duration { .. } => Measure::of(&found.value),
        _ => None,
    });
    let asked = lengths.next().filter(|_| lengths.next().is_none())?;
    let price = |cell: &Cell| {
        let values = row_values(cell);
        let mut prices = values.iter().filter_map(reckon::price_of);
        prices.next().filter(|_| prices.next().is_none())
    };
    let mut base: Option<(f64, Amount)> = None;
    let mut further: Option<(f64, Amount)> = None;
    for cell in cells.iter().skip(1) {
        let Some(amount) = price(cell) else { continue };
        let header = cell.header.to_lowercase();
        let named = values::values(&header, Language::of(&header));
        if is_per_extra_period(&header) {
            let (asked, piece) = asked.with(piece(&header, 0, &named)?)?;
            if further.replace((piece, amount)).is_some() || piece <= 0.0 || piece > asked {
                return None;
            }
            continue;
        }
        // A price that is not for one length of time is another kind, and nobody knows which is meant.
        let [length] = named.as_slice() else { return None };
        let (asked, length) = Measure::of(&length.value).and_then(|length| asked.with(length))?;
        if length >= asked {
            // A column of its own needs no sum, and a longer one may be the cheaper.
            return None;
        }
        if base
            .as_ref()
            .is_some_and(|(known, _)| (length - *known).abs() < 1e-6)
        {
            return None;
        }
        if base.as_ref().is_none_or(|(known, _)| length > *known) {
            base = Some((length, amount));
        }
    }
    let ((length, first), (piece, second)) = base.zip(further)?;
    let (asked, _) = asked.with(asked)?;
    let pieces = ((asked - length) / piece - 1e-6).ceil();
    if first.kind != second.kind || !(1.0..=MAX_PIECES).contains(&pieces) {
        return None;
    }
    with_pieces(&first, &second, pieces)
}

/// The first amount and so many of the second, at most `MAX_PIECES`.
fn with_pieces(first: &Amount, second: &Amount, pieces: f64) -> Option<Amount> {
    #[expect(clippy::cast_possible_truncation, reason = "at most MAX_PIECES")]
    let more = second.value.checked_mul(pieces as i64)?;
    Some(Amount {
        value: first.value.checked_add(more)?,
        kind: first.kind,
    })
}

/// "Each extra day", "per additional hour": nothing but a further length of time.
fn is_per_extra_period(header: &str) -> bool {
    const WORDS: [&str; 10] = [
        "each",
        "every",
        "per",
        "extra",
        "additional",
        "further",
        "каждые",
        "каждый",
        "следующий",
        "дополнительный",
    ];
    let is_known = |word: &str| {
        WORDS.contains(&word) || UNITS.iter().any(|(unit, _)| *unit == word) || word.parse::<u32>().is_ok()
    };
    let mut words = header
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    is_further("", header) && words.all(is_known)
}

/// Whether the words around the second price say that it is for what goes beyond the first.
fn is_further(before: &str, after: &str) -> bool {
    const BEFORE: [&str; 7] = [
        " then ",
        "after that",
        "thereafter",
        "beyond",
        "свыше",
        "далее",
        "之后",
    ];
    const AFTER: [&str; 7] = [
        "further",
        "extra",
        "additional",
        "started",
        "следующ",
        "дополнительн",
        "每超",
    ];
    let (before, after) = (before.to_lowercase(), after.to_lowercase());
    let soon: String = after.chars().take(NEAR).collect();
    BEFORE.iter().any(|word| before.contains(word)) || AFTER.iter().any(|word| soon.contains(word))
}

/// Whether the words behind the second price set a limit, or make it a price of its own.
fn is_limited(text: &str) -> bool {
    const LIMITS: [&str; 11] = [
        "max",
        "cap",
        "at most",
        "up to",
        "more than",
        "or more",
        "over ",
        "не более",
        "максимум",
        "最多",
        "封顶",
    ];
    let text = text.to_lowercase();
    LIMITS.iter().any(|word| text.contains(word))
}

/// The size of one further piece, named right behind its price.
fn piece(line: &str, at: usize, found: &[Found]) -> Option<Measure> {
    let named = found.iter().find(|found| found.range.start >= at);
    if let Some(named) = named
        && named.range.start - at <= NEAR
        && let Some(measure) = Measure::of(&named.value)
    {
        return Some(measure);
    }
    let after = line.get(at..)?.to_lowercase();
    let soon: String = after.chars().take(NEAR + 8).collect();
    let mut words = soon.split(|letter: char| !letter.is_alphabetic());
    let word = words.find_map(|word| UNITS.iter().find(|(unit, _)| *unit == word));
    word.or_else(|| {
        UNITS
            .iter()
            .find(|(unit, _)| !unit.is_ascii() && soon.contains(unit))
    })
    .map(|(_, measure)| *measure)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::{Answerer, Context};
    use crate::documents;

    /// The answer of an invented boatyard.
    fn answer(question: &str) -> String {
        let lines = "# Boatyard\n\n\
            - Towing a boat: €40 up to 5 miles, after that €3 for every extra mile.\n\
            - Late return of a canoe: €5 for the first 10 minutes, then €2 for every further 5 minutes.\n\
            - Slipway: €9 per launch, €30 for a month.\n";
        answer_from(lines, question)
    }

    fn answer_from(lines: &str, question: &str) -> String {
        let answerer = Answerer::new(documents::read(Path::new("yard.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        answerer.answer(question, None, &mut Context::default(), now).text
    }

    #[test]
    fn what_goes_beyond_the_first_is_paid_by_the_piece() {
        let told = answer("what does towing a boat 9 miles cost?");
        assert!(told.starts_with("That comes to €52."), "{told}");
        let told = answer("how much do we pay if we return the canoe 22 minutes late?");
        assert!(told.starts_with("That comes to €11."), "{told}");
        let told = answer("what does towing a boat 3 miles cost?");
        assert!(told.starts_with("That comes to €40."), "{told}");
    }

    #[test]
    fn days_beyond_the_last_column_are_paid_singly() {
        let lines = "# Moorings\n\n\
            | Mooring | 1 day | 7 days | Each extra day |\n|---|---|---|---|\n| Pontoon | €20 | €90 | €11 |\n| Buoy | €8 | €40 | €5 |\n";
        let answer = |question: &str| answer_from(lines, question);
        let told = answer("what does the buoy mooring cost for 9 days?");
        assert!(told.starts_with("That comes to €50."), "{told}");
        let told = answer("what does the buoy mooring cost for 7 days?");
        assert!(told.contains("€40") && !told.contains("€45"), "{told}");
    }

    #[test]
    fn a_limit_behind_the_sentence_is_heeded() {
        let lines = "# Car park\n\nParking costs €3 for the first 2 hours, then €1 for every further 30 minutes. Maximum €10 a day.\n";
        let answerer = Answerer::new(documents::read(Path::new("park.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        let told = answerer
            .answer(
                "What does parking for 11 hours cost?",
                None,
                &mut Context::default(),
                now,
            )
            .text;
        assert!(!told.contains("comes to"), "{told}");
    }

    #[test]
    fn two_prices_that_do_not_go_on_from_each_other_are_not_added() {
        let told = answer("what does the slipway cost for two months?");
        assert!(!told.contains("comes to €39"), "{told}");
    }
}
