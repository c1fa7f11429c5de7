//! Dates and weekdays.

use super::tables::{MONTHS, WEEKDAYS};
use super::words::{Case, Gender, ordinal};
use crate::forms::dash;
use crate::forms::date::{self, Date};
use crate::forms::number::small;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// The genitive of a month by its number.
fn month_name(month: usize) -> &'static str {
    month
        .checked_sub(1)
        .and_then(|index| MONTHS.get(index))
        .map_or("", |month| month.0)
}

/// The case of the day of a date: "к пятому мая", "на пятое мая", and by itself the genitive, "пятого мая".
fn day_case(text: &Text<'_>, at: usize) -> Case {
    match text.adjacent_word(at).to_lowercase().as_str() {
        "к" | "ко" => Case::Dative,
        "на" | "по" | "за" | "в" => Case::Accusative,
        "о" | "об" => Case::Prepositional,
        "сегодня" | "завтра" | "вчера" | "дата" | "это" => Case::Nominative,
        "между" | "перед" => Case::Instrumental,
        _ => Case::Genitive,
    }
}

/// The year of a date, in the genitive, with whatever stands for "года".
fn year_after(text: &Text<'_>, at: usize) -> Option<(String, usize)> {
    let start = text.skip_space(at);
    let digits = text.digits(start).filter(|digits| digits.len() == 4)?;
    let value = small(digits).filter(|year| (1000..2200).contains(year))?;
    if text.joined(start + 1) || text.is(start + 1, ":") {
        return None;
    }
    let end = year_word(text, start + 1);
    Some((
        format!("{} года", ordinal(value, Case::Genitive, Gender::Masculine)),
        end,
    ))
}

/// The position after "г." or "года", if it stands here.
fn year_word(text: &Text<'_>, at: usize) -> usize {
    let start = text.skip_space(at);
    match text.get(start) {
        "г" if text.is(start + 1, ".") => {
            let capital = text.next_word(start + 2).starts_with(char::is_uppercase);
            if text.at_end(start + 2) || capital {
                start + 1
            } else {
                start + 2
            }
        }
        "г" | "года" | "год" => start + 1,
        _ => at,
    }
}

/// Reads a date in figures.
pub(super) fn numeric(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) {
        return None;
    }
    if let Some(Date {
        day,
        month,
        year,
        end,
    }) = date::date(text, at)
    {
        let words = format!(
            "{} {} {} года",
            ordinal(day, day_case(text, at), Gender::Neuter),
            month_name(month),
            ordinal(year, Case::Genitive, Gender::Masculine)
        );
        return Some(Reading::new(words, year_word(text, end)));
    }
    // "с 01.06 по 31.08", "25.12"
    let (day, month) = date::day_and_month(text, at, ".").or_else(|| date::day_and_month(text, at, "/"))?;
    let open = text.is_any(at + 3, ".,/") && text.kind(at + 4) == Kind::Digits;
    let slash = text.is(at + 1, "/");
    let two = text.get(at + 2).len() == 2;
    let governed = matches!(
        text.adjacent_word(at).to_lowercase().as_str(),
        "с" | "до" | "по" | "на" | "к" | "от" | "после"
    );
    let measured =
        super::quantities::unit(text, at + 3).is_some() || text.next_word(at + 3).starts_with("час");
    let fits = two && !open && !measured && !slash && (governed || text.get(at).len() == 2);
    let whole = |()| {
        format!(
            "{} {}",
            ordinal(day, day_case(text, at), Gender::Neuter),
            month_name(month)
        )
    };
    fits.then_some(())
        .map(whole)
        .map(|words| Reading::new(words, at + 3))
}

/// A month by its name or abbreviation, and the position after it.
fn month(text: &Text<'_>, at: usize) -> Option<(&'static str, usize)> {
    let word = text.word(at)?.to_lowercase();
    MONTHS.iter().find_map(|(name, short)| {
        if word == *name {
            return Some((*name, at + 1));
        }
        let stop = usize::from(text.is(at + 1, "."));
        short.contains(&word.as_str()).then_some((*name, at + 1 + stop))
    })
}

/// A day of a month in figures, perhaps with a suffix as in `5-го`.
fn day(text: &Text<'_>, at: usize) -> Option<(u64, usize)> {
    let digits = text.digits(at).filter(|digits| digits.len() <= 2)?;
    let value = small(digits).filter(|day| (1..=31).contains(day))?;
    let suffix = text.is(at + 1, "-") && matches!(text.get(at + 2), "го" | "е" | "му" | "ое");
    let end = at + 1 + if suffix { 2 } else { 0 };
    (!text.joined(end)).then_some((value, end))
}

