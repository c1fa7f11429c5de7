//! Amounts of money, with the currency before or after them.

use super::context::case;
use super::nouns::Noun;
use super::quantities::{longest, per, with_noun};
use super::tables::{CURRENCIES, KOPECK, ROUBLE, SCALES};
use super::words::{Case, cardinal};
use crate::forms::dash;
use crate::forms::number::{Number, Style, number};
use crate::grammar::Reading;
use crate::text::Text;

/// An amount of a currency in words; roubles with two figures after the comma have kopecks.
fn amount(found: &Number, noun: &Noun, cent: Option<&Noun>, case: Case) -> Option<String> {
    if let Some(cent) = cent.filter(|_| found.fraction.len() == 2) {
        let value: u64 = found.whole.parse().ok()?;
        let cents: u64 = found.fraction.parse().ok()?;
        let main = format!(
            "{} {}",
            cardinal(value, case, noun.gender()),
            noun.counted(value, case)
        );
        let rest = format!(
            "{} {}",
            cardinal(cents, case, cent.gender()),
            cent.counted(cents, case)
        );
        return Some(match (value, cents) {
            (_, 0) => main,
            (0, _) => rest,
            _ => format!("{main} {rest}"),
        });
    }
    with_noun(found, Some(noun), case)
}

/// Reads an amount with its currency after it: `1 250 ₽`, `45 руб. 50 коп.`, `от 500 до 700 ₽`.
pub(super) fn money(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = number(text, at, Style::Comma)?;
    let (row, end) = longest(text, found.end, CURRENCIES, |row| row.0)?;
    let governed = case(text, at, "");
    let words = amount(&found, &row.1, row.2.as_ref(), governed)?;
    if let Some((per, end)) = per(text, end) {
        return Some(Reading::new(format!("{words} {per}"), end));
    }
    Some(Reading::new(words, end))
}

/// Reads an amount with the sign of its currency before it: `$5`, `€10–15`, `₽500`.
pub(super) fn sign_first(text: &Text<'_>, at: usize) -> Option<Reading> {
    let row = CURRENCIES
        .iter()
        .find(|row| row.0.iter().any(|sign| text.is(at, sign)))?;
    let start = text.skip_space(at + 1);
    let found = number(text, start, Style::Comma)?;
    let noun = if row.1 == KOPECK { ROUBLE } else { row.1 };
    let governed = case(text, at, "");
    if let Some(second) = dash(text, found.end).and_then(|next| {
        number(
            text,
            next + usize::from(text.is(next, text.get(at))),
            Style::Comma,
        )
    }) {
        let words = format!(
            "от {} до {}",
            with_noun(&found, None, Case::Genitive)?,
            with_noun(&second, Some(&noun), Case::Genitive)?
        );
        return Some(Reading::new(words, second.end));
    }
    if let Some((scale, end)) = longest(text, found.end, SCALES, |row| row.0) {
        let words = format!(
            "{} {}",
            with_noun(&found, Some(&scale.1), governed)?,
            noun.form(Case::Genitive, true)
        );
        return Some(Reading::new(words, end));
    }
    Some(Reading::new(
        amount(&found, &noun, row.2.as_ref(), governed)?,
        found.end,
    ))
}
