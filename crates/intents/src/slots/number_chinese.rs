//! Chinese number characters.
//!
//! Owns 四百五, 两万三, 三点一四, 三分之二, 第二.

use super::number::{digits, with_decimals};
use super::{phrase, word};
use crate::number::Number;
use crate::text::Token;

/// More characters than this are no number that anyone says.
const MAX_LEN: usize = 24;

pub(crate) fn digit(word: &str) -> Option<i64> {
    Some(match word {
        "零" | "〇" => 0,
        "一" | "壹" | "幺" => 1,
        "二" | "两" | "贰" | "俩" => 2,
        "三" | "叁" | "仨" => 3,
        "四" => 4,
        "五" => 5,
        "六" => 6,
        "七" => 7,
        "八" => 8,
        "九" => 9,
        _ => return None,
    })
}

fn place(word: &str) -> Option<i64> {
    Some(match word {
        "十" => 10,
        "百" => 100,
        "千" => 1000,
        _ => return None,
    })
}

fn myriad(word: &str) -> Option<i64> {
    Some(match word {
        "万" => 10_000,
        "亿" => 100_000_000,
        _ => return None,
    })
}

/// Whole numbers in characters: every prefix that is one.
pub(crate) fn cardinals(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut found = Vec::new();
    // Everything above the last 万 or 亿, the group since then, and a digit without its place.
    let (mut total, mut group, mut open) = (0_i64, 0_i64, None::<i64>);
    let mut last_place = i64::MAX;
    let mut after_zero = false;
    for end in at..tokens.len().min(at + MAX_LEN) {
        let token = word(tokens, end);
        if let Some(value) = digit(token) {
            if open.is_some() || (value == 0 && end == at && digit(word(tokens, end + 1)).is_some()) {
                break;
            }
            after_zero |= value == 0 && end > at;
            open = (value != 0 || end == at).then_some(value);
            if value == 0 && end > at {
                continue;
            }
        } else if let Some(factor) = place(token) {
            let count = match open.take() {
                Some(count) if count > 0 => count,
                None if factor == 10 && (end == at || after_zero || group == 0) => 1,
                _ => break,
            };
            if factor >= last_place {
                break;
            }
            group += count * factor;
            last_place = factor;
            after_zero = false;
        } else if let Some(factor) = myriad(token) {
            let count = group + open.take().unwrap_or(0);
            let sum = total.checked_add(count);
            let scaled = if factor == 100_000_000 {
                sum.and_then(|sum| sum.checked_mul(factor))
            } else {
                count
                    .checked_mul(factor)
                    .and_then(|count| total.checked_add(count))
            };
            let Some(scaled) = scaled.filter(|_| count > 0) else {
                break;
            };
            total = scaled;
            group = 0;
            last_place = factor;
            after_zero = false;
        } else {
            break;
        }
        // 四百五 is 450, and 两万三 is 23000: a bare digit takes the next place.
        let loose = open.unwrap_or(0);
        let loose = if after_zero || last_place == i64::MAX || last_place <= 10 {
            loose
        } else {
            loose * (last_place / 10)
        };
        found.push((end + 1, total + group + loose));
        if last_place >= 10_000 && place(token).is_none() && myriad(token).is_some() {
            last_place = 10_000;
        }
    }
    found
}

/// 二〇二六, 一九九〇: digits one after another.
pub(crate) fn digit_run(tokens: &[Token], at: usize, length: usize) -> Option<(usize, i64)> {
    let mut value = 0_i64;
    for offset in 0..length {
        value = value * 10 + digit(word(tokens, at + offset))?;
    }
    Some((at + length, value))
}

/// Numbers of any kind.
pub(super) fn numbers(tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut found: Vec<(usize, Number)> = Vec::new();
    let mut wholes = cardinals(tokens, at);
    if let Some(value) = digits(tokens, at) {
        found.push((at + 1, value));
        wholes.extend(value.whole().map(|whole| (at + 1, whole)));
        let factor = place(word(tokens, at + 1)).or_else(|| myriad(word(tokens, at + 1)));
        let scaled = factor.and_then(|factor| value.times(Number::integer(factor)));
        found.extend(scaled.map(|value| (at + 2, value)));
        if let Some(scaled) = scaled {
            for (end, tail) in cardinals(tokens, at + 2) {
                found.extend(scaled.plus(Number::integer(tail)).map(|sum| (end, sum)));
            }
        }
    }
    for &(end, whole) in &wholes {
        found.push((end, Number::integer(whole)));
        found.extend(decimals(tokens, end, whole));
        found.extend(fraction(tokens, end, whole));
    }
    if word(tokens, at) == "半" {
        found.extend(Number::fraction(1, 2).map(|half| (at + 1, half)));
    }
    let bases = found.clone();
    for (end, whole) in bases {
        if word(tokens, end) == "又" {
            for (end, bottom) in cardinals(tokens, end + 1) {
                let parts = fraction(tokens, end, bottom).into_iter();
                found.extend(parts.filter_map(|(end, part)| Some((end, whole.plus(part)?))));
            }
        }
    }
    found
}

/// 三点一四
fn decimals(tokens: &[Token], end: usize, whole: i64) -> Vec<(usize, Number)> {
    let mut found = Vec::new();
    if word(tokens, end) != "点" {
        return found;
    }
    let mut places = Vec::new();
    let mut next = end + 1;
    while let Some(value) = digit(word(tokens, next)) {
        places.push(value);
        next += 1;
        found.extend(with_decimals(whole, &places).map(|value| (next, value)));
    }
    found
}

/// 三分之二: the bottom is said first.
fn fraction(tokens: &[Token], end: usize, bottom: i64) -> Vec<(usize, Number)> {
    let Some(from) = phrase(tokens, end, "分 之") else {
        return Vec::new();
    };
    let mut tops = cardinals(tokens, from);
    let written = digits(tokens, from).and_then(Number::whole);
    tops.extend(written.map(|top| (from + 1, top)));
    tops.into_iter()
        .filter_map(|(end, top)| Some((end, Number::fraction(i128::from(top), i128::from(bottom))?)))
        .collect()
}

/// Places in an order: 第二, 最后.
pub(super) fn ordinals(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    if let Some(end) = phrase(tokens, at, "最 后").or_else(|| phrase(tokens, at, "最 新")) {
        return vec![(end, -1)];
    }
    if word(tokens, at) != "第" {
        return Vec::new();
    }
    let mut found = cardinals(tokens, at + 1);
    let written = digits(tokens, at + 1).and_then(Number::whole);
    found.extend(written.map(|value| (at + 2, value)));
    found
}
