//! Numbers that name things: telephone numbers, rooms, flights, ISBNs, versions, codes of letters and figures.

use super::acronyms::spelled;
use super::tables::{CALLING, CODES, ROOMS, listed};
use super::words;
use crate::forms::phone::groups;
use crate::forms::version;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Reads a telephone number digit by digit.
pub(super) fn telephone(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) || text.is_any(at.wrapping_sub(1), "£$€/") {
        return None;
    }
    let phone = groups(text, at)?;
    let count = phone.count();
    let lengths: Vec<usize> = phone.groups.iter().map(|group| group.len()).collect();
    let first = phone.groups.first()?;
    let called = listed(CALLING, &text.previous_word(at));
    let local = lengths == [3, 4]
        && text.is(at + 1, "-")
        && phone.groups.last().is_some_and(|last| last.starts_with('0'));
    let american = local || matches!(lengths.as_slice(), [3, 3, 4] | [1, 3, 3, 4]) && !first.starts_with('0');
    // "01904 555012 / 555013": another number after the first.
    let slash = text.before(at).filter(|before| text.is_any(*before, "/,&"));
    let another = (5..=8).contains(&count)
        && lengths.len() == 1
        && slash
            .and_then(|slash| text.before(slash))
            .is_some_and(|before| text.digits(before).is_some_and(|digits| digits.len() >= 4));
    let national =
        first.starts_with('0') && (count >= 9 && first.len() >= 2 || count >= 8 && first.len() >= 4);
    let on = text.previous_word(at) == "on";
    let bracketed =
        text.is(at, "(") && lengths.first().is_some_and(|length| (3..=6).contains(length)) && count >= 9;
    let short = another
        || called
            && !on
            && count >= 3
            && lengths.len() == 1
            && !text.is_any(phone.end, ":%")
            && text.get(phone.end) != "am";
    let fits = (7..=15).contains(&count)
        && (phone.plus || national || american || bracketed || called && lengths.len() > 1 || called && !on)
        || called && !on && (6..=15).contains(&count) && lengths.len() > 1
        || short;
    let mark = text.kind(at) == Kind::Mark && !phone.plus && !bracketed;
    if !fits || mark || phone.plus && count < 7 {
        return None;
    }
    let digits = phone.groups.concat();
    let prefix = if phone.plus { "plus " } else { "" };
    Some(Reading::new(
        format!("{prefix}{}", words::by_digit(&digits, "oh")),
        phone.end,
    ))
}

/// Reads `v2.1.3`, `2.1.3`, `192.168.0.1`.
pub(super) fn version(text: &Text<'_>, at: usize) -> Option<Reading> {
    let lettered = matches!(text.get(at), "v" | "V") && !text.joined_left(at);
    let start = at + usize::from(lettered);
    let start = if lettered && text.is(start, ".") {
        start + 1
    } else {
        start
    };
    let (parts, end) = version::parts(text, start)?;
    if !lettered && parts.len() < 3 || text.joined_left(at) {
        return None;
    }
    let internet = parts.len() == 4 && parts.iter().any(|part| part.len() == 3);
    let spoken: Vec<String> = parts
        .iter()
        .map(|part| {
            if internet {
                words::by_digit(part, "zero")
            } else {
                words::whole(part)
            }
        })
        .collect();
    let prefix = if lettered { "version " } else { "" };
    let joint = if internet { " dot " } else { " point " };
    Some(Reading::new(format!("{prefix}{}", spoken.join(joint)), end))
}

/// Reads a number after a word such as "room" or "flight".
pub(super) fn numbered(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text
        .digits(at)
        .filter(|digits| digits.len() <= 8 && !text.joined_left(at))?;
    if text.joined(at + 1) || text.is_any(at + 1, ".,:/%") && text.kind(at + 2) == Kind::Digits {
        return None;
    }
    let mut previous = text.previous_word(at);
    if matches!(previous.as_str(), "no" | "number" | "nos" | "is") {
        let before = text.before(at).unwrap_or_default();
        let before = if text.is(before, ".") {
            before.saturating_sub(1)
        } else {
            before
        };
        previous = text.previous_word(before);
    }
    if text.before(at).is_some_and(|before| text.is(before, "#")) {
        return None;
    }
    let carrier = text.adjacent_word(at);
    let flight = carrier.len() == 2 && carrier.chars().all(|letter| letter.is_ascii_uppercase());
    let called = carrier.len() == 3 && matches!(carrier, "NHS" | "PIN" | "SMS");
    let code = listed(CODES, &previous)
        || (flight || called) && digits.len() >= 3 && !matches!(carrier, "OR" | "AD" | "BC");
    if code
        && (digits.len() >= 3 || digits.starts_with('0'))
        && !(digits.ends_with("00") && digits.len() == 3)
    {
        return Some(Reading::new(words::by_digit(digits, "oh"), at + 1));
    }
    if listed(ROOMS, &previous) && digits.len() <= 4 {
        let mut reading = Reading::new(words::in_pairs(digits), at + 1);
        if let Some(next) = crate::forms::dash(text, at + 1)
            && let Some(second) = text.digits(next)
        {
            reading = Reading::new(
                format!("{} to {}", reading.words, words::in_pairs(second)),
                next + 1,
            );
        }
        return Some(reading);
    }
    let number = matches!(carrier, "number" | "Number" | "No") || text.previous_word(at) == "no";
    // "number 007"
    (number && digits.starts_with('0') && digits.len() > 1)
        .then(|| Reading::new(words::by_digit(digits, "oh"), at + 1))
}

