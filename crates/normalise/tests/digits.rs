//! No digit is lost: what is said of random numbers, sums and digit strings is read back by a reader of its own.

#![allow(clippy::unwrap_used)]

use mynah_normalise::{Language, normalise};
use proptest::prelude::*;

const UNITS: [&str; 20] = [
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
const RUSSIAN: [(&str, u64); 37] = [
    ("ноль", 0),
    ("один", 1),
    ("одна", 1),
    ("два", 2),
    ("две", 2),
    ("три", 3),
    ("четыре", 4),
    ("пять", 5),
    ("шесть", 6),
    ("семь", 7),
    ("восемь", 8),
    ("девять", 9),
    ("десять", 10),
    ("одиннадцать", 11),
    ("двенадцать", 12),
    ("тринадцать", 13),
    ("четырнадцать", 14),
    ("пятнадцать", 15),
    ("шестнадцать", 16),
    ("семнадцать", 17),
    ("восемнадцать", 18),
    ("девятнадцать", 19),
    ("двадцать", 20),
    ("тридцать", 30),
    ("сорок", 40),
    ("пятьдесят", 50),
    ("шестьдесят", 60),
    ("семьдесят", 70),
    ("восемьдесят", 80),
    ("девяносто", 90),
    ("сто", 100),
    ("двести", 200),
    ("триста", 300),
    ("четыреста", 400),
    ("пятьсот", 500),
    ("шестьсот", 600),
    ("семьсот", 700),
];
const RUSSIAN_HUNDREDS: [(&str, u64); 2] = [("восемьсот", 800), ("девятьсот", 900)];

/// A number of English words; `None` where a word is none of a number.
fn english(words: &str) -> Option<u64> {
    let (mut all, mut group) = (0, 0);
    for word in words.split_whitespace().filter(|word| *word != "and") {
        if let Some(unit) = UNITS.iter().position(|known| *known == word) {
            group += unit as u64;
        } else if let Some(tens) = TENS.iter().position(|known| *known == word) {
            group += tens as u64 * 10;
        } else if word == "hundred" {
            group *= 100;
        } else {
            let scale = ["thousand", "million", "billion"]
                .iter()
                .position(|known| *known == word)?;
            all += group * 1_000_u64.pow(u32::try_from(scale).unwrap() + 1);
            group = 0;
        }
    }
    Some(all + group)
}

fn russian(words: &str) -> Option<u64> {
    let (mut all, mut group) = (0, 0);
    for word in words.split_whitespace() {
        let known = RUSSIAN
            .iter()
            .chain(&RUSSIAN_HUNDREDS)
            .find(|(known, _)| *known == word);
        if let Some((_, value)) = known {
            group += value;
            continue;
        }
        let scale = ["тысяч", "миллион", "миллиард"]
            .iter()
            .position(|stem| word.starts_with(stem))?;
        // "Тысяча" alone is one.
        all += group.max(1) * 1_000_u64.pow(u32::try_from(scale).unwrap() + 1);
        group = 0;
    }
    Some(all + group)
}

fn chinese(words: &str) -> Option<u64> {
    let (mut all, mut section, mut digit) = (0, 0, 0);
    for letter in words.chars() {
        if let Some(value) = "零一二三四五六七八九".chars().position(|known| known == letter) {
            digit = value as u64;
        } else if letter == '两' {
            digit = 2;
        } else if let Some(power) = "十百千".chars().position(|known| known == letter) {
            section += digit.max(1) * 10_u64.pow(u32::try_from(power).unwrap() + 1);
            digit = 0;
        } else if letter == '万' || letter == '亿' {
            let scale = if letter == '万' { 10_000 } else { 100_000_000 };
            section += digit;
            // 一万亿 is ten thousand hundred millions.
            all = if letter == '亿' {
                (all + section) * scale
            } else {
                all + section * scale
            };
            (section, digit) = (0, 0);
        } else {
            return None;
        }
    }
    Some(all + section + digit)
}

fn read_back(words: &str, language: Language) -> Option<u64> {
    match language {
        Language::English => english(words),
        Language::Russian => russian(words),
        Language::Chinese => chinese(words),
    }
}

/// Numbers of every length alike.
fn number(digits: u32) -> impl Strategy<Value = u64> {
    (0..digits).prop_flat_map(|length| 0..10_u64.pow(length + 1))
}

const LANGUAGES: [Language; 3] = [Language::English, Language::Russian, Language::Chinese];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_number_is_said_in_full(number in number(10)) {
        for language in LANGUAGES {
            // A bare number of that size is a year in English: "nineteen oh five".
            if language == Language::English && (1_000..2_200).contains(&number) {
                continue;
            }
            let said = normalise(&number.to_string(), language);
            prop_assert_eq!(read_back(&said, language), Some(number), "{}", said);
        }
    }

    #[test]
    fn a_sum_of_money_keeps_its_pence(pounds in 0_u64..1_000_000, pence in 0_u64..100) {
        let said = normalise(&format!("£{pounds}.{pence:02}"), Language::English);
        let (before, after) = match said.split_once("pound") {
            Some((before, after)) => (before.to_owned(), after.trim_start_matches('s').to_owned()),
            None => ("zero".to_owned(), said.clone()),
        };
        let after = after.replace("pence", "").replace("penny", "");
        prop_assert_eq!(english(&before), Some(pounds), "{}", said);
        prop_assert_eq!(english(&after), Some(pence), "{}", said);
    }

    #[test]
    fn roubles_keep_their_kopecks(roubles in 1_u64..1_000_000, kopecks in 1_u64..100) {
        let said = normalise(&format!("{roubles},{kopecks:02} ₽"), Language::Russian);
        let (before, after) = said.split_once("рубл").unwrap();
        let after = after.split_once(' ').unwrap().1.split("копе").next().unwrap();
        prop_assert_eq!(russian(before), Some(roubles), "{}", said);
        prop_assert_eq!(russian(after), Some(kopecks), "{}", said);
    }

    #[test]
    fn a_decimal_keeps_every_place(whole in 0_u64..10_000, places in "[0-9]{1,6}") {
        let said = normalise(&format!("{whole}.{places}"), Language::English);
        let (before, after) = said.split_once(" point ").unwrap();
        let digits: Option<String> = after.split(' ').map(|word| english(word).map(|digit| digit.to_string())).collect();
        prop_assert_eq!(english(before), Some(whole), "{}", said);
        prop_assert_eq!(digits, Some(places), "{}", said);
    }

    #[test]
    fn no_digit_stays_a_digit(text in "[a-zA-Zа-яё一-龥0-9 .,:;/£$€₽%+()-]{0,60}") {
        for language in LANGUAGES {
            let said = normalise(&text, language);
            prop_assert!(!said.contains(|letter: char| letter.is_ascii_digit()), "{text}: {said}");
        }
    }
}
