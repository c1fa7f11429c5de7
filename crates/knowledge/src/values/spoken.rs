//! Spoken times: "half past seven", полвосьмого, 差一刻八点.
//!
//! Owns the phrases in which people say times. Numbers by themselves are `numerals`.

use super::clock::Clock;
use super::han;
use super::lexicon::{Line, Term};
use super::numerals::{self, Number};
use super::tokens::Kind;
use crate::language::Language;

/// A time in a phrase of words, with the place after it: "half past seven", "без четверти восемь", 差一刻八点.
pub(super) fn phrase(line: Line<'_>, at: usize) -> Option<(Clock, usize)> {
    past_or_to(line, at)
        .or_else(|| russian_half(line, at))
        .or_else(|| russian_lacking(line, at))
        .or_else(|| chinese_lacking(line, at))
}

/// A number of the hour: 1 to 12, in words or digits.
fn hour(line: Line<'_>, at: usize) -> Option<(u8, usize)> {
    let number = small(line, at)?;
    let hour = number.small::<u8>(12).filter(|hour| *hour > 0)?;
    Some((hour, number.next))
}

fn small(line: Line<'_>, at: usize) -> Option<Number> {
    match line.get(at)?.kind {
        Kind::Digits => numerals::digits(line, at, Language::English),
        Kind::Word => numerals::words(line, at),
        Kind::Han => han::number(line, at),
        Kind::Mark => None,
    }
}

fn to_the_hour(minutes: u8, hour: u8) -> Option<Clock> {
    let hour_before = if hour == 1 { 12 } else { hour.checked_sub(1)? };
    Clock::new(hour_before, 60_u8.checked_sub(minutes)?)
}

/// "Half past seven", "quarter to eight", "ten past nine", "half seven".
fn past_or_to(line: Line<'_>, at: usize) -> Option<(Clock, usize)> {
    let (minutes, mut next, half) = if let Some(next) = line.is(at, Term::Half).filter(|_| is_latin(line, at))
    {
        (30, next, true)
    } else if let Some(next) = line.is(at, Term::Quarter).filter(|_| is_latin(line, at)) {
        (15, next, false)
    } else {
        let number = line
            .get(at)
            .filter(|token| token.kind != Kind::Han)
            .and_then(|_| small(line, at))?;
        (
            number.small::<u8>(59).filter(|minutes| *minutes > 0)?,
            number.next,
            false,
        )
    };
    if !half && let Some(after) = line.term(next, |term| (term == Term::Seconds(60)).then_some(())) {
        next = after.1;
    }
    match line.get(next)?.text.as_str() {
        "past" => {
            let (hour, next) = hour(line, next + 1)?;
            Some((Clock::new(hour, minutes)?, next))
        }
        // "From five to eight" is a span: only these minutes are said before an hour.
        "to" | "till" if !half && says_minutes(line, at, minutes, next) => {
            let (hour, next) = hour(line, next + 1)?;
            Some((to_the_hour(minutes, hour)?, next))
        }
        // "Half seven"; "half 5" and "half one" too, but "half a" is no hour.
        _ if half
            && line.get(next)?.kind == Kind::Word
            && !matches!(line.get(next)?.text.as_str(), "a" | "an") =>
        {
            let (hour, next) = hour(line, next)?;
            Some((Clock::new(hour, 30)?, next))
        }
        _ => None,
    }
}

pub(super) fn is_latin(line: Line<'_>, at: usize) -> bool {
    line.get(at)
        .is_some_and(|token| token.text.starts_with(|letter: char| letter.is_ascii_lowercase()))
}

/// Whether "ten to eight" is a time before the hour and no span: a quarter, "minutes", or an odd number of them.
fn says_minutes(line: Line<'_>, at: usize, minutes: u8, next: usize) -> bool {
    let quarter = line.is(at, Term::Quarter).is_some();
    let said = line.before(next, Term::Seconds(60));
    let from = line.before(at, Term::From) || line.before(at, Term::Opening);
    quarter || said || (matches!(minutes, 20 | 25) && !from)
}

