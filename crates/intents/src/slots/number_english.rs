//! English number words.
//!
//! Owns "a hundred and thirty", "two and a half", "three quarters", "third".

use super::number::{digits, with_decimals};
use super::{phrase, word};
use crate::number::Number;
use crate::text::Token;

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const ORDINALS: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENTHS: [&str; 8] = [
    "twentieth",
    "thirtieth",
    "fortieth",
    "fiftieth",
    "sixtieth",
    "seventieth",
    "eightieth",
    "ninetieth",
];

fn index(words: &[&str], word: &str) -> Option<i64> {
    let position = words.iter().position(|known| *known == word)?;
    i64::try_from(position).ok()
}

fn ten(word: &str) -> Option<i64> {
    let word = if word == "fourty" { "forty" } else { word };
    index(&TENS, word).map(|index| (index + 2) * 10)
}

fn one(word: &str) -> Option<i64> {
    let word = if matches!(word, "nought" | "naught") {
        "zero"
    } else {
        word
    };
    index(&ONES, word)
}

fn scale(word: &str) -> Option<i64> {
    match word {
        "thousand" | "grand" => Some(1000),
        "lakh" | "lakhs" => Some(100_000),
        "million" => Some(1_000_000),
        "crore" | "crores" => Some(10_000_000),
        "billion" => Some(1_000_000_000),
        _ => None,
    }
}

/// Words for 1 to 99.
fn below_hundred(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let first = word(tokens, at);
    if let Some(tens) = ten(first) {
        let ones = one(word(tokens, at + 1)).filter(|ones| (1..=9).contains(ones));
        let mut found = vec![(at + 1, tens)];
        found.extend(ones.map(|ones| (at + 2, tens + ones)));
        return found;
    }
    one(first).map(|value| vec![(at + 1, value)]).unwrap_or_default()
}

/// Words for 0 to 999 and more hundreds ("twelve hundred"); digits too, as the number before "thousand".
fn group(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut found = below_hundred(tokens, at);
    let article = matches!(word(tokens, at), "a" | "an" | "hundred");
    if article {
        found.push((at + usize::from(word(tokens, at) != "hundred"), 1));
    }
    let plain: Vec<(usize, i64)> = found.clone();
    for (end, value) in plain {
        if word(tokens, end) != "hundred" || value >= 100 || value == 0 {
            continue;
        }
        found.push((end + 1, value * 100));
        let rest = end + 1 + usize::from(word(tokens, end + 1) == "and");
        let tail = below_hundred(tokens, rest).into_iter();
        found.extend(
            tail.filter(|&(_, tail)| tail > 0)
                .map(|(end, tail)| (end, value * 100 + tail)),
        );
    }
    // "a" alone is no number.
    found.retain(|&(end, value)| !(article && value == 1 && end <= at + 1));
    found
}

/// Whole numbers in words.
fn cardinals(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut found = group(tokens, at);
    let mut open: Vec<(usize, i64, i64)> = found.iter().map(|&(end, value)| (end, value, 0)).collect();
    if matches!(word(tokens, at), "a" | "an") {
        open.push((at + 1, 1, 0));
    }
    if let Some(whole) = digits(tokens, at).and_then(Number::whole) {
        open.push((at + 1, whole, 0));
    }
    let mut largest = i64::MAX;
    for _ in 0..3 {
        let mut next = Vec::new();
        for &(end, value, total) in &open {
            let Some(factor) = scale(word(tokens, end)).filter(|factor| *factor < largest) else {
                continue;
            };
            let Some(total) = value
                .checked_mul(factor)
                .and_then(|value| value.checked_add(total))
            else {
                continue;
            };
            found.push((end + 1, total));
            let rest = end + 1 + usize::from(word(tokens, end + 1) == "and");
            for (end, tail) in group(tokens, rest) {
                if tail > 0 && tail < 1000 {
                    found.push((end, total + tail));
                    next.push((end, tail, total));
                }
            }
            largest = largest.min(factor);
        }
        open = next;
    }
    found
}

/// Numbers of any kind.
pub(super) fn numbers(tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut found: Vec<(usize, Number)> = Vec::new();
    found.extend(written(tokens, at));
    let cardinals = cardinals(tokens, at);
    found.extend(
        cardinals
            .iter()
            .map(|&(end, value)| (end, Number::integer(value))),
    );
    found.extend(decimals(tokens, at, &cardinals));
    found.extend(fractions(tokens, at));
    let mixed: Vec<(usize, Number)> = found
        .iter()
        .filter(|(end, _)| word(tokens, *end) == "and")
        .flat_map(|&(end, whole)| {
            let parts = fractions(tokens, end + 1).into_iter();
            parts.filter_map(move |(end, part)| Some((end, whole.plus(part)?)))
        })
        .collect();
    found.extend(mixed);
    found.extend(dozens(tokens, at));
    found
}

