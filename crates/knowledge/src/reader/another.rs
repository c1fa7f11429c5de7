//! Whether a unit is of another thing of the kind that a question names: a tour in English where German is asked for, A4
//! where A3 is.
//!
//! Owns the kinds whose members exclude each other, in three languages.

/// Beginnings of the words for a language, one list for each.
const LANGUAGES: &[&[&str]] = &[
    &["english", "английск", "英语", "英文"],
    &["german", "немецк", "德语", "德文"],
    &["french", "французск", "法语", "法文"],
    &["spanish", "испанск", "西班牙"],
    &["italian", "итальянск", "意大利"],
    &["portuguese", "португальск", "葡萄牙"],
    &["dutch", "нидерландск", "голландск", "荷兰"],
    &["польск", "波兰"],
    &["russian", "русск", "俄语", "俄文"],
    &["ukrainian", "украинск", "乌克兰"],
    &["chinese", "mandarin", "китайск", "中文", "汉语", "普通话"],
    &["cantonese", "кантонск", "粤语"],
    &["japanese", "японск", "日语", "日文"],
    &["korean", "корейск", "韩语", "韩文"],
    &["arabic", "арабск", "阿拉伯"],
    &["turkish", "турецк", "土耳其"],
    &["hindi", "хинди", "印地语"],
    &["welsh", "валлийск"],
    &["gaelic", "гэльск"],
];

/// Words that exclude each other where they tell two things of one name apart, and nothing is said of both.
const OPPOSITES: &[(&str, &str)] = &[
    ("front", "rear"),
    ("upper", "lower"),
    ("indoor", "outdoor"),
    ("inbound", "outbound"),
    ("northbound", "southbound"),
    ("eastbound", "westbound"),
    ("vertical", "horizontal"),
    ("electric", "manual"),
    ("передн", "задн"),
    ("верхн", "нижн"),
    ("мужск", "женск"),
    ("крыт", "открыт"),
];

/// "Rear brake pads" where the text has those in front.
fn is_of_the_opposite(question: &str, text: &str) -> bool {
    OPPOSITES.iter().any(|(one, other)| {
        [(one, other), (other, one)].iter().any(|(asked, named)| {
            begins_a_word(question, asked)
                && !begins_a_word(question, named)
                && begins_a_word(text, named)
                && !begins_a_word(text, asked)
        })
    })
}

/// "A full day" where the text has only half a day.
pub(super) fn is_of_another_part_of_day(question: &str, text: &str) -> bool {
    const WHOLE: [&str; 4] = ["full day", "whole day", "полный день", "全天"];
    const HALF: [&str; 4] = ["half day", "half a day", "полдня", "半天"];
    let parts = |text: &str| {
        let text = text.to_lowercase().replace('-', " ");
        let has = |words: &[&str]| words.iter().any(|word| begins_a_word(&text, word));
        (has(&WHOLE), has(&HALF))
    };
    matches!(
        (parts(question), parts(text)),
        ((true, false), (false, true)) | ((false, true), (true, false))
    )
}

/// Whether the text names members of a kind of which the question names others.
pub(super) fn is_of_another(question: &str, text: &str) -> bool {
    let (question, text) = (question.to_lowercase(), text.to_lowercase());
    let named = |text: &str| -> Vec<usize> {
        let names = |words: &&[&str]| words.iter().any(|word| begins_a_word(text, word));
        (0..LANGUAGES.len())
            .filter(|place| names(&LANGUAGES[*place]))
            .collect()
    };
    let asked = named(&question);
    let languages = named(&text);
    let other_language =
        !asked.is_empty() && !languages.is_empty() && !asked.iter().any(|one| languages.contains(one));
    other_language || is_of_another_size(&question, &text) || is_of_the_opposite(&question, &text)
}

/// Whether a word of the text begins so; Chinese words begin anywhere.
fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !word.is_ascii() && word.chars().count() <= 3 || before.is_none_or(|letter| !letter.is_alphabetic())
    })
}

/// "A3" where the text has "A4": sizes of paper and the like, a letter and a number.
fn is_of_another_size(question: &str, text: &str) -> bool {
    let codes = |text: &str| -> Vec<(char, String)> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter_map(|word| {
                let mut letters = word.chars();
                // People type the Cyrillic letter as often.
                let letter = letters
                    .next()
                    .map(|letter| if letter == 'а' { 'a' } else { letter })?;
                let number = letters.as_str();
                let is_code =
                    letter.is_ascii_lowercase() && number.len() == 1 && number.parse::<u8>().is_ok();
                is_code.then(|| (letter, number.to_owned()))
            })
            .filter(|(letter, _)| *letter == 'a')
            .collect()
    };
    let (asked, named) = (codes(question), codes(text));
    !asked.is_empty() && !named.is_empty() && !asked.iter().any(|code| named.contains(code))
}

