//! Lengths and weights: whether something is for a boat of 9 metres or a dog of 12 kg.
//!
//! Owns the reading of such bounds in a text. What else a unit states in numbers is `facts`'.

use crate::language::Language;
use crate::question::{Question, Term};
use crate::values::{self, Found, Value};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dimension {
    /// In metres.
    Length,
    /// In grams.
    Weight,
}

/// A length or a weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Size {
    dimension: Dimension,
    amount: f64,
}

/// "Over 6 m to 8 m", "up to 10 kg", "8–10 m".
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SizeRange {
    dimension: Dimension,
    from: f64,
    /// The lower bound itself is not meant.
    is_over: bool,
    to: f64,
}

impl SizeRange {
    /// Whether it is for something of this size; `None` where it bounds another dimension.
    pub fn covers(&self, size: Size) -> Option<bool> {
        let above = if self.is_over {
            size.amount > self.from
        } else {
            size.amount >= self.from
        };
        (size.dimension == self.dimension).then_some(above && size.amount <= self.to)
    }
}

/// The sizes that a question names.
pub(super) fn asked(question: &Question) -> Vec<Size> {
    question
        .values
        .iter()
        .filter_map(|found| size(&found.value))
        .collect()
}

/// Whether a term of a question is part of a size that it names.
pub(super) fn is_of_size(question: &Question, term: &Term) -> bool {
    question.is_part_of(term.at, |value| size(value).is_some())
}

fn size(value: &Value) -> Option<Size> {
    let (dimension, amount) = match value {
        Value::Distance { metres } => (Dimension::Length, *metres),
        Value::Weight { grams } => (Dimension::Weight, *grams),
        _ => return None,
    };
    Some(Size { dimension, amount })
}

/// Which end of a range a size is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Bound {
    Over,
    From,
    Under,
    To,
    /// The lower end, as a fraction of the upper one: "8–10 m".
    FromShare(f64),
}

/// The bounds of size that a text names.
pub(crate) fn ranges(text: &str) -> Vec<SizeRange> {
    let found = values::values(text, Language::of(text));
    let mut ranges: Vec<SizeRange> = Vec::new();
    let mut last_end = 0;
    let mut last: Option<Size> = None;
    for value in &found {
        let before = text.get(last_end..value.range.start).unwrap_or_default();
        last_end = value.range.end;
        let Some(size) = size(&value.value) else {
            last = None;
            continue;
        };
        // "8 m to 10 m"
        if let Some(lower) = last
            .replace(size)
            .filter(|lower: &Size| lower.dimension == size.dimension)
            && is_link(before)
            && lower.amount < size.amount
            && ranges.last().is_none_or(|open| !open.to.is_infinite())
        {
            ranges.push(SizeRange {
                dimension: size.dimension,
                from: lower.amount,
                is_over: false,
                to: size.amount,
            });
            continue;
        }
        let found_bound = bound(text, before, value).or_else(|| {
            // "Over 6 m to 8 m": the upper end of the range that is open.
            let open = ranges.last().is_some_and(|open| open.to.is_infinite());
            (open && is_link(before)).then_some(Bound::To)
        });
        let Some(bound) = found_bound else {
            continue;
        };
        let (from, is_over, to) = match bound {
            Bound::Over => (size.amount, true, f64::INFINITY),
            Bound::From => (size.amount, false, f64::INFINITY),
            Bound::Under => (0.0, false, size.amount.next_down()),
            Bound::To => (0.0, false, size.amount),
            Bound::FromShare(share) => (size.amount * share, false, size.amount),
        };
        // "Over 6 m to 8 m" is one range.
        if let (Bound::To, Some(open)) = (bound, ranges.last_mut())
            && open.dimension == size.dimension
            && open.to.is_infinite()
            && is_link(before)
        {
            open.to = size.amount;
            continue;
        }
        ranges.push(SizeRange {
            dimension: size.dimension,
            from,
            is_over,
            to,
        });
    }
    ranges
}

/// Whether the words between two sizes join them to one range.
fn is_link(between: &str) -> bool {
    matches!(
        between.trim().to_lowercase().as_str(),
        "to" | "up to" | "-" | "–" | "and up to" | "до" | "и до" | "到" | "至"
    )
}

