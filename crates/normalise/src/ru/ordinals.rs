//! Ordinal numbers: `5-й`, `в 2019 году`, `на 3 этаже`, `XXI век`.

use super::nouns::{Noun, Pattern};
use super::tables::NUMBERED;
use super::words::{Case, Count, Gender, cardinal, count, joined, ordinal};
use crate::forms::dash;
use crate::forms::number::small;
use crate::forms::roman::roman as roman_value;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

const CASES: [Case; 6] = [
    Case::Nominative,
    Case::Genitive,
    Case::Dative,
    Case::Prepositional,
    Case::Accusative,
    Case::Instrumental,
];

/// The case and gender of an ending after a hyphen.
pub(super) fn suffix(text: &Text<'_>, at: usize, value: u64) -> Option<(Case, Gender)> {
    let previous = text.adjacent_word(at).to_lowercase();
    let in_place = matches!(previous.as_str(), "в" | "во" | "на" | "о" | "при");
    let round = value.is_multiple_of(10) && value >= 10;
    Some(match text.get(at + 2) {
        "й" | "ый" | "ий" | "ой" => (Case::Nominative, Gender::Masculine),
        "я" | "ая" | "ья" => (Case::Nominative, Gender::Feminine),
        "е" if round || text.next_word(at + 3).ends_with(['ы', 'и']) => (Case::Nominative, Gender::Plural),
        "е" | "ое" | "ье" => (Case::Nominative, Gender::Neuter),
        "ые" => (Case::Nominative, Gender::Plural),
        "го" | "ого" => (Case::Genitive, Gender::Masculine),
        "му" | "ому" => (Case::Dative, Gender::Masculine),
        "м" if in_place => (Case::Prepositional, Gender::Masculine),
        "ом" => (Case::Prepositional, Gender::Masculine),
        "м" | "ым" => (Case::Instrumental, Gender::Masculine),
        "ю" | "ую" => (Case::Accusative, Gender::Feminine),
        "х" | "ых" if round => (Case::Genitive, Gender::Plural),
        "ми" | "ыми" => (Case::Instrumental, Gender::Plural),
        _ => return None,
    })
}

/// Reads `5-й`, `90-е`, `3-комнатная`.
pub(super) fn suffixed(text: &Text<'_>, at: usize) -> Option<Reading> {
    let value =
        small(text.digits(at)?).filter(|_| text.is_any(at + 1, "-‑") && text.kind(at + 2) == Kind::Word)?;
    if text.joined_left(at) {
        return None;
    }
    let mut found = suffix(text, at, value);
    // "на 2-й линии", "из 3-й школы": the ending of a feminine noun in an oblique case.
    let next = text.next_word(at + 3);
    if text.is(at + 2, "й")
        && next.ends_with(['ы', 'и', 'е'])
        && !next.ends_with("ие")
        && text.before(at).is_some()
    {
        found = Some((Case::Genitive, Gender::Feminine));
    }
    if let Some((case, gender)) = found {
        return Some(Reading::new(ordinal(value, case, gender), at + 3));
    }
    let word = text.get(at + 2);
    let spoken = match word {
        "ти" | "ми" | "и" | "х" | "ух" | "ёх" | "ех" => {
            cardinal(value, Case::Genitive, Gender::Masculine)
        }
        _ if word.chars().count() > 3 && word.starts_with(char::is_lowercase) => {
            format!("{}{word}", joined(value))
        }
        _ => return None,
    };
    Some(Reading::new(spoken, at + 3))
}

/// The case of a year before "год" in one of its forms, or before "г.".
fn year_case(text: &Text<'_>, at: usize, word: &str) -> Option<(Case, &'static str)> {
    let previous = text.adjacent_word(at).to_lowercase();
    Some(match word {
        "год" => (Case::Nominative, "год"),
        "года" => (Case::Genitive, "года"),
        "году" if matches!(previous.as_str(), "к" | "ко") => (Case::Dative, "году"),
        "году" => (Case::Prepositional, "году"),
        "годом" => (Case::Instrumental, "годом"),
        "годе" => (Case::Prepositional, "годе"),
        "г" => match previous.as_str() {
            "в" | "во" => (Case::Prepositional, "году"),
            "к" => (Case::Dative, "году"),
            "на" | "за" | "по" | "" => (Case::Nominative, "год"),
            _ => (Case::Genitive, "года"),
        },
        _ => return None,
    })
}

