//! Russian numerals in every case and gender.

mod ordinals;

pub(crate) use ordinals::{adjective, joined, ordinal};

use crate::forms::number::small;

/// A grammatical case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Nominative,
    Genitive,
    Dative,
    Accusative,
    Instrumental,
    Prepositional,
}

/// A gender, or the plural, which has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Masculine,
    Feminine,
    Neuter,
    Plural,
}

impl Case {
    /// The position of the case in tables of six.
    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Nominative => 0,
            Self::Genitive => 1,
            Self::Dative => 2,
            Self::Accusative => 3,
            Self::Instrumental => 4,
            Self::Prepositional => 5,
        }
    }

    /// Whether the noun after a numeral stands in the genitive, as it does after nominative and accusative.
    pub(crate) const fn direct(self) -> bool {
        matches!(self, Self::Nominative | Self::Accusative)
    }
}

type Forms = [&'static str; 6];

const ONE: [Forms; 4] = [
    ["один", "одного", "одному", "один", "одним", "одном"],
    ["одна", "одной", "одной", "одну", "одной", "одной"],
    ["одно", "одного", "одному", "одно", "одним", "одном"],
    ["одни", "одних", "одним", "одни", "одними", "одних"],
];
const TWO: Forms = ["два", "двух", "двум", "два", "двумя", "двух"];
const THREE: Forms = ["три", "трёх", "трём", "три", "тремя", "трёх"];
const FOUR: Forms = ["четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"];
const FIVE_UP: [&str; 15] = [
    "пят",
    "шест",
    "сем",
    "восем",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
];
const HUNDREDS: [Forms; 4] = [
    ["сто", "ста", "ста", "сто", "ста", "ста"],
    [
        "двести",
        "двухсот",
        "двумстам",
        "двести",
        "двумястами",
        "двухстах",
    ],
    [
        "триста",
        "трёхсот",
        "трёмстам",
        "триста",
        "тремястами",
        "трёхстах",
    ],
    [
        "четыреста",
        "четырёхсот",
        "четырёмстам",
        "четыреста",
        "четырьмястами",
        "четырёхстах",
    ],
];
const TEN: u64 = 10;

/// Nouns of the powers of a thousand: stem, gender, and their forms for one, for a few and for many.
const SCALES: [(Gender, [Forms; 2]); 5] = [
    (
        Gender::Feminine,
        [
            ["тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"],
            ["тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах"],
        ],
    ),
    (
        Gender::Masculine,
        [
            [
                "миллион",
                "миллиона",
                "миллиону",
                "миллион",
                "миллионом",
                "миллионе",
            ],
            [
                "миллионы",
                "миллионов",
                "миллионам",
                "миллионы",
                "миллионами",
                "миллионах",
            ],
        ],
    ),
    (
        Gender::Masculine,
        [
            [
                "миллиард",
                "миллиарда",
                "миллиарду",
                "миллиард",
                "миллиардом",
                "миллиарде",
            ],
            [
                "миллиарды",
                "миллиардов",
                "миллиардам",
                "миллиарды",
                "миллиардами",
                "миллиардах",
            ],
        ],
    ),
    (
        Gender::Masculine,
        [
            [
                "триллион",
                "триллиона",
                "триллиону",
                "триллион",
                "триллионом",
                "триллионе",
            ],
            [
                "триллионы",
                "триллионов",
                "триллионам",
                "триллионы",
                "триллионами",
                "триллионах",
            ],
        ],
    ),
    (
        Gender::Masculine,
        [
            [
                "квадриллион",
                "квадриллиона",
                "квадриллиону",
                "квадриллион",
                "квадриллионом",
                "квадриллионе",
            ],
            [
                "квадриллионы",
                "квадриллионов",
                "квадриллионам",
                "квадриллионы",
                "квадриллионами",
                "квадриллионах",
            ],
        ],
    ),
];

/// Which form of a noun follows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// 1, 21, 101
    One,
    /// 2 to 4, 22
    Few,
    /// All others.
    Many,
}

/// The form of the noun after this number.
pub(crate) fn count(value: u64) -> Count {
    match (value % 10, value % 100) {
        (_, 11..=14) => Count::Many,
        (1, _) => Count::One,
        (2..=4, _) => Count::Few,
        _ => Count::Many,
    }
}