/// Words before a size and the end of a range that they make it; the longest that fits counts.
const BEFORE: &[(&str, Bound)] = &[
    ("over", Bound::Over),
    ("above", Bound::Over),
    ("more than", Bound::Over),
    ("heavier than", Bound::Over),
    ("longer than", Bound::Over),
    ("свыше", Bound::Over),
    ("более", Bound::Over),
    ("超过", Bound::Over),
    ("from", Bound::From),
    ("at least", Bound::From),
    ("minimum", Bound::From),
    ("no less than", Bound::From),
    ("not less than", Bound::From),
    ("not under", Bound::From),
    ("от", Bound::From),
    ("не менее", Bound::From),
    ("不少于", Bound::From),
    ("up to", Bound::To),
    ("under", Bound::Under),
    ("below", Bound::Under),
    ("less than", Bound::Under),
    ("max", Bound::To),
    ("max.", Bound::To),
    ("maximum", Bound::To),
    ("no more than", Bound::To),
    ("not more than", Bound::To),
    ("not over", Bound::To),
    ("at most", Bound::To),
    ("до", Bound::To),
    ("не более", Bound::To),
    ("不超过", Bound::To),
];

/// Which end of a range a size is, by the words around it; `None` where it bounds nothing.
fn bound(text: &str, before: &str, value: &Found) -> Option<Bound> {
    let before = before.trim_end().to_lowercase();
    let second = text.get(value.range.clone())?;
    // "8–10 m", "8 to 10 m": the number before is the lower end.
    let all_before = text.get(..value.range.start)?.trim_end().to_lowercase();
    for link in ["-", "–", " to", " до"] {
        if let Some(rest) = all_before.strip_suffix(link)
            && let Some(share) = share_of(rest.trim_end(), second)
        {
            return Some(Bound::FromShare(share));
        }
    }
    let ends = |word: &str| {
        before.strip_suffix(word).is_some_and(|rest| {
            let is_whole = !word.ends_with(char::is_alphabetic) || !rest.ends_with(char::is_alphabetic);
            is_whole || Language::of(word) == Language::Chinese
        })
    };
    let fitting = BEFORE.iter().filter(|(word, _)| ends(word));
    if let Some((_, bound)) = fitting.max_by_key(|(word, _)| word.len()) {
        return Some(*bound);
    }
    let after = text
        .get(value.range.end..)
        .unwrap_or_default()
        .trim_start()
        .to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    if begins(&[
        "+",
        "and over",
        "or more",
        "and more",
        "и более",
        "и больше",
        "以上",
    ]) {
        return Some(Bound::From);
    }
    begins(&[
        "or less",
        "and under",
        "and less",
        "or under",
        "и меньше",
        "以下",
        "以内",
    ])
    .then_some(Bound::To)
}

/// "8" before "10 m": its share of the second number.
fn share_of(before: &str, second: &str) -> Option<f64> {
    let digits = |text: &str, from_end: bool| -> Option<f64> {
        let is_part = |letter: &char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
        let taken: String = if from_end {
            let reversed: String = text.chars().rev().take_while(is_part).collect();
            reversed.chars().rev().collect()
        } else {
            text.chars().take_while(is_part).collect()
        };
        taken.replace(',', ".").parse().ok()
    };
    let (first, second) = (digits(before, true)?, digits(second, false)?);
    (second > 0.0 && first < second).then_some(first / second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str, amount: f64, dimension: Dimension) -> Vec<bool> {
        ranges(text)
            .iter()
            .filter_map(|range| range.covers(Size { dimension, amount }))
            .collect()
    }

    #[test]
    fn bounds_are_read_as_people_write_them() {
        for (text, inside, outside) in [
            ("over 6 m to 8 m", 8.0, 6.0),
            ("up to 6 m", 6.0, 6.5),
            ("8–10 m", 8.0, 7.5),
            ("boats above 12 m", 12.5, 12.0),
            ("12 m and over", 12.0, 11.0),
            ("до 7 м", 7.0, 8.0),
            ("8 to 10 m", 8.0, 7.0),
            ("8 m to 10 m", 9.0, 7.5),
            ("no more than 10 m", 9.0, 11.0),
            ("not less than 10 m", 11.0, 9.0),
        ] {
            assert_eq!(
                covered(text, inside, Dimension::Length),
                [true],
                "{text} {inside}"
            );
            assert_eq!(
                covered(text, outside, Dimension::Length),
                [false],
                "{text} {outside}"
            );
        }
        assert_eq!(covered("собака до 10 кг", 12_000.0, Dimension::Weight), [false]);
        assert_eq!(covered("собака от 10 кг", 12_000.0, Dimension::Weight), [true]);
        assert_eq!(covered("10公斤以上", 12_000.0, Dimension::Weight), [true]);
    }

    #[test]
    fn a_size_without_a_bound_bounds_nothing() {
        assert!(ranges("The pool is 25 m long.").is_empty());
        assert!(ranges("a walk of 5 km to the lighthouse").is_empty());
        assert!(ranges("Tender – 3 m").is_empty());
    }
}
