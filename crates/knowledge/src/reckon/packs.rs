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

/// The numbers in a text with the stems of the words behind them.
fn numbered(text: &str, tokenizer: &Tokenizer) -> Vec<(u32, String)> {
    let tokens = tokenizer.tokens(text);
    let pairs = tokens.windows(2).filter_map(|pair| match pair {
        [number, noun] if !noun.has_digit() => Some((value(number)?, noun.stem.clone())),
        _ => None,
    });
    pairs.collect()
}

fn value(token: &Token) -> Option<u32> {
    token.word.parse().ok().filter(|number| *number > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
