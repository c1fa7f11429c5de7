//! Numbers with units and measure words, money, fractions.

use super::signs::between;
use super::tables::{CURRENCIES, MEASURES, ORDINAL, UNITS};
use super::words::{cardinal, counting, decimal};
use crate::forms::number::{Number, Style, fraction, number};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// The unit that stands here, and the position after it.
pub(super) fn unit(text: &Text<'_>, at: usize) -> Option<(&'static str, usize)> {
    let start = text.skip_space(at);
    UNITS
        .iter()
        .flat_map(|row| row.0.iter().map(move |written| (row.1, *written)))
        .filter_map(|(name, written)| Some((name, text.literal(start, written)?)))
        .filter(|(_, end)| {
            !text
                .get(*end)
                .starts_with(|letter: char| letter.is_ascii_alphanumeric())
        })
        .max_by_key(|(_, end)| *end)
}

/// Whether a measure word stands here, before which 2 is "两".
pub(super) fn measured(text: &Text<'_>, at: usize) -> bool {
    let start = text.skip_space(at);
    let stands = |word: &&str| text.literal(start, word).is_some();
    MEASURES.iter().any(&stands) && !ORDINAL.iter().any(stands)
}

/// A number in words; 2 before a unit or a measure word is "两".
fn spoken(found: &Number, counts: bool) -> String {
    match found.value() {
        Some(2) if counts => "两".to_owned(),
        Some(value) if counts && !found.whole.starts_with('0') => counting(value),
        _ => decimal(&found.whole, &found.fraction),
    }
}

/// Reads a number or a range with its unit; `10cm×15cm` and `5℃-10℃` are two of them.
pub(super) fn quantity(text: &Text<'_>, at: usize) -> Option<Reading> {
    let first = single(text, at)?;
    let sign = text.skip_space(first.end);
    let times = text
        .is_any(sign, "xX×*")
        .then(|| ("乘", text.skip_space(sign + 1)));
    let to = between(text, first.end).map(|next| ("到", next));
    let unit = text.kind(first.end - 1) != Kind::Digits && !first.words.contains('到');
    let second = times
        .or(to)
        .filter(|(_, next)| unit && text.kind(*next) == Kind::Digits);
    Some(
        match second.and_then(|(joint, next)| Some((joint, single(text, next)?))) {
            Some((joint, second)) => {
                Reading::new(format!("{}{joint}{}", first.words, second.words), second.end)
            }
            None => first,
        },
    )
}

/// Reads one number, a range of numbers, or a fraction, with a unit.
fn single(text: &Text<'_>, at: usize) -> Option<Reading> {
    if let Some(reading) = parts(text, at) {
        return Some(reading);
    }
    let first = number(text, at, Style::Point)?;
    if let Some(reading) = product(text, &first) {
        return Some(reading);
    }
    if let Some((name, end)) = per(text, first.end) {
        return Some(range_of_parts(text, &first, name, end));
    }
    let difference = (first.end..first.end + 6).any(|position| text.is(position, "="));
    let second = between(text, first.end).filter(|_| !difference);
    if let Some(second) = second.and_then(|next| number(text, next, Style::Point)) {
        if let Some((name, end)) = per(text, second.end) {
            let words = format!(
                "{name}{}到{name}{}",
                spoken(&first, false),
                spoken(&second, false)
            );
            return Some(Reading::new(words, end));
        }
        let unit = unit(text, second.end);
        let counts = unit.is_some() || measured(text, second.end) || currency_word(text, second.end);
        let words = format!("{}到{}", spoken(&first, counts), spoken(&second, counts));
        return Some(match unit {
            Some((name, end)) => Reading::new(words + name, end),
            None => Reading::new(words, second.end),
        });
    }
    if let Some((name, end)) = unit(text, first.end) {
        let words = format!("{}{name}", spoken(&first, true));
        return Some(Reading::new(words, end));
    }
    // "第1、2章": both are ordinals.
    let listed = at > 0 && text.is(at - 1, "、") && text.slice(at.saturating_sub(6), at).contains('第');
    if text.is(first.end, "+") && !text.joined(first.end + 1) {
        return Some(Reading::new(
            format!("{}加", spoken(&first, false)),
            first.end + 1,
        ));
    }
    Some(Reading::new(
        spoken(&first, !listed && measured(text, first.end)),
        first.end,
    ))
}

/// Whether the name of a currency stands here.
fn currency_word(text: &Text<'_>, at: usize) -> bool {
    CURRENCIES.iter().any(|row| text.literal(at, row.1).is_some())
}

/// "百分之" for a percent sign.
fn per(text: &Text<'_>, at: usize) -> Option<(&'static str, usize)> {
    let start = text.skip_space(at);
    match text.get(start) {
        "%" => Some(("百分之", start + 1)),
        "‰" => Some(("千分之", start + 1)),
        _ => None,
    }
}