/// The form of a noun after a number: singular forms, plural forms.
pub(crate) fn counted<'f>(value: u64, case: Case, singular: &[&'f str; 6], plural: &[&'f str; 6]) -> &'f str {
    match (count(value), case.direct()) {
        (Count::One, _) => singular[case.index()],
        (Count::Few, true) => singular[Case::Genitive.index()],
        (Count::Many, true) => plural[Case::Genitive.index()],
        (Count::Few | Count::Many, false) => plural[case.index()],
    }
}

/// "двадцать один", "двадцати одного", "двадцать одна".
pub(crate) fn cardinal(value: u64, case: Case, gender: Gender) -> String {
    if value == 0 {
        return ["ноль", "ноля", "нолю", "ноль", "нолём", "ноле"][case.index()].to_owned();
    }
    let mut words = Vec::new();
    let mut scale = 1_000_000_000_000_000_u64;
    for (noun_gender, [singular, plural]) in SCALES.iter().rev() {
        let group = value / scale % 1000;
        if group > 0 {
            let alone = group == 1 && value / scale == 1;
            if !alone {
                below_thousand(group, case, *noun_gender, &mut words);
            }
            words.push(counted(group, case, singular, plural).to_owned());
        }
        scale /= 1000;
    }
    below_thousand(value % 1000, case, gender, &mut words);
    words.join(" ")
}

fn below_thousand(value: u64, case: Case, gender: Gender, words: &mut Vec<String>) {
    let index = case.index();
    match value / 100 {
        0 => {}
        hundreds @ 1..=4 => words.push(row(&HUNDREDS, hundreds - 1, index).to_owned()),
        hundreds => {
            let ending = ["сот", "сот", "стам", "сот", "стами", "стах"][index];
            words.push(format!("{}{ending}", five_up(hundreds, case)));
        }
    }
    let rest = value % 100;
    match rest / TEN {
        0 | 1 => {}
        tens @ (2 | 3) => {
            let stem = if tens == 2 {
                "двадцат"
            } else {
                "тридцат"
            };
            words.push(format!("{stem}{}", ["ь", "и", "и", "ь", "ью", "и"][index]));
        }
        4 => words.push(
            if case.direct() {
                "сорок"
            } else {
                "сорока"
            }
            .to_owned(),
        ),
        9 => words.push(
            if case.direct() {
                "девяносто"
            } else {
                "девяноста"
            }
            .to_owned(),
        ),
        tens => {
            let ending = ["десят", "десяти", "десяти", "десят", "десятью", "десяти"][index];
            words.push(format!("{}{ending}", five_up(tens, case)));
        }
    }
    let ones = if rest < 20 { rest } else { rest % 10 };
    match ones {
        0 => {}
        1 => words.push(ONE[gender as usize][index].to_owned()),
        2 if gender == Gender::Feminine && case.direct() => words.push("две".to_owned()),
        2 => words.push(TWO[index].to_owned()),
        3 => words.push(THREE[index].to_owned()),
        4 => words.push(FOUR[index].to_owned()),
        _ => words.push(five_up(ones, case)),
    }
}

fn row(table: &[Forms], index: u64, case: usize) -> &'static str {
    usize::try_from(index)
        .ok()
        .and_then(|index| table.get(index))
        .and_then(|forms| forms.get(case))
        .copied()
        .unwrap_or_default()
}

/// 5 to 19 in a case.
fn five_up(value: u64, case: Case) -> String {
    let stem = value
        .checked_sub(5)
        .and_then(|index| usize::try_from(index).ok())
        .and_then(|index| FIVE_UP.get(index))
        .copied()
        .unwrap_or_default();
    let ending = ["ь", "и", "и", "ь", "ью", "и"][case.index()];
    if stem == "восем" && !case.direct() && case != Case::Instrumental {
        return format!("восьм{ending}");
    }
    format!("{stem}{ending}")
}

/// The words for a whole number, figure by figure if nobody says it as one.
pub(crate) fn whole(digits: &str, case: Case, gender: Gender) -> String {
    match small(digits) {
        Some(value) if digits.len() == 1 || !digits.starts_with('0') => cardinal(value, case, gender),
        Some(value) if digits.len() <= 4 && value > 0 => {
            let zeros = digits.len() - digits.trim_start_matches('0').len();
            format!("{}{}", "ноль ".repeat(zeros), cardinal(value, case, gender))
        }
        _ => by_digit(digits),
    }
}

/// Figure by figure.
pub(crate) fn by_digit(digits: &str) -> String {
    let words: Vec<String> = digits
        .chars()
        .filter_map(|letter| letter.to_digit(10))
        .map(|digit| cardinal(u64::from(digit), Case::Nominative, Gender::Masculine))
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_declined() {
        use Case::{Dative, Genitive, Instrumental, Nominative, Prepositional};
        use Gender::{Feminine, Masculine, Neuter, Plural};
        for (value, case, gender, words) in [
            (1250, Nominative, Masculine, "тысяча двести пятьдесят"),
            (2021, Nominative, Feminine, "две тысячи двадцать одна"),
            (458, Genitive, Masculine, "четырёхсот пятидесяти восьми"),
            (18, Dative, Masculine, "восемнадцати"),
            (700, Instrumental, Masculine, "семьюстами"),
            (1_000_001, Nominative, Neuter, "миллион одно"),
            (21000, Nominative, Masculine, "двадцать одна тысяча"),
        ] {
            assert_eq!(cardinal(value, case, gender), words);
        }
        assert_eq!(
            ordinal(2019, Prepositional, Masculine),
            "две тысячи девятнадцатом"
        );
        assert_eq!(ordinal(2000, Genitive, Masculine), "двухтысячного");
        assert_eq!(ordinal(3, Prepositional, Masculine), "третьем");
        assert_eq!(ordinal(90, Nominative, Plural), "девяностые");
        assert_eq!(ordinal(1900, Prepositional, Masculine), "тысяча девятисотом");
        assert_eq!(ordinal(40, Nominative, Masculine), "сороковой");
        assert_eq!(joined(25), "двадцатипяти");
    }
}
