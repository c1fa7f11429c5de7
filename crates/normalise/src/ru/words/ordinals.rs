//! Russian ordinals, and numbers as parts of compounds.

use super::{Case, Gender, cardinal};

/// Ordinals of 1 to 19: stems, with `!` where the ending is stressed.
const ORDINALS: [&str; 20] = [
    "нулев!",
    "перв",
    "втор!",
    "",
    "четвёрт",
    "пят",
    "шест!",
    "седьм!",
    "восьм!",
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
const ORDINAL_TENS: [&str; 10] = [
    "",
    "",
    "двадцат",
    "тридцат",
    "сороков!",
    "пятидесят",
    "шестидесят",
    "семидесят",
    "восьмидесят",
    "девяност",
];
const ORDINAL_HUNDREDS: [&str; 10] = [
    "",
    "сот",
    "двухсот",
    "трёхсот",
    "четырёхсот",
    "пятисот",
    "шестисот",
    "семисот",
    "восьмисот",
    "девятисот",
];

/// "двадцать первый", "две тысячи девятнадцатом".
pub(crate) fn ordinal(value: u64, case: Case, gender: Gender) -> String {
    let part = |table: &[&'static str], index: u64| {
        usize::try_from(index)
            .ok()
            .and_then(|index| table.get(index))
            .copied()
            .unwrap_or_default()
    };
    let (head, last) = if value == 0 {
        (0, "нулев!".to_owned())
    } else if !value.is_multiple_of(100) {
        let rest = value % 100;
        match (rest < 20, rest % 10) {
            (true, _) => (value - rest, part(&ORDINALS, rest).to_owned()),
            (false, 0) => (value - rest, part(&ORDINAL_TENS, rest / 10).to_owned()),
            (false, ones) => (value - ones, part(&ORDINALS, ones).to_owned()),
        }
    } else if !value.is_multiple_of(1000) {
        let hundreds = value % 1000;
        (
            value - hundreds,
            part(&ORDINAL_HUNDREDS, hundreds / 100).to_owned(),
        )
    } else {
        let thousands = value / 1000 % 1000;
        let (noun, count) = if thousands == 0 {
            ("миллионн", value / 1_000_000 % 1000)
        } else {
            ("тысячн", thousands)
        };
        (
            value
                - if thousands == 0 {
                    count * 1_000_000
                } else {
                    count * 1000
                },
            joined(count) + noun,
        )
    };
    let ending = adjective(&last, case, gender);
    if head == 0 {
        return ending;
    }
    format!("{} {ending}", cardinal(head, Case::Nominative, Gender::Masculine))
}

/// The adjective of a stem in a case and gender; the empty stem is that of "третий".
pub(crate) fn adjective(stem: &str, case: Case, gender: Gender) -> String {
    let index = case.index();
    if stem.is_empty() {
        let ending = match gender {
            Gender::Masculine => ["ий", "ьего", "ьему", "ий", "ьим", "ьем"],
            Gender::Feminine => ["ья", "ьей", "ьей", "ью", "ьей", "ьей"],
            Gender::Neuter => ["ье", "ьего", "ьему", "ье", "ьим", "ьем"],
            Gender::Plural => ["ьи", "ьих", "ьим", "ьи", "ьими", "ьих"],
        };
        return format!("трет{}", ending[index]);
    }
    let (stem, first) = match stem.strip_suffix('!') {
        Some(stem) => (stem, "ой"),
        None => (stem, "ый"),
    };
    let ending = match gender {
        Gender::Masculine => [first, "ого", "ому", first, "ым", "ом"],
        Gender::Feminine => ["ая", "ой", "ой", "ую", "ой", "ой"],
        Gender::Neuter => ["ое", "ого", "ому", "ое", "ым", "ом"],
        Gender::Plural => ["ые", "ых", "ым", "ые", "ыми", "ых"],
    };
    format!("{stem}{}", ending[index])
}

/// A number as the first part of a compound: "пяти" in "пятилетний".
pub(crate) fn joined(value: u64) -> String {
    match value {
        1 => "одно".to_owned(),
        90 => "девяносто".to_owned(),
        100 => "сто".to_owned(),
        1000 => "тысяче".to_owned(),
        101..=199 => format!("сто{}", joined(value - 100)),
        _ => cardinal(value, Case::Genitive, Gender::Masculine).replace(' ', ""),
    }
}
