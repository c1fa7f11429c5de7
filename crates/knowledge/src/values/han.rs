//! Chinese numbers in characters: 二十五, 一百三, 二〇二六.
//!
//! Owns what they are worth. Numbers in digits and in words are `numerals`.

use super::lexicon::Line;
use super::numerals::Number;
use super::tokens::Kind;

/// A number in Chinese characters: 二十五, 一百三, 二〇二六.
pub(super) fn number(line: Line<'_>, at: usize) -> Option<Number> {
    let mut next = at;
    while let Some(token) = line.get(next) {
        let known = digit_of(&token.text).is_some() || unit_of(&token.text).is_some();
        // No number has more characters than this.
        if token.kind != Kind::Han || !known || token.new_line && next > at || next - at >= 16 {
            break;
        }
        next += 1;
    }
    let characters: Vec<&str> = (at..next)
        .filter_map(|at| line.get(at))
        .map(|token| token.text.as_str())
        .collect();
    let whole = if characters.iter().any(|character| unit_of(character).is_some()) {
        worth(&characters)?
    } else {
        let zero = characters.iter().any(|character| digit_of(character) == Some(0));
        // 三四 is "three or four".
        if characters.len() == 2 && !zero {
            return None;
        }
        characters.iter().try_fold(0_u64, |worth, digit| {
            worth.checked_mul(10)?.checked_add(digit_of(digit)?)
        })?
    };
    (next > at).then(|| Number::of(whole, next, true))
}

fn worth(characters: &[&str]) -> Option<u64> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    let mut last_unit = 0_u64;
    for character in characters {
        if let Some(found) = digit_of(character) {
            if digit.is_some_and(|digit| digit != 0) {
                return None;
            }
            digit = Some(found);
            // 一百零三 is 103, 一百三 is 130.
            if found == 0 {
                last_unit = 0;
            }
            continue;
        }
        let unit = u64::from(unit_of(character)?);
        if unit >= 10_000 {
            section += digit.take().unwrap_or(0);
            total = total.checked_add(section.max(1).checked_mul(unit)?)?;
            section = 0;
        } else {
            section = section.checked_add(digit.take().filter(|digit| *digit > 0).unwrap_or(1) * unit)?;
        }
        last_unit = unit;
    }
    let rest = digit.unwrap_or(0);
    let rest = if last_unit >= 100 {
        rest * (last_unit / 10)
    } else {
        rest
    };
    total.checked_add(section)?.checked_add(rest)
}

/// The worth of a Chinese digit.
fn digit_of(character: &str) -> Option<u64> {
    Some(match character {
        "〇" | "零" => 0,
        "一" | "幺" => 1,
        "二" | "两" | "兩" => 2,
        "三" => 3,
        "四" => 4,
        "五" => 5,
        "六" => 6,
        "七" => 7,
        "八" => 8,
        "九" => 9,
        _ => return None,
    })
}

/// The worth of a character that multiplies the one before it.
pub(super) fn unit_of(character: &str) -> Option<u32> {
    Some(match character {
        "十" => 10,
        "百" => 100,
        "千" => 1000,
        "万" | "萬" => 10_000,
        _ => return None,
    })
}
