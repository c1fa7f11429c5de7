//! Points in time: a time of day as it is written, in digits or in words.
//!
//! Owns which tokens are one time. Whether a number is a time at all is `times`, which half of the day it means `halves`.

use super::clock::Clock;
use super::halves::{Half, Style};
use super::han;
use super::lexicon::{Line, Term};
use super::numerals;
use super::scan::Scan;
use super::tokens::Kind;
use crate::language::Language;

/// A time as it is written, perhaps without its half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    /// The hour as it is written, 0 to 24.
    pub(super) hour: u8,
    /// The minute.
    pub(super) minute: u8,
    /// The half of the day, if it is said.
    pub(super) half: Option<Half>,
    /// How it is written.
    pub(super) style: Style,
    /// The hour has a zero before it, as only a clock of 24 hours shows it.
    pub(super) padded: bool,
    /// The place after it.
    pub(super) next: usize,
}

/// The time that begins at a place, however it is written.
pub(super) fn point(scan: &Scan<'_>, at: usize) -> Option<Point> {
    let line = scan.line;
    if let Some(named) = named(line, at) {
        return Some(named);
    }
    // Chinese says the half of the day first.
    let half = if line.get(at)?.kind == Kind::Han {
        half_before(line, at)
    } else {
        None
    };
    let start = half.map_or(at, |(_, next)| next);
    let mut point = digits(scan, start).or_else(|| spelled(scan, start))?;
    if let Some((half, _)) = half {
        point.half = Some(half);
    } else if let Some((half, next)) = half_after(line, point.next) {
        (point.half, point.next) = (Some(half), next);
    }
    Some(point)
}

fn named(line: Line<'_>, at: usize) -> Option<Point> {
    let named = |term| match term {
        Term::Noon => Some(12),
        Term::Midnight => Some(24),
        _ => None,
    };
    let (hour, next) = line.term(at, named)?;
    Some(Point {
        hour,
        minute: 0,
        half: None,
        style: Style::Named,
        padded: false,
        next,
    })
}

fn half_before(line: Line<'_>, at: usize) -> Option<(Half, usize)> {
    line.term(at, Half::of)
}

fn half_after(line: Line<'_>, at: usize) -> Option<(Half, usize)> {
    let token = line
        .get(at)
        .filter(|token| token.kind == Kind::Word && !token.new_line)?;
    // "10 am" and "I am": a bare "am" or "pm" counts after a number alone, which this is.
    let (half, next) = line.term(at, Half::of)?;
    (token.kind == Kind::Word).then_some((half, next))
}

/// A time in digits: 9, 9:30, 9.30, 9点半, "9 часов 30 минут", 18h.
fn digits(scan: &Scan<'_>, at: usize) -> Option<Point> {
    let line = scan.line;
    let hour_token = line
        .get(at)
        .filter(|token| token.kind == Kind::Digits && token.text.len() <= 2)?;
    if scan.is_code(at) || (at > 0 && line.glued(at) && is_within_number(line, at)) {
        return None;
    }
    let hour: u8 = hour_token.text.parse().ok().filter(|hour| *hour <= 24)?;
    let padded = hour_token.text.len() == 2 && hour_token.text.starts_with('0');
    for (mark, style) in [(":", Style::Colon), (".", Style::Dotted)] {
        if line.mark(at + 1, mark) && line.glued(at + 1) && line.glued(at + 2) {
            let minute = line
                .get(at + 2)
                .filter(|token| token.kind == Kind::Digits && token.text.len() == 2);
            let minute = minute
                .and_then(|token| token.text.parse().ok())
                .filter(|minute| *minute < 60)?;
            // A date, a version, a ratio.
            if (line.mark(at + 3, ".") || line.mark(at + 3, ":"))
                && line.glued(at + 3)
                && line.glued(at + 4)
                && line.get(at + 4).is_some_and(|token| token.kind == Kind::Digits)
            {
                return None;
            }
            Clock::new(hour, minute)?;
            return Some(Point {
                hour,
                minute,
                half: None,
                style,
                padded,
                next: hour_word(line, at + 3),
            });
        }
    }
    if let Some(point) = with_hour_word(line, hour, at + 1) {
        return Some(point);
    }
    // "2.4 miles" and "1,250" are no hours; "9, 10" are.
    let decimal =
        (line.mark(at + 1, ".") || line.mark(at + 1, ",")) && line.glued(at + 1) && line.glued(at + 2);
    if decimal && line.get(at + 2).is_some_and(|token| token.kind == Kind::Digits) {
        return None;
    }
    Some(Point {
        hour,
        minute: 0,
        half: None,
        style: Style::Bare,
        padded,
        next: at + 1,
    })
}

