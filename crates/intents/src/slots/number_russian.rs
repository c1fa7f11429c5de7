//! Russian number words, in all their cases.
//!
//! Owns "двадцати пяти", "полтора", "три с половиной", "две трети", "пятое".

use super::number::digits;
use super::{phrase, word};
use crate::number::Number;
use crate::text::Token;

/// Forms of the numbers up to 900, separated by spaces.
const WORDS: [(i64, &str); 38] = [
    (0, "ноль нуль нуля нолю нулю нулем"),
    (1, "один одна одно одну одного одной одному одним раз"),
    (2, "два две двух двум двумя двое двоих двоим"),
    (3, "три трех трем тремя трое троих троим"),
    (4, "четыре четырех четырем четырьмя четверо четверых четверым"),
    (5, "пять пяти пятью пятеро пятерых пятерым"),
    (6, "шесть шести шестью шестеро шестерых шестерым"),
    (7, "семь семи семью семеро семерых семерым"),
    (8, "восемь восьми восемью восьмью восьмеро восьмерых"),
    (9, "девять девяти девятью"),
    (10, "десять десяти десятью"),
    (11, "одиннадцать одиннадцати одиннадцатью"),
    (12, "двенадцать двенадцати двенадцатью"),
    (13, "тринадцать тринадцати тринадцатью"),
    (14, "четырнадцать четырнадцати четырнадцатью"),
    (15, "пятнадцать пятнадцати пятнадцатью"),
    (16, "шестнадцать шестнадцати шестнадцатью"),
    (17, "семнадцать семнадцати семнадцатью"),
    (18, "восемнадцать восемнадцати восемнадцатью"),
    (19, "девятнадцать девятнадцати девятнадцатью"),
    (20, "двадцать двадцати двадцатью"),
    (30, "тридцать тридцати тридцатью"),
    (40, "сорок сорока"),
    (50, "пятьдесят пятидесяти"),
    (60, "шестьдесят шестидесяти"),
    (70, "семьдесят семидесяти"),
    (80, "восемьдесят восьмидесяти"),
    (90, "девяносто девяноста"),
    (100, "сто ста сотня сотни сотню сотней"),
    (200, "двести двухсот двумстам"),
    (300, "триста трехсот тремстам"),
    (400, "четыреста четырехсот четыремстам"),
    (500, "пятьсот пятисот пятистам"),
    (600, "шестьсот шестисот шестистам"),
    (700, "семьсот семисот семистам"),
    (800, "восемьсот восьмисот восьмистам"),
    (900, "девятьсот девятисот девятистам"),
    (12, "дюжина дюжину дюжины"),
];

/// Stems of the ordinals; what follows is an ending.
const ORDINALS: [(i64, &str); 30] = [
    (1, "перв"),
    (2, "втор"),
    (3, "трет"),
    (4, "четверт"),
    (5, "пят"),
    (6, "шест"),
    (7, "седьм"),
    (8, "восьм"),
    (9, "девят"),
    (10, "десят"),
    (11, "одиннадцат"),
    (12, "двенадцат"),
    (13, "тринадцат"),
    (14, "четырнадцат"),
    (15, "пятнадцат"),
    (16, "шестнадцат"),
    (17, "семнадцат"),
    (18, "восемнадцат"),
    (19, "девятнадцат"),
    (20, "двадцат"),
    (30, "тридцат"),
    (40, "сороков"),
    (50, "пятидесят"),
    (60, "шестидесят"),
    (70, "семидесят"),
    (80, "восьмидесят"),
    (90, "девяност"),
    (100, "сот"),
    (1000, "тысячн"),
    (2000, "двухтысячн"),
];

const ORDINAL_ENDINGS: [&str; 20] = [
    "ый", "ой", "ий", "ая", "ья", "ое", "ье", "ого", "его", "ьего", "ую", "ью", "ом", "ем", "ьем", "ым",
    "ей", "ые", "ьи", "ых",
];

fn simple(word: &str) -> Option<i64> {
    let found = WORDS
        .iter()
        .find(|(_, forms)| forms.split(' ').any(|form| form == word))?;
    Some(found.0)
}

fn scale(word: &str) -> Option<i64> {
    if matches!(
        word,
        "тыс" | "тысяча" | "тысячи" | "тысяч" | "тысячу" | "тысячам" | "тысяче"
    ) {
        return Some(1000);
    }
    let ending = |stem: &str| {
        word.strip_prefix(stem)
            .is_some_and(|ending| ending.chars().count() <= 2)
    };
    if ending("миллион") || word == "млн" {
        return Some(1_000_000);
    }
    (ending("миллиард") || word == "млрд").then_some(1_000_000_000)
}

/// Words for 0 to 999: each smaller than the place of the one before it.
fn groups(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut found = Vec::new();
    let (mut total, mut next) = (0, at);
    let mut room = 1000;
    while let Some(value) = simple(word(tokens, next)) {
        if value >= room || (value == 0 && next > at) || (next > at && word(tokens, next) == "раз") {
            break;
        }
        total += value;
        next += 1;
        found.push((next, total));
        room = match value {
            100.. => 100,
            20..100 => 10,
            _ => break,
        };
    }
    if found.len() == 1 && word(tokens, at) == "раз" {
        found.clear();
    }
    found
}