/// "Полвосьмого", "половина восьмого", "четверть восьмого", "десять минут восьмого".
fn russian_half(line: Line<'_>, at: usize) -> Option<(Clock, usize)> {
    let ordinal = |at| {
        line.term(at, |term| {
            if let Term::HourOrdinal(hour) = term {
                Some(hour)
            } else {
                None
            }
        })
    };
    let whole = line.term(at, |term| {
        if let Term::HalfBefore(hour) = term {
            Some(hour)
        } else {
            None
        }
    });
    if let Some((hour, next)) = whole {
        return Some((to_the_hour(30, hour)?, next));
    }
    if line.get(at)?.kind != Kind::Word || is_latin(line, at) {
        return None;
    }
    let (minutes, place) = if let Some(next) = line.is(at, Term::Half) {
        (30, next)
    } else if let Some(next) = line.is(at, Term::Quarter) {
        (15, next)
    } else {
        let number = numerals::words(line, at)?;
        (number.small::<u8>(59)?, line.is(number.next, Term::Minute)?)
    };
    let (hour, next) = ordinal(place)?;
    let before = if hour == 1 { 12 } else { hour - 1 };
    Some((Clock::new(before, minutes)?, next))
}

/// "Без четверти восемь", "без пятнадцати минут девять".
fn russian_lacking(line: Line<'_>, at: usize) -> Option<(Clock, usize)> {
    let start = line
        .is(at, Term::Lacking)
        .filter(|_| line.get(at).is_some_and(|token| token.kind == Kind::Word))?;
    let (minutes, mut next) = if let Some(next) = line.is(start, Term::Quarter) {
        (15, next)
    } else {
        let number = russian_minutes(line, start)?;
        (
            number.small::<u8>(30).filter(|minutes| *minutes > 0)?,
            number.next,
        )
    };
    if let Some(after) = line.is(next, Term::Minute) {
        next = after;
    }
    if line
        .term(next, |term| (term == Term::Cardinal(1)).then_some(()))
        .is_none()
        && let Some(after) = line.is(next, Term::Hour)
        && line.get(next).is_some_and(|token| token.text == "час")
    {
        return Some((to_the_hour(minutes, 1)?, after));
    }
    let (hour, next) = hour(line, next)?;
    Some((to_the_hour(minutes, hour)?, next))
}

/// The minutes of "без двадцати восемь": "двадцати восемь" is no 28 here.
fn russian_minutes(line: Line<'_>, at: usize) -> Option<Number> {
    let number = small(line, at)?;
    if !number.spelled || number.next == at + 1 {
        return Some(number);
    }
    let genitive = |at: usize| {
        line.get(at)
            .is_some_and(|token| token.text.ends_with('и') || token.text.ends_with('х'))
    };
    if genitive(number.next - 1) {
        return Some(number);
    }
    let (first, next) = line.term(at, |term| {
        if let Term::Cardinal(number) = term {
            Some(number)
        } else {
            None
        }
    })?;
    Some(Number {
        whole: u64::from(first),
        fraction: None,
        next,
        spelled: true,
    })
}

/// 差一刻八点, 差十分八点.
pub(super) fn chinese_lacking(line: Line<'_>, at: usize) -> Option<(Clock, usize)> {
    let start = line
        .is(at, Term::Lacking)
        .filter(|_| line.get(at).is_some_and(|token| token.kind == Kind::Han))?;
    let number = small(line, start)?;
    let (minutes, next) = if let Some(next) = line.is(number.next, Term::Quarter) {
        (number.small::<u8>(3)?.checked_mul(15)?, next)
    } else {
        (number.small::<u8>(30)?, line.is(number.next, Term::Minute)?)
    };
    let (hour, next) = hour(line, next)?;
    let next = line.is(next, Term::Hour)?;
    Some((to_the_hour(minutes, hour)?, next))
}
