//! Dates of notices as people read them: "24/12 closed from noon" is 24 December.
//!
//! Owns the order of day and month in one text, told by a date that can be read in one way only, and the dates that are written out.

use std::borrow::Cow;
use std::fmt::Write;

use crate::language::Language;
use crate::values::MONTHS;

/// Words and marks after which a date may stand; elsewhere it must begin its line.
const BEFORE: [&str; 12] = [
    "-", "–", "&", "until", "till", "from", "to", "and", "on", "by", "before", "since",
];

/// Day and month that stand at a place of a line, with their length in bytes.
struct Short {
    first: usize,
    second: usize,
    length: usize,
}

/// The text with the dates of its notices written out, where one of them shows that the day stands first. Lines stay lines.
pub(super) fn written_out(text: &str) -> Cow<'_, str> {
    let lines = || text.lines().filter(|line| is_notice(line));
    let dates = || lines().flat_map(dates);
    let is_month_first = dates().any(|(_, date)| date.second > 12);
    if is_month_first || !dates().any(|(_, date)| date.first > 12) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(line_written_out).collect();
    Cow::Owned(lines.join("\n"))
}

fn line_written_out(line: &str) -> Cow<'_, str> {
    let found = if is_notice(line) { dates(line) } else { Vec::new() };
    if found.is_empty() {
        return Cow::Borrowed(line);
    }
    let (mut out, mut at) = (String::new(), 0);
    for (start, date) in found {
        let Some(month) = date.second.checked_sub(1).and_then(|month| MONTHS.get(month)) else {
            continue;
        };
        let _ = write!(out, "{}{} {month}", &line[at..start], date.first);
        at = start + date.length;
    }
    out.push_str(&line[at..]);
    Cow::Owned(out)
}

/// Whether an English line says that something opens, closes or takes place at a time: "14/3 Leith Walk" is an address.
fn is_notice(line: &str) -> bool {
    const WORDS: [&str; 6] = ["open", "clos", "shut", "until", "till", "full"];
    let lower = line.to_lowercase();
    let letters: Vec<char> = lower.chars().collect();
    let is_time = |window: &[char]| match window {
        [one, mark, other, _] if one.is_ascii_digit() && *mark == ':' => other.is_ascii_digit(),
        [one, _, half, 'm'] | [_, one, half, 'm'] if one.is_ascii_digit() => matches!(half, 'a' | 'p'),
        _ => false,
    };
    let names_time = letters.windows(4).any(is_time);
    (names_time || WORDS.iter().any(|word| lower.contains(word))) && Language::of(line) == Language::English
}

/// The dates of a line that may be meant, by where they begin: at its start, or behind a word such as "until".
fn dates(line: &str) -> Vec<(usize, Short)> {
    let mut found = Vec::new();
    let mut at = start(line);
    let mut before = Before::Nothing;
    while at < line.len() {
        let rest = &line[at..];
        if before != Before::OtherWord
            && let Some(date) = short(rest, before)
        {
            let length = date.length;
            found.push((at, date));
            at += length;
            before = Before::OtherWord;
            continue;
        }
        let end = rest.find(' ').map_or(rest.len(), |space| space + 1);
        let word = rest[..end].trim().to_lowercase();
        before = if BEFORE.contains(&word.as_str()) {
            Before::DateWord
        } else if word.is_empty() {
            before
        } else {
            Before::OtherWord
        };
        at += end;
    }
    found
}

/// What stands before a place of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// "From", "until".
    DateWord,
    OtherWord,
}

/// Where the text of a line begins, behind its mark.
fn start(line: &str) -> usize {
    let bare = line.trim_start();
    let bare = bare.strip_prefix(['-', '*', '•', '+']).unwrap_or(bare);
    line.len() - bare.trim_start().len()
}

/// "24/12" with nothing but a space, a mark or the end behind it. Day and month are possible, in one order or the other.
fn short(text: &str, before: Before) -> Option<Short> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let rest = text.get(first..)?.strip_prefix('/')?;
    let second = digits(rest);
    let is_short = |count: usize| (1..=2).contains(&count);
    if !is_short(first) || !is_short(second) || !ends(&rest[second..]) {
        return None;
    }
    // Day and night, and fractions.
    let written = &text[..first + 1 + second];
    let is_fraction = before == Before::Nothing && ["1/2", "1/3", "2/3", "1/4", "3/4"].contains(&written);
    if written == "24/7" || is_fraction {
        return None;
    }
    let (one, other): (usize, usize) = (text[..first].parse().ok()?, rest[..second].parse().ok()?);
    let is_date = |day: usize, month: usize| (1..=31).contains(&day) && (1..=12).contains(&month);
    (is_date(one, other) || is_date(other, one)).then_some(Short {
        first: one,
        second: other,
        length: first + 1 + second,
    })
}

fn ends(text: &str) -> bool {
    let mut letters = text.chars();
    match letters.next() {
        None | Some(' ' | '\r' | ':' | ';' | ')' | '–' | '-') => true,
        Some(',' | '.') => letters.next().is_none_or(char::is_whitespace),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::written_out;

    #[test]
    fn dates_are_written_out_where_one_of_them_shows_the_order() {
        assert_eq!(
            written_out("- 24/12 closed\n- 02/12 opens at 11.00\n- closed from 11/1 to 22/1, open 24/7"),
            "- 24 December closed\n- 2 December opens at 11.00\n- closed from 11 January to 22 January, open 24/7"
        );
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in [
            "02/12 opens at 11.00",
            "12/24 closed\n11/25 closed",
            "24/12 closed from noon\nThe Boston desk is closed from 12/24 to 12/26",
            "14/3 Leith Walk\n25/12 Smith Street",
            "13/8 in bolts £2\n5/8 in bolts £1",
            "24/12 закрыто с 12:00",
            "1/2 pint £2\n24/7 reception",
            "25/12/2026 closed",
            "size 30/32",
        ] {
            assert_eq!(written_out(text), text);
        }
    }
}
