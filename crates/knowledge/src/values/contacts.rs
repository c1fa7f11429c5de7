//! How somebody is reached: telephone numbers, mail addresses, addresses in the web.
//!
//! Owns which characters belong to them. Nothing is checked or called.

use super::Value;
use super::lexicon::Term;
use super::scan::{Reading, Scan, one};
use super::tokens::Kind;

/// No address has a longer part.
const MAX_LEN: usize = 100;
/// Endings of addresses in the web that are written without "www".
const ENDINGS: [&str; 22] = [
    "com", "org", "net", "info", "ru", "cn", "uk", "us", "eu", "de", "fr", "it", "es", "io", "gov", "edu",
    "example", "museum", "su", "app", "ie", "hk",
];

/// A telephone number, a mail address or an address in the web.
pub(super) fn read(scan: &Scan<'_>, at: usize) -> Reading {
    let token = scan.line.get(at)?;
    match token.kind {
        Kind::Word => address(scan, at),
        Kind::Digits => phone(scan, at).or_else(|| address(scan, at)),
        Kind::Mark if token.is("+") || token.is("(") => phone(scan, at),
        _ => None,
    }
}

fn address(scan: &Scan<'_>, at: usize) -> Reading {
    let start = scan.line.get(at)?.range.start;
    // Within an address nothing begins.
    if scan.text[..start].ends_with(|letter: char| letter.is_ascii_alphanumeric() || "@._-/".contains(letter))
    {
        return None;
    }
    let bytes = scan.text[start..].bytes().take(2 * MAX_LEN);
    let length = bytes
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"@._-+/:%?=&#~".contains(byte))
        .count();
    let text = scan
        .text
        .get(start..start + length)?
        .trim_end_matches(['.', ':', '?', '-', '/', '&', '+']);
    let end = start + text.len();
    let value = if let Some((name, host)) = text.split_once('@') {
        if name.is_empty() || !is_host(host) || name.contains(['/', ':']) {
            return None;
        }
        Value::Email(text.to_owned())
    } else {
        let bare = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let host = bare.unwrap_or(text).split(['/', '?', '#', ':']).next()?;
        let ending = host.rsplit_once('.').is_some_and(|(name, ending)| {
            !name.is_empty() && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
        });
        if !is_host(host) || !(bare.is_some() || host.starts_with("www.") || ending) {
            return None;
        }
        Value::Web(text.to_owned())
    };
    let next = (at..scan.line.tokens.len())
        .find(|next| scan.line.get(*next).is_some_and(|token| token.range.start >= end));
    one(value, at, next.unwrap_or(scan.line.tokens.len()))
}

fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() < 64
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let ending = |ending: &str| ending.len() >= 2 && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
    text.rsplit_once('.')
        .is_some_and(|(name, last)| ending(last) && name.split('.').all(label))
}

/// A telephone number: by its shape, or after a word that announces one.
fn phone(scan: &Scan<'_>, at: usize) -> Reading {
    let line = scan.line;
    if scan.is_code(at) || is_within_number(scan, at) {
        return None;
    }
    let (groups, end) = groups(scan, at);
    let digits: usize = groups.iter().sum();
    let announced = is_announced(scan, at);
    let short = groups.len() == 1 && (3..=4).contains(&digits) && line.before(at, Term::Telephone);
    let long = (announced && (5..=15).contains(&digits))
        || ((7..=15).contains(&digits) && is_phone_shape(scan, at, &groups));
    if !(short || long) || goes_on(scan, end) {
        return None;
    }
    let text = scan
        .text
        .get(line.get(at)?.range.start..line.get(end - 1)?.range.end)?;
    one(Value::Phone(text.to_owned()), at, end)
}

/// The sizes of the groups of digits from a place on, and the place after them.
fn groups(scan: &Scan<'_>, at: usize) -> (Vec<usize>, usize) {
    let mut groups = Vec::new();
    let mut end = at;
    let mut open = false;
    // No number has more groups and marks.
    for next in at..at + 15 {
        let Some(token) = scan.line.get(next).filter(|token| next == at || !token.new_line) else {
            break;
        };
        match token.kind {
            Kind::Digits => {
                groups.push(token.text.len());
                end = next + 1;
            }
            Kind::Mark if token.is("+") && next == at => {}
            Kind::Mark if token.is("(") && !open => open = true,
            Kind::Mark if token.is(")") && open => open = false,
            Kind::Mark if token.is("-") && next > at => {}
            _ => break,
        }
    }
    (groups, end)
}

/// Whether the digits go on a number or price that began before them.
fn is_within_number(scan: &Scan<'_>, at: usize) -> bool {
    let line = scan.line;
    if at == 0 || !line.glued(at) {
        return false;
    }
    let digits_before =
        at >= 2 && line.glued(at - 1) && line.get(at - 2).is_some_and(|token| token.kind == Kind::Digits);
    match scan.word(at - 1) {
        "£" | "$" | "€" | "¥" => true,
        "." | ":" | "/" | "-" => digits_before,
        _ => false,
    }
}

/// Whether the number goes on after the digits: 10:30, 4.20, 5am.
fn goes_on(scan: &Scan<'_>, end: usize) -> bool {
    let Some(token) = scan.line.get(end).filter(|token| token.glued) else {
        return false;
    };
    let digits_after = scan.line.glued(end + 1)
        && scan
            .line
            .get(end + 1)
            .is_some_and(|token| token.kind == Kind::Digits);
    token.is(":") || token.kind == Kind::Word || (digits_after && (token.is(".") || token.is(",")))
}

/// Whether a word that announces a number stands before it, at most three words away.
fn is_announced(scan: &Scan<'_>, at: usize) -> bool {
    for back in 0..=3 {
        let Some(place) = at.checked_sub(back) else {
            return false;
        };
        if scan.line.before(place, Term::Telephone) {
            return true;
        }
        if place == 0 || matches!(scan.word(place - 1), "." | ",") {
            return false;
        }
    }
    false
}

/// Whether the groups of digits are those of a telephone number by themselves.
fn is_phone_shape(scan: &Scan<'_>, at: usize, groups: &[usize]) -> bool {
    let first = scan.word(at);
    let international = first == "+" || (first == "8" && groups.len() >= 4 && groups.get(1) == Some(&3));
    let bracket =
        first == "(" && groups.len() >= 2 && groups.first().is_some_and(|group| (2..=5).contains(group));
    let national = first.starts_with('0') && groups.len() >= 2 && first.len() >= 3;
    let mobile = groups == [11] && first.starts_with('1');
    let one_group = groups == [11] && (first.starts_with('0') || first.starts_with('8'));
    international
        || bracket
        || national
        || mobile
        || one_group
        || groups == [3, 3, 4]
        || groups == [3, 4]
        || groups == [1, 3, 3, 4]
}
