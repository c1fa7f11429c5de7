//! Numbers with units or written nouns, ranges and products of them, and plain numbers.

use super::context::{case, gender};
use super::nouns::Noun;
use super::tables::{CURRENCIES, SCALES, UNITS};
use super::words::{Case, Count, Gender, adjective, by_digit, cardinal, count, joined, whole};
use crate::forms::dash;
use crate::forms::number::{Number, Style, number};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// The row of a table whose longest spelling stands here, and the position after it.
pub(super) fn longest<'r, T>(
    text: &Text<'_>,
    at: usize,
    rows: &'r [T],
    spellings: fn(&T) -> &'static [&'static str],
) -> Option<(&'r T, usize)> {
    let start = text.skip_space(at);
    let sentence = |end: usize| text.at_end(end) || text.next_word(end).starts_with(char::is_uppercase);
    rows.iter()
        .flat_map(|row| spellings(row).iter().map(move |written| (row, *written)))
        .filter_map(|(row, written)| Some((row, written, text.literal(start, written)?)))
        .filter(|(_, written, end)| {
            let stop = written.ends_with('.');
            stop || !(text.joined(*end) || text.is(*end, "-") && text.kind(*end + 1) == Kind::Word)
        })
        .max_by_key(|(_, _, end)| *end)
        .map(|(row, written, end)| {
            (
                row,
                if written.ends_with('.') && sentence(end) {
                    end - 1
                } else {
                    end
                },
            )
        })
}

/// The unit that stands here, and the position after it.
pub(super) fn unit(text: &Text<'_>, at: usize) -> Option<(Noun, usize)> {
    let (row, end) = longest(text, at, UNITS, |row| row.0)?;
    let start = text.skip_space(at);
    // "5 с другом", "5 в ряд", "3 м. Арбатская" are no units.
    let word = text.get(start);
    let preposition = matches!(word, "с" | "в" | "В" | "А")
        && start > at
        && end == start + 1
        && text.next_word(end).starts_with(char::is_lowercase);
    // "5А" is a class or a house.
    if preposition || word == "А" && start == at {
        return None;
    }
    Some((row.1, end))
}

/// A decimal fraction in words, and the noun after it in the genitive singular.
fn decimal(found: &Number, case: Case) -> Option<String> {
    let whole_value: u64 = found.whole.parse().ok()?;
    let digits = found.fraction.trim_end_matches('0');
    let part: u64 = digits.parse().ok()?;
    let name = match digits.len() {
        1 => "десят",
        2 => "сот",
        3 => "тысячн",
        _ => {
            return Some(format!(
                "{} запятая {}",
                whole(&found.whole, Case::Nominative, Gender::Masculine),
                by_digit(&found.fraction)
            ));
        }
    };
    let ending = |value: u64| match (count(value), case) {
        (Count::One, Case::Nominative) => "ая",
        (Count::One, Case::Accusative) => "ую",
        (Count::One, _) => "ой",
        (_, Case::Dative) => "ым",
        (_, Case::Instrumental) => "ыми",
        (..) => "ых",
    };
    Some(format!(
        "{} цел{} {} {name}{}",
        cardinal(whole_value, case, Gender::Feminine),
        ending(whole_value),
        cardinal(part, case, Gender::Feminine),
        ending(part)
    ))
}

/// A number in words with its unit: whole numbers count it, fractions take its genitive singular.
pub(super) fn with_noun(found: &Number, noun: Option<&Noun>, case: Case) -> Option<String> {
    if found.fraction.is_empty() || found.fraction.chars().all(|digit| digit == '0') && noun.is_some() {
        let Some(noun) = noun else {
            return Some(whole(&found.whole, case, Gender::Masculine));
        };
        let value: u64 = found.whole.parse().ok()?;
        return Some(format!(
            "{} {}",
            cardinal(value, case, noun.gender()),
            noun.counted(value, case)
        ));
    }
    let Some(noun) = noun else {
        return decimal(found, case);
    };
    if found.fraction == "5" && found.whole != "0" && found.whole.len() <= 4 {
        let value: u64 = found.whole.parse().ok()?;
        if value == 1 {
            return Some(match (case.direct(), noun.gender()) {
                (true, Gender::Feminine) => format!("полторы {}", noun.form(Case::Genitive, false)),
                (true, _) => format!("полтора {}", noun.form(Case::Genitive, false)),
                (false, _) => format!(
                    "полутора {}",
                    noun.form(
                        if case == Case::Genitive {
                            Case::Genitive
                        } else {
                            case
                        },
                        true
                    )
                ),
            });
        }
        return Some(format!(
            "{} с половиной {}",
            cardinal(value, case, noun.gender()),
            noun.counted(value, case)
        ));
    }
    Some(format!(
        "{} {}",
        decimal(found, case)?,
        noun.form(Case::Genitive, false)
    ))
}

