//! Months, seasons and holidays.
//!
//! Owns which tokens name them. Days of a month are `dates`, what days holidays are is `holidays`.

use super::Value;
use super::calendar::Holiday;
use super::dates::{span, year, year_number};
use super::lexicon::Term;
use super::numerals;
use super::scan::{Reading, Scan, one};
use super::tokens::Kind;
use crate::language::Language;

/// A month or a span of months, a season, a holiday.
pub(super) fn read(scan: &Scan<'_>, at: usize) -> Reading {
    months(scan, at).or_else(|| named(scan, at))
}

/// "In November", "June to August", "с мая по сентябрь", 5月至9月.
fn months(scan: &Scan<'_>, at: usize) -> Reading {
    let (from, weak, next) = month_alone(scan, at)?;
    if is_vague(scan, at) {
        return None;
    }
    let end = span(scan.line, next).filter(|start| !is_vague(scan, *start));
    if let Some((to, _, next)) = end.and_then(|start| month_alone(scan, start)) {
        let (_, next) = year(scan, next);
        return one(Value::MonthRange { from, to }, at, next);
    }
    // "May I", "march on": a month of that name has something beside it.
    let preposition = at > 0
        && matches!(
            scan.word(at - 1),
            "in" | "until" | "till" | "from" | "to" | "since" | "by" | "of" | "and" | "every"
        );
    let listed = scan.parts(next) && (at == 0 || scan.parts(at - 1));
    let name = scan
        .line
        .get(at)
        .is_some_and(|token| scan.text[token.range.clone()].starts_with(char::is_uppercase));
    // "Ask Jan Whitlock", "April Smith".
    let person = name
        && scan.line.get(next).is_some_and(|token| {
            token.kind == Kind::Word
                && !token.new_line
                && scan.text[token.range.clone()].starts_with(char::is_uppercase)
        });
    if person && !preposition && span(scan.line, next).is_none() && scan.language == Language::English {
        return None;
    }
    // "March and October".
    let goes_on = matches!(scan.word(next), "and" | "&") && month_alone(scan, next + 1).is_some();
    if weak && !(preposition || listed || (name && (goes_on || year_number(scan, next).is_some()))) {
        return None;
    }
    one(Value::Month(from), at, next)
}

fn month_alone(scan: &Scan<'_>, at: usize) -> Option<(i8, bool, usize)> {
    let named = |term| match term {
        Term::Month(month) => Some((month, false)),
        Term::WeakMonth(month) => Some((month, true)),
        _ => None,
    };
    if let Some(((month, weak), next)) = scan.line.term(at, named) {
        return Some((month, weak, next));
    }
    let number =
        numerals::number(scan.line, at, Language::Chinese).filter(|_| scan.line.get(at).is_some())?;
    let month = number.small(12).filter(|month| *month > 0)?;
    (matches!(scan.word(number.next), "月") && scan.word(number.next + 1) != "份起").then_some((
        month,
        false,
        number.next + 1,
    ))
}

/// Whether "end of", "mid" or "about" before a month makes it no exact one.
fn is_vague(scan: &Scan<'_>, at: usize) -> bool {
    scan.line.before(at, Term::Vague) || scan.line.is(at, Term::Vague).is_some()
}

/// A season or a holiday.
fn named(scan: &Scan<'_>, at: usize) -> Reading {
    let line = scan.line;
    let (value, next) = line.term(at, |term| match term {
        // "Father Christmas", "Christmas trees".
        Term::Holiday(Holiday::Christmas) if is_christmassy(scan, at) => None,
        Term::Holiday(holiday) => Some(Value::Holiday(holiday)),
        Term::Season(season) => Some(Value::Season(season)),
        Term::WeakSeason(season) => {
            let before = at > 0
                && matches!(
                    scan.word(at - 1),
                    "in" | "the" | "and" | "+" | "&" | "every" | "during" | "since"
                );
            let beside =
                scan.parts(at + 1) || matches!(scan.word(at + 1), "and" | "hours" | "&" | "to" | "season");
            (before || (beside && (at == 0 || scan.parts(at - 1)))).then_some(Value::Season(season))
        }
        _ => None,
    })?;
    one(value, at, next)
}

/// Whether "Christmas" names a thing of that time and not the time.
fn is_christmassy(scan: &Scan<'_>, at: usize) -> bool {
    const THINGS: [&str; 14] = [
        "tree", "trees", "dinner", "dinners", "party", "parties", "lunch", "menu", "card", "cards",
        "presents", "market", "rose", "fair",
    ];
    THINGS.contains(&scan.word(at + 1)) || (at > 0 && scan.word(at - 1) == "father")
}