fn cardinals(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut found = groups(tokens, at);
    let mut open: Vec<(usize, i64, i64)> = found.iter().map(|&(end, value)| (end, value, 0)).collect();
    if scale(word(tokens, at)).is_some() {
        open.push((at, 1, 0));
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
            if scale(word(tokens, end + 1)).is_some() {
                next.push((end + 1, 1, total));
            }
            for (end, tail) in groups(tokens, end + 1) {
                found.push((end, total + tail));
                next.push((end, tail, total));
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
    if let Some(value) = digits(tokens, at) {
        found.push((at + 1, value));
        let factor = scale(word(tokens, at + 1)).map(Number::integer);
        found.extend(factor.and_then(|factor| Some((at + 2, value.times(factor)?))));
    }
    let cardinals = cardinals(tokens, at);
    found.extend(
        cardinals
            .iter()
            .map(|&(end, value)| (end, Number::integer(value))),
    );
    for base in ["полтора", "полторы", "полутора"] {
        if word(tokens, at) == base {
            let factor = scale(word(tokens, at + 1));
            found.extend(Number::fraction(3, 2).map(|value| (at + 1, value)));
            found.extend(factor.map(|factor| (at + 2, Number::integer(factor / 2 * 3))));
        }
    }
    found.extend(fractions(tokens, at));
    let bases = found.clone();
    for (end, whole) in bases {
        found.extend(after_whole(tokens, end, whole));
    }
    found
}

/// "с половиной", "с четвертью", "целых две десятых", "запятая пять", "и три четверти".
fn after_whole(tokens: &[Token], end: usize, whole: Number) -> Vec<(usize, Number)> {
    let half = Number::fraction(1, 2);
    let quarter = Number::fraction(1, 4);
    let mut parts: Vec<(usize, Number)> = Vec::new();
    for (tail, part) in [
        ("с половиной", half),
        ("с половинкой", half),
        ("с четвертью", quarter),
        ("и половина", half),
    ] {
        parts.extend(phrase(tokens, end, tail).zip(part));
    }
    let is_decimal = matches!(word(tokens, end), "целых" | "целая" | "целые" | "целой");
    if is_decimal {
        let from = end + 1 + usize::from(word(tokens, end + 1) == "и");
        parts.extend(fractions(tokens, from));
    }
    if matches!(word(tokens, end), "запятая" | "точка") {
        for (end, value) in cardinals(tokens, end + 1) {
            let bottom = 10_i128.checked_pow(value.checked_ilog10().unwrap_or(0) + 1);
            let part = bottom.and_then(|bottom| Number::fraction(i128::from(value), bottom));
            parts.extend(part.map(|part| (end, part)));
        }
    }
    if word(tokens, end) == "и" {
        parts.extend(fractions(tokens, end + 1));
    }
    let parts = parts.into_iter();
    parts
        .filter_map(|(end, part)| Some((end, whole.plus(part)?)))
        .collect()
}

/// "половина", "треть", "две трети", "пять восьмых", "одна десятая".
fn fractions(tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut tops: Vec<(usize, i64)> = groups(tokens, at);
    tops.extend(
        digits(tokens, at)
            .and_then(Number::whole)
            .map(|top| (at + 1, top)),
    );
    tops.push((at, 1));
    tops.iter()
        .filter_map(|&(end, top)| {
            let bottom = denominator(word(tokens, end), end > at)?;
            Some((end + 1, Number::fraction(i128::from(top), bottom)?))
        })
        .collect()
}

fn denominator(word: &str, has_top: bool) -> Option<i128> {
    match word {
        "половина" | "половину" | "половины" | "половине" => return Some(2),
        "треть" | "трети" | "третей" => return Some(3),
        "третья" | "третью" | "третьей" | "третьих" if has_top => return Some(3),
        "четверть" | "четверти" | "четвертей" => return Some(4),
        _ => {}
    }
    let stem = ["ых", "ая", "ую", "ой"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .filter(|_| has_top)?;
    let found = ORDINALS.iter().find(|(_, known)| *known == stem)?;
    (found.0 >= 2).then_some(i128::from(found.0))
}

fn ordinal_word(word: &str) -> Option<i64> {
    ORDINALS
        .iter()
        .find(|(_, stem)| {
            word.strip_prefix(stem)
                .is_some_and(|ending| ORDINAL_ENDINGS.contains(&ending))
        })
        .map(|found| found.0)
}

/// Places in an order: "первый", "двадцать пятое", "5-го", "последний".
pub(super) fn ordinals(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let first = word(tokens, at);
    if first.starts_with("последн") {
        return vec![(at + 1, -1)];
    }
    let mut found = Vec::new();
    found.extend(ordinal_word(first).map(|value| (at + 1, value)));
    for (end, value) in cardinals(tokens, at) {
        let room = match value {
            v if v % 100 == 0 && v > 0 => 100,
            v if v % 10 == 0 && v >= 20 => 10,
            _ => continue,
        };
        let tail = ordinal_word(word(tokens, end)).filter(|tail| *tail < room);
        found.extend(tail.map(|tail| (end + 1, value + tail)));
    }
    if let Some(value) = digits(tokens, at).and_then(Number::whole) {
        let ending = word(tokens, at + 1);
        if matches!(
            ending,
            "го" | "е" | "й" | "я" | "ю" | "ое" | "ого" | "му" | "м" | "ый"
        ) {
            found.push((at + 2, value));
        }
    }
    found
}
