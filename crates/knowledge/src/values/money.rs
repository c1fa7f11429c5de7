//! Prices: sums with their currency, spans of them, and what is free.
//!
//! Owns which tokens are a sum of money. What a currency is, is `amount`.

use super::Value;
use super::amount::{Currency, Money};
use super::lexicon::Term;
use super::numerals::{self, Number};
use super::scan::{Reading, Scan, one};
use crate::language::Language;

/// "£5", "2 500 рублей", "40p", 3块5, "£5–8", "free".
pub(super) fn read(scan: &Scan<'_>, at: usize) -> Reading {
    if let Some(next) = free(scan, at) {
        return one(
            Value::Money(Money {
                minor: 0,
                currency: None,
                free: true,
            }),
            at,
            next,
        );
    }
    span(scan, at).or_else(|| {
        let (money, next) = sum(scan, at)?;
        one(Value::Money(money), at, next)
    })
}

fn free(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let next = scan.line.is(at, Term::Free)?;
    // "Gluten-free", "interest free", "feel free", "free range".
    let hyphen = at > 0 && scan.line.mark(at - 1, "-") && scan.line.glued(at);
    let other = scan.line.before(at, Term::NotFree) || hyphen;
    let range = next == at + 1 && matches!(scan.word(next), "range" | "flow" | "up" | "standing");
    (!other && !range).then_some(next)
}

/// A sum, with its currency before or after the number.
fn sum(scan: &Scan<'_>, at: usize) -> Option<(Money, usize)> {
    let line = scan.line;
    if let Some((currency, start)) = sign(scan, at) {
        let number = numerals::digits(line, start, scan.language)?;
        return Some((money(&number, currency)?, number.next));
    }
    let number = number_of_sum(scan, at)?;
    if let Some((currency, next)) = sign_after(scan, number.next) {
        return Some((money(&number, currency)?, next));
    }
    let (unit, next) = line.term(number.next, |term| match term {
        Term::Currency(_) | Term::Cents(_) | Term::Jiao => Some(term),
        _ => None,
    })?;
    if line.get(number.next)?.new_line {
        return None;
    }
    match unit {
        Term::Currency(currency) => Some(with_parts(scan, money(&number, currency)?, next)),
        // "15c" is a price, "-5 C" is cold.
        Term::Cents(_) if scan.word(number.next) == "c" && !line.glued(number.next) => None,
        Term::Cents(currency) => {
            let minor = i64::try_from(number.times(1)?).ok()?;
            Some((
                Money {
                    minor,
                    currency: Some(currency.unwrap_or(Currency::Dollar)),
                    free: false,
                },
                next,
            ))
        }
        _ => {
            let minor = i64::try_from(number.times(10)?).ok()?;
            Some((
                Money {
                    minor,
                    currency: Some(Currency::Yuan),
                    free: false,
                },
                next,
            ))
        }
    }
}

fn number_of_sum(scan: &Scan<'_>, at: usize) -> Option<Number> {
    // The kopecks of "45,50" and the hours of "9.30" are no sums of their own.
    if scan.is_code(at) {
        return None;
    }
    numerals::number(scan.line, at, scan.language)
}

/// 3块5, "5 pounds 50", "45 рублей 50 копеек", 3元5角: what follows the whole units.
fn with_parts(scan: &Scan<'_>, money: Money, next: usize) -> (Money, usize) {
    let whole = (money, next);
    let Some(number) =
        numerals::number(scan.line, next, scan.language).filter(|number| number.fraction.is_none())
    else {
        return whole;
    };
    if scan.line.get(next).is_some_and(|token| token.new_line) {
        return whole;
    }
    let unit = scan.line.term(number.next, |term| match term {
        Term::Cents(currency) if currency.is_none_or(|currency| Some(currency) == money.currency) => Some(1),
        Term::Jiao => Some(10),
        _ => None,
    });
    let (worth, next) = match unit {
        Some((worth, next)) => (worth, next),
        // 三块五 is three yuan and five jiao.
        None if scan.word(next - 1) == "块" && number.whole < 10 && scan.parts(number.next) => {
            (10, number.next)
        }
        None => return whole,
    };
    let sum = i64::try_from(number.whole)
        .ok()
        .and_then(|part| part.checked_mul(worth))
        .and_then(|part| money.minor.checked_add(part));
    match sum {
        Some(minor) if number.whole < 100 => (Money { minor, ..money }, next),
        _ => whole,
    }
}

