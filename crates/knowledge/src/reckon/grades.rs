//! Prices that depend on how many: "up to 3 items £31, each further item £9", "€40 plus €8 a night", "second half price".
//!
//! Owns the forms in which operators write them, and what so many come to.

use super::amount::{Amount, Quantity, read};
use crate::language::Language;
use crate::values::{self, Value};

/// Words before or after the price of each one more.
const FURTHER: &[&str] = &[
    "further",
    "additional",
    "extra",
    "each more",
    "another",
    "thereafter",
    "after that",
    "then",
    "xtra",
    "следующ",
    "последующ",
    "дополнительн",
];

/// What `count` come to by a text that grades its price; `None` where it does not, or not in a known form.
pub(crate) fn graded(text: &str, count: u32) -> Option<Amount> {
    let lower = text.to_lowercase();
    let found = values::values(text, Language::of(text));
    let amounts: Vec<(std::ops::Range<usize>, Amount)> = found
        .iter()
        .filter(|found| matches!(found.value, Value::Money(_)))
        .filter_map(|found| Some((found.range.clone(), read(&found.value, Quantity::Price)?)))
        .collect();
    let ((first_range, first), rest) = amounts.split_first()?;
    let times = |amount: &Amount, count: u32| {
        Some(Amount {
            value: amount.value.checked_mul(i64::from(count))?,
            kind: amount.kind,
        })
    };
    if let Some(nth) = free_nth(&lower).filter(|nth| *nth > 1) {
        return times(first, count - count / nth);
    }
    if count == 2 && lower.contains("half price") && ["second", "2nd"].iter().any(|word| lower.contains(word))
    {
        return first.value.checked_mul(3).map(|value| Amount {
            value: value / 2,
            kind: first.kind,
        });
    }
    let ((second_range, second), others) = rest.split_first()?;
    if !others.is_empty() && others.iter().any(|(_, amount)| amount.kind != first.kind)
        || first.kind != second.kind
    {
        return None;
    }
    let between = lower.get(first_range.end..second_range.start)?;
    let sum = |of_second: u32| {
        first
            .value
            .checked_add(second.value.checked_mul(i64::from(of_second))?)
            .map(|value| Amount {
                value,
                kind: first.kind,
            })
    };
    if between.trim().trim_start_matches(',').trim() == "plus" {
        return sum(count);
    }
    let ordinals = |text: &str, words: [&str; 4]| words.iter().any(|word| text.contains(word));
    let before = lower.get(..first_range.start)?;
    if count == 2
        && ordinals(before, ["first", "1st", "перв", "one "])
        && ordinals(between, ["second", "2nd", "втор", "two "])
    {
        return sum(1);
    }
    let after = lower.get(second_range.end..)?.split(['.', ';']).next()?;
    let is_further = FURTHER
        .iter()
        .any(|word| between.contains(word) || after.contains(word));
    let included = number_after(before, &["up to ", "first ", "до "])
        .or_else(|| number_after(between, &["up to ", "for up to ", "first ", "до "]))
        .unwrap_or(1);
    is_further.then(|| sum(count.saturating_sub(included)))?
}

/// "7th night free": the number.
fn free_nth(text: &str) -> Option<u32> {
    let free = text.find("free")?;
    let words: Vec<&str> = text[..free].split_whitespace().collect();
    words.iter().rev().take(4).find_map(|word| {
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end));
        digits
            .parse()
            .ok()
            .filter(|_| is_ordinal && digits.len() < word.len())
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
    use super::graded;

    #[test]
    fn every_form_of_a_graded_price_is_added_up() {
        for (text, count, sum) in [
            ("up to 3 items £31, each further item £9, max. 8", 5, 4_900),
            (
                "Stray dog collected from the pound: €40 plus €8 a night",
                3,
                6_400,
            ),
            ("first car: €35 a year. Second car: €90 a year.", 2, 12_500),
            ("Consultation $88, second pet half price", 2, 13_200),
            ("tent site $24, 7th night is free", 7, 14_400),
            ("First hour £4, each additional hour £2", 3, 800),
        ] {
            assert_eq!(
                graded(text, count).map(|amount| amount.value),
                Some(sum),
                "{text}"
            );
        }
    }

    #[test]
    fn a_price_that_is_the_same_for_each_is_not_graded() {
        assert_eq!(graded("Coffee £2, tea £1.50", 2), None);
        assert_eq!(graded("Entry £9", 3), None);
    }
}