/// Digits, "2 million", "1/2".
fn written(tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let Some(value) = digits(tokens, at) else {
        return Vec::new();
    };
    let mut found = vec![(at + 1, value)];
    let factor = match word(tokens, at + 1) {
        "hundred" => Some(100),
        other => scale(other),
    };
    if let Some(value) = factor.and_then(|factor| value.times(Number::integer(factor))) {
        found.push((at + 2, value));
    }
    found
}

fn decimals(tokens: &[Token], at: usize, cardinals: &[(usize, i64)]) -> Vec<(usize, Number)> {
    let mut starts: Vec<(usize, i64)> = cardinals.to_vec();
    starts.push((at, 0));
    if let Some(whole) = digits(tokens, at).and_then(Number::whole) {
        starts.push((at + 1, whole));
    }
    let mut found = Vec::new();
    for (end, whole) in starts {
        if word(tokens, end) != "point" {
            continue;
        }
        let mut digits = Vec::new();
        let mut next = end + 1;
        while let Some(digit) = decimal_digit(word(tokens, next)) {
            digits.extend(digit);
            next += 1;
            found.extend(with_decimals(whole, &digits).map(|value| (next, value)));
        }
    }
    found
}

/// "five", "25", and "twenty" as two digits.
fn decimal_digit(word: &str) -> Option<Vec<i64>> {
    if word == "oh" || word == "o" {
        return Some(vec![0]);
    }
    if !word.is_empty() && word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(word.bytes().map(|byte| i64::from(byte - b'0')).collect());
    }
    let value = one(word).or_else(|| ten(word))?;
    Some(if value < 10 {
        vec![value]
    } else {
        vec![value / 10, value % 10]
    })
}

/// "half", "a third", "two thirds", "three quarters".
fn fractions(tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut tops: Vec<(usize, i64)> = below_hundred(tokens, at);
    tops.extend(
        digits(tokens, at)
            .and_then(Number::whole)
            .map(|top| (at + 1, top)),
    );
    if matches!(word(tokens, at), "a" | "one") {
        tops.push((at + 1, 1));
    }
    if matches!(word(tokens, at), "half" | "halve" | "quarter" | "third") {
        tops.push((at, 1));
    }
    tops.iter()
        .filter_map(|&(end, top)| {
            let bottom = denominator(word(tokens, end), top == 1)?;
            Some((end + 1, Number::fraction(i128::from(top), bottom)?))
        })
        .collect()
}

fn denominator(word: &str, is_single: bool) -> Option<i128> {
    match word {
        "half" | "halves" => return Some(2),
        "quarter" | "quarters" => return Some(4),
        "second" | "seconds" => return None,
        _ => {}
    }
    let singular = if is_single { word } else { word.strip_suffix('s')? };
    index(&ORDINALS, singular)
        .filter(|bottom| *bottom > 2)
        .or_else(|| index(&TENTHS, singular).map(|index| (index + 2) * 10))
        .or_else(|| (singular == "hundredth").then_some(100))
        .or_else(|| (singular == "thousandth").then_some(1000))
        .map(i128::from)
}

fn dozens(tokens: &[Token], at: usize) -> Option<(usize, Number)> {
    if let Some(end) = phrase(tokens, at, "half a dozen") {
        return Some((end, Number::integer(6)));
    }
    let (end, count) = match word(tokens, at) {
        "a" => (at + 1, 1),
        "dozen" => (at, 1),
        other => (
            at + 1,
            one(other).or_else(|| digits(tokens, at).and_then(Number::whole))?,
        ),
    };
    let is_dozen = word(tokens, end) == "dozen";
    let value = Number::integer(count).times(Number::integer(12))?;
    is_dozen.then_some((end + 1, value))
}

/// Places in an order: "first", "22nd", "twenty second", "last".
pub(super) fn ordinals(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let first = word(tokens, at);
    if matches!(first, "last" | "latest" | "newest") {
        return vec![(at + 1, -1)];
    }
    let mut found = Vec::new();
    let ending = first.trim_start_matches(|character: char| character.is_ascii_digit());
    if matches!(ending, "st" | "nd" | "rd" | "th") && first.len() <= 6 {
        found.extend(first[..first.len() - 2].parse().ok().map(|value| (at + 1, value)));
    }
    let simple = index(&ORDINALS, first).filter(|value| *value > 0);
    found.extend(simple.map(|value| (at + 1, value)));
    found.extend(index(&TENTHS, first).map(|value| (at + 1, (value + 2) * 10)));
    if let Some(tens) = ten(first) {
        let ones = index(&ORDINALS, word(tokens, at + 1)).filter(|ones| (1..=9).contains(ones));
        found.extend(ones.map(|ones| (at + 2, tens + ones)));
    }
    found
}
