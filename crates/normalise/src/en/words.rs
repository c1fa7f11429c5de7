//! English number words, after British custom: "and" before the tens, no hyphens.

use crate::forms::number::small;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const SCALES: [&str; 6] = ["", "thousand", "million", "billion", "trillion", "quadrillion"];
const IRREGULAR: &[(&str, &str)] = &[
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("five", "fifth"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("twelve", "twelfth"),
];

/// A row of a table of words; empty past its end.
fn row(table: &[&'static str], index: u64) -> &'static str {
    usize::try_from(index)
        .ok()
        .and_then(|index| table.get(index))
        .copied()
        .unwrap_or_default()
}

/// "two hundred and four".
pub(crate) fn cardinal(value: u64) -> String {
    if value < 1000 {
        return below_thousand(value);
    }
    let mut groups = Vec::new();
    let mut rest = value;
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    let mut words = Vec::new();
    for (index, group) in groups.iter().enumerate().rev().filter(|(_, group)| **group > 0) {
        if index == 0 && *group < 100 {
            words.push("and".to_owned());
        }
        words.push(below_thousand(*group));
        if let Some(scale) = SCALES.get(index).filter(|scale| !scale.is_empty()) {
            words.push((*scale).to_owned());
        }
    }
    words.join(" ")
}

fn below_thousand(value: u64) -> String {
    if value < 100 {
        return below_hundred(value);
    }
    let hundreds = format!("{} hundred", row(&SMALL, value / 100));
    match value % 100 {
        0 => hundreds,
        rest => format!("{hundreds} and {}", below_hundred(rest)),
    }
}

fn below_hundred(value: u64) -> String {
    match value {
        0..20 => row(&SMALL, value).to_owned(),
        _ if value.is_multiple_of(10) => row(&TENS, value / 10).to_owned(),
        _ => format!("{} {}", row(&TENS, value / 10), row(&SMALL, value % 10)),
    }
}

/// The words for a whole number: digit by digit if it is longer than a number that people say, or begins with a zero.
pub(crate) fn whole(digits: &str) -> String {
    match small(digits) {
        Some(value) if digits.len() == 1 || !digits.starts_with('0') => cardinal(value),
        _ => by_digit(digits, "zero"),
    }
}

/// "two oh four", with this word for zero.
pub(crate) fn by_digit(digits: &str, zero: &str) -> String {
    let mut words = String::with_capacity(digits.len() * 6);
    for digit in digits.chars().filter_map(|letter| letter.to_digit(10)) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(if digit == 0 {
            zero
        } else {
            row(&SMALL, u64::from(digit))
        });
    }
    words
}

/// "three point one four".
pub(crate) fn decimal(whole_part: &str, fraction: &str) -> String {
    if fraction.is_empty() {
        whole(whole_part)
    } else {
        format!("{} point {}", whole(whole_part), by_digit(fraction, "zero"))
    }
}

/// "twenty first".
pub(crate) fn ordinal(value: u64) -> String {
    let words = cardinal(value);
    let (head, last) = words.rsplit_once(' ').unwrap_or(("", &words));
    let irregular = IRREGULAR.iter().find(|(cardinal, _)| *cardinal == last);
    let last = match irregular {
        Some((_, ordinal)) => (*ordinal).to_owned(),
        None => match last.strip_suffix('y') {
            Some(stem) => format!("{stem}ieth"),
            None => format!("{last}th"),
        },
    };
    format!("{head} {last}").trim_start().to_owned()
}

/// "nineteen oh five", "two thousand and five", "twenty nineteen".
pub(crate) fn year(value: u64) -> String {
    let (century, rest) = (value / 100, value % 100);
    match value {
        1100..=1999 | 2010..=2999 => match rest {
            0 => format!("{} hundred", below_hundred(century)),
            1..=9 => format!("{} oh {}", below_hundred(century), below_hundred(rest)),
            _ => format!("{} {}", below_hundred(century), below_hundred(rest)),
        },
        1010..=1099 => format!("ten {}", below_hundred(rest)),
        _ => cardinal(value),
    }
}

/// "nineteen nineties", "eighties"; the value ends in a zero.
pub(crate) fn decade(value: u64) -> String {
    let words = if value.is_multiple_of(1000) {
        cardinal(value)
    } else {
        year(value)
    };
    plural(&words)
}

/// "nineties", "fives".
pub(crate) fn plural(words: &str) -> String {
    match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if words.ends_with('x') => format!("{words}es"),
        None => format!("{words}s"),
    }
}

/// The numbers of rooms and roads: "two oh four", "three fifteen", "twelve oh four".
pub(crate) fn in_pairs(digits: &str) -> String {
    let pair = |two: &str| match two.strip_prefix('0') {
        Some(one) => format!("oh {}", by_digit(one, "oh")),
        None => whole(two),
    };
    match digits.len() {
        3 if !digits.starts_with('0') && !digits.ends_with("00") => {
            format!("{} {}", whole(&digits[..1]), pair(&digits[1..]))
        }
        4 if !digits.starts_with('0') && !digits.ends_with("00") => {
            format!("{} {}", whole(&digits[..2]), pair(&digits[2..]))
        }
        1..=4 if !digits.starts_with('0') => whole(digits),
        _ => by_digit(digits, "oh"),
    }
}

/// "three quarters", "one half".
pub(crate) fn fraction(over: u64, under: u64) -> String {
    let part = match under {
        2 => "half".to_owned(),
        4 => "quarter".to_owned(),
        _ => ordinal(under),
    };
    if over == 1 {
        format!("one {part}")
    } else if under == 2 {
        format!("{} halves", cardinal(over))
    } else {
        format!("{} {part}s", cardinal(over))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_words() {
        assert_eq!(
            cardinal(1_234_567),
            "one million two hundred and thirty four thousand five hundred and sixty seven"
        );
        assert_eq!(cardinal(1001), "one thousand and one");
        assert_eq!(cardinal(0), "zero");
        assert_eq!(ordinal(21), "twenty first");
        assert_eq!(ordinal(40), "fortieth");
        assert_eq!(ordinal(112), "one hundred and twelfth");
        assert_eq!(year(1905), "nineteen oh five");
        assert_eq!(year(2005), "two thousand and five");
        assert_eq!(year(1066), "ten sixty six");
        assert_eq!(decade(1990), "nineteen nineties");
        assert_eq!(decade(2000), "two thousands");
        assert_eq!(in_pairs("204"), "two oh four");
        assert_eq!(in_pairs("315"), "three fifteen");
        assert_eq!(fraction(3, 4), "three quarters");
        assert_eq!(whole(&"7".repeat(100)).split(' ').count(), 100);
    }
}