/// Whether a text tells sizes apart and has other ones than the question: a tree of 9 foot where there are some of 5 and 7.
/// A bound ("up to 10 m") is no such size.
pub(super) fn is_of_another_measure(question: &str, text: &str) -> bool {
    const UNITS: &[&[&str]] = &[
        &["foot", "feet", "ft", "футов"],
        &["inch", "inches", "дюймов"],
        &["cm", "centimetre", "centimetres", "см"],
        &["metre", "metres", "meter", "meters", "m", "м", "метров"],
        &["litre", "litres", "liter", "liters", "l", "л", "литров"],
        &["kg", "kilo", "kilos", "кг"],
    ];
    const BOUNDS: &[&str] = &[
        "up",
        "to",
        "over",
        "under",
        "from",
        "max",
        "maximum",
        "min",
        "minimum",
        "than",
        "per",
        "above",
        "below",
        "least",
        "most",
        "до",
        "от",
        "свыше",
        "более",
        "менее",
        "за",
    ];
    /// What makes a bound of a size before it: "10 kg or less".
    const BEHIND: &[&str] = &["or", "to", "max", "maximum"];
    let measures = |text: &str| -> Vec<(usize, String)> {
        // "2-5 kg" is a range, "10-litre" a size.
        let text = text.to_lowercase();
        let letters: Vec<char> = text.chars().collect();
        let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
        let mut spaced = String::with_capacity(text.len());
        for (at, letter) in letters.iter().enumerate() {
            match letter {
                '-' | '–' if at > 0 && is_digit(at - 1) && is_digit(at + 1) => spaced.push_str(" to "),
                '-' | '–' => spaced.push(' '),
                letter => spaced.push(*letter),
            }
        }
        let text = spaced;
        let words: Vec<&str> = text
            .split(|letter: char| letter.is_whitespace() || ",;:()/".contains(letter))
            .filter(|word| !word.is_empty())
            .collect();
        let is_bounded = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            before.is_some_and(|word| BOUNDS.contains(word))
                || words.get(at + 2).is_some_and(|word| BEHIND.contains(word))
        };
        words
            .windows(2)
            .enumerate()
            .filter(|(at, pair)| pair[0].parse::<u32>().is_ok() && !is_bounded(*at))
            .filter_map(|(_, pair)| {
                let unit = UNITS
                    .iter()
                    .position(|names| names.contains(&pair[1].trim_end_matches('.')))?;
                Some((unit, pair[0].to_owned()))
            })
            .collect()
    };
    let named = measures(text);
    measures(question).iter().any(|asked| {
        let mut same = named.iter().filter(|(unit, _)| *unit == asked.0).peekable();
        same.peek().is_some() && same.all(|other| other != asked)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_of_another, is_of_another_measure, is_of_another_part_of_day};

    #[test]
    fn half_a_day_is_no_full_day() {
        for (question, text, is_another) in [
            ("what is a full day on the lake", "Boat, half a day: £20", true),
            (
                "what is a full day on the lake",
                "Half-day £20, whole day £35",
                false,
            ),
            ("what is half a day on the lake", "Boat: half day £20", false),
        ] {
            assert_eq!(is_of_another_part_of_day(question, text), is_another, "{text}");
        }
    }

    #[test]
    fn a_size_that_is_not_there_is_another_thing() {
        for (question, text, is_another) in [
            ("how much is a 9 foot tree", "Trees: 5 foot £30, 7 foot £42", true),
            (
                "how much is a 7 foot tree",
                "Trees: 5 foot £30, 7 foot £42",
                false,
            ),
            ("how much is a 9 metre boat", "Boats up to 10 metres: £30", false),
            ("how much is a 3 kg parcel", "Parcels: £4 per kg", false),
            ("how much is a 3 kg parcel", "Parcels of 2-5 kg: £8", false),
            (
                "how much are 3 10-litre bags of compost",
                "Compost, 40-litre bag: £6",
                true,
            ),
            ("how much is 10 kg of coal", "Coal: £9, 25 kg per sack", true),
        ] {
            assert_eq!(is_of_another_measure(question, text), is_another, "{question}");
        }
    }

    #[test]
    fn another_language_and_another_size_are_another_thing() {
        for (question, text) in [
            ("Do you have a tour in German?", "English tour: Sunday at 2"),
            ("есть экскурсия на немецком", "Экскурсия на английском языке."),
            ("专场讲解有日语的吗", "专场讲解（英语）：每场320元"),
            ("how much is an A3 copy", "Copies: A4 10p"),
            ("ламинировать лист А3", "ламинирование А4 — 60 р."),
            ("how much are rear tyres", "Front tyres: £80"),
        ] {
            assert!(is_of_another(question, text), "{question}");
        }
        for (question, text) in [
            (
                "Do you have a tour in German?",
                "Tours in English, German and French",
            ),
            ("Do you have a tour in German?", "Tours leave at 2"),
            ("when is the tour", "English tour: Sunday at 2"),
            ("how much is an A3 copy", "A4 10p, A3 20p"),
            ("how much are rear tyres", "Tyres, front or rear: £80"),
        ] {
            assert!(!is_of_another(question, text), "{question}");
        }
    }
}
