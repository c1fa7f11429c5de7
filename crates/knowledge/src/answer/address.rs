//! "Where are you?": the address of the place itself.
//!
//! Recognises such a question and a line that holds an address. The reader finds where things are within the place.

use super::{Answer, Answerer, Context, STATED};
use crate::frames::Frame;
use crate::language::Language;
use crate::question::Question;
use crate::say;
use crate::unit::{Body, Unit};

/// Units that are looked at, from the beginning of the documents.
const LOOKED_AT: usize = 4_000;
/// Longest line taken as an address, in characters.
const LONGEST: usize = 300;

/// What is said where no document has an address, in the order of the languages.
const UNKNOWN: [&str; 3] = [
    "I don't have the address.",
    "У меня нет информации об адресе.",
    "抱歉，我没有找到地址。",
];

/// Last words of the name of a street.
const STREETS: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "lane",
    "ln",
    "avenue",
    "ave",
    "row",
    "square",
    "sq",
    "way",
    "yard",
    "close",
    "drive",
    "dr",
    "terrace",
    "court",
    "hill",
    "place",
    "quay",
    "gardens",
    "crescent",
    "parade",
    "mews",
    "walk",
    "green",
    "wharf",
    "boulevard",
    "blvd",
    "highway",
    "market",
    "bridge",
    "gate",
];
/// Labels of an address.
const LABELS: &[&str] = &[
    "address",
    "our address",
    "where",
    "where we are",
    "where to find us",
    "find us",
    "location",
    "адрес",
    "наш адрес",
    "地址",
];
/// Fewest characters of an address behind its label.
const LEAST: usize = 5;
/// Beginnings of a sentence that may say where the place is.
const BEGINNINGS: &[&str] = &[
    "you find us",
    "you'll find us",
    "find us",
    "we are at",
    "we're at",
    "we are in",
    "we're in",
    "we are on",
    "we're on",
    "мы находимся",
    "我们在",
];
/// What such a sentence has if it does.
const NEARBY: &[&str] = &[
    "near",
    "opposite",
    "next to",
    "behind",
    "beside",
    "between",
    "corner",
    "street",
    " road",
    " lane",
    "square",
    "station",
    "floor",
    "arch",
    "напротив",
    "рядом",
    "улиц",
    "ул.",
    "路",
    "街",
    "对面",
    "旁",
];

impl Answerer {
    /// The line with the place's own address, where nothing but that is asked for.
    pub(super) fn address(&self, question: &Question, context: &mut Context) -> Option<Answer> {
        if !asks_where_the_place_is(question) {
            return None;
        }
        let lines = || self.index.units.iter().take(LOOKED_AT);
        let unit = lines()
            .find(|unit| says_where_we_are(unit))
            .or_else(|| lines().find(|unit| begins_with_an_address(unit)));
        let Some(unit) = unit else {
            return Some(Answer {
                text: UNKNOWN[question.language as usize].to_owned(),
                units: Vec::new(),
                confidence: 0.0,
            });
        };
        context.units = vec![unit.id.0 as usize];
        context.question = Some(question.clone());
        Some(Answer {
            text: say::ended(&say::own_text(unit)),
            units: vec![unit.id],
            confidence: STATED,
        })
    }
}

/// "Where are you exactly?", "What's your address?", "Где вы находитесь?", 你们在哪里.
fn asks_where_the_place_is(question: &Question) -> bool {
    let asks = matches!(question.first_asked(), Some(Frame::Where | Frame::Address));
    if !asks || question.follow || !question.names_nothing() || !question.values.is_empty() {
        return false;
    }
    match question.language {
        Language::English => {
            const WORDS: &[&str] = &[
                "where",
                "whereabouts",
                "exactly",
                "are",
                "you",
                "guys",
                "your",
                "located",
                "based",
                "situated",
                "what",
                "what's",
                "whats",
                "is",
                "the",
                "address",
                "street",
                "postal",
                "place",
                "this",
                "do",
                "i",
                "we",
                "can",
                "find",
                "to",
                "how",
                "get",
                "in",
                "town",
            ];
            let words = question.words().split_off(question.begins);
            let of_us = words
                .iter()
                .any(|word| matches!(*word, "you" | "your" | "address" | "place"));
            of_us && words.iter().all(|word| WORDS.contains(word))
        }
        Language::Russian => {
            let words = question.words();
            let of_us = words
                .iter()
                .any(|word| matches!(*word, "вы" | "вас" | "ваш" | "адрес"));
            of_us && words.len() <= 5
        }
        Language::Chinese => {
            let of_us = ["你们在哪", "你们的地址", "地址在哪", "地址是", "你们店在哪"];
            of_us.iter().any(|words| question.text.contains(words))
        }
    }
}