fn money(number: &Number, currency: Currency) -> Option<Money> {
    let minor = i64::try_from(number.times(100)?).ok()?;
    Some(Money {
        minor,
        currency: Some(currency),
        free: false,
    })
}

/// "£5–8", "$10 to $20", "100–200 рублей".
fn span(scan: &Scan<'_>, at: usize) -> Reading {
    let line = scan.line;
    let connector = |at: usize| {
        if line.mark(at, "-") {
            Some(at + 1)
        } else {
            line.is(at, Term::To)
        }
    };
    if let Some((from, next)) = sum(scan, at) {
        let start = connector(next)?;
        let (to, next) = sum(scan, start)
            .filter(|(to, _)| to.currency == from.currency)
            .or_else(|| {
                // Only a sign before the first number holds for the second as well.
                sign(scan, at)?;
                let number = numerals::digits(line, start, scan.language)?;
                let counted = line.term(number.next, |term| {
                    let counts = matches!(
                        term,
                        // "£40 up to 5 miles" is one price.
                        Term::Seconds(_)
                            | Term::Am
                            | Term::Pm
                            | Term::Month(_)
                            | Term::Length(_)
                            | Term::Mass(_)
                    );
                    counts.then_some(())
                });
                counted
                    .is_none()
                    .then_some((money(&number, from.currency?)?, number.next))
            })?;
        return one(Value::MoneyRange { from, to }, at, next);
    }
    if scan.is_code(at) {
        return None;
    }
    let first = numerals::digits(line, at, scan.language)?;
    let (to, next) = sum(scan, connector(first.next)?)?;
    sign(scan, first.next + 1).is_none().then_some(())?;
    let currency = to.currency?;
    let from = if to.minor % 100 != 0 && first.fraction.is_none() && is_pence(scan, next) {
        Money {
            minor: i64::try_from(first.whole).ok()?,
            ..to
        }
    } else {
        money(&first, currency)?
    };
    (from.minor < to.minor).then_some(())?;
    one(Value::MoneyRange { from, to }, at, next)
}

fn is_pence(scan: &Scan<'_>, next: usize) -> bool {
    scan.line
        .term(next - 1, |term| matches!(term, Term::Cents(_)).then_some(()))
        .is_some()
}

/// A sign or code before a number.
fn sign(scan: &Scan<'_>, at: usize) -> Option<(Currency, usize)> {
    let currency = match scan.word(at) {
        "£" | "gbp" => Currency::Pound,
        "$" | "usd" => Currency::Dollar,
        "€" | "eur" => Currency::Euro,
        "₽" | "rub" => Currency::Rouble,
        "rmb" | "cny" => Currency::Yuan,
        "¥" => yen_or_yuan(scan.language),
        "us" | "au" | "ca" | "hk" if scan.line.mark(at + 1, "$") && scan.line.glued(at + 1) => {
            return Some((Currency::Dollar, at + 2));
        }
        _ => return None,
    };
    Some((currency, at + 1))
}

fn sign_after(scan: &Scan<'_>, at: usize) -> Option<(Currency, usize)> {
    let currency = match scan.word(at) {
        "₽" => Currency::Rouble,
        "€" => Currency::Euro,
        "£" => Currency::Pound,
        "$" => Currency::Dollar,
        "¥" => yen_or_yuan(scan.language),
        _ => return None,
    };
    // "2 $5 vouchers": the sign belongs to the number after it.
    let of_next = scan.line.glued(at + 1)
        && !scan.line.glued(at)
        && numerals::digits(scan.line, at + 1, scan.language).is_some();
    (!of_next && !scan.line.get(at)?.new_line).then_some((currency, at + 1))
}

/// The sign of yen and yuan is the same; operators who write Chinese mean yuan.
fn yen_or_yuan(language: Language) -> Currency {
    if language == Language::English {
        Currency::Yen
    } else {
        Currency::Yuan
    }
}