/// Reads `2019 год`, `в 2019 г.`, `1941–1945 гг.`, `с 2019 по 2021 год`.
pub(super) fn years(text: &Text<'_>, at: usize) -> Option<Reading> {
    let value = small(text.digits(at).filter(|digits| (3..=4).contains(&digits.len()))?)?;
    if text.joined_left(at) || !(100..2200).contains(&value) {
        return None;
    }
    let spoken = |value, case| ordinal(value, case, Gender::Masculine);
    if let Some(next) = dash(text, at + 1)
        && let Some(second) = small(text.digits(next).filter(|digits| digits.len() == 4)?)
    {
        return year_range(text, at, (value, second), next);
    }
    let start = text.skip_space(at + 1);
    let word = text.get(start);
    // "100 г муки" are grams.
    let stopped = text.is(start + 1, ".") && value >= 1000;
    let governed = matches!(
        text.adjacent_word(at).to_lowercase().as_str(),
        "в" | "к" | "с" | "до" | "после"
    ) && value >= 1000;
    if word == "г" && !(stopped || governed) {
        return None;
    }
    if let Some((case, noun)) = year_case(text, at, word) {
        let stop = text.is(start + 1, ".")
            && word == "г"
            && !text.at_end(start + 2)
            && !text.next_word(start + 2).starts_with(char::is_uppercase);
        return Some(Reading::new(
            format!("{} {noun}", spoken(value, case)),
            start + 1 + usize::from(stop),
        ));
    }
    let previous = text.adjacent_word(at).to_lowercase();
    if (1900..2200).contains(&value) && text.at_end(at + 1) && dated(&previous) {
        return Some(Reading::new(
            format!("{} года", spoken(value, Case::Genitive)),
            at + 1,
        ));
    }
    let joint = matches!(word, "по" | "до" | "и")
        && text
            .digits(text.skip_space(start + 1))
            .is_some_and(|digits| digits.len() == 4);
    let ended = text.at_end(at + 1) || text.is_any(at + 1, ",)");
    let case = match previous.as_str() {
        "с" | "до" | "от" | "после" if joint || ended => Case::Genitive,
        "по" | "на" if ended && value >= 1000 => Case::Accusative,
        "в" if (ended || joint) && value >= 1000 => Case::Prepositional,
        "к" if ended && value >= 1000 => Case::Dative,
        _ => return None,
    };
    (value >= 1000).then(|| Reading::new(spoken(value, case), at + 1))
}

/// Whether a month, a season or an event stands before a year: "в мае 2024".
fn dated(previous: &str) -> bool {
    const STEMS: &str = "январ феврал март апрел мае май июн июл \
        август сентябр октябр ноябр декабр лет весн осен зим олимпиад чемпионат конец начал";
    STEMS.split_whitespace().any(|stem| previous.starts_with(stem))
}