/// A line that says so: "Address: …", "You find us in the yard behind …".
fn says_where_we_are(unit: &Unit) -> bool {
    let text = say::own_text(unit).to_lowercase().replace('’', "'");
    let is_short = text.chars().count() <= LONGEST;
    let labelled = LABELS.iter().any(|label| {
        let rest = text.strip_prefix(label).map(str::trim_start);
        // "Address:" alone is an empty field.
        rest.and_then(|rest| rest.strip_prefix([':', '：']))
            .is_some_and(|value| value.trim().chars().count() >= LEAST)
    });
    let begins = BEGINNINGS.iter().any(|words| {
        let rest = text.strip_prefix(words);
        rest.is_some_and(|rest| rest.starts_with(' ') || Language::of(words) == Language::Chinese)
    });
    is_short && (labelled || begins && NEARBY.iter().any(|word| text.contains(word)))
}

/// "14 Bridge Street, Marlbury", "ул. Мира, 5", 迎宾路266号.
fn begins_with_an_address(unit: &Unit) -> bool {
    if !matches!(unit.body, Body::Sentence(_) | Body::Item { .. }) {
        return false;
    }
    let text = say::own_text(unit);
    if text.chars().count() > LONGEST {
        return false;
    }
    match Language::of(&text) {
        Language::English => {
            let is_street = |word: &str| STREETS.contains(&word.to_lowercase().trim_end_matches('.'));
            let is_name = |words: &[&str]| {
                (1..=3).contains(&words.len())
                    && words.iter().all(|word| word.starts_with(char::is_uppercase))
            };
            let parts = || text.split([',', ':', '.', '–']);
            // "Quarry Road, entrance opposite the fire station."
            let first: Vec<&str> = parts().next().unwrap_or_default().split_whitespace().collect();
            if let ([name @ .., street], Body::Sentence(_)) = (first.as_slice(), &unit.body)
                && is_street(street)
                && is_name(name)
                && text.contains(',')
            {
                return true;
            }
            // The name of the place may stand before it.
            parts().take(3).any(|part| {
                let words: Vec<&str> = part.split_whitespace().collect();
                let [number, name @ .., street] = words.as_slice() else {
                    return false;
                };
                let is_number =
                    number.len() <= 5 && number.starts_with(|letter: char| letter.is_ascii_digit());
                is_number && is_name(name) && is_street(street)
            })
        }
        Language::Russian => {
            let begin: String = text.chars().take(60).collect::<String>().to_lowercase();
            [
                "ул.",
                "улица ",
                "пр.",
                "проспект ",
                "пл.",
                "площадь ",
                "наб.",
                "пер.",
            ]
            .iter()
            .any(|word| begin.starts_with(word) || begin.contains(&format!(", {word}")))
                && begin.contains(|letter: char| letter.is_ascii_digit())
        }
        Language::Chinese => {
            let begin: String = text.chars().take(24).collect();
            let street = ["路", "街", "道"]
                .iter()
                .filter_map(|word| begin.find(word))
                .min();
            street.is_some_and(|at| {
                let rest = &begin[at..];
                rest.contains('号') && rest.contains(|letter: char| letter.is_ascii_digit())
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::{Answerer, Context};
    use crate::documents;

    fn answer(lines: &str, question: &str) -> String {
        let answerer = Answerer::new(documents::read(Path::new("place.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        answerer.answer(question, None, &mut Context::default(), now).text
    }

    #[test]
    fn the_place_itself_is_at_the_address_of_its_documents() {
        let lines = "# Rowing club\n\nThe bar is open.\n\n3 Mill Lane, Oxley, behind the church.\n\n- Toilets: behind the boat shed\n";
        for question in [
            "Where are you?",
            "where exactly are you located",
            "What's your address?",
        ] {
            assert_eq!(
                answer(lines, question),
                "3 Mill Lane, Oxley, behind the church.",
                "{question}"
            );
        }
        let told = answer(lines, "Where are the toilets?");
        assert!(told.contains("boat shed"), "{told}");
        let lines = "# Клуб\n\nБар открыт.\n\nул. Мельничная, 3, за церковью.\n";
        assert_eq!(
            answer(lines, "Где вы находитесь?"),
            "ул. Мельничная, 3, за церковью."
        );
    }

    #[test]
    fn a_line_that_only_begins_alike_is_no_address() {
        let lines = "# Rowing club\n\nWhere possible, please book ahead.\n\nWe are on holiday 3-17 August.\n\nFind us on the net.\n\n\
            Address changes must reach us by post.\n\n3 Mill Lane, Oxley.\n";
        assert_eq!(answer(lines, "Where are you?"), "3 Mill Lane, Oxley.");
    }

    #[test]
    fn a_place_without_an_address_tells_none() {
        let told = answer("# Rowing club\n\nThe bar has 3 tables.\n", "Where are you?");
        assert!(
            told.starts_with("I'm not sure") || told.starts_with("I don't"),
            "{told}"
        );
    }
}
