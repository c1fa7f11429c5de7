//! Times of day: `09:05`, `8:00—11:30`, `2点`, `5pm`.

use super::signs::between;
use super::words::{cardinal, counting};
use crate::forms::clock::{Clock, clock as figures};
use crate::grammar::Reading;
use crate::text::Text;

/// An hour in words.
fn hour(value: u64) -> String {
    format!("{}点", counting(value))
}

/// A time in words: "九点零五分", "十一点半", "八点".
fn spoken(clock: &Clock) -> String {
    let mut words = hour(clock.hour);
    match (clock.minute, clock.second) {
        (0, None) => {}
        (30, None) => words.push('半'),
        (minute, _) => {
            if minute < 10 {
                words.push('零');
            }
            if minute > 0 {
                words.push_str(&cardinal(minute));
            }
            words.push('分');
        }
    }
    if let Some(second) = clock.second {
        words.push_str(&cardinal(second));
        words.push('秒');
    }
    words
}

/// `AM` or `PM`: the word for it, and the position after it.
fn half(text: &Text<'_>, at: usize) -> Option<(&'static str, usize)> {
    let start = text.skip_space(at);
    for (written, word) in [
        ("am", "上午"),
        ("AM", "上午"),
        ("a.m.", "上午"),
        ("pm", "下午"),
        ("PM", "下午"),
        ("p.m.", "下午"),
    ] {
        if let Some(end) = text.literal(start, written).filter(|end| {
            !text
                .get(*end)
                .starts_with(|letter: char| letter.is_ascii_alphanumeric())
        }) {
            return Some((word, end));
        }
    }
    None
}

/// Reads a time, with a following range.
pub(super) fn clock(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.kind(at.wrapping_sub(1)) == crate::text::Kind::Digits || compared(text, at) {
        return None;
    }
    let first = one(text, at)?;
    if let Some(second) = between(text, first.end).and_then(|next| one(text, next)) {
        return Some(Reading::new(
            format!("{}到{}", first.words, second.words),
            second.end,
        ));
    }
    Some(first)
}

/// Whether the figures are a ratio or a score.
fn compared(text: &Text<'_>, at: usize) -> bool {
    let before = text.slice(at.saturating_sub(4), at);
    let after = text.slice(at + 3, (at + 7).min(text.len()));
    if ["比例", "的比例", "稀释", "大胜", "获胜"]
        .iter()
        .any(|word| after.starts_with(word))
    {
        return true;
    }
    ["比例", "比分", "比", "赔率", "胜", "负", "平"]
        .iter()
        .any(|word| before.trim_end_matches(['为', ' ', '：', ':']).ends_with(word))
}

fn one(text: &Text<'_>, at: usize) -> Option<Reading> {
    let clock = match figures(text, at, ":：") {
        Some(clock) => clock,
        None => {
            let value: u64 = text.digits(at)?.parse().ok().filter(|value| *value <= 24)?;
            // "2点": the hours of the clock; "2点5" is a number.
            if text.is(at + 1, "点") && !text.is(at + 2, "儿") {
                return Some(Reading::new(hour(value), at + 2));
            }
            half(text, at + 1)?;
            Clock {
                hour: value,
                minute: 0,
                second: None,
                end: at + 1,
            }
        }
    };
    Some(match half(text, clock.end) {
        Some((word, end)) => Reading::new(format!("{word}{}", spoken(&clock)), end),
        None => Reading::new(spoken(&clock), clock.end),
    })
}
