//! Dates of notices as people read them: "24/12 closed from noon" is 24 December.
//!
//! Owns the order of day and month in one text, told by a date that can be read in one way only, and the dates that are written out.

use std::borrow::Cow;
use std::fmt::Write;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Words behind which a date may stand; else it begins its line.
const BEFORE: [&str; 9] = [
    "until", "till", "from", "to", "and", "on", "by", "before", "since",
];

/// Day and month that stand at a place of a line, with their length in bytes.
struct Short {
    first: usize,
    second: usize,
    length: usize,
}

/// The text with the dates of its notices written out, where one of them shows that the day stands first. Lines stay lines.
pub(super) fn written_out(text: &str) -> Cow<'_, str> {
    let mut shows = false;
    for line in text.lines() {
        let Some(date) = short(&line[start(line)..]) else {
            continue;
        };
        if date.second > 12 {
            return Cow::Borrowed(text);
        }
        shows |= date.first > 12;
    }
    if !shows {
        return Cow::Borrowed(text);
    }
    let lines: Vec<String> = text.split('\n').map(line_written_out).collect();
    Cow::Owned(lines.join("\n"))
}

fn line_written_out(line: &str) -> String {
    let mut out = String::new();
    let mut at = start(line);
    out.push_str(&line[..at]);
    let mut may_stand = true;
    while at < line.len() {
        let rest = &line[at..];
        if may_stand && let Some(date) = short(rest) {
            let _ = write!(out, "{} {}", date.first, MONTHS[date.second - 1]);
            at += date.length;
            may_stand = false;
            continue;
        }
        let end = rest.find(' ').map_or(rest.len(), |space| space + 1);
        let word = &rest[..end];
        out.push_str(word);
        let bare = word.trim().to_lowercase();
        may_stand = BEFORE.contains(&bare.as_str()) || matches!(bare.as_str(), "-" | "–" | "&");
        at += end;
    }
    out
}

/// Where the text of a line begins, behind its mark.
fn start(line: &str) -> usize {
    let bare = line.trim_start();
    let bare = bare.strip_prefix(['-', '*', '•', '+']).unwrap_or(bare);
    line.len() - bare.trim_start().len()
}

/// "24/12" with nothing but a space, a mark or the end behind it. Day and month are possible, in one order or the other.
fn short(text: &str) -> Option<Short> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let rest = text.get(first..)?.strip_prefix('/')?;
    let second = digits(rest);
    let is_short = |count: usize| (1..=2).contains(&count);
    if !is_short(first) || !is_short(second) || !ends(&rest[second..]) {
        return None;
    }
    // Day and night, and fractions.
    if ["24/7", "1/2", "1/3", "2/3", "1/4", "3/4"].contains(&&text[..first + 1 + second]) {
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
            "1/2 pint £2\n24/7 reception",
            "25/12/2026 closed",
            "size 30/32",
        ] {
            assert_eq!(written_out(text), text);
        }
    }
}