/// The share in words; the whole is "百分之百".
fn share(name: &str, found: &Number) -> String {
    let words = spoken(found, false);
    let words = if words == "一百" {
        "百".to_owned()
    } else {
        words
    };
    format!("{name}{words}")
}

/// `5%`, `10%-15%`.
fn range_of_parts(text: &Text<'_>, first: &Number, name: &str, end: usize) -> Reading {
    let words = share(name, first);
    let second = between(text, end).and_then(|next| number(text, next, Style::Point));
    match second.and_then(|second| Some((per(text, second.end)?, second))) {
        Some(((name, end), second)) => Reading::new(format!("{words}到{}", share(name, &second)), end),
        None => Reading::new(words, end),
    }
}

/// `1/2`: "二分之一"; `2 1/2小时`: "两个半小时".
fn parts(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = fraction(text, at)?;
    let part = format!("{}分之{}", cardinal(found.under), cardinal(found.over));
    let Some(whole) = found.whole else {
        return Some(Reading::new(part, found.end));
    };
    let start = text.skip_space(found.end);
    let half = found.over == 1 && found.under == 2;
    let words = match text.get(start) {
        "小" | "月" | "钟" if half => format!("{}个半", counting(whole)),
        "个" if half => return Some(Reading::new(format!("{}个半", counting(whole)), start + 1)),
        "杯" | "勺" | "年" | "天" | "碗" | "斤" if half => {
            return Some(Reading::new(
                format!("{}{}半", counting(whole), text.get(start)),
                start + 1,
            ));
        }
        _ => format!("{}又{part}", cardinal(whole)),
    };
    Some(Reading::new(words, found.end))
}

/// `10×15cm`, `3×4=12`.
fn product(text: &Text<'_>, first: &Number) -> Option<Reading> {
    let mut words = spoken(first, false);
    let mut end = first.end;
    while let Some(next) = Some(text.skip_space(end))
        .filter(|sign| text.is_any(*sign, "xX×*"))
        .and_then(|sign| number(text, text.skip_space(sign + 1), Style::Point))
    {
        words = format!("{words}乘{}", spoken(&next, false));
        end = next.end;
        if words.len() > 200 {
            break;
        }
    }
    if end == first.end {
        return None;
    }
    Some(match unit(text, end) {
        Some((name, end)) => Reading::new(words + name, end),
        None => Reading::new(words, end),
    })
}

/// Reads an amount with the sign of its currency before it.
pub(super) fn money(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (name, after) = CURRENCIES
        .iter()
        .flat_map(|row| row.0.iter().map(move |sign| (row.1, *sign)))
        .filter_map(|(name, sign)| Some((name, text.literal(at, sign)?)))
        .max_by_key(|(_, end)| *end)?;
    let amount = |at: usize| {
        let mut found = number(text, at, Style::Point)?;
        found
            .fraction
            .truncate(found.fraction.trim_end_matches('0').len());
        Some(found)
    };
    let first = amount(text.skip_space(after))?;
    let mut words = spoken(&first, true);
    let mut end = first.end;
    if let Some(next) = between(text, end) {
        let again = CURRENCIES
            .iter()
            .flat_map(|row| row.0)
            .filter_map(|sign| text.literal(next, sign))
            .max();
        if let Some(second) = amount(again.unwrap_or(next)) {
            words = format!("{words}到{}", spoken(&second, true));
            end = second.end;
        }
    }
    for scale in ["万亿", "千万", "百万", "万", "亿", "千"] {
        if let Some(next) = text.literal(end, scale) {
            words.push_str(scale);
            end = next;
            break;
        }
    }
    let named = text.is(end, "元") || text.literal(end, name).is_some();
    Some(Reading::new(if named { words } else { words + name }, end))
}

/// Reads a negative number: below zero for temperatures.
pub(super) fn negative(text: &Text<'_>, at: usize) -> Option<Reading> {
    let minus = text.is_any(at, "-−–") && text.kind(at + 1) == Kind::Digits;
    let open = at == 0
        || !text.joined(at - 1) && !text.is_any(at - 1, "-)）%°")
        || text.get(at - 1).chars().all(crate::text::is_han);
    if !minus || !open {
        return None;
    }
    let reading = quantity(text, at + 1)?;
    let reading = match reading.words.strip_prefix('两') {
        Some(rest) if text.is_any(reading.end, "层楼") => Reading::new(format!("二{rest}"), reading.end),
        _ => reading,
    };
    let cold = reading.words.ends_with('度');
    // "-10到-5度": the second sign belongs to the range.
    Some(Reading::new(
        format!("{}{}", if cold { "零下" } else { "负" }, reading.words),
        reading.end,
    ))
}