/// Reads `5 мая 2024 г.`, `1–3 мая`, `с 5 по 10 мая`.
pub(super) fn day_and_month(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (first, next) = day(text, at)?;
    let case = day_case(text, at);
    let spoken = |day: u64, case| ordinal(day, case, Gender::Neuter);
    if let Some((month, end)) = month(text, text.skip_space(next)) {
        let mut reading = Reading::new(format!("{} {month}", spoken(first, case)), end);
        // "5 мая – 10 июня"
        if let Some(second) = dash(text, end).and_then(|next| whole_date(text, next)) {
            let from = from(text, at);
            let words = format!(
                "{from}{} {month} по {}",
                spoken(first, Case::Genitive),
                second.words
            );
            return Some(Reading::new(words, second.end));
        }
        if let Some((year, end)) = year_after(text, end) {
            reading = Reading::new(format!("{} {year}", reading.words), end);
        }
        return Some(reading);
    }
    let joint = text.get(text.skip_space(next));
    let word = matches!(joint, "по" | "до" | "и" | "или").then(|| text.skip_space(text.skip_space(next) + 1));
    let (second, end) = day(text, word.or_else(|| dash(text, next))?)?;
    let (month, end) = month(text, text.skip_space(end))?;
    let mut words = match (word.is_some(), joint) {
        (true, "по") => format!(
            "{} по {} {month}",
            spoken(first, case),
            spoken(second, Case::Accusative)
        ),
        (true, "до") => format!(
            "{} до {} {month}",
            spoken(first, case),
            spoken(second, Case::Genitive)
        ),
        (true, _) => format!("{} {joint} {} {month}", spoken(first, case), spoken(second, case)),
        (false, _) => {
            let from = from(text, at);
            format!(
                "{from}{} по {} {month}",
                spoken(first, Case::Genitive),
                spoken(second, Case::Accusative)
            )
        }
    };
    let mut end = end;
    if let Some((year, next)) = year_after(text, end) {
        words = format!("{words} {year}");
        end = next;
    }
    Some(Reading::new(words, end))
}

/// The preposition of a range, unless it is written.
fn from(text: &Text<'_>, at: usize) -> &'static str {
    if text.adjacent_word(at).to_lowercase() == "с" {
        ""
    } else {
        "с "
    }
}

/// The second date of a range, in the accusative.
fn whole_date(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (value, next) = day(text, at)?;
    let (month, end) = month(text, text.skip_space(next))?;
    let words = format!("{} {month}", ordinal(value, Case::Accusative, Gender::Neuter));
    Some(match year_after(text, end) {
        Some((year, end)) => Reading::new(format!("{words} {year}"), end),
        None => Reading::new(words, end),
    })
}

/// Reads weekdays that are abbreviated, and their ranges.
pub(super) fn weekday(text: &Text<'_>, at: usize) -> Option<Reading> {
    let find = |at: usize| {
        let word = text.word(at)?.to_lowercase();
        let row = WEEKDAYS.iter().find(|row| row.0 == word || row.1 == word)?;
        let short = row.0 == word;
        let stop = short && text.is(at + 1, ".") && !text.at_end(at + 2);
        Some((row, short, at + 1 + usize::from(stop)))
    };
    let (row, short, end) = find(at)?;
    if let Some((second, also, end)) = dash(text, end).and_then(find) {
        let previous = text.adjacent_word(at).to_lowercase();
        let from = match previous.as_str() {
            "с" | "со" => "",
            _ if row.2.starts_with("вт") => "со ",
            _ => "с ",
        };
        return (short || also).then(|| Reading::new(format!("{from}{} по {}", row.2, second.3), end));
    }
    let accusative = matches!(
        text.adjacent_word(at).to_lowercase().as_str(),
        "в" | "во" | "по" | "на"
    );
    let genitive = matches!(
        text.adjacent_word(at).to_lowercase().as_str(),
        "с" | "до" | "кроме" | "от"
    );
    let name = if accusative {
        row.3
    } else if genitive {
        row.2
    } else {
        row.1
    };
    // "Ср. 5" compares; "ср" as a weekday is followed by a comma, a time or an end.
    short.then(|| Reading::new(name, end))
}
