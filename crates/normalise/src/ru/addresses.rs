//! E-mail and web addresses, names with `@`, hashtags.

use super::words::{Case, Gender, whole};
use crate::forms::address::{Address, address as find};
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
        Address::Email { end } => Reading::new(parts(text, at, end), end),
        Address::Web { start, end } => {
            let last = if text.is(end - 1, "/") { end - 1 } else { end };
            Reading::new(parts(text, start, last), end)
        }
        Address::Handle { end } => Reading::new(format!("собака {}", parts(text, at + 1, end)), end),
        Address::Hashtag { end } => {
            let words = parts(text, at + 1, end).replace("нижнее подчёркивание", "");
            Reading::new(format!("хештег {words}"), end)
        }
    })
}

fn parts(text: &Text<'_>, from: usize, to: usize) -> String {
    let mut words = Vec::new();
    for position in from..to {
        let part = text.get(position);
        words.push(match text.kind(position) {
            Kind::Digits => whole(part, Case::Nominative, Gender::Masculine),
            Kind::Word if part == "www" => "вэ вэ вэ".to_owned(),
            Kind::Word => part.to_owned(),
            _ => MARKS
                .iter()
                .find(|(mark, _)| *mark == part)
                .map_or(part, |(_, name)| name)
                .to_owned(),
        });
    }
    words.join(" ")
}