/// Reads a number with what is counted, or alone.
pub(super) fn quantity(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) && text.kind(at - 1) == Kind::Digits {
        return None;
    }
    if let Some(reading) = super::fractions::parts(text, at) {
        return Some(reading);
    }
    let first = number(text, at, Style::Comma)?;
    let range = dash(text, first.end).and_then(|next| number(text, next, Style::Comma));
    let governed = case(text, at, text.next_word(first.end));
    if let Some(second) = range.filter(|_| {
        !text.is_any(first.end, "−") && !(first.end..first.end + 8).any(|position| text.is(position, "="))
    }) {
        return ranged(text, at, &first, &second, governed);
    }
    if let Some(reading) = product(text, &first) {
        return Some(reading);
    }
    measured(text, &first, governed)
}

/// A number with a scale, a unit, or a written noun after it.
fn measured(text: &Text<'_>, found: &Number, governed: Case) -> Option<Reading> {
    if let Some((scale, end)) = longest(text, found.end, SCALES, |row| row.0) {
        let words = with_noun(found, Some(&scale.1), governed)?;
        let currency = longest(text, end, CURRENCIES, |row| row.0).map(|(row, end)| (row.1, end));
        return Some(match currency.or_else(|| unit(text, end)) {
            Some((noun, end)) => Reading::new(format!("{words} {}", noun.form(Case::Genitive, true)), end),
            None => Reading::new(words, end),
        });
    }
    // "5%-й раствор"
    if text.is(found.end, "%")
        && text.is(found.end + 1, "-")
        && let Some(value) = found.value()
        && let Some((case, gender)) = super::ordinals::suffix(text, found.end, value)
    {
        let words = format!("{}{}", joined(value), adjective("процентн", case, gender));
        return Some(Reading::new(words, found.end + 3));
    }
    if let Some((noun, end)) = unit(text, found.end) {
        let words = with_noun(found, Some(&noun), governed)?;
        return Some(
            match per(text, end).map(|(per, end)| (per.replace("за ", "на "), end)) {
                Some((per, end)) => Reading::new(format!("{words} {per}"), end),
                None => Reading::new(words, end),
            },
        );
    }
    Some(Reading::new(plain(text, found, governed)?, found.end))
}

/// A number before a written noun, or alone.
pub(super) fn plain(text: &Text<'_>, found: &Number, governed: Case) -> Option<String> {
    if !found.fraction.is_empty() {
        let noun = text.next_word(found.end);
        if found.whole == "1" && found.fraction == "5" && noun.starts_with(char::is_lowercase) {
            let feminine = noun.ends_with(['ы', 'и']);
            return Some(
                if feminine {
                    "полторы"
                } else {
                    "полтора"
                }
                .to_owned(),
            );
        }
        let counted = noun.starts_with(char::is_lowercase)
            && found.fraction == "5"
            && found.whole != "0"
            && noun.chars().count() > 2;
        if counted {
            let value: u64 = found.whole.parse().ok()?;
            let (gender, _) = gender(text, found.end, value % 10 == 2);
            return Some(format!("{} с половиной", cardinal(value, governed, gender)));
        }
        return decimal(found, governed);
    }
    let Some(value) = found.value() else {
        return Some(whole(&found.whole, governed, Gender::Masculine));
    };
    if found.whole.len() > 1 && found.whole.starts_with('0') {
        return Some(whole(&found.whole, Case::Nominative, Gender::Masculine));
    }
    let (gender, accusative) = match count(value) {
        Count::One => gender(text, found.end, false),
        Count::Few if value % 10 == 2 => gender(text, found.end, true),
        _ => (Gender::Masculine, false),
    };
    if let Some(oblique) = oblique_one(text, found, value) {
        return Some(oblique);
    }
    let case = if accusative { Case::Accusative } else { governed };
    Some(cardinal(value, case, gender))
}

/// "по одной таблетке", "на одной странице": one thing in the dative or the prepositional.
fn oblique_one(text: &Text<'_>, found: &Number, value: u64) -> Option<String> {
    let preposition = text.adjacent_word(found.end.checked_sub(1)?).to_lowercase();
    let noun = text.next_word(found.end);
    let counted = count(value) == Count::One && noun.chars().count() > 3 && !noun.ends_with("ие");
    match preposition.as_str() {
        "по" | "к" if counted && noun.ends_with(['е', 'и']) => {
            Some(cardinal(value, Case::Dative, Gender::Feminine))
        }
        "по" | "к" if counted && noun.ends_with(['у', 'ю']) => {
            Some(cardinal(value, Case::Dative, Gender::Masculine))
        }
        "в" | "на" | "о" if counted && noun.ends_with(['е', 'и']) => {
            let masculine = ["оме", "але", "асе", "оде", "езде", "сте", "оне"]
                .iter()
                .any(|ending| noun.ends_with(ending));
            let gender = if masculine {
                Gender::Masculine
            } else {
                Gender::Feminine
            };
            Some(cardinal(value, Case::Prepositional, gender))
        }
        _ => None,
    }
}

