//! Abbreviations, by what stands after them.

use super::tables::{ABBREVIATIONS, CURRENCIES, MONTHS, Place, SCALES, UNITS, WEEKDAYS};
use super::words::{Case, Gender, ordinal, whole};
use crate::forms::dash;
use crate::forms::number::small;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Whether a spelling stands here; the first letter may be a capital. Returns the position after it.
fn stands(text: &Text<'_>, at: usize, written: &str) -> Option<usize> {
    if let Some(end) = text.literal(at, written) {
        return Some(end);
    }
    let token = text.word(at)?;
    let lower = token.to_lowercase();
    if lower == token || token.chars().nth(1).is_some_and(char::is_uppercase) {
        return None;
    }
    // "М." begins a name, "м." is an abbreviation.
    let initial = lower.chars().count() == 1;
    let rest = written.strip_prefix(lower.as_str()).filter(|_| !initial)?;
    if rest.is_empty() {
        Some(at + 1)
    } else {
        text.literal(at + 1, rest)
    }
}

/// Reads an abbreviation of the table where it is one.
pub(super) fn abbreviation(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) {
        // "5к2" in an address.
        let block = text.digits(at + 1).filter(|_| text.is(at, "к"));
        let words = |digits| format!("корпус {}", whole(digits, Case::Nominative, Gender::Masculine));
        return block.map(|digits| Reading::new(words(digits), at + 2));
    }
    let (row, end) = ABBREVIATIONS
        .iter()
        .filter_map(|row| Some((row, stands(text, at, row.0)?)))
        .filter(|(row, end)| fits(text, *end, row.2))
        .max_by_key(|(_, end)| *end)?;
    // "ул. Мира", "и т. д. Мы": the point ends a sentence only where nothing of the kind follows.
    let stop = row.0.ends_with('.');
    let leads = row.2 != Place::Any
        || text.kind(text.skip_space(end)) == Kind::Digits
        || text.next_word(end).starts_with(char::is_uppercase) && !row.1.starts_with("и ");
    let sentence =
        stop && !leads && (text.at_end(end) || text.next_word(end).starts_with(char::is_uppercase));
    Some(Reading::new(
        words(text, at, end, row),
        if sentence { end - 1 } else { end },
    ))
}

/// The words of an abbreviation; "№" after it is not doubled.
fn words(text: &Text<'_>, at: usize, _end: usize, row: &(&'static str, &'static str, Place)) -> String {
    // "на ул. Мира", "до ул. Мира": the streets and squares of prepositions.
    let previous = text.adjacent_word(at).to_lowercase();
    let place = matches!(previous.as_str(), "на" | "в" | "о" | "по");
    let from = matches!(previous.as_str(), "до" | "с" | "от" | "у" | "около" | "из");
    let forms: &[(&str, &str, &str)] = &[
        ("улица", "улице", "улицы"),
        ("площадь", "площади", "площади"),
        ("проспект", "проспекте", "проспекта"),
        ("станция метро", "станции метро", "станции метро"),
        ("станция", "станции", "станции"),
        ("город", "городе", "города"),
        ("набережная", "набережной", "набережной"),
        ("переулок", "переулке", "переулка"),
        ("кабинет", "кабинете", "кабинета"),
        ("область", "области", "области"),
        ("страница", "странице", "страницы"),
        ("бульвар", "бульваре", "бульвара"),
    ];
    if row.1 == "телефон" && previous == "по" {
        return "телефону".to_owned();
    }
    match forms.iter().find(|(name, ..)| *name == row.1) {
        Some((_, form, _)) if place => (*form).to_owned(),
        Some((_, _, form)) if from => (*form).to_owned(),
        _ => row.1.to_owned(),
    }
}

