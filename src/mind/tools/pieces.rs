//! What was said, cut into pieces; numbers in digits or in words.
//!
//! Owns the reading of "1,000.5", "twenty-five" and "two hundred and five", for every tool alike. Does not know
//! what the numbers are for.

use unicode_normalization::UnicodeNormalization;

use super::number::Number;

const ONES: [&str; 20] = [
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
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const SCALES: [(&str, i128); 3] = [
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
];

/// Words in lower case, numbers in digits, and single signs, in order. White space and hyphens inside words are
/// dropped.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let text = text.replace('½', ".5").replace('¼', ".25").replace('¾', ".75");
    let text = text.replace('²', " squared ").replace('³', " cubed ");
    let letters: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut pieces: Vec<String> = Vec::new();
    let mut previous = ' ';
    for (index, &letter) in letters.iter().enumerate() {
        let next = letters.get(index + 1).copied().unwrap_or(' ');
        let in_number = letter.is_ascii_digit()
            || (matches!(letter, '.' | ',')
                && next.is_ascii_digit()
                && (letter == '.' || previous.is_ascii_digit()));
        let goes_on = match previous {
            '0'..='9' | '.' | ',' => in_number,
            _ => letter.is_alphabetic() && previous.is_alphabetic(),
        };
        let is_hyphen = letter == '-' && previous.is_alphabetic() && next.is_alphabetic();
        match pieces.last_mut() {
            Some(last) if goes_on => last.push(letter),
            _ if letter.is_whitespace() || is_hyphen || matches!(letter, '\'' | '’') => {}
            _ => pieces.push(letter.to_string()),
        }
        previous = letter;
    }
    pieces
}

/// The number at the beginning of `pieces`, and of how many pieces it consists.
pub(super) fn number(pieces: &[String]) -> Option<(Number, usize)> {
    let first = pieces.first()?;
    if let Some(value) = Number::read(first) {
        return Some(scaled(value, pieces));
    }
    let (whole, mut used) = whole(pieces)?;
    let mut digits = String::new();
    if pieces.get(used).is_some_and(|piece| piece == "point") {
        let decimals = pieces[used + 1..]
            .iter()
            .map_while(|piece| ones(piece).filter(|&value| value < 10));
        digits.extend(decimals.take(20).map(|value| value.to_string()));
    }
    if digits.is_empty() {
        return Some((Number::integer(whole), used));
    }
    used += 1 + digits.len();
    Some((Number::read(&format!("{whole}.{digits}"))?, used))
}

/// "2 million", "1.5 thousand".
fn scaled(value: Number, pieces: &[String]) -> (Number, usize) {
    let factor = pieces
        .get(1)
        .and_then(|piece| scale(piece).or((piece == "hundred").then_some(100)));
    match factor.and_then(|factor| value.times(Number::integer(factor)).ok()) {
        Some(value) => (value, 2),
        None => (value, 1),
    }
}

/// A whole number in words: "two hundred and five", "a hundred", "twenty five".
fn whole(pieces: &[String]) -> Option<(i128, usize)> {
    let (mut total, mut group, mut used) = (0_i128, 0_i128, 0);
    let mut smallest_scale = i128::MAX;
    let mut after_scale = false;
    while let Some(piece) = pieces.get(used) {
        let next = pieces.get(used + 1).map_or("", String::as_str);
        match piece.as_str() {
            "a" | "an" if used == 0 && (next == "hundred" || scale(next).is_some()) => group = 1,
            "and" if after_scale && (ones(next).is_some() || tens(next).is_some()) => {}
            "hundred" if (1..=99).contains(&group) => {
                group *= 100;
                after_scale = true;
            }
            word => {
                if let Some(factor) = scale(word).filter(|&factor| group > 0 && factor < smallest_scale) {
                    total += group * factor;
                    (group, smallest_scale, after_scale) = (0, factor, true);
                } else if let Some(value) = ones(word).filter(|&value| fits(group, value, used)) {
                    group += value;
                    after_scale = false;
                } else if let Some(value) = tens(word).filter(|_| group % 100 == 0) {
                    group += value;
                    after_scale = false;
                } else {
                    break;
                }
            }
        }
        used += 1;
    }
    (used > 0).then_some((total + group, used))
}

/// "twenty five" is one number, "five six" are two.
fn fits(group: i128, value: i128, used: usize) -> bool {
    match value {
        0 => used == 0,
        1..=9 => group % 10 == 0 && group % 100 != 10,
        _ => group % 100 == 0,
    }
}

fn ones(word: &str) -> Option<i128> {
    ONES.iter()
        .zip(0..)
        .find(|(name, _)| **name == word)
        .map(|(_, value)| value)
}

fn tens(word: &str) -> Option<i128> {
    TENS.iter()
        .zip(2..)
        .find(|(name, _)| **name == word)
        .map(|(_, value)| value * 10)
}

fn scale(word: &str) -> Option<i128> {
    SCALES
        .iter()
        .find(|(name, _)| *name == word)
        .map(|&(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_spaces_signs_and_between_digits_and_letters() {
        for (text, expected) in [
            ("25 + 17", "25|+|17"),
            ("5min 30s", "5|min|30|s"),
            ("1,000.5-3", "1,000.5|-|3"),
            ("Twenty-five", "twenty|five"),
            ("15% of 80.", "15|%|of|80|."),
            ("２½ hours", "2.5|hours"),
            ("5, 6", "5|,|6"),
        ] {
            assert_eq!(pieces(text).join("|"), expected);
        }
    }

    #[test]
    fn numbers_are_read_from_digits_and_words() {
        for (text, expected, rest) in [
            ("25 minutes", "25", "minutes"),
            ("twenty five minutes", "25", "minutes"),
            ("ninety seconds", "90", "seconds"),
            ("two hundred and five plus", "205", "plus"),
            ("a hundred", "100", ""),
            ("three thousand four hundred and twenty one", "3421", ""),
            ("two million and six", "2000006", ""),
            ("1.5 million", "1500000", ""),
            ("three point one four", "3.14", ""),
            ("five and six", "5", "and six"),
            ("five six", "5", "six"),
            ("seventeen", "17", ""),
            ("zero", "0", ""),
        ] {
            let pieces = pieces(text);
            let (number, used) = number(&pieces).unwrap();
            assert_eq!(
                (number.spoken().as_str(), pieces[used..].join(" ").as_str()),
                (expected, rest),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "a", "an hour", "hundred", "point five", "and five", "x"] {
            assert_eq!(number(&pieces(text)), None, "{text}");
        }
    }
}
