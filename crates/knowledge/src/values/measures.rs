//! Measures: durations, lengths, weights and hundredths.
//!
//! Owns which tokens are an amount with a unit. Money is `money`, ages are `ages`.

use super::Value;
use super::lexicon::Term;
use super::numerals::{self, Number};
use super::scan::{Reading, Scan, one};
use super::tokens::Kind;

const YEAR: u64 = 365 * 86_400;

/// "15 min", "1 час 15 минут", "half an hour", "2.4 miles", "25%", 百分之二十.
pub(super) fn read(scan: &Scan<'_>, at: usize) -> Reading {
    if let Some((seconds, next)) = worded_duration(scan, at) {
        return one(Value::Duration { seconds }, at, next);
    }
    if let Some(reading) = chinese_percent(scan, at) {
        return Some(reading);
    }
    let number = amount(scan, at)?;
    if let Some(reading) = duration_range(scan, at, &number) {
        return Some(reading);
    }
    if let Some((seconds, next)) = duration(scan, at) {
        return one(Value::Duration { seconds }, at, next);
    }
    let (unit, next) = unit(scan, number.next)?;
    let value = match unit {
        Term::Length(unit) => Value::Distance {
            metres: number.value() * f64::from(unit) / 1e6,
        },
        Term::Mass(unit) => Value::Weight {
            grams: number.value() * f64::from(unit) / 1e3,
        },
        Term::Percent => Value::Percent(number.value()),
        _ => return None,
    };
    one(value, at, next)
}

/// A number before a unit: in digits or words, "a" as one.
fn amount(scan: &Scan<'_>, at: usize) -> Option<Number> {
    if scan.is_code(at) {
        return None;
    }
    if matches!(scan.word(at), "an" | "a") {
        let (unit, _) = unit(scan, at + 1)?;
        // "£5 a week" and "twice a month" name a price and a frequency.
        let rate = at > 0
            && (scan
                .line
                .get(at - 1)
                .is_some_and(|token| token.kind == Kind::Digits)
                || scan
                    .line
                    .term(at - 1, |term| {
                        matches!(term, Term::Currency(_) | Term::Cents(_)).then_some(())
                    })
                    .is_some()
                || matches!(
                    scan.word(at - 1),
                    "once" | "twice" | "times" | "days" | "hours" | "person" | "each"
                ));
        if rate {
            return None;
        }
        // "A second", "a foot" and "a stone" are said of other things.
        return matches!(unit, Term::Seconds(60 | 3600 | 604_800 | 2_592_000 | 1_209_600)).then_some(
            Number {
                whole: 1,
                fraction: None,
                next: at + 1,
                spelled: true,
            },
        );
    }
    numerals::number(scan.line, at, scan.language)
}

pub(super) fn unit(scan: &Scan<'_>, at: usize) -> Option<(Term, usize)> {
    if scan.line.get(at)?.new_line {
        return None;
    }
    if scan.line.mark(at, "%") {
        return Some((Term::Percent, at + 1));
    }
    // "10-minute walk".
    let at = if scan.line.mark(at, "-") && scan.line.glued(at) && scan.line.glued(at + 1) {
        at + 1
    } else {
        at
    };
    scan.line.term(at, |term| match term {
        Term::Seconds(_) | Term::Length(_) | Term::Mass(_) | Term::Percent | Term::Years => Some(term),
        _ => None,
    })
}

fn seconds(number: &Number, unit: Term) -> Option<u64> {
    match unit {
        Term::Seconds(unit) => number.times(u64::from(unit)),
        // "В 1898 году" and 2024年 name a year.
        Term::Years if number.whole < 1000 => number.times(YEAR),
        _ => None,
    }
}

/// One or two parts of a duration: "1 hour 15 min", "1 час 15 минут", 一个半小时.
fn duration(scan: &Scan<'_>, at: usize) -> Option<(u64, usize)> {
    let number = amount(scan, at)?;
    let (first, mut next) = match one_and_a_half(scan, &number) {
        Some((seconds, next)) => return Some((seconds, next)),
        None => {
            let (unit, next) = unit(scan, number.next)?;
            (seconds(&number, unit)?, next)
        }
    };
    let mut total = first;
    let after = scan.line.is(next, Term::And).unwrap_or(next);
    if !scan.ends(after)
        && let Some(second) = amount(scan, after).filter(|number| number.fraction.is_none())
        && let Some((unit, end)) = unit(scan, second.next)
        && let Some(part) = seconds(&second, unit)
        // "2 hours 90 minutes" are two durations, "1 hour 15 minutes" is one.
        && part < first / number.whole.max(1)
        && matches!(unit, Term::Seconds(1 | 60 | 3600))
    {
        total = total.checked_add(part)?;
        next = end;
    }
    Some((total, next))
}