/// Two years with a dash between them.
fn year_range(text: &Text<'_>, at: usize, (first, second): (u64, u64), next: usize) -> Option<Reading> {
    let spoken = |value, case| ordinal(value, case, Gender::Masculine);
    let start = text.skip_space(next + 1);
    let previous = text.adjacent_word(at).to_lowercase();
    let (case, noun, end) = match text.get(start) {
        "гг" | "г" => {
            let stop = usize::from(text.is(start + 1, ".") && !text.at_end(start + 2));
            match previous.as_str() {
                "в" => (Case::Prepositional, " годах", start + 1 + stop),
                _ => (Case::Nominative, " годы", start + 1 + stop),
            }
        }
        "годы" => (Case::Nominative, " годы", start + 1),
        "годов" => (Case::Genitive, " годов", start + 1),
        "годах" => (Case::Prepositional, " годах", start + 1),
        _ if (1000..2200).contains(&first) && (first..2200).contains(&second) => {
            let words = format!(
                "{} {}",
                spoken(first, Case::Nominative),
                spoken(second, Case::Nominative)
            );
            let words = if super::quantities::unit(text, next + 1).is_some()
                || start < text.len() && text.kind(start) == Kind::Word
            {
                return None;
            } else {
                words
            };
            return Some(Reading::new(words, next + 1));
        }
        _ => return None,
    };
    Some(Reading::new(
        format!("{} {}{noun}", spoken(first, case), spoken(second, case)),
        end,
    ))
}

/// The numbered noun that stands here in one of its forms: its gender, number and case.
fn numbered_noun(text: &Text<'_>, at: usize) -> Option<(Gender, bool, Case)> {
    let word = text.word(text.skip_space(at))?.to_lowercase();
    let preposition = super::context::case(text, at.saturating_sub(1), "");
    let mut found = None;
    for noun in NUMBERED.iter().filter(|noun| word.starts_with(noun.stem)) {
        for plural in [false, true] {
            for case in CASES {
                let matches = noun.form(case, plural) == word;
                let better = found.is_none() || case == preposition && !plural;
                if matches && better {
                    found = Some((noun.gender(), plural, case));
                }
            }
        }
    }
    found
}

/// Reads `3 этаж`, `на 3 этаже`, `5 класс`.
pub(super) fn numbered(text: &Text<'_>, at: usize) -> Option<Reading> {
    let value = small(text.digits(at).filter(|_| !text.joined_left(at))?)?;
    // "3 эт.": the abbreviation stands for the numbered noun.
    let start = text.skip_space(at + 1);
    if text.is(start, "эт") {
        let place = matches!(text.adjacent_word(at).to_lowercase().as_str(), "на");
        let (case, noun) = if place {
            (Case::Prepositional, "этаже")
        } else {
            (Case::Nominative, "этаж")
        };
        let stop = usize::from(text.is(start + 1, ".") && !text.at_end(start + 2));
        return Some(Reading::new(
            format!("{} {noun}", ordinal(value, case, Gender::Masculine)),
            start + 1 + stop,
        ));
    }
    let (gender, plural, case) = numbered_noun(text, at + 1)?;
    let noun = text.next_word(at + 1);
    let always = [
        "этаж",
        "класс",
        "курс",
        "подъезд",
        "век",
        "квартал",
        "канал",
        "корпус",
    ]
    .iter()
    .any(|stem| noun.starts_with(stem));
    let counts = match (case, count(value)) {
        _ if plural => true,
        (Case::Nominative | Case::Accusative, Count::One) => !always,
        (Case::Genitive, Count::Few) => !matches!(
            text.adjacent_word(at),
            "с" | "до" | "от" | "из" | "около" | "у" | "после" | "для"
        ),
        _ => false,
    };
    (!counts).then(|| Reading::new(ordinal(value, case, gender), at + 1))
}

/// Stems of the names of monarchs who were women.
const QUEENS: &[&str] = &[
    "Екатерин",
    "Елизавет",
    "Мари",
    "Анн",
    "Изабелл",
    "Маргарит",
    "Клеопатр",
    "Виктори",
    "Беатрикс",
];

