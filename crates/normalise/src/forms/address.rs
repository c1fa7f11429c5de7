//! Addresses of the internet: e-mail, web, names with `@` or `#`.

use std::ops::Range;

use crate::text::{Kind, Text};

/// Most tokens of an address; longer ones are read as words.
const TOKENS: usize = 60;

/// Top-level domains that make a name with points an address without `http://` or `www.`.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "info", "io", "co", "uk", "eu", "de", "fr", "ru", "cn", "us", "app",
    "dev", "museum", "рф", "su", "ai", "me", "tv", "ca", "au", "ie", "nz", "it", "es", "nl", "ch", "at",
    "be", "jp", "hk", "tw", "biz", "example", "int", "health", "london", "scot",
];

/// An address and the position after it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// `name@example.com`
    Email { end: usize },
    /// `https://example.com/page`; what is read begins after the scheme and leaves out a stroke at the end.
    Web { read: Range<usize>, end: usize },
    /// `@name`
    Handle { end: usize },
    /// `#word`
    Hashtag { end: usize },
}

/// Finds an address that begins here.
pub(crate) fn address(text: &Text<'_>, at: usize) -> Option<Address> {
    if text.is_any(at, "@#") {
        return tagged(text, at);
    }
    // A Chinese character before an address is no part of it.
    let han = at > 0 && text.get(at - 1).chars().all(crate::text::is_han);
    if text.joined_left(at) && !han || !text.joined(at) {
        return None;
    }
    for scheme in ["http://", "https://", "HTTP://", "HTTPS://"] {
        if let Some(start) = text.literal(at, scheme) {
            let end = extent(text, start);
            return (end > start).then(|| web(text, start, end));
        }
    }
    let end = extent(text, at);
    let find = |mark: &str| (at..end).find(|position| text.is(*position, mark));
    if let Some(sign) = find("@") {
        let end = host_end(text, sign + 1, end);
        let name = (at..sign).all(|position| text.joined(position) || text.is_any(position, "._-+"));
        return (name && end > sign + 1).then_some(Address::Email { end });
    }
    let host = (at..end)
        .take_while(|position| text.joined(*position) || text.is_any(*position, ".-"))
        .count();
    if host < 3 {
        return None;
    }
    let after = at + host;
    let top = text.get(after - 1);
    let dotted = text.is(after - 2, ".") && text.kind(after - 3) != Kind::Mark;
    let www = text.get(at).eq_ignore_ascii_case("www") && text.is(at + 1, ".");
    let letters = (at..after).any(|position| text.kind(position) == Kind::Word);
    let lower = DOMAINS.contains(&top) && text.kind(after) != Kind::Digits;
    (dotted && letters && (www || lower)).then(|| web(text, at, end))
}

fn web(text: &Text<'_>, start: usize, end: usize) -> Address {
    let last = if text.is(end - 1, "/") { end - 1 } else { end };
    Address::Web {
        read: start..last,
        end,
    }
}

/// The parts of an address. `read` gives those that are words or figures; marks have the names of `marks`.
pub(crate) fn parts(
    text: &Text<'_>,
    range: Range<usize>,
    marks: &[(&str, &str)],
    read: impl Fn(usize) -> Option<String>,
) -> Vec<String> {
    let name = |mark: &str| {
        let known = marks.iter().find(|(known, _)| *known == mark);
        known.map_or(mark, |(_, name)| name).to_owned()
    };
    range
        .map(|at| read(at).unwrap_or_else(|| name(text.get(at))))
        .collect()
}

/// `@name` or `#word`.
fn tagged(text: &Text<'_>, at: usize) -> Option<Address> {
    if text.joined_left(at) || !text.joined(at + 1) {
        return None;
    }
    let mut end = at + 1;
    while end < at + TOKENS
        && (text.joined(end)
            || (text.is_any(end, "_") || text.is(end, ".") && text.is(at, "@")) && text.joined(end + 1))
    {
        end += 1;
    }
    if text.is(at, "@") {
        return Some(Address::Handle { end });
    }
    let word = (at + 1..end).any(|position| text.kind(position) == Kind::Word);
    word.then_some(Address::Hashtag { end })
}

/// The position after the characters of an address, without punctuation at its end.
fn extent(text: &Text<'_>, at: usize) -> usize {
    let mut end = at;
    let mut last = at;
    while end < at + TOKENS {
        let han = text.get(end).chars().any(crate::text::is_han);
        if text.joined(end) && !han || text.is(end, "/") && end > at {
            last = end + 1;
        } else if !text.is_any(end, ".-_~/?=&%+@#:") {
            break;
        }
        end += 1;
    }
    last
}

/// The end of a host name within an address, or its beginning if it is none.
fn host_end(text: &Text<'_>, at: usize, limit: usize) -> usize {
    let mut end = at;
    let mut dots = 0;
    for position in at..limit {
        if text.joined(position) {
            end = position + 1;
        } else if text.is(position, ".") {
            dots += 1;
        } else if !text.is_any(position, "-_") {
            break;
        }
    }
    if dots > 0 { end } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        let read = |written: &str| address(&Text::new(written), 0);
        assert_eq!(read("a_b@example.com."), Some(Address::Email { end: 7 }));
        assert_eq!(
            read("https://example.com, then"),
            Some(Address::Web { read: 4..7, end: 7 })
        );
        assert_eq!(
            read("example.org/map?"),
            Some(Address::Web { read: 0..5, end: 5 })
        );
        assert_eq!(read("#park_run!"), Some(Address::Hashtag { end: 4 }));
        assert_eq!(read("@visit_london."), Some(Address::Handle { end: 4 }));
        assert_eq!(read("#5"), None);
        assert_eq!(read("end.Next"), None);
        assert_eq!(read("e.g."), None);
    }
}
