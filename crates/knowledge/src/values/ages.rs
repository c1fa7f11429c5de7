//! Ages: "under 5", "5 to 15", "с 10 лет", 16岁以上.
//!
//! Owns which tokens are an age. Durations in years are `measures`.

use super::Value;
use super::amount::{Age, AgeUnit};
use super::lexicon::Term;
use super::measures::unit;
use super::numerals;
use super::scan::{Reading, Scan, one};
use super::tokens::Kind;
use crate::language::Language;

/// "Under 5", "children 5 to 15", "16+", "с 10 лет", "до 7 лет", 16岁以上, 3至6岁.
pub(super) fn read(scan: &Scan<'_>, at: usize) -> Reading {
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
    let under = scan.line.is(at, Term::Under).map(|start| (start, true));
    let over = scan.line.is(at, Term::Over).map(|start| (start, false));
    match under.or(over) {
        Some((start, under)) => under_or_over(scan, at, start, under),
        None => since_age(scan, at).or_else(|| and_over(scan, at)),
    }
}

fn bound(number: u16, under: bool) -> Option<Age> {
    // "Under 5" is up to four.
    Some(if under {
        years(None, Some(number.checked_sub(1)?))
    } else {
        years(Some(number), None)
    })
}

/// "Under 5", "over 60s", "до 7 лет", "under 6 months".
fn under_or_over(scan: &Scan<'_>, at: usize, start: usize, under: bool) -> Option<(Age, usize)> {
    let line = scan.line;
    let hyphen = start + usize::from(line.mark(start, "-"));
    let (number, next) = age_number(scan, hyphen)?;
    let age = bound(number, under)?;
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
    let duration = |term| matches!(term, Term::Seconds(_)).then_some(());
    if !scan.ends(next) && line.term(next, duration).is_some() {
        return None;
    }
    let person = line.before(at, Term::Child) || (at > 0 && line.is(at - 1, Term::And).is_some());
    let counted = at > 0 && is_counted(scan.word(at - 1));
    let (after, said) = years_word(scan, next);
    if said {
        let surely = matches!(scan.word(next), "лет" | "года" | "год") || line.get(at)?.kind == Kind::Han;
        return (surely || person || !counted).then_some((age, after));
    }
    // "Over 12 people" counts something else, and so does "groups over 12".
    let english = scan.language == Language::English;
    let names_age = english || matches!(scan.word(at), "старше" | "младше");
    let ends = scan.parts(next) && !line.mark(next, "%") && !line.mark(next, "-");
    let alone = line.get(at)?.kind == Kind::Word && ends && !counted && names_age;
    let acts = matches!(
        scan.word(next),
        "swim" | "go" | "get" | "must" | "need" | "may" | "can" | "are"
    );
    let free = acts || line.is(next, Term::Free).is_some();
    ((person && english) || alone || free).then_some((age, next))
}

fn is_counted(word: &str) -> bool {
    matches!(
        word,
        "groups" | "group" | "parties" | "notes" | "costs" | "cost" | "just" | "well" | "a" | "for"
    )
}

/// "16+", "60 and over", 16岁以上.
fn and_over(scan: &Scan<'_>, at: usize) -> Option<(Age, usize)> {
    let line = scan.line;
    let (number, next) = age_number(scan, at)?;
    if line.mark(next, "+") && line.glued(next) {
        // "7+ days", "tables of 8+".
        let counted = at > 0 && matches!(scan.word(at - 1), "of" | "groups" | "parties" | "tables");
        let measured = unit(scan, next + 1).is_some_and(|(unit, _)| unit != Term::Years);
        return (!counted && !measured).then_some((years(Some(number), None), next + 1));
    }
    let (after, said) = years_word(scan, next);
    let or_over = line.is(after, Term::OrOver);
    let end = or_over.or(line.is(after, Term::OrUnder))?;
    let word =
        line.get(at)?.kind != Kind::Han && line.get(after).is_some_and(|token| token.kind == Kind::Word);
    // "10 or more", "100元以上", "5 и более" count things.
    let counts = matches!(scan.word(end - 1), "more" | "up" | "более");
    if !said && (!word || counts) {
        return None;
    }
    let age = if or_over.is_some() {
        years(Some(number), None)
    } else {
        years(None, Some(number))
    };
    Some((age, end))
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
    // "Junior (4–15)", "Child, 3 to 15".
    let bracket = usize::from(at > 0 && (line.mark(at - 1, "(") || line.mark(at - 1, ",")));
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
    // "Children 5 to 15: half price" ends there, 15:30 does not.
    let clock = line.mark(next, ":") && line.glued(next + 1);
    (said || (person && measured.is_none() && !clock)).then_some((years(Some(from), Some(to)), after))
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
