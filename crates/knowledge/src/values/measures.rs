//! Measures: durations, lengths, weights, hundredths, and ages.
//!
//! Owns which tokens are an amount with a unit. Money is `money`.

use super::Value;
use super::amount::{Age, AgeUnit};
use super::lexicon::Term;
use super::numerals::{self, Number};
use super::scan::{Reading, Scan, one};
use super::tokens::Kind;
use crate::language::Language;

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

fn unit(scan: &Scan<'_>, at: usize) -> Option<(Term, usize)> {
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

/// "Under 5", "children 5 to 15", "16+", "с 10 лет", "до 7 лет", 16岁以上, 3至6岁.
pub(super) fn ages(scan: &Scan<'_>, at: usize) -> Reading {
    let (age, next) = bounded_age(scan, at)
        .or_else(|| age_span(scan, at))
        .or_else(|| plain_age(scan, at))?;
    one(Value::Age(age), at, next)
}

fn years(from: Option<u16>, to: Option<u16>) -> Age {
    Age {
        from,
        to,
        unit: AgeUnit::Years,
    }
}

fn age_number(scan: &Scan<'_>, at: usize) -> Option<(u16, usize)> {
    if scan.is_code(at) {
        return None;
    }
    let number = numerals::number(scan.line, at, scan.language)?;
    Some((number.small(120)?, number.next))
}

/// The place after "years old", "лет", 岁; and whether they stand there.
fn years_word(scan: &Scan<'_>, at: usize) -> (usize, bool) {
    if scan.ends(at) {
        return (at, false);
    }
    let hyphen = usize::from(scan.line.mark(at, "-") && scan.line.glued(at));
    let word = scan.line.term(at + hyphen, |term| {
        matches!(term, Term::Years | Term::YearsOld).then_some(())
    });
    match word {
        // 2024年 and "1898 года" are years, "5 years" a duration; an age is told by the words around it.
        Some(((), next)) => (next, true),
        None => (at, false),
    }
}

fn months_word(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if scan.ends(at) {
        None
    } else {
        scan.line.is(at, Term::Seconds(2_592_000))
    }
}

/// The s of "under 5s".
fn plural(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let glued = scan.line.glued(at) && scan.word(at) == "s";
    let apostrophe = scan.line.mark(at, "'") && scan.word(at + 1) == "s" && scan.line.glued(at + 1);
    if glued {
        Some(at + 1)
    } else {
        apostrophe.then_some(at + 2)
    }
}

/// Ages with one bound, before or after the number.
fn bounded_age(scan: &Scan<'_>, at: usize) -> Option<(Age, usize)> {
    let line = scan.line;
    if let Some(start) = line.is(at, Term::Under).or_else(|| line.is(at, Term::Over)) {
        let under = line.is(at, Term::Under).is_some();
        let hyphen = start + usize::from(line.mark(start, "-"));
        let (number, next) = age_number(scan, hyphen)?;
        let age = if under {
            years(None, Some(number.checked_sub(1)?))
        } else {
            years(Some(number), None)
        };
        if let Some(next) = plural(scan, next) {
            return Some((age, next));
        }
        if let Some(next) = months_word(scan, next).filter(|_| under) {
            return Some((
                Age {
                    unit: AgeUnit::Months,
                    ..age
                },
                next,
            ));
        }
        let counts_time = line
            .term(next, |term| matches!(term, Term::Seconds(_)).then_some(()))
            .is_some()
            && !scan.ends(next);
        if counts_time {
            return None;
        }
        let (after, said) = years_word(scan, next);
        // "Under 5 minutes" and "over 12 people" count something else; "groups over 12" too.
        let person = line.before(at, Term::Child) || line.is(at.wrapping_sub(1), Term::And).is_some();
        let counted = at > 0
            && matches!(
                scan.word(at - 1),
                "groups" | "group" | "parties" | "notes" | "costs" | "cost" | "just" | "well" | "a" | "for"
            );
        let alone = line.get(at)?.kind == Kind::Word
            && scan.parts(next)
            && !counted
            && !line.mark(next, "%")
            && !line.mark(next, "-")
            && (scan.language == Language::English || matches!(scan.word(at), "старше" | "младше"));
        let free = line.is(next, Term::Free).is_some()
            || matches!(
                scan.word(next),
                "swim" | "go" | "get" | "must" | "need" | "may" | "can" | "are"
            );
        let russian = matches!(scan.word(next), "лет" | "года" | "год");
        return match said {
            true if russian || line.get(at)?.kind == Kind::Han || person || !counted => Some((age, after)),
            false if (person && scan.language == Language::English) || alone || free => Some((age, next)),
            _ => None,
        };
    }
    if let Some(from) = since_age(scan, at) {
        return Some(from);
    }
    let (number, next) = age_number(scan, at)?;
    if line.mark(next, "+") && line.glued(next) {
        // "7+ days", "tables of 8+".
        let counted = at > 0 && matches!(scan.word(at - 1), "of" | "groups" | "parties" | "tables");
        if counted || unit(scan, next + 1).is_some_and(|(unit, _)| unit != Term::Years) {
            return None;
        }
        return Some((years(Some(number), None), next + 1));
    }
    let (after, said) = years_word(scan, next);
    let or_over = line.is(after, Term::OrOver);
    let or_under = line.is(after, Term::OrUnder);
    let bound = or_over.or(or_under)?;
    let person = said
        || (line.get(at)?.kind != Kind::Han && line.get(after).is_some_and(|token| token.kind == Kind::Word));
    // "10 or more", "100元以上", "5 и более" count things.
    let counts = matches!(scan.word(bound - 1), "more" | "up" | "более") && !said;
    if !person || counts {
        return None;
    }
    let age = if or_over.is_some() {
        years(Some(number), None)
    } else {
        years(None, Some(number))
    };
    Some((age, bound))
}

/// "С 10 лет", "от 3 лет", "from age 12", "up to age 12".
fn since_age(scan: &Scan<'_>, at: usize) -> Option<(Age, usize)> {
    match scan.word(at) {
        "с" | "от" | "со" => {
            let (from, next) = age_number(scan, at + 1)?;
            // "От 7 до 17 лет".
            if scan.word(next) == "до" {
                let (to, next) = age_number(scan, next + 1)?;
                let (next, said) = years_word(scan, next);
                return said.then_some((years(Some(from), Some(to)), next));
            }
            let (next, said) = years_word(scan, next);
            (said && matches!(scan.word(next - 1), "лет" | "года")).then_some((years(Some(from), None), next))
        }
        "up" if scan.word(at + 1) == "to" && scan.word(at + 2) == "age" => {
            let (to, next) = age_number(scan, at + 3)?;
            Some((years(None, Some(to)), next))
        }
        "from" if scan.word(at + 1) == "age" => {
            let (from, next) = age_number(scan, at + 2)?;
            Some((years(Some(from), None), next))
        }
        _ => None,
    }
}

/// "5 to 15" after "children" or before "years old", "7–17 лет", 3至6岁.
fn age_span(scan: &Scan<'_>, at: usize) -> Option<(Age, usize)> {
    let line = scan.line;
    let (from, next) = age_number(scan, at)?;
    let start = if line.mark(next, "-") {
        next + 1
    } else {
        line.is(next, Term::To).or_else(|| {
            line.is(next, Term::And)
                .filter(|_| line.before(at, Term::Between))
        })?
    };
    let (to, next) = age_number(scan, start).filter(|(to, _)| *to > from)?;
    let (after, said) = years_word(scan, next);
    let said = said && (scan.word(after - 1) != "年") && !matches!(scan.word(after - 1), "years" | "year");
    let bracket = usize::from(at > 0 && line.mark(at - 1, "("));
    let person = at
        .checked_sub(bracket)
        .is_some_and(|at| line.before(at, Term::Child) || line.before(at, Term::Aged));
    let measured = line.term(next, |term| {
        matches!(
            term,
            Term::Seconds(_) | Term::Length(_) | Term::Mass(_) | Term::Am | Term::Pm | Term::Month(_)
        )
        .then_some(())
    });
    (said || (person && measured.is_none() && !line.mark(next, ":")))
        .then_some((years(Some(from), Some(to)), after))
}

/// "Age 12", "8 years old", 60岁, "14 лет".
fn plain_age(scan: &Scan<'_>, at: usize) -> Option<(Age, usize)> {
    let line = scan.line;
    let (number, next) = age_number(scan, at)?;
    if line.before(at, Term::Aged) && !line.mark(next, ":") && scan.parts(next) {
        return Some((years(Some(number), Some(number)), next));
    }
    let hyphen = next + usize::from(line.mark(next, "-") && line.glued(next));
    let next = line.is(hyphen, Term::YearsOld).filter(|_| !scan.ends(next))?;
    Some((years(Some(number), Some(number)), next))
}
