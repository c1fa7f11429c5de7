//! Amounts of money and percentages.
//!
//! Owns "£59.99", "80 quid", "двести рублей", 四百五十块. Only for sums: nothing here knows an exchange rate.

use super::number::{self, integer_up_to, numbers};
use super::{any_phrase, phrase, word};
use crate::Language;
use crate::number::Number;
use crate::text::Token;

/// A currency that is said in everyday sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Currency {
    Pound,
    Euro,
    Dollar,
    Rouble,
    Yuan,
}

/// An amount, and its currency when one was said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Money {
    pub(crate) amount: Number,
    pub(crate) currency: Option<Currency>,
}

const SIGNS: [(&str, Currency); 5] = [
    ("£", Currency::Pound),
    ("€", Currency::Euro),
    ("$", Currency::Dollar),
    ("₽", Currency::Rouble),
    ("¥", Currency::Yuan),
];

/// Words for a whole currency.
fn names(language: Language) -> &'static [(&'static str, Currency)] {
    match language {
        Language::English => &[
            ("pounds", Currency::Pound),
            ("pound", Currency::Pound),
            ("quid", Currency::Pound),
            ("gbp", Currency::Pound),
            ("pounds sterling", Currency::Pound),
            ("euros", Currency::Euro),
            ("euro", Currency::Euro),
            ("dollars", Currency::Dollar),
            ("dollar", Currency::Dollar),
            ("bucks", Currency::Dollar),
            ("roubles", Currency::Rouble),
            ("rubles", Currency::Rouble),
            ("yuan", Currency::Yuan),
        ],
        Language::Russian => &[
            ("рубль", Currency::Rouble),
            ("рубля", Currency::Rouble),
            ("рублей", Currency::Rouble),
            ("рублях", Currency::Rouble),
            ("руб", Currency::Rouble),
            ("р", Currency::Rouble),
            ("евро", Currency::Euro),
            ("доллар", Currency::Dollar),
            ("доллара", Currency::Dollar),
            ("долларов", Currency::Dollar),
            ("фунтов", Currency::Pound),
            ("юаней", Currency::Yuan),
            ("юаня", Currency::Yuan),
        ],
        Language::Chinese => &[
            ("元", Currency::Yuan),
            ("块", Currency::Yuan),
            ("块 钱", Currency::Yuan),
            ("元 钱", Currency::Yuan),
            ("元 人 民 币", Currency::Yuan),
            ("块 人 民 币", Currency::Yuan),
            ("美 元", Currency::Dollar),
            ("美 金", Currency::Dollar),
            ("欧 元", Currency::Euro),
            ("英 镑", Currency::Pound),
            ("卢 布", Currency::Rouble),
        ],
    }
}

/// Every amount that begins at a position; a bare number is one too.
pub(crate) fn read(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Money)> {
    let sign = SIGNS.iter().find(|(sign, _)| *sign == word(tokens, at));
    let from = at + usize::from(sign.is_some());
    let mut found = Vec::new();
    for (end, amount) in numbers(language, tokens, from) {
        let before = sign.map(|sign| sign.1);
        found.push((
            end,
            Money {
                amount,
                currency: before,
            },
        ));
        for (end, currency) in currencies(language, tokens, end) {
            let money = Money {
                amount,
                currency: Some(currency),
            };
            found.push((end, money));
            found.extend(with_hundredths(language, tokens, end, money));
        }
    }
    if language == Language::English
        && let Some((end, pence)) = integer_up_to(language, tokens, at, 999)
        && matches!(word(tokens, end), "pence" | "p" | "cents")
        && let Some(amount) = Number::fraction(i128::from(pence), 100)
    {
        let currency = if word(tokens, end) == "cents" {
            Currency::Dollar
        } else {
            Currency::Pound
        };
        found.push((
            end + 1,
            Money {
                amount,
                currency: Some(currency),
            },
        ));
    }
    found
}

fn currencies(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Currency)> {
    let signs = SIGNS.iter().filter(|(sign, _)| *sign == word(tokens, at));
    let named = names(language).iter();
    signs
        .map(|&(_, currency)| (at + 1, currency))
        .chain(named.filter_map(|&(name, currency)| Some((phrase(tokens, at, name)?, currency))))
        .collect()
}

/// "59 pounds 99", "сто рублей 50 копеек", 三块五
fn with_hundredths(language: Language, tokens: &[Token], end: usize, money: Money) -> Option<(usize, Money)> {
    let join = matches!(word(tokens, end), "and" | "и");
    let (mut next, mut hundredths) = integer_up_to(language, tokens, end + usize::from(join), 99)?;
    let small: &[&str] = match language {
        Language::English => &["pence", "p", "cents"],
        Language::Russian => &["копеек", "копейки", "копейка", "коп"],
        Language::Chinese => &["毛", "角"],
    };
    let is_marked = any_phrase(tokens, next, small);
    next = is_marked.unwrap_or(next);
    if language == Language::Chinese && hundredths < 10 {
        hundredths *= 10;
    } else if is_marked.is_none() && (hundredths < 10 || join) {
        return None;
    }
    let more = Number::fraction(i128::from(hundredths), 100)?;
    let amount = money.amount.plus(more)?;
    Some((next, Money { amount, ..money }))
}

/// "20 percent", "20 %", 百分之二十, as the number before the sign.
pub(crate) fn percent(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut found = Vec::new();
    if language == Language::Chinese
        && let Some(from) = phrase(tokens, at, "百 分 之")
    {
        found.extend(numbers(language, tokens, from));
    }
    for (end, value) in number::signed(language, tokens, at) {
        let is_percent = match word(tokens, end) {
            "%" | "percent" | "pct" | "percents" => Some(end + 1),
            "per" if word(tokens, end + 1) == "cent" => Some(end + 2),
            word if word.starts_with("процент") => Some(end + 1),
            _ => None,
        };
        found.extend(is_percent.map(|end| (end, value)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn money_is_read_with_and_without_its_currency() {
        for (language, said, amount, currency) in [
            (Language::English, "£59.99", 59.99, Some(Currency::Pound)),
            (Language::English, "59 pounds 99", 59.99, Some(Currency::Pound)),
            (Language::English, "80 quid", 80.0, Some(Currency::Pound)),
            (Language::English, "250", 250.0, None),
            (
                Language::Russian,
                "сто рублей 50 копеек",
                100.5,
                Some(Currency::Rouble),
            ),
            (Language::Chinese, "三块五", 3.5, Some(Currency::Yuan)),
            (Language::Chinese, "四百五十元", 450.0, Some(Currency::Yuan)),
        ] {
            let tokens = text::tokens(said, language).unwrap();
            let found = read(language, &tokens, 0);
            let money = found.into_iter().find(|found| found.0 == tokens.len()).unwrap().1;
            assert_eq!(
                money.amount.as_f64().to_string(),
                f64::to_string(&amount),
                "{said}"
            );
            assert_eq!(money.currency, currency, "{said}");
        }
    }
}