/// Whether what follows lets it be an abbreviation.
fn fits(text: &Text<'_>, end: usize, place: Place) -> bool {
    let after = text.skip_space(end);
    if text.joined(end) && text.kind(end) == Kind::Word && !text.get(end).starts_with(char::is_uppercase) {
        return false;
    }
    match place {
        Place::Any => true,
        Place::Number => text.kind(after) == Kind::Digits || text.is(after, "№"),
        Place::Name => text.get(after).starts_with(char::is_uppercase) || text.is_any(after, "«\""),
    }
}

/// Reads `стр. 3–7` as "страницы с третьей по седьмую".
pub(super) fn pages(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (name, start) = match text.get(at).to_lowercase().as_str() {
        "стр" | "с" if text.is(at + 1, ".") => ("страницы", text.skip_space(at + 2)),
        "страницы" => ("страницы", text.skip_space(at + 1)),
        "гл" if text.is(at + 1, ".") => ("главы", text.skip_space(at + 2)),
        "№" => ("номера", text.skip_space(at + 1)),
        "главы" => ("главы", text.skip_space(at + 1)),
        _ => return None,
    };
    let first = small(text.digits(start)?)?;
    let next = dash(text, start + 1)?;
    let second = small(text.digits(next)?)?;
    let gender = if name == "номера" {
        Gender::Masculine
    } else {
        Gender::Feminine
    };
    let words = format!(
        "{name} с {} по {}",
        ordinal(first, Case::Genitive, gender),
        ordinal(second, Case::Accusative, gender)
    );
    Some(Reading::new(words, next + 1))
}

/// Reads the initials of a name: their points end no sentence.
pub(super) fn initial(text: &Text<'_>, at: usize) -> Option<Reading> {
    let capital = |position: usize| {
        text.word(position)
            .is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    let letter = text.word(at).filter(|word| word.chars().count() == 1)?;
    let name = text.is(at + 1, ".") && capital(text.skip_space(at + 2));
    let begins = text
        .before(at)
        .is_none_or(|before| text.kind(before) == Kind::Mark)
        || !text.joined_left(at);
    (name && capital(at) && begins).then(|| Reading::new(letter, at + 2))
}

/// Whether a word before a full stop is an abbreviation; `next` is the first letter after the stop and its white space.
pub(crate) fn is_abbreviation(word: &str, next: Option<char>) -> bool {
    let lower = word.to_lowercase();
    let stopped = format!("{lower}.");
    let capital = next.is_some_and(char::is_uppercase);
    let digit = next.is_some_and(|next| next.is_ascii_digit());
    let inner = |written: &str| {
        let words: Vec<&str> = written
            .split([' ', '.'])
            .filter(|part| !part.is_empty())
            .collect();
        words.len() > 1 && words.contains(&lower.as_str())
    };
    if ABBREVIATIONS.iter().any(|row| {
        row.0 == stopped
            && (!capital
                || row.2 == Place::Name
                || matches!(
                    row.1,
                    "улица"
                        | "имени"
                        | "площадь"
                        | "профессор"
                        | "проспект"
                        | "набережная"
                        | "переулок"
                        | "станция метро"
                        | "смотри"
                        | "телефон"
                ))
    }) {
        return next.is_none() || !capital || !digit;
    }
    let unit = UNITS
        .iter()
        .map(|row| row.0)
        .chain(CURRENCIES.iter().map(|row| row.0))
        .chain(SCALES.iter().map(|row| row.0));
    let measured = unit
        .flatten()
        .any(|written| *written == stopped || written.ends_with('.') && inner(written));
    let short = MONTHS.iter().any(|(_, short)| short.contains(&lower.as_str()))
        || WEEKDAYS.iter().any(|row| row.0 == lower);
    let phrase = ABBREVIATIONS
        .iter()
        .any(|row| row.0.ends_with('.') && inner(row.0));
    !capital
        && (measured
            || short
            || phrase && lower.chars().count() <= 3
            || lower == "г"
            || lower == "гг"
            || lower == "вв"
            || lower.contains('.'))
}