/// Reads `B12`, `EC1A`, `4G`, `BA249`: letters one by one, long numbers digit by digit.
pub(super) fn mixed(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) {
        return None;
    }
    if text.is(at, "U") && text.is(at + 2, "s") {
        let age = text.digits(at + 1)?;
        return Some(Reading::new(
            format!("under {}", words::plural(&words::whole(age))),
            at + 3,
        ));
    }
    let mut end = at;
    let mut parts = Vec::new();
    while text.joined(end) && end < at + 12 {
        let part = text.get(end);
        match text.kind(end) {
            Kind::Digits => parts.push(code_digits(part)),
            _ => {
                let capitals = part.len() <= 4 && part.chars().all(|letter| letter.is_ascii_uppercase());
                let single = part.chars().count() == 1;
                let unread = !(capitals || single);
                if unread && !(end == at && part.len() > 2) {
                    return None;
                }
                let known = listed(super::tables::ACRONYM_WORDS, part);
                parts.push(if unread || known {
                    part.to_owned()
                } else {
                    spelled(&part.to_uppercase())
                });
            }
        }
        end += 1;
    }
    let letters = text.kind(at) == Kind::Word || text.kind(at + 1) == Kind::Word;
    let figures = (at..end).any(|position| text.kind(position) == Kind::Digits);
    if text.kind(at) == Kind::Digits && matches!(text.get(at + 1), "x" | "X" | "k") {
        return None;
    }
    let lower_after = text.kind(at) == Kind::Digits
        && !text.get(at + 1).starts_with(char::is_uppercase)
        && (text.get(at + 1).len() > 1 || super::quantities::unit(text, at + 1).is_some());
    let measured =
        text.kind(at) == Kind::Digits && end == at + 2 && super::quantities::unit(text, at + 1).is_some();
    (letters && figures && !lower_after && !measured && end > at + 1)
        .then(|| Reading::new(parts.join(" "), end))
}

/// The figures in a code: as a number up to 99 and for whole hundreds, else one by one.
fn code_digits(digits: &str) -> String {
    match digits.len() {
        1 | 2 => words::whole(digits),
        3 if digits.ends_with("00") && !digits.starts_with('0') => words::whole(digits),
        _ => words::by_digit(digits, "oh"),
    }
}

/// Reads the figures after ISBN and the like one by one.
pub(super) fn isbn(text: &Text<'_>, at: usize) -> Option<Reading> {
    let name = text
        .word(at)
        .filter(|word| matches!(*word, "ISBN" | "ISSN" | "EAN" | "IBAN" | "VIN"))?;
    let mut next = at + 1;
    for variant in ["-13", "-10"] {
        next = text.literal(next, variant).unwrap_or(next);
    }
    next += usize::from(text.is(next, ":"));
    next = text.skip_space(next);
    let mut words = spelled(name);
    let mut end = next;
    while end < next + 24 {
        match text.kind(end) {
            Kind::Digits => words = format!("{words} {}", words::by_digit(text.get(end), "zero")),
            Kind::Word
                if text.get(end).len() <= 4
                    && text.get(end).chars().all(|letter| letter.is_ascii_uppercase()) =>
            {
                words = format!("{words} {}", spelled(text.get(end)));
            }
            Kind::Mark if text.is_any(end, "-–") && text.joined(end + 1) => {}
            Kind::Space if text.kind(end + 1) == Kind::Digits => {}
            _ => break,
        }
        end += 1;
    }
    (text.kind(next) != Kind::Space && end > next).then(|| Reading::new(words, end))
}
