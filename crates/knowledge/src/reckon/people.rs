//! People of an age or a class, for whom a price is another one: "two adults", "our six-year-old".
//!
//! Owns their words. Which price is theirs is found by `answer`.

use crate::text::is_han;

/// Beginnings of words for people of an age or a class.
const PEOPLE: [&str; 25] = [
    "adult",
    "grown",
    "child",
    "kid",
    "junior",
    "teen",
    "student",
    "senior",
    "pensioner",
    "concession",
    "oap",
    "baby",
    "babies",
    "infant",
    "toddler",
    "son",
    "daughter",
    "boy",
    "girl",
    "взросл",
    "ребен",
    "ребён",
    "дет",
    "студент",
    "пенсион",
];
/// The same without spaces between words.
const HAN: [&str; 10] = [
    "成人", "大人", "小孩", "儿童", "孩子", "老人", "学生", "岁", "奶奶", "爷爷",
];
/// Words that may follow them: "a child of six", "kids under ten". A "kids portion" is no kid.
const AFTER: [&str; 24] = [
    "of", "on", "for", "with", "in", "to", "at", "aged", "age", "old", "who", "pay", "and", "under", "over",
    "too", "up", "ups", "from", "на", "в", "с", "до", "от",
];
/// What is for several people, or for more than once.
const SEVERAL: [&str; 23] = [
    "family ticket",
    "family pass",
    "family of",
    "group",
    "joint",
    "couple",
    "annual",
    "season",
    "pass",
    "card",
    "carnet",
    "-visit",
    "block of",
    "membership",
    "семейн",
    "групп",
    "годов",
    "абонемент",
    "家庭",
    "团体",
    "年票",
    "月票",
    "套票",
];

/// Whether an item has a word for people.
pub(crate) fn counts_people(item: &str) -> bool {
    let item = item.to_lowercase();
    if item.chars().any(is_han) {
        return HAN.iter().any(|word| item.contains(word));
    }
    let words = words(&item);
    words.iter().any(|word| is_person(word)) || has_age(&words)
}

/// Whether an item is people of an age or a class, and nothing else.
pub(crate) fn names_people(item: &str) -> bool {
    let item = item.to_lowercase();
    if item.chars().any(is_han) {
        return counts_people(&item);
    }
    let words = words(&item);
    if has_age(&words) {
        return true;
    }
    let Some(at) = words.iter().position(|word| is_person(word)) else {
        return false;
    };
    words.get(at + 1).is_none_or(|next| AFTER.contains(next))
}

/// Whether a ticket is for several people or visits although the item does not say so.
pub(crate) fn is_for_several(label: &str, item: &str) -> bool {
    let (label, item) = (label.to_lowercase(), item.to_lowercase());
    // A "family session" is a session.
    if label.starts_with("famil") && !item.contains("famil") {
        return true;
    }
    SEVERAL
        .iter()
        .any(|word| label.contains(word) && !item.contains(word))
}

/// Grown or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Adult,
    Child,
}

/// Of which of the two a text speaks; `None` where of neither or both.
pub(super) fn class_of(text: &str) -> Option<Class> {
    const ADULTS: [&str; 5] = ["adult", "grown", "взросл", "成人", "大人"];
    const CHILDREN: [&str; 13] = [
        "child",
        "kid",
        "junior",
        "toddler",
        "infant",
        "son ",
        "daughter",
        "ребен",
        "ребён",
        "детск",
        "дети",
        "儿童",
        "小孩",
    ];
    let text = format!("{} ", text.to_lowercase());
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let words = words(&text);
    // "Under 14", but not "under 160 cm".
    let under = words.windows(2).any(|pair| {
        let is_limit = matches!(pair[0], "under" | "до");
        is_limit && pair[1].parse::<u8>().is_ok_and(|age| (2..=18).contains(&age))
    });
    match (has(&ADULTS), has(&CHILDREN) || under) {
        (true, false) => Some(Class::Adult),
        (false, true) => Some(Class::Child),
        _ => None,
    }
}