/// Whether the digits go on a number that began before them: the 50 of "2.50".
fn is_within_number(line: Line<'_>, at: usize) -> bool {
    let joint = line
        .get(at - 1)
        .is_some_and(|token| matches!(token.text.as_str(), "." | ":" | "/" | "№" | "#"));
    let money = line
        .get(at - 1)
        .is_some_and(|token| matches!(token.text.as_str(), "£" | "$" | "€" | "¥" | "₽"));
    let digits =
        at >= 2 && line.glued(at - 1) && line.get(at - 2).is_some_and(|token| token.kind == Kind::Digits);
    money || (joint && digits)
}

/// The place after "o'clock", "часов" or "ч." behind a time that has its minutes.
fn hour_word(line: Line<'_>, at: usize) -> usize {
    let word = line
        .get(at)
        .is_some_and(|token| !token.new_line && token.kind == Kind::Word);
    if word {
        line.is(at, Term::Hour).unwrap_or(at)
    } else {
        at
    }
}

/// An hour with its word, and the minutes after it: "9 часов 30 минут", 9点半, "seven o'clock".
fn with_hour_word(line: Line<'_>, hour: u8, at: usize) -> Option<Point> {
    if line.get(at)?.new_line {
        return None;
    }
    let mut next = line.is(at, Term::Hour)?;
    // 8小时 and "2 часа" long are durations; only "в" and "с" tell "в 2 часа", which the reader of times knows.
    let mut minute = 0;
    if line.get(at)?.kind == Kind::Han {
        if let Some(after) = line.is(next, Term::Half) {
            (minute, next) = (30, after);
        } else if let Some((number, after)) = han_minutes(line, next) {
            (minute, next) = (number, after);
        }
    } else if let Some(number) = numerals::number(line, next, Language::English)
        && let Some(after) = line.is(number.next, Term::Minute)
    {
        (minute, next) = (number.small(59)?, after);
    }
    Clock::new(hour, minute)?;
    let russian = line.get(at)?.text.starts_with('ч');
    let style = if russian { Style::Hours } else { Style::Word };
    Some(Point {
        hour,
        minute,
        half: None,
        style,
        padded: false,
        next,
    })
}

pub(super) fn han_minutes(line: Line<'_>, at: usize) -> Option<(u8, usize)> {
    let mut start = at;
    if line.is(at, Term::Past).is_some() {
        start += 1;
    }
    let number = match line.get(start)?.kind {
        Kind::Digits => numerals::digits(line, start, Language::Chinese)?,
        Kind::Han => {
            // 九点零五: the zero stands for the tens.
            let zero = usize::from(matches!(line.get(start)?.text.as_str(), "零" | "〇"));
            han::number(line, start + zero)?
        }
        _ => return None,
    };
    if let Some(next) = line.is(number.next, Term::Quarter) {
        return Some((number.small::<u8>(3)?.checked_mul(15)?, next));
    }
    let next = line.is(number.next, Term::Minute);
    // 九点三十 without 分 is a time, 九点三 is not.
    if next.is_none() && (number.whole < 10 && !matches!(line.get(start)?.text.as_str(), "零" | "〇")) {
        return None;
    }
    Some((number.small(59)?, next.unwrap_or(number.next)))
}

/// A time in words: "half past seven", "nine am", "без четверти восемь", 九点半.
fn spelled(scan: &Scan<'_>, at: usize) -> Option<Point> {
    let line = scan.line;
    if let Some((point, next)) = super::spoken::phrase(line, at) {
        return Some(Point {
            hour: point.hour,
            minute: point.minute,
            half: None,
            style: Style::Word,
            padded: false,
            next,
        });
    }
    let number = match line.get(at)?.kind {
        Kind::Han => han::number(line, at)?,
        Kind::Word => numerals::words(line, at)?,
        _ => return None,
    };
    let hour = number.small(24)?;
    // 早一点 is "a bit earlier".
    let bit = at > 0
        && matches!(
            scan.word(at - 1),
            "早" | "晚" | "有" | "快" | "慢" | "大" | "小" | "多" | "少" | "高" | "低"
        );
    if hour == 1 && bit && line.get(at)?.kind == Kind::Han {
        return None;
    }
    if let Some(point) = with_hour_word(line, hour, number.next) {
        return Some(point);
    }
    half_after(line, number.next)?;
    Some(Point {
        hour,
        minute: 0,
        half: None,
        style: Style::Word,
        padded: false,
        next: number.next,
    })
}