/// 一个半小时, "an hour and a half".
fn one_and_a_half(scan: &Scan<'_>, number: &Number) -> Option<(u64, usize)> {
    if scan.word(number.next) == "个" && scan.word(number.next + 1) == "半" {
        let (unit, next) = unit(scan, number.next + 2)?;
        let whole = seconds(number, unit)?;
        return Some((whole.checked_add(whole / number.whole.max(1) / 2)?, next));
    }
    let (unit, next) = unit(scan, number.next)?;
    if scan.word(next) == "and" && scan.word(next + 1) == "a" && scan.word(next + 2) == "half" {
        let whole = seconds(number, unit)?;
        return Some((whole.checked_add(whole / number.whole.max(1) / 2)?, next + 3));
    }
    None
}

/// "Half an hour", полчаса, "полтора часа", 半小时, "quarter of an hour".
fn worded_duration(scan: &Scan<'_>, at: usize) -> Option<(u64, usize)> {
    let unit_after = |at: usize| {
        unit(scan, at).and_then(|(unit, next)| {
            if let Term::Seconds(unit) = unit {
                Some((u64::from(unit), next))
            } else {
                None
            }
        })
    };
    match scan.word(at) {
        "half" => {
            let start = at + 1 + usize::from(matches!(scan.word(at + 1), "a" | "an"));
            let (unit, next) = unit_after(start).filter(|(unit, _)| *unit > 60)?;
            Some((unit / 2, next))
        }
        // A "full day" is often half of what people mean by a day.
        "full" | "whole" | "entire" => {
            unit_after(at + 1).filter(|(unit, _)| *unit == 3_600 || *unit > 86_400)
        }
        "quarter" if scan.word(at + 1) == "of" && scan.word(at + 2) == "an" => {
            let (unit, next) = unit_after(at + 3)?;
            Some((unit / 4, next))
        }
        "полчаса" | "получаса" => Some((1800, at + 1)),
        "полтора" | "полторы" | "полутора" => {
            let (unit, next) = unit_after(at + 1)?;
            Some((unit + unit / 2, next))
        }
        "сутки" => Some((86_400, at + 1)),
        "半" => {
            let start = at + 1 + usize::from(scan.word(at + 1) == "个");
            // 半年 is no 半天.
            if scan.word(start) == "年" {
                return Some((YEAR / 2, start + 1));
            }
            let (unit, next) = unit_after(start)
                .filter(|(unit, _)| *unit >= 3600)
                .or_else(|| (scan.word(start) == "月").then_some((2_592_000, start + 1)))?;
            Some((unit / 2, next))
        }
        _ => None,
    }
}

/// "3 to 5 days", "2–3 часа".
fn duration_range(scan: &Scan<'_>, at: usize, from: &Number) -> Reading {
    let start = if scan.line.mark(from.next, "-") {
        from.next + 1
    } else {
        scan.line.is(from.next, Term::To)?
    };
    let to = amount(scan, start).filter(|to| to.value() > from.value())?;
    let (unit, next) = unit(scan, to.next)?;
    let (first, last) = (seconds(from, unit)?, seconds(&to, unit)?);
    // "7–17 лет" is an age.
    if unit == Term::Years && scan.word(to.next) == "лет" {
        return None;
    }
    let _ = at;
    one(
        Value::DurationRange {
            from: first,
            to: last,
        },
        at,
        next,
    )
}

/// 百分之二十五.
fn chinese_percent(scan: &Scan<'_>, at: usize) -> Reading {
    let said = scan.word(at) == "百" && scan.word(at + 1) == "分" && scan.word(at + 2) == "之";
    said.then_some(())?;
    let number = numerals::number(scan.line, at + 3, scan.language)?;
    one(Value::Percent(number.value()), at, number.next)
}