/// Whether a price is that of people of an age or class: "adult", "under 14".
pub(crate) fn is_of_people(label: &str) -> bool {
    counts_people(label) || class_of(label).is_some()
}

/// Whether an item is a number of people of any kind: "20 people", "80 человек".
pub(crate) fn is_headcount(item: &str) -> bool {
    const HEADS: [&str; 12] = [
        "people",
        "persons",
        "guests",
        "heads",
        "of us",
        "visitors",
        "человек",
        "гостей",
        "персон",
        "人",
        "位",
        "个人",
    ];
    let item = item.trim().to_lowercase();
    HEADS.iter().any(|word| item.starts_with(word))
}

/// Whether a price is for each person.
pub(crate) fn is_per_person(text: &str) -> bool {
    const EACH: [&str; 16] = [
        "per person",
        "per head",
        "a head",
        "/person",
        "/head",
        "each",
        "pp",
        "per guest",
        "per child",
        "per adult",
        "a person",
        "per visitor",
        "с человека",
        "за человека",
        "на человека",
        "每人",
    ];
    let text = text.to_lowercase();
    let spaced = format!(" {} ", words(&text).join(" "));
    EACH.iter().any(|word| {
        // "Beach" and "supper" are for nobody in particular.
        if word.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            spaced.contains(&format!(" {word} "))
        } else {
            text.contains(word)
        }
    })
}

/// Whether a text quotes the price of one more, not of the first: "Second game £4", "each further kilo £2".
pub(crate) fn is_of_one_more(label: &str) -> bool {
    const MORE: [&str; 12] = [
        "second ",
        "third ",
        "further ",
        "additional ",
        "extra ",
        "each further",
        "each extra",
        "each additional",
        "each kilo more",
        "every further",
        "следующ",
        "дополнительн",
    ];
    let label = label.trim().to_lowercase();
    MORE.iter().any(|word| label.starts_with(word)) || label.contains(" more")
}

/// Whether a price depends on how many there are: "each further night £8", "second car".
pub(crate) fn is_graded(text: &str) -> bool {
    const GRADED: [&str; 19] = [
        " plus £",
        " plus $",
        " plus €",
        "further ",
        "additional ",
        "each extra",
        "every extra",
        "second car",
        "first car",
        "second pet",
        "first night",
        "thereafter",
        "after that",
        "followed by",
        "последующ",
        "каждый следующ",
        "каждая следующ",
        "每增加",
        "续费",
    ];
    let text = text.to_lowercase();
    GRADED.iter().any(|word| text.contains(word))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect()
}

fn is_person(word: &str) -> bool {
    PEOPLE
        .iter()
        .any(|person| word.starts_with(person) && word.chars().count() <= person.chars().count() + 4)
}

/// "8 year old", "10 лет".
fn has_age(words: &[&str]) -> bool {
    words.windows(2).any(|pair| {
        let number = pair[0].parse::<u8>().is_ok();
        number && (pair[1].starts_with("year") || matches!(pair[1], "yo" | "лет" | "год" | "года"))
    })
}

#[cfg(test)]
mod tests {
    use super::{counts_people, is_for_several, names_people};

    #[test]
    fn people_of_an_age_are_told_from_things_for_them() {
        for item in [
            "adults",
            "our 8-year-old on skis",
            "kids under 10",
            "ребенок 7 лет",
            "两个大人",
        ] {
            assert!(names_people(item), "{item}");
        }
        for item in ["kids portion", "city bikes", "student card", "single"] {
            assert!(!names_people(item), "{item}");
        }
        assert!(counts_people("kids portion"));
    }

    #[test]
    fn a_family_ticket_is_no_ticket_of_an_adult() {
        assert!(is_for_several("Family, 2 adults + 3 children", "adults"));
        assert!(!is_for_several("Family ticket", "a family ticket"));
        assert!(!is_for_several("Adult, 16 to 64", "adults"));
    }
}
