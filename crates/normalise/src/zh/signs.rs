//! Signs that are read as words, and the dash of ranges.

use crate::grammar::Reading;
use crate::text::{Kind, Text, is_han};

/// Signs and their words.
const SIGNS: &[(&str, &str)] = &[
    ("&", "和"),
    ("+", "加"),
    ("=", "等于"),
    ("≠", "不等于"),
    ("×", "乘"),
    ("÷", "除以"),
    ("±", "正负"),
    ("<", "小于"),
    (">", "大于"),
    ("≤", "小于等于"),
    ("≥", "大于等于"),
    ("≈", "约等于"),
    ("−", "减"),
    ("%", "百分号"),
    ("°", "度"),
    ("²", "平方"),
    ("³", "立方"),
    ("√", "根号"),
    ("∞", "无穷大"),
    ("№", "第"),
    ("@", "艾特"),
    ("¥", "元"),
    ("$", "美元"),
    ("€", "欧元"),
    ("£", "英镑"),
    ("→", "到"),
];

/// The position after the dash or the word of a range.
pub(super) fn between(text: &Text<'_>, at: usize) -> Option<usize> {
    let mark = text.skip_space(at);
    if !text.is_any(mark, "-–—~−至到") {
        return None;
    }
    let doubled = text.is_any(mark, "—-") && text.get(mark) == text.get(mark + 1);
    let next = mark + 1 + usize::from(doubled);
    Some(text.skip_space(next))
}

/// Reads the dash between days or months as "到", between the terms of a sum as "减".
pub(super) fn range(text: &Text<'_>, at: usize) -> Option<Reading> {
    if !text.is_any(at, "-–—~") {
        return None;
    }
    let before = text.before(at)?;
    let next = between(text, at)?;
    let figures = text.kind(before) == Kind::Digits && text.kind(next) == Kind::Digits;
    if figures && (next..next + 8).any(|position| text.is(position, "=")) {
        return Some(Reading::new("减", next));
    }
    let day = |position: usize| text.is_any(position, "一二三四五六日天月号点分半年岁元室楼级米");
    let starts = |position: usize| {
        text.kind(position) == Kind::Digits || text.is_any(position, "周星礼上下早晚一二三四五六七八九十")
    };
    let place = |position: usize| text.get(position).chars().next().is_some_and(is_han);
    let dated = day(before) && starts(next);
    let places = !text.is(at, "~")
        && place(before)
        && place(next)
        && text.is_any(at, "—–-")
        && text.kind(at + 1) != Kind::Space
        && next <= at + 2;
    (dated || places).then(|| Reading::new("到", next))
}

/// Reads a sign of the table, `~` before a number, `#5`, `元/人`.
pub(super) fn sign(text: &Text<'_>, at: usize) -> Option<Reading> {
    let number = text.kind(text.skip_space(at + 1)) == Kind::Digits;
    if text.is(at, "~") {
        return number.then(|| Reading::new("约", at + 1));
    }
    if text.is(at, "#") {
        return number.then(|| Reading::new("第", at + 1));
    }
    if text.is(at, "/") && at > 0 {
        if text.kind(at - 1) == Kind::Digits && text.kind(at + 1) == Kind::Digits {
            return Some(Reading::new("比", at + 1));
        }
        let unit =
            text.kind(at - 1) == Kind::Word && text.get(at - 1).is_ascii() && text.get(at - 1).len() <= 3;
        let priced = unit && text.get(at + 1).chars().all(is_han)
            || text.is_any(at - 1, "元块角分次里米克升人天时斤片粒杯包支瓶颗滴张本件份袋盒");
        return (priced && text.kind(at + 1) == Kind::Word).then(|| Reading::new("每", at + 1));
    }
    if text.is_any(at, "-")
        && text.kind(at.wrapping_sub(1)) == Kind::Digits
        && text.kind(at + 1) == Kind::Digits
    {
        return Some(Reading::new("减", at + 1))
            .filter(|_| (at..at + 8).any(|position| text.is(position, "=")));
    }
    let sign = SIGNS.iter().find(|(sign, _)| text.is(at, sign))?;
    Some(Reading::new(sign.1, at + 1))
}