/// `10–15 минут`: "от десяти до пятнадцати минут", after a preposition only the numbers.
fn ranged(text: &Text<'_>, at: usize, first: &Number, second: &Number, governed: Case) -> Option<Reading> {
    let small = |found: &Number| found.value().is_some();
    let alone = text.adjacent_word(at).is_empty() || governed == Case::Nominative;
    let money = longest(text, second.end, CURRENCIES, |row| row.0).map(|(row, end)| (row.1, end));
    let scaled = longest(text, second.end, SCALES, |row| row.0).map(|(row, end)| (row.1, end));
    let noun = scaled.or(money).or_else(|| unit(text, second.end));
    // "2-3 раза", "1–2 человека": the noun agrees with the second number alone.
    let agrees = noun.is_none() && second.value().is_some_and(|value| count(value) != Count::Many);
    if alone && agrees && text.next_word(second.end).starts_with(char::is_lowercase) {
        let few = second.value().is_some_and(|value| value % 10 == 2);
        let (gender, _) = gender(text, second.end, few || first.whole == "2");
        let spoken = |number: &Number| whole(&number.whole, Case::Nominative, gender);
        return Some(Reading::new(
            format!("{} {}", spoken(first), spoken(second)),
            second.end,
        ));
    }
    let from = if alone { Case::Genitive } else { governed };
    let lower = if small(first) {
        whole(
            &first.whole,
            from,
            noun.map_or(Gender::Masculine, |(noun, _)| noun.gender()),
        )
    } else {
        decimal(first, from)?
    };
    let upper = match noun {
        Some((noun, end)) => Reading::new(with_noun(second, Some(&noun), from)?, end),
        None => Reading::new(plain(text, second, from)?, second.end),
    };
    let words = if alone {
        format!("от {lower} до {}", upper.words)
    } else {
        format!("{lower} {}", upper.words)
    };
    let currency = scaled.and_then(|(_, end)| longest(text, end, CURRENCIES, |row| row.0));
    Some(match currency {
        Some((row, end)) => Reading::new(format!("{words} {}", row.1.form(Case::Genitive, true)), end),
        None => Reading::new(words, upper.end),
    })
}

/// "в час", "за штуку" after a slash.
pub(super) fn per(text: &Text<'_>, at: usize) -> Option<(String, usize)> {
    if !text.is(at, "/") {
        return None;
    }
    let (noun, end) = unit(text, at + 1).or_else(|| {
        let words = [
            ("чел", "человека"),
            ("мес", "месяц"),
            ("сутки", "сутки"),
            ("день", "день"),
            ("ночь", "ночь"),
            ("час", "час"),
            ("год", "год"),
        ];
        words
            .iter()
            .find(|(written, _)| text.is(at + 1, written))
            .map(|_| {
                (
                    Noun::new("", super::nouns::Pattern::Fixed(Gender::Masculine)),
                    at + 2,
                )
            })
    })?;
    let time = ["час", "минут", "секунд", "сутк", "дн", "недел", "месяц", "год"].contains(&noun.stem);
    let preposition = if time || noun.stem.is_empty() {
        "в"
    } else {
        "за"
    };
    let written = if noun.stem.is_empty() {
        text.get(at + 1).to_owned()
    } else {
        noun.form(Case::Accusative, false)
    };
    let written = match written.as_str() {
        "сутку" | "сутки" => "сутки".to_owned(),
        "ночь" => return Some(("за ночь".to_owned(), end)),
        _ => written,
    };
    Some((format!("{preposition} {written}"), end))
}

/// `10 x 15 см`: "десять на пятнадцать сантиметров".
fn product(text: &Text<'_>, first: &Number) -> Option<Reading> {
    let sum = (first.end..first.end + 10).any(|position| text.is(position, "="));
    let mut words = with_noun(first, None, Case::Nominative)?;
    let mut end = first.end;
    let mut factors = 1;
    while factors < 4 {
        let sign = text.skip_space(end);
        if !text.is_any(sign, "xXхХ×*") {
            break;
        }
        let Some(next) = number(text, text.skip_space(sign + 1), Style::Comma) else {
            break;
        };
        factors += 1;
        end = next.end;
        let times =
            sum || text.is(sign, "×") && text.kind(sign - 1) == Kind::Space && unit(text, next.end).is_none();
        let joint = if times { "умножить на" } else { "на" };
        words = match unit(text, next.end) {
            Some((noun, after)) if !times => {
                end = after;
                format!(
                    "{words} {joint} {}",
                    with_noun(&next, Some(&noun), Case::Accusative)?
                )
            }
            _ => format!("{words} {joint} {}", with_noun(&next, None, Case::Accusative)?),
        };
    }
    (factors > 1).then(|| Reading::new(words, end))
}
