//! Numbers as they are said.
//!
//! Owns what the languages share: digits, signs, fractions as signs, and the choice of the language's words.

use super::word;
use crate::Language;
use crate::number::Number;
use crate::text::Token;

use super::{number_chinese, number_english, number_russian};

/// Every number that begins at a position, with the position behind it; without a sign.
pub(crate) fn numbers(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut found = match language {
        Language::English => number_english::numbers(tokens, at),
        Language::Russian => number_russian::numbers(tokens, at),
        Language::Chinese => number_chinese::numbers(tokens, at),
    };
    if let Some(part) = vulgar(word(tokens, at)) {
        found.push((at + 1, part));
    }
    if let Some(whole) = digits(tokens, at)
        && let Some(part) = vulgar(word(tokens, at + 1))
        && let Some(sum) = whole.plus(part)
    {
        found.push((at + 2, sum));
    }
    found
}

/// The same with "minus" before it or not.
pub(crate) fn signed(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let is_minus = matches!(
        (language, word(tokens, at)),
        (_, "-")
            | (Language::English, "minus" | "negative")
            | (Language::Russian, "минус")
            | (Language::Chinese, "负")
    );
    let below_zero = language == Language::Chinese && super::phrase(tokens, at, "零 下").is_some();
    if is_minus || below_zero {
        let from = at + if below_zero { 2 } else { 1 };
        return numbers(language, tokens, from)
            .into_iter()
            .filter_map(|(end, value)| Some((end, value.negated()?)))
            .collect();
    }
    numbers(language, tokens, at)
}

/// Whole numbers from 0.
pub(crate) fn integers(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let found = numbers(language, tokens, at).into_iter();
    found
        // 七点零五 is a time, not 7.05 or 7.0.
        .filter(|&(end, _)| !tokens[at..end].iter().any(|token| token.word == "点"))
        .filter_map(|(end, value)| Some((end, value.whole()?)))
        .collect()
}

/// The longest whole number up to a limit.
pub(crate) fn integer_up_to(
    language: Language,
    tokens: &[Token],
    at: usize,
    limit: i64,
) -> Option<(usize, i64)> {
    let found = integers(language, tokens, at).into_iter();
    found
        .filter(|&(_, value)| value <= limit)
        .max_by_key(|&(end, _)| end)
}

/// "third", "3rd", and -1 for "last".
pub(crate) fn ordinals(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    match language {
        Language::English => number_english::ordinals(tokens, at),
        Language::Russian => number_russian::ordinals(tokens, at),
        Language::Chinese => number_chinese::ordinals(tokens, at),
    }
}

/// A token of digits, with or without decimals.
pub(crate) fn digits(tokens: &[Token], at: usize) -> Option<Number> {
    Number::read(word(tokens, at))
}

fn vulgar(sign: &str) -> Option<Number> {
    match sign {
        "½" => Number::fraction(1, 2),
        "¼" => Number::fraction(1, 4),
        "¾" => Number::fraction(3, 4),
        _ => None,
    }
}

/// The digits after a decimal point, said one by one.
pub(crate) fn with_decimals(whole: i64, decimals: &[i64]) -> Option<Number> {
    let mut top = i128::from(whole);
    let mut bottom = 1_i128;
    for &digit in decimals.iter().take(12) {
        top = top.checked_mul(10)?.checked_add(i128::from(digit))?;
        bottom = bottom.checked_mul(10)?;
    }
    Number::fraction(top, bottom)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::text;

    /// The reading that takes all words, as text.
    pub(crate) fn whole(language: Language, text: &str) -> Option<Number> {
        let tokens = text::tokens(text, language).unwrap();
        let found = signed(language, &tokens, 0);
        found
            .into_iter()
            .find(|&(end, _)| end == tokens.len())
            .map(|found| found.1)
    }

    #[test]
    fn numbers_are_read_in_words_and_digits() {
        for (language, text, expected) in [
            (Language::English, "forty-seven", "47"),
            (Language::English, "a hundred and thirty", "130"),
            (Language::English, "one thousand two hundred", "1200"),
            (Language::English, "two hundred thousand and five", "200005"),
            (Language::English, "three point one four", "3.14"),
            (Language::English, "four and a half", "4.5"),
            (Language::English, "three quarters", "0.75"),
            (Language::English, "1.5 million", "1500000"),
            (Language::English, "half a dozen", "6"),
            (Language::English, "2½", "2.5"),
            (Language::Russian, "сорок семь", "47"),
            (Language::Russian, "двух тысяч", "2000"),
            (Language::Russian, "тысяча двести пятьдесят", "1250"),
            (Language::Russian, "три с половиной", "3.5"),
            (Language::Russian, "полтора", "1.5"),
            (Language::Russian, "пять целых две десятых", "5.2"),
            (Language::Russian, "три четверти", "0.75"),
            (Language::Chinese, "四百五", "450"),
            (Language::Chinese, "一千零五", "1005"),
            (Language::Chinese, "两万三千", "23000"),
            (Language::Chinese, "三点一四", "3.14"),
            (Language::Chinese, "三分之二", "0.6666666666666666"),
            (Language::Chinese, "2万", "20000"),
            (Language::Chinese, "一亿二千万", "120000000"),
        ] {
            let value = whole(language, text).map(Number::as_f64);
            assert_eq!(
                value.map(|value| value.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        assert_eq!(whole(Language::English, "minus ten"), Some(Number::integer(-10)));
        assert_eq!(whole(Language::Chinese, "零下五"), Some(Number::integer(-5)));
    }

    #[test]
    fn what_is_no_single_number_is_not_read_as_one() {
        for (language, text) in [
            (Language::English, "twenty and five"),
            (Language::English, "five twenty"),
            (Language::English, "hundred twenty hundred"),
            (Language::Russian, "двадцать десять"),
            (Language::Chinese, "百"),
        ] {
            assert_eq!(whole(language, text), None, "{text}");
        }
    }
}
