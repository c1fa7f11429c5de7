//! Packs: "a pass for 12 sessions", "a book of ten tickets".
//!
//! Owns the rule that a price of a pack is the price of this number only: it is neither multiplied for another one, nor divided.

use crate::text::{Token, Tokenizer};

/// Whether a label names a number of something of which the question names another number.
pub(crate) fn is_of_another_number(label: &str, question: &str, tokenizer: &Tokenizer) -> bool {
    let asked = numbered(question, tokenizer);
    numbered(label, tokenizer).iter().any(|(number, noun)| {
        let mut same = asked.iter().filter(|(_, other)| other == noun).peekable();
        same.peek().is_some() && same.all(|(other, _)| other != number)
    })
}

/// Whether a label is that of a price for just so many of something together: "4 players", "up to 6 people" for six.
pub(crate) fn is_for_so_many(label: &str, count: u32, things: &str, tokenizer: &Tokenizer) -> bool {
    const OPEN: [&str; 8] = ["more", "over", "from", "min", "minimum", "least", "each", "per"];
    // "Three 2-person tents" counts tents.
    let begins_with_number = things
        .trim_start()
        .starts_with(|letter: char| letter.is_ascii_digit());
    if count < 2 || label.contains('+') || begins_with_number {
        return false;
    }
    let is_open = |token: &Token| OPEN.contains(&token.word.as_str());
    if tokenizer.tokens(label).iter().any(is_open) {
        return false;
    }
    let asked = numbered(&format!("{count} {things}"), tokenizer);
    let said = numbered(label, tokenizer);
    matches!((said.as_slice(), asked.first()), ([only], Some(asked)) if only == asked && asked.0 == count)
}

/// The numbers in a text with the stems of the words behind them; people are one word however they are called.
fn numbered(text: &str, tokenizer: &Tokenizer) -> Vec<(u32, String)> {
    const PEOPLE: [&str; 9] = [
        "player",
        "person",
        "peopl",
        "guest",
        "visitor",
        "pax",
        "participant",
        "человек",
        "игрок",
    ];
    let tokens = tokenizer.tokens(text);
    let mut pairs = Vec::new();
    for (at, number) in tokens.iter().enumerate() {
        let (Some(number), Some(noun)) = (value(number), tokens.get(at + 1)) else {
            continue;
        };
        let is_of_us = noun.word == "of"
            && tokens
                .get(at + 2)
                .is_some_and(|who| matches!(who.word.as_str(), "us" | "you" | "them"));
        if is_of_us || PEOPLE.contains(&noun.stem.as_str()) {
            pairs.push((number, PEOPLE[0].to_owned()));
        } else if !noun.has_digit() {
            pairs.push((number, noun.stem.clone()));
        }
    }
    pairs
}

fn value(token: &Token) -> Option<u32> {
    token.word.parse().ok().filter(|number| *number > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_for_a_group_is_for_the_group_of_this_size() {
        let tokenizer = Tokenizer::default();
        for (label, count, things, is_theirs) in [
            ("4 players", 4, "players", true),
            ("4 players", 4, "people", true),
            ("4 players", 4, "of us", true),
            ("4 players", 3, "players", false),
            ("4 players or more", 4, "players", false),
            ("4 adults, 2 children", 4, "adults", false),
            ("Adult", 4, "adults", false),
            ("2-person tent", 3, "2-person tents", false),
        ] {
            assert_eq!(
                is_for_so_many(label, count, things, &tokenizer),
                is_theirs,
                "{label}"
            );
        }
    }

    #[test]
    fn a_pack_of_another_number_is_another_thing() {
        let tokenizer = Tokenizer::default();
        for (label, question, differs) in [
            (
                "Pool, pass for 12 sessions",
                "what is a pass for 4 sessions",
                true,
            ),
            ("Pool, pass for 12 sessions", "two passes for 12 sessions", false),
            ("Pool, pass for 12 sessions", "how much are 2 passes", false),
            ("Абонемент 8 сеансов", "абонемент на 12 сеансов", true),
            ("Абонемент 12 сеансов", "абонемент на 12 сеансов", false),
            ("10 tickets, 2 zones", "10 tickets for 3 zones", true),
            ("Pool, single visit", "4 visits to the pool", false),
        ] {
            assert_eq!(
                is_of_another_number(label, question, &tokenizer),
                differs,
                "{label}: {question}"
            );
        }
    }
}
