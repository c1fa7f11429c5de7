//! Fractions: `3/4 часа`, `2 1/2 часа`.

use super::context::case;
use super::quantities::{plain, unit, with_noun};
use super::words::{Case, Count, Gender, cardinal, count, ordinal};
use crate::forms::number::{Number, fraction};
use crate::grammar::Reading;
use crate::text::Text;

/// `3/4 часа`, `1/2 стакана`, `2 1/2 часа`.
pub(super) fn parts(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = fraction(text, at).filter(|found| !text.is(found.end, "/"))?;
    let noun = unit(text, found.end);
    let words = match (found.whole, found.over, found.under) {
        (Some(whole), 1, 2) => {
            let words = match &noun {
                Some((noun, end)) => {
                    return Some(Reading::new(
                        with_noun(
                            &Number {
                                whole: whole.to_string(),
                                fraction: "5".to_owned(),
                                grouped: false,
                                end: found.end,
                            },
                            Some(noun),
                            case(text, at, ""),
                        )?,
                        *end,
                    ));
                }
                None => plain(
                    text,
                    &Number {
                        whole: whole.to_string(),
                        fraction: "5".to_owned(),
                        grouped: false,
                        end: found.end,
                    },
                    Case::Nominative,
                )?,
            };
            return Some(Reading::new(words, found.end));
        }
        (Some(whole), over, under) => format!(
            "{} и {}",
            cardinal(whole, Case::Nominative, Gender::Masculine),
            share(over, under)
        ),
        (None, over, under) => share(over, under),
    };
    Some(match noun {
        Some((noun, end)) => Reading::new(format!("{words} {}", noun.form(Case::Genitive, false)), end),
        None => Reading::new(words, found.end),
    })
}

/// "три четверти", "одна вторая".
fn share(over: u64, under: u64) -> String {
    match (over, under) {
        (1, 2) => "половина".to_owned(),
        (1, 3) => "треть".to_owned(),
        (1, 4) => "четверть".to_owned(),
        (2, 3) => "две трети".to_owned(),
        (over, 4) => format!("{} четверти", cardinal(over, Case::Nominative, Gender::Feminine)),
        _ => {
            let one = count(over) == Count::One;
            let (case, gender) = if one {
                (Case::Nominative, Gender::Feminine)
            } else {
                (Case::Genitive, Gender::Plural)
            };
            format!(
                "{} {}",
                cardinal(over, Case::Nominative, Gender::Feminine),
                ordinal(under, case, gender)
            )
        }
    }
}
