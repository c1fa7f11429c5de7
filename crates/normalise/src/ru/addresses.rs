//! E-mail and web addresses, names with `@`, hashtags.

use std::ops::Range;

use super::words::{Case, Gender, whole};
use crate::forms::address::{self, Address, address as find};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Marks of addresses, and their names.
const MARKS: &[(&str, &str)] = &[
    (".", "точка"),
    ("@", "собака"),
    ("_", "нижнее подчёркивание"),
    ("-", "дефис"),
    ("/", "слэш"),
    (":", "двоеточие"),
    ("?", "вопросительный знак"),
    ("=", "равно"),
    ("&", "амперсанд"),
    ("%", "процент"),
    ("+", "плюс"),
    ("#", "решётка"),
    ("~", "тильда"),
];

/// Reads an address part by part.
pub(super) fn address(text: &Text<'_>, at: usize) -> Option<Reading> {
    Some(match find(text, at)? {
        Address::Email { end } => Reading::new(parts(text, at..end), end),
        Address::Web { read, end } => Reading::new(parts(text, read), end),
        Address::Handle { end } => Reading::new(format!("собака {}", parts(text, at + 1..end)), end),
        Address::Hashtag { end } => {
            let words = parts(text, at + 1..end).replace("нижнее подчёркивание", "");
            Reading::new(format!("хештег {words}"), end)
        }
    })
}

fn parts(text: &Text<'_>, range: Range<usize>) -> String {
    let read = |at: usize| match (text.kind(at), text.get(at)) {
        (Kind::Digits, part) => Some(whole(part, Case::Nominative, Gender::Masculine)),
        (Kind::Word, "www") => Some("вэ вэ вэ".to_owned()),
        (Kind::Word, part) => Some(part.to_owned()),
        _ => None,
    };
    address::parts(text, range, MARKS, read).join(" ")
}
