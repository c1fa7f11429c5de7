//! Labels and what is said of them: "Toilets: beside bay E."
//!
//! Owns which lines are entries, and where the label ends. Judges conservatively: a line that may be a sentence stays
//! one. `labels` says whether a text can be a label.

mod calendar;
mod labels;

use super::block::Statement;
use super::sentences::{is_han, sentences, words};
use calendar::is_month;
pub(super) use calendar::{days, is_day};
use labels::{is_label, is_short_label};

/// A label is looked for within so many bytes of a line.
const REACH: usize = 240;

/// A line that is a label and what is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a str,
    pub(super) mark: Mark,
}

/// Whether a text could be a label: it is short, and no sentence.
pub(super) fn is_label_like(text: &str) -> bool {
    is_label(text, Mark::Colon)
}

/// What parts a label from what is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// ":", or bold type that ends with it.
    Colon,
    /// " — ", " - ".
    Dash,
    /// " = ", "......", columns, or nothing after a day of the week: "Sat 9.30-1.30".
    Other,
}

/// The entry that a statement is, by its marks or its type.
pub(super) fn entry_of(statement: &Statement) -> Option<Entry<'_>> {
    let text = statement.text.as_str();
    if statement.column > 0 {
        let (key, value) = text.split_at_checked(statement.column)?;
        return made(key, value, Mark::Other);
    }
    if statement.strong > 0
        && let Some((strong, rest)) = text.split_at_checked(statement.strong)
        && let Some(entry) = strong_entry(strong, rest)
    {
        return Some(entry);
    }
    entry(text)
}

/// "**Toilets:** beside bay E", "**Toilets** — beside bay E"; "**Toilets** are here" is none.
fn strong_entry<'a>(strong: &'a str, rest: &'a str) -> Option<Entry<'a>> {
    if strong.len() > REACH || words(strong) > 12 || labels::is_empty(strong) {
        return None;
    }
    if let Some(key) = strong.trim_end().strip_suffix([':', '：']) {
        return made(key, rest, Mark::Colon);
    }
    let rest = rest.trim_start();
    if let Some(value) = rest.strip_prefix([':', '：']) {
        return made(strong, value, Mark::Colon);
    }
    if let Some(value) = ["— ", "– ", "- ", "= "]
        .iter()
        .find_map(|dash| rest.strip_prefix(dash))
    {
        return made(strong, value, Mark::Dash);
    }
    // "**Toilets.** Beside bay E", "**Quiet time** 10pm-7am"
    let begins = rest.starts_with(|letter: char| {
        letter.is_uppercase() || letter.is_ascii_digit() || "€£$«“\"".contains(letter)
    });
    let key = strong.trim_end().trim_end_matches(['.', '。']);
    (begins && labels::is_title(key))
        .then(|| made(key, rest, Mark::Other))
        .flatten()
}

/// The entry that a clean line is.
pub(super) fn entry(text: &str) -> Option<Entry<'_>> {
    // "【地址】文华街12号"
    if let Some((key, value)) = text.strip_prefix('【').and_then(|text| text.split_once('】')) {
        return made(key, value, Mark::Colon).filter(|entry| is_label(entry.key, Mark::Colon));
    }
    let parts = parts(text);
    let part = |mark: Mark| parts.iter().find(|part| part.mark == mark).copied();
    let colon = part(Mark::Colon).filter(|part| is_label(part.key, Mark::Colon));
    let other = part(Mark::Other).filter(|part| is_label(part.key, Mark::Other));
    let dash = part(Mark::Dash).filter(|part| {
        is_label(part.key, Mark::Dash) && !is_range(part.key, part.value) && !is_copula(part.value)
    });
    // The first mark that can be one: "Санитарный день — первый вторник месяца: открыто с 14:00".
    let first = [colon, other, dash]
        .into_iter()
        .flatten()
        .min_by_key(|part| part.key.len());
    first.or_else(|| days_entry(text)).or_else(|| loud_entry(text))
}

/// Whether a line begins with an entry whose label is short and sure; within prose only those count.
pub(super) fn sure_entry(text: &str) -> Option<Entry<'_>> {
    entry(text).filter(|entry| entry.mark == Mark::Colon && is_short_label(entry.key))
}

/// "Sat 9.30-1.30", "пн–пт 9:00–18:00", "周一至周五 9:00—17:00".
fn days_entry(text: &str) -> Option<Entry<'_>> {
    let (key, value) = text.split_at_checked(days(text)?)?;
    let value = value.trim_start();
    let lowered: String = value.chars().take(12).flat_map(char::to_lowercase).collect();
    // "Sat 28 Nov": a date, and what follows is said of that day alone.
    let mut after = lowered
        .trim_start_matches(|letter: char| letter.is_ascii_digit())
        .trim_start_matches(['.', ' '])
        .split(' ');
    let is_date = after
        .next()
        .is_some_and(|word| is_month(word) || word.starts_with('月'));
    let says_when = value.starts_with(|letter: char| letter.is_ascii_digit()) && !is_date
        || [
            "closed",
            "shut",
            "open ",
            "from ",
            "by appoint",
            "off",
            "выход",
            "закрыт",
            "с ",
            "休",
            "闭",
            "閉",
            "全天",
        ]
        .iter()
        .any(|word| lowered.starts_with(word));
    says_when.then_some(())?;
    made(key, value, Mark::Other)
}

/// "LOST THINGS. info desk in the foyer": the label is in capital letters.
fn loud_entry(text: &str) -> Option<Entry<'_>> {
    let (key, value) = text.split_once(". ")?;
    let letters = key.chars().filter(|letter| letter.is_alphabetic());
    let is_loud = letters.clone().count() >= 3 && letters.clone().all(char::is_uppercase) && words(key) <= 5;
    let is_quiet = value.contains(char::is_lowercase);
    (is_loud && is_quiet && is_label(key, Mark::Other))
        .then(|| made(key, value, Mark::Other))
        .flatten()
}

