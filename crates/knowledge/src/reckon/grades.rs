//! Prices that depend on how many: "up to 3 items £31, each further item £9", "€40 plus €8 a night", "second half price".
//!
//! Owns the forms in which operators write them, and what so many come to.

use super::amount::{Amount, Quantity, read};
use super::rates::period_of;
use crate::language::Language;
use crate::values::{self, Value};

/// Beginnings of the clause that quotes the price of each one more.
const FURTHER: &[&str] = &[
    "each further",
    "each additional",
    "each extra",
    "each more",
    "every further",
    "every additional",
    "every extra",
    "further",
    "additional",
    "then ",
    "thereafter",
    "after that",
    "каждый следующ",
    "каждая следующ",
    "каждые следующ",
    "последующ",
    "далее",
];

/// What `count` come to by a text that grades its price, the first of which is `first`; `None` where it does not, or
/// not in a known form. `each` is the length of time that is counted, in seconds.
pub(crate) fn graded(text: &str, first: &Amount, count: u32, each: Option<u64>) -> Option<Amount> {
    let lower = text.to_lowercase();
    let found = values::values(&lower, Language::of(&lower));
    let amounts: Vec<(std::ops::Range<usize>, Amount)> = found
        .iter()
        .filter(|found| matches!(found.value, Value::Money(money) if !money.free))
        .filter_map(|found| Some((found.range.clone(), read(&found.value, Quantity::Price)?)))
        .collect();
    let of = |value: i64| Amount {
        value,
        kind: first.kind,
    };
    let ((first_range, first_found), rest) = amounts.split_first()?;
    if first_found != first || first.value == 0 {
        return None;
    }
    let Some(((second_range, second), others)) = rest.split_first() else {
        return alone(&lower, first, count).map(of);
    };
    // A third price may be a limit.
    if !others.is_empty() || first.kind != second.kind {
        return None;
    }
    let between = lower.get(first_range.end..second_range.start)?;
    let before = lower.get(..first_range.start)?;
    let after = lower.get(second_range.end..)?;
    let sum = |of_second: u32| {
        let more = second.value.checked_mul(i64::from(of_second))?;
        first.value.checked_add(more).map(of)
    };
    if between.trim().trim_start_matches(',').trim() == "plus" {
        let per = period_of(after.split(['.', ';', ',']).next()?);
        return if each.is_some() && per == each {
            sum(count)
        } else {
            None
        };
    }
    let has = |text: &str, words: [&str; 3]| words.iter().any(|word| text.contains(word));
    if count == 2 && has(before, ["first", "1st", "перв"]) && has(between, ["second", "2nd", "втор"])
    {
        return sum(1);
    }
    let clause = between.rsplit([',', ';', ':', '.', '(']).next()?.trim();
    let is_further = FURTHER.iter().any(|word| format!("{clause} ").starts_with(word));
    let included = number_after(before, &["up to ", "first ", "до "])
        .or_else(|| number_after(between, &["up to ", "for up to ", "first ", "до "]))
        .unwrap_or(1);
    is_further.then(|| sum(count.saturating_sub(included)))?
}

/// What several come to where one of them is free or costs half.
fn alone(text: &str, first: &Amount, count: u32) -> Option<i64> {
    if let Some(nth) = free_nth(text).filter(|nth| *nth > 1) {
        return first.value.checked_mul(i64::from(count - count / nth));
    }
    let half = text.split([',', ';', '.']).any(|clause| {
        let words: Vec<&str> = clause.split_whitespace().collect();
        let second = words.iter().position(|word| matches!(*word, "second" | "2nd"));
        let price = words.windows(2).position(|pair| pair == ["half", "price"]);
        second
            .zip(price)
            .is_some_and(|(second, price)| price > second && price - second <= 3)
    });
    if half && count == 2 {
        return first.value.checked_mul(3).map(|value| value / 2);
    }
    None
}

/// "7th night free": the number.
fn free_nth(text: &str) -> Option<u32> {
    let free = text.find("free")?;
    let words: Vec<&str> = text[..free].split_whitespace().collect();
    let things = [
        "night", "nite", "day", "visit", "session", "coffee", "drink", "ticket", "item", "swim", "class",
    ];
    let of_thing = |at: usize| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        things.iter().any(|thing| next.starts_with(thing))
    };
    words.iter().enumerate().rev().take(4).find_map(|(at, word)| {
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end));
        digits
            .parse()
            .ok()
            .filter(|_| is_ordinal && digits.len() < word.len() && of_thing(at))
    })
}

fn number_after(text: &str, words: &[&str]) -> Option<u32> {
    words.iter().find_map(|word| {
        let rest = &text[text.rfind(word)? + word.len()..];
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().filter(|number| *number < 1_000)
    })
}

#[cfg(test)]
mod tests {
    use super::{Quantity, graded, read, values};
    use crate::language::Language;

    const NIGHT: u64 = 86_400;

    fn sum(text: &str, count: u32, each: Option<u64>) -> Option<i64> {
        let lower = text.to_lowercase();
        let first = values::values(&lower, Language::English)
            .iter()
            .find_map(|found| read(&found.value, Quantity::Price))?;
        graded(text, &first, count, each).map(|amount| amount.value)
    }

    #[test]
    fn every_form_of_a_graded_price_is_added_up() {
        for (text, count, each, expected) in [
            ("up to 3 items £31, each further item £9", 5, None, 4_900),
            (
                "Stray dog collected from the pound: €40 plus €8 a night",
                3,
                Some(NIGHT),
                6_400,
            ),
            ("first car: €35 a year. Second car: €90 a year.", 2, None, 12_500),
            ("Consultation $88, second pet half price", 2, None, 13_200),
            ("tent site $24, 7th night is free", 7, Some(NIGHT), 14_400),
            ("First hour £4, each additional hour £2", 3, Some(3_600), 800),
        ] {
            assert_eq!(sum(text, count, each), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_price_that_is_not_graded_in_a_known_form_is_not_added_up() {
        for (text, count, each) in [
            ("Coffee £2, tea £1.50", 2, None),
            ("Entry £9", 3, None),
            ("Sauna: £14, extra towel £2", 3, None),
            ("Canoe £15, kayak £10, paddle extra", 3, None),
            ("Concert: £10 plus £1 booking fee", 3, None),
            ("€40 plus €8 a night", 2, None),
            ("Court hire: one hour £4, two hours £7", 2, Some(3_600)),
            (
                "first hour £4, each additional hour £2, max £12 a day",
                8,
                Some(3_600),
            ),
            (
                "Choir ticket £10, children half price; second performance 19:30",
                2,
                None,
            ),
            ("Archery session £8, every 2nd Sunday free", 2, None),
        ] {
            assert_eq!(sum(text, count, each), None, "{text}");
        }
    }
}