/// Reads a Roman numeral beside a numbered noun or after a name.
pub(super) fn roman(text: &Text<'_>, at: usize) -> Option<Reading> {
    let numeral = text.word(at)?.replace('Х', "X").replace('І', "I");
    let value = roman_value(&numeral)?;
    if text.joined(at + 1) || text.joined_left(at) {
        return None;
    }
    if text.is(at + 1, "-") && text.kind(at + 2) == Kind::Word && suffix(text, at, value).is_some() {
        let (case, gender) = suffix(text, at, value)?;
        return Some(Reading::new(ordinal(value, case, gender), at + 3));
    }
    if let Some(next) = dash(text, at + 1)
        && let Some(second) = text
            .word(next)
            .and_then(|word| roman_value(&word.replace('Х', "X")))
        && let Some((case, end, noun)) = century(text, next + 1, true)
    {
        let spoken = |value| ordinal(value, case, Gender::Masculine);
        return Some(Reading::new(
            format!("{} {} {noun}", spoken(value), spoken(second)),
            end,
        ));
    }
    if let Some((case, end, noun)) = century(text, at + 1, false) {
        return Some(Reading::new(
            format!("{} {noun}", ordinal(value, case, Gender::Masculine)),
            end,
        ));
    }
    if let Some((gender, plural, case)) = numbered_noun(text, at + 1) {
        let gender = if plural { Gender::Plural } else { gender };
        return Some(Reading::new(ordinal(value, case, gender), at + 1));
    }
    let previous = text.adjacent_word(at);
    if let Some((gender, false, case)) = text.before(at).and_then(|before| numbered_noun(text, before)) {
        return Some(Reading::new(ordinal(value, case, gender), at + 1));
    }
    let name = previous.starts_with(char::is_uppercase)
        && previous.chars().count() > 2
        && previous.chars().any(char::is_lowercase);
    name.then(|| {
        let (case, gender) = ruler(previous);
        Reading::new(ordinal(value, case, gender), at + 1)
    })
}

/// The word before the numeral or the range of numerals that ends at this position; empty if there is none.
fn word_before<'t>(text: &Text<'t>, at: usize) -> &'t str {
    let mut start = at;
    while start > 0
        && (text
            .get(start - 1)
            .chars()
            .all(|letter| "IVXLХ-–— ".contains(letter)))
        && start + 8 > at
    {
        start -= 1;
    }
    start
        .checked_sub(1)
        .and_then(|before| text.word(before))
        .unwrap_or_default()
}

/// "век" after a Roman numeral, written out or as "в.": its case, the position after it, the noun.
fn century(text: &Text<'_>, at: usize, plural: bool) -> Option<(Case, usize, String)> {
    let start = text.skip_space(at);
    let preposition = super::context::case(text, at.saturating_sub(1), "");
    let before = word_before(text, at);
    let place = matches!(before, "в" | "В");
    let century = Noun::new("век", Pattern::Century);
    let abbreviated = matches!(text.get(start), "в" | "вв") && text.is(start + 1, ".");
    if abbreviated {
        let case = match () {
            () if place => Case::Prepositional,
            () if preposition == Case::Genitive => Case::Genitive,
            // "картина XIX в.": after a noun, the century is its attribute.
            () if !before.is_empty() => Case::Genitive,
            () => Case::Nominative,
        };
        let stop = usize::from(!text.at_end(start + 2));
        return Some((
            case,
            start + 1 + stop,
            century.form(case, plural || text.is(start, "вв")),
        ));
    }
    let word = text.word(start)?.to_lowercase();
    [plural, !plural].into_iter().find_map(|plural| {
        let case = CASES
            .into_iter()
            .find(|case| century.form(*case, plural) == word)?;
        Some((case, start + 1, word.clone()))
    })
}

/// The case and gender of a ruler's name.
fn ruler(name: &str) -> (Case, Gender) {
    let queen = QUEENS.iter().any(|stem| name.starts_with(stem));
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if queen {
        let case = match () {
            () if ends(&["а", "я"]) => Case::Nominative,
            () if ends(&["у", "ю"]) => Case::Accusative,
            () => Case::Genitive,
        };
        return (case, Gender::Feminine);
    }
    let case = match () {
        () if ends(&["а", "я"]) => Case::Genitive,
        () if ends(&["у", "ю"]) => Case::Dative,
        () if ends(&["ом", "ем", "ём"]) => Case::Instrumental,
        () if ends(&["е"]) => Case::Prepositional,
        () => Case::Nominative,
    };
    (case, Gender::Masculine)
}