/// The entry that a line of several sentences is if the first is a title, and all are not too long.
pub(super) fn titled_entry<'a>(text: &'a str, parts: &[&'a str]) -> Option<Entry<'a>> {
    let [first, second, ..] = parts else { return None };
    (words(text) <= 40 && labels::is_titled(first, second)).then(|| {
        let key = first.trim_end_matches(['.', '。']);
        made(key, &text[first.len()..], Mark::Other)
    })?
}

fn made<'a>(key: &'a str, value: &'a str, mark: Mark) -> Option<Entry<'a>> {
    let key = key.trim().trim_end_matches([':', '：', ' ']);
    let value = value.trim().trim_start_matches([':', '：', ' ']);
    let says = |text: &str| {
        text.chars()
            .any(|letter| letter.is_alphanumeric() || "–—-$£€₽".contains(letter))
    };
    (says(key) && says(value)).then_some(Entry { key, value, mark })
}

/// All places at which a label may end: the first of each mark.
fn parts(text: &str) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    if !text
        .chars()
        .take(REACH)
        .any(|letter| ":：=.…-–—".contains(letter))
    {
        return found;
    }
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, letter) in text.char_indices().take_while(|&(at, _)| at < REACH) {
        match letter {
            '(' | '（' | '[' | '«' | '“' | '「' | '《' => depth += 1,
            ')' | '）' | ']' | '»' | '”' | '」' | '》' => depth = depth.saturating_sub(1),
            '"' => quoted = !quoted,
            _ => {}
        }
        if depth > 0 || quoted {
            continue;
        }
        let (before, after) = text.split_at(at);
        let Some((length, mark)) = mark(before, after, letter) else {
            continue;
        };
        if found.iter().all(|part: &Entry<'_>| part.mark != mark) {
            found.extend(made(before, &after[length..], mark));
        }
    }
    found
}

/// The length of the mark at the beginning of `after`, and what it is.
fn mark(before: &str, after: &str, letter: char) -> Option<(usize, Mark)> {
    let next = after[letter.len_utf8()..].chars().next()?;
    let digit_before = before.ends_with(|letter: char| letter.is_ascii_digit());
    match letter {
        '：' if !(digit_before && next.is_ascii_digit()) => Some((letter.len_utf8(), Mark::Colon)),
        ':' if next.is_whitespace() || is_han(next) => Some((1, Mark::Colon)),
        // "Tel:555 0148"; neither "10:30" nor "https://".
        ':' if !digit_before && (next.is_alphanumeric() || "+£$€".contains(next)) && words(before) <= 2 => {
            Some((1, Mark::Colon))
        }
        ' ' if after.starts_with(" = ") => Some((3, Mark::Other)),
        ' ' | '.' if after.trim_start().starts_with("..") && !before.ends_with('.') => leader(after),
        '…' => leader(after),
        ' ' => [" - ", " – ", " — ", " -- "]
            .iter()
            .find(|dash| after.starts_with(**dash))
            .map(|dash| (dash.len(), Mark::Dash)),
        '—' if after.starts_with("——") && !before.ends_with('—') => Some((6, Mark::Dash)),
        _ => None,
    }
}

/// "Breakfast ...... 7:15 to 9:45", "Afternoon tea .. Sat"; "wait... then" is none.
fn leader(after: &str) -> Option<(usize, Mark)> {
    let rest = after.trim_start_matches([' ', '.', '…']);
    let length = after.len() - rest.len();
    let leader = &after[..length];
    let dots: usize = leader
        .chars()
        .map(|sign| match sign {
            '.' => 1,
            '…' => 3,
            _ => 0,
        })
        .sum();
    (dots >= 4 || dots >= 2 && leader.starts_with(' ') && leader.ends_with(' '))
        .then_some((length, Mark::Other))
}

/// "Mon - Fri", "9 am - 5 pm", "12 May - 3 June": what stands on both sides of the dash is alike.
fn is_range(key: &str, value: &str) -> bool {
    let before = key.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let after = value.split(' ').next().unwrap_or_default();
    let begins_with_digit = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
    let ends_with_time = before.ends_with(|letter: char| letter.is_ascii_digit())
        || is_month(&before)
        || before.ends_with("am")
        || before.ends_with("pm")
        || before.ends_with("a.m.")
        || before.ends_with("p.m.");
    let is_after_alike = begins_with_digit(after) || is_month(after);
    is_day(&before) && is_day(after) || ends_with_time && is_after_alike && words(key) <= 3
}

/// "Экскурсия — это праздник" is a sentence.
fn is_copula(value: &str) -> bool {
    value.starts_with("это ") || value.starts_with("не ")
}

/// The entries of a line in which every sentence is one: "Cot: free. Extra bed: £18". In "Birth certificate: €20.
/// Bring: photo ID" the second label says nothing without the first, and the line stays one entry.
pub(super) fn all_entries(text: &str) -> Option<Vec<Entry<'_>>> {
    let entries = sentences(text)
        .into_iter()
        .map(|sentence| entry(sentence).filter(|entry| entry.mark != Mark::Dash))
        .collect::<Option<Vec<_>>>()?;
    let (first, rest) = entries.split_first()?;
    let is_contact = labels::is_contact(first.key);
    let stand_alone = rest.iter().all(|entry| {
        entry.mark == Mark::Other
            || labels::is_contact(entry.key) && is_contact
            || !labels::is_dependent(entry.key)
    });
    (!rest.is_empty() && stand_alone).then_some(entries)
}

#[cfg(test)]
mod tests;
