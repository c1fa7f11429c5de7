//! E-mail and web addresses, names with `@`, hashtags.

use std::ops::Range;

use super::acronyms::spelled;
use super::words;
use crate::forms::address::{self, Address, address as find};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Marks of addresses, and their names.
const MARKS: &[(&str, &str)] = &[
    (".", "dot"),
    ("@", "at"),
    ("_", "underscore"),
    ("-", "dash"),
    ("/", "slash"),
    (":", "colon"),
    ("?", "question mark"),
    ("=", "equals"),
    ("&", "and"),
    ("%", "percent"),
    ("+", "plus"),
    ("#", "hash"),
    ("~", "tilde"),
];

/// Short parts of addresses that are words.
const SHORT: &str = "io my go us me info at on in of by to do up the and new";

/// Reads an address part by part.
pub(super) fn address(text: &Text<'_>, at: usize) -> Option<Reading> {
    Some(match find(text, at)? {
        Address::Email { end } => Reading::new(parts(text, at..end), end),
        Address::Web { read, end } => Reading::new(parts(text, read), end),
        Address::Handle { end } => Reading::new(format!("at {}", parts(text, at + 1..end)), end),
        Address::Hashtag { end } => Reading::new(format!("hashtag {}", tag(text, at + 1, end)), end),
    })
}

/// The parts of an address with the names of the marks between them.
fn parts(text: &Text<'_>, range: Range<usize>) -> String {
    let from = range.start;
    let read = |at: usize| {
        let part = text.get(at);
        match text.kind(at) {
            Kind::Digits if part.len() == 4 && part.starts_with(['1', '2']) => {
                Some(words::year(part.parse().unwrap_or_default()))
            }
            Kind::Digits if part.len() <= 2 => Some(words::whole(part)),
            Kind::Digits => Some(words::by_digit(part, "zero")),
            Kind::Word => Some(name(text, at, from)),
            _ => None,
        }
    };
    address::parts(text, range, MARKS, read).join(" ")
}

/// A word of an address: short domains and unpronounceable names are spelled.
fn name(text: &Text<'_>, at: usize, from: usize) -> String {
    let part = text.get(at);
    let domain = at > from && text.is(at - 1, ".");
    let vowels = part.to_lowercase().contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let short = part.len() <= 2 && domain && part != "co" && part != "me";
    let listed = super::tables::listed(SHORT, part) && !domain;
    let capitals = (2..=3).contains(&part.len()) && part.chars().all(|letter| letter.is_ascii_uppercase());
    let unspoken = part.len() <= 4 && !vowels;
    if (short || unspoken || capitals) && !listed && part.is_ascii() {
        return spelled(&part.to_uppercase());
    }
    part.to_owned()
}

/// The words of a hashtag: parted at underscores, figures and capitals inside.
fn tag(text: &Text<'_>, from: usize, to: usize) -> String {
    let mut words = String::new();
    for position in from..to {
        let part = text.get(position);
        match text.kind(position) {
            Kind::Digits if part.len() == 4 => words.push_str(&words::year(part.parse().unwrap_or_default())),
            Kind::Digits => words.push_str(&words::whole(part)),
            Kind::Word if part.chars().all(char::is_uppercase) && part.len() <= 4 => {
                words.push_str(&spelled(part));
            }
            Kind::Word => {
                let mut before = ' ';
                for letter in part.chars() {
                    if letter.is_uppercase() && before.is_lowercase() {
                        words.push(' ');
                    }
                    words.push(letter);
                    before = letter;
                }
            }
            _ => {}
        }
        words.push(' ');
    }
    words.trim_end().to_owned()
}
