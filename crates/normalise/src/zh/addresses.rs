//! E-mail and web addresses, names with `@`, hashtags.

use std::ops::Range;

use super::words::by_digit;
use crate::forms::address::{self, Address, address as find};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Marks of addresses, and their names.
const MARKS: &[(&str, &str)] = &[
    (".", "点"),
    ("@", "艾特"),
    ("_", "下划线"),
    ("-", "横杠"),
    ("/", "斜杠"),
    (":", "冒号"),
    ("?", "问号"),
    ("=", "等于"),
    ("&", "和"),
    ("%", "百分号"),
    ("+", "加"),
    ("#", "井号"),
    ("~", "波浪号"),
];

/// Reads an address part by part.
pub(super) fn address(text: &Text<'_>, at: usize) -> Option<Reading> {
    Some(match find_near(text, at)? {
        Address::Email { end } => Reading::new(parts(text, at..end), end),
        Address::Web { read, end } => Reading::new(parts(text, read), end),
        Address::Handle { end } => Reading::new(format!("艾特{}", parts(text, at + 1..end)), end),
        Address::Hashtag { end } => {
            // "#话题#" has a sign at either end.
            let after = if text.is(end, "#") { end + 1 } else { end };
            Reading::new(format!("话题{}", parts(text, at + 1..end)), after)
        }
    })
}

/// An address may follow a Chinese character directly.
fn find_near(text: &Text<'_>, at: usize) -> Option<Address> {
    let han = text.get(at).chars().any(crate::text::is_han);
    if han { None } else { find(text, at) }
}

fn parts(text: &Text<'_>, range: Range<usize>) -> String {
    let read = |at: usize| match text.kind(at) {
        Kind::Digits => Some(by_digit(text.get(at))),
        Kind::Word => Some(text.get(at).to_owned()),
        _ => None,
    };
    address::parts(text, range, MARKS, read).concat()
}
